"""Scores of forecasts and alarms."""
