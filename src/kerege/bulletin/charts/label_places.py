"""Where labels can stand on a map without covering each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label and the point it was given, in pixels: middle of the text, left or right of its anchor."""

    text: str
    x: float
    y: float
    align: str


class LabelRoom:
    """Remembers which rectangles are taken, and finds free ones.

    Examples
    --------
    >>> room = LabelRoom(200, 100)
    >>> room.take(90, 40, 110, 60)
    >>> label = room.place("Alba", 100, 50, font_px=10, gap_px=12)
    >>> label.align, label.x
    ('left', 112)
    >>> room.place("Alba", 100, 50, font_px=10, gap_px=12).align
    'right'
    """

    def __init__(self, width_px: float, height_px: float) -> None:
        self._size = (width_px, height_px)
        self._taken: list[tuple[float, float, float, float]] = []
        self._avoided: list[tuple[float, float]] = []

    def take(self, left: float, top: float, right: float, bottom: float) -> None:
        """Mark a rectangle as taken."""
        self._taken.append((left, top, right, bottom))

    def avoid(self, points: Iterable[tuple[float, float]]) -> None:
        """Points that labels shall leave free where they can: the course of the lines."""
        self._avoided.extend(points)

    def is_free(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether a rectangle lies in the frame and touches nothing taken."""
        if left < 2 or top < 2 or right > self._size[0] - 2 or bottom > self._size[1] - 2:
            return False
        return not any(left < r and right > a and top < b and bottom > t for a, t, r, b in self._taken)

    def place(self, text: str, x: float, y: float, *, font_px: float, gap_px: float) -> PlacedLabel | None:
        """Put a label right, left, above or below its point and take its room; None where there is none."""
        width, half = text_width_px(text, font_px), font_px * 0.62
        tries = (
            ("left", x + gap_px, y, x + gap_px, x + gap_px + width),
            ("right", x - gap_px, y, x - gap_px - width, x - gap_px),
            ("center", x, y - gap_px - half, x - width / 2, x + width / 2),
            ("center", x, y + gap_px + half, x - width / 2, x + width / 2),
        )
        free = [
            (align, anchor_x, anchor_y, left, right)
            for align, anchor_x, anchor_y, left, right in tries
            if self.is_free(left, anchor_y - half, right, anchor_y + half)
        ]
        if not free:
            return None
        align, anchor_x, anchor_y, left, right = min(
            free, key=lambda spot: self._crossed(spot[3], spot[2] - half, spot[4], spot[2] + half)
        )
        self.take(left - 2, anchor_y - half, right + 2, anchor_y + half)
        return PlacedLabel(text, anchor_x, anchor_y, align)

    def _crossed(self, left: float, top: float, right: float, bottom: float) -> int:
        return sum(left < x < right and top < y < bottom for x, y in self._avoided)


def text_width_px(text: str, font_px: float) -> float:
    """About how wide a text is in Noto Sans: 0.58 of the type size per letter, a little more for capitals."""
    return sum(0.66 if letter.isupper() else 0.57 for letter in text) * font_px
