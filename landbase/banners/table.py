"""The area table: parcels, mu and hectares per banner, or per any other column."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from landbase.area import ellipsoidal_area, planar_area
from landbase.banners.parts import OUTSIDE, TWICE
from landbase.banners.split import part_parcels
from landbase.errors import LandbaseWarning, SchemaError
from landbase.schema import require_columns
from landbase.units import from_m2
from landbase.vocabulary import KINDS, Vocabulary

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["ALL", "EXTRA_ROWS", "MEASURES", "AreaKind", "area_table"]

AreaKind: TypeAlias = Literal["ellipsoidal", "planar", "declared"]
Floats = npt.NDArray[np.float64]

MEASURES = ("count", "mu", "ha")
EXTRA_ROWS = ("outside", "twice", "missing", "total")
ALL = "all"


@dataclass(frozen=True, eq=False)
class _Lines:
    """Which line of the table each part of a parcel goes to."""

    names: list[str]
    parcel: npt.NDArray[np.intp]
    line: npt.NDArray[np.intp]
    share: Floats
    main: npt.NDArray[np.bool_]


def area_table(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    by: str = "banner",
    areas: AreaKind | pd.Series = "ellipsoidal",
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
    vocabulary
        What orders categories and values; by default the words of landbase.

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
    located = by == "banner" and banners is not None
    words = Vocabulary.default() if vocabulary is None else vocabulary
    lines = _by_place(parcels, banners) if located else _by_value(parcels, by, words)
    groups, group = _groups(parcels, words)
    cell = lines.line * len(groups) + group[lines.parcel]
    shape = (len(lines.names), len(groups))
    m2 = _sum(cell, lines.share * area[lines.parcel], shape)
    count = _sum(cell, lines.main, shape)
    table = _framed(m2, count, lines.names, groups)
    table.index.name = by
    names = _names(banners) if located else {}
    table.attrs = {"names": {c: n for c, n in names.items() if c in table.index}}
    return table


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
        what = areas if isinstance(areas, str) else "given"
        warnings.warn(
            f"{lacking} of {len(given)} parcels have no {what} area; they are counted "
            "with 0 m², so the areas of the table are too small",
            LandbaseWarning,
            stacklevel=3,
        )
    return np.asarray(given.fillna(0.0), dtype=np.float64)


def _groups(
    parcels: gpd.GeoDataFrame, words: Vocabulary
) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Give the categories found, and which one each parcel has."""
    if "category" not in parcels:
        return [ALL], np.zeros(len(parcels), dtype=np.intp)
    return _coded(parcels["category"], "category", words)


def _by_place(parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> _Lines:
    parts, codes = part_parcels(parcels, banners)
    line = np.where(parts.place == OUTSIDE, len(codes), parts.banner)
    line = np.where(parts.place == TWICE, len(codes) + 1, line)
    return _Lines(
        [*codes, "outside", "twice"], parts.parcel, line, parts.share, parts.main
    )


def _by_value(parcels: gpd.GeoDataFrame, by: str, words: Vocabulary) -> _Lines:
    require_columns(parcels, by)
    names, line = _coded(parcels[by], by, words)
    if clash := sorted({*names} & {*EXTRA_ROWS} - {"missing"}):
        raise SchemaError(
            f"column {by!r} holds {', '.join(clash)}, which names a line of the table",
            zh=f"字段 {by} 的取值 {'、'.join(clash)} 与统计表的行名相同；"
            "请改名后再统计",
        )
    one = np.ones(len(line))
    return _Lines(names, np.arange(len(line)), line, one, one > 0)


def _coded(
    values: pd.Series, kind: str, words: Vocabulary
) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Give each value a number, in the order of its vocabulary, missing ones last."""
    text = values.astype("str")
    found = sorted(text.dropna().unique())
    known = words.codes(kind) if kind in KINDS else []
    names = [c for c in known if c in found] + [c for c in found if c not in known]
    code = pd.Categorical(text, categories=names).codes.astype(np.intp)
    if (code < 0).any():
        code = np.where(code < 0, len(names), code)
        names = [*names, "missing"]
    return names, code


def _sum(
    cell: npt.NDArray[np.intp], weights: npt.ArrayLike, shape: tuple[int, int]
) -> Floats:
    size = shape[0] * shape[1]
    sums = np.bincount(cell, weights=np.asarray(weights, float), minlength=size)
    return sums.astype(np.float64).reshape(shape)


def _framed(
    m2: Floats, count: Floats, names: list[str], groups: list[str]
) -> pd.DataFrame:
    """Add the totals, drop extra lines without land, and convert units."""
    sign = np.where(np.array(names) == "twice", -1.0, 1.0)
    columns: dict[tuple[str, str], npt.NDArray[Any]] = {}
    for number, group in enumerate([*groups, ALL] if groups != [ALL] else groups):
        one = slice(None) if group == ALL else slice(number, number + 1)
        area, parcels = m2[:, one].sum(axis=1), count[:, one].sum(axis=1)
        area = np.append(area, area @ sign)
        parcels = np.append(parcels, parcels.sum()).astype(np.int64)
        figures = (parcels, from_m2(area, "mu"), from_m2(area, "ha"))
        columns |= {(group, m): f for m, f in zip(MEASURES, figures, strict=True)}
    table = pd.DataFrame(columns, index=pd.Index([*names, "total"], dtype="str"))
    table.columns = pd.MultiIndex.from_tuples(columns, names=["group", "measure"])
    extra = table.index.isin(["outside", "twice"])
    found = (table[(ALL, "count")] > 0) | (table[(ALL, "mu")] > 0)
    return table.loc[~extra | found]


def _names(banners: gpd.GeoDataFrame | None) -> dict[str, str]:
    """Give the names that the layer has for its banners."""
    if banners is None or "name" not in banners:
        return {}
    named = banners[["banner", "name"]].dropna()
    return dict(zip(named["banner"], named["name"], strict=True))
