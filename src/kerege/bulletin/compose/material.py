"""What a bulletin is made of, with the questions its parts ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from kerege.bulletin.spellings import spelling_for
from kerege.bulletin.words import Words
from kerege.domain.catalogue import Catalogue
from kerege.domain.digest import digest
from kerege.domain.incident import Incident
from kerege.domain.marking import Marking
from kerege.domain.region import Region
from kerege.domain.risk import RiskAssessment
from kerege.domain.run import WatchRun


@dataclass(frozen=True)
class Material:
    """A run with the incidents it used, and the language to tell it in."""

    run: WatchRun
    incidents: tuple[Incident, ...]
    region: Region
    catalogue: Catalogue
    words: Words
    marking: Marking
    earlier: WatchRun | None = None

    @property
    def as_of(self) -> datetime:
        """The time of the run: what was not known then does not exist."""
        return self.run.as_of

    def since(self, days: float) -> list[Incident]:
        """Incidents that happened in the last days, newest first."""
        start = self.as_of - timedelta(days=days)
        recent = [incident for incident in self.incidents if incident.occurred.middle >= start]
        return sorted(recent, key=lambda item: (item.occurred.middle, item.id), reverse=True)

    @cached_property
    def group_of(self) -> dict[str, str]:
        """Section group of each incident that was placed; by its own section."""
        return {
            incident_id: self.region.section[location.section_id].group
            for incident_id, location in self.run.locations.items()
        }

    @cached_property
    def risks(self) -> list[RiskAssessment]:
        """Sections, most exposed first: by level, then by expected harm."""
        return sorted(self.run.risks, key=lambda risk: (-risk.level.rank, -risk.expected_harm, risk.section_id))

    def section_name(self, section_id: str) -> str:
        """Name of a section with its ends in this language's letters."""
        name = self.region.section[section_id].name
        return " – ".join(self.words.place(end) for end in name.split(" – "))

    def group_name(self, group_id: str) -> str:
        """Name of a section group with its places in this language's letters."""
        group = self.region.group[group_id]
        return ", ".join(self.words.place(part) for part in group.name.split(", "))

    def group_label(self, group_id: str) -> str:
        """Name of a section group with its border, so that the reader knows which line is meant."""
        return f"{self.group_name(group_id)} ({self.pair_name(self.region.group[group_id].pair)})"

    def pair_name(self, pair: str) -> str:
        """Both countries of a pair."""
        return " – ".join(self.country(code) for code in pair.split("-"))

    def country(self, code: str) -> str:
        """A country's name."""
        name = self.region.countries.get(code)
        return self.words.say(name) if name else code

    @cached_property
    def origin_digest(self) -> str:
        """Digest of everything the run was made from: the same inputs give the same."""
        return digest(
            {
                "as_of": self.as_of.isoformat(),
                "region": self.run.region_digest,
                "data": self.run.data_digest,
                "parameters": self.run.parameters_version,
                "code": self.run.code_version,
            }
        )

    @property
    def run_id(self) -> str:
        """Name of the run: its time and the first letters of its digest."""
        return f"{self.as_of:%Y%m%dT%H%MZ}-{self.origin_digest[:8]}"


def gather(
    run: WatchRun,
    incidents: Sequence[Incident],
    region: Region,
    catalogue: Catalogue,
    words: Words,
    marking: Marking,
    earlier: WatchRun | None,
) -> Material:
    """The material of a bulletin: only incidents that the run used, in order of occurrence."""
    used = set(run.incident_ids)
    known = sorted(
        (incident for incident in incidents if incident.id in used),
        key=lambda item: (item.occurred.middle, item.id),
    )
    own = replace(words, spelling=spelling_for(words.language, region.places))
    return Material(run, tuple(known), region, catalogue, own, marking, earlier)
