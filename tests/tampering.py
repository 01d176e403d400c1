"""A land base with something of everything, and edits that must all be found."""

# ruff: noqa: S608, ISC004 - statements made here, not by people

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import warnings
from typing import TYPE_CHECKING

import pandas as pd

from landbase.errors import LandbaseError, LandbaseWarning
from landbase.store.base import LandBase
from landbase.store.journals import ALL_JOURNALS, FIRST, seal
from landbase.store.sqlite import add_spatial_functions
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = "2023-08-01T00:00:00.000Z"


def make_full_base(path: Path) -> LandBase:
    """Make a land base that has rows in every table."""
    hours = iter(range(10_000))
    start = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    base = LandBase.open(path, clock=lambda: start + dt.timedelta(hours=next(hours)))
    parcels = make_parcels(12).assign(note="甲", count=3)
    base.add(parcels)
    base.add(parcels.iloc[:6].assign(holder="新权利人"))
    idle = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()
    way = {"disposal_type": "start_by_deadline", "status": "planned"}
    said = {"effective": "2023-03-01", "due": "2023-09-30", "by": "张三"}
    said |= {"document": "准政发〔2023〕12号", "reason": "规划调整"}
    base.record_many(pd.DataFrame({"parcel_id": idle[:3], **way, **said}))
    base.record(idle[0], **way, effective="2023-03-02", supersedes=1, reason="日期有误")
    base.record(
        idle[1], "extend_start", status="planned", effective="2023-06-01",
        new_agreed_start="2023-09-01", exception="旗政府会议纪要",
    )  # fmt: skip
    base.set_milestone(idle[0], "约谈", due="2023-08-01", person="李四", unit="一科")
    base.set_milestone(idle[0], "约谈", due="2023-08-01", done_on="2023-07-01")
    whole = base.parcels()
    whole = whole[whole["parcel_id"] == idle[-1]]
    west, south, east, north = whole.total_bounds
    middle = (west + east) / 2
    halves = pd.concat([
        whole.clip((west, south, middle, north)).assign(parcel_id="分-1"),
        whole.clip((middle, south, east, north)).assign(parcel_id="分-2"),
    ])[["parcel_id", "geometry"]]
    base.split(idle[-1], halves, effective="2023-07-01", document="内土函〔2023〕3号")
    for name, text in (("批文.txt", "批文"), ("通知书.txt", "通知")):
        (path.parent / name).write_text(text, "utf-8")
    base.attach(1, path.parent / "批文.txt", kind="批准文件", keep=True)
    base.attach_to_parcel(idle[0], path.parent / "通知书.txt", keep=True)
    more = {"vocabulary": {"status": {"planned": {"color": "#0A0B0C"}}}}
    assert len(base.set_rules(base.rules.extended(more), by="王五", reason="改色"))
    return base


def copy_base(path: Path, target: Path) -> Path:
    """Copy a land base with its documents."""
    shutil.copyfile(path, target)
    folder = path.with_suffix(".files")
    if folder.is_dir():
        shutil.copytree(folder, target.with_suffix(".files"))
    return target


def edit(path: Path, *statements: str, guarded: bool = False) -> None:
    """Change the file as one would who takes the triggers away and puts them back."""
    database = sqlite3.connect(path)
    add_spatial_functions(database)
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = [] if guarded else database.execute(query).fetchall()
    for name, _ in triggers:
        database.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        database.execute(statement)
    for _, sql in triggers:
        database.execute(sql)
    database.commit()
    database.close()


def reseal(path: Path, name: str) -> None:
    """Compute the hashes of a journal anew, as one would who knows how."""
    journal = ALL_JOURNALS[name]
    key = journal.key
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    query = f"SELECT * FROM {name} ORDER BY {journal.key}"
    rows = [dict(row) for row in database.execute(query)]
    database.close()
    edit(
        path,
        *(
            f"UPDATE {name} SET hash = '{hash_}' WHERE {key} = {row[key]}"
            for row, hash_ in zip(rows, seal(rows, FIRST, journal.sealed), strict=True)
        ),
    )


def findings(path: Path) -> list[str]:
    """Say what landbase finds: codes that are no mere info, or the error."""
    try:
        with warnings.catch_warnings():
            # one that calls itself older is brought up to date, and says so
            warnings.simplefilter("ignore", LandbaseWarning)
            base = LandBase.open(path, examine=True)
        issues = base.verify().of_severity("error", "warning")
    except LandbaseError as error:
        return [error.key]
    return issues.table["code"].tolist()


def _columns(table: str, key: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        yield f"{table}.{name}", f'UPDATE {table} SET "{name}" = {value} WHERE {key}'


def _edits() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give edits made with the triggers away: a name, and the statements."""
    other = "(SELECT geom FROM parcels WHERE fid = 9)"
    told = {
        "geom": other,
        "declared_area_m2": "declared_area_m2 + 1",
        "category": "substr('approved_unsupplied idle', 1 + 20 * (category != 'idle'))",
        **dict.fromkeys(
            ("name", "zone", "holder", "approval_no", "supervision_no", "contract_no"),
            "'改'",
        ),
        "banner": "'150603'",
        "land_use": "'0701'",
        "land_use_scheme": "'x'",
        **dict.fromkeys(
            ("approval_date", "agreed_start", "actual_start", "stopped_on"),
            "'2001-01-01'",
        ),
        "developed_ratio": "0.9",
        "invested_ratio": "0.9",
        "cause": "'改'",
        "disposal_type": "'extend_start'",
        "status": "'closed'",
        "source": "'改.shp'",
        "source_row": "999",
        "extra": """'{"note":"乙","count":3}'""",
        "recorded_at": f"'{NOW}'",
    }
    yield from ((n, (s,)) for n, s in _columns("parcels", "fid = 1", told))
    past = told | {"fid": "fid + 1", "parcel_id": "'X'", "replaced_at": f"'{NOW}'"}
    past["version_id"] = "99"
    yield from (
        (n, (s,)) for n, s in _columns("parcel_versions", "version_id = 2", past)
    )
    names = "name, category, banner, geom, recorded_at"
    yield from {
        "parcels.parcel_id": ("UPDATE parcels SET parcel_id = 'X' WHERE fid = 7",),
        "parcels.fid": ("UPDATE parcels SET fid = 70 WHERE fid = 7",),
        "parcels.delete": ("DELETE FROM parcels WHERE fid = 12",),
        "parcels.delete and all of it": (
            "DELETE FROM parcel_states WHERE parcel_id IN"
            " (SELECT parcel_id FROM parcels WHERE fid = 8)",
            "DELETE FROM parcels WHERE fid = 8",
            "DELETE FROM rtree_parcels_geom WHERE id = 8",
        ),
        "parcels.insert": (
            f"INSERT INTO parcels (parcel_id, {names}) SELECT 'X', {names}"
            " FROM parcels WHERE fid = 1",
        ),
        "parcels.outlines swapped": (
            "CREATE TEMP TABLE two AS SELECT fid, geom FROM parcels WHERE fid < 3",
            "UPDATE parcels SET geom = (SELECT geom FROM two"
            " WHERE two.fid = 3 - parcels.fid) WHERE fid IN (1, 2)",
        ),
        "parcel_versions.delete": ("DELETE FROM parcel_versions WHERE version_id = 2",),
        "parcel_versions.delete last": (
            "DELETE FROM parcel_versions WHERE version_id = 6",
            "UPDATE sqlite_sequence SET seq = 5 WHERE name = 'parcel_versions'",
        ),
        "parcel_versions.insert": (
            f"INSERT INTO parcel_versions (fid, parcel_id, {names}, replaced_at)"
            f" SELECT fid, parcel_id, {names}, '{NOW}' FROM parcels WHERE fid = 1",
        ),
    }.items()
    decided = {
        **dict.fromkeys(("document", "by", "reason", "exception", "uid"), "'改'"),
        "parcel_id": "(SELECT parcel_id FROM parcels WHERE fid = 1)",
        "disposal_type": "'extend_start'",
        "status": "'closed'",
        **dict.fromkeys(("effective", "due"), "'2023-02-01'"),
        "area_m2": "1.0",
        "supersedes": "1",
        "home_id": "77",
        "follows": "'x'",
        **dict.fromkeys(("recorded_at", "known_at"), f"'{NOW}'"),
        "hash": f"'{FIRST}'",
    }
    yield from ((n, (s,)) for n, s in _columns("decisions", "event_id = 2", decided))
    few = {
        "milestones": ("due", "'2024-01-01'"),
        "lineage": ("area_m2", "1.0"),
        "evidence": ("file", "'别的.txt'"),
        "parcel_documents": ("sha256", f"'{FIRST}'"),
        "agreements": ("new_agreed_start", "'2024-01-01'"),
        "rules": ("by", "'别人'"),
    }
    for table, (column, value) in few.items():
        key = ALL_JOURNALS[table].key
        change = f"UPDATE {table} SET {column} = {value} WHERE {key} = 1"
        yield f"{table}.{column}", (change,)
    for table in (*few, "decisions"):
        key = ALL_JOURNALS[table].key
        last = f"(SELECT max({key}) FROM {table})"
        yield f"{table}.delete first", (f"DELETE FROM {table} WHERE {key} = 1",)
        cut = f"DELETE FROM {table} WHERE {key} = {last}"
        yield f"{table}.delete last", (cut,)
        count = f"UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = '{table}'"
        yield f"{table}.delete last and its number", (cut, count)
    yield from {
        "evidence.kept": ("UPDATE evidence SET kept = 0",),
        "evidence.size": ("UPDATE evidence SET size = 1",),
        "lineage.parcel": ("UPDATE lineage SET parcel = '{}' WHERE role = 'child'",),
        "lineage.role": ("UPDATE lineage SET role = 'void'",),
        "milestones.person": ("UPDATE milestones SET person = '别人'",),
        "rules.rules": ("UPDATE rules SET rules = replace(rules, '0.001', '0.9')",),
        "parcel_documents.kind": ("UPDATE parcel_documents SET kind = '改'",),
        "landbase_columns.name": (
            "UPDATE landbase_columns SET name = 'memo' WHERE name = 'note'",
        ),
        "landbase_columns.dtype": (
            "UPDATE landbase_columns SET dtype = 'str' WHERE name = 'count'",
        ),
        "landbase_columns.recorded_at": (
            f"UPDATE landbase_columns SET recorded_at = '{NOW}' WHERE position = 2",
        ),
        "landbase_columns.position": (
            "UPDATE landbase_columns SET position = 90 WHERE position = 2",
        ),
        "landbase_columns.delete": (
            "DELETE FROM landbase_columns WHERE name = 'note'",
        ),
        "landbase_columns.insert": (
            f"INSERT INTO landbase_columns VALUES (99, 'more', 'str', '{NOW}')",
        ),
        "parcel_states.status": ("UPDATE parcel_states SET status = 'closed'",),
        "parcel_states.due": ("UPDATE parcel_states SET due = '2030-01-01'",),
        "parcel_states.lives": ("UPDATE parcel_states SET lives = 1 - lives",),
        "parcel_states.delete": ("DELETE FROM parcel_states",),
        "landbase_meta.insert": ("INSERT INTO landbase_meta VALUES ('x', 'y')",),
        "landbase_meta.renewing": (
            "INSERT INTO landbase_meta VALUES ('renewing_states', '1')",
        ),
        "gpkg_contents.srs_id": (
            "UPDATE gpkg_contents SET srs_id = 4326 WHERE table_name = 'parcels'",
        ),
        "gpkg_contents.data_type": (
            "UPDATE gpkg_contents SET data_type = 'attributes'"
            " WHERE table_name = 'parcels_current'",
        ),
        "gpkg_contents.identifier": (
            "UPDATE gpkg_contents SET identifier = '别的'"
            " WHERE table_name = 'decisions'",
        ),
        "gpkg_contents.min_x": (
            "UPDATE gpkg_contents SET min_x = 0.0 WHERE table_name = 'parcels'",
        ),
        "gpkg_contents.max_y": (
            "UPDATE gpkg_contents SET max_y = min_y WHERE table_name = 'parcels'",
        ),
        "gpkg_contents.delete": (
            "DELETE FROM gpkg_contents WHERE table_name = 'decisions'",
        ),
        "gpkg_geometry_columns.srs_id": (
            "UPDATE gpkg_geometry_columns SET srs_id = 4326",
        ),
        "gpkg_geometry_columns.type": (
            "UPDATE gpkg_geometry_columns SET geometry_type_name = 'POINT'",
        ),
        "gpkg_geometry_columns.delete": (
            "DELETE FROM gpkg_geometry_columns WHERE table_name = 'parcels'",
        ),
        "gpkg_spatial_ref_sys.definition": (
            "UPDATE gpkg_spatial_ref_sys SET definition = (SELECT definition FROM"
            " gpkg_spatial_ref_sys WHERE srs_id = 4326) WHERE srs_id = 4490",
        ),
        "gpkg_spatial_ref_sys.organization": (
            "UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4610"
            " WHERE srs_id = 4490",
        ),
        "gpkg_spatial_ref_sys.delete": (
            "DELETE FROM gpkg_spatial_ref_sys WHERE srs_id = 4490",
        ),
        "gpkg_extensions.delete": ("DELETE FROM gpkg_extensions",),
        "gpkg_extensions.scope": ("UPDATE gpkg_extensions SET scope = 'read-write'",),
        "layer_styles.styleQML": (
            "UPDATE layer_styles SET styleQML = replace(styleQML, '已销号', '处置中')",
        ),
        "layer_styles.styleName": ("UPDATE layer_styles SET styleName = '改'",),
        "layer_styles.useAsDefault": ("UPDATE layer_styles SET useAsDefault = 0",),
        "layer_styles.delete": ("DELETE FROM layer_styles",),
        "rtree.delete": ("DELETE FROM rtree_parcels_geom WHERE id = 3",),
        "rtree.update": (
            "UPDATE rtree_parcels_geom SET minx = 1, maxx = 2 WHERE id = 3",
        ),
        "index dropped": ("DROP INDEX decisions_parcel",),
        "index forbids": ("CREATE UNIQUE INDEX one ON milestones (due, uid)",),
        "index computes": ("CREATE INDEX one ON parcels (json_extract(extra, '$.x'))",),
        "index of some rows": (
            "CREATE INDEX one ON decisions (due) WHERE event_id > 100",
        ),
        "index of another order": (
            "CREATE INDEX one ON decisions (due COLLATE NOCASE)",
        ),
        "column generated": (
            "ALTER TABLE decisions ADD COLUMN more AS (event_id + 1)",
        ),
        "text as bytes": (
            "UPDATE decisions SET document = CAST(document AS BLOB) WHERE event_id = 2",
        ),
        "bytes of a parcel": (
            "UPDATE parcels SET holder = CAST(holder AS BLOB) WHERE fid = 7",
        ),
        "a letter nobody sees": (
            "UPDATE parcels SET name = name || char(8203) WHERE fid = 7",
        ),
        "a NUL behind": (
            "UPDATE parcels SET name = name || char(0) || 'x' WHERE fid = 7",
        ),
        "empty for missing": (
            "UPDATE decisions SET exception = '' WHERE exception IS NULL",
        ),
        "events swapped": (
            "UPDATE decisions SET event_id = 900 WHERE event_id = 1",
            "UPDATE decisions SET event_id = 1 WHERE event_id = 2",
            "UPDATE decisions SET event_id = 2 WHERE event_id = 900",
        ),
        "coordinate system of an outline": (
            "UPDATE parcels SET geom = substr(geom, 1, 4) || x'01000000'"
            " || substr(geom, 9) WHERE fid = 7",
        ),
        "a name twice in extra": (
            """UPDATE parcels SET extra = '{"note":"乙","note":"甲","count":3}'"""
            " WHERE fid = 7",
        ),
        "column added": ("ALTER TABLE parcels ADD COLUMN more TEXT",),
        "view changed": (
            "DROP VIEW parcels_current",
            "CREATE VIEW parcels_current AS SELECT * FROM parcels",
        ),
        "table emptied": ("DELETE FROM parcel_versions",),
        "user_version": ("PRAGMA user_version = 10200",),
        "application_id": ("PRAGMA application_id = 0",),
        "schema_version older": ("UPDATE landbase_meta SET value = '4'",),
        "schema_version newer": ("UPDATE landbase_meta SET value = '7'",),
    }.items()
    for table in ("decisions", "parcels", "parcel_versions", "rules", "evidence"):
        more = f"UPDATE sqlite_sequence SET seq = seq + 5 WHERE name = '{table}'"
        yield f"sqlite_sequence.{table}", (more,)
    yield "sqlite_sequence.delete", ("DELETE FROM sqlite_sequence",)


EDITS = dict(_edits())
# those that touch what only a land base with seals has
SEAL_EDITS = {
    "seals.heads": ("UPDATE seals SET heads = '{}' WHERE seal_id = 3",),
    "seals.hash": (f"UPDATE seals SET hash = '{FIRST}' WHERE seal_id = 3",),
    "seals.sealed_at": (f"UPDATE seals SET sealed_at = '{NOW}' WHERE seal_id = 3",),
    "seals.by": ("UPDATE seals SET by = '别人' WHERE seal_id = 3",),
    "seals.kind": ("UPDATE seals SET kind = 'migrated' WHERE seal_id = 1",),
    "seals.delete last": (
        "DELETE FROM seals WHERE seal_id = (SELECT max(seal_id) FROM seals)",
        "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'seals'",
    ),
    "seals.delete all": ("DELETE FROM seals",),
    "parcel_seals.digest": (
        f"UPDATE parcel_seals SET digest = '{FIRST}' WHERE number = 3",
    ),
    "parcel_seals.fid": ("UPDATE parcel_seals SET fid = 9 WHERE number = 3",),
    "parcel_seals.delete": ("DELETE FROM parcel_seals WHERE number = 3",),
    "parcel_seals.delete last": (
        "DELETE FROM parcel_seals WHERE number ="
        " (SELECT max(number) FROM parcel_seals)",
        "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'parcel_seals'",
    ),
    "parcel_seals.insert": (
        f"INSERT INTO parcel_seals (fid, digest) VALUES (1, '{FIRST}')",
    ),
    "sealed and then changed": (
        "UPDATE parcels SET holder = '改' WHERE fid = 7",
        f"UPDATE parcel_seals SET digest = '{FIRST}' WHERE fid = 7",
    ),
}
# made as QGIS makes them, past the triggers
GUARDED = {
    "edited in another program": ("UPDATE parcels SET holder = '改' WHERE fid = 1",),
    "outline in another program": (
        "UPDATE parcels SET geom = (SELECT geom FROM parcels WHERE fid = 9)"
        " WHERE fid = 1",
    ),
    "added in another program": (
        "INSERT INTO parcels (parcel_id, category, geom) SELECT 'X', category, geom"
        " FROM parcels WHERE fid = 1",
    ),
    "trigger dropped": ("DROP TRIGGER decisions_no_update",),
    "trigger added": (
        "CREATE TRIGGER t AFTER INSERT ON decisions BEGIN SELECT 1; END",
    ),
}


def _document(base: Path, name: str) -> Path:
    [found] = base.with_suffix(".files").rglob(name)
    return found


def _resealed(*statements: str) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        edit(path, *statements)
        reseal(path, "decisions")

    return act


# what is done to the files, or with knowledge of the hashes
ACTS: dict[str, Callable[[Path], object]] = {
    "bytes of a document": lambda p: _document(p, "批文.txt").write_text("批 文"),
    "name of a document": lambda p: _document(p, "批文.txt").rename(p.with_name("x")),
    "document deleted": lambda p: _document(p, "通知书.txt").unlink(),
    "folder of documents": lambda p: p.with_suffix(".files").rename(p.with_name("y")),
    "resealed with a wrong uid": _resealed(
        "UPDATE decisions SET document = '改' WHERE event_id = 2"
    ),
    "resealed without the last": _resealed(
        "DELETE FROM decisions WHERE event_id = 5",
        "DELETE FROM agreements",
        "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'decisions'",
        "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'agreements'",
    ),
    "resealed with a later knowledge": _resealed(
        f"UPDATE decisions SET known_at = '{NOW}' WHERE event_id = 5"
    ),
}
