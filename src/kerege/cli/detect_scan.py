"""`kerege detect scan`: clusters of cases in space and time."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege.cli.rows_out import print_rows
from kerege.domain.errors import InputError

if TYPE_CHECKING:
    from kerege.detection.scan.cluster import ScanResult
    from kerege.detection.scan.settings import ScanSettings
    from kerege.detection.scan.zones import Zones
    from kerege.files.scan_study import ReadStudy, StudyFrame
    from kerege.files.scan_tables import CaseTable, PlaceTable


def detect_scan(
    cases: Annotated[Path, typer.Argument(help="Cases: location, date, count, and perhaps covariates.")],
    locations: Annotated[Path, typer.Option(help="Places: location with latitude, longitude or with x_km, y_km.")],
    model: Annotated[str, typer.Option(help="permutation (cases only) or poisson.")] = "permutation",
    population: Annotated[Path | None, typer.Option(help="location, date, population, covariates.")] = None,
    expected: Annotated[Path | None, typer.Option(help="location, date, expected, instead of a population.")] = None,
    edges: Annotated[Path | None, typer.Option(help="location_a, location_b, km: scan stretches of it.")] = None,
    prospective: Annotated[bool, typer.Option("--prospective", help="Clusters alive at the end: the usual.")] = False,
    retrospective: Annotated[bool, typer.Option("--retrospective", help="Clusters of any time.")] = False,
    spatial: Annotated[bool, typer.Option("--spatial", help="The whole study period at once.")] = False,
    rates: Annotated[str, typer.Option(help="high, low or both.")] = "high",
    max_km: Annotated[float | None, typer.Option(help="Largest radius, or longest stretch, in km.")] = None,
    max_share: Annotated[float, typer.Option(help="Largest share of all that a cluster's places hold.")] = 0.5,
    max_days: Annotated[int | None, typer.Option(help="Longest cluster, in periods; else half the study.")] = None,
    min_cases: Annotated[int, typer.Option(help="Fewest cases of a cluster.")] = 2,
    precision: Annotated[str, typer.Option(help="Length of a period: day, month or year.")] = "day",
    first: Annotated[str | None, typer.Option("--from", help="First day of the study; else that of the cases.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day of the study; else that of the cases.")] = None,
    weekday: Annotated[bool, typer.Option("--weekday", help="Adjust for the day of the week, place by place.")] = False,
    replications: Annotated[int, typer.Option(help="Data sets made by chance.")] = 999,
    sequential: Annotated[bool, typer.Option("--sequential", help="Stop once the p-value is large.")] = False,
    seed: Annotated[int, typer.Option(help="Of the first replication; the next has the next number.")] = 1,
    workers: Annotated[int, typer.Option(help="Threads; the answer is the same for any number.")] = 1,
    earlier_analyses: Annotated[int, typer.Option(help="Analyses already made: adjusts the recurrence interval.")] = 0,
    yesterday: Annotated[Path | None, typer.Option(help="JSON of the run before: new or ongoing.")] = None,
    layout: Annotated[str, typer.Option(help="native, or satscan: .cas, .geo and .pop files.")] = "native",
    line_list: Annotated[Path | None, typer.Option(help="Write the cases of each cluster here (CSV).")] = None,
    geojson: Annotated[Path | None, typer.Option(help="Write the clusters as GeoJSON here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON is what this command prints in any case.")] = False,
) -> None:
    """Find clusters of cases in space and time, on circles or on stretches of a network such as the border."""
    del as_json
    from kerege.files.scan_study import study_from
    from kerege.files.scan_tables import PRECISIONS, read_cases, read_places

    _one_of(layout, ("native", "satscan"), "--layout")
    _one_of(precision, PRECISIONS, "--precision")
    _one_of(model, ("permutation", "poisson"), "--model")
    period_days = {"day": 1.0, "month": 30.4375, "year": 365.25}[precision]
    settings = _settings(
        windows=_windows(prospective=prospective, retrospective=retrospective, spatial=spatial), rates=rates,
        max_periods=max_days, max_km=max_km, max_share=max_share, min_cases=min_cases, replications=replications,
        sequential=sequential, earlier_analyses=earlier_analyses, days_between=period_days,
    )  # fmt: skip
    satscan = layout == "satscan"
    table, places = read_cases(cases, satscan=satscan), read_places(locations, satscan=satscan)
    frame = _frame(table, places, first, last, precision, weekday=weekday, where=str(cases))
    read = study_from(
        table, frame, model=model, population=population, expected=expected, satscan=satscan, where=str(cases)
    )
    earlier = None if yesterday is None else _earlier(yesterday)
    result = _scanned(read, _zones(places, edges, settings), settings, seed=seed, workers=workers)
    documents = _documents(result, frame, earlier)
    if line_list is not None:
        _write_line_list(line_list, result, read, table)
    if geojson is not None:
        _write_map(geojson, documents, places, edges)
    print(json.dumps(documents, ensure_ascii=False, indent=1, allow_nan=False))


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise InputError(f"{value!r} is none of {', '.join(allowed)}", where=where)


def _windows(**wanted: bool) -> str:
    chosen = [name for name, on in wanted.items() if on]
    if len(chosen) > 1:
        raise InputError(f"Only one of {' and '.join(chosen)} can be scanned", where="--" + chosen[1])
    return chosen[0] if chosen else "prospective"


def _settings(**values: Any) -> ScanSettings:  # noqa: ANN401 - the options of the command
    from kerege.detection.scan.settings import ScanSettings

    try:
        return ScanSettings(**values)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where="kerege detect scan") from error


def _frame(
    table: CaseTable, places: PlaceTable, first: str | None, last: str | None, precision: str, *, weekday: bool,
    where: str,
) -> StudyFrame:  # fmt: skip
    from kerege.files.scan_study import StudyFrame
    from kerege.files.scan_tables import period_days, read_day

    if not table.day:
        raise InputError("The file holds no cases", where=where)
    begin = read_day(first, "--from") if first else min(table.day)
    end = read_day(last, "--to") if last else max(table.day)
    # A month or year as an end means the whole of it.
    parts = len((last or "").replace("/", "-").split("-")) if last else 3
    if parts < 3:
        end = period_days(0, end, "month" if parts == 2 else "year")[1]
    return StudyFrame(places=places, first=begin, last=end, precision=precision, weekday=weekday)


def _zones(places: PlaceTable, edges: Path | None, settings: ScanSettings) -> Zones:
    from kerege.detection.scan.zones import circles, on_sphere, stretches
    from kerege.files.scan_study import network_edges
    from kerege.files.scan_tables import read_edges

    if edges is not None:
        try:
            return stretches(
                len(places.ids), network_edges(read_edges(edges), places, str(edges)), max_km=settings.max_km
            )
        except ValueError as error:
            raise InputError(str(error).removesuffix("."), where=str(edges)) from error
    points = places.positions if places.is_plane else on_sphere(places.positions[:, 0], places.positions[:, 1])
    return circles(points, max_km=settings.max_km)


def _scanned(read: ReadStudy, zones: Zones, settings: ScanSettings, *, seed: int, workers: int) -> ScanResult:
    from concurrent.futures import ThreadPoolExecutor

    from rich.console import Console
    from rich.progress import Progress

    from kerege.detection.scan.scan import space_time_scan

    if workers < 1 or seed < 0:
        raise InputError("There is at least one worker, and the seed is at least 0", where="--workers, --seed")
    # The bar belongs to a terminal; a pipe stays quiet.
    with (
        ThreadPoolExecutor(workers) as pool,
        Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar,
    ):
        task = bar.add_task("Replications", total=settings.replications)
        try:
            return space_time_scan(
                read.study,
                zones,
                settings,
                seed=seed,
                executor=pool if workers > 1 else None,
                progress=lambda done, _: bar.update(task, completed=done),
            )
        except ValueError as error:
            raise InputError(str(error).removesuffix("."), where="kerege detect scan") from error


def _documents(result: ScanResult, frame: StudyFrame, earlier: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    from math import isfinite

    from kerege.files.scan_tables import period_days

    documents = []
    for cluster in result.clusters:
        begins = period_days(cluster.first, frame.first, frame.precision)[0]
        ends = period_days(cluster.last, frame.first, frame.precision)[1]
        document: dict[str, Any] = {
            "locations": [frame.places.ids[place] for place in cluster.places],
            "centre": _centre(frame.places, cluster.places[0]),
            "radius_km": round(cluster.reach_km, 6),
            "from": max(begins, frame.first).isoformat(),
            "to": min(ends, frame.last).isoformat(),
            "observed": cluster.observed,
            "expected": cluster.expected,
            "relative_risk": cluster.relative_risk if isfinite(cluster.relative_risk) else None,
            "statistic": cluster.statistic,
            "p_value": cluster.p_value,
            "p_gumbel": cluster.p_gumbel if isfinite(cluster.p_gumbel) else None,
            "recurrence_interval_days": cluster.recurrence_interval_days,
        }
        if earlier is not None:
            document["episode"] = "ongoing" if any(_goes_on(document, own) for own in earlier) else "new"
        documents.append(document)
    return documents


def _centre(places: PlaceTable, first: int) -> dict[str, Any]:
    names = ("x_km", "y_km") if places.is_plane else ("latitude", "longitude")
    return {"location": places.ids[first], **dict(zip(names, places.positions[first].tolist(), strict=True))}


def _earlier(path: Path) -> list[dict[str, Any]]:
    try:
        clusters = json.loads(path.read_text("utf-8"))
        if all({"locations", "to"} <= set(own) for own in clusters):
            return list(clusters)
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            "This is no result of a scan", where=str(path), mend="Give what the command printed"
        ) from error
    raise InputError("This is no result of a scan", where=str(path), mend="Give what the command printed")


def _goes_on(cluster: dict[str, Any], earlier: dict[str, Any]) -> bool:
    """Whether it shares a place with an earlier cluster that reached to the day before it began, or later."""
    from datetime import date, timedelta

    touches = date.fromisoformat(earlier["to"]) >= date.fromisoformat(cluster["from"]) - timedelta(days=1)
    return touches and bool(set(cluster["locations"]) & set(earlier["locations"]))


def _write_map(path: Path, documents: list[dict[str, Any]], places: PlaceTable, edges: Path | None) -> None:
    from kerege.files.scan_geojson import write_clusters

    write_clusters(path, documents, places, edges)


def _write_line_list(path: Path, result: ScanResult, read: ReadStudy, table: CaseTable) -> None:
    rows = []
    for number, cluster in enumerate(result.clusters, 1):
        behind: dict[int, int] = {}
        for case in cluster.cases:
            row = int(read.row[case])
            behind[row] = behind.get(row, 0) + 1
        rows += [
            [number, table.line[row], table.location[row], table.day[row].isoformat(), count, *table.covariates[row]]
            for row, count in sorted(behind.items())
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        print_rows(["cluster", "line", "location", "date", "count", *table.covariate_names], rows, file)
