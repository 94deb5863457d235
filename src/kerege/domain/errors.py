"""What can go wrong, each with one clear sentence: what, where, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


class KeregeError(Exception):
    """Every error that Kerege raises on purpose."""


class InputError(KeregeError):
    """Input that cannot be used at all.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence without the closing full stop.
    where : str
        The file, line or argument it was found in; empty where there is none.
    mend : str
        What the sender can do about it, as a sentence without the closing full stop.

    Examples
    --------
    >>> print(InputError("The column 'occurred' is missing", where="may.csv", mend="Add it, or rename yours"))
    may.csv: The column 'occurred' is missing. Add it, or rename yours.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        sentence = f"{where}: {what}." if where else f"{what}."
        super().__init__(f"{sentence} {mend}." if mend else sentence)


class AccessDeniedError(KeregeError):
    """Forbidden or absent: the same answer for both, so that nothing is known by its existence.

    Examples
    --------
    >>> print(AccessDeniedError())
    There is nothing here that you may see or do.
    """

    def __init__(self) -> None:
        super().__init__("There is nothing here that you may see or do.")


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row of an input that was not taken, and why.

    Parameters
    ----------
    line : int
        Line in the file, counted from 1, the header included.
    column : str
        Name of the column; empty where the whole row is meant.
    value : str
        What stood there.
    reason : str
        What is wrong and how to mend it.

    Examples
    --------
    >>> print(RejectedRow(4, "killed", "-2", "A count cannot be negative"))
    line 4, killed = '-2': A count cannot be negative
    """

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = f"line {self.line}"
        if self.column:
            place += f", {self.column} = {self.value!r}"
        return f"{place}: {self.reason}"
