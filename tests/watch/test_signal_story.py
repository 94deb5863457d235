from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.regions.synthetic import synthetic_region
from tests.watch.made_up_incidents import START, incident, quiet_years

from kerege.domain.counted_period import CountedPeriod
from kerege.domain.detector_record import DetectorRecord
from kerege.domain.incident import Incident
from kerege.domain.period import Period
from kerege.domain.run import WatchRun
from kerege.files.watch_parameters import read_watch_parameters
from kerege.watch.coverage import groups_covered, sections_covered
from kerege.watch.document import run_from_document, run_to_document
from kerege.watch.episode import is_same_episode
from kerege.watch.run import run_watch

REGION = synthetic_region()
PARAMETERS = read_watch_parameters()
BURST = [incident(f"B{i}", 2190 + i, longitude=10.85, killed=1, severity=4) for i in range(5)]


def run(incidents: list[Incident], day: float) -> WatchRun:
    as_of = START + timedelta(days=day)
    return run_watch(incidents, REGION, PARAMETERS, as_of=as_of, rng=np.random.default_rng(1), code_version="test")


def test_the_last_period_of_the_history_shows_the_signals_own_numbers() -> None:
    signal = run([*quiet_years(), *BURST], 2200).signals[0]
    last = signal.history[-1]
    assert (last.observed, last.expected, last.upper) == (signal.observed, signal.expected, signal.upper)
    assert last.period == signal.period
    assert len(signal.history) == PARAMETERS.detection.history_windows
    assert all(a.period.end == b.period.start for a, b in zip(signal.history, signal.history[1:], strict=False))


def test_an_episode_begins_on_the_first_day_the_signal_was_given() -> None:
    everything = [*quiet_years(), *BURST]
    first = next(day for day in range(2188, 2205) if run(everything, day).signals)
    new = run(everything, first).signals[0]
    assert new.is_new
    assert new.since == START + timedelta(days=first)
    later = run(everything, first + 4)
    ongoing = next(own for own in later.signals if is_same_episode(own, new))
    assert not ongoing.is_new
    assert ongoing.since == START + timedelta(days=first)


def test_periods_in_which_nobody_counted_are_not_zero() -> None:
    early = [own for own in quiet_years() if own.occurred.end < START + timedelta(days=900)]
    silent_until = 2100
    burst = [incident(f"L{i}", silent_until + 3 * i, longitude=10.85) for i in range(6)]
    found = run([*early, *burst], silent_until + 20)
    assert found.signals
    for signal in found.signals:
        assert signal.history[0].observed is None


def test_signals_that_nothing_grave_follows_were_given_in_vain() -> None:
    quiet = [replace(own, severity=3) for own in quiet_years()]
    harmless = [incident(f"H{i}", 1500 + i, longitude=10.85, severity=2) for i in range(5)]
    grave = [incident(f"G{i}", 1500 + i, longitude=10.85, severity=4) for i in range(5)]

    def record(extra: list[Incident]) -> DetectorRecord:
        records = run([*quiet, *extra], 1500 + 28 * 10 + 10).detector_records
        return next(own for own in records if own.detector == "predictive_exceedance")

    vain, followed = record(harmless), record(grave)
    assert vain.signals == followed.signals >= 1
    assert vain.false_signals > followed.false_signals
    assert vain.low < vain.false_per_year < vain.high
    assert vain.false_per_year == pytest.approx(vain.false_signals / vain.years)


def test_a_record_too_short_to_look_back_at_gives_no_detector_record() -> None:
    assert run([incident("a", 10), incident("b", 12)], 30).detector_records == ()


def test_a_signal_carries_the_record_of_its_detector() -> None:
    found = run([*quiet_years(), *BURST], 2200)
    rates = {own.detector: own.false_per_year for own in found.detector_records}
    assert [own.false_per_year for own in found.signals] == [rates[own.detector] for own in found.signals]


def test_runs_stored_before_signals_had_a_story_can_still_be_read() -> None:
    found = run([*quiet_years(), *BURST], 2200)
    old = run_to_document(found)
    old["version"] = 1
    del old["detector_records"], old["follow_ons"]
    for signal in old["signals"]:
        for name in ("since", "history", "false_per_year"):
            del signal[name]
    back = run_from_document(old)
    bare = [replace(own, since=None, history=(), false_per_year=None) for own in found.signals]
    assert list(back.signals) == bare
    assert back.detector_records == back.follow_ons == ()


def test_a_stretch_covers_the_groups_of_its_sections() -> None:
    signal = run([*quiet_years(), *BURST], 2200).signals[0]
    sections = (REGION.groups[0].section_ids[0], REGION.groups[1].section_ids[0])
    stretch = replace(signal, unit_level="stretch", unit_id="a-b", pooled_from=sections)
    assert groups_covered(stretch, REGION) == {0, 1}
    assert sections_covered(stretch, REGION) == set(sections)
    whole = replace(signal, unit_level="region", unit_id=REGION.code, pooled_from=())
    assert sections_covered(whole, REGION) == {section.id for section in REGION.sections}
    other = replace(stretch, unit_id="b-c", pooled_from=sections[1:])
    assert is_same_episode(stretch, other)
    assert not is_same_episode(stretch, replace(other, pooled_from=("elsewhere",)))


def test_values_that_cannot_be_are_refused() -> None:
    period = Period(START, START + timedelta(days=7))
    with pytest.raises(ValueError, match="at least 0"):
        CountedPeriod(period=period, observed=-1)
    with pytest.raises(ValueError, match="above 0"):
        DetectorRecord(detector="x", years=0, signals=0, false_signals=0, false_per_year=0, low=0, high=0)
    with pytest.raises(ValueError, match="at most all"):
        DetectorRecord(detector="x", years=1, signals=1, false_signals=2, false_per_year=2, low=1, high=3)
