"""The message catalogues of the library, read from disk."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kerege.bulletin.words import Words
from kerege.domain.errors import InputError

LOCALES = Path(__file__).resolve().parents[1] / "locale"
LANGUAGES = ("en", "ru", "ky", "tg", "uz")


@cache
def read_words(language: str) -> Words:
    """The words of a language.

    The compiled catalogue (.mo, made when the package is built) is read where it is not older than its source (.po);
    else the source itself.

    Parameters
    ----------
    language : str
        "en", "ru", "ky", "tg" or "uz".

    Raises
    ------
    InputError
        For another language.

    Examples
    --------
    >>> read_words("ru").count("{n} source", "{n} sources", 3)
    '3 источника'
    """
    if language not in LANGUAGES:
        raise InputError(
            f"There are no words for the language {language!r}", mend=f"Choose one of {', '.join(LANGUAGES)}"
        )
    if language == "en":
        return Words("en")
    source = LOCALES / language / "LC_MESSAGES" / "kerege.po"
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return Words(language, GNUTranslations(BytesIO(compiled.read_bytes())))
    target = BytesIO()
    write_mo(target, read_catalogue_source(language))
    target.seek(0)
    return Words(language, GNUTranslations(target))


def read_catalogue_source(language: str) -> Catalog:
    """The catalogue of a language as its translators see it."""
    with (LOCALES / language / "LC_MESSAGES" / "kerege.po").open("rb") as source:
        return read_po(source, locale=language)
