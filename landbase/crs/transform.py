"""Bring coordinates from one coordinate system to another, easting first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from pyproj.network import set_network_enabled

from landbase.crs.names import CGCS2000, datum_of, require_crs
from landbase.errors import CRSError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

__all__ = ["Transformation", "to_geographic", "transform_arrays"]

Transformation: TypeAlias = "Transformer | str | Sequence[float]"
Frame = TypeVar("Frame", gpd.GeoDataFrame, gpd.GeoSeries)

_DATUM_NAMES = {"xian80": "Xian 1980", "beijing54": "Beijing 1954"}
_DATUM_NAMES_ZH = {"xian80": "西安80", "beijing54": "北京54"}
# The same file gives the same coordinates, whatever grids a network could add.
set_network_enabled(active=False)

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
        name = _DATUM_NAMES.get(str(datum), crs.name)
        raise CRSError(
            f"the data are on {name}, not on CGCS2000; the parameters between the two "
            "are regional, so pass transformation= (a PROJ pipeline or seven "
            "parameters)",
            zh=f"数据采用{_DATUM_NAMES_ZH.get(str(datum), f' {crs.name} ')}坐标系，"
            "不是 CGCS2000；两者的转换参数各地不同，请用 transformation= 给出"
            "（PROJ 流水线或七参数）",
        )
    if crs == CGCS2000:
        return frame.copy()
    own = crs.geodetic_crs
    try:
        degrees = frame if crs.is_geographic else frame.to_crs(own)
    except ProjError as error:
        raise CRSError(
            f"a coordinate has no place in {crs.name}: {error}",
            zh=f"有坐标不在 {crs.name} 的范围内：{error}",
        ) from error
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
        raise CRSError(
            f"transformation= cannot be used: {error}",
            zh=f"transformation= 无法使用：{error}",
        ) from error
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
            raise CRSError(
                "the transformation leaves coordinates without a place",
                zh="按给定的转换参数，有的坐标转换后没有位置；请核对转换参数和坐标系",
            )
        return x, y

    return move


def _helmert(crs: CRS, parameters: Sequence[float]) -> list[Transformer]:
    """Chain a CRS over seven parameters to CGCS2000 degrees."""
    if len(parameters) != len(_SEVEN):
        raise ValueError(f"seven parameters are needed, not {len(parameters)}")
    own, ellipsoid = crs.geodetic_crs, crs.ellipsoid
    if own is None or ellipsoid is None:
        raise CRSError(
            f"the CRS {crs.name} has no ellipsoid to transform from",
            zh=f"坐标系 {crs.name} 没有椭球，无法转换",
        )
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
