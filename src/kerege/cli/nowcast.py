"""`kerege nowcast`: what has happened but is not reported yet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege.cli.control_values import control_values
from kerege.cli.rows_out import print_rows
from kerege.domain.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from kerege.files.line_list import LineList
    from kerege.linkage.delay.nowcast import Nowcast, NowcastSettings

COLUMNS = ("date", "reported", "estimate", "lower", "upper")
# A channel with fewer reports learns its delays from all channels together.
FEWEST_REPORTS = 30
STEPS = {"day": 1, "week": 7}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("nowcast")(nowcast)


def nowcast(
    line_list: Annotated[Path, typer.Argument(help="Reports: occurred, reported, and perhaps channel.")],
    as_of: Annotated[str, typer.Option(help="What was reported until this day, included, is known.")],
    method: Annotated[str, typer.Option(help="bayes (with right truncation) or lawless.")] = "bayes",
    frequency: Annotated[str, typer.Option(help="day or week (weeks end with the day of --as-of).")] = "day",
    max_delay: Annotated[int, typer.Option(help="Longest delay, in periods; longer ones count as this.")] = 15,
    window: Annotated[int | None, typer.Option(help="Learn delays from so many newest periods; else from all.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A prior value.")] = None,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Estimate how many there are in truth in the newest periods, from what is reported so far."""
    import numpy as np

    from kerege.files.line_list import read_line_list
    from kerege.files.scan_tables import read_day
    from kerege.linkage.delay.nowcast import NowcastSettings

    for value, allowed, where in ((method, ("bayes", "lawless"), "--method"), (frequency, tuple(STEPS), "--frequency")):
        if value not in allowed:
            raise InputError(f"{value!r} is none of {', '.join(allowed)}", where=where)
    control = control_values(NowcastSettings(), settings)
    known = read_line_list(line_list)
    last = read_day(as_of, "--as-of")
    try:
        found, notes = _estimated(
            known, last.toordinal(), STEPS[frequency], max_delay, window, control, method, np.random.default_rng(seed)
        )
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where="kerege nowcast") from error
    rows = _rows(found, last.toordinal(), STEPS[frequency])
    if as_json:
        documents = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        print(json.dumps({"method": method, "as_of": last.isoformat(), "rows": documents, "notes": notes}))
        return
    print_rows(COLUMNS, rows)
    for note in notes:
        typer.echo(f"kerege: {note}", err=True)


def _estimated(
    known: LineList, now_day: int, step: int, longest: int, window: int | None, control: NowcastSettings, method: str,
    rng: np.random.Generator,
) -> tuple[Nowcast, list[str]]:  # fmt: skip
    """The estimate over all channels, each with its own delays where it has enough reports."""
    import numpy as np

    from kerege.linkage.delay.nowcast import bayes_nowcast, lawless_nowcast
    from kerege.linkage.delay.reporting_triangle import delay_hazard, reporting_triangle

    # Periods end with the day of now; period 0 is now, older ones are negative.
    occurred, reported = -((now_day - known.occurred) // step), -((now_day - known.reported) // step)
    whole = reporting_triangle(occurred, reported, now=0, longest=longest)
    notes = []
    if whole.moved:
        notes.append(f"{whole.moved} reports took longer than {longest} periods and count as {longest}.")
    if known.left_out:
        notes.append(f"{known.left_out} rows without both dates were left out.")
    if not whole.seen.sum():
        raise InputError("Nothing was reported by that day", where="--as-of", mend="Choose a later day")
    channels = sorted(set(known.channel))
    if method == "lawless" or len(channels) == 1:
        if method == "lawless":
            return lawless_nowcast(whole, control, window=window), notes
        return bayes_nowcast(whole, control, rng, window=window), notes
    draws, seen = np.zeros((1, 1), dtype=np.int64), np.zeros(1, dtype=np.int64)
    for channel, generator in zip(channels, rng.spawn(len(channels)), strict=True):
        mine = np.array([own == channel for own in known.channel])
        triangle = reporting_triangle(occurred[mine], reported[mine], now=0, longest=longest)
        few = int(triangle.seen.sum()) < FEWEST_REPORTS
        if few:
            notes.append(f"Channel {channel!r} has few reports; its delays are taken from all channels.")
        part = bayes_nowcast(
            _padded(triangle, len(whole.counts)), control, generator, window=window,
            hazard=delay_hazard(whole, window=window) if few else None,
        )  # fmt: skip
        draws, seen = draws + part.draws, seen + part.seen
    return _joined(seen, draws, control), notes


def _padded(triangle: Any, periods: int) -> Any:  # noqa: ANN401 - a ReportingTriangle, imported late
    """The same triangle with empty periods before, so that all channels have the same ones."""
    import numpy as np

    from kerege.linkage.delay.reporting_triangle import ReportingTriangle

    fill = np.zeros((periods - len(triangle.counts), triangle.counts.shape[1]), dtype=np.int64)
    return ReportingTriangle(np.concatenate([fill, triangle.counts]), triangle.moved)


def _joined(seen: Any, draws: Any, control: NowcastSettings) -> Nowcast:  # noqa: ANN401 - arrays
    import numpy as np

    from kerege.linkage.delay.nowcast import Nowcast

    tail = (1 - control.level) / 2
    low, middle, high = np.quantile(draws, (tail, 0.5, 1 - tail), axis=1, method="inverted_cdf").astype(np.float64)
    return Nowcast(seen, middle, low, high, draws)


def _rows(found: Nowcast, now_day: int, step: int) -> list[list[Any]]:
    from datetime import date

    count = len(found.seen)
    return [
        [
            # A week is named by its last day.
            date.fromordinal(now_day - step * (count - 1 - i)).isoformat(),
            int(found.seen[i]),
            round(float(found.estimate[i]), 3),
            round(float(found.lower[i]), 3),
            round(float(found.upper[i]), 3),
        ]
        for i in range(count)
    ]
