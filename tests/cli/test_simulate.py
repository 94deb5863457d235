"""`kerege simulate` as it is typed, and what other commands make of its files."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from click.testing import Result
from tests.regions.synthetic import synthetic_region, write_synthetic_region
from tests.simulation.made_history import ENDS, made_history
from typer.testing import CliRunner

from kerege import __version__
from kerege.border.place_finder import PlaceFinder
from kerege.cli import detect, nowcast, simulate
from kerege.domain.errors import InputError
from kerege.domain.marking import Marking
from kerege.files.catalogue import read_catalogue
from kerege.files.synthetic_folder import FILES, write_synthetic_folder
from kerege.files.tables import read_table
from kerege.intake.context import IntakeContext
from kerege.intake.formats import parse
from kerege.linkage.match import incidents_from_reports


def kerege(*words: object) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    for part in (detect, nowcast, simulate):
        part.register(app)
    return CliRunner().invoke(app, list(map(str, words)))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_synthetic_region(tmp_path_factory.mktemp("region") / "valley")


@pytest.fixture(scope="module")
def folder(valley: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "border"
    done = kerege(*words(valley, out))
    assert done.exit_code == 0, done.exception
    return out


def words(valley: Path, out: Path) -> tuple[object, ...]:
    return ("simulate", "--region", valley, "--years", 7, "--out", out, "--ends", "2026-01-01",
            "--incidents-per-year", 60, "--escalations", 2, "--seed", 5)  # fmt: skip


def context() -> IntakeContext:
    region = synthetic_region()
    return IntakeContext(
        zone=region.zone,
        countries=frozenset(region.countries),
        catalogue=read_catalogue(),
        places=PlaceFinder(region.places),
        imported_at=datetime(2026, 1, 1, tzinfo=UTC),
        default_marking=Marking(),
    )


def test_the_import_rejects_nothing_and_reads_the_same_incidents(tmp_path: Path) -> None:
    border = made_history(incidents_per_year=2000.0)
    write_synthetic_folder(tmp_path, border, [])
    table = read_table((tmp_path / "incidents.csv").read_bytes(), "incidents.csv")
    parsed = parse(table, "auto", context())
    assert (parsed.format, parsed.rejected, parsed.notices, parsed.ignored_columns) == ("native", [], [], ())
    assert parsed.reports == list(border.reports(only_known=True))
    again = incidents_from_reports(parsed.reports, read_catalogue())
    assert again == [own for own, known in zip(border.incidents, border.was_reported, strict=True) if known]
    assert 10_000 < len(again) < len(border)


def test_the_same_words_make_the_same_files(valley: Path, folder: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again", tmp_path / "other"
    kerege(*words(valley, again))
    kerege(*words(valley, other), "--seed", 6)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["README.txt", *FILES])
    for path in folder.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()
    assert (folder / "incidents.csv").read_bytes() != (other / "incidents.csv").read_bytes()
    assert rows(folder / "incidents.csv")[0]["id"] == "SYN-5-0000001"
    assert rows(other / "incidents.csv")[0]["id"] == "SYN-6-0000001"


def test_the_readme_says_that_it_is_synthetic_and_with_what_it_was_made(folder: Path) -> None:
    text = (folder / "README.txt").read_text("utf-8")
    assert text.startswith("SYNTHETIC DATA. Nothing in this folder happened.")
    for line in (f"kerege: {__version__}", "seed: 5", "years: 7", "ends: 2026-01-01", "escalations: 2",
                 "incidents_per_year: 60", "reproduction: 0.7", "region: synthetic"):  # fmt: skip
        assert line in text
    assert all(f"{name}: " in text for name in FILES)


def test_truth_incidents_counts_and_cases_agree(folder: Path) -> None:
    known = {row["id"] for row in rows(folder / "incidents.csv")}
    truth = rows(folder / "truth-incidents.csv")
    assert known <= {row["incident"] for row in truth}
    for row in truth:
        assert (row["reported"] <= "2026-01-01T00:00+06:00") == (row["incident"] in known)
    for planted in rows(folder / "truth.csv"):
        own = [row for row in truth if row["escalation"] == planted["id"]]
        assert len(own) == int(planted["incidents"]) >= 3
        assert (own[0]["section"], own[0]["occurred"][:10]) == (planted["section"], planted["from"])
        assert own[-1]["occurred"][:10] == planted["to"]
    sections = {section.id: section.group for section in synthetic_region().sections}
    for week in rows(folder / "series.csv")[::17]:
        first = datetime.fromisoformat(week["date"])
        inside = [
            row for row in truth
            if row["incident"] in known and sections[row["section"]] == week["unit"]
            and 0 <= (datetime.fromisoformat(row["occurred"][:10]) - first).days < 7
        ]  # fmt: skip
        assert len(inside) == int(week["count"])
    cases = rows(folder / "cases.csv")
    assert sum(int(row["count"]) for row in rows(folder / "series.csv")) == len(known)
    assert sum(int(row["count"]) for row in cases) == len(known)
    by_section = {(row["section"], row["occurred"][:10]) for row in truth if row["incident"] in known}
    assert {(row["location"], row["date"]) for row in cases} == by_section
    assert {row["location"] for row in rows(folder / "locations.csv")} == set(sections)


def test_detect_counts_takes_the_series_and_leaves_the_truth_out(folder: Path) -> None:
    done = kerege("detect", "counts", folder / "series.csv", "--from", "2025-11", "--exclude", folder / "truth.csv")
    assert done.exit_code == 0, done.exception
    found = list(csv.DictReader(done.stdout.splitlines()))
    assert {row["unit"] for row in found} == {group.id for group in synthetic_region().groups}
    assert any(row["p_value"] for row in found)


@pytest.mark.parametrize("along", [True, False])
def test_detect_scan_takes_the_cases(folder: Path, along: bool) -> None:
    edges = ("--edges", folder / "edges.csv") if along else ()
    done = kerege("detect", "scan", folder / "cases.csv", "--locations", folder / "locations.csv", *edges,
                  "--max-days", 28, "--replications", 19)  # fmt: skip
    assert done.exit_code == 0, done.exception
    assert json.loads(done.stdout)[0]["observed"] >= 1


def test_nowcast_takes_the_truth(folder: Path) -> None:
    done = kerege("nowcast", folder / "truth-incidents.csv", "--as-of", "2025-12-31")
    assert done.exit_code == 0, done.exception
    assert done.stdout.splitlines()[-1].startswith("2025-12-31,")


def test_json_is_one_object(valley: Path, tmp_path: Path) -> None:
    done = kerege(*words(valley, tmp_path / "a"), "--json", "--set", "fewest_sparks=9")
    document = json.loads(done.stdout)
    assert document["files"] == ["README.txt", *FILES]
    assert [own["id"] for own in document["escalations"]] == ["SYN-5-E1", "SYN-5-E2"]
    assert all(own["incidents"] >= 9 for own in document["escalations"])
    assert document["last_day"] == "2025-12-31"
    assert document["reported"] == len(rows(tmp_path / "a" / "incidents.csv"))


def test_without_an_end_it_ends_yesterday(valley: Path, tmp_path: Path) -> None:
    done = kerege("simulate", "--region", valley, "--years", 2, "--out", tmp_path / "a", "--json")
    today = datetime.now(synthetic_region().zone).date()
    assert (today - datetime.fromisoformat(json.loads(done.stdout)["last_day"]).date()).days in (0, 1)


def test_a_filled_folder_is_left_as_it_is(valley: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("real", "utf-8")
    done = kerege(*words(valley, tmp_path))
    assert isinstance(done.exception, InputError)
    assert "The folder is not empty. Name a folder that does not exist yet" in str(done.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]
    file = kerege(*words(valley, tmp_path / "mine.csv"))
    assert "This is a file, not a folder" in str(file.exception)
    with pytest.raises(InputError, match="not empty"):
        write_synthetic_folder(tmp_path, made_history(), [])


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--years", "0"), "A history lasts up to 200 years, not 0."),
        (("--escalations", "-1"), "Escalations are 0 to 10,000, not -1."),
        (("--incidents-per-year", "0"), "above 0, not 0."),
        (("--years", "0.1"), "too short to plant an escalation"),
        (("--ends", "soon"), "'soon' is no date. Write 2021-04-28"),
        (("--ends", "2150-01-01"), "lies in the future. What is to come cannot be imported"),
        (("--set", "reproduction=2"), "reproduction lies between 0 and 0.95"),
        (("--set", "mood=2"), "sets nothing. Write NAME=VALUE; the names are group_shape"),
        (("--region", "atlantis"), "There is no region 'atlantis'"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(
    valley: Path, tmp_path: Path, more: tuple[str, ...], sentence: str
) -> None:
    done = kerege(*words(valley, tmp_path / "a"), *more)
    assert isinstance(done.exception, InputError)
    assert sentence in str(done.exception)
    assert not (tmp_path / "a").exists()


def test_cells_of_a_region_cannot_become_formulas(tmp_path: Path) -> None:
    from dataclasses import replace

    import numpy as np

    from kerege.simulation.synthetic_border import synthetic_border

    region = synthetic_region()
    first = replace(region.sections[0], id="=1+1", name="=cmd()", group="g")
    group = replace(region.groups[0], id="g", section_ids=("=1+1",))
    odd = replace(region, sections=(first,), groups=(group,), edges=())
    border = synthetic_border(
        odd, read_catalogue(), years=3, ends=ENDS, escalations=1, incidents_per_year=20, rng=np.random.default_rng(1)
    )
    write_synthetic_folder(tmp_path, border, [])
    for name in FILES:
        for row in rows(tmp_path / name):
            assert not any(cell.startswith("=") for cell in row.values())
