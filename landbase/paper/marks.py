"""Marks on a sheet: polygons, symbols, labels, graticule, legend, tables, scale."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import pandas as pd
import shapely
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform

from landbase.crs import (
    CGCS2000,
    plane_crs,
    project,
    to_geographic,
    transform_arrays,
    zone_of,
)
from landbase.errors import GeometryError
from landbase.geometry import polygon_parts
from landbase.paper.page import Box, make_view

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt
    from matplotlib.axes import Axes
    from pyproj import CRS

    from landbase.paper.page import PaperFigure, PaperSize, View
    from landbase.style import LegendClass
    from landbase.texts import Words

__all__ = [
    "OUTLINE",
    "SHAPES",
    "GraticuleKind",
    "Labels",
    "Line",
    "Symbols",
    "Table",
    "boundary_points",
    "crs_line",
    "dms",
    "draw_foot",
    "draw_graticule",
    "draw_inset",
    "draw_legend",
    "draw_marks",
    "draw_neat_line",
    "draw_polygons",
    "draw_symbols",
    "draw_table",
    "draw_title",
    "needs_symbols",
    "outline",
    "own_zone",
    "text_mm",
    "wrap",
]


def own_zone(parcel: gpd.GeoDataFrame) -> tuple[int, CRS]:
    """Give the 3° zone of a parcel's centroid, and its CRS with prefixed eastings."""
    shape = _only(parcel)
    zone = int(zone_of(np.array([shape.centroid.x]))[0])
    return zone, plane_crs(zone)


def boundary_points(parcel: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the boundary points of one parcel in its own 3° zone.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.
    GeometryError
        There is not exactly one polygon.

    Examples
    --------
    >>> import geopandas as gpd
    >>> square = shapely.box(37500000, 4400000, 37500100, 4400100)
    >>> points = boundary_points(gpd.GeoDataFrame(geometry=[square], crs="EPSG:4525"))
    >>> points[["point", "length"]].round(3).values.tolist()
    [['J1', 100.0], ['J2', 100.0], ['J3', 100.0], ['J4', 100.0]]
    """
    _, crs = own_zone(parcel)
    plane = project(np.array([_only(parcel)], dtype=object), crs)
    parts = shapely.orient_polygons(shapely.get_parts(plane), exterior_cw=True)
    rings = [_from_north_west(ring) for part in parts for ring in _rings(part)]
    xy = np.concatenate(rings)
    lengths = [np.hypot(*(np.roll(ring, -1, axis=0) - ring).T) for ring in rings]
    sizes = [len(ring) for ring in rings]
    return pd.DataFrame({
        "point": [f"J{number}" for number in range(1, len(xy) + 1)],
        "ring": np.repeat(np.arange(1, len(rings) + 1), sizes),
        "x": xy[:, 1],
        "y": xy[:, 0],
        "length": np.concatenate(lengths),
    })


def _only(parcel: gpd.GeoDataFrame) -> Any:
    """Give the one polygon, in degrees."""
    shapes = to_geographic(parcel).geometry
    if len(shapes) != 1 or shapes.isna().any() or shapes.is_empty.any():
        raise GeometryError("sheet_one_parcel_needed", count=len(shapes))
    return shapes.iloc[0]


def _rings(part: Any) -> list[npt.NDArray[np.float64]]:
    return [
        shapely.get_coordinates(ring)[:-1] for ring in (part.exterior, *part.interiors)
    ]


def _from_north_west(ring: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Start a ring at the point nearest to the north-west corner of its box."""
    corner = (ring[:, 0].min(), ring[:, 1].max())
    start = int(np.argmin(np.hypot(*(ring - corner).T)))
    return np.roll(ring, -start, axis=0)


Floats: TypeAlias = "npt.NDArray[np.float64]"

_VISIBLE_MM = 1.5  # a parcel narrower than this is no shape to the eye
_LARGEST_MM = 6.0
_SMALLEST_MM = 0.9
_CLUSTER_FROM = 5_000
_CELL_MM = 2.5
_GROWTH = 1.4
_PT_PER_MM = 72 / 25.4
OUTLINE = (0, (7, 2, 1.5, 2))  # dashes of a banner's outline
# a form for each class, so that classes are told apart in black and white
SHAPES = ("o", "s", "^", "D", "v", "p", "h", "P", "X", "*", "<", ">", "d", "8", "H")


def outline(polygons: npt.NDArray[np.object_]) -> Outline:
    """Make one path of polygons and multipolygons; holes stay holes."""
    parts, _ = polygon_parts(polygons)
    if not len(parts):
        return Outline(np.empty((0, 2)))
    parts = shapely.orient_polygons(parts)
    _, xy, (rings, _) = shapely.to_ragged_array(parts)
    codes = np.full(len(xy), Outline.LINETO, dtype=np.uint8)
    codes[rings[:-1]] = Outline.MOVETO
    codes[rings[1:] - 1] = Outline.CLOSEPOLY
    return Outline(xy[:, :2], codes)


def needs_symbols(areas: Floats, view: View) -> bool:
    """Tell whether half of the parcels would be too small on paper to be seen."""
    if not len(areas):
        return False
    return bool(np.sqrt(np.median(areas)) < view.metres(_VISIBLE_MM))


def draw_polygons(
    axes: Axes,
    shapes: npt.NDArray[np.object_],
    position: npt.NDArray[np.intp],
    classes: tuple[LegendClass, ...],
) -> None:
    """Draw parcels as they are, one path for each class, filled and hatched."""
    for number, entry in enumerate(classes):
        path = outline(shapes[position == number])
        if path.codes is not None:
            axes.add_patch(
                PathPatch(
                    path,
                    facecolor=entry.color,
                    edgecolor=entry.edge,
                    hatch=entry.hatch or None,
                    linewidth=0.6,
                    zorder=3,
                )
            )


@dataclass(frozen=True, kw_only=True, eq=False)
class Symbols:
    """How parcels became symbols.

    Attributes
    ----------
    mm_per_root_ha
        Diameter of the symbol of one hectare.
    cell_m
        The size of the cells that were put together; None where none were.
    largest_ha
        The area of the largest symbol.
    """

    mm_per_root_ha: float
    cell_m: float | None
    largest_ha: float

    def diameter(self, hectares: Floats) -> Floats:
        """Give diameters in mm."""
        exact = self.mm_per_root_ha * np.sqrt(hectares)
        return np.maximum(exact, _SMALLEST_MM)

    def samples(self) -> list[float]:
        """Choose round areas in ha for the legend, from small to large."""
        steps = [s * 10.0**p for p in range(-1, 6) for s in (1, 2, 5)]
        seen = (_SMALLEST_MM / self.mm_per_root_ha) ** 2
        fitting = [s for s in steps if seen < s <= self.largest_ha]
        return fitting[:: -max(len(fitting) // 3, 1)][:3][::-1]


def draw_symbols(  # noqa: PLR0917 - arrays on the same rows
    axes: Axes,
    points: Floats,
    hectares: Floats,
    position: npt.NDArray[np.intp],
    classes: tuple[LegendClass, ...],
    view: View,
) -> Symbols:
    """Draw parcels as symbols in proportion, large ones first: none is hidden."""
    cell = view.metres(_CELL_MM) if len(points) > _CLUSTER_FROM else None
    if cell is not None:
        cell, (points, hectares, position) = _sparse(points, hectares, position, cell)
    largest = float(hectares.max(initial=0.0)) or 1.0
    symbols = Symbols(
        mm_per_root_ha=_LARGEST_MM / largest**0.5, cell_m=cell, largest_ha=largest
    )
    order = np.argsort(-hectares, kind="stable")
    points, position = points[order], position[order]
    sizes = (symbols.diameter(hectares[order]) * _PT_PER_MM) ** 2
    paths = [_of_one_area(SHAPES[n % len(SHAPES)]) for n in range(len(classes))]
    collection = PathCollection(
        [paths[n] for n in position],
        sizes,
        offsets=points,
        offset_transform=axes.transData,
        facecolors=[classes[n].color for n in position],
        edgecolors="white",
        linewidths=0.25,
        zorder=3,
    )
    collection.set_transform(IdentityTransform())
    axes.add_collection(collection, autolim=False)
    return symbols


def _of_one_area(shape: str) -> Outline:
    """Scale a form to the area of a circle of diameter 1, so that areas compare."""
    form = MarkerStyle(shape)
    path = form.get_path().transformed(form.get_transform())
    rings = [np.asarray(ring, dtype=np.float64) for ring in path.to_polygons()]
    area = float(shapely.area([shapely.Polygon(ring) for ring in rings]).sum())
    return Outline(np.asarray(path.vertices) * (np.pi / 4 / area) ** 0.5, path.codes)


def _sparse(
    points: Floats, hectares: Floats, position: npt.NDArray[np.intp], cell: float
) -> tuple[float, tuple[Floats, Floats, npt.NDArray[np.intp]]]:
    """Put parcels together in cells that grow until few enough symbols are left."""
    together = _clustered(points, hectares, position, cell)
    while len(together[0]) > _CLUSTER_FROM:
        cell *= _GROWTH
        together = _clustered(points, hectares, position, cell)
    return cell, together


def _clustered(
    points: Floats, hectares: Floats, position: npt.NDArray[np.intp], cell: float
) -> tuple[Floats, Floats, npt.NDArray[np.intp]]:
    """Put the parcels of a class in a cell together, at their common centre."""
    keys = np.column_stack([np.floor(points / cell).astype(np.int64), position])
    found, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.ravel()
    weight = np.maximum(hectares, 1e-9)
    sums = np.bincount(group, weights=weight)
    middle = [np.bincount(group, weights=weight * points[:, k]) / sums for k in (0, 1)]
    return (
        np.column_stack(middle),
        sums.astype(np.float64),
        found[:, 2].astype(np.intp),
    )


_MM_PER_PT = 25.4 / 72
_GAP_MM = 0.7
_LAST_NARROW = 0x2E7F  # letters after this one fill an em
_LINE = 1.25  # height of a line in letters
# where a label may stand, in widths and heights from its point, the best first
_PLACES = (
    *((0.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.62, 0.0), (-0.62, 0.0)),
    *((0.6, 0.9), (-0.6, 0.9), (0.6, -0.9), (-0.6, -0.9)),
    *((0.0, 2.0), (0.0, -2.0), (0.0, 3.0), (0.0, -3.0)),
)


def text_mm(text: str, size: float) -> float:
    """Give the width of a line: a Chinese letter takes one em, others up to 0.57."""
    ems = sum(1.0 if ord(letter) > _LAST_NARROW else 0.57 for letter in text)
    return ems * size * _MM_PER_PT


@dataclass
class Labels:
    """Places labels one after the other, each where it is free.

    Attributes
    ----------
    axes, view
        The map.
    taken
        The rectangles in use, in mm on the map: west, south, east, north.
    unplaced
        How many labels found no room.
    """

    axes: Axes
    view: View
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    unplaced: int = 0

    def place(
        self,
        points: npt.NDArray[np.float64],
        texts: list[str],
        *,
        size: float,
        **style: Any,
    ) -> None:
        """Place labels, in order of their importance."""
        for point, text in zip(self.view.to_paper(points), texts, strict=True):
            box = self._free(point, text_mm(text, size), size * _MM_PER_PT * _LINE)
            if box is None:
                self.unplaced += 1
                continue
            self.taken.append(box)
            west, south, *_ = self.view.bounds
            x = west + self.view.metres((box[0] + box[2]) / 2)
            y = south + self.view.metres((box[1] + box[3]) / 2)
            self.axes.text(
                x, y, text, fontsize=size, ha="center", va="center",
                bbox={"facecolor": "white", "alpha": 0.65, "pad": 0.4, "linewidth": 0},
                zorder=6, gid="label", **style,
            )  # fmt: skip

    def _free(
        self, point: npt.NDArray[np.float64], width: float, height: float
    ) -> tuple[float, float, float, float] | None:
        """Find the first place that is free and inside the frame."""
        for right, up in _PLACES:
            x, y = point[0] + right * (width + 2), point[1] + up * (height + 0.5)
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self._fits(box):
                return box
        return None

    def _fits(self, box: tuple[float, float, float, float]) -> bool:
        west, south, east, north = box
        if min(west, south) < _GAP_MM:
            return False
        if east > self.view.width - _GAP_MM or north > self.view.height - _GAP_MM:
            return False
        return not any(
            west < e + _GAP_MM and w < east + _GAP_MM
            and south < n + _GAP_MM and s < north + _GAP_MM
            for w, s, e, n in self.taken
        )  # fmt: skip


GraticuleKind: TypeAlias = Literal["degrees", "kilometres"]

_GRATICULE_LINE: dict[str, Any] = {"color": "#7A8A99", "linewidth": 0.3, "zorder": 1.5}
_TEXT: dict[str, Any] = {"fontsize": 5.5, "color": "#445566"}
_DEGREES = tuple(
    seconds / 3600
    for seconds in (
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        18000,
    )
)
_KILOMETRES = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
_FEWEST = 2
_OUT_MM = 0.8
_DIGIT_MM = 1.1
_POINTS = 200


def draw_graticule(axes: Axes, view: View, kind: GraticuleKind) -> None:
    """Draw the lines in the map and their numbers outside its frame."""
    if kind == "degrees":
        _draw_degrees(axes, view)
    elif kind == "kilometres":
        _draw_kilometres(axes, view)
    else:
        raise ValueError(f"graticule is 'degrees', 'kilometres' or None, not {kind!r}")


def _draw_degrees(axes: Axes, view: View) -> None:
    west, south, east, north = view.bounds
    along = np.linspace(0, 1, _POINTS)
    x = np.concatenate(
        [west + along * (east - west)] * 2
        + [np.full(_POINTS, west), np.full(_POINTS, east)]
    )
    y = np.concatenate(
        [np.full(_POINTS, south), np.full(_POINTS, north)]
        + [south + along * (north - south)] * 2
    )
    lon, lat = transform_arrays(x, y, source=view.crs, target=CGCS2000)
    there = np.isfinite(lon) & np.isfinite(lat)  # far off, the plane has no such place
    if not there.any():
        return
    lon, lat = lon[there], lat[there]
    step = _step(min(np.ptp(lon), np.ptp(lat)), _DEGREES)
    lats = np.linspace(lat.min(), lat.max(), _POINTS)
    lons = np.linspace(lon.min(), lon.max(), _POINTS)
    for value in _ticks(lon.min(), lon.max(), step):
        _line(axes, view, np.full(_POINTS, value), lats, at=1, text=dms(value, "E"))
    for value in _ticks(lat.min(), lat.max(), step):
        _line(axes, view, lons, np.full(_POINTS, value), at=0, text=dms(value, "N"))


def _line(
    axes: Axes,
    view: View,
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
    *,
    at: int,
    text: str,
) -> None:
    """Draw one line, and write its number where it meets the frame."""
    xy = np.column_stack(transform_arrays(lon, lat, source=CGCS2000, target=view.crs))
    axes.plot(xy[:, 0], xy[:, 1], scalex=False, scaley=False, **_GRATICULE_LINE)
    edges = (view.bounds[at], view.bounds[at + 2])
    for edge, outward in zip(edges, (-1, 1), strict=True):
        if not xy[:, at].min() <= edge <= xy[:, at].max():
            continue
        along = np.interp(edge, xy[:, at], xy[:, 1 - at])
        if view.bounds[1 - at] <= along <= view.bounds[3 - at]:
            _number(axes, view, float(along), edge, outward, at=at, text=text)


def _number(
    axes: Axes,
    view: View,
    along: float,
    edge: float,
    outward: int,
    *,
    at: int,
    text: str,
) -> None:
    place = edge + outward * view.metres(_OUT_MM)
    # beside a corner, not beyond it: there the number of the other side stands
    half = view.metres(_DIGIT_MM * len(text) / 2)
    low, high = view.bounds[1 - at], view.bounds[3 - at]
    along = max(low + half, min(along, high - half))
    if at == 1:
        axes.text(along, place, text, ha="center",
                  va="top" if outward < 0 else "bottom", **_TEXT)  # fmt: skip
    else:
        axes.text(place, along, text, va="center", rotation=90,
                  ha="right" if outward < 0 else "left", **_TEXT)  # fmt: skip


def _draw_kilometres(axes: Axes, view: View) -> None:
    west, south, east, north = (edge / 1000 for edge in view.bounds)
    step = _step(min(east - west, north - south), _KILOMETRES)
    digits = max(0, -int(np.floor(np.log10(step))))
    for at, low, high in ((1, west, east), (0, south, north)):
        for value in _ticks(low, high, step):
            draw = axes.axvline if at == 1 else axes.axhline
            draw(value * 1000, **_GRATICULE_LINE)
            for edge, outward in ((view.bounds[at], -1), (view.bounds[at + 2], 1)):
                text = f"{value:.{digits}f}"
                _number(axes, view, value * 1000, edge, outward, at=at, text=text)


def _step(span: float, steps: tuple[float, ...]) -> float:
    """Choose the widest step that gives some lines."""
    return next((s for s in reversed(steps) if span / s >= _FEWEST), steps[0])


def _ticks(low: float, high: float, step: float) -> list[float]:
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [number * step for number in range(first, last + 1)]


def dms(value: float, side: str) -> str:
    """Write degrees, minutes and seconds, as few as it takes."""
    seconds = round(value * 3600)
    degrees, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    text = f"{degrees}°"
    text += f"{minutes:02d}′" if minutes or left else ""
    return text + (f"{left:02d}″" if left else "") + side


_SIZE = 6.6  # points
_ROW = 4.3  # mm
_NUMBERS = (12.0, 17.0, 15.0)  # widths of count, mu and ha
_SWATCH = 6.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a legend: how the class is drawn, its name, its figures."""

    label: str
    color: str | None = None
    edge: str = "#333333"
    hatch: str = ""
    shape: int | None = None
    outline: bool = False
    figures: tuple[str, ...] = ()


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines of a width in mm; English breaks between words."""
    lines = [""]
    pieces = text.split(" ") if text.isascii() else list(text)
    glue = " " if text.isascii() else ""
    for piece in pieces:
        longer = f"{lines[-1]}{glue}{piece}" if lines[-1] else piece
        if lines[-1] and text_mm(longer, size) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


def draw_legend(
    figure: PaperFigure,
    box: Box,
    *,
    title: str,
    lines: list[Line],
    notes: list[str],
    symbols: Symbols | None = None,
    words: Words,
) -> None:
    """Draw a legend; where it is too high for its box, all of it becomes smaller."""
    height = _needed(box, lines, notes, symbols)
    shrink = min(1.0, box.height / height)
    axes = figure.plain_axes(box)
    pen = _Pen(axes, box.width, box.height, shrink)
    pen.text(0, words["legend"], size=9, bold=True)
    pen.down(1.15)
    if any(line.figures for line in lines):
        pen.row(Line(label=title, figures=(words["count"], words["mu"], words["ha"])))
        pen.rule()
    else:
        pen.row(Line(label=title))
    for line in lines:
        if line.label == words["total"]:
            pen.rule()
        pen.row(line)
    if symbols is not None:
        _draw_samples(pen, symbols, words)
    for note in notes:
        pen.note(note)


def _needed(
    box: Box, lines: list[Line], notes: list[str], symbols: Symbols | None
) -> float:
    """Estimate the height of everything in mm."""
    room = box.width - _SWATCH - sum(_NUMBERS)
    rows = sum(len(wrap(line.label, room, _SIZE)) for line in lines) + 3.2
    rows += sum(0.75 * len(wrap(note, box.width, _SIZE - 1)) for note in notes)
    return _ROW * (rows + (2.4 if symbols else 0))


class _Pen:
    """Writes from the top down, in mm."""

    def __init__(self, axes: Axes, width: float, y: float, shrink: float) -> None:
        self.axes, self.width, self.y, self.shrink = axes, width, y - 2, shrink

    def down(self, rows: float) -> None:
        self.y -= rows * _ROW * self.shrink

    def text(
        self, x: float, text: str, *, size: float, bold: bool = False, ha: str = "left"
    ) -> None:
        self.axes.text(
            x, self.y, text, fontsize=size * self.shrink, ha=ha, va="center",
            fontweight="bold" if bold else "normal",
        )  # fmt: skip

    def rule(self) -> None:
        y = self.y + 0.5 * _ROW * self.shrink
        self.axes.plot([0, self.width], [y, y], color="#445566", linewidth=0.5)

    def row(self, line: Line) -> None:
        has_swatch = line.color is not None or line.outline
        left = _SWATCH if has_swatch else 0.0
        room = self.width - left - (sum(_NUMBERS) if line.figures else 0)
        if has_swatch:
            self._swatch(line)
        right = self.width
        for text, width in zip(line.figures[::-1], _NUMBERS[::-1], strict=False):
            self.text(right - 0.3, text, size=_SIZE, ha="right")
            right -= width
        for part in wrap(line.label, room / self.shrink, _SIZE):
            self.text(left, part, size=_SIZE)
            self.down(1)

    def _swatch(self, line: Line) -> None:
        if line.shape is not None:
            self.axes.plot(
                [_SWATCH / 2 - 0.5], [self.y], marker=SHAPES[line.shape % len(SHAPES)],
                color=line.color, markersize=6 * self.shrink, markeredgewidth=0,
            )  # fmt: skip
            return
        if line.outline:  # a line of the pattern that it has on the map
            self.axes.plot(
                [0.2, _SWATCH - 1.2], [self.y] * 2, color=line.edge, linewidth=0.9,
                linestyle=OUTLINE, gid="outline",
            )  # fmt: skip
            return
        height = 2.8 * self.shrink
        self.axes.add_patch(
            Rectangle(
                (0.2, self.y - height / 2), _SWATCH - 1.4, height,
                facecolor=line.color or "none", edgecolor=line.edge,
                hatch=line.hatch or None, linewidth=0.5,
            )
        )  # fmt: skip

    def note(self, text: str) -> None:
        for part in wrap(text, self.width / self.shrink, _SIZE - 1):
            self.text(0, part, size=_SIZE - 1)
            self.down(0.75)


def _draw_samples(pen: _Pen, symbols: Symbols, words: Words) -> None:
    """Draw circles of round areas side by side."""
    pen.down(0.4)
    x = 4.0
    for hectares in symbols.samples():
        radius = symbols.mm_per_root_ha * hectares**0.5 / 2
        pen.axes.add_patch(
            Circle((x, pen.y), radius, facecolor="#DDE3E8", edgecolor="#445566", lw=0.5)
        )
        pen.text(x + radius + 1, words("sample", ha=hectares), size=_SIZE)
        x += 2 * radius + 15
    pen.down(1.3)


_TABLES_LINE = 1.45  # height of a line in letters
_TITLE = 4.6  # mm
_SHRINK, _SMALLEST = 0.95, 1.0  # of letters that do not fit; points


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of text.

    Attributes
    ----------
    title
        Above it.
    head
        Names of the columns; empty for none.
    rows
        Cells, as text.
    widths
        Of the columns, in mm.
    right
        Which columns stand to the right.
    size
        Of the letters, in points.
    """

    title: str
    rows: list[list[str]]
    widths: tuple[float, ...]
    head: list[str] | None = None
    right: tuple[int, ...] = ()
    size: float = 6.4


def draw_table(figure: PaperFigure, box: Box, table: Table) -> float:
    """Draw a table from the top of a rectangle; long cells are wrapped."""
    axes, size = figure.plain_axes(box), table.size
    while _high(table, size) > box.height and size > _SMALLEST:
        size *= _SHRINK
    table = replace(table, size=size)
    line = _tables_line(size)
    y = box.height - _TITLE / 2
    axes.text(0, y, table.title, fontsize=8, fontweight="bold", va="center")
    y -= _TITLE
    total = sum(table.widths)
    if table.head:
        _row(axes, y, [[cell] for cell in table.head], table, bold=True)
        y -= line
        axes.plot([0, total], [y + line / 2] * 2, color="#445566", linewidth=0.6)
    for row in table.rows:
        cells = _wrapped(table, row, size)
        _row(axes, y, cells, table)
        y -= line * max(map(len, cells))
        axes.plot([0, total], [y + line / 2] * 2, color="#C5CDD5", linewidth=0.3)
    return box.height - y


def _tables_line(size: float) -> float:
    return size * _MM_PER_PT * _TABLES_LINE


def _wrapped(table: Table, row: list[str], size: float) -> list[list[str]]:
    widths = zip(row, table.widths, strict=True)
    return [wrap(cell, width - 1.5, size) for cell, width in widths]


def _high(table: Table, size: float) -> float:
    """Give the height in mm that a table takes with letters of a size."""
    lines = sum(max(map(len, _wrapped(table, row, size))) for row in table.rows)
    return 1.5 * _TITLE + _tables_line(size) * (lines + bool(table.head))


def _row(
    axes: Axes, y: float, cells: list[list[str]], table: Table, *, bold: bool = False
) -> None:
    x, line = 0.0, _tables_line(table.size)
    for number, (lines, width) in enumerate(zip(cells, table.widths, strict=True)):
        right = number in table.right
        for down, text in enumerate(lines):
            small = min(1.0, (width - 0.6) / max(text_mm(text, table.size), 0.1))
            axes.text(
                x + width - 0.6 if right else x, y - down * line, text,
                fontsize=table.size * max(small, 0.8), va="center",
                ha="right" if right else "left",
                fontweight="bold" if bold else "normal",
            )  # fmt: skip
        x += width


_TITLE_SIZE = 17.0  # points
_BAR_MM = 44.0
_ROUND = (1, 2, 4, 5, 10)
_PARTS = 4
_KM_FROM = 2000  # below two kilometres metres read better
_LEAST_FRAME_MM = 1.5


def draw_neat_line(figure: PaperFigure, box: Box) -> None:
    """Draw the frame of the sheet."""
    axes = figure.plain_axes(box)
    axes.add_patch(
        Rectangle(
            (0, 0),
            box.width,
            box.height,
            facecolor="none",
            edgecolor="black",
            linewidth=1.6,
            clip_on=False,
        )
    )


def draw_title(figure: PaperFigure, box: Box, title: str, marks: list[str]) -> None:
    """Write the title in the middle and marks such as 内部使用 at the right."""
    axes = figure.plain_axes(box)
    room = box.width - (80 if marks else 10)
    size = min(_TITLE_SIZE, room / max(text_mm(title, 1.0), 0.1))
    axes.text(
        box.width / 2, box.height / 2, title, fontsize=size, fontweight="bold",
        ha="center", va="center",
    )  # fmt: skip
    axes.text(
        box.width - 3, box.height / 2, "\n".join(marks), fontsize=7,
        ha="right", va="center", linespacing=1.4,
    )  # fmt: skip


def draw_foot(figure: PaperFigure, box: Box, lines: list[str]) -> None:
    """Write the lines at the foot of the sheet."""
    axes = figure.plain_axes(box)
    for number, line in enumerate(lines):
        axes.text(0, box.height - 2.4 - 4.4 * number, line, fontsize=7, va="center")


def crs_line(view: View, words: Words) -> str:
    """Name the coordinate system and projection of a sheet."""
    return words("crs", crs="　".join(view.describe(words)))


def draw_marks(
    figure: PaperFigure, box: Box, view: View, words: Words, *, size: PaperSize
) -> None:
    """Draw the scale in numbers and as a bar, and the arrow to the north."""
    axes = figure.plain_axes(box)
    scale = words("scale", scale=view.scale, size=size)
    axes.text(0, 17.5, scale, fontsize=9, va="center")
    metres = _bar_metres(view)
    step, high = metres / view.metres(1) / _PARTS, 1.6
    unit, per = (words["km"], 1000) if metres >= _KM_FROM else (words["m"], 1)
    for part in range(_PARTS):
        axes.add_patch(
            Rectangle(
                (1 + part * step, 8), step, high, linewidth=0.5, edgecolor="black",
                facecolor="black" if part % 2 == 0 else "white", gid="scalebar",
            )
        )  # fmt: skip
    for part in (0, 2, 4):
        value = f"{metres * part / _PARTS / per:g}"
        axes.text(1 + part * step, 10.4, value, fontsize=6.5, ha="center", va="bottom")
    axes.text(3 + _PARTS * step, 8.8, unit, fontsize=6.5, va="center")
    _draw_north(figure, box, view, words["north"])


def _bar_metres(view: View) -> float:
    """Choose a round length that fits, a number of whole quarters."""
    room = view.metres(_BAR_MM)
    power = 10.0 ** np.floor(np.log10(room))
    return float(max(s * power for s in _ROUND if s * power <= room))


def _draw_north(figure: PaperFigure, box: Box, view: View, letter: str) -> None:
    """Draw the arrow along the meridian of the map's middle."""
    lon, lat = transform_arrays([view.x], [view.y], source=view.crs, target=CGCS2000)
    x, y = transform_arrays(lon, lat + 0.01, source=CGCS2000, target=view.crs)
    angle = np.arctan2(x[0] - view.x, y[0] - view.y)
    axes = figure.plain_axes(Box(box.x + box.width - 14, box.y + 3, 14, 20))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for side, color in ((-1, "black"), (1, "white")):
        points = np.array([(0, 7.0), (side * 3.0, -6.0), (0, -3.2)])
        axes.add_patch(
            Polygon(
                points @ turn + (7, 7.5), facecolor=color, edgecolor="black", lw=0.7
            )
        )
    axes.text(7, 16, letter, fontsize=9, fontweight="bold", ha="center", va="bottom")


def draw_inset(
    figure: PaperFigure,
    box: Box,
    whole: npt.NDArray[np.object_],
    view: View,
    words: Words,
) -> None:
    """Draw the whole small, with the frame of the map in it."""
    room = Box(box.x, box.y, box.width, box.height - 5)
    small = make_view(whole, width=room.width, height=room.height)
    axes = figure.axes_at(room)
    west, south, east, north = small.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_axis_off()
    path = outline(project(whole, small.crs))
    axes.add_patch(PathPatch(path, facecolor="#F2F4F6", edgecolor="#667788", lw=0.5))
    frame = shapely.segmentize(shapely.box(*view.bounds), view.metres(view.width) / 20)
    xy = shapely.get_coordinates(frame)
    lon, lat = transform_arrays(xy[:, 0], xy[:, 1], source=view.crs, target=CGCS2000)
    edge = np.column_stack(
        transform_arrays(lon, lat, source=CGCS2000, target=small.crs)
    )
    axes.add_patch(
        Polygon(edge, facecolor="#D7301F33", edgecolor="#D7301F", lw=1, gid="inset")
    )
    if np.ptp(edge, axis=0).max() < small.metres(_LEAST_FRAME_MM):
        x, y = edge.mean(axis=0)  # too small to be seen: a ring around it
        axes.plot(x, y, "o", mfc="none", mec="#D7301F", ms=7, gid="inset")
    caption = figure.plain_axes(Box(box.x, box.y + box.height - 5, box.width, 5))
    caption.text(0, 2.5, words["inset"], fontsize=7.5, va="center")
