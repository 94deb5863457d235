"""Kerege: early warning, conflict prevention, risk analysis and cross-border cooperation for border areas."""

__version__ = "0.1.0"
