"""Forecasts of counts as draws."""
