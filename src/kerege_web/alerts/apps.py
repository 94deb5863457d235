"""Alerts application."""

from __future__ import annotations

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts, the rules that open them, and the steps of people."""

    name = "kerege_web.alerts"
    label = "alerts"
