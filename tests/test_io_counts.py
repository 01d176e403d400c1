"""Rows counted by another way than the reader's, and stale counts of every part."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from raw_tables import clean, found, raw
from shapefile_bytes import square, write_dbf, write_shp

from landbase.io import gdal
from landbase.io.counts import compare_count, count_json, count_shapes, count_whole
from landbase.io.formats import FORMATS, read_source
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

WEST, SOUTH = 37_450_000.0, 4_400_000.0
DRIVERS = {
    ".gdb": "OpenFileGDB", ".tab": "MapInfo File", ".mif": "MapInfo File",
    ".kml": "LIBKML", ".gml": "GML", ".fgb": "FlatGeobuf", ".sqlite": "SQLite",
    ".geojsonl": "GeoJSONSeq", ".json": "GeoJSON", ".ndjson": "GeoJSONSeq",
}  # fmt: skip
SUFFIXES = [".gpkg", ".shp", ".geojson", ".parquet", *DRIVERS]


def write(path: Path, count: int = 7) -> Path:
    shapes = [
        shapely.box(111 + n / 100, 40, 111.005 + n / 100, 40.005) for n in range(count)
    ]
    frame = gpd.GeoDataFrame(
        {"DKBH": [f"A-{n}" for n in range(count)]}, geometry=shapes, crs="EPSG:4490"
    )
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver=DRIVERS.get(path.suffix))
    return path


def codes(table: RawTable) -> set[str]:
    return set(table.issues.table["code"])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_counted_apart(tmp_path: Path, suffix: str) -> None:
    (table,) = read_source(write(tmp_path / f"t{suffix}"))

    assert (len(table.rows), table.counted) == (7, 7)
    assert "rows_count_differs" not in codes(table)


def test_every_format_read_says_how_it_is_counted() -> None:
    uncounted = {s for s, kind in FORMATS.items() if kind.read and not kind.counted}
    assert not uncounted


def test_rows_that_a_reader_drops_are_an_error_with_both_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "t.gpkg")
    monkeypatch.setattr(gdal, "_EVERY_ROW", "DKBH <> 'A-3'")

    result = read_parcels(path, category="idle")

    (message,) = found(result, "rows_count_differs")["message_en"]
    assert "has 7 rows by another count, but 6 were met" in message
    assert result.issues.count("error") == 1


def test_rows_that_cleaning_drops_are_an_error_with_both_numbers() -> None:
    table = raw(rows=3)
    rows = np.array([1, 2, 3, 4], dtype=np.int64)
    result = clean(replace(table, counted=4, rows=table.rows))
    assert "4 rows read, 3 kept" in found(result, "rows_counted")["message_en"][0]
    compared = compare_count(table, len(rows))
    assert "4 rows by another count, but 3" in compared.issues.table["message_en"][0]


def test_features_of_json_are_counted_whatever_their_attributes_say() -> None:
    text = (
        b'{"type":"FeatureCollection","features":['
        b'{"type":"Feature","properties":{"type":"Feature","x":{"type":"Feature"}},'
        b'"geometry":null},{"type": "Feature","properties":null,"geometry":null}]}'
    )
    assert count_json(text, met=2) == 2
    assert count_json(b'{"type":"Feature","properties":{}}', met=0) == 1
    esri = b'{"geometryType":"esriGeometryPolygon","features":[{},{},{}]}'
    assert count_json(esri, met=1) == 3
    assert count_json(b"{not json", met=1) is None


def test_a_mid_line_may_be_empty(tmp_path: Path) -> None:
    ids = pd.array([1, None, 3, None], dtype="Int64")
    shapes = [
        shapely.box(111 + n / 100, 40, 111.005 + n / 100, 40.005) for n in range(4)
    ]
    shapes[1] = None
    frame = gpd.GeoDataFrame({"DKBH": ids}, geometry=shapes, crs="EPSG:4490")
    frame.to_file(tmp_path / "t.mif", driver="MapInfo File")
    result = read_parcels(tmp_path / "t.mif", category="idle")
    assert result.parcels["parcel_id"].tolist() == ["1", "3"]
    assert count_whole(tmp_path / "t.mif") == 4
    assert not len(found(result, "rows_count_differs"))


def test_a_flatgeobuf_without_an_index_is_walked(tmp_path: Path) -> None:
    path = tmp_path / "t.fgb"
    frame = gpd.read_file(write(tmp_path / "t.gpkg", 20))
    for index in ("YES", "NO"):
        frame.to_file(path, driver="FlatGeobuf", SPATIAL_INDEX=index)
        assert count_whole(path) == 20


# ------------------------------------------------------------------ shapefiles
def shapefile(path: Path) -> Path:
    squares = [[square(WEST + 500 * n, SOUTH)] for n in range(3)]
    write_shp(path, squares)
    cells = [[b"P-1"], [b"P-2"], [b"P-3"]]
    write_dbf(path.with_suffix(".dbf"), [(b"DKBH", "C", 8, 0)], cells)
    return path


def test_an_index_that_leaves_shapes_out_is_made_anew(work: Path) -> None:
    path = shapefile(work / "t.shp")
    index = path.with_suffix(".shx")
    data = index.read_bytes()
    size = int.from_bytes(data[24:28], "big") - 4
    index.write_bytes(data[:24] + size.to_bytes(4, "big") + data[28:-8])

    (table,) = read_source(path)

    assert table.frame["DKBH"].tolist() == ["P-1", "P-2", "P-3"]
    assert "index_stale" in codes(table)
    assert table.counted == 3


def test_records_behind_the_number_stated_are_read(work: Path) -> None:
    path = shapefile(work / "t.shp")
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    data[4:8] = (1).to_bytes(4, "little")
    table.write_bytes(bytes(data))

    (read,) = read_source(path)

    assert read.frame["DKBH"].tolist() == ["P-1", "P-2", "P-3"]
    assert "table_longer" in codes(read)
    assert read.counted == 3


def test_rings_that_turn_the_wrong_way_are_told_apart_by_containment(
    work: Path,
) -> None:
    ring, hole = square(WEST, SOUTH), square(WEST + 20, SOUTH + 20, 20)
    write_shp(work / "t.shp", [[ring[::-1], hole], [square(WEST + 500, SOUTH)]])
    write_dbf(work / "t.dbf", [(b"DKBH", "C", 5, 0)], [[b"1"], [b"2"]])

    (table,) = read_source(work / "t.shp")

    assert shapely.area(table.geometry).tolist() == [9_600.0, 10_000.0]
    turned = table.issues.by_code()["rings_turned"].table["source_row"]
    assert turned.tolist() == [1]


def test_a_table_in_two_layers_is_counted_by_layer(tmp_path: Path) -> None:
    path = tmp_path / "t.gpkg"
    frame = gpd.read_file(write(tmp_path / "one.gpkg", 4))
    for name in ("a", "b"):
        frame.to_file(path, layer=name)
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE gpkg_ogr_contents SET feature_count = 9")

    assert [table.counted for table in read_source(path)] == [4, 4]


def test_an_index_is_believed_only_where_the_records_stand_as_it_says(
    work: Path,
) -> None:
    path = shapefile(work / "t.shp")
    data, index = path.read_bytes(), path.with_suffix(".shx").read_bytes()
    assert count_shapes(data) == count_shapes(data, index) == 3
    assert count_shapes(data, index[:-8]) == 3
    assert count_shapes(data, index + index[-8:]) == 3
    assert count_shapes(data[:-20], index) == 2
    assert count_shapes(data, b"nothing") == 3
