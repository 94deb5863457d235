"""Registration of the picture."""

from __future__ import annotations

from django.apps import AppConfig


class PictureConfig(AppConfig):
    """The picture."""

    name = "kerege_web.picture"
