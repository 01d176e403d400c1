"""Issues at the rows of a parcel table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy.typing as npt

__all__ = ["issues_at", "other_side"]


def issues_at(
    parcels: gpd.GeoDataFrame,
    code: str,
    rows: npt.ArrayLike,
    details: Mapping[str, Any] | None = None,
    *,
    column: str = "geometry",
    value: Any = None,
) -> Issues:
    """Make an issue at each of some parcels.

    Parameters
    ----------
    parcels
        The table; it may lack `source` and `source_row`.
    code
        The issue's code.
    rows
        Positions, or a boolean for each parcel.
    details, value
        As for `Issues.of`: a scalar, or one for each row.
    column
        The column at fault.

    Returns
    -------
    issues
        One for each row, in the order given.
    """
    at = np.asarray(rows)
    at = np.flatnonzero(at) if at.dtype == np.bool_ else at.astype(np.intp)
    if not len(at):
        return Issues.none()
    found = parcels.iloc[at]
    return Issues.of(
        code,
        source=_column(found, "source", "str"),
        source_row=_column(found, "source_row", "Int64"),
        parcel_id=found["parcel_id"],
        column=column,
        value=value,
        details=details,
    )


def other_side(
    parcels: gpd.GeoDataFrame, rows: npt.NDArray[np.intp]
) -> dict[str, pd.Series]:
    """Name the second parcel of pairs, as details of an issue at the first."""
    found = parcels.iloc[rows]
    return {
        "other_id": found["parcel_id"],
        "other_source": _column(found, "source", "str"),
        "other_row": _column(found, "source_row", "Int64"),
    }


def _column(found: pd.DataFrame, name: str, dtype: str) -> pd.Series:
    if name in found:
        return found[name]
    return pd.Series(index=found.index, dtype=dtype)
