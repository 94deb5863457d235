"""GeoJSON in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kerege.domain.errors import InputError
from kerege.files.geojson import line_feature, read_features, write_features


def test_features_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "lines.geojson"
    features = [line_feature([(10.5, 45.25), (11, 46)], {"name": "Чоркӯҳ", "order": i}) for i in range(2)]
    write_features(path, features)
    assert [feature["properties"] for feature in read_features(path)] == [feature["properties"] for feature in features]
    assert read_features(path)[0]["geometry"] == {"type": "LineString", "coordinates": [[10.5, 45.25], [11, 46]]}
    # One feature on each line, after the first.
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4


def test_an_empty_collection_is_one(tmp_path: Path) -> None:
    write_features(tmp_path / "empty.geojson", [])
    assert read_features(tmp_path / "empty.geojson") == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON in UTF-8"),
        (b'{"type": "FeatureCollection",\n "features": [}', r"a.geojson:2: This is not JSON"),
        ('{"name": "\u0416"}'.encode("cp1251"), "not JSON in UTF-8"),
        (b"[]", "not a FeatureCollection"),
        (b'{"type": "Feature"}', "not a FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": {}}', "not a FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": null}]}', "Feature 1 has no geometry"),
        (b'{"type": "FeatureCollection", "features": [7]}', "Feature 1 has no geometry"),
        (b"[" * 200_000, "nested too deep"),
    ],
)
def test_what_is_no_geojson_is_refused_in_one_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_features(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.geojson: The file is missing"):
        read_features(tmp_path / "nothing.geojson")


def test_a_byte_order_mark_and_missing_properties_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(b'\xef\xbb\xbf{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point"}}]}')
    assert read_features(path)[0]["properties"] == {}


def test_nan_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_features(tmp_path / "a.geojson", [line_feature([(float("nan"), 1), (1, 1)], {})])
