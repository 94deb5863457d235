"""False discoveries kept in check over tests that come one after another, without end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PROCEDURES = ("lord", "saffron", "addis")
# Published constants; the weights of all positive numbers add up to 0.976 (LORD++) and 1: never to more.
LORD_SCALE, SAFFRON_SCALE, SAFFRON_POWER = 0.07720838, 0.4374901658, 1.6
FORGOTTEN = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineSettings:
    """Control values of an online procedure.

    Parameters
    ----------
    procedure : str
        "lord" (LORD++): every test costs. "saffron": tests with a p-value up to `candidate` cost nothing. "addis": the
        same, and tests with a p-value above `kept` are left out: for cautious p-values, as those of counts are.
    rate : float
        Share of false discoveries that is accepted, in (0, 1).
    start : float
        Share of the rate that may be spent before the first discovery, in (0, 1).
    candidate : float
        lambda, in (0, 1); not used by "lord".
    kept : float
        tau, above lambda and at most 1; used by "addis".
    memory : float
        delta, in (0, 1]: weight of a discovery after one more test. 1 never forgets; below 1 the level does not sink
        to nothing in a long quiet time, and what is kept in check is the share among recent discoveries.
    lag : int
        Tests whose p-values may depend on each other; a discovery earns nothing until it is so old. >= 0.

    Raises
    ------
    ValueError
        For a value outside its range.
    """

    procedure: str = "lord"
    rate: float = 0.1
    start: float = 0.5
    candidate: float = 0.5
    kept: float = 1.0
    memory: float = 1.0
    lag: int = 0

    def __post_init__(self) -> None:
        if self.procedure not in PROCEDURES:
            raise ValueError(f"procedure is one of {', '.join(PROCEDURES)}, not {self.procedure!r}.")
        if not 0 < self.rate < 1 or not 0 < self.start < 1 or not 0 < self.memory <= 1 or self.lag < 0:
            raise ValueError("rate and start lie in (0, 1), memory in (0, 1], and lag is at least 0.")
        if not 0 < self.candidate < self.kept <= 1:
            raise ValueError("candidate lies above 0 and below kept, kept at most at 1.")


@dataclass(frozen=True, slots=True)
class OnlineState:
    """What must be remembered between two tests; plain numbers, so that it can be stored.

    Parameters
    ----------
    quiet : tuple of int
        Tests that have cost something since the beginning, and since each discovery, oldest first.
    elapsed : tuple of int
        All tests since then.
    found : int
        Discoveries so far, forgotten ones included.
    """

    quiet: tuple[int, ...] = (0,)
    elapsed: tuple[int, ...] = (0,)
    found: int = 0


@dataclass(frozen=True, slots=True)
class OnlineDecisions:
    """What an online procedure decided.

    Parameters
    ----------
    level : array, shape (m,)
        alpha_t of each test, set before its p-value was seen.
    discovery : bool array, shape (m,)
    state : OnlineState
        To go on from.
    """

    level: NDArray[np.float64]
    discovery: NDArray[np.bool_]
    state: OnlineState


def online_level(state: OnlineState, settings: OnlineSettings) -> float:
    """The level alpha_t of the next test.

    With a_0 and a_j the tests that have cost something since the beginning and since discovery j, the next included,
    and w_0 = start * rate,

        alpha_t = c [ w_0 gamma(a_0) + (rate - w_0) gamma(a_1) + rate sum over j >= 2 of gamma(a_j) ]

    c = 1 for LORD++, 1 - lambda for SAFFRON, tau - lambda for ADDIS (both at most lambda). gamma(a) falls like
    log a / (a exp(sqrt(log a))) for LORD++, like a^-1.6 for the others, and adds up to at most 1. With memory delta < 1

        alpha_t = c [ w_0 max(gamma(a_0), 1 - delta) + rate sum over j of delta^(e_j) gamma(a_j) ]

    e_j = tests since discovery j; a_j and e_j less the lag.

    Source: Ramdas, Yang, Wainwright, Jordan 2017 and 2018 (LORD++, SAFFRON); Tian and Ramdas 2019 (ADDIS); Rebjock et
    al. 2021 (memory).

    Examples
    --------
    LORD++, rate 0.1, half of it at the start; a discovery one test ago, the beginning two tests ago. gamma(1) =
    0.07721 log 2 = 0.05352; gamma(3) = 0.07721 log 3 / (3 exp(sqrt(log 3))) = 0.00991.

    >>> state = OnlineState(quiet=(2, 0), elapsed=(2, 0), found=1)
    >>> round(online_level(state, OnlineSettings(rate=0.1, start=0.5)), 6) # 0.05 * 0.00991 + 0.05 * 0.05352
    0.003171
    """
    start = settings.start * settings.rate
    own = [_gamma(state.quiet[0] + 1, settings)]
    if settings.memory < 1:
        own[0] = max(own[0], 1 - settings.memory)
    level = start * own[0]
    first_is_known = state.found == len(state.quiet) - 1
    for j, (quiet, elapsed) in enumerate(zip(state.quiet[1:], state.elapsed[1:], strict=True)):
        if elapsed < settings.lag:
            continue
        earned = settings.rate
        if settings.memory == 1 and j == 0 and first_is_known:
            earned -= start
        age = max(quiet - settings.lag, 0) + 1
        level += (
            earned
            * settings.memory ** (0 if settings.memory == 1 else elapsed + 1 - settings.lag)
            * _gamma(age, settings)
        )
    if settings.procedure == "lord":
        return level
    spread = 1.0 if settings.procedure == "saffron" else settings.kept
    return min(settings.candidate, (spread - settings.candidate) * level)


def online_discoveries(
    p_values: Sequence[float], settings: OnlineSettings, state: OnlineState | None = None
) -> OnlineDecisions:
    """Decide on tests in their order, each on the level that those before it leave.

    Parameters
    ----------
    p_values : sequence of float
        m of them, in 0..1; each valid given the ones before it.
    settings : OnlineSettings
    state : OnlineState or None
        Where the last tests ended; None: these are the first.

    Raises
    ------
    ValueError
        For a p-value outside 0..1.

    Examples
    --------
    >>> found = online_discoveries([0.5, 0.0001, 0.002, 0.9], OnlineSettings(rate=0.1))
    >>> found.discovery.tolist()
    [False, True, True, False]
    >>> found.state.quiet # since the beginning, and since either discovery
    (4, 2, 1)
    """
    values = np.asarray(p_values, dtype=float)
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("P-values lie between 0 and 1.")
    now = OnlineState() if state is None else state
    level = np.empty(len(values))
    for t, p_value in enumerate(values.tolist()):
        level[t] = online_level(now, settings)
        now = _after(now, p_value, bool(p_value <= level[t]), settings)
    return OnlineDecisions(level, values <= level, now)


def _after(state: OnlineState, p_value: float, is_discovery: bool, settings: OnlineSettings) -> OnlineState:
    costs = {
        "lord": True,
        "saffron": p_value > settings.candidate,
        "addis": settings.candidate < p_value <= settings.kept,
    }[settings.procedure]
    quiet = [age + costs for age in state.quiet]
    elapsed = [age + 1 for age in state.elapsed]
    if settings.memory < 1:
        kept = [0, *(j for j in range(1, len(elapsed)) if settings.memory ** elapsed[j] >= FORGOTTEN)]
        quiet, elapsed = [quiet[j] for j in kept], [elapsed[j] for j in kept]
    if is_discovery:
        quiet.append(0)
        elapsed.append(0)
    return OnlineState(tuple(quiet), tuple(elapsed), state.found + is_discovery)


def _gamma(age: int, settings: OnlineSettings) -> float:
    if settings.procedure != "lord":
        return float(SAFFRON_SCALE * age**-SAFFRON_POWER)
    log_age = float(np.log(max(age, 1)))
    return float(LORD_SCALE * np.log(max(age, 2)) / (age * np.exp(np.sqrt(log_age))))
