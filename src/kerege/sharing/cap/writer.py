"""The document of a CAP message: XML that the schema of CAP 1.2 accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.sharing.cap.message import CapMessage
from kerege.sharing.cap.named_value import NamedValue
from kerege.sharing.cap.warned_area import WarnedArea
from kerege.sharing.cap.warning import CapWarning
from kerege.sharing.cap.warning_text import WarningText

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
_DECIMALS = 6
"""Of a degree: a tenth of a metre. How exact a shape may be is decided where it is made."""


def write_message(message: CapMessage) -> bytes:
    """The document of a message, in UTF-8.

    Parameters
    ----------
    message : CapMessage
        A valid one: there are no others.

    Returns
    -------
    bytes
        The same message gives the same bytes.
    """
    elements = [
        _element("identifier", message.identifier),
        _element("sender", message.sender),
        _element("sent", write_time(message.sent)),
        _element("status", message.status),
        _element("msgType", message.message_type),
        _element("scope", message.scope),
        _element("restriction", message.restriction),
        _element("addresses", " ".join(_quoted(address) for address in message.addresses)),
        _element("note", message.note),
        _element("references", " ".join(_reference(own) for own in message.references)),
        _element("incidents", " ".join(message.incidents)),
    ]
    if message.warning is not None:
        elements += [_info(message.warning, text, message.sent) for text in message.warning.texts]
    body = "".join(elements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="{NAMESPACE}">{body}</alert>\n'.encode()


def write_time(moment: datetime) -> str:
    """A time as the standard demands it: with a numeric offset, and -00:00 for UTC.

    Examples
    --------
    >>> from datetime import UTC, timedelta, timezone
    >>> write_time(datetime(2026, 3, 1, 9, 0, tzinfo=timezone(timedelta(hours=5))))
    '2026-03-01T09:00:00+05:00'
    >>> write_time(datetime(2026, 3, 1, 4, 0, tzinfo=UTC))
    '2026-03-01T04:00:00-00:00'
    """
    text = moment.isoformat(timespec="seconds")
    return text[:-6] + "-00:00" if text.endswith("+00:00") else text


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _info(warning: CapWarning, text: WarningText, sent: datetime) -> str:
    times = (("effective", warning.effective or sent), ("onset", warning.onset), ("expires", warning.expires))
    elements = [
        _element("language", text.language),
        *(_element("category", category) for category in warning.categories),
        _element("event", text.event),
        *(_element("responseType", response) for response in warning.responses),
        _element("urgency", warning.urgency),
        _element("severity", warning.severity),
        _element("certainty", warning.certainty),
        *(_element(name, write_time(moment)) for name, moment in times if moment is not None),
        _element("senderName", text.sender_name),
        _element("headline", text.headline),
        _element("description", text.description),
        _element("instruction", text.instruction),
        _element("web", warning.web),
        _element("contact", text.contact),
        *_named("parameter", warning.parameters),
        *(_area(area, name) for area, name in zip(warning.areas, text.area_names, strict=True)),
    ]
    return f"<info>{''.join(elements)}</info>"


def _area(area: WarnedArea, name: str) -> str:
    elements = [
        _element("areaDesc", name),
        *(_element("polygon", _polygon(polygon)) for polygon in area.polygons),
        *(_element("circle", _circle(circle)) for circle in area.circles),
        *_named("geocode", area.geocodes),
    ]
    return f"<area>{''.join(elements)}</area>"


def _named(name: str, values: Iterable[NamedValue]) -> Iterator[str]:
    for own in values:
        yield f"<{name}>{_element('valueName', own.name)}{_element('value', own.value)}</{name}>"


def _polygon(polygon: CapPolygon) -> str:
    return " ".join(f"{_degrees(latitude)},{_degrees(longitude)}" for latitude, longitude in polygon.points)


def _circle(circle: CapCircle) -> str:
    return f"{_degrees(circle.latitude)},{_degrees(circle.longitude)} {_degrees(circle.radius_km)}"


def _degrees(value: float) -> str:
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _quoted(address: str) -> str:
    return f'"{address}"' if len(address.split()) > 1 else address


def _reference(reference: CapReference) -> str:
    return f"{reference.sender},{reference.identifier},{write_time(reference.sent)}"
