"""What a CAP message warns of: the facts once, the words in each language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kerege.domain.cap_reference import whole_seconds
from kerege.domain.cap_terms import CapCategory, CapCertainty, CapResponse, CapSeverity, CapUrgency
from kerege.sharing.cap.named_value import NamedValue
from kerege.sharing.cap.warned_area import WarnedArea
from kerege.sharing.cap.warning_text import WarningText
from kerege.sharing.cap.web_address import check_web_address


@dataclass(frozen=True, slots=True, kw_only=True)
class CapWarning:
    """The facts of a warning and its words. Each language becomes one `info` of the document with the same facts.

    Parameters
    ----------
    categories : tuple of CapCategory
        At least one.
    urgency : CapUrgency
    severity : CapSeverity
    certainty : CapCertainty
    expires : datetime
        When it stops to hold: a warning without an end is believed by nobody.
    texts : tuple of WarningText
        At least one; each language once, and in each a name for every area.
    responses : tuple of CapResponse
        What people should do, as codes.
    effective, onset : datetime or None
        From when the message holds, and when the danger is expected to begin.
    web : str
        Address of a page about it; "" where there is none.
    parameters : tuple of NamedValue
        What neighbours agreed on besides: the TLP label, the level of a section.
    areas : tuple of WarnedArea

    Raises
    ------
    ValueError
        If one of these rules is broken, or the end does not come after the beginning.
    """

    categories: tuple[CapCategory, ...]
    urgency: CapUrgency
    severity: CapSeverity
    certainty: CapCertainty
    expires: datetime
    texts: tuple[WarningText, ...]
    responses: tuple[CapResponse, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    web: str = ""
    parameters: tuple[NamedValue, ...] = ()
    areas: tuple[WarnedArea, ...] = ()

    def __post_init__(self) -> None:
        if not self.categories or not self.texts:
            raise ValueError("A warning needs a category and words in one language at least.")
        languages = [text.language.lower() for text in self.texts]
        if len(set(languages)) < len(languages):
            raise ValueError("A warning has its words in each language once.")
        for text in self.texts:
            if len(text.area_names) != len(self.areas):
                raise ValueError(
                    f"The {len(self.areas)} areas need as many names in {text.language}, not {len(text.area_names)}."
                )
        for name in ("effective", "onset", "expires"):
            if (moment := getattr(self, name)) is not None:
                object.__setattr__(self, name, whole_seconds(moment, name))
        for begin in (self.effective, self.onset):
            if begin is not None and self.expires <= begin:
                raise ValueError("A warning expires after it begins.")
        if self.web:
            check_web_address(self.web)
