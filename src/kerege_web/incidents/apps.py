"""Incidents application."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents and where they came from."""

    name = "kerege_web.incidents"
    label = "incidents"
