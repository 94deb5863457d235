"""From the stored alert to its state and back."""

from __future__ import annotations

from kerege.domain.alert_stage import AlertOutcome, AlertStage, VerificationFinding
from kerege.domain.alert_state import AlertState, LowerProposal
from kerege.domain.risk import RiskLevel
from kerege_web.alerts.models import Alert
from kerege_web.alerts.parameters import current_alert_parameters


def state_of(row: Alert) -> AlertState:
    """Where a stored alert stands."""
    lower = None
    if row.lower_level and row.lower_at is not None:
        lower = LowerProposal(level=RiskLevel(row.lower_level), by=row.lower_by, at=row.lower_at)
    return AlertState(
        severity=row.severity,
        stage=AlertStage(row.stage),
        entered_at=row.entered_at,
        verification=VerificationFinding(row.verification) if row.verification else None,
        level=RiskLevel(row.level) if row.level else None,
        lower=lower,
        outcome=AlertOutcome(row.outcome) if row.outcome else None,
    )


def put_state(row: Alert, state: AlertState) -> None:
    """Write a state into the row, which the caller stores. What begins anew is not overdue."""
    begins = state.entered_at != row.entered_at or row.due_at is None
    row.stage, row.entered_at = state.stage.value, state.entered_at
    row.verification = state.verification.value if state.verification else ""
    row.level = state.level.value if state.level else ""
    row.outcome = state.outcome.value if state.outcome else ""
    row.lower_level = state.lower.level.value if state.lower else ""
    row.lower_by = state.lower.by if state.lower else ""
    row.lower_at = state.lower.at if state.lower else None
    row.closed_at = None if state.is_open else state.entered_at
    limit = state.limit(current_alert_parameters())
    row.due_at = None if limit is None else state.entered_at + limit
    if begins:
        row.calls = 0
