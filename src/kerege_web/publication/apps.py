"""Publication application."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from kerege.domain.errors import InputError


class PublicationConfig(AppConfig):
    """Warnings that a person publishes of an alert, as CAP 1.2."""

    name = "kerege_web.publication"
    label = "publication"

    def ready(self) -> None:
        """Refuse settings that would fail only when a warning is due."""
        from kerege_web.publication.signing import check_settings

        try:
            check_settings()
        except InputError as error:
            raise ImproperlyConfigured(str(error)) from error
