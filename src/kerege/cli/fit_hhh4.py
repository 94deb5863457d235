"""`kerege fit hhh4`: the endemic-epidemic model of count series."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kerege.cli.control_values import control_values
from kerege.cli.rows_out import print_rows
from kerege.domain.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kerege.files.series import CountSeries
    from kerege.forecasting.endemic_epidemic.fit import Hhh4Fit


def fit_hhh4(
    file: Annotated[Path, typer.Argument(help="Count series: unit, date (or t), count and perhaps population.")],
    neighbours: Annotated[
        Path | None, typer.Option(help="Matrix of neighbourhood orders, units in head and rows.")
    ] = None,
    covariates: Annotated[
        Path | None, typer.Option(help="unit and numbers of each unit, for the endemic part.")
    ] = None,
    autoregressive_covariates: Annotated[Path | None, typer.Option(help="The same for what goes on in a unit.")] = None,
    neighbour_covariates: Annotated[Path | None, typer.Option(help="The same for what comes from neighbours.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A control value of the model.")
    ] = None,
    frequency: Annotated[int | None, typer.Option(help="Periods in a year: 365, 52, 12 or 1.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Fit what comes by itself, what goes on, and what spreads to neighbours, by maximum likelihood."""
    import numpy as np

    from kerege.files.neighbour_orders import read_neighbour_orders
    from kerege.files.series import read_series
    from kerege.forecasting.endemic_epidemic.fit import fit_hhh4 as fitted
    from kerege.forecasting.endemic_epidemic.hhh4_settings import Hhh4Settings
    from kerege.forecasting.endemic_epidemic.model import hhh4_model

    control = control_values(Hhh4Settings(neighbours="none" if neighbours is None else "first"), settings)
    if control.neighbours != "none" and neighbours is None:
        raise InputError("Neighbours need their orders", where="--neighbours", mend="Give the matrix")
    series = read_series(file, frequency=frequency)
    units = len(series.unit_ids)
    orders = (
        np.zeros((units, units), dtype=np.int64)
        if neighbours is None
        else read_neighbour_orders(neighbours, series.unit_ids)
    )
    endemic, own, near = (
        {} if path is None else _covariates(path, series)
        for path in (covariates, autoregressive_covariates, neighbour_covariates)
    )
    try:
        model = hhh4_model(
            series.counts, orders, control, frequency=series.frequency, population=series.populations,
            covariates=endemic, autoregressive_covariates=own, neighbour_covariates=near,
        )  # fmt: skip
        fit = fitted(model)
    except (ValueError, np.linalg.LinAlgError) as error:
        raise InputError(str(error).removesuffix("."), where=str(file)) from error
    _print(fit, series.unit_ids, as_json=as_json)
    if not fit.converged:
        typer.echo("kerege: The fit did not converge: the counts do not tell these terms apart.", err=True)


def _print(fit: Hhh4Fit, unit_ids: tuple[str, ...], *, as_json: bool) -> None:
    """The terms and what the fit is worth; as JSON with each unit's deviations too."""
    import numpy as np

    rows = [(name, value, error if np.isfinite(error) else None) for name, value, error in fit.table()]
    summary = {"log_likelihood": fit.log_likelihood}
    if fit.random is not None:
        summary["penalised_log_likelihood"] = fit.random.penalised_log_likelihood
        summary["marginal_log_likelihood"] = fit.random.marginal_log_likelihood
    summary |= {"aic": fit.aic, "epidemic_share": fit.epidemic_share}
    shown = {name: value if np.isfinite(value) else None for name, value in summary.items()}
    if as_json:
        terms = [{"term": name, "coefficient": value, "standard_error": error} for name, value, error in rows]
        document: dict[str, object] = {**shown, "converged": fit.converged, "terms": terms}
        if fit.random is not None:
            pairs = zip(fit.random.parts, fit.random.deviations.tolist(), strict=True)
            document["deviations"] = {part: dict(zip(unit_ids, own, strict=True)) for part, own in pairs}
        print(json.dumps(document, allow_nan=False))
    else:
        print_rows(
            ("term", "coefficient", "standard_error"),
            [*rows, *((name, value, None) for name, value in shown.items()), ("converged", float(fit.converged), None)],
        )


def _covariates(path: Path, series: CountSeries) -> dict[str, NDArray[np.float64]]:
    """Numbers of each unit, the same in all periods."""
    import numpy as np

    from kerege.files.plain_table import needed_columns, read_plain_table

    frame = read_plain_table(path)
    needed_columns(frame, ("unit",), str(path), "Needed are unit and one column for each covariate")
    row = {str(unit): i for i, unit in enumerate(frame["unit"])}
    missing = [unit for unit in series.unit_ids if unit not in row]
    if missing:
        raise InputError(f"The unit {missing[0]!r} is missing", where=str(path), mend="Give it a row")
    found = {}
    for name in frame.columns:
        if name == "unit":
            continue
        try:
            values = np.array([float(frame[name][row[unit]]) for unit in series.unit_ids])
        except (TypeError, ValueError):
            raise InputError("A cell is no number", where=f"{path}, column {name}") from None
        found[name] = np.repeat(values[None, :], len(series.times), axis=0)
    return found
