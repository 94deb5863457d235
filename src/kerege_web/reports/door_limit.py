"""How many reports one sender may send in a minute: counted in memory, forgotten after the minute."""

from __future__ import annotations

import time
from threading import Lock

from kerege.domain.errors import KeregeError


class TooManyReportsError(KeregeError):
    """A sender sent more in this minute than is taken; what is sent again later is taken."""

    def __init__(self) -> None:
        super().__init__("Too many reports in one minute. Nothing is lost: send the rest a little later.")


class DoorLimit:
    """Counts by sender within the running minute. Each process counts for itself; nothing is written anywhere.

    Examples
    --------
    >>> limit = DoorLimit()
    >>> [limit.allows("a phone", 2, at_s=at) for at in (0.0, 1.0, 59.0, 60.0)]
    [True, True, False, True]
    >>> limit.allows("a phone", 0, at_s=61.0)  # 0 stands for no limit
    True
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = -1
        self._counts: dict[str, int] = {}

    def allows(self, sender: str, per_minute: int, *, at_s: float | None = None) -> bool:
        """Count one more of this sender; whether it is still within the limit.

        Parameters
        ----------
        sender : str
            What tells senders apart.
        per_minute : int
            0 for no limit.
        at_s : float or None
            Seconds of a clock that never goes back; its own where None.
        """
        if per_minute == 0:
            return True
        minute = int((time.monotonic() if at_s is None else at_s) // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[sender] = self._counts.get(sender, 0) + 1
            return self._counts[sender] <= per_minute


REPORTS_PER_MINUTE = DoorLimit()
"""The one counter of this process."""


def require_within_limit(sender: str, per_minute: int) -> None:
    """Stop who sends too much.

    Raises
    ------
    TooManyReportsError
        If this is more than `per_minute` within the running minute.
    """
    if not REPORTS_PER_MINUTE.allows(sender, per_minute):
        raise TooManyReportsError
