"""Kerege web."""
