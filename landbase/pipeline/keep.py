"""Bring the decisions of a ledger into a land base, as often as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.errors import LedgerError
from landbase.issues import Issues
from landbase.ledger.ids import match_ids

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from landbase.store import LandBase

__all__ = ["not_in_files", "not_yet_recorded", "record_ledger"]

_SAME = ["parcel_id", "disposal_type", "status", "effective", "document"]


def record_ledger(base: LandBase, decisions: pd.DataFrame) -> Issues:
    """Record the decisions of a ledger that the land base does not have yet.

    Parcels of which a decision does not fit are left out with all their decisions, so
    that no parcel ends up with half a past; the others are recorded.

    Parameters
    ----------
    base
        A land base with the parcels.
    decisions
        As `landbase.ledger_decisions` gives them, with ids as the ledger writes them.
        Decisions of parcels that the base does not have are left out. Not changed.

    Returns
    -------
    issues
        Why decisions were left out.

    Raises
    ------
    LedgerError
        The decisions do not fit, for a reason that is not in single rows.
    """
    known = match_ids(base.parcels()["parcel_id"], decisions["parcel_id"].dropna())
    ours = {theirs: mine for mine, theirs in known.pairs.items()}
    found = decisions.assign(parcel_id=decisions["parcel_id"].map(ours).astype("str"))
    new = not_yet_recorded(
        found[found["parcel_id"].notna()], base.decisions(superseded=True)
    )
    try:
        base.record_many(new)
    except LedgerError as error:
        if error.issues is None:
            raise
        at_fault = new["source_row"].isin(error.issues.table["source_row"])
        parcels = new.loc[at_fault, "parcel_id"]
        base.record_many(new[~new["parcel_id"].isin(parcels)])
        return error.issues
    return Issues.none()


def not_in_files(kept: pd.DataFrame, read: pd.DataFrame, *, base: Path) -> Issues:
    """Report parcels that an earlier run left in the land base, and that count still.

    Parameters
    ----------
    kept
        The parcels of the land base.
    read
        The parcels of this run's files.
    base
        The land base, for the message.

    Returns
    -------
    issues
        A warning for each.
    """
    left = kept.loc[~kept["parcel_id"].isin(read["parcel_id"]), "parcel_id"]
    if left.empty:
        return Issues.none()
    return Issues.of("base_parcel_not_read", source=base.name, parcel_id=left)


def not_yet_recorded(decisions: pd.DataFrame, recorded: pd.DataFrame) -> pd.DataFrame:
    """Keep the decisions that are not among those recorded.

    Two are the same when parcel, way, status, day and document are; of several that
    are alike, as many are kept as are not recorded.

    Parameters
    ----------
    decisions
        Not changed.
    recorded
        As `LandBase.decisions` gives them, corrected ones included.

    Returns
    -------
    new
        Rows of `decisions`, in their order, on a plain index.
    """
    left, right = _numbered(decisions), _numbered(recorded)
    there = left.merge(right, how="left", indicator=True)["_merge"] == "both"
    return decisions[~there.to_numpy()].reset_index(drop=True)


def _numbered(events: pd.DataFrame) -> pd.DataFrame:
    """Give what tells events apart, and the how-manieth of its like each is."""
    keys = events[_SAME].astype({"effective": "datetime64[s]"})
    texts = [name for name in _SAME if name != "effective"]
    keys = keys.astype(dict.fromkeys(texts, "str")).fillna(dict.fromkeys(texts, ""))
    return keys.assign(nth=keys.groupby(_SAME, dropna=False).cumcount().to_numpy())
