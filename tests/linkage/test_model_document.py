from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.linkage.linkage_reports import made_reports, oracle_reports

from kerege.linkage.link import link_reports
from kerege.linkage.model_document import model_document, model_from_document
from kerege.linkage.new_report import candidates_for


def test_a_model_comes_back_as_it_was(shared: Callable[[str], Path]) -> None:
    columns, _ = oracle_reports(shared("oracles/effect/linkage"))
    model = link_reports(columns).model
    back = model_from_document(json.loads(json.dumps(model_document(model))))
    assert model_document(back) == model_document(model)
    rest = columns.rows(np.arange(1, len(columns)))
    for row in range(3):
        one = columns.rows(np.array([row]))
        others = rest if row == 0 else columns.rows(np.delete(np.arange(len(columns)), row))
        assert candidates_for(one, others, back) == candidates_for(one, others, model)


def test_a_model_without_counts_and_words_comes_back() -> None:
    model = link_reports(made_reports(x=[0, 1], days=[0, 0.1], channel=[0, 1])).model
    assert model_document(model_from_document(model_document(model))) == model_document(model)


@pytest.mark.parametrize(("changes", "said"), [({"version": 0}, "another version"), ({"channels": ["a"]}, "'prior'")])
def test_a_model_that_does_not_fit_is_refused(changes: dict[str, object], said: str) -> None:
    document = model_document(link_reports(made_reports(x=[0, 1], days=[0, 0.1], channel=[0, 1])).model)
    with pytest.raises(ValueError, match=said):
        model_from_document(document | changes)
