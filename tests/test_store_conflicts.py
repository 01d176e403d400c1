"""Each kind of conflict: found in both land bases, gone when a person resolves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from colleagues import IDS, START, Clock, beside, halves, meet, two

from landbase.cases.conflicts import forked, known_before
from landbase.errors import LedgerError
from landbase.store.base import LandBase
from landbase.store.database import reading, writing
from landbase.store.exchange import _forked_parcels, conflict_issues
from landbase.store.journals import DECISIONS, LINEAGE
from landbase.store.writes import append, moment_of

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Bases


WAY = "start_by_deadline"


@pytest.fixture
def pair(base_factory: Bases) -> tuple[LandBase, ...]:
    return two(base_factory)


def kinds(base: LandBase, **options: Any) -> list[str]:
    found = base.conflicts(**options)
    return found.drop_duplicates("conflict")["kind"].tolist()


def decide(base: LandBase, status: str, day: str, **more: Any) -> int:
    said = {"document": "文号", "reason": "说明"} | more
    way = said.pop("way", WAY)
    return base.record(IDS[0], way, status=status, effective=day, **said).event_id


def number(base: LandBase, by: str) -> int:
    events = base.decisions()
    return int(events.loc[persons(events) == by, "event_id"].iloc[0])


def persons(table: pd.DataFrame) -> pd.Series:
    """Give who is named in `by`, without the login of a server."""
    return table["by"].str.partition("（")[0]


# --------------------------------------------------------------------------- decisions


def test_two_decisions_of_one_day(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    decide(ours, "planned", "2023-03-01", by="甲")
    decide(theirs, "planned", "2023-03-01", by="乙", way="paid_reclaim")
    assert meet(ours, theirs) == [1, 1]
    found = theirs.conflicts()
    assert found["kind"].tolist() == ["same_day"] * 2
    assert persons(found).tolist() == ["甲", "乙"]
    assert found["number"].tolist() == [2, 1]
    # both stay, and the state follows the order of recording
    assert [base.parcels()["disposal_type"].iloc[0] for base in pair] == [
        "paid_reclaim"
    ] * 2
    decide(ours, "planned", "2023-03-01", by="丙", supersedes=number(ours, "乙"))
    assert meet(ours, theirs) == [0, 0]
    assert len(theirs.decisions()) == 2


def test_both_can_be_right_when_a_person_says_so(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    decide(ours, "disposed", "2023-03-01", by="甲", area_m2=2000.0)
    other = {"way": "paid_reclaim", "area_m2": 3000.0}
    decide(theirs, "disposed", "2023-03-01", by="乙", **other)
    assert meet(ours, theirs) == [1, 1]
    decide(ours, "disposed", "2023-03-01", supersedes=number(ours, "乙"), **other)
    assert meet(ours, theirs) == [0, 0]
    assert ours.parcels()["disposed_area_m2"].iloc[0] == 5000


def test_the_same_said_twice_is_no_conflict(pair: tuple[LandBase, ...]) -> None:
    for base in pair:
        decide(base, "planned", "2023-03-01")
    assert meet(*pair) == [0, 0]
    assert len(pair[0].decisions()) == 2


def test_who_knew_of_the_other_is_in_no_conflict(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    decide(ours, "planned", "2023-03-01")
    meet(ours, theirs)
    decide(theirs, "in_progress", "2023-03-01")
    assert meet(ours, theirs) == [0, 0]


def test_a_decision_corrected_twice(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    decide(ours, "planned", "2023-03-01", by="甲")
    meet(ours, theirs)
    for base, day, by in ((ours, "2023-03-02", "乙"), (theirs, "2023-03-03", "丙")):
        decide(base, "planned", day, by=by, supersedes=number(base, "甲"))
    assert meet(ours, theirs) == [1, 1]
    assert kinds(ours) == ["corrected_twice"]
    decide(theirs, "planned", "2023-03-02", supersedes=number(theirs, "丙"))
    assert meet(ours, theirs) == [0, 0]


def test_a_correction_of_a_correction_is_in_conflict_too(
    pair: tuple[LandBase, ...],
) -> None:
    ours, theirs = pair
    decide(ours, "planned", "2023-03-01", by="甲")
    meet(ours, theirs)
    decide(ours, "planned", "2023-03-02", by="乙", supersedes=number(ours, "甲"))
    decide(ours, "planned", "2023-03-05", by="丁", supersedes=number(ours, "乙"))
    decide(theirs, "planned", "2023-03-03", by="丙", supersedes=number(theirs, "甲"))
    assert meet(ours, theirs) == [1, 1]
    assert set(persons(ours.conflicts())) == {"丁", "丙"}


def test_a_life_that_does_not_go_together(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    decide(ours, "closed", "2023-03-01", by="甲")
    decide(theirs, "planned", "2023-04-01", by="乙")
    assert meet(ours, theirs) == [1, 1]
    assert kinds(theirs) == ["lifecycle"]
    assert persons(theirs.conflicts()).tolist() == ["甲", "乙"]
    assert kinds(theirs, on="2023-03-31") == []
    decide(theirs, "returned", "2023-03-15")
    assert meet(ours, theirs) == [0, 0]


def test_more_disposed_of_than_there_is(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    area = 6000.0  # of about 9,600 m²
    decide(ours, "disposed", "2023-03-01", by="甲", area_m2=area)
    decide(theirs, "disposed", "2023-04-01", by="乙", area_m2=area, way="paid_reclaim")
    assert meet(ours, theirs) == [1, 1]
    assert kinds(ours) == ["area"]
    said = {"way": "paid_reclaim", "area_m2": 1000.0}
    decide(ours, "disposed", "2023-04-01", supersedes=number(ours, "乙"), **said)
    assert meet(ours, theirs) == [0, 0]


def test_a_conflict_is_not_known_before_the_import(
    base_factory: Bases, work: Path
) -> None:
    ours, theirs = two(base_factory)
    decide(ours, "planned", "2023-03-01", by="甲")
    decide(theirs, "planned", "2023-03-01", by="乙")
    ours._clock = Clock("2023-07-09")
    ours.import_events(theirs.export_events(work / "乙.jsonl"))
    assert kinds(ours, known="2023-07-08") == []
    assert kinds(ours, known="2023-07-09") == ["same_day"]


def test_bases_made_separately(base_factory: Bases) -> None:
    ours, theirs = two(base_factory, copies=False)
    decide(ours, "planned", "2023-03-01", by="甲")
    decide(theirs, "planned", "2023-03-01", by="乙")
    assert meet(ours, theirs) == [1, 1]


def test_an_empty_land_base_has_none(base_factory: Bases) -> None:
    found = base_factory("空").conflicts()
    assert len(found) == 0
    assert {"conflict", "kind", "parcel_id", "number", "uid"} <= set(found.columns)


# -------------------------------------------------------------------------- milestones


def test_a_milestone_stated_differently(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    ours.set_milestone(IDS[0], "公告", due="2023-05-01")
    ours.set_milestone(IDS[0], "签约", due="2023-05-01")
    theirs.set_milestone(IDS[0], "公告", due="2023-05-02")
    assert meet(ours, theirs) == [1, 1]
    assert kinds(theirs) == ["milestone"]
    assert theirs.conflicts()["step"].tolist() == ["公告"] * 2
    theirs.set_milestone(IDS[0], "公告", due="2023-05-01", reason="核对")
    assert meet(ours, theirs) == [0, 0]


def test_a_milestone_stated_alike_is_no_conflict(pair: tuple[LandBase, ...]) -> None:
    for base in pair:
        base.set_milestone(IDS[0], "公告", due="2023-05-01")
    assert meet(*pair) == [0, 0]


# ----------------------------------------------------------------------------- lineage


def split(base: LandBase, ids: tuple[str, str], day: str) -> str:
    return base.split(IDS[0], halves(ids), effective=day)


def test_children_are_born_where_the_file_goes(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    split(ours, ("甲-1-1", "甲-1-2"), "2023-05-01")
    ours.record("甲-1-1", WAY, **START | {"effective": "2023-06-01"})
    file = ours.export_events(beside(ours))
    assert theirs.import_events(file).added == 4
    assert theirs.import_events(file) == (0, 4, 0)
    own = ours.parcels().set_index("parcel_id")
    born = theirs.parcels().set_index("parcel_id")
    assert born.loc["甲-1-2"].geometry.equals_exact(own.loc["甲-1-2"].geometry)
    assert born.loc["甲-1-1", "status"] == "planned"
    assert theirs.verify().count("error") == 0


def test_steps_and_documents_go_along(pair: tuple[LandBase, ...], work: Path) -> None:
    ours, theirs = pair
    (work / "批复.pdf").write_bytes("准政发".encode())
    event = decide(ours, "planned", "2023-03-01")
    ours.attach(event, work / "批复.pdf", kind="批准文件", keep=True)
    ours.set_milestone(IDS[1], "公告", due="2023-05-01", person="张三")
    decide(theirs, "planned", "2023-02-01")
    assert meet(ours, theirs) == [0, 0]
    found = theirs.documents()
    assert found[["file", "parcel_id"]].to_numpy().tolist() == [["批复.pdf", IDS[0]]]
    # the copy stays where it was kept
    assert [base.documents()["kept"].tolist() for base in pair] == [[True], [False]]
    steps = [base.milestones("2023-06-01") for base in pair]
    assert steps[0].equals(steps[1])
    assert theirs.verify().count("error") == 0


def test_a_parcel_that_ends_twice(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    one = split(ours, ("甲-1-1", "甲-1-2"), "2023-05-01")
    other = split(theirs, ("乙-1-1", "乙-1-2"), "2023-05-02")
    assert meet(ours, theirs) == [1, 1]
    assert kinds(ours) == ["ended_twice"]
    assert ours.conflicts()["operation"].tolist() == [one, other]
    assert kinds(ours, on="2023-05-01") == []
    ours.take_back(one, reason="重复")
    assert meet(ours, theirs) == [0, 0]
    for base in pair:
        ids = ["甲-2", "甲-3", "乙-1-1", "乙-1-2"]
        assert base.parcels()["parcel_id"].sort_values().tolist() == sorted(ids)


def test_a_decision_on_a_parcel_that_had_ended(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    split(ours, ("甲-1-1", "甲-1-2"), "2023-05-01")
    decide(theirs, "planned", "2023-06-01", by="乙")
    assert meet(ours, theirs) == [1, 1]
    assert kinds(theirs) == ["parcel_gone"]
    assert theirs.conflicts()["journal"].tolist() == ["decisions", "lineage"]
    assert kinds(theirs, on="2023-05-31") == []
    decide(theirs, "planned", "2023-04-01", supersedes=number(theirs, "乙"))
    assert meet(ours, theirs) == [0, 0]


def test_a_decision_on_a_child_that_never_was(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    one = split(ours, ("甲-1-1", "甲-1-2"), "2023-05-01")
    meet(ours, theirs)
    theirs.record("甲-1-1", WAY, **START | {"effective": "2023-06-01"})
    ours.take_back(one, reason="图形有误")
    assert meet(ours, theirs) == [1, 1]
    assert kinds(ours) == ["parcel_gone"]


def test_one_id_for_two_parcels_is_refused(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    split(ours, ("甲-1-1", "甲-1-2"), "2023-05-01")
    split(theirs, ("甲-1-2", "甲-1-1"), "2023-05-01")
    file = ours.export_events(beside(ours))
    with pytest.raises(LedgerError) as error:
        theirs.import_events(file)
    assert error.value.issues is not None
    table = error.value.issues.table
    assert table["code"].tolist() == ["exchange_other_birth"] * 2
    assert table["value"].tolist() == ["甲-1-1", "甲-1-2"]


def test_children_that_are_here_already_by_hand(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    ids = ("甲-1-1", "甲-1-2")
    split(ours, ids, "2023-05-01")
    file = ours.export_events(beside(ours))
    theirs.add(halves(ids))
    assert theirs.import_events(file) == (3, 0, 0)
    assert len(theirs.parcels()) >= 2


@pytest.mark.of_file
def test_a_child_that_is_no_parcel_is_refused(pair: tuple[LandBase, ...]) -> None:
    ours, _ = pair
    with writing(ours._engine) as connection:
        for parcel, text in (
            (IDS[0], '{"row": {"parcel_id": "甲-9"}}'),
            (IDS[1], "[]"),
        ):
            row = dict.fromkeys(LINEAGE.content) | {"role": "child", "kind": "split"}
            row |= {"operation": "甲", "effective": "2023-05-01", "parcel_id": parcel}
            append(
                connection,
                LINEAGE,
                [row | {"parcel": text}],
                now=moment_of(ours, connection),
            )
    other = LandBase.open(ours.path.with_name("空.gpkg"))
    file = ours.export_events(beside(ours))
    with pytest.raises(LedgerError) as error:
        other.import_events(file)
    assert error.value.issues is not None
    codes = error.value.issues.table["code"].tolist()
    assert codes == ["exchange_bad_birth"] * 2
    assert other.parcels().empty


# ----------------------------------------------------------------- who knew of what


def test_who_knew_of_what_at_any_remove() -> None:
    before = known_before({"e": "d", "d": "b c", "c": "a", "b": "a", "a": ""})
    assert before["e"] == {"a", "b", "c", "d"}
    assert before["b"] == {"a"}
    assert known_before({}) == {}
    long = {str(n): str(n - 1) if n else "" for n in range(3000)}
    assert len(known_before(long)["2999"]) == 2999


def test_a_fork_shows_in_what_is_followed() -> None:
    records = pd.DataFrame({
        "parcel_id": ["甲", "甲", "乙", "乙", "乙"],
        "follows": [None, "1", None, None, "3 4"],
    })
    found = forked(records, ["parcel_id"])
    assert found.tolist() == [False, False, True, True, True]


def test_open_conflicts_can_be_shown_as_issues(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    decide(ours, "planned", "2023-03-01", by="甲")
    decide(theirs, "planned", "2023-03-01", by="乙")
    counts = []
    for _ in range(2):
        with reading(ours._engine) as connection:
            issues = conflict_issues(
                connection,
                source="甲",
                rules=ours.rules,
            )
        counts.append(len(issues))
        meet(ours, theirs)
    assert counts == [0, 1]
    row = issues.table.iloc[0]
    assert (row["severity"], row["parcel_id"], row["value"]) == (
        "warning",
        IDS[0],
        "same_day",
    )
    assert "2条" in row["message_zh"]


def test_nothing_is_read_of_parcels_without_forks(pair: tuple[LandBase, ...]) -> None:
    ours, _ = pair
    for day in ("2023-03-01", "2023-04-01"):
        decide(ours, "planned", day)
    with reading(ours._engine) as connection:
        assert _forked_parcels(connection, DECISIONS, None) == set()
