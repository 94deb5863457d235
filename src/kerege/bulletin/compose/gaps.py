"""What is not known, said before anybody relies on what is."""

from __future__ import annotations

from datetime import date

from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.official import compared_totals


def gap_points(material: Material) -> list[str]:
    """The gaps, gravest first: coverage, silence, places, harm, one-sided accounts, pooling."""
    return [
        point
        for point in (
            _coverage(material),
            *_named(material),
            _unlocated(material),
            _harm_not_given(material),
            _one_sided(material),
            _pooled(material),
        )
        if point
    ]


def _coverage(material: Material) -> str:
    words, compared = material.words, compared_totals(material)
    if not compared:
        return words.say(
            "There is no official total to compare with: how much of what happens is seen here is not known."
        )
    shares = [total.held / total.official for total in compared if total.official]
    if not shares:
        return ""
    return words.count(
        "The file holds {low} to {high} of the official counts ({n} total compared). Numbers of incidents per year are no trend.",
        "The file holds {low} to {high} of the official counts ({n} totals compared). Numbers of incidents per year are no trend.",
        len(compared),
        low=words.percent(min(1.0, min(shares))),
        high=words.percent(min(1.0, max(shares))),
    )


def _named(material: Material) -> list[str]:
    """What the run itself noted; an identifier without a sentence is shown as it stands, so that nothing is hidden."""
    return [_gap_words(material, gap) for gap in material.run.gaps]


def _gap_words(material: Material, gap: str) -> str:
    words = material.words
    name, _, value = gap.partition(":")
    if name == "no_reports_since":
        return words.say(
            "No report has come since {day}. Silence is not quiet.", day=words.day(date.fromisoformat(value[:10]))
        )
    return words.say("Noted by the watch: {gap}", gap=gap.replace("_", " "))


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
        "Of {n} incident the number of killed or injured is not given; it is not taken as zero.",
        "Of {n} incidents the number of killed or injured is not given; it is not taken as zero.",
        n,
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
