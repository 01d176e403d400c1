"""A quiet drawing for under the parcels: water, green, roads, railways, names.

Shapes come from vector tiles or from a layer of the user's own; which kind one is of is
read from the words of its layer and its columns. Boundaries are left out on purpose:
those of countries and provinces must come from a map that was reviewed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from landbase.crs import to_geographic
from landbase.geometry import is_polygonal, is_shown, simple_parts
from landbase.webmap.payload import Sections, varints, zigzag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.io.vector_tiles import TileShape

__all__ = ["Sketch", "SketchLabel", "sketch_of_frame", "sketch_of_tiles"]

_SCALE = 100_000  # units a degree, a metre: for drawing only
_FILLS = ("green", "water")
_LINES = ("stream", "river", "rail", "minor", "major")
_MOST_LABELS = 3000
_MOST_LETTERS = 24
_NAMES = ("name:zh-Hans", "name:zh", "name_zh", "name", "NAME", "名称", "地名", "Name")
_CLASSES = (
    *("class", "kind", "fclass", "highway", "type", "subclass"),
    *("类型", "类别", "等级"),
)
# what names and classes say, looked for in this order; "none" is not drawn
_WORDS = (
    ("none", r"boundar|border|admin|境界|界线|building|建筑|housenum|pois?\b|transit"),
    ("rail", r"rail|subway|tram|铁路|铁道|地铁"),
    ("none", r"path|track|footway|steps|cycleway|pedestrian|ferry|aerialway"),
    ("major", r"motorway|trunk|primary|secondary|major|高速|国道|省道|主干|一级|二级"),
    ("minor", r"road|street|transport|highway|tertiary|service|minor|路|街"),
    ("river", r"river|江|河"),
    ("water", r"water|ocean|lake|stream|canal|reservoir|sea\b|水|湖|渠|库|沟"),
    ("green", r"wood|forest|park|grass|garden|meadow|scrub|green|林|草|绿地|公园"),
)
_PATTERNS = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS]
_PLACES = re.compile(
    r"place|settlement|label|city|town|village|地名|注记|居民|村|镇", re.IGNORECASE
)
_RANKS = (
    (0, re.compile(r"city|capital|市|盟", re.IGNORECASE)),
    (1, re.compile(r"town|county|suburb|镇|旗|区|县|苏木", re.IGNORECASE)),
)
_LAST = 2  # of ranks


class SketchLabel(NamedTuple):
    """A name, its place, and how early it is written: 0 first."""

    text: str
    lon: float
    lat: float
    rank: int


@dataclass
class Sketch:
    """Lines and rings in degrees by kind, and names."""

    lines: dict[str, list[npt.NDArray[np.float64]]] = field(
        default_factory=lambda: {kind: [] for kind in _FILLS + _LINES}
    )
    labels: list[SketchLabel] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.labels and not any(self.lines.values())

    def to_text(self, *, compress: bool) -> str:
        """Write all as base64 for the page."""
        kept = sorted(set(self.labels), key=lambda label: (label.rank, label.text))
        header = {
            "scale": _SCALE,
            "fills": _FILLS,
            "strokes": _LINES,
            "labels": [
                [text, round(lon, 5), round(lat, 5), rank]
                for text, lon, lat, rank in kept[:_MOST_LABELS]
            ],
        }
        sections = Sections(header)
        for kind, lines in self.lines.items():
            whole = [_whole(line) for line in lines]
            long = [line for line in whole if len(line) > 1]
            xy = np.concatenate([*long, np.zeros((0, 2), dtype=np.int64)])
            sections.add(kind, varints(zigzag(np.diff(xy, axis=0, prepend=0).ravel())))
            sections.add_numbers(f"{kind}_lengths", [len(line) for line in long])
            header[f"{kind}_count"] = len(long)
        return sections.to_text(compress=compress)


def _whole(line: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Round a line to whole units, and leave out vertices that fall together."""
    whole = np.round(line * _SCALE).astype(np.int64)
    moved = np.ones(len(whole), dtype=bool)
    moved[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    return whole[moved]


def _kind(words: str, *, areal: bool) -> str | None:
    """Say what a shape is drawn as, by the words for it; None for not at all."""
    kind = next((kind for kind, known in _PATTERNS if known.search(words)), None)
    other = {"river": "water"} if areal else {"water": "stream"}
    drawn = other.get(kind or "", kind)
    return drawn if drawn in (_FILLS if areal else _LINES) else None


def _rank(words: str) -> int:
    return next((rank for rank, words_ in _RANKS if words_.search(words)), _LAST)


def _name(values: Mapping[str, Any]) -> str:
    """Give the name of a shape, Chinese first, without what nobody sees."""
    names = (values.get(key) for key in _NAMES)
    found = next((name for name in names if isinstance(name, str)), "")
    text = "".join(sign for sign in found if sign.isprintable()).strip()
    return text if len(text) <= _MOST_LETTERS else ""


def _words(layer: str, values: Mapping[str, Any]) -> str:
    """Give the words that say what a shape is: its class before its layer."""
    said = [str(values[key]) for key in _CLASSES if isinstance(values.get(key), str)]
    return " ".join([*said, layer])


def sketch_of_tiles(shapes: Iterable[TileShape]) -> Sketch:
    """Sketch the shapes of vector tiles."""
    sketch = Sketch()
    for shape in shapes:
        words = _words(shape.layer, shape.properties)
        if shape.kind == "point":
            name = _name(shape.properties)
            if name and _PLACES.search(shape.layer):
                lon, lat = (float(value) for value in shape.parts[0][0])
                sketch.labels.append(SketchLabel(name, lon, lat, _rank(words)))
            continue
        kind = _kind(words, areal=shape.kind == "polygon")
        if kind is not None:
            sketch.lines[kind] += shape.parts
    return sketch


def sketch_of_frame(
    frame: gpd.GeoDataFrame,
    *,
    layer: str,
    bounds: tuple[float, float, float, float],
    tolerance: float,
) -> Sketch:
    """Sketch a layer of the user's own: lines are roads where no word says otherwise.

    Polygons without a word are water. What lies outside of west, south, east, north is
    left out; lines are simplified by `tolerance` degrees.
    """
    shapes = to_geographic(frame)
    shapes = shapes[is_shown(shapes.geometry.to_numpy())]
    geometry = shapely.clip_by_rect(shapes.geometry.to_numpy(), *bounds)
    there = ~shapely.is_empty(geometry)
    geometry = shapely.simplify(geometry[there], tolerance)
    columns = [name for name in shapes.columns if name in {*_NAMES, *_CLASSES}]
    rows = shapes.loc[there, columns].to_dict("records")
    sketch = Sketch()
    parts, owner = simple_parts(geometry)
    for part, row in zip(parts, owner, strict=True):
        values = rows[row]
        words = _words(layer, values)
        areal = bool(is_polygonal(np.array([part]))[0])
        _add_shape(sketch, part, words=words, areal=areal)
        _add_name(sketch, part, values, words=words)
    return sketch


def _add_shape(sketch: Sketch, part: Any, *, words: str, areal: bool) -> None:
    if part.geom_type == "Point":
        return
    known = any(pattern.search(words) for _, pattern in _PATTERNS)
    usual = "water" if areal else "minor"
    kind = _kind(words, areal=areal) if known else usual
    if kind is None:
        return
    whole = shapely.orient_polygons(part) if areal else part
    rings: Sequence[Any] = list(shapely.get_rings(whole)) if areal else [part]
    sketch.lines[kind] += [shapely.get_coordinates(ring) for ring in rings]


def _add_name(
    sketch: Sketch, part: Any, values: Mapping[str, Any], *, words: str
) -> None:
    name = _name(values)
    if not name or part.geom_type == "LineString":
        return
    inner = shapely.point_on_surface(part)
    rank = _rank(words) if part.geom_type == "Point" else _LAST
    sketch.labels.append(SketchLabel(name, inner.x, inner.y, rank))
