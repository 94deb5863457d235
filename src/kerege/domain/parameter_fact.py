"""One dated parameter with who decided it and why: what makes a threshold answerable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ParameterFact:
    """A parameter's value, unit and origin.

    Parameters
    ----------
    name : str
        Table and key: "risk.killed_points".
    value : float, str or tuple of str
        What is used.
    unit : str
        Its unit in words; "1" for a pure number.
    since : date
        Valid from this day.
    source : str
        Why this value: a paper, a measurement, or the plain reason.
    decided_by : str
        Who answers for it.

    Raises
    ------
    ValueError
        If the unit, the source or who decided is missing.

    Examples
    --------
    >>> ParameterFact("risk.killed_points", 10.0, "points", date(2026, 11, 1), "stated reason", "Kerege").value
    10.0
    """

    name: str
    value: float | str | tuple[str, ...]
    unit: str
    since: date
    source: str
    decided_by: str

    def __post_init__(self) -> None:
        for field in ("unit", "source", "decided_by"):
            if not getattr(self, field).strip():
                raise ValueError(f"The parameter {self.name} does not say its {field}.")
