"""Risk application."""

from __future__ import annotations

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """Section levels and bulletins."""

    name = "kerege_web.risk"
    label = "risk"
