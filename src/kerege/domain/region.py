"""A border region: everything that is data and not code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from kerege.domain.crossing_point import CrossingMeasure, CrossingPoint
from kerege.domain.official_total import OfficialTotal
from kerege.domain.place import Place
from kerege.domain.section import BorderSection, SectionEdge, SectionGroup


@dataclass(frozen=True)
class Region:
    """Lines cut into sections, their neighbourhood, places, crossing points and published totals.

    Parameters
    ----------
    code : str
        Short name, the name of its folder.
    title : str
        English title; the message that catalogues translate.
    countries : mapping of country code to English name
        The countries whose borders it holds.
    zones : mapping of country code to time zone
        For showing local times. The first country's zone is the region's own.
    languages : tuple of str
        Language codes its people read, most used first.
    sections : tuple of BorderSection
    groups : tuple of SectionGroup
    edges : tuple of SectionEdge
    places : tuple of Place
    crossing_points : tuple of CrossingPoint
    crossing_measures : tuple of CrossingMeasure
    official_totals : tuple of OfficialTotal
    outline : mapping
        GeoJSON FeatureCollection of the land around it, for the base map.
    digest : str
        Digest of the files it was read from.
    depth_km : float
        How far from the line a happening still belongs to the border, in km.
    """

    code: str
    title: str
    countries: Mapping[str, str]
    zones: Mapping[str, str]
    languages: tuple[str, ...]
    sections: tuple[BorderSection, ...]
    groups: tuple[SectionGroup, ...]
    edges: tuple[SectionEdge, ...]
    places: tuple[Place, ...] = ()
    crossing_points: tuple[CrossingPoint, ...] = ()
    crossing_measures: tuple[CrossingMeasure, ...] = ()
    official_totals: tuple[OfficialTotal, ...] = ()
    outline: Mapping[str, object] = field(default_factory=dict)
    digest: str = ""
    depth_km: float = 20.0

    @cached_property
    def zone(self) -> ZoneInfo:
        """The region's own time zone."""
        return ZoneInfo(next(iter(self.zones.values())))

    @cached_property
    def section(self) -> Mapping[str, BorderSection]:
        """Sections by id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def group(self) -> Mapping[str, SectionGroup]:
        """Section groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """Country pairs in the order of the sections."""
        return tuple(dict.fromkeys(section.pair for section in self.sections))
