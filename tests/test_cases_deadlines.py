"""What is overdue and what falls due soon, on any day."""

from __future__ import annotations

import pandas as pd

from landbase.cases.deadlines import find_deadlines, find_idle_soon
from landbase.cases.fold import fold


def deadlines(
    on: str, *rows: tuple[object, ...], within_days: int = 30
) -> dict[str, object]:
    names = ("parcel_id", "status", "effective", "due", "by")
    events = pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows]).assign(
        disposal_type="free_reclaim",
        document=None,
        exception=None,
    )
    for name in ("effective", "due"):
        events[name] = pd.to_datetime(events[name]).astype("datetime64[s]")
    before = events.copy()
    facts = pd.DataFrame({"category": "idle", "banner": "150602"}, index=["A", "B"])
    found = find_deadlines(fold(events, on=on), facts, within_days=within_days)
    pd.testing.assert_frame_equal(events, before)
    return dict(
        zip(
            found["parcel_id"],
            zip(found["deadline"], found["days_left"], found["by"], strict=True),
            strict=True,
        )
    )


PLAN = ("A", "planned", "2023-01-01", "2023-07-06", "张三")


def test_the_due_day_itself_is_not_overdue() -> None:
    assert deadlines("2023-07-06", PLAN) == {"A": ("due_soon", 0, "张三")}
    assert deadlines("2023-07-07", PLAN) == {"A": ("overdue", -1, "张三")}
    assert deadlines("2023-06-06", PLAN) == {"A": ("due_soon", 30, "张三")}
    assert deadlines("2023-06-05", PLAN) == {"A": ("later", 31, "张三")}
    assert deadlines("2023-06-05", PLAN, within_days=31) == {
        "A": ("due_soon", 31, "张三")
    }


def test_a_day_set_by_a_plan_holds_until_it_is_disposed_of() -> None:
    begun = ("A", "in_progress", "2023-02-01", None, None)
    done = ("A", "disposed", "2023-03-01", None, None)
    back = ("A", "returned", "2023-04-01", "2023-12-31", "李四")
    assert deadlines("2023-08-01", PLAN, begun)["A"] == ("overdue", -26, "张三")
    assert deadlines("2023-08-01", PLAN, begun, done) == {}
    assert deadlines("2023-02-15", PLAN, begun, done)["A"] == ("later", 141, "张三")
    assert deadlines("2023-12-01", PLAN, begun, done, back)["A"] == (
        "due_soon",
        30,
        "李四",
    )


def test_soonest_first() -> None:
    later = ("B", "planned", "2023-01-01", "2023-07-20", None)
    assert list(deadlines("2023-07-06", later, PLAN)) == ["A", "B"]
    none = ("C", "planned", "2023-01-01", None, None)
    assert deadlines("2023-07-06", none) == {}


def test_what_becomes_idle_is_told_before_it_does() -> None:
    """An agreed start of 2022-08-01: the year ends 2023-08-01, idle from the 2nd."""
    parcels = pd.DataFrame({
        "parcel_id": ["动工", "停工", "早已", "未供"],
        "category": ["idle", "idle", "idle", "approved_unsupplied"],
        "agreed_start": pd.to_datetime([
            "2022-08-01",
            None,
            "2020-01-01",
            "2022-08-01",
        ]),
        "actual_start": pd.to_datetime([None, "2021-01-01", None, None]),
        "stopped_on": pd.to_datetime([None, "2022-08-01", None, None]),
        "developed_ratio": [0.0, 0.2, 0.0, 0.0],
    })

    def told(on: str, within: int) -> list[tuple[str, int]]:
        soon = find_idle_soon(parcels, on=on, within_days=within)
        assert (soon["due"] == pd.Timestamp("2023-08-01")).all()
        return list(zip(soon["parcel_id"], soon["days_left"], strict=True))

    assert told("2023-07-02", 30) == [("动工", 30), ("停工", 30)]
    assert told("2023-07-01", 30) == []
    assert told("2023-08-01", 0) == [("动工", 0), ("停工", 0)]
    assert told("2023-08-02", 365) == []  # they are idle by now
