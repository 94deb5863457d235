"""The village bulletin in words: what was reported, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kerege.bulletin.compose.header import MEANINGS
from kerege.bulletin.words import Words
from kerege.domain.bulletin import BulletinFooter, BulletinHeader, Part
from kerege.domain.catalogue import Catalogue
from kerege.domain.digest import digest
from kerege.domain.marking import TLP
from kerege.domain.village_bulletin import VillageBulletin
from kerege.domain.village_month import LEAST_COUNT, AgreedStatement, VillageMonth

# What one page and one message of a phone can hold.
_MOST_DAYS, _MOST_LINES, _MOST_STATEMENTS = 6, 8, 4


def village_bulletin(month: VillageMonth, *, catalogue: Catalogue, words: Words) -> VillageBulletin:
    """The bulletin of a village and month in one language. Pure: the same month gives the same bulletin.

    Counts of reports below 3 are not told, nor any number from which one could be reckoned.

    Parameters
    ----------
    month : VillageMonth
    catalogue, words
        The vocabulary and the language.
    """
    parts = [
        _reported(month, words),
        _found(month, catalogue, words),
        _done(month, catalogue, words),
        _open(month, catalogue, words),
        _said(month, words),
        _how(month, words),
    ]
    # A quiet month is not a page of headings with nothing under them.
    shown = [parts[-1]] if month.is_empty else [part for part in parts if part.paragraphs or part.points]
    return VillageBulletin(
        language=words.language,
        header=_header(month, words),
        footer=_footer(month, words),
        exercise=words.say("EXERCISE") if month.is_exercise else "",
        place=words.place(month.place),
        month=words.month(month.month),
        lead=_lead(month, words),
        parts=tuple(shown),
        labels={"told": words.say("Told on {day}", day=words.day(month.made_on))},
    )


def _header(month: VillageMonth, words: Words) -> BulletinHeader:
    product, place = words.say("Village bulletin"), words.place(month.place)
    day = words.day(month.made_on)
    return BulletinHeader(
        product=product,
        title=f"{product}: {place}, {words.month(month.month)}",
        number=f"{month.month:%m/%Y}",
        unit=place,
        valid_from=day,
        valid_until="",
        made_on=day,
        horizon="",
        marking=TLP.CLEAR.value,
        marking_meaning=words.say(MEANINGS[TLP.CLEAR]),
        standing=words.say("Counts below {n} are not given, so that nobody can be recognised by them.", n=LEAST_COUNT),
    )


def _footer(month: VillageMonth, words: Words) -> BulletinFooter:
    # The counts stay out: somebody could try them all until the digest fits.
    seen = {
        "place": month.place,
        "month": month.month.isoformat(),
        "made_on": month.made_on.isoformat(),
        "happenings": sorted([one.day.isoformat(), one.kind, one.place] for one in month.happenings),
        "done": sorted([one.day.isoformat(), one.response] for one in month.done),
    }
    return BulletinFooter(
        run_id="Kerege",
        digest=words.say("digest {digest}", digest=digest(seen)[:16]),
        origin=words.say("made on {day}", day=words.day(month.made_on)),
        page=words.say("page {page} of {pages}"),
    )


def _lead(month: VillageMonth, words: Words) -> str:
    if month.is_empty:
        return words.say(
            "Nothing was reported about this place. That is not the same as that nothing happened: whoever saw "
            "something can still say it."
        )
    return words.say("What was reported, and what was done.")


def _reported(month: VillageMonth, words: Words) -> Part:
    fewer = words.say("fewer than {n}", n=LEAST_COUNT)
    received = words.number(month.received) if month.received >= LEAST_COUNT else fewer
    if not month.received:
        points: tuple[str, ...] = (words.say("No report came in this month."),)
    else:
        points = (
            words.say("Reports that came in: {n}.", n=received),
            words.say("Checked by a person: {n}.", n=_checked(month, words)),
        )
    return Part(heading=words.say("What was reported"), points=points)


def _checked(month: VillageMonth, words: Words) -> str:
    """How many were checked; a number only where neither it nor the rest is below 3, since one gives the other away."""
    rest = month.received - month.checked
    if month.received < LEAST_COUNT:
        return words.say("fewer than {n}", n=LEAST_COUNT)
    if rest == 0:
        return words.say("all of them")
    if month.checked == 0:
        return words.say("none yet")
    if min(month.checked, rest) < LEAST_COUNT:
        return words.say("some of them")
    return words.number(month.checked)


def _found(month: VillageMonth, catalogue: Catalogue, words: Words) -> Part:
    found: dict[tuple[str, str], set[date]] = {}
    for one in month.happenings:
        place = words.place(one.place) if one.place and one.place != month.place else ""
        found.setdefault((words.say(catalogue.kinds[one.kind].label), place), set()).add(one.day)
    lines = [
        words.say("{what}: {days}", what=f"{kind}, {place}" if place else kind, days=_days(sorted(days), words))
        for (kind, place), days in sorted(found.items())
    ]
    if not lines:
        return Part(
            heading=words.say("What was found to be so"),
            paragraphs=(words.say("No happening was confirmed in this month."),),
        )
    return Part(heading=words.say("What was found to be so"), points=_shortened(lines, words))


def _done(month: VillageMonth, catalogue: Catalogue, words: Words) -> Part:
    lines = [
        words.say("{day}: {what}", day=words.day(one.day), what=words.say(catalogue.responses[one.response].label))
        for one in sorted(dict.fromkeys(month.done), key=lambda one: (one.day, one.response))
    ]
    if not lines:
        return Part(
            heading=words.say("What was done"), paragraphs=(words.say("Nothing is recorded as done yet."),)
        )  # fmt: skip
    return Part(heading=words.say("What was done"), points=_shortened(lines, words))


def _open(month: VillageMonth, catalogue: Catalogue, words: Words) -> Part:
    lines = [
        words.say("{what}, since {day}", what=words.say(catalogue.kinds[one.kind].label), day=words.day(one.since))
        for one in sorted(dict.fromkeys(month.still_open), key=lambda one: (one.since, one.kind))
    ]
    empty = () if lines else (words.say("Nothing is open."),)
    return Part(heading=words.say("What is still open"), paragraphs=empty, points=_shortened(lines, words))


def _said(month: VillageMonth, words: Words) -> Part:
    newest = sorted(month.statements, key=lambda one: one.day)[-_MOST_STATEMENTS:]
    lines = [
        words.say("{day}: {what}", day=words.day(one.day), what=_statement(one, words)) for one in newest
    ]  # fmt: skip
    return Part(heading=words.say("What is known about rumours"), points=tuple(lines))


def _how(month: VillageMonth, words: Words) -> Part:
    return Part(
        heading=words.say("How to report"),
        points=(
            words.say("On any phone: {address}. No name and no account is needed.", address=month.report_address),
            words.say("Every report is checked by a person: {who}.", who=month.checked_by),
            words.say("In danger get to safety and call for help first."),
        ),
    )


def _statement(one: AgreedStatement, words: Words) -> str:
    text = one.text.get(words.language) or one.text.get("en") or next(iter(one.text.values()))
    return " ".join(text.split())


def _days(days: Sequence[date], words: Words) -> str:
    shown = [words.day(day) for day in days[:_MOST_DAYS]]
    more = len(days) - len(shown)
    if more:
        shown.append(words.say("and {n} more", n=words.number(more)))
    return ", ".join(shown)


def _shortened(lines: Sequence[str], words: Words) -> tuple[str, ...]:
    shown = tuple(lines[:_MOST_LINES])
    more = len(lines) - len(shown)
    return (*shown, words.say("and {n} more", n=words.number(more))) if more else shown
