"""Reminder lists and period reports, with the parcels behind every number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from landbase.area import ellipsoidal_area
from landbase.cases.periods import compare_periods, period_of, period_report
from landbase.cases.progress import progress, reminders
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


class Clock:
    """A clock that is set by hand."""

    now = dt.datetime(2023, 3, 1, 4, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def base(work: Path) -> LandBase:
    clock = Clock()
    parcels = make_parcels(8, seed=5)
    parcels = parcels.drop(columns=["status", "disposal_type"], errors="ignore")
    parcels = parcels.assign(category="idle", cause=None)
    parcels = parcels.assign(actual_start=pd.Timestamp("2020-01-01"))
    kept = LandBase.open(work / "库.gpkg", clock=clock)
    kept.add(parcels.head(5))
    clock.now = dt.datetime(2023, 3, 15, 4, tzinfo=dt.UTC)
    kept.add(parcels)
    a, b, c = parcels["parcel_id"].head(3)
    for name in (a, b, c):
        kept.record(
            name,
            "start_by_deadline",
            status="planned",
            effective="2023-03-02",
            due="2023-03-12",
        )
    kept.record(a, "start_by_deadline", status="in_progress", effective="2023-03-04")
    kept.record(a, "start_by_deadline", status="disposed", effective="2023-03-05")
    kept.record(b, "start_by_deadline", status="in_progress", effective="2023-03-06")
    kept.record(b, "start_by_deadline", status="disposed", effective="2023-03-13")
    kept.record(
        a,
        "start_by_deadline",
        status="closed",
        effective="2023-03-14",
        document="示例〔2023〕1号",
    )
    return kept


def counts(base: LandBase, start: str, end: str) -> dict[str, int]:
    table = period_report(base, start, end).table
    row = table.loc[("city", "all")]
    return {m: int(row[(m, "count")]) for m in table.columns.get_level_values(0)}


def test_two_ten_day_periods(base: LandBase) -> None:
    first = counts(base, *map(str, period_of("2023-03-07", "xun")))
    assert first == {
        "new": 5, "decided": 3, "disposed": 1, "closed": 0, "returned": 0, "overdue": 0
    }  # fmt: skip
    second = counts(base, *map(str, period_of("2023-03-20", "xun")))
    assert second == {
        "new": 3, "decided": 0, "disposed": 1, "closed": 1, "returned": 0, "overdue": 1
    }  # fmt: skip


def test_the_parcels_behind_a_number_sum_to_it(base: LandBase) -> None:
    report = period_report(base, "2023-03-01", "2023-03-31")
    table = report.table
    for measure in ("new", "disposed", "overdue"):
        for part, category in table.index:
            rows = report.parcels(measure, part=part, category=category)
            cell = table.loc[(part, category), measure]
            assert rows["area_m2"].sum() == pytest.approx(cell["m2"])
            assert rows["parcel_id"].nunique() == cell["count"]
    whole = ellipsoidal_area(base.parcels()).sum()
    assert table.loc[("city", "all"), ("new", "m2")] == pytest.approx(whole)
    with pytest.raises(ValueError, match="measure"):
        report.parcels("sold")


def test_the_difference_between_periods_is_explained_by_parcels(base: LandBase) -> None:
    one = period_report(base, "2023-03-01", "2023-03-10")
    two = period_report(base, "2023-03-11", "2023-03-20")
    difference = compare_periods(one, two)
    city = [report.table.loc[("city", "all")] for report in (one, two)]
    for measure, rows in difference.groupby("measure"):
        delta = city[1][(measure, "m2")] - city[0][(measure, "m2")]
        assert rows["delta_m2"].sum() == pytest.approx(delta)
    assert set(difference["change"]) == {"appeared", "gone"}
    assert compare_periods(one, one).empty


def test_an_empty_period_and_a_wrong_one(base: LandBase) -> None:
    assert period_report(base, "2022-01-01", "2022-01-31").rows.empty
    with pytest.raises(ValueError, match="before it starts"):
        period_report(base, "2023-02-01", "2023-01-01")


@pytest.mark.parametrize(
    ("day", "kind", "span"),
    [
        ("2023-07-06", "week", ("2023-07-03", "2023-07-09")),
        ("2023-07-06", "xun", ("2023-07-01", "2023-07-10")),
        ("2024-02-29", "xun", ("2024-02-21", "2024-02-29")),
        ("2023-12-20", "xun", ("2023-12-11", "2023-12-20")),
        ("2023-12-31", "month", ("2023-12-01", "2023-12-31")),
    ],
)
def test_periods(day: str, kind: str, span: tuple[str, str]) -> None:
    assert tuple(map(str, period_of(day, kind))) == span  # type: ignore[arg-type] # from the list above


def test_an_unknown_kind_of_period_is_refused() -> None:
    with pytest.raises(ValueError, match="xun"):
        period_of("2023-07-06", "fortnight")  # type: ignore[arg-type] # what is tested


def test_reminders_name_those_behind_the_furthest_first() -> None:
    events = pd.DataFrame({
        "parcel_id": ["A", "B"],
        "category": "idle",
        "banner": ["150602", "150621"],
        "status": "disposed",
        "effective": pd.to_datetime(["2023-02-01", "2023-02-01"]),
        "area_m2": [9000.0, 2000.0],
    })
    tasks = pd.DataFrame({
        "year": 2023,
        "banner": ["150602", "150621", "150622"],
        "category": "idle",
        "area": 1.0,
        "unit": "ha",
    })
    table = progress(events, tasks, year=2023, on="2023-07-06")
    behind = reminders(table)
    names = behind.xs("idle", level="category").index.tolist()
    assert names == ["150622", "150621"]
    assert reminders(table, threshold=0.95).xs("idle", level="category").shape[0] == 3
    assert reminders(table, threshold=0.0).empty
