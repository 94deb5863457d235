"""The path of somebody who sees Kerege for the first time, from the start page to a bulletin in the hand."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import ROOT, SCREENSHOTS, Station, Watched
from tests.browser.picture_page import MAP, drawn, pairs_on_map, wait_for_picture

PICTURE_FOR_README = "KEREGE_README_PICTURE"


def test_the_start_page_says_what_it_is_in_five_languages(new_page: Callable[..., Watched]) -> None:
    watched = new_page()
    page = watched.open("/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("See trouble at the border early")
    for language, heading in (("ru", "Видеть беду"), ("ky", None), ("tg", None), ("uz", None)):
        page.locator(f".languages button[value={language}]").click()
        assert page.locator("html").get_attribute("lang") == language
        if heading:
            assert heading in page.get_by_role("heading", level=1).inner_text()
    assert watched.troubles == []


def test_who_is_not_signed_in_is_asked_to_sign_in(new_page: Callable[..., Watched]) -> None:
    watched = new_page()
    for path in ("/picture", "/incidents", "/import", "/runs", "/signals", "/bulletins", "/account"):
        page = watched.open(path)
        assert "/sign-in?next=" in page.url
    assert watched.troubles == []


def test_a_wrong_password_is_refused_in_plain_words(new_page: Callable[..., Watched]) -> None:
    watched = new_page()
    page = watched.open("/sign-in")
    page.get_by_label("Sign-in name").fill("nobody")
    page.get_by_label("Password").fill("not-the-password")
    page.locator("main").get_by_role("button", name="Sign in").click()
    assert page.get_by_role("alert").is_visible()
    assert page.url.endswith("/sign-in")


def test_the_picture_draws_borders_incidents_and_crossing_points(
    new_page: Callable[..., Watched], station: Station
) -> None:
    watched = new_page()
    page = watched.sign_in("officer", station.passwords["officer"])
    wait_for_picture(page)
    assert page.locator("#map canvas").is_visible()
    assert len(drawn(page, "incidents")) >= 50
    assert drawn(page, "crossings")
    assert drawn(page, "places")
    assert drawn(page, "countries")
    levels = [drawn(page, f"level-{level}") for level in ("low", "medium", "high", "critical")]
    assert any(levels), "no section carries a level"
    assert page.locator("#timeline svg").is_visible()
    assert re.match(r"98 incidents\.", page.locator("#timeline-sentence").inner_text())
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "picture.png")
    assert len(pairs_on_map(page)) == 5
    assert watched.troubles == []


def test_one_filter_moves_map_timeline_and_list(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/picture")
    wait_for_picture(page)
    everything = len(drawn(page, "incidents"))
    page.evaluate("document.documentElement.dataset.picture = ''")
    page.get_by_label("Border", exact=True).select_option("KG-UZ")
    wait_for_picture(page)
    page.wait_for_function(f"n => {MAP}.querySourceFeatures('incidents').length < n", arg=everything)
    listed = page.locator("#results").get_attribute("data-announce")
    assert listed is not None
    count = int(listed.split()[0])
    assert 0 < count < 98
    sentence = "text => document.getElementById('timeline-sentence').textContent.startsWith(text)"
    page.wait_for_function(sentence, arg=f"{count} incident")
    assert "pair=KG-UZ" in page.url, "the address can be shared"
    assert page.locator("#voice").inner_text() == listed, "who cannot see the list hears of it"
    assert watched.troubles == []


def test_the_time_slider_hides_what_had_not_happened(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/picture")
    wait_for_picture(page)
    before = len(drawn(page, "incidents"))
    slider = page.get_by_label("As it was on")
    slider.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("Home")
    page.keyboard.press("PageUp")
    few = f"n => {MAP}.queryRenderedFeatures({{layers: ['incidents']}}).length < n / 2"
    page.wait_for_function(few, arg=before)
    page.wait_for_url("**last=20*")
    assert watched.troubles == []


def test_an_incident_shows_both_sides_and_what_is_not_known(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/incidents?pair=KG-TJ&min_severity=5")
    page.locator("tbody a").first.click()
    sides = page.locator(".side h3").all_inner_texts()
    assert sides == sorted(sides) and len(sides) == 2
    assert page.get_by_text("not known", exact=True).count() >= 1
    assert page.locator("time[datetime]").count() >= 3
    assert "UTC+" in page.locator("main").inner_text()
    page.screenshot(path=SCREENSHOTS / "incident.png", full_page=True)
    assert watched.troubles == []


def test_the_export_holds_exactly_what_is_seen(analyst: Callable[..., Watched], tmp_path: Path) -> None:
    watched = analyst()
    page = watched.open("/incidents?pair=KG-UZ&min_severity=3")
    listed = page.locator("#results").get_attribute("data-announce")
    assert listed is not None
    with page.expect_download() as download:
        page.get_by_role("link", name="Download these as a table").click()
    download.value.save_as(tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == int(listed.split()[0])
    assert {row["pair"] for row in rows} == {"KG-UZ"}
    assert all(int(row["severity"]) >= 3 and row["marking"].startswith("TLP:") for row in rows)


def test_a_broken_file_is_explained_before_anything_is_stored(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/import")
    page.locator("#id_file").set_input_files(ROOT / "docs/examples/reports.csv")
    page.get_by_role("button", name="Look what is in it").click()
    page.wait_for_url("**/import/*")
    assert "Nothing is stored yet." in page.locator("main").inner_text()
    rejected = page.locator("section[aria-labelledby=rejected] tbody tr")
    assert rejected.count() >= 3
    assert all(re.match(r"Line\s+\d+", text) for text in rejected.locator("th").all_inner_texts())
    page.screenshot(path=SCREENSHOTS / "import.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").click()
    assert download.value.suggested_filename == "rejected-rows.csv"
    page.get_by_role("button", name=re.compile("^Store")).click()
    page.wait_for_selector(".notice--good")
    assert "stored" in page.locator(".notice--good").inner_text()
    page.reload()
    assert page.get_by_role("button", name=re.compile("^Store")).count() == 0, "the same file twice changes nothing"
    assert watched.troubles == []


def test_runs_and_signals_say_what_they_were_made_from(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/runs")
    page.locator("tbody a").first.click()
    text = page.locator("main").inner_text()
    assert "Digest of the incidents" in text and "What is not known" in text
    page.screenshot(path=SCREENSHOTS / "run.png", full_page=True)
    page = watched.open("/signals")
    assert page.get_by_role("heading", level=1).inner_text() == "Signals"
    page.screenshot(path=SCREENSHOTS / "signals.png", full_page=True)
    assert watched.troubles == []


def test_a_bulletin_comes_down_as_pdf(analyst: Callable[..., Watched], tmp_path: Path) -> None:
    watched = analyst()
    page = watched.open("/bulletins")
    page.screenshot(path=SCREENSHOTS / "bulletins.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    download.value.save_as(tmp_path / "bulletin.pdf")
    assert (tmp_path / "bulletin.pdf").read_bytes().startswith(b"%PDF-")
    assert watched.troubles == []


def test_a_language_and_a_password_can_be_chosen(analyst: Callable[..., Watched]) -> None:
    watched = analyst()
    page = watched.open("/account")
    page.locator("#id_language").select_option("ru")
    page.get_by_role("button", name="Keep").click()
    assert page.locator("html").get_attribute("lang") == "ru"
    assert "Ваш язык сохранён." in page.locator("main").inner_text()
    page.locator("#id_language").select_option("en")
    page.locator("main form button").first.click()
    assert page.locator("html").get_attribute("lang") == "en"
    page = watched.open("/account/password")
    assert page.get_by_role("heading", level=1).inner_text() == "Choose a new password"
    assert watched.troubles == []


def test_what_is_not_there_and_what_is_not_allowed_look_the_same(
    analyst: Callable[..., Watched], new_page: Callable[..., Watched], station: Station
) -> None:
    watched = analyst()
    absent = watched.open("/incidents/there-is-none").locator("main").inner_text()
    assert absent == watched.open("/nothing-at-all").locator("main").inner_text()
    assert absent == watched.open("/runs/there-is-none").locator("main").inner_text()


def test_a_past_run_is_seen_on_the_map_with_its_own_levels(analyst: Callable[..., Watched]) -> None:
    watched = analyst(width=1280, height=940)
    page = watched.open("/runs")
    page.locator("tbody a").last.click()
    page.get_by_role("link", name="These levels on the map").click()
    wait_for_picture(page)
    assert drawn(page, "level-medium"), "a week before the fighting a section stood out"
    page.wait_for_timeout(800)
    target = ROOT / "docs/images/picture.png" if os.environ.get(PICTURE_FOR_README) else SCREENSHOTS / "readme.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    assert target.stat().st_size < 250_000
    assert watched.troubles == []
