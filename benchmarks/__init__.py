"""Measurements. `make bench` prints every figure; none of them is a test."""
