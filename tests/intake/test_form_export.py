"""Exports of Kobo and ODK, by names and by labels, are read into the same answers as the phone sends."""

from __future__ import annotations

import pytest

from kerege.domain.errors import InputError
from kerege.files.report_form import read_report_form
from kerege.files.tables import read_table
from kerege.intake.form_export import ExportedForms, read_form_export

UUID = "85cb9aff-005e-4edd-9739-dc9c1a829c44"
KOBO = (
    '"start";"end";"kind";"text";"position";"_position_latitude";"_position_longitude";"_position_altitude";'
    '"_position_precision";"topics";"topics/minor";"topics/medical";"__version__";"_id";"_uuid";"_submission_time";'
    '"_submitted_by";"_index"\n'
    '"2026-11-25T14:00:00.000+06:00";"2026-11-25T14:05:00.000+06:00";"fight";"Мушташ; көпчүлүк";"40.05 70.8 900 25";'
    '"40.05";"70.8";"900";"25";"minor medical";"1";"1";"vX";"17";"' + UUID + '";"2026-11-25T08:06:00";"somebody";"1"\n'
)
CENTRAL = (
    "SubmissionDate,end,report-kind,report-position-Latitude,report-position-Longitude,report-position-Altitude,"
    "report-position-Accuracy,report-hurt,meta-instanceID,KEY,SubmitterID,SubmitterName,AttachmentsPresent,DeviceID\n"
    f"2026-11-25T08:06:00.000Z,,shooting,40.05,70.8,900,25,yes,uuid:{UUID},uuid:{UUID},3,Somebody,0,collect:x\n"
)
LABELS = (
    f"Эмне болду?\tКачан?\tКайда? Айылды, жолду же жакын жерди атаңыз\t_uuid\nОк атуу\t25.11.2026\tКөпүрө\t{UUID}\n"
)


def read(content: str, name: str = "export.csv") -> ExportedForms:
    return read_form_export(read_table(content.encode(), name), read_report_form())


def test_a_kobo_export_by_names() -> None:
    (form,) = read(KOBO).forms
    assert (form.line, form.instance_id) == (2, f"uuid:{UUID}")
    assert dict(form.answers) == {
        "start": "2026-11-25T14:00:00.000+06:00",
        "end": "2026-11-25T14:05:00.000+06:00",
        "kind": "fight",
        "text": "Мушташ; көпчүлүк",
        "position": "40.05 70.8 900 25",
        "topics": "minor medical",
    }


def test_a_central_export_with_groups_and_a_point_in_parts() -> None:
    (form,) = read(CENTRAL).forms
    assert form.instance_id == f"uuid:{UUID}"
    assert dict(form.answers) == {
        "kind": "shooting",
        "hurt": "yes",
        "position": "40.05 70.8 900 25",
        "end": "2026-11-25T08:06:00.000Z",
    }


def test_an_export_by_labels() -> None:
    (form,) = read(LABELS).forms
    assert dict(form.answers) == {"kind": "shooting", "occurred": "25.11.2026", "place": "Көпүрө"}


def test_labels_of_topics_are_found_so_that_the_report_is_narrowed() -> None:
    (form,) = read(f"kind;topics;_uuid\nshooting;Бала Бирөөнүн оорусу;{UUID}\n").forms
    assert dict(form.answers)["topics"] == "medical minor"


def test_nothing_that_names_who_sent_it_is_read() -> None:
    for content in (KOBO, CENTRAL):
        assert "omebody" not in str(read(content))


def test_rows_without_a_report_are_named() -> None:
    found = read(
        f"kind;place;_uuid\nshooting;A;{UUID}\n;;x\nshooting;B;{UUID}\nshooting;A;{UUID}\nfight;C;y;too;many\n"
    )
    assert [form.line for form in found.forms] == [2]
    assert [(row.line, row.column) for row in found.rejected] == [(3, ""), (4, "instanceID"), (6, "")]


def test_a_row_without_identifier_is_known_by_what_it_says() -> None:
    first, again = (read("kind;place\nshooting;A\n").forms[0].instance_id for _ in range(2))
    assert first == again
    assert first.startswith("content:")


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="No column belongs to a question"):
        read("name;age\nA;7\n")
