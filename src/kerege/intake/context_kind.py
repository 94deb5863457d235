"""What a foreign warning is about, from its category and the word for its event."""

from __future__ import annotations

import re
from collections.abc import Collection

from kerege.domain.cap_terms import CapCategory
from kerege.domain.context_warning import ContextKind

# Beginnings of the words that the services of the region and the global ones use, in the languages they write.
_QUAKE = (
    r"earthquake|quake|seismic|tremor|землетряс|сейсм|подземн\w+ толч|жер титирөө|зилзила|заминҷунб|zilzila|yer qimirla"
)
_FLOOD = (
    r"flood|flash-flood|inundat|mudflow|debris flow|high water|паводок|паводк|наводнен|половод|подтопл|сель\b|селев|"
    r"сел\b|суу ташкын|ташкын|обхез|сел[ҳи]\b|тошқин|toshqin|sel\b"
)
_WORDS = (
    (ContextKind.QUAKE, re.compile(rf"\b(?:{_QUAKE})", re.IGNORECASE)),
    (ContextKind.FLOOD, re.compile(rf"\b(?:{_FLOOD})", re.IGNORECASE)),
)


def context_kind(categories: Collection[CapCategory], event: str) -> ContextKind:
    """The kind: a word for quakes or floods decides; else a category of weather; else other.

    Examples
    --------
    >>> context_kind([CapCategory.MET], "Flash flood warning").value
    'flood'
    >>> context_kind([CapCategory.GEO], "Землетрясение").value
    'quake'
    >>> context_kind([CapCategory.MET], "Strong wind").value, context_kind([], "").value
    ('weather', 'other')
    """
    for kind, words in _WORDS:
        if words.search(event):
            return kind
    return ContextKind.WEATHER if CapCategory.MET in categories else ContextKind.OTHER
