"""Moments that name their offset become days of the bureau; long ids keep digits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio.raw
import pytest
import shapely

import landbase as lb
from landbase.parcels.read import ReadResult
from landbase.tables.cells import parse_dates
from landbase.testing import make_parcels

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


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".csv"])
def test_seconds_and_milliseconds_since_1970_are_days_of_the_zone_and_told(
    tmp_path: Path,
    suffix: str,
    quoted: bool,  # noqa: FBT001 - a case
) -> None:
    numbers: list[Any] = [1662566400000, 1662566400, 20220908]
    cells = list(map(str, numbers)) if quoted else numbers
    path = tmp_path / f"t{suffix}"
    if suffix == ".csv":
        rows = [f"T-{n},闲置土地,{cell}" for n, cell in enumerate(cells)]
        path.write_text("\n".join(["地块编号,类别,批准日期", *rows]), encoding="utf-8")
        table, issues = lb.read_ledger(path)
        result = ReadResult(table, issues)
    else:
        text = collection(cells)
        if suffix == ".geojsonl":
            features = json.loads(text)["features"]
            text = "\n".join(json.dumps(feature) for feature in features)
        path.write_text(text, encoding="utf-8")
        result = lb.read_parcels(path, category="idle")

    assert days(result) == ["2022-09-08"] * 3
    assert moved(result) == ([2, 3] if suffix == ".csv" else [1, 2])


def test_days_and_hours_without_marks_are_no_seconds_since_1970() -> None:
    cells = pd.Series([
        "2022090816",
        "202209081630",
        2022090816,
        "99",
        True,
        1.5e9 + 0.5,
    ])
    assert parse_dates(cells, zone=ZoneInfo("Asia/Shanghai")).bad.all()
    assert parse_dates(pd.Series([1662566400000])).bad.all()  # no zone, no guess


def test_offsets_in_hours_alone_are_understood(tmp_path: Path) -> None:
    moments = pd.to_datetime(["2022-09-07T16:00", "2022-09-08T03:00"], utc=True)
    frame = gpd.GeoDataFrame(
        {"DKBH": ["a", "b"], "PZRQ": moments}, geometry=SQUARES[:2], crs=4490
    )
    with pytest.warns(RuntimeWarning, match="DateTime"):
        frame.to_file(tmp_path / "t.shp")  # as text: 2022/09/07 16:00:00+00
    result = lb.read_parcels(tmp_path / "t.shp", category="idle")
    assert days(result) == ["2022-09-08", "2022-09-08"]
    assert moved(result) == [1]


def test_moments_of_mapinfo_are_read(tmp_path: Path) -> None:
    moments = pd.to_datetime(["2022-09-08T08:30:15", None])
    frame = gpd.GeoDataFrame(
        {"DKBH": ["a", "b"], "PZRQ": moments, "BZSJ": moments},
        geometry=SQUARES[:2],
        crs=4490,
    )
    frame.to_file(tmp_path / "t.mif", driver="MapInfo File")
    result = lb.read_parcels(tmp_path / "t.mif", category="idle")
    assert not len(result.issues.of_severity("error", "warning"))
    assert days(result)[0] == "2022-09-08"
    assert result.parcels["BZSJ"].tolist()[0] == moments[0]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet"])
def test_days_that_are_all_at_sixteen_are_doubted(tmp_path: Path, suffix: str) -> None:
    cells = ["2022-09-07 16:00:00", "2023-01-31 16:00:00", None]
    for other in (cells, ["2022-09-07 16:00:00", "2023-01-31 15:00:00", None]):
        frame = gpd.GeoDataFrame(
            {"DKBH": list("abc"), "PZRQ": pd.to_datetime(other), "BZ": other},
            geometry=SQUARES[:3],
            crs=4490,
        )
        path = tmp_path / f"t{suffix}"
        frame.to_parquet(path) if suffix == ".parquet" else frame.to_file(path)
        result = lb.read_parcels(path, category="idle")
        assert days(result)[:2] == ["2022-09-07", "2023-01-31"]
        told = result.issues.table["code"].tolist().count("days_at_sixteen")
        assert told == (other is cells)


def test_a_base_takes_moments_as_days_of_its_zone(tmp_path: Path) -> None:
    parcels = make_parcels(1)
    moments = pd.to_datetime(["2022-09-07T16:00:00Z"])
    with lb.LandBase.open(tmp_path / "b.gpkg") as base:
        base.add(parcels.assign(approval_date=moments))
        kept = base.parcels()["approval_date"]
    assert kept.dt.strftime("%Y-%m-%d").tolist() == ["2022-09-08"]


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


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".json"])
def test_numbers_of_any_length_keep_every_digit_in_json(
    tmp_path: Path, suffix: str
) -> None:
    ids = ["15060219900101800100001", "15060219900101800100002", "9223372036854775808"]
    features = json.loads(collection(["", "", ""]))["features"]
    lines = [
        json.dumps(feature).replace(f'"T-{n}"', ids[n])
        for n, feature in enumerate(features)
    ]
    text = "\n".join(lines)
    if suffix != ".geojsonl":
        text = f'{{"type":"FeatureCollection","features":[{",".join(lines)}]}}'
    (tmp_path / f"t{suffix}").write_text(text, encoding="utf-8")
    result = lb.read_parcels(tmp_path / f"t{suffix}", category="idle")
    assert result.parcels["parcel_id"].tolist() == ids
    assert not len(result.issues.of_severity("error", "warning"))
