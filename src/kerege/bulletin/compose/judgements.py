"""The headline and the key judgements: a sentence, a word, a number, an interval, and how well it is founded."""

from __future__ import annotations

from math import prod

from kerege.bulletin.compose.chances import chance_of_incident, chance_of_more, with_interval
from kerege.bulletin.compose.confidence import confidence
from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import Judgement
from kerege.risk.wording import Chance

HOURS_72_DAYS = 3


def judge(material: Material, statement: str, chance: Chance, group_ids: set[str] | None = None) -> Judgement:
    """A judgement on a probability."""
    word, basis = confidence(material, group_ids)
    return Judgement(
        statement=statement,
        likelihood=material.words.chance(chance),
        probability=chance.probability,
        low=chance.low,
        high=chance.high,
        confidence=word,
        basis=basis,
    )


def incident_in_region(material: Material, days: int) -> Judgement:
    """Whether anything happens anywhere in the region within the days: three of them, or whole weeks."""
    words, forecast = material.words, material.run.forecast
    if days == HOURS_72_DAYS:
        statement = words.say("At least one incident in the next 72 hours, anywhere in the region")
    else:
        statement = words.count(
            "At least one incident in the next week, anywhere in the region",
            "At least one incident in the next {n} weeks, anywhere in the region",
            days // 7,
        )
    return judge(material, statement, chance_of_incident(forecast, forecast.unit_ids, days))


def incident_in_group(material: Material, group_id: str, days: int) -> Judgement:
    """Whether anything happens at one section group within the days: three of them, or whole weeks."""
    words, name = material.words, material.group_label(group_id)
    if days == HOURS_72_DAYS:
        statement = words.say("At least one incident in the next 72 hours at {group}", group=name)
    else:
        statement = words.count(
            "At least one incident in the next week at {group}",
            "At least one incident in the next {n} weeks at {group}",
            days // 7,
            group=name,
        )
    return judge(material, statement, chance_of_incident(material.run.forecast, [group_id], days), {group_id})


def death_in_region(material: Material, weeks: int) -> Judgement:
    """Whether anybody is killed within the weeks.

    The sections' probabilities are joined as if sections were independent, P = 1 - product of (1 - p), and brought from
    the period they hold for to the weeks as if its parts were alike, 1 - (1 - P)^(weeks / period).
    """
    days = material.run.risks[0].period.days if material.run.risks else 28.0
    quiet = prod(1 - risk.probability_killed for risk in material.run.risks)
    probability = min(max(1 - quiet ** (7 * weeks / days), 0.0), 1.0)
    return judge(
        material,
        material.words.count(
            "Somebody is killed in a border incident in the next week",
            "Somebody is killed in a border incident in the next {n} weeks",
            weeks,
        ),
        with_interval(probability, 7 * weeks, days),
    )


def more_than_before(material: Material) -> Judgement:
    """Whether the coming horizon brings more incidents than the stretch of equal length before it."""
    weeks = horizon_weeks(material)
    before = len(material.since(7 * weeks))
    forecast = material.run.forecast
    return judge(
        material,
        material.words.count(
            "More incidents in the next {weeks} weeks than in the {weeks} weeks before ({n} known)",
            "More incidents in the next {weeks} weeks than in the {weeks} weeks before ({n} known)",
            before,
            weeks=weeks,
        ),
        chance_of_more(forecast, forecast.unit_ids, before),
    )


def horizon_weeks(material: Material) -> int:
    """How many whole weeks the forecast of the run reaches."""
    edges = material.run.forecast.grid.edges
    return (edges[-1] - edges[0]).days // 7


def busiest_groups(material: Material, days: float, most: int) -> list[str]:
    """The section groups where an incident is most likely, most likely first."""
    forecast = material.run.forecast
    known = [unit for unit in forecast.unit_ids if unit in material.region.group]
    chances = {unit: chance_of_incident(forecast, [unit], days).probability for unit in known}
    return sorted(known, key=lambda unit: (-chances[unit], unit))[:most]
