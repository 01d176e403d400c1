"""Join a ledger to parcels: by id, never by a guess, and only into what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.issues import Issues
from landbase.ledger.ids import Matches, match_ids
from landbase.rules import remember_rules, rules_of
from landbase.rules.schema import PARCEL_COLUMNS, column_labels, require_columns
from landbase.rules.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.rules import Rules

__all__ = ["JoinResult", "join_ledger"]

_NEVER_FILLED = {"parcel_id", "declared_area_m2", "source", "source_row"}
_PLACE = ("source", "source_row")
_PROGRESS = ("disposal_type", "status")
_CLOSE = 1e-6


class JoinResult(NamedTuple):
    """Parcels with what the ledger adds, and what did not fit.

    Attributes
    ----------
    parcels
        The parcels, on their own index and in their order.
    issues
        Ids written differently or not found, values that contradict.
    """

    parcels: gpd.GeoDataFrame
    issues: Issues


def join_ledger(
    parcels: gpd.GeoDataFrame,
    ledger: pd.DataFrame,
    *,
    on: str = "parcel_id",
    rules: Rules | None = None,
) -> JoinResult:
    """Fill what parcels lack from a ledger, by id.

    Equal ids are matched first; of the rest those that differ only in width, case,
    dashes and leading zeros, each with an issue. Nothing else is ever matched.

    Parameters
    ----------
    parcels
        The parcel table. Not changed.
    ledger
        As `read_ledger` gives it. Not changed.
    on
        The column with the ids, such as "parcel_id" or "supervision_no".
    rules
        Where labels come from; by default the rules that the parcels were read by.

    Returns
    -------
    result
        The parcels, rows and geometry as they were. Missing values of columns of the
        parcel table are filled; a value that contradicts the ledger's stays, with an
        issue. Areas are never filled in: the ledger's stands beside as
        `ledger_area_m2`. Where a parcel has several rows in the ledger, its way and
        status are those of the latest day. Parcels without a row, and rows without a
        parcel, are issues.

    Raises
    ------
    SchemaError
        One of the tables has no column `on`.
    """
    require_columns(parcels, on)
    require_columns(ledger, on)
    known = rules_of(rules, of=parcels)
    words = known.vocabulary
    once, issues = _one_row_each(ledger, on, words)
    matches = match_ids(parcels[on].dropna(), once.index)
    rows = parcels[on].map(matches.pairs)
    joined = parcels.copy()
    found = [issues, _report_ids(matches, rows, parcels, ledger, on)]
    for column in [
        c for c in PARCEL_COLUMNS if c in once and c not in {*_NEVER_FILLED, on}
    ]:
        theirs = rows.map(once[column])
        ours = (
            joined[column]
            if column in joined
            else pd.Series(index=joined.index, dtype=theirs.dtype)
        )
        found.append(_conflicts(ours, theirs, parcels, column, words))
        joined[column] = ours.fillna(theirs.astype(ours.dtype))
    if "declared_area_m2" in once:
        joined["ledger_area_m2"] = rows.map(once["declared_area_m2"]).astype("float64")
    joined = _in_order(joined)
    remember_rules(joined, known)
    return JoinResult(joined, Issues.concat(found))


def _in_order(joined: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put columns of the parcel table where they belong, geometry last."""
    geometry = joined.geometry.name
    first = [column for column in PARCEL_COLUMNS if column in joined]
    others = [c for c in joined.columns if c not in {*first, geometry}]
    return joined[[*first, *others, geometry]]


def _one_row_each(
    ledger: pd.DataFrame, on: str, words: Vocabulary
) -> tuple[pd.DataFrame, Issues]:
    """Bring a ledger to one row an id; values that differ are left out."""
    rows = ledger[ledger[on].notna()].reset_index(drop=True)
    columns = [c for c in PARCEL_COLUMNS if c in rows and c not in {on, *_PLACE}]
    groups = rows.groupby(on, sort=False)
    first, counts = groups[columns].first(), groups[columns].nunique()
    latest = _latest(rows, on)
    found = []
    for column in columns:
        differ = counts[column] > 1
        if column in _PROGRESS and latest is not None:
            settled = latest[column].notna() & differ
            first.loc[settled, column] = latest.loc[settled, column]
            differ &= ~settled
        if differ.any():
            first[column] = first[column].mask(differ)
            ids = differ.index[differ]
            found.append(_rows_differ(rows[rows[on].isin(ids)], on, column, words))
    return first, Issues.concat(found)


def _rows_differ(rows: pd.DataFrame, on: str, column: str, words: Vocabulary) -> Issues:
    values = rows.groupby(on, sort=False)[column]
    places = rows.drop_duplicates(on)
    return Issues.of(
        "ledger_rows_differ",
        source=_place(places, "source"),
        source_row=_place(places, "source_row"),
        parcel_id=places[on],
        column=column_labels(vocabulary=words)[column],
        value=values.agg(lambda v: "、".join(map(str, v.dropna().unique()))),
    )


def _latest(rows: pd.DataFrame, on: str) -> pd.DataFrame | None:
    """Give way and status of each id's latest day, where one row is the latest."""
    if "effective" not in rows:
        return None
    last = rows.groupby(on, sort=False)["effective"].transform("max")
    undated = rows["effective"].isna().groupby(rows[on]).transform("any")
    top = rows[rows["effective"].eq(last) & ~undated]
    top = top[~top[on].duplicated(keep=False)].set_index(on)
    ids = pd.Index(rows[on].unique())
    return top.reindex(columns=list(_PROGRESS)).reindex(ids)


def _report_ids(
    matches: Matches,
    rows: pd.Series,
    parcels: gpd.GeoDataFrame,
    ledger: pd.DataFrame,
    on: str,
) -> Issues:
    found = []
    if matches.rewritten:
        ours, theirs = list(matches.rewritten), list(matches.rewritten.values())
        found.append(
            Issues.of("join_normalised", source=on, parcel_id=ours, value=theirs)
        )
    if matches.ambiguous:
        found.append(Issues.of("join_ambiguous", source=on, value=matches.ambiguous))
    used = set(matches.pairs.values())
    lone = ledger[~ledger[on].isin(used)]
    lone = lone[lone[on].isna() | ~lone[on].duplicated()]
    found.append(_lone("join_ledger_only", lone, value=lone[on].fillna("—")))
    alone = parcels[rows.isna()]
    found.append(_lone("join_parcel_only", alone, ids=_place(alone, "parcel_id")))
    return Issues.concat(found)


def _lone(
    code: str,
    rows: pd.DataFrame,
    *,
    ids: pd.Series | None = None,
    value: pd.Series | None = None,
) -> Issues:
    if rows.empty:
        return Issues.none()
    places = [_place(rows, name) for name in _PLACE]
    return Issues.of(
        code, source=places[0], source_row=places[1], parcel_id=ids, value=value
    )


def _place(frame: pd.DataFrame, column: str) -> pd.Series:
    if column in frame:
        return pd.Series(frame[column])
    return pd.Series(index=frame.index, dtype="str")


def _conflicts(
    ours: pd.Series,
    theirs: pd.Series,
    parcels: gpd.GeoDataFrame,
    column: str,
    words: Vocabulary,
) -> Issues:
    """Report values that are on both sides and are not the same."""
    both = ours.notna() & theirs.notna()
    differ = both & ~_same(ours, theirs)
    if not differ.any():
        return Issues.none()
    where = parcels[differ]
    return Issues.of(
        "join_conflict",
        source=_place(where, "source"),
        source_row=_place(where, "source_row"),
        parcel_id=_place(where, "parcel_id"),
        column=column_labels(vocabulary=words)[column],
        value=_shown(ours[differ], column, words),
        details={"ledger": _shown(theirs[differ], column, words)},
    )


def _same(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(ours.dtype):
        return ours.eq(pd.to_datetime(theirs))
    if pd.api.types.is_numeric_dtype(ours.dtype):
        return (ours - theirs.astype("float64")).abs() <= _CLOSE
    plain = ours.map(fold, na_action="ignore"), theirs.map(fold, na_action="ignore")
    return plain[0].astype("str").eq(plain[1].astype("str"))


def _shown(values: pd.Series, column: str, words: Vocabulary) -> list[str]:
    """Show codes by their labels, days without a time."""
    if column in words.terms:
        return [words.label(column, code) for code in values]
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [str(day) for day in values.dt.strftime("%Y-%m-%d")]
    return [str(value) for value in np.asarray(values, dtype=object)]
