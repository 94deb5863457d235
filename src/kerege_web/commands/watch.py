"""`kerege watch`: the daily chain on what was known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kerege_web.commands.printing import print_json, print_table

if TYPE_CHECKING:
    from datetime import datetime

    from kerege_web.warning.access import RunDetail


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("watch")(watch)


def watch(
    as_of: Annotated[str, typer.Option(help="Use what was known on this day, YYYY-MM-DD; now where left out.")] = "",
    login: Annotated[str, typer.Option("--as", help="Run as this person; otherwise as the station's operator.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Run the watch, keep the run, and print signals, forecasts and section levels."""
    from kerege_web.commands.workspace import actor_for, open_workspace

    open_workspace()
    from kerege_web.warning.actions import run_watch

    detail = run_watch(actor_for(login), as_of=moment(as_of))
    if as_json:
        from kerege.watch.document import run_to_document

        print_json({"run": detail.summary.id, "digest": detail.summary.digest, **run_to_document(detail.run)})
    else:
        _print(detail)


def moment(as_of: str) -> datetime:
    """The end of the named local day, or now: for today and where no day is named."""
    from datetime import UTC, datetime

    from kerege_web.commands.moments import day_of, end_of_day
    from kerege_web.region import current_region

    now = datetime.now(UTC).replace(microsecond=0)
    if not as_of:
        return now
    zone = current_region().zone
    day = day_of(as_of, "--as-of")
    return now if day == now.astimezone(zone).date() else end_of_day(day, zone)


def _print(detail: RunDetail) -> None:
    from kerege_web.pages.vocabulary import gap_words
    from kerege_web.region import current_region

    run, summary, region = detail.run, detail.summary, current_region()
    typer.echo(
        f"Run {summary.id} as of {run.as_of.astimezone(region.zone):%Y-%m-%d %H:%M %Z}: "
        f"{summary.incident_count} incidents, {summary.signal_count} signals, marking {summary.marking.tlp}."
    )
    if run.signals:
        print_table(
            ("rank", "where", "kind", "from", "to", "seen", "expected", "bound", "p"),
            [_signal_row(signal, region.zone) for signal in run.signals],
            title="Signals. A machine proposes them; a person decides what they mean.",
        )
    else:
        typer.echo("No signals.")
    _print_forecast(detail)
    print_table(
        ("section", "level", "chance of an incident", "harm expected", "80 % interval"),
        [
            (
                region.section[risk.section_id].name,
                risk.level.value,
                _percent(risk.probability_incident),
                f"{risk.expected_harm:.2f}",
                f"{risk.harm_low:.2f} to {risk.harm_high:.2f}",
            )
            for risk in sorted(run.risks, key=lambda risk: (-risk.level.rank, -risk.expected_harm))[:15]
        ],
        title="The fifteen sections with the highest levels, coming four weeks",
    )
    for gap in run.gaps:
        typer.echo(gap_words(gap))


def _print_forecast(detail: RunDetail) -> None:
    from kerege_web.region import current_region
    from kerege_web.warning.outlook_table import outlook_table

    region, outlook = current_region(), outlook_table(detail.run)
    days = [f"to {period.last_day(region.zone)}" for period in outlook.periods]
    print_table(
        ("section group", *days),
        [
            (
                region.group[group.unit_id].name,
                *(f"{count.mean:.2f} ({count.low:.0f} to {count.high:.0f})" for count in group.counts),
            )
            for group in outlook.groups
        ],
        title="Incidents expected: mean and 80 % interval",
    )
    if outlook.quiet:
        typer.echo(f"{len(outlook.quiet)} quiet section groups: fewer than one incident expected in 20 such periods.")


def _percent(probability: float) -> str:
    # Nothing that may happen is printed as nought.
    return f"{probability:.0%}" if probability >= 0.005 else "<1%"


def _signal_row(signal: Any, zone: Any) -> tuple[object, ...]:  # noqa: ANN401 - library types, imported late
    p_value = "" if signal.p_value is None else f"{signal.p_value:.3g}"
    return (
        signal.rank,
        signal.unit_name,
        signal.kind,
        signal.period.first_day(zone),
        signal.period.last_day(zone),
        signal.observed,
        f"{signal.expected:.2f}",
        f"{signal.upper:.1f}",
        p_value,
    )
