"""Incidents: storage, import, each side's account, grading."""
