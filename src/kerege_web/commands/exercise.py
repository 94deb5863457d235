"""`kerege exercise`: scripted sequences of made-up reports, played to try people and procedures."""

from __future__ import annotations

import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from kerege_web.commands.printing import print_json, print_table, progress

if TYPE_CHECKING:
    from kerege.domain.exercise import ExerciseScript
    from kerege.domain.exercise_report import ExerciseReport
    from kerege_web.accounts.access import Viewer
    from kerege_web.commands.exercise_run import ExerciseRun

exercise = typer.Typer(name="exercise", no_args_is_help=True, help="Exercises: everything in them is marked so.")
ROLES = ("script", "people")


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(exercise)


@exercise.callback()
def choose() -> None:
    """Exercises: everything in them is marked so."""


@exercise.command("list")
def list_exercises(
    language: Annotated[str, typer.Option(help="en, ru, ky, tg or uz.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """The exercises of the region."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege.bulletin.compose.exercise import in_language
    from kerege.files.catalogues import read_words
    from kerege.files.exercise_script import exercise_codes, read_exercise
    from kerege_web.region import region_folder

    words, columns, rows = read_words(language), ("name", "title", "hours", "reports", "expected_decisions"), []
    for code in exercise_codes(region_folder()):
        script = read_exercise(region_folder(), code)
        title, hours = in_language(script.title, words), round(script.span_minutes / 60, 1)
        rows.append((code, title, hours, len(script.injects), len(script.expected)))
    if as_json:
        print_json({"exercises": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        print_table(columns, rows)


@exercise.command("clear")
def clear(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Remove everything of this agency that is marked as an exercise; the log stays, and says that it was done."""
    from dataclasses import asdict

    from kerege_web.commands.workspace import actor_for, open_workspace

    open_workspace()
    from kerege_web.response.actions.exercise_clearing import clear_exercises

    cleared = clear_exercises(actor_for(""))
    if as_json:
        print_json(asdict(cleared))
        return
    counts = asdict(cleared)
    removed = ", ".join(f"{counts[name]} {name}" for name in ("reports", "alerts", "calls", "rumours"))
    typer.echo(f"Removed: {removed}.")
    if cleared.kept_alerts:
        typer.echo(f"{cleared.kept_alerts} alerts stay: warnings of them were published.")


@exercise.command("run")
def run_exercise(
    name: Annotated[str, typer.Argument(help="Name of the exercise; see: kerege exercise list.")],
    speed: Annotated[float, typer.Option(help="Exercise minutes in one minute: 1 is real time.")] = 1.0,
    roles: Annotated[str, typer.Option(help="script: its own players decide too; people: only people do.")] = "script",
    resume: Annotated[str, typer.Option(help="Go on with this run, or print its report once more.")] = "",
    language: Annotated[str, typer.Option(help="Of the report: en, ru, ky, tg or uz.")] = "en",
    out: Annotated[Path | None, typer.Option(help="Also write the report as a PDF here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Play an exercise by the real doors and print the report on times and decisions. Ctrl-C stops it; it can go on."""
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import actor_for, open_workspace

    if roles not in ROLES:
        raise InputError(f"{roles!r} is nobody who could play", where="--roles", mend=f"Choose {' or '.join(ROLES)}")
    workspace = open_workspace()
    from kerege.files.catalogues import read_words
    from kerege.files.exercise_script import read_exercise
    from kerege_web.region import region_folder

    read_words(language)
    script, actor = read_exercise(region_folder(), name), actor_for("")
    run = _begin(workspace, script, speed=speed, roles=roles, resume=resume)
    run, is_over = _play(workspace, actor, run, script)
    _tell(actor, run, script, language=language, out=out, as_json=as_json)
    if not is_over:
        typer.echo(f"Stopped. Go on with: kerege exercise run {name} --resume {run.name} --speed {speed:g}", err=True)


def _begin(workspace: Path, script: ExerciseScript, *, speed: float, roles: str, resume: str) -> ExerciseRun:
    """A new run, or one that goes on where it was stopped."""
    from kerege.domain.errors import InputError
    from kerege.domain.exercise_clock import ExerciseClock
    from kerege_web.commands.exercise_run import ExerciseRun, read_run, script_digest

    now = datetime.now(UTC)
    try:
        if not resume:
            return ExerciseRun(
                name=f"{script.code}-{now:%Y%m%d-%H%M%S-%f}", code=script.code, script=script_digest(script),
                with_players=roles == "script", clocks=(ExerciseClock(start=now, speed=speed),),
            )  # fmt: skip
        run = read_run(workspace, resume)
        if (run.code, run.script) != (script.code, script_digest(script)):
            raise InputError(
                "The script is another one than this run began with", where="--resume", mend="Run the exercise anew"
            )
        if run.minute >= script.span_minutes:
            return run
        return replace(run, clocks=(*run.clocks, run.clocks[-1].resumed(now, minute=run.minute, speed=speed)))
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where="--speed", mend="Choose another one") from None


def _play(
    workspace: Path, actor: Viewer, run: ExerciseRun, script: ExerciseScript
) -> tuple[ExerciseRun, bool]:  # fmt: skip
    """Play to the end, or until somebody stops it; how far it came, and whether that is the end."""
    from kerege_web.commands.exercise_run import play

    newest = run
    if run.minute >= script.span_minutes:
        return run, True
    with progress(f"EXERCISE {script.code}", total=script.span_minutes) as tell:

        def keep(moved: ExerciseRun) -> None:
            nonlocal newest
            newest = moved
            moved.save(workspace)
            tell(int(moved.minute))

        stop = Event()
        # Ctrl-C in the middle of a change would be one more thing that can go wrong there: it is heard between changes.
        before = signal.signal(signal.SIGINT, lambda *_: stop.set())

        def wait(seconds: float) -> None:
            if stop.wait(seconds):
                raise KeyboardInterrupt

        try:
            play(actor, run, script, now=lambda: datetime.now(UTC), wait=wait, keep=keep)
        except KeyboardInterrupt:
            keep(replace(newest, minute=newest.clocks[-1].minute_at(datetime.now(UTC))))
            return newest, False
        finally:
            signal.signal(signal.SIGINT, before)
    return newest, True


def _tell(
    actor: Viewer, run: ExerciseRun, script: ExerciseScript, *, language: str, out: Path | None, as_json: bool
) -> None:
    from importlib.metadata import version

    from kerege.bulletin.compose.exercise import exercise_report
    from kerege.bulletin.render import render_pdf
    from kerege.domain.errors import InputError
    from kerege.domain.exercise_result import judge_exercise
    from kerege.domain.marking import Marking
    from kerege.files.catalogues import read_words
    from kerege_web.commands.exercise_run import log_of
    from kerege_web.region import current_catalogue, current_region

    result = judge_exercise(log_of(actor, run, script))
    report = exercise_report(
        result, started_at=run.clocks[0].start, zone=current_region().zone, catalogue=current_catalogue(),
        words=read_words(language), marking=Marking(), program=version("kerege"),
    )  # fmt: skip
    if out is not None:
        try:
            out.write_bytes(render_pdf(report))
        except OSError as error:
            raise InputError(f"The file cannot be written ({error.strerror})", where=str(out)) from None
    if as_json:
        print_json({"run": run.name, **result.as_document()})
    else:
        _print(report, run.name)


def _print(report: ExerciseReport, name: str) -> None:
    typer.echo(f"{report.exercise}. {report.exercise_meaning}")
    typer.echo(f"{report.header.title} ({name})")
    for sentence in report.summary:
        typer.echo(sentence)
    for table in (report.times, report.decisions):
        print_table(table.columns, table.rows, title=table.caption)
    for line in (*report.talk.paragraphs, *report.talk.points):
        typer.echo(line)
