"""Is a file a land base? Told by what is in it, whatever its name is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from landbase.errors import SourceError
from landbase.files import why_blocked

__all__ = [
    "APPLICATION_ID",
    "META_TABLE",
    "is_address",
    "is_land_base",
    "land_base_version",
    "read_only",
    "refuse_to_overwrite",
]

APPLICATION_ID = 0x47504B47  # "GPKG"
META_TABLE = "landbase_meta"
OWN_LAYERS = frozenset({"parcels", "parcels_current"})

_SCHEMES = ("postgresql://", "postgres://")
_SQLITE = b"SQLite format 3\0"
_WAL_MARKS = slice(18, 20)  # how the file is to be written and read
_HEAD = 72  # bytes; the last four are the application id
_IS_TABLE = "SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table'"
_SQL = "SELECT value FROM landbase_meta WHERE key = 'schema_version'"


def is_address(place: object) -> bool:
    """Tell whether what is given is the address of a land base on a server.

    Examples
    --------
    >>> is_address("postgresql://wang@host/ordos"), is_address("ordos.gpkg")
    (True, False)
    """
    return isinstance(place, str) and place.lower().startswith(_SCHEMES)


def is_land_base(path: Path | str) -> bool:
    """Tell whether a file is a land base, of whatever suffix."""
    return land_base_version(path) is not None


def land_base_version(path: Path | str) -> int | None:
    """Read the schema version of a land base; None for any other file."""
    file = Path(path)
    try:
        if not file.is_file():
            return None
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        why = why_blocked(error)
        raise SourceError("file_cannot_be_opened", path=path, error=why) from error
    wanted = APPLICATION_ID.to_bytes(4, "big")
    if not head.startswith(_SQLITE) or head[68:] != wanted:
        return None
    try:
        with closing(sqlite3.connect(read_only(file), uri=True)) as connection:
            # a view of that name may be without end
            there = connection.execute(_IS_TABLE, (META_TABLE,)).fetchone()
            row = connection.execute(_SQL).fetchone() if there else None
    except (sqlite3.Error, UnicodeDecodeError):
        # another GeoPackage, or one so damaged that its reader has to say so; SQLite
        # repeats the damaged text in its errors
        return None
    return int(row[0]) if row and str(row[0]).isdecimal() else None


def read_only(file: Path) -> str:
    """Give the address by which SQLite reads a file and leaves nothing beside it.

    In WAL mode it would leave two empty files; where there is no log to be read, none
    is needed.
    """
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    in_wal = (
        head[_WAL_MARKS] == b"\2\2" and not file.with_name(f"{file.name}-wal").exists()
    )
    return f"{file.resolve().as_uri()}?mode=ro{'&immutable=1' if in_wal else ''}"


def refuse_to_overwrite(path: Path | str) -> None:
    """Refuse to put another file in the place of a land base."""
    if is_land_base(path):
        raise SourceError("base_not_overwritten", path=path)
