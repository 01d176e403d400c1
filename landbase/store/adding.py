"""Adding parcels: new ones, changed ones that keep their past, and unchanged ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa

from landbase.errors import SchemaError
from landbase.store import tables
from landbase.store.frames import (
    joined_types,
    plain,
    to_records,
    to_rows,
    typed_extra,
)
from landbase.store.loading import (
    DECISION_COLUMNS,
    KEY,
    cases_of,
    given_columns,
    load_parcels,
    with_state,
)
from landbase.store.states import refresh_states
from landbase.store.tables import STORED_FIELDS

if TYPE_CHECKING:
    from landbase.rules import Rules

__all__ = ["AddResult", "add_parcels"]


class AddResult(NamedTuple):
    """How many parcels were new, changed and unchanged.

    Attributes
    ----------
    added, changed, unchanged
        Counts; together all that were given.
    """

    added: int
    changed: int
    unchanged: int


def add_parcels(
    connection: sa.Connection,
    parcels: gpd.GeoDataFrame,
    *,
    now: str,
    rules: Rules,
) -> AddResult:
    """Add checked parcels inside a transaction.

    Parameters
    ----------
    connection
        From `landbase.store.files.writing`.
    parcels
        From `landbase.store.checking.checked_parcels`. Not changed.
    now
        The time of recording, as stored.
    rules
        Which statuses count as disposed of.

    Returns
    -------
    counts
        How many were added, changed, unchanged.

    Raises
    ------
    SchemaError
        A column has a name that belongs to decisions, and says something else.
    """
    given = _remember_columns(connection, parcels, now)
    own = load_parcels(connection, ids=parcels["parcel_id"].tolist())
    said = with_state(own, cases_of(connection, rules, ids=own["parcel_id"].tolist()))
    told = _typed(_without_derived(parcels, own, said), given)
    is_old = told["parcel_id"].isin(own["parcel_id"])
    new, changed = told[~is_old], _changed(told[is_old], own)
    if len(new):
        rows = to_rows(new).assign(recorded_at=now)
        connection.execute(sa.insert(tables.parcels), to_records(rows))
    if len(changed):
        _update(connection, changed, now)
    if len(new) or len(changed):
        _note_extent(connection, told, now)
        touched = [*new["parcel_id"], *changed["parcel_id"]]
        refresh_states(connection, rules, touched)
    return AddResult(len(new), len(changed), len(told) - len(new) - len(changed))


def _remember_columns(
    connection: sa.Connection, parcels: gpd.GeoDataFrame, now: str
) -> dict[str, str]:
    """Note columns that are given for the first time, or now need a wider type."""
    given = given_columns(connection)
    for name in parcels.columns.drop([parcels.geometry.name, *_decided(parcels)]):
        dtype = joined_types(given.get(name), parcels[name])
        if name not in given:
            row = {"name": name, "dtype": dtype, "recorded_at": now}
            connection.execute(sa.insert(tables.columns), row)
        elif dtype != given[name]:
            at = tables.columns.c.name == name
            connection.execute(sa.update(tables.columns).where(at).values(dtype=dtype))
        given[name] = dtype
    return given


def _decided(parcels: gpd.GeoDataFrame) -> list[str]:
    return [name for name in DECISION_COLUMNS if name in parcels.columns]


def _without_derived(
    parcels: gpd.GeoDataFrame, own: gpd.GeoDataFrame, said: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Leave out what only repeats the decisions.

    Otherwise a frame that the land base gave, when it is added again with an edit,
    would turn the state of its day into a fact of the parcel.

    Raises
    ------
    SchemaError
        A column has a name that belongs to decisions, and says something else.
    """
    ids = parcels["parcel_id"]
    told = parcels.drop(columns=_decided(parcels))
    for name in {"status", "disposal_type"} & set(parcels.columns):
        repeats = _same(parcels[name], _aligned(said, name, ids))
        told[name] = parcels[name].where(~repeats, _aligned(own, name, ids))
    for name in _decided(parcels):
        if not _same(parcels[name], _aligned(said, name, ids)).all():
            raise SchemaError("base_decision_column", name=name)
    return told


def _aligned(known: gpd.GeoDataFrame, name: str, ids: pd.Series) -> pd.Series:
    """Give a column of known parcels for other ids, missing where there is none."""
    if name not in known.columns:
        return pd.Series(None, index=ids.index, dtype=object)
    column: pd.Series = known.set_index("parcel_id")[name].reindex(ids)
    return column.set_axis(ids.index)


def _same(left: pd.Series, right: pd.Series) -> Any:
    """Compare value by value; missing equals missing."""
    return np.asarray(plain(left) == plain(right), dtype=bool)


def _typed(parcels: gpd.GeoDataFrame, given: dict[str, str]) -> gpd.GeoDataFrame:
    """Give the columns of others the type that the land base has for them."""
    for name in parcels.columns.drop(parcels.geometry.name):
        if name not in STORED_FIELDS and str(parcels[name].dtype) != given[name]:
            values = pd.Series(plain(parcels[name]), index=parcels.index, dtype=object)
            parcels = parcels.assign(**{name: typed_extra(values, given[name])})
    return parcels


def _changed(told: gpd.GeoDataFrame, own: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the known parcels that now say something else, completed from before.

    A column that is absent says nothing; a missing value says that there is none.
    """
    ids = told["parcel_id"]
    if told.empty:
        return told
    before = own.set_index("parcel_id").loc[ids].set_axis(told.index)
    differs = ~shapely.equals_identical(
        told.geometry.to_numpy(), before.geometry.to_numpy()
    )
    for name in told.columns.drop(["parcel_id", told.geometry.name]):
        differs |= ~_same(told[name], _aligned(own, name, ids))
    silent = [n for n in before.columns if n not in told.columns]
    complete = told.assign(**{name: before[name] for name in silent})
    return gpd.GeoDataFrame(complete[differs])


def _update(connection: sa.Connection, changed: gpd.GeoDataFrame, now: str) -> None:
    rows = to_rows(changed.drop(columns=KEY)).drop(columns="parcel_id")
    c = tables.parcels.c
    # A state lasts at least a millisecond: by the time of recording that changes, our
    # edits are told from those of other programs.
    next_moment = sa.func.strftime(
        "%Y-%m-%dT%H:%M:%fZ", c.recorded_at, "+0.001 seconds"
    )
    values: dict[str, Any] = {name: sa.bindparam(name) for name in rows.columns}
    values["recorded_at"] = sa.case((c.recorded_at < now, now), else_=next_moment)
    query = sa.update(tables.parcels).where(c.fid == sa.bindparam("which"))
    connection.execute(
        query.values(values), to_records(rows.assign(which=changed[KEY]))
    )


def _note_extent(
    connection: sa.Connection, parcels: gpd.GeoDataFrame, now: str
) -> None:
    """Widen the layer's extent and note the change, as GeoPackage asks."""
    west, south, east, north = map(float, parcels.total_bounds)
    c = tables.contents.c
    extent = {
        "min_x": sa.func.min(sa.func.coalesce(c.min_x, west), west),
        "min_y": sa.func.min(sa.func.coalesce(c.min_y, south), south),
        "max_x": sa.func.max(sa.func.coalesce(c.max_x, east), east),
        "max_y": sa.func.max(sa.func.coalesce(c.max_y, north), north),
    }
    query = sa.update(tables.contents).where(c.table_name == "parcels")
    connection.execute(query.values(last_change=now, **extent))
