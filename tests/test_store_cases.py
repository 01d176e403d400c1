"""One answer by every door of a land base; and what is refused before it is wrong."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from test_store_lineage import HALVES, codes, frame

from landbase.area import ellipsoidal_area
from landbase.cases.fold import fold
from landbase.cases.periods import period_report
from landbase.cases.progress import progress
from landbase.errors import DataError, LandbaseWarning, LedgerError
from landbase.paper.content import make_theme
from landbase.rules.ruleset import Rules
from landbase.webmap.drawing import make_drawing
from landbase.webmap.states import Timeline, place

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Bases

    from landbase.store.base import LandBase

TASKS = pd.DataFrame({
    "year": [2022, 2023], "banner": "150602", "category": "idle", "area": 10.0,
    "unit": "ha",
})  # fmt: skip
OWN = {"status": {"archived": {"zh": "已归档", "en": "archived", "disposed": True}}}


class Clock:
    """A clock that is set by hand."""

    now = dt.datetime(2023, 8, 1, 4, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


def make_base(base_factory: Bases, **more: Any) -> LandBase:
    base = base_factory("土地 库", **{"clock": Clock()} | more)
    parcels = frame({"A": (0, 0, 2, 1), "B": (2, 0, 3, 1)})
    begun = pd.Timestamp("2020-01-01")
    base.add(parcels.assign(category="idle", banner="150602", actual_start=begun))
    return base


def done_by_year(base: LandBase, **how: Any) -> list[float]:
    decisions = base.decisions()
    tables = [
        progress(decisions, TASKS, year=year, on="2023-12-31", **how)
        for year in (2022, 2023)
    ]
    return [float(t.loc[("city", "idle"), "disposed_m2"]) for t in tables]


def test_a_way_that_goes_on_is_one_figure_in_balance_and_progress(
    base_factory: Bases,
) -> None:
    base = make_base(base_factory)
    said = {"status": "disposed", "disposal_type": "paid_reclaim"}
    base.record("B", effective="2022-06-01", area_m2=4_000, **said)
    base.record("B", effective="2023-06-01", area_m2=9_000, **said)
    assert base.balance().loc["B", "disposed_m2"] == 9_000
    assert done_by_year(base) == [4_000, 5_000]
    assert base.parcels().set_index("parcel_id").loc["B", "disposed_area_m2"] == 9_000
    report = period_report(base, "2023-01-01", "2023-12-31").table
    assert report.loc[("city", "idle"), ("disposed", "m2")] == 5_000


def test_a_status_of_the_bureau_counts_whoever_asks(base_factory: Bases) -> None:
    rules = Rules(vocabulary=Rules.default().vocabulary.extended(OWN))
    make_base(base_factory, rules=rules).close()
    base = base_factory("土地 库")
    base.record("B", "paid_reclaim", status="archived", effective="2023-06-01")
    area = float(base.balance().loc["B", "area_m2"])
    assert done_by_year(base) == [0, area]
    assert base.balance().loc["B", "disposed_m2"] == area
    report = period_report(base, "2023-01-01", "2023-12-31").table
    assert report.loc[("city", "idle"), ("disposed", "m2")] == area


def test_the_same_disposals_recorded_again_are_refused(base_factory: Bases) -> None:
    base = make_base(base_factory)
    table = pd.DataFrame({
        "parcel_id": ["A", "B"], "disposal_type": "paid_reclaim", "status": "disposed",
        "effective": "2023-06-01", "document": "准政发〔2023〕12号",
    })  # fmt: skip
    base.record_many(table)
    with pytest.raises(LedgerError) as caught:
        base.record_many(table.assign(effective="2023-07-01"))
    assert codes(caught) == ["event_repeated", "event_repeated"]
    base.record_many(table.assign(exception="补登原件"))
    whole = ellipsoidal_area(base.parcels()).sum()
    assert done_by_year(base)[1] == pytest.approx(whole, abs=1e-6)
    assert base.balance()["disposed_m2"].sum() == pytest.approx(whole, abs=1e-6)


def test_halves_closed_by_two_ways_are_one_figure(base_factory: Bases) -> None:
    base = make_base(base_factory)
    half = {"status": "closed", "area_m2": 5_000, "document": "准政发〔2023〕12号"}
    base.record("B", "paid_reclaim", effective="2023-03-01", **half)
    base.record("B", "start_by_deadline", effective="2023-04-01", **half)
    assert done_by_year(base)[1] == 10_000
    assert done_by_year(base, accepted_only=True)[1] == 10_000
    assert base.balance().loc["B", "disposed_m2"] == 10_000
    report = period_report(base, "2023-01-01", "2023-12-31").table
    assert report.loc[("city", "idle"), ("closed", "m2")] == 10_000


def split_base(base_factory: Bases) -> LandBase:
    base = make_base(base_factory)
    base.record(
        "A", "paid_reclaim", status="planned", effective="2023-01-05", due="2023-03-01"
    )
    return base


def test_disposal_follows_a_split(base_factory: Bases) -> None:
    base = split_base(base_factory)
    base.record("A", "paid_reclaim", status="disposed", effective="2023-03-01")
    base.split("A", frame(HALVES), effective="2023-06-01")
    whole = float(ellipsoidal_area(base.parcels(on="2023-05-01").head(1)).iloc[0])
    closed = {"status": "closed", "effective": "2023-07-01", "document": "x"}
    for step in range(2):
        balance = base.balance()
        assert balance["disposed_m2"].sum() == pytest.approx(whole, abs=0.01)
        assert done_by_year(base)[1] == pytest.approx(whole, abs=0.01)
        if not step:
            for child in HALVES:
                base.record(child, "paid_reclaim", **closed)
    accepted = done_by_year(base, accepted_only=True)[1]
    assert accepted == pytest.approx(whole, abs=0.01)
    by_part = period_report(base, "2023-01-01", "2023-12-31").table
    assert by_part.loc[("150602", "idle"), ("disposed", "m2")] == pytest.approx(
        whole, abs=0.01
    )
    with pytest.raises(LedgerError) as caught:  # it is disposed of already
        base.record("A-1", "paid_reclaim", status="planned", effective="2023-07-02")
    assert codes(caught) == ["event_step_not_allowed"]


def test_what_is_overdue_after_a_split_is_one_answer(base_factory: Bases) -> None:
    base = split_base(base_factory)
    base.split("A", frame(HALVES), effective="2023-06-01")
    day = "2023-07-06"
    late = base.deadlines(day, steps=False)
    assert late.loc[late["deadline"] == "overdue", "parcel_id"].tolist() == [*HALVES]
    now = base.parcels(on=day)
    theme = make_theme(
        now, color_by="overdue", areas=ellipsoidal_area(now), on=day, rules=base.rules
    )
    drawn = now.loc[theme.codes == "overdue", "parcel_id"].tolist()
    assert drawn == [*HALVES]
    drawing = make_drawing(
        now, color_by="status", columns=["parcel_id", "status", "due"], rules=None,
        lang="zh", areas=None, decisions=Timeline.of(base, on=day),
    )  # fmt: skip
    assert drawing.timeline is not None
    events = place(drawing.timeline, drawing.parcels, rules=drawing.legend.rules)
    last = events.drop_duplicates("row", keep="last").set_index("row")
    assert set(last["state_due"]) == {pd.Timestamp("2023-03-01")}
    assert last["state_status"].tolist() == ["planned", "planned"]
    assert events["birth"].sum() == 2  # each begins once, and has what A had
    assert (events["source"] == "A").sum() == 2


@pytest.mark.parametrize("kind", ["split", "merge", "adjust"])
def test_nothing_happens_before_a_birth(base_factory: Bases, kind: str) -> None:
    base = make_base(base_factory)
    base.split("A", frame(HALVES), effective="2023-06-01")
    early = {"effective": "2023-01-01"}
    quarters = frame({"X": (0, 0, 0.5, 1), "Y": (0.5, 0, 1, 1)})
    verbs = {
        "split": lambda: base.split("A-1", quarters, **early),
        "merge": lambda: base.merge(
            ["A-1", "A-2"], frame({"X": (0, 0, 2, 1)}), **early
        ),
        "adjust": lambda: base.adjust(["A-1"], quarters, **early),
    }
    with pytest.raises(LedgerError) as caught:
        verbs[kind]()
    assert set(codes(caught)) == {"lineage_before_birth"}
    assert base.parcels(on="2023-03-01")["parcel_id"].tolist() == ["A", "B"]
    base.split("A-1", quarters, effective="2023-06-01")  # the day itself is one


def test_a_clock_set_back_does_not_turn_the_order(base_factory: Bases) -> None:
    clock = Clock()
    base = make_base(base_factory, clock=clock)
    said = {"disposal_type": "paid_reclaim", "effective": "2023-07-01"}
    base.record("B", status="disposed", **said)
    clock.now -= dt.timedelta(hours=2)
    with pytest.warns(LandbaseWarning, match="behind the newest record"):
        base.record("B", status="returned", reason="材料不全", **said)
    assert base.parcels().set_index("parcel_id").loc["B", "status"] == "returned"
    assert base.balance().loc["B", "disposed_m2"] == 0
    told = ["verify_chain", "verify_head"]
    assert base.verify().table["code"].isin(told).all()


@pytest.mark.of_file
def test_the_table_for_qgis_is_the_fold(base_factory: Bases) -> None:
    base = split_base(base_factory)
    base.split("A", frame(HALVES), effective="2023-06-01")
    base.record("A-1", "paid_reclaim", status="disposed", effective="2023-07-01")
    base.close()
    database = sqlite3.connect(base.path)
    query = "SELECT parcel_id, status, due FROM parcels_current ORDER BY OGC_FID"
    shown = database.execute(query).fetchall()
    now = base.parcels()
    due = now["due"].dt.strftime("%Y-%m-%d").astype(object)
    due = due.where(now["due"].notna(), None)
    assert shown == list(zip(now["parcel_id"], now["status"], due, strict=True))
    for sql in (
        "UPDATE parcel_states SET status = 'closed'",
        "DELETE FROM parcel_states",
        "INSERT INTO parcel_states (parcel_id, lives, decided) VALUES ('B', 1, 0)",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="come of the decisions"):
            database.execute(sql)
    assert base.verify().count("error") == 0
    guard = "SELECT sql FROM sqlite_master WHERE name = 'parcel_states_no_update'"
    (made,) = database.execute(guard).fetchone()
    database.execute("DROP TRIGGER parcel_states_no_update")
    database.execute("UPDATE parcel_states SET due = '2030-01-01' WHERE lives")
    database.execute(made)
    database.commit()
    database.close()
    found = base.verify().table
    wrong = found[found["code"] == "verify_state"]
    assert wrong["parcel_id"].tolist() == ["A-1", "A-2", "B"]


NO_DAYS = ("-0001-01-01", "today", "2023", "2023-07", "9999-01-01", dt.date(1, 1, 1))


@pytest.mark.parametrize("day", NO_DAYS, ids=str)
@pytest.mark.of_file
def test_what_is_no_day_is_refused_before_anything_is_written(
    base_factory: Bases, work: Path, day: Any
) -> None:
    base = make_base(base_factory)
    event = base.record("B", "interview", status="planned", effective="2023-07-01")
    before = base.path.read_bytes()
    paper = work / "文件.pdf"
    paper.write_bytes(b"x")
    halves = frame(HALVES)
    refused = [
        lambda: base.record("A", "interview", status="planned", effective=day),
        lambda: base.record(
            "A", "interview", status="planned", effective="2023-07-01", due=day
        ),
        lambda: base.set_milestone("A", "公告", due=day),
        lambda: base.split("A", halves, effective=day),
        lambda: base.attach(event.event_id, paper, dated=day),
        lambda: base.parcels(day),
        lambda: base.decisions(known=day),
        lambda: base.deadlines(day),
        lambda: base.conflicts(day),
        lambda: base.export_events(work / "库.jsonl", since=day),
    ]
    for ask in refused:
        with pytest.raises(DataError):
            ask()
    assert base.path.read_bytes() == before
    assert not base.verify().count("error")


@pytest.mark.of_file
def test_what_is_recorded_is_folded_once(
    base_factory: Bases, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = make_base(base_factory)
    asked = []

    def counted(*given: Any, **named: Any) -> Any:
        asked.append(given)
        return fold(*given, **named)

    monkeypatch.setattr("landbase.cases.allowed.fold", counted)
    monkeypatch.setattr("landbase.store.queries.fold", counted)
    base.record("B", "interview", status="planned", effective="2023-07-01", by="张三")
    base.record("B", "paid_reclaim", status="disposed", effective="2023-07-02")
    assert len(asked) == 1  # a plan is judged without a fold
    assert not base.verify().count("error")
    with closing(sqlite3.connect(base.path)) as file, file:
        row = file.execute("SELECT * FROM parcel_states WHERE parcel_id = 'B'")
        kept = dict(zip([c[0] for c in row.description], row.fetchone(), strict=True))
    assert (kept["status"], kept["event_id"]) == ("disposed", 2)
    assert kept["disposal_type"] == "paid_reclaim"


def test_a_record_from_a_clock_ahead_stays_the_last(
    base_factory: Bases, work: Path
) -> None:
    base = make_base(base_factory)
    clock = Clock()
    clock.now += dt.timedelta(days=2)
    other = base_factory("乙", clock=clock)
    other.add(base.parcels())
    day = "2023-07-01"
    other.record("B", "interview", status="planned", effective=day)
    with pytest.warns(LandbaseWarning):
        base.import_events(other.export_events(work / "乙.jsonl"))
    base.record("B", "interview", status="in_progress", effective=day)
    now = base.parcels().set_index("parcel_id")
    assert now.loc["B", "status"] == "planned"
    assert not base.verify().count("error")


def test_a_date_that_only_later_versions_keep_can_be_what_a_way_waits_for(
    base_factory: Bases,
) -> None:
    own = {"paid_reclaim": {"disposes_with": ["supplied_on"]}}
    rules = Rules.default().extended({"vocabulary": {"disposal_type": own}})
    base = base_factory("库", clock=Clock(), rules=rules)
    parcels = frame({"A": (0, 0, 1, 1), "B": (1, 0, 2, 1)})
    day = pd.to_datetime(["2023-05-01", None])
    base.add(parcels.assign(category="idle", banner="150602", supplied_on=day))
    done = {"status": "disposed", "effective": "2023-04-30"}
    for parcel in "AB":
        with pytest.raises(LedgerError, match="supplied_on"):
            base.record(parcel, "paid_reclaim", **done)
    base.record("A", "paid_reclaim", status="disposed", effective="2023-05-01")
    assert base.balance()["disposed_m2"].gt(0).to_dict() == {"A": True, "B": False}
    # without the date it no longer counts, by whatever door one asks
    base.add(parcels.assign(category="idle", banner="150602", supplied_on=pd.NaT))
    assert base.balance()["disposed_m2"].sum() == 0
    assert base.parcels()["disposed_area_m2"].isna().all()
    assert base.decisions()["added_m2"].sum() == 0
