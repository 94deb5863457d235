"""A made-up border of two countries, AA and BB."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kerege.domain.marking import TLP, Marking
from kerege.domain.place import Place
from kerege.files.catalogue import read_catalogue
from kerege.intake.context import IntakeContext

PLACES = (
    Place("1", "Ak-Bulak", "AA", 40.25, 70.5),
    Place("2", "Zarkent", "BB", 40.125, 70.75),
    Place("3", "Kum", "AA", 40.0, 70.0),
    Place("4", "Kum", "BB", 40.0, 71.0),
    Place("5", "Boston", "CC", 42.0, 69.0),
)


class Gazetteer:
    """Finds places by their exact name."""

    def find(self, text: str, *, country: str | None = None) -> Place | None:
        found = [place for place in PLACES if place.name == text and country in (None, place.country)]
        return found[0] if len(found) == 1 else None

    def suggest(self, text: str, limit: int = 3) -> list[Place]:
        return [place for place in PLACES if place.name[:3] == text[:3]][:limit]


def make_context() -> IntakeContext:
    return IntakeContext(
        zone=ZoneInfo("Asia/Bishkek"),  # UTC+6 all year since 2005
        countries=frozenset({"AA", "BB"}),
        catalogue=read_catalogue(),
        places=Gazetteer(),
        imported_at=datetime(2026, 11, 1, tzinfo=UTC),
        default_marking=Marking(TLP.GREEN),
    )
