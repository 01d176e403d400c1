"""Outlines as they are kept: the blobs of GeoPackage, on a server geometry of PostGIS.

A blob of GeoPackage is the one form in which landbase seals, hashes and compares an
outline; whatever database keeps it gives the same bytes back.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import sqlalchemy as sa

from landbase.crs import CGCS2000_EPSG

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

__all__ = [
    "EMPTY",
    "LITTLE_ENDIAN",
    "SRS_ID",
    "WITH_ENVELOPE",
    "OutlineOfPostgis",
    "decode",
    "encode",
    "envelopes",
    "objects",
]

SRS_ID = CGCS2000_EPSG


_HEADER = np.dtype([
    ("magic", "S2"),
    ("version", "u1"),
    ("flags", "u1"),
    ("srs_id", "<i4"),
    ("envelope", "<f8", 4),
])


LITTLE_ENDIAN, WITH_ENVELOPE, EMPTY = 0b1, 0b10, 0b10000


# length of the header by the envelope indicator in bits 1-3 of the flags
_LENGTHS = (8, 40, 56, 56, 72)


def encode(geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    r"""Turn geometries into GeoPackage blobs.

    Examples
    --------
    >>> blob = encode(np.array([shapely.box(110, 39, 111, 40)], dtype=object))[0]
    >>> blob[:4], len(blob)
    (b'GP\x00\x03', 133)
    """
    empty = shapely.is_empty(geometries)
    header = np.zeros(len(geometries), dtype=_HEADER)
    header["magic"] = b"GP"
    header["flags"] = LITTLE_ENDIAN | WITH_ENVELOPE | (empty * EMPTY)
    header["srs_id"] = SRS_ID
    # the standard orders an envelope minx, maxx, miny, maxy
    header["envelope"] = shapely.bounds(geometries)[:, [0, 2, 1, 3]]
    heads = header.view(f"V{_HEADER.itemsize}").tolist()
    wkb = shapely.to_wkb(geometries, flavor="iso", byte_order=1)
    blobs: npt.NDArray[np.object_] = objects(heads) + objects(wkb)
    return blobs


def decode(blobs: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Turn GeoPackage blobs, also those of other programs, into geometries."""
    wkb = [None if b is None else b[_LENGTHS[b[3] >> 1 & 0b111] :] for b in blobs]
    return np.asarray(shapely.from_wkb(objects(wkb)), dtype=object)


def envelopes(blobs: Sequence[bytes]) -> npt.NDArray[np.float64]:
    """Give the boxes of blobs as minx, maxx, miny, maxy; no numbers where empty."""
    size = _HEADER.itemsize
    told = b"".join(map(itemgetter(slice(size)), blobs))
    if len(told) < size * len(blobs):  # one is shorter than an envelope
        told = b"".join(blob[:size].ljust(size, b"\0") for blob in blobs)
    heads = np.frombuffer(told, dtype=_HEADER)
    boxes: npt.NDArray[np.float64] = heads["envelope"].copy()
    boxes[heads["flags"] & EMPTY != 0] = np.nan
    # of another program, without an envelope or in other byte order
    others = np.flatnonzero(heads["flags"] & 0b1111 != LITTLE_ENDIAN | WITH_ENVELOPE)
    if len(others):
        shapes = decode(objects([blobs[at] for at in others.tolist()]))
        boxes[others] = shapely.bounds(shapes)[:, [0, 2, 1, 3]]
    return boxes


def objects(values: Any) -> npt.NDArray[np.object_]:
    """Make an object array without numpy looking into the values."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


class OutlineOfPostgis(sa.types.UserDefinedType[bytes]):
    """A geometry of PostGIS that is written and read as a blob of GeoPackage.

    `landbase_outline` and `landbase_blob` are functions of the land base itself.
    """

    cache_ok = True

    def bind_expression(self, bindvalue: sa.BindParameter[bytes]) -> Any:
        """Make a geometry of a blob."""
        return sa.func.landbase_outline(bindvalue, type_=self)

    def column_expression(self, colexpr: sa.ColumnElement[Any]) -> Any:
        """Make a blob of a geometry."""
        return sa.func.landbase_blob(colexpr, type_=self)
