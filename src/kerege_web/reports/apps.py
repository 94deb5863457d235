"""The reports application."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports, receipts, doors and the desk."""

    name = "kerege_web.reports"
    label = "reports"
