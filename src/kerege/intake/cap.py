"""Warnings of other services in the Common Alerting Protocol: one message, read leniently (CAP 1.0 to 1.2).

What the standard forbids but services do is taken: times with Z, missing ends, rings that are not closed, several
parts of different gravity, words in another case. What cannot be understood is refused with one sentence.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.cap_terms import (
    CapCategory,
    CapCertainty,
    CapMessageType,
    CapScope,
    CapSeverity,
    CapStatus,
    CapUrgency,
)
from kerege.domain.context_warning import ContextWarning
from kerege.domain.errors import InputError
from kerege.intake.context_kind import context_kind
from kerege.intake.safe_xml import read_elements
from kerege.intake.xml_tree import XmlNode, xml_tree

LONGEST_TEXT = 4_000
_MOST_REFERENCES = 100
_YEARS = range(1970, 2200)
_NUMBER = re.compile(r"[+-]?[0-9]{1,5}(?:\.[0-9]{0,20})?", re.ASCII)
_DEFAULT_LANGUAGE = "en-US"
"""What the standard says of a part without a language."""
_Term = TypeVar("_Term", bound=StrEnum)


def read_cap(content: bytes, *, where: str = "") -> ContextWarning:
    """Read a document that holds one message.

    Parameters
    ----------
    content : bytes
        The document.
    where : str
        Named in the error: a file or an address.

    Raises
    ------
    InputError
        If it is no XML, no message, or says too little to be used.

    Examples
    --------
    >>> read_cap(
    ...     b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>7</identifier><sender>met</sender>'
    ...     b"<sent>2026-03-01T04:00:00Z</sent><status>Actual</status><msgType>Alert</msgType><info>"
    ...     b"<category>Met</category><event>Wind</event><severity>Severe</severity></info></alert>"
    ... ).severity.value
    'Severe'
    """
    try:
        root = xml_tree(read_elements(content))
    except InputError as error:
        raise InputError(error.what, where=error.where or where, mend=error.mend) from error
    if root.name != "alert":
        raise InputError("This is no CAP message: its root is not <alert>", where=where)
    return read_alert(root, where=where)


def read_alert(alert: XmlNode, *, where: str = "") -> ContextWarning:
    """Read the element `alert` of a message or of a feed.

    Raises
    ------
    InputError
        If it says too little to be used.
    """
    infos = alert.all("info")
    try:
        reference = CapReference(
            _name(alert.text_of("sender")), _name(alert.text_of("identifier")), _needed_time(alert, "sent")
        )
        message_type = _needed_term(CapMessageType, alert, "msgType")
        if message_type in (CapMessageType.ALERT, CapMessageType.UPDATE) and not infos:
            raise ValueError("The message says nothing: it has no <info>.")
        # The gravest part speaks for the message.
        infos.sort(key=lambda info: -_term(CapSeverity, info.text_of("severity"), CapSeverity.UNKNOWN).rank)
        main = infos[0] if infos else XmlNode("info", {}, "")
        categories = tuple(
            dict.fromkeys(
                _term(CapCategory, child.text, CapCategory.OTHER) for info in infos for child in info.all("category")
            )
        )
        event = main.text_of("event")[:LONGEST_TEXT]
        onsets = [_time(info, "onset") or _time(info, "effective") for info in infos]
        ends = [_time(info, "expires") for info in infos]
        areas = [area for info in infos for area in info.all("area")]
        return ContextWarning(
            reference=reference,
            status=_needed_term(CapStatus, alert, "status"),
            message_type=message_type,
            scope=_term(CapScope, alert.text_of("scope"), CapScope.PUBLIC),
            references=_references(alert.text_of("references")),
            kind=context_kind(categories, " ".join(info.text_of("event") for info in infos)),
            categories=categories,
            event=event,
            urgency=_term(CapUrgency, main.text_of("urgency"), CapUrgency.UNKNOWN),
            severity=_term(CapSeverity, main.text_of("severity"), CapSeverity.UNKNOWN),
            certainty=_term(CapCertainty, main.text_of("certainty"), CapCertainty.UNKNOWN),
            onset=min((onset for onset in onsets if onset), default=None),
            # A part that names no end, as translations do at times, takes nothing from the one that names it.
            expires=max((end for end in ends if end), default=None),
            headlines=_by_language(infos, "headline"),
            instructions=_by_language(infos, "instruction"),
            area="; ".join(
                dict.fromkeys(text for area in main.all("area") if (text := area.text_of("areaDesc")))
            )[:LONGEST_TEXT],
            polygons=tuple(
                dict.fromkeys(_polygon(child.text) for area in areas for child in area.all("polygon") if child.text)
            ),
            circles=tuple(
                dict.fromkeys(_circle(child.text) for area in areas for child in area.all("circle") if child.text)
            ),
        )  # fmt: skip
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=where) from error


def _name(text: str) -> str:
    # Blanks and commas would break references; some services write them nevertheless.
    return "".join(letter for letter in re.sub(r"[\s,<&]+", "_", text) if letter.isprintable())


def _term(terms: type[_Term], text: str, otherwise: _Term) -> _Term:
    return next((term for term in terms if term.value.lower() == text.lower()), otherwise)


def _needed_term(terms: type[_Term], node: XmlNode, name: str) -> _Term:
    text = node.text_of(name)
    for term in terms:
        if term.value.lower() == text.lower():
            return term
    raise ValueError(f"<{name}> must be one of {', '.join(terms)}, not {text[:40]!r}.")


def _needed_time(node: XmlNode, name: str) -> datetime:
    moment = _time(node, name)
    if moment is None:
        raise ValueError(f"The message has no <{name}>.")
    return moment


def _time(node: XmlNode, name: str) -> datetime | None:
    text = node.text_of(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None and moment.year in _YEARS:
            return moment.astimezone(UTC).replace(microsecond=0)
    except ValueError:
        pass
    raise ValueError(f"<{name}> must be a time with a zone such as 2026-03-01T09:00:00+05:00, not {text[:40]!r}.")


def _references(text: str) -> tuple[CapReference, ...]:
    """The messages that are referred to; what cannot be read refers to nothing that could be known here."""
    found = []
    for word in text.split()[:_MOST_REFERENCES]:
        parts = word.split(",")
        try:
            sent = datetime.fromisoformat(parts[2])
            if sent.tzinfo is not None:
                found.append(CapReference(_name(parts[0]), _name(parts[1]), sent.astimezone(UTC)))
        except (IndexError, ValueError, OverflowError):
            continue
    return tuple(dict.fromkeys(found))


def _by_language(infos: list[XmlNode], name: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for info in infos:
        if text := info.text_of(name):
            texts.setdefault((info.text_of("language") or _DEFAULT_LANGUAGE)[:35], text[:LONGEST_TEXT])
    return texts


def _polygon(text: str) -> CapPolygon:
    points = [_point(word) for word in text.split()]
    if points and points[0] != points[-1]:
        points.append(points[0])
    return CapPolygon(tuple(points))


def _circle(text: str) -> CapCircle:
    words = text.split()
    # Some write the middle with a blank after the comma.
    if len(words) == 3 and words[0].endswith(","):
        words = [words[0] + words[1], words[2]]
    if len(words) != 2:
        raise ValueError(f"A circle is written as latitude,longitude radius, not {text[:40]!r}.")
    return CapCircle(*_point(words[0]), _number(words[1]))


def _point(word: str) -> tuple[float, float]:
    latitude, separator, longitude = word.partition(",")
    if not separator:
        raise ValueError(f"A point is written as latitude,longitude, not {word[:40]!r}.")
    return _number(latitude), _number(longitude)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"A coordinate is a decimal number, not {text[:40]!r}.")
    return float(text)
