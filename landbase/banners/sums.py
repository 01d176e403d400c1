"""Sums of parts of parcels per line and category: what an area table is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from landbase.rules.vocabulary import KINDS
from landbase.units import from_m2

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.rules.vocabulary import Vocabulary

__all__ = ["ALL", "MEASURES", "Lines", "coded", "summed"]

Floats = npt.NDArray[np.float64]

MEASURES = ("count", "mu", "ha")
ALL = "all"


@dataclass(frozen=True, eq=False)
class Lines:
    """Which line of the table each part of a parcel goes to."""

    names: list[str]
    parcel: npt.NDArray[np.intp]
    line: npt.NDArray[np.intp]
    share: Floats
    main: npt.NDArray[np.bool_]


def summed(
    parcels: gpd.GeoDataFrame, area: Floats, lines: Lines, *, by: str, words: Vocabulary
) -> pd.DataFrame:
    """Sum counts and areas per line and category."""
    groups, group = _groups(parcels, words)
    cell = lines.line * len(groups) + group[lines.parcel]
    shape = (len(lines.names), len(groups))
    m2 = _sum(cell, lines.share * area[lines.parcel], shape)
    count = _sum(cell, lines.main, shape)
    table = _framed(m2, count, lines.names, groups)
    table.index.name = by
    table.attrs = {"names": {}}
    return table


def _groups(
    parcels: gpd.GeoDataFrame, words: Vocabulary
) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Give the categories found, and which one each parcel has."""
    if "category" not in parcels:
        return [ALL], np.zeros(len(parcels), dtype=np.intp)
    return coded(parcels["category"], "category", words)


def coded(
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
