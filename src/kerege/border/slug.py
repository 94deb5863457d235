"""Names as parts of identifiers."""

from __future__ import annotations

import re
import unicodedata

from kerege.border.spelling import LATIN_OF_CYRILLIC

_LATIN = str.maketrans(LATIN_OF_CYRILLIC)


def slug(name: str) -> str:
    """A name in small Latin letters, digits and single hyphens, for identifiers. Cyrillic letters become Latin.

    Examples
    --------
    >>> slug("Ak-Sai"), slug("Oʻzgan / Özgön"), slug("Torugart +20 km"), slug("Torugart −20 km")
    ('ak-sai', 'ozgan-ozgon', 'torugart-plus-20-km', 'torugart-minus-20-km')
    >>> slug("Чоң-Кара")
    'chon-kara'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['`´ʻʼʹ‘’]", "", plain).replace("+", "-plus-").replace("−", "-minus-")
    return re.sub(r"[^a-z0-9]+", "-", plain.translate(_LATIN)).strip("-")
