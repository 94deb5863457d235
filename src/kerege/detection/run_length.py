"""k and h of a CUSUM of normal values for wanted run lengths: until a false alarm, and until a true one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Array = NDArray[np.float64]
NODES = 50
# Beyond it rounding decides.
LONGEST = 1e12


@dataclass(frozen=True, slots=True)
class CusumDesign:
    """A CUSUM with its average run lengths.

    Parameters
    ----------
    k, h : float
        Reference value and decision interval, in standard deviations.
    in_control, out_of_control : float
        Average periods until an alarm without a rise, and with one of 2 k.
    """

    k: float
    h: float
    in_control: float
    out_of_control: float


def average_run_length(k: float, h: float, shift: float = 0.0) -> float:
    """Average periods until S_t = max(0, S_(t-1) + x_t - k) reaches h, for x_t ~ N(shift, 1) and S_0 = 0.

    L(s) = 1 + L(0) Phi(k - s - shift) + integral_0^h L(x) phi(x + k - s - shift) dx, solved on 50 Gauss-Legendre nodes.

    Parameters
    ----------
    k, h : float
        h > 0.
    shift : float
        Mean of x_t.

    Raises
    ------
    ValueError
        If the run length is too long to be calculated.

    Source: Vance 1986, Journal of Quality Technology 18: 189-193; Brook and Evans 1972, Biometrika 59: 539-549.

    Examples
    --------
    >>> round(average_run_length(1.04, 2.0), 2)
    306.44
    """
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    nodes, weights = (nodes + 1) * h / 2, weights * h / 2
    points = np.concatenate([[0.0], nodes])
    # Unknown L at 0 and at the nodes.
    matrix = np.empty((NODES + 1, NODES + 1))
    matrix[:, 0] = stats.norm.cdf(k - points - shift)
    matrix[:, 1:] = weights * stats.norm.pdf(nodes + k - points[:, None] - shift)
    with np.errstate(all="ignore"):
        length = float(np.linalg.solve(np.eye(NODES + 1) - matrix, np.ones(NODES + 1))[0])
    if not 1 - 1e-9 <= length < LONGEST:
        raise ValueError(f"With k {k:g} and h {h:g} the chart as good as never alarms.")
    return length


def design_cusum(in_control: float, out_of_control: float) -> CusumDesign:
    """The k and h with the wanted average run lengths, without a rise and with one of 2 k.

    Raises
    ------
    ValueError
        If no chart has them: the first must be well above the second, and the second above 1.

    Examples
    --------
    >>> design = design_cusum(500, 7)
    >>> round(design.k, 4), round(design.h, 4)
    (0.5936, 3.8008)
    """
    if not in_control > out_of_control > 1:
        raise ValueError("A chart needs a run length without a rise above the one with it, and that above 1 period.")

    def h_of(k: float) -> float:
        high = 0.25
        # Far beyond the answer the run length is too large for the equations to be solved.
        while average_run_length(k, high) < in_control:
            high *= 1.5
        return float(optimize.brentq(lambda h: average_run_length(k, h) - in_control, 1e-6, high, xtol=1e-12))

    def excess(k: float) -> float:
        return average_run_length(k, h_of(k), 2 * k) - out_of_control

    low, high = 0.02, 3.0
    while high > low and average_run_length(high, 1e-6) > in_control:
        high *= 0.95
    if excess(low) * excess(high) > 0:
        raise ValueError(f"No chart has run lengths of {in_control:g} and {out_of_control:g} periods.")
    k = float(optimize.brentq(excess, low, high, xtol=1e-12))
    h = h_of(k)
    return CusumDesign(k, h, average_run_length(k, h), average_run_length(k, h, 2 * k))
