"""Making the tables of a land base: `tables.sql`, and the guards of its journals."""

from __future__ import annotations

import re
import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

import sqlalchemy as sa

from landbase.store.geopackage import SRS_ID, spatial_references
from landbase.store.journals import ALL_JOURNALS
from landbase.store.styles import CURRENT, add_style
from landbase.store.tables import contents

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["create_all", "create_missing"]

_LAYERS = {
    "parcels": ("features", "地块 / parcels"),
    "decisions": ("attributes", "处置记录 / decisions"),
    CURRENT: ("features", "地块和最新处置 / parcels with the last decision"),
    "layer_styles": ("attributes", "QGIS 样式 / styles"),
    "lineage": ("attributes", "分割、合并和边界调整 / splits, mergers, adjustments"),
    "milestones": ("attributes", "整改节点 / milestones"),
    "evidence": ("attributes", "附件 / documents"),
    "rules": ("attributes", "规则 / rules"),
}
_MADE = re.compile(r"^CREATE (?:VIRTUAL |UNIQUE )?\w+ (\w+)", re.MULTILINE)


def create_all(connection: sa.Connection, *, now: str) -> None:
    """Make the tables of an empty land base.

    Parameters
    ----------
    connection
        In a transaction on an empty file.
    now
        The time of creation, as stored.
    """
    for statement in _statements():
        connection.exec_driver_sql(statement)
    _register_references(connection)
    _register_layers(connection, set(_LAYERS), now)
    add_style(connection, now=now)


def create_missing(connection: sa.Connection, *, now: str) -> None:
    """Make the tables, triggers and views that an older land base lacks.

    Parameters
    ----------
    connection
        In a transaction on a land base.
    now
        The time, as stored.
    """
    names = "SELECT name FROM sqlite_master"
    there = set(connection.exec_driver_sql(names).scalars())
    for statement in _statements():
        made = _MADE.search(statement)
        if made and made[1] not in there:
            connection.exec_driver_sql(statement)
    known = set(connection.execute(sa.select(contents.c.table_name)).scalars())
    _register_layers(connection, set(_LAYERS) - known, now)
    if "layer_styles" not in there:
        add_style(connection, now=now)


def _register_references(connection: sa.Connection) -> None:
    names = ("srs_name", "srs_id", "organization", "definition", "description")
    references = sa.table(
        "gpkg_spatial_ref_sys",
        *map(sa.column, (*names, "organization_coordsys_id")),
    )
    rows = [
        {**row, "organization_coordsys_id": row["srs_id"]}
        for row in spatial_references()
    ]
    connection.execute(sa.insert(references), rows)


def _register_layers(connection: sa.Connection, names: set[str], now: str) -> None:
    layers = {name: kind for name, kind in _LAYERS.items() if name in names}
    geometry = ("table_name", "column_name", "geometry_type_name", "srs_id", "z", "m")
    columns = sa.table("gpkg_geometry_columns", *map(sa.column, geometry))
    for name, (kind, description) in layers.items():
        drawn = kind == "features"
        row = {
            "table_name": name,
            "data_type": kind,
            "identifier": name,
            "description": description,
            "last_change": now,
            "srs_id": SRS_ID if drawn else None,
        }
        connection.execute(sa.insert(contents).values(row))
        if drawn:
            shape = (name, "geom", "GEOMETRY", SRS_ID, 0, 0)
            values = dict(zip(geometry, shape, strict=True))
            connection.execute(sa.insert(columns).values(values))


def _statements() -> Iterator[str]:
    """Give every statement that makes a land base, in order."""
    yield from _parted(_script("tables.sql"))
    guards = _script("guards.sql")
    for journal in ALL_JOURNALS.values():
        yield from _parted(_guards(guards, journal.name, (journal.key, "uid")))
    yield from _parted(_guards(guards, "parcel_versions", ("version_id",)))


def _script(name: str) -> str:
    return files("landbase.store").joinpath(name).read_text("utf-8")


def _guards(template: str, table: str, unique: tuple[str, ...]) -> str:
    same = " OR ".join(f"{name} = NEW.{name}" for name in unique)
    filled = template.replace("{table}", table).replace("{same}", same)
    return "\n".join(x for x in filled.splitlines() if not x.startswith("--"))


def _parted(text: str) -> Iterator[str]:
    """Part a script; a statement ends with a line's end, a trigger with its END."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line)
        statement = "\n".join(lines)
        if sqlite3.complete_statement(statement):
            yield statement
            lines = []
