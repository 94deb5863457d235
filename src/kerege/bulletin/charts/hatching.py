"""Hatching for what nobody reported on."""

from __future__ import annotations


def hatch_lines(
    left: float, right: float, bottom: float, top: float, *, px_per_x: float, px_per_y: float, spacing_px: float = 7.0
) -> list[dict[str, float]]:
    """Diagonal lines that fill a rectangle, as rows with x, y, x2, y2 in the rectangle's own units.

    The lines rise at 45 degrees on the drawn chart, whatever its units are.

    Examples
    --------
    >>> hatch_lines(0, 2, 0, 1, px_per_x=10, px_per_y=10, spacing_px=10)
    [{'x': 0.0, 'y': 0.0, 'x2': 1.0, 'y2': 1.0}, {'x': 1.0, 'y': 0.0, 'x2': 2.0, 'y2': 1.0}]
    """
    width, height = (right - left) * px_per_x, (top - bottom) * px_per_y
    rows = []
    offset = -height - height % -spacing_px
    while offset < width:
        start, end = max(offset, 0.0), min(offset + height, width)
        if end - start > 1e-9:
            rows.append(
                {
                    "x": left + start / px_per_x,
                    "y": bottom + (start - offset) / px_per_y,
                    "x2": left + end / px_per_x,
                    "y2": bottom + (end - offset) / px_per_y,
                }
            )
        offset += spacing_px
    return rows
