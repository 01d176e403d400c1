"""剩余 = Σ 方式: the identity of a ledger, over recorded events."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import given, settings

from landbase.cases.deadlines import area_balance
from landbase.cases.fold import fold

AREAS = pd.Series({"A": 10_000.0, "B": 500.0})
COLUMNS = ("disposal_type", "status", "area_m2")


def balance(*rows: tuple[str, str, float | None]) -> dict[str, Any]:
    events = pd.DataFrame(list(rows), columns=list(COLUMNS)).astype({
        "area_m2": "float64"
    })
    events["parcel_id"] = "A"
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(range(len(rows)), unit="D")
    events["effective"] = days.astype("datetime64[s]")
    before = events.copy()
    found = area_balance(fold(events, parcels=pd.DataFrame({"area_m2": AREAS})))
    pd.testing.assert_frame_equal(events, before)
    assert list(found.index) == ["A", "B"]
    assert found.loc["B", "remaining_m2"] == 500.0
    assert not found.loc["B", "balanced"]
    return dict(found.loc["A"])


@pytest.mark.parametrize(
    ("rows", "disposed", "planned", "balanced"),
    [
        ([], 0, 0, False),
        ([("interview", "planned", None)], 0, 10_000, True),
        ([("interview", "planned", 10_000)], 0, 10_000, True),
        ([("interview", "planned", 4_000)], 0, 4_000, False),
        (
            [("interview", "planned", 4_000), ("free_reclaim", "planned", 6_000)],
            0,
            10_000,
            True,
        ),
        (
            [("interview", "planned", 4_000), ("free_reclaim", "planned", 7_000)],
            0,
            11_000,
            False,
        ),
        (
            [("interview", "planned", 4_000), ("free_reclaim", "planned", None)],
            0,
            10_000,
            True,
        ),
        ([("free_reclaim", "disposed", 10_000)], 10_000, 0, True),
        (
            [("free_reclaim", "disposed", 4_000), ("interview", "planned", 6_000)],
            4_000,
            6_000,
            True,
        ),
        (
            [("free_reclaim", "disposed", 4_000), ("free_reclaim", "closed", 4_000)],
            4_000,
            0,
            False,
        ),
        (
            [
                ("free_reclaim", "disposed", 10_000),
                ("free_reclaim", "returned", 10_000),
            ],
            0,
            10_000,
            True,
        ),
        ([("interview", "planned", 9_995)], 0, 9_995, True),
    ],
)
def test_what_is_left_is_what_the_ways_are_for(
    rows: list[tuple[str, str, float | None]],
    disposed: float,
    planned: float,
    *,
    balanced: bool,
) -> None:
    found = balance(*rows)
    assert found["disposed_m2"] == disposed
    assert found["planned_m2"] == planned
    assert found["balanced"] == balanced


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["interview", "free_reclaim", "transfer_or_cooperate"]),
            st.sampled_from([
                "planned",
                "in_progress",
                "disposed",
                "closed",
                "returned",
            ]),
            st.one_of(st.none(), st.floats(1, 10_000)),
        ),
        max_size=6,
    )
)
def test_the_sides_always_add_up(rows: list[tuple[str, str, float | None]]) -> None:
    found = balance(*rows)
    assert found["disposed_m2"] + found["remaining_m2"] == pytest.approx(10_000)
    assert found["planned_m2"] + found["unplanned_m2"] == pytest.approx(
        found["remaining_m2"]
    )
