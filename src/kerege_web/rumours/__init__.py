"""Rumours: what is told, what was found, and what was agreed to say about it."""
