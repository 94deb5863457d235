"""`kerege link`: which reports tell of one happening."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege.cli.control_values import control_values
from kerege.cli.rows_out import print_rows
from kerege.domain.errors import InputError

if TYPE_CHECKING:
    from kerege.linkage.link import Linkage
    from kerege.linkage.report_columns import ReportColumns

COLUMNS = ("report", "incident", "probability")


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("link")(link)


def link(
    reports: Annotated[Path, typer.Argument(help="Reports: report, occurred, latitude, longitude, channel and more.")],
    threshold: Annotated[float, typer.Option(help="Link from this probability on.")] = 0.5,
    decisions: Annotated[Path | None, typer.Option(help="Pairs decided by people: report, other, link|unlink.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A control value.")] = None,
    zone: Annotated[str, typer.Option(help="Local time of times without an offset.")] = "UTC",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Join the reports of one happening; the incident is named for its first report."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from kerege.files.catalogue import read_catalogue
    from kerege.files.link_reports import read_decisions, read_link_reports
    from kerege.linkage.link import link_reports
    from kerege.linkage.settings import LinkageSettings

    try:
        local = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(f"There is no time zone {zone!r}", where="--zone", mend="Write Europe/Vienna") from error
    if not 0 < threshold < 1:
        raise InputError(f"A probability lies between 0 and 1, not at {threshold:g}", where="--threshold")
    control = control_values(LinkageSettings(threshold=threshold), settings)
    columns = read_link_reports(reports, read_catalogue(), local)
    decided = None if decisions is None else read_decisions(decisions, columns.reference)
    found = link_reports(columns, control, decided)
    notes = _notes(columns, found)
    if as_json:
        print(json.dumps(_document(columns, found, control.threshold, notes)))
        return
    print_rows(COLUMNS, _rows(columns, found))
    for note in notes:
        typer.echo(f"kerege: {note}", err=True)


def _rows(columns: ReportColumns, found: Linkage) -> list[list[Any]]:
    return [
        [name, columns.reference[first], round(probability, 4)]
        for name, first, probability in zip(
            columns.reference, found.incident.tolist(), found.probability.tolist(), strict=True
        )
    ]


def _notes(columns: ReportColumns, found: Linkage) -> list[str]:
    import numpy as np

    notes = [found.refused + " Only exact duplicates and decided pairs are linked."] if found.refused else []
    missing = int(np.isnan(columns.x + columns.y).sum())
    if missing:
        notes.append(f"{missing} reports have no place and are compared with none.")
    return notes


def _document(columns: ReportColumns, found: Linkage, threshold: float, notes: list[str]) -> dict[str, Any]:
    rows = [
        {"report": name, "incident": incident, "probability": probability, "independent_sources": sources}
        for (name, incident, probability), sources in zip(
            _rows(columns, found), found.independent_sources.tolist(), strict=True
        )
    ]
    suggestions = [
        {
            "report": own.report,
            "other": own.other,
            "probability": round(own.probability, 4),
            "reasons": [
                {"field": reason.field, "level": reason.level, "bits": round(reason.bits, 2)} for reason in own.reasons
            ],
        }
        for own in found.suggestions
    ]
    return {
        "threshold": threshold,
        "incidents": len(set(found.incident.tolist())),
        "expected": {
            "pairs": round(found.expected_pairs, 1),
            "precision": round(found.expected_precision, 4),
            "recall": round(found.expected_recall, 4),
        },
        "refused": found.refused or None,
        "rows": rows,
        "suggestions": suggestions,
        "notes": notes,
    }
