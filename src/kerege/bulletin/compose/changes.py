"""What changed since the run before, and whether that run was right."""

from __future__ import annotations

from kerege.bulletin.compose.chances import chance_of_incident
from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.section_levels import LEVEL_WORDS
from kerege.domain.bulletin import Part
from kerege.domain.risk import RiskLevel
from kerege.domain.run import WatchRun


def changes_part(material: Material, most: int = 6) -> Part | None:
    """New reports, levels that moved, and the earlier forecast beside what came; None without an earlier run."""
    earlier, words = material.earlier, material.words
    if earlier is None or earlier.as_of >= material.as_of:
        return None
    when = words.moment(earlier.as_of, material.region.zone)
    new = sum(incident.reported_at > earlier.as_of for incident in material.incidents)
    points = [
        words.count(
            "{n} incident became known since.",
            "{n} incidents became known since.",
            new,
        ),
        *_moved(material, earlier, most),
    ]
    kept = _forecast_kept(material, earlier)
    if kept:
        points.append(kept)
    return Part(heading=words.say("What changed since {when}", when=when), points=tuple(points))


def _moved(material: Material, earlier: WatchRun, most: int) -> list[str]:
    words = material.words
    before = {risk.section_id: risk.level for risk in earlier.risks}
    moved = [risk for risk in material.risks if before.get(risk.section_id, risk.level) is not risk.level]
    if not moved:
        return [words.say("No level changed.")]
    sentences = [
        words.say(
            "{section}: from {old} to {new}",
            section=material.section_name(risk.section_id),
            old=words.say(LEVEL_WORDS[before[risk.section_id]]),
            new=words.say(LEVEL_WORDS[risk.level]),
        )
        for risk in sorted(moved, key=lambda risk: -abs(risk.level.rank - before[risk.section_id].rank))[:most]
    ]
    if len(moved) > most:
        sentences.append(
            words.count(
                "{n} more section changed its level.", "{n} more sections changed their level.", len(moved) - most
            )
        )
    return sentences


def _forecast_kept(material: Material, earlier: WatchRun) -> str:
    """The earlier chance of at least one incident by now, beside the number that came; empty beyond its horizon."""
    words, forecast = material.words, earlier.forecast
    days = (material.as_of - forecast.grid.edges[0]).total_seconds() / 86400
    if days <= 0 or material.as_of > forecast.grid.edges[-1]:
        return ""
    chance = chance_of_incident(forecast, forecast.unit_ids, days)
    came = sum(forecast.grid.edges[0] <= item.occurred.middle < material.as_of for item in material.incidents)
    return words.count(
        "The run of that time called at least one incident by now {chance}; {n} is known to have come.",
        "The run of that time called at least one incident by now {chance}; {n} are known to have come.",
        came,
        chance=words.chance(chance),
    )


def raised_sections(material: Material) -> int:
    """How many sections stand higher than in the earlier run."""
    if material.earlier is None:
        return 0
    before = {risk.section_id: risk.level for risk in material.earlier.risks}
    return sum(risk.level.rank > before.get(risk.section_id, RiskLevel.CRITICAL).rank for risk in material.run.risks)
