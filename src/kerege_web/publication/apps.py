"""Publication application."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Warnings that a person publishes of an alert, as CAP 1.2."""

    name = "kerege_web.publication"
    label = "publication"
