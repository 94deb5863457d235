"""How the numbers were made, in a few sentences, and how far they carry."""

from __future__ import annotations

from kerege.bulletin.compose.material import Material
from kerege.domain.bulletin import Part


def method_part(material: Material) -> Part:
    """The method and its limits."""
    words, forecast = material.words, material.run.forecast
    return Part(
        heading=words.say("How this was made"),
        paragraphs=(
            words.say(
                "Only what was reported by {when} was used. Counts of each section group are drawn from its own past, "
                "newer periods weighing more ({draws} draws); harm is drawn from past incidents. Where a section is "
                "too quiet to be judged alone, its neighbours' record is used with its own.",
                when=words.moment(material.as_of, material.region.zone),
                draws=words.number(forecast.draws.shape[2]),
            ),
            words.say(
                "Words of likelihood: remote chance 0–5 %, highly unlikely 10–20, unlikely 25–35, realistic "
                "possibility 40–50, likely 55–75, highly likely 80–90, almost certain 95–100; a number between two "
                "bands takes the nearer word. Intervals hold 80 % and reflect how short the record is, not errors in "
                "the reports. Confidence says how good the basis is, not how likely the event."
            ),
            words.say(
                "No forecast reaches beyond the horizon of this run. Nothing here judges persons or groups of persons. "
                "The texts of incidents stand in the words of their sources."
            ),
        ),
    )
