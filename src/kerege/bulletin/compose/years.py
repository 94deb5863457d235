"""The years: incidents held beside official totals, and harm, with the warning that rows are no trend."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from kerege.bulletin.charts import YearRow, year_chart
from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.official import compared_totals
from kerege.bulletin.period_counts import silent_stretches
from kerege.domain.bulletin import BulletinTable, Figure, Part
from kerege.domain.incident import Incident

_YEARS_BACK = 15


def years_part(material: Material) -> Part:
    """Trend by year of the border with most incidents, with its official totals."""
    words = material.words
    pair = main_pair(material)
    rows = year_rows(material, pair)
    return Part(
        heading=words.say("The years"),
        paragraphs=(
            words.say(
                "The number of incidents on file follows how much was reported and found, not how much happened. A "
                "rise or fall of the bars is no trend; compare them with the official totals where there are some."
            ),
        ),
        figures=(
            Figure(
                id="years",
                heading=words.say(
                    "Incidents held, official totals and persons killed by year: {pair}", pair=material.pair_name(pair)
                ),
                sentence=_severity_sentence(material, pair, rows),
                alt=words.say(
                    "Bars of incidents by year and severity with official totals, and bars of persons killed."
                ),
                spec=year_chart(rows, words=words),
                table=_table(material, pair, rows),
            ),
        ),
    )


def _table(material: Material, pair: str, rows: list[YearRow]) -> BulletinTable:
    """The chart's numbers, years across."""
    words = material.words
    lines = (
        (words.say("Held"), [None if row.by_severity is None else sum(row.by_severity) for row in rows]),
        (words.say("of severity 4–5"), [None if row.by_severity is None else sum(row.by_severity[3:]) for row in rows]),
        (words.say("Official"), [row.official for row in rows]),
        (words.say("Killed"), [None if row.by_severity is None else row.killed for row in rows]),
    )
    return BulletinTable(
        caption="",
        columns=("", *(row.label for row in rows)),
        rows=tuple(
            (name, *("–" if value is None else words.number(value) for value in values)) for name, values in lines
        ),
        numeric=(False, *(True for _ in rows)),
        note=words.say("– not known or not published; killed as far as known."),
    )


def main_pair(material: Material) -> str:
    """The border with most incidents on file; the region's first where there is none."""
    counts = Counter(
        pair
        for incident in material.incidents
        for pair in material.region.pairs
        if set(pair.split("-")) <= set(incident.countries)
    )
    return min(material.region.pairs, key=lambda pair: (-counts[pair], material.region.pairs.index(pair)))


def year_rows(material: Material, pair: str) -> list[YearRow]:
    """The last years of a border; a year that lies wholly in a silent stretch is not known, not zero."""
    zone = material.region.zone
    own = [incident for incident in material.incidents if set(pair.split("-")) <= set(incident.countries)]
    silent = silent_stretches(material.incidents, material.as_of)
    official = {
        total.period: total.official
        for total in compared_totals(material)
        if total.border == pair and total.period.isdigit()
    }
    last = material.as_of.astimezone(zone).year
    first = max(last - _YEARS_BACK + 1, min((i.occurred.middle.astimezone(zone).year for i in own), default=last))
    rows = []
    for year in range(first, last + 1):
        start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
        inside = [incident for incident in own if start <= incident.occurred.middle < end]
        unknown = not inside and any(s.start <= start and min(end, material.as_of) <= s.end for s in silent)
        counts = [sum(incident.severity == severity for incident in inside) for severity in range(1, 6)]
        rows.append(
            YearRow(
                label=str(year) + ("*" if end > material.as_of else ""),
                by_severity=None if unknown else (counts[0], counts[1], counts[2], counts[3], counts[4]),
                official=official.get(str(year)),
                killed=killed_known(inside),
            )
        )
    return rows


def killed_known(incidents: list[Incident]) -> int:
    """Persons killed by best figures, over the incidents of which it is given."""
    return sum(incident.harm.killed.best for incident in incidents if incident.harm.killed is not None)


def _severity_sentence(material: Material, pair: str, rows: list[YearRow]) -> str:
    words = material.words
    known = [row for row in rows if row.by_severity is not None]
    if not known:
        return ""
    worst = max(known, key=lambda row: row.killed)
    busiest = max(known, key=lambda row: sum(row.by_severity or ()))
    sentence = words.say(
        "Most incidents are on file for {busiest} ({n}), most dead for {worst} ({killed}).",
        busiest=busiest.label.rstrip("*"),
        n=words.number(sum(busiest.by_severity or ())),
        worst=worst.label.rstrip("*"),
        killed=words.number(worst.killed),
    )
    if busiest.label != worst.label:
        sentence += " " + words.say("Numbers and harm do not move together: judge by harm.")
    if rows[-1].label.endswith("*"):
        sentence += " " + words.say(
            "* {year} until {day}.",
            year=rows[-1].label.rstrip("*"),
            day=words.day(material.as_of.astimezone(material.region.zone).date()),
        )
    return sentence
