"""Why: what the expected harm is made of, and which signals spoke."""

from __future__ import annotations

from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.section_levels import sections_that_matter
from kerege.bulletin.words import plural_message
from kerege.domain.bulletin import Part
from kerege.domain.signal import Signal

_ANY = plural_message(
    "{unit}, {period}: {n} incident, expected {expected}, bound {upper}",
    "{unit}, {period}: {n} incidents, expected {expected}, bound {upper}",
)
_FAMILIES = {
    "armed": plural_message(
        "{unit}, {period}: {n} incident with arms, expected {expected}, bound {upper}",
        "{unit}, {period}: {n} incidents with arms, expected {expected}, bound {upper}",
    ),
    "unarmed": plural_message(
        "{unit}, {period}: {n} incident without arms, expected {expected}, bound {upper}",
        "{unit}, {period}: {n} incidents without arms, expected {expected}, bound {upper}",
    ),
}


def reasons_part(material: Material, most_signals: int = 3) -> Part:
    """The signals in words, and how much of the risk of the listed sections rests on their own record."""
    words = material.words
    points = [signal_words(material, signal) for signal in material.run.signals[:most_signals]]
    paragraphs = []
    if not points:
        paragraphs.append(words.say("No count stands above its bound: nothing unusual was found in what was reported."))
    share = _own_share(material)
    if share is not None:
        paragraphs.append(
            words.say(
                "Of the expected harm on the listed sections, {share} rests on what happened on these sections "
                "themselves, the rest on their neighbours and on the border at large.",
                share=words.percent(share),
            )
        )
    return Part(heading=words.say("Why"), paragraphs=tuple(paragraphs), points=tuple(points))


def signal_words(material: Material, signal: Signal) -> str:
    """One signal as a sentence with its numbers."""
    words, zone = material.words, material.region.zone
    one, many = _FAMILIES.get(signal.kind, _ANY)
    sentence = words.count(
        one,
        many,
        signal.observed,
        unit=_unit_name(material, signal),
        period=words.days(signal.period.first_day(zone), signal.period.last_day(zone)),
        expected=words.number(signal.expected, 1),
        upper=words.number(signal.upper, 1),
    )
    if signal.pooled_from and signal.unit_level != "stretch":
        sentence += words.say("; judged together with its neighbours")
    if signal.recurrence_interval_days is None:
        return sentence
    years = signal.recurrence_interval_days / 365.25
    return sentence + words.say(
        "; by chance about once in {years} years", years=words.number(years, 1 if years < 10 else 0)
    )


def _unit_name(material: Material, signal: Signal) -> str:
    if signal.unit_level == "stretch":
        ends = dict.fromkeys((signal.pooled_from[0], signal.pooled_from[-1]))
        return " – ".join(material.section_name(section) for section in ends)
    if signal.unit_level == "group":
        return material.group_label(signal.unit_id)
    if signal.unit_level == "pair":
        return material.pair_name(signal.unit_id)
    return material.words.say("whole region")


def _own_share(material: Material) -> float | None:
    chosen = sections_that_matter(material, 10)
    total = sum(value for risk in chosen for _, value in risk.reasons)
    own = sum(value for risk in chosen for name, value in risk.reasons if name == "record_here")
    return min(1.0, own / total) if total > 0 else None
