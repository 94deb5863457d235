"""The forms that phones may fetch: the shipped one, and those that the site put into the folder forms/."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

from kerege.domain.errors import InputError
from kerege.files.report_form import read_report_form
from kerege.files.xform import XForm, xform_of
from kerege.files.xlsform import write_xlsform
from kerege_web.pages.vocabulary import country_word
from kerege_web.region import current_region

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture or table that a form shows.

    Parameters
    ----------
    name : str
        File name, without folders.
    digest : str
        MD5 digest of the bytes that are served.
    path : Path
    """

    name: str
    digest: str
    path: Path


@dataclass(frozen=True, slots=True)
class PhoneForm:
    """A form that phones may fetch.

    Parameters
    ----------
    xform : XForm
    titles : mapping of language to text
        Empty for a form of the site, which has one title.
    media : tuple of MediaFile
    file_name : str
        Of the workbook in forms/; "" for the shipped form.
    """

    xform: XForm
    titles: Mapping[str, str]
    media: tuple[MediaFile, ...] = ()
    file_name: str = ""

    def title(self, language: str) -> str:
        """The title in a language, or the one it has."""
        return self.titles.get(language, self.xform.title)

    @property
    def media_digest(self) -> str:
        """A digest of all media, so that a phone notices that one of them changed."""
        text = "\n".join(f"{file.name} {file.digest}" for file in self.media)
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def forms_folder() -> Path:
    """Where the site puts its own forms: each an XLSX file, its media beside it in a folder NAME-media."""
    return Path(settings.WORKSPACE) / "forms"


def shipped_xlsform() -> bytes:
    """The shipped form as a workbook, with the countries of this region and its people's first language."""
    region = current_region()
    sides: dict[str, dict[str, str]] = {code: {} for code in region.countries}
    for language in read_report_form().languages:
        with translation.override(language):
            for code, names in sides.items():
                names[language] = country_word(code)
    return write_xlsform(read_report_form(), sides, default_language=next(iter(region.languages), ""))


def phone_forms() -> tuple[PhoneForm, ...]:
    """All forms by identifier. A form of the site with the identifier of the shipped one stands in its place.

    A file that cannot be used is left out and logged: one bad entry would make a phone refuse the whole list.
    """
    found: dict[str, PhoneForm] = {}
    for name, form in site_forms().items():
        if isinstance(form, InputError):
            continue
        if form.xform.id in found:
            _LOG.warning("%s has the form_id of another file and is left out", name)
            continue
        found[form.xform.id] = form
    shipped = _shipped(current_region().digest)
    found.setdefault(shipped.xform.id, shipped)
    return tuple(found[form_id] for form_id in sorted(found))


def phone_form(form_id: str) -> PhoneForm | None:
    """The form with this identifier; None where there is none."""
    return next((form for form in phone_forms() if form.xform.id == form_id), None)


def site_forms() -> dict[str, PhoneForm | InputError]:
    """The site's own files by name, each a form or why it is none."""
    folder = forms_folder()
    if not folder.is_dir():
        return {}
    forms: dict[str, PhoneForm | InputError] = {}
    for path in sorted(folder.glob("*.xlsx")):
        if path.name.startswith(("~", ".")):
            continue
        state = path.stat()
        made = _converted(path, state.st_mtime_ns, state.st_size)
        forms[path.name] = made if isinstance(made, InputError) else PhoneForm(made, {}, _media(path), path.name)
    return forms


@lru_cache(maxsize=4)
def _shipped(_region_digest: str) -> PhoneForm:
    return PhoneForm(xform_of(shipped_xlsform(), "the shipped form"), read_report_form().title)


@lru_cache(maxsize=64)
def _converted(path: Path, _changed_ns: int, _size: int) -> XForm | InputError:
    try:
        return xform_of(path.read_bytes(), path.name)
    except InputError as error:
        _LOG.warning("A form is left out. %s", error)
        return error


def _media(path: Path) -> tuple[MediaFile, ...]:
    folder = path.with_name(f"{path.stem}-media")
    if not folder.is_dir():
        return ()
    files = sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    return tuple(MediaFile(file.name, _digest(file, file.stat().st_mtime_ns), file) for file in files)


@lru_cache(maxsize=512)
def _digest(path: Path, _changed_ns: int) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
