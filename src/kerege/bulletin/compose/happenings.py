"""What happened: counts beside what is usual, and the incidents with each side's account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import AccountWords, BulletinTable, Happening
from kerege.domain.harm import Harm
from kerege.domain.incident import Incident

_USUAL_DAYS = 3 * 365
_PLACE_LETTERS = 90


def counts_table(material: Material) -> BulletinTable:
    """Incidents of the last 72 hours, 7 days and 4 weeks beside the range of the three years before."""
    words = material.words
    rows = []
    for label, days in (
        (words.say("last 72 hours"), 3),
        (words.say("last 7 days"), 7),
        (words.say("last 4 weeks"), 28),
        (words.say("last 12 weeks"), 84),
    ):
        count = len(material.since(days))
        low, high = usual_range(material, days)
        state = (
            words.say("above usual")
            if count > high
            else words.say("below usual")
            if count < low
            else words.say("usual")
        )
        rows.append((label, words.number(count), words.interval(low, high), state))
    return BulletinTable(
        caption=words.say("Incidents against the usual"),
        columns=(words.say("Time"), words.say("Incidents"), words.say("Usual"), ""),
        rows=tuple(rows),
        numeric=(False, True, True, False),
        note=words.say("Usual: the middle 80 % of stretches of equal length in the three years before."),
    )


def usual_range(material: Material, days: int) -> tuple[float, float]:
    """10th and 90th percentile of the counts of earlier stretches of the same length, three years back, as counts."""
    times = np.array([incident.occurred.middle.timestamp() for incident in material.incidents])
    end = (material.as_of - timedelta(days=days)).timestamp()
    edges = end - np.arange(_USUAL_DAYS // days + 1)[::-1] * days * 86400.0
    counts, _ = np.histogram(times, bins=edges)
    low, high = np.quantile(counts, (0.1, 0.9), method="inverted_cdf")
    return float(low), float(high)


def happened_sentence(material: Material, incidents: Sequence[Incident], weeks: int = 12) -> str:
    """How many incidents are known of the last weeks, and how grave they were."""
    words = material.words
    if not incidents:
        return words.say(
            "No incident is known from the last {weeks} weeks. That nothing was reported does not mean that nothing "
            "happened.",
            weeks=weeks,
        )
    sentence = words.count(
        "{n} incident is known from the last {weeks} weeks.",
        "{n} incidents are known from the last {weeks} weeks.",
        len(incidents),
        weeks=weeks,
    )
    severe = sum(incident.severity >= 4 for incident in incidents)
    if not severe:
        return sentence + " " + words.say("None is of severity 4 or 5.")
    return sentence + " " + words.count("{n} is of severity 4 or 5.", "{n} are of severity 4 or 5.", severe)


def happening(material: Material, incident: Incident, summary_letters: int) -> Happening:
    """One incident as the bulletin tells it."""
    words, zone = material.words, material.region.zone
    step = next(step for step in material.catalogue.severity_scale if step.severity == incident.severity)
    kind = words.say(material.catalogue.kinds[incident.kind].label)
    trigger = material.catalogue.triggers.get(incident.trigger)
    named = trigger is not None and trigger.id not in {"other", "unclear"}
    what = (
        words.say("{kind}; trigger: {trigger}", kind=kind, trigger=words.say(trigger.label).lower())
        if named and trigger
        else kind
    )
    return Happening(
        id=incident.id,
        when=words.period(incident.occurred, zone),
        place=place_words(material, incident),
        what=what,
        severity=incident.severity,
        severity_word=words.say("severity {n} of 5: {word}", n=incident.severity, word=words.say(step.label).lower()),
        harm=harm_words(material, incident.harm),
        summary=shortened(incident.summary, summary_letters),
        accounts=tuple(
            AccountWords(
                words.say("{side} says", side=material.country(account.side))
                if account.side
                else words.say("A version, side not said"),
                shortened(account.text, summary_letters),
            )
            for account in incident.accounts
        ),
        response=shortened(incident.response, summary_letters),
        source=words.say(
            "graded {grading}; {sources}",
            grading=incident.grading,
            sources=words.count("{n} source", "{n} sources", len(incident.sources)),
        ),
    )


def place_words(material: Material, incident: Incident) -> str:
    """Place, sides, and how well the place is known."""
    words = material.words
    pair = " – ".join(material.country(code) for code in incident.countries)
    place = shortened(words.place(incident.place), _PLACE_LETTERS)
    parts = [part for part in (place, pair) if part]
    if incident.position is None:
        parts.append(words.say("not located"))
    elif incident.position.uncertainty_km >= 2:
        parts.append(words.say("within {km} km", km=words.number(incident.position.uncertainty_km)))
    return "; ".join(parts)


def harm_words(material: Material, harm: Harm) -> str:
    """Killed, injured, displaced and detained; what was not given is named, never a zero."""
    words = material.words
    labels = {
        "killed": words.say("killed"),
        "injured": words.say("injured"),
        "displaced": words.say("displaced"),
        "detained": words.say("detained"),
    }
    known = {name: count for name in labels if (count := getattr(harm, name)) is not None}
    if not known:
        return words.say("harm not given")
    hurt = [f"{labels[name]} {words.range(count)}" for name, count in known.items() if count.high]
    unknown = [labels[name] for name in ("killed", "injured") if name not in known]
    if not hurt and not unknown:
        return words.say("nobody hurt, as far as is known")
    parts = hurt or [words.say("nobody else hurt, as far as is known")]
    if unknown:
        parts = [*hurt, words.say("{harms}: not given", harms=", ".join(unknown))]
    return ", ".join(parts)


def shortened(text: str, letters: int) -> str:
    """A text of at most so many letters, cut between words and marked by three dots where it was cut.

    Examples
    --------
    >>> shortened("Stones were thrown at a car.", 20)
    'Stones were thrown…'
    """
    plain = " ".join(text.split())
    if len(plain) <= letters:
        return plain
    head = plain[:letters]
    cut = head.rfind(" ")
    return head[: cut if cut > letters // 2 else letters - 1].rstrip(" ,;:.") + "…"
