"""The headline and the key judgements: a sentence, a word, a number, an interval, and how well it is founded."""

from __future__ import annotations

from math import prod

from kerege.bulletin.compose.chances import chance_of_incident, chance_of_more, with_interval
from kerege.bulletin.compose.confidence import confidence
from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import Judgement
from kerege.risk.wording import Chance


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
    """Whether anything happens anywhere in the region within the days."""
    words, forecast = material.words, material.run.forecast
    span = (
        words.say("in the next 72 hours")
        if days == 3
        else words.count("in the next {n} week", "in the next {n} weeks", days // 7)
    )
    return judge(
        material,
        words.say("At least one border incident in the whole region {span}", span=span),
        chance_of_incident(forecast, forecast.unit_ids, days),
    )


def incident_in_group(material: Material, group_id: str, days: int) -> Judgement:
    """Whether anything happens at one section group within the days."""
    words = material.words
    span = (
        words.say("in the next 72 hours")
        if days == 3
        else words.count("in the next {n} week", "in the next {n} weeks", days // 7)
    )
    return judge(
        material,
        words.say("At least one incident at {group} {span}", group=material.group_name(group_id), span=span),
        chance_of_incident(material.run.forecast, [group_id], days),
        {group_id},
    )


def death_in_region(material: Material) -> Judgement:
    """Whether anybody is killed within the period that risk is judged for.

    The sections' probabilities are joined as if sections were independent: 1 - product of (1 - p).
    """
    words = material.words
    probability = 1 - prod(1 - risk.probability_killed for risk in material.run.risks)
    days = material.run.risks[0].period.days if material.run.risks else 28
    return judge(
        material,
        words.count(
            "Somebody is killed in a border incident in the next {n} week",
            "Somebody is killed in a border incident in the next {n} weeks",
            round(days / 7),
        ),
        with_interval(min(max(probability, 0.0), 1.0), days, days),
    )


def more_than_before(material: Material) -> Judgement:
    """Whether the coming horizon brings more incidents than the stretch of equal length before it."""
    words, forecast = material.words, material.run.forecast
    days = sum(forecast.grid[i].days for i in range(len(forecast.grid)))
    before = len(material.since(days))
    return judge(
        material,
        words.count(
            "More incidents in the next {weeks} weeks than the {n} of the {weeks} weeks before",
            "More incidents in the next {weeks} weeks than the {n} of the {weeks} weeks before",
            before,
            weeks=round(days / 7),
        ),
        chance_of_more(forecast, forecast.unit_ids, before),
    )


def busiest_groups(material: Material, days: float, most: int) -> list[str]:
    """The section groups where an incident is most likely, most likely first."""
    forecast = material.run.forecast
    chances = {unit: chance_of_incident(forecast, [unit], days).probability for unit in forecast.unit_ids}
    known = [unit for unit in forecast.unit_ids if unit in material.region.group]
    return sorted(known, key=lambda unit: (-chances[unit], unit))[:most]
