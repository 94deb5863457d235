"""Head, foot and the lines that a person fills in."""

from __future__ import annotations

from datetime import timedelta

from kerege.bulletin.compose.material import Material
from kerege.bulletin.words import Words, message
from kerege.domain.bulletin import BulletinFooter, BulletinHeader, BulletinLevel, Part
from kerege.domain.marking import TLP

_PRODUCTS = {
    BulletinLevel.TACTICAL: message("Tactical bulletin"),
    BulletinLevel.OPERATIONAL: message("Operational bulletin"),
    BulletinLevel.STRATEGIC: message("Strategic bulletin"),
}
MEANINGS = {
    TLP.CLEAR: message("may be passed on without limit"),
    TLP.GREEN: message("for the services concerned and their partners; not for publication"),
    TLP.AMBER: message("only for the receiving service, and its partners who need it to act"),
    TLP.AMBER_STRICT: message("only for the receiving service; not for its partners"),
    TLP.RED: message("only for those named as recipients; not to be passed on"),
}
VALID_DAYS = {BulletinLevel.TACTICAL: 3, BulletinLevel.OPERATIONAL: 28, BulletinLevel.STRATEGIC: 365}


def header(level: BulletinLevel, material: Material) -> BulletinHeader:
    """What stands over the bulletin."""
    words, zone = material.words, material.region.zone
    unit = words.say(material.region.title)
    number = bulletin_number(level, material)
    product = words.say(_PRODUCTS[level])
    until = material.as_of + timedelta(days=VALID_DAYS[level])
    return BulletinHeader(
        product=product,
        title=f"{product} {number}: {unit}",
        number=number,
        unit=unit,
        valid_from=words.moment(material.as_of, zone),
        valid_until=words.moment(until, zone),
        made_on=words.moment(material.as_of, zone),
        horizon=_horizon(level, words),
        marking=material.marking.tlp.value,
        marking_meaning=words.say(MEANINGS[material.marking.tlp]),
        standing=words.say("Proposed by a machine from reports. It decides nothing: a named person does."),
    )


def bulletin_number(level: BulletinLevel, material: Material) -> str:
    """Number of a bulletin: its letter, the day or the week of the year, and the year.

    The same day gives the same number, so that two copies can be told to be the same bulletin.
    """
    local = material.as_of.astimezone(material.region.zone)
    week = local.isocalendar()
    return {
        BulletinLevel.TACTICAL: f"T {local.timetuple().tm_yday:03d}/{local.year}",
        BulletinLevel.OPERATIONAL: f"O {week.week:02d}/{week.year}",
        BulletinLevel.STRATEGIC: f"S {local.month:02d}/{local.year}",
    }[level]


def _horizon(level: BulletinLevel, words: Words) -> str:
    return {
        BulletinLevel.TACTICAL: words.say("the next 72 hours"),
        BulletinLevel.OPERATIONAL: words.say("the next 12 weeks"),
        BulletinLevel.STRATEGIC: words.say("the past year and the outlook"),
    }[level]


def footer(material: Material) -> BulletinFooter:
    """What the bulletin was made from."""
    words, run = material.words, material.run
    return BulletinFooter(
        run_id=words.say("run {id}", id=material.run_id),
        digest=words.say("digest {digest}", digest=material.origin_digest[:16]),
        origin=words.say(
            "data {data}, region {region}, parameters {parameters}, program {program}",
            data=run.data_digest[:8],
            region=run.region_digest[:8],
            parameters=run.parameters_version,
            program=run.code_version,
        ),
        page=words.say("page {page} of {pages}"),
    )


def decision(level: BulletinLevel, words: Words) -> Part:
    """The lines that a person fills in: what the machine proposes becomes valid only by them."""
    points = [
        words.say("Levels accepted as proposed"),
        words.say("Changed: section, level, reason"),
        words.say("Name, post, date and time, signature"),
    ]
    if level is BulletinLevel.TACTICAL:
        points.append(words.say("Feedback: seen · useful · wrong, because"))
    return Part(heading=words.say("Decision"), points=tuple(points))
