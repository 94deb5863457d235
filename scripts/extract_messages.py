"""Brings the message catalogues of the pages up to date with the code. Pure Python: no GNU gettext is needed.

    .venv/bin/python scripts/extract_messages.py            bring the catalogues up to date
    .venv/bin/python scripts/extract_messages.py --check    exit 1 where they are not

Messages stand in Python modules, in templates, and in data: the labels of the catalogue of incidents and the names of
the shipped regions. A message that is gone leaves the catalogues; a new one comes in empty.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src/kerege_web"
LANGUAGES = ("ru", "ky", "tg", "uz")
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2)}
CALL = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")

# What the packages below say to a person in English where they have no Tajik, or no Uzbek.
FOREIGN = (
    "The username and/or password you specified are not correct.",
    "Too many failed login attempts. Try again later.",
    "This account is currently inactive.",
    "Incorrect code.",
    "Incorrect password.",
    "Please type your current password.",
    "You must type the same password each time.",
    "The password is too similar to the %(verbose_name)s.",
    "This password is too common.",
    "This password is entirely numeric.",
    "This field is required.",
    "Enter a valid date.",
    "The submitted file is empty.",
    "No file was submitted. Check the encoding type on the form.",
)
# Words of the library and of data files that are shown as they stand.
WORDS = (
    "remote chance", "highly unlikely", "unlikely", "realistic possibility", "likely", "highly likely",
    "almost certain", "road", "rail", "pedestrian", "river", "air", "media", "post", "police", "resident", "partner",
)  # fmt: skip

Message = tuple[str | tuple[str, str], str | None, str]
"""Message or its singular and plural, context, and where it stands."""


def python_messages(path: Path) -> Iterator[Message]:
    """The messages of a module."""
    names = dict.fromkeys(KEYWORDS)
    with path.open("rb") as file:
        for _line, function, message, _comments in extract_python(file, list(names), [], {}):
            yield from _sorted_out(function, message, path)


def template_messages(path: Path) -> Iterator[Message]:
    """The messages of a template."""
    from django.utils.translation.template import templatize

    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in CALL.finditer(text):
        end = found.end()
        # The call ends where Python can read it.
        while True:
            end = text.index(")", end) + 1
            try:
                call = ast.parse(text[found.start() : end], mode="eval").body
            except SyntaxError:
                continue
            break
        assert isinstance(call, ast.Call)
        values = tuple(node.value if isinstance(node, ast.Constant) else None for node in call.args)
        yield from _sorted_out(found.group(1), values if len(values) > 1 else values[0], path)


def _sorted_out(function: str, message: object, path: Path) -> Iterator[Message]:
    where = path.relative_to(ROOT).as_posix()
    parts = message if isinstance(message, tuple) else (message,)
    texts = [part for part in parts if isinstance(part, str)]
    if not texts:
        return
    if function in ("pgettext", "pgettext_lazy"):
        yield texts[1], texts[0], where
    elif function in ("ngettext", "ngettext_lazy"):
        yield (texts[0], texts[1]), None, where
    else:
        yield texts[0], None, where


def data_messages() -> Iterator[Message]:
    """Labels of the catalogue, what the playbooks of the regions say, and names of the regions."""
    for path in sorted((ROOT / "src/kerege/parameters").glob("*.toml")):
        where = path.relative_to(ROOT).as_posix()
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for entry in [*data.get("term", []), *data.get("step", [])]:
            if entry.get("label"):
                yield entry["label"], None, where
    for path in sorted((ROOT / "src/kerege/regions").glob("*/playbooks.toml")):
        where = path.relative_to(ROOT).as_posix()
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["action"]:
            yield entry["label"], None, where
            yield entry["description"], None, where
    for path in sorted((ROOT / "src/kerege/regions").glob("*/region.toml")):
        where = path.relative_to(ROOT).as_posix()
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for name in (data["title"], *data["countries"].values()):
            yield name, None, where
    for text in (*FOREIGN, *WORDS):
        yield text, None, "scripts/extract_messages.py"


def extracted() -> Catalog:
    """All messages of the pages."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    catalog = Catalog(charset="utf-8")
    found: list[Message] = list(data_messages())
    for path in sorted(WEB.rglob("*.py")):
        if "migrations" not in path.parts:
            found.extend(python_messages(path))
    for path in sorted(WEB.rglob("templates/**/*.html")):
        found.extend(template_messages(path))
    for message, context, where in found:
        catalog.add(message, context=context, locations=[(where, 0)])
    return catalog


def brought_up_to_date(language: str, template: Catalog) -> str:
    """The catalogue of a language with the messages of today, as text."""
    path = WEB / "locale" / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    else:
        known = Catalog(locale=language)
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False)
    # No dates in the header: the same messages give the same file.
    for message in sorted((m for m in template if m.id), key=_order):
        old = known.get(message.id, message.context)
        fresh.add(
            message.id,
            old.string if old else None,
            context=message.context,
            locations=sorted({(name, None) for name, _line in message.locations}),
            flags=message.flags,
        )
    text = io.BytesIO()
    write_po(text, fresh, width=118, omit_header=True, include_lineno=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += f'"Plural-Forms: {fresh.plural_forms}\\n"\n\n'
    return header + text.getvalue().decode()


def _order(message: object) -> tuple[str, str]:
    text = message.id  # type: ignore[attr-defined]
    return (text[0] if isinstance(text, tuple) else text, message.context or "")  # type: ignore[attr-defined]


def main() -> int:
    """Bring all catalogues up to date, or say which are not."""
    template = extracted()
    stale = []
    for language in LANGUAGES:
        path = WEB / "locale" / language / "LC_MESSAGES" / "django.po"
        text = brought_up_to_date(language, template)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT).as_posix())
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} {'is not up to date' if '--check' in sys.argv else 'brought up to date'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
