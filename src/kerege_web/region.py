"""The border region this workspace watches, and the vocabularies it uses, read once per process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kerege.domain.catalogue import Catalogue
from kerege.domain.region import Region

if TYPE_CHECKING:
    from kerege.border.locate import BorderLocator
    from kerege.border.place_finder import PlaceFinder
    from kerege.border.reach import SectionReach
    from kerege.intake.sms_grammar import SmsGrammar


def region_folder() -> Path:
    """Folder of the region: one that is shipped, by its code, or the site's own, by its path."""
    from kerege.files.region import default_region, shipped_region

    name = str(settings.KEREGE_REGION) or default_region()
    return Path(name) if "/" in name else shipped_region(name)


@lru_cache(maxsize=4)
def _read_region(folder: Path) -> Region:
    from kerege.files.region import read_region

    return read_region(folder)


def current_region() -> Region:
    """The region of this workspace."""
    return _read_region(region_folder())


@lru_cache(maxsize=1)
def current_catalogue() -> Catalogue:
    """The vocabularies of kinds, triggers and responses, and the severity scale."""
    from kerege.files.catalogue import read_catalogue

    return read_catalogue()


@lru_cache(maxsize=4)
def _place_finder(folder: Path) -> PlaceFinder:
    from kerege.border.place_finder import PlaceFinder

    return PlaceFinder(_read_region(folder).places)


def current_place_finder() -> PlaceFinder:
    """Finds the region's places by name."""
    return _place_finder(region_folder())


@lru_cache(maxsize=4)
def _sms_grammar(folder: Path) -> SmsGrammar | None:
    from kerege.files.sms_grammar import read_sms_grammar

    return read_sms_grammar(folder)


def current_sms_grammar() -> SmsGrammar | None:
    """The words of coded weekly messages; None where the region takes none."""
    return _sms_grammar(region_folder())


@lru_cache(maxsize=4)
def _reach(folder: Path) -> SectionReach:
    from kerege.border.reach import SectionReach

    return SectionReach(_read_region(folder).sections)


def current_reach() -> SectionReach:
    """Measures areas of warnings against the region's sections, which are prepared once per process."""
    return _reach(region_folder())


@lru_cache(maxsize=4)
def _locator(folder: Path) -> BorderLocator:
    from kerege.border.locate import BorderLocator

    return BorderLocator(_read_region(folder).sections)


def current_locator() -> BorderLocator:
    """Locates points against the region's sections, which are prepared once per process."""
    return _locator(region_folder())
