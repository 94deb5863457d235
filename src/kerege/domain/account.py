"""What one side says happened. Both accounts are kept; neither is the only truth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One side's version of an incident, in its own words or a faithful summary.

    Parameters
    ----------
    side : str
        Country code of the side that speaks, or "" where the source does not say whose version it is.
    text : str
        The version, not empty.

    Raises
    ------
    ValueError
        If the text is empty.

    Examples
    --------
    >>> Account("KG", "Shots came from the other bank.").side
    'KG'
    """

    side: str
    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("An account needs words; leave it out where there are none.")
