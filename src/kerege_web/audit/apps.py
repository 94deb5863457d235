"""Audit log application."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit log."""

    name = "kerege_web.audit"
    label = "audit"
