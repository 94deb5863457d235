"""The weights of urgency as shipped, or as a site keeps them: parameters/urgency.toml."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kerege.domain.errors import InputError
from kerege.files.watch_parameters import parameter_facts, part_of
from kerege.intake.urgency import UrgencyParameters

_FILE, _PART = "urgency.toml", "urgency"


def read_urgency_parameters(folder: Path | None = None) -> UrgencyParameters:
    """The weights by which the desk's queue is ordered.

    Parameters
    ----------
    folder : Path or None
        A site's own folder with urgency.toml; None for the one that comes with Kerege.

    Raises
    ------
    InputError
        For a file that is missing or not TOML, a value that is missing, unknown, unreasoned or outside its range.

    Examples
    --------
    >>> read_urgency_parameters().half_life_hours
    12.0
    """
    source = folder / _FILE if folder is not None else files("kerege") / "parameters" / _FILE
    if not source.is_file():
        raise InputError("The file is missing", where=str(source), mend="Copy the one that comes with Kerege")
    _, facts = parameter_facts(source.read_text("utf-8"), where=_FILE, parts=(_PART,))
    parameters: UrgencyParameters = part_of(_PART, UrgencyParameters, {fact.name: fact for fact in facts})
    return parameters
