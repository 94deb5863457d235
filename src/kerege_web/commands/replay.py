"""`kerege replay`: walks the past and says whether the watch would have spoken in time."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege_web.commands.printing import print_json, print_table, progress

if TYPE_CHECKING:
    from kerege.watch.replay import ReplayResult, RuleSkill

_SEED = 20_210_428
_RULES = {
    "watch_signals": "the watch: its signals",
    "section_levels": "the watch: levels high or critical",
    "last_month_repeats": "naive: last month repeats",
    "always_alert": "naive: always alert",
    "always_quiet": "naive: always quiet",
}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("replay")(replay)


def replay(
    first: Annotated[
        str, typer.Option("--from", help="First day, YYYY-MM-DD; that of the first incident if left out.")
    ] = "",
    last: Annotated[str, typer.Option("--to", help="Last day; today if left out.")] = "",
    severe: Annotated[str, typer.Option(help="Which incidents should have been warned of.")] = "killed>=1",
    lead: Annotated[str, typer.Option(help="How long an alert is good for, such as 30d.")] = "30d",
    login: Annotated[str, typer.Option("--as", help="Use what this person may see; otherwise the operator.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Walk the past day by day, using only what was known on each day; hits, lead times, false alerts, naive rules."""
    from kerege.watch.severity_rule import SeverityRule
    from kerege_web.commands.workspace import open_workspace

    rule, lead_days = SeverityRule.parse(severe), _lead_days(lead)
    open_workspace()
    result = _replay(first, last, rule, lead_days, login)
    if as_json:
        print_json(_document(result))
    else:
        _print(result)


def _lead_days(text: str) -> int:
    from kerege.domain.errors import InputError

    days = text.strip().removesuffix("d")
    if not days.isascii() or not days.isdigit() or not 1 <= int(days) <= 366:
        raise InputError(f"{text!r} is not a number of days", where="--lead", mend="Write 1d to 366d, as in 30d")
    return int(days)


def _replay(first: str, last: str, severe: Any, lead_days: int, login: str) -> ReplayResult:  # noqa: ANN401
    import numpy as np

    from kerege.domain.errors import InputError
    from kerege.files.watch_parameters import read_watch_parameters
    from kerege.watch.replay import replay as walk
    from kerege_web.commands.workspace import actor_for
    from kerege_web.incidents.access import access_incidents_for_watch
    from kerege_web.region import current_region

    region, now = current_region(), datetime.now(UTC)
    incidents = access_incidents_for_watch(actor_for(login), now)
    if not incidents:
        raise InputError("There are no incidents to walk through", mend="Read some in first: kerege import FILE")
    first_day = _day(first, "--from") or incidents[0].occurred.first_day(region.zone)
    last_day = _day(last, "--to") or now.astimezone(region.zone).date()
    if last_day < first_day:
        raise InputError(f"The last day, {last_day}, comes before the first, {first_day}", where="--to")
    with progress("Walking through the days", (last_day - first_day).days + 1) as told:
        return walk(
            incidents,
            region,
            read_watch_parameters(),
            first=first_day,
            last=last_day,
            severe=severe,
            lead_days=lead_days,
            rng=np.random.default_rng(_SEED),
            progress=lambda done, total: told(done),
        )


def _day(text: str, option: str) -> date | None:
    from kerege_web.commands.moments import day_of

    return day_of(text, option) if text else None


def _print(result: ReplayResult) -> None:
    from kerege_web.region import current_region

    groups = current_region().group
    typer.echo(
        f"{result.first} to {result.last}: {result.incidents} incidents, {len(result.events)} severe ({result.severe}) "
        f"on {result.groups} section groups; an alert is good for {result.lead_days} days."
    )
    if result.not_placed:
        typer.echo(
            f"{result.not_placed} severe incidents are left out, because they cannot be placed on a section group."
        )
    print_table(
        ("rule", "hits", "hits by chance", "median lead, days", "alerts", "false alerts a year", "time under alert"),
        [_rule_row(rule) for rule in result.rules],
        title="Would it have warned?",
    )
    print_table(
        ("severe incident", "day", "section group", "alert from"),
        [(event.incident_id, event.day, groups[event.group_id].name, _spoke(event.hit_by)) for event in result.events],
    )
    typer.echo(result.notice)


def _spoke(rules: tuple[str, ...]) -> str:
    # That something which always speaks spoke here too says nothing.
    return ", ".join(_RULES.get(name, name) for name in rules if name != "always_alert")


def _rule_row(rule: RuleSkill) -> tuple[object, ...]:
    skill = rule.skill
    lead = skill.median_lead_days
    return (
        _RULES.get(rule.rule, rule.rule),
        f"{skill.hits} of {skill.events}",
        f"{skill.hits_by_chance:.1f}",
        "" if lead is None else f"{lead:g}",
        skill.alerts,
        f"{skill.false_alerts_per_year:.1f}",
        f"{skill.covered_share:.1%}",
    )


def _document(result: ReplayResult) -> dict[str, Any]:
    return {
        "from": result.first,
        "to": result.last,
        "severe": result.severe,
        "lead_days": result.lead_days,
        "groups": result.groups,
        "incidents": result.incidents,
        "not_placed": result.not_placed,
        "rules": [
            {
                "rule": rule.rule,
                "false_alerts_per_year": rule.skill.false_alerts_per_year,
                "median_lead_days": rule.skill.median_lead_days,
                **{name: value for name, value in asdict(rule.skill).items() if name != "hit_events"},
            }
            for rule in result.rules
        ],
        "events": [asdict(event) for event in result.events],
        "notice": result.notice,
    }
