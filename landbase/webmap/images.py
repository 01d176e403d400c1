"""An image from a file, on the plane of the map; the one door to rasterio."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from math import atan, degrees, exp, pi
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

import numpy as np

from landbase.crs import CGCS2000_EPSG
from landbase.errors import CRSError, MissingDependencyError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

__all__ = ["PlacedImage", "place_image"]

_MERCATOR = "EPSG:3857"
_RADIUS = 6378137.0
_OPAQUE = 255
_RGB, _RGBA = 3, 4
_STARTS = {
    ".ti": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    ".pn": (b"\x89PNG",),
    ".jp": (b"\xff\xd8\xff",),
}


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
            with _opened(path) as source:
                return _placed(source, path.name, bounds=bounds, crs=crs, most=most)
    except rasterio.errors.RasterioIOError as error:
        raise SourceError("image_unreadable", file=path.name, error=error) from error


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a copy of an image by the driver of its suffix, with its place alone."""
    import rasterio

    from landbase.sources.gdal import DRIVERS, OFFLINE

    _check_image(path)
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = _copy(path, Path(folder))
        (driver,) = DRIVERS[path.suffix.lower()]
        with rasterio.Env(**OFFLINE), rasterio.open(copy, driver=driver) as source:
            if source.tags(ns="OVERVIEWS"):
                raise SourceError(
                    f"{path.name} leads to another image; export it again as one file",
                    zh=f"{path.name} 引用了其他影像文件；请重新导出为单个文件",
                )
            yield source


def _check_image(path: Path) -> None:
    """Refuse what is no image of the kind that its name says."""
    from landbase.sources.gdal import RASTER, refuse_address

    if not path.is_file():
        refuse_address(path)
        raise SourceError(f"there is no file {path}", zh=f"没有文件 {path}")
    suffix = path.suffix.lower()
    if suffix not in RASTER:
        raise SourceError(
            f"{path.name}: images of kind {suffix or '(none)'} are not read; give one "
            f"of {', '.join(RASTER)}",
            zh=f"{path.name}：不能读取 {suffix or '无后缀'} 影像；"
            f"可用格式：{'、'.join(RASTER)}",
        )
    with path.open("rb") as file:
        head = file.read(8)
    if not head.startswith(_STARTS[suffix[:3]]):
        raise SourceError(
            f"{path.name} cannot be read as an image: it is not what its name says",
            zh=f"{path.name} 无法作为影像读取：内容与后缀不符；请重新导出",
        )


def _copy(path: Path, folder: Path) -> Path:
    """Copy an image and what says where it lies, and nothing else beside it."""
    copy = folder / path.name
    try:
        os.link(path, copy)
    except OSError:  # another disk, or one without links
        shutil.copyfile(path, copy)
    stem, suffix = path.stem.casefold(), path.suffix.lower()
    worlds = {suffix + "w", suffix[:2] + suffix[-1] + "w", ".wld", ".tab"}
    for part in path.parent.iterdir():
        if part.stem.casefold() == stem and part.suffix.lower() in worlds:
            shutil.copyfile(part, copy.with_suffix(part.suffix.lower()))
    about = path.with_name(path.name + ".aux.xml")
    if about.is_file() and (place := _place_said(about.read_bytes())):
        copy.with_name(about.name).write_bytes(place)
    return copy


def _place_said(data: bytes) -> bytes:
    """Keep of GDAL's notes beside an image its CRS and place; they can name files."""
    try:
        notes = ET.fromstring(data)  # noqa: S314 - expat fetches nothing, bounds entities
    except ET.ParseError:
        return b""
    for part in list(notes):
        if part.tag not in {"SRS", "GeoTransform"}:
            notes.remove(part)
    return ET.tostring(notes, encoding="utf-8") if len(notes) else b""


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
        return place, f"EPSG:{CGCS2000_EPSG}" if crs is None else crs
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
