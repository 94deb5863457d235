"""The elements of a document from strangers as a tree, for formats in which an element holds several of one name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kerege.intake.safe_xml import Element


@dataclass(slots=True)
class XmlNode:
    """An element with those that stand in it.

    Parameters
    ----------
    name : str
        Its local name.
    attributes : mapping of local name to value
    text : str
        Its own text, without blanks around it.
    children : list of XmlNode
        In the order of the document.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    children: list[XmlNode] = field(default_factory=list)

    def all(self, name: str) -> list[XmlNode]:
        """The children of a name."""
        return [child for child in self.children if child.name == name]

    def text_of(self, name: str) -> str:
        """The text of the first child of a name that says something; "" where there is none."""
        return next((child.text for child in self.children if child.name == name and child.text), "")

    def find(self, name: str) -> Iterator[XmlNode]:
        """Itself and all below it that have a name, in the order of the document; none inside another of the name."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.name == name:
                yield node
            else:
                waiting.extend(reversed(node.children))


def xml_tree(elements: Sequence[Element]) -> XmlNode:
    """The root of a document.

    Parameters
    ----------
    elements : sequence of Element
        As `kerege.intake.safe_xml.read_elements` gives them: at least one.

    Examples
    --------
    >>> from kerege.intake.safe_xml import read_elements
    >>> root = xml_tree(read_elements(b"<a><b><c>1</c></b><b><c> 2 </c></b></a>"))
    >>> [b.text_of("c") for b in root.all("b")]
    ['1', '2']
    """
    open_nodes: list[XmlNode] = []
    for element in elements:
        node = XmlNode(element.name, element.attributes, element.text.strip())
        del open_nodes[len(element.path) - 1 :]
        if open_nodes:
            open_nodes[-1].children.append(node)
        open_nodes.append(node)
    return open_nodes[0]
