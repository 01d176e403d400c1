"""Join a ledger to parcels by id: exactly, then without writing styles, never more."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from landbase.errors import SchemaError
from landbase.parcels.join import join_ledger, match_ids


def parcels(ids: list[str], **columns: Any) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {"parcel_id": ids, "category": "idle", **columns},
        geometry=[box(n, 0, n + 1, 1) for n in range(len(ids))],
        crs="EPSG:4490",
    )
    frame["source"], frame["source_row"] = "闲置.shp", range(1, len(ids) + 1)
    return frame


def ledger(ids: list[str | None], **columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"parcel_id": pd.Series(ids, dtype="str"), **columns})
    return frame.assign(source="台账.xlsx", source_row=range(3, len(ids) + 3))


def test_missing_values_are_filled_and_nothing_else_is_touched() -> None:
    ours = parcels(["P-1", "P-2"], cause=["government", None])
    theirs = ledger(
        ["P-2", "P-1"], cause=["enterprise", "government"], status=["planned", None]
    )
    before = ours.copy(), theirs.copy()
    joined, issues = join_ledger(ours, theirs)
    assert joined["cause"].tolist() == ["government", "enterprise"]
    assert joined["status"].fillna("—").tolist() == ["—", "planned"]
    assert joined.geometry.tolist() == ours.geometry.tolist()
    assert joined.crs == ours.crs
    assert len(issues) == 0
    pd.testing.assert_frame_equal(ours, before[0])
    pd.testing.assert_frame_equal(theirs, before[1])


def test_the_index_order_and_a_renamed_geometry_stay() -> None:
    ours = (
        parcels(["P-1", "P-2"]).set_index(pd.Index(["b", "a"])).rename_geometry("shape")
    )
    joined, _ = join_ledger(ours, ledger(["P-2"], name=["乙"]))
    assert joined.index.tolist() == ["b", "a"]
    assert joined.geometry.name == "shape"
    assert joined["name"].fillna("—").tolist() == ["—", "乙"]


def test_areas_are_never_filled_in() -> None:
    ours = parcels(["P-1", "P-2"], declared_area_m2=[1.0, None])
    joined, issues = join_ledger(
        ours, ledger(["P-1", "P-2"], declared_area_m2=[5.0, 6.0])
    )
    assert joined["declared_area_m2"].fillna(-1).tolist() == [1.0, -1]
    assert joined["ledger_area_m2"].tolist() == [5.0, 6.0]
    assert len(issues) == 0


def test_a_contradiction_keeps_the_map_and_is_reported() -> None:
    day = pd.Series(pd.to_datetime(["2020-01-01"])).astype("datetime64[s]")
    on_map = {"cause": ["government"], "agreed_start": day, "invested_ratio": [0.1]}
    listed = {
        "cause": ["enterprise"],
        "agreed_start": day + pd.Timedelta(days=1),
        "invested_ratio": [0.2],
    }
    ours = parcels(["P-1"], name=["甲 公司"], **on_map)
    theirs = ledger(["P-1"], name=["甲公司"], **listed)
    joined, issues = join_ledger(ours, theirs)
    assert joined["cause"].tolist() == ["government"]
    table = issues.table
    assert table["code"].tolist() == ["join_conflict"] * 3
    assert sorted(table["column"]) == ["已投资额占比", "形成原因", "约定动工日期"]
    [message] = table.loc[table["column"] == "形成原因", "message_zh"]
    assert "政府部门原因" in message
    assert "企业自身原因" in message


@pytest.mark.parametrize(
    "written",
    [
        "150622-p-0031",
        "150622Ｐ0031",
        "150622－P－0031",
        "150622 P 31",
        "150622_P_00031",
    ],
)
def test_ids_written_otherwise_are_matched_and_reported(written: str) -> None:
    joined, issues = join_ledger(
        parcels(["150622-P-0031"]), ledger([written], name=["甲"])
    )
    assert joined["name"].tolist() == ["甲"]
    assert issues.table["code"].tolist() == ["join_normalised"]
    assert issues.table["value"].tolist() == [written]


@pytest.mark.parametrize(
    "written", ["150622-P-0032", "150622-P-00310", "50622-P-0031", "P-31"]
)
def test_ids_that_only_look_alike_are_not_matched(written: str) -> None:
    joined, issues = join_ledger(
        parcels(["150622-P-0031"]), ledger([written], name=["甲"])
    )
    assert joined["name"].isna().all()
    assert sorted(issues.table["code"]) == ["join_ledger_only", "join_parcel_only"]


def test_an_id_that_could_be_two_is_matched_with_none() -> None:
    joined, issues = join_ledger(
        parcels(["C-03", "C-3"]), ledger(["C-003"], name=["甲"])
    )
    assert joined["name"].isna().all()
    codes = issues.table["code"].value_counts()
    assert codes["join_ambiguous"] == 3
    assert codes["join_parcel_only"] == 2


def test_an_exact_id_is_not_taken_away_by_another_spelling() -> None:
    found = match_ids(["A-1"], ["a1", "A-1"])
    assert found.pairs == {"A-1": "A-1"}
    assert not found.ambiguous


def test_leftovers_of_both_sides_say_where_they_are() -> None:
    _, issues = join_ledger(parcels(["P-1", "P-2"]), ledger(["P-1", "Q-9", None]))
    table = issues.table.set_index("code")
    assert table.loc["join_parcel_only", ["parcel_id", "source_row"]].tolist() == [
        "P-2",
        2,
    ]
    lone = table.loc["join_ledger_only"]
    assert lone["value"].tolist() == ["Q-9", "—"]
    assert lone["source_row"].tolist() == [4, 5]


def test_of_several_rows_the_latest_day_tells_way_and_status() -> None:
    days = pd.to_datetime(["2023-05-01", "2022-05-01"])
    theirs = ledger(["P-1", "P-1"], effective=days, status=["closed", "planned"],
                    cause=["government", "government"])  # fmt: skip
    joined, issues = join_ledger(parcels(["P-1"]), theirs)
    assert joined["status"].tolist() == ["closed"]
    assert joined["cause"].tolist() == ["government"]
    assert len(issues) == 0


@pytest.mark.parametrize("days", [["2023-05-01"] * 2, ["2023-05-01", None]])
def test_rows_that_differ_without_a_latest_day_are_reported(
    days: list[str | None],
) -> None:
    theirs = ledger(
        ["P-1", "P-1"], effective=pd.to_datetime(days), status=["closed", "planned"]
    )
    joined, issues = join_ledger(parcels(["P-1"]), theirs)
    assert joined["status"].isna().all()
    assert issues.table["code"].tolist() == ["ledger_rows_differ"]
    assert issues.table["value"].tolist() == ["closed、planned"]


def test_another_column_can_hold_the_ids() -> None:
    ours = parcels(["P-1"], supervision_no=["1506222023B00012"])
    theirs = ledger(["x"], supervision_no=["1506222023b00012"], name=["甲"])
    joined, _ = join_ledger(ours, theirs, on="supervision_no")
    assert joined["name"].tolist() == ["甲"]
    assert joined["parcel_id"].tolist() == ["P-1"]


def test_both_sides_need_the_column_of_ids() -> None:
    with pytest.raises(SchemaError, match="contract_no"):
        join_ledger(parcels(["P-1"]), ledger(["P-1"]), on="contract_no")


def test_empty_tables_join() -> None:
    joined, issues = join_ledger(parcels(["P-1"]), ledger([]))
    assert len(joined) == 1
    assert issues.table["code"].tolist() == ["join_parcel_only"]
    joined, issues = join_ledger(parcels(["P-1"]).iloc[:0], ledger(["P-1"]))
    assert len(joined) == 0
    assert issues.table["code"].tolist() == ["join_ledger_only"]


ids = st.lists(st.from_regex(r"[Aa]-?0?[12]{1,2}", fullmatch=True), max_size=8)


@given(left=ids, right=ids)
def test_matching_is_one_to_one_and_does_not_depend_on_order(
    left: list[str], right: list[str]
) -> None:
    found = match_ids(left, right)
    assert len(set(found.pairs.values())) == len(found.pairs)
    assert set(left) & set(right) <= set(found.pairs)
    assert not set(found.ambiguous) & {*found.rewritten, *found.rewritten.values()}
    again = match_ids(reversed(left), reversed(right))
    assert again.pairs == found.pairs
    turned = match_ids(right, left)
    assert turned.pairs == {theirs: ours for ours, theirs in found.pairs.items()}


@given(st.permutations(range(4)))
def test_the_order_of_the_ledger_does_not_matter(order: list[int]) -> None:
    theirs = ledger(["P-1", "p2", "P-003", "X"], name=["甲", "乙", "丙", "丁"])
    joined, _ = join_ledger(parcels(["P-1", "P-2", "P-3"]), theirs.iloc[order])
    assert joined["name"].tolist() == ["甲", "乙", "丙"]


def test_further_columns_are_carried_over_and_the_rest_is_named() -> None:
    book = ledger(["A", "B"], 备注=["甲", None], 电话=["1", "2"], holder=["x", "y"])
    plain = join_ledger(parcels(["A", "B"]), book)
    (told,) = plain.issues.table.query("code == 'join_columns_left'")["message_zh"]
    assert "备注、电话" in told
    some = join_ledger(parcels(["A", "B"]), book, columns=["备注"])
    assert some.parcels["备注"].tolist()[:1] == ["甲"]
    assert "电话" not in some.parcels
    every = join_ledger(parcels(["A", "B"]), book, columns="all")
    assert {"备注", "电话"} <= set(every.parcels.columns)
    assert "join_columns_left" not in every.issues.table["code"].tolist()


def test_rows_that_differ_leave_a_further_column_empty() -> None:
    book = ledger(["A", "A", "B"], 备注=["甲", "乙", "丙"])
    joined, issues = join_ledger(parcels(["A", "B"]), book, columns=["备注"])
    assert joined["备注"].isna().tolist() == [True, False]
    assert "ledger_rows_differ" in issues.table["code"].tolist()


def test_further_columns_must_be_there_and_not_here() -> None:
    book = ledger(["A"], 备注=["甲"])
    with pytest.raises(SchemaError, match="没有"):
        join_ledger(parcels(["A"]), book, columns=["没有"])
    with pytest.raises(SchemaError, match="already"):
        join_ledger(parcels(["A"], 备注=["丁"]), book, columns="备注")
