"""Situations that people report in public, by their kind, with the right value."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyarrow import parquet

from landbase.errors import CRSError, SourceError
from landbase.io.boundary_points.write import write_boundary_points
from landbase.io.formats import read_source
from landbase.io.write import write_parcels
from landbase.parcels.files import check_files
from landbase.parcels.join import join_ledger
from landbase.parcels.ledger import read_ledger
from landbase.parcels.read import read_parcels
from landbase.store.base import LandBase

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.issues import Issues


def told(issues: Issues, code: str) -> pd.DataFrame:
    return issues.table[issues.table["code"] == code].reset_index(drop=True)


def layer(longitudes: list[float], **columns: object) -> gpd.GeoDataFrame:
    shapes = [shapely.box(x, 39.5, x + 0.002, 39.502) for x in longitudes]
    ids = [f"A{number}" for number in range(len(shapes))]
    return gpd.GeoDataFrame({"DKBH": ids, **columns}, geometry=shapes, crs="EPSG:4490")


# ------------------------------------------------------------------ figures of a ledger
def csv(path: Path, *areas: str, more: str = "") -> Path:
    rows = [f"T-{n},甲{n},{area}{more}" for n, area in enumerate(areas, start=1)]
    path.write_text("地块编号,项目名称,面积（亩）\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def mu(ledger: pd.DataFrame) -> list[float | None]:
    areas = (ledger["declared_area_m2"] * 15 / 10_000).round(6)
    return [None if pd.isna(area) else area for area in areas]


@pytest.mark.parametrize(
    ("cells", "read", "code"),
    [
        (('"15,25"', '"1,234"', '"12,5"'), [15.25, 1.234, 12.5], "commas_decimal"),
        (('"1,234.50"', '"12,34"', '"1,000"'), [1234.5, None, 1000.0],
         "commas_thousands"),
        (('"1,234"', "823"), [1234.0, 823.0], "commas_thousands"),
        (('"15,25"', "7.5", '"1,234"'), [None, 7.5, None], "commas_open"),
        (('"15,25"', '"1,234"'), [None, None], "commas_open"),
        (('"0,125"', '"2,75"'), [0.125, 2.75], "commas_decimal"),
        (('"1.234,5"', '"12,5"'), [1234.5, 12.5], "commas_decimal"),
        (('"15，25"', '"12，5"'), [15.25, 12.5], "commas_decimal"),
    ],
)  # fmt: skip
def test_the_column_decides_what_its_commas_mean(
    tmp_path: Path, cells: tuple[str, ...], read: list[float | None], code: str
) -> None:
    ledger, issues = read_ledger(csv(tmp_path / "a.csv", *cells))

    assert mu(ledger) == read
    assert len(told(issues, code)) == 1
    empty = [row for row, area in enumerate(read, start=2) if area is None]
    assert told(issues, "bad_number")["source_row"].tolist() == empty


@pytest.mark.parametrize("more", ["", ",备注", ","])
def test_a_row_that_fell_apart_at_a_comma_is_set_aside(
    tmp_path: Path, more: str
) -> None:
    path = tmp_path / "a.csv"
    head = "地块编号,项目名称,面积（亩）" + (",备注" if more else "")
    rows = [f"T-1,甲,15.5{more}", f"T-2,乙,1,234.50{more}", f"T-3,丙,16{more}"]
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")

    ledger, issues = read_ledger(path)

    assert ledger["parcel_id"].tolist() == ["T-1", "T-3"]
    assert mu(ledger) == [15.5, 16.0]
    shifted = told(issues, "ledger_row_shifted")
    assert shifted["source_row"].tolist() == [3]
    assert shifted["severity"].tolist() == ["error"]


def test_an_unknown_category_is_said_to_be_left_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("地块编号,类别,面积（亩）\nT-1,不明,15\n", "utf-8")

    ledger, issues = read_ledger(path)

    assert ledger["category"].isna().tolist() == [True]
    (row,) = told(issues, "unknown_category_left").to_dict("records")
    assert "该行仍保留" in row["message_zh"]
    assert "unknown_category" not in set(issues.table["code"])


# ------------------------------------------------------------------ Parquet
def test_geometry_of_geoarrow_is_read_with_and_without_its_description(
    tmp_path: Path,
) -> None:
    frame = layer([109.0, 110.0])
    frame.to_parquet(tmp_path / "a.parquet", geometry_encoding="geoarrow")
    table = parquet.read_table(tmp_path / "a.parquet")
    parquet.write_table(table.replace_schema_metadata({}), tmp_path / "b.parquet")
    for name in ("a", "b"):
        parcels = read_parcels(tmp_path / f"{name}.parquet", category="idle").parcels
        same = parcels.geometry.geom_equals(frame.geometry)
        assert same.tolist() == [True, True]
    pd.DataFrame({"DKBH": ["1"]}).to_parquet(tmp_path / "c.parquet")
    with pytest.raises(SourceError, match="no geometry"):
        read_source(tmp_path / "c.parquet")


def test_figures_of_single_precision_read_as_they_print(tmp_path: Path) -> None:
    area = np.array([38198.03, 38198.04], dtype="float32")
    layer([109.0, 110.0], TDMJ=area).to_parquet(tmp_path / "a.parquet")

    parcels = read_parcels(tmp_path / "a.parquet", category="idle").parcels

    assert parcels["declared_area_m2"].tolist() == [38198.03, 38198.04]


# ------------------------------------------------------------------ outside China
@pytest.mark.parametrize("longitudes", [[11.0], [109.0, 11.0], [11.0, 12.0, 109.0]])
def test_a_parcel_elsewhere_is_kept_told_read_and_written(
    tmp_path: Path, longitudes: list[float]
) -> None:
    layer(longitudes).to_file(tmp_path / "a.gpkg")
    away = [n for n, x in enumerate(longitudes, start=1) if x < 73]

    parcels, issues = read_parcels(tmp_path / "a.gpkg", category="idle")
    assert told(issues, "outside_china")["source_row"].tolist() == away
    for suffix in (".gpkg", ".geojson", ".parquet", ".shp"):
        write_parcels(parcels, tmp_path / f"b{suffix}")
    again = read_parcels(tmp_path / "b.gpkg", category="idle").parcels
    assert again["parcel_id"].tolist() == parcels["parcel_id"].tolist()
    names = ", ".join(f"A{row - 1}" for row in away)
    with pytest.raises(CRSError, match=f"outside China .*{names}"):
        write_boundary_points(parcels, tmp_path / "a.txt")


# ------------------------------------------------------------------ boundary points
HEAD = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
带号=37
[地块坐标]
"""
POINTS = """J1,1,4374000,37431000
J2,1,4374100,37431000
J3,1,4374100,37431100
J4,1,4374000,37431100
J1,1,4374000,37431000
"""


@pytest.mark.parametrize("fields", ["水田,旱地,1,2,无", "图斑,,,,", "A,B"])
def test_a_word_is_never_read_as_the_code_of_a_place(work: Path, fields: str) -> None:
    head = f"4,1,P-1,地块,面,图幅,用途,0601,{fields},@\n"
    (work / "红线.txt").write_text(HEAD + head + POINTS, "utf-8")

    parcels, issues = read_parcels(work / "红线.txt", category="idle")

    assert "unknown_banner" not in set(issues.table["code"])
    assert "banner" not in parcels or parcels["banner"].isna().all()
    assert parcels["declared_area_m2"].tolist() == [10_000.0]


def test_head_lines_with_grades_have_their_columns(work: Path) -> None:
    head = "4,1,P-1,地块,面,图幅,用途,0601,图斑类型,水田,8,9,备注,@\n"
    (work / "红线.txt").write_text(HEAD + head + POINTS, "utf-8")
    (table,) = read_source(work / "红线.txt")
    names = ["图斑类型", "地类", "等别前", "等别后", "备注"]
    given = ["图斑类型", "水田", "8", "9", "备注"]
    assert table.frame[names].iloc[0].tolist() == given


def test_ids_come_from_the_names_of_files_where_asked(work: Path) -> None:
    for number in ("44120000319", "44120000567"):
        text = HEAD + "4,1,FID_0,地块,面,,,,@\n" + POINTS
        (work / f"{number}.txt").write_text(text, "utf-8")

    parcels, issues = read_parcels(
        work, category="idle", fields={"source": "parcel_id"}
    )

    assert parcels["parcel_id"].tolist() == ["44120000319", "44120000567"]
    taken = told(issues, "value_from_source")
    assert taken["value"].tolist() == ["44120000319", "44120000567"]
    assert set(taken["severity"]) == {"warning"}


def test_several_rows_of_a_file_get_their_numbers(tmp_path: Path) -> None:
    layer([109.0, 110.0]).to_file(tmp_path / "批次.gpkg")
    result = read_parcels(
        tmp_path / "批次.gpkg", category="idle", fields={"source": "parcel_id"}
    )
    assert result.parcels["parcel_id"].tolist() == ["批次-1", "批次-2"]


# ------------------------------------------------------------------ folders
def test_a_folder_ends_with_the_list_of_its_files(work: Path) -> None:
    layer([109.0, 110.0]).to_file(work / "好.gpkg")
    (work / "坏.gpkg").write_bytes(b"no database")
    (work / "图.dwg").write_bytes(b"AC1032")
    (work / "说明.txt").write_text("请看附件", "utf-8")

    _, issues = read_parcels(work, category="idle")

    (listed,) = told(issues, "folder_listed").to_dict("records")
    assert listed["value"].endswith("好.gpkg (2)")
    for name in ("坏.gpkg", "图.dwg", "说明.txt"):
        assert name in listed["message_zh"]
    assert "source_refused" in set(issues.table["code"])


def test_a_damaged_file_is_told_where_a_layer_is_named_too(work: Path) -> None:
    layer([109.0]).to_file(work / "好.gpkg", layer="甲")
    layer([110.0]).to_file(work / "别.gpkg", layer="乙")
    (work / "坏.gpkg").write_bytes(b"no database")

    _, issues = read_parcels(work, category="idle", layer="甲")

    (refused,) = told(issues, "source_refused")["value"]
    assert "坏.gpkg" in refused


# ------------------------------------------------------------------ joins and bases
@pytest.mark.parametrize("dtype", ["int64", "Int64", "float64", "object"])
def test_ids_that_are_numbers_join(dtype: str) -> None:
    parcels = layer([109.0, 110.0]).rename(columns={"DKBH": "parcel_id"})
    parcels = parcels.assign(parcel_id=["31", "32"], category="idle", source="a")
    parcels["source_row"] = [1, 2]
    ids = pd.Series([31, 32]).astype(dtype)
    ledger = pd.DataFrame({"parcel_id": ids, "name": ["甲", "乙"]})

    joined, _ = join_ledger(parcels, ledger)

    assert joined["name"].tolist() == ["甲", "乙"]


def test_a_base_left_in_wal_mode_is_put_back(tmp_path: Path) -> None:
    path = tmp_path / "库.gpkg"
    LandBase.open(path).close()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")

    LandBase.open(path).close()

    with contextlib.closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_base_held_in_wal_mode_is_warned_of_and_verified(tmp_path: Path) -> None:
    path = tmp_path / "库.gpkg"
    LandBase.open(path).close()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with pytest.warns(match="WAL"):
            base = LandBase.open(path, wait_seconds=0.1)
        assert "verify_wal" in set(base.verify().table["code"])


# ------------------------------------------------------------------ what is said
def test_gdal_writes_nothing_of_odd_cells_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    days = pd.Series(["2022-09-07", "2022-09-08"]).astype("datetime64[ms]")
    layer([109.0, 110.0], PZRQ=days).to_file(tmp_path / "a.gpkg")
    with contextlib.closing(sqlite3.connect(tmp_path / "a.gpkg")) as base:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in base.execute(triggers).fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE a SET PZRQ = '2022年9月8日' WHERE DKBH = 'A0'")
        base.commit()
    capfd.readouterr()

    parcels, issues = read_parcels(tmp_path / "a.gpkg", category="idle")

    assert capfd.readouterr().err == ""
    days_read = parcels["approval_date"].dt.strftime("%Y-%m-%d").tolist()
    assert days_read == ["2022-09-08", "2022-09-08"]
    assert told(issues, "cell_of_other_kind")["value"].tolist() == ["2022年9月8日"]


def test_checking_does_not_say_again_what_reading_said(tmp_path: Path) -> None:
    layer([109.0, 11.0]).to_file(tmp_path / "a.gpkg")

    checked = check_files([tmp_path / "a.gpkg"], category="idle")

    assert told(checked.issues, "outside_china")["source_row"].tolist() == [2]
