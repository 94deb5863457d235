"""Who is whose neighbour: a matrix of neighbourhood orders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kerege.domain.errors import InputError
from kerege.files.plain_table import read_plain_table


def read_neighbour_orders(path: Path, unit_ids: Sequence[str]) -> NDArray[np.int64]:
    """Orders of neighbourhood between units, shape (S, S): 0 for itself, 1 for those that touch, and so on.

    Parameters
    ----------
    path : Path
        CSV: the units' names in the first column and as headings of the others, orders in the cells.
    unit_ids : sequence of str
        The units wanted, in order.

    Raises
    ------
    InputError
        For a unit that is missing, a cell that is no whole number of at least 0, or orders that differ by direction.
    """
    frame = read_plain_table(path)
    rows = {str(name): i for i, name in enumerate(frame[frame.columns[0]])}
    for unit in unit_ids:
        if unit not in rows or unit not in frame.columns:
            raise InputError(
                f"The unit {unit!r} of the counts is missing", where=str(path), mend="Give it a row and a column"
            )
    orders = np.zeros((len(unit_ids), len(unit_ids)), dtype=np.int64)
    for i, unit in enumerate(unit_ids):
        for j, other in enumerate(unit_ids):
            cell = str(frame[other][rows[unit]]).strip()
            if not cell.isdecimal():
                raise InputError(
                    f"{cell!r} is no order of neighbourhood", where=f"{path}, line {rows[unit] + 2}, column {other}",
                    mend="Write 0 for itself, 1 for neighbours, 2 for theirs",
                )  # fmt: skip
            orders[i, j] = int(cell)
    if (orders != orders.T).any():
        i, j = np.argwhere(orders != orders.T)[0]
        raise InputError(
            f"The order of {unit_ids[i]!r} and {unit_ids[j]!r} differs by direction", where=str(path),
            mend="Make the matrix symmetric",
        )  # fmt: skip
    return orders
