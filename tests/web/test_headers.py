"""What every answer carries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kerege_web.accounts.access import Viewer

pytestmark = pytest.mark.django_db


def policy_of(address: str, client: Client | None = None) -> dict[str, list[str]]:
    header = (client or Client()).get(address).headers["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in header.split(";")}


@pytest.mark.parametrize("address", ["/", "/sign-in", "/nothing-is-here", "/api/v1/incidents"])
def test_the_content_policy_allows_nothing_inline_no_eval_and_no_other_host(address: str) -> None:
    policy = policy_of(address)
    words = {word for values in policy.values() for word in values}
    assert words == {"'self'", "'none'", "data:"}
    assert policy["script-src"] == policy["style-src"] == policy["worker-src"] == policy["connect-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"]
    assert policy["img-src"] == ["'self'", "data:"]


def test_pages_of_signed_in_people_are_not_kept_by_browsers(
    officer: Viewer, sign_in: Callable[[Viewer], Client]
) -> None:
    answer = sign_in(officer).get("/incidents")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_a_form_without_its_token_is_refused(officer: Viewer) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/sign-in", {"login": officer.login, "password": "x"}).status_code == 403


def test_times_are_shown_as_the_regions_clocks_show_them(officer: Viewer, sign_in: Callable[[Viewer], Client]) -> None:
    from django.utils import timezone

    from kerege_web.local_time import LocalTimeMiddleware

    seen: list[str] = []
    LocalTimeMiddleware(lambda request: seen.append(timezone.get_current_timezone_name()))(None)  # type: ignore[arg-type,return-value,func-returns-value]
    assert seen == ["Asia/Bishkek"]
    assert timezone.get_current_timezone_name() == "UTC"
