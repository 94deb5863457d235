"""From a resident's report to word back to that resident, by two agencies and nothing but the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from tests.browser.conftest import Station, Watched


def _choose(watched: Watched, name: str, button: str = "Keep this step") -> None:
    watched.page.get_by_role("button", name=button, exact=True).first.click()
    watched.page.wait_for_load_state("networkidle")
    assert watched.page.locator(".notice--bad").count() == 0, (name, watched.page.locator("main").inner_text()[:500])


def test_report_alert_response_feedback_with_two_agencies(
    analyst: Callable[..., Watched], new_page: Callable[..., Watched], station: Station
) -> None:
    # A resident reports, on a phone, without an account.
    word = uuid4().hex
    resident = new_page(width=320, height=720)
    page = resident.open("/report/en")
    page.locator("label.picture", has_text="Shots").click()
    page.get_by_label("Village or place").fill("Kok-Tash")
    page.locator("textarea").first.fill(f"Shots near the canal, people run away {word}")
    page.get_by_role("button", name=re.compile("^Send", re.I)).last.click()
    page.wait_for_selector("text=/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/", timeout=30_000)
    found = re.search(r"[2-9A-HJKMNP-RTV-Z]{4}-[2-9A-HJKMNP-RTV-Z]{4}-[2-9A-HJKMNP-RTV-Z]{4}", page.inner_text("body"))
    assert found is not None
    code = found.group()

    # The analyst finds it on the desk and opens an alert.
    desk = analyst()
    page = desk.open(f"/desk?text={word}")
    page.get_by_role("link", name=re.compile("Kok-Tash")).first.click()
    page.get_by_role("link", name="Open an alert").first.click()
    page.get_by_label("How severe").select_option("4")
    page.get_by_label("Why").fill("A resident heard shots.")
    page.get_by_role("button", name="Open the alert").click()
    page.wait_for_url(re.compile(r"/alerts/\d+$"))
    alert = page.url.rsplit("/", 1)[1]

    # First look, check, assessment, judgement, decision.
    page.get_by_role("radio", name="It is one: go on", exact=True).check()
    page.locator("#triage_reason").fill("Shots are shots.")
    _choose(desk, "triage")
    page.get_by_role("radio", name="It is so", exact=True).check()
    page.locator("#verification_reason").fill("The post saw it.")
    _choose(desk, "verification")
    for field, words in (("hazard", "More fire."), ("exposure", "Two villages."), ("context", "Harvest.")):
        page.locator(f"#assessment_{field}").fill(words)
    _choose(desk, "assessment")
    page.get_by_role("radio", name="likely", exact=True).check()
    page.get_by_role("radio", name="major harm", exact=True).check()
    page.locator("#characterisation_reason").fill("As in spring.")
    _choose(desk, "characterisation")
    page.get_by_role("radio", name="Respond", exact=True).check()
    page.locator("#outcome_reason").fill("Call the other side.")
    _choose(desk, "outcome")

    # It is shown to the police, who are asked to go there.
    page.get_by_text("Show it to another agency").click()
    page.locator("#release_agency").select_option("police")
    page.locator("#release_reason").fill("It is their village.")
    page.locator("form[action$='/release'] button").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="What is done").click()
    page.get_by_text("Something of your own").click()
    page.locator("#add_title").fill("Send a patrol to Kok-Tash")
    page.locator("#add_term").select_option("police_went")
    page.locator("#add_office").select_option("police")
    page.locator("#add_agency").select_option("police")
    page.get_by_role("button", name="Plan it").click()
    page.wait_for_load_state("networkidle")

    # The police see it among theirs, go, and say what they found.
    helper = new_page()
    helper.sign_in("police", station.passwords["police"])
    other = helper.open(f"/alerts/{alert}/response")
    item = other.locator("li.todo__item", has_text="Send a patrol to Kok-Tash")
    item.get_by_role("button", name="Begin").click()
    other.wait_for_load_state("networkidle")
    item = other.locator("li.todo__item", has_text="Send a patrol to Kok-Tash")
    item.get_by_text("Done", exact=True).first.click()
    item.locator("textarea:visible").fill("Two cars went; it is quiet.")
    item.get_by_role("button", name="Keep it").first.click()
    other.wait_for_load_state("networkidle")
    assert "Two cars went; it is quiet." in other.inner_text("main")

    # The analyst closes it with its lessons; the resident reads the outcome under the code.
    page = desk.open(f"/alerts/{alert}")
    page.get_by_text("Close it", exact=True).click()
    page.locator("#close_reason").fill("The police were there within the hour.")
    page.locator("form[action$='/close'] button").click()
    page.wait_for_load_state("networkidle")
    assert "Closed" in page.inner_text("main")
    told = new_page(width=320, height=720)
    page = told.open("/receipt/en")
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button").first.click()
    page.wait_for_selector("text=We have looked into it: it is so.")
    assert "Police or border guards went there" in page.inner_text("body")
    for watched in (resident, desk, helper, told):
        assert watched.troubles == []
