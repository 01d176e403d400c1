"""Look at the first bytes of a file before GDAL does.

GDAL chooses its reader by what is in a file, not by its name, and some readers can
kill the process: what is opened in our own process must be what its name says.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from landbase.errors import SourceError
from landbase.texts import Text

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_signature", "is_wide"]

_SQLITE = b"SQLite format 3\0"
_SHAPE = b"\x00\x00\x27\x0a"
_HEAD = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_signature(path: Path, *, source: str) -> None:
    """Refuse a file whose first bytes are not those of its kind.

    Parameters
    ----------
    path
        A .shp, .gpkg, .geojson or .json file; others are passed.
    source
        What the message calls it.

    Raises
    ------
    SourceError
        It is something else, or empty.
    """
    if path.is_dir():
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    suffix = path.suffix.lower()
    starts = {
        ".gpkg": head.startswith(_SQLITE),
        ".shp": head.startswith(_SHAPE),
        ".geojson": _is_json(head),
        ".json": _is_json(head),
    }
    if not starts.get(suffix, True):
        if not head:
            raise SourceError("file_is_empty_now", source=source)
        kind = Text(f"errors.kind_{suffix.removeprefix('.')}")
        raise SourceError("file_is_not_its_kind", source=source, kind=kind)


def is_wide(path: Path) -> bool:
    """Tell whether a text file is in UTF-16, which GDAL does not read."""
    if path.is_dir():
        return False
    with path.open("rb") as file:
        return file.read(2).startswith(_WIDE)


def _is_json(head: bytes) -> bool:
    if head.startswith(_WIDE):
        head = head.decode("utf-16", errors="ignore").encode("utf-8")
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in {b"{", b"["}
