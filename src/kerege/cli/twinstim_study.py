"""From a file of events and the words of the command line to a twinstim model."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kerege.domain.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kerege.files.point_events import PointEventFile
    from kerege.forecasting.self_exciting.endemic_grid import EndemicGrid
    from kerege.forecasting.self_exciting.likelihood import Twinstim
    from kerege.forecasting.self_exciting.radial_measure import RadialMeasure
    from kerege.forecasting.self_exciting.twinstim_settings import TwinstimSettings

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TwinstimStudy:
    """A model with what the command says of it.

    Parameters
    ----------
    model : Twinstim
    terms : tuple of str
        Names of the coefficients, with the kinds' own names.
    first, last : str
        The study period as the file counts it.
    distance : str
        "ground" or "border".
    notes : list of str
        Sentences about what was assumed or left out.
    """

    model: Twinstim
    terms: tuple[str, ...]
    first: str
    last: str
    distance: str
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Wanted:
    """What the command line asks for besides the control values."""

    region: Path | None = None
    border: str | None = None
    grid: Path | None = None
    marks: list[str] | None = None
    first: str | None = None
    last: str | None = None


def twinstim_study(file: PointEventFile, settings: TwinstimSettings, wanted: Wanted) -> TwinstimStudy:
    """The model of a file of events."""
    import numpy as np

    from kerege.forecasting.self_exciting.endemic_grid import cells_of
    from kerege.forecasting.self_exciting.events import PointEvents, pairs_within
    from kerege.forecasting.self_exciting.kernels import SpatialKernel
    from kerege.forecasting.self_exciting.likelihood import Twinstim

    notes: list[str] = []
    begin, end = _period(file, wanted)
    file = _left_out(file, (file.days < begin) | (file.days > end), "outside the study period", notes)
    for name in wanted.marks or []:
        column = name.partition("=")[0]
        empty = np.array([cell in ("", "NA") for cell in file.mark(column)])
        file = _left_out(file, empty, f"without a value of {column}", notes)
    kinds = tuple(sorted(set(file.kind)))
    ground = _on_border(file, settings, wanted) if wanted.border else _on_ground(file, settings, wanted, notes)
    file, x, y, measure, distances, tile_name, sizes = ground
    kind = np.array([kinds.index(own) for own in file.kind], dtype=np.int64)
    marks, mark_names = _marks(file, settings, wanted, kinds)
    events = PointEvents(
        time_days=file.days - begin, x_km=x, y_km=y, kind=kind, kinds=len(kinds), marks=marks, mark_names=mark_names
    )
    grid, tile = _grid(file, settings, wanted, end - begin, tile_name, sizes, notes)
    try:
        cell = cells_of(grid, events.time_days, tile)
    except ValueError as error:
        raise InputError(str(error).removesuffix("."), where=str(wanted.grid or file.where)) from error
    pairs = pairs_within(events, reach_km=settings.reach_km, reach_days=settings.reach_days, distances_km=distances)
    space = settings.space_kernel
    notes += _ties(pairs.distance_km, settings)
    model = Twinstim(
        events=events,
        grid=grid,
        cell=cell,
        pairs=pairs,
        measure=measure if space else None,
        reach_days=settings.reach_days,
        space=space or SpatialKernel("constant"),
        time=settings.time_kernel,
        triggers=np.eye(len(kinds)) if settings.triggers == "own" else np.ones((len(kinds), len(kinds))),
        kind_levels=settings.kind_levels and len(kinds) > 1,
    )
    terms = tuple(
        f"endemic.kind={kinds[int(name.rpartition('_')[2]) - 1]}" if name.startswith("endemic.kind_") else name
        for name in model.names
    )
    distance = "border" if wanted.border else "ground"
    return TwinstimStudy(model, terms, _told(begin, file.is_dated), _told(end, file.is_dated), distance, notes)


def _ties(distance_km: Array, settings: TwinstimSettings) -> list[str]:
    """A warning where many pairs lie at one place."""
    tied = int((distance_km == 0).sum())
    if settings.space in ("none", "constant") or tied <= 0.05 * len(distance_km):
        return []
    return [
        f"{tied} of {len(distance_km)} pairs of events lie at one place: the scale in space may shrink towards zero. "
        "Places known to a few km suit the step kernel"
    ]


def _period(file: PointEventFile, wanted: Wanted) -> tuple[float, float]:
    """Beginning and end of the study, in the days of the file."""
    from math import ceil, floor

    begin = floor(file.days[0]) if wanted.first is None else _day(wanted.first, file.is_dated, "--from")
    end = ceil(file.days[-1]) if wanted.last is None else _day(wanted.last, file.is_dated, "--to")
    if wanted.last is not None and file.is_dated:
        # A day as the end means the whole of it.
        end += 1
    if not end > begin:
        raise InputError("The study period ends before it begins", where="--from, --to")
    return float(begin), float(end)


def _day(text: str, is_dated: bool, where: str) -> float:
    from datetime import date

    try:
        return float((date.fromisoformat(text) - date(1970, 1, 1)).days) if is_dated else float(text)
    except ValueError:
        mend = "Write 2021-04-28" if is_dated else "The file counts time in days"
        raise InputError(f"{text!r} is no time", where=where, mend=mend) from None


def _told(day: float, is_dated: bool) -> str:
    from datetime import UTC, datetime

    return f"{datetime.fromtimestamp(day * 86400, UTC):%Y-%m-%d}" if is_dated else f"{day:g}"


def _left_out(file: PointEventFile, rows: NDArray[np.bool_], why: str, notes: list[str]) -> PointEventFile:
    if not rows.any():
        return file
    notes.append(f"{int(rows.sum())} of {len(file)} events are left out: {why}")
    if rows.all():
        raise InputError(f"No event is left: all are {why}", where=file.where)
    return file.kept(~rows)


Ground = tuple[Any, Any, Any, Any, Any, list[str], dict[str, float]]


def _on_ground(file: PointEventFile, settings: TwinstimSettings, wanted: Wanted, notes: list[str]) -> Ground:
    """Places and region on a plane, and the measure of the region around each event."""
    import numpy as np
    from shapely import MultiPoint, Polygon, contains_xy, union_all

    from kerege.border.ground import Plane
    from kerege.files.polygons import read_polygons
    from kerege.forecasting.self_exciting.region_integral import oriented_rings, region_measure, signed_area

    polygons = read_polygons(wanted.region) if wanted.region else []
    plane = Plane.around(np.column_stack([file.x, file.y])) if file.is_on_globe else None

    def flat(points: Array) -> Array:
        return np.column_stack(plane.project(points[:, 0], points[:, 1])) if plane else points

    places = flat(np.column_stack([file.x, file.y]))
    if polygons:
        rings = oriented_rings([(flat(outer), [flat(hole) for hole in holes]) for outer, holes in polygons])
        whole = union_all([Polygon(flat(outer), [flat(hole) for hole in holes]) for outer, holes in polygons])
        file = _left_out(file, ~contains_xy(whole, places[:, 0], places[:, 1]), "outside the region", notes)
        places = flat(np.column_stack([file.x, file.y]))
    else:
        margin = settings.reach_km / 4
        hull = MultiPoint(places).convex_hull.buffer(margin)
        rings = oriented_rings([(np.asarray(hull.exterior.coords), [])])
        notes.append(
            f"No region was given: it is taken as the convex hull of the events with a margin of {margin:g} km, "
            f"{hull.area:,.0f} km2"
        )
    space = settings.space_kernel
    measure: RadialMeasure | None = None
    if space:
        measure = region_measure(
            places[:, 0], places[:, 1], rings, reach_km=settings.reach_km, radii_km=space.breaks_km
        )
    area = sum(signed_area(ring) for ring in rings)
    return file, places[:, 0], places[:, 1], measure, None, ["all"] * len(file), {"all": area}


def _on_border(file: PointEventFile, settings: TwinstimSettings, wanted: Wanted) -> Ground:
    """Places on the sections of a region, distances along them, and the measure of the border around each event."""
    import numpy as np

    from kerege.border.network import BorderNetwork
    from kerege.cli.region_folder import region_folder
    from kerege.files.region import read_region
    from kerege.forecasting.self_exciting.border_integral import BorderWays

    if not file.is_on_globe:
        raise InputError("Along the border places are in degrees", where=file.where, mend="Give latitude and longitude")
    region = read_region(region_folder(str(wanted.border)))
    ways = BorderWays(BorderNetwork(region.sections, region.groups, region.edges))
    places = ways.place(file.x, file.y)
    space = settings.space_kernel
    measure = ways.measure(places, reach_km=settings.reach_km, radii_km=space.breaks_km) if space else None
    pair = [region.sections[i].pair for i in places.section]
    sizes: dict[str, float] = {}
    for section in region.sections:
        # A pair without any event has no level of its own.
        name = "all" if settings.levels == "none" else section.pair if section.pair in pair else "other pairs"
        sizes[name] = sizes.get(name, 0.0) + section.length_km
    names = ["all"] * len(file) if settings.levels == "none" else pair
    return file, places.along_km, np.zeros(len(file)), measure, ways.distances_km(places), names, sizes


def _marks(
    file: PointEventFile, settings: TwinstimSettings, wanted: Wanted, kinds: tuple[str, ...]
) -> tuple[Array, tuple[str, ...]]:
    """The epidemic design: 1, the kinds, the log weight, and the marks, words as one column for each but the first."""
    import numpy as np

    columns, names = [np.ones(len(file))], ["intercept"]

    def add_levels(title: str, cells: tuple[str, ...], reference: str) -> None:
        for level in sorted(set(cells) - {reference}):
            columns.append(np.array([cell == level for cell in cells], dtype=float))
            names.append(f"{title}={level}")

    if settings.kind_effects and len(kinds) > 1:
        add_levels("kind", file.kind, kinds[0])
    if len(set(file.weight.tolist())) > 1:
        columns.append(np.log(file.weight))
        names.append("log_weight")
    for word in wanted.marks or []:
        name, _, reference = word.partition("=")
        cells = file.mark(name)
        try:
            columns.append(np.array([float(cell) for cell in cells]))
            names.append(name)
        except ValueError:
            if reference and reference not in cells:
                raise InputError(f"No event has {name} {reference!r}", where="--mark") from None
            add_levels(name, cells, reference or min(cells))
    return np.column_stack(columns), tuple(names)


def _grid(
    file: PointEventFile,
    settings: TwinstimSettings,
    wanted: Wanted,
    days: float,
    tile_name: list[str],
    sizes: dict[str, float],
    notes: list[str],
) -> tuple[EndemicGrid, NDArray[np.int64]]:
    """The endemic grid and the tile of each event."""
    import numpy as np

    from kerege.files.endemic_cells import read_endemic_grid
    from kerege.forecasting.self_exciting.endemic_grid import EndemicGrid, season_and_trend

    centre = days / 2 if settings.trend_centre_days is None else settings.trend_centre_days
    if wanted.grid is not None:
        grid, tiles = read_endemic_grid(wanted.grid, settings, trend_centre_days=centre)
        unknown = [name for name in file.mark("tile") if name not in tiles]
        if unknown:
            raise InputError(f"The tile {unknown[0]!r} is not in the grid", where=file.where)
        return grid, np.array([tiles[name] for name in file.mark("tile")])
    blocks = max(1, round(days / settings.block_days))
    edges = np.linspace(0, days, blocks + 1)
    names = sorted(sizes, key=lambda name: (-tile_name.count(name), name))
    start = np.tile(edges[:-1], len(names))
    covariates, terms = season_and_trend(
        start,
        trend_centre_days=centre if settings.trend else None,
        harmonics=settings.harmonics,
        period_days=settings.period_days,
    )
    tile = np.repeat(np.arange(len(names)), blocks)
    # "Other pairs" hold no event: a level of their own would run off, so they share that of the first pair.
    levels = [i for i, name in enumerate(names) if i and name in tile_name]
    own = [(tile == i).astype(float) for i in levels]
    if "other pairs" in names:
        notes.append("Pairs without any event share the endemic level of the pair with most events")
    grid = EndemicGrid(
        start_days=start,
        stop_days=np.tile(edges[1:], len(names)),
        size=np.array([sizes[name] for name in names])[tile],
        tile=tile,
        log_offset=np.zeros(len(tile)),
        covariates=np.column_stack([covariates, *own]),
        names=(*terms, *(f"endemic.pair={names[i]}" for i in levels)),
    )
    return grid, np.array([names.index(name) for name in tile_name])
