"""Context application."""

from __future__ import annotations

from django.apps import AppConfig


class ContextConfig(AppConfig):
    """Feeds of other services, and those of their warnings that reach the border."""

    name = "kerege_web.context"
    label = "context"
