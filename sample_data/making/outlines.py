"""Nine schematic banner outlines: arcs drawn by hand, with a seeded wiggle.

Each arc is made once and used by both of its sides, so that the outlines are a valid
coverage: no gaps, no overlaps.
"""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from making.arcs import ARCS, EXTENT, NODES, RINGS

Points = npt.NDArray[np.float64]

_STEP = 0.018  # degrees between vertices, about 1.7 km


def make_outlines(names: dict[str, tuple[str, str]], seed: int) -> gpd.GeoDataFrame:
    """Draw the nine outlines; `names` maps each code to its two names."""
    rng = np.random.default_rng(seed)
    arcs = {name: _draw(*arc, rng) for name, arc in ARCS.items()}
    polygons = [_ring([_walk(arcs, step) for step in RINGS[code]]) for code in RINGS]
    return gpd.GeoDataFrame(
        {
            "旗区代码": list(RINGS),
            "旗区名称": [names[code][0] for code in RINGS],
            "英文名称": [names[code][1] for code in RINGS],
            "说明": "示意界线，非勘定界线 / schematic, not a survey boundary",
        },
        geometry=polygons,
        crs="EPSG:4490",
    )


def _draw(
    start: str,
    end: str,
    wiggle: float,
    between: list[tuple[float, float]],
    rng: np.random.Generator,
) -> Points:
    """Lay a smooth line through the points of an arc and let it wander a little."""
    fixed = np.array([NODES[start], *between, NODES[end]])
    padded = np.vstack([2 * fixed[0] - fixed[1], fixed, 2 * fixed[-1] - fixed[-2]])
    pieces = [_bend(padded[i : i + 4]) for i in range(len(fixed) - 1)]
    line = np.vstack([*pieces, fixed[-1:]])
    line = line + wiggle * _noise(line, rng)
    low, high = np.array(EXTENT[:2]), np.array(EXTENT[2:])
    return np.round(np.clip(line, low, high), 6)


def _bend(four: Points) -> Points:
    """Interpolate between the middle two of four points (Catmull-Rom, tension ½)."""
    p0, p1, p2, p3 = four
    count = max(int(np.hypot(*(p2 - p1)) / _STEP), 2)
    t = np.linspace(0, 1, count, endpoint=False)[:, None]
    first = (p2 - p0) / 3
    last = (p3 - p1) / 3
    blend = 2 * t**3 - 3 * t**2
    return (
        p1 * (blend + 1) + p2 * -blend
        + first * (t**3 - 2 * t**2 + t) + last * (t**3 - t**2)
    )  # fmt: skip


def _noise(line: Points, rng: np.random.Generator) -> Points:
    """Give smooth noise along a line, two columns, zero at both ends."""
    count = len(line)
    place = np.linspace(0, 1, count)
    total = np.zeros((count, 2))
    waves = max(count // 7, 2)
    for octave in range(3):
        knots = waves * 2**octave + 1
        heights = rng.uniform(-1, 1, (knots, 2)) / 1.8**octave
        at = np.linspace(0, 1, knots)
        total += np.column_stack([np.interp(place, at, heights[:, k]) for k in (0, 1)])
    taper = np.minimum(1, 6 * np.minimum(place, 1 - place))
    return total * taper[:, None]


def _walk(arcs: dict[str, Points], step: str) -> Points:
    return arcs[step[1:]][::-1] if step.startswith("-") else arcs[step]


def _ring(walks: list[Points]) -> shapely.Polygon:
    """Join arcs end to start; each must begin where the one before ends."""
    for one, two in pairwise([*walks, walks[0]]):
        if not np.array_equal(one[-1], two[0]):
            raise ValueError(f"arcs do not meet: {one[-1]} and {two[0]}")
    ring = np.vstack([walk[:-1] for walk in walks])
    return shapely.normalize(shapely.Polygon(ring))
