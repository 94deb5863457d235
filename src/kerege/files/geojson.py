"""GeoJSON files: features in, features out, the same bytes for the same content."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kerege.domain.errors import InputError

LARGEST_BYTES = 200_000_000


def read_features(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file.

    Parameters
    ----------
    path : Path
        A FeatureCollection in UTF-8.

    Raises
    ------
    InputError
        If the file is missing, too large, not JSON, or not a FeatureCollection of features with a geometry.
    """
    if not path.is_file():
        raise InputError("The file is missing", where=str(path), mend="Put a GeoJSON FeatureCollection there")
    if path.stat().st_size > LARGEST_BYTES:
        raise InputError("The file is larger than 200 MB", where=str(path), mend="Simplify the geometry")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(
            "This is not JSON in UTF-8", where=f"{path}{line}", mend="Save it as GeoJSON in UTF-8"
        ) from error
    except RecursionError as error:
        raise InputError(
            "The brackets are nested too deep", where=str(path), mend="Save it as plain GeoJSON"
        ) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        raise InputError("This is not a FeatureCollection", where=str(path), mend="Wrap the features in one")
    for number, feature in enumerate(features, start=1):
        if not (
            isinstance(feature, dict)
            and isinstance(feature.get("geometry"), dict)
            and isinstance(feature.get("properties") or {}, dict)
        ):
            raise InputError(
                f"Feature {number} has no geometry", where=str(path), mend="Give it one, or take the feature out"
            )
    return [{**feature, "properties": feature.get("properties") or {}} for feature in features]


def write_features(path: Path, features: Iterable[Mapping[str, Any]]) -> None:
    """Write a FeatureCollection, one feature on each line, so that two versions can be compared line by line."""
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for feature in features]
    body = ",\n".join(lines)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8", newline="\n")


def line_feature(points: Iterable[tuple[float, float]], properties: Mapping[str, Any]) -> dict[str, Any]:
    """One LineString feature.

    Examples
    --------
    >>> line_feature([(10, 45), (11, 45)], {"pair": "AA-BB"})["geometry"]
    {'type': 'LineString', 'coordinates': [[10, 45], [11, 45]]}
    """
    return {
        "type": "Feature",
        "properties": dict(properties),
        "geometry": {"type": "LineString", "coordinates": [list(point) for point in points]},
    }
