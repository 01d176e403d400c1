"""The GeoPackage format: binary geometry, and what its triggers and tables need.

OGC 12-128r17 (GeoPackage 1.3): clause 2.1.3 for the geometry blob, 1.1.2 for the
spatial reference systems, annex F.3 for the functions of the R-tree triggers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from landbase.crs import CGCS2000_EPSG

if TYPE_CHECKING:
    import sqlite3

    import numpy.typing as npt

__all__ = [
    "APPLICATION_ID",
    "SRS_ID",
    "add_spatial_functions",
    "decode",
    "encode",
    "spatial_references",
]

APPLICATION_ID = 0x47504B47  # "GPKG"
SRS_ID = CGCS2000_EPSG

_HEADER = np.dtype([
    ("magic", "S2"),
    ("version", "u1"),
    ("flags", "u1"),
    ("srs_id", "<i4"),
    ("envelope", "<f8", 4),
])
_LITTLE_ENDIAN, _WITH_ENVELOPE, _EMPTY = 0b1, 0b10, 0b10000
# length of the header by the envelope indicator in bits 1-3 of the flags
_LENGTHS = (8, 40, 56, 56, 72)


def encode(geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    r"""Turn geometries into GeoPackage blobs.

    Parameters
    ----------
    geometries
        Shapely geometries in EPSG:4490, longitude first.

    Returns
    -------
    blobs
        One `bytes` each: header with envelope, then ISO WKB, little endian.

    Examples
    --------
    >>> blob = encode(np.array([shapely.box(110, 39, 111, 40)], dtype=object))[0]
    >>> blob[:4], len(blob)
    (b'GP\x00\x03', 133)
    """
    empty = shapely.is_empty(geometries)
    header = np.zeros(len(geometries), dtype=_HEADER)
    header["magic"] = b"GP"
    header["flags"] = _LITTLE_ENDIAN | _WITH_ENVELOPE | (empty * _EMPTY)
    header["srs_id"] = SRS_ID
    # the standard orders an envelope minx, maxx, miny, maxy
    header["envelope"] = shapely.bounds(geometries)[:, [0, 2, 1, 3]]
    heads = header.view(f"V{_HEADER.itemsize}").tolist()
    wkb = shapely.to_wkb(geometries, flavor="iso", byte_order=1)
    blobs: npt.NDArray[np.object_] = _objects(heads) + _objects(wkb)
    return blobs


def decode(blobs: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Turn GeoPackage blobs, also those of other programs, into geometries.

    Parameters
    ----------
    blobs
        `bytes` as stored; None gives None.

    Returns
    -------
    geometries
        Shapely geometries.
    """
    wkb = [None if b is None else b[_LENGTHS[b[3] >> 1 & 0b111] :] for b in blobs]
    return np.asarray(shapely.from_wkb(_objects(wkb)), dtype=object)


def _objects(values: Any) -> npt.NDArray[np.object_]:
    """Make an object array without numpy looking into the values."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def add_spatial_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the R-tree triggers call.

    Parameters
    ----------
    connection
        An open SQLite connection; programs with GDAL inside bring their own.
    """
    parts = (("ST_MinX", 0), ("ST_MaxX", 1), ("ST_MinY", 2), ("ST_MaxY", 3))
    for name, position in parts:
        connection.create_function(name, 1, _bound_of(position), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)


def _bound_of(position: int) -> Any:
    def bound(blob: bytes) -> float:
        envelope = np.frombuffer(blob, "<f8", 4, offset=8)
        return float(envelope[position])

    def measured(blob: bytes | None) -> float | None:
        if blob is None or _is_empty(blob):
            return None
        if blob[3] & 0b1111 == _LITTLE_ENDIAN | _WITH_ENVELOPE:
            return bound(blob)
        # written by another program, without an envelope or in other byte order
        bounds = shapely.bounds(decode(_objects([blob]))[0])
        return float(bounds[[0, 2, 1, 3]][position])

    return measured


def _is_empty(blob: bytes | None) -> int | None:
    return None if blob is None else int(bool(blob[3] & _EMPTY))


def spatial_references() -> list[dict[str, Any]]:
    """Give the rows of `gpkg_spatial_ref_sys` that the standard and we need."""
    undefined = {"organization": "NONE", "definition": "undefined"}
    named = {"organization": "EPSG", "description": "longitude, latitude"}
    return [
        {
            **undefined,
            "srs_name": "Undefined Cartesian SRS",
            "srs_id": -1,
            "description": "undefined Cartesian coordinate reference system",
        },
        {
            **undefined,
            "srs_name": "Undefined geographic SRS",
            "srs_id": 0,
            "description": "undefined geographic coordinate reference system",
        },
        {**named, "srs_name": "WGS 84", "srs_id": 4326, "definition": _wkt(4326)},
        {**named, "srs_name": "CGCS2000", "srs_id": SRS_ID, "definition": _wkt(SRS_ID)},
    ]


def _wkt(code: int) -> str:
    return pyproj.CRS.from_epsg(code).to_wkt("WKT1_GDAL")
