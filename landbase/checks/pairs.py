"""Parcels against each other: one id twice, one piece of land twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.checks.rows import issues_at, other_side
from landbase.issues import Issues
from landbase.topology import find_overlaps

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.schema import Tolerances

__all__ = ["overlap_issues", "repeated_id_issues"]


def repeated_id_issues(parcels: gpd.GeoDataFrame) -> Issues:
    """Report every further row of a parcel id, at the first row that has it.

    Parameters
    ----------
    parcels
        The table; rows without an id are left out.

    Returns
    -------
    issues
        ``id_repeated``, and ``id_in_both_categories`` where the categories differ.
    """
    ids = parcels["parcel_id"].reset_index(drop=True)
    position = pd.Series(np.arange(len(ids)), dtype="float64")
    first = position.groupby(ids).transform("min")
    second = np.flatnonzero(first < position)
    before = first.iloc[second].to_numpy(np.intp)
    both = _categories_differ(parcels, before, second)
    return Issues.concat(
        issues_at(
            parcels,
            code,
            before[which],
            other_side(parcels, second[which]),
            column="parcel_id",
            value=ids.iloc[before[which]],
        )
        for code, which in (("id_repeated", ~both), ("id_in_both_categories", both))
    )


def overlap_issues(parcels: gpd.GeoDataFrame, tolerances: Tolerances) -> Issues:
    """Report pairs of parcels that share land.

    Parameters
    ----------
    parcels
        The table.
    tolerances
        `overlap_m2` and `same_share`.

    Returns
    -------
    issues
        ``overlap_two_way``, ``overlap_one_way``, ``overlap_partial``; or
        ``land_in_both_categories`` where one parcel lies in another of the other
        category.
    """
    pairs = find_overlaps(
        parcels, min_area=tolerances.overlap_m2, same_share=tolerances.same_share
    )
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    relation = pairs["relation"].to_numpy(dtype=object)
    both = _categories_differ(parcels, left, right) & (relation != "partial")
    codes = np.where(both, "land_in_both_categories", "overlap_" + relation)
    found = []
    for code in _OVERLAPS:
        rows = np.flatnonzero(codes == code)
        some = pairs.iloc[rows]
        details = {
            "area": some["area_m2"],
            "share": some["share_left"],
            "other_share": some["share_right"],
            **other_side(parcels, right[rows]),
        }
        value = some["area_m2"].map("{:.2f}".format)
        found.append(issues_at(parcels, code, left[rows], details, value=value))
    return Issues.concat(found)


_OVERLAPS = (
    "land_in_both_categories",
    "overlap_two_way",
    "overlap_one_way",
    "overlap_partial",
)


def _categories_differ(
    parcels: gpd.GeoDataFrame,
    left: npt.NDArray[np.intp],
    right: npt.NDArray[np.intp],
) -> npt.NDArray[np.bool_]:
    category = parcels["category"].astype("str").fillna("").to_numpy(dtype=object)
    return np.asarray(category[left] != category[right], dtype=np.bool_)
