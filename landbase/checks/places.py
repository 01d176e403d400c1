"""Parcels against banners: outside, across a line, elsewhere than declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.banners.parts import BANNER, OUTSIDE, TWICE
from landbase.banners.split import part_parcels
from landbase.checks.rows import issues_at
from landbase.issues import Issues
from landbase.texts import text

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.schema import Tolerances
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["place_issues", "undeclared_issues"]


def undeclared_issues(parcels: gpd.GeoDataFrame) -> Issues:
    """Report parcels that declare no banner; a table without the column is no fault."""
    if "banner" not in parcels:
        return Issues.none()
    missing = parcels["banner"].isna().to_numpy(dtype=bool)
    return issues_at(parcels, "banner_not_declared", missing, column="banner")


def place_issues(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame,
    tolerances: Tolerances,
    words: Vocabulary,
) -> Issues:
    """Report where parcels lie, where that is not wholly in their declared banner.

    Parameters
    ----------
    parcels, banners
        As for `split_by_banner`.
    tolerances
        Parts smaller than `straddle_m2` are nothing.
    words
        Names of banners.

    Returns
    -------
    issues
        ``outside_banners``, ``partly_outside``, ``other_banner``, ``straddles``.
    """
    parts = _large_parts(parcels, banners, tolerances.straddle_m2)
    parts["zh"] = _described(parts, words.labels("banner"), text("common.m2", "zh"))
    parts["en"] = _described(
        parts, words.labels("banner", "en"), text("common.m2", "en")
    )
    within, out = parts[parts["place"] == BANNER], parts[parts["place"] == OUTSIDE]
    partly = out["parcel"].isin(within["parcel"])
    beyond = out[partly]
    beyond_details = {"area": beyond["area"], "share": beyond["share"]}
    return Issues.concat([
        issues_at(parcels, "outside_banners", out["parcel"][~partly]),
        issues_at(parcels, "partly_outside", beyond["parcel"], beyond_details),
        _elsewhere(parcels, within, words),
        _straddling(parcels, within),
    ])


def _large_parts(
    parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame, smallest: float
) -> pd.DataFrame:
    """Give the parts that matter: parcel, place, banner, area, share."""
    parts, codes = part_parcels(parcels, banners)
    whole = np.asarray(ellipsoidal_area(parcels), dtype=np.float64)
    area = whole[parts.parcel] * parts.share
    table = pd.DataFrame({
        "parcel": parts.parcel,
        "place": parts.place,
        "banner": pd.array(np.array([*codes, None])[parts.banner], dtype="str"),
        "area": area,
        "share": parts.share,
    })
    keep = (parts.place != TWICE) & (parts.main | (area >= smallest))
    kept: pd.DataFrame = table.loc[keep].copy()
    return kept


def _described(parts: pd.DataFrame, names: dict[str, str], unit: str) -> pd.Series:
    """Say a part in words: its banner and area."""
    name = parts["banner"].map(names).fillna(parts["banner"]).astype("str")
    return name + parts["area"].map(f" {{:.2f}} {unit}".format).astype("str")


def _elsewhere(
    parcels: gpd.GeoDataFrame, within: pd.DataFrame, words: Vocabulary
) -> Issues:
    """Report parcels with no part in the banner that they declare."""
    if "banner" not in parcels:
        return Issues.none()
    declared = parcels["banner"].astype("str").reset_index(drop=True)
    of_part = within["parcel"].map(declared)
    agrees = (of_part == within["banner"]).groupby(within["parcel"]).any()
    wrong = agrees.index[~agrees]
    wrong = wrong[declared.iloc[wrong].notna()]
    main = within.sort_values("area", ascending=False, kind="stable")
    main = main.drop_duplicates("parcel").set_index("parcel").loc[wrong, "banner"]
    named = declared.iloc[wrong]
    zh, en = words.labels("banner"), words.labels("banner", "en")
    details = {
        "declared_zh": named.map(zh).fillna(named),
        "declared_en": named.map(en).fillna(named),
        "located_zh": main.map(zh).fillna(main),
        "located_en": main.map(en).fillna(main),
    }
    return issues_at(
        parcels, "other_banner", wrong, details, column="banner", value=named
    )


def _straddling(parcels: gpd.GeoDataFrame, within: pd.DataFrame) -> Issues:
    """Report parcels with parts in several banners."""
    several = within[within["parcel"].duplicated(keep=False)]
    parts = several.groupby("parcel")[["zh", "en"]].agg("; ".join)
    details = {
        "parts_zh": parts["zh"].str.replace("; ", "，"),
        "parts_en": parts["en"],
    }
    return issues_at(parcels, "straddles", _positions(parts.index), details)


def _positions(index: pd.Index) -> npt.NDArray[np.intp]:
    return np.asarray(index, dtype=np.intp)
