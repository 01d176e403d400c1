"""What others have recorded is held to the rules of recording, line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from colleagues import IDS, START, Clock, everything, halves, land, two

from landbase.errors import LandbaseError, LedgerError
from landbase.store.journals import JOURNALS, address

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Bases

    from landbase.store.base import LandBase

MOMENT = "2023-07-01T00:00:00.000Z"
LATER = "2023-07-02T00:00:00.000Z"


def record(journal: str, home_id: int, **said: Any) -> dict[str, Any]:
    """Make a record as another land base would have it, named by what it says."""
    values: dict[str, Any] = dict.fromkeys(JOURNALS[journal].addressed)
    values |= {"home_id": home_id, "recorded_at": MOMENT} | said
    uid = address(journal, [values[name] for name in JOURNALS[journal].addressed])
    return {"journal": journal, "uid": uid, **values}


def decision(home_id: int, **said: Any) -> dict[str, Any]:
    plan = {"parcel_id": IDS[0], "disposal_type": "start_by_deadline"} | START
    return record("decisions", home_id, **(plan | said))


def file_of(path: Path, *records: dict[str, Any]) -> Path:
    head = {"format": "landbase-events", "version": 1, "records": len(records)}
    lines = (json.dumps(values) for values in (head, *records))
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


@pytest.fixture
def base(base_factory: Bases) -> LandBase:
    made = base_factory("库", clock=Clock("2023-08-01"))
    made.add(land())
    return made


def refused(base: LandBase, file: Path) -> list[tuple[str, int, str]]:
    before = everything(base)
    with pytest.raises(LedgerError) as error:
        base.import_events(file)
    assert everything(base) == before
    assert error.value.issues is not None
    table = error.value.issues.table
    assert set(table["source"]) == {file.name}
    assert table["message_zh"].str.len().min() > 0
    return list(
        zip(table["code"], table["source_row"], table["parcel_id"], strict=True)
    )


PLAN = decision(1)
CLOSED = decision(2, status="closed", document="〔2023〕1号", follows=PLAN["uid"])


@pytest.mark.parametrize(
    ("records", "code", "line"),
    [
        ([decision(1, area_m2=1e9)], "event_area_too_large", 2),
        ([decision(1, area_m2=-1.0)], "event_area_not_positive", 2),
        (
            [decision(1, disposal_type="speed_up_supply")],
            "event_type_not_for_category",
            2,
        ),
        ([decision(1, disposal_type="free_reclaim")], "event_type_not_for_limb", 2),
        ([decision(1, status="closed")], "event_no_document", 2),
        (
            [PLAN, CLOSED, decision(3, follows=CLOSED["uid"], recorded_at=LATER)],
            "event_step_not_allowed",
            4,
        ),
        ([decision(1, status="returned", reason="退回")], "event_step_not_allowed", 2),
        (
            [
                PLAN,
                decision(2, parcel_id=IDS[1], supersedes=PLAN["uid"], reason="更正"),
            ],
            "exchange_corrects_nothing",
            3,
        ),
        (
            [PLAN, decision(2, parcel_id=IDS[1], follows=PLAN["uid"])],
            "exchange_corrects_nothing",
            3,
        ),
        (
            [PLAN, decision(2, supersedes=PLAN["uid"], follows=PLAN["uid"])],
            "event_no_reason",
            3,
        ),
        (
            [
                decision(
                    1,
                    disposal_type="temporary_use",
                    status="in_progress",
                    due="2030-01-01",
                )
            ],
            "event_lasts_too_long",
            2,
        ),
        ([decision(1, effective="2023-07-03")], "day_in_future", 2),
        ([decision(1, effective="9999-12-31")], "exchange_unreadable", 2),
        ([decision(1, due="2200-01-01")], "exchange_unreadable", 2),
        ([decision(1, effective="1948-12-31")], "exchange_unreadable", 2),
        (
            [decision(1, recorded_at="9999-12-31T12:00:00.000Z")],
            "exchange_unreadable",
            2,
        ),
        (
            [
                PLAN,
                record(
                    "agreements", 1, event_id=PLAN["uid"], new_agreed_start="2023-09-01"
                ),
            ],
            "event_start_not_renewed",
            2,
        ),
        (
            [record("milestones", 1, parcel_id=IDS[0], step="公告", due="9999-01-01")],
            "exchange_unreadable",
            2,
        ),
        (
            [record("milestones", 1, parcel_id=IDS[0], step=" ", due="2023-09-01")],
            "milestone_no_step",
            2,
        ),
        (
            [
                record(
                    "milestones",
                    1,
                    parcel_id=IDS[0],
                    step="公告",
                    due="2023-09-01",
                    done_on="2023-07-05",
                )
            ],
            "day_in_future",
            2,
        ),
    ],
)
def test_what_would_not_be_recorded_is_not_imported(
    base: LandBase, work: Path, records: list[dict[str, Any]], code: str, line: int
) -> None:
    found = refused(base, file_of(work / "来件.jsonl", *records))
    assert (code, line) in {(name, row) for name, row, _ in found}
    assert {row for _, row, _ in found} == {line}
    assert len(base.decisions()) == 0


def test_one_bad_line_keeps_all_others_out(base: LandBase, work: Path) -> None:
    good = [decision(n, parcel_id=IDS[n - 1]) for n in (1, 2)]
    bad = decision(3, parcel_id=IDS[2], area_m2=1e9)
    found = refused(base, file_of(work / "来件.jsonl", *good, bad))
    assert found == [("event_area_too_large", 4, IDS[2])]
    assert base.import_events(file_of(work / "来件.jsonl", *good)).added == 2


def test_an_agreement_for_a_decision_that_is_here_already(
    base: LandBase, work: Path
) -> None:
    plan = decision(1, disposal_type="extend_start")
    base.import_events(file_of(work / "甲.jsonl", plan))
    apart = record("agreements", 1, event_id=plan["uid"], new_agreed_start="2023-09-01")
    found = refused(base, file_of(work / "乙.jsonl", apart))
    assert [code for code, _, _ in found] == ["exchange_agreement_apart"]


def test_a_later_due_day_of_a_step_needs_its_reason(base: LandBase, work: Path) -> None:
    step = {"parcel_id": IDS[0], "step": "公告"}
    first = record("milestones", 1, **step, due="2023-09-01")
    moved = step | {"due": "2023-10-01", "follows": first["uid"]}
    bad = record("milestones", 2, **moved)
    found = refused(base, file_of(work / "甲.jsonl", first, bad))
    assert found == [("milestone_no_reason", 3, IDS[0])]
    good = record("milestones", 2, **moved, reason="邮寄延误")
    assert base.import_events(file_of(work / "甲.jsonl", first, good)).added == 2


def test_an_exception_is_carried_as_one(base: LandBase, work: Path) -> None:
    told = {"exception": "市政府专题会议决定", "document": "〔2023〕3号"}
    said = decision(1, disposal_type="free_reclaim", status="planned", **told)
    assert base.import_events(file_of(work / "来件.jsonl", said)).added == 1
    assert base.decisions()["exception"].tolist() == [told["exception"]]
    assert (
        base.parcels().set_index("parcel_id").loc[IDS[0], "exception"]
        == (told["exception"])
    )


def test_what_no_one_knew_of_is_a_conflict_and_no_fault(
    base_factory: Bases, work: Path
) -> None:
    ours, theirs = two(base_factory)
    for hand, area in ((ours, 9000.0), (theirs, 8000.0)):
        hand.record(IDS[0], "paid_reclaim", status="disposed", effective="2023-03-01",
                    area_m2=area)  # fmt: skip
        hand.record(IDS[0], "paid_reclaim", status="closed", effective="2023-04-01",
                    document="〔2023〕5号", area_m2=area)  # fmt: skip
    file = theirs.export_events(work / "乙.jsonl")
    assert ours.import_events(file).added == 2
    assert len(ours.conflicts()) > 0


def test_a_table_recorded_at_once_is_checked_at_once(
    base_factory: Bases, work: Path
) -> None:
    ours, theirs = two(base_factory)
    table = pd.DataFrame({
        "parcel_id": IDS[0],
        "disposal_type": "start_by_deadline",
        "status": ["returned", "in_progress", "closed"],
        "effective": ["2023-05-01", "2023-06-01", "2023-04-01"],
        "document": "〔2023〕5号",
        "reason": "补录",
        "exception": "补录历史档案",
    })
    assert ours.record_many(table) == 3
    assert theirs.import_events(ours.export_events(work / "甲.jsonl")).added == 3


def test_children_go_on_from_their_parent(base_factory: Bases, work: Path) -> None:
    ours, theirs = two(base_factory)
    ours.record(IDS[0], "paid_reclaim", status="closed", effective="2023-04-01",
                document="〔2023〕5号")  # fmt: skip
    ours.split(IDS[0], halves(("新-1", "新-2")), effective="2023-05-01")
    ours.record("新-1", "paid_reclaim", status="returned", effective="2023-06-01",
                reason="核查不符")  # fmt: skip
    assert theirs.import_events(ours.export_events(work / "甲.jsonl")).added > 0
    assert len(theirs.decisions()) == 2


# Neighbours, as a hand with a text editor makes them: any refusal will do.
NEIGHBOURS: dict[str, list[dict[str, Any]]] = {
    "an area of nought": [decision(1, area_m2=0.0)],
    "an area that is no number": [decision(1, area_m2=float("nan"))],
    "an area without end": [decision(1, area_m2=float("inf"))],
    "an area of words": [decision(1, area_m2="很大")],
    "a parcel that is not here": [decision(1, parcel_id="丙-9")],
    "a way that there is not": [decision(1, disposal_type="no_such_way")],
    "a way by its Chinese name": [decision(1, disposal_type="限期动工")],
    "a status that there is not": [decision(1, status="done")],
    "no status": [decision(1, status=None)],
    "a day of words": [decision(1, effective="today")],
    "a day of a year": [decision(1, effective="2023")],
    "a day that is a number": [decision(1, effective=20230301)],
    "a day of full-width digits": [decision(1, effective="２０２３-０３-０１")],
    "a day with a time": [decision(1, effective="2023-03-01T00:00:00")],
    "a due day of February 30": [decision(1, due="2023-02-30")],
    "recorded on a day of words": [decision(1, recorded_at="yesterday")],
    "recorded without a zone": [decision(1, recorded_at="2023-07-01T00:00:00")],
    "a follower of itself": [decision(1, follows="0" * 64)],
    "a correction of nothing": [decision(1, supersedes="0" * 64, reason="改")],
    "accepted at once, without its document": [decision(1, status="closed")],
    "one good and one bad": [PLAN, decision(2, follows=PLAN["uid"], area_m2=-1)],
    "a reason that is a list": [decision(1, reason=["改"])],
}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_no_hand_made_record_comes_in_and_none_raises_raw(
    base: LandBase, work: Path, name: str
) -> None:
    before = everything(base)
    with pytest.raises(LandbaseError) as refusal:
        base.import_events(file_of(work / "手写.jsonl", *NEIGHBOURS[name]))
    assert refusal.value.zh
    assert everything(base) == before
