"""Rumours application."""

from __future__ import annotations

from django.apps import AppConfig


class RumoursConfig(AppConfig):
    """Rumours, their checks, and agreed statements."""

    name = "kerege_web.rumours"
    label = "rumours"
