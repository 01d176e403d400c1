"""What others put into a land base, triggers and views, has no say in it."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from typing import TYPE_CHECKING

import pyogrio
import pytest
import sqlalchemy as sa

from landbase.errors import StoreError
from landbase.io.bases import land_base_version
from landbase.store.base import LandBase
from landbase.store.sqlite import add_spatial_functions, limited, reading
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"


@pytest.fixture
def base(work: Path) -> LandBase:
    moment = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    base = LandBase.open(work / "土地库.gpkg", clock=lambda: moment)
    base.add(make_parcels(12))
    return base


def change(base: LandBase, *statements: str) -> None:
    database = sqlite3.connect(base.path)
    add_spatial_functions(database)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def decide(base: LandBase) -> int:
    idle = base.parcels()
    parcel = idle.loc[idle["category"] == "idle", "parcel_id"].iloc[0]
    return base.record(
        parcel, "start_by_deadline", status="planned", effective="2023-03-01"
    ).event_id


COUNTS = "trigger_insert_feature_count_parcels"
SWALLOW = "CREATE TRIGGER swallow BEFORE INSERT ON {} BEGIN SELECT RAISE(IGNORE); END"
AFTER = "CREATE TRIGGER {} AFTER INSERT ON {} BEGIN {}; END"
FOREIGN = [
    (SWALLOW.format("decisions"), "trigger swallow"),
    (AFTER.format("undo", "PARCELS", "DELETE FROM parcels"), "trigger undo"),
    (AFTER.format("slow", "decisions", "SELECT 1 FROM parcels"), "trigger slow"),
    (AFTER.format(COUNTS, "parcels", "DELETE FROM parcels"), f"trigger {COUNTS}"),
    ("CREATE VIEW stolen AS SELECT * FROM decisions", "view stolen"),
    ("CREATE UNIQUE INDEX one ON decisions (status)", "index one"),
    ("DROP TRIGGER decisions_no_update", "trigger decisions_no_update"),
    ("DROP INDEX decisions_parcel", "index decisions_parcel"),
    ("ALTER TABLE decisions ADD COLUMN more TEXT", "table decisions"),
]


@pytest.mark.parametrize(("statement", "name"), FOREIGN)
def test_what_is_none_of_ours_is_refused_and_named(
    base: LandBase, statement: str, name: str
) -> None:
    change(base, statement)
    with pytest.raises(StoreError, match=name):
        LandBase.open(base.path)
    # who has it open already does not write either
    with pytest.raises(StoreError, match=name):
        decide(base)
    with LandBase.open(base.path, examine=True) as kept:
        issues = kept.verify()
        with pytest.raises(StoreError, match=name):
            decide(kept)
    found = issues.table[issues.table["code"] == "verify_schema"]
    assert name in found["value"].tolist()
    assert len(base.decisions()) == 0


def test_tables_beside_ours_are_nobodys_business(base: LandBase) -> None:
    change(
        base,
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)",
        "CREATE TRIGGER notes_too AFTER INSERT ON notes BEGIN SELECT 1; END",
        "CREATE VIEW all_notes AS SELECT text FROM notes",
        "CREATE INDEX quick ON parcels (holder)",
    )
    with LandBase.open(base.path) as kept:
        assert decide(kept) == 1
        assert kept.verify().count("error") == 0


def test_a_layer_that_gdal_adds_does_no_harm(base: LandBase) -> None:
    layer = base.parcels()[["parcel_id", "geometry"]]
    pyogrio.write_dataframe(layer, base.path, layer="另存图层", append=True)
    with LandBase.open(base.path) as kept:
        assert decide(kept) == 1
        assert kept.verify().count("error") == 0


def test_a_trigger_put_in_while_it_is_written_is_found_by_reading_back(
    base: LandBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(base, FOREIGN[0][0])
    # as if the look at the schema had come before
    monkeypatch.setattr("landbase.store.sqlite.require_schema", lambda _: None)
    with pytest.raises(StoreError, match="do not stand in the file"):
        decide(base)
    assert len(base.decisions()) == 0


def test_a_parcel_that_is_swallowed_is_not_said_to_be_added(
    base: LandBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(base, SWALLOW.format("parcels"))
    monkeypatch.setattr("landbase.store.sqlite.require_schema", lambda _: None)
    with pytest.raises(StoreError, match="do not stand in the file"):
        base.add(make_parcels(15))
    assert len(base.parcels()) == 12


def test_a_view_in_place_of_a_table_is_never_read(base: LandBase) -> None:
    view = f"CREATE VIEW landbase_meta AS {ENDLESS} 'schema_version' AS key, i AS value"
    change(base, "DROP TABLE landbase_meta", f"{view} FROM n WHERE i < 0")
    start = time.monotonic()
    assert land_base_version(base.path) is None
    with pytest.raises(StoreError):
        LandBase.open(base.path)
    assert time.monotonic() < start + 10


def test_sql_without_end_is_interrupted(base: LandBase) -> None:
    endless = sa.text(f"{ENDLESS} count(*) FROM n")
    start = time.monotonic()
    with reading(base._engine) as connection:
        with (
            pytest.raises(sa.exc.OperationalError, match="interrupted"),
            limited(connection, seconds=0.2),
        ):
            connection.execute(endless)
        assert connection.execute(sa.text("SELECT 1")).scalar() == 1
    assert time.monotonic() < start + 10


def test_a_view_without_end_on_our_tables_stops_nothing(base: LandBase) -> None:
    change(base, f"CREATE VIEW forever AS {ENDLESS} i FROM n, parcels WHERE i < 0")
    with LandBase.open(base.path, examine=True) as kept:
        assert "verify_schema" in kept.verify().table["code"].tolist()
