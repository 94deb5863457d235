"""Both sides' accounts, each side in its own place, also the one that has not been heard."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.incident import Incident


@dataclass(frozen=True, slots=True)
class SideAccounts:
    """What one side says; empty where it has not been heard. `side` is "" where no side is named."""

    side: str
    texts: tuple[str, ...]


def side_by_side(incident: Incident) -> tuple[SideAccounts, ...]:
    """The accounts grouped by side, sides in the order of the alphabet so that none stands first by right.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from kerege.domain.account import Account
    >>> heard = SimpleNamespace(countries=("B", "A"), accounts=(Account("B", "They came first."),))
    >>> [(side.side, side.texts) for side in side_by_side(heard)]
    [('A', ()), ('B', ('They came first.',))]
    """
    sides = sorted({*incident.countries, *(account.side for account in incident.accounts if account.side)})
    grouped = [
        SideAccounts(side, tuple(account.text for account in incident.accounts if account.side == side))
        for side in sides
    ]
    unnamed = tuple(account.text for account in incident.accounts if not account.side)
    return (*grouped, SideAccounts("", unnamed)) if unnamed else tuple(grouped)
