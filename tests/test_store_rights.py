"""Roles on a server: each logs in, and tries what it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from colleagues import Clock

from landbase.errors import LedgerError, StoreError
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Server

SECRET = "s3cret-口令"  # noqa: S105 - of a server that lives as long as the test
USERS = ("wang", "li", "zhao", "qian")
START = {"disposal_type": "start_by_deadline", "status": "planned"}
START |= {"effective": "2023-03-01"}
OTHER = {"vocabulary": {"status": {"planned": {"color": "#010203"}}}}


class City:
    """A city's land base, its banners, and how each of its people opens it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.base = LandBase.open(server.address(name), clock=Clock())
        parcels = make_parcels(60)
        self.base.add(parcels)
        idle = parcels[parcels["category"] == "idle"]
        self.here, self.there = idle["banner"].dropna().unique()[:2]
        self.mine = idle.loc[idle["banner"] == self.here, "parcel_id"].tolist()
        self.theirs = idle.loc[idle["banner"] == self.there, "parcel_id"].tolist()
        self.base.grant("wang", role="writer", banners=[self.here])
        self.base.grant("li", role="writer", banners=[self.there])
        self.base.grant("zhao", role="reader")
        self.base.grant("qian", role="admin")

    def open(self, user: str) -> LandBase:
        return LandBase.open(
            self.server.address(self.name, user), clock=Clock("2023-08-01")
        )

    def sql(self, user: str, statement: str) -> list[Any]:
        """Do as who knows SQL and has a password."""
        where = f"host=127.0.0.1 port={self.server.port} dbname={self.name}"
        with psycopg.connect(f"{where} user={user} password={SECRET}") as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []


@pytest.fixture(scope="module", autouse=True)
def password() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PGPASSWORD", SECRET)
        yield


@pytest.fixture
def city(server: Server) -> Iterator[City]:
    yield from _city(server)


@pytest.fixture(scope="module")
def tried(server: Server) -> Iterator[City]:
    """A city that stays as it is, whatever is tried."""
    for made in _city(server):
        made.open("wang").record(made.mine[0], **START)
        yield made
        assert len(made.base.decisions()) == 1
        assert not len(made.base.verify().of_severity("error", "warning"))


def _city(server: Server) -> Iterator[City]:
    for user in USERS:
        server.run(
            "postgres",
            f"""DO $$ BEGIN CREATE ROLE {user} LOGIN PASSWORD
            '{SECRET}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$""",
        )
    name = server.new()
    made = City(server, name)
    yield made
    made.base.close()
    server.drop(name)


def test_a_clerk_sees_and_records_in_one_banner_alone(city: City) -> None:
    city.base.record(city.theirs[0], **START)
    clerk = city.open("wang")
    seen = clerk.parcels()
    assert set(seen["banner"]) == {city.here}
    assert clerk.decisions().empty
    assert clerk.record(city.mine[0], **START, by="王五").by == "王五（wang）"
    assert clerk.record(city.mine[1], **START).by == "wang"
    with pytest.raises(LedgerError):
        clerk.record(city.theirs[0], **START)
    with pytest.raises(LedgerError):
        clerk.history(city.theirs[0])
    assert clerk.history(city.mine[0])["by"].tolist()[-1] == "王五（wang）"
    assert len(city.base.decisions()) == 3
    assert not len(city.base.verify().of_severity("error", "warning"))


def test_two_clerks_record_into_one_chain(city: City) -> None:
    for parcel_a, parcel_b in zip(city.mine, city.theirs, strict=False):
        city.open("wang").record(parcel_a, **START)
        city.open("li").record(parcel_b, **START)
    both = city.open("zhao").decisions()
    assert set(both["by"]) == {"wang", "li"}
    assert not len(city.base.verify().of_severity("error", "warning"))


def test_as_of_and_documents_keep_to_the_banner(city: City, work: Path) -> None:
    paper = work / "批文.txt"
    paper.write_text("批文", "utf-8")
    city.base.attach_to_parcel(city.theirs[0], paper, keep=True)
    clerk = city.open("wang")
    assert clerk.documents().empty
    assert set(clerk.parcels(known="2099-01-01")["banner"]) == {city.here}
    # the same paper is kept once, and each sees whose it is
    clerk.attach_to_parcel(city.mine[0], paper, keep=True)
    assert clerk.documents(look=True)["state"].tolist() == ["there"]
    assert len(city.sql("wang", "SELECT * FROM landbase_files")) == 1
    assert city.sql("li", "SELECT content FROM landbase_files") == [("批文".encode(),)]


def test_a_reader_writes_nothing(city: City) -> None:
    reader = city.open("zhao")
    assert len(reader.parcels()) == 60
    assert not len(reader.verify().of_severity("error", "warning"))
    with pytest.raises(StoreError, match="no right"):
        reader.record(city.mine[0], **START)


def test_a_clerk_may_not_verify_set_rules_import_or_grant(
    city: City, work: Path
) -> None:
    clerk = city.open("wang")
    with pytest.raises(StoreError, match="only some banners"):
        clerk.verify()
    rules = clerk.rules.extended({
        "vocabulary": {"status": {"planned": {"color": "#010203"}}}
    })
    with pytest.raises(StoreError, match="no right"):
        clerk.set_rules(rules, by="王五", reason="改色")
    with pytest.raises(StoreError, match="no right"):
        clerk.grant("wang", role="admin")
    with pytest.raises(StoreError, match="no right"):
        clerk.members()
    with pytest.raises(StoreError, match="only some banners"):
        clerk.copy(work / "带走.gpkg")
    away = LandBase.open(work / "下乡.gpkg", clock=Clock("2023-07-10"))
    away.add(clerk.parcels())
    away.record(city.mine[0], **START, by="李四")
    file = away.export_events(work / "下乡.jsonl")
    with pytest.raises(StoreError, match="administrator"):
        clerk.import_events(file)
    assert city.open("qian").import_events(file).added == 1
    assert clerk.decisions()["by"].tolist() == ["李四"]


def test_an_admin_sets_rules_and_what_is_granted_can_be_taken_away(city: City) -> None:
    admin = city.open("qian")
    rules = admin.rules.extended({
        "vocabulary": {"status": {"planned": {"color": "#010203"}}}
    })
    assert len(admin.set_rules(rules, by="钱七", reason="改色"))
    assert admin.rules_history()["by"].tolist()[-1] == "钱七（qian）"
    city.base.grant("wang", role="none")
    with pytest.raises(StoreError, match="no right"):
        city.open("wang")
    assert city.base.members()["member"].tolist() == ["li", "qian", "zhao"]


DECIDED = """INSERT INTO decisions SELECT event_id + 1, parcel_id, disposal_type,
    status, effective, due, document, {by}, reason, area_m2, exception, supersedes,
    follows, 'f' || uid, home_id + 1, {recorded}, known_at, hash FROM decisions"""


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        ("UPDATE decisions SET status = 'closed'", "42501"),
        ("DELETE FROM decisions", "42501"),
        ("TRUNCATE decisions CASCADE", "42501"),
        ("DELETE FROM parcels", "42501"),
        ("UPDATE parcel_versions SET holder = 'X'", "42501"),
        ("UPDATE parcels SET parcel_id = 'X'", "P0001"),
        ("UPDATE parcels SET banner = '{there}'", "42501"),
        ("INSERT INTO parcels SELECT * FROM parcels", "23505"),
        ("UPDATE landbase_heads SET number = 0", "42501"),
        ("INSERT INTO landbase_grants VALUES ('wang', 'admin', NULL)", "42501"),
        ("UPDATE landbase_meta SET value = '5'", "42501"),
        ("INSERT INTO parcel_versions SELECT * FROM parcel_versions", "42501"),
        ("ALTER TABLE decisions DISABLE TRIGGER ALL", "42501"),
        ("DROP TRIGGER landbase_signed_insert ON decisions", "42501"),
        ("CREATE TABLE mine (a int)", "42501"),
        ("DELETE FROM parcel_states", "P0001"),
        ("SET ROLE landbase_admin", "42501"),
        ("SET SESSION AUTHORIZATION li", "42501"),
        (DECIDED.format(by="'李四（li）'", recorded="recorded_at"), "42501"),
        (DECIDED.format(by="'li'", recorded="recorded_at"), "42501"),
        (DECIDED.format(by="NULL", recorded="recorded_at"), "42501"),
        (DECIDED.format(by="'li'", recorded="'2020-01-01T00:00:00.000Z'"), "42501"),
        ("SET landbase.copying TO on;"
         + DECIDED.format(by="'li'", recorded="recorded_at"), "42501"),
        (DECIDED.replace("event_id + 1", "event_id + 7")
         .format(by="by", recorded="recorded_at"), "P0001"),
    ],
)  # fmt: skip
def test_what_a_clerk_tries_with_sql_is_refused(
    tried: City, statement: str, state: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        tried.sql("wang", statement.replace("{there}", tried.there))
    assert refused.value.sqlstate == state


def test_nobody_changes_a_record_not_even_who_owns_it(city: City) -> None:
    city.base.record(city.mine[0], **START)
    for statement in (
        "UPDATE decisions SET status = 'closed'",
        "DELETE FROM decisions",
        "TRUNCATE seals",
        "DELETE FROM parcels",
    ):
        with pytest.raises(Exception, match=" / "):
            city.server.run(city.name, statement)


def test_a_file_knows_no_users(work: Path) -> None:
    base = LandBase.open(work / "库.gpkg")
    with pytest.raises(StoreError, match="is a file"):
        base.grant("wang", role="reader")
    with pytest.raises(StoreError, match="is a file"):
        base.members()


def test_a_grant_names_who_is_there(city: City) -> None:
    with pytest.raises(StoreError, match="createuser"):
        city.base.grant("nobody", role="reader")
    with pytest.raises(StoreError, match="admin sees all"):
        city.base.grant("wang", role="admin", banners=[city.here])
