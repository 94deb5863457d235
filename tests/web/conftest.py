"""What the tests of the application may use: the made-up region, two agencies, and one person for every role."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.regions.synthetic import write_synthetic_region

from kerege.domain.marking import TLP, Marking
from kerege_web.accounts.access import Viewer, access_viewer, operator
from kerege_web.accounts.actions import add_agency, add_person
from kerege_web.accounts.models import Person
from kerege_web.accounts.roles import PEOPLE_ROLES, Role
from kerege_web.incidents.actions import ImportOutcome, import_reports
from kerege_web.warning.section_levels import forget_newest_run

AGENCIES = ("border-service", "police")


@pytest.fixture(scope="session")
def region_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_synthetic_region(tmp_path_factory.mktemp("region") / "synthetic")


@pytest.fixture(autouse=True)
def made_up_region(region_folder: Path, settings: Any, tmp_path: Path) -> Iterator[None]:
    """Every test of the application runs in the made-up region and keeps its files in a folder of its own."""
    settings.KEREGE_REGION = str(region_folder)
    storages = {**settings.STORAGES}
    storages["default"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "bulletins"},
    }
    settings.STORAGES = storages
    cache.clear()
    forget_newest_run()
    yield


@pytest.fixture
def viewers(db: None) -> dict[tuple[str, Role], Viewer]:
    """A viewer for every agency and role."""
    found = {}
    for code in AGENCIES:
        add_agency(operator(), code=code, name=code)
        for role in PEOPLE_ROLES:
            login = f"{role}.{code}"
            add_person(operator(), login=login, agency=code, role=role)
            Person.objects.filter(login=login).update(must_change_password=False)
            found[code, role] = access_viewer(login)
    return found


@pytest.fixture
def officer(viewers: dict[tuple[str, Role], Viewer]) -> Viewer:
    return viewers["border-service", Role.OFFICER]


@pytest.fixture
def analyst(viewers: dict[tuple[str, Role], Viewer]) -> Viewer:
    return viewers["border-service", Role.ANALYST]


@pytest.fixture
def administrator(viewers: dict[tuple[str, Role], Viewer]) -> Viewer:
    return viewers["border-service", Role.ADMINISTRATOR]


def report_file(*rows: dict[str, object]) -> bytes:
    """A native CSV file; what a row leaves out is filled with something harmless."""
    usual = {
        "id": "", "occurred": "2021-04-28", "kind": "shooting", "latitude": 45.01, "longitude": 10.25,
        "position_km": 1, "side_a": "AA", "side_b": "BB", "summary": "Shots were heard.", "source": "https://example.org/1",
    }  # fmt: skip
    columns = list(usual) + sorted({name for row in rows for name in row} - usual.keys())
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(columns)
    table.writerows([{**usual, **row}.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode()


@pytest.fixture
def import_rows() -> Callable[..., ImportOutcome]:
    """Import rows as somebody, marked as named."""

    def run(
        actor: Viewer, *rows: dict[str, object], tlp: TLP = TLP.CLEAR, to: frozenset[str] = frozenset()
    ) -> ImportOutcome:
        return import_reports(actor, content=report_file(*rows), name="rows.csv", marking=Marking(tlp, to))

    return run


@pytest.fixture
def sign_in() -> Callable[[Viewer], Client]:
    """A browser of somebody who has signed in."""

    def browser_of(viewer: Viewer) -> Client:
        client = Client()
        client.force_login(Person.objects.get(login=viewer.login))
        return client

    return browser_of


@pytest.fixture
def make_workbook() -> Callable[..., bytes]:
    """A small XLSForm as a site may write one."""

    def make(**settings_of_form: str) -> bytes:
        import xlsxwriter

        survey = {"type": "text", "name": "place", "label": "Where?"}
        target = io.BytesIO()
        with xlsxwriter.Workbook(target) as book:
            for title, columns in (("survey", survey), ("settings", settings_of_form)):
                sheet = book.add_worksheet(title)
                for number, (name, cell) in enumerate(columns.items()):
                    sheet.write_column(0, number, [name, cell])
        return target.getvalue()

    return make
