"""How much may come in through an open door: counted in memory, for minutes, and by no address that could be read.

An address is turned into a digest with a random salt; salt and counters are thrown away together every ten minutes.
Nothing of it is stored or logged. A village often stands behind one address, so who is above the limit is not turned
away: it shows by a short calculation, or by waiting, that it is no flood.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from django.conf import settings
from django.http import HttpRequest

_SALT_LIFE_S = 600.0
_MOST_BUCKETS = 50_000
_EVERYBODY = "everybody"


class TokenBuckets:
    """A bucket of tokens for each key: one is taken at a time, and they come back at a steady pace.

    Parameters
    ----------
    capacity : float
        Tokens in a full bucket: how many may come at once.
    per_minute : float
        Tokens that come back in a minute.
    clock : callable
        Seconds that only ever grow.

    Examples
    --------
    >>> buckets = TokenBuckets(2, 60, clock=lambda: 0.0)
    >>> [round(buckets.wait_s("a"), 1) for _ in range(3)], buckets.wait_s("b")
    ([0.0, 0.0, 1.0], 0.0)
    """

    def __init__(self, capacity: float, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        # None at all would never let anybody in again.
        self._capacity, self._per_s, self._clock = max(capacity, 1.0), max(per_minute, 0.01) / 60, clock
        self._lock = threading.Lock()
        self._renew(clock())

    def wait_s(self, key: str) -> float:
        """Take a token: 0.0, or in how many seconds there will be one.

        Parameters
        ----------
        key : str
            An address, say; only its salted digest is held, for ten minutes at most.
        """
        now = self._clock()
        with self._lock:
            if now - self._since > _SALT_LIFE_S or len(self._buckets) >= _MOST_BUCKETS:
                self._renew(now)
            name = hashlib.blake2b(key.encode(), key=self._salt, digest_size=16).digest()
            tokens, at = self._buckets.get(name, (self._capacity, now))
            tokens = min(self._capacity, tokens + (now - at) * self._per_s)
            taken = tokens >= 1
            self._buckets[name] = (tokens - 1 if taken else tokens, now)
            return 0.0 if taken else (1 - tokens) / self._per_s

    def _renew(self, now: float) -> None:
        self._salt, self._since = secrets.token_bytes(32), now
        self._buckets: dict[bytes, tuple[float, float]] = {}


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether something may come in now.

    Parameters
    ----------
    is_free : bool
    wait_s : int
        Where it may not: in how many seconds to come again.
    """

    is_free: bool
    wait_s: int = 0


class DoorLimits:
    """The limits of the web door, all from one figure: reports a minute from one address without further ado.

    Parameters
    ----------
    per_minute : float
        Twice as many may come at once. Twenty times as many may come from everybody together before all are asked for
        a proof; ten times as many from one address with a proof.
    clock : callable
    """

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = TokenBuckets(2 * per_minute, per_minute, clock)
        self._everybody = TokenBuckets(40 * per_minute, 20 * per_minute, clock)
        self._proven = TokenBuckets(20 * per_minute, 10 * per_minute, clock)

    def admit(self, address: str, *, has_proof: bool) -> Admission:
        """Let a report in, or say when to come again.

        Parameters
        ----------
        address : str
            Where it comes from.
        has_proof : bool
            A calculation or a waiting time stands behind it.
        """
        if has_proof:
            wait_s = self._proven.wait_s(address)
        else:
            wait_s = self._free.wait_s(address) or self._everybody.wait_s(_EVERYBODY)
        return Admission(wait_s == 0, ceil(wait_s))


@lru_cache(maxsize=4)
def _limits(name: str, per_minute: float) -> DoorLimits:
    return DoorLimits(per_minute)


def report_limits() -> DoorLimits:
    """Of reports and what is added to them."""
    return _limits("reports", settings.KEREGE_REPORTS_PER_MINUTE)


def receipt_limits() -> DoorLimits:
    """Of questions about a receipt code, so that codes cannot be tried out."""
    return _limits("receipts", 2 * settings.KEREGE_REPORTS_PER_MINUTE)


def forget_all() -> None:
    """Throw every counter away."""
    _limits.cache_clear()


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, for the limits only: the last hop that is trusted; a whole network for IPv6."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        address = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
