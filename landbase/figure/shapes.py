"""Parcels on paper: polygons where they can be seen, symbols where they cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform

from landbase.geometry import polygon_parts

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from landbase.figure.views import View
    from landbase.style import LegendClass

__all__ = [
    "OUTLINE",
    "SHAPES",
    "Symbols",
    "draw_polygons",
    "draw_symbols",
    "needs_symbols",
    "outline",
]

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
    """Draw parcels as symbols in proportion, large ones first, so that none is hidden.

    Parameters
    ----------
    axes
        In the plane of `view`.
    points
        One (x, y) a parcel.
    hectares, position
        The area and the class of each.
    classes
        All classes.
    view
        For the scale.

    Returns
    -------
    symbols
        What the legend has to say of them.
    """
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
