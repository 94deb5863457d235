from __future__ import annotations

import re
from pathlib import Path

from tests.intake.made_border import make_context

from kerege.domain.count_range import CountRange
from kerege.domain.period import Precision
from kerege.domain.position import Position
from kerege.files.catalogue import read_catalogue
from kerege.files.tables import LARGEST, read_table
from kerege.intake.native import ALIASES, FROM_COORDINATES_KM, FROM_PLACE_KM, NATIVE_COLUMNS, parse_native
from kerege.intake.ucdp import UNCERTAINTY_KM

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/native-format.md").read_text("utf-8")


def test_the_example_is_read_as_the_page_says() -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    parsed = parse_native(read_table(example.encode(), "example.csv"), make_context())
    assert parsed.rejected == [] and parsed.notices == [] and parsed.ignored_columns == ()
    first, second, third = parsed.reports
    assert first.occurred.precision is Precision.MINUTE and first.harm.killed is None
    assert first.harm.injured == CountRange(4, 5, 9) and len(first.accounts) == 2
    assert second.occurred.days == 3 and second.position == Position(40.25, 70.5, 3.0)
    assert second.harm.killed == CountRange.exactly(0)
    assert third.position == Position(40.1, 70.8, 15.0) and third.reported_at == third.occurred.end
    assert (third.trigger, third.summary) == (
        "other",
        "A herdsman was held; the day is not known. Trigger: a stray herd",
    )


def test_the_page_names_every_column_kind_and_trigger() -> None:
    table = PAGE[PAGE.index("## Columns") : PAGE.index("## Times")]
    assert set(re.findall(r"`([a-z_]+)`", table)) >= {*NATIVE_COLUMNS, *ALIASES}
    for name, terms in (("kinds", read_catalogue().kinds), ("triggers", read_catalogue().triggers)):
        (listed,) = re.findall(rf"<!-- {name} -->\n(.*?)\n\n", PAGE, re.DOTALL)
        assert re.findall(r"`(\w+)`", listed) == list(terms)


def test_the_page_gives_the_radii_and_limits_of_the_code() -> None:
    assert f"If empty: {FROM_COORDINATES_KM:g} for coordinates, {FROM_PLACE_KM:g} for a place" in PAGE
    assert f"At most {LARGEST // 1_000_000} MB of text" in PAGE
    assert UNCERTAINTY_KM == {"1": 3.0, "2": 25.0, "3": 50.0, "4": 150.0, "5": 100.0, "6": 500.0, "7": 500.0}
    assert "1 = 3 km,\n  2 = 25, 3 = 50, 4 = 150, 5 = 100, 6 and 7 = 500" in PAGE
