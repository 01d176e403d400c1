"""Checks of parcels over all partitions, and across the borders between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from landbase.errors import unheard
from landbase.issues import Issues
from landbase.parcels.checks import (
    FEWEST_SHIFTED,
    as_gcj02,
    count_misfits,
    overlap_issues,
    repeated_id_issues,
    row_issues,
    shift_issue,
)
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, require_columns
from landbase.scale.partitions import (
    Keys,
    computed,
    empty_of,
    in_pieces,
    issue_table,
    keys_of,
    laid_out,
    later,
    rows_sharing,
)

if TYPE_CHECKING:
    import dask.dataframe as dd
    import dask_geopandas as dgpd
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules

__all__ = ["check_parcels"]


def check_parcels(
    parcels: dgpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    rules: Rules | None = None,
) -> dd.DataFrame:
    """Check the parcels of all partitions as one table.

    Pairs of parcels across the border of two partitions are found as well, and each
    pair is reported once.

    Parameters
    ----------
    parcels
        As `read_parcels` of this package gives them.
    banners, rules
        As in `landbase.check_parcels`.

    Returns
    -------
    issues
        The columns of `Issues.table`; the rows are those of `landbase.check_parcels`
        for all parcels in one table, check by check of each partition.

    Raises
    ------
    SchemaError, GeometryError, CRSError
        As in `landbase.check_parcels`.

    Examples
    --------
    >>> import tempfile
    >>> from landbase.scale import read_parcels
    >>> from landbase.testing import make_parcels
    >>> with tempfile.TemporaryDirectory() as made:
    ...     make_parcels(60).to_parquet(f"{made}/a.parquet")
    ...     parcels, _ = read_parcels(f"{made}/a.parquet", f"{made}/read")
    ...     len(check_parcels(parcels))
    0
    """
    require_columns(empty_of(parcels), *REQUIRED_COLUMNS)
    known = rules_of(rules)
    pieces = in_pieces(parcels)
    # tells of the banners, once
    row_issues(laid_out(empty_of(parcels)), banners, known)
    alone = later(_alone)
    look = later(_first_look)
    looks: list[_Look] = computed(look(piece, banners) for piece in pieces)
    found = [
        repeated_id_issues(rows_sharing(parcels, [one.keys for one in looks])),
        *_overlapping(pieces, looks, known),
        *(alone(piece, banners, known) for piece in pieces),
    ]
    if banners is not None:
        misfits = sum(one.misfits for one in looks)
        found.append(_shifted(pieces, banners, misfits))
    return issue_table(found)


class _Look(NamedTuple):
    """What one reading of a partition tells: bounds, ids, misfits in the banners."""

    bounds: npt.NDArray[np.float64]
    keys: Keys
    misfits: int


def _first_look(part: gpd.GeoDataFrame, banners: gpd.GeoDataFrame | None) -> _Look:
    bounds = np.asarray(part.total_bounds, dtype=np.float64)
    misfits = 0 if banners is None else count_misfits(laid_out(part), banners, None)
    return _Look(bounds, keys_of(part, part["parcel_id"]), misfits)


def _alone(
    part: gpd.GeoDataFrame, banners: gpd.GeoDataFrame | None, rules: Rules
) -> Issues:
    with unheard():
        return Issues.concat(row_issues(laid_out(part), banners, rules))


def _overlapping(pieces: list[Any], looks: list[_Look], rules: Rules) -> list[Any]:
    """Find pairs within each partition, and with later ones that it touches.

    A pair across a border belongs to the earlier partition.
    """
    bounds = np.array([one.bounds for one in looks])
    boxes = shapely.box(*bounds.T)
    border, pairs = later(_border), later(_pairs)
    beside: dict[int, list[Any]] = {n: [] for n in range(len(pieces))}
    for one, other in shapely.STRtree(boxes).query(boxes, predicate="intersects").T:
        if one < other:
            beside[one].append(border(pieces[other], bounds[one]))
    return [pairs(piece, beside[n], rules) for n, piece in enumerate(pieces)]


def _border(part: gpd.GeoDataFrame, bounds: npt.NDArray[np.float64]) -> Any:
    """Give the rows whose outline may reach into a box."""
    low, high = bounds[:2], bounds[2:]
    own = part.geometry.bounds.to_numpy()
    return part[((own[:, :2] <= high) & (own[:, 2:] >= low)).all(axis=1)]


def _pairs(part: gpd.GeoDataFrame, beside: list[Any], rules: Rules) -> Issues:
    mine = part.index.to_numpy()
    others = [other for other in beside if len(other)]
    together = laid_out(pd.concat([part, *others]) if others else part)
    own = np.isin(together.index.to_numpy(), mine)
    return overlap_issues(together, rules.tolerances, own=own)


def _shifted(pieces: list[Any], banners: gpd.GeoDataFrame, before: int) -> Issues:
    """Hold all parcels against the banners that they declare, moved."""
    if before < FEWEST_SHIFTED:
        return Issues.none()
    count = later(_moved_misfits)
    after = sum(computed(count(piece, banners) for piece in pieces))
    return shift_issue(banners, before, after)


def _moved_misfits(part: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> int:
    return count_misfits(laid_out(part), banners, as_gcj02)
