"""Both sides' accounts of one incident, side by side: they differ, and neither is averaged away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from kerege.border.ground import distance_km
from kerege.domain.count_range import CountRange
from kerege.domain.joint_view import Agreement, JointField, JointView, Version
from kerege.domain.period import Period
from kerege.domain.position import Position
from kerege.domain.report import Report

Value = TypeVar("Value")
HARMS = ("killed", "injured", "displaced", "detained")


def joint_view(reports: Mapping[str, Sequence[Report]]) -> JointView:
    """What the sides agree on and what they dispute.

    A field is agreed where the versions of all sides that speak of it can be true together: times that touch, places
    whose circles meet, the same kind, counts whose ranges meet. A side speaks by any of its reports: two sides agree
    where some report of the one fits some report of the other. It is disputed where two sides do not fit at all.

    Parameters
    ----------
    reports : mapping of country code to sequence of Report
        The linked reports of one incident by the side whose version they tell.

    Raises
    ------
    ValueError
        For an empty code.
    """
    if "" in reports:
        raise ValueError("Reports of nobody's side take no part in a joint view; leave them out.")
    sides = tuple(sorted(side for side, own in reports.items() if own))
    told = {side: reports[side] for side in sides}
    return JointView(
        sides,
        (
            _field("time", told, lambda report: report.occurred, _can_be_one_time, _time_words),
            _field("place", told, lambda report: report.position, _can_be_one_place, _place_words),
            _field("kind", told, lambda report: report.kind or None, lambda a, b: a == b, str),
            *(_field(name, told, _harm(name), _can_be_one_count, _count_words) for name in HARMS),
        ),
    )


def _field(
    field: str,
    told: Mapping[str, Sequence[Report]],
    value_of: Callable[[Report], Value | None],
    fit: Callable[[Value, Value], bool],
    words: Callable[[Value], str],
) -> JointField:
    values: dict[str, list[Value]] = {}
    versions = []
    for side, reports in told.items():
        said = [(report, value) for report in reports if (value := value_of(report)) is not None]
        if not said:
            continue
        values[side] = [value for _, value in said]
        versions.append(
            Version(
                side,
                tuple(dict.fromkeys(words(value) for _, value in said)),
                tuple(report.reference or report.content_digest[:12] for report, _ in said),
            )
        )
    return JointField(field, _agreement(list(values.values()), fit), tuple(versions))


def _harm(name: str) -> Callable[[Report], CountRange | None]:
    def figure(report: Report) -> CountRange | None:
        count: CountRange | None = getattr(report.harm, name)
        return count

    return figure


def _agreement(values: Sequence[Sequence[Value]], fit: Callable[[Value, Value], bool]) -> Agreement:
    if not values:
        return Agreement.NOT_KNOWN
    if len(values) == 1:
        return Agreement.ONE_SIDE_ONLY
    pairs = [(one, other) for i, one in enumerate(values) for other in values[i + 1 :]]
    agreed = all(any(fit(a, b) for a in one for b in other) for one, other in pairs)
    return Agreement.AGREED if agreed else Agreement.DISPUTED


def _can_be_one_time(a: Period, b: Period) -> bool:
    return a.start < b.end and b.start < a.end


def _can_be_one_place(a: Position, b: Position) -> bool:
    apart = distance_km((a.longitude, a.latitude), (b.longitude, b.latitude))
    return apart <= a.uncertainty_km + b.uncertainty_km


def _can_be_one_count(a: CountRange, b: CountRange) -> bool:
    return a.low <= b.high and b.low <= a.high


def _time_words(period: Period) -> str:
    return f"{period.start.isoformat()}/{period.end.isoformat()}"


def _place_words(position: Position) -> str:
    return f"{position.latitude:.5f}, {position.longitude:.5f} ({position.uncertainty_km:g} km)"


def _count_words(count: CountRange) -> str:
    return str(count.best) if count.low == count.high else f"{count.low}-{count.high}"
