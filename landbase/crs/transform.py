"""Bring coordinates from one coordinate system to another, easting first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from landbase.crs.names import CGCS2000, datum_of, require_crs
from landbase.errors import CRSError
from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

__all__ = ["Transformation", "to_geographic", "transform_arrays"]

Transformation: TypeAlias = "Transformer | str | Sequence[float]"
Frame = TypeVar("Frame", gpd.GeoDataFrame, gpd.GeoSeries)

_OLD_DATUMS = {
    "xian80": Text("errors.datum_xian80"),
    "beijing54": Text("errors.datum_beijing54"),
}
_SEVEN = ("x", "y", "z", "rx", "ry", "rz", "s")


@lru_cache(maxsize=256)
def _transformer(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def transform_arrays(
    x: npt.ArrayLike, y: npt.ArrayLike, *, source: Any, target: Any
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Transform arrays of coordinates, easting or longitude first.

    Parameters
    ----------
    x, y
        Eastings (or longitudes) and northings (or latitudes), of one shape. Not
        changed.
    source, target
        Anything pyproj understands, of one datum.

    Returns
    -------
    x, y
        New arrays; a coordinate that has no place in `target` is infinite.

    Examples
    --------
    >>> x, y = transform_arrays([37_500_000.0], [0.0], source=4525, target=4490)
    >>> x.tolist(), y.tolist()
    ([111.0], [0.0])
    """
    transformer = _transformer(CRS.from_user_input(source), CRS.from_user_input(target))
    moved = transformer.transform(
        np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    )
    return moved[0], moved[1]


def to_geographic(
    frame: Frame, *, transformation: Transformation | None = None
) -> Frame:
    """Bring geometries to CGCS2000 longitude and latitude (EPSG:4490).

    WGS 84 is taken as equal to CGCS2000, which is true within a metre: its degrees
    are kept as they are.

    Parameters
    ----------
    frame
        Geometries in any CRS of CGCS2000 or WGS 84, or of another datum with
        `transformation`. Not changed.
    transformation
        From the CRS of `frame` to EPSG:4490, for other datums: a `pyproj.Transformer`
        or a PROJ pipeline (both easting or longitude first), or the seven parameters
        dx, dy, dz (m), rx, ry, rz (″), scale (ppm), position vector convention.

    Returns
    -------
    frame
        The same rows, columns and index in EPSG:4490.

    Raises
    ------
    CRSError
        The CRS is missing, or of another datum and `transformation` is not given, or
        a coordinate has no place in EPSG:4490.
    """
    crs = require_crs(frame)
    if transformation is not None:
        return _moved(frame, transformation, crs)
    datum = datum_of(crs)
    if datum not in {"cgcs2000", "wgs84"}:
        other = Text("errors.datum_other", crs=crs.name)
        raise CRSError("crs_old_datum", datum=_OLD_DATUMS.get(str(datum), other))
    if crs == CGCS2000:
        return frame.copy()
    own = crs.geodetic_crs
    try:
        degrees = frame if crs.is_geographic else frame.to_crs(own)
    except ProjError as error:
        raise CRSError("crs_coordinate_outside", crs=crs.name, error=error) from error
    return degrees.set_crs(CGCS2000, allow_override=True)


def _moved(frame: Frame, transformation: Transformation, crs: CRS) -> Frame:
    """Move every coordinate, the third left out, into EPSG:4490."""
    try:
        move = _mover(transformation, crs)
        moved = shapely.transform(
            frame.geometry.to_numpy(),
            lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])),
        )
    except ProjError as error:
        raise CRSError("transformation_unusable", error=error) from error
    series = gpd.GeoSeries(moved, index=frame.index, crs=CGCS2000)
    if isinstance(frame, gpd.GeoSeries):
        return series.rename(frame.name)
    name = frame.active_geometry_name
    return frame.assign(**{name: series}).set_geometry(name)


def _mover(
    transformation: Transformation, crs: CRS
) -> Callable[[Any, Any], tuple[Any, Any]]:
    """Make the function that takes coordinates of a CRS to EPSG:4490."""
    if isinstance(transformation, Transformer):
        steps = [transformation]
    elif isinstance(transformation, str):
        steps = [Transformer.from_pipeline(transformation)]
    else:
        steps = _helmert(crs, [float(value) for value in transformation])

    def move(x: Any, y: Any) -> tuple[Any, Any]:
        for step in steps:
            x, y = step.transform(x, y)
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise CRSError("transformation_loses_coordinates")
        return x, y

    return move


def _helmert(crs: CRS, parameters: Sequence[float]) -> list[Transformer]:
    """Chain a CRS over seven parameters to CGCS2000 degrees."""
    if len(parameters) != len(_SEVEN):
        raise ValueError(f"seven parameters are needed, not {len(parameters)}")
    own, ellipsoid = crs.geodetic_crs, crs.ellipsoid
    if own is None or ellipsoid is None:
        raise CRSError("crs_without_ellipsoid", crs=crs.name)
    shift = " ".join(f"+{n}={v!r}" for n, v in zip(_SEVEN, parameters, strict=True))
    between = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=cart +a={ellipsoid.semi_major_metre!r} "
        f"+rf={ellipsoid.inverse_flattening!r} "
        f"+step +proj=helmert {shift} +convention=position_vector "
        "+step +inv +proj=cart +ellps=GRS80 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    return [_transformer(crs, own), between]
