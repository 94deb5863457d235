"""`kerege device`: phones and programs that may send reports with a key of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from kerege_web.commands.printing import print_json, print_table

device = typer.Typer(name="device", no_args_is_help=True, help="Phones and programs that send reports with a key.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Number = Annotated[int, typer.Argument(help="Number of the device; see kerege device list.", metavar="DEVICE")]
Address = Annotated[str, typer.Option(help="Address of this site as the phone sees it, for the QR code.")]
Out = Annotated[Path | None, typer.Option(help="Write the QR code for ODK Collect into this SVG file.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(device)


@device.callback()
def choose() -> None:
    """Phones and programs that send reports with a key."""


@device.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What you call it; no personal name is needed.")],
    agency: Annotated[str, typer.Option(help="Code of the agency that its reports belong to.")],
    door: Annotated[str, typer.Option(help="odk for a phone with forms, interface for a program, sms.")] = "odk",
    side: Annotated[str, typer.Option(help="Country code of the side it speaks from.")] = "",
    reliability: Annotated[str, typer.Option(help="Reliability of its reports, A to F.")] = "F",
    address: Address = "",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Add a device and print its key, once: only a digest of it is kept."""
    from kerege.domain.errors import AccessDeniedError, InputError
    from kerege_web.commands.workspace import open_workspace

    _check_code_wanted(address, out)
    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.access.devices import access_door_agencies
    from kerege_web.reports.actions.devices import add_device, new_device_key

    key, actor = new_device_key(), operator()
    try:
        number = add_device(
            actor, name=name, agency=agency, door=door, key=key, side=side, reliability=reliability.upper()
        )
    except AccessDeniedError:
        known = ", ".join(access_door_agencies(actor))
        raise InputError(f"The agency {agency!r} is not known", mend=f"Known are: {known}") from None
    _tell(number, name, key, address, out, as_json=as_json)


@device.command("list")
def list_devices(as_json: Json = False) -> None:
    """Every device with the time of its last use; never a key."""
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.access.devices import access_devices

    columns = ("device", "name", "agency", "door", "side", "reliability", "active", "last_used")
    rows = [
        (
            *(known.id, known.name, known.agency, known.door.value, known.side, known.reliability),
            "yes" if known.is_active else "no",
            known.last_used_at.isoformat(timespec="minutes") if known.last_used_at else "",
        )
        for known in access_devices(operator())
    ]
    if as_json:
        print_json({"devices": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        print_table(columns, rows)


@device.command("off")
def off(number: Number, as_json: Json = False) -> None:
    """Let a device send no more, at once. What it has sent stays."""
    _switch(number, is_active=False, as_json=as_json)


@device.command("on")
def on(number: Number, as_json: Json = False) -> None:
    """Let a device that was switched off send again, with the key it had."""
    _switch(number, is_active=True, as_json=as_json)


@device.command("qr")
def qr(
    number: Number,
    address: Address,
    out: Annotated[Path, typer.Option(help="Write the QR code for ODK Collect into this SVG file.")],
    as_json: Json = False,
) -> None:
    """Give a phone a new key and make the QR code for it. The key before ends at once: nobody can read it any more."""
    from kerege_web.commands.workspace import open_workspace

    _check_code_wanted(address, out)
    known_name = ""
    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.access.devices import access_device
    from kerege_web.reports.actions.devices import change_device_key, new_device_key

    key, actor = new_device_key(), operator()
    with _named(number):
        known_name = access_device(actor, number).name
        change_device_key(actor, device_id=number, key=key)
    _tell(number, known_name, key, address, out, as_json=as_json)


def _switch(number: int, *, is_active: bool, as_json: bool) -> None:
    from kerege_web.commands.workspace import open_workspace

    open_workspace()
    from kerege_web.accounts.access import operator
    from kerege_web.reports.actions.devices import switch_device

    with _named(number):
        switch_device(operator(), device_id=number, is_active=is_active)
    if as_json:
        print_json({"device": number, "is_active": is_active})
    else:
        typer.echo(f"Device {number} may {'' if is_active else 'no longer '}send.")


@contextmanager
def _named(number: int) -> Iterator[None]:
    """Say which device is not known."""
    from kerege.domain.errors import AccessDeniedError, InputError

    try:
        yield
    except AccessDeniedError:
        raise InputError(f"There is no device {number}", mend="See the list: kerege device list") from None


def _check_code_wanted(address: str, out: Path | None) -> None:
    from kerege.domain.errors import InputError
    from kerege_web.reports.device_setup import DeviceSetup

    if out is not None or address:
        DeviceSetup(address, "", "")
    if address and out is None:
        raise InputError("There is no file for the QR code", where="--out", mend="Name one, such as phone.svg")


def _tell(number: int, name: str, key: str, address: str, out: Path | None, *, as_json: bool) -> None:
    from kerege_web.reports.device_setup import DeviceSetup

    if out is not None:
        out.touch(mode=0o600)
        out.write_bytes(DeviceSetup(address, name, key).svg())
    if as_json:
        print_json({"device": number, "key": key, "qr": str(out) if out else None})
        return
    typer.echo(f"Device {number}, {name}. Its key, which cannot be shown again: {key}")
    if out is not None:
        typer.echo(f"The QR code is in {out}. Whoever scans it can send as this device: delete it after use.")
