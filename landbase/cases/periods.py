"""What a week, a ten-day period (旬) or a month brought, with the parcels behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.cases.events import typed_days
from landbase.cases.progress import ALL, CITY, MISSING, disposed_areas
from landbase.rules.schema import column_named, require_columns
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    from landbase.store.base import LandBase

__all__ = ["compare_periods", "period_of", "period_report"]

Period: TypeAlias = Literal["week", "xun", "month"]

MEASURES = ("new", "decided", "disposed", "closed", "returned", "overdue")
# the mark of the statuses that a measure counts
_MARKS = {"decided": "planned", "closed": "accepted", "returned": "returned"}
_SECOND, _THIRD = 11, 21  # the first days of the second and third 旬
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, eq=False)
class PeriodReport:
    """What happened from one day to another, both included.

    Attributes
    ----------
    start, end
        The first and the last day.
    rows
        One row a parcel and measure: `measure`, `parcel_id`, `banner` (or what the
        report goes by), `category`, `day`, `area_m2`.
    by
        The column that parts the city.
    """

    start: dt.date
    end: dt.date
    rows: pd.DataFrame
    by: str = "banner"

    @property
    def table(self) -> pd.DataFrame:
        """Parcels and m² of each measure, by part and category; sums close."""
        rows = self.rows
        long = pd.concat([
            rows.assign(**{self.by: part, "category": category})
            for part in (rows[self.by], CITY)
            for category in (rows["category"], ALL)
        ])
        groups = long.groupby([self.by, "category", "measure"])
        summed = groups.agg(count=("parcel_id", "nunique"), m2=("area_m2", "sum"))
        columns = pd.MultiIndex.from_product([MEASURES, ["count", "m2"]])
        unstacked = pd.DataFrame(summed.unstack("measure"))
        wide = unstacked.swaplevel(axis=1).reindex(columns=columns).fillna(0.0)
        kinds = {c: "int64" if c[1] == "count" else "float64" for c in columns}
        parts = sorted({*wide.index.get_level_values(0)} - {CITY})
        return wide.reindex([*parts, CITY], level=0).astype(kinds)

    def parcels(
        self, measure: str, *, part: str | None = None, category: str | None = None
    ) -> pd.DataFrame:
        """Give the parcels behind a number."""
        if measure not in MEASURES:
            raise ValueError(f"measure must be one of {MEASURES}, not {measure!r}")
        keep = self.rows["measure"] == measure
        if part not in {None, CITY}:
            keep &= self.rows[self.by] == part
        if category not in {None, ALL}:
            keep &= self.rows["category"] == category
        return self.rows[keep].reset_index(drop=True)

    def _repr_html_(self) -> str:
        return f"<p>{self.start} — {self.end}</p>{self.table.to_html()}"


def period_of(day: dt.date | str, kind: Period) -> tuple[dt.date, dt.date]:
    """Give the first and last day of the week, ten-day period or month of a day.

    Raises
    ------
    ValueError
        The kind is not known, or `day` is not a day.

    Examples
    --------
    >>> [str(day) for day in period_of("2023-02-25", "xun")]
    ['2023-02-21', '2023-02-28']
    """
    if kind not in get_args(Period):
        raise ValueError(f"kind must be one of {get_args(Period)}, not {kind!r}")
    at = read_day(day)
    if kind == "week":
        start = at - at.weekday() * _DAY
        return start, start + 6 * _DAY
    first = at.replace(day=1)
    last = (first + 31 * _DAY).replace(day=1) - _DAY
    if kind == "month":
        return first, last
    starts = [n for n in (1, _SECOND, _THIRD) if n <= at.day]
    start = at.replace(day=starts[-1])
    return start, last if start.day == _THIRD else start + 9 * _DAY


def period_report(
    base: LandBase, start: dt.date | str, end: dt.date | str, *, by: str = "banner"
) -> PeriodReport:
    """Report what happened to the parcels of a land base in a period.

    New is what was added in the period (by the day of recording); decided, disposed,
    closed and returned go by the day a decision takes effect; disposed and closed
    count each area once, as `disposed_areas` does; overdue is what has passed its due
    day, and is not disposed of, on the last day.

    Parameters
    ----------
    base
        The land base.
    start, end
        First and last day, both included, such as `period_of` gives.
    by
        The column of the parcels that parts the city.

    Returns
    -------
    report
        Areas are of record (ellipsoidal); a decision about a part counts its own.

    Raises
    ------
    ValueError
        The days are not days, or the wrong way round.
    """
    first, last = read_day(start), read_day(end)
    if first > last:
        raise ValueError(f"the period ends ({last}) before it starts ({first})")
    parcels = base.parcels(on=last, ended=True)  # also those that ended since
    by = column_named(parcels, by)
    require_columns(parcels, by)
    facts = pd.DataFrame(
        {
            by: parcels[by].astype("str").fillna(MISSING).to_numpy(),
            "category": parcels["category"].to_numpy(),
            "whole_m2": ellipsoidal_area(parcels).to_numpy(),
        },
        index=pd.Index(parcels["parcel_id"], name="parcel_id"),
    )
    events = base.decisions(on=last)
    found = {"new": _new(base, first, last)}
    rules = base.rules
    for measure, mark in _MARKS.items():
        those = events[events["status"].isin(rules.marked(mark))]
        if measure == "closed":
            those = those.assign(area_m2=those["accepted_m2"])
        found[measure] = _within(those, first)
    counted = disposed_areas(events, on=last, rules=rules)
    found["disposed"] = _within(counted, first)
    late = base.deadlines(last, steps=False)
    late = late[late["deadline"] == "overdue"]
    found["overdue"] = pd.DataFrame({
        "parcel_id": late["parcel_id"],
        "day": late["due"],
    })
    return PeriodReport(first, last, _rows(found, facts, by), by)


def _new(base: LandBase, first: dt.date, last: dt.date) -> pd.DataFrame:
    after = base.parcels(known=last)["parcel_id"]
    before = set(base.parcels(known=first - _DAY)["parcel_id"])
    return pd.DataFrame({"parcel_id": after[~after.isin(before)]})


def _within(events: pd.DataFrame, first: dt.date) -> pd.DataFrame:
    recent = events[typed_days(events["effective"]) >= pd.Timestamp(first)]
    kept = recent[["parcel_id", "effective", "area_m2"]]
    return kept.rename(columns={"effective": "day"})


def _rows(found: dict[str, pd.DataFrame], facts: pd.DataFrame, by: str) -> pd.DataFrame:
    """Put all measures under each other, with what the parcels are."""
    names = ["measure", "parcel_id", by, "category", "day", "area_m2"]
    parts = [found[m].assign(measure=m) for m in MEASURES if len(found[m])]
    if not parts:
        return pd.DataFrame(columns=names).astype({"area_m2": "float64"})
    table = pd.concat(parts, ignore_index=True)
    table = table.reindex(columns=["measure", "parcel_id", "day", "area_m2"])
    table = table.join(facts, on="parcel_id")
    table["area_m2"] = table["area_m2"].astype("float64").fillna(table["whole_m2"])
    return table[names]


def compare_periods(earlier: PeriodReport, later: PeriodReport) -> pd.DataFrame:
    """Explain the difference between two periods parcel by parcel."""
    if earlier.by != later.by:
        raise ValueError(f"one report is by {earlier.by}, the other by {later.by}")
    keys = ["measure", "parcel_id", earlier.by, "category"]
    one, other = (
        report.rows.groupby(keys, dropna=False)["area_m2"].sum()
        for report in (earlier, later)
    )
    both = pd.concat([one, other], axis=1, keys=["earlier_m2", "later_m2"])
    there = both.notna()
    change = np.select(
        [~there["earlier_m2"], ~there["later_m2"]], ["appeared", "gone"], "area"
    )
    table = both.fillna(0.0).assign(
        delta_m2=lambda t: t["later_m2"] - t["earlier_m2"], change=change
    )
    same = (table["change"] == "area") & (table["delta_m2"] == 0)
    return table[~same].sort_index().reset_index()
