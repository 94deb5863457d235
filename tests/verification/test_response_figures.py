"""Key figures of responses: by hand, against an independent estimator, and what can never be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.answered_alert import AnsweredAlert
from kerege.verification.response_figures import response_figures

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
END = NOON + timedelta(hours=10)


def after(minutes: float | None) -> datetime | None:
    return None if minutes is None else NOON + timedelta(minutes=minutes)


def one(
    answered: float | None = None, *, due: float | None = 60, responder: float | None = None,
    contact: float | None = None, closed: float | None = None, wanted: bool = True, reported: float = -7,
) -> AnsweredAlert:  # fmt: skip
    return AnsweredAlert(
        section_id="s", reported_at=NOON + timedelta(minutes=reported), opened_at=NOON, answer_due_at=after(due),
        answered_at=after(answered), is_response_wanted=wanted, responder_at=after(responder),
        contact_at=after(contact), closed_at=after(closed),
    )  # fmt: skip


def test_by_hand() -> None:
    alerts = [
        one(20, responder=30, contact=40),
        one(60, responder=50, contact=100, closed=200),
        one(61, responder=90, closed=120),
        one(None, due=700),
        one(15, wanted=False),
    ]
    found = response_figures(alerts, as_of=END)
    # Due were four: the third came a minute late; the fourth is not due before the end.
    assert (found.alerts, found.in_time, found.judged, found.share) == (5, 3, 4, 0.75)
    z = 1.2815515655446004
    middle, half = (0.75 + z * z / 8) / (1 + z * z / 4), z * sqrt(0.75 * 0.25 / 4 + z * z / 64) / (1 + z * z / 4)
    assert found.low == pytest.approx(middle - half)
    assert found.high == pytest.approx(middle + half)
    # From the report, 7 minutes before: 37, 57, 97, and one that waits: at 57 half of four have happened.
    assert (found.to_responder.happened, found.to_responder.waiting) == (3, 1)
    assert (found.to_responder.median_minutes, found.to_responder.most_minutes) == (57, None)
    # Contact: 40, 100, closed without it at 120, waiting: 1/4, then 1/2.
    assert (found.to_contact.happened, found.to_contact.waiting, found.to_contact.median_minutes) == (2, 2, 100)


def test_what_was_closed_without_it_weighs_less_than_what_still_waits() -> None:
    # Kaplan-Meier: 10 of four at risk, 30 closed, 50 of two at risk: 1 - 3/4 * 1/2 = 0.625.
    alerts = [one(contact=10), one(closed=30), one(contact=50), one()]
    found = response_figures(alerts, as_of=END).to_contact
    assert (found.median_minutes, found.most_minutes) == (50, None)
    alerts = [one(contact=10), one(contact=50), one(), one(closed=60)]
    assert response_figures(alerts, as_of=END).to_contact.median_minutes == 50


def test_what_came_later_is_not_known_yet() -> None:
    alert = one(90, responder=95, contact=120)
    early = response_figures([alert], as_of=NOON + timedelta(minutes=30))
    assert (early.judged, early.share, early.to_contact.happened, early.to_contact.waiting) == (0, None, 0, 1)
    late = response_figures([alert], as_of=NOON + timedelta(minutes=80))
    assert (late.in_time, late.judged, late.to_responder.happened) == (0, 1, 0)
    assert response_figures([alert], as_of=NOON - timedelta(minutes=1)).alerts == 0


def test_a_report_after_the_alert_or_an_answer_before_it_cannot_be() -> None:
    with pytest.raises(ValueError, match="after the alert"):
        one(reported=1)
    with pytest.raises(ValueError, match="before it is opened"):
        one(contact=-1)


times = st.one_of(st.none(), st.integers(0, 500))


@given(st.lists(st.builds(one, times, responder=times, contact=times, closed=times), max_size=30))
def test_counts_add_up_and_shares_stay_between_0_and_1(alerts: list[AnsweredAlert]) -> None:
    found = response_figures(alerts, as_of=END)
    for waits in (found.to_responder, found.to_contact):
        assert waits.happened + waits.waiting == len(alerts)
        if waits.median_minutes is not None and waits.most_minutes is not None:
            assert waits.median_minutes <= waits.most_minutes
    if found.share is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.share <= found.high <= 1


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30))
def test_without_anybody_waiting_the_median_is_the_plain_one(minutes: list[int]) -> None:
    found = response_figures([one(contact=value) for value in minutes], as_of=END).to_contact
    assert found.median_minutes == sorted(minutes)[(len(minutes) - 1) // 2]
