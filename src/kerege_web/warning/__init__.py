"""Runs of the watch and the signals they found."""
