"""Maps and timelines of a bulletin, each with the sentence that says what to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import cos, hypot, radians

from kerege.bulletin.charts import section_map, timeline_chart
from kerege.bulletin.charts.section_map import MapContent
from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.outlook import forecast_bands, outlook_sentence
from kerege.bulletin.compose.section_levels import LEVEL_WORDS, sections_that_matter
from kerege.bulletin.period_counts import count_incidents, silent_stretches, with_usual
from kerege.domain.bulletin import BulletinTable, Figure
from kerege.domain.panel import Frequency, PeriodGrid
from kerege.domain.risk import RiskLevel

# About 60 km.
_REACH_DEGREES = 0.55


def level_map(
    material: Material,
    *,
    id_: str,
    marked: int,
    days: float,
    width_px: int,
    aspect: tuple[float, float],
    focus: Sequence[str] | None = None,
    inset: Sequence[str] = (),
    with_legend: bool = True,
) -> Figure:
    """The map of levels with the incidents of the last days."""
    words = material.words
    recent = material.since(days)
    content = MapContent(
        levels={risk.section_id: risk.level for risk in material.run.risks},
        incidents=recent,
        as_of=material.as_of,
        marks={risk.section_id: mark for mark, risk in enumerate(sections_that_matter(material, marked), start=1)}
        if not inset
        else {},
    )
    spec = section_map(
        material.region,
        content,
        words=words,
        focus=focus,
        width_px=width_px,
        aspect=aspect,
        inset=inset,
        with_legend=with_legend,
    )
    placed = sum(incident.position is not None for incident in recent)
    sentence = words.count(
        "{n} placed incident of the last {weeks} weeks; numbers lead to the list of levels.",
        "{n} placed incidents of the last {weeks} weeks; numbers lead to the list of levels.",
        placed,
        weeks=round(days / 7),
    )
    if inset:
        sentence = words.say("The frame shows where the close map lies.")
    sources = list(dict.fromkeys(section.source for section in material.region.sections if section.source))
    return Figure(
        id=id_,
        heading=words.say("Map of the sections") if focus is None else words.say("The most exposed stretch"),
        sentence=sentence,
        alt=_map_words(material, marked),
        spec=spec,
        note=words.say(
            "Lines are claims of their source ({sources}); none is the only truth.", sources="; ".join(sources[:3])
        ),
    )


def _map_words(material: Material, marked: int) -> str:
    chosen = sections_that_matter(material, marked)
    listed = "; ".join(
        f"{mark} {material.section_name(risk.section_id)}, {material.words.say(LEVEL_WORDS[risk.level])}"
        for mark, risk in enumerate(chosen, start=1)
    )
    return material.words.say("Map of border sections by level. Marked: {list}.", list=listed)


def focus_sections(material: Material, most: int) -> list[str]:
    """What a close map is drawn around: the most exposed section, and the listed ones within reach of it.

    Listed sections farther than `_REACH_DEGREES` from the first would make the map too coarse to be read.
    """
    chosen = [material.region.section[risk.section_id] for risk in sections_that_matter(material, most)]
    if not chosen:
        return [section.id for section in material.region.sections]
    longitude, latitude = chosen[0].line[0]
    return [
        section.id
        for section in chosen
        if hypot((section.line[0][0] - longitude) * cos(radians(latitude)), section.line[0][1] - latitude)
        <= _REACH_DEGREES
    ]


def four_week_timeline(material: Material, *, periods: int = 39, width_px: int = 640, height_px: int = 130) -> Figure:
    """Three years in periods of four weeks, and what is expected after them."""
    words = material.words
    edges = [material.as_of - timedelta(days=28 * i) for i in range(2 * periods, -1, -1)]
    silent = silent_stretches(material.incidents, material.as_of)
    counts = with_usual(
        count_incidents(material.incidents, PeriodGrid(tuple(edges), Frequency.FOUR_WEEKS), silent=silent), periods
    )
    bands = forecast_bands(material)
    zone = material.region.zone
    rows = [
        (words.short_day(counts.grid[i].first_day(zone)), "–" if n is None else words.number(n), "")
        for i, n in enumerate(counts.observed)
        if n is None or n
    ]
    rows += [
        (words.short_day(material.run.forecast.grid[i].first_day(zone)), "", words.interval(band.low, band.high))
        for i, band in enumerate(bands)
    ]
    return Figure(
        id="timeline",
        heading=words.say("Incidents in periods of four weeks"),
        sentence=outlook_sentence(material),
        alt=words.say(
            "Bars of incidents in periods of four weeks, three years back, and the expected interval after them."
        ),
        spec=timeline_chart(counts, words=words, zone=zone, forecast=bands, width_px=width_px, height_px=height_px),
        table=BulletinTable(
            caption=words.say("The timeline as numbers (periods without incidents left out; – not known)"),
            columns=(words.say("Four weeks from"), words.say("Incidents"), words.say("Expected")),
            rows=tuple(rows),
            numeric=(False, True, True),
        ),
    )


def highest_level(material: Material) -> RiskLevel:
    """The highest level of any section; low where there is none."""
    return material.risks[0].level if material.risks else RiskLevel.LOW
