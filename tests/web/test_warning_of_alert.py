"""Whatever an alert holds, its warning is one that the schema takes, covers the place, and tells nothing more."""

from __future__ import annotations

import io
import math
import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.cap_messages import cap_schema

from kerege.domain.alert_stage import Likelihood, VerificationFinding
from kerege.domain.cap_terms import CapMessageType
from kerege.domain.marking import TLP
from kerege.domain.risk import RiskLevel
from kerege.sharing.cap.writer import write_message
from kerege_web.accounts.models import Agency
from kerege_web.alerts.models import Alert
from kerege_web.publication.compose import Issue, cap_message
from kerege_web.publication.warning_words import Advice
from kerege_web.region import current_catalogue, current_region

SCHEMA = cap_schema()
SECRET = "Said by Asan"


def _one_of(words: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *(str(word.value) for word in words)])


@st.composite
def alerts(draw: st.DrawFn) -> Alert:
    """Any alert that has a place; nothing of it is stored."""
    section = draw(st.sampled_from(["", *current_region().section]))
    return Alert(
        pk=draw(st.integers(1, 10**6)),
        agency=Agency(code="border-service", name="Border Service"),
        tlp=draw(st.sampled_from(list(TLP))).value,
        releasable_to=draw(st.sampled_from(["", "|police|"])),
        is_exercise=draw(st.booleans()),
        title=SECRET,
        place=SECRET,
        hazard=SECRET,
        kind=draw(st.sampled_from(["", "gone-from-the-list", *current_catalogue().kinds])),
        section_id=section,
        latitude=draw(st.floats(-89, 89)),
        longitude=draw(st.floats(-180, 180)),
        uncertainty_km=draw(st.none() | st.floats(0, 500)),
        severity=draw(st.integers(1, 5)),
        level=draw(_one_of(RiskLevel)),
        verification=draw(_one_of(VerificationFinding)),
        likelihood=draw(_one_of(Likelihood)),
    )


def _great_circle_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """By the haversine formula on a sphere: another way than the product's own."""
    (a, b), (c, d) = ((math.radians(latitude), math.radians(longitude)) for latitude, longitude in (first, second))
    root = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, root)))


@given(alerts(), st.booleans(), st.booleans(), st.floats(0.01, 168), st.sampled_from(list(Advice)))
def test_any_alert_gives_a_warning_that_the_schema_takes(
    row: Alert, is_public: bool, is_test: bool, hours: float, advice: Advice
) -> None:
    issue = Issue(message_type=CapMessageType.ALERT, is_public=is_public, is_test=is_test, hours=hours, advice=advice)
    message = cap_message(row, issue, identifier="a-1", sent=datetime(2026, 3, 1, 5, tzinfo=UTC), references=())
    document = write_message(message)
    SCHEMA.validate(io.BytesIO(document))
    assert message.status == ("Exercise" if row.is_exercise else "Test" if is_test else "Actual")
    assert message.warning is not None and len(message.warning.texts) == len(settings.LANGUAGES) == 5
    text = document.decode()
    assert SECRET not in text and not re.search(r"\dZ<", text) and f"<value>{row.tlp}</value>" in text
    (area,) = message.warning.areas
    assert len(area.polygons) + len(area.circles) == 1
    for circle in area.circles:
        assert round(circle.latitude, 2) == circle.latitude and round(circle.longitude, 2) == circle.longitude
        aside = _great_circle_km((circle.latitude, circle.longitude), (row.latitude or 0.0, row.longitude or 0.0))
        # A sphere is wrong by up to half a per cent of what is less than a kilometre.
        assert circle.radius_km >= aside * 0.994 + max(2.0, row.uncertainty_km or 0.0)
        assert circle.radius_km <= aside * 1.006 + max(2.0, row.uncertainty_km or 0.0) + 1.0
