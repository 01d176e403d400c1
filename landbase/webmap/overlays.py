"""What lies under or over the parcels: outlines, images, base maps."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from math import atan, degrees, exp, pi
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import folium
import numpy as np
import shapely
import xyzservices

from landbase.crs import CGCS2000_EPSG, to_geographic
from landbase.errors import CRSError, MissingDependencyError, SourceError
from landbase.files import require_regular
from landbase.geometry import is_polygonal, is_shown, simple_parts
from landbase.rules.schema import require_columns
from landbase.texts import text
from landbase.webmap.basemap import OfflineBaseMap, embedded_layer, extent_of
from landbase.webmap.drawing import bounds_of
from landbase.webmap.elements import DataLayer, layer_label
from landbase.webmap.payload import DRAWING_SCALE, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd
    import numpy.typing as npt
    from folium.map import Layer

    from landbase.texts import Lang, Words

__all__ = [
    "BaseMap",
    "BaseMapLayer",
    "BaseMapSource",
    "BaseMaps",
    "ImageLayer",
    "OutlineLayer",
    "base_map_layers",
    "base_map_sources",
    "place_image",
    "tianditu",
]

_TIANDITU = ("vec", "cva", "img", "cia", "ter", "cta")
_LABEL_LAYERS = ("cva", "cia", "cta")


@dataclass(frozen=True, kw_only=True)
class BaseMap:
    """A source of map tiles.

    Attributes
    ----------
    name
        Its name in the layer control.
    url
        Address of a tile with {x}, {y}, {z} and, where there are several hosts, {s}.
    attribution
        Who is to be named, as text.
    subdomains
        The values of {s}.
    max_zoom
        The last zoom level that has tiles.
    overlay
        It lies over another base map, as labels do.
    """

    name: str
    url: str
    attribution: str
    subdomains: str = "abc"
    max_zoom: int = 18
    overlay: bool = False


BaseMapSource: TypeAlias = "BaseMap | OfflineBaseMap | xyzservices.TileProvider"
BaseMaps: TypeAlias = "BaseMapSource | Sequence[BaseMapSource] | None"


class BaseMapLayer(folium.TileLayer):
    """The tiles of a base map that was asked for; `save_map` lets them pass."""

    def __init__(
        self, source: BaseMap | xyzservices.TileProvider, *, show: bool = True
    ) -> None:
        if isinstance(source, BaseMap):
            options: dict[str, Any] = {
                "tiles": source.url,
                "attr": escape(source.attribution),
                "subdomains": source.subdomains,
                "max_zoom": source.max_zoom,
                "overlay": source.overlay,
            }
        else:
            options = {"tiles": source}
        name = layer_label(source.name)
        super().__init__(**options, name=name, show=show)
        self.options["max_native_zoom"] = self.options.get("max_zoom", 18)
        self.options["max_zoom"] = 22

    @property
    def origins(self) -> list[str]:
        """The hosts that tiles are asked from, for the security policy of the page."""
        parts = urlsplit(self.tiles)
        names: Any = self.options.get("subdomains", "abc")
        hosts = dict.fromkeys(parts.netloc.replace("{s}", name) for name in names)
        return [f"{parts.scheme}://{host}" for host in hosts]


def tianditu(key: str, *, layer: str = "vec", lang: Lang = "zh") -> BaseMap:
    """Describe a layer of 天地图, with the user's own key.

    A page with it asks tianditu.gov.cn for tiles when it is opened, and holds the
    key: give it only to those who may have the key.

    Parameters
    ----------
    key
        The key (tk) of kind "browser", from the console of 天地图.
    layer
        "vec" (vector), "img" (imagery) or "ter" (terrain), and "cva", "cia", "cta"
        for the labels of each.
    lang
        Language of the layer's name.

    Returns
    -------
    base_map
        For the argument `basemap` of `disposal_map`.

    Raises
    ------
    ValueError
        The key is empty or the layer is not known.

    Examples
    --------
    >>> tianditu("my-key", layer="img").name
    '天地图影像'
    """
    if not key.strip():
        raise ValueError("天地图 needs your own key; pass it as key")
    if layer not in _TIANDITU:
        raise ValueError(f"unknown layer {layer!r}; use one of {', '.join(_TIANDITU)}")
    url = (
        f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile"
        f"&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={quote(key.strip())}"
    )
    return BaseMap(
        name=text(f"map.tianditu.{layer}", lang),
        url=url,
        attribution="天地图 · 国家地理信息公共服务平台",
        subdomains="01234567",
        overlay=layer in _LABEL_LAYERS,
    )


def base_map_sources(base_maps: BaseMaps) -> list[BaseMapSource]:
    """List the base maps asked for."""
    if base_maps is None:
        return []
    if isinstance(base_maps, BaseMap | OfflineBaseMap | xyzservices.TileProvider):
        base_maps = [base_maps]
    sources = list(base_maps)
    for source in sources:
        if not isinstance(source, BaseMap | OfflineBaseMap | xyzservices.TileProvider):
            raise TypeError(
                f"basemap {source!r} is no base map; use an OfflineBaseMap, "
                "tianditu(key), a BaseMap or a provider of xyzservices"
            )
    return sources


def base_map_layers(
    sources: Sequence[BaseMapSource],
    parcels: gpd.GeoDataFrame,
    *,
    words: Words,
    compress: bool,
) -> list[Layer]:
    """Make the layers of base maps; those of files are cut to where the parcels are."""
    overlays = [isinstance(s, BaseMap) and s.overlay for s in sources]
    first = overlays.index(False) if False in overlays else -1
    made: list[Layer] = []
    for number, (source, over) in enumerate(zip(sources, overlays, strict=True)):
        if not isinstance(source, OfflineBaseMap):
            made.append(BaseMapLayer(source, show=over or number == first))
        elif (extent := extent_of(parcels)) is not None:
            made.append(embedded_layer(source, extent, words=words, compress=compress))
    return made


def covers_ground(layer: Layer) -> bool:
    """Tell whether a layer covers the land, as pictures do and lines do not."""
    if isinstance(layer, DataLayer):
        return layer.kind == "pictures"
    return isinstance(layer, BaseMapLayer | ImageLayer)


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
    """Read an image and bring it onto the plane of the map."""
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

    from landbase.io.layers import DRIVERS, OFFLINE

    _check_image(path)
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = _copy(path, Path(folder))
        (driver,) = DRIVERS[path.suffix.lower()]
        with rasterio.Env(**OFFLINE), rasterio.open(copy, driver=driver) as source:
            if source.tags(ns="OVERVIEWS"):
                raise SourceError("image_leads_on", file=path.name)
            yield source


def _check_image(path: Path) -> None:
    """Refuse what is no image of the kind that its name says."""
    from landbase.io.layers import RASTER, refuse_address

    require_regular(path)
    if not path.is_file():
        refuse_address(path)
        raise SourceError("file_missing", path=path)
    suffix = path.suffix.lower()
    if suffix not in RASTER:
        raise SourceError("image_kind", file=path.name, kinds=RASTER)
    with path.open("rb") as file:
        head = file.read(8)
    if not head.startswith(_STARTS[suffix[:3]]):
        raise SourceError("image_misnamed", file=path.name)


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


_MOST_PIXELS = 4096  # along the longer side, by default


class OutlineLayer(DataLayer):
    """Points, lines or polygons of another layer, on any `folium.Map`.

    They are drawn as lines over the land and under the parcels, and cannot be
    clicked. Coordinates are rounded to 1e-6 degree, for drawing only.

    Parameters
    ----------
    shapes
        The other layer, in a known CRS of CGCS2000 or WGS 84. Not changed.
    name
        Name in a layer control.
    color, width
        Colour as ``#RRGGBB`` and width of lines in pixels.
    label
        The column whose values are written beside the shapes; only that column is in
        the page, and none by default.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.
    SchemaError
        The column is missing.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> road = gpd.GeoSeries([shapely.LineString([(110, 39), (111, 40)])], crs=4490)
    >>> m = folium.Map(tiles=None)
    >>> m.add_child(OutlineLayer(road.to_frame("geometry"), name="道路")) is m
    True
    """

    def __init__(
        self,
        shapes: gpd.GeoDataFrame,
        *,
        name: str,
        color: str = "#7a4fb5",
        width: float = 1.6,
        label: str | None = None,
    ) -> None:
        if label is not None:
            require_columns(shapes, label)
        frame = to_geographic(shapes)
        frame = frame[is_shown(frame.geometry.to_numpy())]
        data: dict[str, Any] = {"scale": DRAWING_SCALE} | _lines(frame)
        if label is not None:
            texts = frame[label].astype(object)
            data["texts"] = texts.where(texts.notna(), "").astype(str).tolist()
            data["places"] = _places(frame.geometry.to_numpy())
        super().__init__(
            "outlines",
            to_json(data),
            options={"color": color, "weight": width},
            name=name,
            bounds=bounds_of(frame),
        )


def _lines(frame: gpd.GeoDataFrame) -> dict[str, list[int]]:
    """Take shapes apart into lines: differences of whole numbers, and their lengths."""
    parts, _ = simple_parts(frame.geometry.to_numpy())
    areal = is_polygonal(parts)
    lines = [*shapely.get_rings(parts[areal]), *parts[~areal]]
    xy, line = shapely.get_coordinates(np.array(lines, dtype=object), return_index=True)
    whole = np.round(xy * DRAWING_SCALE).astype(np.int64)
    return {
        "xy": np.diff(whole, axis=0, prepend=0).ravel().tolist(),
        "lengths": np.bincount(line, minlength=len(lines)).tolist(),
    }


def _places(shapes: npt.NDArray[np.object_]) -> list[list[float]]:
    """Give where names stand: inside an area, at the middle of a line."""
    inner = shapely.point_on_surface(shapes)
    lines = shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING
    inner[lines] = shapely.line_interpolate_point(shapes[lines], 0.5, normalized=True)
    places: list[list[float]] = (
        shapely.get_coordinates(inner)[:, ::-1].round(6).tolist()
    )
    return places


class ImageLayer(folium.raster_layers.ImageOverlay):
    """An image from a file, such as a scanned map or a satellite image, on any map.

    It is brought onto the plane of the map and written into the page as PNG; needs
    the extra ``raster``.

    Parameters
    ----------
    path
        A GeoTIFF; or a PNG, JPEG or TIFF with a world file, or with `bounds`. The
        first three bands are red, green and blue, a single one is grey or of a
        palette; values that are no bytes are stretched from smallest to largest.
    bounds
        West, south, east, north of the image in degrees, where the file has no place.
    crs
        The CRS of a file that states none; with `bounds` it is EPSG:4490.
    name
        Name in a layer control; by default that of the file.
    opacity
        From 0, not to be seen, to 1.
    most_pixels
        Pixels along the longer side; a larger image is made smaller.

    Raises
    ------
    CRSError
        The file states no CRS and none is given.
    SourceError
        The file cannot be read as an image, or has no place.
    MissingDependencyError
        rasterio is not installed.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        bounds: tuple[float, float, float, float] | None = None,
        crs: Any = None,
        name: str | None = None,
        opacity: float = 1.0,
        most_pixels: int = _MOST_PIXELS,
    ) -> None:
        found = place_image(Path(path), bounds=bounds, crs=crs, most=most_pixels)
        super().__init__(
            "data:image/png;base64," + base64.b64encode(found.png).decode("ascii"),
            [[found.south, found.west], [found.north, found.east]],
            name=layer_label(name or Path(path).stem),
            opacity=opacity,
            pane="tilePane",
            pixelated=False,
        )
