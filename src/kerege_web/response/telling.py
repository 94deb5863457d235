"""Who is told of a response, and in which words: short, and never what a person reported."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import override

from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.on_duty import on_duty
from kerege_web.pages.vocabulary import unit_words
from kerege_web.reports.actions.telling import Notice, tell_people
from kerege_web.response.models import Response
from kerege_web.response.response_words import response_title


class Occasion(StrEnum):
    """Why people are told. LATE, LATER and LATEST call one circle of people more each."""

    ASKED = "asked"
    LATE = "late"
    LATER = "later"
    LATEST = "latest"


CALLS = (Occasion.LATE, Occasion.LATER, Occasion.LATEST)


def tell_of_response(actor: Viewer, row: Response, occasion: Occasion) -> int:
    """Tell those whom this occasion concerns; how many messages were kept is the answer.

    An agency that is asked: those on duty there, or everybody who works on alerts while nobody is. What is late: first
    its owner, or those on duty; then everybody of the agency that does it; then those who answer for that agency and
    for the one whose alert it is.
    """
    alert = row.alert
    duty = on_duty(row.agency_id, alert.section_id)

    def concerns(viewer: Viewer) -> bool:
        if not viewer.may(Permission.WORK_ALERTS):
            return False
        if occasion is Occasion.LATEST:
            return viewer.may(Permission.CLOSE_ALERTS) and viewer.agency in (row.agency_id, alert.agency_id)
        if viewer.agency != row.agency_id:
            return False
        if occasion is Occasion.LATE and row.owner:
            return viewer.login == row.owner
        return occasion is Occasion.LATER or not duty or viewer.login in duty

    return tell_people(
        actor,
        notice=Notice(
            kind=f"response_{occasion}",
            object_type="response",
            object_id=str(row.pk),
            section_ids=frozenset({alert.section_id} if alert.section_id else ()),
            severity=alert.severity,
            is_exercise=alert.is_exercise,
            words=lambda language: _announcement(row, occasion, language),
            may_see=concerns,
        ),
    )


def _announcement(row: Response, occasion: Occasion, language: str) -> str:
    alert = row.alert
    with override(language):
        why = {
            Occasion.ASKED: _("you are asked"),
            Occasion.LATE: _("overdue"),
            Occasion.LATER: _("still overdue"),
            Occasion.LATEST: _("long overdue"),
        }[occasion]
        # What somebody wrote freely stays in the page; what the playbook says may go out.
        what = response_title(row.action, "") or _("a response")
        where = unit_words(alert.section_id) if alert.section_id else _("place not known")
        words = _("Kerege, alert %(number)d: %(why)s: %(what)s, %(where)s, severity %(severity)d of 5.") % {
            "number": alert.pk, "why": why, "what": what, "where": where, "severity": alert.severity,
        }  # fmt: skip
        return f"{_('Exercise').upper()}. {words}" if alert.is_exercise else words
