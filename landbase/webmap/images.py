"""An image from a file, on the plane of the map; the one door to rasterio."""

from __future__ import annotations

import warnings
from math import atan, degrees, exp, pi
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from landbase.errors import CRSError, MissingDependencyError, SourceError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

__all__ = ["PlacedImage", "place_image"]

_MERCATOR = "EPSG:3857"
_RADIUS = 6378137.0
_OPAQUE = 255
_RGB, _RGBA = 3, 4


class PlacedImage(NamedTuple):
    """An image on the plane of the map, and its ends in degrees."""

    png: bytes
    west: float
    south: float
    east: float
    north: float


def place_image(
    path: Path,
    *,
    bounds: tuple[float, float, float, float] | None,
    crs: Any,
    most: int,
) -> PlacedImage:
    """Read an image and bring it onto the plane of the map.

    Parameters
    ----------
    path, bounds, crs
        As for `ImageLayer`.
    most
        Pixels along the longer side at most.

    Returns
    -------
    placed
        PNG with transparency where there is no image.

    Raises
    ------
    CRSError
        No CRS is stated or given.
    SourceError
        The file cannot be read, or has no place.
    MissingDependencyError
        rasterio is not installed.
    """
    try:
        import rasterio
    except ImportError as error:
        raise MissingDependencyError("need_rasterio") from error
    try:
        with warnings.catch_warnings():
            # a file without place is spoken of below
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            with rasterio.open(path) as source:
                return _placed(source, path.name, bounds=bounds, crs=crs, most=most)
    except rasterio.errors.RasterioIOError as error:
        raise SourceError("image_unreadable", file=path.name, error=error) from error


def _placed(
    source: Any,
    name: str,
    *,
    bounds: tuple[float, float, float, float] | None,
    crs: Any,
    most: int,
) -> PlacedImage:
    from rasterio.transform import array_bounds, from_bounds
    from rasterio.warp import calculate_default_transform, reproject

    where, known = _where(source, name, bounds=bounds, crs=crs)
    shrink = max(1.0, max(source.width, source.height) / most)
    size = (max(1, round(source.height / shrink)), max(1, round(source.width / shrink)))
    pixels = _pixels(source, size)
    ends = array_bounds(source.height, source.width, where)
    here = from_bounds(*ends, size[1], size[0])
    there, width, height = calculate_default_transform(
        known, _MERCATOR, size[1], size[0], *ends
    )
    warped = np.zeros((_RGBA, height, width), dtype=np.uint8)
    for band, into in zip(pixels, warped, strict=True):
        reproject(
            band, into, src_transform=here, src_crs=known, dst_transform=there,
            dst_crs=_MERCATOR,
        )  # fmt: skip
    west, south, east, north = array_bounds(height, width, there)
    return PlacedImage(
        _png(warped), _degrees(west), _latitude(south), _degrees(east), _latitude(north)
    )


def _where(
    source: Any,
    name: str,
    *,
    bounds: tuple[float, float, float, float] | None,
    crs: Any,
) -> tuple[Any, Any]:
    """Find place and CRS of an image."""
    from rasterio.transform import from_bounds

    if bounds is not None:
        place = from_bounds(*bounds, source.width, source.height)
        return place, "EPSG:4490" if crs is None else crs
    if source.transform.is_identity:
        raise SourceError("image_place_missing", name=name)
    known = crs if source.crs is None else source.crs
    if known is None:
        raise CRSError("image_crs_missing", name=name)
    return source.transform, known


def _pixels(source: Any, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    """Give red, green, blue and how opaque, at a size."""
    from rasterio.enums import ColorInterp

    opaque = source.dataset_mask(out_shape=size)
    if source.colorinterp[0] == ColorInterp.palette:
        colors = np.zeros((_OPAQUE + 1, _RGBA), dtype=np.uint8)
        for code, color in source.colormap(1).items():
            colors[code] = color
        plain = colors[source.read(1, out_shape=size)]  # no mean of two codes
        rgba = np.moveaxis(plain, -1, 0)
        return np.concatenate([rgba[:_RGB], np.minimum(rgba[_RGB], opaque)[None]])
    bands = [1, 2, 3] if source.count >= _RGB else [1, 1, 1]
    read = source.read(bands, out_shape=(_RGB, *size), resampling=_average())
    return np.concatenate([_bytes(read, opaque > 0), opaque[None]]).astype(np.uint8)


def _average() -> Any:
    from rasterio.enums import Resampling

    return Resampling.average


def _bytes(
    values: npt.NDArray[Any], there: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """Stretch values that are no bytes from the smallest to the largest."""
    if values.dtype == np.uint8:
        return values
    inside = values[:, there & np.isfinite(values).all(axis=0)]
    if not inside.size:
        return np.zeros(values.shape, dtype=np.uint8)
    low, high = float(inside.min()), float(inside.max())
    share = (np.nan_to_num(values.astype(np.float64)) - low) / max(high - low, 1e-12)
    return (np.clip(share, 0, 1) * _OPAQUE).round().astype(np.uint8)


def _png(pixels: npt.NDArray[np.uint8]) -> bytes:
    from rasterio.io import MemoryFile

    bands, height, width = pixels.shape
    with MemoryFile() as memory:
        with warnings.catch_warnings():
            from rasterio.errors import NotGeoreferencedWarning

            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with memory.open(
                driver="PNG", count=bands, width=width, height=height, dtype="uint8"
            ) as into:
                into.write(pixels)
        return bytes(memory.read())


def _degrees(x: float) -> float:
    return degrees(x / _RADIUS)


def _latitude(y: float) -> float:
    return degrees(2 * atan(exp(y / _RADIUS)) - pi / 2)
