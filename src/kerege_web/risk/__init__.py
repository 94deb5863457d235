"""Levels of the sections, and bulletins."""
