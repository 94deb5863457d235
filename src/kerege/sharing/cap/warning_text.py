"""What a warning says in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kerege.sharing.cap.plain_text import plain_text

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
LONGEST_HEADLINE = 160
"""What the standard advises, so that a headline fits on small devices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningText:
    """The words of a warning in one language.

    Parameters
    ----------
    language : str
        A tag of BCP 47: "ru", "uz-Latn", "ky-KG".
    event : str
        What happens, in a few words; needed.
    headline : str
        One line of up to 160 characters.
    description, instruction : str
        What happened, and what people should do; "" where there is none.
    sender_name, contact : str
        Who warns, and how to reach the office: never a person.
    area_names : tuple of str
        A name for each area of the warning, in its order; each needed.

    Raises
    ------
    ValueError
        For no language tag, an empty event or area name, or a headline that is too long.
    """

    language: str
    event: str
    headline: str = ""
    description: str = ""
    instruction: str = ""
    sender_name: str = ""
    contact: str = ""
    area_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"A language is a tag such as ru or uz-Latn, not {self.language!r}.")
        for name in ("event", "headline", "description", "instruction", "sender_name", "contact"):
            object.__setattr__(self, name, plain_text(getattr(self, name)))
        object.__setattr__(self, "area_names", tuple(plain_text(name) for name in self.area_names))
        if not self.event:
            raise ValueError(f"The words in {self.language} need an event.")
        if len(self.headline) > LONGEST_HEADLINE:
            raise ValueError(f"A headline has up to {LONGEST_HEADLINE} characters, not {len(self.headline)}.")
        if not all(self.area_names):
            raise ValueError(f"Each area needs a name in {self.language}.")
