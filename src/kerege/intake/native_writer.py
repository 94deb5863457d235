"""Reports as rows of Kerege's own table, which `parse_native` reads back to the same reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.period import Period, Precision
from kerege.domain.report import Report
from kerege.domain.source import Source
from kerege.intake.cell_text import guarded_text
from kerege.intake.marking import written_marking
from kerege.intake.native import HARMS, NATIVE_COLUMNS, SOURCE_BREAK
from kerege.intake.occurred import MINUTE


def write_native(reports: Iterable[Report], zone: ZoneInfo) -> list[list[str]]:
    """Rows under `NATIVE_COLUMNS`, one for each report; every cell is safe to open in a spreadsheet.

    Parameters
    ----------
    reports : iterable of Report
        As any reader of this package makes them for the same zone.
    zone : ZoneInfo
        Local time of the days.

    Raises
    ------
    InputError
        For a report that the layout cannot say: more than two sides, an account of somebody else, or a day, month or
        year of another zone.

    Notes
    -----
    Text that a spreadsheet could take for a formula gets an apostrophe before it, which `clean_text` takes off again.
    """
    return [
        [row.get(column, "") for column in NATIVE_COLUMNS] for row in (native_row(report, zone) for report in reports)
    ]


def native_row(report: Report, zone: ZoneInfo) -> dict[str, str]:
    """One report as a mapping of column to cell; columns left out are empty.

    Raises
    ------
    InputError
        See `write_native`.
    """
    where = f"report {report.reference or report.content_digest[:12]}"
    if len(report.countries) > 2:
        raise InputError(
            "The native layout holds two sides", where=where, mend="Export it as GeoJSON or through the API"
        )
    row = {
        "id": guarded_text(report.reference),
        "occurred": written_period(report.occurred, zone, where),
        "reported": _written_moment(report.reported_at),
        "place": guarded_text(report.place),
        "kind": report.kind,
        "trigger": report.trigger,
        "summary": guarded_text(report.summary),
        "response": guarded_text(report.response),
        "reliability": report.grading.reliability.value,
        "credibility": report.grading.credibility.value,
        "marking": written_marking(report.marking),
    }
    if report.position is not None:
        row["latitude"] = repr(report.position.latitude)
        row["longitude"] = repr(report.position.longitude)
        row["position_km"] = repr(report.position.uncertainty_km)
    row |= zip(("side_a", "side_b"), report.countries, strict=False)
    for harm in HARMS:
        row |= _written_count(harm, getattr(report.harm, harm))
    row |= _written_accounts(report, where)
    row |= _written_sources(report.sources, where)
    return row


def written_period(period: Period, zone: ZoneInfo, where: str) -> str:
    """A period in the grammar of `read_occurred`.

    Examples
    --------
    >>> osh = ZoneInfo("Asia/Bishkek")
    >>> written_period(Period.of_month(2021, 4, osh), osh, "")
    '2021-04'
    """
    if period.precision is Precision.MINUTE and period.end - period.start == MINUTE:
        return _written_moment(period.start)
    first, last = period.first_day(zone), period.last_day(zone)
    whole_days = Period.of_days(first, last, zone, period.precision) == period
    match period.precision:
        case Precision.DAY if whole_days and first == last:
            return first.isoformat()
        case Precision.MONTH if Period.of_month(first.year, first.month, zone) == period:
            return f"{first:%Y-%m}"
        case Precision.YEAR if whole_days and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first:%Y}"
        case Precision.INTERVAL if whole_days and first != last:
            return f"{first.isoformat()}/{last.isoformat()}"
        case Precision.INTERVAL:
            return f"{_written_moment(period.start)}/{_written_moment(period.end)}"
    raise InputError(
        f"Its time is given to the {period.precision} and does not begin and end with one in {zone.key}",
        where=where,
        mend="Write it with the time zone it was read with",
    )


def _written_moment(moment: datetime) -> str:
    return moment.isoformat()


def _written_count(name: str, count: CountRange | None) -> dict[str, str]:
    if count is None:
        return {}
    cells = {name: str(count.best)}
    if count.low != count.best or count.high != count.best:
        cells |= {f"{name}_low": str(count.low), f"{name}_high": str(count.high)}
    return cells


def _written_accounts(report: Report, where: str) -> dict[str, str]:
    sides = report.countries if report.countries else ("", "")
    columns = list(zip(("account_a", "account_b"), sides, strict=False))
    cells: dict[str, str] = {}
    for account in report.accounts:
        column = next((name for name, side in columns if side == account.side and name not in cells), None)
        if column is None:
            raise InputError(
                f"The native layout has no place for an account of '{account.side}'",
                where=where,
                mend="Name its country as a side",
            )
        cells[column] = guarded_text(account.text)
    return cells


def _written_sources(sources: tuple[Source, ...], where: str) -> dict[str, str]:
    channels = [source.channel for source in sources]
    references = [source.reference for source in sources]
    for text in (*channels, *references):
        if SOURCE_BREAK.search(text) and (len(sources) > 1 or text):
            raise InputError(f"The name of a source holds ' | ': {text[:80]}", where=where, mend="Rename the source")
    one_channel = len(set(channels)) == 1
    return {
        "channel": guarded_text(channels[0] if one_channel else " | ".join(channels)),
        "source": guarded_text(" | ".join(references)),
    }
