"""Reading what conflicts are found in: records with who knew of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import sqlalchemy as sa

from landbase.area import ellipsoidal_area
from landbase.cases.conflicts import find_conflicts
from landbase.issues import Issues
from landbase.store.journals import DECISIONS, LINEAGE, MILESTONES
from landbase.store.loading import MANY_IDS, journal_column, load_parcels, zone_of

if TYPE_CHECKING:
    from landbase.rules import Rules
    from landbase.store.journals import Journal

__all__ = ["conflict_issues", "open_conflicts"]


def open_conflicts(
    connection: sa.Connection,
    *,
    rules: Rules,
    on: pd.Timestamp | None = None,
    before: str | None = None,
) -> pd.DataFrame:
    """Find the conflicts that no one has resolved.

    Parameters
    ----------
    connection
        An open connection.
    rules
        As for `find_conflicts`.
    on
        The day to judge by.
    before
        Only what was known before this moment, as stored.

    Returns
    -------
    conflicts
        As `find_conflicts` gives them.
    """
    lineage = _load(connection, LINEAGE, before)
    forks = _forked_parcels(connection, DECISIONS, before)
    ids = sorted(forks | set(lineage["parcel_id"]))
    steps = sorted(_forked_parcels(connection, MILESTONES, before))
    decisions = _load(connection, DECISIONS, before, ids)
    return find_conflicts(
        decisions,
        _load(connection, MILESTONES, before, steps),
        lineage,
        areas=_areas(connection, decisions, forks),
        rules=rules,
        on=on,
    )


def conflict_issues(
    connection: sa.Connection,
    *,
    source: str,
    rules: Rules,
) -> Issues:
    """Warn of conflicts that no one has resolved, one issue for each.

    Parameters
    ----------
    connection
        An open connection.
    source
        The file's name, for the issues.
    rules
        As for `find_conflicts`.

    Returns
    -------
    issues
        Warnings by parcel; `value` is the kind.
    """
    found = open_conflicts(connection, rules=rules)
    each = found.drop_duplicates("conflict")
    if each.empty:
        return Issues.none()
    records = found.groupby("conflict").size().to_numpy()
    return Issues.of(
        "open_conflict",
        source=source,
        parcel_id=each["parcel_id"],
        value=each["kind"],
        details={"count": records},
    )


def _areas(
    connection: sa.Connection, decisions: pd.DataFrame, forks: set[str]
) -> pd.Series:
    """Measure the parcels of which decisions in conflict state an area."""
    stated = decisions.loc[decisions["area_m2"].notna(), "parcel_id"]
    wanted = sorted(forks & set(stated))
    if not wanted:
        return pd.Series(dtype="float64")
    parcels = load_parcels(connection, ids=wanted)
    return ellipsoidal_area(parcels).set_axis(parcels["parcel_id"])


def _forked_parcels(
    connection: sa.Connection, journal: Journal, before: str | None
) -> set[str]:
    """Find parcels of which two did not know of each other's records.

    The first two such records name the same that they follow.
    """
    c = journal.table.c
    query = sa.select(c.parcel_id).distinct()
    if before is not None:
        query = query.where(c.known_at < before)
    same = (*(c[name] for name in journal.subject), sa.func.coalesce(c.follows, ""))
    query = query.group_by(*same).having(sa.func.count() > 1)
    return set(connection.execute(query).scalars())


def _load(
    connection: sa.Connection,
    journal: Journal,
    before: str | None,
    ids: list[str] | None = None,
) -> pd.DataFrame:
    """Read records in the order of recording, links by uid."""
    table = journal.table
    chain = ["follows"] if journal.subject else []
    names = [journal.key, "uid", *chain, *journal.content, "recorded_at"]
    query = sa.select(*(table.c[name] for name in names))
    if before is not None:
        query = query.where(table.c.known_at < before)
    if ids is not None and len(ids) <= MANY_IDS:
        query = query.where(table.c.parcel_id.in_(ids))
    rows = connection.execute(query.order_by(*journal.in_order())).fetchall()
    fetched = zip(*rows, strict=True) if rows else ((),) * len(names)
    types = {journal.key: "INTEGER", "recorded_at": "DATETIME", **journal.content}
    zone = zone_of(connection)
    columns = {
        name: journal_column(types.get(name, "TEXT"), values, zone)
        for name, values in zip(names, fetched, strict=True)
    }
    records = pd.DataFrame(columns).rename(columns={journal.key: "number"})
    uids = records.set_index("number")["uid"]
    for link in journal.links:
        records[link] = records[link].map(uids).astype("str")
    if ids is None or len(ids) <= MANY_IDS:
        return records
    return records[records["parcel_id"].isin(ids)].reset_index(drop=True)
