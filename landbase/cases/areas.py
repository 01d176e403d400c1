"""How much of a parcel a decision may be for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from landbase.rules.schema import Tolerances

__all__ = ["area_limit", "whole_parcel"]


def area_limit(area: pd.Series, tolerances: Tolerances) -> pd.Series:
    """Give the most that may be decided on for a parcel of this area, in m²."""
    return area + tolerances.slack(area)


def whole_parcel(
    area_m2: pd.Series, area: pd.Series, tolerances: Tolerances
) -> pd.Series:
    """Say which events are for the whole of a parcel, given its area of record.

    An event without an area is; so is any where the area of record is not known.
    """
    return area_m2.isna() | ~(area_m2 < area - tolerances.slack(area))
