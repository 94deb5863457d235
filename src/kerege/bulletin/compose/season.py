"""The season: which months hold most incidents, all years together."""

from __future__ import annotations

from scipy.stats import beta

from kerege.bulletin.charts import season_chart
from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import BulletinTable, Figure, Part

_LONGEST_DAYS = 32


def month_counts(material: Material) -> tuple[int, ...]:
    """Incidents of January to December; those known less exactly than a month are left out."""
    counts = [0] * 12
    for incident in material.incidents:
        if incident.occurred.days <= _LONGEST_DAYS:
            counts[incident.occurred.middle.astimezone(material.region.zone).month - 1] += 1
    return tuple(counts)


def busiest_half(counts: tuple[int, ...]) -> tuple[list[int], int]:
    """The six months in a row that hold most, as months 1..12, and their number; the earliest where several do.

    Examples
    --------
    >>> busiest_half((9, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 5))
    ([8, 9, 10, 11, 12, 1], 17)
    """
    sums = [sum(counts[(start + i) % 12] for i in range(6)) for start in range(12)]
    start = sums.index(max(sums))
    return [(start + i) % 12 + 1 for i in range(6)], sums[start]


def season_part(material: Material) -> Part | None:
    """The season with its share and interval; None where fewer than twelve incidents can be put into a month."""
    words, counts = material.words, month_counts(material)
    total = sum(counts)
    if total < 12:
        return None
    months, inside = busiest_half(counts)
    low, high = beta.ppf((0.1, 0.9), inside + 0.5, total - inside + 0.5)
    now = material.as_of.astimezone(material.region.zone).month
    sentence = words.count(
        "{first} to {last} hold {share} of {n} incident that can be put into a month (80 % interval {low} to {high}).",
        "{first} to {last} hold {share} of {n} incidents that can be put into a month (80 % interval {low} to {high}).",
        total,
        first=words.month_name(months[0]),
        last=words.month_name(months[-1]),
        share=words.percent(inside / total),
        low=words.percent(float(low)),
        high=words.percent(float(high)),
    )
    place = (
        words.say("This bulletin stands inside that season.")
        if now in months
        else words.say("This bulletin stands outside that season; the other months are not free of incidents.")
    )
    return Part(
        heading=words.say("The season"),
        figures=(
            Figure(
                id="season",
                heading=words.say("Incidents by month, all years together"),
                sentence=f"{sentence} {place}",
                alt=words.say("Twelve bars of incidents by month of the year."),
                spec=season_chart(counts, busy=months, now=now, words=words),
                table=BulletinTable(
                    caption="",
                    columns=tuple(words.short_month(month) for month in range(1, 13)),
                    rows=(tuple(words.number(n) for n in counts),),
                    numeric=(True,) * 12,
                ),
            ),
        ),
    )
