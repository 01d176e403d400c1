"""Reading by columns gives what reading by rows gives, kind by kind."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pandas.testing as pdt
import pytest
import shapely

from landbase.io import gdal
from landbase.io.arrow import Unlike, read_columns
from landbase.io.formats import read_source

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

WIDE = {"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"}  # 64-bit numbers
COLUMNS: dict[str, object] = {
    "text": ["甲", None, " ", "ｱ\u200b"],
    "whole": [1, 2, 3, -4],
    "gaps": pd.array([1, None, 3, 4], dtype="Int64"),
    "long": pd.array([150602001001234567, None, 3, 4], dtype="Int64"),
    "full": [150602001001234567, 2, 3, 4],
    "small": pd.array([1, None, 3, 4], dtype="Int32"),
    "real": [1.5, None, 3.25, -0.0],
    "single": pd.array([38198.03, 1, 2, 3], dtype="float32"),
    "flag": [True, False, True, True],
    "unsaid": pd.array([True, None, False, True], dtype="boolean"),
    "moment": pd.to_datetime(
        ["2021-03-05 01:02:03.004", None, "2022-01-01", "1999-12-31"], format="ISO8601"
    ),
    "zoned": pd.to_datetime(["2021-03-05T00:00:00+08:00", None, None, None]),
    "day": pd.to_datetime(["2021-03-05", None, "2022-01-01", "1999-12-31"]),
    "none": [None, None, None, None],
}


def table_of(names: list[str]) -> gpd.GeoDataFrame:
    shapes = [shapely.box(110 + n, 39, 110.5 + n, 39.5) for n in range(3)]
    frame = pd.DataFrame({name: COLUMNS[name] for name in names}, index=range(4))
    return gpd.GeoDataFrame(frame, geometry=[*shapes, None], crs=4490)


def both_ways(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[RawTable], list[RawTable]]:
    def refuse(*_: object, **__: object) -> None:
        raise Unlike

    by_columns = read_source(path)
    monkeypatch.setattr(gdal, "read_columns", refuse)
    return by_columns, read_source(path)


@pytest.mark.parametrize("suffix", [".gpkg", ".gdb", ".geojson"])
@pytest.mark.parametrize(
    "names",
    [["text", "whole", "gaps", "long", "full", "small", "real", "single", "none"],
     ["text", "flag", "unsaid"], ["text", "day", "moment"], ["zoned", "text"]],
)  # fmt: skip
def test_columns_and_rows_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, names: list[str]
) -> None:
    path = tmp_path / f"t{suffix}"
    driver = {"driver": "OpenFileGDB", **WIDE} if suffix == ".gdb" else {}
    table_of(names).to_file(path, **driver)

    ((one,), (other,)) = both_ways(path, monkeypatch)

    pdt.assert_frame_equal(one.frame, other.frame)
    assert shapely.equals_identical(one.geometry[:3], other.geometry[:3]).all()
    assert one.geometry[3] is None
    assert other.geometry[3] is None
    assert one.rows.tolist() == other.rows.tolist()
    assert one.crs == other.crs
    pdt.assert_frame_equal(one.issues.table, other.issues.table)


def test_text_that_is_not_utf8_is_left_to_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.gpkg"
    table_of(["text", "whole"]).to_file(path)
    base = sqlite3.connect(path)
    triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        base.execute(f'DROP TRIGGER "{name}"')
    base.execute("UPDATE t SET text = CAST(x'B6ABCAA4' AS TEXT) WHERE fid = 1")
    base.commit()
    base.close()

    ((one,), (other,)) = both_ways(path, monkeypatch)

    pdt.assert_frame_equal(one.frame, other.frame)
    pdt.assert_frame_equal(one.issues.table, other.issues.table)
    assert "encoding_chosen" in one.issues.table["code"].tolist()


def test_arcs_are_left_to_rows(shared_data: Path) -> None:
    path = shared_data / "found" / "reports" / "10b_multisurface.gpkg"
    with pytest.raises(Unlike):
        read_columns(path, return_fids=True)
    (table,) = read_source(path)
    assert shapely.get_num_coordinates(table.geometry).max() > 20


def one_column(path: Path, kind: str, cells: list[str | None]) -> None:
    """Write a layer whose only column holds what SQLite lets anyone put there."""
    shapes = [shapely.box(110 + n, 39, 110.5 + n, 39.5) for n in range(len(cells))]
    gpd.GeoDataFrame({"when": ["x"] * len(cells)}, geometry=shapes, crs=4490).to_file(
        path, layer="t"
    )
    base = sqlite3.connect(path)
    triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        base.execute(f'DROP TRIGGER "{name}"')
    base.execute('ALTER TABLE t DROP COLUMN "when"')
    base.execute(f'ALTER TABLE t ADD COLUMN "when" {kind}')
    pairs = [(cell, row) for row, cell in enumerate(cells, start=1)]
    base.executemany('UPDATE t SET "when" = ? WHERE fid = ?', pairs)
    base.commit()
    base.close()


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("DATE", ["2021-03-05", None, "1999-12-31"]),
        ("DATE", ["2021-03-05", "20210305"]),
        ("DATE", ["2021-03-05", "2021-02-30"]),
        ("DATE", ["2021-03-05", ""]),
        ("DATETIME", ["2020-05-01T00:00:00.000Z", None, "2020-05-02T00:00:00.000Z"]),
        ("DATETIME", ["2020-05-01T00:00:00.000Z", "2020-05-01T00:00:00.000"]),
        ("DATETIME", ["2020-05-01T00:00:00.000+08:00", "2020-05-01T01:00:00Z"]),
        ("DATETIME", ["2020-05-01T00:00:00+00:00", "2020-05-01T01:00:00"]),
        ("DATETIME", ["2020-02-30T00:00:00Z", "2020-05-01T01:00:00.5Z"]),
        ("DATETIME", ["2020-05-01", "2020-05-01 01:00:00"]),
        ("DATETIME", ["2020-05-01T24:00:00Z", "0000-00-00T00:00:00"]),
        ("DATETIME", [None, None]),
    ],
)
def test_moments_as_they_are_stored_are_read_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, cells: list[str | None]
) -> None:
    path = tmp_path / "t.gpkg"
    one_column(path, kind, cells)

    ((one,), (other,)) = both_ways(path, monkeypatch)

    pdt.assert_frame_equal(one.frame, other.frame)
    pdt.assert_frame_equal(one.issues.table, other.issues.table)
    assert one.rows.tolist() == other.rows.tolist()


def test_plain_moments_are_read_by_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.gpkg"
    one_column(path, "DATETIME", ["2020-05-01T00:00:00.000Z", None])
    _, _, _, (cells,) = read_columns(path, return_fids=True, datetime_as_string=True)
    assert cells.tolist()[0] == "2020-05-01T00:00:00Z"
