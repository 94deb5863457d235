"""What incidents began with, and what they cost."""

from __future__ import annotations

from kerege.bulletin.compose.material import Material
from kerege.bulletin.compose.years import killed_known
from kerege.domain.bulletin import BulletinTable, Part
from kerege.domain.incident import Incident

UNNAMED = frozenset({"", "other", "unclear"})


def triggers_part(material: Material) -> Part:
    """Triggers of all incidents on file, most frequent first."""
    words = material.words
    groups: dict[str, list[Incident]] = {}
    for incident in material.incidents:
        groups.setdefault("" if incident.trigger in UNNAMED else incident.trigger, []).append(incident)
    named = sorted((key for key in groups if key), key=lambda key: (-len(groups[key]), key))
    rows = [_row(material, words.say(material.catalogue.triggers[key].label), groups[key]) for key in named]
    if "" in groups:
        rows.append(_row(material, words.say("other, several or not known"), groups[""]))
    return Part(
        heading=words.say("What incidents begin with"),
        tables=(
            BulletinTable(
                caption="",
                columns=(
                    words.say("Trigger"),
                    words.say("Incidents"),
                    words.say("Share"),
                    words.say("of severity 4–5"),
                    words.say("Killed, as far as known"),
                ),
                rows=tuple(rows),
                numeric=(False, True, True, True, True),
                note=words.say("Triggers are grouped by the words of the reports; one report names one trigger."),
            ),
        )
        if rows
        else (),
    )


def _row(material: Material, label: str, incidents: list[Incident]) -> tuple[str, ...]:
    words = material.words
    return (
        label,
        words.number(len(incidents)),
        words.percent(len(incidents) / len(material.incidents)),
        words.number(sum(incident.severity >= 4 for incident in incidents)),
        words.number(killed_known(incidents)),
    )
