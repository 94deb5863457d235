"""A bulletin: everything it says, in words of one language, without a mark of layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class BulletinLevel(StrEnum):
    """Whom a bulletin is for, and how far it looks."""

    TACTICAL = "tactical"
    OPERATIONAL = "operational"
    STRATEGIC = "strategic"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinHeader:
    """What stands over a bulletin.

    Parameters
    ----------
    product, title : str
        What it is ("Operational bulletin"), and the title of the document with number and region.
    number : str
        Its number, from level, year and day, week or nothing: "O 16/2021".
    unit : str
        The border region it is about.
    valid_from, valid_until, made_on : str
        Times with their zone.
    horizon : str
        How far it looks: "72 hours".
    marking, marking_meaning : str
        The TLP label, never translated, and the line that explains it.
    standing : str
        Who speaks: the machine proposes, a person decides.
    """

    product: str
    title: str
    number: str
    unit: str
    valid_from: str
    valid_until: str
    made_on: str
    horizon: str
    marking: str
    marking_meaning: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement: what, how likely, within which bounds, and how well founded.

    Parameters
    ----------
    statement : str
        What may happen, as a sentence without its likelihood.
    likelihood : str
        Word, number and interval: "likely, 62 %, between 48 and 75 %".
    probability, low, high : float or None
        The same as numbers, 0..1; None where the judgement is about something already counted.
    confidence, basis : str
        Analytic confidence (low, moderate, high) as a phrase, and what it rests on.

    Raises
    ------
    ValueError
        If numbers are partly missing or out of order.
    """

    statement: str
    likelihood: str
    probability: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        numbers = [number for number in (self.low, self.probability, self.high) if number is not None]
        if len(numbers) not in {0, 3} or numbers != sorted(numbers) or any(not 0 <= n <= 1 for n in numbers):
            raise ValueError("A judgement has probability, low and high in order, or none of them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinTable:
    """A table of words.

    Parameters
    ----------
    caption, note : str
        What it shows; what must be known before it is read.
    columns : tuple of str
        Heads.
    rows : tuple of tuple of str
        Cells, as many in each row as there are columns.
    numeric : tuple of bool
        Which columns are numbers, set to the right.
    wide : int
        The column that takes the room left over.

    Raises
    ------
    ValueError
        If a row or `numeric` has another length than the columns.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""
    wide: int = 0

    def __post_init__(self) -> None:
        if any(len(cells) != len(self.columns) for cells in (*self.rows, self.numeric)):
            raise ValueError(f"Every row of the table {self.caption!r} needs {len(self.columns)} cells.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A map or chart, with the sentence that says what to see and the same content as a table.

    Parameters
    ----------
    id : str
        Stable name within the bulletin, snake case.
    heading, sentence : str
        What it is; what to see in it.
    alt : str
        What it shows, for those who cannot see it.
    spec : mapping
        Vega-Lite specification.
    note : str
        Sources and reservations.
    table : BulletinTable or None
        Its numbers; None where another part of the bulletin holds them.
    """

    id: str
    heading: str
    sentence: str
    alt: str
    spec: Mapping[str, Any]
    note: str = ""
    table: BulletinTable | None = None


@dataclass(frozen=True, slots=True)
class AccountWords:
    """One side's version, under its name."""

    side: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An incident as the bulletin tells it.

    Parameters
    ----------
    id, when, place, what : str
        Its identifier, time, place, and kind with trigger.
    severity : int
        1..5.
    severity_word, harm, summary, response, source : str
        In words; empty where there is nothing to say.
    accounts : tuple of AccountWords
        The sides' versions, side by side.
    """

    id: str
    when: str
    place: str
    what: str
    severity: int
    severity_word: str
    harm: str
    summary: str
    accounts: tuple[AccountWords, ...]
    response: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A section in the list of levels.

    Parameters
    ----------
    mark : int
        Its number on the map, from 1.
    level : str
        low, medium, high or critical: chooses colour and shape.
    level_word, name, reason : str
        In words.
    probability, killed, share : str
        Chance of an incident, chance of somebody killed, share of the region's expected harm.
    change : str
        What changed since the earlier bulletin; empty where nothing did.
    """

    mark: int
    level: str
    level_word: str
    name: str
    probability: str
    killed: str
    share: str
    reason: str
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLevels:
    """The sections that matter, most exposed first, by group.

    Parameters
    ----------
    heading, sentence, note : str
        Heading; what to see; what the levels mean and what is not listed.
    columns : tuple of str
        Heads: section, level, incident, killed, share of harm, why.
    groups : tuple of (name, lines)
        Section groups with their sections.
    reactions : tuple of (level, level word, reaction)
        What each level stands for.
    """

    heading: str
    sentence: str
    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[SectionLine, ...]], ...]
    reactions: tuple[tuple[str, str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPoint:
    """What can be seen beforehand, and what to do then."""

    observable: str
    action: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What the data speak for, and the number it rests on."""

    text: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a bulletin: heading, paragraphs, points, tables and figures, each of which may be missing."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[BulletinTable, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinFooter:
    """What a bulletin was made from.

    Parameters
    ----------
    run_id, digest : str
        The run of the watch, and the digest of the bulletin's words.
    origin : str
        Versions of data, parameters and code, in words.
    page : str
        "page {page} of {pages}" with these two places left open.
    """

    run_id: str
    digest: str
    origin: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A bulletin of one level in one language.

    Parameters
    ----------
    level : BulletinLevel
    language : str
        "en", "ru", "ky", "tg" or "uz".
    header, footer : BulletinHeader, BulletinFooter
    headline : Judgement
        The one thing to remember.
    summary : tuple of str
        The bottom line, at most a few sentences.
    judgements_heading : str
    judgements : tuple of Judgement
        Key judgements.
    maps : tuple of Figure
        At least one.
    levels : SectionLevels
    happened : Part
        What happened, counted and compared.
    happenings : tuple of Happening
        The incidents themselves, with each side's account.
    more : str
        What was left out of `happenings`, with the number; empty where nothing was.
    expected, why, done, gaps : Part
    watch_heading : str
    watch : tuple of WatchPoint
    further : tuple of Part
        Parts of this level only, in order: changes, trends, vulnerability, method.
    recommendations_heading : str
    recommendations : tuple of Recommendation
    decision : Part
        Lines a person fills in: the machine proposes only.
    labels : mapping
        Small words the layout prints.
    """

    level: BulletinLevel
    language: str
    header: BulletinHeader
    headline: Judgement
    summary: tuple[str, ...]
    judgements_heading: str
    judgements: tuple[Judgement, ...]
    maps: tuple[Figure, ...]
    levels: SectionLevels
    happened: Part
    happenings: tuple[Happening, ...]
    more: str
    expected: Part
    why: Part
    done: Part
    watch_heading: str
    watch: tuple[WatchPoint, ...]
    gaps: Part
    decision: Part
    footer: BulletinFooter
    further: tuple[Part, ...] = ()
    recommendations_heading: str = ""
    recommendations: tuple[Recommendation, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
