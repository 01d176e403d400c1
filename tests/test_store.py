"""The land base: parcels go in and come back, decisions are kept and never changed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING

import geopandas as gpd
import hypothesis.strategies as st
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings

from landbase.errors import (
    CRSError,
    GeometryError,
    LedgerError,
    SchemaError,
    StoreError,
)
from landbase.rules.ruleset import Rules
from landbase.rules.schema import PARCEL_COLUMNS, as_parcels
from landbase.rules.vocabulary import Vocabulary
from landbase.store.base import LandBase
from landbase.store.columns import STORED_FIELDS
from landbase.store.parcels import AddResult
from landbase.store.sqlite import add_spatial_functions
from landbase.testing import assert_parcels_equal, make_parcels

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from servers import Bases


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = dt.datetime(
            2023, 1, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8))
        )

    def __call__(self) -> dt.datetime:
        return self.now

    def set(self, day: str) -> None:
        date = dt.date.fromisoformat(day)
        self.now = self.now.replace(year=date.year, month=date.month, day=date.day)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def base(base_factory: Bases, clock: Clock) -> LandBase:
    return base_factory("鄂尔多斯 土地库", clock=clock)


def squares(**columns: object) -> gpd.GeoDataFrame:
    """Three parcels: two idle (A by the enterprise, B by no known cause), one not."""
    corners = [(110.0, 39.0), (110.1, 39.0), (110.2, 39.0)]
    shapes = [shapely.box(x, y, x + 0.001, y + 0.001) for x, y in corners]
    data: dict[str, object] = {
        "parcel_id": ["A", "B", "C"],
        "category": ["idle", "idle", "approved_unsupplied"],
        "banner": ["150602", None, "150622"],
        "cause": ["enterprise", None, None],
        **columns,
    }
    return gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4490")


@pytest.fixture
def filled(base: LandBase, clock: Clock) -> LandBase:
    base.add(squares())
    clock.set("2023-05-02")
    return base


# ---------------------------------------------------------------- adding and reading


def test_what_is_added_comes_back(base: LandBase) -> None:
    parcels = make_parcels(60, holes=0.3, parts=0.3)
    before = parcels.copy(deep=True)
    assert base.add(parcels) == AddResult(added=60, changed=0, unchanged=0)
    assert_parcels_equal(parcels, before)
    found = base.parcels()
    assert_parcels_equal(found[parcels.columns], parcels)
    assert shapely.equals_identical(found.geometry, parcels.geometry).all()


@pytest.mark.of_file
def test_adding_again_changes_nothing(base: LandBase, clock: Clock) -> None:
    parcels = make_parcels(20, holes=0.5)
    base.add(parcels)
    content = base.path.read_bytes()
    clock.set("2023-02-01")
    assert base.add(parcels) == AddResult(added=0, changed=0, unchanged=20)
    assert base.add(base.parcels()) == AddResult(added=0, changed=0, unchanged=20)
    assert base.path.read_bytes() == content


@pytest.mark.of_file
def test_same_input_same_bytes(work: Path, clock: Clock) -> None:
    for name in ("甲.gpkg", "乙.gpkg"):
        base = LandBase.open(work / name, clock=clock)
        base.add(squares())
        base.record("B", "start_by_deadline", status="planned", effective="2023-01-01")
    assert (work / "甲.gpkg").read_bytes() == (work / "乙.gpkg").read_bytes()


def test_unknown_columns_come_back_with_their_types(base: LandBase) -> None:
    parcels = squares(
        备注=["<b>", None, "“引号”"],
        NAME=["x", "y", "z"],
        fid=[7, 8, 9],
        many=[2**60, 1, 0],
        share=[0.1, None, 1 / 3],
        seen=pd.to_datetime([
            "2023-01-01T08:30:00",
            None,
            "2024-02-29T00:00:00",
        ]).astype("datetime64[ms]"),
        flag=[True, False, True],
        maybe=pd.array([1, None, 3], dtype="Int64"),
    )
    base.add(parcels)
    found = base.parcels().drop(columns=["status", "disposal_type"])
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.drop(columns="geometry")),
        pd.DataFrame(parcels.drop(columns="geometry")),
        check_like=True,
    )


def test_a_second_source_brings_other_columns(base: LandBase) -> None:
    base.add(squares(k=[1, 2, 3]))
    more = squares(note=["a", "b", "c"]).assign(parcel_id=["D", "E", "F"])
    assert base.add(more).added == 3
    found = base.parcels()
    assert found["k"].dtype == "Int64"
    assert found["k"].tolist()[:3] == [1, 2, 3]
    assert found["note"].tolist()[3:] == ["a", "b", "c"]
    assert found["k"].isna().tolist() == [False] * 3 + [True] * 3


def test_a_column_of_two_types_becomes_text(base: LandBase) -> None:
    base.add(squares(k=[1, 2, 3]))
    assert base.add(squares(k=["1", "2", "丙"])).changed == 1
    assert base.parcels()["k"].tolist() == ["1", "2", "丙"]


def test_what_cannot_be_kept_is_refused(base: LandBase) -> None:
    with pytest.raises(SchemaError, match="'k'"):
        base.add(squares(k=[[1], [2], [3]]))
    assert base.parcels().empty


def test_a_change_keeps_its_past(base: LandBase, clock: Clock) -> None:
    parcels = squares(holder=["甲公司", "乙公司", "丙公司"], note=["a", "b", "c"])
    base.add(parcels)
    clock.set("2023-02-01")
    moved = parcels.copy()
    moved.loc[0, "holder"] = "丁公司"
    moved.loc[1, "note"] = None
    moved.loc[1, "geometry"] = shapely.box(110.1, 39, 110.103, 39.001)
    assert base.add(moved) == AddResult(added=0, changed=2, unchanged=1)
    assert base.parcels()["holder"].tolist()[0] == "丁公司"
    first = as_parcels(parcels)
    assert_parcels_equal(base.parcels(known="2023-01-31")[first.columns], first)
    assert base.parcels(known="2022-12-31").empty
    history = base.history("B")
    assert history["kind"].tolist() == ["registered", "changed"]
    assert history["changed"].iloc[1] == "geometry、note"


def test_an_absent_column_says_nothing_and_a_missing_value_says_none(
    base: LandBase,
) -> None:
    base.add(squares(holder=["甲", "乙", "丙"], note=["a", "b", "c"]))
    assert base.add(squares()).unchanged == 3
    assert base.add(squares(holder=["甲", None, "丙"])).changed == 1
    assert base.parcels()["note"].tolist() == ["a", "b", "c"]
    assert base.parcels()["holder"].isna().tolist() == [False, True, False]


def test_any_cgcs2000_crs_goes_in_and_no_other(base: LandBase) -> None:
    plane = squares().to_crs("EPSG:4525")
    base.add(plane)
    assert base.parcels().crs == "EPSG:4490"
    assert shapely.equals_exact(
        base.parcels().geometry, squares().geometry, tolerance=1e-9
    ).all()
    with pytest.raises(CRSError):
        base.add(squares().set_crs(None, allow_override=True))


def test_a_renamed_geometry_column_goes_in(base: LandBase) -> None:
    base.add(squares().rename_geometry("形状"))
    assert base.add(squares()).unchanged == 3


def test_an_empty_table_goes_in_and_comes_out(base: LandBase) -> None:
    assert base.add(squares().iloc[:0]) == AddResult(0, 0, 0)
    assert base.parcels().empty
    assert base.decisions().empty
    assert base.record_many(base.decisions()) == 0
    assert "土地库" in base._repr_html_()


def test_all_faults_of_the_rows_are_listed_at_once(base: LandBase) -> None:
    parcels = squares(
        parcel_id=["A", "A", None],
        category=["idle", "空闲", "idle"],
        status=["x", None, None],
    )
    parcels.loc[2, "geometry"] = shapely.Point(110, 39)
    with pytest.raises(SchemaError) as refused:
        base.add(parcels)
    assert refused.value.issues is not None
    assert refused.value.issues.table["code"].value_counts().to_dict() == {
        "base_duplicate_id": 2,
        "base_unknown_code": 2,
        "missing_id": 1,
        "base_not_polygon": 1,
    }
    assert base.parcels().empty


def test_every_stored_field_is_one_of_the_parcel_table() -> None:
    assert set(STORED_FIELDS) <= set(PARCEL_COLUMNS)


# ---------------------------------------------------------------------- decisions


def test_a_decision_is_recorded_and_read(filled: LandBase) -> None:
    decision = filled.record(
        "C",
        "revoke_approval",
        status="planned",
        effective="2023-03-01",
        due="2023-09-30",
        document="准政发〔2023〕12号",
        by="张三",
        reason="规划调整",
    )
    assert decision.event_id == 1
    assert decision.effective == dt.date(2023, 3, 1)
    assert decision.recorded_at == dt.datetime(2023, 5, 2, 9, 0)  # noqa: DTZ001 - Beijing time
    events = filled.decisions()
    row = events.iloc[0]
    assert row[["category", "banner", "document"]].tolist() == [
        "approved_unsupplied",
        "150622",
        "准政发〔2023〕12号",
    ]
    assert events["due"].dtype == "datetime64[s]"


def test_the_state_of_any_day(filled: LandBase) -> None:
    for status, day in (("planned", "2023-03-01"), ("disposed", "2023-05-01")):
        filled.record(
            "A", "free_reclaim", status=status, effective=day, due="2023-09-30"
        )
    states = {
        day: filled.parcels(on=day)["status"].tolist()[0]
        for day in ("2023-02-28", "2023-03-01", "2023-04-30", "2023-05-01")
    }
    assert list(states.values()) == ["registered", "planned", "planned", "disposed"]
    now = filled.parcels(on=dt.date(2023, 7, 6))
    # 0.001° of longitude by 0.001° of latitude at 39° N
    assert now["disposed_area_m2"].iloc[0] == pytest.approx(9617, rel=1e-3)
    assert now["disposed_area_m2"].isna().tolist() == [False, True, True]


def test_an_exception_shows_on_the_parcel_and_with_its_decision_goes(
    filled: LandBase,
) -> None:
    way = {"disposal_type": "free_reclaim", "status": "closed"}
    filled.record("A", effective="2023-03-01", exception="无文号，经批准", **way)
    found = filled.parcels()
    assert found["exception"].iloc[0] == "无文号，经批准"
    assert found["exception"].isna().tolist() == [False, True, True]
    assert filled.add(found) == AddResult(added=0, changed=0, unchanged=3)
    with pytest.raises(SchemaError, match="'exception' belongs to decisions"):
        filled.add(found.assign(exception="另一理由"))
    filled.record(
        "A", "free_reclaim", status="returned", effective="2023-04-01", reason="补文号"
    )
    assert filled.parcels()["exception"].isna().all()
    assert filled.parcels(on="2023-03-31")["exception"].notna().sum() == 1


def test_the_state_as_it_was_known(filled: LandBase, clock: Clock) -> None:
    clock.set("2023-06-01")
    filled.record("A", "free_reclaim", status="planned", effective="2023-02-01")
    then = filled.parcels(on="2023-03-01", known="2023-05-31")
    assert then["status"].tolist() == ["registered"] * 3
    assert "effective" not in then
    assert filled.parcels(on="2023-03-01")["status"].iloc[0] == "planned"
    assert filled.decisions(known="2023-05-31").empty
    with pytest.raises(ValueError, match="昨天"):
        filled.parcels(on="昨天")


def test_events_override_what_was_registered(base: LandBase, clock: Clock) -> None:
    clock.set("2023-03-01")
    base.add(
        squares(
            status=["planned", None, "in_progress"],
            disposal_type=["interview", None, None],
        )
    )
    base.record("A", "free_reclaim", status="in_progress", effective="2023-03-01")
    now = base.parcels()
    assert now["status"].tolist() == ["in_progress", "registered", "in_progress"]
    assert now["disposal_type"].iloc[0] == "free_reclaim"
    assert base.parcels(on="2023-02-01")["disposal_type"].iloc[0] == "interview"


def test_the_state_of_a_day_does_not_become_a_fact_of_the_parcel(
    base: LandBase, clock: Clock
) -> None:
    base.add(squares())
    clock.set("2023-03-01")
    base.record("A", "free_reclaim", status="disposed", effective="2023-03-01")
    edited = base.parcels().assign(holder=["甲", None, None])
    assert base.add(edited).changed == 1
    assert base.parcels(on="2023-01-01")["status"].iloc[0] == "registered"
    with pytest.raises(SchemaError, match="'due'"):
        base.add(edited.assign(due=pd.Timestamp("2023-01-01")))


def test_a_wrong_way_is_refused_with_those_that_fit(filled: LandBase) -> None:
    with pytest.raises(LedgerError, match="\\(start_by_deadline\\)"):
        filled.record("A", "revoke_approval", status="planned", effective="2023-03-01")
    with pytest.raises(LedgerError, match="no parcel Z"):
        filled.record("Z", "interview", status="planned", effective="2023-03-01")
    with pytest.raises(LedgerError, match="effective"):
        filled.record("A", "free_reclaim", status="planned", effective="2023-13-01")
    assert filled.decisions().empty
    with pytest.raises(LedgerError, match="no parcel 'Z'"):
        filled.history("Z")


def test_many_are_recorded_or_none(filled: LandBase) -> None:
    table = pd.DataFrame({
        "parcel_id": ["A", "B", "C", "Z"],
        "disposal_type": ["free_reclaim", "revoke_approval", "nonsense", "interview"],
        "status": "planned",
        "effective": "2023-03-01",
        "source": "台账.xlsx",
        "source_row": [11, 12, 13, 14],
    })
    with pytest.raises(LedgerError, match="none was recorded") as refused:
        filled.record_many(table)
    assert refused.value.issues is not None
    assert refused.value.issues.table["source_row"].tolist() == [14, 13]
    with pytest.raises(LedgerError):
        filled.record_many(table.iloc[:2])
    assert filled.decisions().empty
    assert filled.record_many(table.iloc[:1]) == 1


def test_a_correction_is_a_new_event(filled: LandBase, clock: Clock) -> None:
    clock.set("2023-01-10")
    wrong = filled.record(
        "A",
        "free_reclaim",
        status="closed",
        effective="2023-01-05",
        document="东政发〔2023〕1号",
    )
    clock.set("2023-02-01")
    with pytest.raises(LedgerError, match="reason"):
        filled.record(
            "A",
            "free_reclaim",
            status="planned",
            effective="2023-01-05",
            supersedes=wrong.event_id,
        )
    right = filled.record(
        "A",
        "free_reclaim",
        status="planned",
        effective="2023-01-05",
        supersedes=wrong.event_id,
        reason="误记为销号",
    )
    assert filled.parcels()["status"].iloc[0] == "planned"
    assert filled.parcels(known="2023-01-31")["status"].iloc[0] == "closed"
    assert filled.decisions()["event_id"].tolist() == [right.event_id]
    assert len(filled.decisions(superseded=True)) == 2
    history = filled.history("A")
    assert history["superseded_by"].tolist()[1:] == [right.event_id, pd.NA]
    with pytest.raises(LedgerError, match="no event 1 in force"):
        filled.record(
            "A",
            "free_reclaim",
            status="disposed",
            effective="2023-01-05",
            supersedes=wrong.event_id,
            reason="再改",
        )


@pytest.mark.parametrize(
    ("typed", "m2"),
    [("12.5亩", 25_000 / 3), ("0.83公顷", 8300), ("8300平方米", 8300), (8300, 8300),
     ("1.2万亩", 8_000_000), ("８，３００", 8300)],
)  # fmt: skip
def test_areas_and_days_are_read_as_people_type_them(
    base: LandBase, typed: str | float, m2: float
) -> None:
    whole = squares()
    whole["geometry"] = whole.geometry.scale(40, 40)
    base.add(whole)
    decision = base.record(
        "A",
        "free_reclaim",
        status="planned",
        effective="2022年12月1日",
        due="2023年9月底前",
        area_m2=typed,
    )
    assert decision.area_m2 == pytest.approx(m2, abs=1e-6)
    assert decision.effective == dt.date(2022, 12, 1)
    assert decision.due == dt.date(2023, 9, 30)


@pytest.mark.parametrize("typed", ["很大", "12英亩", "nan", "1亩（9公顷）"])
def test_what_is_no_area_is_refused(filled: LandBase, typed: str) -> None:
    way = {"status": "planned", "effective": "2023-01-05"}
    with pytest.raises(LedgerError, match="area_m2"):
        filled.record("A", "free_reclaim", area_m2=typed, **way)
    assert filled.decisions().empty


def test_what_has_not_happened_is_not_recorded(base_factory: Bases, work: Path) -> None:
    """Half past midnight in Beijing is the day before in Greenwich."""
    moment = dt.datetime(2023, 7, 5, 16, 30, tzinfo=dt.UTC)
    base = base_factory("钟", clock=lambda: moment)
    base.add(squares())
    way = {"disposal_type": "free_reclaim", "status": "closed", "exception": "特批"}
    with pytest.raises(LedgerError, match="2023-07-07 is after today") as refused:
        base.record("A", effective="2023.7.7", **way)
    assert refused.value.issues is not None
    assert refused.value.issues.table["code"].tolist() == ["day_in_future"]
    assert base.record("A", effective="2023/7/6", **way).effective.day == 6
    with pytest.raises(LedgerError, match="after today"):
        base.set_milestone("B", "约谈", due="20230801", done_on="2023年7月7日")
    with pytest.raises(LedgerError, match="after today"):
        base.split("B", squares().iloc[:2], effective="2023-07-07")
    paper = work / "决定.pdf"
    paper.write_bytes(b"decision")
    with pytest.raises(LedgerError, match="after today"):
        base.attach(1, paper, dated="2023-07-07")
    assert base.attach(1, paper, dated="2023年7月6日") == 1
    assert base.deadlines("2099-01-01").empty  # a day to judge by may come


def test_history_tells_a_life_in_order(filled: LandBase, clock: Clock) -> None:
    clock.set("2023-04-01")
    filled.record("A", "free_reclaim", status="in_progress", effective="2023-03-01")
    filled.record("A", "free_reclaim", status="planned", effective="2022-12-01")
    clock.set("2023-05-01")
    filled.add(squares(holder=["甲", None, None]))
    history = filled.history("A")
    assert history["kind"].tolist() == ["registered", "decision", "decision", "changed"]
    assert history["status"].tolist()[1:3] == ["planned", "in_progress"]


# ---------------------------------------------------------------- kept for good


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET status = 'closed'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
        "DELETE FROM parcels",
        "UPDATE parcels SET parcel_id = 'X'",
        "UPDATE parcel_versions SET holder = 'X'",
        "DELETE FROM parcel_versions",
    ],
)
@pytest.mark.of_file
def test_no_program_can_change_the_record(filled: LandBase, statement: str) -> None:
    filled.add(squares(holder=["甲", None, None]))
    filled.record("A", "free_reclaim", status="planned", effective="2023-03-01")
    other = sqlite3.connect(filled.path)
    add_spatial_functions(other)
    with pytest.raises(sqlite3.IntegrityError, match=" / "):
        other.execute(statement)
    other.close()


@pytest.mark.of_file
def test_a_parcel_of_a_decision_must_be_there(filled: LandBase) -> None:
    other = sqlite3.connect(filled.path)
    other.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        other.execute(
            "INSERT INTO decisions (parcel_id, disposal_type, status, effective, uid,"
            " home_id, recorded_at, known_at, hash)"
            " VALUES ('Z', 'x', 'y', '2023-01-01', 'u', 1, '', '', '')"
        )
    other.close()


@pytest.mark.of_file
def test_a_newer_or_foreign_file_is_refused(
    base_factory: Bases, work: Path, filled: LandBase
) -> None:
    other = sqlite3.connect(filled.path)
    other.execute("UPDATE landbase_meta SET value = '99'")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="newer landbase"):
        LandBase.open(filled.place)
    text = work / "说明.gpkg"
    text.write_text("不是数据库" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="not a database"):
        LandBase.open(text)
    squares().to_file(work / "别的.gpkg", engine="pyogrio")
    with pytest.raises(StoreError, match="not a land base"):
        base_factory("别的")


@pytest.mark.of_file
def test_a_busy_file_is_said_to_be_busy(filled: LandBase) -> None:
    other = sqlite3.connect(filled.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = LandBase.open(filled.place, wait_seconds=0.1)
    with pytest.raises(StoreError, match="written by another program"):
        impatient.record("A", "free_reclaim", status="planned", effective="2023-03-01")
    assert len(impatient.parcels()) == 3
    other.execute("ROLLBACK")
    other.close()
    impatient.record("A", "free_reclaim", status="planned", effective="2023-03-01")


@pytest.mark.of_file
def test_one_file_and_nothing_held_open(
    base_factory: Bases, work: Path, filled: LandBase
) -> None:
    with filled as base:
        base.record("A", "free_reclaim", status="planned", effective="2023-03-01")
    assert [path.name for path in work.iterdir()] == [filled.path.name]
    assert "LandBase(" in repr(filled)
    filled.path.rename(work / "moved.gpkg")
    assert len(base_factory("moved").decisions()) == 1


def test_a_clock_without_a_zone_is_refused(base_factory: Bases) -> None:
    with pytest.raises(ValueError, match="zone"):
        base_factory("x", clock=lambda: dt.datetime(2023, 1, 1))  # noqa: DTZ001 - the point


def test_own_terms(base_factory: Bases) -> None:
    own = {
        "disposal_type": {
            "lease": {"zh": "短期租赁", "en": "lease", "category": "idle"}
        }
    }
    words = Vocabulary.default().extended(own)
    base = base_factory("x", rules=Rules(vocabulary=words))
    base.add(squares())
    base.record("A", "lease", status="planned", effective="2023-03-01")
    assert base.parcels()["disposal_type"].iloc[0] == "lease"


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**16), order=st.randoms(use_true_random=False))
@pytest.mark.of_file
def test_round_trip_of_any_parcels(
    tmp_path_factory: pytest.TempPathFactory, seed: int, order: random.Random
) -> None:
    parcels = make_parcels(12, seed=seed, holes=0.3, parts=0.3)
    base = LandBase.open(tmp_path_factory.mktemp("库") / "a.gpkg")
    rows = list(range(12))
    order.shuffle(rows)
    mixed = parcels.iloc[rows].reset_index(drop=True)
    base.add(mixed.iloc[:5])
    assert base.add(mixed) == AddResult(added=7, changed=0, unchanged=5)
    assert_parcels_equal(base.parcels()[mixed.columns], mixed)


def test_deadlines_of_the_base(filled: LandBase, base_factory: Bases) -> None:
    filled.record(
        "A",
        "free_reclaim",
        status="planned",
        effective="2023-01-01",
        due="2023-07-01",
        by="张三",
    )
    found = filled.deadlines("2023-07-06")
    assert found[["parcel_id", "deadline", "days_left", "by"]].to_numpy().tolist() == [
        ["A", "overdue", -5, base_factory.by("张三")]
    ]
    assert filled.deadlines(dt.date(2022, 7, 6)).empty


@pytest.mark.parametrize(
    "name", ["100% 对.gpkg", "a?b#c.gpkg", "file:x.gpkg", "引'号\"“”.gpkg"]
)
def test_any_name_will_do(work: Path, name: str) -> None:
    base = LandBase.open(work / name)
    base.add(squares())
    assert (work / name).stat().st_size > 0
    assert len(LandBase.open(work / name).parcels()) == 3


def test_a_report_of_a_past_day_is_made_again_to_the_byte(
    filled: LandBase, clock: Clock
) -> None:
    clock.set("2023-02-01")
    filled.record("A", "free_reclaim", status="planned", effective="2023-01-15")
    last_month = filled.parcels(on="2023-01-31", known="2023-02-01").to_csv()
    events = filled.decisions(known="2023-02-01").to_csv()
    clock.set("2023-03-01")
    filled.record("A", "free_reclaim", status="disposed", effective="2023-01-20")
    filled.record("B", "interview", status="planned", effective="2023-01-02")
    moved = squares(holder=["甲", "乙", "丙"], note=["新", "新", "新"], banner="150625")
    filled.add(moved)
    again = filled.parcels(on="2023-01-31", known="2023-02-01")
    assert again.to_csv() == last_month
    assert filled.decisions(known="2023-02-01").to_csv() == events


def test_heights_are_refused_not_dropped_unseen(base: LandBase) -> None:
    flat = squares()
    high = flat.set_geometry(shapely.force_3d(flat.geometry, 1300.0))
    with pytest.raises(GeometryError, match="force_2d"):
        base.add(high)
    assert base.parcels().empty


@pytest.mark.of_file
def test_a_file_that_qgis_left_in_wal_mode_works(filled: LandBase) -> None:
    other = sqlite3.connect(filled.path)
    other.execute("PRAGMA journal_mode = WAL")
    filled.record("A", "free_reclaim", status="planned", effective="2023-03-01")
    other.close()
    assert len(LandBase.open(filled.place).decisions()) == 1
