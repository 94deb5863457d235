"""What is wrong with the files of a region: one clear sentence each, with file, line and what would mend it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path


@dataclass
class RegionProblems:
    """The problems found so far in one region folder.

    Parameters
    ----------
    folder : Path
        The folder that is read.

    Examples
    --------
    >>> problems = RegionProblems(Path("valley"))
    >>> problems.add("places.csv", "The latitude 95 lies outside -90..90", "Correct it", line=3)
    >>> problems.sentences
    ['places.csv, line 3: The latitude 95 lies outside -90..90. Correct it.']
    """

    folder: Path
    sentences: list[str] = field(default_factory=list)

    def add(self, file: str, what: str, mend: str, *, line: int | None = None) -> None:
        """Note one problem."""
        where = file if line is None else f"{file}, line {line}"
        self.sentences.append(f"{where}: {what}. {mend}.")

    def rows(self, file: str, columns: Sequence[str], *, required: bool = True) -> Iterator[Row]:
        """The rows of a CSV file that has at least these columns; none if it is missing or cannot be read."""
        path = self.folder / file
        if not path.is_file():
            if required:
                self.add(file, "The file is missing", f"Add it with the columns {', '.join(columns)}")
            return
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        except UnicodeDecodeError:
            self.add(file, "The file is not in UTF-8", "Save it as CSV in UTF-8")
            return
        reader = csv.DictReader(lines)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            self.add(file, f"The column {missing[0]} is missing", "Add it, empty where nothing is known", line=1)
            return
        try:
            for values in reader:
                if None in values or None in values.values():
                    self.add(file, "The row has not as many cells as the header", "Correct it", line=reader.line_num)
                    continue
                yield Row(self, file, reader.line_num, {name: text.strip() for name, text in values.items()})
        except csv.Error as error:
            self.add(file, f"The row cannot be read ({error})", "Save the file as plain CSV", line=reader.line_num)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file; asking it for a value notes what is wrong with that value and answers None."""

    problems: RegionProblems
    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refuse(self, what: str, mend: str) -> None:
        """Note that this row has a problem."""
        self.problems.add(self.file, what, mend, line=self.line)

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number between two bounds; None (with a problem noted) for anything else, None without one if empty."""
        text = self.values[column]
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not (isfinite(number) and low <= number <= high):
            self.refuse(
                f"The {column} {text!r} is not a number from {low:g} to {high:g}", "Correct it or leave it empty"
            )
            return None
        return number

    def count(self, column: str) -> int | None:
        """A whole number, 0 or more; None if empty (unknown)."""
        text = self.values[column]
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            self.refuse(
                f"The count {column} = {text!r} is not a whole number", "Correct it; leave it empty if not known"
            )
            return None
        return int(text)

    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude; None if both are empty, None with a problem noted if one is or one is wrong."""
        before = len(self.problems.sentences)
        latitude, longitude = self.number("latitude", -90, 90), self.number("longitude", -180, 180)
        if latitude is not None and longitude is not None:
            return latitude, longitude
        if (latitude is None) != (longitude is None) and len(self.problems.sentences) == before:
            self.refuse("Only one of latitude and longitude is given", "Give both, or leave both empty")
        return None
