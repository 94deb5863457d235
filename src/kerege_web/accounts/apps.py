"""Accounts application."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Agencies, people and roles."""

    name = "kerege_web.accounts"
    label = "accounts"
