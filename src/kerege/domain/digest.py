"""One digest for any plain value: the same content gives the same digest on every machine."""

from __future__ import annotations

import hashlib
import json
from typing import Any

# Made once: a hundred thousand reports are digested in one import.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits.

    Canonical: keys sorted, no white space, UTF-8, no NaN or infinity.

    Parameters
    ----------
    value : JSON value
        Numbers, strings, booleans, None, and lists and dictionaries of them.

    Raises
    ------
    TypeError
        For a value that JSON does not know.
    ValueError
        For NaN or infinity.

    Examples
    --------
    >>> digest({"b": 1, "a": [2.5, None]}) == digest({"a": [2.5, None], "b": 1})
    True
    >>> digest("Kerege")[:12]
    '1d60ea7d331f'
    """
    return hashlib.sha256(_CANONICAL.encode(value).encode()).hexdigest()
