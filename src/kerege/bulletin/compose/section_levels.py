"""The levels of the sections that matter, grouped, with what each level stands for."""

from __future__ import annotations

from kerege.bulletin.compose.material import Material
from kerege.bulletin.words import message
from kerege.domain.bulletin import SectionLevels, SectionLine
from kerege.domain.risk import RiskAssessment, RiskLevel

LEVEL_WORDS = {
    RiskLevel.LOW: message("low"),
    RiskLevel.MEDIUM: message("medium"),
    RiskLevel.HIGH: message("high"),
    RiskLevel.CRITICAL: message("critical"),
}
_REACTIONS = {
    RiskLevel.LOW: message("regular control; people and means at hand"),
    RiskLevel.MEDIUM: message("measures that fit the threat; the coordination centre is told"),
    RiskLevel.HIGH: message("reinforced control, and support through the coordination centre"),
    RiskLevel.CRITICAL: message("for a limited time only: two leaders decide, name the reaction and its end"),
}
_REASONS = {
    "record_here": message("incidents on this section itself"),
    "record_of_group": message("incidents on the neighbouring sections"),
    "record_of_border": message("incidents along the whole border"),
}


def sections_that_matter(material: Material, most: int) -> list[RiskAssessment]:
    """The most exposed sections: all above low, at most `most`; where none is above low, the first three."""
    raised = [risk for risk in material.risks if risk.level is not RiskLevel.LOW]
    return (raised or material.risks[:3])[:most]


def section_levels(material: Material, most: int) -> SectionLevels:
    """The list of levels for a bulletin."""
    words = material.words
    chosen = sections_that_matter(material, most)
    groups: dict[str, list[SectionLine]] = {}
    for mark, risk in enumerate(chosen, start=1):
        group = material.region.section[risk.section_id].group
        groups.setdefault(group, []).append(_line(material, mark, risk))
    used = {risk.level for risk in chosen} | {RiskLevel.LOW}
    return SectionLevels(
        heading=words.say("Levels of the sections"),
        sentence=_sentence(material, len(chosen)),
        columns=(
            words.say("Section"),
            words.say("Level"),
            words.say("Incident in 4 weeks"),
            words.say("Expected harm"),
            words.say("Mostly because of"),
        ),
        groups=tuple((material.group_name(group), tuple(lines)) for group, lines in groups.items()),
        reactions=tuple(
            (level.value, words.say(LEVEL_WORDS[level]), words.say(_REACTIONS[level]))
            for level in RiskLevel
            if level in used
        ),
        note=words.say(
            "Harm points: one person killed 10, injured 1, detained 0.1, displaced 0.01. The number is the mean; in "
            "brackets the middle 80 % of the outcomes. The levels are proposals."
        ),
    )


def _line(material: Material, mark: int, risk: RiskAssessment) -> SectionLine:
    words = material.words
    return SectionLine(
        mark=mark,
        level=risk.level.value,
        level_word=words.say(LEVEL_WORDS[risk.level]),
        name=material.section_name(risk.section_id),
        expected=f"{words.number(risk.expected_harm, 1)} ({words.interval(risk.harm_low, risk.harm_high, 1)})",
        probability=words.percent(risk.probability_incident),
        reason=reason_words(material, risk),
        change=_change(material, risk),
    )


def reason_words(material: Material, risk: RiskAssessment) -> str:
    """What most of the expected harm is owed to, with its share."""
    total = sum(value for _, value in risk.reasons)
    if total <= 0:
        return ""
    name, value = max(risk.reasons, key=lambda item: item[1])
    label = material.words.say(_REASONS[name]) if name in _REASONS else name.replace("_", " ")
    return f"{label}, {material.words.percent(min(1.0, value / total))}"


def _change(material: Material, risk: RiskAssessment) -> str:
    if material.earlier is None:
        return ""
    before = next((old for old in material.earlier.risks if old.section_id == risk.section_id), None)
    if before is None or before.level is risk.level:
        return ""
    word = material.words.say(LEVEL_WORDS[before.level])
    if risk.level.rank > before.level.rank:
        return material.words.say("raised from {level}", level=word)
    return material.words.say("lowered from {level}", level=word)


def _sentence(material: Material, listed: int) -> str:
    words = material.words
    total = len(material.run.risks)
    parts = []
    for level in (RiskLevel.CRITICAL, RiskLevel.HIGH, RiskLevel.MEDIUM):
        n = sum(risk.level is level for risk in material.run.risks)
        if n:
            parts.append(f"{words.say(LEVEL_WORDS[level])} {words.number(n)}")
    if not parts:
        return words.count(
            "No section is above low; the {n} most exposed of {total} is listed.",
            "No section is above low; the {n} most exposed of {total} are listed.",
            listed,
            total=words.number(total),
        )
    return words.count(
        "Of {total} sections: {levels}, the others low. Listed: {n}, most exposed first.",
        "Of {total} sections: {levels}, the others low. Listed: {n}, most exposed first.",
        listed,
        total=words.number(total),
        levels=words.listing(parts),
    )
