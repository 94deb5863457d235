"""Signing in: passwords, second factor, lock-out."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kerege_web.accounts.access import Viewer, operator
from kerege_web.accounts.actions import add_agency, add_person, reset_person
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import Role
from kerege_web.audit.access import logged_actions

pytestmark = pytest.mark.django_db


def new_person(*, must_change: bool = False) -> str:
    add_agency(operator(), code="border-service", name="Border service")
    password = add_person(operator(), login="night.officer", agency="border-service", role=Role.OFFICER)
    Person.objects.update(must_change_password=must_change)
    return password


def sign_in(password: str, login: str = "night.officer", client: Client | None = None):
    return (client or Client()).post("/sign-in", {"login": login, "password": password})


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_right_password_opens_and_the_login_may_be_typed_in_capitals() -> None:
    password = new_person()
    assert sign_in(password, "Night.Officer").headers["Location"] == "/picture"


def test_a_wrong_password_and_an_unknown_login_are_answered_alike() -> None:
    new_person()
    wrong, unknown = sign_in("wrong"), sign_in("wrong", "nobody")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors != {}


def test_five_failures_lock_the_login_even_for_the_right_password_from_elsewhere() -> None:
    password = new_person()
    for _ in range(5):
        sign_in("wrong")
    answer = Client(REMOTE_ADDR="198.51.100.7").post("/sign-in", {"login": "night.officer", "password": password})
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.client.session


def test_another_login_is_not_locked_with_it() -> None:
    new_person()
    other = add_person(operator(), login="other", agency="border-service", role=Role.OFFICER)
    for _ in range(5):
        sign_in("wrong")
    assert sign_in(other, "other").status_code == 302


def test_a_one_time_password_opens_only_the_page_on_which_it_is_changed() -> None:
    client, password = Client(), new_person(must_change=True)
    sign_in(password, client=client)
    for address in ("/picture", "/incidents", "/account"):
        assert client.get(address).headers["Location"] == "/account/password", address
    assert client.get("/api/v1/incidents").status_code == 401
    fresh = "a-much-better-phrase"
    changed = client.post("/account/password", {"oldpassword": password, "password1": fresh, "password2": fresh})
    assert changed.status_code == 302
    assert client.get("/api/v1/incidents").status_code == 200
    actions = [entry.action for entry in logged_actions("person", "night.officer")]
    assert actions == ["add_person", "sign_in", "change_own_password"]


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012345", "night.officer1"])
def test_a_weak_password_is_refused(weak: str) -> None:
    client, password = Client(), new_person(must_change=True)
    sign_in(password, client=client)
    client.post("/account/password", {"oldpassword": password, "password1": weak, "password2": weak})
    assert Person.objects.get().must_change_password


def test_the_second_factor_is_asked_for_and_its_secret_is_not_readable_in_the_database() -> None:
    client, password = Client(), new_person()
    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(), secret)
    assert secret not in str(Authenticator.objects.get().data)
    first = sign_in(password, client=client)
    assert first.headers["Location"].startswith("/sign-in/second-factor")
    assert client.get("/api/v1/incidents").status_code == 401
    assert client.post("/sign-in/second-factor", {"code": "000000"}).status_code == 200
    assert client.get("/api/v1/incidents").status_code == 401
    cache.clear()
    assert client.post("/sign-in/second-factor", {"code": code_now(secret)}).status_code == 302
    assert client.get("/api/v1/incidents").status_code == 200


def test_a_recovery_code_opens_once() -> None:
    password = new_person()
    TOTP.activate(Person.objects.get(), generate_totp_secret())
    code = RecoveryCodes.activate(Person.objects.get()).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        sign_in(password, client=client)
        assert client.post("/sign-in/second-factor", {"code": code}).status_code == expected


def test_a_reset_ends_sessions_takes_the_second_factor_away_and_asks_for_a_new_password() -> None:
    client, password = Client(), new_person()
    sign_in(password, client=client)
    TOTP.activate(Person.objects.get(), generate_totp_secret())
    fresh = reset_person(operator(), login="night.officer")
    assert client.get("/api/v1/incidents").status_code == 401
    assert not Authenticator.objects.exists()
    assert Person.objects.get().must_change_password
    assert sign_in(password).status_code == 200
    assert sign_in(fresh).status_code == 302


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email"])
def test_nobody_can_sign_up_or_have_a_password_sent(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_out_needs_a_form_and_not_only_a_link(officer: Viewer) -> None:
    client = Client()
    client.force_login(Person.objects.get(login=officer.login))
    client.get("/sign-out")
    assert client.get("/api/v1/incidents").status_code == 200
    client.post("/sign-out")
    assert client.get("/api/v1/incidents").status_code == 401


def test_a_sign_in_cannot_be_made_to_lead_to_another_host() -> None:
    password = new_person()
    answer = Client().post("/sign-in?next=https://elsewhere.example/", {"login": "night.officer", "password": password})
    assert answer.headers["Location"] == "/picture"
