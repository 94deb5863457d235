"""`kerege detect escalation`: the chance of one more incident, after those that have happened."""

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
    from numpy.typing import NDArray

    from kerege.files.point_events import PointEventFile
    from kerege.forecasting.self_exciting.border_history import SectionReach
    from kerege.forecasting.self_exciting.escalation import EscalationModel
    from kerege.forecasting.self_exciting.follow_on import FollowOnProbability

HORIZONS_DAYS = (1, 3, 7, 28)
SQUARE_KM = 10.0
COLUMNS = ("section", "horizon_days", "probability", "low", "high", "without_recent", "words")


def detect_escalation(
    events: Annotated[Path, typer.Argument(help="Events: date, latitude, longitude, and perhaps weight.")],
    along: Annotated[
        str | None,
        typer.Option("--along", help="A region, by code or folder: its border sections. Else 10 km squares."),
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Use what happened before this date or t; else all.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A prior or setting of the model.")
    ] = None,
    most: Annotated[int, typer.Option(help="Sections shown, those with the highest chance in 7 days.")] = 10,
    seed: Annotated[int, typer.Option(help="Of the draws behind the intervals.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Fit how incidents set each other off, and print the chance of one more by section and horizon."""
    import numpy as np

    from kerege.files.point_events import read_point_events
    from kerege.files.watch_parameters import read_watch_parameters
    from kerege.forecasting.self_exciting.border_history import BorderHistory
    from kerege.forecasting.self_exciting.escalation import fit_escalation
    from kerege.forecasting.self_exciting.follow_on import follow_on_probability

    control = control_values(read_watch_parameters().escalation, settings)
    file = read_point_events(events)
    now = float(file.days.max()) + 1.0 if as_of is None else _moment(as_of, file)
    if not (file.days < now).any():
        raise InputError("No event lies before that time", where="--as-of", mend="Choose a later one")
    shares, reach, names = _on_border(file, along, control.reach_km) if along else _squares(file, control.reach_km)
    history = BorderHistory(file.days, shares, file.weight, np.array([[float(file.days.min()), now]])).until(now)
    model = fit_escalation(history, reach, control)
    found = follow_on_probability(
        model, history, reach, control, as_of_days=now, horizons_days=HORIZONS_DAYS, rng=np.random.default_rng(seed)
    )
    rows = _rows(found, names, most)
    if as_json:
        keys = COLUMNS
        document = {"model": _model(model), "sections": [dict(zip(keys, row, strict=True)) for row in rows]}
        print(json.dumps(document, ensure_ascii=False, allow_nan=False))
        return
    print_rows(COLUMNS, rows)
    about = _model(model)
    typer.echo(
        f"kerege: One incident sets off {about['ratio']:.2f} others, after {about['mean_days']:.0f} days on average, "
        f"about {about['km']:.0f} km away; this rests on {about['incidents']} incidents and the priors.",
        err=True,
    )


def _model(model: EscalationModel) -> dict[str, Any]:
    return {"ratio": model.ratio, "mean_days": model.days, "km": model.km, "incidents": model.incidents}


def _moment(text: str, file: PointEventFile) -> float:
    from datetime import UTC, datetime

    if not file.is_dated:
        try:
            return float(text)
        except ValueError:
            raise InputError(f"{text!r} is no number", where="--as-of", mend="The file counts time by t") from None
    from kerege.files.scan_tables import read_day

    day = read_day(text, "--as-of")
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() / 86400.0


def _on_border(
    file: PointEventFile, along: str, reach_km: float
) -> tuple[NDArray[np.float64], SectionReach, list[str]]:
    """The section that each event lies nearest to."""
    import numpy as np

    from kerege.border.network import BorderNetwork
    from kerege.cli.region_folder import region_folder
    from kerege.files.region import read_region
    from kerege.forecasting.self_exciting.border_history import border_reach
    from kerege.forecasting.self_exciting.border_integral import BorderWays

    if not file.is_on_globe:
        raise InputError("Along a border places are in degrees", where=file.where, mend="Give latitude and longitude")
    region = read_region(region_folder(along))
    network = BorderNetwork(region.sections, region.groups, region.edges)
    shares = np.zeros((len(file), len(region.sections)))
    shares[np.arange(len(file)), BorderWays(network).place(file.x, file.y).section] = 1.0
    return shares, border_reach(network, reach_km=reach_km), [section.id for section in region.sections]


def _squares(file: PointEventFile, reach_km: float) -> tuple[NDArray[np.float64], SectionReach, list[str]]:
    """The squares of 10 km that hold an event, as sections of one size and one group."""
    import numpy as np

    from kerege.border.ground import Plane
    from kerege.forecasting.self_exciting.border_history import ground_reach

    x, y = file.x, file.y
    if file.is_on_globe:
        x, y = (np.asarray(own) for own in Plane.around(np.column_stack([x, y])).project(x, y))
    cell = np.column_stack([np.floor(x / SQUARE_KM), np.floor(y / SQUARE_KM)])
    squares, index = np.unique(cell, axis=0, return_inverse=True)
    shares = np.zeros((len(file), len(squares)))
    shares[np.arange(len(file)), index.ravel()] = 1.0
    middles = (squares + 0.5) * SQUARE_KM
    reach = ground_reach(middles[:, 0], middles[:, 1], group=np.zeros(len(squares), dtype=np.int64), reach_km=reach_km)
    # A square is named by the mean place of its events, which a reader can find on a map.
    names = [
        f"{file.y[index.ravel() == i].mean():.3f} {file.x[index.ravel() == i].mean():.3f}" for i in range(len(squares))
    ]
    return shares, reach, names


def _rows(found: FollowOnProbability, names: list[str], most: int) -> list[list[Any]]:
    import numpy as np

    from kerege.risk.wording import Chance

    week = HORIZONS_DAYS.index(7)
    order = np.argsort(-found.probability[:, week], kind="stable")[: max(most, 0)]
    rows = []
    for section in order.tolist():
        for h, days in enumerate(HORIZONS_DAYS):
            chance = Chance(*(float(own[section, h]) for own in (found.probability, found.low, found.high)))
            best, low, high = chance.percents
            unit = "day" if days == 1 else "days"
            words = f"one more within {days} {unit}: {chance.likelihood}, {best} %, between {low} and {high}"
            numbers = (chance.probability, chance.low, chance.high, float(found.without[section, h]))
            rows.append([names[section], days, *(round(value, 6) for value in numbers), words])
    return rows
