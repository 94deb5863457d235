"""`kerege detect design`: thresholds for wanted run lengths, and what a threshold means on counts like yours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege.cli.control_values import control_values
from kerege.cli.rows_out import print_rows
from kerege.domain.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kerege.detection.simulated_run_length import SimulatedRunLength

NAMES = ("cusum", "glr-poisson", "glr-negbin", "e-detector")
# The longest average run length that is followed; beyond it a simulation would not end in reasonable time.
LONGEST_ARL0 = 20_000.0


def detect_design(
    method: Annotated[str, typer.Option(help=f"The chart: {', '.join(NAMES)}.")] = "cusum",
    arl0: Annotated[
        float | None, typer.Option(help="Wanted average periods to a false alarm (CUSUM, e-detector).")
    ] = None,
    arl1: Annotated[
        float | None, typer.Option(help="Wanted average periods to the alarm after a rise (CUSUM).")
    ] = None,
    probability: Annotated[
        float | None, typer.Option(help="Wanted chance of a false alarm within --periods (likelihood ratios).")
    ] = None,
    mean: Annotated[float | None, typer.Option(help="Expected count of a period.")] = None,
    amplitude: Annotated[
        float, typer.Option(help="Season of the mean: it is multiplied by exp(A cos(2 pi t / frequency)).")
    ] = 0.0,
    expected: Annotated[
        Path | None, typer.Option(help="Instead of --mean: a file with the column 'expected', one row a period.")
    ] = None,
    dispersion: Annotated[float, typer.Option(help="a of the counts: their variance is mu + a mu^2.")] = 0.0,
    frequency: Annotated[int, typer.Option(help="Periods in a year.")] = 52,
    periods: Annotated[int | None, typer.Option(help="Length of --probability; a year if left out.")] = None,
    rise: Annotated[float, typer.Option(help="True mean over the expected one, for the time to a true alarm.")] = 2.0,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A control value of the method.")
    ] = None,
    replicates: Annotated[int, typer.Option(help="Charts that are simulated.")] = 999,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of CSV.")] = False,
) -> None:
    """Find the threshold of a chart for a wanted run length or chance of a false alarm."""
    import numpy as np

    from kerege.detection.method import METHODS

    if method not in NAMES:
        raise InputError(
            f"There is no design for {method!r}", where="--method", mend=f"What there is: {', '.join(NAMES)}"
        )
    control = control_values(METHODS[method].defaults, settings)
    _check_range("--dispersion", dispersion, 0, least_is_in=True)
    for name, value, least in (("--rise", rise, 0), ("--replicates", replicates, 9), ("--seed", seed, -1)):
        _check_range(name, value, least)
    for name, length in (("--periods", periods), ("--frequency", frequency)):
        _check_range(name, 1 if length is None else length, 0)
    cycle = _cycle(mean, amplitude, expected, frequency)
    asked = _Asked(arl0, arl1, probability, cycle, dispersion, periods or frequency, rise, replicates)
    try:
        answer = _designed(method, control, asked, np.random.default_rng(seed))
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where="kerege detect design") from error
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
    else:
        print_rows(list(answer), [list(answer.values())])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is wanted of a chart, and of which counts."""

    arl0: float | None
    arl1: float | None
    probability: float | None
    cycle: NDArray[np.float64] | None
    dispersion: float
    periods: int
    rise: float
    replicates: int


def _designed(method: str, control: Any, asked: _Asked, rng: np.random.Generator) -> dict[str, Any]:  # noqa: ANN401
    if method == "cusum":
        _refuse("--probability", asked.probability, "the likelihood ratios; a CUSUM takes --arl0 and --arl1")
        answer = _cusum(control, asked)
    elif method == "e-detector":
        _refuse("--probability", asked.probability, "the likelihood ratios; the e-detector takes --arl0")
        _refuse("--arl1", asked.arl1, "the CUSUM")
        answer = _e_detector(control, asked, rng)
    else:
        _refuse("--arl0", asked.arl0, "the CUSUM and the e-detector; a likelihood ratio takes --probability")
        _refuse("--arl1", asked.arl1, "the CUSUM")
        if method == "glr-poisson" and asked.dispersion:
            raise InputError("Poisson counts have no dispersion", where="--dispersion", mend="Use --method glr-negbin")
        answer = _glr(control, asked, rng)
    return {"method": method, **answer}


def _check_range(name: str, value: float, least: float, *, least_is_in: bool = False) -> None:
    if not (least <= value if least_is_in else least < value) or value == float("inf"):
        raise InputError(f"{value:g} is no number {'of at least' if least_is_in else 'above'} {least:g}", where=name)


def _refuse(name: str, value: float | None, owner: str) -> None:
    if value is not None:
        raise InputError(f"{name} is for {owner}", where=name)


def _cycle(mean: float | None, amplitude: float, expected: Path | None, frequency: int) -> NDArray[np.float64] | None:
    """Expected counts of the periods of a cycle; a single one where they are constant; None where nothing is said."""
    import numpy as np

    if expected is not None:
        if mean is not None or amplitude:
            raise InputError(
                "The expectation is given twice", where="--expected", mend="Leave out --mean and --amplitude"
            )
        return _expected_of(expected)
    if mean is None:
        if amplitude:
            raise InputError("A season needs a mean", where="--amplitude", mend="Give --mean")
        return None
    _check_range("--mean", mean, 0)
    if not abs(amplitude) <= 5:
        raise InputError(f"An amplitude lies between -5 and 5, not {amplitude:g}", where="--amplitude")
    if amplitude == 0:
        return np.array([mean])
    return mean * np.exp(amplitude * np.cos(2 * np.pi * np.arange(1, frequency + 1) / frequency))


def _expected_of(path: Path) -> NDArray[np.float64]:
    import numpy as np
    import polars as pl

    from kerege.files.plain_table import read_plain_table

    frame = read_plain_table(path)
    if "expected" not in frame.columns:
        raise InputError(
            "The column 'expected' is missing", where=str(path), mend="`kerege detect counts` prints such a file"
        )
    if "unit" in frame.columns and frame["unit"].n_unique() > 1:
        raise InputError("The file has several units", where=str(path), mend="Keep the rows of one")
    numbers = frame["expected"].cast(pl.String).cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers > 0)))
    if len(wrong) or not len(numbers):
        where = f"{path}, line {int(wrong[0]) + 2}, column expected" if len(wrong) else str(path)
        raise InputError("An expectation above 0 is missing", where=where, mend="Keep only the periods that have one")
    return np.asarray(numbers, dtype=np.float64)


def _cusum(control: Any, asked: _Asked) -> dict[str, Any]:  # noqa: ANN401 - CusumSettings
    import numpy as np

    from kerege.detection.count_run_length import count_run_length, false_alarm_probability, threshold_of_run_length
    from kerege.detection.cusum_transforms import transformed
    from kerege.detection.run_length import average_run_length, design_cusum

    if (asked.arl0 is None) != (asked.arl1 is None):
        raise InputError("A CUSUM needs both run lengths", where="--arl0, --arl1", mend="Or give k and h with --set")
    k, h = control.k, control.h
    if asked.arl0 is not None and asked.arl1 is not None:
        design = design_cusum(asked.arl0, asked.arl1)
        k, h = design.k, design.h
    answer: dict[str, Any] = {"k": k, "h": h}
    answer |= {"arl0": average_run_length(k, h), "arl1": average_run_length(k, h, 2 * k)}
    cycle, dispersion = asked.cycle, asked.dispersion
    if cycle is None:
        return answer
    taken = dispersion if control.alpha is None else control.alpha

    def steps(counts: NDArray[np.float64], means: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(transformed(counts, means, transform=control.transform, dispersion=taken) - k)

    within = false_alarm_probability(np.resize(cycle, asked.periods), steps, h, dispersion=dispersion)
    answer |= {
        "transform": control.transform,
        "periods": asked.periods,
        "false_alarm_probability": float(within[-1]),
        "arl0_counts": count_run_length(cycle, steps, h, dispersion=dispersion),
        "rise": asked.rise,
        "arl1_counts": count_run_length(cycle, steps, h, dispersion=dispersion, rise=asked.rise),
    }
    if asked.arl0 is not None:
        answer["h_counts"] = threshold_of_run_length(cycle, steps, asked.arl0, dispersion=dispersion)
    return answer


def _glr(control: Any, asked: _Asked, rng: np.random.Generator) -> dict[str, Any]:  # noqa: ANN401 - GlrSettings
    import numpy as np

    from kerege.detection.glr import DIRECTIONS
    from kerege.detection.glr_threshold import design_glr
    from kerege.detection.simulated_run_length import glr_run_length

    if asked.probability is None:
        raise InputError("A likelihood ratio needs the wanted chance of a false alarm", where="--probability")
    if asked.cycle is None:
        raise InputError("The counts that are expected are missing", where="--mean", mend="Give --mean or --expected")
    if control.theta is not None or control.change != "intercept":
        raise InputError("The design is for changes of unknown size", where="--set", mend="Leave theta and change out")
    _refuse_alpha(control.alpha)
    chart = {
        "dispersion": asked.dispersion,
        "rng": rng,
        "max_window": control.max_window,
        "min_window": control.min_window,
        "side": DIRECTIONS[control.direction],
        "replicates": asked.replicates,
    }
    found = design_glr(np.resize(asked.cycle, asked.periods), probability=asked.probability, **chart)
    # Where falls are looked for, the change is as large downwards.
    rise = 1 / asked.rise if control.direction == "dec" else asked.rise
    quiet, changed = (glr_run_length(asked.cycle, threshold=found.threshold, rise=own, **chart) for own in (1.0, rise))
    answer = {"c_ar": found.threshold, "c_ar_lower": found.lower, "c_ar_upper": found.upper}
    answer |= {"periods": asked.periods, "probability": asked.probability, "probability_realised": found.realised}
    return answer | _simulated(quiet, changed, rise, asked.replicates)


def _e_detector(control: Any, asked: _Asked, rng: np.random.Generator) -> dict[str, Any]:  # noqa: ANN401
    from dataclasses import replace

    from kerege.detection.simulated_run_length import e_detector_run_length

    _refuse_alpha(control.alpha)
    if asked.arl0 is not None:
        control = replace(control, arl0=asked.arl0)
    answer: dict[str, Any] = {"threshold": control.arl0, "arl0": control.arl0}
    if asked.cycle is not None:
        if control.arl0 > LONGEST_ARL0:
            raise InputError(
                f"Run lengths above {LONGEST_ARL0:g} periods are not simulated", where="--arl0", mend="Leave out --mean"
            )
        quiet, changed = (
            e_detector_run_length(
                asked.cycle, dispersion=asked.dispersion, settings=control, rng=rng, rise=own,
                replicates=asked.replicates,
            )
            for own in (1.0, asked.rise)
        )  # fmt: skip
        answer |= _simulated(quiet, changed, asked.rise, asked.replicates)
    typer.echo(
        "kerege: The threshold of the e-detector is the wanted run length itself: on average it is never shorter, on "
        "any counts whose expectation and dispersion are known.",
        err=True,
    )
    return answer


def _refuse_alpha(alpha: float | None) -> None:
    if alpha is not None:
        raise InputError("alpha is the dispersion", where="--set", mend="Give it with --dispersion")


def _simulated(
    quiet: SimulatedRunLength, changed: SimulatedRunLength, rise: float, replicates: int
) -> dict[str, float]:
    return {
        "arl0_simulated": quiet.average,
        "arl0_standard_error": quiet.standard_error,
        "rise": rise,
        "arl1_simulated": changed.average,
        "stopped": quiet.stopped + changed.stopped,
        "replicates": replicates,
    }
