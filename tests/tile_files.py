"""Files of tiles, made in code: pictures that say where they are, and vector tiles."""

from __future__ import annotations

import gzip
import io
import sqlite3
from contextlib import closing
from itertools import product
from typing import TYPE_CHECKING, Any

import mapbox_vector_tile
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write as pmtiles_writer

from landbase.io.tiles import Tile, _tiles_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

AROUND = (106.5, 37.0, 111.5, 41.0)  # degrees


def color_of(zoom: int, x: int, y: int) -> tuple[int, int, int]:
    """The colour by which a picture is known again."""
    return 40 + 15 * (x % 8), 40 + 15 * (y % 8), 10 * zoom


def picture(zoom: int, x: int, y: int, kind: str = "PNG", size: int = 256) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (size, size), color_of(zoom, x, y)).save(file, kind, quality=95)
    return file.getvalue()


def pictures(
    zooms: Iterable[int], kind: str = "PNG", bounds: Any = AROUND
) -> list[Tile]:
    return [
        Tile(zoom, x, y, picture(zoom, x, y, kind))
        for zoom in zooms
        for west, north, east, south in [_tiles_of(zoom, bounds)]
        for x, y in product(range(west, east + 1), range(north, south + 1))
    ]


def vector_tile(layers: Sequence[dict[str, Any]]) -> bytes:
    """A tile with shapes in its own units, y downwards."""
    return gzip.compress(
        mapbox_vector_tile.encode(
            layers, default_options={"y_coord_down": True, "extents": 4096}
        ),
        mtime=0,
    )


def write_mbtiles(
    path: Path, tiles: Iterable[Tile], *, flipped: bool = False, **about: str
) -> Path:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        file.executemany("INSERT INTO metadata VALUES (?, ?)", about.items())
        file.execute(
            "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, "
            "tile_data BLOB)"
        )
        rows = [
            (t.zoom, t.x, t.y if flipped else 2**t.zoom - 1 - t.y, t.data)
            for t in tiles
        ]
        file.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    return path


def write_pmtiles(
    path: Path, tiles: Iterable[Tile], kind: TileType, **about: Any
) -> Path:
    west, south, east, north = (round(value * 1e7) for value in AROUND)
    with pmtiles_writer(str(path)) as file:
        for tile in sorted(tiles, key=lambda t: zxy_to_tileid(t.zoom, t.x, t.y)):
            file.write_tile(zxy_to_tileid(tile.zoom, tile.x, tile.y), tile.data)
        vector = kind == TileType.MVT
        file.finalize(
            {
                "tile_type": kind,
                "tile_compression": Compression.GZIP if vector else Compression.NONE,
                "min_lon_e7": west, "min_lat_e7": south,
                "max_lon_e7": east, "max_lat_e7": north,
                "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
            },
            about,
        )  # fmt: skip
    return path
