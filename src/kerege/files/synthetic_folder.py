"""A synthetic border as a folder of plain files, which say that nothing of it happened."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import islice
from pathlib import Path

import numpy as np

from kerege.border.network import middle_of
from kerege.domain.errors import InputError
from kerege.domain.report import Report
from kerege.intake.cell_text import guarded_text
from kerege.intake.native import NATIVE_COLUMNS
from kerege.intake.native_writer import write_native
from kerege.simulation.reporting_channel import CHANNELS
from kerege.simulation.synthetic_border import SyntheticBorder

FILES = {
    "incidents.csv": "the reports that were known when the record was closed, for kerege import",
    "series.csv": "their number by section group and week of occurrence, for kerege detect counts",
    "cases.csv": "their number by section and local day of occurrence, for kerege detect scan",
    "locations.csv": "the middle of each section, for kerege detect scan --locations",
    "edges.csv": "the km along the border between neighbouring sections, for kerege detect scan --edges",
    "truth.csv": "each planted escalation: where it began, first and last incident, how many, the gravest",
    "truth-incidents.csv": "each incident, its escalation (empty: none) and its true section, whether reported or not",
}
README = "README.txt"
_AT_ONCE = 10_000


def refuse_filled_folder(folder: Path) -> None:
    """Refuse a folder that holds anything: what is made up must never stand among what is not.

    Raises
    ------
    InputError
        If it is a file, or a folder that is not empty.
    """
    mend = "Name a folder that does not exist yet, or an empty one"
    if folder.exists() and not folder.is_dir():
        raise InputError("This is a file, not a folder", where=str(folder), mend=mend)
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError("The folder is not empty", where=str(folder), mend=mend)


def write_synthetic_folder(folder: Path, border: SyntheticBorder, made_with: Sequence[tuple[str, object]]) -> None:
    """Write a synthetic border; equal borders make equal files.

    Parameters
    ----------
    folder : Path
        New or empty.
    border : SyntheticBorder
    made_with : sequence of (name, value)
        Command, seed, version and parameters, for README.txt.

    Raises
    ------
    InputError
        If the folder is not empty, or cannot be written.
    """
    refuse_filled_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # First, so that a folder left half written says what it is.
        (folder / README).write_text(_readme(border, made_with), encoding="utf-8", newline="\n")
        _write_incidents(folder / "incidents.csv", border.reports(only_known=True), border)
        _write_counts(folder, border)
        _write_truth(folder, border)
    except OSError as error:
        raise InputError(f"The folder cannot be written ({error.strerror})", where=str(folder)) from error


def _write_incidents(path: Path, reports: Iterable[Report], border: SyntheticBorder) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(NATIVE_COLUMNS)
        left = iter(reports)
        while some := list(islice(left, _AT_ONCE)):
            writer.writerows(write_native(some, border.region.zone))


def _write_counts(folder: Path, border: SyntheticBorder) -> None:
    counts = border.weekly_counts(only_known=True)
    weeks = [day.isoformat() for day in border.days[::7]]
    _write_rows(
        folder / "series.csv",
        ("unit", "date", "count"),
        (
            (guarded_text(group.id), week, count)
            for group, own in zip(border.region.groups, counts.T.tolist(), strict=True)
            for week, count in zip(weeks, own, strict=True)
        ),
    )
    days, sections = border.days, _section_ids(border)
    chosen = border.was_reported
    cell, count = np.unique(border.columns.section[chosen] * len(days) + border.columns.day[chosen], return_counts=True)
    places, places_days = np.divmod(cell, len(days))
    _write_rows(
        folder / "cases.csv",
        ("location", "date", "count"),
        (
            (sections[place], days[day].isoformat(), number)
            for place, day, number in zip(places.tolist(), places_days.tolist(), count.tolist(), strict=True)
        ),
    )
    middles = zip(sections, map(middle_of, border.region.sections), strict=True)
    _write_rows(
        folder / "locations.csv",
        ("location", "latitude", "longitude"),
        ((id_, round(latitude, 5), round(longitude, 5)) for id_, (longitude, latitude) in middles),
    )
    edges = ((guarded_text(edge.first), guarded_text(edge.second), edge.km) for edge in border.region.edges)
    _write_rows(folder / "edges.csv", ("location_a", "location_b", "km"), edges)


def _write_truth(folder: Path, border: SyntheticBorder) -> None:
    zone, columns, sections = border.region.zone, border.columns, _section_ids(border)
    planted = [
        (own.id, sections[own.section], guarded_text(own.group_id), own.begins.astimezone(zone).date(),
         own.ends.astimezone(zone).date(), own.incidents, own.severity)
        for own in border.escalations
    ]  # fmt: skip
    _write_rows(folder / "truth.csv", ("id", "section", "unit", "from", "to", "incidents", "severity"), planted)
    escalations = [*(own.id for own in border.escalations), ""]
    cells = zip(
        columns.escalation.tolist(), columns.section.tolist(), columns.started_s.tolist(), columns.reported_s.tolist(),
        columns.channel.tolist(), strict=True,
    )  # fmt: skip
    _write_rows(
        folder / "truth-incidents.csv",
        ("incident", "escalation", "section", "occurred", "reported", "channel"),
        (
            (
                border.incident_id(number), escalations[escalation], sections[section],
                datetime.fromtimestamp(started, zone).isoformat(timespec="minutes"),
                datetime.fromtimestamp(reported, zone).isoformat(timespec="minutes"), CHANNELS[channel].id,
            )
            for number, (escalation, section, started, reported, channel) in enumerate(cells)
        ),
    )  # fmt: skip


def _section_ids(border: SyntheticBorder) -> list[str]:
    return [guarded_text(section.id) for section in border.region.sections]


def _write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _readme(border: SyntheticBorder, made_with: Sequence[tuple[str, object]]) -> str:
    known = int(border.was_reported.sum())
    planted = int((border.columns.escalation >= 0).sum())
    lines = [
        "SYNTHETIC DATA. Nothing in this folder happened.",
        "",
        f"{len(border):,} incidents were made up along the border of {border.region.title},",
        f"{border.days[0]} to {border.days[-1]}; {known:,} of them were known when the record was closed.",
        f"{planted:,} belong to {len(border.escalations)} planted escalations. Only the sections are real.",
        "Do not mix these files with a real record.",
        "",
        *(f"{name}: {meaning}" for name, meaning in FILES.items()),
        "",
        "Made with",
        *(f"  {name}: {value}" for name, value in made_with),
        f"  region: {border.region.code}, digest {border.region.digest}",
        f"  catalogue: {border.catalogue.version}",
        *(f"  {field.name}: {getattr(border.design, field.name)}" for field in fields(border.design)),
        "",
        "Reports come by channel: share, expected delay in days",
        *(f"  {channel.id}: {channel.share}, {channel.mean_delay_days:.2f}" for channel in CHANNELS),
        "",
        "The laws behind it: docs/methods/simulation.md of Kerege.",
    ]
    return "\n".join(lines) + "\n"
