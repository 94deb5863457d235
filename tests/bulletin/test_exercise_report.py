"""The report of an exercise: golden words, EXERCISE on every page, nobody by name."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import altair as alt
import pypdf
import pytest
from tests.bulletin.made_up_run import GREEN, catalogue
from tests.bulletin.plain_text import plain_text
from tests.exercises import log

from kerege.bulletin.charts.exercise_bars import exercise_chart
from kerege.bulletin.compose.exercise import exercise_report
from kerege.bulletin.render import render_pdf
from kerege.bulletin.words import Words
from kerege.domain.exercise import DecisionKind
from kerege.domain.exercise_log import ExerciseLog, LoggedDecision
from kerege.domain.exercise_report import ExerciseReport
from kerege.domain.exercise_result import judge_exercise
from kerege.files.catalogues import LANGUAGES, read_words
from kerege.files.exercise_script import read_exercise
from kerege.files.region import shipped_region

GOLDEN = Path(__file__).parent / "golden"


def made(result_log: ExerciseLog | None = None, language: str = "en") -> ExerciseReport:
    return exercise_report(
        judge_exercise(result_log or log()), started_at=datetime(2026, 12, 1, 6, tzinfo=UTC),
        zone=ZoneInfo("Asia/Bishkek"), catalogue=catalogue(), words=read_words(language), marking=GREEN, program="9.9",
    )  # fmt: skip


def shipped_log() -> ExerciseLog:
    script = read_exercise(shipped_region("fergana"), "april-2021")
    return ExerciseLog(
        script=script, speed=600, until=script.span_minutes,
        played=tuple((one.id, float(one.minute)) for one in script.injects),
        decisions=tuple(
            LoggedDecision(
                minute=one.minute, inject=one.inject, kind=one.kind, term=one.term, agency=one.agency, role=one.role
            )
            for one in script.played
        ),
    )  # fmt: skip


def said(report: ExerciseReport) -> str:
    return plain_text(report)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_words_are_the_golden_ones(language: str) -> None:
    path, text = GOLDEN / f"exercise.{language}.txt", said(made(language=language))
    if os.environ.get("KEREGE_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_what_nobody_recorded_is_said_and_not_called_missed() -> None:
    text = said(made(log(watched=frozenset({DecisionKind.VERIFY}), decisions=())))
    assert "Nobody recorded these, so nothing is said of them: Open an alert; Call the other side's" in text
    assert "Expected decisions: 0 in time, 0 late, 2 missed." in text
    assert "not recorded" in text


def test_an_exercise_cut_short_says_what_was_not_asked() -> None:
    report = made(log(until=5.0, played=(), decisions=()))
    assert "Not asked, because the exercise ended before: 6." in said(report)
    assert report.times.rows == ()
    assert render_pdf(report).startswith(b"%PDF-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_exercise_and_there_are_two_at_most(language: str) -> None:
    report = made(shipped_log(), language)
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(report)))
    assert 1 <= len(reader.pages) <= 2
    for page in reader.pages:
        text = page.extract_text()
        assert report.exercise in text and "TLP:GREEN" in text and "\x00" not in text
    assert reader.trailer["/Root"]["/Lang"] == language
    assert b"pdfuaid:part" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


def test_every_expected_decision_is_on_the_pages() -> None:
    report = made(shipped_log())
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages)
    assert len(report.decisions.rows) == 21
    assert report.talk.points and all(point.split(":")[0] in " ".join(text.split()) for point in report.talk.points)


def test_words_are_data_and_never_layout() -> None:
    nasty = '#panic("no") $x$ *bold* @ref'
    report = made(log(script=changed_title(nasty)))
    text = pypdf.PdfReader(io.BytesIO(render_pdf(report))).pages[0].extract_text()
    assert nasty in " ".join(text.split())


def changed_title(title: str) -> Any:
    from tests.exercises import script

    return script(title={"en": title})


def test_the_chart_is_valid_and_has_a_mark_for_each_decision() -> None:
    spec = made().timeline.spec
    alt.LayerChart.from_dict(dict(spec))
    marks = spec["layer"][-1]["data"]["values"]
    assert [row["shape"] for row in marks] == [
        "circle", "triangle-up", "circle", "circle", "triangle-up", "cross",
    ]  # fmt: skip
    assert [row["mark"] for row in marks] == [22, 30, 33, 50, 75, 90]


def test_a_chart_without_decisions_can_be_drawn() -> None:
    alt.LayerChart.from_dict(exercise_chart([], injects=[], span_minutes=60, words=Words("en")))


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render_pdf(made()) == render_pdf(made())
