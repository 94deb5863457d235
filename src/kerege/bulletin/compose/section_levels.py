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
    "record_here": message("own record"),
    "record_of_group": message("record of the neighbours"),
    "record_of_border": message("record of the whole border"),
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
    used = {risk.level for risk in material.run.risks} | {RiskLevel.LOW}
    return SectionLevels(
        heading=words.say("Levels of the sections"),
        sentence=_sentence(material, len(chosen)),
        columns=(
            words.say("Section"),
            words.say("Level"),
            words.say("Incident"),
            words.say("Killed"),
            words.say("Share of harm"),
            words.say("Mostly from"),
        ),
        groups=tuple((material.group_label(group), tuple(lines)) for group, lines in groups.items()),
        reactions=tuple(
            (level.value, words.say(LEVEL_WORDS[level]), words.say(_REACTIONS[level]))
            for level in RiskLevel
            if level in used
        ),
        note=words.say(
            "Incident and Killed: chance of at least one in the next 4 weeks. Share of harm: this section's part of "
            "the harm expected in the whole region, killed, injured, detained and displaced persons weighed together. "
            "The levels are proposals.",
        ),
    )


def _line(material: Material, mark: int, risk: RiskAssessment) -> SectionLine:
    words = material.words
    total = sum(other.expected_harm for other in material.run.risks)
    return SectionLine(
        mark=mark,
        level=risk.level.value,
        level_word=words.say(LEVEL_WORDS[risk.level]),
        name=material.section_name(risk.section_id),
        probability=words.percent(risk.probability_incident),
        killed=words.percent(risk.probability_killed),
        share=words.percent(min(1.0, risk.expected_harm / total)) if total > 0 else "",
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
    total = words.number(len(material.run.risks))
    parts = []
    for level in (RiskLevel.CRITICAL, RiskLevel.HIGH, RiskLevel.MEDIUM):
        n = sum(risk.level is level for risk in material.run.risks)
        if n:
            parts.append(f"{words.say(LEVEL_WORDS[level])} {words.number(n)}")
    if not parts:
        return words.count(
            "Of {total} sections none is above low; the most exposed one is listed.",
            "Of {total} sections none is above low; the {n} most exposed are listed.",
            listed,
            total=total,
        )
    return words.count(
        "Of {total} sections: {levels}, the others low. The most exposed one is listed.",
        "Of {total} sections: {levels}, the others low. The {n} most exposed are listed.",
        listed,
        total=total,
        levels=words.listing(parts),
    )
