from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerege.files.watch_parameters import read_watch_parameters
from kerege.forecasting.self_exciting.background_rate import background_at, background_at_incidents, background_total
from kerege.forecasting.self_exciting.border_history import BorderHistory, SectionReach, ground_reach
from kerege.forecasting.self_exciting.escalation import fit_escalation, reach_kernel
from kerege.forecasting.self_exciting.follow_on import follow_on_probability

PARAMETERS = read_watch_parameters().escalation


def line(sections: int = 12, km: float = 10.0) -> SectionReach:
    """A border of sections in a row."""
    along = np.arange(sections) * km
    reach = ground_reach(along, np.zeros(sections), group=np.arange(sections) // 4, reach_km=60.0)
    return replace(reach, length_km=np.full(sections, km))


def history(time: np.ndarray, section: np.ndarray, sections: int = 12, end: float = 3000.0) -> BorderHistory:
    shares = np.zeros((len(time), sections))
    shares[np.arange(len(time)), section] = 1.0
    return BorderHistory(time, shares, np.ones(len(time)), np.array([[0.0, end]]))


def simulated(
    rng: np.random.Generator, *, ratio: float, days: float, km: float, rate: float, end: float
) -> BorderHistory:
    """Background at a steady rate, and follow-ons of follow-ons."""
    kernel = reach_kernel(line(), km).toarray()
    waiting = [(float(t), int(rng.integers(12))) for t in rng.uniform(0, end, rng.poisson(rate * end))]
    events = []
    while waiting:
        time, section = waiting.pop()
        if time >= end:
            continue
        events.append((time, section))
        waiting += [
            (time + rng.exponential(days), int(rng.choice(12, p=kernel[section]))) for _ in range(rng.poisson(ratio))
        ]
    events.sort()
    time, section = (np.array(own) for own in zip(*events, strict=True))
    return history(time, section.astype(int), end=end)


def test_the_likelihood_by_hand() -> None:
    """Two incidents in one section of two, every term of the model above zero."""
    sections = SectionReach(
        np.array([10.0, 10.0]), np.zeros(2, dtype=np.int64), np.array([0, 2, 4]), np.array([0, 1, 0, 1]),
        np.array([0.0, 10.0, 10.0, 0.0]),
    )  # fmt: skip
    told = history(np.array([100.0, 110.0]), np.array([0, 0]), sections=2, end=400.0)
    x = np.array([0.1, np.log(0.3 / 0.7), np.log(20.0), np.log(10.0)])
    from kerege.forecasting.self_exciting.escalation import _log_posterior, _terms

    terms = _terms(told, sections, PARAMETERS)
    ratio, days = 0.3, 20.0
    level = 0.7 * np.exp(0.1)
    k = 1 / (1 + np.exp(-1.0))  # of the kernel within the section itself
    first, second = level * background_at_incidents(told, sections, PARAMETERS)
    second += ratio * np.exp(-10 / days) / days * k / 10.0  # per km of a section of 10 km
    expected = level * background_total(told, sections, PARAMETERS, 100.0, 400.0)
    expected += ratio * (1 - np.exp(-300 / days)) + ratio * (1 - np.exp(-290 / days))
    mean, spread = np.array(PARAMETERS.prior_mean), np.array(PARAMETERS.prior_spread)
    prior = -0.5 * (((x - mean) / spread) ** 2).sum()
    wanted = np.log(first) + np.log(second) - expected + prior
    assert _log_posterior(x, terms, mean, spread) == pytest.approx(wanted, rel=1e-9)


def test_the_background_by_hand() -> None:
    sections = line(4)
    told = history(np.array([0.0]), np.array([1]), sections=4, end=2000.0)
    found = background_at(told, sections, PARAMETERS, PARAMETERS.half_life_days)
    # One incident a half-life ago counts 0.5: half of it for its section, 0.4 / 4 each for its group of four,
    # 0.1 / 4 each for the border; a prior of two incidents is shared by length.
    own = 0.5 * (0.5 + 0.1 + 0.025) + 2 / 4
    other = 0.5 * (0.1 + 0.025) + 2 / 4
    days = PARAMETERS.half_life_days / np.log(2) * 0.5
    long_term = 2 / (PARAMETERS.half_life_days + 365.25)
    exposure = days + 2 / long_term
    assert found.rate == pytest.approx(np.array([other, own, other, other]) / exposure)


def test_what_simulated_histories_were_made_with_is_found_again() -> None:
    rng = np.random.default_rng(3)
    fits = [
        fit_escalation(simulated(rng, ratio=0.5, days=5.0, km=8.0, rate=0.06, end=4000.0), line(), PARAMETERS)
        for _ in range(4)
    ]
    assert np.mean([own.ratio for own in fits]) == pytest.approx(0.5, abs=0.1)
    assert np.mean([own.days for own in fits]) == pytest.approx(5.0, rel=0.35)
    assert np.mean([own.km for own in fits]) == pytest.approx(8.0, rel=0.4)
    plain = fit_escalation(simulated(rng, ratio=0.0, days=5.0, km=8.0, rate=0.06, end=4000.0), line(), PARAMETERS)
    assert plain.ratio < 0.25


def test_stated_chances_come_true_as_often_as_they_say() -> None:
    """Reliability on simulated histories: of all sections given a chance in a bin, that share sees an incident."""
    rng = np.random.default_rng(4)
    sections, stated, seen = line(), [], []
    for _ in range(20):
        told = simulated(rng, ratio=0.4, days=8.0, km=10.0, rate=0.05, end=2500.0)
        model = fit_escalation(told.until(1500.0), sections, PARAMETERS)
        for moment in np.arange(1500.0, 2450.0, 31.0):
            found = follow_on_probability(
                model, told, sections, PARAMETERS, as_of_days=moment, horizons_days=[7], rng=rng, draws=40
            )
            inside = (told.time_days >= moment) & (told.time_days < moment + 7)
            stated.append(found.probability[:, 0])
            seen.append(told.shares[inside].sum(axis=0) > 0)
    chance, happened = np.concatenate(stated), np.concatenate(seen)
    # About 7,000 section weeks: a standard error of a few thousandths over all, of some hundredths in the last bin.
    assert happened.mean() == pytest.approx(chance.mean(), rel=0.2)
    for low, high in ((0.0, 0.05), (0.05, 0.1), (0.1, 1.0)):
        chosen = (chance >= low) & (chance < high)
        assert chosen.sum() > 50
        assert happened[chosen].mean() == pytest.approx(chance[chosen].mean(), abs=0.05)


def test_without_any_record_the_answer_is_the_prior() -> None:
    empty = history(np.zeros(0), np.zeros(0, dtype=int))
    model = fit_escalation(empty, line(), PARAMETERS)
    assert model.incidents == 0
    assert model.mode == pytest.approx(np.array(PARAMETERS.prior_mean), abs=1e-3)
    assert np.sqrt(np.diag(model.covariance)) == pytest.approx(np.array(PARAMETERS.prior_spread), rel=1e-3)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 900), st.integers(0, 11)), min_size=1, max_size=25), st.integers(0, 11))
def test_an_incident_more_never_makes_the_next_less_likely(rows: list[tuple[float, int]], where: int) -> None:
    rows = sorted(rows)
    told = history(np.array([t for t, _ in rows]), np.array([s for _, s in rows]), end=1000.0)
    more = history(np.array([*(t for t, _ in rows), 995.0]), np.array([*(s for _, s in rows), where]), end=1000.0)
    model = fit_escalation(told, line(), PARAMETERS)
    before, after = (
        follow_on_probability(
            model,
            own,
            line(),
            PARAMETERS,
            as_of_days=1000.0,
            horizons_days=[1, 7, 28],
            rng=np.random.default_rng(1),
            draws=20,
        )
        for own in (told, more)
    )
    assert (after.probability[where] > before.probability[where]).all()
    for own in (before, after):
        assert ((own.low <= own.probability) & (own.probability <= own.high)).all()
        assert (np.diff(own.probability, axis=1) >= 0).all()


def test_what_an_incident_sets_off_fades_with_time_and_distance() -> None:
    told = history(np.array([10.0]), np.array([3]))
    model = fit_escalation(told, line(), PARAMETERS)
    at = [
        follow_on_probability(
            model, told, line(), PARAMETERS, as_of_days=day, horizons_days=[7], rng=np.random.default_rng(1)
        )
        for day in (11.0, 60.0)
    ]
    assert at[0].probability[3, 0] > at[0].probability[5, 0] > at[0].without[5, 0]
    assert at[0].probability[3, 0] - at[0].without[3, 0] > 5 * (at[1].probability[3, 0] - at[1].without[3, 0])


def test_values_that_cannot_be_are_refused() -> None:
    told = history(np.array([10.0]), np.array([3]))
    model = fit_escalation(told, line(), PARAMETERS)
    with pytest.raises(ValueError, match="longer than 0"):
        follow_on_probability(
            model, told, line(), PARAMETERS, as_of_days=20.0, horizons_days=[0], rng=np.random.default_rng(1)
        )
    with pytest.raises(ValueError, match="order of time"):
        history(np.array([10.0, 5.0]), np.array([3, 3]))
    with pytest.raises(ValueError, match="ratio_median"):
        replace(PARAMETERS, ratio_median=1.0)
