"""A filled form is read whatever client wrote it, within limits, and nothing that was said is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.count_range import CountRange
from kerege.domain.errors import InputError
from kerege.domain.period import Precision
from kerege.domain.submission import LONGEST_TEXT, Door, Hurt
from kerege.intake.form_answers import AnswerContext, AnsweredForm, submission_of_answers
from kerege.intake.openrosa import read_filled_form
from kerege.intake.safe_xml import DEEPEST, read_elements

CONTEXT = AnswerContext(
    door=Door.ODK,
    zone=ZoneInfo("Asia/Bishkek"),
    kinds={"shooting", "mass_brawl", "other"},
    kind_of_choice={"fight": "mass_brawl"},
    countries={"AA", "BB"},
    language="ky",
    languages=("en", "ky", "ru"),
    source="a phone",
)
WITHOUT_NAMESPACE = "<meta><instanceID>uuid:7</instanceID></meta>"
IN_NAMESPACE = '<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:7</orx:instanceID></orx:meta>'


def report(*answers: tuple[str, str], files: tuple[str, ...] = ()) -> AnsweredForm:
    return submission_of_answers("uuid:7", answers, CONTEXT, file_names=files)


@pytest.mark.parametrize("meta", [WITHOUT_NAMESPACE, IN_NAMESPACE])
def test_the_identifier_is_found_by_its_local_name(meta: str) -> None:
    form = read_filled_form(f'<data id="f" version="3"><a>1</a>{meta}</data>'.encode())
    assert (form.form_id, form.version, form.instance_id, form.answers) == ("f", "3", "uuid:7", (("a", "1"),))


def test_a_question_called_instance_id_is_not_the_identifier() -> None:
    form = read_filled_form(f"<data><instanceID>mine</instanceID>{WITHOUT_NAMESPACE}</data>".encode())
    assert form.instance_id == "uuid:7"


def test_without_an_identifier_the_same_content_is_the_same_report() -> None:
    first, again, other = (
        read_filled_form(text).instance_id for text in (b"<d><a>1</a></d>", b"<d><a>1</a></d>", b"<d/>")
    )
    assert first == again != other
    assert len(first) <= 100


def test_groups_are_dissolved_and_empty_answers_left_out() -> None:
    form = read_filled_form("<d><g><place> Село </place><x/></g><r><y>1</y></r><r><y>2</y></r></d>".encode())
    assert form.answers == (("place", "Село"), ("y", "1"), ("y", "2"))


BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
OUTSIDE = b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'


@pytest.mark.parametrize(
    "content",
    [b"", b"<a>", b"<a></b>", b"no xml", b"\xff\xfe\x00", BOMB, OUTSIDE,
     b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1),
     b"<a>" + b"<b/>" * 20_000 + b"</a>", b"<a>" + b"x" * 2_000_000 + b"</a>", b"<a>&unknown;</a>"],
)  # fmt: skip
def test_what_is_no_plain_document_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_elements(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read_elements(content)
    except InputError:
        return


def test_every_question_of_the_form_finds_its_field() -> None:
    answered = report(
        ("about", "nothing"), ("kind", "fight"), ("text", "Stones"), ("place", "Bridge"), ("hurt", "yes"),
        ("position", "45.01 10.25 812.0 4.5"), ("occurred", "2026-11-25T14:30:00.000+06:00"), ("killed", "0"),
        ("injured", "3"), ("side", "BB"), ("topics", "minor medical"), ("contact", "+996 555 000111"),
        ("photo", "1732.jpg"), ("end", "2026-11-25T15:00:01.250+06:00"), ("language", "ru"), ("exercise", "yes"),
        files=("1732.jpg",),
    )  # fmt: skip
    said = answered.submission
    assert (said.kind, said.text, said.place, said.hurt, said.side) == (
        "mass_brawl",
        "Stones",
        "Bridge",
        Hurt.YES,
        "BB",
    )
    assert said.position is not None
    assert (said.position.latitude, said.position.longitude, said.position.uncertainty_km) == (45.01, 10.25, 0.0045)
    assert said.occurred is not None
    assert (said.occurred.start, said.occurred.precision) == (
        datetime(2026, 11, 25, 8, 30, tzinfo=UTC),
        Precision.MINUTE,
    )
    assert (said.harm.killed, said.harm.injured) == (CountRange.exactly(0), CountRange.exactly(3))
    assert said.sent_at == datetime(2026, 11, 25, 9, 0, 1, 250_000, tzinfo=UTC)
    assert (said.topics, said.language, said.is_exercise) == (frozenset({"minor", "medical"}), "ru", True)
    assert (answered.contact, answered.photo_names) == ("+996 555 000111", ("1732.jpg",))


@pytest.mark.parametrize(
    ("name", "text"),
    [("kind", "dragon"), ("position", "north of here"), ("position", "95 10"), ("position", "nan 10 0 0"),
     ("side", "ZZ"),
     ("occurred", "yesterday"), ("killed", "-1"), ("hurt", "a little"),
     ("mood", "angry"), ("language", "de"),
     ("place", "x" * 201)],
)  # fmt: skip
def test_what_is_not_understood_is_kept_as_words(name: str, text: str) -> None:
    assert report(("text", "Shots."), (name, text)).submission.text == f"Shots.\n{name}: {text}"


def test_the_name_of_a_file_that_comes_later_is_no_text() -> None:
    answered = report(("text", "Shots."), ("photo", "1732.jpg"))
    assert (answered.submission.text, answered.photo_names) == ("Shots.", ("1732.jpg",))


def test_a_point_set_by_hand_is_known_to_a_hundred_metres() -> None:
    position = report(("position", "45.01 10.25 0 0")).submission.position
    assert position is not None
    assert position.uncertainty_km == 0.1


def test_somebody_hurt_follows_from_a_number_but_not_from_zero() -> None:
    assert report(("injured", "2")).submission.hurt is Hurt.YES
    assert report(("injured", "0")).submission.hurt is Hurt.UNKNOWN


@given(
    st.lists(st.tuples(st.sampled_from(["kind", "text", "position", "occurred", "killed", "x"]), st.text()), max_size=8)
)
def test_no_answer_breaks_the_reading(answers: list[tuple[str, str]]) -> None:
    assert len(report(*answers).submission.text) <= LONGEST_TEXT


def test_a_very_long_text_is_cut_and_says_so() -> None:
    text = report(("text", "x" * 9000)).submission.text
    assert (len(text), text[-1]) == (LONGEST_TEXT, "…")
