"""Every writing is sealed, and what another program wrote is told and taken over."""

# ruff: noqa: S608 - statements made here
from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tampering import edit

from landbase.errors import LedgerError, StoreError
from landbase.store.base import LandBase
from landbase.store.journals import DECISIONS, address, seal
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> LandBase:
    moment = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    made = LandBase.open(work / "土地库.gpkg", clock=lambda: moment)
    made.add(make_parcels(12))
    return made


def rows(base: LandBase, query: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(base.path)
    found = database.execute(query).fetchall()
    database.close()
    return found


def unsealed(base: LandBase) -> list[str]:
    table = base.verify().table
    return sorted(table.loc[table["code"] == "verify_parcel_unsealed", "value"])


def test_a_writing_is_one_seal_and_nothing_is_none(base: LandBase) -> None:
    seals = "SELECT kind, sealed_at FROM seals"
    moment = "2023-07-06T00:00:00.000Z"
    assert rows(base, seals) == [("created", moment), ("written", moment)]
    head = base.head
    base.add(make_parcels(12))  # nothing new
    assert base.head == head
    base.add(make_parcels(12).assign(holder="新"))
    assert base.head != head
    assert len(rows(base, seals)) == 3
    (heads,) = rows(base, "SELECT heads FROM seals ORDER BY seal_id DESC LIMIT 1")[0]
    told = json.loads(str(heads))
    assert told["parcels"][0] == 24
    assert told["rules"][0] == 1
    assert "decisions" not in told


def test_the_same_writings_give_the_same_head(work: Path) -> None:
    moment = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    heads = set()
    for name in ("甲.gpkg", "乙.gpkg"):
        with LandBase.open(work / name, clock=lambda: moment) as made:
            made.add(make_parcels(12))
            heads.add(made.head)
    assert len(heads) == 1


def test_an_edit_in_another_program_is_told_until_it_is_accepted(
    base: LandBase,
) -> None:
    first, second = base.parcels()["parcel_id"].iloc[[0, 1]]
    edit(
        base.path,
        "UPDATE parcels SET holder = '新' WHERE fid = 1",
        "UPDATE parcels SET holder = '新' WHERE fid = 2",
        "INSERT INTO parcels (parcel_id, category, geom)"
        " SELECT '新地块', category, geom FROM parcels WHERE fid = 3",
        guarded=True,
    )
    assert unsealed(base) == sorted([first, second, "新地块"])
    # what landbase writes on top of it takes nothing over
    base.add(make_parcels(12).iloc[:1].assign(holder="更新"))
    assert unsealed(base) == sorted([first, second, "新地块"])
    for by, reason in (("", "x"), ("x", " ")):
        with pytest.raises(LedgerError, match="by"):
            base.accept_edits(by=by, reason=reason)
    accepted = base.accept_edits(by="张三", reason="外业核实")
    assert sorted(accepted) == sorted([first, second, "新地块"])
    assert not len(base.verify().of_severity("error", "warning"))
    told = "SELECT kind, by, reason FROM seals ORDER BY seal_id DESC LIMIT 1"
    assert rows(base, told) == [("taken_over", "张三", "外业核实")]
    assert base.accept_edits(by="张三", reason="再次") == []
    assert rows(base, told) == [("taken_over", "张三", "外业核实")]
    # from here on a change is found
    edit(base.path, "UPDATE parcels SET holder = '改' WHERE fid = 2")
    found = base.verify().table
    altered = found.loc[found["code"] == "verify_parcel_altered", "value"]
    assert altered.tolist() == [second]


SLY = (
    "CREATE TRIGGER sly AFTER INSERT ON parcels BEGIN"
    " UPDATE parcels SET holder = 'x' WHERE fid = NEW.fid; END"
)
SWALLOWED = tuple(
    f"CREATE TRIGGER no_{table} BEFORE INSERT ON {table}"
    " BEGIN SELECT RAISE(IGNORE); END"
    for table in ("seals", "parcel_seals")
)


@pytest.mark.parametrize("triggers", [(SLY,), SWALLOWED], ids=["sly", "swallowed"])
def test_what_is_not_stored_as_given_is_not_said_to_be_kept(
    base: LandBase, monkeypatch: pytest.MonkeyPatch, triggers: tuple[str, ...]
) -> None:
    edit(base.path, *triggers, guarded=True)
    monkeypatch.setattr("landbase.store.sqlite.require_schema", lambda _: None)
    with pytest.raises(StoreError, match="do not stand in the file"):
        base.add(make_parcels(15))
    assert len(base.parcels()) == 12


def forged_decision(base: LandBase) -> None:
    """Append a decision as one would who knows how records are named and chained."""
    database = sqlite3.connect(base.path)
    database.row_factory = sqlite3.Row
    query = "SELECT * FROM decisions ORDER BY event_id DESC LIMIT 1"
    last = dict(database.execute(query).fetchone())
    database.close()
    row = last | {"event_id": last["event_id"] + 1, "home_id": last["home_id"] + 1}
    row |= {"document": "伪造", "follows": last["uid"]}
    row["uid"] = address("decisions", [row[name] for name in DECISIONS.addressed])
    [row["hash"]] = seal([row], last["hash"], DECISIONS.sealed)
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join("NULL" if v is None else repr(v) for v in row.values())
    edit(base.path, f"INSERT INTO decisions ({names}) VALUES ({values})", guarded=True)


ADDED_DIGEST = "INSERT INTO parcel_seals (fid, digest) VALUES (1, 'x')"
FOREIGN = {
    "decisions": forged_decision,
    "columns": lambda base: edit(
        base.path, "UPDATE landbase_columns SET dtype = 'str' WHERE name = 'source_row'"
    ),
    "parcels": lambda base: edit(base.path, ADDED_DIGEST, guarded=True),
    "styles": lambda base: edit(
        base.path, "UPDATE layer_styles SET styleName = 'x' WHERE id = 1"
    ),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_came_in_between_is_not_sealed_by_the_next_writing(
    base: LandBase, what: str
) -> None:
    idle = base.parcels()
    parcel = idle.loc[idle["category"] == "idle", "parcel_id"].iloc[0]

    def decide(day: str) -> None:
        base.record(parcel, "start_by_deadline", status="planned", effective=day)

    decide("2023-03-01")
    FOREIGN[what](base)
    for write in (
        lambda: decide("2023-03-02"),
        lambda: base.add(make_parcels(15).assign(more=1)),
    ):
        write()
        codes = base.verify().table["code"]
        found = {"verify_seal_differs", "verify_styles"} & set(codes)
        assert found == {"verify_styles" if what == "styles" else "verify_seal_differs"}
