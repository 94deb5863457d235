"""A feed of our messages in Atom 1.0: one entry for each, with a link to its document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from kerege.domain.cap_reference import whole_seconds
from kerege.sharing.cap.message import CapMessage
from kerege.sharing.cap.plain_text import plain_text
from kerege.sharing.cap.web_address import check_web_address
from kerege.sharing.cap.writer import MEDIA_TYPE, write_time

NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One message in the feed.

    Parameters
    ----------
    link : str
        Full address of its document; also what names the entry for ever.
    title, summary : str
        In the language of the feed; the title is needed.
    updated : datetime
        When the message was sent.
    categories : tuple of str
        Categories of the message.

    Raises
    ------
    ValueError
        For an empty title, a link without a scheme, or a time without zone.
    """

    link: str
    title: str
    updated: datetime
    summary: str = ""
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("title", "summary"):
            object.__setattr__(self, name, plain_text(getattr(self, name)))
        object.__setattr__(self, "updated", whole_seconds(self.updated, "updated"))
        if not self.title:
            raise ValueError("An entry of a feed needs a title.")
        check_web_address(self.link)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFeed:
    """A feed.

    Parameters
    ----------
    address : str
        Its own full address; also what names it for ever.
    title, author : str
        Neither may be empty.
    language : str
        Of its titles.
    updated : datetime
        Of the newest entry, or when the feed was begun.
    entries : tuple of FeedEntry
        Newest first.

    Raises
    ------
    ValueError
        If one of these rules is broken.
    """

    address: str
    title: str
    author: str
    updated: datetime
    language: str = "en"
    entries: tuple[FeedEntry, ...] = ()

    def __post_init__(self) -> None:
        for name in ("title", "author"):
            object.__setattr__(self, name, plain_text(getattr(self, name)))
        object.__setattr__(self, "updated", whole_seconds(self.updated, "updated"))
        if not (self.title and self.author):
            raise ValueError("A feed needs a title and an author.")
        check_web_address(self.address)
        links = [entry.link for entry in self.entries]
        if len(set(links)) < len(links):
            raise ValueError("A feed holds each message once.")
        if any(later.updated > earlier.updated for earlier, later in zip(self.entries, self.entries[1:], strict=False)):
            raise ValueError("The entries of a feed stand newest first.")


def feed_entry(message: CapMessage, link: str, *, language: str = "en") -> FeedEntry:
    """The entry of a message, in a language of its words or else in its first one.

    A message that is not meant says so in its title, whatever its words say: programs show the title alone.

    Parameters
    ----------
    message : CapMessage
    link : str
        Full address of its document.
    language : str
    """
    texts = message.warning.texts if message.warning else ()
    text = next((own for own in texts if own.language.partition("-")[0] == language), texts[0] if texts else None)
    title = (text.headline or text.event) if text else f"{message.message_type} {message.identifier}"
    if message.status != "Actual":
        title = f"[{message.status.upper()}] {title}"
    return FeedEntry(
        link=link,
        title=title,
        updated=message.sent,
        summary=text.description if text else message.note,
        categories=message.warning.categories if message.warning else (),
    )


def write_feed(feed: MessageFeed) -> bytes:
    """The document of a feed, in UTF-8."""
    body = [
        _element("id", feed.address),
        _element("title", feed.title),
        _element("updated", write_time(feed.updated)),
        f"<author>{_element('name', feed.author)}</author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.address)}/>',
        *_entries(feed.entries),
    ]
    head = f'<feed xmlns="{NAMESPACE}" xml:lang={quoteattr(feed.language)}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(body)}</feed>\n'.encode()


def _entries(entries: Iterable[FeedEntry]) -> Iterable[str]:
    for entry in entries:
        parts = [
            _element("id", entry.link),
            _element("title", entry.title),
            _element("updated", write_time(entry.updated)),
            _element("summary", entry.summary),
            f'<link rel="alternate" type="{MEDIA_TYPE}" href={quoteattr(entry.link)}/>',
            *(f"<category term={quoteattr(category)}/>" for category in entry.categories),
        ]
        yield f"<entry>{''.join(parts)}</entry>"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
