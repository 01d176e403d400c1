"""Parcels split along banner lines."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.area import ellipsoidal_area
from landbase.banners.parts import (
    HAIRLINE_M2,
    PLACES,
    Geometries,
    Parts,
    areas_of,
    cut_rest,
    find_held,
)
from landbase.crs import CGCS2000, to_geographic
from landbase.errors import GeometryError, SchemaError, warn
from landbase.geometry import intersect, is_polygonal, is_shown, unite
from landbase.rules.schema import require_columns

__all__ = ["part_parcels", "split_by_banner"]

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
    """Find the parts of parcels by position: `split_by_banner` before measuring.

    Parameters
    ----------
    parcels, banners
        As for `split_by_banner`; `parcel_id` is not needed.

    Returns
    -------
    parts, codes
        The parts, and the banner codes that their positions refer to.

    Raises
    ------
    GeometryError
        A geometry is missing, or one that has to be cut is not valid.
    SchemaError
        A banner code is missing or repeated.

    Warns
    -----
    LandbaseWarning
        Banner outlines overlap.
    """
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
        names = ", ".join(layer["banner"][bad])
        raise GeometryError("banner_outlines_invalid", names=names)
    return layer["banner"].to_list(), outlines


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
        shown = ", ".join(f"{codes[k]} ({area[k]:,.0f} m²)" for k in large)
        warn("banners_overlap", shown=shown, stacklevel=4)
    return again
