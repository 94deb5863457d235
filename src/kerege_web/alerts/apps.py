"""Alerts application."""

from __future__ import annotations

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts, the rules that open them, and the steps of people."""

    name = "kerege_web.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Tell messages, which stand below, what follows when somebody answers one."""
        from kerege_web.alerts.actions.seen import note_alert_seen
        from kerege_web.reports.answers import answer_with

        answer_with("alert", note_alert_seen)
