"""What is wrong with one cell, while a row is being read."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818 - it becomes part of a RejectedRow and never leaves this package
    """A cell that cannot be used.

    Parameters
    ----------
    column : str
        Column it stands in; "" where the whole row is meant.
    value : str
        What stands there.
    reason : str
        What is wrong and how to mend it.
    """

    def __init__(self, column: str, value: str, reason: str) -> None:
        self.column, self.value, self.reason = column, value, reason
        super().__init__(reason)
