"""The strategic bulletin: the year and the outlook, for the head of a service and those who advise a minister."""

from __future__ import annotations

from kerege.bulletin.compose.figures import level_map
from kerege.bulletin.compose.gaps import gap_points
from kerege.bulletin.compose.happenings import happened_sentence, happening
from kerege.bulletin.compose.header import decision, footer, header
from kerege.bulletin.compose.judgements import (
    busiest_groups,
    death_in_region,
    horizon_weeks,
    incident_in_group,
    more_than_before,
)
from kerege.bulletin.compose.labels import layout_labels
from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.method import method_part
from kerege.bulletin.compose.official import official_table
from kerege.bulletin.compose.outlook import outlook_sentence, outlook_table
from kerege.bulletin.compose.reasons import reasons_part
from kerege.bulletin.compose.recommendations import recommendations
from kerege.bulletin.compose.responses import responses_part
from kerege.bulletin.compose.season import season_part
from kerege.bulletin.compose.section_levels import section_levels
from kerege.bulletin.compose.triggers import triggers_part
from kerege.bulletin.compose.twelve_months import twelve_months_part
from kerege.bulletin.compose.vulnerability import vulnerability_part
from kerege.bulletin.compose.watch_points import watch_points
from kerege.bulletin.compose.years import years_part
from kerege.domain.bulletin import Bulletin, BulletinLevel, Part

_LISTED, _TOLD, _DAYS, _LETTERS = 15, 5, 365, 420


def strategic_bulletin(material: Material) -> Bulletin:
    """The bulletin of the year."""
    words = material.words
    recent = material.since(_DAYS)
    told = sorted(recent, key=lambda item: (item.severity, item.occurred.middle), reverse=True)[:_TOLD]
    left = len(recent) - len(told)
    table = official_table(material)
    weeks = horizon_weeks(material)
    season = season_part(material)
    year = twelve_months_part(material)
    return Bulletin(
        level=BulletinLevel.STRATEGIC,
        language=words.language,
        header=header(BulletinLevel.STRATEGIC, material),
        headline=death_in_region(material, weeks),
        summary=(outlook_sentence(material),),
        judgements_heading=words.say("Key judgements"),
        judgements=(
            *(incident_in_group(material, group, 7 * weeks) for group in busiest_groups(material, 7 * weeks, 2)),
            more_than_before(material),
        ),
        maps=(level_map(material, id_="map", marked=_LISTED, days=_DAYS, width_px=660, aspect=(0.4, 0.62)),),
        levels=section_levels(material, _LISTED),
        happened=Part(
            heading=year.heading,
            paragraphs=(happened_sentence(material, recent, weeks=52),),
            tables=year.tables,
        ),
        happenings=tuple(happening(material, incident, _LETTERS) for incident in told),
        more=words.count("{n} more incident is on file.", "{n} more incidents are on file.", left) if left > 0 else "",
        expected=Part(heading=words.say("What is expected"), tables=(outlook_table(material, 8),)),
        why=reasons_part(material),
        done=responses_part(material, recent, most=8),
        watch_heading=words.say("What to watch"),
        watch=tuple(watch_points(material, 5)),
        gaps=Part(
            heading=words.say("What is not known"),
            points=tuple(gap_points(material)),
            tables=(table,) if table else (),
        ),
        further=(
            years_part(material),
            *((season,) if season else ()),
            triggers_part(material),
            vulnerability_part(material),
            method_part(material),
        ),
        recommendations_heading=words.say("Recommendations"),
        recommendations=tuple(recommendations(material)),
        decision=decision(BulletinLevel.STRATEGIC, words),
        footer=footer(material),
        labels=layout_labels(words),
    )
