"""Matching a word in a cell with a term of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from kerege.domain.catalogue import Term
from kerege.intake.problem import Problem

_WORD = re.compile(r"\w+")


def read_term(column: str, text: str, terms: Mapping[str, Term]) -> str:
    """Identifier of the term that a cell names by its identifier or label; "" where it is empty.

    Raises
    ------
    Problem
        For a word the catalogue does not hold, with the nearest one.

    Examples
    --------
    >>> terms = {"mass_brawl": Term("mass_brawl", "Mass brawl")}
    >>> read_term("kind", "Mass Brawl", terms)
    'mass_brawl'
    >>> read_term("kind", "mas brawl", terms)
    Traceback (most recent call last):
    ...
    kerege.intake.problem.Problem: Is not in the catalogue. Did you mean mass_brawl?
    """
    key = _key(text)
    if not key:
        return ""
    if key in terms:
        return key
    by_label = {_key(term.label): term.id for term in terms.values()}
    if key in by_label:
        return by_label[key]
    near = get_close_matches(key[:60], [*terms, *by_label], n=1, cutoff=0.6)
    if near:
        raise Problem(column, text, f"Is not in the catalogue. Did you mean {by_label.get(near[0], near[0])}?")
    raise Problem(column, text, f"Is not in the catalogue. Write one of: {', '.join(terms)}")


def read_trigger(text: str, triggers: Mapping[str, Term]) -> tuple[str, str]:
    """Identifier of the trigger that a text means, and the text if it says more than the identifier.

    An identifier or label is taken as it is. Other words mean a trigger where they point to exactly one by its `words`;
    otherwise it is "other". The words are for the reader to keep: they say more than the term.

    Examples
    --------
    >>> triggers = {"water": Term("water", "Water", words=("canal",)), "road": Term("road", "Road", words=("bridge",))}
    >>> read_trigger("WATER", triggers), read_trigger("", triggers)
    (('water', ''), ('', ''))
    >>> read_trigger("a new canal", triggers), read_trigger("bridge over the canal", triggers)
    (('water', 'a new canal'), ('other', 'bridge over the canal'))
    """
    key = _key(text)
    if not key:
        return "", ""
    for term in triggers.values():
        if key in (term.id, _key(term.label)):
            return term.id, ""
    words = set(_WORD.findall(text.casefold()))
    meant = [term.id for term in triggers.values() if not words.isdisjoint(term.words)]
    return (meant[0] if len(meant) == 1 else "other"), text.strip()


def _key(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())
