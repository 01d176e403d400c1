"""Lots of towns and development zones: streets, blocks, and blocks cut into lots.

All lots of a place are cut from lines that were noded together, so neighbours share
their vertices exactly and stay neighbours after any change of coordinates.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, Polygon

__all__ = ["lay_out"]

_SMALLEST = 2_500.0  # m²: what is left in corners below this is not a lot
_THIN = 0.03  # area / perimeter² below this is a wedge, not a lot
_KEEP = 0.8  # share of the lots in a chosen block that are parcels of ours


def lay_out(
    count: int, *, large: bool, turn: float, rng: np.random.Generator
) -> list[Polygon]:
    """Lay out a place around (0, 0), in metres.

    Parameters
    ----------
    count
        How many lots to give.
    large
        Factory-sized blocks of a development zone, not those of a town.
    turn
        Degrees by which the grid is turned.
    rng
        Where chance comes from.

    Returns
    -------
    lots
        Valid polygons that do not overlap; some share edges.
    """
    size = int(np.ceil(np.sqrt(count * 1.25)))
    xs, ys = (_streets(size, large=large, rng=rng) for _ in range(2))
    reach = float(max(np.abs(xs).max(), np.abs(ys).max()))
    corridor = _corridor(reach, rng)
    blocks = [
        (shapely.box(x0, y0, x1, y1), np.hypot(x0 + x1, y0 + y1) / (2 * reach))
        for x0, x1 in xs
        for y0, y1 in ys
    ]
    chance = np.array([0.45 + far for _, far in blocks])
    order = rng.permutation(len(blocks))
    order = order[np.argsort(-(chance[order] * rng.random(len(order))), kind="stable")]
    lots: list[Polygon] = []
    for number in order:
        cut = _cut_block(blocks[number][0], corridor, large=large, rng=rng)
        lots += [lot for lot in cut if rng.random() < _KEEP]
        if len(lots) >= count:
            break
    return _bend(lots[:count], reach=reach, turn=turn, rng=rng)


def _streets(
    size: int, *, large: bool, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Give the near and far side of each row of blocks, centred on zero."""
    low, high = (300, 620) if large else (190, 420)
    depths = rng.uniform(low, high, size)
    gaps = np.where(np.arange(size) % 4 == 3, rng.uniform(45, 60), rng.uniform(20, 30))
    starts = np.concatenate([[0.0], np.cumsum(depths + gaps)[:-1]])
    middle = (starts[-1] + depths[-1]) / 2
    return np.column_stack([starts, starts + depths]) - middle


def _corridor(reach: float, rng: np.random.Generator) -> Polygon:
    """Draw the railway or stream that crosses a place and cuts lots askew."""
    along = np.linspace(-1.6 * reach, 1.6 * reach, 15)
    across = rng.uniform(-0.35, 0.35) * reach + 0.12 * reach * np.sin(
        along / reach * rng.uniform(1, 2) + rng.uniform(0, 6)
    )
    angle = rng.uniform(0.25, 1.3)
    turned = np.column_stack([
        along * np.cos(angle) - across * np.sin(angle),
        along * np.sin(angle) + across * np.cos(angle),
    ])
    return LineString(turned).buffer(rng.uniform(25, 45), quad_segs=2)


def _cut_block(
    block: Polygon, corridor: Polygon, *, large: bool, rng: np.random.Generator
) -> list[Polygon]:
    """Cut one block into lots; corners on streets are chamfered."""
    left, low, right, high = block.bounds
    c = rng.uniform(6, 16)
    outline = Polygon([
        (left + c, low), (right - c, low), (right, low + c), (right, high - c),
        (right - c, high), (left + c, high), (left, high - c), (left, low + c),
    ]).difference(corridor)  # fmt: skip
    lines = _split_lines((left, low, right, high), large=large, rng=rng)
    noded = shapely.unary_union([outline.boundary, *lines])
    faces = shapely.get_parts(shapely.polygonize([noded]))
    return [
        face
        for face in faces
        if face.area > max(_SMALLEST, _THIN * face.length**2)
        and outline.covers(face.representative_point())
    ]


def _split_lines(
    box: tuple[float, float, float, float], *, large: bool, rng: np.random.Generator
) -> list[LineString]:
    """Halve a box again and again until its pieces are lots; give the cuts."""
    left, low, right, high = box
    wide, deep = right - left, high - low
    median = 92_000 if large else 44_000
    if wide * deep < median * rng.lognormal(0, 0.45) or min(wide, deep) < 50:
        return _corner(box, rng) if rng.random() < 0.07 else []
    share = rng.uniform(0.32, 0.68)
    if wide >= deep:
        x = left + share * wide
        cut = LineString([(x, low), (x, high)])
        boxes = [(left, low, x, high), (x, low, right, high)]
    else:
        y = low + share * deep
        cut = LineString([(left, y), (right, y)])
        boxes = [(left, low, right, y), (left, y, right, high)]
    return [cut, *(k for b in boxes for k in _split_lines(b, large=large, rng=rng))]


def _corner(
    box: tuple[float, float, float, float], rng: np.random.Generator
) -> list[LineString]:
    """Cut a corner out of a lot, which makes it an L."""
    left, low, right, high = box
    x = left + rng.uniform(0.4, 0.65) * (right - left)
    y = low + rng.uniform(0.4, 0.65) * (high - low)
    return [LineString([(x, high), (x, y), (right, y)])]


def _bend(
    lots: list[Polygon], *, reach: float, turn: float, rng: np.random.Generator
) -> list[Polygon]:
    """Turn the grid and give its streets a slight curve."""
    angle = np.radians(turn)
    strength = rng.uniform(0.02, 0.05) * reach
    phase = rng.uniform(0, 6, 2)

    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = points.T
        x2 = x + strength * np.sin(1.8 * y / reach + phase[0])
        y2 = y + strength * np.sin(1.8 * x / reach + phase[1])
        return np.column_stack([
            x2 * np.cos(angle) - y2 * np.sin(angle),
            x2 * np.sin(angle) + y2 * np.cos(angle),
        ])

    return list(shapely.transform(np.array(lots, dtype=object), move))
