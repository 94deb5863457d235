"""What is usually done about an alert of a kind, from which level on, and within which time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from kerege.domain.office import Office
from kerege.domain.risk import RiskLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookAction:
    """One thing that can be done.

    Parameters
    ----------
    id : str
        Stable identifier, snake case.
    label : str
        What to do, in the imperative; the message that catalogues translate.
    description : str
        When it is done, and what it is not.
    response : str
        The term of the catalogue of responses that holds once it is done.
    office : Office
        Who does it or is called for it.
    is_contact : bool
        Whether the other side has been spoken with once it is done.
    """

    id: str
    label: str
    description: str
    response: str
    office: Office
    is_contact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookStep:
    """An action of a playbook.

    Parameters
    ----------
    action : str
        Identifier of the action.
    within_minutes : float
        Time from the plan to its end, above 0.
    from_level : RiskLevel
        The lowest level at which it is part of the plan.
    """

    action: str
    within_minutes: float
    from_level: RiskLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """The steps for some kinds of incident; for all others where it names neither kinds nor families.

    Parameters
    ----------
    id, title : str
    kinds, families : frozenset of str
        Kinds of the catalogue and families of kinds that it is for.
    steps : tuple of PlaybookStep
    """

    id: str
    title: str
    kinds: frozenset[str]
    families: frozenset[str]
    steps: tuple[PlaybookStep, ...]

    @property
    def is_general(self) -> bool:
        """Whether it is for everything that no other playbook names."""
        return not (self.kinds or self.families)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAction:
    """An action as a plan wants it.

    Parameters
    ----------
    action : PlaybookAction
    within_minutes : float
    """

    action: PlaybookAction
    within_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbooks:
    """The playbooks of a region.

    Parameters
    ----------
    version, decided_by : str
    actions : mapping of str to PlaybookAction
        By identifier.
    playbooks : tuple of Playbook

    Raises
    ------
    ValueError
        For a step without a known action or with a time that is not above 0, a step given twice for one level, a
        kind or family in two playbooks, or playbooks without exactly one general one.
    """

    version: str
    decided_by: str
    actions: Mapping[str, PlaybookAction]
    playbooks: tuple[Playbook, ...]

    def __post_init__(self) -> None:
        named: set[str] = set()
        for book in self.playbooks:
            if twice := sorted(named & (book.kinds | book.families)):
                raise ValueError(f"{twice[0]} stands in two playbooks, the second is {book.id}.")
            named |= book.kinds | book.families
            self._check_steps(book)
        if self.playbooks and sum(book.is_general for book in self.playbooks) != 1:
            raise ValueError("Exactly one playbook names neither kinds nor families: the one for everything else.")

    def _check_steps(self, book: Playbook) -> None:
        seen: set[tuple[str, RiskLevel]] = set()
        for step in book.steps:
            if step.action not in self.actions:
                raise ValueError(f"The playbook {book.id} names {step.action!r}, which is no action.")
            if not (isfinite(step.within_minutes) and step.within_minutes > 0):
                raise ValueError(f"{step.action} of the playbook {book.id} needs a number of minutes above 0.")
            if (step.action, step.from_level) in seen:
                raise ValueError(f"{step.action} stands twice in the playbook {book.id} for one level.")
            seen.add((step.action, step.from_level))

    def book(self, kind: str, family: str) -> Playbook | None:
        """The playbook for a kind: its own, else that of its family, else the general one; None without playbooks."""
        for fits in (
            lambda book: kind in book.kinds,
            lambda book: family in book.families,
            lambda book: book.is_general,
        ):
            for book in self.playbooks:
                if fits(book):
                    return book
        return None

    def plan(self, kind: str, family: str, level: RiskLevel) -> tuple[PlannedAction, ...]:
        """What is to be done, in the order in which it is due.

        An action that stands for several levels counts with the highest one that is reached.

        Examples
        --------
        >>> from kerege.files.playbooks import read_playbooks
        >>> from kerege.files.region import default_region, shipped_region
        >>> books = read_playbooks(shipped_region(default_region()))
        >>> [(one.action.id, one.within_minutes) for one in books.plan("shooting", "armed", RiskLevel.HIGH)][:2]
        [('call_duty_officer', 15.0), ('call_representative', 30.0)]
        """
        book = self.book(kind, family)
        if book is None:
            return ()
        chosen: dict[str, PlaybookStep] = {}
        for step in book.steps:
            if step.from_level.rank > level.rank:
                continue
            known = chosen.get(step.action)
            if known is None or step.from_level.rank > known.from_level.rank:
                chosen[step.action] = step
        # Python sorts stably: what is due at the same time stays in the order of the file.
        in_order = sorted(chosen.values(), key=lambda step: step.within_minutes)
        return tuple(
            PlannedAction(action=self.actions[step.action], within_minutes=step.within_minutes) for step in in_order
        )
