"""The times and thresholds of alerts as shipped, or as a site keeps them: parameters/alerts.toml."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from kerege.domain.alert_parameters import AlertParameters
from kerege.domain.errors import InputError
from kerege.files.watch_parameters import parameter_facts, part_of

_FILE, _PART = "alerts.toml", "alerts"


def read_alert_parameters(folder: Path | None = None) -> AlertParameters:
    """How long an alert may wait in each stage, who is called when it does, and how levels are made.

    Parameters
    ----------
    folder : Path or None
        A site's own folder with alerts.toml; None for the one that comes with Kerege.

    Raises
    ------
    InputError
        For a file that is missing or not TOML, a value that is missing, unknown, unreasoned or outside its range.

    Examples
    --------
    >>> read_alert_parameters().triage_minutes
    60.0
    """
    source = folder / _FILE if folder is not None else files("kerege") / "parameters" / _FILE
    if not source.is_file():
        raise InputError("The file is missing", where=str(source), mend="Copy the one that comes with Kerege")
    _, facts = parameter_facts(source.read_text("utf-8"), where=_FILE, parts=(_PART,))
    parameters: AlertParameters = part_of(_PART, AlertParameters, {fact.name: fact for fact in facts})
    return parameters
