"""Charts and maps are valid Vega-Lite, need no code on the page, and show what they must."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import altair as alt
import pytest
from tests.bulletin.made_up_run import AS_OF, incident, incidents, run
from tests.regions.synthetic import synthetic_region

from kerege.bulletin.charts import (
    ForecastBand,
    MapContent,
    YearRow,
    season_chart,
    section_map,
    timeline_chart,
    year_chart,
)
from kerege.bulletin.period_counts import PeriodCounts, month_grid
from kerege.bulletin.theme import (
    GREY_LIGHT,
    LEVEL_COLOURS,
    LEVEL_INK,
    LEVEL_SHAPES,
    LEVEL_WIDTHS_PX,
    PAPER,
    SEVERITY_AREAS_PX2,
)
from kerege.bulletin.words import Words
from kerege.domain.position import Position
from kerege.domain.risk import RiskLevel

REGION = synthetic_region()
WORDS = Words("en")


def content(**changes: Any) -> MapContent:
    values = {
        "levels": {risk.section_id: risk.level for risk in run().risks},
        "incidents": incidents(),
        "as_of": AS_OF,
        "marks": {REGION.sections[0].id: 1, REGION.sections[1].id: 2},
    }
    return MapContent(**{**values, **changes})


def series(*observed: int | None) -> PeriodCounts:
    months = month_grid(date(2021, 1, 1), date(2021, len(observed), 1), REGION.zone)
    return PeriodCounts(grid=months, observed=observed, expected=(1.5,) * len(observed), upper=(4.0,) * len(observed))


def bands() -> list[ForecastBand]:
    return [ForecastBand("May", 0, 1, 4)]


SPECS = {
    "map": section_map(REGION, content(), words=WORDS, inset=[REGION.sections[0].id]),
    "timeline": timeline_chart(series(2, None, 3, 1), words=WORDS, zone=REGION.zone, forecast=bands(), flagged=[2]),
    "years": year_chart([YearRow("2019", (1, 2, 3, 4, 5), 20, 7), YearRow("2020", None, None, 0)], words=WORDS),
    "season": season_chart([1] * 12, busy=[4, 5], now=4, words=WORDS),
}


def walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        row
        for part in walk(spec)
        for values in (part.get("values"), *part.get("datasets", {}).values())
        if isinstance(values, list)
        for row in values
    ]


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in walk(spec) if "mark" in part]


def texts(spec: dict[str, Any]) -> str:
    return " | ".join(str(row.get("text") or row.get("label") or "") for row in rows(spec) if isinstance(row, dict))


@pytest.mark.parametrize("name", SPECS)
def test_every_chart_is_valid_vega_lite(name: str) -> None:
    assert alt.Chart.from_dict(SPECS[name], validate=True) is not None


@pytest.mark.parametrize("name", SPECS)
def test_no_chart_needs_an_expression_or_a_file(name: str) -> None:
    keys = {key for part in walk(SPECS[name]) for key in part}
    assert not keys & {"expr", "signal", "transform", "url", "calculate", "filter", "labelExpr", "href"}


@pytest.mark.parametrize("name", SPECS)
def test_the_same_chart_is_the_same_specification(name: str) -> None:
    again = {
        "map": lambda: section_map(REGION, content(), words=WORDS, inset=[REGION.sections[0].id]),
        "timeline": lambda: timeline_chart(
            series(2, None, 3, 1), words=WORDS, zone=REGION.zone, forecast=bands(), flagged=[2]
        ),
        "years": lambda: year_chart(
            [YearRow("2019", (1, 2, 3, 4, 5), 20, 7), YearRow("2020", None, None, 0)], words=WORDS
        ),
        "season": lambda: season_chart([1] * 12, busy=[4, 5], now=4, words=WORDS),
    }[name]()
    assert again == SPECS[name]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_a_level_is_told_by_shape_and_width_as_well_as_by_colour() -> None:
    assert len(set(LEVEL_SHAPES.values())) == len(set(LEVEL_COLOURS.values())) == 4
    widths = [LEVEL_WIDTHS_PX[level] for level in RiskLevel]
    assert widths == sorted(set(widths))


@pytest.mark.parametrize("level", RiskLevel)
def test_the_number_on_a_level_can_be_read(level: RiskLevel) -> None:
    assert contrast(LEVEL_COLOURS[level], LEVEL_INK[level]) >= 4.5


def test_missing_periods_are_hatched_and_zero_is_empty() -> None:
    spec = timeline_chart(series(2, None, 0), words=WORDS, zone=REGION.zone)
    # The plot is 620 px wide for three months: the middle third is shaded from 0 to the top.
    shaded = [row for row in rows(spec) if row.get("x") == 1 and row.get("x2") == 2 and row.get("y") == 0]
    assert len(shaded) == 1
    assert [row["y"] for row in rows(spec) if "period" in row] == [2]
    assert "nothing known, not zero" in texts(spec)


def test_a_series_without_gaps_says_nothing_of_gaps() -> None:
    assert "nothing known" not in texts(timeline_chart(series(2, 0, 3), words=WORDS, zone=REGION.zone))


def test_bars_begin_at_zero_and_the_scale_holds_the_forecast() -> None:
    spec = timeline_chart(series(1), words=WORDS, zone=REGION.zone, forecast=[ForecastBand("May", 0, 2, 9)])
    domains = [
        part["scale"]["domain"]
        for part in walk(spec)
        if part.get("field") == "y" and isinstance(part.get("scale"), dict)
    ]
    assert domains
    assert all(domain[0] == 0 and domain[1] > 9 for domain in domains)


def test_bound_and_expectation_lie_behind_the_bars_and_the_forecast_is_pale() -> None:
    spec = SPECS["timeline"]
    marks = [(layer["mark"]["type"], layer["mark"].get("color")) for layer in layers(spec)]
    bars = next(i for i, layer in enumerate(layers(spec)) if "colour" in str(layer["encoding"].get("color")))
    steps = [i for i, (kind, _) in enumerate(marks) if kind == "rule" and i < bars]
    assert len(steps) >= 2
    assert ("rect", GREY_LIGHT) in marks


def test_lines_are_drawn_by_what_their_source_claims() -> None:
    names = set(SPECS["map"]["datasets"])
    assert "line-claimed" in names
    dashes = [
        layer["mark"]["strokeDash"]
        for layer in layers(SPECS["map"])
        if layer.get("data", {}).get("name") == "line-claimed"
    ]
    assert dashes == [[6, 3]]
    assert "line claimed by its source" in texts(SPECS["map"])
    assert "line disputed" not in texts(SPECS["map"])


def test_an_incident_without_a_place_is_not_drawn() -> None:
    drawn = {row["id"] for row in rows(SPECS["map"]) if "severity" in row}
    assert "M22" not in drawn
    assert {"M20", "M21"} <= drawn


def test_an_incident_is_sized_by_severity_and_its_disc_by_the_uncertainty_of_its_place() -> None:
    near = incident("N", date(2021, 4, 1), severity=4)
    spec = section_map(REGION, content(incidents=[near]), words=WORDS)
    mark = next(row for row in rows(spec) if row.get("id") == "N")
    assert mark["area"] == SEVERITY_AREAS_PX2[4]
    # The first ten sections run along 45 degrees north from 10 to 11 degrees east: 78.85 km.
    across = [x for line in spec["datasets"]["line-claimed"] for x, _ in line["geometry"]["coordinates"]]
    px_per_km = (max(across) - min(across)) / 78.85
    assert mark["disc"] == pytest.approx((2 * 3 * px_per_km) ** 2, rel=0.02)
    farther = incident("N", date(2021, 4, 1), position=Position(45.01, 10.25, 6.0))
    wide = section_map(REGION, content(incidents=[farther]), words=WORDS)
    # Twice the radius, four times the area.
    assert next(row for row in rows(wide) if row.get("id") == "N")["disc"] == pytest.approx(4 * mark["disc"], rel=1e-3)


def test_incidents_fade_with_age() -> None:
    old, new = incident("O", date(2019, 4, 1)), incident("N", date(2021, 4, 1))
    spec = section_map(REGION, content(incidents=[old, new]), words=WORDS)
    fade = {row["id"]: row["fade"] for row in rows(spec) if "fade" in row}
    assert fade["O"] < fade["N"] <= 1


def test_marked_sections_carry_their_number_and_the_shape_of_their_level() -> None:
    marks = {row["number"]: row["shape"] for row in rows(SPECS["map"]) if "number" in row}
    assert marks == {"1": LEVEL_SHAPES[RiskLevel.CRITICAL], "2": LEVEL_SHAPES[RiskLevel.HIGH]}


def test_places_keep_the_letters_they_are_given() -> None:
    spelt = Words("ru", spelling={"Alba": "Алба"}.get)
    assert "Алба" in texts(section_map(REGION, content(), words=spelt))


def test_a_year_without_knowledge_has_no_bar_and_no_zero() -> None:
    spec = year_chart([YearRow("2019", None, None, 0), YearRow("2020", (0, 0, 0, 0, 0), None, 0)], words=WORDS)
    assert not [row for row in rows(spec) if row.get("year")]
    shaded = [row for row in rows(spec) if row.get("x") == 0 and row.get("x2") == 1 and row.get("y") == 0]
    assert len(shaded) == 1


def test_a_bar_number_is_not_struck_through_by_the_official_total() -> None:
    # 7 held and 8 official lie closer than a line of text: the number moves into the bar, in paper colour.
    spec = year_chart([YearRow("2020", (7, 0, 0, 0, 0), 8, 0)], words=WORDS)
    inside = [
        layer for layer in layers(spec) if layer["mark"].get("color") == PAPER and layer["mark"]["type"] == "text"
    ]
    assert len(inside) == 1


def test_the_whole_region_fits_into_a_map_of_the_asked_width() -> None:
    spec = section_map(REGION, content(), words=WORDS, width_px=500)
    assert spec["width"] == 500
    assert 250 <= spec["height"] <= 375
    for name, features in spec["datasets"].items():
        if name.startswith("line"):
            for feature in features:
                for x, y in feature["geometry"]["coordinates"]:
                    assert 0 <= x <= 500 and 0 <= y <= spec["height"]


def test_time_of_the_map_does_not_matter_to_the_lines() -> None:
    later = section_map(REGION, content(as_of=datetime(2024, 1, 1, tzinfo=UTC)), words=WORDS)
    assert later["datasets"]["line-claimed"] == SPECS["map"]["datasets"]["line-claimed"]
