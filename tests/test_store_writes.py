"""Recording by the law: one check at every door, starts agreed on anew, a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from colleagues import IDS, halves, land, two
from servers import Bases

from landbase.cases.idle import idle_test
from landbase.cases.recommend import recommend
from landbase.errors import LedgerError
from landbase.report.tables import report_tables
from landbase.rules.vocabulary import Vocabulary
from landbase.store.base import LandBase

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

WORDS = Vocabulary.default()
BEGUN, UNSTARTED, OF_GOVERNMENT = IDS
ON = "2023-07-06"


def idle_land() -> gpd.GeoDataFrame:
    """Land that was begun and stopped, and land that was never started."""
    return land().assign(
        banner="150602",
        cause=["enterprise", "enterprise", "government"],
        agreed_start=pd.to_datetime(["2018-01-01", "2022-05-10", "2020-01-01"]),
        actual_start=pd.to_datetime(["2019-01-01", None, None]),
        stopped_on=pd.to_datetime(["2020-01-01", None, None]),
        developed_ratio=[0.1, 0.0, 0.0],
    )


@pytest.fixture
def base(work: Path) -> LandBase:
    made = LandBase.open(work / "土地 库.gpkg")
    made.add(idle_land())
    return made


def test_record_record_many_and_recommend_agree_on_every_way(base: LandBase) -> None:
    ways = recommend(base.parcels(on=ON), on=ON)
    for parcel_id in IDS:
        listed = set(ways.loc[ways["parcel_id"] == parcel_id, "disposal_type"])
        taken = set()
        for way in WORDS.codes("disposal_type", category="idle"):
            said = {"status": "planned", "effective": ON}
            row = pd.DataFrame([{"parcel_id": parcel_id, "disposal_type": way, **said}])
            try:
                base.record(parcel_id, way, **said)
            except LedgerError:
                with pytest.raises(LedgerError):
                    base.record_many(row)
            else:
                taken.add(way)
                assert base.record_many(row) == 1
        assert taken == listed
    assert "paid_reclaim" in set(ways.loc[ways["parcel_id"] == BEGUN, "disposal_type"])


def test_a_newly_agreed_start_holds_from_the_day_of_the_decision(
    base: LandBase,
) -> None:
    decision = base.record(
        OF_GOVERNMENT,
        "extend_start",
        status="in_progress",
        effective="2023-01-01",
        due="2024-06-01",
        new_agreed_start="2023-06-01",
    )
    assert str(decision.new_agreed_start) == "2023-06-01"

    def verdict(on: str) -> str:
        parcels = base.parcels(on=on).set_index("parcel_id")
        return str(idle_test(parcels, on=on).loc[OF_GOVERNMENT, "verdict"])

    assert verdict("2022-12-31") == "idle"  # before it was agreed on
    assert verdict("2023-01-01") == "not_idle"
    assert verdict("2024-06-01") == "not_idle"
    assert verdict("2024-06-02") == "idle"
    # shown in the history, in the table of decisions, and of the parcel alone
    life = base.history(OF_GOVERNMENT)
    assert life["new_agreed_start"].iloc[-1] == pd.Timestamp("2023-06-01")
    assert base.decisions()["new_agreed_start"].tolist() == [pd.Timestamp("2023-06-01")]
    assert base.parcels()["new_agreed_start"].notna().tolist() == [False, False, True]
    assert base.verify().count("error") == 0


def test_a_correction_takes_a_newly_agreed_start_back(base: LandBase) -> None:
    said = {"status": "planned", "effective": "2023-01-01"}
    first = base.record(BEGUN, "extend_start", **said, new_agreed_start="2023-06-01")
    base.record(
        BEGUN, "extend_start", **said, supersedes=first.event_id, reason="未签补充协议"
    )
    assert "new_agreed_start" not in base.parcels()


def test_what_the_parcel_was_added_with_stands_behind_what_was_decided(
    base: LandBase,
) -> None:
    given = pd.to_datetime([None, "2022-09-01", "2022-09-01"])
    base.add(idle_land().assign(new_agreed_start=given))
    base.record(
        OF_GOVERNMENT,
        "adjust_planning",
        status="planned",
        effective="2023-01-01",
        new_agreed_start="2023-06-01",
    )
    now = base.parcels()
    expected = [pd.NaT, pd.Timestamp("2022-09-01"), pd.Timestamp("2023-06-01")]
    assert now["new_agreed_start"].fillna(pd.NaT).tolist()[1:] == expected[1:]
    # adding what the base gave changes nothing
    assert base.add(now).changed == 0
    with pytest.raises(LedgerError, match="too early"):
        base.record(UNSTARTED, "idle_fee", status="planned", effective="2023-09-01")
    base.record(UNSTARTED, "idle_fee", status="planned", effective="2023-09-02")


def test_children_have_the_start_agreed_on_for_their_parent(base: LandBase) -> None:
    base.record(
        BEGUN,
        "extend_start",
        status="planned",
        effective="2023-01-01",
        new_agreed_start="2023-06-01",
    )
    children = halves(("甲-1a", "甲-1b"))
    base.split(
        BEGUN, children, effective="2023-03-01", document="分割1号", reason="分割"
    )
    now = base.parcels().set_index("parcel_id")
    assert now.loc[["甲-1a", "甲-1b"], "new_agreed_start"].tolist() == (
        [pd.Timestamp("2023-06-01")] * 2
    )


def test_an_exception_overrides_and_is_seen(base: LandBase, work: Path) -> None:
    row = {
        "parcel_id": BEGUN,
        "disposal_type": "free_reclaim",
        "status": "disposed",
        "effective": "2023-03-01",
        "exception": "法院判决",
    }
    with pytest.raises(LedgerError, match="started, then stopped"):
        base.record_many(pd.DataFrame([row]).drop(columns="exception"))
    base.record_many(pd.DataFrame([row]))
    assert base.history(BEGUN)["exception"].iloc[-1] == "法院判决"
    assert base.decisions()["exception"].tolist() == ["法院判决"]
    assert base.parcels()["exception"].iloc[0] == "法院判决"
    assert "decision_against_rules" not in set(base.review([BEGUN]).table["code"])
    path = report_tables(base, on=ON, path=work / "报表.xlsx", allow_errors=True)
    cells = [
        cell
        for page in openpyxl.load_workbook(path).worksheets
        for row in page.iter_rows(values_only=True)
        for cell in row
    ]
    assert "例外说明" in cells
    assert "法院判决" in cells


def test_a_refusal_says_in_chinese_what_would_fit(base: LandBase) -> None:
    with pytest.raises(LedgerError) as caught:
        base.record(BEGUN, "free_reclaim", status="planned", effective=ON)
    text = caught.value.zh
    assert f"{BEGUN}属已动工后中止开发的土地，不能用无偿收回" in text
    assert "协议有偿收回" in text.split("可用")[1]


def test_review_sees_what_parcels_came_to_say_later(base: LandBase) -> None:
    base.record(UNSTARTED, "free_reclaim", status="planned", effective="2024-06-01")
    base.record(BEGUN, "paid_reclaim", status="planned", effective=ON)
    found = base.review().table
    assert found["code"].tolist() == ["decision_lacks"]
    assert "尚缺备案号" in found["message_zh"].iloc[0]
    begun = pd.to_datetime(["2019-01-01", "2022-06-01", None])
    base.add(idle_land().assign(actual_start=begun, filed_no=["备1", "备2", None]))
    found = base.review().table
    assert found["code"].tolist() == ["decision_against_rules"]
    assert found["parcel_id"].tolist() == [UNSTARTED]
    assert not len(base.review([BEGUN]))


def test_a_newly_agreed_start_is_exchanged_with_its_decision(work: Path) -> None:
    ours, theirs = two(Bases(work, None))
    said = {"status": "planned", "effective": "2023-01-01"}
    ours.record(IDS[0], "extend_start", **said, new_agreed_start="2023-06-01")
    ours.record(IDS[1], "start_by_deadline", **said)
    file = ours.export_events(work / "交换.jsonl")
    assert theirs.import_events(file).added == 3  # two decisions, one agreement
    pd.testing.assert_frame_equal(ours.decisions(), theirs.decisions())
    assert theirs.import_events(file).added == 0
    assert theirs.verify().count("error") == 0


def test_names_do_where_codes_are_taken(work: Path) -> None:
    base = LandBase.open(work / "库.gpkg")
    base.add(land())
    first, second, _ = IDS
    made = base.record(first, "约谈", status="方案已定", effective="2023-03-01")
    assert (made.disposal_type, made.status) == ("interview", "planned")
    table = pd.DataFrame({
        "parcel_id": [second, first],
        "disposal_type": ["约谈", "interview"],
        "status": ["方案已定", "处置中"],
        "effective": ["2023-03-01", "2023-04-01"],
    })
    assert base.record_many(table) == 2
    assert base.decisions()["status"].tolist() == ["planned", "planned", "in_progress"]
    assert base.verify().count("error") == 0
    with pytest.raises(LedgerError, match="没有这种"):
        base.record(first, "没有这种", status="处置中", effective="2023-05-01")
