"""Detectors that tell a count that is more than chance from one that is not."""
