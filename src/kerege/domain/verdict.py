"""What the desk found out about a report."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """Where the check of a report stands. UNVERIFIABLE was tried and cannot be known; NEW was not tried yet."""

    NEW = "new"
    IN_VERIFICATION = "in_verification"
    VERIFIED = "verified"
    UNVERIFIABLE = "unverifiable"
    FALSE = "false"
    DUPLICATE = "duplicate"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something.

        Examples
        --------
        >>> Verdict.IN_VERIFICATION.is_open, Verdict.UNVERIFIABLE.is_open
        (True, False)
        """
        return self in (Verdict.NEW, Verdict.IN_VERIFICATION)
