"""Warning application."""

from __future__ import annotations

from django.apps import AppConfig


class WarningConfig(AppConfig):
    """Runs of the watch and their signals."""

    name = "kerege_web.warning"
    label = "warning"
