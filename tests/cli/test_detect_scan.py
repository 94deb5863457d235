from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kerege.cli.detect import register
from kerege.domain.errors import InputError

Shared = Callable[[str], Path]


def kerege(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["detect", "scan", *map(str, words)])


def clusters(*words: object) -> list[dict[str, object]]:
    done = kerege(*words)
    assert done.exit_code == 0, done.exception
    return list(json.loads(done.stdout))


@pytest.fixture
def nyc(shared: Shared) -> tuple[object, ...]:
    cases, places = shared("oracles/scan/NYCfever.cas"), shared("oracles/scan/NYCfever.geo")
    return (cases, "--locations", places, "--layout", "satscan", "--prospective", "--max-km", 3, "--max-days", 7)


def test_the_clusters_of_new_york_equal_the_oracle(nyc: tuple[object, ...]) -> None:
    found = clusters(*nyc)
    wanted = [
        ("11418 11415 11419 11435 11416 11421 11451 11375 11417", "2001-11-22", 4, 0.67, 3.845418, 0.2112),
        ("11372", "2001-11-24", 2, 0.16, 3.164201, 0.506),
        ("10472", "2001-11-23", 2, 0.29, 2.137259, 0.948),
        ("10469 10475 10467 10466", "2001-11-24", 2, 0.45, 1.427139, 0.999),
    ]
    for own, (places, begins, observed, expected, statistic, p_value) in zip(found, wanted, strict=False):
        assert own["locations"] == places.split()
        assert (own["from"], own["to"], own["observed"]) == (begins, "2001-11-24", observed)
        assert round(float(str(own["expected"])), 2) == expected
        assert float(str(own["statistic"])) == pytest.approx(statistic, abs=5e-7)
        # 999 replications: three standard errors of a p-value of 0.5 are 0.047.
        assert float(str(own["p_value"])) == pytest.approx(p_value, abs=0.05)
    assert round(float(str(found[0]["radius_km"])), 2) == 2.90
    assert float(str(found[0]["p_gumbel"])) == pytest.approx(0.22, abs=0.03)


@pytest.mark.parametrize("limit", [("--max-km", 50), ()])
def test_the_planted_cluster_equals_the_oracle(shared: Shared, limit: tuple[object, ...]) -> None:
    cases, places = shared("oracles/scan/synthetic_A.cas"), shared("oracles/scan/synthetic_A.geo")
    found = clusters(
        cases, "--locations", places, "--layout", "satscan", "--max-days", 30, "--from", "2023-01-01", "--to",
        "2023-12-31", "--replications", 99, *limit,
    )  # fmt: skip
    assert float(str(found[0]["statistic"])) == pytest.approx(15.411895, abs=5e-7)
    assert found[0]["p_value"] == 0.01
    assert float(str(found[0]["p_gumbel"])) < 1e-3


def test_a_population_with_covariates_makes_the_expectation(shared: Shared) -> None:
    base = "data/checks/scan/nm_"
    found = clusters(
        shared(f"{base}cases.csv"), "--locations", shared(f"{base}locations.csv"), "--population",
        shared(f"{base}population.csv"), "--model", "poisson", "--retrospective", "--precision", "year", "--max-days",
        9, "--replications", 99, "--from", "1973", "--to", "1991",
    )  # fmt: skip
    assert found[0]["from"] == "1985-01-01"
    assert float(str(found[0]["p_value"])) <= 0.1
    assert float(str(found[0]["relative_risk"])) > 1


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path, Path]:
    cases, places, edges = (tmp_path / name for name in ("cases.csv", "places.csv", "edges.csv"))
    rows = [f"p{i},2021-0{m}-1{d},1" for i in range(5) for m in (1, 2, 3) for d in range(9)]
    rows += ["p1,2021-03-30,2", "p2,2021-03-30,2", "p1,2021-03-31,2", "p2,2021-03-31,2", "=p,2021-03-31,1"]
    cases.write_text("location,date,count\n" + "\n".join(rows) + "\n", "utf-8")
    places.write_text(
        "location,latitude,longitude\n=p,43,70\n"
        + "\n".join(f"p{i},40,{70 + i / 10 + i * i / 1000}" for i in range(5))
        + "\n"
    )
    edges.write_text("location_a,location_b,km\n" + "\n".join(f"p{i},p{i + 1},9" for i in range(4)) + "\n")
    return cases, places, edges


def test_stretches_of_a_network_with_line_list_map_and_episode(small: tuple[Path, Path, Path], tmp_path: Path) -> None:
    cases, places, edges = small
    words = (cases, "--locations", places, "--edges", edges, "--max-km", 20, "--max-days", 7, "--replications", 99)
    listed, drawn, before = tmp_path / "list.csv", tmp_path / "map.geojson", tmp_path / "before.json"
    before.write_text(kerege(*words, "--to", "2021-03-30").stdout, "utf-8")
    found = clusters(*words, "--line-list", listed, "--geojson", drawn, "--yesterday", before)
    assert sorted(found[0]["locations"]) == ["p1", "p2"]  # type: ignore[call-overload]
    assert (found[0]["from"], found[0]["to"], found[0]["observed"]) == ("2021-03-30", "2021-03-31", 8)
    assert found[0]["episode"] == "ongoing"
    assert {own["episode"] for own in found[1:]} <= {"new", "ongoing"}
    rows = list(csv.DictReader(listed.open(encoding="utf-8")))
    assert [(row["location"], row["count"]) for row in rows if row["cluster"] == "1"] == [("p1", "2"), ("p2", "2")] * 2
    features = json.loads(drawn.read_text())["features"]
    assert features[0]["geometry"]["type"] == "MultiLineString"
    assert features[0]["properties"]["observed"] == 8
    circle = tmp_path / "circle.geojson"
    clusters(cases, "--locations", places, "--max-km", 20, "--max-days", 7, "--replications", 9, "--geojson", circle)
    shapes = [own["geometry"] for own in json.loads(circle.read_text())["features"]]
    ring = next(own["coordinates"][0] for own in shapes if own["type"] == "Polygon")
    assert ring[0] == ring[-1]


def test_names_like_formulas_stay_text_in_the_line_list(small: tuple[Path, Path, Path], tmp_path: Path) -> None:
    cases, places, _ = small
    listed = tmp_path / "list.csv"
    clusters(
        cases, "--locations", places, "--max-days", 2, "--replications", 0, "--min-cases", 1, "--line-list", listed,
        "--max-km", 1,
    )  # fmt: skip
    assert "'=p" in listed.read_text()


def test_workers_and_seeds_give_documented_answers(small: tuple[Path, Path, Path]) -> None:
    cases, places, _ = small
    words = (cases, "--locations", places, "--max-km", 20, "--max-days", 7, "--replications", 199)
    one, three, other = (clusters(*words, *more) for more in ((), ("--workers", 3), ("--seed", 7)))
    assert one == three
    assert one != other


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "poisson"), "needs either --population or --expected"),
        (("--model", "magic"), "'magic' is none of permutation, poisson"),
        (("--prospective", "--spatial"), "Only one of prospective and spatial"),
        (("--spatial",), "says nothing of space alone"),
        (("--precision", "hour"), "'hour' is none of day, month, year"),
        (("--max-share", "2"), "max_share lies in"),
        (("--from", "1999-99"), "'1999-99' is no date"),
        (("--from", "2030-01-01", "--to", "2031-01-01"), "No case lies in the study period"),
        (("--from", "2030-01-01"), "It must end after it begins"),
        (("--workers", "0"), "at least one worker"),
        (("--yesterday", "/dev/null"), "no result of a scan"),
    ],
)
def test_bad_input_is_one_sentence(small: tuple[Path, Path, Path], words: tuple[str, ...], said: str) -> None:
    cases, places, _ = small
    done = kerege(cases, "--locations", places, *words)
    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)


def test_rows_that_cannot_be_read_are_named(small: tuple[Path, Path, Path]) -> None:
    cases, places, edges = small

    def complaint(path: Path, text: str, *words: object) -> str:
        before = path.read_text()
        path.write_text(text)
        done = kerege(cases, "--locations", places, *words)
        path.write_text(before)
        assert isinstance(done.exception, InputError)
        return str(done.exception)

    assert "The place 'x' has no position" in complaint(cases, "location,date\nx,2021-01-01\n")
    assert "line 2, column count" in complaint(cases, "location,date,count\np1,2021-01-01,1.5\n")
    assert "column 'date' is missing" in complaint(cases, "location\np1\n")
    assert "given twice" in complaint(places, "location,latitude,longitude\na,1,1\na,2,2\n")
    assert "no latitude and longitude" in complaint(places, "location,latitude,longitude\na,170,40\n")
    assert "must be above 0" in complaint(edges, "location_a,location_b,km\np1,p2,0\n", "--edges", edges)
    assert "'q' of an edge" in complaint(edges, "location_a,location_b,km\np1,q,3\n", "--edges", edges)
