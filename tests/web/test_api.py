"""The interface: what it answers, that every answer is declared, and that people only read by it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from PIL import Image

from kerege_web.accounts.access import Viewer, operator
from kerege_web.incidents.actions import ImportOutcome
from kerege_web.reports.actions.devices import add_device
from kerege_web.warning.actions import run_watch

PROGRAM = {"Authorization": "Bearer key of a program"}


@pytest.fixture
def filled(analyst: Viewer, import_rows: Callable[..., ImportOutcome]) -> str:
    """Some incidents and a run; the id of the run is the answer."""
    import_rows(
        analyst,
        {"id": "A-1", "killed": 2},
        {"id": "A-2", "latitude": "", "longitude": "", "place": "nowhere to be found"},
        {"id": "A-3", "occurred": "2021-05", "longitude": 10.75},
    )
    return run_watch(analyst, as_of=datetime(2022, 1, 1, tzinfo=UTC)).summary.id


@pytest.fixture
def browser(officer: Viewer, sign_in: Callable[[Viewer], Client]) -> Client:
    return sign_in(officer)


def get(browser: Client, address: str) -> Any:
    answer = browser.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_incidents_come_by_page_with_null_for_what_is_not_known(browser: Client, filled: str) -> None:
    page = get(browser, "incidents?page_size=2&order=oldest")
    assert (page["total"], page["pages"], len(page["items"])) == (3, 2, 2)
    first = page["items"][0]
    assert (first["id"], first["killed"], first["injured"]) == ("A-1", {"low": 2, "best": 2, "high": 2}, None)
    assert first["location"]["section_id"] == "aa-bb.cedra--dolna"
    assert get(browser, "incidents/A-3")["precision"] == "month"


def test_the_map_gets_geojson(browser: Client, filled: str) -> None:
    collection = get(browser, "incidents.geojson?pair=AA-BB")
    assert collection["type"] == "FeatureCollection"
    points = {feature["id"]: feature["geometry"] for feature in collection["features"]}
    assert points == {
        "A-1": {"type": "Point", "coordinates": [10.25, 45.01]},
        "A-2": None,
        "A-3": {"type": "Point", "coordinates": [10.75, 45.01]},
    }


def test_sections_carry_their_levels_and_the_run_that_gave_them(browser: Client, filled: str) -> None:
    collection = get(browser, "sections.geojson")
    assert collection["run"] == filled
    assert len(collection["features"]) == 18
    assert {feature["properties"]["level"] for feature in collection["features"]} <= {
        "low",
        "medium",
        "high",
        "critical",
    }


def test_sections_have_no_level_before_the_first_run(browser: Client) -> None:
    collection = get(browser, "sections.geojson")
    assert (collection["run"], {feature["properties"]["level"] for feature in collection["features"]}) == (None, {None})


def test_runs_signals_and_bulletins_are_listed(browser: Client, filled: str) -> None:
    assert [run["id"] for run in get(browser, "runs")] == [filled]
    run = get(browser, f"runs/{filled}")
    assert (run["incidents"], run["found"]) == (3, get(browser, f"signals?run={filled}"))
    assert get(browser, "bulletins") == []


@pytest.mark.parametrize(
    ("query", "named"),
    [("page=0", "page"), ("min_severity=6", "min_severity"), ("first=never", "first"), ("order=worst", "order"),
     ("first=2021-02-01&last=2021-01-01", "last day")],
)  # fmt: skip
def test_a_parameter_out_of_range_is_named(browser: Client, query: str, named: str) -> None:
    answer = browser.get(f"/api/v1/incidents?{query}")
    assert answer.status_code == 422
    assert named in answer.json()["error"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["incidents", "incidents/A-1", "runs", "bulletins"])
def test_it_only_reads(browser: Client, method: str, address: str) -> None:
    assert getattr(browser, method)(f"/api/v1/{address}").status_code == 405


def test_every_answer_to_random_requests_is_declared_in_the_description(browser: Client, filled: str) -> None:
    schema = schemathesis.openapi.from_dict(get(browser, "openapi.json"))
    operations = [operation.ok() for operation in schema.get_all_operations()]
    assert len(operations) >= 12
    add_device(operator(), name="Program", agency="police", door="interface", key="key of a program")
    for operation in operations:
        ask_at_random(browser, operation)


def ask_at_random(browser: Client, operation: Any) -> None:
    declared = {int(code) for code in operation.definition.raw["responses"]}
    is_sending = operation.method.lower() == "post"

    @seed(7)
    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if is_sending:
            is_json = case.media_type == "application/json"
            sent = {"data": json.dumps(case.body)} if is_json else {"data": parts_of(case.body)}
            kind = {"content_type": "application/json"} if is_json else {}
            answer = browser.post(case.formatted_path, **sent, **kind, headers=PROGRAM)
        else:
            answer = browser.generic(case.method, case.formatted_path, QUERY_STRING=query_of(case))
        assert answer.status_code in declared, answer.content

    ask()


def parts_of(body: Any) -> dict[str, Any]:
    """The parts of a form: a picture in the place of random bytes half of the time."""
    parts = dict(body) if isinstance(body, dict) else {}
    for name, value in parts.items():
        if isinstance(value, bytes):
            content = picture() if len(value) % 2 else value
            parts[name] = SimpleUploadedFile("x.png", content)
        elif not isinstance(value, str):
            parts[name] = str(value)
    return parts


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (3, 2)).save(target, "PNG")
    return target.getvalue()


def query_of(case: Any) -> str:
    from urllib.parse import urlencode

    return urlencode({name: value for name, value in (case.query or {}).items() if value is not None}, doseq=True)
