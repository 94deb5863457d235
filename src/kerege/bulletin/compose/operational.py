"""The operational bulletin: three to five pages, one to twelve weeks, for a detachment or province."""

from __future__ import annotations

from kerege.bulletin.compose.changes import changes_part
from kerege.bulletin.compose.figures import focus_sections, four_week_timeline, level_map
from kerege.bulletin.compose.gaps import gap_points
from kerege.bulletin.compose.happenings import counts_table, happened_sentence, happening
from kerege.bulletin.compose.header import decision, footer, header
from kerege.bulletin.compose.judgements import (
    busiest_groups,
    death_in_region,
    incident_in_group,
    incident_in_region,
    more_than_before,
)
from kerege.bulletin.compose.labels import layout_labels
from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.method import method_part
from kerege.bulletin.compose.official import official_table
from kerege.bulletin.compose.outlook import outlook_sentence, outlook_table
from kerege.bulletin.compose.reasons import reasons_part
from kerege.bulletin.compose.responses import responses_part
from kerege.bulletin.compose.section_levels import section_levels
from kerege.bulletin.compose.watch_points import watch_points
from kerege.domain.bulletin import Bulletin, BulletinLevel, Figure, Part

_LISTED, _TOLD, _DAYS, _MAP_DAYS, _LETTERS = 12, 6, 84, 365, 420


def operational_bulletin(material: Material) -> Bulletin:
    """The bulletin of the week."""
    words = material.words
    recent = material.since(_DAYS)
    told = sorted(recent, key=lambda item: (item.severity, item.occurred.middle), reverse=True)[:_TOLD]
    left = len(recent) - len(told)
    table = official_table(material, most=5)
    changes = changes_part(material)
    return Bulletin(
        level=BulletinLevel.OPERATIONAL,
        language=words.language,
        header=header(BulletinLevel.OPERATIONAL, material),
        headline=incident_in_region(material, 28),
        summary=(outlook_sentence(material),),
        judgements_heading=words.say("Key judgements"),
        judgements=(
            death_in_region(material, 4),
            *(incident_in_group(material, group, 28) for group in busiest_groups(material, 28, 2)),
            more_than_before(material),
        ),
        maps=_maps(material),
        levels=section_levels(material, _LISTED),
        happened=Part(
            heading=words.say("What happened"),
            paragraphs=(happened_sentence(material, recent),),
            tables=(counts_table(material),),
        ),
        happenings=tuple(happening(material, incident, _LETTERS) for incident in told),
        more=words.count("{n} more incident is on file.", "{n} more incidents are on file.", left) if left > 0 else "",
        expected=Part(
            heading=words.say("What is expected"),
            tables=(outlook_table(material, 6),),
            figures=(four_week_timeline(material),),
        ),
        why=reasons_part(material),
        done=responses_part(material, recent, most=8),
        watch_heading=words.say("What to watch"),
        watch=tuple(watch_points(material, 5)),
        gaps=Part(
            heading=words.say("What is not known"),
            points=tuple(gap_points(material)),
            tables=(table,) if table else (),
        ),
        further=tuple(part for part in (changes, method_part(material)) if part is not None),
        decision=decision(BulletinLevel.OPERATIONAL, words),
        footer=footer(material),
        labels=layout_labels(words),
    )


def _maps(material: Material) -> tuple[Figure, Figure]:
    """A close map of the most exposed stretch, and the whole region with a frame around that stretch."""
    focus = focus_sections(material, _LISTED)
    close = level_map(
        material, id_="focus", marked=_LISTED, days=_MAP_DAYS, width_px=660, aspect=(0.45, 0.5), focus=focus
    )
    whole = level_map(
        material,
        id_="map",
        marked=_LISTED,
        days=_MAP_DAYS,
        width_px=420,
        aspect=(0.4, 0.6),
        inset=focus,
        with_legend=False,
    )
    return close, whole
