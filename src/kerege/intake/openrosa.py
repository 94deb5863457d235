"""What an OpenRosa client (ODK Collect, Enketo, KoboCollect) sends: one filled form as XML."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kerege.domain.errors import InputError
from kerege.domain.submission import LONGEST_CLIENT_ID
from kerege.intake.safe_xml import Element, read_elements


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """One filled form.

    Parameters
    ----------
    form_id, version : str
        Of the form that was filled in; "" where not said.
    instance_id : str
        What tells this filling from every other: the same again is the same report.
    answers : tuple of (name, text)
        In the order of the form; empty answers are left out. Groups are dissolved: a name is the innermost one.
    """

    form_id: str
    version: str
    instance_id: str
    answers: tuple[tuple[str, str], ...]


def read_filled_form(content: bytes) -> FilledForm:
    """Read a filled form.

    The identifier is looked for by the local name `instanceID` under `meta`: some programs write it in the namespace of
    OpenRosa and some in none. A form without one is known by its own content.

    Parameters
    ----------
    content : bytes
        The part `xml_submission_file`.

    Raises
    ------
    InputError
        See `kerege.intake.safe_xml.read_elements`.

    Examples
    --------
    >>> form = read_filled_form(
    ...     b'<data id="f" version="2"><place>North bridge</place><killed/>'
    ...     b'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>'
    ... )
    >>> form.instance_id, form.answers
    ('uuid:1', (('place', 'North bridge'),))
    """
    elements = read_elements(content)
    root = elements[0]
    body = [element for element in elements[1:] if "meta" not in element.path[1:]]
    return FilledForm(
        form_id=root.attributes.get("id", "").strip(),
        version=root.attributes.get("version", "").strip(),
        instance_id=instance_identifier(_instance_id(elements), content),
        answers=tuple(
            (element.name, element.text.strip()) for element in body if element.is_leaf and element.text.strip()
        ),
    )


def instance_identifier(text: str, content: bytes) -> str:
    """An identifier that fits: a missing one follows from the content, one that is too long from itself.

    A bare UUID, as some exports carry it, is the same as one with "uuid:" before it.

    Examples
    --------
    >>> instance_identifier("85cb9aff-005e-4edd-9739-dc9c1a829c44", b"")
    'uuid:85cb9aff-005e-4edd-9739-dc9c1a829c44'
    >>> instance_identifier("", b"the same content")[:14]
    'content:471dfb'
    """
    found = text.strip()
    if not found:
        return f"content:{hashlib.sha256(content).hexdigest()}"
    if len(found) == 36 and found.count("-") == 4:
        found = f"uuid:{found}"
    return found if len(found) <= LONGEST_CLIENT_ID else f"long:{hashlib.sha256(found.encode()).hexdigest()}"


def _instance_id(elements: list[Element]) -> str:
    named = [element for element in elements if element.name == "instanceID"]
    within = [element for element in named if element.path[-2:-1] == ("meta",)]
    for element in (*within, *named):
        if element.text.strip():
            return element.text
    # Older clients write it as an attribute of the root.
    return elements[0].attributes.get("instanceID", "")


def read_xform_head(content: bytes) -> tuple[str, str, str]:
    """Identifier, version and title of a form; "" for what it lacks.

    Raises
    ------
    InputError
        See `kerege.intake.safe_xml.read_elements`.
    """
    # A form is the site's own and may hold every village in five languages.
    elements = read_elements(content, largest=50_000_000, most_elements=1_000_000)
    titles = [element.text.strip() for element in elements if element.path[-2:] == ("head", "title")]
    roots = [element for element in elements if element.path[-3:-1] == ("model", "instance")]
    if not roots:
        raise InputError("The form has no instance", mend="Make it anew from its XLSForm")
    attributes = roots[0].attributes
    return attributes.get("id", "").strip(), attributes.get("version", "").strip(), (titles or [""])[0]
