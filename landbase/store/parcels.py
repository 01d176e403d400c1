"""Adding parcels to a land base, compared with those that are there."""

from __future__ import annotations

import operator
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa

from landbase.cases.ways import RENEWED
from landbase.crs import to_geographic
from landbase.errors import GeometryError, LedgerError, SchemaError
from landbase.geometry import is_polygonal
from landbase.issues import Issues
from landbase.rules.schema import as_parcels, column_labels, date_columns
from landbase.store import columns as tables
from landbase.store.columns import PARCEL_CONTENT, STORED_FIELDS
from landbase.store.database import (
    Opened,
    adding,
    database_of,
    insert_many,
    reading,
)
from landbase.store.frames import (
    AT_ONCE,
    joined_types,
    plain,
    plain_extras,
    to_columns,
    to_records,
    to_rows,
    typed_extra,
)
from landbase.store.ids import cleaned_ids, look_alikes, warn_of_confused
from landbase.store.queries import (
    DECISION_COLUMNS,
    KEY,
    cases_of,
    given_columns,
    load_parcels,
    load_rules,
    with_state,
)
from landbase.store.sealing import (
    COLUMNS,
    TAKEN_OVER,
    VERSION,
    began,
    columns_head,
    mark,
    not_stored,
    seal_parcels,
    seal_unsealed,
    writing,
)
from landbase.store.states import refresh_states
from landbase.store.writes import moment_of
from landbase.tables.cells import parse_dates
from landbase.tables.html import html_of
from landbase.tables.ids import among, find_alike, parse_ids, visible
from landbase.texts import LANGS, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from landbase.rules.ruleset import Rules

__all__ = [
    "AddResult",
    "accept_edits",
    "add",
    "add_parcels",
    "checked_parcels",
    "refuse_look_alikes",
]


def checked_parcels(parcels: gpd.GeoDataFrame, *, rules: Rules) -> gpd.GeoDataFrame:
    """Bring parcels into the form that is kept, or say all that is wrong with them."""
    named = _with_ids(parcels.reset_index(drop=True))
    dated, undated = _with_days(named, rules.zone)
    typed = plain_extras(as_parcels(to_geographic(dated)))
    if typed.geometry.name != "geometry":
        typed = typed.rename_geometry("geometry")
    if typed.has_z.any():
        raise GeometryError("base_heights", count=int(typed.has_z.sum()))
    issues = undated + _faults(typed, rules)
    if len(issues):
        raise SchemaError(
            "base_parcels_refused",
            count=len(issues),
            parcels=len(typed),
            first=issues.message(1),
            issues=issues,
        )
    return typed


def _with_ids(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write ids that are numbers without a point; those that lost digits are none."""
    if "parcel_id" not in parcels.columns or parcels["parcel_id"].dtype == "str":
        return parcels
    ids = parcels["parcel_id"].astype(object)
    numbers = ids.map(lambda one: isinstance(one, float)).astype(bool)
    return parcels.assign(parcel_id=ids.mask(numbers, parse_ids(ids).values))


def _with_days(
    parcels: gpd.GeoDataFrame, zone: dt.tzinfo
) -> tuple[gpd.GeoDataFrame, Issues]:
    """Read the days of parcels; "today" is none, nor is one in the year 2300."""
    found = []
    for name in [n for n in date_columns() if n in parcels.columns]:
        days, bad = parse_dates(parcels[name], zone=zone)
        if bad.any():
            found.append(_issues("base_bad_day", parcels[bad], name))
        parcels = parcels.assign(**{name: days})
    return parcels, Issues.concat(found)


def _faults(parcels: gpd.GeoDataFrame, rules: Rules) -> Issues:
    """List rows without an id, repeated ids, unknown codes and what is no polygon."""
    ids = parcels["parcel_id"]
    missing = ids.isna() | (ids.str.strip() == "")
    repeated = ids.duplicated(keep=False) & ~missing
    shapes = parcels.geometry.to_numpy()
    areal = is_polygonal(shapes) & ~shapely.is_empty(shapes)
    found = [
        _issues("missing_id", parcels[missing], "parcel_id"),
        _issues("base_duplicate_id", parcels[repeated], "parcel_id"),
        _alike(parcels[~missing]),
        _issues("base_not_polygon", parcels[~areal], None),
    ]
    for column in [c for c in ("category", "status") if c in parcels.columns]:
        known = parcels[column].isin(rules.vocabulary.codes(column))
        if column == "status":
            known |= parcels[column].isna()
        found.append(_issues("base_unknown_code", parcels[~known], column))
    return Issues.concat(found)


def _alike(parcels: gpd.GeoDataFrame) -> Issues:
    """Name ids that look like another one given."""
    later, first = find_alike(parcels["parcel_id"])
    others = parcels["parcel_id"].iloc[first].tolist()
    return _looking_alike(parcels.iloc[later], others)


def _looking_alike(rows: gpd.GeoDataFrame, others: list[str]) -> Issues:
    shown = rows.assign(value=rows["parcel_id"].map(visible))
    more = {"other_id": list(map(visible, others))}
    return _issues("base_id_looks_alike", shown, "value", details=more)


def refuse_look_alikes(connection: sa.Connection, parcels: gpd.GeoDataFrame) -> None:
    """Refuse new parcels whose ids look like those of parcels that are there."""
    alike = look_alikes(connection, parcels["parcel_id"])
    rows = parcels[parcels["parcel_id"].isin(alike)]
    if rows.empty:
        return
    issues = _looking_alike(rows, rows["parcel_id"].map(alike).tolist())
    raise SchemaError(
        "base_parcels_refused",
        count=len(issues),
        parcels=len(parcels),
        first=issues.message(1),
        issues=issues,
    )


def _issues(
    code: str,
    rows: gpd.GeoDataFrame,
    column: str | None,
    *,
    details: Mapping[str, Any] | None = None,
) -> Issues:
    """Make an issue for each row, placed by its source where it names one."""
    if rows.empty:
        return Issues.none()
    count = pd.Series(rows.index + 1, index=rows.index, dtype="Int64")
    no_row = pd.Series(pd.NA, index=rows.index, dtype="Int64")
    no_source = pd.Series(None, index=rows.index, dtype="str")
    return Issues.of(
        code,
        source=rows.get("source", no_source).fillna("parcels"),
        source_row=rows.get("source_row", no_row).fillna(count),
        parcel_id=rows["parcel_id"],
        column="parcel_id" if column == "value" else column,
        value=None if column is None else rows[column],
        details=details,
    )


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

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


def add(self: Opened, parcels: gpd.GeoDataFrame, *, update: bool = True) -> AddResult:
    """Add parcels; those that are there already are compared and updated.

    Adding the same again changes nothing. What an update replaces is kept
    (`history`, and `parcels` with `known`). A column that is absent leaves what is
    known; a missing value says that there is none. A status or disposal type that
    repeats what the decisions say is not taken as the parcel's own.

    Parameters
    ----------
    parcels
        The parcel table (DESIGN section 3) in any CGCS2000 CRS, with any further
        columns of text, numbers, days or yes/no. Not changed.
    update
        Take over what differs of parcels that are there. Otherwise nothing is added
        where an id is there with something else, and the error says what differs.

    Returns
    -------
    counts
        added, changed, unchanged.

    Raises
    ------
    CRSError
        The CRS is missing or of another datum.
    GeometryError
        Parcels have heights (Z).
    SchemaError
        Columns or rows are at fault, an id looks like another one's, or without
        `update` an id is there with something else (`issues` lists the rows); nothing
        was added.
    StoreError
        The file stays busy.
    """
    with reading(self._engine) as connection:
        checked = checked_parcels(parcels, rules=load_rules(connection))
    with writing(self._engine) as connection:
        now, rules = moment_of(self, connection), load_rules(connection)
        refuse_look_alikes(connection, checked)
        ids = cleaned_ids(connection, checked["parcel_id"])
        checked = checked.assign(parcel_id=ids)
        warn_of_confused(connection, ids)
        return add_parcels(connection, checked, now=now, rules=rules, update=update)


def accept_edits(self: Opened, *, by: str, reason: str) -> list[str]:
    """Take on the record what another program wrote to the parcels.

    An edit in QGIS keeps what it replaces, but nobody seals what it puts there;
    `verify` lists such parcels (``verify_parcel_unsealed``). Look at them with
    `history`; then this seals them as they are, with who answers for it and why.

    Parameters
    ----------
    by, reason
        Who answers for it, and why.

    Returns
    -------
    ids
        The parcels of which something was sealed; empty where nothing was open, and
        then nothing is recorded.

    Raises
    ------
    LedgerError
        `by` or `reason` is empty.
    StoreError
        The file stays busy.
    """
    if not by.strip() or not reason.strip():
        raise LedgerError("accept_needs")
    with writing(self._engine) as connection:
        rules = load_rules(connection)
        moment_of(self, connection)
        ids = seal_unsealed(connection)
        if ids:
            mark(connection, kind=TAKEN_OVER, by=by, reason=reason)
            refresh_states(connection, rules, ids)
    return ids


def add_parcels(
    connection: sa.Connection,
    parcels: gpd.GeoDataFrame,
    *,
    now: str,
    rules: Rules,
    update: bool = True,
) -> AddResult:
    """Add checked parcels inside a transaction."""
    given = _remember_columns(connection, parcels, now)
    own = load_parcels(connection, ids=parcels["parcel_id"].tolist())
    said = with_state(own, cases_of(connection, rules, ids=own["parcel_id"].tolist()))
    stated = _typed(_without_derived(parcels, own, said), given)
    is_old = among(stated["parcel_id"], own["parcel_id"])
    new, old = stated if not is_old.any() else stated[~is_old], stated[is_old]
    differs = _differing(old, own)
    changed = _completed(old, own)[differs.any(axis="columns")]
    if len(changed) and not update:
        _refuse_changes(old, differs, rules)
    if len(new):
        _insert(connection, new, now)
    if len(changed):
        _update(connection, changed, now)
    if len(new) or len(changed):
        database_of(connection).note_extent(connection, stated.total_bounds, now)
        touched = [*new["parcel_id"], *changed["parcel_id"]]
        # nothing was ever decided, or said by others, of parcels that are all new
        refresh_states(connection, rules, touched, own=None if len(old) else new)
    return AddResult(len(new), len(changed), len(stated) - len(new) - len(changed))


def _remember_columns(
    connection: sa.Connection, parcels: gpd.GeoDataFrame, now: str
) -> dict[str, str]:
    """Note columns that are given for the first time, or now need a wider type."""
    given = given_columns(connection)
    began(connection, COLUMNS, columns_head(connection))
    c = tables.columns.c
    last = connection.execute(sa.select(sa.func.max(c.position))).scalar() or 0
    for name in parcels.columns.drop([parcels.geometry.name, *_decided(parcels)]):
        dtype = joined_types(given.get(name), parcels[name])
        if name not in given:
            last += 1
            row = {"position": last, "name": name, "dtype": dtype, "recorded_at": now}
            connection.execute(sa.insert(tables.columns), row)
        elif dtype != given[name]:
            at = c.name == name
            connection.execute(sa.update(tables.columns).where(at).values(dtype=dtype))
        given[name] = dtype
    return given


def _decided(parcels: gpd.GeoDataFrame) -> list[str]:
    return [name for name in DECISION_COLUMNS if name in parcels.columns]


def _without_derived(
    parcels: gpd.GeoDataFrame, own: gpd.GeoDataFrame, said: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Leave out what only repeats the decisions."""
    ids = parcels["parcel_id"]
    stated = parcels.drop(columns=_decided(parcels))
    for name in {"status", "disposal_type", RENEWED} & set(parcels.columns):
        repeats = _same(parcels[name], _aligned(said, name, ids))
        stated[name] = parcels[name].where(~repeats, _aligned(own, name, ids))
    for name in _decided(parcels):
        if not _same(parcels[name], _aligned(said, name, ids)).all():
            raise SchemaError("base_decision_column", name=name)
    return stated


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


def _differing(stated: gpd.GeoDataFrame, own: gpd.GeoDataFrame) -> pd.DataFrame:
    """Say of known parcels, column by column, whether they now say something else."""
    ids, shape = stated["parcel_id"], stated.geometry.name
    before = gpd.GeoSeries(_aligned(own, shape, ids), crs=stated.crs).to_numpy()
    differs = {shape: ~shapely.equals_identical(stated.geometry.to_numpy(), before)}
    for name in stated.columns.drop(["parcel_id", shape]):
        differs[name] = ~_same(stated[name], _aligned(own, name, ids))
    return pd.DataFrame(differs, index=stated.index)


def _completed(stated: gpd.GeoDataFrame, own: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give known parcels, too, what they do not say and was known before."""
    before = own.set_index("parcel_id").loc[stated["parcel_id"]].set_axis(stated.index)
    silent = [n for n in before.columns if n not in stated.columns]
    return gpd.GeoDataFrame(stated.assign(**{name: before[name] for name in silent}))


def _refuse_changes(
    stated: gpd.GeoDataFrame, differs: pd.DataFrame, rules: Rules
) -> None:
    """Say which parcels are there already, and in what they differ."""
    rows = stated[differs.any(axis="columns")]
    details = {}
    for lang, comma in zip(LANGS, ("、", ", "), strict=True):
        labels = column_labels(lang, vocabulary=rules.vocabulary)
        labels["geometry"] = words("common", lang)["geometry"]
        names = [labels.get(str(name), str(name)) for name in differs]
        which = differs.loc[rows.index].to_numpy().tolist()
        details[f"what_{lang}"] = [comma.join(compress(names, row)) for row in which]
    issues = _issues("base_known_differs", rows, None, details=details)
    raise SchemaError(
        "base_parcels_differ",
        count=len(rows),
        parcels=len(stated),
        first=issues.message(1),
        issues=issues,
    )


def _insert(connection: sa.Connection, new: gpd.GeoDataFrame, now: str) -> None:
    """Insert parcels, read them back, and seal them."""
    first = database_of(connection).ever_used(connection, tables.parcels.name) + 1
    with adding(connection, len(new), tables.parcels, tables.parcel_seals):
        for start in range(0, len(new), AT_ONCE):
            told = to_columns(to_rows(new.iloc[start : start + AT_ONCE]))
            count = len(told["geom"])
            fids = range(first + start, first + start + count)
            rows = {"fid": fids, **told, "recorded_at": [now] * count}
            insert_many(connection, tables.parcels, rows)
            _require_stored(connection, seal_parcels(connection, fids), told)


def _require_stored(
    connection: sa.Connection,
    stored: Sequence[tuple[Any, ...]],
    told: Mapping[str, Sequence[Any]],
) -> None:
    """Refuse to say that parcels are kept that do not stand in the file as given."""
    names = [name for name in told if name in PARCEL_CONTENT]
    rows = zip(*(told[name] for name in names), strict=True)
    found = map(operator.itemgetter(*map(VERSION.index, names)), stored)
    count = len(told[names[0]])
    if len(stored) != count or any(map(operator.ne, found, rows)):
        raise not_stored(connection, count)


def _update(connection: sa.Connection, changed: gpd.GeoDataFrame, now: str) -> None:
    rows = to_rows(changed.drop(columns=KEY)).drop(columns="parcel_id")
    c = tables.parcels.c
    # A state lasts at least a millisecond: by the time of recording that changes, our
    # edits are told from those of other programs.
    values: dict[str, Any] = {name: sa.bindparam(name) for name in rows.columns}
    values["recorded_at"] = sa.case(
        (c.recorded_at < now, now),
        else_=database_of(connection).next_moment(c.recorded_at),
    )
    query = sa.update(tables.parcels).where(c.fid == sa.bindparam("which"))
    rows = rows.assign(which=changed[KEY]).sort_values("which")
    connection.execute(query.values(values), to_records(rows))
    stored = seal_parcels(connection, rows["which"].tolist())
    _require_stored(connection, stored, to_columns(rows))
