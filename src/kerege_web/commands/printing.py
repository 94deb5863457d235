"""How commands print: one JSON object, a table for people, or plain columns in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer


def is_terminal() -> bool:
    """Whether a person reads the output."""
    return sys.stdout.isatty()


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """One JSON object on one line in a pipe, indented on a terminal."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2 if is_terminal() else None, default=str))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    """A table with lines on a terminal; columns between tabs in a pipe, with a line of names first."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not is_terminal():
        for line in (list(columns), *texts):
            typer.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in line))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for line in texts:
        # Text and not a string: square brackets in what a person wrote are not marks of style.
        table.add_row(*(Text(cell) for cell in line))
    Console().print(table)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, silence in a pipe. Yields a function that is told how much is done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)
