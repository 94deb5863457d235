"""Alerts: what somebody must answer, from the first look to the lessons."""
