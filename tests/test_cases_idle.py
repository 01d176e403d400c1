"""The idle-land test of article 2: both limbs, boundary days, what is missing."""

from __future__ import annotations

import datetime as dt

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from landbase.cases.idle import end_of_year_after, idle_test, limb_on

NAMES = (
    "agreed_start",
    "actual_start",
    "stopped_on",
    "new_agreed_start",
    "handed_over",
)
RATIOS = ("developed_ratio", "invested_ratio")


def verdict(on: str, **facts: object) -> dict[str, object]:
    row = {name: facts.get(name) for name in (*NAMES, *RATIOS)}
    parcels = pd.DataFrame([row]).astype({
        **dict.fromkeys(NAMES, "datetime64[s]"),
        **dict.fromkeys(RATIOS, "float64"),
    })
    if "category" in facts:
        parcels["category"] = facts["category"]
    before = parcels.copy()
    result = idle_test(parcels, on=on)
    pd.testing.assert_frame_equal(parcels, before)
    return {k: None if pd.isna(v) else v for k, v in result.iloc[0].items()}


@pytest.mark.parametrize(
    ("agreed", "anniversary"),
    [
        ("2021-03-01", "2022-03-01"),
        ("2020-02-29", "2021-02-28"),
        ("2019-02-28", "2020-02-28"),
        ("2023-02-28", "2024-02-28"),
        ("2020-12-31", "2021-12-31"),
    ],
)
def test_the_anniversary_itself_is_still_within_the_year(
    agreed: str, anniversary: str
) -> None:
    facts = {"agreed_start": agreed, "developed_ratio": 0.0}
    assert verdict(anniversary, **facts)["verdict"] == "not_idle"
    next_day = str(dt.date.fromisoformat(anniversary) + dt.timedelta(days=1))
    found = verdict(next_day, **facts)
    assert found["verdict"] == "idle"
    assert found["limb"] == "not_started"
    assert found["days_over"] == 1
    assert found["year_ended"] == pd.Timestamp(anniversary)
    assert found["missing"] is None


@pytest.mark.parametrize(
    ("facts", "expected", "missing"),
    [
        ({"agreed_start": "2020-01-01"}, "cannot_tell", "actual_start"),
        # money spent is no start, and no proof that there was none (article 30)
        (
            {"agreed_start": "2020-01-01", "invested_ratio": 0.01},
            "cannot_tell",
            "actual_start",
        ),
        (
            {
                "agreed_start": "2020-01-01",
                "invested_ratio": 0.9,
                "developed_ratio": 0.0,
            },
            "idle",
            None,
        ),
        ({"handed_over": "2020-01-01", "developed_ratio": 0.0}, "idle", None),
        ({"handed_over": "2020-01-01"}, "cannot_tell", "actual_start"),
        (
            {"agreed_start": "2020-01-01", "actual_start": "2020-06-01"},
            "cannot_tell",
            "stopped_on, developed_ratio, invested_ratio",
        ),
        ({"agreed_start": "2020-01-01", "actual_start": "2024-01-01"}, "idle", None),
        ({"agreed_start": "2023-01-01"}, "not_idle", None),
        ({}, "cannot_tell", "agreed_start, actual_start"),
        (
            {
                "actual_start": "2020-06-01",
                "developed_ratio": 0.5,
                "invested_ratio": 0.5,
            },
            "not_idle",
            None,
        ),
        (
            {
                "actual_start": "2020-06-01",
                "stopped_on": "2021-01-01",
                "developed_ratio": 0.3,
            },
            "idle",
            None,
        ),
        (
            {
                "actual_start": "2020-06-01",
                "stopped_on": "2021-01-01",
                "invested_ratio": 0.2,
            },
            "idle",
            None,
        ),
        (
            {"stopped_on": "2021-01-01", "developed_ratio": 0.5, "invested_ratio": 0.2},
            "idle",
            None,
        ),
        (
            {
                "stopped_on": "2021-01-01",
                "developed_ratio": 1 / 3,
                "invested_ratio": 0.25,
            },
            "not_idle",
            None,
        ),
        ({"stopped_on": "2021-01-01"}, "suspected", "developed_ratio, invested_ratio"),
        (
            {"stopped_on": "2021-01-01", "developed_ratio": 0.9},
            "suspected",
            "invested_ratio",
        ),
        ({"stopped_on": "2023-01-01", "developed_ratio": 0.1}, "not_idle", None),
        (
            {
                "actual_start": "2020-06-01",
                "stopped_on": "2024-01-01",
                "developed_ratio": 0.1,
            },
            "not_idle",
            None,
        ),
        (
            {"agreed_start": "2020-01-01", "developed_ratio": 0.1},
            "cannot_tell",
            "stopped_on",
        ),
        (
            {
                "agreed_start": "2020-01-01",
                "developed_ratio": 0.0,
                "category": "approved_unsupplied",
            },
            "not_idle",
            None,
        ),
    ],
)
def test_every_case_says_what_it_is_and_what_is_missing(
    facts: dict[str, object], expected: str, missing: str | None
) -> None:
    found = verdict("2023-07-06", **facts)
    assert found["verdict"] == expected
    assert found["missing"] == missing


@pytest.mark.parametrize(
    ("facts", "anniversary"),
    [
        # article 12 ¶2: the newly agreed start, not the one before
        (
            {"agreed_start": "2018-01-01", "new_agreed_start": "2021-05-10"},
            "2022-05-10",
        ),
        # article 22: a year after the hand-over stands for the agreed start
        ({"handed_over": "2020-05-10"}, "2022-05-10"),
        ({"handed_over": "2020-02-29"}, "2022-02-28"),
        # the contract goes before the hand-over
        ({"agreed_start": "2021-05-10", "handed_over": "2015-01-01"}, "2022-05-10"),
    ],
)
def test_the_year_counts_from_the_start_that_holds(
    facts: dict[str, object], anniversary: str
) -> None:
    facts = {**facts, "developed_ratio": 0.0}
    assert verdict(anniversary, **facts)["verdict"] == "not_idle"
    next_day = str(dt.date.fromisoformat(anniversary) + dt.timedelta(days=1))
    found = verdict(next_day, **facts)
    assert (found["verdict"], found["days_over"]) == ("idle", 1)
    assert found["year_ended"] == pd.Timestamp(anniversary)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2023-05-10", "not_idle"), ("2023-05-11", "idle")],
)
def test_land_that_was_stopped_has_the_year_after_a_new_start(
    on: str, expected: str
) -> None:
    facts = {
        "agreed_start": "2016-01-01",
        "actual_start": "2017-01-01",
        "stopped_on": "2018-01-01",
        "developed_ratio": 0.1,
        "new_agreed_start": "2022-05-10",
    }
    found = verdict(on, **facts)
    assert found["verdict"] == expected
    assert found["limb"] == (None if expected == "not_idle" else "stopped")


def test_the_limb_is_known_before_the_year_is_over() -> None:
    parcels = pd.DataFrame({
        "agreed_start": pd.to_datetime(["2023-01-01"] * 4),
        "actual_start": pd.to_datetime(["2023-02-01", None, None, "2024-01-01"]),
        "developed_ratio": [None, 0.0, None, None],
        "invested_ratio": [None, None, 0.5, None],
    })
    limb = limb_on(parcels, pd.Series(pd.Timestamp("2023-07-06"), index=parcels.index))
    assert limb.fillna("?").tolist() == ["stopped", "not_started", "?", "not_started"]


def test_an_empty_table_and_absent_columns() -> None:
    assert idle_test(pd.DataFrame({"parcel_id": []}), on="2023-07-06").empty
    only = idle_test(pd.DataFrame({"parcel_id": ["A"]}, index=[7]), on="2023-07-06")
    assert only["verdict"].to_dict() == {7: "cannot_tell"}


def test_days_over_count_from_the_end_of_the_year() -> None:
    found = verdict("2023-07-06", agreed_start="2021-07-06", developed_ratio=0.0)
    assert found["days_over"] == 365


@settings(max_examples=100, deadline=None)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(1, 3))
def test_a_year_after_is_what_the_calendar_says(day: dt.date, years: int) -> None:
    try:
        expected = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        expected = dt.date(day.year + years, 2, 28)
    days = pd.Series(pd.to_datetime([day]))
    assert end_of_year_after(days, years=years).iloc[0].date() == expected


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from([None, "2019-05-01", "2022-07-06", "2024-01-01"]),
        min_size=3,
        max_size=3,
    ),
    st.lists(st.sampled_from([None, 0.0, 0.2, 0.3, 0.9]), min_size=2, max_size=2),
)
def test_idle_once_idle_later_unless_something_happens(
    dates: list[str | None], ratios: list[float | None]
) -> None:
    """Without a later event, more time never makes idle land less idle."""
    facts = {
        **dict(zip(NAMES[:3], dates, strict=True)),
        **dict(zip(RATIOS, ratios, strict=True)),
    }
    if verdict("2025-06-01", **facts)["verdict"] == "idle":
        assert verdict("2026-06-01", **facts)["verdict"] == "idle"
    assert (verdict("2025-06-01", **facts)["limb"] is None) == (
        verdict("2025-06-01", **facts)["verdict"] in {"not_idle", "cannot_tell"}
    )
