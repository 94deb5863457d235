"""From a run of the watch to a bulletin in words."""

from __future__ import annotations

from collections.abc import Sequence

from kerege.bulletin.compose.material import gather
from kerege.bulletin.compose.operational import operational_bulletin
from kerege.bulletin.compose.strategic import strategic_bulletin
from kerege.bulletin.compose.tactical import tactical_bulletin
from kerege.bulletin.words import Words
from kerege.domain.bulletin import Bulletin, BulletinLevel
from kerege.domain.catalogue import Catalogue
from kerege.domain.incident import Incident
from kerege.domain.marking import Marking
from kerege.domain.region import Region
from kerege.domain.run import WatchRun


def compose(
    level: BulletinLevel,
    *,
    run: WatchRun,
    incidents: Sequence[Incident],
    region: Region,
    catalogue: Catalogue,
    words: Words,
    marking: Marking,
    earlier: WatchRun | None = None,
) -> Bulletin:
    """A bulletin of one level in one language, from one run of the watch.

    Pure: the same run gives the same bulletin. Incidents that the run did not use are left out, whatever is passed.

    Parameters
    ----------
    level : BulletinLevel
    run : WatchRun
        What the watch found.
    incidents : sequence of Incident
        At least those of the run that the reader may see.
    region, catalogue, words
        The region, the vocabulary and the language.
    marking : Marking
        Marking of the bulletin; the caller makes it the strictest of what goes in.
    earlier : WatchRun or None
        The run of the bulletin before, to say what changed.
    """
    material = gather(run, incidents, region, catalogue, words, marking, earlier)
    make = {
        BulletinLevel.TACTICAL: tactical_bulletin,
        BulletinLevel.OPERATIONAL: operational_bulletin,
        BulletinLevel.STRATEGIC: strategic_bulletin,
    }[level]
    return make(material)
