"""The last twelve months beside the twelve before: incidents and harm by border."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import BulletinTable, Part
from kerege.domain.incident import Incident

_YEAR = timedelta(days=365)


def twelve_months_part(material: Material) -> Part:
    """Numbers of the year, with what is not known of each."""
    words = material.words
    newer = _between(material, 0)
    older = _between(material, 1)
    pairs = [pair for pair in material.region.pairs if any(_on(pair, item) for item in (*newer, *older))]
    rows = [_row(material, words.say("All borders"), newer, older)]
    rows += [
        _row(
            material,
            material.pair_name(pair),
            [item for item in newer if _on(pair, item)],
            [item for item in older if _on(pair, item)],
        )
        for pair in pairs
    ]
    return Part(
        heading=words.say("The year in numbers"),
        tables=(
            BulletinTable(
                caption=words.say("The last 12 months (in brackets: the 12 months before)"),
                columns=(
                    words.say("Border"),
                    words.say("Incidents"),
                    words.say("of severity 4–5"),
                    words.say("Killed"),
                    words.say("Injured"),
                    words.say("Displaced"),
                ),
                rows=tuple(rows),
                numeric=(False, True, True, True, True, True),
                note=words.say(
                    "As far as known: + means that for some incidents the figure is not given, so the sum is a lower "
                    "bound. The number of rows is no trend."
                ),
            ),
        ),
    )


def _between(material: Material, years_back: int) -> list[Incident]:
    end = material.as_of - years_back * _YEAR
    return [item for item in material.incidents if end - _YEAR <= item.occurred.middle < end]


def _on(pair: str, incident: Incident) -> bool:
    return set(pair.split("-")) <= set(incident.countries)


def _row(material: Material, label: str, newer: Sequence[Incident], older: Sequence[Incident]) -> tuple[str, ...]:
    words = material.words

    def both(new: str, old: str) -> str:
        return f"{new} ({old})"

    severe = [words.number(sum(item.severity >= 4 for item in part)) for part in (newer, older)]
    harms = [
        both(*(sum_words(material, part, name) for part in (newer, older)))
        for name in ("killed", "injured", "displaced")
    ]
    return (label, both(words.number(len(newer)), words.number(len(older))), both(*severe), *harms)


def sum_words(material: Material, incidents: Sequence[Incident], name: str) -> str:
    """The sum of a harm by best figures; with "+" where some are not given, "?" where none is."""
    figures = [getattr(incident.harm, name) for incident in incidents]
    known = [figure.best for figure in figures if figure is not None]
    if not known:
        return "?" if figures else material.words.number(0)
    return material.words.number(sum(known)) + ("+" if len(known) < len(figures) else "")
