"""The area table: parcels, mu and hectares per banner, or per any other column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from landbase.area import ellipsoidal_area, planar_area
from landbase.banners.parts import OUTSIDE, TWICE
from landbase.banners.split import part_parcels
from landbase.banners.sums import ALL, MEASURES, Lines, coded, summed
from landbase.errors import SchemaError, warn
from landbase.rules import remember_rules, rules_of
from landbase.rules.schema import require_columns
from landbase.texts import Text

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.banners.parts import Parts
    from landbase.rules import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = [
    "ALL",
    "EXTRA_ROWS",
    "MEASURES",
    "AreaKind",
    "Located",
    "area_table",
    "located_table",
]

AreaKind: TypeAlias = Literal["ellipsoidal", "planar", "declared"]
Floats = npt.NDArray[np.float64]

EXTRA_ROWS = ("outside", "twice", "missing", "total")


def area_table(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    by: str = "banner",
    areas: AreaKind | pd.Series = "ellipsoidal",
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """Count parcels and sum their areas per banner and category.

    Areas are in m² until the table is made; 1 ha = 10 000 m² and 1 mu = 1 ha / 15.

    Parameters
    ----------
    parcels
        Parcels, in any CGCS2000 system; with `category` where the table is to have
        a group of columns for each.
    banners
        Outlines as `read_banners` gives them. With them the table "by banner" goes
        by where parcels lie, cut at the lines; without, by the declared `banner`.
        For any other `by` they are not needed.
    by
        The column that makes the lines.
    areas
        "ellipsoidal" (of record), "planar" (each parcel in its own zone), "declared"
        (`declared_area_m2`), or a Series of m² on the index of `parcels`. A parcel
        on a banner line is parted in proportion to its parts on the ellipsoid.
    rules
        What orders categories and values; by default the rules that the parcels were
        read by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    table
        Index named `by`: all banners of the layer in code order, or the values found
        (in the order of the vocabulary, else sorted), then where they occur "outside"
        all banners, "twice" (in two banners) and "missing", and "total". Columns
        (group, measure): the categories found, then "all"; count, mu and ha, at full
        precision. In every column, lines + outside - twice + missing = total, and
        the categories sum to "all". A parcel is counted once, where its largest part
        is. ``attrs["names"]`` holds the names of the banners in the layer.

    Raises
    ------
    CRSError
        A CRS is missing or not CGCS2000.
    SchemaError
        A column is missing, or a value of `by` is the name of a line of the table.
    GeometryError
        A geometry is missing, or one that has to be cut is not valid.
    ValueError
        `areas` is of no known kind, or not on the index of `parcels`.

    Warns
    -----
    LandbaseWarning
        Parcels have no area of the kind asked for; they are counted with 0 m².

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> squares = [box(x, 4300000, x + 100, 4300100) for x in (500000, 500200)]
    >>> parcels = gpd.GeoDataFrame(
    ...     {"category": "idle", "banner": ["150622", None]},
    ...     geometry=squares,
    ...     crs="EPSG:4546",
    ... )
    >>> area_table(parcels)["all"].round(2)
    measure  count    mu   ha
    banner
    150622       1  15.0  1.0
    missing      1  15.0  1.0
    total        2  30.0  2.0
    """
    area = _areas(parcels, areas)
    held = rules_of(rules, vocabulary=vocabulary, of=parcels)
    words = held.vocabulary
    if by == "banner" and banners is not None:
        table = _located(parcels, banners, area, words).table
    else:
        lines = _by_value(parcels, by, words)
        table = summed(parcels, area, lines, by=by, words=words)
    remember_rules(table, held)
    return table


class Located(NamedTuple):
    """The area table per banner, and the parts of parcels that it counts.

    Attributes
    ----------
    table
        As `area_table` gives it.
    parts, codes
        As `part_parcels` gives them.
    area_m2
        The area of each part, in m².
    """

    table: pd.DataFrame
    parts: Parts
    codes: list[str]
    area_m2: Floats


def located_table(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame,
    *,
    areas: AreaKind | pd.Series = "ellipsoidal",
    rules: Rules | None = None,
) -> Located:
    """Make the area table by where parcels lie, and keep what it was made of.

    Parameters
    ----------
    parcels, banners, areas, rules
        As for `area_table`.

    Returns
    -------
    located
        The table and its parts.
    """
    area = _areas(parcels, areas)
    return _located(parcels, banners, area, rules_of(rules).vocabulary)


def _located(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame,
    area: Floats,
    words: Vocabulary,
) -> Located:
    parts, codes = part_parcels(parcels, banners)
    table = summed(parcels, area, _by_place(parts, codes), by="banner", words=words)
    names = _names(banners)
    table.attrs = {"names": {c: n for c, n in names.items() if c in table.index}}
    return Located(table, parts, codes, parts.share * area[parts.parcel])


def _areas(parcels: gpd.GeoDataFrame, areas: AreaKind | pd.Series) -> Floats:
    """Give m² for each parcel; without an area it is 0, with a warning."""
    if isinstance(areas, pd.Series):
        if not areas.index.equals(parcels.index):
            raise ValueError("areas must be a Series on the index of the parcels")
        given = areas.astype("float64")
    elif areas == "declared":
        require_columns(parcels, "declared_area_m2")
        given = parcels["declared_area_m2"].astype("float64")
    elif areas in get_args(AreaKind):
        measure = ellipsoidal_area if areas == "ellipsoidal" else planar_area
        given = measure(parcels)
    else:
        raise ValueError(
            f"unknown areas {areas!r}; use one of {get_args(AreaKind)} or a Series"
        )
    if lacking := int(given.isna().sum()):
        kind = areas if isinstance(areas, str) else "given"
        what = Text(f"warnings.area_{kind}")
        warn(
            "areas_missing", lacking=lacking, count=len(given), what=what, stacklevel=3
        )
    return np.asarray(given.fillna(0.0), dtype=np.float64)


def _by_place(parts: Parts, codes: list[str]) -> Lines:
    line = np.where(parts.place == OUTSIDE, len(codes), parts.banner)
    line = np.where(parts.place == TWICE, len(codes) + 1, line)
    return Lines(
        [*codes, "outside", "twice"], parts.parcel, line, parts.share, parts.main
    )


def _by_value(parcels: gpd.GeoDataFrame, by: str, words: Vocabulary) -> Lines:
    require_columns(parcels, by)
    names, line = coded(parcels[by], by, words)
    if clash := sorted({*names} & {*EXTRA_ROWS} - {"missing"}):
        raise SchemaError("table_line_names_clash", by=by, clash=clash)
    one = np.ones(len(line))
    return Lines(names, np.arange(len(line)), line, one, one > 0)


def _names(banners: gpd.GeoDataFrame) -> dict[str, str]:
    """Give the names that the layer has for its banners."""
    if "name" not in banners:
        return {}
    named = banners[["banner", "name"]].dropna()
    return dict(zip(named["banner"], named["name"], strict=True))
