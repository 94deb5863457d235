"""The parts of an XLSX file, unpacked within limits."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from kerege.domain.errors import InputError

LARGEST_UNPACKED = 600_000_000
MOST_PARTS = 5_000
_CHUNK = 1 << 20
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHARED_TEXTS = "xl/sharedStrings.xml"
_SHARED_END = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>")
_DATE_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")
# What the standard of the format allows. Others would bring their own kinds of damage.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_MEND = "Open it in a spreadsheet program and save it again as XLSX or as CSV UTF-8"


@dataclass(frozen=True)
class WorkbookParts:
    """An XLSX file whose parts were unpacked once and found whole.

    Parameters
    ----------
    sheets : mapping of title to part
        Worksheets in the order of the workbook.
    archive : ZipFile
        The file.
    """

    sheets: Mapping[str, str]
    archive: zipfile.ZipFile

    def read(self, title: str) -> bytes:
        """The markup of a worksheet."""
        return self.archive.read(self.sheets[title])

    def shared_lengths(self) -> list[int]:
        """How many bytes of markup each text has that cells refer to by number."""
        if _SHARED_TEXTS not in self.archive.namelist():
            return []
        ends = [found.end() for found in _SHARED_END.finditer(self.archive.read(_SHARED_TEXTS))]
        return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def open_parts(content: bytes, name: str) -> WorkbookParts:
    """The parts of a workbook, every one unpacked in pieces and counted before anything reads it.

    Raises
    ------
    InputError
        If it is no whole XLSX file, needs a password, unpacks to more than 600 MB, or counts its days from 1904.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _check_size(archive, name)
        workbook = archive.read("xl/workbook.xml")
        relations = archive.read("xl/_rels/workbook.xml.rels")
    except KeyError as error:
        raise InputError(
            "This is a ZIP file and no Excel workbook", where=name, mend="Send the table as XLSX or CSV"
        ) from error
    # Damaged lengths and versions: the reader seeks before the beginning, or takes the file for one of a later kind.
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise InputError("The workbook is damaged", where=name, mend=_MEND) from error
    if _DATE_1904.search(workbook):
        raise InputError(
            "The workbook counts its days from 1904",
            where=name,
            mend="Switch off 'use 1904 date system' in its settings, check the dates and save it again",
        )
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in _attributes(_RELATION, relations)}
    known = set(archive.namelist())
    sheets: dict[str, str] = {}
    for sheet in _attributes(_SHEET, workbook):
        target = targets.get(next((value for key, value in sheet.items() if key.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if part in known and "worksheets/" in part:
            sheets[sheet.get("name", "")] = part
    if not sheets:
        raise InputError("The workbook has no worksheet", where=name, mend=_MEND)
    return WorkbookParts(sheets, archive)


def _check_size(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    total = 0
    too_large = InputError(
        f"The workbook unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB or {MOST_PARTS:,} parts",
        where=name,
        mend="Split it into several files",
    )
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise too_large
    for entry in entries:
        if entry.compress_type not in _PACKINGS or entry.flag_bits & _ENCRYPTED:
            raise InputError("The workbook needs a password or is packed in an unusual way", where=name, mend=_MEND)
        # Reading to the end proves the size and the check sum that the directory claims.
        with archive.open(entry) as part:
            while piece := part.read(_CHUNK):
                total += len(piece)
                if total > LARGEST_UNPACKED:
                    raise too_large


def _attributes(tag: re.Pattern[bytes], markup: bytes) -> list[dict[str, str]]:
    return [
        {
            key: html.unescape(double or single)
            for key, double, single in _ATTRIBUTE.findall(found.decode("utf-8", "replace"))
        }
        for found in tag.findall(markup)
    ]
