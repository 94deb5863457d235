"""The times and thresholds of alerts, read once per process."""

from __future__ import annotations

from functools import lru_cache

from kerege.domain.alert_parameters import AlertParameters


@lru_cache(maxsize=1)
def current_alert_parameters() -> AlertParameters:
    """The values that hold in this workspace."""
    from kerege.files.alert_parameters import read_alert_parameters

    return read_alert_parameters()
