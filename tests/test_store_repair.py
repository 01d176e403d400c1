"""What still verifies in a damaged land base is taken out; the rest is listed."""

# ruff: noqa: S608 - statements made here
from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from tampering import edit

from landbase.errors import StoreError
from landbase.store.base import LandBase
from landbase.store.repair import RepairResult, repair
from landbase.testing import assert_parcels_equal

if TYPE_CHECKING:
    from pathlib import Path


def lost(done: RepairResult) -> list[tuple[str, str]]:
    table = done.issues.of_severity("error", "warning").table
    return list(zip(table["code"], table["value"], strict=True))


def test_a_whole_base_is_taken_out_whole(copy: Path, work: Path) -> None:
    before = copy.read_bytes()
    done = repair(copy, work / "新 库.gpkg")
    assert lost(done) == []
    assert copy.read_bytes() == before
    with LandBase.open(copy) as old, LandBase.open(done.path) as new:
        assert not len(new.verify().of_severity("error", "warning"))
        assert_parcels_equal(new.parcels(ended=True), old.parcels(ended=True))
        past = {"known": "2023-07-06", "ended": True}
        assert_parcels_equal(new.parcels(**past), old.parcels(**past))  # type: ignore[arg-type]
        for name in ("decisions", "lineage", "rules_history", "documents"):
            more = {"superseded": True} if name == "decisions" else {}
            pd.testing.assert_frame_equal(
                getattr(new, name)(**more), getattr(old, name)(**more)
            )
        assert set(new.documents(look=True)["state"]) == {"there"}
        assert done.parcels == len(old.parcels(ended=True))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE parcels SET name = '改' WHERE fid = 7", ("repair_parcel_lost", None)),
        ("UPDATE parcels SET name = '改' WHERE fid = 2", ("repair_parcel_past", None)),
        ("DELETE FROM parcels WHERE fid = 7", ("repair_parcel_lost", "fid 7")),
        (
            "UPDATE decisions SET document = '改' WHERE event_id = 3",
            ("repair_record_lost", "3"),
        ),
        ("DELETE FROM milestones WHERE milestone_id = 2", ("repair_record_lost", "2")),
        ("UPDATE rules SET by = '改' WHERE rules_id = 2", ("repair_record_lost", "2")),
        ("UPDATE decisions SET hash = 'x' WHERE event_id = 3", None),
        (
            "UPDATE landbase_columns SET dtype = 'x' WHERE name = 'note'",
            ("repair_columns", None),
        ),
        ("DELETE FROM layer_styles", None),
        ("DELETE FROM seals", None),
    ],
)
def test_what_does_not_verify_is_left_out_and_listed(
    copy: Path, work: Path, statement: str, found: tuple[str, str | None] | None
) -> None:
    with LandBase.open(copy) as kept:
        parcels = len(kept.parcels(ended=True))
    edit(copy, statement)
    done = repair(copy, work / "新.gpkg")
    listed = lost(done)
    if found is None:
        assert listed == []
    else:
        code, value = found
        assert code in [one for one, _ in listed]
        assert value in {None, *(v for c, v in listed if c == code)}
    assert done.parcels == parcels - (code == "repair_parcel_lost" if found else 0)
    with LandBase.open(done.path) as new:
        assert new.verify().count("error") == 0


def test_a_decision_on_a_parcel_that_is_lost_is_listed(copy: Path, work: Path) -> None:
    with LandBase.open(copy) as kept:
        parcel = kept.decisions()["parcel_id"].iloc[-1]
    edit(
        copy,
        f"UPDATE parcels SET geom = NULL WHERE parcel_id = '{parcel}'",
        f"DELETE FROM parcel_versions WHERE parcel_id = '{parcel}'",
    )
    done = repair(copy, work / "新.gpkg")
    assert ("repair_parcel_lost", parcel) in lost(done)
    assert "repair_record_left" in [code for code, _ in lost(done)]
    with LandBase.open(done.path) as new:
        assert new.verify().count("error") == 0
        assert parcel not in set(new.decisions()["parcel_id"])


def test_a_document_that_is_gone_keeps_its_record(copy: Path, work: Path) -> None:
    shutil.rmtree(copy.with_suffix(".files"))
    done = repair(copy, work / "新.gpkg")
    assert [code for code, _ in lost(done)] == ["repair_document_lost"] * 2
    with LandBase.open(done.path) as new:
        assert new.verify().count("error") == 0
        assert not new.documents()["kept"].any()


def test_it_is_not_written_over_anything(copy: Path, work: Path) -> None:
    with pytest.raises(StoreError, match="is there already"):
        repair(copy, copy)
    (work / "空.gpkg").touch()
    with pytest.raises(StoreError, match="no bytes"):
        repair(work / "空.gpkg", work / "新.gpkg")
    (work / "文.gpkg").write_text("没有", "utf-8")
    with pytest.raises(StoreError, match="nothing can be taken out"):
        repair(work / "文.gpkg", work / "新.gpkg")
    assert not (work / "新.gpkg").exists()


def test_a_table_that_is_gone_takes_only_itself_away(copy: Path, work: Path) -> None:
    database = sqlite3.connect(copy)
    database.execute("PRAGMA writable_schema = ON")
    database.execute("UPDATE sqlite_master SET sql = 'x' WHERE name = 'milestones'")
    database.commit()
    database.close()
    with pytest.raises(StoreError):
        LandBase.open(copy)
    done = repair(copy, work / "新.gpkg")
    assert {code for code, _ in lost(done)} == {"repair_record_lost"}
    with LandBase.open(done.path) as new:
        assert len(new.decisions(superseded=True)) == 5
        assert new.verify().count("error") == 0


def test_a_count_that_is_damaged_makes_up_no_rows(copy: Path, work: Path) -> None:
    edit(copy, "UPDATE sqlite_sequence SET seq = 9000000 WHERE name = 'milestones'")
    done = repair(copy, work / "新.gpkg")
    assert lost(done) == []
    assert done.parcels
