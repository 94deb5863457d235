from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from babel import Locale

from kerege.intake.states import state_in_name, state_of_number

NO_PRESENT_STATE = {"Czechoslovakia", "German Democratic Republic"}


def test_every_number_and_name_of_the_country_years_of_ucdp_leads_to_one_code(shared: Callable[[str], Path]) -> None:
    with shared("data/forecast/ucdp_organizedviolencecy_v25_1.csv").open(newline="", encoding="utf-8") as stream:
        names = {int(row["country_id_cy"]): row["country_cy"] for row in csv.DictReader(stream)}
    assert len(names) == 199
    codes = {state_of_number(number) for number in names} - {""}
    for number, name in names.items():
        code = state_of_number(number)
        assert code == "" if name in NO_PRESENT_STATE else state_in_name(f"Government of {name}", codes) == code, name


def test_codes_are_those_of_the_unicode_territories_with_the_same_name(shared: Callable[[str], Path]) -> None:
    territories = Locale("en").territories
    with shared("data/forecast/ucdp_organizedviolencecy_v25_1.csv").open(newline="", encoding="utf-8") as stream:
        names = {int(row["country_id_cy"]): row["country_cy"] for row in csv.DictReader(stream)}
    same = [
        number
        for number, name in names.items()
        if territories.get(state_of_number(number), "").replace("&", "and").casefold()
        in {name.casefold(), re.sub(r" \(.*", "", name).casefold()}
    ]
    assert len(same) > 170  # the rest are written otherwise: "DR Congo (Zaire)" and "Congo - Kinshasa"


def test_a_name_within_a_longer_name_is_not_meant() -> None:
    assert state_in_name("Military Forces of Papua New Guinea", {"GN"}) == ""
    assert state_in_name("Civilians (Guinea-Bissau)", {"GN", "GW"}) == "GW"
    assert state_in_name("Nigerian traders", {"NE", "NG"}) == ""
    assert state_in_name("Guards of Chad and Niger", {"NE"}) == "NE"
