"""What the data speak for: each recommendation only where its number calls for it."""

from __future__ import annotations

from collections import Counter

from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.official import compared_totals, period_words
from kerege.bulletin.compose.season import busiest_half, month_counts
from kerege.bulletin.compose.triggers import UNNAMED
from kerege.bulletin.compose.years import main_pair, year_rows
from kerege.bulletin.words import message
from kerege.domain.bulletin import Recommendation

_BY_TRIGGER = {
    "water": message("Settle the turns at shared canals and intakes, on paper and with both sides, before {month}."),
    "land_building": message(
        "Agree before {month} which works near the line are announced, and how the other side answers."
    ),
    "road_access": message("Agree before {month} on works, detours and passage on the roads that both sides use."),
    "pasture_livestock": message(
        "Renew the pasture rule before {month}: routes, days, and the return of straying livestock."
    ),
    "posts_symbols": message(
        "Announce new posts, cameras and markers to the other side before they are put up; begin before {month}."
    ),
    "personal_fight": message(
        "Let local police and elders of both sides prepare markets, matches and feasts together before {month}."
    ),
    "crossing_smuggling": message(
        "Agree before {month} on pursuit, warning shots and the return of persons at the line."
    ),
}
_FEWEST_INCIDENTS = 12


def recommendations(material: Material) -> list[Recommendation]:
    """The recommendations that the data give reason for, most weighty first."""
    if len(material.incidents) < _FEWEST_INCIDENTS:
        return []
    found = (
        _concentration(material),
        _trigger(material),
        _coverage(material),
        _responses(material),
        _accounts(material),
        _positions(material),
        _harm_first(material),
    )
    return [item for item in found if item is not None]


def _concentration(material: Material) -> Recommendation | None:
    words, harms = material.words, [risk.expected_harm for risk in material.risks]
    harms.sort(reverse=True)
    total = sum(harms)
    if total <= 0:
        return None
    needed, held = 0, 0.0
    while held < total / 2:
        held += harms[needed]
        needed += 1
    if needed > len(harms) / 4:
        return None
    return Recommendation(
        text=words.say("Put joint patrols, mediators and the direct line first where the harm is expected."),
        because=words.count(
            "{n} section of {all} holds {share} of the expected harm.",
            "{n} sections of {all} hold {share} of the expected harm.",
            needed,
            all=words.number(len(harms)),
            share=words.percent(held / total),
        ),
    )


def _trigger(material: Material) -> Recommendation | None:
    words = material.words
    named = [incident.trigger for incident in material.incidents if incident.trigger not in UNNAMED]
    counts = Counter(trigger for trigger in named if trigger in _BY_TRIGGER)
    if not counts or len(named) < _FEWEST_INCIDENTS:
        return None
    trigger, n = min(counts.items(), key=lambda item: (-item[1], item[0]))
    months, _ = busiest_half(month_counts(material))
    return Recommendation(
        text=words.say(_BY_TRIGGER[trigger], month=words.month_name(months[0])),
        because=words.count(
            "{part} of {n} incident with a known trigger began so.",
            "{part} of {n} incidents with a known trigger began so.",
            len(named),
            part=words.number(n),
        ),
    )


def _coverage(material: Material) -> Recommendation | None:
    words = material.words
    newest = next((total for total in compared_totals(material) if total.official), None)
    if newest is None or newest.held >= 0.6 * newest.official:
        return None
    return Recommendation(
        text=words.say("Let posts, police and residents report into one place; news alone do not show the border."),
        because=words.say(
            "For {period} the file holds {held} of the {official} incidents that {publisher} counted.",
            period=period_words(material, newest.period),
            held=words.number(newest.held),
            official=words.number(newest.official),
            publisher=newest.publisher,
        ),
    )


def _responses(material: Material) -> Recommendation | None:
    n = sum(not incident.response for incident in material.incidents)
    return _where_frequent(
        material,
        n,
        0.1,
        message("Record after each incident what was done and when: without it nobody can tell what works."),
        message("For {share} of the incidents no response is on file."),
    )


def _accounts(material: Material) -> Recommendation | None:
    n = sum(len({a.side for a in incident.accounts if a.side}) < 2 for incident in material.incidents)
    return _where_frequent(
        material,
        n,
        0.5,
        message("Exchange accounts of each incident at the meetings of the border representatives, and keep both."),
        message("For {share} of the incidents the accounts of both sides are not on file."),
    )


def _positions(material: Material) -> Recommendation | None:
    n = sum(i.position is None or i.position.uncertainty_km > 5 for i in material.incidents)
    return _where_frequent(
        material,
        n,
        0.1,
        message("Report places by coordinates: an incident that cannot be placed raises no section's level."),
        message("For {share} of the incidents the place is not known to within 5 km."),
    )


def _where_frequent(material: Material, n: int, share: float, text: str, because: str) -> Recommendation | None:
    words, part = material.words, n / len(material.incidents)
    if part < share:
        return None
    return Recommendation(text=words.say(text), because=words.say(because, share=words.percent(part)))


def _harm_first(material: Material) -> Recommendation | None:
    """Where the three newest whole years hold more dead than the three before."""
    words = material.words
    rows = [row for row in year_rows(material, main_pair(material)) if not row.label.endswith("*")][-6:]
    if len(rows) < 6 or any(row.by_severity is None for row in rows):
        return None
    before, after = rows[:3], rows[3:]
    killed = [sum(row.killed for row in part) for part in (before, after)]
    if killed[1] <= killed[0]:
        return None
    return Recommendation(
        text=words.say("Judge progress by harm and by the use of arms, not by the number of incidents."),
        because=words.say(
            "Killed as far as known: {old} in {first}, {new} in {last}.",
            old=words.number(killed[0]),
            new=words.number(killed[1]),
            first=f"{before[0].label}–{before[-1].label}",
            last=f"{after[0].label}–{after[-1].label}",
        ),
    )
