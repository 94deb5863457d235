"""What a gateway posts is read, whatever it holds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.errors import InputError
from kerege.domain.submission import LONGEST_TEXT
from kerege.intake.incoming_sms import national_number, plain_number, read_incoming_sms

VALUE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = VALUE | st.dictionaries(st.sampled_from(["text", "urn", "uuid"]), VALUE, max_size=3)
FIELDS = st.sampled_from(["from", "sender", "text", "message", "date", "id", "input", "contact", "created_on"])


@given(st.dictionaries(FIELDS, ANYTHING, max_size=5))
def test_any_fields_are_a_message_or_refused(fields: dict[str, object]) -> None:
    try:
        message = read_incoming_sms(fields)
    except InputError:
        return
    assert message.number
    assert len(message.text) <= LONGEST_TEXT
    assert message.sent_at is None or message.sent_at.tzinfo is UTC
    (message.number + message.text + message.message_id).encode()


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-24T08:00:00+06:00", datetime(2026, 11, 24, 2, tzinfo=UTC)),
        ("2026-11-24 08:00:00", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("1795507200", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("1795507200000", datetime(2026, 11, 24, 8, tzinfo=UTC)),
        ("yesterday", None),
        ("9" * 500, None),
        ("0001-01-01T00:00:00+14:00", None),
        ("0", None),
    ],
)
def test_when_it_was_sent(text: str, instant: datetime | None) -> None:
    assert read_incoming_sms({"from": "+996555000111", "date": text}).sent_at == instant


@pytest.mark.parametrize("written", ["+996 555 000-111", "00996555000111", "996555000111", "tel:+996555000111"])
def test_one_number_is_one_number_however_it_is_written(written: str) -> None:
    assert plain_number(written) == "+996555000111"
    assert national_number(written) == national_number("0555 000 111")


@pytest.mark.parametrize(("number", "is_answerable"), [("+996555000111", True), ("4455", False), ("MegaNews", False)])
def test_machines_are_not_answered(number: str, is_answerable: bool) -> None:
    assert read_incoming_sms({"from": number}).is_answerable is is_answerable


def test_neither_number_nor_words_are_shown() -> None:
    message = read_incoming_sms({"from": "+996555000111", "text": "Shots"})
    assert "555000" not in repr(message)
    assert "Shots" not in repr(message)
