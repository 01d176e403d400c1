"""Files of tiles that were crafted: bounded in time and memory, and told in words."""

# ruff: noqa: S608 - statements made here

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import time
import tracemalloc
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from pmtiles.tile import TileType
from tile_files import AROUND, pictures, write_mbtiles, write_pmtiles

from landbase.errors import SourceError
from landbase.io import tiles as tiles_module
from landbase.io.tiles import MOST_ZOOM, open_tiles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Count

SMALL = (109, 39, 110, 40)
# of a PMTiles header: where these stand
_ROOT, _ABOUT, _LEAVES, _ZOOMS, _BOUNDS = 8, 24, 40, 100, 102


@pytest.fixture
def good(work: Path) -> bytes:
    path = write_pmtiles(work / "好.pmtiles", pictures([5], bounds=SMALL), TileType.PNG)
    return path.read_bytes()


def changed(path: Path, good: bytes, at: int, value: bytes, more: bytes = b"") -> Path:
    data = bytearray(good)
    data[at : at + len(value)] = value
    path.write_bytes(bytes(data) + more)
    return path


def varint(number: int) -> bytes:
    made = b""
    while number > 127:
        made += bytes([number & 127 | 128])
        number >>= 7
    return made + bytes([number])


def directory(*entries: Sequence[int]) -> bytes:
    """Pack entries of number, run, length and place as the format has it."""
    said, last = varint(len(entries)), 0
    for number, *_ in entries:
        said += varint(number - last)
        last = number
    for column in (1, 2):
        said += b"".join(varint(entry[column]) for entry in entries)
    return gzip.compress(said + b"".join(varint(entry[3] + 1) for entry in entries))


def with_root(path: Path, good: bytes, root: bytes, *, leaves: bool = False) -> Path:
    """Put another root behind the end; with `leaves`, leaves lie there too."""
    place = struct.pack("<QQ", len(good), len(root))
    changed(path, good, _ROOT, place, root)
    if leaves:
        whole = path.read_bytes()
        changed(path, whole, _LEAVES, struct.pack("<Q", len(good)))
    return path


def read(path: Path, *zooms: int) -> list[int]:
    with open_tiles(path) as file:
        first, last = file.zooms
        assert 0 <= first <= last <= MOST_ZOOM
        return [len(file.within(zoom, AROUND)) for zoom in zooms or (5,)]


def self_leaf() -> bytes:
    """Make a directory whose leaf is itself."""
    length = 0
    while len(made := directory((0, 0, length, 0))) != length:
        length = len(made)
    return made


ROOTS = {
    "a leaf of no bytes": directory((0, 0, 0, 0)),
    "a leaf beyond the end": directory((0, 0, 10_000, 2**40)),
    "a leaf that is itself": self_leaf(),
    "a run without end": directory((0, 2**62, 100, 0)),
    "a number without end": directory((2**63, 1, 100, 0)),
    "a tile beyond the end": directory((0, 2**30, 2**40, 2**50)),
    "more entries than bytes": gzip.compress(varint(2**60)),
    "a million entries": gzip.compress(varint(2**20) + b"\1" * 2**22),
    "entries not in order": gzip.compress(varint(2) + b"\xff" * 30),
    "no entries": gzip.compress(b"\0"),
    "no bytes": b"",
    "not packed": b"\2\1\1\1\1",
}  # fmt: skip


@pytest.mark.parametrize("name", ROOTS)
def test_a_crafted_directory_costs_no_more_than_its_bound(
    work: Path, good: bytes, name: str, count: Count
) -> None:
    leaves = name == "a leaf that is itself"
    path = with_root(work / "坏.pmtiles", good, ROOTS[name], leaves=leaves)
    begun = time.process_time()
    tracemalloc.start()
    try:
        assert read(path, 5, 9)[0] <= 4
    except SourceError as refused:
        assert refused.key == "tiles_damaged"  # noqa: PT017 - may also be read
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 2**28
    assert time.process_time() - begun < 20
    count("crafted files of tiles")


HEADS = {
    "first zoom of 255": (_ZOOMS, b"\xff\x05"),
    "last zoom of 255": (_ZOOMS, b"\x05\xff"),
    "zooms the wrong way": (_ZOOMS, b"\x16\x00"),
    "first zoom beyond all": (_ZOOMS, b"\x17\x17"),
    "bounds beyond all": (_BOUNDS, struct.pack("<4i", -(2**31), 2**31 - 1, -1, 0)),
    "leaves beyond the end": (_LEAVES, struct.pack("<Q", 2**64 - 1)),
    "a root beyond the end": (_ROOT, struct.pack("<QQ", 2**63, 2**10)),
    "a root without end": (_ROOT, struct.pack("<QQ", 127, 2**64 - 1)),
    "a text without end": (_ABOUT, struct.pack("<QQ", 127, 2**63)),
    "packed as none is": (98, b"\x07"),
    "of a kind there is not": (99, b"\x09"),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_a_crafted_header_is_read_or_refused(
    work: Path, good: bytes, name: str, count: Count
) -> None:
    path = changed(work / "坏.pmtiles", good, *HEADS[name])
    try:
        assert read(path, 0, 5, 22)[1] == 1
    except SourceError as refused:
        assert refused.key == "tiles_damaged"  # noqa: PT017 - may also be read
    count("crafted files of tiles")


TEXTS = {
    "markup": "<img src=x onerror=alert(1)><a href=javascript:alert(1)>图</a>",
    "markup written twice": "&lt;script&gt;图&lt;/script&gt;",
    "half a letter": "图\ud800",
    "controls and directions": "\u202e\u0000\u001b图\u200b",
    "long": "图" * 100_000,
    "another kind": [["图"]],
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_file_says_of_itself_is_plain_text(
    work: Path, good: bytes, name: str, count: Count
) -> None:
    about = json.dumps({"attribution": TEXTS[name], "name": TEXTS[name]}).encode()
    place = struct.pack("<QQ", len(good), len(about))
    path = changed(work / "名.pmtiles", good, _ABOUT, place, about)
    with open_tiles(path) as file:
        said = file.attribution
    assert "图" in said
    assert len(said.encode("utf-8")) < 1000
    assert said.isprintable()
    assert "<" not in said
    count("crafted files of tiles")


@pytest.mark.parametrize(
    "about", [b"[" * 10**5, b"\xff\xfe", b"{", gzip.compress(b"[" * 2**25)]
)
def test_a_text_that_is_none_is_told(work: Path, good: bytes, about: bytes) -> None:
    place = struct.pack("<QQ", len(good), len(about))
    path = changed(work / "名.pmtiles", good, _ABOUT, place, about)
    with pytest.raises(SourceError) as refused:
        read(path)
    assert refused.value.key == "tiles_damaged"


_NUMBERS = (
    "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
    "SELECT i FROM n)"
)
TABLES = {
    "zooms below nought": "UPDATE tiles SET zoom_level = -5",
    "a zoom of 64 bits": "UPDATE tiles SET zoom_level = 9223372036854775807",
    "a zoom of words": "UPDATE tiles SET zoom_level = '深'",
    "a zoom of bytes": "UPDATE tiles SET zoom_level = x'00'",
    "a zoom of 300 digits": "UPDATE tiles SET zoom_level = 1e300",
    "a zoom without end": "UPDATE tiles SET zoom_level = 9e999",
    "rows of words": "UPDATE tiles SET tile_row = '行'",
    "rows between rows": "UPDATE tiles SET tile_row = tile_row + 0.5",
    "no pictures": "UPDATE tiles SET tile_data = NULL",
    "pictures of words": "UPDATE tiles SET tile_data = '图'",
    "words of words": "UPDATE metadata SET name = x'00', value = x'ff'",
    "a view that makes gigabytes": "ALTER TABLE tiles RENAME TO t; CREATE VIEW tiles "
    "AS SELECT zoom_level, tile_column, tile_row, randomblob(1000000) AS tile_data "
    f"FROM t, {_NUMBERS}",
    "words that make gigabytes": "INSERT INTO metadata SELECT 'attribution', "
    f"hex(zeroblob(4000000)) FROM {_NUMBERS} LIMIT 60",
    "a view that is itself": "DROP TABLE tiles; CREATE VIEW tiles AS SELECT * FROM u; "
    "CREATE VIEW u AS SELECT * FROM tiles",
    "a function of none": "DROP TABLE metadata; CREATE VIEW metadata AS SELECT "
    "load_extension('x') AS name, readfile('/etc/passwd') AS value",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_crafted_table_is_bounded_and_told(
    work: Path, name: str, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles_module, "MOST_BYTES_IN_ALL", 2**25)
    path = write_mbtiles(
        work / "表.mbtiles", pictures([5], bounds=SMALL), attribution="图"
    )
    with closing(sqlite3.connect(path)) as file:
        file.executescript(TABLES[name])
        file.commit()
    tracemalloc.start()
    try:
        assert read(path, 0, 5, 22)[0] == 0
    except SourceError as refused:
        assert refused.key in {"tiles_damaged", "tiles_empty"}  # noqa: PT017
    finally:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 2**28
    count("crafted files of tiles")


def test_tiles_that_are_one_and_the_same_are_counted_each(
    work: Path, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run lets four thousand tiles be the same megabytes of a small file."""
    monkeypatch.setattr(tiles_module, "MOST_BYTES_IN_ALL", 10**5)
    path = with_root(work / "一.pmtiles", good, directory((0, 2**40, 800, 0)))
    path.write_bytes(path.read_bytes() + bytes(1000))
    assert read(path, 5) == [2]
    with pytest.raises(SourceError) as refused:
        read(path, 10)
    assert refused.value.key == "tiles_damaged"
