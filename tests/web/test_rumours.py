"""Rumours: checked before anything is said, said in agreed words, and never with a name in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import TLP, Marking
from kerege.domain.rumour import AgreedWith, RumourFinding, RumourStage
from kerege_web.accounts.access import Viewer
from kerege_web.accounts.roles import Role
from kerege_web.audit.models import AuditEntry
from kerege_web.response.access.village import access_village_month
from kerege_web.rumours.access.rumours import access_rumour, access_rumours, access_statements
from kerege_web.rumours.actions.rumours import (
    agree_statement,
    drop_rumour,
    find_rumour,
    open_rumour,
    say_statement,
    take_check,
    take_up_again,
)
from kerege_web.rumours.models import Rumour, RumourStep

pytestmark = pytest.mark.django_db
Viewers = dict[tuple[str, Role], Viewer]
SignIn = Callable[[Viewer], Client]
SECTION = "aa-bb.alba--birka"
WORDS = {"en": "The water runs as agreed.", "ru": "Вода идёт, как договорились.", "ky": " "}


def told(actor: Viewer, **other: object) -> int:
    said = {"claim": "The water is shut, they say", "section_id": SECTION, "spread": ["market"], "heard_by": "many"}
    return open_rumour(actor, **{**said, **other})


def said_in_public(officer: Viewer, analyst: Viewer, **other: object) -> int:
    rumour = told(officer, **other)
    find_rumour(officer, rumour_id=rumour, finding=RumourFinding.FALSE, reason="Seen at the canal.")
    agree_statement(
        analyst, rumour_id=rumour, statement=WORDS, agreed_with=[AgreedWith.OTHER_SIDE], reason="By telephone."
    )
    say_statement(analyst, rumour_id=rumour, said_by=["posts"])
    return rumour


def test_the_whole_way_with_who_when_and_why(officer: Viewer, analyst: Viewer) -> None:
    rumour = said_in_public(officer, analyst)
    seen = access_rumour(officer, rumour, timezone.now())
    assert (seen.stage, seen.finding, seen.checker) == (RumourStage.SAID, RumourFinding.FALSE, officer.login)
    assert [(step.kind, step.actor, step.reason) for step in seen.steps] == [
        ("told", officer.login, ""), ("found", officer.login, "Seen at the canal."),
        ("worded", analyst.login, "By telephone."), ("said", analyst.login, ""),
    ]  # fmt: skip
    assert dict(seen.statement) == {"en": WORDS["en"], "ru": WORDS["ru"]}
    details = str(list(AuditEntry.objects.filter(action="move_rumour").values_list("details", flat=True)))
    assert "water" not in details and "canal" not in details


def test_everybody_reads_what_was_said_in_their_language_and_never_the_rumour(
    officer: Viewer, analyst: Viewer, client: Client
) -> None:
    said_in_public(officer, analyst)
    told(officer, claim="The bridge is gone")
    drill = told(officer, is_exercise=True)
    find_rumour(officer, rumour_id=drill, finding=RumourFinding.FALSE, reason="A drill.")
    agree_statement(
        analyst, rumour_id=drill, statement={"en": "A drill."}, agreed_with=[AgreedWith.OWN_AGENCY], reason="Drill."
    )
    say_statement(analyst, rumour_id=drill, said_by=[])
    page = client.get("/statements").content.decode()
    assert WORDS["en"] in page and "shut" not in page and "bridge" not in page and "drill" not in page
    client.cookies["django_language"] = "ru"
    assert WORDS["ru"] in client.get("/statements").content.decode()
    (one,) = access_statements("ky")
    assert (one.text, one.language) == (WORDS["en"], "en")
    assert access_statements("en", section_id="aa-bb.birka--cedra") == ()
    month = access_village_month(
        analyst, section_id=SECTION, month=timezone.localdate(), report_address="/report", now=timezone.now()
    )
    assert [dict(one.text)["ru"] for one in month.statements] == [WORDS["ru"]]


def test_what_is_taken_up_again_is_said_no_longer(officer: Viewer, analyst: Viewer) -> None:
    rumour = said_in_public(officer, analyst)
    take_up_again(officer, rumour_id=rumour, reason="It is told again.")
    assert access_statements("en") == ()
    seen = access_rumour(officer, rumour, timezone.now())
    assert (seen.stage, seen.finding, dict(seen.statement), seen.checker) == (RumourStage.CHECK, None, {}, "")
    drop_rumour(officer, rumour_id=rumour, reason="Nobody believes it.")
    assert [one.id for one in access_rumours(officer, timezone.now(), is_open=False)] == [rumour]


def test_what_waits_stands_by_its_time_and_is_overdue_after_it(officer: Viewer) -> None:
    late, soon = told(officer, hours=48), told(officer, hours=3)
    take_check(officer, rumour_id=soon)
    found = access_rumours(officer, timezone.now() + timedelta(hours=4), is_open=True)
    assert [(one.id, one.is_overdue, one.checker) for one in found] == [(soon, True, officer.login), (late, False, "")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"claim": " "}, {"claim": "x" * 501}, {"claim": "Call +996 555 123456, they say"},
        {"claim": "Асанов Бакыт shut the water"}, {"section_id": "nowhere"}, {"spread": ["dance"]},
        {"heard_by": "all"}, {"hours": 0.0}, {"hours": 337.0},
    ],
)  # fmt: skip
def test_what_can_be_no_rumour_is_refused(officer: Viewer, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        told(officer, **wrong)
    assert not Rumour.objects.exists()


def test_what_looks_like_a_name_can_be_looked_at_a_number_cannot(officer: Viewer) -> None:
    told(officer, claim="Асанов Бакыт shut the water", names_are_checked=True)
    with pytest.raises(InputError, match="personal data"):
        told(officer, claim="Call +996 555 123456", names_are_checked=True)


def test_a_statement_needs_words_a_partner_and_no_personal_data(officer: Viewer, analyst: Viewer) -> None:
    rumour = told(officer)
    with pytest.raises(InputError, match="not checked yet"):
        agree_statement(
            analyst, rumour_id=rumour, statement=WORDS, agreed_with=[AgreedWith.MEDIATORS], reason="We hope."
        )
    find_rumour(officer, rumour_id=rumour, finding=RumourFinding.UNKNOWN, reason="Nobody could go there.")
    for statement, partners in (
        ({}, [AgreedWith.MEDIATORS]), ({"en": " "}, [AgreedWith.MEDIATORS]), (WORDS, []),
        ({"de": "Wasser"}, [AgreedWith.MEDIATORS]), ({"en": "Ask at +996 555 123456"}, [AgreedWith.MEDIATORS]),
        ({"en": "x" * 301}, [AgreedWith.MEDIATORS]),
    ):  # fmt: skip
        with pytest.raises(InputError):
            agree_statement(analyst, rumour_id=rumour, statement=statement, agreed_with=partners, reason="So.")
    with pytest.raises(InputError, match="No words are agreed"):
        say_statement(analyst, rumour_id=rumour, said_by=[])
    with pytest.raises(InputError, match="Say why"):
        drop_rumour(officer, rumour_id=rumour, reason=" ")
    assert RumourStep.objects.count() == 2 and Rumour.objects.get().stage == "words"


def test_officers_check_those_who_answer_agree_and_other_agencies_see_nothing(viewers: Viewers) -> None:
    officer, police = viewers["border-service", Role.OFFICER], viewers["police", Role.ANALYST]
    rumour = told(officer)
    find_rumour(officer, rumour_id=rumour, finding=RumourFinding.FALSE, reason="Seen.")
    for attempt in (
        lambda: agree_statement(
            officer, rumour_id=rumour, statement=WORDS, agreed_with=[AgreedWith.MEDIATORS], reason="So."
        ),
        lambda: say_statement(officer, rumour_id=rumour, said_by=[]),
        lambda: find_rumour(police, rumour_id=rumour, finding=RumourFinding.TRUE, reason="No."),
        lambda: access_rumour(police, rumour, timezone.now()),
        lambda: drop_rumour(police, rumour_id=rumour, reason="No."),
        lambda: drop_rumour(officer, rumour_id=999_999, reason="No."),
    ):
        with pytest.raises(AccessDeniedError):
            attempt()
    green = told(officer, marking=Marking(TLP.GREEN))
    assert access_rumour(police, green, timezone.now()).may_work is False
    assert [one.id for one in access_rumours(police, timezone.now(), is_open=True)] == [green]


def test_by_forms_alone(viewers: Viewers, sign_in: SignIn) -> None:
    officer, analyst = viewers["border-service", Role.OFFICER], viewers["border-service", Role.ANALYST]
    client, keeper = sign_in(officer), sign_in(analyst)
    assert "No rumour waits" in client.get("/rumours").content.decode()
    new = {"claim": "The <b>water</b> is shut", "heard_by": "many", "hours": "24", "section_id": SECTION}
    assert client.post("/rumours/new", {**new, "claim": "Call +996 555 123456"}).status_code == 422
    assert client.post("/rumours/new", new).status_code == 302
    rumour = Rumour.objects.get().pk
    page = client.get(f"/rumours/{rumour}").content.decode()
    assert "The &lt;b&gt;water" in page and "<b>water" not in page
    assert client.post(f"/rumours/{rumour}/take").status_code == 302
    assert client.post(f"/rumours/{rumour}/say", {"said_by": ["market"]}).status_code == 404
    assert keeper.post(f"/rumours/{rumour}/say", {"said_by": ["market"]}).status_code == 422
    assert client.post(f"/rumours/{rumour}/find", {"finding": "false", "reason": "Seen."}).status_code == 302
    words = {"words_en": WORDS["en"], "agreed_with": ["other_side"], "reason": "By telephone."}
    assert client.post(f"/rumours/{rumour}/agree", words).status_code == 404
    assert keeper.post(f"/rumours/{rumour}/agree", {**words, "words_en": "Call +996 555 123456"}).status_code == 422
    assert keeper.post(f"/rumours/{rumour}/agree", words).status_code == 302
    assert keeper.post(f"/rumours/{rumour}/say", {"said_by": ["market"]}).status_code == 302
    assert "at the market" in client.get(f"/rumours/{rumour}").content.decode()
    assert client.post(f"/rumours/{rumour}/again", {"reason": "Again."}).status_code == 302
    assert client.post(f"/rumours/{rumour}/drop", {"reason": "Enough."}).status_code == 302
    assert client.post(f"/rumours/{rumour}/dance", {"reason": "x"}).status_code == 404
