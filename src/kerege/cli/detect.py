"""`kerege detect`: detectors on plain files, without a workspace."""

from __future__ import annotations

import typer

from kerege.cli.detect_counts import detect_counts
from kerege.cli.detect_design import detect_design
from kerege.cli.detect_escalation import detect_escalation
from kerege.cli.detect_scan import detect_scan

detect = typer.Typer(name="detect", no_args_is_help=True, help="Find what is unusual, on plain files.")
detect.command("counts")(detect_counts)
detect.command("design")(detect_design)
detect.command("scan")(detect_scan)
detect.command("escalation")(detect_escalation)


@detect.callback()
def choose_detector() -> None:
    """Find what is unusual, on plain files."""


def register(app: typer.Typer) -> None:
    """Add the commands of this group to the program."""
    app.add_typer(detect)
