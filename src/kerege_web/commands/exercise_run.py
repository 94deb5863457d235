"""One run of an exercise: what was played so far, kept in the workspace so that it can go on after a stop."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kerege.domain.digest import digest
from kerege.domain.errors import InputError
from kerege.domain.exercise import DecisionKind, ExerciseScript, PlayedDecision
from kerege.domain.exercise_clock import FASTEST, ExerciseClock, due, minute_of
from kerege.domain.exercise_log import ExerciseLog, LoggedDecision

if TYPE_CHECKING:
    from kerege_web.accounts.access import Viewer
    from kerege_web.response.access.exercise_trace import ExerciseTrace, RecordedDecision

FOLDER = "exercises"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
_TURN_S = 0.25
_OF_ONE_REPORT = frozenset({DecisionKind.VERIFY, DecisionKind.ANSWER, DecisionKind.OPEN_ALERT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseRun:
    """Where a run stands.

    Parameters
    ----------
    name : str
        Tells it from other runs.
    code, script : str
        The exercise, and the digest of its script.
    with_players : bool
        Whether the script's own players decide.
    clocks : tuple of ExerciseClock
        One for each time it was set going.
    minute : float
        How far it has come.
    reports : dict of inject id to report number
    decided : frozenset of str
        Decisions of the script that were played.
    """

    name: str
    code: str
    script: str
    with_players: bool
    clocks: tuple[ExerciseClock, ...]
    minute: float = 0.0
    reports: dict[str, int] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()

    def save(self, workspace: Path) -> None:
        """Keep it; a kill while it is written leaves the one before."""
        path = workspace / FOLDER / f"{self.name}.json"
        path.parent.mkdir(exist_ok=True, mode=0o700)
        clocks = [{"start": one.start.isoformat(), "speed": one.speed, "minute": one.minute} for one in self.clocks]
        content = {
            "name": self.name, "code": self.code, "script": self.script, "with_players": self.with_players,
            "clocks": clocks, "minute": self.minute, "reports": self.reports, "decided": sorted(self.decided),
        }  # fmt: skip
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(content), encoding="utf-8")
        fresh.replace(path)


def play_at_once(actor: Viewer, workspace: Path, script: ExerciseScript) -> ExerciseRun:
    """Play an exercise as fast as it goes, its own players deciding: for a demonstration that is not empty."""
    now = datetime.now(UTC)
    run = ExerciseRun(
        name=f"{script.code}-{now:%Y%m%d-%H%M%S-%f}", code=script.code, script=script_digest(script),
        with_players=True, clocks=(ExerciseClock(start=now, speed=FASTEST),),
    )  # fmt: skip
    return play(
        actor, run, script, now=lambda: datetime.now(UTC), wait=time.sleep, keep=lambda moved: moved.save(workspace)
    )  # fmt: skip


def script_digest(script: ExerciseScript) -> str:
    """The digest of everything a script says."""
    return digest(asdict(script))


def read_run(workspace: Path, name: str) -> ExerciseRun:
    """A run that was stopped, or is over.

    Raises
    ------
    InputError
        If there is none of this name, or its file is damaged.
    """
    path = workspace / FOLDER / f"{name}.json"
    if not _NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(sorted(one.stem for one in path.parent.glob("*.json"))) if _NAME.fullmatch(name) else ""
        raise InputError(f"There is no run {name!r}", where="--resume", mend=f"Known: {known}" if known else "")
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        clocks = tuple(
            ExerciseClock(start=datetime.fromisoformat(one["start"]), speed=one["speed"], minute=one["minute"])
            for one in content.pop("clocks")
        )
        return ExerciseRun(**{**content, "clocks": clocks, "decided": frozenset(content["decided"])})
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("The file of this run is damaged", where=str(path), mend="Run the exercise anew") from error


def play(
    actor: Viewer,
    run: ExerciseRun,
    script: ExerciseScript,
    *,
    now: Callable[[], datetime],
    wait: Callable[[float], None],
    keep: Callable[[ExerciseRun], None],
) -> ExerciseRun:
    """Play a run to its end. What is played is kept at once, so that a stop loses nothing and repeats nothing.

    Parameters
    ----------
    actor : Viewer
    run : ExerciseRun
        Its last clock is going.
    script : ExerciseScript
    now, wait : callable
        The clock on the wall, and waiting some seconds.
    keep : callable
        Called whenever the run has moved.
    """
    while True:
        minute = min(run.clocks[-1].minute_at(now()), float(script.span_minutes))
        run = _play_due(actor, replace(run, minute=minute), script, keep)
        # What was just played took its time, and belongs to the run.
        run = replace(run, minute=run.clocks[-1].minute_at(now()))
        keep(run)
        if minute >= script.span_minutes:
            return run
        minutes = [*(one.minute for one in script.injects), *(one.minute for one in script.played)]
        coming = [one for one in minutes if one > minute]
        ahead = run.clocks[-1].time_of(min(coming, default=script.span_minutes)) - now()
        wait(max(0.001, min(_TURN_S, ahead.total_seconds())))


def _play_due(
    actor: Viewer, run: ExerciseRun, script: ExerciseScript, keep: Callable[[ExerciseRun], None]
) -> ExerciseRun:
    from kerege_web.response.actions.exercise_playing import PLAYABLE, play_decision, play_inject

    for inject in due(script.injects, minute=run.minute, done=run.reports):
        number = play_inject(actor, run=run.name, inject=inject)
        run = replace(run, reports={**run.reports, inject.id: number})
        keep(run)
    playable = [one for one in script.played if run.with_players and one.kind in PLAYABLE]
    waiting = due(playable, minute=run.minute, done=run.decided)
    # Killed between a decision and the note of it: the workspace knows it was taken.
    before = recorded(actor, run).decisions if waiting else ()
    for one in waiting:
        number, same = run.reports[one.inject], _same_happening(run, script, one.inject)
        if not any(_is_it(made, one, number, same) for made in before):
            play_decision(
                actor, decision=one, inject=script.inject[one.inject], report_id=number,
                original_id=run.reports.get(one.original), same_happening=same,
                agency="" if one.agency == next(iter(script.agencies)) else one.agency,
            )  # fmt: skip
        run = replace(run, decided=run.decided | {one.id})
        keep(run)
    return run


def _same_happening(run: ExerciseRun, script: ExerciseScript, inject: str) -> frozenset[int]:
    happening = script.inject[inject].happening
    return frozenset(number for own, number in run.reports.items() if script.inject[own].happening == happening)


def _is_it(made: RecordedDecision, wanted: PlayedDecision, number: int, same: frozenset[int]) -> bool:
    """Whether a decision that the workspace keeps is the one of the script: a response stands at its alert's report."""
    is_about = made.report_id == number if wanted.kind in _OF_ONE_REPORT else made.report_id in same
    return is_about and (made.kind, made.term) == (wanted.kind, wanted.term)


def recorded(actor: Viewer, run: ExerciseRun) -> ExerciseTrace:
    """What the workspace knows of a run."""
    from kerege_web.response.access.exercise_trace import access_exercise_trace
    from kerege_web.response.actions.exercise_playing import player_of

    return access_exercise_trace(actor, list(run.reports.values()), player=player_of)


def log_of(actor: Viewer, run: ExerciseRun, script: ExerciseScript) -> ExerciseLog:
    """The log of a run, in exercise minutes. The script's first agency stands for the station's own."""
    from kerege_web.response.actions.exercise_playing import PLAYABLE

    trace, own = recorded(actor, run), next(iter(script.agencies))
    inject_of = {number: inject for inject, number in run.reports.items()}

    def logged(one: RecordedDecision) -> LoggedDecision:
        return LoggedDecision(
            minute=minute_of(run.clocks, one.at), inject=inject_of[one.report_id], kind=one.kind, term=one.term,
            agency=own if one.agency == actor.agency else one.agency, role=one.role,
        )  # fmt: skip

    decisions = [logged(one) for one in trace.decisions]
    return ExerciseLog(
        script=script,
        speed=run.clocks[-1].speed,
        until=run.minute,
        played=tuple((inject_of[number], minute_of(run.clocks, at)) for number, at in trace.came_at.items()),
        # What people decide after the end, or while it stands still, is no part of the exercise.
        decisions=tuple(one for one in decisions if one.minute <= run.minute),
        watched=PLAYABLE,
    )
