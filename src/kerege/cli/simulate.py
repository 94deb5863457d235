"""`kerege simulate`: a synthetic border with planted truth."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kerege.cli.control_values import control_values
from kerege.cli.region_folder import region_folder
from kerege.domain.errors import InputError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kerege.simulation.synthetic_border import SyntheticBorder


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("simulate")(simulate)


def simulate(
    region: Annotated[str, typer.Option(help="A region: its code or folder.")],
    years: Annotated[float, typer.Option(help="Length of the history, rounded to whole weeks.")],
    out: Annotated[Path, typer.Option(help="A new or empty folder for the files.")],
    escalations: Annotated[int, typer.Option(help="Escalations that are planted.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="The same seed and options make the same files.")] = 1,
    incidents_per_year: Annotated[
        float | None, typer.Option(help="Mean of the background; else 7, as in the record of the shipped region.")
    ] = None,
    ends: Annotated[
        str | None, typer.Option("--ends", help="The day after the last one, such as 2026-01-01; else today.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A value of the design.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a sentence.")] = False,
) -> None:
    """Make up the history of a border, with escalations planted in it: for tests, load and calibration."""
    import numpy as np

    from kerege import __version__
    from kerege.files.catalogue import read_catalogue
    from kerege.files.region import read_region
    from kerege.files.synthetic_folder import refuse_filled_folder, write_synthetic_folder
    from kerege.simulation.border_design import USUAL_PER_YEAR, BorderDesign
    from kerege.simulation.synthetic_border import synthetic_border

    refuse_filled_folder(out)
    design = control_values(BorderDesign(), settings)
    found = read_region(region_folder(region))
    rate = USUAL_PER_YEAR if incidents_per_year is None else incidents_per_year
    closed = _closed(ends, found.zone)
    try:
        border = synthetic_border(
            found,
            read_catalogue(),
            years=years,
            ends=closed,
            escalations=escalations,
            incidents_per_year=rate,
            design=design,
            rng=np.random.default_rng(seed),
            prefix=f"SYN-{seed}",
        )
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where="kerege simulate") from error
    made_with = [
        ("kerege", __version__), ("seed", seed), ("years", f"{years:g}"), ("ends", closed.date().isoformat()),
        ("escalations", escalations), ("incidents_per_year", f"{rate:g}"),
    ]  # fmt: skip
    write_synthetic_folder(out, border, made_with)
    if as_json:
        print(json.dumps(_document(out, border), ensure_ascii=False))
    else:
        print(
            f"{out}: {len(border):,} synthetic incidents with {len(border.escalations)} planted escalations, "
            f"{border.days[0]} to {border.days[-1]}. Nothing of it happened."
        )


def _closed(text: str | None, zone: ZoneInfo) -> datetime:
    """Local midnight of the day the history ends before."""
    from datetime import time

    from kerege.files.scan_tables import read_day

    now = datetime.now(zone)
    day = now.date() if text is None else read_day(text, "--ends")
    if day > now.date():
        raise InputError(f"{day} lies in the future", where="--ends", mend="What is to come cannot be imported")
    return datetime.combine(day, time(), zone)


def _document(out: Path, border: SyntheticBorder) -> dict[str, object]:
    from kerege.files.synthetic_folder import FILES, README

    return {
        "folder": str(out),
        "files": [README, *FILES],
        "incidents": len(border),
        "reported": int(border.was_reported.sum()),
        "first_day": border.days[0].isoformat(),
        "last_day": border.days[-1].isoformat(),
        "escalations": [
            asdict(own) | {"begins": own.begins.isoformat(), "ends": own.ends.isoformat()} for own in border.escalations
        ],
    }
