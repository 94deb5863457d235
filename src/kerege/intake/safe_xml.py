"""XML from strangers, read within limits: no document type, so no entities, and nothing is ever fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from kerege.domain.errors import InputError

LARGEST = 2_000_000
MOST_ELEMENTS = 20_000
DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Element:
    """One element, with what stands in it between its children.

    Parameters
    ----------
    path : tuple of str
        Local names from the root down to it.
    attributes : mapping of local name to value
    text : str
        Its own text, without that of its children.
    is_leaf : bool
        Whether it holds no other element.
    """

    path: tuple[str, ...]
    attributes: Mapping[str, str]
    text: str
    is_leaf: bool

    @property
    def name(self) -> str:
        """Its local name: the namespace is left out, because programs differ in it."""
        return self.path[-1]


def read_elements(content: bytes, *, largest: int = LARGEST, most_elements: int = MOST_ELEMENTS) -> list[Element]:
    """All elements of a document, in the order in which they begin.

    Parameters
    ----------
    content : bytes
        In an encoding that it declares, or UTF-8.
    largest, most_elements : int
        Bytes and elements that are read at most.

    Raises
    ------
    InputError
        If it is no whole XML document, has a document type, is larger or has more elements than is read, or
        is nested more than 32 deep.

    Examples
    --------
    >>> for element in read_elements(b'<data id="a"><m:x xmlns:m="urn:m"> 1 </m:x></data>'):
    ...     print(element.path, dict(element.attributes), repr(element.text))
    ('data',) {'id': 'a'} ''
    ('data', 'x') {} ' 1 '
    """
    if len(content) > largest:
        raise InputError(f"The document is larger than {largest // 1_000_000} MB")
    reader = _Reader(most_elements)
    try:
        reader.parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise InputError("This is no whole XML document", mend="Send it again") from error
    return [
        Element(path, attributes, "".join(pieces), is_leaf)
        for path, attributes, pieces, is_leaf in (row.parts() for row in reader.rows)
    ]


class _Row:
    """An element while it is read."""

    __slots__ = ("attributes", "is_leaf", "path", "pieces")

    def __init__(self, path: tuple[str, ...], attributes: dict[str, str]) -> None:
        self.path, self.attributes = path, attributes
        self.pieces: list[str] = []
        self.is_leaf = True

    def parts(self) -> tuple[tuple[str, ...], dict[str, str], list[str], bool]:
        return self.path, self.attributes, self.pieces, self.is_leaf


class _Reader:
    """Collects what the parser tells."""

    def __init__(self, most_elements: int) -> None:
        self.most_elements = most_elements
        self.rows: list[_Row] = []
        self.open: list[_Row] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _doctype(self, *_: object) -> None:
        raise InputError("A document type is not allowed here", mend="Send the form without <!DOCTYPE>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.rows) >= self.most_elements or len(self.open) >= DEEPEST:
            raise InputError(f"More than {self.most_elements:,} elements, or nested more than {DEEPEST} deep")
        above: tuple[str, ...] = ()
        if self.open:
            self.open[-1].is_leaf = False
            above = self.open[-1].path
        row = _Row((*above, _local(name)), {_local(key): value for key, value in attributes.items()})
        self.rows.append(row)
        self.open.append(row)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        self.open[-1].pieces.append(text)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
