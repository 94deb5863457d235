"""A name and a value, as the standard leaves them to those who exchange messages."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.sharing.cap.plain_text import plain_text


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A parameter, or the code of a place.

    Parameters
    ----------
    name, value : str
        Neither may be empty.

    Raises
    ------
    ValueError
        If one is.

    Examples
    --------
    >>> NamedValue("TLP", "TLP:GREEN").value
    'TLP:GREEN'
    """

    name: str
    value: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", plain_text(self.name))
        object.__setattr__(self, "value", plain_text(self.value))
        if not (self.name and self.value):
            raise ValueError("A parameter or geocode needs a name and a value.")
