"""One plain decision is judged and recorded as the full rules would."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from colleagues import IDS, Clock, beside, halves, land
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import box
from sqlalchemy import event

from landbase.cases.plain import read_plainly
from landbase.errors import LandbaseWarning, LedgerError
from landbase.rules.vocabulary import Vocabulary
from landbase.store import writes
from landbase.store.base import LandBase
from landbase.store.columns import states
from landbase.store.database import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Bases

WORDS = Vocabulary.default()
START = {"disposal_type": "start_by_deadline", "status": "planned"}
START |= {"effective": "2023-03-01"}


def ground() -> gpd.GeoDataFrame:
    """Land of either category, of every limb and of some causes; one splits later."""
    said = {
        "category": ["idle", "idle", "idle", "idle", "approved_unsupplied"] * 2,
        "cause": ["enterprise", "government", None, "court_seizure", "not_cleared"] * 2,
        "actual_start": [None, "2021-03-01", "2023-04-10", None, None] * 2,
        "stopped_on": [None, "2022-03-01", None, "2023-05-01", None] * 2,
        "developed_ratio": [0.0, 0.2, None, 0.1, None] * 2,
        "agreed_start": ["2019-05-01", None, "2022-03-01", "2022-05-01", None] * 2,
        "approval_date": [None] * 4 + ["2020-02-29"] + [None] * 5,
        "supplied_on": [None] * 9 + ["2024-12-01"],
        "status": [None] * 8 + ["planned", None],
    }
    days = [n for n in said if n.endswith(("_on", "start", "date"))]
    frame = pd.DataFrame({"parcel_id": [f"地-{n}" for n in range(10)], **said})
    frame[days] = frame[days].apply(pd.to_datetime)
    shapes = [box(110 + n / 100, 39, 110 + n / 100 + 0.001, 39.001) for n in range(10)]
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=4490)


@pytest.fixture(scope="module")
def begun() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "起点.gpkg"
        base = LandBase.open(path, clock=Clock("2023-05-30"))
        base.add(ground())
        parent = ground().iloc[[3]]
        west, south, east, north = parent.total_bounds
        middle = (west + east) / 2
        children = parent.iloc[[0, 0]].assign(parcel_id=["地-3a", "地-3b"])
        shapes = [box(west, south, middle, north), box(middle, south, east, north)]
        base.split("地-3", children.set_geometry(shapes), effective="2023-02-01")
        yield path


def _said(way: str, status: str, day: str, more: dict[str, Any]) -> dict[str, Any]:
    return {"disposal_type": way, "status": status, "effective": day, **more}


MORE = st.fixed_dictionaries({}, optional={
    "due": st.sampled_from(["2023-12-31", "2024-09-30", dt.date(2023, 7, 1), "来年"]),
    "document": st.sampled_from(["准政发〔2023〕12号", " ", "", "a\u3000b"]),
    "by": st.sampled_from(["张三", "李四 ", "nan", "王\n五"]),
    "reason": st.sampled_from(["退回", "更正", "None"]),
    "area_m2": st.sampled_from([5000.0, "0.3公顷", 1e9, -1.0]),
    "exception": st.just("上级批准"),
    "supersedes": st.integers(1, 4),
    "new_agreed_start": st.just("2023-02-01"),
})  # fmt: skip
STATUSES = st.sampled_from([
    *WORDS.codes("status"),
    "planned",
    "in_progress",
    "方案已定",
])
DAYS = st.sampled_from([
    *("2023-01-31", "2023-03-01", "2023-03-01", "2023-04-30", "2023-05-29"),
    *("2023-06-01", "2023-13-01", "2023年3月5日", "1949-01-01", dt.date(2023, 5, 1)),
])
IDS_TRIED = st.sampled_from([
    *(f"地-{n}" for n in range(10)), *("地-0", "地-1", "地-4") * 3,
    "地-3a", "地\u20131", "无",
])  # fmt: skip
WAYS = [*WORDS.codes("disposal_type"), *("start_by_deadline", "speed_up_supply") * 9]
EVENTS = st.lists(
    st.tuples(
        IDS_TRIED,
        st.builds(
            _said, st.sampled_from([*WAYS, "限期开工", "没有"]), STATUSES, DAYS,
            st.one_of(st.just({}), st.just({}), MORE),
        ),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def told(base: LandBase, parcel: str, said: dict[str, Any]) -> Any:
    """Record, and give all that whoever recorded hears."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            answer: Any = base.record(parcel, **said)
        except LedgerError as error:
            found = getattr(error, "issues", None)
            rows = [] if found is None else found.table.to_dict("records")
            answer = (str(error), error.zh, str(rows))
    return answer, [str(one.message) for one in heard]


def shown(base: LandBase) -> Any:
    """Give the head of the books, the states, and what `verify` finds."""
    with reading(base._engine) as connection:
        query = states.select().order_by(states.c.parcel_id)
        kept = [tuple(row) for row in connection.execute(query)]
    return base.head, kept, base.verify().table["code"].tolist()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=EVENTS)
def test_a_record_is_that_of_the_full_rules(
    begun: Path, events: list[tuple[str, dict[str, Any]]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bases = []
        for name in ("快", "全"):
            path = Path(folder) / f"{name}.gpkg"
            shutil.copy(begun, path)
            bases.append(LandBase.open(path, clock=Clock("2023-06-01")))
        for parcel, said in events:
            ours = told(bases[0], parcel, said)
            with pytest.MonkeyPatch.context() as full:
                full.setattr(writes, "read_plainly", lambda _event: None)
                theirs = told(bases[1], parcel, said)
            assert ours == theirs
        ours, theirs = map(shown, bases)
        assert ours == theirs


@pytest.mark.filterwarnings("ignore::landbase.errors.LandbaseWarning")
def test_a_plain_decision_reads_its_parcel_alone(
    base_factory: Bases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    base = base_factory("库", clock=Clock())
    base.add(land())
    base.record(IDS[1], **START, by="张三")
    asked: list[str] = []
    event.listen(
        base._engine,
        "before_cursor_execute",
        lambda *told: asked.append(" ".join(told[2].split())),
    )
    for name in ("read_events", "judge_events", "load_events", "facts_of"):
        monkeypatch.setattr(writes, name, forbidden)
    done = base.record(IDS[0], **START, due=dt.date(2024, 1, 1), by="李四")
    assert (done.event_id, done.effective) == (2, dt.date(2023, 3, 1))
    assert (done.by, done.due) == (base_factory.by("李四"), dt.date(2024, 1, 1))
    again = base.record(IDS[0], **{**START, "status": "in_progress"})
    assert again.event_id == 3
    # whatever the size of the land base
    reads = [one for one in asked if "FROM parcels" in one or "FROM decisions" in one]
    assert all(" WHERE " in one or " LIMIT " in one for one in reads)
    assert len(asked) <= 2 * 34
    monkeypatch.undo()
    assert base.parcels()["due"].tolist()[0] == pd.Timestamp("2024-01-01")
    assert not len(base.verify().of_severity("error", "warning"))


def test_what_came_from_elsewhere_dated_ahead_holds_after_ours(
    base_factory: Bases,
) -> None:
    here = base_factory("甲", clock=Clock("2023-07-01"))
    there = base_factory("乙", clock=Clock("2023-07-20"))
    for base in (here, there):
        base.add(land())
    there.record(IDS[0], **{**START, "status": "in_progress"})
    with pytest.warns(LandbaseWarning, match="check both clocks"):
        here.import_events(there.export_events(beside(there)))
    ours = here.record(IDS[0], **START, by="张三")
    with reading(here._engine) as connection:
        query = states.select().where(states.c.parcel_id == IDS[0])
        state = connection.execute(query).one()
    assert (state.status, state.event_id) == ("in_progress", ours.event_id - 1)
    assert not len(here.verify().of_severity("error", "warning"))


def test_a_corrected_decision_holds_no_longer(base_factory: Bases) -> None:
    base = base_factory("库", clock=Clock())
    base.add(land())
    base.record(IDS[0], **START, due="2024-01-01")
    base.record(IDS[0], **START, supersedes=1, reason="写错")
    base.record(IDS[0], **{**START, "status": "in_progress"})
    assert base.parcels()["due"].isna().all()
    assert not len(base.verify().of_severity("error", "warning"))


def test_a_child_takes_the_full_rules(base_factory: Bases) -> None:
    base = base_factory("库", clock=Clock())
    base.add(land())
    base.record(IDS[0], **START, due="2024-01-01")
    base.split(IDS[0], halves(("甲-1a", "甲-1b")), effective="2023-04-01")
    base.record("甲-1a", **{**START, "effective": "2023-05-01"})
    assert base.parcels().set_index("parcel_id")["due"]["甲-1a"] == pd.Timestamp(
        "2024-01-01"
    )
    assert not len(base.verify().of_severity("error", "warning"))


@pytest.mark.parametrize(
    "odd",
    [
        {"effective": "2023-02-30"},
        {"effective": "2023-3-1"},
        {"effective": None},
        {"effective": dt.datetime(2023, 3, 1)},  # noqa: DTZ001 - as people give them
        {"due": "2023年9月底前"},
        {"by": 12},
        {"document": " "},
        {"document": "\udcff"},
        {"area_m2": 12.0},
        {"supersedes": 1},
        {"parcel_id": None},
    ],
)
def test_what_needs_reading_is_not_read_at_a_glance(odd: dict[str, Any]) -> None:
    said = {"parcel_id": "A", **START}
    assert read_plainly(said) is not None
    assert read_plainly(said | odd) is None
