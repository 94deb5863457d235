"""A file that a phone saved, brought in from the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer

from kerege_web.commands.printing import print_table

if TYPE_CHECKING:
    from kerege_web.accounts.access import Viewer
    from kerege_web.reports.brought_report import BroughtReport


def bring_in(
    actor: Viewer, name: str, content: bytes, *, is_look_only: bool
) -> tuple[dict[str, Any], Callable[[], None]]:
    """What became of the file, as a document and as a way to print it. Words of reporters stand in neither.

    Raises
    ------
    InputError
        If the file is too large or cannot be read as a whole.
    """
    from django.utils import timezone

    from kerege.domain.errors import InputError
    from kerege_web.reports.brought_report import bring_in_phone_file
    from kerege_web.reports.phone_file import LARGEST_MB

    if len(content) > LARGEST_MB * 1_000_000:
        raise InputError(f"The file is larger than {LARGEST_MB} MB", where=name, mend="Save it on the phone once more")
    try:
        brought = bring_in_phone_file(actor, content=content, now=timezone.now(), is_look_only=is_look_only)
    except InputError as error:
        raise InputError(error.what, where=name, mend=error.mend) from None
    document = {
        "name": name,
        "new": sum(1 for one in brought if one.receipt and one.receipt.is_new),
        "known": sum(1 for one in brought if one.is_sent or (one.receipt and not one.receipt.is_new)),
        "rejected": [
            {"report": one.number, "reason": one.problem} for one in brought if not (one.receipt or one.is_sent)
        ],
        "reports": [_row(one, is_look_only=is_look_only) for one in brought],
    }
    return document, lambda: _print(document, is_look_only=is_look_only)


def _row(one: BroughtReport, *, is_look_only: bool) -> dict[str, Any]:
    state = "sent" if one.is_sent else "rejected"
    if one.receipt:
        state = "new" if one.receipt.is_new else "known"
    # A code for what was not kept would lead nowhere.
    is_kept = one.receipt is not None and not (is_look_only and one.receipt.is_new)
    return {
        "report": one.number,
        "state": state,
        "code": str(one.receipt.code) if one.receipt and is_kept else "",
        "problem": one.problem,
    }


def _print(document: dict[str, Any], *, is_look_only: bool) -> None:
    would = "would be " if is_look_only else ""
    typer.echo(
        f"{document['name']}: {document['new']} new {would}kept, {document['known']} known already, "
        f"{len(document['rejected'])} rejected."
    )
    rows = [(one["report"], one["state"], one["code"], one["problem"]) for one in document["reports"]]
    if rows:
        print_table(("report", "state", "code", "problem"), rows, title="Codes for the reporters")
