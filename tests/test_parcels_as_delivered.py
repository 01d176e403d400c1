"""Folders, Parquet columns and declared areas as bureaus deliver them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from pyarrow import parquet

import landbase as lb
from landbase.units import from_m2

FOUND = Path(__file__).parents[2] / "shared/data/found/files"
POINTS = """[地块坐标]
4,1.0000,甲-1,示例,面,,,,@
J1,1,4351000.0,36500000.0
J2,1,4351000.0,36500100.0
J3,1,4350900.0,36500100.0
J4,1,4350900.0,36500000.0
"""


def squares(count: int = 3) -> gpd.GeoDataFrame:
    sides = 0.0008 + 0.00001 * np.arange(count)
    shapes = [
        shapely.box(110 + n / 100, 39.9, 110 + n / 100 + side, 39.9 + side)
        for n, side in enumerate(sides)
    ]
    ids = [f"P-{n}" for n in range(count)]
    return gpd.GeoDataFrame({"parcel_id": ids}, geometry=shapes, crs=4490)


def codes(result: lb.ReadResult) -> set[str]:
    return set(result.issues.table["code"])


def told(result: lb.ReadResult, code: str) -> str:
    table = result.issues.table
    return " ".join(table["value"][table["code"] == code])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a shapefile and what lies beside one."""
    inside = tmp_path / "batch"
    inside.mkdir()
    squares().to_file(inside / "a.shp")
    return inside


def test_a_folder_names_what_it_does_not_read(folder: Path) -> None:
    for name in ("z.dwg", "x.rar", "w.7z", "y.mdb", "v.vct", "t.e00", "l.xlsx"):
        (folder / name).write_bytes(b"data\n")
    for name in ("readme.txt", "scan.pdf", "a.qml", "Thumbs.db"):
        (folder / name).write_bytes(b"data\n")

    result = lb.read_parcels(folder, category="idle")

    assert len(result.parcels) == 3
    not_read = told(result, "source_not_read")
    names = ("z.dwg", "x.rar", "w.7z", "y.mdb", "v.vct", "t.e00", "l.xlsx")
    assert [name for name in names if name not in not_read] == []
    others = told(result, "files_not_looked_at")
    assert others == "batch/readme.txt；batch/scan.pdf"


def test_boundary_points_without_section_marks_are_read_in_a_folder(
    folder: Path,
) -> None:
    plain = POINTS.replace("[地块坐标]\n", "")
    (folder / "b.txt").write_text(plain, encoding="utf-8")
    (folder / "c.txt").write_text(
        "说明：示例。" * 1000 + "\n" + POINTS, encoding="utf-8"
    )

    result = lb.read_parcels(folder, category="idle", crs=None)

    sources = set(result.issues.table["source"])
    assert {"batch/b.txt", "batch/c.txt"} <= sources
    assert "files_not_looked_at" not in codes(result)


def test_a_shapefile_alone_in_its_folder_has_nothing_to_tell(folder: Path) -> None:
    result = lb.read_parcels(folder, category="idle")
    assert not codes(result) & {
        "source_not_read",
        "source_refused",
        "files_not_looked_at",
    }


def test_a_folder_of_unreadable_kinds_says_what_to_do(tmp_path: Path) -> None:
    inside = tmp_path / "only"
    inside.mkdir()
    (inside / "a.dwg").write_bytes(b"AC1032")
    with pytest.raises(lb.SourceError, match="dxf"):
        lb.read_parcels(inside, category="idle")


def test_a_folder_linked_to_itself_is_read_once(folder: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "deep").mkdir()
    (folder / "deep" / "up").symlink_to(folder.parent, target_is_directory=True)
    (folder / "b.shp").symlink_to(folder / "a.shp")

    result = lb.read_parcels(folder, category="idle")

    assert len(result.parcels) == 3
    assert "repeated_row" not in codes(result)


def test_a_link_to_what_has_gone_is_named(folder: Path) -> None:
    (folder / "gone.geojson").symlink_to(folder / "nowhere.geojson")
    result = lb.read_parcels(folder, category="idle")
    assert len(result.parcels) == 3
    assert "gone.geojson" in told(result, "source_refused")


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson", ".parquet", ".txt"])
def test_a_file_that_another_program_holds_is_told_and_the_rest_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    held = folder / f"held{suffix}"
    held.write_text("[属性描述]", encoding="utf-8")
    whole = Path.open

    def refuse(self: Path, *given: Any, **options: Any) -> Any:
        if self.name == held.name:
            raise PermissionError(13, "Permission denied")
        return whole(self, *given, **options)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(lb.SourceError, match=r"cannot open .*no right to it"):
        lb.read_parcels(held, category="idle")
    result = lb.read_parcels(folder, category="idle")
    assert len(result.parcels) == 3
    assert held.name in told(result, "source_refused")


def nested(path: Path) -> None:
    """Write parcels with a covering and columns of lists, structures and bytes."""
    squares().to_parquet(path, write_covering_bbox=True)
    table = parquet.read_table(path)
    more = {
        "tags": pa.array([["甲", "乙"], [], None]),
        "pair": pa.array([{"a": 1, "b": "丙"}, None, {"a": 2, "b": None}]),
        "deep": pa.array([[[1], [2, 3]], None, []]),
        "raw": pa.array([b"\xff", b"", None]),
        "map": pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())),
        "word": pa.array(["x", "y", None]).dictionary_encode(),
    }
    for name, column in more.items():
        table = table.append_column(name, column)
    parquet.write_table(table, path)


def test_nested_columns_become_text_and_coverings_are_left_out(tmp_path: Path) -> None:
    nested(tmp_path / "t.parquet")

    parcels = lb.read_parcels(tmp_path / "t.parquet", category="idle").parcels

    assert not {"bbox", "raw"} & set(parcels.columns)
    assert parcels["tags"].tolist()[0] == "甲、乙"
    assert parcels["pair"].tolist()[0] == '{"a": 1, "b": "丙"}'
    assert parcels["deep"].tolist()[0] == "[[1], [2, 3]]"
    assert pd.isna(parcels["tags"][2])
    assert parcels["word"].tolist()[:2] == ["x", "y"]
    lb.write_parcels(parcels, tmp_path / "again.gpkg")


@pytest.mark.parametrize(
    ("unit", "header"), [("mu", "面积（亩）"), ("ha", "面积（公顷）")]
)
@pytest.mark.parametrize("how", [np.round, np.floor, np.ceil])
def test_rounding_of_declared_areas_is_no_difference(
    tmp_path: Path, unit: str, header: str, how: object
) -> None:
    frame = squares(40)
    figures = from_m2(lb.ellipsoidal_area(frame.geometry), unit).to_numpy()
    frame[header] = how(figures * 100) / 100  # type: ignore[operator]
    frame.to_file(tmp_path / "t.gpkg")

    result = lb.read_parcels(tmp_path / "t.gpkg", category="idle")

    assert "declared_area_differs" not in codes(result)


@pytest.mark.parametrize(
    ("unit", "header"), [("mu", "面积（亩）"), ("ha", "面积（公顷）")]
)
def test_what_rounding_does_not_explain_is_still_told(
    tmp_path: Path, unit: str, header: str
) -> None:
    frame = squares(40)
    area = lb.ellipsoidal_area(frame.geometry)
    area[7] += 150
    frame[header] = np.round(from_m2(area, unit), 2)
    frame.to_file(tmp_path / "t.gpkg")

    table = lb.read_parcels(tmp_path / "t.gpkg", category="idle").issues.table

    rows = table["source_row"][table["code"] == "declared_area_differs"]
    assert rows.tolist() == [8]


def test_round_figures_of_few_rows_are_no_coarse_printing(tmp_path: Path) -> None:
    frame = squares(2)
    frame["面积（亩）"] = np.round(from_m2(lb.ellipsoidal_area(frame.geometry), "mu"))
    frame.to_file(tmp_path / "t.gpkg")

    result = lb.read_parcels(tmp_path / "t.gpkg", category="idle")
    assert "declared_area_differs" in codes(result)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("bbox_covering.parquet", 4),
        ("list_column.parquet", 4),
        ("folder_skips_silently", 3),
        ("declared_mu_2_decimals.gpkg", 40),
        ("declared_ha_2_decimals.gpkg", 40),
    ],
)
def test_found_files_are_read(name: str, count: int) -> None:
    if not (FOUND / name).exists():
        pytest.skip("the found files are not here")
    result = lb.read_parcels(FOUND / name, category="idle")
    assert len(result.parcels) == count
    assert "declared_area_differs" not in codes(result)
