"""What a file says of itself is not believed: stale counts, marks in paths."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio
import pytest
import shapely

import landbase as lb

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = [".gpkg", ".gdb", ".geojson", ".fgb", ".shp", ".parquet"]


def parcels(prefix: str, count: int = 5) -> gpd.GeoDataFrame:
    """Make parcels near Hohhot whose ids begin with a prefix."""
    squares = [
        shapely.box(111.0 + 0.01 * n, 40.0, 111.005 + 0.01 * n, 40.005)
        for n in range(count)
    ]
    ids = [f"{prefix}-{n}" for n in range(count)]
    return gpd.GeoDataFrame({"parcel_id": ids}, geometry=squares, crs="EPSG:4490")


def write(frame: gpd.GeoDataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        drivers = {".gdb": "OpenFileGDB"}
        frame.to_file(path, driver=drivers.get(path.suffix))


def ids_in(path: Path) -> list[str]:
    return sorted(lb.read_parcels(path, category="idle").parcels["parcel_id"])


def make_stale(path: Path, count: int) -> None:
    """Let a GeoPackage say another number of rows than it has."""
    with contextlib.closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", [count])


@pytest.mark.parametrize("count", [0, 3, 9])
def test_every_row_of_a_geopackage_is_read_whatever_it_says(
    tmp_path: Path, count: int
) -> None:
    path = tmp_path / "stale.gpkg"
    write(parcels("A"), path)
    make_stale(path, count)

    assert ids_in(path) == [f"A-{n}" for n in range(5)]


def test_every_row_of_a_geodatabase_is_read_whatever_it_says(tmp_path: Path) -> None:
    path = tmp_path / "stale.gdb"
    write(parcels("A"), path)
    table = max(path.glob("*.gdbtable"))
    data = bytearray(table.read_bytes())
    assert struct.unpack_from("<I", data, 4) == (5,)
    struct.pack_into("<I", data, 4, 3)
    table.write_bytes(data)

    assert ids_in(path) == [f"A-{n}" for n in range(5)]


def test_banners_of_a_stale_geopackage_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "banners.gpkg"
    frame = parcels("A", 3).assign(code=["150602", "150621", "150622"])
    write(frame.drop(columns="parcel_id"), path)
    make_stale(path, 1)

    assert list(lb.read_banners(path)["banner"]) == ["150602", "150621", "150622"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("folder", ["!批次", "a!b", "甲;乙", "x.zip!y"])
def test_a_mark_in_a_folder_leads_to_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, folder: str
) -> None:
    write(parcels("RIGHT", 2), tmp_path / "made" / f"t{suffix}")
    (tmp_path / "made").rename(tmp_path / folder)
    others = [tmp_path / folder.rpartition("!")[2], tmp_path / folder.partition(";")[0]]
    for other in {place for place in others if place.name != folder}:
        write(parcels("WRONG", 1), other / f"t{suffix}")
    monkeypatch.chdir(tmp_path)

    for path in (tmp_path / folder / f"t{suffix}", (tmp_path / folder)):
        assert ids_in(path) == ["RIGHT-0", "RIGHT-1"]
    relative = (tmp_path / folder / f"t{suffix}").relative_to(tmp_path)
    assert ids_in(relative) == ["RIGHT-0", "RIGHT-1"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", ["a!b", "a;b"])
def test_a_mark_in_a_name_leads_to_no_other_file(
    tmp_path: Path, suffix: str, name: str
) -> None:
    write(parcels("RIGHT", 2), tmp_path / "plain" / f"t{suffix}")
    for part in (tmp_path / "plain").iterdir():
        part.rename(tmp_path / f"{name}{part.suffix}")
    for other in ("b", "a"):
        write(parcels("WRONG", 1), tmp_path / f"{other}{suffix}")

    assert ids_in(tmp_path / f"{name}{suffix}") == ["RIGHT-0", "RIGHT-1"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", ["!批次/t", "甲;乙/t", "a!b", "a;b"])
def test_what_is_written_lies_where_it_was_asked(
    tmp_path: Path, suffix: str, name: str
) -> None:
    result = tmp_path / "source.gpkg"
    write(parcels("A", 2), result)
    found = lb.read_parcels(result, category="idle").parcels
    target = tmp_path / "out" / f"{name}{suffix}"

    assert lb.write_parcels(found, target) == target

    beside = {part.stem for part in target.parent.iterdir()}
    assert beside == {target.stem}
    assert not [part for part in (tmp_path / "out").iterdir() if part.name == "b"]
    if suffix != ".shp":  # the names of its fields are those of the schema
        assert ids_in(target) == ["A-0", "A-1"]
    if suffix == ".geojson":
        assert pyogrio.list_layers(f"GeoJSON:{target}")[0][0] == target.stem


def test_a_mark_inside_an_archive_leads_to_no_other_file(tmp_path: Path) -> None:
    for folder, prefix in (("批次", "WRONG"), ("!批次", "RIGHT")):
        write(parcels(prefix, 2), tmp_path / folder.strip("!") / "t.gpkg")
        with zipfile.ZipFile(tmp_path / "all.zip", "a") as archive:
            file = tmp_path / folder.strip("!") / "t.gpkg"
            archive.write(file, f"{folder}/t.gpkg")
        file.unlink()

    assert ids_in(tmp_path / "all.zip") == ["RIGHT-0", "RIGHT-1", "WRONG-0", "WRONG-1"]


def test_banners_behind_a_mark_are_those_named(tmp_path: Path) -> None:
    frame = parcels("A", 1).drop(columns="parcel_id")
    write(frame.assign(code=["150602"]), tmp_path / "界线" / "t.gpkg")
    (tmp_path / "界线").rename(tmp_path / "旧!界线")
    write(frame.assign(code=["150621"]), tmp_path / "界线" / "t.gpkg")

    read = lb.read_banners(tmp_path / "旧!界线" / "t.gpkg")
    assert list(read["banner"]) == ["150602"]


def test_a_folder_named_like_a_partition_adds_no_column(tmp_path: Path) -> None:
    path = tmp_path / "year=2022" / "t.parquet"
    write(parcels("A", 1), path)

    assert "year" not in lb.read_parcels(path, category="idle").parcels
