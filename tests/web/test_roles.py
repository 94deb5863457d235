"""What each role may do, as a table that is read by people."""

from __future__ import annotations

import pytest

from kerege_web.accounts.roles import Permission, Role, may

TABLE = """
permission              officer  analyst  administrator
see_incidents           yes      yes      yes
see_red_of_own_agency   no       yes      yes
import_reports          yes      yes      yes
add_account             yes      yes      yes
regrade_incident        no       yes      yes
relocate_incidents      no       no       yes
see_runs                yes      yes      yes
run_watch               no       yes      yes
see_bulletins           yes      yes      yes
publish_bulletin        no       yes      yes
manage_people           no       no       yes
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (Role(role), Permission(row[0]), word == "yes")
    for row in ROWS[1:]
    for role, word in zip(ROWS[0][1:], row[1:], strict=True)
]


@pytest.mark.parametrize(("role", "permission", "expected"), CELLS)
def test_a_role_may_do_what_the_table_says(role: Role, permission: Permission, expected: bool) -> None:
    assert may(role, permission) is expected


def test_the_table_names_every_role_and_permission() -> None:
    assert {(role, permission) for role, permission, _ in CELLS} == {(r, p) for r in Role for p in Permission}
