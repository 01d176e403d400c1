"""`check_parcels`: what is wrong with parcels, each alone, in pairs and as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.area import ellipsoidal_area
from landbase.banners.split import (
    BANNER,
    OUTSIDE,
    TWICE,
    find_held,
    part_parcels,
)
from landbase.crs import lies_in_china, to_geographic
from landbase.geometry import is_shown
from landbase.issues import Issues
from landbase.parcels.overlaps import find_overlaps, find_slivers
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, Tolerances, require_columns
from landbase.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd

    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["as_gcj02", "check_parcels", "shift_issues"]


def issues_at(
    parcels: gpd.GeoDataFrame,
    code: str,
    rows: npt.ArrayLike,
    details: Mapping[str, Any] | None = None,
    *,
    column: str = "geometry",
    value: Any = None,
) -> Issues:
    """Make an issue at each of some parcels."""
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


def repeated_id_issues(parcels: gpd.GeoDataFrame) -> Issues:
    """Report every further row of a parcel id, at the first row that has it."""
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


def overlap_issues(
    parcels: gpd.GeoDataFrame,
    tolerances: Tolerances,
    *,
    own: npt.NDArray[np.bool_] | None = None,
) -> Issues:
    """Report pairs of parcels that share land; one of each pair has to be of `own`."""
    pairs = find_overlaps(
        parcels, min_area=tolerances.overlap_m2, same_share=tolerances.same_share
    )
    if own is not None:
        pairs = pairs[own[pairs["left"]] | own[pairs["right"]]]
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
    """Report where parcels lie, where that is not wholly in their declared banner."""
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


Floats = npt.NDArray[np.float64]

# The shift must make so many more parcels fit, and more than chance would: the count
# of those that do not fit varies by about its square root.
FEWEST_SHIFTED = 5
_SIGMAS = 3

# Krasovsky's ellipsoid, which GCJ-02 is made on
_A = 6378245.0
_E2 = 0.00669342162296594323
_NEAR = (105.0, 35.0)  # the point that its offsets are written around


def shift_issues(parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> Issues:
    """Report outlines that fit the declared banners far better as GCJ-02."""
    before = count_misfits(parcels, banners)
    if before < FEWEST_SHIFTED:
        return Issues.none()
    after = count_misfits(parcels, banners, as_gcj02)
    return shift_issue(banners, before, after)


def shift_issue(banners: gpd.GeoDataFrame, before: int, after: int) -> Issues:
    """Report the shift, where so many more parcels fit."""
    if before - after < max(FEWEST_SHIFTED, _SIGMAS * before**0.5):
        return Issues.none()
    return Issues.of(
        "outlines_look_shifted",
        source=banners.attrs.get("source"),
        column="geometry",
        details={"before": before, "after": after},
    )


def count_misfits(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame,
    moved: Callable[[Floats], Floats] | None = None,
) -> int:
    """Count parcels that are not wholly in the banner they declare, perhaps moved."""
    if "banner" not in parcels:
        return 0
    layer = to_geographic(banners).sort_values("banner")
    codes = layer["banner"].astype("str").to_numpy(dtype=object)
    declared = parcels["banner"].astype("str")
    known = declared.isin(codes).to_numpy()
    lands = to_geographic(parcels[known]).geometry.to_numpy()
    number = np.searchsorted(codes, declared[known].to_numpy(dtype=object))
    outlines = layer.geometry.to_numpy()
    if moved is not None:
        lands = shapely.transform(lands, moved)
    nothing = np.full(len(outlines), shapely.Polygon(), dtype=object)
    held = find_held(lands, outlines, nothing)
    fits = held.parcel[held.banner == number[held.parcel]]
    return len(lands) - len(np.unique(fits))


def as_gcj02(points: Floats) -> Floats:
    """Move longitudes and latitudes as GCJ-02 does (known since about 2010)."""
    x, y = (points - _NEAR).T
    pi = np.pi
    common = (20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y
    north += 0.2 * np.sqrt(np.abs(x)) + common
    north += (20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y
    east += 0.1 * np.sqrt(np.abs(x)) + common
    east += (20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    latitude = np.radians(points[:, 1])
    w = np.sqrt(1 - _E2 * np.sin(latitude) ** 2)
    d_lat = np.degrees(north / (_A * (1 - _E2) / w**3))
    d_lon = np.degrees(east / (_A / w * np.cos(latitude)))
    return np.asarray(points + np.column_stack([d_lon, d_lat]), dtype=np.float64)


_DEFAULT = Tolerances()


def _outside_china(parcels: gpd.GeoDataFrame) -> pd.Series:
    shapes = to_geographic(parcels).geometry.to_numpy()
    away = is_shown(shapes) & ~lies_in_china(shapes)
    return pd.Series(away, index=parcels.index)


def check_parcels(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    rules: Rules | None = None,
    tolerances: Tolerances | None = None,
    vocabulary: Vocabulary | None = None,
) -> Issues:
    """Check a whole table of parcels, perhaps of several files.

    Found are: one parcel id in several rows, parcels that share land, the same parcel
    in both categories, slivers, no declared banner; and with banners: parcels outside
    all of them, partly outside, in another banner than declared, across a banner
    line; and outlines that fit the parcels far better once taken for GCJ-02.

    Parameters
    ----------
    parcels
        The parcel table, in any CGCS2000 system, with valid polygons. Not changed.
    banners
        Outlines as `read_banners` gives them.
    rules
        What is too small to report, and the names of banners; by default the rules
        that the parcels were read by.
    tolerances, vocabulary
        As parts of `rules`; they will go.

    Returns
    -------
    issues
        In the order of the checks, each in the order of the table. An issue about
        two parcels stands at the first and names file and row of the other.

    Raises
    ------
    CRSError
        A CRS is missing or not CGCS2000.
    SchemaError
        `parcel_id` or `category` is missing, or a banner code is missing or repeated.
    GeometryError
        A geometry that has to be overlaid is missing or not valid.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> parcels = gpd.GeoDataFrame(
    ...     {"parcel_id": ["P1", "P2"], "category": "idle"},
    ...     geometry=[box(x, 4300000, x + 100, 4300100) for x in (500000, 500050)],
    ...     crs="EPSG:4546",
    ... )
    >>> check_parcels(parcels).table[["parcel_id", "code"]]
      parcel_id             code
    0        P1  overlap_partial
    """
    require_columns(parcels, *REQUIRED_COLUMNS)
    known = rules_of(rules, vocabulary=vocabulary, tolerances=tolerances, of=parcels)
    tolerances = known.tolerances
    found = [
        repeated_id_issues(parcels),
        overlap_issues(parcels, tolerances),
        *row_issues(parcels, banners, known),
    ]
    if banners is not None:
        found.append(shift_issues(parcels, banners))
    return Issues.concat(found)


def row_issues(
    parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame | None, rules: Rules
) -> list[Issues]:
    """Check what concerns each parcel by itself."""
    tolerances = rules.tolerances
    thin = find_slivers(
        parcels,
        thinness=tolerances.sliver_thinness,
        width=tolerances.sliver_width_m,
    )
    found = [
        issues_at(parcels, "thin_parcel", thin, {"width": tolerances.sliver_width_m}),
        undeclared_issues(parcels),
        issues_at(parcels, "outside_china", _outside_china(parcels)),
    ]
    if banners is not None:
        found.append(place_issues(parcels, banners, tolerances, rules.vocabulary))
    return found
