"""Where a warning of ours holds; its names stand with the words of each language."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.cap_shape import CapCircle, CapPolygon
from kerege.sharing.cap.named_value import NamedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnedArea:
    """An area: all its shapes and codes together.

    Parameters
    ----------
    polygons : tuple of CapPolygon
    circles : tuple of CapCircle
    geocodes : tuple of NamedValue
        Codes of the area, such as the identifier of a section.
    """

    polygons: tuple[CapPolygon, ...] = ()
    circles: tuple[CapCircle, ...] = ()
    geocodes: tuple[NamedValue, ...] = ()
