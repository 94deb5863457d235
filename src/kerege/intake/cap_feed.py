"""A feed of warnings: Atom or RSS, with the messages in it or links to them; a single message is a feed of one."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.context_warning import ContextWarning
from kerege.domain.errors import InputError
from kerege.intake.cap import read_alert
from kerege.intake.safe_xml import read_elements
from kerege.intake.xml_tree import XmlNode, xml_tree

LARGEST = 10_000_000
MOST_ELEMENTS = 200_000
MEDIA_TYPE = "application/cap+xml"
_LONGEST_LINK = 2_000


@dataclass(frozen=True, slots=True)
class CapFeed:
    """What a feed holds.

    Parameters
    ----------
    warnings : tuple of ContextWarning
        Messages that stand in it, in the order of the feed.
    links : tuple of str
        Where the others are to be fetched, as written: they may be relative to the feed's own address.
    refused : tuple of str
        A sentence for each message in it that could not be used.
    """

    warnings: tuple[ContextWarning, ...] = ()
    links: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def read_cap_feed(content: bytes, *, where: str = "") -> CapFeed:
    """Read a feed or a single message. A message that cannot be used is named, and the rest goes on.

    Parameters
    ----------
    content : bytes
        The document.
    where : str
        Named in errors and refusals: a file or an address.

    Raises
    ------
    InputError
        If it is no XML, or neither a feed nor a message.

    Examples
    --------
    >>> read_cap_feed(
    ...     b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="1.xml" type="application/cap+xml"/></entry>'
    ...     b"</feed>"
    ... ).links
    ('1.xml',)
    """
    try:
        root = xml_tree(read_elements(content, largest=LARGEST, most_elements=MOST_ELEMENTS))
    except InputError as error:
        raise InputError(error.what, where=error.where or where, mend=error.mend) from error
    entries = [root] if root.name == "alert" else [*root.find("entry"), *root.find("item")]
    if root.name not in ("alert", "feed", "rss", "RDF"):
        raise InputError(f"This is neither a CAP message nor a feed: its root is <{root.name[:40]}>", where=where)
    warnings, links, refused = [], [], []
    for entry in entries:
        alerts = list(entry.find("alert"))
        for alert in alerts:
            try:
                warnings.append(read_alert(alert, where=where))
            except InputError as error:
                name = alert.text_of("identifier")[:100]
                refused.append(f"{name}: {error}" if name else str(error))
        if not alerts and (link := _link(entry)):
            links.append(link)
    return CapFeed(tuple(warnings), tuple(dict.fromkeys(links)), tuple(refused))


def _link(entry: XmlNode) -> str:
    """Where the message of an entry is; "" where it names none."""
    links = entry.all("link")
    # One service names the message in an element of its own and keeps the link for a page for people.
    candidates = [node.text for node in entry.all("cap")]
    candidates += [node.attributes.get("href", "") for node in links if node.attributes.get("type") == MEDIA_TYPE]
    candidates += [
        node.attributes.get("url", "") for node in entry.all("enclosure") if node.attributes.get("type") == MEDIA_TYPE
    ]
    candidates += [
        node.attributes.get("href", "") for node in links if node.attributes.get("rel", "alternate") == "alternate"
    ]
    candidates += [node.text for node in links]
    return next((text for own in candidates if 0 < len(text := own.strip()) <= _LONGEST_LINK), "")
