"""Ledgers and their decisions, held against the parcels of all partitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.cases.allowed import facts_asked, judge_events
from landbase.cases.events import read_events
from landbase.parcels.join import (
    Joining,
    JoinResult,
    Matches,
    join_rows,
    lone_rows,
    match_ids,
    match_keys,
    plan_join,
)
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import require_columns
from landbase.scale.partitions import (
    computed,
    empty_of,
    in_pieces,
    issue_table,
    laid_out,
    later,
    partitioned,
)
from landbase.scale.reading import ScaledResult
from landbase.tables.cells import parse_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import dask_geopandas as dgpd
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules

__all__ = ["accepted_events", "join_ledger", "joined_parcels", "match_parcels"]


def join_ledger(
    parcels: dgpd.GeoDataFrame,
    ledger: pd.DataFrame,
    *,
    on: str = "parcel_id",
    columns: Iterable[str] | None = None,
    rules: Rules | None = None,
) -> ScaledResult:
    """Fill what the parcels of all partitions lack from a ledger, by id.

    Parameters
    ----------
    parcels
        As `read_parcels` of this package gives them.
    ledger
        As `landbase.read_ledger` gives it: one table, that one process holds.
    on, columns, rules
        As in `landbase.join_ledger`.

    Returns
    -------
    result
        The parcels, in their partitions, and the issues of `landbase.join_ledger`.

    Raises
    ------
    SchemaError
        As in `landbase.join_ledger`.
    """
    how: dict[str, Any] = {"on": on, "columns": columns, "rules": rules}
    return joined_parcels(parcels, ledger, **how)


def joined_parcels(
    parcels: dgpd.GeoDataFrame,
    ledger: pd.DataFrame,
    *,
    on: str = "parcel_id",
    columns: Iterable[str] | None = None,
    rules: Rules | None = None,
    own: tuple[str, ...] = (),
) -> ScaledResult:
    """Join a ledger; of the columns `own` parcels keep what they say themselves."""
    nothing = laid_out(empty_of(parcels))
    require_columns(nothing, on)
    plan = plan_join(nothing, ledger, on=on, columns=columns, rules=rules_of(rules))
    matches = match_parcels(parcels, plan.once.index, on=on)
    join, kept, told = later(_joined), later(_kept), later(_told)
    like = _joined(empty_of(parcels), plan, matches, own).parcels
    done = [join(piece, plan, matches, own) for piece in in_pieces(parcels)]
    joined = partitioned([kept(part, like) for part in done], like)
    found = [*plan.issues, lone_rows(plan, matches), *map(told, done)]
    return ScaledResult(joined, issue_table(found))


def _joined(
    part: gpd.GeoDataFrame, plan: Joining, matches: Matches, own: tuple[str, ...]
) -> JoinResult:
    parcels = laid_out(part)
    joined, issues = join_rows(parcels, plan, matches)
    kept = {name: parcels[name] for name in own if name in parcels}
    joined = joined.drop(columns=[name for name in own if name in joined])
    return JoinResult(joined.assign(**kept), issues)


def _kept(done: JoinResult, like: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    kinds = {name: like[name].dtype for name in like if name != "geometry"}
    return done.parcels.astype(kinds)[[*like.columns]]


def _told(done: JoinResult) -> Issues:
    return done.issues


class _Keys(NamedTuple):
    """Ids of a partition that may be meant, and what all its ids are without zeros."""

    ids: list[str]
    hashed: npt.NDArray[np.uint64]


def match_parcels(
    parcels: dgpd.GeoDataFrame, theirs: Iterable[str], *, on: str = "parcel_id"
) -> Matches:
    """Match the ids of a table with those of the parcels, as `match_ids` does."""
    wanted = pd.Series(list(dict.fromkeys(theirs)), dtype="str")
    keys, ask = match_keys(wanted), later(_keys)
    tasks = [ask(piece, wanted, keys, on) for piece in in_pieces(parcels)]
    parts: list[_Keys] = computed(tasks)
    ids = [name for part in parts for name in part.ids]
    # a key that two ids share which do not look the same
    pairs = np.unique(np.concatenate([part.hashed for part in parts]), axis=0)
    merging = len(np.unique(pairs[:, 0])) < len(pairs)
    return match_ids(ids, wanted, merging=merging)


def _keys(
    part: gpd.GeoDataFrame, wanted: pd.Series, keys: pd.DataFrame, on: str
) -> _Keys:
    ids = parse_text(laid_out(part)[on]).dropna()
    own = match_keys(ids)
    meant = ids.isin(wanted)
    for name in own:
        meant |= own[name].isin(keys[name].dropna()) & (own[name] != "")
    there = own[own["plain"].fillna("") != ""]
    hashed = [
        pd.util.hash_array(there[name].to_numpy(dtype=object), categorize=False)
        for name in ("plain", "look")
    ]
    return _Keys(ids[meant].tolist(), np.unique(np.column_stack(hashed), axis=0))


def accepted_events(
    parcels: dgpd.GeoDataFrame,
    decisions: pd.DataFrame,
    *,
    rules: Rules,
    today: pd.Timestamp,
) -> tuple[pd.DataFrame, Issues]:
    """Hold the decisions of a ledger to the rules by which a land base records them.

    Those of parcels at fault are left out, with the issues that say why; the others
    have an `event_id`, codes, and the area that they are for.
    """
    matches = match_parcels(parcels, decisions["parcel_id"].dropna())
    ours = {theirs: mine for mine, theirs in matches.pairs.items()}
    ids = decisions["parcel_id"].map(ours).astype("str")
    meant = decisions.assign(parcel_id=ids)[ids.notna()].reset_index(drop=True)
    facts, ask = _facts_like(rules), later(_facts)
    decided = meant["parcel_id"].unique().tolist()
    tasks = [ask(piece, decided, rules) for piece in in_pieces(parcels)]
    known = pd.concat([facts, *computed(tasks)])
    judged, faults = _judged(meant, known, rules, today)
    if len(faults):
        at_fault = meant["source_row"].isin(faults.table["source_row"])
        wrong = meant["parcel_id"].isin(meant.loc[at_fault, "parcel_id"])
        judged, _ = _judged(meant[~wrong].reset_index(drop=True), known, rules, today)
    numbered = judged.assign(event_id=np.arange(1, len(judged) + 1, dtype=np.int64))
    return numbered.drop(columns=["source", "source_row"]), faults


def _judged(
    decisions: pd.DataFrame, known: pd.DataFrame, rules: Rules, today: pd.Timestamp
) -> tuple[pd.DataFrame, Issues]:
    events, unread = read_events(decisions)
    nothing = events.iloc[:0].assign(event_id=pd.Series(dtype="int64"))
    judged = judge_events(
        events,
        nothing,
        known,
        unread=unread,
        first=1,
        today=today,
        lineage=_NO_LINEAGE,
        rules=rules,
    )
    return judged.events, judged.faults


_NO_LINEAGE = pd.DataFrame({
    "operation": pd.Series(dtype="str"),
    "role": pd.Series(dtype="str"),
    "parcel_id": pd.Series(dtype="str"),
    "effective": pd.Series(dtype="datetime64[s]"),
    "area_m2": pd.Series(dtype="float64"),
    "voids": pd.Series(dtype="str"),
})


def _facts_like(rules: Rules) -> pd.DataFrame:
    asked = ["status", "disposal_type", *facts_asked(rules.vocabulary)]
    columns: dict[str, Any] = dict.fromkeys([*asked, "area_of_record_m2"])
    index = pd.Index([], dtype="str", name="parcel_id")
    return pd.DataFrame(columns, index=index)


def _facts(part: gpd.GeoDataFrame, ids: list[str], rules: Rules) -> pd.DataFrame:
    """Give what the rules ask of parcels that are decided about."""
    parcels = laid_out(part)
    parcels = parcels[parcels["parcel_id"].isin(ids)]
    measured = parcels.assign(area_of_record_m2=ellipsoidal_area(parcels))
    table = pd.DataFrame(measured).set_index("parcel_id")
    return table.reindex(columns=_facts_like(rules).columns)
