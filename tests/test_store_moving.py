"""A land base moves between file and server whole: rows, hashes, seals, documents."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from tampering import copy_base, edit

from landbase.errors import StoreError
from landbase.store.base import LandBase
from landbase.store.columns import parcels, versions
from landbase.store.database import reading
from landbase.store.journals import ALL_JOURNALS
from landbase.store.sealing import version_digests, versions_now, versions_past
from landbase.testing import assert_parcels_equal

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Bases, Server


def rows_of(base: LandBase) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table that is sealed."""
    tables = [parcels, versions, *(j.table for j in ALL_JOURNALS.values())]
    with reading(base._engine) as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    sa.select(*table.c).order_by(*table.primary_key)
                )
            ]
            for table in tables
        }


def test_there_and_back_every_row_and_hash_is_the_same(
    full: Path, base_factory: Bases, work: Path
) -> None:
    base = LandBase.open(copy_base(full, work / "土地 库.gpkg"))
    there = base.copy(base_factory.place("那边"))
    other = base_factory("那边")
    back = other.copy(work / "回来.gpkg")
    third = LandBase.open(work / "回来.gpkg")
    assert there.head == back.head == base.head == other.head == third.head
    assert (there.parcels, there.records) == (back.parcels, back.records)
    assert rows_of(base) == rows_of(other) == rows_of(third)
    for one in (other, third):
        assert not len(one.verify().of_severity("error", "warning"))
        found = one.documents(look=True)
        assert found["state"].tolist() == ["there"] * len(found)
    files = [
        one.export_events(work / f"{n}.jsonl") for n, one in enumerate((base, other))
    ]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert_parcels_equal(base.parcels(), other.parcels())
    assert other.parcels(known="2023-07-06").equals(base.parcels(known="2023-07-06"))


def test_a_copy_goes_on_where_the_other_stood(
    full: Path, base_factory: Bases, work: Path
) -> None:
    base = LandBase.open(copy_base(full, work / "土地 库.gpkg"))
    receipt = base.receipt().write(work / "回执.json")
    base.copy(base_factory.place("那边"))
    other = base_factory("那边")
    parcel = base.parcels().query("category == 'idle'")["parcel_id"].iloc[0]
    other.add(base.parcels().assign(holder="后来"))
    other.set_milestone(parcel, "再约谈", due="2030-01-01")
    found = other.verify(receipts=[receipt])
    assert not len(found.of_severity("error", "warning"))
    assert "verify_receipt" in found.table["code"].tolist()


def test_nothing_is_overwritten(full: Path, base_factory: Bases, work: Path) -> None:
    base = LandBase.open(copy_base(full, work / "土地 库.gpkg"))
    base_factory("那边").close()
    with pytest.raises(StoreError, match="already"):
        base.copy(base_factory.place("那边"))
    assert base_factory("那边").parcels().empty


def test_what_does_not_verify_is_not_copied(copy: Path, base_factory: Bases) -> None:
    edit(copy, "UPDATE decisions SET document = '假' WHERE event_id = 1")
    with pytest.raises(StoreError, match="does not verify"):
        LandBase.open(copy).copy(base_factory.place("那边"))


def test_the_outline_of_another_program_is_not_changed_on_the_way(
    copy: Path, server: Server
) -> None:
    # as a program writes it that adds no envelope
    with closing(sqlite3.connect(copy)) as database:
        query = "SELECT geom FROM parcels WHERE fid = 1"
        [blob] = database.execute(query).fetchone()
    other = b"GP\0\1" + blob[4:8] + blob[40:]
    put = f"UPDATE parcels SET geom = x'{other.hex()}' WHERE fid = 1"  # noqa: S608
    edit(copy, put, guarded=True)
    base = LandBase.open(copy)
    base.accept_edits(by="王五", reason="外业")
    name = server.new()
    with pytest.raises(StoreError, match="byte for byte"):
        base.copy(server.address(name))
    assert server.run(name, "SELECT to_regclass('parcels')") == [(None,)]
    server.drop(name)


def test_outlines_come_back_byte_for_byte(full: Path, base_factory: Bases) -> None:
    base = LandBase.open(full)
    base.copy(base_factory.place("那边"))
    with (
        reading(base._engine) as ours,
        reading(base_factory("那边")._engine) as theirs,
    ):
        for query in (versions_now(), versions_past()):
            both = [version_digests(one.execute(query)) for one in (ours, theirs)]
            assert both[0] == both[1] != []
