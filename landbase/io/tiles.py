"""Tiles of a map from a file: MBTiles and PMTiles, raster or vector, within bounds.

The file is a stranger's: what it says of sizes, zooms and compression is not believed.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import time
import unicodedata
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from itertools import product
from math import asinh, floor, pi, radians, tan
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from landbase.errors import MissingDependencyError, SourceError, warn
from landbase.files import require_regular
from landbase.io.layers import refuse_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = [
    "TILE_FILES",
    "Tile",
    "TileFile",
    "is_sound_picture",
    "open_tiles",
    "picture_kind",
    "unzipped",
]

TILE_FILES = (".mbtiles", ".pmtiles")
MOST_TILES = 4000  # of one zoom within the part that is asked for
MOST_BYTES = 16 * 1024**2  # of one tile or directory, unzipped
MOST_BYTES_IN_ALL = 256 * 1024**2  # of the tiles of one zoom, as they are kept
MOST_BYTES_OF_PLACES = 2 * 1024**2  # of one directory: half a million entries
MOST_PIXELS = 1024  # along a side of a picture
MOST_ZOOM = 22
_SECONDS = 30.0  # of one query, or of the tiles of one zoom
_STEPS = 1000  # of SQLite between two looks at the clock; one may make a megabyte
_GZIP = b"\x1f\x8b"
_SQLITE = b"SQLite format 3\0"
_HEADER = 127  # bytes
_DEPTH = 4  # of directories, as the format has it


class Tile(NamedTuple):
    """Where a tile is, rows counted from the north, and its bytes."""

    zoom: int
    x: int
    y: int
    data: bytes


class _Source(Protocol):
    """What both formats give."""

    def zooms(self) -> tuple[int, int]:
        """Give the first and last zoom."""

    def tiles(self, zoom: int, box: tuple[int, int, int, int]) -> Iterator[Tile]:
        """Give the tiles of a zoom within west, north, east, south."""


@dataclass(frozen=True)
class TileFile:
    """An open file of tiles.

    Attributes
    ----------
    name
        Its file name.
    attribution
        Who is to be named, as text without markup.
    zooms
        First and last zoom that it says it has.
    """

    name: str
    attribution: str
    zooms: tuple[int, int]
    _source: _Source

    def within(
        self, zoom: int, bounds: tuple[float, float, float, float]
    ) -> list[Tile]:
        """Give the tiles of a zoom that meet west, south, east, north in degrees.

        None where they would be more than a page can hold; `SourceError` where they
        take more time or memory than any file may.
        """
        if self.count(zoom, bounds) > MOST_TILES:
            return []
        found, size, until = [], 0, time.monotonic() + _SECONDS
        with _faults(self.name):
            for tile in self._source.tiles(zoom, _tiles_of(zoom, bounds)):
                size += len(tile.data)
                _require_bounded(size, until)
                found.append(tile)
        return found

    def count(self, zoom: int, bounds: tuple[float, float, float, float]) -> int:
        """Count the tiles that there would be, were all there."""
        west, north, east, south = _tiles_of(zoom, bounds)
        return (east - west + 1) * (south - north + 1)


def _require_bounded(size: int, until: float) -> None:
    if size > MOST_BYTES_IN_ALL:
        raise EOFError(f"more than {MOST_BYTES_IN_ALL} bytes")
    if time.monotonic() > until:
        raise EOFError(f"more than {_SECONDS:.0f} s")


def _tiles_of(
    zoom: int, bounds: tuple[float, float, float, float]
) -> tuple[int, int, int, int]:
    """Give the first and last column and row that a box of degrees meets."""
    west, south, east, north = bounds
    across = 1 << zoom

    def column(lon: float) -> int:
        return min(across - 1, max(0, floor((lon + 180) / 360 * across)))

    def row(lat: float) -> int:
        share = (1 - asinh(tan(radians(max(-85.0, min(85.0, lat))))) / pi) / 2
        return min(across - 1, max(0, floor(share * across)))

    return column(west), row(north), column(east), row(south)


@contextmanager
def open_tiles(path: Path) -> Iterator[TileFile]:
    """Open a file of tiles by the ending of its name."""
    require_regular(path)
    if not path.is_file():
        refuse_address(path)
        raise SourceError("file_missing", path=path)
    opened = _open_mbtiles if path.suffix.lower() == ".mbtiles" else _open_pmtiles
    with opened(path) as file:
        yield file


@contextmanager
def _faults(name: str) -> Iterator[None]:
    """Say of whatever a damaged file leads to that it is damaged."""
    try:
        yield
    except SourceError:
        raise
    except (
        sqlite3.Error, zlib.error, gzip.BadGzipFile, EOFError, LookupError,
        OverflowError, TypeError, ValueError, RecursionError,
    ) as error:  # fmt: skip
        said = f"{type(error).__name__}: {error}"
        raise SourceError("tiles_damaged", file=name, error=said) from error


class _MBTiles:
    """The table of an MBTiles file."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection, self._name = connection, name
        self._flipped: bool | None = None

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        until = time.monotonic() + _SECONDS
        self._connection.set_progress_handler(
            lambda: int(time.monotonic() > until), _STEPS
        )
        found, size = [], 0
        for row in self._connection.execute(sql, values):
            size += sum(len(v) for v in row if isinstance(v, bytes | str))
            _require_bounded(size, until)
            found.append(row)
            if len(found) == MOST_TILES:
                break
        return found

    def metadata(self) -> dict[str, str]:
        try:
            rows = self.query("SELECT name, value FROM metadata")
        except sqlite3.OperationalError:  # without that table; the tiles say enough
            return {}
        return {str(name): str(value) for name, value in rows}

    def zooms(self) -> tuple[int, int]:
        (row,) = self.query(
            "SELECT min(zoom_level), max(zoom_level) FROM tiles "
            "WHERE zoom_level BETWEEN 0 AND ?", MOST_ZOOM,
        )  # fmt: skip
        if row[0] is None:
            raise SourceError("tiles_empty", file=self._name)
        return int(row[0]), int(row[1])

    def tiles(self, zoom: int, box: tuple[int, int, int, int]) -> Iterator[Tile]:
        west, north, east, south = box
        last = 2**zoom - 1
        # some count rows from the north, against the standard: all of a file, or none
        for flipped in (False, True) if self._flipped is None else (self._flipped,):
            rows = (north, south) if flipped else (last - south, last - north)
            found = self._found(zoom, west, rows[0], east, rows[1])
            if found:
                break
        if found and flipped and self._flipped is None:
            warn("tiles_flipped", file=self._name)
        if found:
            self._flipped = flipped
        for x, y, data in found:
            if isinstance(data, bytes):
                yield Tile(zoom, x, y if flipped else last - y, data)

    def _found(
        self, zoom: int, west: int, low: int, east: int, high: int
    ) -> list[tuple[Any, ...]]:
        # sorted here: SQLite would lay by what a view makes before its first row
        return sorted(self.query(
            "SELECT tile_column, tile_row, tile_data FROM tiles WHERE zoom_level = ? "
            "AND tile_column BETWEEN ? AND ? AND tile_row BETWEEN ? AND ?",
            zoom, west, east, low, high,
        ), key=itemgetter(0, 1))  # fmt: skip


@contextmanager
def _open_mbtiles(path: Path) -> Iterator[TileFile]:
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            raise SourceError("tiles_misnamed", file=path.name)
    address = path.resolve().as_uri() + "?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        with _faults(path.name):
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            source = _MBTiles(connection, path.name)
            said = _plain(source.metadata().get("attribution", ""))
            zooms = source.zooms()
        yield TileFile(path.name, said, zooms, source)


class _PMTiles:
    """The directories of a PMTiles file."""

    def __init__(self, data: Callable[[int, int], bytes], header: Any) -> None:
        self._data, self._header = data, header
        self._directory = lru_cache(64)(self._read)

    def _read(self, offset: int, length: int) -> Any:
        from pmtiles.tile import deserialize_directory

        packed = self._data(offset, length)
        # so that what is packed is known to be of bounded size
        unzipped(packed, most=MOST_BYTES_OF_PLACES)
        return deserialize_directory(packed)

    def zooms(self) -> tuple[int, int]:
        first, last = self._header["min_zoom"], self._header["max_zoom"]
        if not first <= min(last, MOST_ZOOM):
            raise ValueError(f"zooms from {first} to {last}")
        return first, min(last, MOST_ZOOM)

    def tiles(self, zoom: int, box: tuple[int, int, int, int]) -> Iterator[Tile]:
        west, north, east, south = box
        for x, y in product(range(west, east + 1), range(north, south + 1)):
            data = self._tile(zoom, x, y)
            if data:
                yield Tile(zoom, x, y, data)

    def _tile(self, zoom: int, x: int, y: int) -> bytes | None:
        from pmtiles.tile import find_tile, zxy_to_tileid

        header, tile = self._header, zxy_to_tileid(zoom, x, y)
        offset, length = header["root_offset"], header["root_length"]
        for _ in range(_DEPTH):
            entry = find_tile(self._directory(offset, length), tile)
            if entry is None:
                return None
            if entry.run_length > 0:
                return self._data(
                    header["tile_data_offset"] + entry.offset, entry.length
                )
            offset = header["leaf_directory_offset"] + entry.offset
            length = entry.length
        return None


@contextmanager
def _open_pmtiles(path: Path) -> Iterator[TileFile]:
    try:
        from pmtiles.tile import Compression, deserialize_header
    except ImportError as error:
        raise MissingDependencyError("need_pmtiles") from error
    size = path.stat().st_size
    with path.open("rb") as file:

        def data(offset: int, length: int) -> bytes:
            if not 0 <= length <= MOST_BYTES or offset + length > size:
                raise EOFError(f"{offset} + {length} > {size}")
            file.seek(offset)
            return file.read(length)

        with _faults(path.name):
            head = data(0, min(_HEADER, size))
            if not head.startswith(b"PMTiles\x03"):
                raise SourceError("tiles_misnamed", file=path.name)
            header = deserialize_header(head)
            known = {Compression.NONE, Compression.GZIP}
            if (
                not {header["tile_compression"], header["internal_compression"]}
                <= known
            ):
                raise SourceError("tiles_packed", file=path.name)
            about = json.loads(
                unzipped(data(header["metadata_offset"], header["metadata_length"]))
                or "{}"
            )
            said = about.get("attribution", "") if isinstance(about, dict) else ""
            source = _PMTiles(data, header)
            zooms = source.zooms()
        yield TileFile(path.name, _plain(str(said)), zooms, source)


def unzipped(data: bytes, *, most: int = MOST_BYTES) -> bytes:
    """Unzip bytes that are zipped, up to a bound; a few can unfold to gigabytes."""
    if not data.startswith(_GZIP):
        return data
    reader = zlib.decompressobj(wbits=31)
    whole = reader.decompress(data, most)
    if reader.unconsumed_tail or not reader.eof:
        raise EOFError(f"more than {most} bytes, or an end that is missing")
    return whole


class _Text(HTMLParser):
    """The text of markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


_MOST_SAID = 200  # letters


def _plain(markup: str) -> str:
    """Give the text of an attribution, which is often a link."""
    reader = _Text()
    reader.feed(unescape(markup[: 20 * _MOST_SAID]))
    reader.close()
    said = "".join(sign for sign in "".join(reader.text) if not _is_hidden(sign))
    return " ".join(said.split())[:_MOST_SAID]


def _is_hidden(sign: str) -> bool:
    """Tell controls, marks of direction, and halves of letters."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and not sign.isspace()


def picture_kind(data: bytes) -> str | None:
    """Name the kind of a picture that a page can show, by its first bytes."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def is_sound_picture(data: bytes) -> bool:
    """Tell whether a picture is whole at its ends, and no larger than tiles are."""
    kind = picture_kind(data)
    try:
        if kind == "png":
            size = struct.unpack(">II", data[16:24])
            whole = data.rstrip(b"\0").endswith(b"IEND\xaeB`\x82")
        elif kind == "jpeg":
            size, whole = _size_of_jpeg(data), data.rstrip(b"\0").endswith(b"\xff\xd9")
        elif kind == "webp":
            size = _size_of_webp(data)
            whole = len(data) >= 8 + int.from_bytes(data[4:8], "little")
        else:
            return False
    except (struct.error, IndexError):
        return False
    return whole and all(0 < side <= MOST_PIXELS for side in size)


_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # segments that say the size


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while data[at] == 0xFF:  # noqa: PLR2004 - with which each segment begins
        mark, length = struct.unpack(">BH", data[at + 1 : at + 4])
        if mark in _FRAMES:
            high, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            return wide, high
        at += 2 + length
    return 0, 0


def _size_of_webp(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        wide, high = (int.from_bytes(data[at : at + 3], "little") for at in (24, 27))
        return wide + 1, high + 1
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack("<HH", data[26:30])
    return wide & 0x3FFF, high & 0x3FFF
