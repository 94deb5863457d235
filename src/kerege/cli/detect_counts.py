"""`kerege detect counts`: judge count series with a statistical detector."""

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

    from kerege.detection.result import DetectionResult
    from kerege.files.series import CountSeries

COLUMNS = ("observed", "expected", "upper", "alarm", "p_value", "score")
NAMES = "farrington, farrington-classic, ears-c1, ears-c2, ears-c3, cusum, glr-poisson, glr-negbin, e-detector, auto"


def detect_counts(
    file: Annotated[Path, typer.Argument(help="Count series: unit, date (or t), count and perhaps population.")],
    method: Annotated[str, typer.Option(help=f"The detector: {NAMES}.")] = "farrington",
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A control value of the method.")
    ] = None,
    frequency: Annotated[int | None, typer.Option(help="Periods in a year: 365, 52, 12 or 1.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First period judged: a date or t.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last period judged: a date or t.")] = None,
    exclude: Annotated[
        Path | None,
        typer.Option(help="Known outbreaks that nothing is learnt from: unit (or empty for all), from, to."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Judge each period of count series with a statistical detector."""
    from kerege.detection.in_control import HistoryTooShortError
    from kerege.detection.method import METHODS
    from kerege.detection.method import detect_counts as detect
    from kerege.files.series import read_series

    if method not in METHODS:
        raise InputError(
            f"There is no detector {method!r}", where="--method", mend=f"What there is: {', '.join(METHODS)}"
        )
    control = control_values(METHODS[method].defaults, settings)
    series = read_series(file, frequency=frequency)
    if getattr(control, "population_offset", False) and series.populations is None:
        raise InputError(
            "population_offset needs the column 'population'", where=str(file), mend="Add it, or leave the offset out"
        )
    try:
        result = detect(
            series.counts,
            method=method,
            frequency=series.frequency,
            settings=control,
            judged=_judged_positions(series, first, last),
            dates=series.dates,
            populations=series.populations,
            excluded=None if exclude is None else _excluded(series, exclude),
        )
    except HistoryTooShortError as error:
        mend = "Give a longer series, judge later periods with --from, or take --method auto"
        raise InputError(str(error), where=str(file), mend=mend) from error
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=str(file)) from error
    if not len(result.judged):
        raise _nothing_judged(series, method, control, file)
    if as_json:
        print(json.dumps(_as_document(series, result), ensure_ascii=False, allow_nan=False))
    else:
        _print_rows(series, result)
    for sentence in _reasons(series, result):
        typer.echo(f"kerege: {sentence}", err=True)


def _nothing_judged(series: CountSeries, method: str, control: Any, file: Path) -> InputError:  # noqa: ANN401 - of any method
    from kerege.detection.ears import history_needed

    there = f"the series has {len(series.times)} periods of which {series.frequency} make a year"
    if hasattr(control, "b"):
        needed = f"{control.b} years and {control.w} periods of history are needed"
        mend = "Give a longer series, fewer years with --set b=3, or --method auto"
    elif hasattr(control, "baseline"):
        needed = f"{history_needed(method[-2:], control)} periods of history are needed"
        mend = "Give a longer series, or a shorter baseline with --set baseline=3"
    else:
        needed, mend = "the method needs more history", "Give a longer series, or --method auto"
    return InputError(f"No period can be judged: {needed}, {there}", where=str(file), mend=mend)


def _excluded(series: CountSeries, path: Path) -> NDArray[np.bool_]:
    """Which counts belong to known outbreaks."""
    import numpy as np

    from kerege.files.known_outbreaks import read_known_outbreaks

    left_out = np.zeros(series.counts.shape, dtype=np.bool_)
    for line, unit, first, last in read_known_outbreaks(path):
        if unit and unit not in series.unit_ids:
            raise InputError(
                f"There is no unit {unit!r} in the series", where=f"{path}, line {line}", mend="Correct its name"
            )
        where = f"{path}, line {line}"
        low, high = _time(series, first, where, ends=False), _time(series, last, where, ends=True)
        rows = np.array([low <= time <= high for time in series.times])
        columns = slice(None) if not unit else series.unit_ids.index(unit)
        left_out[rows, columns] = True
    return left_out


def _judged_positions(series: CountSeries, first: str | None, last: str | None) -> list[int] | None:
    if first is None and last is None:
        return None
    low = series.times[0] if first is None else _time(series, first, "--from", ends=False)
    high = series.times[-1] if last is None else _time(series, last, "--to", ends=True)
    chosen = [i for i, time in enumerate(series.times) if low <= time <= high]  # type: ignore[operator]
    if not chosen:
        raise InputError(
            f"No period lies from {low} to {high}",
            where="--from, --to",
            mend=f"The series runs from {series.times[0]} to {series.times[-1]}",
        )
    return chosen


def _time(series: CountSeries, text: str, where: str, *, ends: bool) -> Any:  # noqa: ANN401 - a date or an integer
    from datetime import date

    if series.dates is None:
        if text.lstrip("-").isdigit():
            return int(text)
        raise InputError(f"{text!r} is no whole number", where=where, mend="The file counts time by t")
    parts = text.split("-")
    # A month or a year as the end means the whole of it.
    filled = (*parts, "12", "31")[:3] if ends and len(parts) == 1 else (*parts, *("1",) * (3 - len(parts)))
    try:
        day = date(*(int(part) for part in filled))
    except ValueError:
        raise InputError(f"{text!r} is no date", where=where, mend="Write 2021-04-28, 2021-04 or 2021") from None
    if ends and len(parts) == 2:
        from calendar import monthrange

        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def _cells(result: DetectionResult, row: int, unit: int) -> dict[str, Any]:
    """The values of one row; None where there is none."""
    from math import isnan

    cells: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(result, name)[row, unit]
        cells[name] = bool(value) if name == "alarm" else None if isnan(value) else float(value)
    if cells["observed"] is not None:
        cells["observed"] = int(cells["observed"])
    return cells


def _print_rows(series: CountSeries, result: DetectionResult) -> None:
    rows = []
    for unit, name in enumerate(series.unit_ids):
        for row, position in enumerate(result.judged.tolist()):
            cells = _cells(result, row, unit)
            rows.append([name, series.times[position], *(cells[column] for column in COLUMNS)])
    print_rows(["unit", series.time_name, *COLUMNS], rows)


def _as_document(series: CountSeries, result: DetectionResult) -> dict[str, Any]:
    rows = [
        {
            "unit": name,
            series.time_name: str(series.times[position]) if series.dates else series.times[position],
            **_cells(result, row, unit),
            "reason": result.reason[row, unit] or None,
        }
        for unit, name in enumerate(series.unit_ids)
        for row, position in enumerate(result.judged.tolist())
    ]
    return {"method": result.method, "frequency": series.frequency, "rows": rows}


def _reasons(series: CountSeries, result: DetectionResult) -> list[str]:
    """One sentence for each unit and reason that left its numbers out."""
    sentences = []
    for unit, name in enumerate(series.unit_ids):
        missing = [
            str(result.reason[row, unit])
            for row in range(len(result.judged))
            if not result.p_value[row, unit] >= 0 and result.reason[row, unit]
        ]
        kinds = dict.fromkeys(reason.partition(",")[0].partition(":")[0] for reason in missing)
        for kind in kinds:
            count = sum(reason.startswith(kind) for reason in missing)
            sentences.append(f"{name}: {count} of {len(result.judged)} periods were not judged: {kind}.")
    return sentences
