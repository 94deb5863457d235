"""An invalid bulletin cannot exist."""

from __future__ import annotations

import pytest

from kerege.domain.bulletin import BulletinTable, Judgement


@pytest.mark.parametrize(
    "numbers",
    [
        {"probability": 0.5},
        {"probability": 0.5, "low": 0.4},
        {"probability": 0.5, "low": 0.6, "high": 0.7},
        {"probability": 0.5, "low": 0.4, "high": 1.2},
    ],
)
def test_a_judgement_has_its_whole_interval_in_order_or_none(numbers: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="probability, low and high"):
        Judgement(statement="Rain", likelihood="likely", **numbers)


def test_a_judgement_on_what_was_counted_has_no_probability() -> None:
    assert Judgement(statement="It rained", likelihood="").probability is None


@pytest.mark.parametrize(("rows", "numeric"), [((("a",),), (False, True)), ((("a", "b"),), (False,))])
def test_a_table_has_a_cell_for_every_column(rows: tuple[tuple[str, ...], ...], numeric: tuple[bool, ...]) -> None:
    with pytest.raises(ValueError, match="needs 2 cells"):
        BulletinTable(caption="t", columns=("x", "y"), rows=rows, numeric=numeric)
