"""Areas per banner or any other column, over all partitions."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from landbase.banners.split import split_by_banner as split_table
from landbase.banners.table import (
    ALL,
    MISSING,
    Sums,
    areas_of,
    columns_of,
    lines_by,
    made_table,
    ordered,
    sums_of,
    tell_lacking,
)
from landbase.errors import unheard
from landbase.rules.ruleset import rules_of
from landbase.scale.partitions import (
    computed,
    empty_of,
    in_pieces,
    laid_out,
    later,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import dask_geopandas as dgpd
    import geopandas as gpd

    from landbase.banners.table import AreaKind
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["area_table", "split_by_banner"]


class _Part(NamedTuple):
    sums: Sums
    lacking: int
    rows: int


def area_table(
    parcels: dgpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    by: str | Sequence[str] = "banner",
    areas: AreaKind = "ellipsoidal",
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Sum areas per banner, or per value of one or several columns.

    Parameters
    ----------
    parcels
        As `read_parcels` of this package gives them.
    banners, by, areas, rules
        As in `landbase.area_table`.

    Returns
    -------
    table
        As `landbase.area_table` gives it for all parcels in one table, to the last
        digit and whatever the partitions.

    Raises
    ------
    SchemaError, GeometryError, CRSError, ValueError
        As in `landbase.area_table`.

    Warns
    -----
    LandbaseWarning
        Parcels have no area of the kind asked for; they are counted with 0 m².

    Examples
    --------
    >>> import tempfile
    >>> from landbase.scale import read_parcels
    >>> from landbase.testing import make_parcels
    >>> with tempfile.TemporaryDirectory() as made:
    ...     make_parcels(60).to_parquet(f"{made}/a.parquet")
    ...     parcels, _ = read_parcels(f"{made}/a.parquet", f"{made}/read")
    ...     area_table(parcels, areas="declared")["all"].loc["total", "count"].item()
    60
    """
    known = rules_of(rules)
    nothing = laid_out(empty_of(parcels))
    columns = columns_of(nothing, by)
    lines_by(nothing, banners, columns, known.vocabulary)  # tells of the banners, once
    sums = later(_sums)
    tasks = [sums(part, banners, columns, areas, known) for part in in_pieces(parcels)]
    parts: list[_Part] = computed(tasks)
    lacking = sum(part.lacking for part in parts)
    tell_lacking(lacking, sum(part.rows for part in parts), areas, stacklevel=3)
    added = _added([part.sums for part in parts], columns, known.vocabulary)
    if banners is not None and columns == ["banner"]:
        added = Sums(added.cells, parts[0].sums.lines, added.groups)
    return made_table(added, banners, columns, known)


def _sums(
    part: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    columns: list[str],
    areas: AreaKind,
    rules: Rules,
) -> _Part:
    parcels = laid_out(part)
    given = areas_of(parcels, areas)
    with unheard():
        lines = lines_by(parcels, banners, columns, rules.vocabulary)
    area = given.fillna(0.0).to_numpy("float64")
    found = sums_of(parcels, area, lines, rules.vocabulary)
    return _Part(found, int(given.isna().sum()), len(given))


def _added(several: list[Sums], columns: list[str], words: Vocabulary) -> Sums:
    """Add the sums of parts; the lines are in the order that one table has."""
    cells = pd.concat([sums.cells for sums in several])
    cells = cells.groupby(level=["line", "group"], sort=False).sum()
    groups = _in_order((g for s in several for g in s.groups), "category", words)
    names = {name for sums in several for name in sums.lines}
    if len(columns) == 1:
        return Sums(cells, _in_order(names, columns[0], words), groups)
    levels = [
        _in_order({name[at] for name in names}, column, words)
        for at, column in enumerate(columns)
    ]
    return Sums(cells, [name for name in product(*levels) if name in names], groups)


# lines that stand behind those of the values, in this order
_BEHIND = ("outside", "twice", MISSING)


def _in_order(values: Iterable[str], column: str, words: Vocabulary) -> list[str]:
    found = set(values)
    first = ordered(found - {*_BEHIND, ALL}, column, words)
    return [*first, *(name for name in (*_BEHIND, ALL) if name in found)]


def split_by_banner(
    parcels: dgpd.GeoDataFrame, banners: gpd.GeoDataFrame
) -> dgpd.GeoDataFrame:
    """Cut the parcels at the lines of the banners, in every partition.

    Returns
    -------
    parts
        As `landbase.split_by_banner` gives them; their index is the place of the
        parcel in the whole table.

    Raises
    ------
    SchemaError, GeometryError, CRSError
        As in `landbase.split_by_banner`.
    """
    meta = split_table(laid_out(empty_of(parcels)), banners)
    return parcels.map_partitions(_split, banners, meta=meta)


def _split(part: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> Any:
    with unheard():
        return split_table(laid_out(part), banners)
