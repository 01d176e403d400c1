"""What a vector tile holds: shapes in degrees, with their layer and properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from landbase.errors import MissingDependencyError
from landbase.io.tiles import unzipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from landbase.io.tiles import Tile

__all__ = ["TileShape", "read_vector_tile"]

# what a type is, and how deep its lists of places lie
_KINDS = {
    "Point": ("point", -1),
    "MultiPoint": ("point", 0),
    "LineString": ("line", 0),
    "MultiLineString": ("line", 1),
    "Polygon": ("polygon", 1),
    "MultiPolygon": ("polygon", 2),
}


class TileShape(NamedTuple):
    """One feature of a tile.

    Attributes
    ----------
    layer, properties
        As the tile has them.
    kind
        "point", "line" or "polygon".
    parts
        Longitudes and latitudes of each point, line or ring; rings that are outer run
        one way, holes the other.
    """

    layer: str
    properties: Mapping[str, Any]
    kind: str
    parts: list[npt.NDArray[np.float64]]


def read_vector_tile(tile: Tile) -> list[TileShape] | None:
    """Read the shapes of a tile; None where it is damaged."""
    try:
        from google.protobuf.message import DecodeError
        from mapbox_vector_tile import decode
    except ImportError as error:
        raise MissingDependencyError("need_vector_tiles") from error
    try:
        layers = decode(
            unzipped(tile.data),
            default_options={"geojson": False, "y_coord_down": True},
        )
        return list(_shapes(tile, layers))
    except (DecodeError, EOFError, ValueError, LookupError, AssertionError, TypeError):
        return None


def _shapes(tile: Tile, layers: Mapping[str, Any]) -> Iterator[TileShape]:
    for name, layer in layers.items():
        for feature in layer["features"]:
            geometry = feature["geometry"]
            kind, depth = _KINDS[geometry["type"]]
            parts = [
                _degrees(np.asarray(part, dtype=float) / layer["extent"], tile)
                for part in _unfolded(geometry["coordinates"], depth)
                if part
            ]
            if parts:
                yield TileShape(name, feature["properties"], kind, parts)


def _unfolded(coordinates: list[Any], depth: int) -> list[Any]:
    """Give lists of places, however deep they lie; a single place becomes one."""
    if depth < 0:
        return [[coordinates]]
    if depth == 0:
        return [coordinates]
    for _ in range(depth - 1):
        coordinates = [part for parts in coordinates for part in parts]
    return coordinates


def _degrees(shares: npt.NDArray[np.float64], tile: Tile) -> npt.NDArray[np.float64]:
    """Turn shares of a tile into longitude and latitude."""
    across = 2.0**tile.zoom
    lon = (tile.x + shares[:, 0]) / across * 360 - 180
    north = np.pi * (1 - 2 * (tile.y + shares[:, 1]) / across)
    return np.column_stack([lon, np.degrees(np.arctan(np.sinh(north)))])
