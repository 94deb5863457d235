"""From the bytes of a file to incidents, in slices, so that a large file does not fill the memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from kerege.domain.errors import InputError, RejectedRow
from kerege.domain.marking import Marking
from kerege_web.incidents.storing import MatchedIncident
from kerege_web.region import current_catalogue, current_place_finder, current_region

SLICE_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSlice:
    """What some rows of a file gave."""

    format: str
    matched: tuple[MatchedIncident, ...]
    rejected: tuple[RejectedRow, ...]
    ignored_columns: tuple[str, ...]


def read_in_slices(
    content: bytes, name: str, *, format_name: str, marking: Marking, imported_at: datetime
) -> Iterator[IntakeSlice]:
    """Read a file and give its incidents, some thousand rows at a time, in the order of the file.

    Raises
    ------
    InputError
        If the file is too large, or cannot be read as a whole.
    """
    from kerege.files.tables import read_table
    from kerege.intake.formats import parse, recognise_format
    from kerege.linkage.match import incidents_from_reports

    from kerege.intake.context import IntakeContext

    limit_mb = settings.KEREGE_MAX_IMPORT_MB
    if len(content) > limit_mb * 1_000_000:
        raise InputError(
            f"The file is larger than {limit_mb} MB", where=name, mend="Split it, or raise KEREGE_MAX_IMPORT_MB"
        )
    region = current_region()
    context = IntakeContext(
        zone=region.zone,
        countries=frozenset(region.countries),
        catalogue=current_catalogue(),
        places=current_place_finder(),
        imported_at=imported_at,
        default_marking=marking,
    )
    table = read_table(content, name)
    chosen = recognise_format(table) if format_name == "auto" else format_name
    for first in range(0, max(1, len(table.rows)), SLICE_ROWS):
        rows = table.rows[first : first + SLICE_ROWS]
        parsed = parse(replace(table, rows=rows, first_line=table.first_line + first), chosen, context)
        # One report is one incident here, in the same order.
        incidents = incidents_from_reports(parsed.reports, context.catalogue)
        matched = tuple(
            MatchedIncident(incident, report.content_digest, line)
            for incident, report, line in zip(incidents, parsed.reports, parsed.lines, strict=True)
        )
        yield IntakeSlice(
            format=chosen,
            matched=matched,
            rejected=tuple(parsed.rejected),
            ignored_columns=tuple(parsed.ignored_columns),
        )
