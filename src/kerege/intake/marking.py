"""The marking in a cell."""

from __future__ import annotations

import re

from kerege.domain.marking import TLP, Marking
from kerege.intake.problem import Problem

_LABELS = {label.value.removeprefix("TLP:"): label for label in TLP} | {"WHITE": TLP.CLEAR}
_MARKING = re.compile(r"(?:TLP\s*:\s*)?([A-Z+ _-]+?)(?:\s+REL(?:\s+TO)?\s*:?\s+(.+))?", re.IGNORECASE)
_AGENCY = re.compile(r"[A-Za-z0-9_-]{1,50}")
_LONGEST = 2000


def read_marking(text: str, default: Marking) -> Marking:
    """The marking that a cell names, such as "TLP:GREEN" or "TLP:AMBER REL police, customs".

    Raises
    ------
    Problem
        For a label that is not of TLP 2.0: a report is never made easier to see by a slip.

    Examples
    --------
    >>> read_marking("amber rel police, customs", Marking()).releasable_to == {"police", "customs"}
    True
    >>> read_marking("", Marking(TLP.RED)).tlp.value
    'TLP:RED'
    """
    value = text.strip()
    if not value:
        return default
    match = _MARKING.fullmatch(value) if len(value) <= _LONGEST else None
    name = re.sub(r"[ _-]+", " ", match[1]).strip().upper() if match else ""
    label = _LABELS.get(re.sub(r" ?\+ ?|(?<=AMBER) (?=STRICT)", "+", name))
    if match is None or label is None:
        labels = ", ".join(tlp.value for tlp in TLP)
        raise Problem("marking", text, f"Is no marking. Write one of {labels}, or leave it empty")
    agencies = re.split(r"[\s,]+", match[2].strip(" ,")) if match[2] else []
    for agency in agencies:
        if not _AGENCY.fullmatch(agency):
            raise Problem("marking", text, f"'{agency}' is no agency code. After REL write codes with commas between")
    return Marking(label, frozenset(agencies))


def written_marking(marking: Marking) -> str:
    """The marking as `read_marking` takes it.

    Examples
    --------
    >>> written_marking(Marking(TLP.AMBER, frozenset({"police", "customs"})))
    'TLP:AMBER REL customs, police'
    """
    released = ", ".join(sorted(marking.releasable_to))
    return f"{marking.tlp.value} REL {released}" if released else marking.tlp.value
