"""`kerege demo`: what `make run` calls. A workspace with the region's own incidents, served."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import typer

from kerege_web.commands.init import import_region_incidents, make_demonstration, make_workspace, print_sign_ins
from kerege_web.commands.serve import Host, Port, check_port, serve_until_stopped

if TYPE_CHECKING:
    from kerege_web.accounts.access import Viewer
    from kerege_web.incidents.known_incident import KnownIncident

_LANGUAGES = ("en", "ru")
_BEFORE = timedelta(days=7)


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("demo", hidden=True)(demo)


def demo(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Make a demonstration of the region's public incidents where there is none yet, and serve it."""
    check_port(host, port)
    _open_or_make()
    passwords: dict[str, str] = {}

    def tell(address: str) -> None:
        typer.echo("")
        print_sign_ins(passwords)
        typer.echo("Every incident in it is public news, with its source. It is no complete record of what happened.")
        typer.echo(f"\nKerege is at {address} (Ctrl-C stops it)")

    serve_until_stopped(host, port, ready=tell, meanwhile=lambda: passwords.update(make_demonstration()))


def _open_or_make() -> None:
    from kerege.domain.errors import InputError
    from kerege_web.commands.workspace import is_outdated, open_workspace
    from kerege_web.environment import FILE_NAME, workspace_folder

    if (workspace_folder() / FILE_NAME).exists():
        open_workspace(may_be_outdated=True)
        from django.conf import settings

        if not settings.KEREGE_IS_DEMONSTRATION:
            raise InputError(
                "This workspace is not a demonstration",
                where=str(workspace_folder()),
                mend="Use: kerege serve, or name another folder with --workspace",
            )
        if is_outdated():
            make_workspace(region="", agency="")
    else:
        typer.echo("Making a workspace with the region's public incidents ...")
        make_workspace(region="", agency="border-service", demo=True)
    fill_demonstration()


def fill_demonstration() -> None:
    """Import the region's incidents, run the watch and publish bulletins, unless all of that was done before."""
    from kerege.domain.bulletin import BulletinLevel
    from kerege_web.accounts.access import operator
    from kerege_web.risk.access import access_bulletins

    actor = operator()
    published = {(bulletin.level, bulletin.language) for bulletin in access_bulletins(actor)}
    if published >= {(level.value, language) for level in BulletinLevel for language in _LANGUAGES}:
        return
    outcome = import_region_incidents(actor)
    typer.echo(f"{outcome.new} incidents from public sources, {outcome.rejected_count} rows rejected.")
    _play_exercise(actor)
    _run_and_publish(actor)


def _play_exercise(actor: Viewer) -> None:
    """Play the region's first exercise, so that the desk, the alerts and the duty page are not empty. All is marked."""
    from kerege.files.exercise_script import exercise_codes, read_exercise
    from kerege_web.commands.exercise_run import play_at_once
    from kerege_web.environment import workspace_folder
    from kerege_web.region import region_folder
    from kerege_web.reports.access.queue import QueueFilter, access_queue

    codes = exercise_codes(region_folder())
    is_played = access_queue(actor, QueueFilter(verdict="", page_size=1), datetime.now(UTC)).total > 0
    if codes and not is_played:
        run = play_at_once(actor, workspace_folder(), read_exercise(region_folder(), codes[0]))
        typer.echo(f"Exercise {run.code}: {len(run.reports)} made-up reports, marked throughout.")


def _run_and_publish(actor: Viewer) -> None:
    from django.utils import timezone

    from kerege.domain.bulletin import BulletinLevel
    from kerege_web.risk.actions import publish_bulletin
    from kerege_web.warning.actions import run_watch

    for incident in severest_apart(actor):
        as_of = (incident.incident.occurred.start - _BEFORE).replace(minute=0, second=0, microsecond=0)
        detail = run_watch(actor, as_of=as_of)
        typer.echo(f"Run {detail.summary.id}: what was known a week before {incident.incident.id}.")
        publish_bulletin(actor, level=BulletinLevel.OPERATIONAL, language="en", run_id=detail.summary.id)
    now = timezone.now().replace(microsecond=0)
    latest = run_watch(actor, as_of=now)
    typer.echo(f"Run {latest.summary.id}: what is known now. Public rows end earlier, and the run says so.")
    for language in _LANGUAGES:
        for level in BulletinLevel:
            publish_bulletin(actor, level=level, language=language, run_id=latest.summary.id)
    typer.echo("Bulletins tactical, operational and strategic in English and Russian.")


def severest_apart(actor: Viewer, *, number: int = 2, apart: timedelta = timedelta(days=365)) -> list[KnownIncident]:
    """The severest incidents, at least so long apart: the past days that are worth looking at."""
    from kerege_web.incidents.access import access_every_incident
    from kerege_web.incidents.filter import IncidentFilter, Order

    def weight(known: KnownIncident) -> tuple[int, int, datetime]:
        killed = known.incident.harm.killed
        return known.incident.severity, killed.best if killed else 0, known.incident.occurred.start

    chosen: list[KnownIncident] = []
    for known in sorted(access_every_incident(actor, IncidentFilter(order=Order.SEVEREST)), key=weight, reverse=True):
        start = known.incident.occurred.start
        if len(chosen) < number and all(abs(start - other.incident.occurred.start) >= apart for other in chosen):
            chosen.append(known)
    return sorted(chosen, key=lambda known: known.incident.occurred.start)
