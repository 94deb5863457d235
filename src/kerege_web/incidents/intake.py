"""From the bytes of a file to incidents, in slices, so that a large file does not fill the memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.conf import settings

from kerege.domain.errors import InputError, RejectedRow
from kerege.domain.marking import Marking
from kerege.files.tables import read_table
from kerege.intake.context import IntakeContext
from kerege.intake.formats import FORMATS, parse, recognise_format
from kerege.intake.table import Table
from kerege.linkage.match import incident_id, match_reports
from kerege_web.incidents.ready_incident import ReadyIncident, ready_incidents
from kerege_web.region import current_catalogue, current_place_finder, current_region

SLICE_ROWS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSlice:
    """What some rows of a file gave."""

    format: str
    columns: tuple[str, ...]
    ready: tuple[ReadyIncident, ...]
    rejected: tuple[RejectedRow, ...]
    ignored_columns: tuple[str, ...]


def read_in_slices(
    content: bytes,
    name: str,
    *,
    format_name: str,
    marking: Marking,
    imported_at: datetime,
    agency: str,
) -> Iterator[IntakeSlice]:
    """Read a file and give its incidents, some thousand rows at a time, in the order of the file.

    Raises
    ------
    InputError
        If the file is too large, or cannot be read as a whole.
    """
    limit_mb = settings.KEREGE_MAX_IMPORT_MB
    if len(content) > limit_mb * 1_000_000:
        raise InputError(
            f"The file is larger than {limit_mb} MB", where=name, mend="Split it, or raise KEREGE_MAX_IMPORT_MB"
        )
    table = read_table(content, name)
    chosen = recognise_format(table) if format_name == "auto" else format_name
    if chosen not in FORMATS:
        raise InputError(f"The format {chosen!r} is not known", where=name, mend=f"Choose one of {', '.join(FORMATS)}")
    read = partial(_read_slice, format_name=chosen, marking=marking, imported_at=imported_at, agency=agency)
    yield from (read(_slice(table, first)) for first in range(0, max(1, len(table.rows)), SLICE_ROWS))


def _read_slice(table: Table, *, format_name: str, marking: Marking, imported_at: datetime, agency: str) -> IntakeSlice:
    region = current_region()
    context = IntakeContext(
        zone=region.zone,
        countries=frozenset(region.countries),
        catalogue=current_catalogue(),
        places=current_place_finder(),
        imported_at=imported_at,
        default_marking=marking,
    )
    parsed = parse(table, format_name, context)
    incidents = {one.id: one for one in match_reports(parsed.reports, context.catalogue).incidents}
    # A report that contradicts another of the same id goes on with its own digest, by which it is refused.
    matched = [
        (incidents[incident_id(report)], report.content_digest, line)
        for report, line in zip(parsed.reports, parsed.lines, strict=True)
    ]
    columns, ready = ready_incidents(matched, agency)
    return IntakeSlice(
        format=format_name,
        columns=columns,
        ready=ready,
        rejected=tuple(parsed.rejected),
        ignored_columns=tuple(parsed.ignored_columns),
    )


def _slice(table: Table, first: int) -> Table:
    rows = table.rows[first : first + SLICE_ROWS]
    return replace(
        table,
        rows=rows,
        first_line=table.first_line + first,
        lines=None if table.lines is None else table.lines[first : first + SLICE_ROWS],
        broken=table.broken if first == 0 else (),
    )
