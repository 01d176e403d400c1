"""Days that are none, at every door that takes one: refused before anything is done."""

# ruff: noqa: E501, DTZ001, PD011 - lines of days; days of no zone; values that were read

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import landbase as lb
from landbase.tables.cells import parse_dates, read_day
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Count
    from servers import Bases

NONE = [
    *("today", "明天", "今日", "2023", "2023-07", "2023年", "二〇二三年", "20230230", "2023-02-30"),
    *("9999-12-31", "1948-12-31", "2200-01-01", "-0001-01-01", "2023-13-01", "2023-00-10"),
    *("", "  ", "NaT", "nan", "45113", 45113, 45113.0, True, 0, -1, 1e300, float("inf")),
    *("07/06/2023", "6-7-2023", "2023-W27-4", "2023-187", "2023-07-06\0", "2023-07-06;--"),
    *("1１２３４", "②023-07-06", "2023-07-06T00:00:00+99:00", "2023-07-06T25:00"),
    *("2023-07-06 24:00:00", "2023-07-06 12:60", "2023-07-06 12:00:61", b"2023-07-06"),
    *(dt.date(9999, 12, 31), dt.date(1, 1, 1), pd.Timestamp("1900-01-01"), pd.NaT),
    *(pd.Timestamp("2262-04-11"), np.datetime64("2300-01-01"), object(), float("nan")),
]  # fmt: skip
# each with what it is, written in whatever way
DAYS = {
    "1949-01-01": ["1949-01-01", "19490101", "1949.1.1", "1949年1月1日"],
    "2199-12-31": ["2199-12-31", "２１９９－１２－３１", "2199/12/31", dt.date(2199, 12, 31)],
    "2023-07-06": [
        *("2023-07-06", "20230706", "２０２３年７月６日", "二〇二三年七月六日", "2023.7.6"),
        *("2023-07-06T23:59:59", "2023-07-06 00:00", "2023-07-06T12:00+08:00"),
        *(dt.datetime(2023, 7, 6, 23, 59), pd.Timestamp("2023-07-06 12:00")),
    ],
    "2024-02-29": ["2024-02-29", "20240229", "2024年2月29日"],
}  # fmt: skip
_PLAN = ("start_by_deadline",)


def _decisions(name: str, day: Any) -> pd.DataFrame:
    said: dict[str, Any] = {
        "parcel_id": ["T-1"], "disposal_type": [*_PLAN], "status": ["planned"],
        "effective": ["2023-07-05"],
    }  # fmt: skip
    return pd.DataFrame(said | {name: pd.Series([day], dtype=object)})


DOORS: dict[str, Callable[[lb.LandBase, Any], object]] = {
    "record": lambda base, day: base.record(
        "T-1", *_PLAN, status="planned", effective=day
    ),
    "record_many": lambda base, day: base.record_many(_decisions("effective", day)),
    "parcels": lambda base, day: base.parcels(on=day),
    "parcels known": lambda base, day: base.parcels(known=day),
    "decisions": lambda base, day: base.decisions(on=day),
    "decisions known": lambda base, day: base.decisions(known=day),
    "balance": lambda base, day: base.balance(on=day),
    "cases": lambda base, day: base.cases(on=day, known=day),
    "conflicts": lambda base, day: base.conflicts(on=day),
    "deadlines": lambda base, day: base.deadlines(on=day),
    "documents": lambda base, day: base.documents(known=day),
    "lineage": lambda base, day: base.lineage(known=day),
    "milestones": lambda base, day: base.milestones(on=day),
    "rules_on": lambda base, day: base.rules_on(day),
    "procedure": lambda base, day: base.start_procedure("T-1", on=day),
    "timeline": lambda base, day: lb.Timeline.of(base, on=day),
    "split": lambda base, day: base.split("T-1", make_parcels(2), effective=day),
}
# these know no day, and say so by nothing
MAY_BE_NONE = {
    "due": lambda base, day: base.record(
        "T-1", *_PLAN, status="planned", effective="2023-07-05", due=day
    ),
    "due of many": lambda base, day: base.record_many(_decisions("due", day)),
    "milestone": lambda base, day: base.set_milestone("T-1", "约谈", due=day),
    "done": lambda base, day: base.set_milestone(
        "T-1", "约谈", due="2023-08-01", done_on=day
    ),
}


@pytest.fixture
def base(base_factory: Bases) -> lb.LandBase:
    made = base_factory("日")
    parcels = make_parcels(12).query("category == 'idle'").head(1)
    made.add(parcels.assign(parcel_id="T-1"))
    return made


@pytest.mark.parametrize("name", [*DOORS, *MAY_BE_NONE])
def test_what_is_no_day_is_refused_at_every_door(
    base: lb.LandBase, name: str, count: Count
) -> None:
    for day in NONE:
        if (
            name in MAY_BE_NONE
            and not isinstance(day, (bytes, str))
            and (
                day is pd.NaT or day != day  # noqa: PLR0124 - no number
            )
        ):
            continue
        with pytest.raises(lb.LandbaseError):
            (DOORS | MAY_BE_NONE)[name](base, day)
        count("days that are none")
    assert base.decisions(superseded=True).empty
    assert not base.verify().count("error")


@pytest.mark.parametrize("day", NONE)
def test_a_sheet_is_not_made_on_a_day_that_is_none(day: Any) -> None:
    parcels = make_parcels(2)
    with pytest.raises(lb.DataError):
        lb.report_map(parcels, on="2023-07-06", title="图", made_on=day)
    with pytest.raises(lb.DataError):
        lb.parcel_sheet(parcels.head(1), made_on=day)
    with pytest.raises(lb.DataError):
        lb.parcel_sheet(parcels.head(1), on=day)


@pytest.mark.parametrize("wanted", DAYS)
def test_a_day_is_read_in_every_way_of_writing_it(wanted: str) -> None:
    given = DAYS[wanted]
    assert {str(read_day(day)) for day in given} == {wanted}
    read = parse_dates(pd.Series(given, dtype=object))
    assert set(read.values.dt.strftime("%Y-%m-%d")) == {wanted}
    assert not read.bad.any()


def test_a_time_that_no_clock_shows_makes_no_day() -> None:
    times = [
        "2023-07-06 25:00",
        "2023-07-06 24:00",
        "2023-07-06 12:60",
        "20230706 99:99",
    ]
    read = parse_dates(pd.Series(times))
    assert read.bad.all()
    assert parse_dates(pd.Series(["2023-07-06 23:59:60"])).values.notna().all()
