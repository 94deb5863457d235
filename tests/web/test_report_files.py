"""Files of filled forms become reports for the desk, once, whichever way they come a second time."""

from __future__ import annotations

import io
from typing import Any

import pytest
from tests.intake.test_form_export import CENTRAL, KOBO, UUID

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.submission import Door, Submission
from kerege_web.accounts.access import Viewer
from kerege_web.audit.models import AuditEntry
from kerege_web.reports.actions.file_import import FileOutcome, import_filled_forms
from kerege_web.reports.actions.receiving import receive_report
from kerege_web.reports.doorkeeper import doorkeeper
from kerege_web.reports.models import Report

pytestmark = pytest.mark.django_db


def load(actor: Viewer, content: str | bytes, **more: Any) -> FileOutcome:
    data = content if isinstance(content, bytes) else content.encode()
    return import_filled_forms(actor, content=data, name="export.csv", **more)


def test_the_same_filling_is_one_report_in_every_layout_and_at_every_time(officer: Viewer) -> None:
    assert (load(officer, KOBO).new, load(officer, KOBO).known, load(officer, CENTRAL).known) == (1, 1, 1)
    row = Report.objects.get()
    assert (row.door, row.kind, row.text, row.topics) == ("file", "mass_brawl", "Мушташ; көпчүлүк", "|medical|minor|")
    assert (row.latitude, row.uncertainty_km, row.agency_id) == (40.05, 0.025, officer.agency)
    assert AuditEntry.objects.filter(action="import_filled_forms").count() == 1


def test_what_a_phone_has_sent_already_is_known(officer: Viewer) -> None:
    phone = doorkeeper(Door.ODK, officer.agency)
    receive_report(phone, submission=Submission(client_id=f"uuid:{UUID}", door=Door.ODK, text="from the phone"))
    assert (load(officer, KOBO).known, Report.objects.get().text) == (1, "from the phone")


def test_a_look_keeps_nothing(officer: Viewer) -> None:
    outcome = load(officer, KOBO, is_look_only=True)
    assert (outcome.new, outcome.is_stored, Report.objects.count()) == (1, False, 0)
    assert not AuditEntry.objects.filter(action__in=["import_filled_forms", "receive_report"]).exists()


def test_a_cell_that_is_not_understood_is_named_and_kept_as_words(officer: Viewer) -> None:
    outcome = load(officer, "kind;occurred;place;killed;_uuid\ndragon;yesterday;Bridge;many;1\n;;;;2\n")
    assert [(row.line, row.column) for row in outcome.misread] == [(2, "kind"), (2, "occurred"), (2, "killed")]
    assert [row.line for row in outcome.rejected] == [3]
    assert Report.objects.get().text == "kind: dragon\noccurred: yesterday\nkilled: many"


def test_a_workbook_is_read_like_a_text_file(officer: Viewer) -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("kerege_report")
        for number, cells in enumerate([["kind", "place", "injured", "_uuid"], ["shooting", "Мост", 2, UUID]]):
            sheet.write_row(number, 0, cells)
    outcome = load(officer, target.getvalue())
    assert (outcome.new, outcome.rejected, outcome.misread) == (1, (), ())
    assert (Report.objects.get().harm, load(officer, KOBO).known) == ({"injured": [2, 2, 2]}, 1)


def test_who_may_not_and_what_is_no_table(officer: Viewer, settings: Any) -> None:
    with pytest.raises(AccessDeniedError):
        load(doorkeeper(Door.FILE, officer.agency), KOBO)
    with pytest.raises(InputError):
        load(officer, "name;age\nA;7\n")
    settings.KEREGE_MAX_IMPORT_MB = 0
    with pytest.raises(InputError, match="larger than 0 MB"):
        load(officer, KOBO)
