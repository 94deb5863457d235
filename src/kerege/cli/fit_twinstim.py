"""`kerege fit twinstim`: a self-exciting model of events in space and time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege.cli.control_values import control_values
from kerege.cli.rows_out import print_rows
from kerege.domain.errors import InputError

if TYPE_CHECKING:
    from kerege.cli.twinstim_study import TwinstimStudy
    from kerege.forecasting.self_exciting.fit import TwinstimFit
    from kerege.forecasting.self_exciting.twinstim_settings import TwinstimSettings


def fit_twinstim_command(
    file: Annotated[
        Path,
        typer.Argument(help="Events: date (or t), latitude and longitude (or x_km and y_km), perhaps kind, weight."),
    ],
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A control value of the method.")
    ] = None,
    region: Annotated[
        Path | None, typer.Option("--region", help="GeoJSON polygons, in degrees or km as the events.")
    ] = None,
    along: Annotated[
        str | None, typer.Option("--along", help="Measure along the border of this region: its code or folder.")
    ] = None,
    grid: Annotated[
        Path | None,
        typer.Option("--grid", help="Endemic grid: start, stop, tile, area and covariates."),
    ] = None,
    marks: Annotated[
        list[str] | None,
        typer.Option("--mark", metavar="COLUMN", help="A column on which an event's power depends; COLUMN=REFERENCE."),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="Begin of the study: a date or t.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="End of the study: a date or t.")] = None,
    permutations: Annotated[int, typer.Option(min=0, help="Shuffles of the test of interaction.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the shuffles.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Fit what happens by itself and what events set off, by maximum likelihood."""
    from kerege.cli.twinstim_study import Wanted, twinstim_study
    from kerege.files.point_events import read_point_events
    from kerege.forecasting.self_exciting.fit import fit_twinstim
    from kerege.forecasting.self_exciting.twinstim_settings import TwinstimSettings

    control = control_values(TwinstimSettings(), settings)
    if along and (region or grid):
        raise InputError("Along the border there is neither a polygon nor a grid", where="--along")
    if permutations and (along or control.space == "none"):
        raise InputError(
            "The shuffled test needs an epidemic part on the ground", where="--permutations", mend="Leave it out"
        )
    study = twinstim_study(read_point_events(file), control, Wanted(region, along, grid, marks, first, last))
    fit = fit_twinstim(study.model)
    rows = _rows(study, fit)
    tests = _tests(study, fit, control, permutations, seed)
    if as_json:
        document = _document(study, fit, rows)
        print(json.dumps({**document, **tests, "notes": study.notes}, ensure_ascii=False, allow_nan=False))
    else:
        summary = [("log_likelihood", fit.log_likelihood, None), ("aic", fit.aic, None)]
        summary += [
            (f"{test}_{name}", value, None)
            for test, values in tests.items()
            for name, value in values.items()
            if value is not None
        ]
        print_rows(["term", "coefficient", "standard_error"], [*rows, *summary])
    for note in study.notes:
        typer.echo(f"kerege: {note}.", err=True)


def _rows(study: TwinstimStudy, fit: TwinstimFit) -> list[tuple[str, float, float | None]]:
    """Term, coefficient and standard error; what the data do not hold is noted."""
    if not fit.converged:
        study.notes.append("The fit has not converged: its figures are no maximum")
    loose = [term for term, error in zip(study.terms, fit.standard_errors, strict=True) if not error >= 0]
    if loose:
        study.notes.append(f"The data do not hold {', '.join(loose)}: no standard error")
    return [
        (term, float(value), float(error) if error >= 0 else None)
        for term, value, error in zip(study.terms, fit.coefficients, fit.standard_errors, strict=True)
    ]


def _document(study: TwinstimStudy, fit: TwinstimFit, rows: list[tuple[str, float, float | None]]) -> dict[str, Any]:
    from kerege.forecasting.self_exciting.reproduction import expected_follow_ons

    follow_ons = expected_follow_ons(study.model, fit.coefficients)
    return {
        "model": "twinstim",
        "events": len(study.model.events),
        "from": study.first,
        "to": study.last,
        "distance": study.distance,
        "coefficients": [{"term": term, "coefficient": value, "standard_error": error} for term, value, error in rows],
        "log_likelihood": fit.log_likelihood,
        "aic": fit.aic,
        "converged": fit.converged,
        "expected_follow_ons": {"mean": float(follow_ons.mean()), "of_events": [float(own) for own in follow_ons]},
    }


def _tests(
    study: TwinstimStudy, fit: TwinstimFit, settings: TwinstimSettings, permutations: int, seed: int
) -> dict[str, Any]:
    """The test of interaction and that of Knox, where they were asked for."""
    import numpy as np

    from kerege.forecasting.self_exciting.interaction_test import interaction_test
    from kerege.forecasting.self_exciting.knox import knox_test

    rng = np.random.default_rng(seed)
    tests: dict[str, Any] = {}
    if study.model.has_epidemic:
        found = interaction_test(study.model, fit, permutations=permutations, rng=rng)
        tests["interaction"] = {
            "statistic": found.statistic, "p_value": found.p_value, "permutations": found.permutations
        }  # fmt: skip
    if settings.near_km is not None and settings.near_days is not None and study.distance == "ground":
        events = study.model.events
        knox = knox_test(
            events.time_days,
            events.x_km,
            events.y_km,
            near_days=settings.near_days,
            near_km=settings.near_km,
            permutations=max(permutations, 999),
            rng=rng,
        )
        tests["knox"] = {"pairs": knox.pairs, "expected": knox.expected, "p_value": knox.p_value}
    return tests
