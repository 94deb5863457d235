"""What a site may get wrong in a region folder, beyond what reading it finds."""

from __future__ import annotations

from collections.abc import Collection

from kerege.border.ground import line_length_km
from kerege.border.line import STATUSES, BorderLine
from kerege.border.network import BorderNetwork
from kerege.domain.errors import InputError
from kerege.domain.section import BorderSection
from kerege.files.geojson import read_features
from kerege.files.region_lines import LINES, NETWORK, SECTIONS, read_lines
from kerege.files.region_problems import RegionProblems

_REMAKE = "Make the sections anew with kerege region build"
_INCIDENTS, _OUTLINE, _SOURCES = "incidents.csv", "outline.geojson", "SOURCES.md"


def check_lines(problems: RegionProblems, countries: Collection[str], network: BorderNetwork) -> None:
    """Note what is wrong with the lines, and where the sections are no longer made from them."""
    try:
        lines = read_lines(problems.folder / LINES)
    except InputError as error:
        problems.add(LINES, error.what, error.mend)
        return
    for line in lines:
        for code in line.countries:
            if code not in countries:
                problems.add(
                    LINES, f"The line {line.pair} {line.part} names {code}, which region.toml does not", "Add it"
                )
        if not line.source or not line.as_of or not line.licence:
            problems.add(
                LINES,
                f"The line {line.pair} {line.part} does not say who claims it, since when and under which licence",
                "A line is a claim: give it source, as_of and licence",
            )
        _compare_length(problems, line, network)
    drawn = {(line.pair, line.part) for line in lines}
    for pair, part in dict.fromkeys((section.pair, section.part) for section in network.sections):
        if (pair, part) not in drawn:
            problems.add(SECTIONS, f"There is no line {pair} {part} under its sections", _REMAKE)


def _compare_length(problems: RegionProblems, line: BorderLine, network: BorderNetwork) -> None:
    wanted = line_length_km(line.points)
    found = sum(s.length_km for s in network.sections if (s.pair, s.part) == (line.pair, line.part))
    if abs(found - wanted) > 0.01 * wanted:
        problems.add(
            SECTIONS,
            f"The sections of {line.pair} {line.part} have {found:.1f} km, the line has {wanted:.1f} km",
            _REMAKE,
        )


def check_network(problems: RegionProblems, countries: Collection[str], network: BorderNetwork) -> None:
    """Note what is wrong with the sections and their neighbourhood."""
    orders: dict[tuple[str, str], list[int]] = {}
    for place, section in enumerate(network.sections):
        # Features stand on lines of their own, after the first line of the file.
        _check_section(problems, section, countries, place + 2)
        orders.setdefault((section.pair, section.part), []).append(section.order)
    for (pair, part), order in orders.items():
        if sorted(order) != list(range(len(order))):
            problems.add(
                SECTIONS, f"The sections of {pair} {part} are not numbered 0, 1, 2, ... without a gap", _REMAKE
            )
    if len(network.sections) > 1:
        for id_, neighbours in network.neighbours.items():
            if not neighbours:
                problems.add(NETWORK, f"The section {id_} has no neighbour", _REMAKE)


def _check_section(problems: RegionProblems, section: BorderSection, countries: Collection[str], line: int) -> None:
    codes = section.pair.split("-")
    if len(codes) != 2 or codes[0] >= codes[1]:
        problems.add(
            SECTIONS, f"{section.id}: the pair {section.pair!r} is not two codes in order", "Correct it", line=line
        )
    for code in codes:
        if code not in countries:
            problems.add(SECTIONS, f"{section.id} names {code}, which region.toml does not", "Add it there", line=line)
    if (section.left or section.right) and {section.left, section.right} != set(codes):
        problems.add(SECTIONS, f"{section.id}: its sides are not the countries of {section.pair}", _REMAKE, line=line)
    for code in section.districts:
        if code not in codes:
            problems.add(
                SECTIONS, f"{section.id} has a district of {code}, which does not border it", _REMAKE, line=line
            )
    if section.status not in STATUSES:
        problems.add(
            SECTIONS,
            f"{section.id}: the status {section.status!r} is not agreed, claimed or disputed",
            _REMAKE,
            line=line,
        )
    measured = line_length_km(section.line)
    if abs(measured - section.length_km) > 0.01 + 0.002 * measured:
        problems.add(
            SECTIONS,
            f"{section.id} says {section.length_km:.3f} km, its line has {measured:.3f} km",
            _REMAKE,
            line=line,
        )


def check_incidents(problems: RegionProblems, countries: Collection[str]) -> None:
    """Note what is wrong with the incidents that come with the region, as far as it concerns the region."""
    seen: set[str] = set()
    columns = ("occurred", "latitude", "longitude", "side_a", "side_b")
    for row in problems.rows(_INCIDENTS, columns, required=False):
        id_ = row.values.get("id", "")
        if id_ and id_ in seen:
            row.refuse(f"The id {id_} stands twice", "Give each incident its own")
        seen.add(id_)
        for column in ("side_a", "side_b"):
            if row[column] and row[column] not in countries:
                row.refuse(
                    f"{column} = {row[column]!r} is no country of region.toml", "Correct it, or add the country there"
                )
        if not row["occurred"]:
            row.refuse("The row does not say when it occurred", "Give a day, a month, a year or an interval")
        at = row.position()
        if at is None and not row.values.get("place"):
            row.refuse("The row has neither a position nor a place", "Give one of them")


def check_outline(problems: RegionProblems) -> None:
    """Note what is wrong with the land around the region."""
    path = problems.folder / _OUTLINE
    if path.is_file():
        try:
            read_features(path)
        except InputError as error:
            problems.add(_OUTLINE, error.what, error.mend)


def check_sources(problems: RegionProblems) -> None:
    """Note if nobody says where the files come from."""
    path = problems.folder / _SOURCES
    if not path.is_file() or not path.read_text(encoding="utf-8", errors="replace").strip():
        problems.add(_SOURCES, "The file is missing or empty", "Say of each file where it comes from and its licence")
