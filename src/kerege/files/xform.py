"""From an XLSForm to the XForm that phones fetch."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass

from kerege.domain.errors import InputError
from kerege.intake.openrosa import read_xform_head

LARGEST_XLSFORM = 5_000_000
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


@dataclass(frozen=True, slots=True)
class XForm:
    """A form as phones fetch it.

    Parameters
    ----------
    id, version, title : str
        None of them empty.
    content : bytes
        The XML document, UTF-8.
    remarks : tuple of str
        What the converter would have done otherwise.
    """

    id: str
    version: str
    title: str
    content: bytes
    remarks: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The MD5 digest of exactly the bytes that are served, as the standard wants it: to notice changes."""
        return hashlib.md5(self.content, usedforsecurity=False).hexdigest()


def xform_of(workbook: bytes, name: str) -> XForm:
    """Convert a form.

    Parameters
    ----------
    workbook : bytes
        An XLSForm as XLSX.
    name : str
        Its file name, for messages.

    Raises
    ------
    InputError
        If it is larger than 5 MB or cannot be converted, or has no version or an identifier that cannot stand in an
        address: one such form would spoil the whole list for every phone.
    """
    from pyxform.errors import PyXFormError
    from pyxform.validators.error_cleaner import ErrorCleaner
    from pyxform.xls2xform import convert

    if len(workbook) > LARGEST_XLSFORM:
        raise InputError(f"The form is larger than {LARGEST_XLSFORM // 1_000_000} MB", where=name)
    try:
        made = convert(io.BytesIO(workbook), validate=False, pretty_print=False, file_type=".xlsx", form_name="data")
    except (PyXFormError, OSError, KeyError, ValueError, TypeError) as error:
        reason = re.sub(r"\s+", " ", str(ErrorCleaner.odk_validate(str(error)))).strip().rstrip(".")[:300]
        raise InputError(
            f"The form cannot be converted ({reason})", where=name, mend="Correct the sheet it names and try again"
        ) from error
    content = made.xform.encode()
    form_id, version, title = read_xform_head(content)
    if not version:
        raise InputError("The form has no version", where=name, mend="Give it one on its sheet 'settings'")
    if not _IDENTIFIER.fullmatch(form_id):
        raise InputError(
            f"The form_id {form_id[:100]!r} cannot stand in an address",
            where=name,
            mend="Use Latin letters, digits and . _ - on its sheet 'settings'",
        )
    return XForm(form_id, version, title or form_id, content, tuple(made.warnings))
