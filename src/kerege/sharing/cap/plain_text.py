"""Text that XML can carry."""

from __future__ import annotations

import re

# Everything outside the characters of XML 1.0.
_NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_text(text: str) -> str:
    r"""The text without characters that XML forbids, with lines that end in \n, and without blanks around it.

    Examples
    --------
    >>> plain_text(" one\r\ntwo\x00 ")
    'one\ntwo'
    """
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
