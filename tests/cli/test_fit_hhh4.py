from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kerege.cli.fit import register
from kerege.domain.errors import InputError


def kerege(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["fit", "hhh4", *map(str, words)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    counts, orders, people = (tmp_path / name for name in ("counts.csv", "orders.csv", "people.csv"))
    rng = np.random.default_rng(3)
    rows = [f"{unit},{t},{rng.poisson(3)},{1000 + 500 * i}" for i, unit in enumerate("abc") for t in range(1, 90)]
    counts.write_text("unit,t,count,population\n" + "\n".join(rows) + "\n", "utf-8")
    orders.write_text("unit,a,b,c\na,0,1,2\nb,1,0,1\nc,2,1,0\n", "utf-8")
    people.write_text("unit,dry\na,0.2\nb,0.5\nc,0.9\n", "utf-8")
    return counts, orders, people


def test_terms_with_errors_and_what_the_fit_is_worth(files: tuple[Path, Path, Path]) -> None:
    counts, orders, people = files
    done = kerege(counts, "--neighbours", orders, "--covariates", people, "--set", "neighbours=power-law")
    assert done.exit_code == 0, done.exception
    rows = {row["term"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert {"endemic.dry", "neighbours.decay", "dispersion", "log_likelihood", "aic"} <= set(rows)
    assert float(rows["log_likelihood"]["coefficient"]) < 0


def test_json_is_one_object(files: tuple[Path, Path, Path]) -> None:
    counts, _, _ = files
    document = json.loads(kerege(counts, "--json", "--set", "family=poisson", "--set", "population_offset=true").stdout)
    assert document["converged"] is True
    assert [term["term"] for term in document["terms"]][-1] == "autoregressive.intercept"


def test_random_intercepts_have_a_sigma_and_a_deviation_of_each_unit(files: tuple[Path, Path, Path]) -> None:
    counts, orders, people = files
    words = [counts, "--neighbours", orders, "--set", "random_intercepts=all"]
    rows = {row["term"]: row for row in csv.DictReader(io.StringIO(kerege(*words).stdout))}
    sigmas = {"endemic.sigma", "autoregressive.sigma", "neighbours.sigma"}
    assert sigmas | {"penalised_log_likelihood", "marginal_log_likelihood"} <= set(rows)
    assert all(float(rows[name]["coefficient"]) >= 0 and rows[name]["standard_error"] == "" for name in sigmas)
    document = json.loads(kerege(*words, "--autoregressive-covariates", people, "--json").stdout)
    assert "autoregressive.dry" in [term["term"] for term in document["terms"]]
    assert set(document["deviations"]) == {"endemic", "autoregressive", "neighbours"}
    assert set(document["deviations"]["neighbours"]) == {"a", "b", "c"}


def test_seasons_and_covariates_of_all_parts(files: tuple[Path, Path, Path]) -> None:
    counts, orders, people = files
    done = kerege(
        counts, "--neighbours", orders, "--neighbour-covariates", people, "--set", "harmonics_autoregressive=1",
        "--set", "harmonics_neighbours=1",
    )  # fmt: skip
    assert {"autoregressive.sin1", "autoregressive.cos1", "neighbours.sin1", "neighbours.dry"} <= {
        row["term"] for row in csv.DictReader(io.StringIO(done.stdout))
    }


def test_bad_input_is_one_sentence(files: tuple[Path, Path, Path]) -> None:
    counts, orders, people = files

    def said(*words: object) -> str:
        done = kerege(counts, *words)
        assert isinstance(done.exception, InputError), done.output
        return str(done.exception)

    assert "Neighbours need their orders" in said("--set", "neighbours=first")
    assert "family is one of" in said("--set", "family=gauss")
    orders.write_text("unit,a,b\na,0,1\nb,1,0\n", "utf-8")
    assert "The unit 'c' of the counts is missing" in said("--neighbours", orders)
    orders.write_text("unit,a,b,c\na,0,1,2\nb,1,0,x\nc,2,1,0\n", "utf-8")
    assert "'x' is no order" in said("--neighbours", orders)
    orders.write_text("unit,a,b,c\na,0,1,2\nb,1,0,1\nc,2,3,0\n", "utf-8")
    assert "differs by direction" in said("--neighbours", orders)
    people.write_text("unit,dry\na,wet\nb,1\nc,1\n", "utf-8")
    assert "no number" in said("--covariates", people)
