"""What was counted beside what was to be expected, as a small drawing that needs no script."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.signal import Signal

WIDTH = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalPlot:
    """Lengths in the drawing's own units, from its zero at the left.

    Parameters
    ----------
    observed, expected, upper : float
        Of the bar, of the mark for what was expected, of the bound.
    """

    observed: float
    expected: float
    upper: float
    width: int = WIDTH


def signal_plot(signal: Signal) -> SignalPlot:
    """The drawing of a signal; its zero is always shown.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> signal_plot(SimpleNamespace(observed=8, expected=2.0, upper=5.0))
    SignalPlot(observed=288.0, expected=72.0, upper=180.0, width=320)
    """
    scale = WIDTH * 0.9 / max(signal.observed, signal.upper, signal.expected, 1.0)
    return SignalPlot(
        observed=round(signal.observed * scale, 1),
        expected=round(signal.expected * scale, 1),
        upper=round(signal.upper * scale, 1),
    )
