"""`kerege serve`: web, worker and scheduler with one command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Annotated

import typer

_STOP_SECONDS = 15
_SCHEDULE_SECONDS = 30
_MESSAGE_SECONDS = 5
_START_SECONDS = 30

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("serve")(serve)


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the application, do background work and start the daily watch at its hour. Ctrl-C stops all three."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    serve_until_stopped(host, port, ready=lambda address: typer.echo(f"Kerege is at {address} (Ctrl-C stops it)"))


def serve_until_stopped(
    host: str, port: int, *, ready: Callable[[str], None], meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Run the three parts until a signal comes or one of them ends.

    Parameters
    ----------
    ready : callable
        Told the address when the application answers.
    meanwhile : callable
        Done while the parts start.

    Raises
    ------
    InputError
        If the port cannot be used.
    KeregeError
        If a part ends by itself.
    """
    from django.conf import settings

    check_port(host, port)
    if not settings.HTTPS and host not in ("127.0.0.1", "localhost", "::1"):
        typer.echo(
            "Warning: others can reach this address and KEREGE_HTTPS is no; what they send can be read.", err=True
        )
    collect_assets()
    parts = {"web": _start_web(host, port)}
    try:
        meanwhile()
        _wait_until_ready(host, port, parts)
        # Only now: the two would hinder each other at the start, and a person waits for the first.
        parts["worker"] = _start_worker()
        if settings.KEREGE_TELEGRAM_TOKEN:
            parts["telegram"] = _start("kerege_web.reports.telegram")
        ready(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104 - compared, not bound
        _watch_over(parts)
    except (KeyboardInterrupt, _Stopped):
        pass
    finally:
        _stop(parts)


class _Stopped(Exception):  # noqa: N818 - not an error: somebody asked the program to stop
    """A signal to stop came."""


def check_port(host: str, port: int) -> None:
    """Make sure that the address is free.

    Raises
    ------
    InputError
        If it is not.
    """
    from kerege.domain.errors import InputError

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise InputError(
            f"Nothing can be served at {host}:{port} ({(error.strerror or str(error)).lower()})",
            mend="Stop what is there, or choose another with --port",
        ) from None


def collect_assets() -> None:
    """Copy the browser assets into the workspace, compressed, unless this state of them is there."""
    from django.conf import settings
    from django.core.management import call_command

    done = settings.STATIC_ROOT / ".done"
    if not done.exists():
        call_command("collectstatic", verbosity=0, interactive=False)
        done.touch()


def _start_web(host: str, port: int) -> subprocess.Popen[bytes]:
    return _start(
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
        "--blocking-threads", "3", "--no-ws", "--log-level", "warning", "kerege_web.wsgi:application",
    )  # fmt: skip


def _start_worker() -> subprocess.Popen[bytes]:
    return _start("django", "db_worker", "--verbosity", "0", "--interval", "2")


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a part as a process of its own; the scheduler is this process."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kerege_web.settings"}
    command = [sys.executable, "-m", module, *arguments]
    # A session of its own: Ctrl-C reaches this process only, which then stops the parts in order.
    return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 - fixed commands


def _wait_until_ready(host: str, port: int, parts: dict[str, subprocess.Popen[bytes]]) -> None:
    import signal

    from kerege.domain.errors import KeregeError

    def stop(number: int, frame: object) -> None:
        raise _Stopped

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        _check_parts(parts)
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise KeregeError(f"The web server did not answer within {_START_SECONDS} seconds.")


def _check_parts(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    from kerege.domain.errors import KeregeError

    for name, part in parts.items():
        code = part.poll()
        if code is not None:
            raise KeregeError(f"The {name} ended by itself with code {code}; its last words stand above.")


def _watch_over(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    from django.db import DatabaseError, close_old_connections

    next_look = {_watch_due: 0.0, _messages_due: 0.0}
    while True:
        _check_parts(parts)
        for look, at in next_look.items():
            if time.monotonic() < at:
                continue
            next_look[look] = time.monotonic() + (_MESSAGE_SECONDS if look is _messages_due else _SCHEDULE_SECONDS)
            try:
                look()
            except DatabaseError as error:
                typer.echo(f"The scheduler could not reach the database and will try again: {error}", err=True)
            close_old_connections()
        time.sleep(0.5)


def _watch_due() -> None:
    from django.utils import timezone

    from kerege_web.alerts.schedule import look_after_alerts
    from kerege_web.context.schedule import enqueue_due_context
    from kerege_web.finished_tasks import forget_finished_tasks
    from kerege_web.publication.schedule import look_after_publications
    from kerege_web.reports.schedule import enqueue_hourly_look, look_after_desk
    from kerege_web.response.schedule import look_after_responses
    from kerege_web.warning.schedule import enqueue_due_work

    enqueue_due_work(timezone.now())
    enqueue_hourly_look(timezone.now())
    enqueue_due_context(timezone.now())
    look_after_desk(timezone.now())
    look_after_alerts(timezone.now())
    look_after_responses(timezone.now())
    look_after_publications(timezone.now())
    forget_finished_tasks(timezone.now())


def _messages_due() -> None:
    from django.utils import timezone

    from kerege_web.reports.schedule import enqueue_due_messages

    enqueue_due_messages(timezone.now())


def _stop(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for part in parts.values():
        if part.poll() is None:
            part.terminate()
    deadline = time.monotonic() + _STOP_SECONDS
    for part in parts.values():
        try:
            part.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()
