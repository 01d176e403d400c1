"""A land base on a server: what is said when it cannot be, guards, lost connections."""

# ruff: noqa: ISC004 - statements in lines of the usual length

from __future__ import annotations

import multiprocessing
import os
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from colleagues import IDS, Clock, land
from servers import Server, running_server, server_programs

from landbase.errors import LandbaseWarning, StoreError
from landbase.store import postgres
from landbase.store.base import LandBase
from landbase.store.database import reading
from landbase.store.sealing import last_seal, writing
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = {"disposal_type": "start_by_deadline", "status": "planned"}
START |= {"effective": "2023-03-01"}


@pytest.fixture
def name(server: Server) -> Iterator[str]:
    made = server.new()
    yield made
    server.drop(made)


@pytest.fixture
def base(server: Server, name: str) -> Iterator[LandBase]:
    with LandBase.open(server.address(name), clock=Clock()) as made:
        made.add(land())
        yield made


def codes(base: LandBase) -> list[str]:
    return base.verify().of_severity("error", "warning").table["code"].tolist()


# ------------------------------------------------------------------------ what is said


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://wang:geheim@host/ordos", "PGPASSWORD"),
        ("postgresql://wang@host/ordos?password=geheim", "PGPASSWORD"),
        ("postgresql://host", "no address"),
        ("postgresql://wang@host:geheim/ordos", "no address"),
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(
    address: str, told: str
) -> None:
    with pytest.raises(StoreError, match=told) as refused:
        LandBase.open(address)
    assert "geheim" not in f"{refused.value}{refused.value.zh}"


def test_a_server_that_is_away(server: Server) -> None:
    with pytest.raises(StoreError, match="cannot be reached") as refused:
        LandBase.open("postgresql://wang@127.0.0.1:9/ordos")
    assert "连不上" in refused.value.zh
    with pytest.raises(StoreError, match="does not have"):
        LandBase.open(server.address("nowhere"))


def test_a_wrong_password_and_none(
    server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = "sun"
    server.run("postgres", f"DROP ROLE IF EXISTS {user}",
               f"CREATE ROLE {user} LOGIN PASSWORD 'right'")  # fmt: skip
    monkeypatch.delenv("PGPASSWORD", raising=False)
    with pytest.raises(StoreError, match="wants a password"):
        LandBase.open(server.address(name, user))
    monkeypatch.setenv("PGPASSWORD", "wr0ng-secret")
    with pytest.raises(StoreError, match="does not accept") as refused:
        LandBase.open(server.address(name, user))
    assert "wr0ng-secret" not in f"{refused.value}{refused.value.zh}"
    monkeypatch.setenv("PGPASSWORD", "right")
    # he may come in, and make nothing
    with pytest.raises(StoreError, match="no right"):
        LandBase.open(server.address(name, user))
    server.run("postgres", f"DROP ROLE {user}")


def test_a_password_from_pgpass_opens(
    server: Server, base: LandBase, name: str, work: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    server.run("postgres", "DROP ROLE IF EXISTS zhou",
               "CREATE ROLE zhou LOGIN PASSWORD 'secret'")  # fmt: skip
    base.grant("zhou", role="reader")
    file = work / "pgpass"
    file.write_text(f"127.0.0.1:{server.port}:*:zhou:secret\n")
    file.chmod(0o600)
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(file))
    with LandBase.open(server.address(name, "zhou")) as opened:
        assert len(opened.parcels()) == len(IDS)
        assert "secret" not in repr(opened)
    base.grant("zhou", role="none")


def test_a_server_without_postgis(server: Server) -> None:
    server.run("postgres", "CREATE DATABASE bare TEMPLATE template0",
               "DROP ROLE IF EXISTS wu", "CREATE ROLE wu LOGIN PASSWORD 'p'",
               "GRANT ALL ON DATABASE bare TO wu")  # fmt: skip
    server.run("bare", "GRANT ALL ON SCHEMA public TO wu")
    os.environ["PGPASSWORD"] = "p"
    try:
        with pytest.raises(StoreError, match="CREATE EXTENSION postgis"):
            LandBase.open(server.address("bare", "wu"))
    finally:
        del os.environ["PGPASSWORD"]
    server.run("postgres", "DROP DATABASE bare WITH (FORCE)", "DROP ROLE wu")


def test_an_old_coding_of_letters_is_refused(server: Server) -> None:
    server.run("postgres", "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'"
               " LC_COLLATE 'C' LC_CTYPE 'C'")  # fmt: skip
    with pytest.raises(StoreError, match="LATIN1"):
        LandBase.open(server.address("latin"))
    server.run("postgres", "DROP DATABASE latin WITH (FORCE)")


@pytest.mark.parametrize(
    ("version", "told"),
    [("99", "newer landbase"), ("x", "no")],
)
def test_another_version_is_refused(
    server: Server, base: LandBase, name: str, version: str, told: str
) -> None:
    server.run(name, f"UPDATE landbase_meta SET value = '{version}'")  # noqa: S608
    with pytest.raises(StoreError, match=told):
        LandBase.open(server.address(name))
    assert len(base.parcels()) == len(IDS)


def test_a_base_on_a_server_has_no_file(base: LandBase, server: Server) -> None:
    assert base.home is None
    assert base.place.startswith(f"postgresql://postgres@127.0.0.1:{server.port}/")
    with pytest.raises(StoreError, match="no file"):
        _ = base.path
    assert base.tidy() == []


# -------------------------------------------------------------------------- the guards


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE decisions SET document = 'x'", "verify_chain_broken"),
        ("DELETE FROM decisions WHERE event_id = 2", "verify_chain_cut"),
        ("UPDATE seals SET by = 'x' WHERE seal_id = 2", "verify_seal_broken"),
        ("UPDATE parcel_seals SET digest = 'x' WHERE number = 1",
         "verify_seal_differs"),
        ("UPDATE parcels SET holder = 'x' WHERE fid = 1", "verify_parcel_altered"),
        ("UPDATE landbase_heads SET number = 9 WHERE name = 'lineage'",
         "verify_chain_cut"),
        ("UPDATE landbase_heads SET hash = 'x' WHERE name = 'decisions'",
         "verify_numbering"),
        ("UPDATE parcel_states SET status = 'closed'", "verify_state"),
        ("UPDATE landbase_columns SET dtype = 'x' WHERE position = 1",
         "verify_seal_differs"),
        ("DELETE FROM layer_styles WHERE f_table_name = 'parcels'", "verify_styles"),
        ("DELETE FROM parcels WHERE fid = 1", "verify_parcel_altered"),
        ("DROP INDEX parcels_geom", "verify_index"),
        ("DROP TRIGGER landbase_refuse_update_delete_truncate ON decisions",
         "verify_schema"),
        ("ALTER TABLE decisions DISABLE TRIGGER landbase_signed_insert",
         "verify_schema"),
        ("CREATE OR REPLACE FUNCTION landbase_refuse() RETURNS trigger LANGUAGE plpgsql"
         " AS 'BEGIN RETURN NULL; END'", "verify_schema"),
        ("CREATE RULE swallow AS ON INSERT TO decisions DO INSTEAD NOTHING",
         "verify_schema"),
        ("ALTER TABLE decisions DISABLE ROW LEVEL SECURITY", "verify_schema"),
        ("CREATE POLICY more ON decisions USING (true)", "verify_schema"),
        ("ALTER POLICY granted ON decisions USING (true)", "verify_schema"),
        ("ALTER POLICY granted ON seals WITH CHECK (true)", "verify_schema"),
        ("ALTER POLICY granted ON rules TO postgres", "verify_schema"),
        ("DROP POLICY granted ON landbase_heads", "verify_schema"),
        ("ALTER TABLE landbase_meta DISABLE ROW LEVEL SECURITY", "verify_schema"),
        ("ALTER TABLE layer_styles DISABLE TRIGGER ALL", "verify_schema"),
        ("CREATE FUNCTION landbase_lock(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
         "verify_schema"),
        ("CREATE FUNCTION right(a text, b bigint) RETURNS text LANGUAGE sql AS"
         " 'SELECT a'", "verify_schema"),
        ("CREATE OPERATOR <> (LEFTARG = text, RIGHTARG = name,"
         " FUNCTION = pg_catalog.textnename)", "verify_schema"),
        ("CREATE UNIQUE INDEX one ON decisions (uid, status)", "verify_schema"),
        ("ALTER TABLE decisions ADD COLUMN more text", "verify_schema"),
        ('ALTER TABLE decisions ALTER COLUMN status TYPE text COLLATE "POSIX"',
         "verify_schema"),
    ],
)  # fmt: skip
def test_what_an_owner_does_behind_the_guards_is_found(
    server: Server, base: LandBase, name: str, statement: str, code: str
) -> None:
    base.record(IDS[0], **START)
    base.record(IDS[1], **START)
    assert codes(base) == []
    # as one does who may: no trigger, no reference
    server.run(name, "SET session_replication_role TO replica", statement)
    with LandBase.open(server.address(name), examine=True) as examined:
        assert code in codes(examined)
    if code == "verify_schema":
        with pytest.raises(StoreError, match="tables"):
            LandBase.open(server.address(name))


def test_a_schema_that_is_open_to_all_is_refused_and_named(
    server: Server, base: LandBase, name: str
) -> None:
    server.run(name, "GRANT CREATE ON SCHEMA public TO PUBLIC")
    assert codes(base) == ["verify_schema"]
    with pytest.raises(StoreError, match="REVOKE CREATE ON SCHEMA public"):
        LandBase.open(server.address(name))
    server.run(name, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert codes(base) == []


def test_who_owns_the_schema_closes_it(server: Server, name: str) -> None:
    server.run(name, "GRANT CREATE ON SCHEMA public TO PUBLIC")
    with LandBase.open(server.address(name)) as base:
        assert codes(base) == []


def test_where_the_schema_is_somebody_elses_he_is_asked_to_close_it(
    server: Server, name: str, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.run("postgres", "CREATE ROLE wu LOGIN PASSWORD 'p'")
    server.run(name, "GRANT CREATE ON SCHEMA public TO PUBLIC")
    monkeypatch.setenv("PGPASSWORD", "p")
    address = server.address(name, "wu")
    with LandBase.open(work / "库.gpkg") as file:
        for make in (lambda: LandBase.open(address), lambda: file.copy(address)):
            with pytest.raises(StoreError, match="REVOKE CREATE ON SCHEMA public"):
                make()
    assert server.run(name, "SELECT to_regclass('landbase_meta')") == [(None,)]
    server.run(name, "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
               "GRANT CREATE ON SCHEMA public TO wu")  # fmt: skip
    with LandBase.open(address) as base:
        assert codes(base) == []
    server.run(name, "DROP OWNED BY wu CASCADE", "DROP ROLE wu")


def test_an_edit_in_qgis_keeps_what_it_replaces(
    server: Server, base: LandBase, name: str
) -> None:
    server.run(name, f"UPDATE parcels SET holder = '外业' WHERE parcel_id = '{IDS[0]}'")  # noqa: S608
    assert codes(base) == ["verify_parcel_unsealed"]
    assert base.history(IDS[0])["changed"].tolist()[-1] == "holder"
    assert base.accept_edits(by="王五", reason="外业核实") == [IDS[0]]
    assert codes(base) == []
    server.run(name, "INSERT INTO parcels (parcel_id, category, geom)"
               " SELECT '新-1', category, geom FROM parcels WHERE fid = 1")  # fmt: skip
    assert codes(base) == ["verify_parcel_unsealed", "verify_state"]
    base.accept_edits(by="王五", reason="外业核实")
    assert base.add(land().assign(parcel_id=["再-1", "再-2", "再-3"])).added == len(IDS)
    assert codes(base) == []


def test_qgis_finds_layers_and_styles(
    server: Server, base: LandBase, name: str
) -> None:
    assert base.place
    layers = server.run(
        name, "SELECT f_table_name, srid FROM geometry_columns ORDER BY 1"
    )
    assert [tuple(row) for row in layers] == [
        ("parcel_versions", 4490),
        ("parcels", 4490),
        ("parcels_current", 4490),
    ]
    # what QGIS asks for when it opens a layer
    [style] = server.run(name, "SELECT styleqml::text FROM layer_styles"  # noqa: S608
        f" WHERE f_table_catalog = '{name}' AND f_table_schema = 'public'"
        " AND f_table_name = 'parcels_current' AND f_geometry_column = 'geom'"
        " ORDER BY CASE WHEN useasdefault THEN 1 ELSE 2 END, update_time DESC LIMIT 1"
    )  # fmt: skip
    assert 'type="categorizedSymbol"' in style[0]
    assert "ValueMap" in style[0]
    index = server.run(name, "SELECT indexdef FROM pg_indexes"
        " WHERE indexname = 'parcels_geom'")  # fmt: skip
    assert "gist" in index[0][0]


# ------------------------------------------------------------- many hands, lost contact


def test_who_waits_too_long_is_told(base: LandBase, server: Server, name: str) -> None:
    with LandBase.open(server.address(name), wait_seconds=0.2) as impatient:
        with writing(base._engine) as _:
            with pytest.raises(StoreError, match="written by another program"):
                impatient.record(IDS[0], **START)
            assert len(impatient.parcels()) == len(IDS)
        impatient.record(IDS[0], **START)


def test_who_waits_long_is_told_of_it(
    base: LandBase, server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_TELL_AFTER", 0.2)
    with (
        LandBase.open(server.address(name), wait_seconds=30) as patient,
        writing(base._engine) as connection,
    ):
        ends = threading.Timer(1.0, connection.rollback)
        ends.start()
        with pytest.warns(LandbaseWarning, match="wait"):
            patient.record(IDS[0], **START)
        ends.join()
    assert len(base.decisions()) == 1


def test_a_connection_lost_before_the_end_leaves_nothing(
    base: LandBase, server: Server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = postgres._head
    seen = []

    def cut(connection: sa.Connection) -> str:
        seen.append(1)
        if len(seen) == 1:  # all is written and nothing committed
            _cut(server, connection)
        return before(connection)

    monkeypatch.setattr(postgres, "_head", cut)
    with pytest.raises(StoreError, match="nothing of this was recorded"):
        base.record(IDS[0], **START)
    monkeypatch.setattr(postgres, "_head", before)
    assert base.decisions().empty
    base.record(IDS[0], **START)
    assert len(base.decisions()) == 1
    assert name
    assert codes(base) == []


@pytest.mark.parametrize("kept", [True, False])
def test_a_connection_lost_at_the_commit_is_asked_after(
    base: LandBase, server: Server, kept: bool, monkeypatch: pytest.MonkeyPatch  # noqa: FBT001
) -> None:  # fmt: skip
    commit = sa.Connection.commit
    cuts = []

    def cut(connection: sa.Connection) -> None:
        if not cuts:
            cuts.append(1)
            if kept:  # the server did it, and its answer was lost
                commit(connection)
            _cut(server, connection)
            connection.exec_driver_sql("SELECT 1")
        commit(connection)

    monkeypatch.setattr(sa.Connection, "commit", cut)
    if kept:
        assert base.record(IDS[0], **START).event_id == 1
    else:
        with pytest.raises(StoreError, match="nothing of this was recorded"):
            base.record(IDS[0], **START)
    assert len(base.decisions()) == int(kept)
    assert codes(base) == []


def _cut(server: Server, connection: sa.Connection) -> None:
    pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    server.run("postgres", f"SELECT pg_terminate_backend({pid}, 5000)")


def test_what_takes_too_long_is_stopped(base: LandBase) -> None:
    long = "SET LOCAL statement_timeout TO '50ms'; SELECT pg_sleep(5)"
    with (
        pytest.raises(StoreError, match="took too long"),
        reading(base._engine) as connection,
    ):
        connection.exec_driver_sql(long)


def test_reading_sees_one_state_whatever_is_written(base: LandBase) -> None:
    with reading(base._engine) as connection:
        before = last_seal(connection).seal_id
        base.record(IDS[0], **START)
        assert last_seal(connection).seal_id == before
    assert len(base.decisions()) == 1


def test_a_killed_server_comes_back_with_what_was_recorded() -> None:
    programs = server_programs()
    assert programs is not None
    with running_server(programs) as own:
        address = own.address(own.new())
        base = LandBase.open(address, clock=Clock())
        base.add(land())
        base.record(IDS[0], **START)
        own.control("stop", "-m", "immediate")
        with pytest.raises(StoreError):
            base.record(IDS[1], **START)
        own.control("start")
        base.record(IDS[2], **START)
        assert base.decisions()["parcel_id"].tolist() == [IDS[0], IDS[2]]
        assert codes(base) == []
        base.close()


def _record(address: str, parcels: list[str]) -> None:
    with LandBase.open(address) as base:
        for parcel in parcels:
            base.record(parcel, **START)


def test_many_hands_record_into_one_chain_nothing_lost_nothing_doubled(
    server: Server, name: str
) -> None:
    address = server.address(name)
    parcels = make_parcels(60)
    with LandBase.open(address) as base:
        base.add(parcels)
        ids = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()
        spawn = multiprocessing.get_context("spawn")
        hands = [
            spawn.Process(target=_record, args=(address, ids[n::3])) for n in range(3)
        ]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        assert [hand.exitcode for hand in hands] == [0, 0, 0]
        assert sorted(base.decisions()["parcel_id"]) == sorted(ids)
        assert codes(base) == []


# ------------------------------------------------------------------------------ backup


def test_a_backup_is_put_back_and_continues_its_receipts(
    server: Server, base: LandBase, work: Path
) -> None:
    paper = work / "批文.txt"
    paper.write_text("批文", "utf-8")
    base.record(IDS[0], **START)
    base.attach(1, paper, keep=True)
    receipt = base.receipt().write(work / "回执.json")
    dump = work / "ordos.dump"
    url = sa.make_url(base.place)
    subprocess.run(
        [server.programs / "pg_dump", "-Fc", "-d", base.place, "-f", dump],
        check=True, capture_output=True,
    )  # fmt: skip
    server.run("postgres", "CREATE DATABASE back TEMPLATE template0")
    where = server.address("back")
    restored = subprocess.run(
        [server.programs / "pg_restore", "--exit-on-error", "-d", where, dump],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert restored.returncode == 0, restored.stderr
    with LandBase.open(where, clock=Clock("2023-08-01")) as back:
        found = back.verify(receipts=[receipt])
        # styles name the database that they were made in
        assert found.of_severity("error").table["code"].tolist() == []
        assert back.documents(look=True)["state"].tolist() == ["there"]
        assert back.head == base.head
        back.record(IDS[1], **START)
        assert codes(back) == ["verify_styles"]
        rules = back.rules.extended({
            "vocabulary": {"status": {"planned": {"color": "#010203"}}}
        })
        back.set_rules(rules, by="王五", reason="改色")
        assert codes(back) == []
    assert url.password is None
    server.run("postgres", "DROP DATABASE back WITH (FORCE)")
