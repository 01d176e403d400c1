"""Other programs open the land base: GDAL reads it, edits it and keeps its past."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import pytest
import shapely

from landbase.errors import StoreError
from landbase.store.base import LandBase
from landbase.store.columns import STORED_FIELDS
from landbase.store.outlines import decode, encode
from landbase.store.sqlite import add_spatial_functions
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(work: Path) -> Path:
    base = LandBase.open(work / "土地 库.gpkg")
    parcels = make_parcels(40, holes=0.3, parts=0.3)
    base.add(parcels)
    way = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}
    first = parcels.iloc[0]
    base.record(
        first["parcel_id"],
        way[first["category"]],
        status="planned",
        effective="2023-03-01",
    )
    return base.path


def test_gdal_sees_a_layer_and_a_table(path: Path) -> None:
    assert pyogrio.list_layers(path).tolist() == [
        ["parcels", "Unknown"],
        ["parcels_current", "Unknown"],
        ["decisions", None],
        ["layer_styles", None],
        ["lineage", None],
        ["milestones", None],
        ["evidence", None],
        ["parcel_documents", None],
        ["agreements", None],
        ["rules", None],
    ]
    info = pyogrio.read_info(path, layer="parcels")
    assert info["crs"] == "EPSG:4490"
    assert info["features"] == 40
    assert info["fid_column"] == "fid"
    assert info["capabilities"]["fast_spatial_filter"]
    layer = pyogrio.read_dataframe(path, layer="parcels")
    parcels = make_parcels(40, holes=0.3, parts=0.3)
    assert shapely.equals_identical(layer.geometry, parcels.geometry).all()
    assert np.allclose(info["total_bounds"], parcels.total_bounds, rtol=0, atol=1e-12)
    assert layer["approval_date"].dtype.kind == "M"
    decisions = pyogrio.read_dataframe(path, layer="decisions")
    assert decisions["status"].tolist() == ["planned"]
    assert decisions["effective"].dtype.kind == "M"


def test_gdal_finds_parcels_by_the_index(path: Path) -> None:
    parcels = make_parcels(40, holes=0.3, parts=0.3)
    box = tuple(parcels.geometry.iloc[3].bounds)
    found = pyogrio.read_dataframe(path, layer="parcels", bbox=box)
    assert parcels["parcel_id"].iloc[3] in found["parcel_id"].tolist()
    expected = parcels[parcels.intersects(shapely.box(*box))]
    assert set(found["parcel_id"]) == set(expected["parcel_id"])


def test_the_file_is_sound(path: Path) -> None:
    database = sqlite3.connect(path)
    ask = lambda text: database.execute(text).fetchall()  # noqa: E731 - four questions
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA foreign_key_check") == []
    assert ask("PRAGMA application_id") == [(0x47504B47,)]
    assert ask("SELECT rtreecheck('rtree_parcels_geom')") == [("ok",)]
    database.close()


def test_a_parcel_drawn_in_another_program_is_one_of_ours(path: Path) -> None:
    drawn = shapely.box(120.0, 45.0, 120.1, 45.1)
    feature = {
        "type": "Feature",
        "properties": {"parcel_id": "新绘-1", "category": "idle"},
        "geometry": shapely.geometry.mapping(drawn),
    }
    fiona = pytest.importorskip("fiona")  # it has no wheels for Python 3.14
    with fiona.open(path, "a", layer="parcels") as layer:
        columns = dict.fromkeys(layer.schema["properties"])
        del columns["recorded_at"]
        feature["properties"] = {**columns, **feature["properties"]}
        del layer.schema["properties"]["recorded_at"]
        layer.write(feature)
    found = pyogrio.read_dataframe(
        path, layer="parcels", bbox=(119.9, 44.9, 120.2, 45.2)
    )
    assert found["parcel_id"].tolist() == ["新绘-1"]
    base = LandBase.open(path)
    assert base.parcels()["parcel_id"].iloc[-1] == "新绘-1"
    base.record("新绘-1", "interview", status="planned", effective="2023-03-01")


def test_an_edit_in_another_program_keeps_the_past_and_the_index(path: Path) -> None:
    base = LandBase.open(path)
    changed, moved = base.parcels()["parcel_id"].iloc[[3, 4]]
    blob = encode(np.array([shapely.box(120.0, 45.0, 120.1, 45.1)]))[0]
    other = sqlite3.connect(path)
    add_spatial_functions(other)  # as every program that edits GeoPackages does
    by_id = "WHERE parcel_id = ?"
    other.execute(f"UPDATE parcels SET holder = '新单位' {by_id}", [changed])  # noqa: S608 - our own text
    other.execute(f"UPDATE parcels SET geom = ? {by_id}", [blob, moved])  # noqa: S608 - our own text
    other.commit()
    other.close()
    assert base.history(changed)["changed"].tolist()[-1] == "holder"
    assert base.history(moved)["changed"].tolist()[-1] == "geometry"
    assert base.history(changed)["recorded_at"].is_monotonic_increasing
    found = pyogrio.read_dataframe(
        path, layer="parcels", bbox=(119.9, 44.9, 120.2, 45.2)
    )
    assert found["parcel_id"].tolist() == [moved]


def test_blobs_of_other_programs_are_read() -> None:
    shapes = np.array([shapely.box(110, 39, 111, 40), shapely.Polygon()], dtype=object)
    blobs = encode(shapes)
    assert shapely.equals_identical(decode(blobs), shapes).all()
    wkb = shapely.to_wkb(shapes[0], byte_order=0)
    bare = b"GP\x00\x00" + (4490).to_bytes(4, "big") + wkb
    assert decode(np.array([bare, None], dtype=object)).tolist() == [shapes[0], None]


def test_gdal_sees_parcels_with_their_last_decision(path: Path) -> None:
    base = LandBase.open(path)
    first = base.decisions().iloc[0]
    again = {"effective": "2023-05-01", "due": "2023-09-30", "status": "planned"}
    way = str(first["disposal_type"])
    base.record(first["parcel_id"], way, **again)
    again["due"] = "2023-10-31"
    base.record(
        first["parcel_id"],
        way,
        supersedes=2,
        exception="现场核实",
        **again,
        reason="时限写错",
    )
    base.record(first["parcel_id"], way, status="in_progress", effective="2023-04-01")
    info = pyogrio.read_info(path, layer="parcels_current")
    assert (info["crs"], info["features"], info["fid_column"]) == (
        *("EPSG:4490", 40),
        "OGC_FID",
    )
    layer = pyogrio.read_dataframe(path, layer="parcels_current")
    now = base.parcels()
    assert shapely.equals_identical(layer.geometry, now.geometry).all()
    for name in (
        "parcel_id",
        "status",
        "disposal_type",
        "effective",
        "due",
        "exception",
    ):
        ours, theirs = (table[name].astype("str").tolist() for table in (now, layer))
        assert ours == theirs, name
    assert layer["due"].dropna().dt.strftime("%Y-%m-%d").tolist() == ["2023-10-31"]
    box = tuple(now.geometry.iloc[3].bounds)
    found = pyogrio.read_dataframe(path, layer="parcels_current", bbox=box)
    assert now["parcel_id"].iloc[3] in found["parcel_id"].tolist()


def test_a_file_without_view_and_style_keeps_its_promises(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("DROP VIEW parcels_current")
    database.execute("DROP TABLE layer_styles")
    database.commit()
    assert LandBase.open(path).verify().count("error") == 0
    database.execute("CREATE VIEW parcels_current AS SELECT * FROM parcels")
    database.commit()
    database.close()
    with pytest.raises(StoreError, match="view parcels_current"):
        LandBase.open(path)
    with LandBase.open(path, examine=True) as kept:
        found = kept.verify().of_severity("error").table
    assert found["value"].tolist() == ["view parcels_current"]


def test_what_is_generated_is_schema_version_6_to_the_letter(path: Path) -> None:
    # `verify` compares these texts with those of files that are there: another column
    # needs another schema version, and the migration to it
    query = (
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name != 'parcels_current' ORDER BY type, name"
    )
    with closing(sqlite3.connect(path)) as file, file:
        rows = file.execute(query).fetchall()
    digest = hashlib.sha256(repr(rows).encode()).hexdigest()
    assert digest == (
        "e04f0bf5f903f63d1a233ebb6ff606aeac33382cc76fccc0cf32fb028d80e6bf"
    )


def test_every_field_of_a_parcel_is_kept_by_the_trigger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        now, past = (
            [row[1] for row in file.execute(f"PRAGMA table_info({table})")]
            for table in ("parcels", "parcel_versions")
        )
        (trigger,) = file.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'parcels_keep_past'"
        ).fetchone()
    assert past == ["version_id", *now, "replaced_at"]
    assert all(f"OLD.{name}" in trigger for name in now)
    assert {*STORED_FIELDS, "geom", "extra"} <= {*now}
