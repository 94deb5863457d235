"""`kerege region`: border regions made, checked and shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege.domain.errors import InputError

if TYPE_CHECKING:
    from kerege.domain.region import Region

region = typer.Typer(name="region", no_args_is_help=True, help="Border regions: make, check and show them.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Code = Annotated[str | None, typer.Option("--region", help="A region that comes with Kerege.")]
Folder = Annotated[Path | None, typer.Option("--folder", help="A region's own folder.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(region)


@region.callback()
def choose_region() -> None:
    """Border regions: make, check and show them."""


@region.command("build")
def build_region(
    lines: Annotated[
        Path | None, typer.Option("--lines", help="GeoJSON with the lines; else those of the folder.")
    ] = None,
    code: Code = None,
    folder: Folder = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where it is written; else that folder, or ./CODE.")] = None,
    as_json: AsJson = False,
) -> None:
    """Cut lines into sections again, with groups and neighbours; all else comes from the base region."""
    from kerege.files.region import check_region, copy_region, rebuild_region
    from kerege.files.region_lines import read_lines

    base = _folder(code, folder)
    if lines is not None:
        # Lines that cannot be read are refused before anything is written.
        read_lines(lines)
    target = out or (base if folder is not None else Path(base.name))
    if out is None and folder is None and target.exists():
        raise InputError(f"There is a {target} already", mend="Name another folder with --out")
    copy_region(base, target)
    network = rebuild_region(target, lines)
    problems = check_region(target)
    document = {
        "folder": str(target),
        "sections": len(network.sections),
        "groups": len(network.groups),
        "edges": len(network.edges),
        "km": _kilometres(network.sections),
        "problems": problems,
    }
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print(f"{target}: {len(network.sections)} sections in {len(network.groups)} groups.")
        for pair, km in _kilometres(network.sections).items():
            print(f"  {pair}  {km:,.0f} km")
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


@region.command("check")
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that holds region.toml.")],
    as_json: AsJson = False,
) -> None:
    """Everything that is wrong with a region folder, one sentence each; exit 1 if there is anything."""
    from kerege.files.region import check_region

    problems = check_region(folder)
    if as_json:
        print(json.dumps({"folder": str(folder), "problems": problems}, ensure_ascii=False))
    else:
        for problem in problems:
            print(problem)
        if not problems:
            print(f"{folder}: nothing is wrong.")
    if problems:
        raise typer.Exit(1)


@region.command("show")
def show(
    code: Code = None,
    folder: Folder = None,
    pair: Annotated[str | None, typer.Option("--pair", help="Only the sections of this country pair.")] = None,
    as_json: AsJson = False,
) -> None:
    """The sections of a region, with length, sides, group and neighbours."""
    from kerege.files.region import read_region

    found = read_region(_folder(code, folder))
    if pair is not None and pair not in found.pairs:
        raise InputError(
            f"The region has no pair {pair!r}", where="--pair", mend=f"Choose one of {', '.join(found.pairs)}"
        )
    rows = [_row(found, section.id) for section in found.sections if pair in (None, section.pair)]
    if as_json:
        document = {"region": found.code, "title": found.title, "digest": found.digest, "sections": rows}
        print(json.dumps(document, ensure_ascii=False))
    else:
        _print_table(found, rows)


def _folder(code: str | None, folder: Path | None) -> Path:
    from kerege.files.region import shipped_region, shipped_regions

    if code is not None and folder is not None:
        raise InputError("Both --region and --folder are given", mend="Give one of them")
    if folder is not None:
        return folder
    known = shipped_regions()
    if code is None and len(known) != 1:
        raise InputError("Which region is meant is not said", mend=f"Give --folder, or --region {' or '.join(known)}")
    return shipped_region(known[0] if code is None else code)


def _kilometres(sections: Any) -> dict[str, float]:  # noqa: ANN401 - a sequence of sections, imported late
    pairs = dict.fromkeys(section.pair for section in sections)
    return {pair: round(sum(s.length_km for s in sections if s.pair == pair), 1) for pair in pairs}


def _row(found: Region, id_: str) -> dict[str, Any]:
    section = found.section[id_]
    neighbours = [e.second if e.first == id_ else e.first for e in found.edges if id_ in (e.first, e.second)]
    return {
        "id": id_,
        "name": section.name,
        "pair": section.pair,
        "part": section.part,
        "group": found.group[section.group].name,
        "order": section.order,
        "left": section.left,
        "right": section.right,
        "length_km": section.length_km,
        "districts": dict(section.districts),
        "status": section.status,
        "source": section.source,
        "as_of": section.as_of,
        "neighbours": neighbours,
    }


def _print_table(found: Region, rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("pair", "part", "section", "group", "sides"):
        table.add_column(heading, overflow="fold")
    table.add_column("km", justify="right")
    for row in rows:
        sides = f"{row['left'] or '?'} | {row['right'] or '?'}"
        cells = (row["pair"], row["part"], row["name"], row["group"], sides, f"{row['length_km']:.1f}")
        table.add_row(*(Text(str(cell)) for cell in cells))
    console = Console()
    # A pipe gets whole lines, not lines folded at eighty letters.
    console = console if console.is_terminal else Console(width=160)
    console.print(table)
    sources = dict.fromkeys(f"{row['source']}, as of {row['as_of']}" for row in rows)
    console.print(Text(f"Lines are claims. Drawn by: {'; '.join(sources)}."))
