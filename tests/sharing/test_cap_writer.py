"""Our messages are valid CAP 1.2: by hand, by the schema of OASIS, and read back by us and by another program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import xmlschema
from cap_tools.models import Alert
from hypothesis import HealthCheck, given, settings
from tests.sharing.cap_messages import SENT, SQUARE, a_message, a_warning, cap_schema, messages
from xsdata.formats.dataclass.parsers import XmlParser

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.cap_terms import CapCategory, CapMessageType, CapScope, CapStatus
from kerege.intake.cap import read_cap
from kerege.sharing.cap.message import CapMessage
from kerege.sharing.cap.named_value import NamedValue
from kerege.sharing.cap.warned_area import WarnedArea
from kerege.sharing.cap.warning_text import WarningText
from kerege.sharing.cap.writer import write_message, write_time

EARLIER = CapReference("duty@kerege.example", "KEREGE-0", datetime(2026, 2, 28, 23, 0, tzinfo=UTC))

ITSELF = CapReference("duty@kerege.example", "KEREGE-1", SENT)


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return cap_schema()


def test_a_small_message_is_this_document() -> None:
    warning = a_warning(
        categories=(CapCategory.SECURITY,), responses=(), parameters=(), web="", onset=None,
        areas=(WarnedArea(polygons=(SQUARE,), circles=(CapCircle(39.95, 70.5, 5.0),)),),
        texts=(WarningText(language="en", event="Shots & stones", area_names=("The weir",)),),
    )  # fmt: skip
    message = a_message(
        message_type=CapMessageType.UPDATE, scope=CapScope.RESTRICTED, restriction="TLP:AMBER", warning=warning,
        addresses=("post-1", "duty desk"), references=(EARLIER,),
    )  # fmt: skip
    assert write_message(message).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        "<identifier>KEREGE-1</identifier><sender>duty@kerege.example</sender><sent>2026-03-01T09:00:00+06:00</sent>"
        "<status>Actual</status><msgType>Update</msgType><scope>Restricted</scope><restriction>TLP:AMBER</restriction>"
        '<addresses>post-1 "duty desk"</addresses>'
        "<references>duty@kerege.example,KEREGE-0,2026-02-28T23:00:00-00:00</references>"
        "<info><language>en</language><category>Security</category><event>Shots &amp; stones</event>"
        "<urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>"
        "<effective>2026-03-01T09:00:00+06:00</effective><expires>2026-03-01T21:00:00+06:00</expires>"
        "<area><areaDesc>The weir</areaDesc><polygon>39.9,70.5 39.9,70.6 40,70.6 40,70.5 39.9,70.5</polygon>"
        "<circle>39.95,70.5 5</circle></area></info></alert>\n"
    )


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"status": CapStatus.EXERCISE, "note": "Exercise April"},
        {"status": CapStatus.TEST, "scope": CapScope.PRIVATE, "addresses": ("post-1",)},
        {"message_type": CapMessageType.UPDATE, "references": (EARLIER,)},
        {"message_type": CapMessageType.CANCEL, "references": (EARLIER,), "warning": None, "note": "A mistake"},
    ],
)
def test_the_schema_of_oasis_accepts_it(other: dict[str, Any], schema: xmlschema.XMLSchema) -> None:
    schema.validate(write_message(a_message(**other)).decode())


@pytest.mark.parametrize(
    ("good", "bad"),
    [(b"09:00:00+06:00</sent>", b"09:00:00Z</sent>"), (b"Severe", b"High"), (b"event>", b"evnt>")],
)
def test_the_schema_of_oasis_can_refuse(good: bytes, bad: bytes, schema: xmlschema.XMLSchema) -> None:
    document = write_message(a_message())
    assert good in document
    assert not schema.is_valid(document.replace(good, bad).decode())


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"identifier": "a b"}, "no space, comma"),
        ({"sender": "a,b"}, "no space, comma"),
        ({"identifier": "a<b"}, "no space, comma"),
        ({"identifier": ""}, "1 to 300 characters"),
        ({"sent": SENT.replace(tzinfo=None)}, "needs a zone"),
        ({"message_type": CapMessageType.ACK}, "alerts, updates and cancellations"),
        ({"status": CapStatus.DRAFT}, "Actual, Exercise or Test"),
        ({"status": CapStatus.EXERCISE}, "names the exercise"),
        ({"message_type": CapMessageType.UPDATE}, "refers to the messages"),
        ({"references": (EARLIER,)}, "an alert refers to none"),
        ({"scope": CapScope.RESTRICTED}, "needs a restriction"),
        ({"restriction": "TLP:RED"}, "no other has one"),
        ({"scope": CapScope.PRIVATE}, "needs addresses"),
        ({"addresses": ('the "desk"',)}, "quotation mark"),
        ({"warning": None}, "needs a warning"),
        ({"sent": SENT + timedelta(hours=12)}, "expires after it is sent"),
        (
            {"message_type": CapMessageType.CANCEL, "references": (ITSELF,)},
            "replace itself",
        ),
    ],
)  # fmt: skip
def test_a_message_that_breaks_a_rule_cannot_be_made(other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        a_message(**other)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"categories": ()}, "a category"),
        ({"texts": ()}, "words in one language"),
        ({"texts": tuple(WarningText(language=own, event="x", area_names=("y",)) for own in ("en", "EN"))}, "once"),
        ({"areas": ()}, "as many names"),
        ({"expires": SENT + timedelta(minutes=30)}, "after it begins"),
        ({"web": "javascript:alert(1)"}, "https://"),
        ({"web": "https://a b"}, "blanks"),
    ],
)
def test_a_warning_that_breaks_a_rule_cannot_be_made(other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        a_warning(**other)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: WarningText(language="russian language", event="x"), "tag"),
        (lambda: WarningText(language="ru", event=" \x00 "), "need an event"),
        (lambda: WarningText(language="ru", event="x", headline="y" * 161), "160"),
        (lambda: WarningText(language="ru", event="x", area_names=("",)), "needs a name"),
        (lambda: NamedValue("TLP", ""), "a name and a value"),
        (lambda: CapPolygon(((0, 0), (0, 1), (1, 1), (1, 0))), "first again"),
        (lambda: CapPolygon(((0, 0), (0, 1), (0, 0))), "four points"),
        (lambda: CapPolygon(((91, 0), (0, 1), (1, 1), (91, 0))), "no point on the globe"),
        (lambda: CapCircle(0, 0, -1), "radius"),
        (lambda: CapCircle(0, 0, float("nan")), "radius"),
        (lambda: CapCircle(float("nan"), 0, 1), "no point on the globe"),
    ],
)
def test_a_part_that_breaks_a_rule_cannot_be_made(make: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(message=messages())
def test_any_valid_message_is_valid_by_the_schema_and_reads_back(message: CapMessage) -> None:
    document = write_message(message)
    _SCHEMA.validate(document.decode())
    _equals_what_we_read(message, document)
    _equals_what_another_program_reads(message, document)


_SCHEMA = cap_schema()


def _equals_what_we_read(message: CapMessage, document: bytes) -> None:
    found = read_cap(document)
    warning = message.warning
    assert found.reference == message.reference
    assert (found.status, found.message_type, found.scope) == (message.status, message.message_type, message.scope)
    assert found.references == tuple(dict.fromkeys(message.references))
    if warning is None:
        assert (found.event, found.expires) == ("", None)
        return
    assert (found.urgency, found.severity, found.certainty) == (warning.urgency, warning.severity, warning.certainty)
    assert found.event == warning.texts[0].event
    assert (found.onset, found.expires) == (warning.onset or warning.effective or message.sent, warning.expires)
    assert found.headlines == {text.language: text.headline for text in warning.texts if text.headline}
    assert found.instructions == {text.language: text.instruction for text in warning.texts if text.instruction}
    assert found.area == "; ".join(dict.fromkeys(warning.texts[0].area_names))
    assert found.polygons == tuple(dict.fromkeys(own for area in warning.areas for own in area.polygons))
    assert found.circles == tuple(dict.fromkeys(own for area in warning.areas for own in area.circles))


def _equals_what_another_program_reads(message: CapMessage, document: bytes) -> None:
    alert = XmlParser().from_bytes(document, Alert)
    warning = message.warning
    assert (alert.identifier, alert.sender) == (message.identifier, message.sender)
    assert alert.sent.to_datetime() == message.sent
    assert (alert.note or "", alert.restriction or "") == (message.note, message.restriction)
    assert (alert.incidents or "").split() == list(message.incidents)
    assert len((alert.references or "").split()) == len(message.references)
    assert len(alert.infos) == (len(warning.texts) if warning else 0)
    for info, text in zip(alert.infos, warning.texts if warning else (), strict=True):
        assert warning is not None
        assert [own.value for own in info.categories] == list(warning.categories)
        assert [own.value for own in info.response_types] == list(warning.responses)
        assert (info.severity.value, info.urgency.value) == (warning.severity, warning.urgency)
        assert info.expires.to_datetime() == warning.expires
        assert (info.language, info.event, info.headline or "") == (text.language, text.event, text.headline)
        assert (info.description or "", info.instruction or "") == (text.description, text.instruction)
        assert (info.sender_name or "", info.contact or "", info.web or "") == (
            text.sender_name,
            text.contact,
            warning.web,
        )
        assert [(own.value_name.value, own.value.value) for own in info.parameters] == [
            (own.name, own.value) for own in warning.parameters
        ]
        assert [area.area_desc for area in info.areas] == list(text.area_names)
        for found, area in zip(info.areas, warning.areas, strict=True):
            assert len(found.polygons) == len(area.polygons)
            assert [own.value.value for own in found.geocodes] == [own.value for own in area.geocodes]


def test_no_time_is_ever_written_with_a_letter() -> None:
    assert write_time(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00-00:00"
    assert b"Z<" not in write_message(a_message(sent=SENT.astimezone(UTC)))
