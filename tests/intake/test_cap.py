"""Messages of other services: their quirks are taken, what cannot be used is refused, nothing breaks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.domain.cap_terms import CapCategory, CapMessageType, CapSeverity, CapStatus, CapUrgency
from kerege.domain.context_warning import ContextKind, ContextWarning
from kerege.domain.errors import InputError
from kerege.intake.cap import read_cap
from kerege.intake.cap_feed import CapFeed, read_cap_feed

# Made up after the manner of weather services of the region.
HEAD = (
    "<identifier>KG-1</identifier><sender>met@example.kg</sender><sent>2026-03-01T09:00:00+06:00</sent>"
    "<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>"
)
INFO_RU = (
    "<info><language>ru-KG</language><category>Met</category><event>Сильный ветер</event><urgency>Expected</urgency>"
    "<severity>Moderate</severity><certainty>Likely</certainty><onset>2026-03-01T12:00:00+06:00</onset>"
    "<expires>2026-03-01T20:00:00+06:00</expires><headline>Ветер 20 м/с</headline>"
    "<area><areaDesc>Баткен</areaDesc><polygon>39.9,70.5 39.9,70.6 40.0,70.6 39.9,70.5</polygon></area></info>"
)
INFO_EN = (
    "<info><language>en</language><category>Met</category><event>Flash flood</event><urgency>Immediate</urgency>"
    "<severity>Severe</severity><certainty>Likely</certainty><onset>2026-03-01T11:00:00+06:00</onset>"
    "<expires>2026-03-02T02:00:00Z</expires><headline>Mudflow</headline><instruction>Leave the valley</instruction>"
    "<area><areaDesc>Isfara valley</areaDesc><circle>39.95,70.55 12.5</circle></area></info>"
)


def message(body: str, namespace: str = "urn:oasis:names:tc:emergency:cap:1.2") -> bytes:
    return f'<?xml version="1.0"?><alert xmlns="{namespace}">{body}</alert>'.encode()


def test_the_gravest_part_speaks_for_a_message_of_two() -> None:
    assert read_cap(message(HEAD + INFO_RU + INFO_EN)) == ContextWarning(
        reference=CapReference("met@example.kg", "KG-1", datetime(2026, 3, 1, 3, tzinfo=UTC)),
        status=CapStatus.ACTUAL,
        message_type=CapMessageType.ALERT,
        kind=ContextKind.FLOOD,
        categories=(CapCategory.MET,),
        event="Flash flood",
        urgency=CapUrgency.IMMEDIATE,
        severity=CapSeverity.SEVERE,
        certainty=read_cap(message(HEAD + INFO_RU)).certainty,
        onset=datetime(2026, 3, 1, 5, tzinfo=UTC),
        expires=datetime(2026, 3, 2, 2, tzinfo=UTC),
        headlines={"en": "Mudflow", "ru-KG": "Ветер 20 м/с"},
        instructions={"en": "Leave the valley"},
        area="Isfara valley",
        polygons=(CapPolygon(((39.9, 70.5), (39.9, 70.6), (40.0, 70.6), (39.9, 70.5))),),
        circles=(CapCircle(39.95, 70.55, 12.5),),
    )


@pytest.mark.parametrize("version", ["urn:oasis:names:tc:emergency:cap:1.1", "http://www.incident.com/cap/1.0", ""])
def test_older_namespaces_say_the_same(version: str) -> None:
    assert read_cap(message(HEAD + INFO_RU, version)) == read_cap(message(HEAD + INFO_RU))


def test_a_prefix_for_every_element_says_the_same() -> None:
    body = (HEAD + INFO_RU).replace("</", "~").replace("<", "<cap:").replace("~", "</cap:")
    document = f'<cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">{body}</cap:alert>'.encode()
    assert read_cap(document) == read_cap(message(HEAD + INFO_RU))


def test_without_an_end_it_holds_for_a_day_from_its_beginning() -> None:
    body = HEAD + INFO_RU.replace("<expires>2026-03-01T20:00:00+06:00</expires>", "")
    found = read_cap(message(body))
    assert found.expires is None
    assert found.ends == datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert read_cap(message(HEAD + INFO_RU)).ends == datetime(2026, 3, 1, 14, tzinfo=UTC)


def test_a_part_without_an_end_takes_nothing_from_the_end_of_another() -> None:
    open_part = INFO_EN.replace("<expires>2026-03-02T02:00:00Z</expires>", "")
    assert read_cap(message(HEAD + INFO_RU + open_part)).expires == datetime(2026, 3, 1, 14, tzinfo=UTC)
    assert read_cap(message(HEAD + INFO_RU + INFO_EN)).expires == datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("Moderate", "moderate", lambda found: found.severity is CapSeverity.MODERATE),
        ("Moderate", "High", lambda found: found.severity is CapSeverity.UNKNOWN),
        ("KG-1", "KG 1, new", lambda found: found.reference.identifier == "KG_1_new"),
        ("39.9,70.5 39.9,70.6 40.0,70.6 39.9,70.5", "39.9,70.5\n39.9,70.6 40.0,70.6", lambda f: len(f.polygons) == 1),
        ("<polygon>39.9,70.5 39.9,70.6 40.0,70.6 39.9,70.5</polygon>", "<polygon/>", lambda f: not f.polygons),
        (
            "<polygon>39.9,70.5 39.9,70.6 40.0,70.6 39.9,70.5</polygon>",
            "<circle>39.9, 70.5 0</circle>",
            lambda found: found.circles == (CapCircle(39.9, 70.5, 0),),
        ),
        ("09:00:00+06:00</sent>", "03:00:00.123Z</sent>", lambda f: f.reference.sent.hour == 3),
        ("<scope>", "<references>met,a,2026-02-28T00:00:00Z nonsense met,b,2026-02-28</references><scope>",
         lambda f: f.references == (CapReference("met", "a", datetime(2026, 2, 28, tzinfo=UTC)),)),
    ],
)  # fmt: skip
def test_quirks_are_taken(old: str, new: str, check: object) -> None:
    body = (HEAD + INFO_RU).replace(old, new)
    assert body != HEAD + INFO_RU
    assert callable(check)
    assert check(read_cap(message(body)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("<identifier>KG-1</identifier>", "", "identifier"),
        ("met@example.kg", "", "sender"),
        ("<sent>2026-03-01T09:00:00+06:00</sent>", "", "has no <sent>"),
        ("2026-03-01T09:00:00+06:00</sent>", "yesterday</sent>", "'yesterday'"),
        ("2026-03-01T09:00:00+06:00</sent>", "2026-03-01T09:00:00</sent>", "a time with a zone"),
        ("2026-03-01T09:00:00+06:00</sent>", "0001-01-01T00:00:00+06:00</sent>", "a time with a zone"),
        ("<status>Actual", "<status>Real", "<status> must be one of Actual, Exercise"),
        ("<msgType>Alert", "<msgType>", "<msgType> must be one of"),
        (INFO_RU, "", "says nothing"),
        ("39.9,70.5 39.9,70.6 40.0,70.6 39.9,70.5", "39.9,70.5 39.9,70.6", "four points"),
        ("40.0,70.6", "140.0,70.6", "no point on the globe"),
        ("40.0,70.6", "nan,70.6", "a decimal number"),
        ("40.0,70.6", "40.0;70.6", "latitude,longitude"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(old: str, new: str, sentence: str) -> None:
    body = (HEAD + INFO_RU).replace(old, new)
    assert body != HEAD + INFO_RU
    with pytest.raises(InputError, match=sentence) as caught:
        read_cap(message(body), where="a.xml")
    assert str(caught.value).startswith("a.xml: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"<a", b"<html/>", b'<!DOCTYPE a [<!ENTITY b "c">]><alert>&b;</alert>'])
def test_what_is_no_message_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_cap(content)
    with pytest.raises(InputError):
        read_cap_feed(content)


@pytest.mark.parametrize(
    ("category", "event", "kind"),
    [
        ("Geo", "Earthquake", "quake"),
        ("Geo", "жер титирөө", "quake"),
        ("Geo", "Заминҷунбӣ", "quake"),
        ("Geo", "Landslide", "other"),
        ("Met", "Yellow Rain-Flood Warning", "flood"),
        ("Other", "Сель в ущелье", "flood"),
        ("Met", "Сельское хозяйство: заморозки", "weather"),
        ("Met", "Sel xavfi", "flood"),
        ("Met", "Self-made fog", "weather"),
        ("Security", "Shots", "other"),
    ],
)
def test_the_kind_follows_from_words_and_category(category: str, event: str, kind: str) -> None:
    info = INFO_RU.replace(">Met<", f">{category}<").replace("Сильный ветер", event)
    assert read_cap(message(HEAD + info)).kind == kind


def test_an_atom_feed_gives_its_messages_and_links_and_names_what_it_refuses() -> None:
    good, bad = message(HEAD + INFO_RU).decode(), message(HEAD.replace("Actual", "Real") + INFO_RU).decode()
    strip = '<?xml version="1.0"?>'
    feed = read_cap_feed(
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://met.example/feed"/>'
            f"<entry><content>{good.removeprefix(strip)}</content></entry>"
            f"<entry><content>{bad.removeprefix(strip)}</content></entry>"
            '<entry><link rel="alternate" type="text/html" href="/page"/>'
            '<link type="application/cap+xml" href="/1.xml"/></entry>'
            '<entry><link href="/2.xml"/></entry><entry><link href="/2.xml"/></entry><entry/></feed>'
        ).encode(),
        where="https://met.example/feed",
    )
    assert [own.headline("ru") for own in feed.warnings] == ["Ветер 20 м/с"]
    assert feed.links == ("/1.xml", "/2.xml")
    assert feed.refused == (
        "KG-1: https://met.example/feed: <status> must be one of Actual, Exercise, System, Test, Draft, not 'Real'.",
    )


def test_an_rss_feed_gives_links_also_those_in_an_element_of_their_own() -> None:
    feed = read_cap_feed(
        b'<rss xmlns:gdacs="http://www.gdacs.org"><channel><link>https://x.example</link>'
        b"<item><link>https://x.example/page</link><gdacs:cap>https://x.example/cap_1.xml</gdacs:cap></item>"
        b"<item><link>https://x.example/2.xml</link></item></channel></rss>"
    )
    assert feed == CapFeed((), ("https://x.example/cap_1.xml", "https://x.example/2.xml"), ())


def test_a_single_message_is_a_feed_of_one() -> None:
    assert read_cap_feed(message(HEAD + INFO_RU)) == CapFeed((read_cap(message(HEAD + INFO_RU)),), (), ())


ELEMENTS = [
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "references",
    "severity",
    "onset",
    "expires",
    "polygon",
    "circle",
    "event",
    "headline",
    "language",
    "category",
]
VALUES = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="<&\ufffe\uffff"), max_size=40)
NEARLY = st.sampled_from(
    [
        *("9999-12-31T23:59:59-14:00", "2026-13-01T00:00:00Z", "1e400,1e400 5", "٣,٤ 5", "1_0,1 1", "0,0 0,0 0,0"),
        *("-0,-0 0,", "+,+ +", ",,,", "Alert", "90,180 20040"),
        *("a,b,9999-12-31T23:59:59-12:00", "a,b,0001-01-01T00:00:00+12:00"),
    ]
)


@given(st.dictionaries(st.sampled_from(ELEMENTS), VALUES | NEARLY, max_size=6))
def test_no_value_makes_another_error(values: dict[str, str]) -> None:
    body = HEAD + INFO_RU + INFO_EN
    for name, value in values.items():
        body = re.sub(rf"<{name}>[^<]*</{name}>", lambda _, n=name, v=value: f"<{n}>{v}</{n}>", body)
        if name == "references":
            body = body.replace("<scope>", f"<references>{value}</references><scope>")
    try:
        found = read_cap(message(body))
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert found.ends - found.reference.sent < timedelta(days=400 * 365)
        assert isinstance(found.headline("ky"), str)


@given(st.binary(max_size=200) | VALUES.map(lambda text: f"<feed><entry>{text}</entry></feed>".encode()))
def test_no_bytes_make_another_error(content: bytes) -> None:
    for read in (read_cap, read_cap_feed):
        try:
            read(content)
        except InputError as error:
            assert str(error)


@given(
    st.recursive(st.sampled_from(["", "x", "https://a.example/1"]), lambda inner: st.lists(inner, max_size=4)),
    st.data(),
)
def test_no_arrangement_of_elements_makes_another_error(tree: object, data: st.DataObject) -> None:
    names = st.sampled_from(["feed", "rss", "entry", "item", "alert", "info", "area", "link", "cap", *ELEMENTS])

    def written(node: object) -> str:
        name = data.draw(names)
        inner = node if isinstance(node, str) else "".join(written(own) for own in node)  # type: ignore[attr-defined]
        return f"<{name}>{inner}</{name}>"

    for read in (read_cap, read_cap_feed):
        try:
            read(written(tree).encode())
        except InputError as error:
            assert str(error)
