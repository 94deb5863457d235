"""The periods behind a signal, counted beside expected, as a small drawing that needs no script and prints."""

from __future__ import annotations

from dataclasses import dataclass

from kerege.domain.counted_period import CountedPeriod
from kerege.domain.signal import Signal

WIDTH, HEIGHT = 320.0, 96.0
GAP = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotBar:
    """One period, in the drawing's own units.

    Parameters
    ----------
    x, width : float
    height : float
        Of the count; 0 for none.
    usual : float
        Height up to which a count would be usual; 0 where no bound is known.
    expected : float
        Height of what was to be expected.
    is_known : bool
        False where nothing was reported, which is not zero.
    is_judged : bool
        Whether it is the period that the signal is about.
    """

    x: float
    width: float
    height: float
    usual: float
    expected: float
    is_known: bool
    is_judged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalPlot:
    """The drawing of a signal, the newest period at the right.

    Parameters
    ----------
    bars : tuple of PlotBar
    top : int
        The count that the full height stands for.
    """

    bars: tuple[PlotBar, ...]
    top: int
    width: float = WIDTH
    height: float = HEIGHT


def signal_plot(signal: Signal) -> SignalPlot:
    """The drawing of a signal; its zero is always shown.

    A signal without a history (of an older run) shows the period judged alone.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from kerege.domain.period import Period
    >>> may = Period(datetime(2021, 5, 1, tzinfo=UTC), datetime(2021, 5, 29, tzinfo=UTC))
    >>> from types import SimpleNamespace
    >>> plot = signal_plot(SimpleNamespace(observed=8, expected=2.0, upper=5.0, period=may, history=()))
    >>> plot.top, plot.bars[0].height, plot.bars[0].usual, plot.bars[0].expected
    (8, 96.0, 60.0, 24.0)
    """
    periods = signal.history or (
        CountedPeriod(period=signal.period, observed=signal.observed, expected=signal.expected, upper=signal.upper),
    )
    values = [value for own in periods for value in (own.observed, own.expected, own.upper) if value is not None]
    top = max(1, signal.observed, -int(-max(values) // 1))
    step = WIDTH / len(periods)
    return SignalPlot(
        bars=tuple(
            PlotBar(
                x=round(i * step + step * GAP / 2, 1),
                width=round(step * (1 - GAP), 1),
                height=round((own.observed or 0) / top * HEIGHT, 1),
                usual=round((own.upper or 0.0) / top * HEIGHT, 1),
                expected=round((own.expected or 0.0) / top * HEIGHT, 1),
                is_known=own.observed is not None,
                is_judged=i == len(periods) - 1,
            )
            for i, own in enumerate(periods)
        ),
        top=top,
    )
