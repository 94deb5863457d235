"""Warnings of other services near the border: weather, floods, quakes."""
