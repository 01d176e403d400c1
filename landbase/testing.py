"""Make parcel tables and compare them, for the tests and measurements of users too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landbase.crs import CGCS2000
from landbase.rules.schema import as_parcels
from landbase.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["assert_parcels_equal", "make_parcels"]

# Longitudes and latitudes within the extent of Ordos, and rough centres of its
# banners: a parcel belongs to the nearest.
_WEST, _EAST, _SOUTH, _NORTH = 106.75, 111.35, 37.65, 40.8
_CENTRES = {
    "150602": (110.0, 39.8),
    "150603": (109.8, 39.6),
    "150621": (110.0, 40.3),
    "150622": (111.1, 39.8),
    "150623": (107.5, 38.2),
    "150624": (107.9, 39.1),
    "150625": (108.4, 40.0),
    "150626": (108.8, 38.5),
    "150627": (109.7, 39.4),
}
_A, _E2 = 6378137.0, 0.0066943800229
_HOLE, _PART = 0.4, 0.45
_IDLE_SHARE = 0.36


def make_parcels(
    n: int = 100,
    *,
    seed: int = 0,
    vertices: int = 12,
    holes: float = 0.0,
    parts: float = 0.0,
    largest: float = 400.0,
    crs: Any = CGCS2000,
) -> gpd.GeoDataFrame:
    """Make a parcel table of synthetic land: valid polygons that do not overlap.

    Parameters
    ----------
    n
        Number of parcels.
    seed
        The same seed gives the same table.
    vertices
        Corners of each ring, from 3.
    holes, parts
        Shares of the parcels (0 to 1) with a hole, and of those in two parts.
    largest
        Metres that a parcel may reach from its middle, as far as the grid allows.
    crs
        The CRS of the result.

    Returns
    -------
    parcels
        The parcel table, one row each on a RangeIndex, spread over the extent of
        Ordos on a grid; codes are of the vocabulary, and causes and disposal types
        fit their category. Declared areas are the areas of the outlines, in m².

    Raises
    ------
    ValueError
        `vertices` is less than 3, or a share is not within 0 and 1.

    Examples
    --------
    >>> parcels = make_parcels(3)
    >>> parcels["parcel_id"].is_unique, bool(parcels.is_valid.all())
    (True, True)
    """
    if vertices < 3 or not (0 <= holes <= 1 and 0 <= parts <= 1):  # noqa: PLR2004 - a triangle
        raise ValueError("vertices must be 3 or more, holes and parts within 0 and 1")
    random = np.random.default_rng(seed)
    centres, reach = _grid(n, largest)
    outlines = _stars(n, vertices, reach, random)
    kind = random.random(n)
    in_two, holed = kind < parts, random.random(n) < holes
    degrees = 1 / _metres_in_a_degree(centres)
    shapes = _polygons(outlines, centres, degrees, reach, in_two, holed)
    factor = np.where(in_two, 2 * _PART**2, 1) * np.where(holed, 1 - _HOLE**2, 1)
    columns = _attributes(centres, random)
    columns["declared_area_m2"] = np.round(_shoelace(outlines) * factor, 2)
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=CGCS2000)
    return as_parcels(frame).to_crs(crs)


def _grid(n: int, largest: float) -> tuple[npt.NDArray[np.float64], float]:
    """Lay centres on a grid (lon, lat) and say how many metres each may reach."""
    columns = max(1, int(np.ceil(np.sqrt(n * 1.12))))
    rows = max(1, -(-n // columns))
    step = np.array([(_EAST - _WEST) / columns, (_NORTH - _SOUTH) / rows])
    row, column = np.divmod(np.arange(n), columns)
    centres = np.array([_WEST, _SOUTH]) + (np.column_stack([column, row]) + 0.5) * step
    metres = _metres_in_a_degree(np.array([[_WEST, _NORTH]]))[0] * step
    return centres, float(min(largest, metres.min() * 0.48))


def _metres_in_a_degree(centres: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give metres per degree of longitude and of latitude at each centre."""
    latitude = np.radians(centres[:, 1])
    w2 = 1 - _E2 * np.sin(latitude) ** 2
    parallel = _A / np.sqrt(w2) * np.cos(latitude)
    meridian = _A * (1 - _E2) / w2**1.5
    return np.radians(np.column_stack([parallel, meridian]))


def _stars(
    n: int, vertices: int, reach: float, random: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Draw outlines around (0, 0) in metres, clockwise: they never cut themselves."""
    jitter = random.uniform(-0.15, 0.15, (n, vertices))
    angle = -(np.arange(vertices) + jitter) * (2 * np.pi / vertices)
    size = reach * random.uniform(0.2, 0.75, (n, 1))
    radius = size * random.uniform(0.75, 1.25, (n, vertices))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)


def _shoelace(outlines: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    x, y = outlines[..., 0], outlines[..., 1]
    after_x, after_y = np.roll(x, -1, axis=1), np.roll(y, -1, axis=1)
    twice = (x * after_y - after_x * y).sum(axis=1)
    return np.asarray(np.abs(twice) / 2, dtype=np.float64)


def _polygons(  # noqa: PLR0917 - arrays on the same rows
    outlines: npt.NDArray[np.float64],
    centres: npt.NDArray[np.float64],
    degrees: npt.NDArray[np.float64],
    reach: float,
    in_two: npt.NDArray[np.bool_],
    holed: npt.NDArray[np.bool_],
) -> npt.NDArray[np.object_]:
    """Place outlines at their centres, some in two parts, some with a hole."""
    first = np.flatnonzero(in_two)
    owner = np.concatenate([np.arange(len(outlines)), first])
    size = np.where(in_two, _PART, 1.0)[owner, None, None]
    offset = np.zeros((len(owner), 1, 2))
    offset[first, 0, 0] = -reach / 2
    offset[len(outlines) :, 0, 0] = reach / 2

    def rings(which: npt.NDArray[Any], scale: float) -> npt.NDArray[np.object_]:
        metres = outlines[owner[which]] * size[which] * scale + offset[which]
        at, unit = centres[owner[which], None], degrees[owner[which], None]
        return np.asarray(shapely.linearrings(at + metres * unit), dtype=object)

    every = np.arange(len(owner))
    shapes = np.asarray(shapely.polygons(rings(every, 1.0)), dtype=object)
    cut = np.flatnonzero(holed[owner])
    shapes[cut] = shapely.polygons(
        rings(cut, 1.0), holes=rings(cut, _HOLE)[:, np.newaxis]
    )
    pairs = np.column_stack([shapes[first], shapes[len(outlines) :]])
    shapes[first] = shapely.multipolygons(pairs)
    return shapes[: len(outlines)]


def _attributes(
    centres: npt.NDArray[np.float64], random: np.random.Generator
) -> dict[str, Any]:
    """Make the columns of the parcel table but area and geometry."""
    n = len(centres)
    idle = random.random(n) < _IDLE_SHARE
    number = pd.Series(np.arange(1, n + 1)).astype("str").str.zfill(7)
    banner = pd.Series(_nearest(centres), dtype="str")
    letter = pd.Series(np.where(idle, "-X-", "-P-"), dtype="str")
    decided = random.random(n) < 0.5  # noqa: PLR2004 - half of them
    statuses = np.array(Vocabulary.default().codes("status"), dtype=object)
    later = statuses[random.integers(1, len(statuses), n)]
    cause, way = _reasons(idle, random)
    approved = np.datetime64("2012-01-01") + random.integers(0, 3650, n)
    start = approved + random.integers(365, 900, n)
    return {
        "parcel_id": banner + letter + number,
        "category": np.where(idle, "idle", "approved_unsupplied"),
        "name": "项目" + number,
        "banner": banner,
        "holder": "用地单位" + pd.Series(random.integers(1, 999, n)).astype("str"),
        "approval_no": "鄂政发" + number,
        "approval_date": approved.astype("datetime64[s]"),
        "agreed_start": np.where(idle, start, np.datetime64("NaT", "D")).astype(
            "datetime64[s]"
        ),
        "cause": cause,
        "disposal_type": pd.Series(way, dtype="str").where(decided),
        "status": np.where(decided, later, statuses[0]),
        "source": "synthetic",
        "source_row": np.arange(1, n + 1),
    }


def _nearest(centres: npt.NDArray[np.float64]) -> npt.NDArray[np.str_]:
    places = np.array(list(_CENTRES.values()))
    squared = ((centres[:, None] - places) ** 2).sum(axis=2)
    return np.asarray(np.array(list(_CENTRES))[squared.argmin(axis=1)], np.str_)


def _reasons(
    idle: npt.NDArray[np.bool_], random: np.random.Generator
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Draw a cause and a disposal type that it allows, by category."""
    words = Vocabulary.default().terms
    cause, way = np.full(len(idle), None, object), np.full(len(idle), None, object)
    for category, rows in (("approved_unsupplied", ~idle), ("idle", idle)):
        pairs = np.array(
            [
                (reason.code, kind.code)
                for reason in words["cause"].values()
                for kind in words["disposal_type"].values()
                if reason.category == kind.category == category
                and reason.code in (kind.causes or {reason.code})
            ],
            dtype=object,
        )
        drawn = pairs[random.integers(0, len(pairs), int(rows.sum()))]
        cause[rows], way[rows] = drawn[:, 0], drawn[:, 1]
    return cause, way


def assert_parcels_equal(
    left: gpd.GeoDataFrame, right: gpd.GeoDataFrame, *, tolerance: float = 0.0
) -> None:
    """Check that two parcel tables hold the same land and the same words.

    Parameters
    ----------
    left, right
        The tables. Rows and columns count in order; the name of the geometry column
        and the starting point and direction of rings do not.
    tolerance
        How far apart corners may be, in the unit of the CRS, and numbers, in their own.

    Raises
    ------
    AssertionError
        They differ; the message says in what.
    """
    if left.crs != right.crs:
        raise AssertionError(f"the CRS differ: {left.crs} and {right.crs}")
    pd.testing.assert_frame_equal(
        pd.DataFrame(left.drop(columns=left.geometry.name)),
        pd.DataFrame(right.drop(columns=right.geometry.name)),
        rtol=0,
        atol=max(tolerance, 1e-12),
    )
    ours = shapely.normalize(left.geometry.to_numpy())
    theirs = shapely.normalize(right.geometry.to_numpy())
    same = shapely.equals_exact(ours, theirs, tolerance)
    same |= shapely.is_missing(ours) & shapely.is_missing(theirs)
    if not same.all():
        rows = left.index[~same].tolist()
        raise AssertionError(f"the geometries of {len(rows)} rows differ: {rows[:10]}")
