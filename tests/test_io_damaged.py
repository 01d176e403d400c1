"""What is readable of a damaged file is kept, and what is not is named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapefile_bytes import square, write_dbf, write_shp

from landbase.errors import LandbaseError, SourceError
from landbase.io.formats import read_source
from landbase.io.gdal import read_in_parts
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

WEST, SOUTH = 37_450_000.0, 4_400_000.0


def codes(table: RawTable) -> set[str]:
    return set(table.issues.table["code"])


def rows_of(table: RawTable, code: str) -> list[int]:
    return table.issues.by_code()[code].table["source_row"].tolist()


def shapefile(work: Path, count: int = 5) -> Path:
    path = write_shp(
        work / "a.shp", [[square(WEST + 300 * n, SOUTH)] for n in range(count)]
    )
    cells = [[f"P-{n + 1}".encode()] for n in range(count)]
    write_dbf(work / "a.dbf", [(b"DKBH", "C", 5, 0)], cells)
    return path


def record(number: int) -> int:
    """Where the content of a record of `shapefile` starts: 136 bytes each."""
    return 100 + (8 + 128) * number + 8


# ------------------------------------------------------------------ shapefiles
def test_shapes_cut_short_give_the_whole_ones(work: Path) -> None:
    path = shapefile(work)
    path.write_bytes(path.read_bytes()[:-50])
    (table,) = read_source(path)
    assert table.frame["DKBH"].tolist() == ["P-1", "P-2", "P-3", "P-4"]
    assert {"shapes_damaged", "shapes_cut_short"} <= codes(table)
    assert rows_of(table, "no_shape") == [5]
    parcels, issues = read_parcels(path, category="idle")
    assert (len(parcels), len(issues.set_aside_rows())) == (4, 1)


@pytest.mark.parametrize("offset", [0, 36, 40, 44])
def test_a_broken_record_costs_itself_only(work: Path, offset: int) -> None:
    path = shapefile(work)
    data = bytearray(path.read_bytes())
    data[record(2) + offset : record(2) + offset + 4] = b"\xff\xff\xff\x7f"
    path.write_bytes(bytes(data))
    (table,) = read_source(path)
    assert rows_of(table, "unreadable_geometry") == [3]
    assert [g is None for g in table.geometry] == [False, False, True, False, False]


def test_an_index_of_another_file_is_rebuilt(work: Path) -> None:
    path = shapefile(work)
    index = bytearray(path.with_suffix(".shx").read_bytes())
    index[100:140] = b"\x7f" * 40
    path.with_suffix(".shx").write_bytes(bytes(index))
    (table,) = read_source(path)
    assert "shapes_damaged" in codes(table)
    assert table.frame["DKBH"].tolist() == ["P-1", "P-2", "P-3", "P-4", "P-5"]


def test_a_wrong_length_in_the_header_does_not_matter(work: Path) -> None:
    path = shapefile(work)
    data = path.read_bytes()
    path.write_bytes(data[:24] + b"\x00\xff\xff\xff" + data[28:])
    path.with_suffix(".shx").unlink()
    (table,) = read_source(path)
    assert len(table.geometry) == 5


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_a_prj_with_chinese_names(work: Path, codec: str) -> None:
    from pyproj import CRS

    path = shapefile(work)
    wkt = CRS.from_epsg(4525).to_wkt("WKT1_ESRI")
    named = wkt.replace("CGCS2000_3_Degree_GK_Zone_37", "国家2000三度带37")
    assert "国家" in named
    path.with_suffix(".prj").write_bytes(named.encode(codec) + b',VERTCS["x"]\0')
    parcels, _ = read_parcels(path, category="idle")
    assert len(parcels) == 5


def test_a_prj_without_meaning_is_no_crs(work: Path) -> None:
    path = shapefile(work)
    path.with_suffix(".prj").write_bytes(b"nothing [of] the sort")
    (table,) = read_source(path)
    assert table.crs is None
    assert len(read_parcels(path, category="idle").parcels) == 5


def test_a_crs_without_a_datum_is_not_relied_on(work: Path) -> None:
    path = shapefile(work)
    wkt = (
        'PROJCS["unnamed",GEOGCS["unnamed",DATUM["unknown",SPHEROID["GRS80",6378137,'
        '298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
        'PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",111],'
        'PARAMETER["false_easting",37500000],UNIT["metre",1]]'
    )
    path.with_suffix(".prj").write_text(wkt, encoding="ascii")
    _, issues = read_parcels(path, category="idle")
    assert {"crs_vague", "crs_detected"} <= set(issues.table["code"])


# ------------------------------------------------------------------ other formats
@pytest.fixture(scope="session")
def geodatabase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    boxes = [
        shapely.box(WEST + 300 * n, SOUTH, WEST + 300 * n + 100, SOUTH + 100)
        for n in range(100)
    ]
    cells = {"DKBH": [f"P-{n + 1}" for n in range(100)]}
    frame = gpd.GeoDataFrame(cells, geometry=boxes, crs=4525)
    path = tmp_path_factory.mktemp("库") / "地块.gdb"
    pyogrio.write_dataframe(frame, path, driver="OpenFileGDB")
    return path


def test_a_geodatabase_cut_short_gives_the_features_before(
    geodatabase: Path, work: Path
) -> None:
    copy = work / geodatabase.name
    shutil.copytree(geodatabase, copy)
    tables = list(copy.glob("*.gdbtable"))
    largest = max(tables, key=lambda path: path.stat().st_size)
    data = largest.read_bytes()
    largest.write_bytes(data[: len(data) // 2])
    (table,) = read_source(copy)
    kept = len(table.frame)
    assert 0 < kept < 100
    assert table.frame["DKBH"].tolist() == [f"P-{n + 1}" for n in range(kept)]
    assert rows_of(table, "row_unreadable") == list(range(kept + 1, 101))
    parcels, issues = read_parcels(copy, category="idle")
    assert len(parcels) + len(issues.set_aside_rows()) == 100


def test_text_of_a_geopackage_that_is_no_utf8(work: Path) -> None:
    cells = {"DKBH": ["P-1", "P-2"], "XMMC": ["甲", "乙"]}
    frame = gpd.GeoDataFrame(
        cells, geometry=[shapely.box(110, 39, 111, 40)] * 2, crs=4490
    )
    path = work / "a.gpkg"
    pyogrio.write_dataframe(frame, path, layer="a")
    with closing(sqlite3.connect(path)) as base, base:
        for (name,) in base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE a SET XMMC = CAST(x'bcd7b5d8' AS TEXT) WHERE fid = 1")
        base.execute("UPDATE a SET XMMC = CAST(x'd2d2b5d8' AS TEXT) WHERE fid = 2")
    (table,) = read_source(path)
    assert table.frame["XMMC"].tolist() == ["甲地", "乙地"]
    assert "encoding_chosen" in codes(table)


def test_parts_are_read_around_what_fails() -> None:
    broken = {3, 4, 11}

    def read(start: int, size: int) -> tuple:
        asked = np.arange(start, start + size)
        if broken & set(asked.tolist()):
            raise SourceError("file_missing", path="a")
        return {}, asked, None, [asked]

    salvaged = read_in_parts(read, 16)
    assert salvaged is not None
    assert salvaged.lost.tolist() == [3, 4, 11]
    assert salvaged.read.tolist() == [n for n in range(16) if n not in broken]
    assert salvaged.part[3][0].tolist() == salvaged.read.tolist()


def test_a_layer_in_ruins_is_given_up_in_time() -> None:
    calls = []

    def read(start: int, size: int) -> tuple:
        calls.append((start, size))
        raise SourceError("file_missing", path="a")

    assert read_in_parts(read, 10**9) is None
    assert len(calls) < 2_100


def test_geoparquet(work: Path, shared_data: Path) -> None:
    path = shared_data / "reconcile" / "scotland_oa_17938_declared_hect.parquet"
    parcels, issues = read_parcels(
        path, category="idle", fields={"code": "parcel_id", "hect": "declared_area_m2"}
    )
    assert len(parcels) + len(issues.set_aside_rows()) == 17_938
    (inferred,) = issues.by_code()["area_unit_inferred"].table.to_dict("records")
    assert inferred["value"] == "公顷"
    (work / "a.parquet").write_bytes(b"PAR1 no table PAR1")
    with pytest.raises(SourceError, match=r"a\.parquet cannot be read"):
        read_source(work / "a.parquet")


# ------------------------------------------------------------------ anything at all
CHANGES = st.lists(
    st.tuples(
        st.sampled_from([".shp", ".shx", ".dbf"]),
        st.integers(0, 779),
        st.sampled_from([0, 1, 0x2A, 0x7F, 0x80, 0xFF]),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(CHANGES, st.sampled_from([None, ".shp", ".shx", ".dbf"]), st.integers(0, 700))
def test_any_damage_ends_in_parcels_and_issues_or_in_one_of_our_errors(
    work: Path, changes: list, cut: str | None, size: int
) -> None:
    path = shapefile(work)
    for suffix, position, value in changes:
        part = path.with_suffix(suffix)
        data = bytearray(part.read_bytes())
        data[position % len(data)] = value
        part.write_bytes(bytes(data))
    if cut is not None:
        part = path.with_suffix(cut)
        part.write_bytes(part.read_bytes()[:size])
    try:
        parcels, issues = read_parcels(path, category="idle")
    except LandbaseError:  # a refusal in our words is an answer too
        return
    assert parcels["parcel_id"].is_unique
    (counted,) = issues.by_code()["rows_counted"].table["message_en"]
    aside = len(issues.set_aside_rows())
    assert f"{len(parcels)} kept as parcels, {aside} set aside" in counted
