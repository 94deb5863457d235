"""What the sides agree on and what they dispute, field by field, in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kerege.domain.joint_view import Agreement, JointField, JointView
from kerege.domain.period import Period, Precision
from kerege_web.pages import vocabulary
from kerege_web.pages.time_words import period_words


@dataclass(frozen=True, slots=True)
class JointRow:
    """One field with every side's version.

    Parameters
    ----------
    name : str
    agreement : Agreement
    words : str
        The agreement in words.
    versions : tuple of (side, text)
        In the order of the view's sides; text "" where a side says nothing.
    """

    name: str
    agreement: Agreement
    words: str
    versions: tuple[tuple[str, str], ...]


def joint_rows(view: JointView, zone: ZoneInfo) -> tuple[JointRow, ...]:
    """The fields of which at least one side says something."""
    names = {"time": _("When"), "place": _("Where"), "kind": _("What happened")}
    agreements = {
        Agreement.AGREED: _("Both agree"),
        Agreement.DISPUTED: _("Disputed"),
        Agreement.ONE_SIDE_ONLY: _("One side only"),
    }
    rows = []
    for field in view.fields:
        if field.agreement is Agreement.NOT_KNOWN:
            continue
        told = {
            version.side: "; ".join(_shown(field, value, zone) for value in version.values)
            for version in field.versions
        }
        versions = tuple((side, told.get(side, "")) for side in view.sides)
        name = names.get(field.field) or vocabulary.harm_word(field.field)
        rows.append(JointRow(name, field.agreement, agreements[field.agreement], versions))
    return tuple(rows)


def _shown(field: JointField, value: str, zone: ZoneInfo) -> str:
    if field.field == "kind":
        return vocabulary.kind_word(value)
    if field.field == "time":
        start, end = (datetime.fromisoformat(part) for part in value.split("/"))
        return period_words(Period(start, end, Precision.INTERVAL), zone)
    return value
