"""What a bulletin says, word for word, and what it must never leave out or let in."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.bulletin.made_up_run import AS_OF, GREEN, catalogue, incident, incidents, risks, run
from tests.bulletin.plain_text import plain_text
from tests.regions.synthetic import synthetic_region

from kerege.bulletin.compose import compose
from kerege.domain.bulletin import Bulletin, BulletinLevel
from kerege.domain.crossing_point import CrossingMeasure
from kerege.domain.marking import TLP, Marking
from kerege.domain.official_total import OfficialTotal
from kerege.domain.risk import RiskLevel
from kerege.files.catalogues import read_words

GOLDEN = Path(__file__).parent / "golden"


@cache
def usual_bulletin(level: BulletinLevel, language: str) -> Bulletin:
    return made_bulletin(level, language)


def bulletin(level: BulletinLevel, language: str = "en", **changes: Any) -> Bulletin:
    return made_bulletin(level, language, **changes) if changes else usual_bulletin(level, language)


def made_bulletin(level: BulletinLevel, language: str = "en", **changes: Any) -> Bulletin:
    values = {
        "run": run(),
        "incidents": incidents(),
        "region": synthetic_region(),
        "catalogue": catalogue(),
        "words": read_words(language),
        "marking": GREEN,
        "earlier": None,
    }
    return compose(level, **{**values, **changes})


def said(made: Bulletin) -> str:
    return plain_text(made)


def earlier_run(**changes: Any) -> Any:
    before = AS_OF - timedelta(days=28)
    grid = run().forecast.grid
    shifted = type(grid)(tuple(edge - timedelta(days=28) for edge in grid.edges), grid.frequency)
    forecast = replace(run().forecast, grid=shifted, origin=before)
    calmer = tuple(replace(risk, level=RiskLevel.LOW) for risk in risks(synthetic_region()))
    return run(**{"as_of": before, "forecast": forecast, "risks": calmer, **changes})


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("level", BulletinLevel)
def test_the_words_of_a_bulletin_are_the_golden_ones(level: BulletinLevel, language: str) -> None:
    path = GOLDEN / f"{level.value}.{language}.txt"
    text = said(bulletin(level, language, earlier=earlier_run()))
    if os.environ.get("KEREGE_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("level", BulletinLevel)
def test_the_same_run_gives_the_same_bulletin(level: BulletinLevel) -> None:
    assert made_bulletin(level) == usual_bulletin(level, "en")


@pytest.mark.parametrize("level", BulletinLevel)
def test_an_incident_that_the_run_did_not_use_stays_out(level: BulletinLevel) -> None:
    later = incident("LATER", date(2021, 4, 19), severity=5, summary="Known only tomorrow.")
    assert said(bulletin(level, incidents=[*incidents(), later])) == said(bulletin(level))


@pytest.mark.parametrize("level", BulletinLevel)
def test_both_sides_are_heard(level: BulletinLevel) -> None:
    text = said(bulletin(level))
    assert "Aland says" in text and "Our residents were attacked first." in text
    assert "Beland says" in text and "They threw the first stone." in text


@pytest.mark.parametrize("level", BulletinLevel)
def test_a_bulletin_says_that_a_machine_proposes_and_a_person_decides(level: BulletinLevel) -> None:
    made = bulletin(level)
    assert "It decides nothing: a named person does." in made.header.standing
    assert made.decision.points


@pytest.mark.parametrize("tlp", TLP)
def test_the_label_is_not_translated_and_a_line_explains_it(tlp: TLP) -> None:
    english = bulletin(BulletinLevel.TACTICAL, marking=Marking(tlp)).header
    russian = bulletin(BulletinLevel.TACTICAL, "ru", marking=Marking(tlp)).header
    assert english.marking == russian.marking == tlp.value
    assert english.marking_meaning != russian.marking_meaning != ""


def test_a_signal_says_what_was_counted_and_that_neighbours_were_judged_with_it() -> None:
    armed = replace(run().signals[0], kind="armed", pooled_from=("aa-bb.east",))
    text = said(bulletin(BulletinLevel.TACTICAL, run=run(signals=(armed,))))
    assert "2 incidents with arms, expected 0.4, bound 1.6; judged together with its neighbours" in text


def test_every_judgement_on_the_future_has_word_number_interval_and_confidence() -> None:
    for level in BulletinLevel:
        made = bulletin(level)
        for judgement in (made.headline, *made.judgements):
            assert judgement.probability is not None
            assert "%" in judgement.likelihood
            assert "confidence" in judgement.confidence
            assert judgement.basis


def test_the_number_of_a_bulletin_names_its_day_week_or_month() -> None:
    # 20 April 2021 is day 110 of the year and lies in ISO week 16.
    assert [bulletin(level).header.number for level in BulletinLevel] == ["T 110/2021", "O 16/2021", "S 04/2021"]


def test_the_footer_names_the_run_and_other_data_give_another_digest() -> None:
    footer = bulletin(BulletinLevel.TACTICAL).footer
    other = bulletin(BulletinLevel.TACTICAL, run=run(data_digest="e" * 64)).footer
    assert "20210420T0000Z" in footer.run_id
    assert footer.digest != other.digest


def test_a_tactical_bulletin_looks_three_days_ahead() -> None:
    header = bulletin(BulletinLevel.TACTICAL).header
    assert "20\N{NO-BREAK SPACE}April 2021, 06:00" in header.valid_from
    assert "23\N{NO-BREAK SPACE}April 2021, 06:00" in header.valid_until


def test_levels_are_grouped_and_numbered_most_exposed_first() -> None:
    levels = bulletin(BulletinLevel.OPERATIONAL).levels
    lines = [line for _, group in levels.groups for line in group]
    assert [line.mark for line in lines] == [1, 2, 3, 4]
    assert [line.level for line in lines] == ["critical", "high", "medium", "medium"]
    assert "critical 1, high 1 and medium 2" in levels.sentence


def test_where_no_section_stands_out_the_most_exposed_three_are_listed() -> None:
    calm = tuple(replace(risk, level=RiskLevel.LOW) for risk in risks(synthetic_region()))
    levels = bulletin(BulletinLevel.OPERATIONAL, run=run(risks=calm)).levels
    assert sum(len(lines) for _, lines in levels.groups) == 3
    assert "none is above low" in levels.sentence


def test_what_changed_is_said_and_the_earlier_forecast_is_held_against_what_came() -> None:
    text = said(bulletin(BulletinLevel.OPERATIONAL, earlier=earlier_run()))
    assert "2 incidents became known since." in text
    assert "Alba – Birka: from low to critical" in text
    # Draws of the first period: 0, 1 and 3 incidents in turn, so 2 of 3 draws are above zero.
    assert "at least one incident by now likely, 67 %" in text
    assert "2 are known to have come" in text
    assert "raised from low" in text


def test_a_first_bulletin_says_nothing_of_changes() -> None:
    assert "What changed" not in said(bulletin(BulletinLevel.OPERATIONAL))


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        ("no_reports", "Nothing has been reported at all"),
        ("no_reports_since:2021-02-18", "No incident has been reported since 18 February 2021."),
        ("not_under_watch_since:2021-03-01", "Since 1 March 2021 the border counts as not watched"),
        ("outside_region:3", "3 incidents lie too far from every line"),
        ("not_reported_yet:28:3", "Probably not reported yet: about 3 of 10 incidents of the last 28 days."),
        ("reported_late:2:90", "2 incidents were reported more than 90 days after they happened"),
        ("moon_in_the_way:7", "Noted by the watch: moon in the way:7"),
    ],
)
def test_every_gap_of_the_run_is_said_even_one_nobody_wrote_a_sentence_for(gap: str, sentence: str) -> None:
    assert sentence in said(bulletin(BulletinLevel.OPERATIONAL, run=run(gaps=(gap,))))


def test_what_was_not_given_is_never_a_zero() -> None:
    text = said(bulletin(BulletinLevel.STRATEGIC))
    assert "killed 1, injured: not given" in text
    assert "For 2 incidents of 12 the number of killed or injured is not given" in text


def test_figures_of_a_year_that_was_not_over_are_left_out() -> None:
    measure = CrossingMeasure(
        crossing="erla-bridge",
        year=2021,
        mode="road",
        measure="waiting time",
        direction="all",
        value=9.5,
        unit="hour",
        source="",
    )
    total = OfficialTotal(
        period="2021",
        border="AA-BB",
        scope="",
        incidents=777,
        killed=None,
        injured=None,
        publisher="P",
        source="",
        note="",
        is_usable=True,
    )
    region = synthetic_region()
    told_later = replace(
        region, crossing_measures=(*region.crossing_measures, measure), official_totals=(*region.official_totals, total)
    )
    text = said(bulletin(BulletinLevel.STRATEGIC, region=told_later))
    assert "9.5" not in text and "777" not in text
    assert "2.5 hour" in text


def test_a_total_that_is_not_usable_is_compared_with_nothing() -> None:
    region = synthetic_region()
    doubtful = replace(
        region, official_totals=tuple(replace(total, is_usable=False) for total in region.official_totals)
    )
    text = said(bulletin(BulletinLevel.STRATEGIC, region=doubtful))
    assert "There is no official total to compare with" in text


def test_a_strategic_bulletin_warns_that_rows_are_no_trend() -> None:
    text = said(bulletin(BulletinLevel.STRATEGIC))
    assert "A rise or fall of the bars is no trend" in text
    assert "The number of rows is no trend." in text


def test_recommendations_stand_on_their_numbers_and_few_incidents_give_none() -> None:
    made = bulletin(BulletinLevel.STRATEGIC)
    assert made.recommendations
    assert all(any(sign.isdigit() for sign in item.because) for item in made.recommendations)
    few = incidents()[:5]
    calm = bulletin(BulletinLevel.STRATEGIC, run=run(incident_ids=tuple(item.id for item in few), signals=()))
    assert calm.recommendations == ()


def test_a_border_without_incidents_still_gets_its_bulletins() -> None:
    empty = run(incident_ids=(), locations={}, unlocated=(), signals=(), gaps=("no_reports",))
    for level in BulletinLevel:
        made = bulletin(level, run=empty, incidents=[])
        assert made.happenings == ()
        assert "Nothing has been reported at all" in said(made)


def test_confidence_falls_with_few_reports_and_thin_coverage() -> None:
    # Twelve incidents, four of the twelve official ones of 2020: moderate by number, one step down by coverage.
    assert bulletin(BulletinLevel.OPERATIONAL).headline.confidence == "low confidence"
    plain = replace(synthetic_region(), official_totals=())
    many = [incident(f"N{i:02d}", date(2021, 1 + i % 3, 1 + i // 3)) for i in range(40)]
    well_known = bulletin(
        BulletinLevel.OPERATIONAL,
        region=plain,
        incidents=many,
        run=run(incident_ids=tuple(item.id for item in many), locations={}, signals=()),
    )
    assert well_known.headline.confidence == "high confidence"


def test_a_long_story_is_cut_between_words_and_says_so() -> None:
    long = incident("M21", date(2021, 4, 18), summary="word " * 400)
    known = [long if item.id == "M21" else item for item in incidents()]
    told = next(item for item in bulletin(BulletinLevel.TACTICAL, incidents=known).happenings if item.id == "M21")
    assert told.summary.endswith("word…")
    assert len(told.summary) <= 190


def test_times_are_local_to_the_region() -> None:
    # 20:00 UTC on 19 April is 02:00 on 20 April in UTC+6.
    late = run(as_of=datetime(2021, 4, 19, 20, tzinfo=UTC))
    header = bulletin(BulletinLevel.TACTICAL, run=replace(late, forecast=run().forecast)).header
    assert "20\N{NO-BREAK SPACE}April 2021, 02:00 (UTC+6)" in header.valid_from
