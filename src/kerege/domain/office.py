"""Who can be called at a border: kinds of offices, never persons."""

from __future__ import annotations

from enum import StrEnum


class Office(StrEnum):
    """What somebody in a contact book is there for."""

    DUTY_OFFICER = "duty_officer"
    BORDER_REPRESENTATIVE = "border_representative"
    POLICE = "police"
    DISTRICT_HEAD = "district_head"
    MEDIATORS = "mediators"
    WATER = "water"
    ROADS = "roads"
    MEDICAL = "medical"
    RESCUE = "rescue"
