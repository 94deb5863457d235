"""The report of an exercise in words, from its result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from kerege.bulletin.charts.exercise_bars import DecisionRow, exercise_chart
from kerege.bulletin.compose.decision_words import KINDS, STATES, decision_words, role_words
from kerege.bulletin.compose.header import MEANINGS
from kerege.bulletin.words import Words
from kerege.domain.bulletin import BulletinFooter, BulletinHeader, BulletinTable, Figure, Part
from kerege.domain.catalogue import Catalogue
from kerege.domain.digest import digest
from kerege.domain.exercise_report import ExerciseReport
from kerege.domain.exercise_result import DecisionState, ExerciseResult, JudgedDecision
from kerege.domain.marking import Marking

_TOLD = (DecisionState.MET, DecisionState.LATE, DecisionState.MISSED)


def exercise_report(
    result: ExerciseResult,
    *,
    started_at: datetime,
    zone: ZoneInfo,
    catalogue: Catalogue,
    words: Words,
    marking: Marking,
    program: str,
) -> ExerciseReport:
    """What an exercise showed, in one language. Pure: the same result gives the same report.

    Parameters
    ----------
    result : ExerciseResult
    started_at : datetime
        When it was first set going.
    zone : ZoneInfo
        The region's own.
    catalogue, words
        The vocabulary and the language.
    marking : Marking
    program : str
        Version of the program.
    """
    return ExerciseReport(
        language=words.language,
        header=_header(result, started_at, zone, words, marking),
        footer=_footer(result, words, program),
        exercise=words.say("EXERCISE"),
        exercise_meaning=words.say("Everything here was played. None of it happened."),
        built_on=in_language(result.log.script.built_on, words),
        summary=tuple(_summary(result, words)),
        times=_times(result, words),
        timeline=_timeline(result, catalogue, words),
        decisions=_decisions(result, catalogue, words),
        talk=_talk(result, catalogue, words),
    )


def in_language(texts: Mapping[str, str], words: Words) -> str:
    """The text in the language of the words; in English where it has none."""
    return texts.get(words.language) or texts.get("en") or next(iter(texts.values()), "")


def _header(
    result: ExerciseResult, started_at: datetime, zone: ZoneInfo, words: Words, marking: Marking
) -> BulletinHeader:
    script = result.log.script
    title, product = in_language(script.title, words), words.say("Exercise report")
    moment = words.moment(started_at, zone)
    return BulletinHeader(
        product=product,
        title=f"{product}: {title}",
        number=script.code,
        unit=title,
        valid_from=moment,
        valid_until="",
        made_on=moment,
        horizon="",
        marking=marking.tlp.value,
        marking_meaning=words.say(MEANINGS[marking.tlp]),
        standing=words.say("It judges times and decisions of roles, not persons."),
    )


def _footer(result: ExerciseResult, words: Words, program: str) -> BulletinFooter:
    script = result.log.script
    return BulletinFooter(
        run_id=words.say("exercise {code}", code=script.code),
        digest=words.say("digest {digest}", digest=digest(result.as_document())[:16]),
        origin=words.say("program {program}", program=program),
        page=words.say("page {page} of {pages}"),
    )


def _summary(result: ExerciseResult, words: Words) -> list[str]:
    log = result.log
    met, late, missed = (words.number(result.count(state)) for state in _TOLD)
    sentences = [
        words.say(
            "Expected decisions: {met} in time, {late} late, {missed} missed.", met=met, late=late, missed=missed
        ),
        words.say(
            "Reports played: {played} of {all}, up to exercise hour {hours}; speed {speed}.",
            played=words.number(len(log.played)),
            all=words.number(len(log.script.injects)),
            hours=words.number(log.until / 60, 1),
            speed=words.number(log.speed, 0 if log.speed == int(log.speed) else 1),
        ),
    ]
    if result.alert_to_contact is not None:
        sentences.append(
            words.say(
                "From an alert to the first call to the other side: {minutes} minutes (median).",
                minutes=words.number(result.alert_to_contact, 1),
            )
        )
    if result.untruths:
        sentences.append(
            words.say(
                "Rumours and false reports: {n}; the check found {seen} of them false.",
                n=words.number(result.untruths),
                seen=words.number(result.untruths_seen),
            )
        )
    if cut := result.count(DecisionState.NOT_ASKED):
        sentences.append(
            words.say("Not asked, because the exercise ended before: {n}.", n=words.number(cut))
        )  # fmt: skip
    unseen = list(
        dict.fromkeys(
            words.say(KINDS[one.expected.kind]) for one in result.judged if one.state is DecisionState.NOT_WATCHED
        )
    )
    if unseen:
        sentences.append(
            words.say("Nobody recorded these, so nothing is said of them: {kinds}.", kinds="; ".join(unseen))
        )
    return sentences


def _times(result: ExerciseResult, words: Words) -> BulletinTable:
    return BulletinTable(
        caption=words.say("Times by kind of decision"),
        columns=(
            words.say("Decision"), words.say("In time"), words.say("Late"), words.say("Missed"),
            words.say("Median, minutes"),
        ),
        rows=tuple(
            (
                words.say(KINDS[one.kind]), words.number(one.met), words.number(one.late), words.number(one.missed),
                "–" if one.median_minutes is None else words.number(one.median_minutes, 1),
            )
            for one in result.figures
        ),
        numeric=(False, True, True, True, True),
        note=words.say("Minutes of the exercise, from the report to the decision, of those that were taken."),
    )  # fmt: skip


def _timeline(result: ExerciseResult, catalogue: Catalogue, words: Words) -> Figure:
    told = [one for one in result.judged if one.state in _TOLD and one.asked_at is not None]
    rows = [
        DecisionRow(
            label=f"{one.expected.inject} · {decision_words(one.expected.kind, one.expected.term, catalogue, words)}",
            asked=one.asked_at or 0.0,
            due=(one.asked_at or 0.0) + one.expected.within_minutes,
            taken=None if one.minutes is None else (one.asked_at or 0.0) + one.minutes,
            state=one.state,
        )
        for one in told
    ]
    script = result.log.script
    met, late, missed = (words.number(result.count(state)) for state in _TOLD)
    return Figure(
        id="timeline",
        heading=words.say("When what was decided"),
        sentence=words.say(
            "Bar: the time a decision had. Mark: when it was taken; circle in time, triangle late, cross missed. "
            "Hours of the exercise."
        ),
        alt=words.say(
            "Timeline of the expected decisions: {met} in time, {late} late, {missed} missed.",
            met=met,
            late=late,
            missed=missed,
        ),
        spec=exercise_chart(
            rows,
            injects=[minute for _, minute in result.log.played],
            span_minutes=script.span_minutes,
            words=words,
        ),
    )


def _decisions(result: ExerciseResult, catalogue: Catalogue, words: Words) -> BulletinTable:
    return BulletinTable(
        caption=words.say("Each expected decision"),
        columns=(
            words.say("Report"), words.say("Hour"), words.say("Decision"), words.say("Who"), words.say("Within, min"),
            words.say("Taken after, min"), words.say("Result"),
        ),
        rows=tuple(_row(one, result, catalogue, words) for one in result.judged),
        numeric=(False, True, False, False, True, True, False),
        wide=2,
    )  # fmt: skip


def _row(one: JudgedDecision, result: ExerciseResult, catalogue: Catalogue, words: Words) -> tuple[str, ...]:
    expected, script = one.expected, result.log.script
    who = in_language(script.agencies[expected.agency], words)
    if one.by is not None:
        who = f"{who}, {role_words(one.by.role, words)}"
    return (
        expected.inject,
        "–" if one.asked_at is None else _clock(one.asked_at),
        decision_words(expected.kind, expected.term, catalogue, words),
        who,
        words.number(expected.within_minutes),
        "–" if one.minutes is None else words.number(one.minutes, 1),
        words.say(STATES[one.state]),
    )


def _talk(result: ExerciseResult, catalogue: Catalogue, words: Words) -> Part:
    points = tuple(
        words.say(
            "{decision} ({inject}, {state}): {why}",
            decision=decision_words(one.expected.kind, one.expected.term, catalogue, words),
            inject=one.expected.inject,
            state=words.say(STATES[one.state]),
            why=in_language(one.expected.why, words),
        )
        for one in result.judged
        if one.state in (DecisionState.LATE, DecisionState.MISSED)
    )
    empty = () if points else (words.say("Nothing was late or missed."),)
    return Part(heading=words.say("To talk about"), paragraphs=empty, points=points)


def _clock(minute: float) -> str:
    hours, minutes = divmod(int(minute), 60)
    return f"{hours}:{minutes:02d}"
