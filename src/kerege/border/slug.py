"""Names as parts of identifiers."""

from __future__ import annotations

import re
import unicodedata


def slug(name: str) -> str:
    """A name in small Latin letters, digits and single hyphens, for identifiers.

    Examples
    --------
    >>> slug("Ak-Sai"), slug("Oʻzgan / Özgön"), slug("Torugart +20 km"), slug("Torugart −20 km")
    ('ak-sai', 'ozgan-ozgon', 'torugart-plus-20-km', 'torugart-minus-20-km')
    """
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['`´ʻʼʹ‘’]", "", plain).replace("+", "-plus-").replace("−", "-minus-")
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
