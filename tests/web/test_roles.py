"""What each role may do, as a table that is read by people."""

from __future__ import annotations

import pytest

from kerege_web.accounts.roles import Permission, Role, may

TABLE = """
permission              officer  moderator  protection  analyst  administrator  door
see_incidents           yes      yes        yes         yes      yes            no
see_red_of_own_agency   no       no         no          yes      yes            no
import_reports          yes      yes        yes         yes      yes            no
send_report             no       no         no          no       no             yes
enter_report            yes      yes        yes         yes      yes            no
see_reports             yes      yes        yes         yes      yes            no
work_reports            yes      yes        yes         yes      yes            no
see_contact             no       yes        yes         no       no             no
see_protected           no       no         yes         no       no             no
link_reports            no       yes        yes         yes      yes            no
manage_doors            no       no         no          no       yes            no
add_account             yes      yes        yes         yes      yes            no
regrade_incident        no       no         no          yes      yes            no
relocate_incidents      no       no         no          no       yes            no
see_runs                yes      yes        yes         yes      yes            no
run_watch               no       no         no          yes      yes            no
see_bulletins           yes      yes        yes         yes      yes            no
publish_bulletin        no       no         no          yes      yes            no
manage_people           no       no         no          no       yes            no
see_alerts              yes      yes        yes         yes      yes            no
work_alerts             yes      yes        yes         yes      yes            no
release_alerts          yes      yes        yes         yes      yes            no
close_alerts            no       yes        yes         yes      yes            no
set_alert_rules         no       no         no          yes      yes            no
review_signals          no       no         no          yes      yes            no
keep_duty               no       yes        yes         yes      yes            no
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
