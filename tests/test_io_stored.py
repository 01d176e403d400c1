"""What a GeoPackage, a SQLite file or a geodatabase keeps beside what GDAL gives."""

from __future__ import annotations

import contextlib
import math
import sqlite3
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from landbase.errors import SourceError
from landbase.io.bases import is_land_base
from landbase.io.formats import read_source
from landbase.io.stored import Counted, count_rows
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.issues import Issues
    from landbase.parcels.read import ReadResult


def squares(count: int) -> list[shapely.Polygon]:
    return [
        shapely.box(111 + n / 100, 40, 111.005 + n / 100, 40.005) for n in range(count)
    ]


def layer(path: Path, column: str, declared: str, values: list[object]) -> Path:
    """Write a layer, then put values into a column that declares another kind."""
    ids = [f"A-{n}" for n in range(len(values))]
    frame = gpd.GeoDataFrame(
        {"DKBH": ids}, geometry=squares(len(values)), crs="EPSG:4490"
    )
    driver = "SQLite" if path.suffix == ".sqlite" else None
    frame.to_file(path, driver=driver, layer="t")
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        base.create_function("ST_IsEmpty", 1, lambda _: 0)
        for event in ("insert", "update"):
            found = base.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                " AND tbl_name = 't' AND name LIKE ?",
                [f"%{event}%"],
            ).fetchall()
            for (name,) in found:
                base.execute(f'DROP TRIGGER "{name}"')
        base.execute(f'ALTER TABLE t ADD COLUMN "{column}" {declared}')
        for number, value in enumerate(values, start=1):
            sql = f'UPDATE t SET "{column}" = ? WHERE rowid = ?'  # noqa: S608 - ours
            base.execute(sql, [value, number])
    return path


def told(issues: Issues, code: str) -> list[tuple[int, str]]:
    table = issues.table[issues.table["code"] == code]
    return list(zip(table["source_row"], table["value"], strict=True))


def days(result: ReadResult) -> list[str | None]:
    column = result.parcels["approval_date"].dt.strftime("%Y-%m-%d")
    return [None if pd.isna(day) else day for day in column]


@pytest.mark.parametrize("suffix", [".gpkg", ".sqlite"])
def test_texts_among_days_are_read_or_told_by_what_is_stored(
    tmp_path: Path, suffix: str
) -> None:
    stored = ["2022-09-08", "2022年9月8日", "2022.9.10", 20220911, 44812, None]
    path = layer(tmp_path / f"t{suffix}", "批准日期", "DATE", stored)

    result = read_parcels(path, category="idle")

    expected = ["2022-09-08", "2022-09-08", "2022-09-10", "2022-09-11", None, None]
    assert days(result) == expected
    assert told(result.issues, "cell_of_other_kind") == [
        (2, "2022年9月8日"),
        (3, "2022.9.10"),
        (4, "20220911"),
        (5, "44812"),
    ]
    assert told(result.issues, "bad_date") == [(5, "44812")]
    assert "reader_warned" not in set(result.issues.table["code"])


@pytest.mark.parametrize("suffix", [".gpkg", ".sqlite"])
@pytest.mark.parametrize("declared", ["INTEGER", "MEDIUMINT", "REAL", "DOUBLE"])
def test_cells_of_another_kind_keep_their_value(
    tmp_path: Path, suffix: str, declared: str
) -> None:
    stored = [15, 12.5, "15,5", "约15亩", None, 3_000_000_000]
    path = layer(tmp_path / f"t{suffix}", "数", declared, stored)

    (table,) = read_source(path)

    column = table.frame["数"].tolist()
    assert [float(column[0]), float(column[1])] == [15, 12.5]
    assert column[2:4] == ["15,5", "约15亩"]
    assert pd.isna(column[4])
    assert float(column[5]) == 3_000_000_000
    rows = [row for row, _ in told(table.issues, "cell_of_other_kind")]
    assert {3, 4} <= set(rows)
    assert (2 in rows) == (declared in {"INTEGER", "MEDIUMINT"})


def test_a_moment_among_days_stays_a_moment(tmp_path: Path) -> None:
    stored = ["2022-09-08", "2022-09-09T16:00:00Z"]
    path = layer(tmp_path / "t.gpkg", "批准日期", "DATE", stored)

    result = read_parcels(path, category="idle")

    assert days(result) == ["2022-09-08", "2022-09-10"]  # midnight in Beijing
    assert told(result.issues, "day_in_zone") == [(2, "2022-09-09T16:00:00Z")]


def test_columns_that_hold_what_they_declare_are_left_alone(tmp_path: Path) -> None:
    path = layer(tmp_path / "t.gpkg", "数", "INTEGER", [1, 2, 3])

    (table,) = read_source(path)

    assert table.frame["数"].tolist() == [1, 2, 3]
    assert not told(table.issues, "cell_of_other_kind")


def curve(wkb: str) -> bytes:
    """Put a WKB geometry into the envelope of a GeoPackage."""
    return bytes.fromhex("4750000100000000") + bytes.fromhex(wkb)


def test_an_arc_is_told_whatever_the_layer_declares(tmp_path: Path) -> None:
    # a circle of radius 100 m, as CURVEPOLYGON (CIRCULARSTRING (…))
    points = [(0, 0), (100, 100), (200, 0), (100, -100), (0, 0)]
    body = b"".join(
        shapely.to_wkb(shapely.Point(x + 37_450_000, y + 4_400_000))[5:]
        for x, y in points
    )
    ring = b"\1" + (8).to_bytes(4, "little") + len(points).to_bytes(4, "little") + body
    wkb = b"\1" + (10).to_bytes(4, "little") + (1).to_bytes(4, "little") + ring
    path = tmp_path / "t.gpkg"
    box = shapely.box(37_450_000, 4_400_000, 37_450_100, 4_400_100)
    frame = gpd.GeoDataFrame({"DKBH": ["A"]}, geometry=[box], crs="EPSG:4525")
    frame.to_file(path, layer="t")
    (plain,) = read_source(path)
    assert "arcs_parted" not in set(plain.issues.table["code"])
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        names = base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 't'"
        ).fetchall()
        for (name,) in names:
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE t SET geom = ?", [curve(wkb.hex())])

    (table,) = read_source(path)

    assert "arcs_parted" in set(table.issues.table["code"])
    area = shapely.area(table.geometry[0])
    assert area == pytest.approx(math.pi * 100**2, rel=1e-4)


def test_arcs_of_a_geodatabase_are_told(shared_data: Path) -> None:
    path = shared_data / "found" / "reports" / "10c_curves.gdb"
    if not path.exists():
        pytest.skip("the found files are not there")
    (table,) = read_source(path)
    assert "arcs_parted" in set(table.issues.table["code"])


def test_a_damaged_text_that_sqlite_repeats_is_no_other_error(tmp_path: Path) -> None:
    path = tmp_path / "t.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4490).to_file(
        path
    )
    data = path.read_bytes()
    path.write_bytes(data.replace(b"CREATE TABLE", b"CREATE TABL\xff"))
    assert not is_land_base(path)
    assert count_rows(path, "t") == Counted(None, {})
    with pytest.raises(SourceError):
        read_source(path)
