"""Shapes of parcels in the open: sites, terraces, strips; with holes or in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.affinity import rotate, scale, translate

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS", "draw"]


def draw(kind: str, area: float, rng: np.random.Generator) -> Polygon | MultiPolygon:
    """Draw a shape of a kind and of an area in m², its centroid at (0, 0)."""
    shape = rotate(KINDS[kind](rng), rng.uniform(0, 180), origin=(0, 0))
    factor = np.sqrt(area / shape.area)
    shape = scale(shape, factor, factor, origin=(0, 0))
    return translate(shape, -shape.centroid.x, -shape.centroid.y)


def _site(rng: np.random.Generator) -> Polygon:
    """Draw a mine, a plant: an outline of 8 to 30 surveyed points."""
    count = int(rng.integers(8, 31))
    angle = np.sort(
        (np.arange(count) + rng.uniform(-0.35, 0.35, count)) * 2 * np.pi / count
    )
    waves = sum(
        rng.uniform(0.04, 0.2) / k**0.5 * np.sin(k * angle + rng.uniform(0, 6))
        for k in range(1, 5)
    )
    radius = np.exp(waves + rng.normal(0, 0.05, count))
    stretch = np.sqrt(rng.uniform(1, 3.2))
    return Polygon(
        np.column_stack([
            radius * np.cos(angle) * stretch,
            radius * np.sin(angle) / stretch,
        ])
    )


def _terraces(rng: np.random.Generator) -> Polygon:
    """Draw a solar field: rows of panels that end in steps."""
    rows = int(rng.integers(2, 6))
    shift = np.cumsum(rng.uniform(-0.5, 0.5, rows))
    length = rng.uniform(2.5, 4.5, rows)
    boxes = [
        shapely.box(shift[k] - length[k] / 2, k, shift[k] + length[k] / 2, k + 1)
        for k in range(rows)
    ]
    return Polygon(shapely.unary_union(boxes).exterior)


def _strip(rng: np.random.Generator) -> Polygon:
    """Land along a road or a pipe: long, narrow, gently curved."""
    count = int(rng.integers(4, 12))
    x = np.linspace(-6, 6, count)
    y = rng.uniform(0.3, 1.2) * np.sin(x * rng.uniform(0.2, 0.45) + rng.uniform(0, 6))
    line = LineString(np.column_stack([x, y]))
    wide = rng.uniform(0.35, 1.1)
    return line.buffer(wide, cap_style="flat", join_style="mitre", mitre_limit=3)


def _ringed(rng: np.random.Generator) -> Polygon:
    """Draw a site around land that is someone else's."""
    outer = _site(rng)
    inner = scale(_site(rng), *(rng.uniform(0.2, 0.35, 2)), origin=(0, 0))
    hole = inner.intersection(outer.buffer(-0.2))
    if not isinstance(hole, Polygon) or hole.is_empty:
        return outer
    return Polygon(outer.exterior, [hole.exterior])


def _parted(rng: np.random.Generator) -> MultiPolygon:
    """Draw a site that a road cuts in two or three."""
    site = _site(rng)
    angle = rng.uniform(0, np.pi)
    along = 5 * np.array([np.cos(angle), np.sin(angle)])
    aside = np.array([-along[1], along[0]]) / 5
    shifts = [0.1] if rng.random() < 0.7 else [-0.4, 0.4]
    roads = [LineString([k * aside - along, k * aside + along]) for k in shifts]
    return site.difference(shapely.union_all(roads).buffer(0.06, cap_style="flat"))


KINDS: dict[str, Callable[[np.random.Generator], Polygon | MultiPolygon]] = {
    "site": _site,
    "terraces": _terraces,
    "strip": _strip,
    "ringed": _ringed,
    "parted": _parted,
}
