"""Who is told of an alert, and in which words: short, and never what a person reported."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.visible import may_work_on
from kerege_web.alerts.models import Alert
from kerege_web.alerts.on_duty import on_duty
from kerege_web.pages.vocabulary import kind_word, unit_words
from kerege_web.reports.actions.telling import Notice, tell_people


class Occasion(StrEnum):
    """Why people are told. LATE, LATER and LATEST call one circle of people more each."""

    OPENED = "opened"
    RAISED = "raised"
    LATE = "late"
    LATER = "later"
    LATEST = "latest"
    RELEASED = "released"


CALLS = (Occasion.LATE, Occasion.LATER, Occasion.LATEST)


def tell_of(actor: Viewer, row: Alert, occasion: Occasion, *, agency: str = "") -> int:
    """Tell those whom this occasion concerns; how many messages were kept is the answer.

    A new alert is told to those on duty; where no shift says who that is, to everybody who may move it. When it is
    late its owner is called, or those on duty while it is nobody's; then everybody; then those who may close alerts
    and so answer for them. Another agency is told once, when an alert is released to it.

    Parameters
    ----------
    agency : str
        The agency that an alert was released to; "" for its own.
    """
    duty = on_duty(agency or row.agency_id, row.section_id)

    def concerns(viewer: Viewer) -> bool:
        if occasion is Occasion.RELEASED:
            may_see = viewer.agency == agency and viewer.may(Permission.SEE_ALERTS)
            return may_see and (not duty or viewer.login in duty)
        if not may_work_on(viewer, row):
            return False
        if occasion is Occasion.LATE and row.owner:
            return viewer.login == row.owner
        if occasion in (Occasion.OPENED, Occasion.LATE, Occasion.RAISED) and duty:
            return viewer.login in duty or viewer.login == row.owner
        return occasion is not Occasion.LATEST or viewer.may(Permission.CLOSE_ALERTS)

    return tell_people(
        actor,
        notice=Notice(
            kind=f"alert_{occasion}",
            object_type="alert",
            object_id=str(row.pk),
            section_ids=frozenset({row.section_id} if row.section_id else ()),
            severity=row.severity,
            is_exercise=row.is_exercise,
            words=lambda language: _announcement(row, occasion, language),
            may_see=concerns,
        ),
    )


def _announcement(row: Alert, occasion: Occasion, language: str) -> str:
    with override(language):
        what = {
            Occasion.OPENED: _("new alert"),
            Occasion.RAISED: _("level raised, alert"),
            Occasion.LATE: _("overdue, alert"),
            Occasion.LATER: _("still overdue, alert"),
            Occasion.LATEST: _("long overdue, alert"),
            Occasion.RELEASED: _("released to you, alert"),
        }[occasion]
        where = unit_words(row.section_id) if row.section_id else _("place not known")
        kind = kind_word(row.kind) if row.kind else _("Kind not said")
        words = _("Kerege: %(what)s %(number)d: %(kind)s, %(where)s, severity %(severity)d of 5.") % {
            "what": what, "number": row.pk, "kind": kind, "where": where, "severity": row.severity,
        }  # fmt: skip
        return f"{_('Exercise').upper()}. {words}" if row.is_exercise else words
