"""The .prj file beside a shapefile: WKT of Esri's kind, in any encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.sources.table import stated_crs

if TYPE_CHECKING:
    from pathlib import Path

    from pyproj import CRS

__all__ = ["read_prj"]

_MOST_BYTES = 100_000


def read_prj(path: Path) -> CRS | None:
    """Read a .prj file; GDAL's Python door fails on one whose names are in GBK.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    crs
        None where the file is empty or says nothing that PROJ understands.
    """
    data = path.read_bytes()[:_MOST_BYTES]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return stated_crs(_first_wkt(text.strip("\0 \r\n\t")))


def _first_wkt(text: str) -> str:
    """Take the first bracketed definition; a vertical one may follow a comma."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if character == "]" and depth == 0:
            return text[: position + 1]
    return text
