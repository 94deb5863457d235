"""The tactical bulletin: one page, the next 72 hours, for a post or crossing point."""

from __future__ import annotations

from kerege.bulletin.compose.figures import focus_sections, highest_level, level_map
from kerege.bulletin.compose.gaps import gap_points
from kerege.bulletin.compose.happenings import counts_table, happening
from kerege.bulletin.compose.header import decision, footer, header
from kerege.bulletin.compose.judgements import HOURS_72_DAYS, busiest_groups, incident_in_group, incident_in_region
from kerege.bulletin.compose.labels import layout_labels
from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.reasons import reasons_part
from kerege.bulletin.compose.responses import responses_part
from kerege.bulletin.compose.section_levels import LEVEL_WORDS, section_levels
from kerege.bulletin.compose.watch_points import watch_points
from kerege.domain.bulletin import Bulletin, BulletinLevel, Part

_LISTED, _TOLD, _MAP_DAYS, _RECENT_DAYS, _LETTERS = 6, 2, 365, 28, 190


def tactical_bulletin(material: Material) -> Bulletin:
    """The bulletin of the shift."""
    words = material.words
    recent = material.since(_RECENT_DAYS)
    told = recent[:_TOLD] or material.since(36525)[:1]
    return Bulletin(
        level=BulletinLevel.TACTICAL,
        language=words.language,
        header=header(BulletinLevel.TACTICAL, material),
        headline=incident_in_region(material, HOURS_72_DAYS),
        summary=(words.say("Highest level: {level}.", level=words.say(LEVEL_WORDS[highest_level(material)])),),
        judgements_heading=words.say("Where first"),
        judgements=tuple(
            incident_in_group(material, group, HOURS_72_DAYS) for group in busiest_groups(material, HOURS_72_DAYS, 2)
        ),
        maps=(
            level_map(
                material,
                id_="map",
                marked=_LISTED,
                days=_MAP_DAYS,
                width_px=430,
                aspect=(0.6, 0.72),
                focus=focus_sections(material, _LISTED),
            ),
        ),
        levels=section_levels(material, _LISTED),
        happened=Part(
            heading=words.say("What happened"),
            tables=(counts_table(material),),
            paragraphs=()
            if recent
            else (words.say("Nothing is known from the last 4 weeks. The newest incident on file:"),),
        ),
        happenings=tuple(happening(material, incident, _LETTERS) for incident in told),
        more="",
        expected=Part(heading=words.say("What is expected")),
        why=reasons_part(material, most_signals=1),
        done=responses_part(material, told, most=_TOLD, letters=_LETTERS),
        watch_heading=words.say("What to watch"),
        watch=tuple(watch_points(material, 3)),
        gaps=Part(heading=words.say("What is not known"), points=tuple(gap_points(material)[:3])),
        decision=decision(BulletinLevel.TACTICAL, words),
        footer=footer(material),
        labels=layout_labels(words),
    )
