"""What is not known, said before anybody relies on what is."""

from __future__ import annotations

from datetime import date

from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.official import compared_totals

# The run names these too; here they are said in one sentence each, with more beside them.
_SAID_ELSEWHERE = frozenset({"coverage", "unlocated", "harm_unknown"})


def gap_points(material: Material) -> list[str]:
    """The gaps, gravest first: silence, coverage, places, harm, one-sided accounts, pooling."""
    return [
        point
        for point in (
            *_named(material),
            _coverage(material),
            _unlocated(material),
            _harm_not_given(material),
            _one_sided(material),
            _pooled(material),
        )
        if point
    ]


def _named(material: Material) -> list[str]:
    """What the run itself noted; an identifier without a sentence is shown as it stands, so that nothing is hidden."""
    gaps = [gap for gap in material.run.gaps if gap.partition(":")[0] not in _SAID_ELSEWHERE]
    return [_gap_words(material, gap) for gap in gaps]


def _gap_words(material: Material, gap: str) -> str:
    words = material.words
    name, _, value = gap.partition(":")
    if name == "no_reports":
        return words.say("Nothing has been reported at all: there is no basis for any number here.")
    if name == "no_reports_since":
        day = words.day(date.fromisoformat(value))
        return words.say("No incident has been reported since {day}. Silence is not quiet.", day=day)
    if name == "not_under_watch_since":
        day = words.day(date.fromisoformat(value))
        return words.say(
            "Since {day} the border counts as not watched: the silence is too long to mean quiet.", day=day
        )
    if name == "outside_region":
        return words.count(
            "{n} incident lies too far from every line of the region and is not counted.",
            "{n} incidents lie too far from every line of the region and are not counted.",
            int(value),
        )
    if name == "not_reported_yet":
        days, _, tenths = value.partition(":")
        return words.say(
            "Probably not reported yet: about {tenths} of 10 incidents of the last {days} days.",
            tenths=words.number(int(tenths)),
            days=words.number(int(days)),
        )
    if name == "reported_late":
        count, _, days = value.partition(":")
        return words.count(
            "{n} incident was reported more than {days} days after it happened; it counts as reported after {days} "
            "days.",
            "{n} incidents were reported more than {days} days after they happened; they count as reported after "
            "{days} days.",
            int(count),
            days=words.number(int(days)),
        )
    return words.say("Noted by the watch: {gap}", gap=gap.replace("_", " "))


def _coverage(material: Material) -> str:
    words = material.words
    # Whole years of single borders only: totals of all borders or of half-years would count the same incidents twice.
    compared = [
        total
        for total in compared_totals(material)
        if total.official and total.period.isdigit() and total.border in material.region.pairs
    ]
    if not compared:
        return words.say("There is no official total to compare with: how much of what happens is seen is not known.")
    return words.count(
        "Where the official total of a year and border is known ({n} case), the file holds {held} of {official}.",
        "Where the official total of a year and border is known ({n} cases), the file holds {held} of {official}.",
        len(compared),
        held=words.number(sum(total.held for total in compared)),
        official=words.number(sum(total.official for total in compared)),
    )


def _unlocated(material: Material) -> str:
    n = len(material.run.unlocated)
    if not n:
        return ""
    return material.words.count(
        "{n} incident of {all} cannot be placed on a section group and counts for its border only.",
        "{n} incidents of {all} cannot be placed on a section group and count for their border only.",
        n,
        all=material.words.number(len(material.incidents)),
    )


def _harm_not_given(material: Material) -> str:
    n = sum(incident.harm.casualties is None for incident in material.incidents)
    if not n:
        return ""
    return material.words.count(
        "For {n} incident of {all} the number of killed or injured is not given; it is not taken as zero.",
        "For {n} incidents of {all} the number of killed or injured is not given; it is not taken as zero.",
        n,
        all=material.words.number(len(material.incidents)),
    )


def _one_sided(material: Material) -> str:
    n = sum(len({account.side for account in incident.accounts if account.side}) < 2 for incident in material.incidents)
    if not n:
        return ""
    return material.words.count(
        "For {n} incident of {all} the accounts of both sides are not on file.",
        "For {n} incidents of {all} the accounts of both sides are not on file.",
        n,
        all=material.words.number(len(material.incidents)),
    )


def _pooled(material: Material) -> str:
    n = sum(bool(risk.pooled_from) for risk in material.run.risks)
    if not n:
        return ""
    return material.words.count(
        "{n} section of {all} is too quiet to be judged alone: its level leans on its neighbours' record.",
        "{n} sections of {all} are too quiet to be judged alone: their levels lean on their neighbours' record.",
        n,
        all=material.words.number(len(material.run.risks)),
    )
