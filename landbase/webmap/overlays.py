"""What lies under or over the parcels from a file: other outlines, an image."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import numpy as np
import shapely

from landbase.crs import to_geographic
from landbase.rules.schema import require_columns
from landbase.webmap.drawing import bounds_of
from landbase.webmap.elements import DataLayer, layer_label
from landbase.webmap.images import place_image
from landbase.webmap.payload import DRAWING_SCALE, to_json

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

__all__ = ["ImageLayer", "OutlineLayer"]

_MOST_PIXELS = 4096  # along the longer side, by default
_LINE, _POLYGON, _COLLECTION = 1, 3, 4  # type numbers of shapely


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
        frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
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
    parts = shapely.get_parts(frame.geometry.to_numpy())
    while (shapely.get_type_id(parts) >= _COLLECTION).any():
        parts = shapely.get_parts(parts)
    areal = shapely.get_type_id(parts) == _POLYGON
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
    lines = shapely.get_type_id(shapes) == _LINE
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
