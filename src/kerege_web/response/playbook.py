"""The playbooks of this workspace's region, and the plan for one alert."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kerege.domain.playbook import PlannedAction, Playbooks
from kerege.domain.risk import RiskLevel
from kerege_web.alerts.models import Alert
from kerege_web.region import current_catalogue, region_folder

# While nobody has judged an alert, its severity stands for its level.
_LEVEL_OF_SEVERITY = {
    1: RiskLevel.LOW,
    2: RiskLevel.LOW,
    3: RiskLevel.MEDIUM,
    4: RiskLevel.HIGH,
    5: RiskLevel.CRITICAL,
}


def current_playbooks() -> Playbooks:
    """What is usually done in this region."""
    return _read(region_folder())


def plan_of(row: Alert) -> tuple[PlannedAction, ...]:
    """What the playbooks say for an alert: by its kind and level, or by its severity while it has no level."""
    term = current_catalogue().kinds.get(row.kind)
    level = RiskLevel(row.level) if row.level else _LEVEL_OF_SEVERITY[row.severity]
    return current_playbooks().plan(row.kind, term.group if term else "", level)


@lru_cache(maxsize=4)
def _read(folder: Path) -> Playbooks:
    from kerege.files.playbooks import read_playbooks

    return read_playbooks(folder)
