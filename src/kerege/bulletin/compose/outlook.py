"""What is expected: counts with intervals for the region and its busiest section groups."""

from __future__ import annotations

from kerege.bulletin.charts.timeline import ForecastBand
from kerege.bulletin.compose.chances import chance_of_incident, count_interval
from kerege.bulletin.compose.judgements import busiest_groups
from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import BulletinTable


def outlook_table(material: Material, most: int) -> BulletinTable:
    """Chance of an incident in 4 weeks and expected incidents over the whole horizon, region first."""
    words, forecast = material.words, material.run.forecast
    first_days = forecast.grid[0].days
    periods = len(forecast.grid)
    weeks = round(sum(forecast.grid[i].days for i in range(periods)) / 7)
    units = [("", words.say("Whole region"), list(forecast.unit_ids))]
    units += [(group, material.group_label(group), [group]) for group in busiest_groups(material, first_days, most)]
    rows = []
    for _, name, ids in units:
        chance = chance_of_incident(forecast, ids, first_days)
        mean, low, high = count_interval(forecast, ids, periods)
        rows.append(
            (
                name,
                words.chance(chance),
                words.number(mean, 1),
                words.interval(low, high),
            )
        )
    return BulletinTable(
        caption=words.say("Expected incidents"),
        columns=(
            words.say("Where"),
            words.count("At least one in {n} week", "At least one in {n} weeks", round(first_days / 7)),
            words.count("Mean in {n} week", "Mean in {n} weeks", weeks),
            words.say("80 % interval"),
        ),
        rows=tuple(rows),
        numeric=(False, False, True, True),
    )


def outlook_sentence(material: Material) -> str:
    """How many incidents the whole region must reckon with over the horizon."""
    words, forecast = material.words, material.run.forecast
    periods = len(forecast.grid)
    mean, low, high = count_interval(forecast, forecast.unit_ids, periods)
    weeks = round(sum(forecast.grid[i].days for i in range(periods)) / 7)
    return words.count(
        "In the next {n} week {interval} incidents are expected in the region (80 % interval, mean {mean}).",
        "In the next {n} weeks {interval} incidents are expected in the region (80 % interval, mean {mean}).",
        weeks,
        interval=words.interval(low, high),
        mean=words.number(mean, 1),
    )


def forecast_bands(material: Material) -> list[ForecastBand]:
    """The coming periods of the whole region, for the timeline."""
    forecast = material.run.forecast
    summed = forecast.draws.sum(axis=1)
    bands = []
    for i in range(len(forecast.grid)):
        draws = sorted(summed[i].tolist())
        low, middle, high = (float(draws[int(q * (len(draws) - 1))]) for q in (0.1, 0.5, 0.9))
        period = forecast.grid[i]
        zone = material.region.zone
        bands.append(
            ForecastBand(material.words.days(period.first_day(zone), period.last_day(zone)), low, middle, high)
        )
    return bands
