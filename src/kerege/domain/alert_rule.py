"""By which rule a signal or a report becomes an alert without waiting for a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RuleSource(StrEnum):
    """What a rule looks at."""

    SIGNAL = "signal"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of a signal or report that a rule may make an alert of.

    Parameters
    ----------
    source : RuleSource
    section_ids : frozenset of str
        The sections it is about; empty where it cannot be placed.
    kind : str
        Kind of a report, family of kinds of a signal; "" where not known.
    severity : int or None
        1..5 of a report; None for a signal.
    probability : float or None
        Of at least one incident on these sections in the coming period, by the newest run, 0..1.
    recurrence_days : float or None
        How often chance alone gives such a signal; None for a report.
    is_verified : bool
        Whether a person found the report to be true. A signal is a count of what is known and needs none.
    """

    source: RuleSource
    section_ids: frozenset[str] = frozenset()
    kind: str = ""
    severity: int | None = None
    probability: float | None = None
    recurrence_days: float | None = None
    is_verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """One rule of a site. What it does not name, it does not ask for; what is not known never meets what it asks.

    Parameters
    ----------
    source : RuleSource
    section_ids : frozenset of str
        One of them must be touched; empty for all.
    kinds : frozenset of str
        It must be of one of them; empty for all.
    least_severity : int or None
        1..5.
    least_probability : float or None
        0..1.
    least_recurrence_days : float or None
        Above 0.
    only_verified : bool
        Only reports that a person has verified.

    Raises
    ------
    ValueError
        For a demand outside its range, one that its source can never meet, or none at all.

    Examples
    --------
    >>> rule = AlertRule(source=RuleSource.REPORT, least_severity=4)
    >>> grave, unknown = Candidate(source=RuleSource.REPORT, severity=5), Candidate(source=RuleSource.REPORT)
    >>> rule.is_met_by(grave), rule.is_met_by(unknown)
    (True, False)
    """

    source: RuleSource
    section_ids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    least_severity: int | None = None
    least_probability: float | None = None
    least_recurrence_days: float | None = None
    only_verified: bool = False

    def __post_init__(self) -> None:
        if self.least_severity is not None and not 1 <= self.least_severity <= 5:
            raise ValueError(f"The least severity lies between 1 and 5, not {self.least_severity}.")
        if self.least_probability is not None and not 0 < self.least_probability <= 1:
            raise ValueError(f"The least probability lies between 0 and 1, not {self.least_probability}.")
        if self.least_recurrence_days is not None and not self.least_recurrence_days > 0:
            raise ValueError(f"The least recurrence interval is above 0 days, not {self.least_recurrence_days}.")
        if self.source is RuleSource.SIGNAL and (self.least_severity is not None or self.only_verified):
            raise ValueError("A signal has no severity and no verdict, so a rule cannot ask for them.")
        if self.source is RuleSource.REPORT and self.least_recurrence_days is not None:
            raise ValueError("A report has no recurrence interval, so a rule cannot ask for it.")
        if not self.asks:
            raise ValueError("A rule must ask for something, or everything becomes an alert.")

    @property
    def asks(self) -> bool:
        """Whether it asks for anything beyond its source."""
        demands = (self.least_severity, self.least_probability, self.least_recurrence_days)
        return bool(self.section_ids or self.kinds or self.only_verified) or any(one is not None for one in demands)

    def is_met_by(self, candidate: Candidate) -> bool:
        """Whether it makes an alert of this."""
        return (
            candidate.source is self.source
            and (not self.section_ids or bool(self.section_ids & candidate.section_ids))
            and (not self.kinds or candidate.kind in self.kinds)
            and _reaches(candidate.severity, self.least_severity)
            and _reaches(candidate.probability, self.least_probability)
            and _reaches(candidate.recurrence_days, self.least_recurrence_days)
            and (candidate.is_verified or not self.only_verified)
        )


def _reaches(known: float | None, least: float | None) -> bool:
    return least is None or (known is not None and known >= least)
