"""Totals published by official or research bodies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialTotal:
    """A total published by an official or research body: what the known incidents are compared with.

    Parameters
    ----------
    period : str
        Year or part of it, as published: "2014", "2018H1".
    border : str
        Country pair, or "KG all".
    scope : str
        What was counted, in the publisher's words.
    incidents, killed, injured : int or None
        None where not published.
    publisher, source, note : str
        Who, where, and what must be known before using it.
    is_usable : bool
        False where the year or the scope is doubtful.
    """

    period: str
    border: str
    scope: str
    incidents: int | None
    killed: int | None
    injured: int | None
    publisher: str
    source: str
    note: str
    is_usable: bool
