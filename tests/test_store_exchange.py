"""Exchange without a server: whatever the order, all come to the same, nothing lost."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import shutil
import tempfile
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from colleagues import IDS, START, Clock, beside, everything, halves, land, meet, two
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from servers import Bases
from shapely import box

from landbase.errors import LandbaseWarning, LedgerError, SourceError
from landbase.rules.schema import as_parcels
from landbase.store.base import LandBase
from landbase.store.database import reading, writing
from landbase.store.exchange import ImportResult
from landbase.store.journals import JOURNALS, LINEAGE, address
from landbase.store.reshaping import birth_texts
from landbase.store.writes import append, moment_of
from landbase.testing import assert_parcels_equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import geopandas as gpd

WAYS = ("start_by_deadline", "free_reclaim", "interview")
STATUSES = ("planned", "in_progress", "disposed", "closed", "returned")


@pytest.fixture
def pair(base_factory: Bases) -> tuple[LandBase, ...]:
    return two(base_factory)


def start(base: LandBase, parcel: str = IDS[0], **more: Any) -> int:
    said = START | more
    return base.record(parcel, "start_by_deadline", **said).event_id


# ------------------------------------------------------------------- what a file holds


def test_what_is_imported_is_what_was_recorded(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    start(ours, due="2023-09-30", document="准政发〔2023〕12号", by="张三")
    file = ours.export_events(beside(ours, "交换 文件"))
    assert theirs.import_events(file) == ImportResult(added=1, known=0, conflicts=0)
    assert_same(ours, theirs)
    assert theirs.verify().count("error") == 0


def test_anyone_can_check_a_file(pair: tuple[LandBase, ...]) -> None:
    ours, _ = pair
    first = start(ours)
    start(ours, effective="2023-03-02", reason="日期写错", supersedes=first)
    lines = exported(ours).read_text("utf-8").splitlines()
    head, *records = [json.loads(line) for line in lines]
    assert head == {"format": "landbase-events", "version": 1, "records": 2}
    for record in records:
        journal, uid, *values = record.values()
        assert address(journal, values) == uid
    assert records[1]["supersedes"] == records[1]["follows"] == records[0]["uid"]
    assert not {"hash", "known_at", "event_id"} & set(records[0])


def test_the_same_records_give_the_same_bytes(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    start(ours)
    start(theirs, IDS[1])
    start(ours, IDS[2])
    meet(ours, theirs)
    assert exported(ours).read_bytes() == exported(theirs).read_bytes()
    assert exported(ours).read_bytes() == exported(ours).read_bytes()


def test_only_what_was_learned_since_a_day(base_factory: Bases) -> None:
    clock = Clock("2023-07-01")
    ours = base_factory("甲", clock=clock)
    ours.add(land())
    start(ours)
    clock.now = Clock("2023-07-08").now
    start(ours, IDS[1])
    count = {
        day: len(exported(ours, since=day).read_text("utf-8").splitlines()) - 1
        for day in ("2023-07-01", "2023-07-02", "2023-07-08", "2023-07-09")
    }
    assert count == {"2023-07-01": 2, "2023-07-02": 1, "2023-07-08": 1, "2023-07-09": 0}


def test_a_file_that_cannot_be_written_is_no_traceback(
    pair: tuple[LandBase, ...], work: Path
) -> None:
    (work / "文件").write_text("", "utf-8")
    with pytest.raises(SourceError, match="was not written"):
        pair[0].export_events(work / "文件" / "甲.jsonl")


# -------------------------------------------------------------------- what is refused


def test_an_altered_line_is_named(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    start(ours, document="准政发〔2023〕12号")
    start(ours, IDS[1])
    file = exported(ours)
    file.write_text(file.read_text("utf-8").replace("12号", "13号"), "utf-8")
    (issue,) = refused(theirs, file)
    assert (issue["code"], issue["source_row"]) == ("exchange_altered", 2)
    assert issue["parcel_id"] == IDS[0]


def _without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda record: record.pop(name)


def _with(**more: Any) -> Callable[[dict[str, Any]], object]:
    return lambda record: record.update(more)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (_with(journal="账本"), "journal"),
        (_with(note="多余"), "note"),
        (_without("due"), "due"),
        (_with(effective="昨天"), "effective"),
        (_with(effective=None), "effective"),
        (_with(effective="2023-3-1"), "effective"),
        (_with(effective=20230301), "effective"),
        (_with(area_m2=5), "area_m2"),
        (_with(by=7), "by"),
        (_with(home_id=True), "home_id"),
        (_with(recorded_at="2023-07-01"), "recorded_at"),
        (_with(recorded_at="2023-13-01T00:00:00.000Z"), "recorded_at"),
        (_with(follows="甲"), "follows"),
        (_with(supersedes="1"), "supersedes"),
        (_with(uid="x"), "uid"),
        (_with(by="\ud800"), "JSON"),
    ],
)
def test_what_cannot_be_read_is_named(
    pair: tuple[LandBase, ...], change: Callable[[dict[str, Any]], object], column: str
) -> None:
    ours, theirs = pair
    start(ours)
    file = exported(ours)
    head, line = file.read_text("utf-8").splitlines()
    record = json.loads(line)
    change(record)
    file.write_text(f"{head}\n{json.dumps(record)}\n", "utf-8")
    (issue,) = refused(theirs, file)
    assert (issue["code"], issue["column"]) == ("exchange_unreadable", column)


@pytest.mark.parametrize(
    "line", [b"{", b"[1]", b"\xff\xfe", b'{"a": NaN}', b"[" * 9999]
)
@pytest.mark.of_file
def test_what_is_no_json_is_named(pair: tuple[LandBase, ...], line: bytes) -> None:
    ours, theirs = pair
    start(ours)
    file = exported(ours)
    file.write_bytes(file.read_bytes() + line + b"\n")
    (issue,) = refused(theirs, file)
    assert (issue["code"], issue["source_row"]) == ("exchange_unreadable", 3)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "exchange_header"),
        (b"\x00\x01PNG", "exchange_header"),
        (b'{"parcel_id": "A"}\n', "exchange_header"),
        (b'{"format":"landbase-events","version":2}\n', "exchange_version"),
        (
            b'{"format":"landbase-events","version":1,"records":1}\n',
            "exchange_incomplete",
        ),
    ],
)
def test_other_files_are_refused(
    pair: tuple[LandBase, ...], work: Path, content: bytes, code: str
) -> None:
    (work / "文件.jsonl").write_bytes(content)
    assert [i["code"] for i in refused(pair[0], work / "文件.jsonl")] == [code]


def test_a_line_taken_out_is_noticed(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    start(ours)
    start(ours, IDS[1])
    file = exported(ours)
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(lines[:2]), "utf-8")
    assert [i["code"] for i in refused(theirs, file)] == ["exchange_incomplete"]


@pytest.mark.of_file
def test_line_ends_and_marks_of_windows_do_no_harm(
    pair: tuple[LandBase, ...],
) -> None:
    ours, theirs = pair
    start(ours)
    file = exported(ours)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert theirs.import_events(file).added == 1


def test_a_missing_file_is_told(pair: tuple[LandBase, ...], work: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        pair[0].import_events(work / "没有.jsonl")


def test_all_that_does_not_fit_is_listed_and_nothing_is_imported(
    pair: tuple[LandBase, ...], work: Path
) -> None:
    _, theirs = pair
    records = [
        decision(1, parcel_id="乙-9"),
        decision(2, disposal_type="自定方式"),
        decision(3, status="自定状态"),
        decision(4, follows="0" * 32),
        decision(5, supersedes="1" * 32),
        decision(6),
    ]
    found = refused(theirs, written(work / "文件.jsonl", *records))
    assert [(i["code"], i["source_row"], i["column"]) for i in found] == [
        ("exchange_unknown_parcel", 2, "parcel_id"),
        ("exchange_unknown_code", 3, "disposal_type"),
        ("exchange_unknown_code", 4, "status"),
        ("exchange_missing_link", 5, "follows"),
        ("exchange_missing_link", 6, "supersedes"),
    ]
    assert all(i["message_zh"] and i["todo_zh"] for i in found)
    assert theirs.import_events(written(work / "文件.jsonl", records[5])).added == 1


def test_what_lies_before_an_export_is_asked_for(
    base_factory: Bases, work: Path
) -> None:
    clock = Clock("2023-07-01")
    ours = base_factory("甲", clock=clock)
    theirs = base_factory("乙", clock=Clock("2023-07-09"))
    for base in (ours, theirs):
        base.add(land())
    start(ours)
    clock.now = Clock("2023-07-08").now
    start(ours, effective="2023-04-01")
    late = exported(ours, since="2023-07-05")
    (issue,) = refused(theirs, late)
    assert issue["code"] == "exchange_missing_link"
    assert "--since" in issue["todo_zh"]
    early = ours.export_events(work / "全部.jsonl")
    assert theirs.import_events([late, early]).added == 2


# --------------------------------------------------------------------- past and present


def test_a_past_report_is_not_changed_by_a_later_import(base_factory: Bases) -> None:
    ours, _ = two(base_factory)
    theirs = base_factory("乙 库", clock=Clock("2023-06-20"))
    start(ours)
    report = {"on": "2023-07-01", "known": "2023-07-01"}
    before = ours.parcels(**report), ours.decisions(**report)
    first = start(theirs, effective="2023-05-01")
    start(theirs, effective="2023-05-02", reason="更正", supersedes=first)
    ours._clock = Clock("2023-07-09")
    assert ours.import_events(exported(theirs)).added == 2
    after = ours.parcels(**report), ours.decisions(**report)
    assert_parcels_equal(before[0], after[0])
    assert before[1].equals(after[1])
    assert not ours.parcels(known="2023-07-09").equals(before[0])
    assert len(ours.conflicts()) == len(ours.conflicts(known="2023-07-08")) == 0


def test_what_is_recorded_after_an_import_follows_it(
    pair: tuple[LandBase, ...],
) -> None:
    ours, theirs = pair
    start(ours)
    start(theirs, effective="2023-04-01")
    meet(ours, theirs)
    start(ours, effective="2023-05-01")
    lines = exported(ours).read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    assert set(last["follows"].split()) == {json.loads(x)["uid"] for x in lines[1:3]}


# -------------------------------------------------------------------------- many hands


def _import(path: Path, files: list[Path]) -> None:
    for file in files:
        LandBase.open(path).import_events(file)


@pytest.mark.of_file
def test_two_imports_at_once(base_factory: Bases, pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    for number in range(20):
        start(ours, IDS[number % 3])
        start(theirs, IDS[number % 3], effective="2023-04-01")
    files = [exported(ours), exported(theirs)]
    third = base_factory("丙 库")
    third.add(land())
    spawn = multiprocessing.get_context("spawn")
    hands = [
        spawn.Process(target=_import, args=(third.path, order))
        for order in (files, files[::-1])
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(timeout=120)
    assert [hand.exitcode for hand in hands] == [0, 0]
    assert len(third.decisions()) == 40
    assert third.verify().count("error") == 0
    assert third.import_events(files) == ImportResult(
        added=0, known=40, conflicts=third.conflicts()["conflict"].nunique()
    )


# ---------------------------------------------------------------------------- property


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three land bases with the same parcels, each made by itself."""
    folder = tmp_path_factory.mktemp("同事")
    paths = [folder / f"{number}.gpkg" for number in range(3)]
    for path in paths:
        LandBase.open(path).add(land())
    return paths


who = st.integers(0, 2)
acts = st.one_of(
    st.tuples(
        st.just("record"),
        who,
        st.sampled_from(IDS[:2]),
        st.sampled_from(WAYS),
        st.sampled_from(STATUSES),
        st.integers(1, 4),
        st.sampled_from([None, 2000.0, 9000.0]),
    ),
    st.tuples(st.just("correct"), who, st.integers(0, 9), st.integers(1, 4)),
    st.tuples(st.just("split"), who, st.sampled_from(IDS[:2]), st.integers(1, 4)),
    st.tuples(st.just("step"), who, st.sampled_from(IDS[:2]), st.integers(1, 4)),
    st.tuples(st.just("give"), who, who),
)


def act(bases: list[LandBase], said: tuple[Any, ...]) -> None:
    """Do as a colleague does; what is not allowed is not done."""
    kind, number, *more = said
    if kind == "give":
        bases[more[0]].import_events(exported(bases[number]))
        return
    try:
        ACTS[kind](bases[number], number, *more)
    except LedgerError:
        return


def _record(base: LandBase, _: int, *said: Any, number: int | None = None) -> None:
    parcel, way, status, month, area = said
    base.record(
        parcel,
        way,
        status=status,
        effective=f"2023-{month:02}-01",
        document="文号",
        reason="说明",
        area_m2=area,
        supersedes=number,
    )


def _correct(base: LandBase, who: int, which: int, month: int) -> None:
    events = base.decisions()
    if len(events):
        event = events.iloc[which % len(events)]
        same = event[["parcel_id", "disposal_type", "status"]]
        _record(base, who, *same, month, None, number=int(event["event_id"]))


def _split(base: LandBase, who: int, parcel: str, month: int) -> None:
    children = halves((f"{parcel}-{who}-1", f"{parcel}-{who}-2"), parcel)
    base.split(parcel, children, effective=f"2023-{month:02}-15")


def _step(base: LandBase, _: int, parcel: str, month: int) -> None:
    base.set_milestone(parcel, "公告", due=f"2023-{month:02}-20", reason="说明")


ACTS: dict[str, Callable[..., None]] = {
    "record": _record,
    "correct": _correct,
    "split": _split,
    "step": _step,
}


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.booleans(),
    st.lists(acts, min_size=4, max_size=10),
    st.permutations(range(3)),
    st.lists(st.tuples(who, who), max_size=2),
)
@pytest.mark.of_file
def test_colleagues_come_to_the_same_whatever_the_order(
    made: list[Path],
    copies: bool,  # noqa: FBT001 - as Hypothesis draws it
    said: list[tuple[Any, ...]],
    order: list[int],
    again: list[tuple[int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bases = [
            LandBase.open(
                shutil.copy(made[0 if copies else number], f"{folder}/{number}.gpkg"),
                clock=Clock(ahead=number / 4),
            )
            for number in range(3)
        ]
        for one in said:
            act(bases, one)
        ever = sorted(set().union(*map(uids, bases)))
        files = [exported(base) for base in bases]
        for place, base in enumerate(bases):
            mine = [files[(number + place) % 3] for number in order]
            base.import_events(mine[0])
            base.import_events(mine)
        for giver, taker in again:
            assert bases[taker].import_events(files[giver]).added == 0
        for base in bases:
            assert uids(base) == ever
            assert base.verify().count("error") == 0
        for one_base, other in itertools.pairwise(bases):
            assert_same(one_base, other)
            assert exported(one_base).read_bytes() == exported(other).read_bytes()


# ----------------------------------------------------------------------------- helpers


def exported(base: LandBase, **options: Any) -> Path:
    return base.export_events(beside(base), **options)


def uids(base: LandBase) -> list[str]:
    """Give the names of the records of all journals, sorted."""
    columns = [sa.select(journal.table.c.uid) for journal in JOURNALS.values()]
    with reading(base._engine) as connection:
        return sorted(connection.execute(sa.union_all(*columns)).scalars())


def assert_same(one: LandBase, other: LandBase) -> None:
    """Numbers of events are a base's own; all else is the same."""
    assert_parcels_equal(*(by_id(base.parcels()) for base in (one, other)))
    for name, own in (
        ("decisions", ["event_id", "supersedes"]),
        ("conflicts", ["number"]),
    ):
        left, right = (getattr(base, name)().drop(columns=own) for base in (one, other))
        assert left.equals(right), f"{left}\n{right}"


def by_id(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort parcels: children stand in the order in which they came."""
    return parcels.sort_values("parcel_id", ignore_index=True)


def refused(base: LandBase, file: Path) -> list[dict[str, Any]]:
    """Import what is refused; nothing may have changed."""
    before = everything(base)
    with pytest.raises(LedgerError, match="nothing was imported") as error:
        base.import_events(file)
    assert everything(base) == before
    assert error.value.issues is not None
    return error.value.issues.table.to_dict("records")


def decision(home_id: int, **more: Any) -> dict[str, Any]:
    """Make a record as another land base would have it, named by what it says."""
    journal = JOURNALS["decisions"]
    values: dict[str, Any] = dict.fromkeys(journal.addressed)
    values |= {"home_id": home_id, "parcel_id": IDS[0], **START}
    values |= {"disposal_type": WAYS[0], "recorded_at": "2023-07-01T00:00:00.000Z"}
    values |= more
    uid = address("decisions", [values[name] for name in journal.addressed])
    return {"journal": "decisions", "uid": uid, **values}


def written(path: Path, *records: dict[str, Any]) -> Path:
    head = {"format": "landbase-events", "version": 1, "records": len(records)}
    path.write_text("".join(f"{json.dumps(r)}\n" for r in (head, *records)), "utf-8")
    return path


@pytest.fixture(autouse=True)
def _no_leftovers(work: Path) -> Iterator[None]:
    yield
    assert not list(work.rglob("*.part"))


def test_a_clock_that_is_ahead_is_told_and_nothing_is_lost(
    base_factory: Bases, work: Path
) -> None:
    ours, _ = two(base_factory)
    theirs = base_factory("乙 库", clock=Clock("2023-07-01", ahead=3600))
    start(theirs)
    file = theirs.export_events(work / "乙.jsonl")
    with pytest.warns(LandbaseWarning, match="1条记录.*晚于本机.*check both clocks"):
        assert ours.import_events(file) == ImportResult(added=1, known=0, conflicts=0)
    assert len(ours.decisions()) == 1
    assert ours.import_events(file).known == 1  # told once, of what is new


def test_clocks_that_differ_by_little_are_not_told(
    base_factory: Bases, work: Path
) -> None:
    ours, _ = two(base_factory)
    theirs = base_factory("乙 库", clock=Clock("2023-07-01", ahead=280))
    start(theirs)
    assert ours.import_events(theirs.export_events(work / "乙.jsonl")).added == 1


# ------------------------------------------------------------------- many births


def strips(count: int) -> gpd.GeoDataFrame:
    """Cut the first parcel into strips, every other with a column of its own."""
    parent = land().iloc[[0] * count].reset_index(drop=True)
    west, south, east, north = parent.total_bounds
    step = (east - west) / count
    lines = [west + n * step for n in range(count)] + [east]
    return parent.assign(
        parcel_id=[f"新-{n:02}" for n in range(count)],
        remark=["甲" if n % 2 else None for n in range(count)],
        lots=[n if n % 2 else None for n in range(count)],
    ).set_geometry([box(a, south, b, north) for a, b in itertools.pairwise(lines)])


def statements(base: LandBase, file: Path) -> int:
    """Count what an import asks of the file."""
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(arguments[2])

    sa.event.listen(base._engine, "before_cursor_execute", note)
    base.import_events(file)
    sa.event.remove(base._engine, "before_cursor_execute", note)
    return len(asked)


def test_births_are_added_together_as_their_own_land_base_has_them(work: Path) -> None:
    asked = []
    for count in (2, 24):
        folder = work / str(count)
        folder.mkdir()
        ours, theirs = two(Bases(folder, None))
        ours.split(IDS[0], strips(count), effective="2023-05-01")
        asked.append(statements(theirs, ours.export_events(folder / "甲.jsonl")))
        found = theirs.parcels()
        assert_parcels_equal(found, ours.parcels())
        assert found["parcel_id"].tolist()[2:] == strips(count)["parcel_id"].tolist()
    assert asked[0] == asked[1]


def test_of_many_births_the_faulty_one_is_named(pair: tuple[LandBase, ...]) -> None:
    ours, theirs = pair
    names = ["新-1", "新-2", "新-3"]
    ours.add(land().assign(parcel_id=names))
    with writing(ours._engine) as connection:
        kinds = ("idle", "不是类别", "idle")
        for name, category in zip(names, kinds, strict=True):
            born = land().iloc[[0]].assign(parcel_id=name, category=category)
            row = dict.fromkeys(LINEAGE.content) | {"role": "child", "kind": "split"}
            row |= {"operation": "甲", "effective": "2023-05-01", "parcel_id": name}
            row |= {"parcel": birth_texts(as_parcels(born))[name]}
            append(connection, LINEAGE, [row], now=moment_of(ours, connection))
    with pytest.raises(LedgerError) as error:
        theirs.import_events(ours.export_events(beside(ours)))
    assert error.value.issues is not None
    table = error.value.issues.table
    assert table["code"].tolist() == ["exchange_bad_birth"]
    assert table["parcel_id"].tolist() == ["新-2"]
    assert len(theirs.parcels()) == len(IDS)
