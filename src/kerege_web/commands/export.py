"""`kerege export`: what the calling person may see, as a file for other programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege_web.commands.printing import print_json

if TYPE_CHECKING:
    from kerege_web.accounts.access import Viewer

Row = dict[str, Any]

HXL = {
    "id": "#event+id",
    "start": "#date+start",
    "end": "#date+end",
    "reported_at": "#date+reported",
    "kind": "#event+type",
    "severity": "#severity",
    "place": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "section_id": "#loc+section+id",
    "killed": "#affected+killed",
    "injured": "#affected+injured",
    "displaced": "#affected+displaced",
    "detained": "#affected+detained",
    "summary": "#description",
    "sources": "#meta+source",
    "level": "#severity+level",
}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("export")(export)


def export(
    what: Annotated[str, typer.Argument(help="incidents, signals or risk.")],
    to: Annotated[Path, typer.Option(help="File to write: .csv, .xlsx, .parquet or .geojson.")],
    login: Annotated[str, typer.Option("--as", help="Export what this person may see; otherwise the operator.")] = "",
    hxl: Annotated[
        bool, typer.Option("--hxl", help="Put a row of HXL hashtags under the names (CSV and XLSX).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Write what the calling person may see, each row with its marking."""
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import actor_for, open_workspace

    sources: dict[str, Callable[[Viewer], list[Row]]] = {"incidents": _incidents, "signals": _signals, "risk": _risk}
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet, ".geojson": _write_geojson}
    if what not in sources:
        raise InputError(f"{what!r} cannot be exported", mend=f"Choose one of {', '.join(sources)}")
    if to.suffix not in writers:
        raise InputError(
            f"The ending {to.suffix!r} is not known", where="--to", mend=f"Choose one of {', '.join(writers)}"
        )
    open_workspace()
    from kerege_web.audit.actions import record

    actor = actor_for(login)
    rows = sources[what](actor)
    try:
        writers[to.suffix](to, rows, with_hxl=hxl)
    except OSError as error:
        raise InputError(f"The file cannot be written ({error.strerror})", where=str(to)) from None
    record(actor, action="export", object_type=what, object_id=to.name, details={"rows": len(rows)})
    if as_json:
        print_json({"what": what, "rows": len(rows), "file": str(to)})
    else:
        typer.echo(f"{len(rows)} rows of {what} written to {to}.")


def _incidents(actor: Viewer) -> list[Row]:
    from kerege_web.incidents.access import access_every_incident
    from kerege_web.incidents.filter import IncidentFilter, Order

    rows = []
    for known in access_every_incident(actor, IncidentFilter(order=Order.OLDEST)):
        incident, position, location = known.incident, known.incident.position, known.location
        counts = {}
        for name in ("killed", "injured", "displaced", "detained"):
            count = getattr(incident.harm, name)
            for part in ("best", "low", "high"):
                column = name if part == "best" else f"{name}_{part}"
                counts[column] = None if count is None else getattr(count, part)
        rows.append(
            {
                "id": incident.id,
                "start": incident.occurred.start,
                "end": incident.occurred.end,
                "precision": incident.occurred.precision.value,
                "reported_at": incident.reported_at,
                "kind": incident.kind,
                "trigger": incident.trigger,
                "severity": incident.severity,
                "countries": " ".join(incident.countries),
                "pair": known.pair,
                "place": incident.place,
                "latitude": position.latitude if position else None,
                "longitude": position.longitude if position else None,
                "position_km": position.uncertainty_km if position else None,
                "section_id": location.section_id if location else None,
                "distance_km": round(location.distance_km, 3) if location else None,
                "side": location.side if location and location.side_is_certain else None,
                **counts,
                "summary": incident.summary,
                "response": incident.response,
                "sources": " ".join(source.reference for source in incident.sources),
                "grading": str(incident.grading),
                "marking": incident.marking.tlp.value,
                "releasable_to": " ".join(sorted(incident.marking.releasable_to)),
                "agency": known.agency,
            }
        )
    return rows


def _signals(actor: Viewer) -> list[Row]:
    from kerege_web.warning.access import access_signals

    return [
        {
            "run": known.run.id,
            "rank": known.signal.rank,
            "detector": known.signal.detector,
            "unit_id": known.signal.unit_id,
            "unit_name": known.signal.unit_name,
            "kind": known.signal.kind,
            "start": known.signal.period.start,
            "end": known.signal.period.end,
            "observed": known.signal.observed,
            "expected": known.signal.expected,
            "upper": known.signal.upper,
            "p_value": known.signal.p_value,
            "note": known.signal.note,
            "evidence": " ".join(known.signal.evidence),
            "marking": known.run.marking.tlp.value,
        }
        for known in access_signals(actor, limit=100_000)
    ]


def _risk(actor: Viewer) -> list[Row]:
    from kerege_web.risk.access import access_section_levels

    found = access_section_levels(actor)
    if found.run is None:
        return []
    return [
        {
            "run": found.run.id,
            "section_id": one.section.id,
            "name": one.section.name,
            "pair": one.section.pair,
            "start": one.assessment.period.start,
            "end": one.assessment.period.end,
            "level": one.assessment.level.value,
            "probability_incident": one.assessment.probability_incident,
            "probability_killed": one.assessment.probability_killed,
            "expected_harm": one.assessment.expected_harm,
            "harm_low": one.assessment.harm_low,
            "harm_high": one.assessment.harm_high,
            "caveats": " ".join(one.assessment.caveats),
            "marking": found.run.marking.tlp.value,
            "line": [list(point) for point in one.section.line],
        }
        for one in found.levels
        if one.assessment is not None
    ]


def _flat(rows: list[Row], *, with_hxl: bool) -> tuple[list[str], list[list[object]]]:
    """Columns and cells for people's tables: times as ISO text, no formulas, no geometry."""
    from datetime import datetime

    from kerege.intake.cell_text import guarded_text

    columns = [name for name in rows[0] if name != "line"] if rows else []
    lines: list[list[object]] = [[HXL.get(name, "") for name in columns]] if with_hxl and rows else []
    for row in rows:
        cells: list[object] = []
        for name in columns:
            value = row[name]
            if isinstance(value, datetime):
                value = value.isoformat()
            cells.append(guarded_text(value) if isinstance(value, str) else value)
        lines.append(cells)
    return columns, lines


def _write_csv(path: Path, rows: list[Row], *, with_hxl: bool) -> None:
    import csv

    columns, lines = _flat(rows, with_hxl=with_hxl)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        table.writerows(lines)


def _write_xlsx(path: Path, rows: list[Row], *, with_hxl: bool) -> None:
    import xlsxwriter

    columns, lines = _flat(rows, with_hxl=with_hxl)
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True})
    sheet = book.add_worksheet("Kerege")
    for number, line in enumerate([columns, *lines]):
        sheet.write_row(number, 0, line)
    book.close()


def _write_parquet(path: Path, rows: list[Row], *, with_hxl: bool) -> None:
    import polars

    polars.DataFrame(
        [{k: v for k, v in row.items() if k != "line"} for row in rows], infer_schema_length=None
    ).write_parquet(path)


def _write_geojson(path: Path, rows: list[Row], *, with_hxl: bool) -> None:
    features = []
    for row in rows:
        geometry: Row | None = None
        if "line" in row:
            geometry = {"type": "LineString", "coordinates": row["line"]}
        elif row.get("latitude") is not None:
            geometry = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
        properties = {name: value for name, value in row.items() if name not in ("line", "latitude", "longitude")}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(
        json.dumps(collection, ensure_ascii=False, default=lambda value: value.isoformat()), encoding="utf-8"
    )
