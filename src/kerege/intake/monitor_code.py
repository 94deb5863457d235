"""The codes of village monitors: digits that old telephones type fast, the last one a check."""

from __future__ import annotations

# Damm 2004, "Total anti-symmetrische Quasigruppen", table of order 10: it catches every single wrong digit and every
# swap of neighbours.
_QUASIGROUP = (
    *("0317598642", "7092154863", "4206871359", "1750983426", "6123045978"),
    *("3674209581", "5869720134", "8945362017", "9438617205", "2581436790"),
)


def monitor_code(number: int, digits: int) -> str:
    """The code of the monitor with a number: its digits, filled up with zeros, and the check digit.

    Parameters
    ----------
    number : int
        0 or more.
    digits : int
        Length of the code, check digit included.

    Raises
    ------
    ValueError
        If the number has no place in so many digits.

    Examples
    --------
    >>> monitor_code(572, 4), monitor_code(7, 4)
    ('5724', '0076')
    """
    text = f"{number:0{digits - 1}d}"
    if number < 0 or len(text) != digits - 1:
        raise ValueError(f"The number {number} has no code of {digits} digits.")
    return text + str(_remainder(text))


def is_monitor_code(text: str, digits: int) -> bool:
    """Whether a text has the right number of digits and the right check digit.

    Examples
    --------
    >>> is_monitor_code("5724", 4), is_monitor_code("5742", 4), is_monitor_code("572", 4)
    (True, False, False)
    """
    return len(text) == digits and text.isascii() and text.isdigit() and _remainder(text) == 0


def _remainder(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return interim
