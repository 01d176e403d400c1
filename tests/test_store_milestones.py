"""Route maps and documents: what is due, what is done, what is missing or altered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from landbase.errors import LedgerError, SourceError
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Bases

    from landbase.store.base import LandBase


class Clock:
    """A clock that is set by hand."""

    now = dt.datetime(2023, 5, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def base(base_factory: Bases, clock: Clock) -> LandBase:
    base = base_factory("土地 库", clock=clock)
    parcels = make_parcels(12)
    parcels = parcels.assign(category="idle", parcel_id=[f"P-{n}" for n in range(12)])
    base.add(parcels)
    way = {
        "status": "planned",
        "effective": "2023-03-01",
        "document": "准政发〔2023〕1号",
    }
    base.record("P-0", "start_by_deadline", due="2023-09-30", by="张三", **way)
    return base


def kinds(base: LandBase, on: str) -> dict[str, str]:
    steps = base.milestones(on)
    return dict(zip(steps["step"], steps["deadline"], strict=True))


def test_steps_fall_due_and_are_done(base: LandBase, clock: Clock) -> None:
    base.set_milestone("P-0", "约谈", due="2023-05-20", person="李四", unit="利用科")
    base.set_milestone("P-0", "复工", due="2023-08-01")
    assert kinds(base, "2023-05-20") == {"约谈": "due_soon", "复工": "later"}
    assert kinds(base, "2023-05-21") == {"约谈": "overdue", "复工": "later"}
    clock.now = dt.datetime(2023, 5, 25, tzinfo=dt.UTC)
    base.set_milestone("P-0", "约谈", done_on="2023-05-25")
    assert kinds(base, "2023-05-24") == {"约谈": "overdue", "复工": "later"}
    assert kinds(base, "2023-05-25") == {"约谈": "done", "复工": "later"}
    done = base.milestones("2023-06-01").set_index("step").loc["约谈"]
    assert (done["person"], done["unit"]) == ("李四", "利用科")


def test_deadlines_list_steps_beside_parcels(
    base: LandBase, base_factory: Bases
) -> None:
    recorder = base_factory.by("张三")
    base.set_milestone("P-0", "约谈", due="2023-05-20", person="李四", unit="利用科")
    table = base.deadlines("2023-06-01")
    assert table["step"].fillna("").tolist() == ["约谈", ""]
    assert table["by"].tolist() == ["李四", recorder]
    assert table["days_left"].tolist() == [-12, 121]
    assert table["banner"].notna().all()
    assert base.deadlines("2023-06-01", steps=False)["by"].tolist() == [recorder]


def test_a_day_is_moved_only_with_a_reason(base: LandBase, clock: Clock) -> None:
    base.set_milestone("P-0", "约谈", due="2023-05-20")
    with pytest.raises(LedgerError) as caught:
        base.set_milestone("P-0", "约谈", due="2023-06-20")
    assert caught.value.issues is not None
    assert caught.value.issues.table["code"].tolist() == ["milestone_no_reason"]
    clock.now = dt.datetime(2023, 6, 1, tzinfo=dt.UTC)
    base.set_milestone("P-0", "约谈", due="2023-06-20", reason="企业负责人出差")
    assert kinds(base, "2023-06-01") == {"约谈": "due_soon"}
    # as it was known before the day was moved
    steps = base.milestones("2023-06-01", known="2023-05-31")
    assert steps["deadline"].tolist() == ["overdue"]


def test_all_faults_of_a_table_at_once_and_nothing_is_kept(base: LandBase) -> None:
    table = pd.DataFrame({
        "parcel_id": ["P-0", "Z", "P-1", "P-2", "P-3"],
        "step": ["约谈", "约谈", None, "约谈", "约谈"],
        "due": ["2023-05-20", "2023-05-20", "2023-05-20", None, "五月"],
    })
    with pytest.raises(LedgerError) as caught:
        base.set_milestones(table)
    assert caught.value.issues is not None
    found = caught.value.issues.table
    assert set(zip(found["code"], found["source_row"], strict=True)) == {
        ("event_unknown_parcel", 2),
        ("milestone_no_step", 3),
        ("milestone_no_due", 4),
        ("milestone_no_due", 5),
        ("event_unreadable", 5),
    }
    assert base.milestones("2023-06-01").empty


@pytest.mark.of_file
def test_a_document_is_known_by_its_content(base: LandBase, work: Path) -> None:
    paper = work / "会议 纪要.pdf"
    paper.write_bytes(b"minutes")
    number = base.attach(1, paper, kind="会议纪要", dated="2023-02-28", keep=True)
    table = base.documents()
    assert table["evidence_id"].tolist() == [number]
    assert table.iloc[0][["parcel_id", "file", "size", "kind"]].tolist() == [
        *("P-0", "会议 纪要.pdf", 7, "会议纪要"),
    ]
    copies = list((work / "土地 库.files").rglob("*.pdf"))
    assert [copy.read_bytes() for copy in copies] == [b"minutes"]
    assert base.verify().count("error") == 0
    copies[0].write_bytes(b"Minutes")
    assert codes(base) == ["verify_document_altered"]
    copies[0].unlink()
    assert codes(base) == ["verify_document_missing"]


def codes(base: LandBase, folder: Path | None = None) -> list[str]:
    found = base.verify(documents=folder).of_severity("error", "warning")
    return found.table["code"].tolist()


def test_documents_elsewhere_are_found_when_told_where(
    base: LandBase, work: Path
) -> None:
    archive = work / "档案" / "2023"
    archive.mkdir(parents=True)
    paper = archive / "批复.pdf"
    paper.write_bytes(b"approval")
    base.attach(1, paper)
    assert "verify_documents_elsewhere" in base.verify().table["code"].tolist()
    assert codes(base, work / "档案") == []
    paper.write_bytes(b"another")
    assert codes(base, work / "档案") == ["verify_document_altered"]
    paper.unlink()
    assert codes(base, work / "档案") == ["verify_document_missing"]


def test_what_cannot_be_attached_is_refused(base: LandBase, work: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        base.attach(1, work / "没有.pdf")
    paper = work / "a.pdf"
    paper.write_bytes(b"")
    with pytest.raises(LedgerError, match="no decision 99"):
        base.attach(99, paper)
    assert base.documents().empty


def test_the_balance_of_parcels(base: LandBase) -> None:
    balance = base.balance()
    assert balance.loc["P-0", "balanced"]
    assert balance.loc["P-0", "planned_m2"] == balance.loc["P-0", "area_m2"]
    assert not balance.loc["P-1", "balanced"]
    assert balance.loc["P-1", "unplanned_m2"] == balance.loc["P-1", "area_m2"]
