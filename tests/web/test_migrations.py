"""The stored form and the models agree."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command(
        "makemigrations",
        "audit",
        "accounts",
        "incidents",
        "context",
        "warning",
        "rumours",
        "alerts",
        "response",
        "publication",
        "risk",
        check=True,
        dry_run=True,
    )
