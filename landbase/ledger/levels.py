"""Check the three levels of a ledger: batch, parcel, supply."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.ledger.areas import last_digit
from landbase.texts import Text
from landbase.units import from_m2

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from landbase.clean.notes import Notes
    from landbase.ledger.areas import Area

__all__ = ["check_levels", "drop_repeats"]

_BATCH = ("batch_name", "approval_no")
_PARCEL = (*_BATCH, "parcel_id", "name")
_BATCH_AREAS = {"batch_area_m2", "batch_left_m2"}
_NOISE = 0.01  # m²; below any figure that a ledger prints


class _Side(NamedTuple):
    """One side of an equation: m² of each run of rows, its names, half a digit."""

    m2: pd.Series
    told: Text
    slack: float


def drop_repeats(
    frame: pd.DataFrame, areas: Mapping[str, Area], notes: Notes
) -> dict[str, Area]:
    """Leave out batch and parcel areas that are typed again on every supply row.

    Parameters
    ----------
    frame
        The ledger's columns of text, one row a supply.
    areas
        Our column → areas.
    notes
        Takes an issue for each area left out.

    Returns
    -------
    areas
        The same, each batch's and parcel's area standing once. A ledger without
        supplied areas has one level only and stays as it is.
    """
    if "supplied_area_m2" not in areas:
        return dict(areas)
    kept = dict(areas)
    runs = {True: _runs(frame, _BATCH), False: _runs(frame, _PARCEL)}
    for name, area in areas.items():
        if name == "supplied_area_m2":
            continue
        run = runs[name in _BATCH_AREAS]
        first = area.m2.groupby(run).transform("first")
        later = area.m2.notna().groupby(run).cumsum() > 1
        repeat = later & (area.m2 == first)
        shown = area.figures.astype("str").array
        notes.at("ledger_area_repeated", repeat, column=area.header, value=shown)
        kept[name] = area._replace(m2=area.m2.mask(repeat))
    return kept


def check_levels(frame: pd.DataFrame, areas: Mapping[str, Area], notes: Notes) -> None:
    """Check that what is left of each parcel and batch closes.

    Checked are, for each parcel: area − Σ supplied = left = Σ causes = Σ ways, and a
    deadline where something is left; for each batch: left = Σ left of its parcels.

    Parameters
    ----------
    frame
        The ledger's columns, one row a supply or a parcel.
    areas
        Our column → areas, each counted once; those of groups are named as
        ``cause.…`` and ``disposal_type.…``.
    notes
        Takes an issue for each equation that does not hold, on the first row of the
        parcel or batch.
    """
    run = _runs(frame, _PARCEL)
    left = _left(areas, run)
    if left is None:
        return
    if "parcel_left_m2" in areas:
        _compare(left, _unsupplied(areas, run), run, notes)
        _check_deadlines(frame, left.m2, run, notes)
    for kind in ("cause", "disposal_type"):
        names = [name for name in areas if name.startswith(f"{kind}.")]
        _compare(left, _sum(areas, names, run, f"sum_of_{kind}"), run, notes)
    if "batch_left_m2" in areas:
        batch = _runs(frame, _BATCH)
        whole = _sum(areas, ["batch_left_m2"], batch, "left_of_batch")
        parts = ("parcel_left_m2",) if "parcel_left_m2" in areas else ()
        _compare(whole, _sum(areas, parts, batch, "left_of_parcels"), batch, notes)


def _runs(frame: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Give each run of rows with the same keys a number; without keys, each row."""
    keys = frame[[name for name in names if name in frame]].astype("str").fillna("")
    if keys.empty:
        return pd.Series(np.arange(len(frame)), index=frame.index)
    return keys.ne(keys.shift()).any(axis=1).cumsum()


def _left(areas: Mapping[str, Area], run: pd.Series) -> _Side | None:
    """Tell what is left of each parcel: as the ledger says, or as follows from it."""
    if "parcel_left_m2" in areas:
        return _sum(areas, ["parcel_left_m2"], run, "left_of_parcel")
    return _unsupplied(areas, run)


def _unsupplied(areas: Mapping[str, Area], run: pd.Series) -> _Side | None:
    area = _sum(areas, ["declared_area_m2"], run, "area_of_parcel")
    supplied = _sum(areas, ["supplied_area_m2"], run, "area_supplied")
    if area is None or supplied is None:
        return area
    rest = area.m2 - supplied.m2.fillna(0.0)
    return _Side(rest, _told("area_less_supplied"), max(area.slack, supplied.slack))


def _told(key: str) -> Text:
    return Text(f"finding.ledger.{key}")


def _sum(
    areas: Mapping[str, Area], names: Sequence[str], run: pd.Series, key: str
) -> _Side | None:
    """Sum columns over runs of rows; None where the ledger has no such column."""
    chosen = [areas[name] for name in names if name in areas]
    if not chosen:
        return None
    rows = pd.concat([area.m2 for area in chosen], axis=1).sum(axis=1, min_count=1)
    slack = max(last_digit(area) for area in chosen)
    return _Side(rows.groupby(run).sum(min_count=1), _told(key), slack)


def _compare(
    left: _Side | None, right: _Side | None, run: pd.Series, notes: Notes
) -> None:
    """Report every run where two sides differ by half a digit of the coarser or more.

    Such sums are made to close, so that rounding is no excuse. A side without figures
    counts as 0.
    """
    if left is None or right is None:
        return
    off = (left.m2.fillna(0.0) - right.m2.fillna(0.0)).abs()
    wrong = off > max(left.slack, right.slack) + _NOISE
    where = ~run.duplicated() & run.map(wrong).astype(bool)
    notes.at(
        "ledger_left_differs",
        where,
        left_zh=left.told.zh,
        left_en=str(left.told),
        left=_in_mu(left.m2, run),
        right_zh=right.told.zh,
        right_en=str(right.told),
        right=_in_mu(right.m2, run),
        difference=_in_mu(off, run),
    )


def _check_deadlines(
    frame: pd.DataFrame, left: pd.Series, run: pd.Series, notes: Notes
) -> None:
    if "due" not in frame:
        return
    without = frame["due"].isna().groupby(run).all() & (left > _NOISE)
    where = ~run.duplicated() & run.map(without).astype(bool)
    notes.at("ledger_no_deadline", where, left=_in_mu(left, run))


def _in_mu(values: pd.Series, run: pd.Series) -> list[str]:
    mu = from_m2(values.fillna(0.0), "mu")
    return run.map(mu.map("{:.6g}".format)).to_list()
