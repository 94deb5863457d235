"""A synthetic history of the made-up region, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from tests.regions.synthetic import synthetic_region

from kerege.files.catalogue import read_catalogue
from kerege.simulation.synthetic_border import SyntheticBorder, synthetic_border

ENDS = datetime(2026, 1, 1, 12, tzinfo=UTC)


def made_history(seed: int = 1, **changes: Any) -> SyntheticBorder:
    settings = {"years": 6.0, "ends": ENDS, "escalations": 3, "incidents_per_year": 20.0} | changes
    return synthetic_border(synthetic_region(), read_catalogue(), rng=np.random.default_rng(seed), **settings)
