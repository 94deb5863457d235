"""A rumour: what is told, what was found, what is said about it in public. The only rules by which it moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kerege.domain.errors import InputError


class RumourStage(StrEnum):
    """What a rumour waits for. DROPPED: nothing is said about it; SAID: what was agreed was said."""

    CHECK = "check"
    WORDS = "words"
    SAY = "say"
    SAID = "said"
    DROPPED = "dropped"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self in (RumourStage.CHECK, RumourStage.WORDS, RumourStage.SAY)


class RumourFinding(StrEnum):
    """What the check found. UNKNOWN is an answer too: then the statement says that it is not known."""

    TRUE = "true"
    PARTLY = "partly"
    FALSE = "false"
    UNKNOWN = "unknown"


class AgreedWith(StrEnum):
    """With whom the words of a statement were agreed."""

    OWN_AGENCY = "own_agency"
    OTHER_SIDE = "other_side"
    MEDIATORS = "mediators"
    LOCAL_AUTHORITY = "local_authority"


@dataclass(frozen=True, slots=True)
class RumourState:
    """Where a rumour stands.

    Examples
    --------
    >>> told = RumourState()
    >>> told.found(RumourFinding.FALSE).worded().said().stage.value
    'said'
    >>> told.worded()
    Traceback (most recent call last):
    kerege.domain.errors.InputError: It is not checked yet. Say what was found first.
    """

    stage: RumourStage = RumourStage.CHECK
    finding: RumourFinding | None = None

    def found(self, finding: RumourFinding) -> RumourState:
        """The check is over. Found anew before it was said, the words must be agreed anew.

        Raises
        ------
        InputError
            If nothing waits: what was said or dropped is taken up again first.
        """
        self._require_open()
        return RumourState(RumourStage.WORDS, finding)

    def worded(self) -> RumourState:
        """The words are agreed.

        Raises
        ------
        InputError
            If nothing was found yet, or nothing waits.
        """
        self._require_open()
        self._require_found()
        return replace(self, stage=RumourStage.SAY)

    def said(self) -> RumourState:
        """It was said in public.

        Raises
        ------
        InputError
            If no words are agreed.
        """
        if self.stage is not RumourStage.SAY:
            raise InputError("No words are agreed", mend="Agree on the words first")
        return replace(self, stage=RumourStage.SAID)

    def dropped(self) -> RumourState:
        """Nothing is said about it, because saying something would only spread it.

        Raises
        ------
        InputError
            If nothing waits.
        """
        self._require_open()
        return replace(self, stage=RumourStage.DROPPED)

    def again(self) -> RumourState:
        """It is told again, or something new is known: the check begins anew.

        Raises
        ------
        InputError
            If it is open.
        """
        if self.stage.is_open:
            raise InputError("It is open", mend="Go on where it stands")
        return RumourState()

    def _require_open(self) -> None:
        if not self.stage.is_open:
            raise InputError("It has ended", mend="Take it up again first")

    def _require_found(self) -> None:
        if self.finding is None:
            raise InputError("It is not checked yet", mend="Say what was found first")
