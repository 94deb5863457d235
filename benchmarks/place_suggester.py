"""Suggesting places while a resident types: 5,000 places. Target: 20 ms a keystroke."""

from __future__ import annotations

import time
from itertools import product

from kerege.border.place_finder import PlaceFinder
from kerege.border.place_suggester import PlaceSuggester
from kerege.domain.place import Place
from kerege.files.region import read_region, shipped_region

ENDINGS = ("-Bulak", "-Suu", "abad", "kent", "-Tash", "ovka", "on", "-Dobo", "jar", "istan", "-Sai", "-Tepa", "qurgon")
TEXTS = ("ба", "Худж", "Xoʻjand", "Самаркандк", "Dzhalal-Abad", "Кара суу", "Isfra")


def five_thousand_places() -> list[Place]:
    """The shipped gazetteer, and names made of its syllables."""
    shipped = read_region(shipped_region("fergana")).places
    stems = dict.fromkeys(
        part[: 3 + cut] for place in shipped for part in place.name.split("-")[:1] for cut in range(3)
    )
    made = (stem + ending for stem, ending in product(stems, ENDINGS))
    return [*shipped, *(Place(f"made-{name}", name, "KG", 40.0, 71.0, (name.lower(),)) for name in made)][:5000]


def run() -> None:
    places = five_thousand_places()
    start = time.process_time()
    suggester = PlaceSuggester(places)
    print(f"{len(places):,} places, index made in {(time.process_time() - start) * 1e3:.0f} ms of CPU")
    finder = PlaceFinder(places)
    for text in TEXTS:
        took = {}
        for name, suggest in (("suggest_places", suggester.suggest_places), ("PlaceFinder.suggest", finder.suggest)):
            times = []
            for _ in range(7):
                start = time.process_time()
                suggest(text, 8)
                times.append(time.process_time() - start)
            took[name] = f"{name} {min(times) * 1e3:5.1f} ms"
        print(f"{text:14} {'   '.join(took.values())}")
