"""A land base that an earlier landbase made on a server is brought up to date."""

# ruff: noqa: ISC004 - statements in lines of the usual length

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from city import SECRET, START, City, made_city
from colleagues import Clock

from landbase.errors import LandbaseWarning, StoreError
from landbase.store import columns, opening, postgres, postgres_tables, sealing
from landbase.store.base import LandBase
from landbase.store.columns import SCHEMA_VERSION
from landbase.store.database import reading
from landbase.testing import assert_parcels_equal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa
    from servers import Server

# what a version that has never been may have lacked, and had otherwise
OLDER = (
    "SET session_replication_role TO replica",
    "DROP VIEW parcels_current",
    "DROP TABLE agreements",
    "DELETE FROM landbase_heads WHERE name = 'agreements'",
    "ALTER TABLE parcel_states DROP COLUMN decided",
    "DROP INDEX decisions_parcel",
    "DROP POLICY granted ON parcels",
    "CREATE POLICY earlier ON parcels USING (true)",
    "ALTER TABLE landbase_heads DISABLE ROW LEVEL SECURITY",
    "DROP TRIGGER landbase_signed_insert ON decisions",
    "ALTER TABLE parcels ALTER fid DROP DEFAULT",
    "DROP FUNCTION landbase_next_parcel",
    "CREATE FUNCTION landbase_number() RETURNS bigint LANGUAGE sql AS 'SELECT 7'",
    "ALTER TABLE parcels ALTER fid SET DEFAULT landbase_number()",
    "CREATE OR REPLACE FUNCTION landbase_stamp(moment timestamptz) RETURNS text"
    " LANGUAGE sql IMMUTABLE AS 'SELECT moment::text'",
)


@pytest.fixture(scope="module", autouse=True)
def password() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PGPASSWORD", SECRET)
        yield


@pytest.fixture
def old(server: Server) -> Iterator[City]:
    with pytest.MonkeyPatch.context() as earlier:
        for module in (columns, opening, postgres_tables, sealing):
            earlier.setattr(module, "SCHEMA_VERSION", 5)
        cities = made_city(server)
        city = next(cities)
        city.base.record(city.theirs[0], **START)
        with city.open("wang") as clerk:
            clerk.record(city.mine[0], **START)
    server.run(city.name, *OLDER)
    yield city
    next(cities, None)


def told(base: LandBase) -> list[str]:
    return base.verify().of_severity("error", "warning").table["code"].tolist()


def renewed(city: City) -> LandBase:
    with pytest.warns(LandbaseWarning, match="from schema version 5"):
        return LandBase.open(city.server.address(city.name), clock=Clock("2023-09-01"))


def version(city: City) -> str:
    [[value]] = city.server.run(city.name, "SELECT value FROM landbase_meta")
    return str(value)


def test_who_made_it_brings_it_up_to_date_and_all_stays(old: City) -> None:
    before = old.server.run(old.name, "SELECT * FROM decisions ORDER BY event_id")
    with renewed(old) as base:
        assert told(base) == []
        assert len(base.parcels()) == 60
        base.record(old.mine[1], **START)
        again = old.open("qian")
        assert_parcels_equal(again.parcels(), base.parcels())
        again.close()
    after = old.server.run(old.name, "SELECT * FROM decisions ORDER BY event_id")
    assert after[:2] == before
    assert version(old) == str(SCHEMA_VERSION)
    [[kind]] = old.server.run(old.name, "SELECT kind FROM seals WHERE kind <> 'written'"
                              " ORDER BY seal_id DESC LIMIT 1")  # fmt: skip
    assert kind == "migrated"


def test_rights_are_those_that_were_granted(old: City) -> None:
    renewed(old).close()
    with old.open("wang") as clerk:
        assert set(clerk.parcels()["banner"]) == {old.here}
        assert clerk.record(old.mine[2], **START).by == "wang"
    with old.open("zhao") as reader, pytest.raises(StoreError, match="right"):
        reader.record(old.mine[3], **START)
    with pytest.raises(StoreError, match="granted"):
        old.open("sun")


@pytest.mark.parametrize("user", ["wang", "zhao", "qian"])
def test_others_are_told_whom_to_ask(old: City, user: str) -> None:
    with pytest.raises(StoreError, match="owner of its tables") as refused:
        old.open(user)
    assert "back the database up" in str(refused.value)
    assert version(old) == "5"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER more BEFORE INSERT ON decisions EXECUTE FUNCTION"
        " landbase_refuse()",
        "CREATE RULE swallow AS ON INSERT TO decisions DO INSTEAD NOTHING",
        "CREATE UNIQUE INDEX one ON decisions (uid, status)",
    ],
)
def test_what_others_hung_on_it_is_named_and_nothing_is_done(
    old: City, statement: str
) -> None:
    old.server.run(old.name, statement)
    with pytest.raises(StoreError, match="tables"):
        LandBase.open(old.server.address(old.name))
    assert version(old) == "5"


def test_it_is_renewed_whole_or_not(old: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    def cut(connection: sa.Connection, *_args: object, **_named: object) -> None:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        old.server.run("postgres", f"SELECT pg_terminate_backend({pid}, 5000)")

    definitions = (
        "SELECT string_agg(prosrc, '' ORDER BY proname) FROM pg_proc"
        " WHERE proname LIKE 'landbase%'"
    )
    before = old.server.run(old.name, definitions)
    for what, error in ((broken, KeyboardInterrupt), (cut, StoreError)):
        monkeypatch.setattr(opening, "_complete", what)
        with pytest.raises(error):
            LandBase.open(old.server.address(old.name))
        assert version(old) == "5"
        assert old.server.run(old.name, definitions) == before
    monkeypatch.undo()
    with renewed(old) as base:
        assert told(base) == []


def test_two_who_renew_it_at_once_do_it_once(old: City) -> None:
    opened: list[LandBase] = []

    def work() -> None:
        opened.append(
            LandBase.open(old.server.address(old.name), clock=Clock("2023-09-01"))
        )

    def both() -> None:
        hands = [threading.Thread(target=work) for _ in range(2)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()

    with pytest.warns(LandbaseWarning):
        both()
    assert [told(base) for base in opened] == [[], []]
    for base in opened:
        base.close()
    kinds = old.server.run(
        old.name, "SELECT count(*) FROM seals WHERE kind = 'migrated'"
    )
    assert kinds == [(1,)]


def test_who_works_on_with_an_earlier_landbase_is_stopped(server: Server) -> None:
    for city in made_city(server):
        with city.open("wang") as clerk:
            assert len(clerk.parcels())
            server.run(city.name, "UPDATE landbase_meta SET value = value::int + 1")
            with pytest.raises(StoreError, match="newer landbase"):
                clerk.record(city.mine[0], **START)
            server.run(city.name, "UPDATE landbase_meta SET value = value::int - 1")
            clerk.record(city.mine[0], **START)
        assert len(city.base.decisions()) == 1


def test_who_waits_for_writers_gives_up_in_time(old: City) -> None:
    engine = postgres.open_engine(old.server.address(old.name), wait_seconds=30)
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT count(*) FROM landbase_meta").scalar()
        with pytest.raises(StoreError, match="written by another program"):
            LandBase.open(old.server.address(old.name), wait_seconds=0.3)
    engine.dispose()
    assert version(old) == "5"
    renewed(old).close()
