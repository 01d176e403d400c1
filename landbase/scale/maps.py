"""Map pages of the parcels of all partitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landbase.apportion import exact_parts, sums_of_parts
from landbase.area import ellipsoidal_area
from landbase.crs import CGCS2000
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import PARCEL_COLUMNS, REQUIRED_COLUMNS, require_columns
from landbase.scale.partitions import (
    computed,
    empty_of,
    in_pieces,
    laid_out,
    later,
)
from landbase.style import Legend
from landbase.webmap.density import density_map
from landbase.webmap.map import disposal_map as map_of_table
from landbase.webmap.states import STATE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import dask_geopandas as dgpd
    import folium
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.style import Heading
    from landbase.texts import Lang

__all__ = ["MOST_DRAWN", "disposal_map"]

MOST_DRAWN = 300_000  # parcels in one page, some 25 MB
_SQUARES = 64  # to a side, at most
_KM = 111.0  # a degree of latitude


def disposal_map(
    parcels: dgpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    most: int = MOST_DRAWN,
    color_by: str | Legend | None = None,
    columns: Sequence[str] | None = None,
    rules: Rules | None = None,
    lang: Lang = "zh",
    title: str | Heading | None = None,
    **how: Any,
) -> folium.Map:
    """Draw a map of the parcels of all partitions, to look at and click on, offline.

    Parameters
    ----------
    parcels
        As `read_parcels` or `fold` of this package gives them.
    banners, color_by, columns, rules, lang, title
        As in `landbase.disposal_map`.
    most
        How many parcels a page draws. Of more it has squares, coloured by how many
        parcels have their centre in each, with their area; the legend says so.
    **how
        As in `landbase.disposal_map`, but `areas`; a page of squares has none of it.

    Returns
    -------
    map
        The page of `landbase.disposal_map` for the same parcels, byte by byte when
        saved; or one of squares. Only what the page draws comes to the process that
        asks for it.

    Raises
    ------
    CRSError, SchemaError, GeometryError, ValueError, SourceError
        As in `landbase.disposal_map`.
    MissingDependencyError
        dask-geopandas is not installed (extra `scale`).

    Examples
    --------
    >>> import tempfile
    >>> from landbase.scale import read_parcels
    >>> from landbase.testing import make_parcels
    >>> with tempfile.TemporaryDirectory() as made:
    ...     make_parcels(60).to_parquet(f"{made}/a.parquet")
    ...     parcels, _ = read_parcels(f"{made}/a.parquet", f"{made}/read")
    ...     page = disposal_map(parcels, most=10, title="存量土地")
    >>> page.get_root().title
    '存量土地'
    """
    nothing = empty_of(parcels)
    require_columns(nothing, *REQUIRED_COLUMNS)
    pieces, bounds = in_pieces(parcels), later(_extent)
    extents = computed(bounds(piece) for piece in pieces)
    count = sum(extent.rows for extent in extents)
    held = rules_of(rules)
    if count > most:
        grid = _grid(np.array([extent.bounds for extent in extents]))
        squares = _squares(pieces, grid)
        km = round(float(grid.step[1]) * _KM, 2)
        return density_map(squares, banners, km=km, title=title, rules=held, lang=lang)
    named = color_by.column if isinstance(color_by, Legend) else color_by
    asked = [*(columns or ()), *([named] if named else ())]
    kept = [n for n in nothing if n in {*_DRAWN, *asked} or n not in PARCEL_COLUMNS]
    if columns is not None:
        kept = [name for name in kept if name in {*_DRAWN, *asked}]
    pick = later(_picked)
    rows = pd.concat(computed(pick(piece, kept) for piece in pieces))
    drawn = laid_out(rows).reset_index(drop=True)
    return map_of_table(
        drawn,
        banners,
        color_by=color_by,
        columns=columns,
        rules=held,
        lang=lang,
        title=title,
        **how,
    )


_DRAWN = {*PARCEL_COLUMNS, *STATE_COLUMNS, "geometry"}


class _Extent(NamedTuple):
    rows: int
    bounds: npt.NDArray[np.float64]


class _Grid(NamedTuple):
    """Squares in longitude and latitude: the corner of the first, and their sides."""

    corner: npt.NDArray[np.float64]
    step: npt.NDArray[np.float64]


def _extent(part: gpd.GeoDataFrame) -> _Extent:
    return _Extent(len(part), np.asarray(part.total_bounds, dtype=np.float64))


def _picked(part: gpd.GeoDataFrame, names: list[str]) -> gpd.GeoDataFrame:
    return part[names]


def _grid(bounds: npt.NDArray[np.float64]) -> _Grid:
    """Lay squares over all, their sides 1, 2 or 5 in some power of ten of a degree."""
    there = bounds[np.isfinite(bounds).all(axis=1)]
    low, high = there[:, :2].min(axis=0), there[:, 2:].max(axis=0)
    narrowed = np.cos(np.radians((low[1] + high[1]) / 2))
    side = max(*((high - low) * [narrowed, 1.0] / _SQUARES), 1e-4)
    ten = 10.0 ** np.floor(np.log10(side))
    side = next(ten * times for times in (1, 2, 5, 10) if ten * times >= side)
    step = np.array([side / narrowed, side])
    return _Grid(np.floor(low / step) * step, step)


def _squares(pieces: list[Any], grid: _Grid) -> gpd.GeoDataFrame:
    """Count the parcels of all partitions, and sum their areas, by square."""
    counted = later(_counted)
    sums = pd.concat(computed(counted(piece, grid) for piece in pieces))
    sums = sums.groupby(level=[0, 1]).sum()
    place = np.array([*sums.index], dtype=np.float64).reshape(-1, 2)
    low = grid.corner + place * grid.step
    boxes = shapely.box(*low.T, *(low + grid.step).T)
    table = {"count": sums["count"].to_numpy(), "area_m2": sums_of_parts(sums)}
    return gpd.GeoDataFrame(table, geometry=boxes, crs=CGCS2000)


def _counted(part: gpd.GeoDataFrame, grid: _Grid) -> pd.DataFrame:
    parcels = laid_out(part)
    parcels = parcels[~(parcels.geometry.is_empty | parcels.geometry.isna())]
    bounds = parcels.geometry.bounds.to_numpy().reshape(-1, 4)
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    place = np.floor((middle - grid.corner) / grid.step).astype(np.int64)
    parts = exact_parts(ellipsoidal_area(parcels).to_numpy())
    return parts.assign(count=1).groupby([place[:, 0], place[:, 1]]).sum()
