"""Column headings as people type them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from operator import itemgetter

from kerege.domain.errors import InputError


def plain_heading(text: str) -> str:
    r"""A heading in small letters with underscores.

    Examples
    --------
    >>> plain_heading("\ufeff Killed (low)")
    'killed_low'
    """
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a table holds what.

    Parameters
    ----------
    index : mapping of column name to index
        The columns that are read.
    ignored : tuple of str
        Headings of the columns that are not read.
    width : int
        Number of columns.
    """

    index: Mapping[str, int]
    ignored: tuple[str, ...]
    width: int

    def picker(self, names: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """A function that picks the cells of these columns out of a row; "" for a column the table does not have.

        Examples
        --------
        >>> pick = Layout({"place": 1}, (), 2).picker(["occurred", "place"])
        >>> pick(["2021", "A"])
        ('', 'A')
        """
        # A column that is not there is looked up behind the last one, where an empty cell is put.
        pick = itemgetter(*(self.index.get(name, self.width) for name in names))
        width = self.width
        return lambda cells: pick([*cells[:width], ""])


def find_columns(
    headings: Sequence[str],
    known: Sequence[str],
    aliases: Mapping[str, str],
    *,
    where: str,
    required: Sequence[str] = (),
) -> Layout:
    """The layout of a table with these headings.

    Parameters
    ----------
    headings : sequence of str
        As they stand in the file.
    known : sequence of str
        Names of the columns that can be read.
    aliases : mapping of other name to name
        Other names; one counts only where the name itself is not there.
    where : str
        The file, for messages.
    required : sequence of str
        Names that must be there.

    Raises
    ------
    InputError
        If a column is there twice, or a required one is missing.

    Examples
    --------
    >>> layout = find_columns(["Date", "Place", "Mood"], ["occurred", "place"], {"date": "occurred"}, where="a.csv")
    >>> layout.index["occurred"], layout.index["place"], layout.ignored
    (0, 1, ('Mood',))
    """
    plain = [plain_heading(heading) for heading in headings]
    index: dict[str, int] = {}
    for number, name in enumerate(plain):
        if name in known:
            if name in index:
                raise InputError(
                    f"The column '{name}' is there twice",
                    where=where,
                    mend="Keep one of them, or give the other a name of its own",
                )
            index[name] = number
    for number, name in enumerate(plain):
        meant = aliases.get(name)
        if meant is not None and meant not in index:
            index[meant] = number
    used = set(index.values())
    ignored = tuple(
        heading.strip() or f"column {number + 1} without a heading"
        for number, heading in enumerate(headings)
        if number not in used
    )
    for name in required:
        if name not in index:
            near = get_close_matches(
                name, [text for number, text in enumerate(plain) if number not in used], n=1, cutoff=0.7
            )
            hint = (
                f"Rename '{near[0]}' if it is meant"
                if near
                else f"Add it, or rename the column that holds it to '{name}'"
            )
            raise InputError(f"The column '{name}' is missing", where=where, mend=hint)
    return Layout(index, ignored, len(headings))
