"""A base map inside the page: tiles from a file, or a quiet drawing of vector data."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import pandas as pd

from landbase.crs import to_geographic
from landbase.errors import SourceError, warn
from landbase.geometry import is_shown
from landbase.io.formats import read_source
from landbase.io.tiles import (
    MOST_TILES,
    TILE_FILES,
    is_sound_picture,
    open_tiles,
    picture_kind,
)
from landbase.io.vector_tiles import read_vector_tile
from landbase.tables.html import html_of
from landbase.webmap.drawing import bounds_of
from landbase.webmap.elements import DataLayer, layer_label
from landbase.webmap.sketch import Sketch, sketch_of_frame, sketch_of_tiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from landbase.io.tiles import Tile, TileFile
    from landbase.texts import Words

__all__ = ["OfflineBaseMap", "embedded_layer", "extent_of"]

Bounds = tuple[float, float, float, float]

_MB = 1_000_000
_USUAL_MB = 3.0
_ROOM, _LEAST_ROOM = 0.15, 0.02  # of the extent, and degrees, around the parcels
_OPEN_PIXELS = 1024  # the least zoom shows the extent in about as many
_TILE = 256
_TOLERANCES = (0.00002, 0.0001, 0.0005, 0.002)  # degrees: 2 m to 200 m
_DEEP = 14  # vector tiles hold all from here on


@dataclass(frozen=True, kw_only=True)
class OfflineBaseMap:
    """A base map that lies in the page itself, so that it is there with no network.

    Only what lies around the parcels is taken, and of tiles only the zooms that have
    room in `most_mb`; a warning says what was left out. Vector data are drawn quietly:
    water, green land, roads, railways and names. Boundaries are not drawn.

    Attributes
    ----------
    source
        An MBTiles or PMTiles file with pictures (PNG, JPEG, WebP) or vector tiles; a
        vector file as `landbase map` reads it; or a GeoDataFrame in a known CRS of
        CGCS2000 or WGS 84. PMTiles and vector tiles need the extra ``basemap``.
    name
        Its name in the layer control; by default "base map".
    attribution
        Who is to be named, as text; by default what the file says.
    most_mb
        How many MB of the page it may take, 1 MB being 10⁶ bytes.
    crs
        The CRS of a vector file that states none.

    Examples
    --------
    >>> OfflineBaseMap(source="鄂尔多斯.mbtiles", most_mb=5).most_mb
    5
    """

    source: Path | str | gpd.GeoDataFrame
    name: str | None = None
    attribution: str | None = None
    most_mb: float = _USUAL_MB
    crs: Any = None

    def _repr_html_(self) -> str:
        is_file = isinstance(self.source, str | Path)
        shown = {"name": self.name, "attribution": self.attribution}
        return html_of({
            "source": self.source if is_file else "GeoDataFrame",
            **shown,
            "most_mb": self.most_mb,
        })


class _Asked(NamedTuple):
    """What a base map is made for."""

    base: OfflineBaseMap
    bounds: Bounds
    words: Words
    compress: bool

    @property
    def most(self) -> int:
        return round(self.base.most_mb * _MB)


def extent_of(parcels: gpd.GeoDataFrame) -> Bounds | None:
    """Give the parcels' west, south, east, north with some room; None without any."""
    frame = to_geographic(parcels)
    found = bounds_of(frame[is_shown(frame.geometry.to_numpy())])
    if found is None:
        return None
    west, south, east, north = found
    room = max(_LEAST_ROOM, _ROOM * max(east - west, north - south))
    return west - room, south - room, east + room, north + room


def embedded_layer(
    base: OfflineBaseMap, bounds: Bounds, *, words: Words, compress: bool
) -> DataLayer:
    """Make the layer of a base map around the parcels."""
    asked = _Asked(base, bounds, words, compress)
    if not math.isfinite(base.most_mb) or base.most_mb <= 0:
        raise ValueError(f"most_mb is {base.most_mb!r}; give MB, such as 3")
    if isinstance(base.source, gpd.GeoDataFrame):
        return _drawn(asked, base.source, layer=base.name or "")
    path = Path(base.source)
    if path.suffix.lower() in TILE_FILES:
        with open_tiles(path) as file:
            return _of_tiles(asked, file)
    return _drawn(asked, _read(path, base.crs), layer=path.stem)


def _layer(asked: _Asked, kind: str, data: str, **options: Any) -> DataLayer:
    """Make the element of the page."""
    said = asked.base.attribution or options.pop("attribution", "")
    more = {
        "attribution": layer_label(said),
        "tooOld": asked.words["basemap_too_old"],
        "bounds": [asked.bounds[1::-1], asked.bounds[:1:-1]],
    }
    name = asked.base.name or asked.words["basemap"]
    return DataLayer(kind, data, options=options | more, name=name, bounds=None)


# ---- vector files


def _read(path: Path, crs: Any) -> gpd.GeoDataFrame:
    """Read the layers of a vector file, each row with the name of its layer."""
    frames = [
        gpd.GeoDataFrame(
            table.frame.assign(kind=_said(table.frame, table.source)),
            geometry=table.geometry,
            crs=table.crs or crs,
        )
        for table in read_source(path)
        if table.geometry is not None
    ]
    if not frames:
        raise SourceError("overlay_empty", file=path.name)
    geographic = [to_geographic(frame) for frame in frames]
    return gpd.GeoDataFrame(pd.concat(geographic, ignore_index=True))


def _said(frame: pd.DataFrame, source: str) -> pd.Series:
    """Give what a table says of the kind of its rows, with the name of its layer."""
    own = frame["kind"].astype(str) if "kind" in frame else ""
    return own + pd.Series(f" {source}", index=frame.index)


def _drawn(asked: _Asked, frame: gpd.GeoDataFrame, *, layer: str) -> DataLayer:
    """Draw a layer of the user's own, as exactly as there is room for."""
    size = 0
    for tolerance in _TOLERANCES:
        sketch = sketch_of_frame(
            frame, layer=layer, bounds=asked.bounds, tolerance=tolerance
        )
        if sketch.is_empty():
            raise SourceError("basemap_elsewhere", file=layer or "GeoDataFrame")
        text = sketch.to_text(compress=asked.compress)
        size = len(text)
        if size <= asked.most:
            if tolerance != _TOLERANCES[0]:
                metres = round(tolerance * 111_000)
                warn("basemap_simplified", metres=metres, mb=asked.base.most_mb)
            return _layer(asked, "sketch", text, compressed=asked.compress)
    raise SourceError("basemap_large", most=asked.base.most_mb, needed=size / _MB)


# ---- files of tiles


def _of_tiles(asked: _Asked, file: TileFile) -> DataLayer:
    """Take pictures or vector tiles, whichever the file has."""
    first, last = file.zooms
    if first > last:
        raise SourceError("tiles_empty", file=file.name)
    start = min(max(first, _opening_zoom(asked.bounds)), last)
    there = next(
        (zoom for zoom in range(start, last + 1) if file.within(zoom, asked.bounds)),
        None,
    )
    if there is None:
        deep = file.count(start, asked.bounds) > MOST_TILES
        key = "basemap_too_detailed" if deep else "basemap_elsewhere"
        raise SourceError(key, file=file.name)
    tiles = file.within(there, asked.bounds)
    if any(picture_kind(tile.data) for tile in tiles):
        return _pictures(asked, file, there)
    return _sketched(asked, file, there)


def _opening_zoom(bounds: Bounds) -> int:
    """Give the zoom at which the extent is about as wide as a window."""
    across = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    return max(0, math.floor(math.log2(360 * _OPEN_PIXELS / (_TILE * across))))


def _pictures(asked: _Asked, file: TileFile, start: int) -> DataLayer:
    """Take zoom after zoom while there is room."""
    kept: list[Tile] = []
    left, end, broken, last = asked.most, start, 0, file.zooms[1]
    for zoom in range(start, last + 1):
        found = file.within(zoom, asked.bounds)
        sound = [tile for tile in found if is_sound_picture(tile.data)]
        size = sum(_length(tile) for tile in sound)
        if size > left or (zoom > start and not found):
            break
        kept, left, end = kept + sound, left - size, zoom
        broken += len(found) - len(sound)
    if not kept:
        needed = sum(map(_length, file.within(start, asked.bounds))) / _MB
        if needed > asked.base.most_mb:
            raise SourceError("basemap_large", most=asked.base.most_mb, needed=needed)
        raise SourceError("tiles_unreadable", file=file.name)
    if broken:
        warn("tiles_left_out", file=file.name, count=broken)
    if end < last:
        warn("basemap_cut", zoom=end, last=last, mb=asked.base.most_mb)
    index = [[t.zoom, t.x, t.y, _length(t), picture_kind(t.data)] for t in kept]
    return _layer(
        asked,
        "pictures",
        "".join(base64.b64encode(tile.data).decode("ascii") for tile in kept),
        tiles=index,
        minZoom=start,
        maxZoom=end,
        attribution=file.attribution,
    )


def _length(tile: Tile) -> int:
    """Give the letters that a tile takes in the page."""
    return 4 * -(-len(tile.data) // 3)


def _sketched(asked: _Asked, file: TileFile, start: int) -> DataLayer:
    """Draw the deepest zoom of vector tiles that there is room for."""
    last = min(file.zooms[1], max(_DEEP, start))
    needed = 0
    for zoom in range(last, start - 1, -1):
        tiles = file.within(zoom, asked.bounds)
        # twice the room: what is drawn takes less than all that tiles hold
        if not tiles or sum(len(tile.data) for tile in tiles) > 2 * asked.most:
            continue
        text = _sketch(file, tiles).to_text(compress=asked.compress)
        needed = len(text)
        if needed > asked.most:
            continue
        if zoom < last:
            warn("basemap_cut", zoom=zoom, last=last, mb=asked.base.most_mb)
        return _layer(
            asked,
            "sketch",
            text,
            compressed=asked.compress,
            attribution=file.attribution,
        )
    raise SourceError("basemap_large", most=asked.base.most_mb, needed=needed / _MB)


def _sketch(file: TileFile, tiles: list[Tile]) -> Sketch:
    """Draw tiles; those that are damaged are left out, and counted."""
    damaged = 0

    def shapes() -> Iterator[Any]:
        nonlocal damaged
        for tile in tiles:
            found = read_vector_tile(tile)
            damaged += found is None
            yield from found or ()

    sketch = sketch_of_tiles(shapes())
    if damaged == len(tiles) or sketch.is_empty():
        raise SourceError("tiles_unreadable", file=file.name)
    if damaged:
        warn("tiles_left_out", file=file.name, count=damaged)
    return sketch
