from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.forecasting.self_exciting.imdepi import imdepi_rings, oracle
from typer.testing import CliRunner, Result

from kerege.cli.main import build

TWINSTIM = "oracles/surveillance/twinstim"


def kerege(*arguments: str) -> Result:
    return CliRunner().invoke(build(), list(arguments), standalone_mode=True)


def made_up(path: Path, *, seed: int = 1, count: int = 80, degrees: bool = True) -> Path:
    """Events in 2020, half of them soon after and near another one."""
    rng = np.random.default_rng(seed)
    day = rng.integers(0, 360, count)
    x, y = rng.uniform(70, 71, count), rng.uniform(39.5, 40, count)
    child = np.arange(count // 2, count)
    parent = child - count // 2
    day[child] = np.minimum(day[parent] + rng.integers(1, 8, len(child)), 364)
    x[child], y[child] = x[parent] + rng.normal(scale=0.03, size=len(child)), y[parent] + 0.01
    rows = ["date,latitude,longitude,kind"] if degrees else ["t,y_km,x_km,kind"]
    for d, a, b in zip(day, x, y, strict=True):
        when = str(np.datetime64("2020-01-01") + int(d)) if degrees else f"{d + 0.5}"
        rows.append(f"{when},{b:.5f},{a:.5f},{'brawl' if a > 70.5 else '=1+1'}")
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def test_the_reference_data_go_in_and_the_reference_comes_out(shared: Callable[[str], Path], tmp_path: Path) -> None:
    folder = shared(TWINSTIM)
    frame = pl.read_csv(folder / "imdepi_untied_events.csv", infer_schema=False)
    frame.rename({"time": "t", "x": "x_km", "y": "y_km", "type": "kind"}).write_csv(tmp_path / "events.csv")
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]}}
        for ring in imdepi_rings(folder)
    ]
    (tmp_path / "w.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    settings = ("offset=popdensity", "period_days=365", "trend_centre_days=1277.5", "reach_km=200", "kind_levels=no")
    done = kerege(
        *("fit", "twinstim", str(tmp_path / "events.csv"), "--region", str(tmp_path / "w.geojson")),
        *("--grid", str(folder / "imdepi_stgrid.csv"), "--mark", "agegrp=[0,3)", "--from", "0", "--to", "2557"),
        *(word for own in settings for word in ("--set", own)),
    )
    assert done.exit_code == 0, done.output
    rows = {row["term"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert float(rows["log_likelihood"]["coefficient"]) >= oracle(folder, "gaussian", "fit", "loglik")[0]
    assert float(rows["aic"]["coefficient"]) == pytest.approx(oracle(folder, "gaussian", "fit", "AIC")[0], abs=0.01)
    there = dict(
        zip(
            ("endemic.intercept", "endemic.trend", "endemic.sin_1", "endemic.cos_1", "epidemic.intercept"),
            oracle(folder, "gaussian", "coef", "estimate"),
            strict=False,
        )
    )
    for term, value in there.items():
        assert float(rows[term]["coefficient"]) == pytest.approx(value, abs=0.01)
        assert float(rows[term]["standard_error"]) > 0
    assert "1 of 636 events are left out: without a value of agegrp" in done.stderr


def test_dates_and_degrees_make_one_json_object(tmp_path: Path) -> None:
    file = made_up(tmp_path / "e.csv")
    done = kerege(
        *("fit", "twinstim", str(file), "--json", "--permutations", "3"),
        *("--set", "triggers=all", "--set", "near_km=10", "--set", "near_days=10", "--set", "reach_km=20"),
    )
    document = json.loads(done.stdout)
    assert (document["events"], document["from"], document["distance"]) == (80, "2020-01-10", "ground")
    assert document["converged"]
    assert document["aic"] == pytest.approx(2 * len(document["coefficients"]) - 2 * document["log_likelihood"])
    assert 0.2 < document["expected_follow_ons"]["mean"] < 1
    assert document["knox"]["p_value"] == 0.001
    assert document["interaction"]["statistic"] > 20
    assert "convex hull" in document["notes"][0]


def test_along_the_shipped_border(tmp_path: Path) -> None:
    file = made_up(tmp_path / "e.csv")
    words = ("--along", "fergana", "--set", "space=exponential", "--set", "time=exponential", "--set", "levels=pair")
    done = kerege("fit", "twinstim", str(file), *words)
    assert done.exit_code == 0, done.output
    terms = [row["term"] for row in csv.DictReader(io.StringIO(done.stdout))]
    assert {"endemic.pair=KG-UZ", "space.log_sd", "time.log_rate", "epidemic.kind=brawl"} <= set(terms)
    # What a file calls a kind is never a formula.
    assert not any(term.startswith(("=", "+")) for term in terms)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "space=cubic"), "A kernel in space is one of"),
        (("--set", "space=step"), "needs at least one"),
        (("--set", "near_km=5"), "needs both near_km and near_days"),
        (("--mark", "age"), "The column 'age' is missing"),
        (("--along", "atlantis"), "There is no region 'atlantis'"),
        (("--region", "none.geojson"), "The file is missing"),
        (("--grid", "none.csv"), "There is no such file"),
        (("--from", "2020-13-01"), "is no time"),
        (("--from", "2020-06-01", "--to", "2020-05-01"), "ends before it begins"),
        (("--along", "fergana", "--region", "x.geojson"), "neither a polygon nor a grid"),
        (("--along", "fergana", "--permutations", "9"), "needs an epidemic part on the ground"),
        (("--from", "2031-01-01", "--to", "2031-05-01"), "No event is left"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = kerege("fit", "twinstim", str(made_up(tmp_path / "e.csv")), *words)
    assert done.exit_code != 0
    assert sentence in str(done.exception)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("date,latitude\n2020-01-01,4\n", "The place is missing"),
        ("latitude,longitude\n1,2\n", "The column 'date' is missing"),
        ("date,latitude,longitude\n2020-01-01,95,70\n", "no place on the globe"),
        ("date,latitude,longitude\nyesterday,39,70\n", "'yesterday' is no date"),
        ("date,latitude,longitude\n2020-01-01,x,70\n", "'x' is no number"),
        ("date,latitude,longitude,weight\n2020-01-01,39,70,0\n", "A weight is above 0"),
        ("date,latitude,longitude\n", "no rows"),
    ],
)
def test_a_wrong_file_is_told_where(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "e.csv").write_text(text)
    done = kerege("fit", "twinstim", str(tmp_path / "e.csv"))
    assert sentence in str(done.exception)


def test_time_may_be_a_number(tmp_path: Path) -> None:
    done = kerege("fit", "twinstim", str(made_up(tmp_path / "e.csv", degrees=False)), "--json", "--set", "space=none")
    document = json.loads(done.stdout)
    assert document["expected_follow_ons"]["mean"] == 0
    assert float(document["from"]) < float(document["to"])
    assert "interaction" not in document
