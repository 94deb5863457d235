"""Any file of rows as a table of text: delimited text, compressed or not, or an Excel workbook."""

from __future__ import annotations

import io
import zlib
from gzip import BadGzipFile, GzipFile

from kerege.domain.errors import InputError
from kerege.files.delimited import read_delimited
from kerege.files.workbook import read_workbook
from kerege.intake.table import Table

LARGEST = 300_000_000
_CHUNK = 1 << 20
_MEND = "Send a table as CSV, CSV.GZ or XLSX"
_FOREIGN = (
    (b"%PDF", "This is a PDF"),
    (b"\xd0\xcf\x11\xe0", "This is an Excel file of the old kind, or one with a password"),
    (b"PAR1", "This is a Parquet file"),
    (b"SQLite format 3", "This is a database"),
    (b"\x89PNG", "This is a picture"),
    (b"\xff\xd8\xff", "This is a picture"),
    (b"7z\xbc\xaf", "This is a 7z archive"),
    (b"Rar!", "This is a RAR archive"),
    (b"{", "This is JSON"),
    (b"[", "This is JSON"),
    (b"<", "This is XML or a web page"),
)


def read_table(content: bytes, name: str) -> Table:
    r"""The table that a file holds.

    Recognised by content, not by name: comma, semicolon, tab or bar between cells; UTF-8, UTF-16 with or without byte
    order mark, Windows-1251; gzip around any of these; XLSX, of which the first sheet with known headings is read.
    Titles may stand above the row of headings.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Its name, for messages.

    Returns
    -------
    Table
        Cells as text, rows with the line of the file they start on, empty rows left out.

    Raises
    ------
    InputError
        If the file is empty, too large (300 MB of text, 600 MB of workbook), damaged, of another kind, or its encoding
        is not recognised.

    Examples
    --------
    >>> table = read_table("дата;место\n28.04.2021;Ак-Сай\n".encode("cp1251"), "may.csv")
    >>> table.columns, table.rows
    (('дата', 'место'), [('28.04.2021', 'Ак-Сай')])
    """
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked(content, name)
    if len(content) > LARGEST:
        raise _too_large(name)
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content, name)
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, sentence in _FOREIGN:
        if start.startswith(mark):
            raise InputError(sentence, where=name, mend=_MEND)
    if not content.strip():
        raise InputError("The file is empty", where=name, mend=_MEND)
    return read_delimited(content, name)


def _unpacked(content: bytes, name: str) -> bytes:
    pieces: list[bytes] = []
    total = 0
    try:
        with GzipFile(fileobj=io.BytesIO(content)) as stream:
            while piece := stream.read(_CHUNK):
                total += len(piece)
                if total > LARGEST:
                    raise _too_large(name)
                pieces.append(piece)
    except (BadGzipFile, EOFError, zlib.error) as error:
        raise InputError("The compressed file is damaged or cut off", where=name, mend="Send it again") from error
    return b"".join(pieces)


def _too_large(name: str) -> InputError:
    return InputError(
        f"The file holds more than {LARGEST // 1_000_000} MB", where=name, mend="Split it into several files"
    )
