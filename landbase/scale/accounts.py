"""Two accounts of the same land, of which either lies in partitions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.crs import CGCS2000
from landbase.reconciliation.match import (
    Account,
    Floats,
    Land,
    Objects,
    Positions,
    common_ground,
    outlines_of,
    take,
)
from landbase.reconciliation.result import account_columns, compared
from landbase.rules.ruleset import rules_of
from landbase.scale.partitions import (
    computed,
    empty_of,
    in_pieces,
    laid_out,
    later,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import dask_geopandas as dgpd

    from landbase.reconciliation.result import Reconciliation
    from landbase.reconciliation.rule import AreaRule
    from landbase.rules.ruleset import Rules
    from landbase.rules.schema import Tolerances

__all__ = ["reconcile"]


def reconcile(  # noqa: PLR0913 - as landbase.reconcile
    left: dgpd.GeoDataFrame | pd.DataFrame,
    right: dgpd.GeoDataFrame | pd.DataFrame,
    *,
    on: str | tuple[str, str] = "parcel_id",
    area: str | tuple[str, str] = "declared_area_m2",
    by: str | None = None,
    tolerance: Tolerances | float | None = None,
    rule: AreaRule | None = None,
    names: tuple[str, str] = ("left", "right"),
    rules: Rules | None = None,
) -> Reconciliation:
    """Hold two accounts of the same land against each other, and explain what differs.

    Outlines stay in their partitions: there they are measured, and there the pairs that
    are the same ground are found, each once, also across the borders of partitions.
    Ids, areas and places of the rows come to the process that asks, some 1,000 bytes
    a row; and the outlines of the few lines whose differences may cancel.

    Parameters
    ----------
    left, right
        As `read_parcels` of this package gives them; either may be a plain table.
    on, area, by, tolerance, rule, names
        As in `landbase.reconcile`.
    rules
        By default those of landbase.

    Returns
    -------
    reconciliation
        As `landbase.reconcile` gives it for either account in one table, to the last
        digit and whatever the partitions.

    Raises
    ------
    SchemaError, CRSError
        As in `landbase.reconcile`.
    MissingDependencyError
        dask-geopandas is not installed (extra `scale`).

    Examples
    --------
    >>> import tempfile
    >>> from landbase.scale import read_parcels
    >>> from landbase.testing import make_parcels
    >>> with tempfile.TemporaryDirectory() as made:
    ...     make_parcels(60).to_parquet(f"{made}/a.parquet")
    ...     parcels, _ = read_parcels(f"{made}/a.parquet", f"{made}/read")
    ...     reconcile(parcels, parcels).clean
    True
    """
    sides = (left, right)
    empty = [side if _is_plain(side) else laid_out(empty_of(side)) for side in sides]
    columns = account_columns(*empty, on=on, area=area, by=by)
    one, other = map(_account, sides, empty, columns)
    held = rules_of(rules)
    return compared(
        one, other, tolerances=tolerance, rule=rule, names=names, rules=held
    )


def _is_plain(account: Any) -> bool:
    return isinstance(account, pd.DataFrame)


def _account(account: Any, empty: pd.DataFrame, columns: dict[str, Any]) -> Account:
    """Take an account: light columns here, outlines where they are."""
    if _is_plain(account):
        taken = take(account, **columns)
        if taken.land is None:
            return taken
        pieces: list[Any] = [_as_piece(taken.land.shapes)]
        tables = [_light(taken, np.arange(len(taken)))]
    else:
        take(empty, **columns)  # tells of columns that are missing, once
        pieces, taking = in_pieces(account), later(_taken)
        tables = computed(taking(piece, columns) for piece in pieces)
    home = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    rows = pd.concat(tables, ignore_index=True).assign(home=home)
    rows = rows.sort_values(_AT, kind="stable", ignore_index=True)
    group = rows["group"].to_numpy(dtype=object) if columns["by"] in empty else None
    land = ScaledLand(
        np.empty(0, dtype=object),
        pieces=pieces,
        home=rows["home"].to_numpy(np.intp),
        position=rows[_AT].to_numpy(np.int64),
        boxes=rows[_BOX].to_numpy("float64"),
    )
    ids, where = (rows[name].to_numpy(dtype=object) for name in ("id", "where"))
    return Account(ids, rows["m2"].to_numpy("float64"), group, land, where)


# of the light columns: the place of a row in the whole, and the box of its outline
_AT, _BOX = "at", ["west", "south", "east", "north"]


def _as_piece(shapes: Objects) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=shapes, crs=CGCS2000)


def _taken(part: gpd.GeoDataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    parcels = laid_out(part)
    return _light(take(parcels, **columns), parcels.index.to_numpy(np.int64))


def _light(account: Account, position: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Give what of a part of an account is not its outlines."""
    table = pd.DataFrame({
        _AT: position,
        "id": account.ids,
        "m2": account.m2,
        "where": account.where,
        "group": account.group,
    })
    if account.land is None:
        return table.assign(**dict.fromkeys(_BOX, np.nan))
    boxes = account.land.bounds(np.arange(len(account)))
    return table.assign(**dict(zip(_BOX, boxes.T, strict=True)))


@dataclass(frozen=True, eq=False)
class ScaledLand(Land):
    """Outlines in partitions.

    Attributes
    ----------
    pieces
        The partitions, as tasks or tables.
    home, position
        In which of them each row of the account is, and its place in the whole.
    boxes
        West, south, east and north of each row.
    """

    pieces: list[Any] = field(repr=False)
    home: Positions = field(repr=False)
    position: npt.NDArray[np.int64] = field(repr=False)
    boxes: Floats = field(repr=False)

    def outlines(self, rows: Positions) -> Objects:
        """Fetch outlines."""
        found = np.empty(len(rows), dtype=object)
        for at, (shapes,) in self._asked(rows, _themselves):
            found[at] = shapes
        return found

    def bounds(self, rows: Positions) -> Floats:
        """Give west, south, east and north."""
        return self.boxes[rows]

    def sizes(self, rows: Positions) -> Floats:
        """Give areas in square degrees."""
        return self.measured(rows, _in_degrees)[0]

    def measured(
        self, rows: Positions, *ways: Callable[[gpd.GeoSeries], pd.Series]
    ) -> list[Floats]:
        """Measure in each of some ways, where the outlines are."""
        found = [np.full(len(rows), np.nan) for _ in ways]
        for at, areas in self._asked(rows, *ways):
            for whole, part in zip(found, areas, strict=True):
                whole[at] = part
        return found

    def common(
        self, rows: Positions, other: Land, others: Positions
    ) -> tuple[Positions, Positions, Floats]:
        """Find what shares ground, each pair in the partitions of its two rows."""
        there = other if isinstance(other, ScaledLand) else _alone(other)
        ours, theirs = self.by_home(rows), there.by_home(others)
        boxes = [_around(self.boxes[rows[at]]) for _, at in ours]
        near = shapely.STRtree([_around(there.boxes[others[at]]) for _, at in theirs])
        pick, meet = later(_picked), later(common_ground)
        places, tasks = [], []
        for one, two in near.query(boxes, predicate="intersects").T:
            (mine, at), (its, beside) = ours[one], theirs[two]
            beside = beside[_within(there.boxes[others[beside]], boxes[one])]
            places.append((at, beside))
            tasks.append(
                meet(
                    pick(self.pieces[mine], self.position[rows[at]]),
                    pick(there.pieces[its], there.position[others[beside]]),
                )
            )
        found = [
            (at[first], beside[second], area)
            for (at, beside), (first, second, area) in zip(
                places, computed(tasks), strict=True
            )
        ]
        nothing = np.empty(0, dtype=np.intp)
        found.append((nothing, nothing, np.empty(0)))
        left, right, common = map(np.concatenate, zip(*found, strict=True))
        order = np.lexsort((right, left))
        return left[order], right[order], common[order]

    def by_home(self, rows: Positions) -> list[tuple[int, Positions]]:
        """Part rows by partition: its number, and the places in `rows`."""
        home = self.home[rows]
        order = np.argsort(home, kind="stable")
        cuts = np.flatnonzero(np.diff(home[order])) + 1
        groups = np.split(order, cuts) if len(order) else []
        return [(int(home[at[0]]), at) for at in groups]

    def _asked(self, rows: Positions, *ways: Any) -> list[tuple[Positions, list[Any]]]:
        """Ask each partition of its rows."""
        groups, ask = self.by_home(rows), later(_answered)
        tasks = [ask(self.pieces[n], self.position[rows[at]], ways) for n, at in groups]
        answers = computed(tasks)
        return [(at, found) for (_, at), found in zip(groups, answers, strict=True)]


def _alone(land: Land) -> ScaledLand:
    """Take the outlines of a plain table as one partition."""
    count = len(land.shapes)
    return ScaledLand(
        land.shapes,
        pieces=[_as_piece(land.shapes)],
        home=np.zeros(count, dtype=np.intp),
        position=np.arange(count, dtype=np.int64),
        boxes=land.bounds(np.arange(count)),
    )


def _around(boxes: Floats) -> shapely.Geometry:
    """Give the box around boxes; those of what has no outline do not count."""
    there = boxes[~np.isnan(boxes[:, 0])]
    if not len(there):
        return shapely.Polygon()
    low, high = there[:, :2].min(axis=0), there[:, 2:].max(axis=0)
    around: shapely.Geometry = shapely.box(*low, *high)
    return around


def _within(boxes: Floats, around: shapely.Geometry) -> npt.NDArray[np.bool_]:
    """Tell which boxes reach into another."""
    west, south, east, north = shapely.bounds(around)
    reach = (boxes[:, :2] <= [east, north]) & (boxes[:, 2:] >= [west, south])
    return np.asarray(reach.all(axis=1))


def _picked(part: gpd.GeoDataFrame, position: npt.NDArray[np.int64]) -> Objects:
    """Give outlines by their place in the whole, as accounts compare them."""
    place = part.index.get_indexer(pd.Index(position))
    shapes = outlines_of(part.iloc[place])
    return np.empty(0, dtype=object) if shapes is None else shapes


def _answered(
    part: gpd.GeoDataFrame, position: npt.NDArray[np.int64], ways: tuple[Any, ...]
) -> list[Any]:
    series = gpd.GeoSeries(_picked(part, position), crs=CGCS2000)
    return [way(series).to_numpy() for way in ways]


def _themselves(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    return shapes


def _in_degrees(shapes: gpd.GeoSeries) -> pd.Series:
    return pd.Series(shapely.area(shapes.to_numpy()))
