"""What the tests of intake share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.intake.made_border import make_context

from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse
from kerege.intake.parsed import ParsedReports
from kerege.intake.table import Table


@pytest.fixture
def context() -> IntakeContext:
    return make_context()


@pytest.fixture
def read(context: IntakeContext) -> Callable[..., ParsedReports]:
    """Read rows given as mappings of column to cell; columns not named are empty."""

    def read(*rows: dict[str, str], format_name: str = "auto") -> ParsedReports:
        columns = tuple(dict.fromkeys(column for row in rows for column in row))
        table = Table("made.csv", columns, [[row.get(column, "") for column in columns] for row in rows])
        return parse(table, format_name, context)

    return read
