"""How many reports one sender with a key, or one address without, may send in a minute."""

from __future__ import annotations

from functools import lru_cache

from kerege.domain.errors import KeregeError
from kerege_web.reports.limits import TokenBuckets


class TooManyReportsError(KeregeError):
    """A sender sent more than is taken in a minute; what is sent again later is taken."""

    def __init__(self) -> None:
        super().__init__("Too many reports in one minute. Nothing is lost: send the rest a little later.")


def require_within_limit(sender: str, per_minute: int) -> None:
    """Stop who sends too much.

    Parameters
    ----------
    sender : str
        What tells senders apart; only a salted digest of it is held, in memory, for minutes.
    per_minute : int
        As many may come at once, and as many in each minute after that; 0 for no limit.

    Raises
    ------
    TooManyReportsError
        If this is one too many.
    """
    if per_minute and _buckets(per_minute).wait_s(sender):
        raise TooManyReportsError


def forget_counts() -> None:
    """Throw every counter away."""
    _buckets.cache_clear()


@lru_cache(maxsize=8)
def _buckets(per_minute: int) -> TokenBuckets:
    return TokenBuckets(per_minute, per_minute)
