"""What was done after incidents, as far as it was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from kerege.bulletin.compose.happenings import shortened
from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import Part
from kerege.domain.incident import Incident


def responses_part(material: Material, incidents: Sequence[Incident], *, most: int, letters: int = 150) -> Part:
    """The responses to some incidents, newest first, and for how many none is on file."""
    words, zone = material.words, material.region.zone
    answered = [incident for incident in incidents if incident.response]
    points = [
        words.say(
            "{when}, {place}: {response}",
            when=words.period(incident.occurred, zone),
            place=words.place(incident.place) or words.say("place not given"),
            response=shortened(incident.response, letters),
        )
        for incident in answered[:most]
    ]
    paragraphs = []
    if incidents:
        paragraphs.append(
            words.count(
                "A response is on file for {answered} of {n} incident.",
                "A response is on file for {answered} of {n} incidents.",
                len(incidents),
                answered=words.number(len(answered)),
            )
        )
    else:
        paragraphs.append(words.say("Nothing to answer in this time."))
    return Part(heading=words.say("What was done"), paragraphs=tuple(paragraphs), points=tuple(points))
