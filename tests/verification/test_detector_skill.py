from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kerege.verification.detector_skill import detector_skill, run_length


def flags(*rows: str) -> np.ndarray:
    return np.array([[letter == "x" for letter in row] for row in rows]).T


def test_a_hand_worked_table_with_every_cell_filled() -> None:
    outbreak = flags(".xxx..x.", "....xx..")
    alarm = flags("..xx.x..", "x...x...")
    found = detector_skill(alarm, outbreak)
    # Three outbreaks, two found, after 1 and 0 periods. Outbreak periods 6, of them 3 with alarm; quiet 10, 2 alarms.
    assert found.outbreaks == 3
    assert found.detected_share == pytest.approx(2 / 3)
    assert found.detected_error == pytest.approx(np.sqrt(2 / 27))
    assert found.delay == 0.5
    assert found.sensitivity == 0.5
    assert found.false_positive_rate == 0.2
    assert found.predictive_value == pytest.approx(3 / 5)
    assert found.negative_value == pytest.approx(8 / 11)
    # Alarms 1 and 1 in 4 and 6 quiet periods: residuals 0.2 and -0.2; sqrt(2 * 0.08) / 10.
    assert found.false_positive_error == pytest.approx(0.04)


def test_what_cannot_be_said_is_not_a_number() -> None:
    found = detector_skill(flags("...."), flags("...."))
    assert np.isnan([found.detected_share, found.delay, found.sensitivity, found.predictive_value]).all()
    assert found.negative_value == 1.0
    assert run_length(flags("....")) == np.inf


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        detector_skill(flags("..."), flags("...."))
    with pytest.raises(ValueError, match="quiet"):
        detector_skill(flags("..x"), flags("xxx"))


SHAPES = st.tuples(st.integers(2, 9), st.integers(2, 5))


@given(data=st.data(), shape=SHAPES)
def test_more_alarms_never_find_less(data: st.DataObject, shape: tuple[int, int]) -> None:
    outbreak = data.draw(arrays.arrays(bool, shape))
    alarm = data.draw(arrays.arrays(bool, shape))
    more = alarm | data.draw(arrays.arrays(bool, shape))
    if outbreak.all():
        return
    one, other = detector_skill(alarm, outbreak), detector_skill(more, outbreak)
    assert other.false_positive_rate >= one.false_positive_rate
    assert other.detected_share >= one.detected_share or np.isnan(one.detected_share)
    assert run_length(more) <= run_length(alarm)


def test_the_run_length_of_alarms_at_random_is_one_over_their_chance() -> None:
    alarm = np.random.default_rng(1).random((60, 4000)) < 0.02
    assert run_length(alarm) == pytest.approx(50, rel=0.06)
