"""Every format gives the same raw tables, and faults in files become issues."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from shapefile_bytes import square, write_dbf, write_shp

from landbase.errors import CRSError, SourceError
from landbase.io.formats import read_source
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

WEST, SOUTH = 37_450_000.0, 4_400_000.0
BOXES = [
    shapely.box(WEST + 300 * n, SOUTH, WEST + 300 * n + 100, SOUTH + 100)
    for n in range(3)
]
FORMATS = {"地块.shp": "ESRI Shapefile", "地块.gpkg": "GPKG", "地块.gdb": "OpenFileGDB"}


def layer(**columns: object) -> gpd.GeoDataFrame:
    cells = {
        "DKBH": ["P-1", "P-2", "P-3"],
        "TDLB": "闲置土地",
        "XMMC": ["一号地", None, "三号地"],
        "MJ": [1.0, np.nan, 1.0],
    }
    return gpd.GeoDataFrame({**cells, **columns}, geometry=BOXES, crs=4525)


def write(frame: gpd.GeoDataFrame, path: Path, **options: str) -> Path:
    driver = FORMATS.get(path.name, options.pop("driver", "GPKG"))
    pyogrio.write_dataframe(frame, path, driver=driver, **options)
    return path


def codes(table: RawTable) -> set[str]:
    return set(table.issues.table["code"])


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_gives_the_same_parcels(work: Path, name: str) -> None:
    parcels, issues = read_parcels(write(layer(), work / name))
    assert parcels["parcel_id"].tolist() == ["P-1", "P-2", "P-3"]
    assert parcels["name"].tolist()[::2] == ["一号地", "三号地"]
    assert parcels["name"].isna().tolist() == [False, True, False]
    assert parcels["declared_area_m2"].tolist()[::2] == [10000.0, 10000.0]
    assert parcels["source"].unique().tolist() == [name]
    assert issues.count("error") == 0


def test_geojson_gives_the_same_parcels(work: Path) -> None:
    path = write(layer().to_crs(4490), work / "地块.geojson", driver="GeoJSON")
    parcels, issues = read_parcels(path)
    assert parcels["parcel_id"].tolist() == ["P-1", "P-2", "P-3"]
    assert issues.count("error") == 0


def test_geojson_in_metres_without_a_crs_is_not_taken_for_degrees(work: Path) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"DKBH": "1"},
            "geometry": shapely.geometry.mapping(BOXES[0]),
        }
    ]
    path = work / "a.json"
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text(text, encoding="utf-8")
    (table,) = read_source(path)
    assert table.crs is None
    assert len(read_parcels(path, category="idle").parcels) == 1


def test_all_polygon_layers_or_the_one_named(work: Path) -> None:
    path = work / "库.gpkg"
    write(layer(), path, layer="批而未供")
    write(layer(), path, layer="闲置土地", append=True)
    points = layer().set_geometry(layer().centroid)
    write(points, path, layer="界址点", append=True)
    first, second = read_source(path)
    assert (first.source, second.source) == ("库.gpkg(批而未供)", "库.gpkg(闲置土地)")
    assert first.issues.by_code()["layers_not_read"].table["value"][0] == "界址点"
    (named,) = read_source(path, layer="闲置土地")
    assert named.source == "库.gpkg(闲置土地)"
    (bare,) = read_source(path, layer="界址点")
    assert set(shapely.get_type_id(bare.geometry)) == {0}


def test_rows_that_are_no_polygons_are_set_aside_with_an_issue(work: Path) -> None:
    path = write(layer().set_geometry(layer().centroid), work / "a.gpkg")
    parcels, issues = read_parcels(path)
    assert len(parcels) == 0
    assert len(issues.by_code()["not_polygon"]) == 3


def test_a_layer_that_is_not_there_is_refused_with_those_that_are(work: Path) -> None:
    for name in FORMATS:
        with pytest.raises(SourceError, match="has no layer '别的'; it has 地块"):
            read_source(write(layer(), work / name), layer="别的")


def test_field_aliases_of_a_geodatabase(shared_data: Path) -> None:
    tables = read_source(shared_data / "filegdb" / "村规空库" / "村庄规划数据库.gdb")
    assert len(tables) == 5
    assert all(len(table.frame) == 0 for table in tables)
    assert tables[0].aliases["BSM"] == "标识码"
    assert tables[0].crs.to_epsg() == 4528


def test_tables_without_geometry_are_no_parcels(shared_data: Path) -> None:
    with pytest.raises(SourceError, match=r"no layer of polygons.*GHZBB"):
        read_source(shared_data / "filegdb" / "村规空库" / "规划表格.gdb")


def test_long_whole_numbers_keep_every_digit(work: Path) -> None:
    long = [1506220180012345678, None, 42]
    path = write(layer(DZJGH=pd.array(long, dtype="Int64")), work / "a.gpkg")
    (table,) = read_source(path)
    assert table.frame["DZJGH"].tolist()[::2] == ["1506220180012345678", "42"]
    assert table.frame["DZJGH"].isna().tolist() == [False, True, False]
    parcels = read_parcels(path).parcels
    assert parcels["supervision_no"].tolist()[0] == "1506220180012345678"


def test_single_precision_numbers_are_those_that_were_written(work: Path) -> None:
    path = write(layer(MJ=np.array([4835.35] * 3, dtype="float32")), work / "a.gpkg")
    (table,) = read_source(path)
    assert table.frame["MJ"].tolist() == [4835.35] * 3


def test_dates_keep_their_times(work: Path) -> None:
    moments = pd.to_datetime(["2021-03-05 08:30", None, "2022-01-01 00:00"])
    (table,) = read_source(write(layer(PZSJ=moments), work / "a.gpkg"))
    # the time of day stays: a column that is kept as it is loses nothing
    assert table.frame["PZSJ"].dtype.kind == "M"
    assert table.frame["PZSJ"].iloc[0] == pd.Timestamp("2021-03-05 08:30")
    assert pd.isna(table.frame["PZSJ"].iloc[1])


def test_heights_are_dropped_and_said_so(work: Path) -> None:
    high = layer().set_geometry(shapely.force_3d(BOXES, z=1300.0), crs=4525)
    (table,) = read_source(write(high, work / "a.gpkg"))
    assert not shapely.has_z(table.geometry).any()
    assert "height_dropped" in codes(table)


def test_open_rings_are_closed_and_named(work: Path) -> None:
    ring = square(WEST, SOUTH)
    write_shp(work / "a.shp", [[square(WEST, SOUTH)], [ring[:-1]], None])
    write_dbf(work / "a.dbf", [(b"DKBH", "C", 5, 0)], [[b"1"], [b"2"], [b"3"]])
    (table,) = read_source(work / "a.shp")
    assert table.issues.by_code()["unclosed_ring"].table["source_row"].tolist() == [2]
    assert shapely.area(table.geometry[1]) == 10_000
    parcels, issues = read_parcels(work / "a.shp", category="idle")
    assert parcels["parcel_id"].tolist() == ["1", "2"]
    assert issues.by_code()["empty_geometry"].table["source_row"].tolist() == [3]


def test_curves_are_read_as_lines_and_never_crash(shared_data: Path) -> None:
    folder = shared_data / "invalid" / "curves"
    for name in ("pyogrio_curvepolygon.gpkg", "pyogrio_multisurface.gpkg"):
        (table,) = read_source(folder / name)
        assert shapely.area(table.geometry[0]) > 0
        assert "arcs_parted" in codes(table)
    (tin,) = read_source(folder / "test_tin.shp")
    assert tin.geometry[0] is None
    assert "unreadable_geometry" in codes(tin)


# ------------------------------------------------------------------ DBF cells
def cells(
    work: Path, kind: str, width: int, decimals: int, *values: bytes
) -> pd.Series:
    write_shp(work / "a.shp", [[square(300 * n, 0)] for n in range(len(values))])
    write_dbf(work / "a.dbf", [(b"A", kind, width, decimals)], [[v] for v in values])
    (table,) = read_source(work / "a.shp")
    return table.frame["A"]


def test_numbers_that_are_none_are_left_as_they_stand(work: Path) -> None:
    assert cells(work, "N", 8, 2, b"    1.50", b"    1,50", b"   abc").tolist() == [
        "1.50",
        "1,50",
        "abc",
    ]


def test_numbers_of_asterisks_are_empty_and_said_so(work: Path) -> None:
    assert cells(work, "N", 8, 2, b"    1.50", b"********").isna().tolist() == [
        False,
        True,
    ]
    (table,) = read_source(work / "a.shp")
    assert "cells_of_stars" in codes(table)


def test_empty_numbers_are_missing_not_zero(work: Path) -> None:
    numbers = cells(work, "N", 8, 2, b"    1.50", b"", b"    0.00")
    assert numbers.isna().tolist() == [False, True, False]
    assert cells(work, "N", 4, 0, b"   7", b"   8").dtype == np.int64


def test_impossible_dates_stay_text_and_become_issues(work: Path) -> None:
    days = cells(work, "D", 8, 0, b"20210305", b"20211399", b"00000000")
    assert days.tolist()[:2] == ["20210305", "20211399"]
    good = cells(work, "D", 8, 0, b"20210305", b"", b"00000000")
    assert good.isna().tolist() == [False, True, True]
    assert good.dtype == "datetime64[s]"


def test_headers_that_repeat_or_are_empty_are_numbered(work: Path) -> None:
    write_shp(work / "a.shp", [[square(0, 0)]])
    fields = [(b"A", "C", 2, 0), (b"A", "C", 2, 0), (b"", "C", 2, 0)]
    write_dbf(work / "a.dbf", fields, [[b"x", b"y", b"z"]])
    (table,) = read_source(work / "a.shp")
    assert table.frame.to_dict("records") == [{"A": "x", "A_2": "y", "field_3": "z"}]


def test_long_text_columns_keep_their_whole_width(work: Path) -> None:
    write_shp(work / "a.shp", [[square(0, 0)]])
    long = "长" * 200
    write_dbf(work / "a.dbf", [(b"A", "C", 400 % 256, 400 // 256)], [[b""]])
    data = (work / "a.dbf").read_bytes()
    body = b" " + long.encode("gbk").ljust(400)
    head = data[:10] + (401).to_bytes(2, "little") + data[12:65]
    (work / "a.dbf").write_bytes(head + body)
    (table,) = read_source(work / "a.shp")
    assert table.frame["A"].tolist() == [long]


def test_records_marked_as_deleted_are_no_rows(work: Path) -> None:
    write_shp(work / "a.shp", [[square(300 * n, 0)] for n in range(3)])
    write_dbf(
        work / "a.dbf", [(b"A", "C", 2, 0)], [[b"1"], [b"2"], [b"3"]], deleted=[1]
    )
    (table,) = read_source(work / "a.shp")
    assert table.frame["A"].tolist() == ["1", "3"]
    assert table.rows.tolist() == [1, 3]


# ------------------------------------------------------------------ broken shapefiles
def shapefile(work: Path, shapes: int = 3, records: int = 3) -> Path:
    path = write_shp(
        work / "a.shp", [[square(WEST + 300 * n, SOUTH)] for n in range(shapes)]
    )
    rows = [[f"P-{n + 1}".encode()] for n in range(records)]
    write_dbf(work / "a.dbf", [(b"DKBH", "C", 5, 0)], rows)
    return path


def test_a_missing_index_is_rebuilt_elsewhere(work: Path) -> None:
    path = shapefile(work)
    path.with_suffix(".shx").unlink()
    before = sorted(p.name for p in work.iterdir())
    (table,) = read_source(path)
    assert table.frame["DKBH"].tolist() == ["P-1", "P-2", "P-3"]
    assert "index_rebuilt" in codes(table)
    assert sorted(p.name for p in work.iterdir()) == before


def test_a_missing_table_leaves_shapes_without_attributes(work: Path) -> None:
    path = shapefile(work)
    path.with_suffix(".dbf").unlink()
    (table,) = read_source(path)
    assert table.frame.shape == (3, 0)
    assert "table_missing" in codes(table)


def test_a_table_with_fewer_records_than_shapes(work: Path) -> None:
    (table,) = read_source(shapefile(work, shapes=3, records=2))
    assert table.frame["DKBH"].isna().tolist() == [False, False, True]
    without = table.issues.by_code()["no_attributes"].table
    assert without["source_row"].tolist() == [3]


def test_a_table_with_more_records_than_shapes_loses_none_in_silence(
    work: Path,
) -> None:
    parcels, issues = read_parcels(
        shapefile(work, shapes=2, records=3), category="idle"
    )
    assert len(parcels) == 2
    assert issues.by_code()["no_shape"].table["source_row"].tolist() == [3]
    counted = issues.by_code()["rows_counted"].table["message_en"][0]
    assert "3 rows read, 2 kept as parcels, 1 set aside" in counted


def test_a_table_cut_short_gives_what_is_there(work: Path) -> None:
    path = shapefile(work)
    data = path.with_suffix(".dbf").read_bytes()
    path.with_suffix(".dbf").write_bytes(data[:-9])
    (table,) = read_source(path)
    assert table.frame["DKBH"].tolist()[0] == "P-1"
    assert {"table_cut_short", "no_attributes"} <= codes(table)


def test_a_table_that_is_no_dbf_leaves_the_shapes(work: Path) -> None:
    path = shapefile(work)
    path.with_suffix(".dbf").write_bytes(b"not a table at all" * 9)
    (table,) = read_source(path)
    assert len(table.geometry) == 3
    assert "table_unreadable" in codes(table)


def test_companions_are_found_in_any_case(work: Path) -> None:
    path = shapefile(work)
    for suffix in (".dbf", ".shx", ".shp"):
        path.with_suffix(suffix).rename(work / f"A{suffix.upper()}")
    (table,) = read_source(work / "A.SHP")
    assert table.frame["DKBH"].tolist() == ["P-1", "P-2", "P-3"]


# ------------------------------------------------------------------ refusals
def test_what_cannot_be_read_is_refused_in_plain_words(work: Path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        read_source(work / "没有.shp")
    with pytest.raises(SourceError, match="holds no file that can be read"):
        read_source(work)
    for name, advice in [
        ("a.xyz", "give one of"),
        ("a.mdb", "File Geodatabase"),
        ("a.rar", "as .zip"),
    ]:
        (work / name).write_bytes(b"x")
        with pytest.raises(SourceError, match=advice):
            read_source(work / name)
        (work / name).unlink()
    (work / "a.gpkg").write_bytes(b"no database")
    with pytest.raises(SourceError, match=r"a\.gpkg cannot be read"):
        read_source(work / "a.gpkg")


def test_real_layers_without_a_usable_crs(shared_data: Path) -> None:
    path = shared_data / "invalid" / "null_crs_gdal.gpkg"
    with pytest.raises(CRSError, match="crs="):
        read_parcels(path, category="idle", fields={"NAME": "parcel_id"})


def test_real_data_windr07(shared_data: Path) -> None:
    path = shared_data / "encoding" / "windr07_gbk_ldid57" / "SampleData.shp"
    parcels, issues = read_parcels(path, category="approved_unsupplied")
    assert parcels["declared_area_m2"].tolist() == [
        109.43,
        14969.76,
        459.73,
        989.25,
        165.2,
    ]
    assert parcels["JHLX"].tolist() == ["面"] * 5
    assert issues.count("error") == 0


def test_what_gdal_cannot_read_is_told_without_a_folder(work: Path) -> None:
    packed = work / "包.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("空.geojson", "{}")
    with pytest.raises(SourceError) as caught:
        read_source(packed)
    assert "空.geojson" in str(caught.value)
    assert "landbase-" not in str(caught.value)  # no temporary folder
    assert "driver" not in str(caught.value)
    assert "已损坏或格式不符" in caught.value.zh


def test_a_damaged_geopackage_is_told_without_sql(work: Path) -> None:
    damaged = work / "半截.gpkg"
    damaged.write_bytes(b"SQLite format 3\0" + b"\x01" * 4000)
    with pytest.raises(SourceError, match=r"半截.gpkg cannot be read: ") as caught:
        read_source(damaged)
    assert "SELECT" not in str(caught.value)
    assert caught.value.zh.startswith("半截.gpkg已损坏或格式不符（")
