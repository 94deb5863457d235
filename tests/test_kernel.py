from __future__ import annotations

import numpy as np

from kerege.kernel import kernel


def test_a_kernel_runs_as_machine_code_and_gives_the_same_answer() -> None:
    @kernel()
    def halves(values: np.ndarray) -> float:
        answer = 0.0
        for value in values:
            answer += value / 2
        return answer

    values = np.arange(5.0)
    assert halves(values) == halves.py_func(values) == 5.0  # type: ignore[attr-defined]
    assert halves.signatures  # type: ignore[attr-defined]


def test_a_kernel_divides_as_numpy_does() -> None:
    @kernel()
    def inverse(value: float) -> float:
        return 1.0 / value

    assert inverse(0.0) == np.inf
