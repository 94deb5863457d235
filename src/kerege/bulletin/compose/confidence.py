"""How well a judgement is founded: a word, and what it rests on."""

from __future__ import annotations

from datetime import timedelta

from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.official import compared_totals, period_words
from kerege.bulletin.words import message

LEVELS = (message("low confidence"), message("moderate confidence"), message("high confidence"))
_FEW, _MANY = 10, 30
_LOOK_BACK_DAYS = 730
_STALE_DAYS = 90


def confidence(material: Material, group_ids: set[str] | None = None) -> tuple[str, str]:
    """Word and reason, for the whole region or for some section groups.

    Low below 10 incidents in the last 24 months, moderate below 30, else high; one step lower where the file holds
    less than half of the newest official total, and one where nothing was reported for 90 days.
    """
    words = material.words
    recent = [
        incident
        for incident in material.since(_LOOK_BACK_DAYS)
        if group_ids is None or material.group_of.get(incident.id) in group_ids
    ]
    step = 0 if len(recent) < _FEW else 1 if len(recent) < _MANY else 2
    reasons = [words.count("{n} incident in 24 months", "{n} incidents in 24 months", len(recent))]
    newest = next(iter(compared_totals(material)), None)
    if newest is not None and newest.held < newest.official / 2:
        step -= 1
        reasons.append(
            words.say(
                "the file holds {held} of {official} official incidents of {period}",
                held=words.number(newest.held),
                official=words.number(newest.official),
                period=period_words(material, newest.period),
            )
        )
    last = max((incident.reported_at for incident in material.incidents), default=None)
    if last is None or material.as_of - last > timedelta(days=_STALE_DAYS):
        step -= 1
        reasons.append(words.say("nothing was reported for more than {days} days", days=_STALE_DAYS))
    return words.say(LEVELS[max(0, step)]), "; ".join(reasons)
