"""What can happen at a border, in a resident's words: eight pictures, each a kind of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Happening:
    """One picture of the report page.

    Parameters
    ----------
    id : str
        What the form sends, and the name of the picture in `report/pictures.svg`.
    kind : str
        The kind of the catalogue it stands for; the desk may find another.
    message : str
        English words, the message that is translated.
    """

    id: str
    kind: str
    message: str

    @property
    def words(self) -> str:
        """The words in the page's language."""
        return _(self.message)


HAPPENINGS = (
    Happening("shots", "shooting", gettext_noop("Shots")),
    Happening("blast", "mine", gettext_noop("Explosion or mine")),
    Happening("fight", "mass_brawl", gettext_noop("Fight, stones thrown")),
    Happening("crowd", "standoff", gettext_noop("Quarrel or crowd")),
    Happening("held", "detention", gettext_noop("Someone held or taken")),
    Happening("closed", "road_block", gettext_noop("Road or crossing closed")),
    Happening("damage", "property_destruction", gettext_noop("House, field or animals harmed")),
    Happening("other", "other", gettext_noop("Something else")),
)
KIND_OF = {happening.id: happening.kind for happening in HAPPENINGS}
"""The kind of the catalogue for each picture."""


def words_of_kind(kind: str) -> str:
    """What the resident chose, from the kind that was kept; "" where there is no picture for it."""
    return next((happening.words for happening in HAPPENINGS if happening.kind == kind), "")
