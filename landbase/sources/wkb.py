"""Geometries from the bytes that GDAL gives: every ring closed, no heights."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from landbase.issues import Issues

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Geometries", "decode_wkb"]


class Geometries(NamedTuple):
    """Geometries, with None for a missing or unreadable one, and what was found."""

    geometry: npt.NDArray[np.object_]
    issues: Issues


def decode_wkb(
    wkb: npt.NDArray[np.object_], *, source: str, rows: npt.NDArray[np.int64]
) -> Geometries:
    """Decode geometries; close open rings and drop heights, and say so.

    Parameters
    ----------
    wkb
        Well-known binary, None where a row has no geometry.
    source, rows
        What issues call the source, and the number of each row in it.

    Returns
    -------
    geometries
        On the rows of `wkb`. An unclosed ring is a warning, an undecodable geometry
        (a surface made of triangles, say) an error, heights an info.
    """
    present = np.array([part is not None for part in wkb], dtype=bool)
    with np.errstate(invalid="ignore"):  # a coordinate may be no number
        geometry = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    found = []
    if len(failed := np.flatnonzero(present & shapely.is_missing(geometry))):
        geometry[failed] = shapely.from_wkb(wkb[failed], on_invalid="fix")
        lost = shapely.is_missing(geometry[failed])
        for code, hit in (
            ("unclosed_ring", failed[~lost]),
            ("unreadable_geometry", failed[lost]),
        ):
            if len(hit):
                found.append(Issues.of(code, source=source, source_row=rows[hit]))
    high = shapely.has_z(geometry) | shapely.has_m(geometry)
    if high.any():
        geometry = np.asarray(shapely.force_2d(geometry), dtype=object)
        details = {"count": int(high.sum())}
        found.append(Issues.of("height_dropped", source=source, details=details))
    return Geometries(geometry, Issues.concat(found))
