"""Splitting parcels by banner, each pair of parcel and banner once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.area import ellipsoidal_area
from landbase.crs import CGCS2000, to_geographic
from landbase.errors import GeometryError, SchemaError, warn
from landbase.geometry import intersect, is_polygonal, is_shown, polygons_only, unite
from landbase.rules.schema import require_columns
from landbase.rules.vocabulary import Vocabulary
from landbase.texts import Both

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "BANNER",
    "OUTSIDE",
    "TWICE",
    "Geometries",
    "Parts",
    "find_held",
    "part_parcels",
    "split_by_banner",
]

Geometries = npt.NDArray[np.object_]
Positions = npt.NDArray[np.intp]

PLACES = ("banner", "outside", "twice")
BANNER, OUTSIDE, TWICE = range(len(PLACES))

# A part below this is a hairline along a line that two files draw a little apart.
HAIRLINE_M2 = 0.01
# Side, in degrees, of the neighbourhoods that outlines are clipped to before cutting.
_NEIGHBOURHOOD = 0.1
_MOST_CELLS = 256  # of the grid that settles parcels far from every line, to a side


@dataclass(frozen=True, eq=False)
class Parts:
    """The parts of a table of parcels, as arrays of equal length.

    Attributes
    ----------
    parcel
        Position of the parcel, ascending.
    banner
        Position of the banner in code order; -1 outside.
    place
        Index into `PLACES`.
    share
        Share of the parcel's area; those of a parcel sum to 1 with "twice" taken off.
    main
        Whether the part is the parcel's largest; true once for each parcel.
    geometry
        The part, in EPSG:4490.
    """

    parcel: Positions
    banner: Positions
    place: Positions
    share: npt.NDArray[np.float64]
    main: npt.NDArray[np.bool_]
    geometry: Geometries

    def take(self, positions: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Parts:
        """Choose or reorder parts."""
        return Parts(*(getattr(self, f.name)[positions] for f in fields(self)))

    def joined(self, other: Parts) -> Parts:
        """Put two sets of parts together, in the order of the parcels."""
        columns = (
            np.concatenate([getattr(self, f.name), getattr(other, f.name)])
            for f in fields(self)
        )
        both = Parts(*columns)
        return both.take(np.lexsort((both.banner, both.place, both.parcel)))


def areas_of(polygons: Geometries) -> npt.NDArray[np.float64]:
    """Measure polygons in longitude and latitude, in m²."""
    if not len(polygons):
        return np.empty(0)
    area = ellipsoidal_area(gpd.GeoSeries(polygons, crs=CGCS2000))
    return np.asarray(area, dtype=np.float64)


def find_held(lands: Geometries, outlines: Geometries, again: Geometries) -> Parts:
    """Find the parcels that one banner alone holds properly."""
    holder = _holders_by_cell(lands, outlines, again)
    near_line = np.flatnonzero(holder < 0)
    tree = shapely.STRtree(lands[near_line])
    banner, parcel = tree.query(outlines, predicate="contains_properly")
    holder[near_line[parcel]] = banner
    double = tree.query(again[~shapely.is_empty(again)], predicate="intersects")[1]
    holder[near_line[double]] = -1
    found = np.flatnonzero(holder >= 0)
    return _whole(lands, found, holder[found], BANNER)


def _holders_by_cell(
    lands: Geometries, outlines: Geometries, again: Geometries
) -> Positions:
    """Find the banner of parcels that are far from every line; -1 for the others."""
    holder = np.full(len(lands), -1, dtype=np.intp)
    side = min(int(np.sqrt(len(lands))) // 4, _MOST_CELLS)
    if not side or not len(outlines):
        return holder
    west, south, east, north = shapely.total_bounds(outlines)
    x, y = np.linspace(west, east, side + 1), np.linspace(south, north, side + 1)
    boxes = shapely.box(x[:-1, None], y[:-1], x[1:, None], y[1:]).ravel()
    tree = shapely.STRtree(boxes)
    banner, cell = tree.query(outlines, predicate="contains_properly")
    owner = np.full(len(boxes), -1, dtype=np.intp)
    owner[cell] = banner
    owner[tree.query(again, predicate="intersects")[1]] = -1
    bounds = shapely.bounds(lands)
    step = np.array([east - west, north - south] * 2) / side
    column = np.floor((bounds - [west, south, west, south]) / step).astype(np.intp)
    small = (column[:, 2:] - column[:, :2] <= 1).all(axis=1)
    inside = np.flatnonzero(small & ((column >= 0) & (column < side)).all(axis=1))
    left, low, right, high = column[inside].T
    corners = np.stack([
        owner[across * side + up] for across in (left, right) for up in (low, high)
    ])
    same = (corners == corners[0]).all(axis=0)
    holder[inside[same]] = corners[0][same]
    return holder


def _whole(
    lands: Geometries, parcel: Positions, banner: Positions, place: int
) -> Parts:
    """Take parcels as they are."""
    one = np.ones(len(parcel))
    places = np.full(len(parcel), place, dtype=np.intp)
    return Parts(parcel, banner, places, one, one > 0, lands[parcel])


def cut_rest(
    lands: Geometries, rest: Positions, outlines: Geometries, again: Geometries
) -> Parts:
    """Cut the parcels that lie on a line, in two banners or outside."""
    tree = shapely.STRtree(lands[rest])
    banner, held = tree.query(outlines, predicate="intersects")
    double, twice = tree.query(again, predicate="intersects")
    city = np.array([shapely.union_all(outlines)])
    covered = tree.query(city[0], predicate="contains_properly")
    away = np.setdiff1d(np.arange(len(rest)), held)
    out = np.setdiff1d(np.arange(len(rest)), np.union1d(covered, away))
    zero = np.zeros(len(out), dtype=np.intp)
    geometry = np.concatenate([
        _clipped(shapely.intersection, lands[rest[held]], outlines, banner),
        _clipped(shapely.difference, lands[rest[out]], city, zero),
        _clipped(shapely.intersection, lands[rest[twice]], again, double),
    ])
    parts = Parts(
        parcel=rest[np.concatenate([held, out, twice])],
        banner=np.concatenate([banner, zero - 1, double]),
        place=np.repeat([BANNER, OUTSIDE, TWICE], [len(held), len(out), len(twice)]),
        share=areas_of(geometry),
        main=np.zeros(len(geometry), dtype=bool),
        geometry=geometry,
    )
    nowhere = np.full(len(away), -1, dtype=np.intp)
    return _levelled(parts).joined(_whole(lands, rest[away], nowhere, OUTSIDE))


def _clipped(
    operation: Callable[[Geometries, shapely.Geometry], Geometries],
    lands: Geometries,
    outlines: Geometries,
    which: Positions,
) -> Geometries:
    """Apply an overlay to pairs, with outlines cut to the parcels' neighbourhood."""
    result = np.empty(len(lands), dtype=object)
    if not len(lands):
        return result
    bounds = shapely.bounds(lands)
    cell = np.floor(bounds[:, :2] / _NEIGHBOURHOOD)
    key = np.column_stack([which, cell])
    _, group = np.unique(key, axis=0, return_inverse=True)
    order = np.argsort(group, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        west, south = bounds[members, :2].min(axis=0) - _NEIGHBOURHOOD / 10
        east, north = bounds[members, 2:].max(axis=0) + _NEIGHBOURHOOD / 10
        box = shapely.box(west, south, east, north)
        near = shapely.intersection(outlines[which[members[0]]], box)
        result[members] = operation(lands[members], near)
    return polygons_only(result)


def _levelled(parts: Parts) -> Parts:
    """Turn areas into shares that close, with hairlines in the largest part."""
    area, sign = parts.share, np.where(parts.place == TWICE, -1.0, 1.0)
    largest_first = np.lexsort((
        parts.banner, parts.place, -area, sign < 0, parts.parcel,
    ))  # fmt: skip
    first = np.unique(parts.parcel[largest_first], return_index=True)[1]
    main = np.zeros(len(area), dtype=bool)
    main[largest_first[first]] = True
    keep = main | (area >= HAIRLINE_M2)
    weight = np.where(keep, area * sign, 0.0)
    count = int(parts.parcel.max(initial=-1)) + 1
    total = np.bincount(parts.parcel, weights=weight, minlength=count)[parts.parcel]
    # A parcel too small for floats to measure is where its first part is.
    empty = total <= 0
    share = np.where(empty, main, area / np.where(empty, 1.0, total))
    kept = Parts(parts.parcel, parts.banner, parts.place, share, main, parts.geometry)
    return kept.take(keep)


# Two outlines of one layer that share less are drawn from the same line.
_OVERLAP_M2 = 1.0


def split_by_banner(
    parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    r"""Split parcels along banner lines.

    A parcel that one banner holds properly stays whole; only the rest are cut. The
    ellipsoidal areas :math:`a_i` of the parts are levelled to the parcel's own,
    :math:`A a_i / (\sum a_i)`, with parts counted twice taken off the sum.

    Parameters
    ----------
    parcels
        Parcels with `parcel_id` and valid polygons, in any CGCS2000 system.
    banners
        Outlines with a column `banner`, one row a banner, as `read_banners` gives
        them. They should neither overlap nor leave gaps; where they overlap, land
        is a part of both and a part "twice" as well.

    Returns
    -------
    parts
        One row a part, parcels in their order, banners in code order; index of the
        parcel, repeated. Columns parcel_id, banner (missing outside), place
        ("banner", "outside", "twice"), area_m2 and geometry in EPSG:4490. For every
        parcel, banner + outside - twice areas are its ellipsoidal area. Parts below
        0.01 m² are counted with the parcel's largest.

    Raises
    ------
    CRSError
        A CRS is missing or not CGCS2000.
    SchemaError
        A column is missing, or a banner code is missing or repeated.
    GeometryError
        A geometry is missing, or one that has to be cut is not valid.

    Warns
    -----
    LandbaseWarning
        Banner outlines overlap.

    Notes
    -----
    Levelling to the parent's area is the practice of the national land surveys.
    Lines are cut in longitude and latitude. An edge that is straight in the plane of
    its zone runs up to 2 cm beside that on 1 km, 0.2 mm on 100 m; such land changes
    sides at a banner line, but not in the sum.

    Examples
    --------
    >>> square = shapely.box(500000, 4300000, 500100, 4300100)
    >>> parcels = gpd.GeoDataFrame(
    ...     {"parcel_id": ["P1"]}, geometry=[square], crs="EPSG:4546"
    ... )
    >>> west = shapely.box(499000, 4299000, 500025, 4301000)
    >>> banners = gpd.GeoDataFrame(
    ...     {"banner": ["150622"]}, geometry=[west], crs="EPSG:4546"
    ... )
    >>> split_by_banner(parcels, banners)[["place", "area_m2"]].round()
         place  area_m2
    0   banner   2500.0
    0  outside   7500.0
    """
    require_columns(parcels, "parcel_id")
    parts, codes = part_parcels(parcels, banners)
    area = ellipsoidal_area(parcels).to_numpy()[parts.parcel] * parts.share
    places = np.array(PLACES, dtype=object)[parts.place]
    columns = {
        "parcel_id": parcels["parcel_id"].to_numpy()[parts.parcel],
        "banner": pd.array(np.array([*codes, None])[parts.banner], dtype="str"),
        "place": pd.array(places, dtype="str"),
        "area_m2": area,
    }
    index = parcels.index[parts.parcel]
    return gpd.GeoDataFrame(columns, geometry=parts.geometry, index=index, crs=CGCS2000)


def part_parcels(
    parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame
) -> tuple[Parts, list[str]]:
    """Find the parts of parcels by position: `split_by_banner` before measuring."""
    lands = to_geographic(parcels).geometry.to_numpy()
    empty = ~is_shown(lands)
    _refuse(parcels, empty, "split_without_geometry")
    codes, outlines = _outlines(banners)
    again = _counted_again(codes, outlines)
    held = find_held(lands, outlines, again)
    whole = np.zeros(len(lands), dtype=bool)
    whole[held.parcel] = True
    rest = np.flatnonzero(~whole)
    invalid = np.zeros(len(lands), dtype=bool)
    invalid[rest] = ~shapely.is_valid(lands[rest])
    _refuse(parcels, invalid, "split_invalid_geometry")
    return held.joined(cut_rest(lands, rest, outlines, again)), codes


def _refuse(parcels: gpd.GeoDataFrame, bad: npt.NDArray[np.bool_], key: str) -> None:
    """Raise an error that names the parcels that cannot be split."""
    if not bad.any():
        return
    named = parcels.get("parcel_id", parcels.index)
    raise GeometryError(key, count=int(bad.sum()), first=list(named[bad][:5]))


def _outlines(banners: gpd.GeoDataFrame) -> tuple[list[str], Geometries]:
    """Give codes and outlines in code order."""
    require_columns(banners, "banner")
    if banners["banner"].isna().any() or banners["banner"].duplicated().any():
        raise SchemaError("banner_codes_repeated")
    layer = to_geographic(banners)
    layer = layer.assign(banner=layer["banner"].astype(str)).sort_values("banner")
    outlines = layer.geometry.to_numpy()
    bad = (
        ~is_polygonal(outlines)
        | ~shapely.is_valid(outlines)
        | shapely.is_empty(outlines)
    )
    if bad.any():
        names = [_named(code) for code in layer["banner"][bad]]
        raise GeometryError("banner_outlines_invalid", names=names)
    return layer["banner"].to_list(), outlines


def _named(code: str, area: float | None = None) -> Both:
    """Name a banner, with an area of it; in English by its code."""
    name = Vocabulary.default().labels("banner").get(code, code)
    if area is None:
        return Both(code, name)
    return Both(f"{code} ({area:,.0f} m²)", f"{name}（{area:,.0f}平方米）")


def _counted_again(codes: list[str], outlines: Geometries) -> Geometries:
    """Give, for each banner, its land that a banner before it holds as well."""
    again = np.full(len(outlines), shapely.Polygon(), dtype=object)
    if shapely.coverage_is_valid(outlines):
        return again
    for number in range(1, len(outlines)):
        again[number] = unite(intersect(outlines[:number], outlines[number]))
    area = areas_of(again)
    again[area < HAIRLINE_M2] = shapely.Polygon()
    large = np.flatnonzero(area >= _OVERLAP_M2)
    if len(large):
        shown = [_named(codes[k], area[k]) for k in large]
        warn("banners_overlap", shown=shown, stacklevel=4)
    return again
