"""Synthetic histories with known truth: for tests, load and calibration."""
