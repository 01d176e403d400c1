"""Files of tiles, as made and as strangers damage them."""

from __future__ import annotations

import gzip
import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import TileType
from tile_files import (
    AROUND,
    picture,
    pictures,
    vector_tile,
    write_mbtiles,
    write_pmtiles,
)

from landbase.errors import LandbaseWarning, SourceError
from landbase.io.tiles import (
    MOST_BYTES,
    Tile,
    _tiles_of,
    is_sound_picture,
    open_tiles,
    picture_kind,
    unzipped,
)
from landbase.io.vector_tiles import read_vector_tile

if TYPE_CHECKING:
    from pathlib import Path

BOMB = gzip.compress(bytes(20 * MOST_BYTES))


def test_the_whole_world_is_one_tile_and_then_four() -> None:
    assert _tiles_of(0, (-180, -85, 180, 85)) == (0, 0, 0, 0)
    assert _tiles_of(1, (-179, 1, -1, 80)) == (0, 0, 0, 0)  # north west
    assert _tiles_of(1, (1, -80, 179, -1)) == (1, 1, 1, 1)
    assert _tiles_of(2, (-180, -85, 180, 85)) == (0, 0, 3, 3)


@given(st.integers(0, 22), st.floats(-180, 180), st.floats(-85, 85))
def test_every_place_is_in_one_tile(zoom: int, lon: float, lat: float) -> None:
    west, north, east, south = _tiles_of(zoom, (lon, lat, lon, lat))
    assert (west, north) == (east, south)
    assert 0 <= west < 2**zoom
    assert 0 <= north < 2**zoom


@pytest.mark.parametrize("ending", ["mbtiles", "pmtiles"])
def test_tiles_come_as_they_were_written(work: Path, ending: str) -> None:
    tiles = pictures(range(4, 7))
    said = '<a href="https://example.org">© 某局</a> &amp; 某院'
    path = work / f"底 图.{ending}"
    if ending == "mbtiles":
        write_mbtiles(path, tiles, attribution=said)
    else:
        write_pmtiles(path, tiles, TileType.PNG, attribution=said)
    with open_tiles(path) as file:
        assert file.zooms == (4, 6)
        assert file.attribution == "© 某局 & 某院"
        for zoom in range(4, 7):
            found = {tile[:3]: tile.data for tile in file.within(zoom, AROUND)}
            assert found == {t[:3]: t.data for t in tiles if t.zoom == zoom}
        assert file.within(5, (0, 0, 1, 1)) == []


def test_rows_counted_from_the_north_are_found_and_told(work: Path) -> None:
    tiles = pictures([6])
    path = write_mbtiles(work / "a.mbtiles", tiles, flipped=True)
    with open_tiles(path) as file, pytest.warns(LandbaseWarning, match="自北向南"):
        found = file.within(6, AROUND)
    assert {tile[:3] for tile in found} == {tile[:3] for tile in tiles}


def broken(path: Path, how: str) -> Path:
    """A file that is not what it says."""
    if how == "text":
        path.write_text("no tiles", "utf-8")
    elif how == "cut":
        write_pmtiles(path.with_suffix(".pmtiles"), pictures([5]), TileType.PNG)
        whole = path.with_suffix(".pmtiles").read_bytes()
        path.write_bytes(whole[: len(whole) // 3])
    elif how == "head":
        path.write_bytes(b"PMTiles\x03" + bytes(40))
    elif how == "empty":
        path.write_bytes(b"")
    return path


@pytest.mark.parametrize(
    ("name", "how", "key"),
    [
        ("a.mbtiles", "text", "tiles_misnamed"),
        ("a.mbtiles", "empty", "tiles_misnamed"),
        ("a.pmtiles", "text", "tiles_misnamed"),
        ("a.pmtiles", "empty", "tiles_misnamed"),
        ("a.pmtiles", "head", "tiles_damaged"),
        ("a.pmtiles", "cut", "tiles_damaged"),
    ],
)
def test_what_is_no_file_of_tiles_is_refused(
    work: Path, name: str, how: str, key: str
) -> None:
    path = broken(work / name, how)

    def read() -> None:
        with open_tiles(path) as file:
            file.within(5, AROUND)

    with pytest.raises(SourceError) as refused:
        read()
    assert refused.value.key == key


def test_a_missing_file_and_an_address(work: Path) -> None:
    for path in (work / "none.mbtiles", work / "none.pmtiles"):
        with pytest.raises(SourceError, match="none"), open_tiles(path):
            pass


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE other (a)",
        "CREATE TABLE tiles (a)",
        "CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)",
        "CREATE TABLE t (zoom_level INT, tile_column INT, tile_row INT, tile_data)",
    ],
)
def test_a_database_of_something_else(work: Path, schema: str) -> None:
    path = work / "a.mbtiles"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(schema)
    with pytest.raises(SourceError), open_tiles(path):
        pass


def test_a_view_that_never_ends_is_stopped(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landbase.io.tiles._SECONDS", 0.2)
    path = work / "a.mbtiles"
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n) SELECT i AS zoom_level, i AS tile_column, "
            "i AS tile_row, x'00' AS tile_data FROM n"
        )
    with pytest.raises(SourceError, match="interrupted"), open_tiles(path):
        pass


def test_a_few_bytes_do_not_unfold_without_bound() -> None:
    assert unzipped(gzip.compress(b"abc")) == b"abc"
    assert unzipped(b"abc") == b"abc"
    with pytest.raises(EOFError):
        unzipped(BOMB)
    assert read_vector_tile(Tile(5, 0, 0, BOMB)) is None


def test_a_directory_that_unfolds_without_bound_is_refused(work: Path) -> None:
    path = write_pmtiles(work / "a.pmtiles", pictures([5]), TileType.PNG)
    data = bytearray(path.read_bytes())
    data[8:24] = struct.pack("<QQ", len(data), len(BOMB))  # where the root lies
    path.write_bytes(bytes(data) + BOMB)
    with pytest.raises(SourceError) as refused, open_tiles(path) as file:
        file.within(5, AROUND)
    assert refused.value.key == "tiles_damaged"


@given(st.data())
def test_a_damaged_file_never_raises_something_else(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    ending = data.draw(st.sampled_from(["mbtiles", "pmtiles"]))
    path = folder / f"a.{ending}"
    tiles = pictures([5], bounds=(109, 39, 110, 40))
    if ending == "mbtiles":
        write_mbtiles(path, tiles)
    else:
        write_pmtiles(path, tiles, TileType.PNG)
    content = bytearray(path.read_bytes())
    most = min(len(content) - 1, 700)
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, most), st.integers(0, 255)), max_size=6)
    ):
        content[at] = value
    path.write_bytes(content)
    try:
        with open_tiles(path) as file:
            for zoom in range(max(0, file.zooms[0]), min(8, file.zooms[1]) + 1):
                file.within(zoom, AROUND)
    except (SourceError, LandbaseWarning):
        return


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_told_from_what_is_none(kind: str) -> None:
    whole = picture(5, 1, 1, kind)
    assert picture_kind(whole) == kind.lower()
    assert is_sound_picture(whole)
    assert is_sound_picture(picture(5, 1, 1, kind, 512))
    assert not is_sound_picture(whole[: len(whole) // 2])
    assert not is_sound_picture(whole[:13])
    assert not is_sound_picture(picture(5, 1, 1, kind, 2000))
    assert not is_sound_picture(b"<svg onload='alert(1)'></svg>")


def test_shapes_of_a_vector_tile_lie_where_they_are() -> None:
    tile = vector_tile([
        {
            "name": "water",
            "features": [
                {
                    "geometry": "POLYGON((0 0, 4096 0, 4096 4096, 0 4096, 0 0))",
                    "properties": {"kind": "lake"},
                },
                {"geometry": "POINT(2048 2048)", "properties": {"name": "湖"}},
                {"geometry": "LINESTRING(0 0, 4096 4096)", "properties": {}},
            ],
        }
    ])
    shapes = read_vector_tile(Tile(1, 1, 0, tile))
    assert shapes is not None
    area, point, line = shapes
    assert area.kind == "polygon"
    west, south = area.parts[0].min(axis=0)
    east, north = area.parts[0].max(axis=0)
    assert (west, east) == (0, 180)
    assert south == pytest.approx(0)
    assert north == pytest.approx(85.0511, abs=1e-4)
    assert point.parts[0][0] == pytest.approx([90, 66.5133], abs=1e-4)
    assert line.kind == "line"
    assert line.parts[0][0] == pytest.approx([0, 85.0511], abs=1e-4)  # the north west
    assert read_vector_tile(Tile(1, 1, 0, b"\xff\xff no tile")) is None
    assert read_vector_tile(Tile(1, 1, 0, tile[:20])) is None
