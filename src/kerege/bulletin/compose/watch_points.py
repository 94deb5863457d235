"""What can be seen beforehand, and what to do then: by the triggers that begin incidents at this time of the year."""

from __future__ import annotations

from collections import Counter

from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.section_levels import sections_that_matter
from kerege.bulletin.words import message
from kerege.domain.bulletin import WatchPoint
from kerege.domain.incident import Incident

# trigger of the catalogue -> what is seen, what to do. The actions are those that services on such borders have agreed
# on: no active step before the representatives of both sides are there, livestock goes back, districts settle water.
_POINTS = {
    "water": (
        message("Work on a canal, intake, pump or pipe near the line, or a quarrel over whose turn it is"),
        message("Stop nobody by force; call the other side's representative and both district heads, who settle water"),
    ),
    "land_building": (
        message("Building material, fencing or digging on land that both sides claim"),
        message(
            "Ask for the work to stop until both representatives have looked at it together; photograph what stands"
        ),
    ),
    "road_access": (
        message("Road works, barriers or crowds at a road, bridge or path that both sides use"),
        message(
            "Keep one lane open; tell the other side before the work begins; send mediators to the crowd, not units"
        ),
    ),
    "pasture_livestock": (
        message("Herds or wood cutters near or beyond the line"),
        message("Drive livestock back, do not keep it; return persons the same day through the representatives"),
    ),
    "posts_symbols": (
        message("A new post, camera, flag or marker, or more people and vehicles at a post opposite"),
        message("Ask by the direct line what it is; do not answer with the same before the representatives have met"),
    ),
    "personal_fight": (
        message("Young people of both sides gather after a quarrel, at a market, match or feast"),
        message("Local police and elders of both sides go there at once and separate them; say openly what happened"),
    ),
    "crossing_smuggling": (
        message("Loads, groups or vehicles at paths away from the crossing point, mostly at night"),
        message(
            "Stop them in depth, not at the line; no shot unless life is in danger; tell the other side of a pursuit"
        ),
    ),
}
_ALWAYS = (
    (
        message("A rumour of an attack, of a death or of closed water spreads in messengers"),
        message("Go and look, tell residents and the other side what is true within the hour"),
    ),
    (
        message("Residents of both sides gather at one place"),
        message("Call the other side's border representative; take no active step before both are there"),
    ),
    (
        message("Extra units or heavy weapons appear opposite"),
        message("Report up at once; ask by the direct line; keep your own back unless life is in danger"),
    ),
)
_SEASON_DAYS = 45
_ENOUGH = 10


def watch_points(material: Material, most: int) -> list[WatchPoint]:
    """Points for the most frequent triggers of this season, filled up with those that always hold."""
    words = material.words
    season = [incident for incident in _nearby(material) if _in_season(material, incident)]
    triggers = Counter(incident.trigger for incident in season if incident.trigger in _POINTS)
    points = []
    for trigger, n in sorted(triggers.items(), key=lambda item: (-item[1], item[0]))[: max(1, most - 1)]:
        observable, action = _POINTS[trigger]
        points.append(
            WatchPoint(
                observable=words.say(observable),
                action=words.say(action),
                because=words.count(
                    "{part} of {n} incident known here from this time of the year began so",
                    "{part} of {n} incidents known here from this time of the year began so",
                    len(season),
                    part=words.number(n),
                ),
            )
        )
    for observable, action in _ALWAYS:
        if len(points) < most:
            points.append(WatchPoint(observable=words.say(observable), action=words.say(action)))
    return points


def _nearby(material: Material) -> list[Incident]:
    """Incidents at the groups of the listed sections; all, where these are fewer than ten."""
    groups = {material.region.section[risk.section_id].group for risk in sections_that_matter(material, 12)}
    near = [incident for incident in material.incidents if material.group_of.get(incident.id) in groups]
    return near if len(near) >= _ENOUGH else list(material.incidents)


def _in_season(material: Material, incident: Incident) -> bool:
    """Whether an incident of any year fell within six weeks before or after this day of the year."""
    day = incident.occurred.middle.timetuple().tm_yday
    now = material.as_of.timetuple().tm_yday
    apart = abs(day - now)
    return incident.occurred.days <= 92 and min(apart, 365 - apart) <= _SEASON_DAYS
