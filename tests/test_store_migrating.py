"""A land base of an older landbase is copied and brought up to date, or left alone."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from landbase.errors import LandbaseWarning, StoreError
from landbase.store.base import LandBase
from landbase.store.journals import FIRST, seal
from landbase.store.sqlite import add_spatial_functions
from landbase.testing import assert_parcels_equal, make_parcels

VERSION_1 = Path(__file__).with_name("land_base_v1.sql")
MADE = re.compile(
    r"^CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER|VIEW) (\w+)", re.MULTILINE
)
SEALED = (
    *("event_id", "parcel_id", "disposal_type", "status", "effective", "due"),
    *("document", "by", "reason", "area_m2", "exception", "supersedes", "recorded_at"),
)


def make_base(path: Path) -> LandBase:
    moment = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    base = LandBase.open(path, clock=lambda: moment)
    parcels = make_parcels(12)
    base.add(parcels)
    base.add(parcels.assign(holder="新权利人"))
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()
    table = pd.DataFrame({
        "parcel_id": [idle[0], idle[0], idle[1]],
        "disposal_type": "start_by_deadline",
        "status": ["planned", "in_progress", "planned"],
        "effective": "2023-03-01",
    })
    base.record_many(table)
    base.record(
        idle[1],
        "start_by_deadline",
        status="planned",
        effective="2023-04-01",
        supersedes=3,
        reason="日期有误",
    )
    return base


def statements() -> list[str]:
    found, lines = [], []
    for line in VERSION_1.read_text("utf-8").splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            found.append("\n".join(lines))
            lines = []
    return found


def turn_back(path: Path) -> None:
    """Make of a land base what version 1 would have made."""
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    rows = [dict(r) for r in database.execute("SELECT * FROM decisions")]
    guards = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN"
        " ('decisions', 'parcel_versions', 'lineage', 'milestones', 'evidence',"
        " 'seals', 'parcel_seals')"
    ).fetchall()
    for (name,) in guards:
        database.execute(f"DROP TRIGGER {name}")
    database.execute("DROP VIEW parcels_current")
    later = ("parcel_seals", "seals", "evidence", "milestones", "lineage")
    for name in (*later, "decisions"):
        database.execute(f"DROP TABLE {name}")
    database.execute(
        "DELETE FROM gpkg_contents WHERE table_name IN"
        " ('lineage', 'milestones', 'evidence')"
    )
    there = {r[0] for r in database.execute("SELECT name FROM sqlite_master")}
    for statement in statements():
        made = re.search(
            r"^CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER|VIEW) (\w+)",
            statement,
            re.MULTILINE,
        )
        if made and made[1] not in there:
            database.execute(statement)
    for row, sealed in zip(rows, seal(rows, FIRST, SEALED), strict=True):
        values = [*(row[name] for name in SEALED), sealed]
        database.execute(
            "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    database.execute("UPDATE landbase_meta SET value = '1'")
    database.commit()
    database.close()


@pytest.fixture
def old(work: Path) -> Path:
    path = work / "土地 库.gpkg"
    make_base(path)
    turn_back(path)
    return path


def test_an_old_base_is_copied_and_says_the_same(old: Path, work: Path) -> None:
    before = old.read_bytes()
    with pytest.warns(LandbaseWarning, match=r"土地 库\.v1\.gpkg"):
        base = LandBase.open(old)
    kept = sqlite3.connect(work / "土地 库.v1.gpkg")
    assert kept.execute("SELECT value FROM landbase_meta").fetchone() == ("1",)
    assert kept.execute("SELECT count(*) FROM decisions").fetchone() == (4,)
    kept.close()
    assert base.verify().table["code"].tolist() == [
        "verify_chain",
        "verify_chain",
        "verify_head",
        "verify_sealed_since",
    ]
    assert old.read_bytes() != before
    fresh = make_base(work / "新.gpkg")
    assert_parcels_equal(base.parcels(), fresh.parcels())
    superseded = {"superseded": True}
    assert base.decisions(**superseded).equals(fresh.decisions(**superseded))


def test_names_are_those_that_a_new_base_gives(old: Path, work: Path) -> None:
    with pytest.warns(LandbaseWarning):
        LandBase.open(old)
    make_base(work / "新.gpkg")
    uids = []
    for path in (old, work / "新.gpkg"):
        database = sqlite3.connect(path)
        query = "SELECT uid, follows, hash FROM decisions ORDER BY event_id"
        uids.append(database.execute(query).fetchall())
        database.close()
    assert uids[0] == uids[1]


def test_it_is_done_once_and_an_earlier_copy_stays(old: Path, work: Path) -> None:
    taken = work / "土地 库.v1.gpkg"
    taken.write_bytes(b"mine")
    with pytest.warns(LandbaseWarning, match=r"v1-2\.gpkg"):
        LandBase.open(old)
    assert taken.read_bytes() == b"mine"
    LandBase.open(old)  # a warning would be an error here
    assert sorted(p.name for p in work.iterdir()) == [
        "土地 库.gpkg",
        "土地 库.v1-2.gpkg",
        "土地 库.v1.gpkg",
    ]


def test_what_was_tampered_with_is_not_sealed_anew(old: Path) -> None:
    database = sqlite3.connect(old)
    database.execute("DROP TRIGGER decisions_no_update")
    database.execute("UPDATE decisions SET document = 'X' WHERE event_id = 2")
    database.commit()
    database.close()
    content = old.read_bytes()
    with pytest.raises(StoreError, match="decision 2 does not match") as caught:
        LandBase.open(old)
    assert "第2号" in caught.value.zh
    assert old.read_bytes() == content


def test_a_recorded_base_goes_on(old: Path) -> None:
    with pytest.warns(LandbaseWarning):
        base = LandBase.open(old)
    parcel = base.decisions()["parcel_id"].iloc[0]
    made = base.record(
        parcel, "transfer_or_cooperate", status="disposed", effective="2023-06-01"
    )
    assert made.event_id == 5
    assert base.verify().count("error") == 0


def test_a_base_of_version_4_gains_documents_of_parcels(work: Path) -> None:
    path = work / "土地 库.gpkg"
    made = make_base(path)
    before = made.decisions(superseded=True)
    database = sqlite3.connect(path)
    for name in ("parcel_documents", "parcel_seals", "seals"):
        database.execute(f"DROP TABLE {name}")
    database.execute("DELETE FROM gpkg_contents WHERE table_name = 'parcel_documents'")
    database.execute("UPDATE landbase_meta SET value = '4'")
    database.commit()
    database.close()
    with pytest.warns(LandbaseWarning, match=r"土地 库\.v4\.gpkg"):
        base = LandBase.open(path)
    pd.testing.assert_frame_equal(base.decisions(superseded=True), before)
    parcel = before["parcel_id"].iloc[0]
    assert base.attach_to_parcel(parcel, Path(__file__), kind="通知") == 1
    assert base.verify().count("error") == 0


def test_a_base_of_version_3_gains_what_was_agreed(work: Path) -> None:
    path = work / "土地 库.gpkg"
    made = make_base(path)
    before = made.decisions(superseded=True)
    rules = made.rules.digest
    database = sqlite3.connect(path)
    for name in ("agreements", "parcel_seals", "seals"):
        database.execute(f"DROP TABLE {name}")
    database.execute("DELETE FROM gpkg_contents WHERE table_name = 'agreements'")
    database.execute(
        "UPDATE landbase_meta SET value = '3' WHERE key = 'schema_version'"
    )
    database.commit()
    database.close()
    with pytest.warns(LandbaseWarning, match=r"土地 库\.v3\.gpkg"):
        base = LandBase.open(path)
    pd.testing.assert_frame_equal(base.decisions(superseded=True), before)
    assert base.rules.digest == rules
    assert len(base.rules_history()) == 1
    parcel = before["parcel_id"].iloc[0]
    base.record(
        parcel,
        "extend_start",
        status="planned",
        effective="2023-06-01",
        new_agreed_start="2023-09-01",
        exception="旗政府会议纪要",
    )
    assert base.decisions()["new_agreed_start"].notna().sum() == 1
    assert base.verify().count("error") == 0


def turn_back_to_5(path: Path) -> None:
    """Make of a land base what version 5 would have made."""
    database = sqlite3.connect(path)
    for name in ("parcel_seals", "seals"):
        database.execute(f"DROP TABLE {name}")
    database.execute("UPDATE landbase_meta SET value = '5'")
    database.commit()
    database.close()


def test_a_base_of_version_5_is_sealed_and_says_since_when(work: Path) -> None:
    path = work / "土地 库.gpkg"
    made = make_base(path)
    before = made.parcels(), made.decisions(superseded=True)
    turn_back_to_5(path)
    moment = dt.datetime(2024, 5, 6, 7, tzinfo=dt.UTC)
    with pytest.warns(LandbaseWarning, match=r"土地 库\.v5\.gpkg"):
        base = LandBase.open(path, clock=lambda: moment)
    assert_parcels_equal(base.parcels(), before[0])
    pd.testing.assert_frame_equal(base.decisions(superseded=True), before[1])
    found = base.verify().table
    assert not found["severity"].isin(["error", "warning"]).any()
    since = found[found["code"] == "verify_sealed_since"]
    assert since["value"].tolist() == ["2024-05-06"]
    database = sqlite3.connect(path)
    rows = database.execute("SELECT kind, sealed_at FROM seals").fetchall()
    assert rows == [("migrated", "2024-05-06T07:00:00.000Z")]
    # every version of every parcel: 12 as they are, 12 as they were
    count = database.execute("SELECT count(*) FROM parcel_seals").fetchone()
    assert count == (24,)
    add_spatial_functions(database)
    database.execute("DROP TRIGGER parcels_keep_past")
    database.execute("UPDATE parcels SET holder = '改' WHERE fid = 3")
    database.commit()
    database.close()
    with LandBase.open(path, examine=True) as kept:
        codes = set(kept.verify().table["code"])
    assert {"verify_schema", "verify_parcel_altered"} <= codes


def test_a_migration_that_fails_changes_nothing(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = work / "土地 库.gpkg"
    make_base(path)
    turn_back_to_5(path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("landbase.store.opening.seal_unsealed", full)
    with pytest.raises(OSError, match="No space"):
        LandBase.open(path)
    assert path.read_bytes() == before


def test_a_file_that_calls_itself_older_is_not_sealed_anew(work: Path) -> None:
    path = work / "土地 库.gpkg"
    make_base(path)
    database = sqlite3.connect(path)
    add_spatial_functions(database)
    database.execute("DROP TRIGGER parcels_keep_past")
    database.execute("UPDATE parcels SET holder = '改' WHERE fid = 3")
    database.execute("UPDATE landbase_meta SET value = '5'")
    database.commit()
    database.close()
    with pytest.warns(LandbaseWarning, match="v5"):
        base = LandBase.open(path)
    codes = set(base.verify().table["code"])
    assert {"verify_parcel_altered", "verify_version_back"} <= codes
