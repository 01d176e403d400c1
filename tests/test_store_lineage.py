"""Splits, mergers and adjustments: areas close, ids lead on, history follows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from landbase.area import ellipsoidal_area
from landbase.errors import DataError, LedgerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servers import Bases

    from landbase.issues import Issues
    from landbase.store.base import LandBase


def frame(boxes: dict[str, tuple[float, ...]], **more: object) -> gpd.GeoDataFrame:
    """Make parcels of boxes in hundreds of metres, in zone 37."""
    shapes = [
        shapely.box(
            *(
                37_500_000 + 100 * x if i % 2 == 0 else 4_400_000 + 100 * x
                for i, x in enumerate(box)
            )
        )
        for box in boxes.values()
    ]
    columns = {"parcel_id": list(boxes), **more}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4525")


@pytest.fixture
def base(base_factory: Bases) -> LandBase:
    moment = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    base = base_factory("土地库", clock=lambda: moment)
    whole = frame({"A": (0, 0, 2, 1), "B": (2, 0, 3, 1)})
    said = {"category": "idle", "banner": "150602", "holder": "甲公司"}
    base.add(whole.assign(**said, declared_area_m2=[20_000.0, 10_000.0]))
    return base


HALVES = {"A-1": (0, 0, 1, 1), "A-2": (1, 0, 2, 1)}


def ids(base: LandBase, on: str | None = None) -> list[str]:
    return base.parcels(on)["parcel_id"].tolist()


def codes(error: pytest.ExceptionInfo[DataError]) -> list[str]:
    issues: Issues | None = error.value.issues
    assert issues is not None
    return issues.table["code"].tolist()


def test_a_split_ends_a_parcel_and_begins_others(base: LandBase) -> None:
    before = ellipsoidal_area(base.parcels()).sum()
    base.split(
        "A", frame(HALVES), effective="2023-06-01", document="准自然资〔2023〕1号"
    )
    assert ids(base) == ["B", "A-1", "A-2"]
    assert ids(base, "2023-05-31") == ["A", "B"]
    assert ids(base, "2023-06-01") == ["B", "A-1", "A-2"]
    assert ellipsoidal_area(base.parcels()).sum() == pytest.approx(before, abs=0.01)
    assert base.parcels(ended=True)["parcel_id"].tolist() == ["A", "B", "A-1", "A-2"]
    child = base.parcels().set_index("parcel_id").loc["A-1"]
    assert (child["holder"], child["category"]) == ("甲公司", "idle")
    # a declared area is never taken over
    assert child.isna()["declared_area_m2"]
    assert base.verify().count("error") == 0


def test_ids_lead_on_through_generations(base: LandBase) -> None:
    base.split("A", frame(HALVES), effective="2023-06-01")
    base.merge(["A-2", "B"], frame({"C": (1, 0, 3, 1)}), effective="2023-07-01")
    assert base.successors("A") == ["A-1", "C"]
    assert base.successors("B") == ["C"]
    assert base.successors("C") == ["C"]
    with pytest.raises(LedgerError, match="never was"):
        base.successors("Z")
    assert base.lineage()["kind"].tolist() == ["split"] * 3 + ["merge"] * 3
    assert base.lineage().groupby("role")["area_m2"].sum().diff().abs().max() < 0.01


def test_history_follows_and_says_what_became(base: LandBase) -> None:
    base.record("A", "start_by_deadline", status="planned", effective="2023-03-01")
    base.split("A", frame(HALVES), effective="2023-06-01", reason="部分开工")
    base.record(
        "A-1", "start_by_deadline", status="in_progress", effective="2023-07-01"
    )
    life = base.history("A-1")
    assert life["kind"].tolist() == [
        *("registered", "registered", "decision", "split", "decision"),
    ]
    assert life.loc[life["kind"] == "split", "changed"].tolist() == ["A → A-1、A-2"]
    assert set(life["parcel_id"]) == {"A", "A-1"}
    assert base.history("A")["kind"].tolist() == ["registered", "decision", "split"]


def test_the_state_of_the_parent_goes_on(base: LandBase) -> None:
    plan = {"status": "planned", "effective": "2023-03-01", "due": "2023-07-20"}
    base.record("A", "start_by_deadline", by="张三", **plan)
    base.split("A", frame(HALVES), effective="2023-06-01")
    now = base.parcels().set_index("parcel_id")
    assert now.loc[["A-1", "A-2"], "status"].tolist() == ["planned", "planned"]
    assert now.loc["B", "status"] == "registered"
    due = base.deadlines("2023-07-06")
    assert due["parcel_id"].tolist() == ["A-1", "A-2"]
    assert base.deadlines("2023-05-01")["parcel_id"].tolist() == ["A"]


def test_a_parcel_disposed_of_in_part_asks_for_the_state(base: LandBase) -> None:
    done = {"status": "disposed", "effective": "2023-03-01", "area_m2": 10_000.0}
    base.record("A", "free_reclaim", **done)
    with pytest.raises(LedgerError) as caught:
        base.split("A", frame(HALVES), effective="2023-06-01")
    assert codes(caught) == ["lineage_state_unclear"]
    told = frame(HALVES, status=["disposed", "registered"])
    base.split("A", told, effective="2023-06-01")
    now = base.parcels().set_index("parcel_id")
    assert now.loc[["A-1", "A-2"], "status"].tolist() == ["disposed", "registered"]


@pytest.mark.parametrize(
    ("parents", "kind", "boxes", "expected"),
    [
        (["A"], "split", {"A-1": (0, 0, 2, 1)}, ["lineage_count"]),
        (["A"], "merge", {"A-1": (0, 0, 2, 1)}, ["lineage_count"]),
        (["Z"], "split", HALVES, ["event_unknown_parcel"]),
        (["A", "A"], "adjust", HALVES, ["lineage_parent_twice"]),
        (["A"], "split", {"B": (0, 0, 1, 1), "A-2": (1, 0, 2, 1)}, ["lineage_id_used"]),
        (
            ["A"],
            "split",
            {"A-1": (0, 0, 1, 1), "A-2": (1, 0, 1.5, 1)},
            ["lineage_area_open", "lineage_place"],
        ),
        # the area closes, but it is other land
        (["A"], "split", {"A-1": (0, 0, 1, 1), "A-2": (5, 0, 6, 1)}, ["lineage_place"]),
    ],
)
def test_what_does_not_fit_is_refused(
    base: LandBase,
    parents: Sequence[str],
    kind: str,
    boxes: dict[str, tuple[float, ...]],
    expected: list[str],
) -> None:
    verbs = {
        "split": lambda: base.split(parents[0], frame(boxes), effective="2023-06-01"),
        "merge": lambda: base.merge(parents, frame(boxes), effective="2023-06-01"),
        "adjust": lambda: base.adjust(parents, frame(boxes), effective="2023-06-01"),
    }
    with pytest.raises(LedgerError) as caught:
        verbs[kind]()
    assert codes(caught) == expected
    assert ids(base) == ["A", "B"]
    assert base.lineage().empty


def test_areas_may_stay_open_with_a_stated_reason(base: LandBase) -> None:
    short = {"A-1": (0, 0, 1, 1), "A-2": (1, 0, 1.5, 1)}
    base.split("A", frame(short), effective="2023-06-01", exception="部分划入道路红线")
    assert set(base.lineage()["exception"]) == {"部分划入道路红线"}


def test_an_adjustment_moves_a_line_between_neighbours(base: LandBase) -> None:
    moved = {"A-1": (0, 0, 1.5, 1), "B-1": (1.5, 0, 3, 1)}
    base.adjust(["A", "B"], frame(moved), effective="2023-06-01")
    assert ids(base) == ["A-1", "B-1"]
    areas = ellipsoidal_area(base.parcels())
    assert areas.round(-2).tolist() == [15_000.0, 15_000.0]


def test_an_ended_parcel_takes_no_later_decision(base: LandBase) -> None:
    base.split("A", frame(HALVES), effective="2023-06-01")
    plan = {"status": "planned"}
    with pytest.raises(LedgerError) as caught:
        base.record("A", "start_by_deadline", effective="2023-06-01", **plan)
    assert codes(caught) == ["event_parcel_ended"]
    assert "A-1、A-2" in caught.value.issues.table["message_zh"].iloc[0]
    with pytest.raises(LedgerError) as caught:
        base.record("A-1", "start_by_deadline", effective="2023-05-31", **plan)
    assert codes(caught) == ["event_parcel_not_begun"]
    # what was forgotten can still be told of the time before
    base.record("A", "start_by_deadline", effective="2023-05-31", **plan)
    with pytest.raises(LedgerError) as caught:
        base.split(
            "A", frame({"X": (0, 0, 1, 1), "Y": (1, 0, 2, 1)}), effective="2023-07-01"
        )
    assert codes(caught) == ["lineage_parent_ended"]


def test_a_parcel_does_not_end_before_its_last_decision(base: LandBase) -> None:
    base.record("A", "start_by_deadline", status="planned", effective="2023-06-15")
    with pytest.raises(LedgerError) as caught:
        base.split("A", frame(HALVES), effective="2023-06-01")
    assert codes(caught) == ["lineage_later_decision"]


def test_an_error_is_taken_back_and_stays_on_record(base: LandBase) -> None:
    name = base.split("A", frame(HALVES), effective="2023-06-01")
    with pytest.raises(LedgerError, match="needs a reason"):
        base.take_back(name, reason=" ")
    base.take_back(name, reason="图形有误", by="李四")
    assert ids(base) == ["A", "B"]
    assert ids(base, "2023-06-30") == ["A", "B"]
    assert base.lineage()["kind"].tolist() == ["split"] * 3 + ["void"] * 3
    assert base.history("A")["kind"].tolist() == ["registered", "split", "void"]
    with pytest.raises(LedgerError) as caught:
        base.take_back(name, reason="又一次")
    assert codes(caught) == ["lineage_cannot_void"]
    # the ids of the children stay used
    with pytest.raises(LedgerError) as caught:
        base.split("A", frame(HALVES), effective="2023-06-01")
    assert set(codes(caught)) == {"lineage_id_used"}
    again = {"A-3": (0, 0, 1, 1), "A-4": (1, 0, 2, 1)}
    base.split("A", frame(again), effective="2023-06-01")
    assert ids(base) == ["B", "A-3", "A-4"]
    assert base.verify().count("error") == 0


def test_a_parcel_that_is_there_again_can_be_decided_on(base: LandBase) -> None:
    name = base.split("A", frame(HALVES), effective="2023-06-01")
    base.take_back(name, reason="图形有误")
    said = {"status": "planned", "effective": "2023-06-02"}
    assert base.record("A", "start_by_deadline", **said).event_id == 1
    with pytest.raises(LedgerError) as caught:
        base.record("A-1", "start_by_deadline", **said)
    assert codes(caught) == ["event_parcel_not_begun"]


def test_what_has_a_record_since_is_not_taken_back(base: LandBase) -> None:
    name = base.split("A", frame(HALVES), effective="2023-06-01")
    base.record("A-1", "start_by_deadline", status="planned", effective="2023-06-02")
    with pytest.raises(LedgerError) as caught:
        base.take_back(name, reason="图形有误")
    assert codes(caught) == ["lineage_cannot_void"]
    assert "A-1" in caught.value.issues.table["message_zh"].iloc[0]


def test_what_was_known_before_a_split_stays_so(base_factory: Bases) -> None:
    moments = iter(dt.datetime(2023, m, 1, tzinfo=dt.UTC) for m in (1, 2, 8))
    base = base_factory("库", clock=lambda: next(moments))
    whole = frame({"A": (0, 0, 2, 1)}, category="idle")
    base.add(whole)
    base.split("A", frame(HALVES), effective="2023-06-01")
    july = base.parcels("2023-07-06", known="2023-07-06")
    assert july["parcel_id"].tolist() == ["A"]
    assert ids(base, "2023-07-06") == ["A-1", "A-2"]


def test_children_without_crs_or_id_are_refused(base: LandBase) -> None:
    bare = frame(HALVES)
    with pytest.raises(DataError, match="CRS"):
        base.split("A", bare.set_crs(None, allow_override=True), effective="2023-06-01")
    with pytest.raises(DataError, match="parcel_id"):
        base.split("A", bare.drop(columns="parcel_id"), effective="2023-06-01")
    assert ids(base) == ["A", "B"]
