"""What is said where reading fails: the file is at fault, or the code is."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from landbase.errors import StoreError
from landbase.store.base import LandBase
from landbase.store.sqlite import add_spatial_functions, reading
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> LandBase:
    made = LandBase.open(work / "土地 库.gpkg")
    made.add(make_parcels(12).assign(note="甲"))
    return made


@pytest.mark.parametrize("kind", [TypeError, AttributeError, LookupError, ValueError])
def test_a_fault_of_the_code_shows_as_one(
    base: LandBase, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match="of ours"), reading(base._engine):
        raise kind("of ours")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("agreed_start", "'2023-02-31'"),
        ("agreed_start", "'去年'"),
        ("declared_area_m2", "'许多'"),
        ("source_row", "'一'"),
        ("geom", "'无'"),
        ("extra", "'[1]'"),
        ("extra", "'{'"),
    ],
)
def test_what_landbase_does_not_write_is_told_as_damage(
    base: LandBase, column: str, value: str
) -> None:
    database = sqlite3.connect(base.path)
    add_spatial_functions(database)
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'parcels'"
    )
    for (name,) in database.execute(query).fetchall():
        database.execute(f"DROP TRIGGER {name}")
    database.execute(f"UPDATE parcels SET {column} = {value}")  # noqa: S608 - ours
    database.commit()
    database.close()
    with LandBase.open(base.path, examine=True) as kept, pytest.raises(StoreError):
        kept.parcels()
