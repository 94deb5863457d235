"""Warning application."""

from __future__ import annotations

from django.apps import AppConfig


class WarningConfig(AppConfig):
    """Runs of the watch and their signals."""

    name = "kerege_web.warning"
    label = "warning"

    def ready(self) -> None:
        """Tell reports who knows the levels of the sections."""
        from kerege_web.reports.section_levels import ask_for_levels
        from kerege_web.warning.section_levels import levels_of_agency

        ask_for_levels(levels_of_agency)
