"""Moments that name their offset become days of the bureau; long ids keep digits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio.raw
import pytest
import shapely

import landbase as lb
from landbase.tables.cells import parse_dates

FOUND = Path(__file__).parents[2] / "shared/data/found"
SQUARES = [
    shapely.box(110 + n / 100, 39.9, 110.001 + n / 100, 39.901) for n in range(5)
]


def collection(cells: list[Any], header: str = "批准日期") -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"地块编号": f"T-{number}", header: cell},
            "geometry": shapely.geometry.mapping(shape),
        }
        for number, (cell, shape) in enumerate(zip(cells, SQUARES, strict=False))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def days(result: lb.ReadResult) -> list[str]:
    return list(result.parcels["approval_date"].dt.strftime("%Y-%m-%d"))


def moved(result: lb.ReadResult) -> list[int]:
    table = result.issues.table
    return table["source_row"][table["code"] == "day_in_zone"].tolist()


ALL_UTC = ["2022-09-07T16:00:00.000Z", "2022-09-07T15:59:59Z", None]
MIXED = [
    "2022-09-07T16:00:00Z",
    "2022-09-08T00:00:00+08:00",
    "2022-09-08",
    "2022-09-07T23:30:00+07:00",
]


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl"])
def test_moments_become_days_of_the_zone_in_every_json(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"t{suffix}"
    text = collection(MIXED)
    if suffix == ".geojsonl":
        text = "\n".join(map(json.dumps, json.loads(text)["features"]))
    path.write_text(text, encoding="utf-8")

    result = lb.read_parcels(path, category="idle")

    assert days(result) == ["2022-09-08", "2022-09-08", "2022-09-08", "2022-09-08"]
    told = moved(result)
    assert told == [1, 4]


def test_a_column_all_in_utc_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "t.geojson"
    path.write_text(collection(ALL_UTC), encoding="utf-8")
    result = lb.read_parcels(path, category="idle")

    found = result.parcels["approval_date"]
    assert found.dt.strftime("%Y-%m-%d").tolist()[:2] == ["2022-09-08", "2022-09-07"]
    assert found.isna().tolist() == [False, False, True]
    assert moved(result) == [1]


def test_the_zone_is_that_of_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "t.geojson"
    path.write_text(collection(["2022-09-07T17:00:00Z"]), encoding="utf-8")
    urumqi = lb.Rules.from_toml('[region]\ntime_zone = "Asia/Urumqi"')

    result = lb.read_parcels(path, category="idle", rules=urumqi)
    assert days(result) == ["2022-09-07"]


@pytest.mark.parametrize("suffix", [".parquet", ".gpkg", ".fgb"])
def test_other_formats_keep_the_same_day(tmp_path: Path, suffix: str) -> None:
    moments = pd.to_datetime(["2022-09-07T16:00:00", "2022-09-07T01:00:00"], utc=True)
    frame = gpd.GeoDataFrame(
        {"parcel_id": ["a", "b"], "批准日期": moments, "录入": moments},
        geometry=SQUARES[:2],
        crs=4490,
    )
    path = tmp_path / f"t{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)

    result = lb.read_parcels(path, category="idle")

    parcels = result.parcels.sort_values("parcel_id")  # some formats sort by place
    found = parcels["approval_date"].dt.strftime("%Y-%m-%d")
    assert found.tolist() == ["2022-09-08", "2022-09-07"]
    kept = parcels["录入"].dt.strftime("%Y-%m-%d %H:%M").tolist()
    assert kept == ["2022-09-08 00:00", "2022-09-07 09:00"]


def test_epoch_milliseconds_of_esri_are_read_in_the_zone() -> None:
    path = FOUND / "reports/07c_esri.json"
    if not path.exists():
        pytest.skip("the found files are not here")
    dated = {"PZRQ": "approval_date", "LB": "category"}
    result = lb.read_parcels(path, fields=dated)
    assert days(result) == ["2022-09-08"]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb", ".parquet", ".gdb"])
def test_times_of_day_are_kept_and_written_back(tmp_path: Path, suffix: str) -> None:
    moments = pd.to_datetime(["2023-03-01 08:30:15", "2023-03-02 23:00:00"])
    frame = gpd.GeoDataFrame(
        {"parcel_id": ["a", "b"], "录入时间": moments}, geometry=SQUARES[:2], crs=4490
    )
    frame.to_file(tmp_path / "first.gpkg")
    first = lb.read_parcels(tmp_path / "first.gpkg", category="idle").parcels
    lb.write_parcels(first, tmp_path / f"t{suffix}")
    again = lb.read_parcels(tmp_path / f"t{suffix}", category="idle").parcels

    for found in (first, again):
        found = found.sort_values("parcel_id")  # noqa: PLW2901 - of one order
        np.testing.assert_array_equal(found["录入时间"].to_numpy(), moments.to_numpy())


def test_moments_that_are_none_are_bad() -> None:
    cells = pd.Series(["2022-09-07T25:00:00Z", "2022-13-07T01:00:00Z", "x"])
    assert parse_dates(cells).bad.tolist() == [True, True, True]


LONG = [150622202300000001, 150622202300000002, 9223372036854775807]


@pytest.mark.parametrize(
    "suffix", [".parquet", ".gpkg", ".fgb", ".geojson", ".geojsonl", ".sqlite"]
)
@pytest.mark.parametrize("missing", [False, True])
def test_long_ids_keep_every_digit(tmp_path: Path, suffix: str, missing: bool) -> None:  # noqa: FBT001 - a case
    ids = pd.array([*LONG, None] if missing else LONG, dtype="Int64")
    count = len(ids)
    path = tmp_path / f"t{suffix}"
    frame = gpd.GeoDataFrame({"parcel_id": ids}, geometry=SQUARES[:count], crs=4490)
    if suffix == ".parquet":
        frame.to_parquet(path)
    elif suffix in {".geojson", ".geojsonl"}:
        listed = [None if value is pd.NA else int(value) for value in ids]
        text = collection(listed, "parcel_id").replace('"地块编号"', '"other"')
        if suffix == ".geojsonl":
            text = "\n".join(map(json.dumps, json.loads(text)["features"]))
        path.write_text(text, encoding="utf-8")
    else:
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array(SQUARES[:count], dtype=object)),
            field_data=[np.array([*LONG, 0][:count], dtype=np.int64)],
            field_mask=[np.asarray(ids.isna())],
            fields=["parcel_id"],
            geometry_type="Polygon",
            crs="EPSG:4490",
            driver={".sqlite": "SQLite"}.get(suffix),
        )

    result = lb.read_parcels(path, category="idle")

    assert sorted(result.parcels["parcel_id"]) == sorted(map(str, LONG))


def test_ids_of_the_found_parquet_are_exact() -> None:
    path = FOUND / "reports/09d_ids.parquet"
    if not path.exists():
        pytest.skip("the found files are not here")
    result = lb.read_parcels(path, category="idle")
    assert list(result.parcels["parcel_id"]) == [
        "1506222022012345678",
        "1506222022012345679",
    ]
