"""Which layout a table has, and the reader for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kerege.domain.errors import InputError
from kerege.intake.acled import ACLED_COLUMNS, parse_acled
from kerege.intake.context import IntakeContext
from kerege.intake.heading import plain_heading
from kerege.intake.native import ALIASES, NATIVE_COLUMNS, parse_native
from kerege.intake.parsed import ParsedReports
from kerege.intake.table import Table
from kerege.intake.ucdp import UCDP_COLUMNS, parse_ucdp


@dataclass(frozen=True, slots=True)
class _Format:
    columns: frozenset[str]
    marks: frozenset[str]
    parse: Callable[[Table, IntakeContext], ParsedReports]


# In the order in which their marks are looked for.
_FORMATS = {
    "native": _Format(frozenset({*NATIVE_COLUMNS, *ALIASES}), frozenset({"occurred"}), parse_native),
    "acled": _Format(
        frozenset(ACLED_COLUMNS), frozenset({"event_id_cnty", "event_date", "sub_event_type"}), parse_acled
    ),
    "ucdp": _Format(
        frozenset(UCDP_COLUMNS), frozenset({"type_of_violence", "where_prec", "date_prec", "date_start"}), parse_ucdp
    ),
}
FORMATS = tuple(_FORMATS)


def known_columns(headings: Iterable[str]) -> int:
    """How many of these headings the best fitting layout knows: a row of headings is the one that scores highest.

    Examples
    --------
    >>> known_columns(["Occurred", "Latitude", "Longitude", "Mood"]), known_columns(["Incidents of May", ""])
    (3, 0)
    """
    plain = {plain_heading(heading) for heading in headings}
    return max(len(plain & layout.columns) for layout in _FORMATS.values())


def recognise_format(table: Table) -> str:
    """Name of the layout whose marks the table's headings carry.

    Raises
    ------
    InputError
        If it is none of `FORMATS`.

    Examples
    --------
    >>> recognise_format(Table("a.csv", ("occurred", "place"), []))
    'native'
    """
    plain = {plain_heading(heading) for heading in table.columns}
    plain |= {ALIASES[name] for name in plain & ALIASES.keys()}
    for name, layout in _FORMATS.items():
        if layout.marks <= plain:
            return name
    headings = ", ".join(repr(heading[:40]) for heading in table.columns[:8])
    raise InputError(
        f"The layout is not known; the headings begin with {headings}",
        where=table.name,
        mend="Give it a row of headings with 'occurred' and 'place' or 'latitude' and 'longitude'",
    )


def parse(table: Table, format: str, context: IntakeContext) -> ParsedReports:  # noqa: A002 - the word of the field
    """The reports of a table: every row becomes one report or one refusal.

    Parameters
    ----------
    table : Table
        What `files.tables.read_table` read.
    format : str
        One of `FORMATS`, or "auto" to recognise it.
    context : IntakeContext
        The region and the moment it is read for.

    Raises
    ------
    InputError
        If the format is not known, or a column it cannot do without is missing or there twice.
    """
    name = recognise_format(table) if format == "auto" else format
    if name not in _FORMATS:
        raise InputError(
            f"There is no format '{format[:40]}'", where=table.name, mend=f"Name one of auto, {', '.join(FORMATS)}"
        )
    return _FORMATS[name].parse(table, context)
