"""Full addresses that may stand in a message or a feed."""

from __future__ import annotations


def check_web_address(address: str) -> None:
    """Make sure that an address is a full one and holds nothing that an address may not hold.

    Raises
    ------
    ValueError
        If it is not.

    Examples
    --------
    >>> check_web_address("https://example.org/alerts/1")
    >>> check_web_address("/alerts/1")
    Traceback (most recent call last):
    ...
    ValueError: An address begins with https:// and holds no blanks, quotes or brackets, unlike '/alerts/1'.
    """
    scheme, _, rest = address.partition("://")
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(' <>"{}|\\^`')
    if scheme not in ("http", "https") or not rest or not is_plain:
        raise ValueError(
            f"An address begins with https:// and holds no blanks, quotes or brackets, unlike {address!r}."
        )
