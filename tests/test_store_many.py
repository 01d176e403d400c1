"""Very many rows at once: the index is whole, guards are back, a kill undoes all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyogrio
import pytest

from landbase.store import rtree
from landbase.store.base import LandBase
from landbase.store.outlines import encode, envelopes
from landbase.store.sqlite import add_spatial_functions, wrong_definitions
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

PARCELS = make_parcels(9000).drop(columns=["status", "disposal_type"])
WAYS = {"idle": "start_by_deadline", "approved_unsupplied": "speed_up_supply"}


def planned(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    ways = parcels["category"].map(WAYS)
    said = {"status": "planned", "effective": "2023-03-01"}
    return pd.DataFrame({
        "parcel_id": parcels["parcel_id"],
        "disposal_type": ways,
        **said,
    })


def faults(base: LandBase) -> list[str]:
    return base.verify().of_severity("error").table["message_en"].tolist()


def ask(path: Path, query: str, asked: tuple[float, ...]) -> list[tuple[str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query, asked).fetchall()


_WITHIN = """
SELECT parcel_id FROM parcels JOIN rtree_parcels_geom ON id = fid
WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?
"""


@pytest.mark.parametrize(
    "parts",
    [
        (600,),  # a root above its leaves
        (3000,),  # three levels
        (9000,),
        (2000, 7000),  # more than before: built anew
        (5000, 600),  # fewer: put in one by one
        (10, 700, 40),
    ],
)
def test_the_index_finds_what_lies_in_a_window(
    work: Path, parts: tuple[int, ...]
) -> None:
    base, start = LandBase.open(work / "土地 库.gpkg"), 0
    for count in parts:
        base.add(PARCELS.iloc[start : start + count])
        start += count
    assert faults(base) == []
    told = PARCELS.iloc[:start]
    bounds = told.bounds
    for at in range(0, start, max(start // 20, 1)):
        sides = told.iloc[at : at + 30].total_bounds.tolist()
        west, south, east, north = sides
        window = told[
            (bounds["minx"] <= east)
            & (bounds["maxx"] >= west)
            & (bounds["miny"] <= north)
            & (bounds["maxy"] >= south)
        ]
        found = ask(base.path, _WITHIN, (east, west, north, south))
        assert {one for (one,) in found} >= {*window["parcel_id"]}
        seen = pyogrio.read_dataframe(base.path, layer="parcels", bbox=tuple(sides))
        assert set(seen["parcel_id"]) == set(window["parcel_id"])


def test_no_box_is_smaller_than_its_outline() -> None:
    boxes = np.random.default_rng(0).uniform(-180, 180, (5000, 4))
    boxes[0] = 0
    short = rtree._widened(boxes).astype("float64")
    assert (short[:, ::2] <= boxes[:, ::2]).all()
    assert (short[:, 1::2] >= boxes[:, 1::2]).all()
    assert np.abs(short - boxes).max() < 2e-5


def test_boxes_are_those_of_the_outlines_whoever_wrote_them() -> None:
    shapes = PARCELS.geometry.to_numpy()[:3]
    ours = encode(shapes)
    bare = b"GP\0\x01" + ours[1][4:8] + ours[1][40:]
    bounds = PARCELS.geometry.iloc[:3].bounds[["minx", "maxx", "miny", "maxy"]]
    found = envelopes([ours[0], bare, ours[2]])
    assert (found == bounds.to_numpy()).all()


def test_guards_are_back_after_very_many_rows(work: Path) -> None:
    base = LandBase.open(work / "库.gpkg")
    base.add(PARCELS.iloc[:700])
    base.record_many(planned(PARCELS.iloc[:700]))
    with base._engine.connect() as connection:
        assert wrong_definitions(connection) == []
    assert faults(base) == []
    for table in ("parcels", "parcel_seals", "decisions", "parcel_states"):
        with closing(sqlite3.connect(base.path)) as connection:
            add_spatial_functions(connection)
            query = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"  # noqa: S608
            with pytest.raises(sqlite3.DatabaseError, match=" / "):
                connection.execute(query)


def test_what_is_there_is_not_replaced_while_guards_are_away(work: Path) -> None:
    base = LandBase.open(work / "库.gpkg")
    base.add(PARCELS.iloc[:10])
    with closing(sqlite3.connect(base.path)) as connection:
        add_spatial_functions(connection)
        connection.execute("DROP TRIGGER parcels_no_replace")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute("INSERT INTO parcels SELECT * FROM parcels LIMIT 1")


_KILLED = """
import os, sys
import pandas as pd
from pathlib import Path
from landbase.store import database, many, rtree, states, writes
from landbase.store.base import LandBase
from landbase.testing import make_parcels
base = LandBase.open(Path(sys.argv[1]))
parcels = make_parcels(9000).drop(columns=["status", "disposal_type"])
def die(*_told, **_more):
    # what was written so far lies in the file, not only in memory
    for connection in _told[:1]:
        connection.exec_driver_sql("PRAGMA cache_spill = 1")
    os._exit(9)
if sys.argv[2] == "index":
    many.index_new = die
    base.add(parcels)
elif sys.argv[2] == "states":
    states.insert_many = die
    base.add(parcels)
elif sys.argv[2] == "seal":
    from landbase.store import sealing
    sealing._heads_now = die
    base.add(parcels)
else:
    writes._read_back = die
    table = pd.read_pickle(sys.argv[3])
    base.record_many(table)
"""


@pytest.mark.parametrize("moment", ["index", "states", "seal", "decisions"])
def test_a_kill_in_the_middle_leaves_guards_and_what_was_there(
    work: Path, moment: str
) -> None:
    path = work / "库.gpkg"
    base = LandBase.open(path)
    base.add(PARCELS.iloc[:2000])
    head, told = base.head, work / "decisions.pkl"
    planned(PARCELS.iloc[:2000]).to_pickle(told)
    made = [sys.executable, "-c", _KILLED, str(path), moment, str(told)]
    assert subprocess.run(made, check=False).returncode == 9
    with LandBase.open(path) as after:
        assert after.head == head
        assert len(after.parcels()) == 2000
        assert faults(after) == []
        assert after.add(PARCELS) == (7000, 0, 2000)
        assert faults(after) == []
