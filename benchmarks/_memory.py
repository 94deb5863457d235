"""How much memory a measurement took."""

from __future__ import annotations

import resource


def peak_mb() -> float:
    """The most memory this process has held so far, imports included, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
