"""Registration of the frame of the pages."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The frame of the pages."""

    name = "kerege_web.pages"
