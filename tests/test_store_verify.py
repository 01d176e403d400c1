"""A land base that was tampered with is found out."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tampering import edit

from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> LandBase:
    moment = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    base = LandBase.open(work / "土地库.gpkg", clock=lambda: moment)
    parcels = make_parcels(12)
    base.add(parcels)
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"]
    table = pd.DataFrame({
        "parcel_id": idle,
        "disposal_type": "start_by_deadline",
        "status": "planned",
        "effective": "2023-03-01",
        "document": "准政发〔2023〕12号",
    })
    base.record_many(table)
    return base


def tamper(base: LandBase, *statements: str) -> None:
    edit(base.path, *statements)


def codes(base: LandBase) -> list[str]:
    return base.verify().of_severity("error", "warning").table["code"].tolist()


def test_a_sound_base_verifies_and_names_its_last_hash(base: LandBase) -> None:
    issues = base.verify()
    assert issues.table["code"].tolist() == [
        "verify_chain",
        "verify_chain",
        "verify_head",
    ]
    assert len(issues.table["value"].iloc[0]) == 64
    tamper(base)
    assert codes(base) == []


def test_an_empty_base_verifies(work: Path) -> None:
    assert codes(LandBase.open(work / "空.gpkg")) == []


def test_one_byte_of_one_event_is_found(base: LandBase) -> None:
    tamper(
        base, "UPDATE decisions SET document = '准政发〔2023〕13号' WHERE event_id = 2"
    )
    issues = base.verify()
    assert issues.table["code"].tolist() == [
        "verify_chain_broken",
        "verify_chain",
        "verify_head",
    ]
    assert issues.table["value"].iloc[0] == "2"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE decisions SET area_m2 = 1.0 WHERE event_id = 1",
            "verify_chain_broken",
        ),
        ("DELETE FROM decisions WHERE event_id = 2", "verify_chain_broken"),
        (
            "DELETE FROM decisions WHERE event_id > 2",
            "verify_chain_cut",
        ),
        ("DELETE FROM rtree_parcels_geom WHERE id = 3", "verify_index"),
        ("UPDATE parcels SET parcel_id = 'X' WHERE fid <= 12", "verify_reference"),
    ],
)
def test_each_broken_promise_is_found(
    base: LandBase, statement: str, code: str
) -> None:
    if "parcel_id = 'X'" in statement:
        statement = statement.replace("'X'", "'X' || fid")
    tamper(base, statement)
    assert code in codes(base)


def test_a_missing_or_weakened_trigger_is_found(base: LandBase) -> None:
    database = sqlite3.connect(base.path)
    database.execute("DROP TRIGGER decisions_no_update")
    database.commit()
    database.close()
    issues = base.verify()
    assert codes(base) == ["verify_schema"]
    assert issues.table["value"].iloc[0] == "trigger decisions_no_update"


def test_a_damaged_file_is_found(base: LandBase) -> None:
    content = bytearray(base.path.read_bytes())
    at = content.index("准政发〔2023〕12号".encode()) - 40
    content[at : at + 30] = b"\xff" * 30
    base.path.write_bytes(content)
    assert codes(base)


def test_a_clock_that_went_back_is_told(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as landbase wrote before it took care of that
    monkeypatch.setattr("landbase.store.writes.not_before", lambda _, now: now)
    moments = iter(dt.datetime(2023, month, 1, tzinfo=dt.UTC) for month in (1, 2, 5, 3))
    base = LandBase.open(work / "钟.gpkg", clock=lambda: next(moments))
    parcels = make_parcels(12)
    base.add(parcels)
    parcel = parcels.loc[parcels["category"] == "idle", "parcel_id"].iloc[0]
    for day in ("2023-01-01", "2023-01-02"):
        base.record(parcel, "start_by_deadline", status="planned", effective=day)
    assert codes(base) == ["verify_time"]
