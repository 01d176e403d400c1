"""Roles on a server: each logs in, and tries what it may not."""

# ruff: noqa: S608, ISC004 - statements that a user of the server would write

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from city import SECRET, START, City, made_city
from colleagues import Clock
from shapely import box

from landbase.errors import LedgerError, StoreError
from landbase.store.base import LandBase
from landbase.store.journals import JOURNALS, RULES
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Server

OTHER = {"vocabulary": {"status": {"planned": {"color": "#010203"}}}}


@pytest.fixture(scope="module", autouse=True)
def password() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PGPASSWORD", SECRET)
        yield


@pytest.fixture
def city(server: Server) -> Iterator[City]:
    yield from made_city(server)


@pytest.fixture(scope="module")
def tried(server: Server) -> Iterator[City]:
    """A city that stays as it is, whatever is tried.

    In another land base of its server sun, who was granted nothing here, and zhao, who
    only reads here, administer.
    """
    for made in made_city(server):
        made.open("wang").record(made.mine[0], **START)
        name = server.new()
        with LandBase.open(server.address(name), clock=Clock()) as other:
            other.add(make_parcels(5))
            for user in ("sun", "zhao"):
                other.grant(user, role="admin")
            yield made
        server.drop(name)
        assert len(made.base.decisions()) == 1
        assert not len(made.base.verify().of_severity("error", "warning"))


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
        (DECIDED.replace("_id + 1", "_id + 7")
         .format(by="by", recorded="recorded_at"), "P0001"),
    ],
)  # fmt: skip
def test_what_a_clerk_tries_with_sql_is_refused(
    tried: City, statement: str, state: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        tried.sql("wang", statement.replace("{there}", tried.there))
    assert refused.value.sqlstate == state


# who may create a trigger may not hang a guard on a table of his own
HUNG = """CREATE TEMP TABLE decisions (event_id bigint, hash text, known_at text);
    CREATE TRIGGER t AFTER INSERT ON pg_temp.decisions REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION
    public.landbase_follow('event_id', '', 'hashed', 'known_at');
    INSERT INTO pg_temp.decisions VALUES (99, 'f', '2999')"""
PAST = """CREATE TEMP TABLE p (LIKE public.parcels); CREATE TRIGGER t BEFORE UPDATE ON
    pg_temp.p FOR EACH ROW EXECUTE FUNCTION public.landbase_keep_past()"""
WAITS = """CREATE TEMP TABLE p (a int); CREATE TRIGGER t BEFORE INSERT ON pg_temp.p
    FOR EACH STATEMENT EXECUTE FUNCTION public.landbase_wait();
    INSERT INTO pg_temp.p VALUES (1)"""


@pytest.mark.parametrize("user", ["sun", "zhao", "wang", "qian"])
@pytest.mark.parametrize(
    "statement",
    [
        *(HUNG, PAST, WAITS),
        "SELECT landbase_next_version()",
        "SELECT landbase_copying(), landbase_owns()",
        "SELECT landbase_timely('', '')",
    ],
)
def test_nobody_calls_what_the_guards_call(
    tried: City, user: str, statement: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        tried.sql(user, statement)
    assert refused.value.sqlstate == "42501"


@pytest.mark.parametrize("user", ["sun", "zhao"])
@pytest.mark.parametrize(
    "call",
    ["landbase_lock()", "landbase_next_parcel()", "landbase_keep('a', '')"],
)
def test_who_only_reads_locks_and_numbers_nothing(
    tried: City, user: str, call: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        tried.sql(user, f"SELECT {call}")
    assert refused.value.sqlstate == "42501"


TABLES = (
    *(*JOURNALS, RULES.name, "seals", "parcel_seals", "parcels", "parcel_versions"),
    *("parcel_states", "parcels_current", "landbase_columns", "landbase_files"),
    *("landbase_meta", "landbase_heads", "layer_styles"),
)


@pytest.mark.parametrize("table", TABLES)
def test_who_was_granted_nothing_here_reads_nothing(tried: City, table: str) -> None:
    assert refused(tried, "sun", f"SELECT * FROM {table}") in ("42501", None)


@pytest.mark.parametrize(
    "call",
    [
        *("landbase_kept('a')", "landbase_lock()", "landbase_next_parcel()"),
        "landbase_keep(encode(sha256('X'), 'hex'), 'X')",
    ],
)
def test_who_was_granted_nothing_here_calls_nothing(tried: City, call: str) -> None:
    assert refused(tried, "sun", f"SELECT {call}") == "42501"


def test_who_was_granted_nothing_here_is_told_so(tried: City) -> None:
    with pytest.raises(StoreError, match=r"no right in .* does not count here") as told:
        tried.open("sun")
    assert "没有任何权限" in told.value.zh


# as who administers may, in the land base where he does
WRITTEN = (
    *(f"INSERT INTO {name} SELECT * FROM {name} WHERE false" for name in (
        *JOURNALS, RULES.name, "seals", "parcel_seals", "parcels", "parcel_states")),
    "INSERT INTO parcels (parcel_id, category) VALUES ('X', 'idle')",
    "INSERT INTO landbase_columns VALUES (99, 'X', 'str', '')",
    "UPDATE parcels SET holder = 'X'",
    "UPDATE landbase_columns SET dtype = 'str'",
    "DELETE FROM parcel_states",
    "SET landbase.renewing_states TO on; DELETE FROM parcel_states",
    "SET landbase.copying TO on; DELETE FROM parcel_states",
    "INSERT INTO layer_styles (stylename) VALUES ('X')",
    "UPDATE layer_styles SET stylename = 'X'",
    "DELETE FROM layer_styles",
    "SELECT landbase_lock()",
    "SELECT landbase_next_parcel()",
    "SELECT landbase_keep(encode(sha256('X'), 'hex'), 'X')",
)  # fmt: skip


@pytest.mark.parametrize("user", ["sun", "zhao"])
@pytest.mark.parametrize("statement", WRITTEN)
def test_who_administers_another_land_base_writes_nothing_here(
    tried: City, user: str, statement: str
) -> None:
    of_rows = "landbase_columns SET" in statement  # of which sun sees none
    allowed = {"42501"} | ({None} if of_rows and user == "sun" else set())
    assert refused(tried, user, statement) in allowed


def test_who_reads_here_and_administers_elsewhere_reads_here(tried: City) -> None:
    reader = tried.open("zhao")
    assert len(reader.parcels()) == 60
    assert not len(reader.verify().of_severity("error", "warning"))
    with pytest.raises(StoreError, match="no right"):
        reader.record(tried.mine[1], **START)


@pytest.mark.parametrize("user", ["wang", "zhao", "qian"])
def test_who_was_granted_something_sees_the_styles_of_qgis(
    tried: City, user: str
) -> None:
    query = "SELECT count(*) FROM layer_styles WHERE styleqml IS NOT NULL"
    [[count]] = tried.sql(user, query)
    assert count == tried.server.run(tried.name, query)[0][0] > 3


def test_only_who_administers_here_sets_styles(city: City) -> None:
    style = "INSERT INTO layer_styles (f_table_name, stylename) VALUES ('x', 'mine')"
    for user in ("wang", "zhao"):
        assert refused(city, user, style) == "42501"
    city.sql("qian", style)
    city.sql("qian", "UPDATE layer_styles SET stylename = 'y' WHERE stylename = 'mine'")
    city.sql("qian", "DELETE FROM layer_styles WHERE stylename = 'y'")
    assert not len(city.base.verify().of_severity("error", "warning"))


def refused(city: City, user: str, statement: str) -> Any:
    """Say with which code a statement was refused, or what it gave."""
    try:
        return city.sql(user, statement) or None
    except psycopg.Error as error:
        return error.sqlstate


NEVER, EVER = "1999-01-01T00:00:00.000Z", "9999-01-01T00:00:00.000Z"
TIMED = DECIDED.replace("known_at, hash", "{recorded}, hash")
NEW = "INSERT INTO parcels ({0}, parcel_id, category, banner) VALUES ({1}, 'X', 'idle', '{{here}}')"  # noqa: E501


@pytest.mark.parametrize(
    ("statement", "state"),
    [
        (TIMED.format(by="'wang'", recorded=f"'{EVER}'"), "P0001"),
        (TIMED.format(by="'wang'", recorded=f"'{NEVER}'"), "P0001"),
        (DECIDED.format(by="'wang'", recorded="recorded_at")
         .replace("home_id + 1", "home_id + 7"), "42501"),
        (f"UPDATE parcels SET holder = 'X', recorded_at = '{EVER}'", "P0001"),
        (f"UPDATE parcels SET holder = 'X', recorded_at = '{NEVER}'", "P0001"),
        (NEW.format("recorded_at", f"'{NEVER}'"), "P0001"),
        (NEW.format("recorded_at", f"'{EVER}'"), "P0001"),
        (NEW.format("fid", "9223372036854775807"), "P0001"),
        ("UPDATE landbase_columns SET dtype = 'X'", "P0001"),
        ("UPDATE landbase_columns SET dtype = 'bool' WHERE dtype = 'str'", "P0001"),
        ("INSERT INTO landbase_columns VALUES (99, 'X', 'object', '')", "P0001"),
        ("INSERT INTO landbase_files VALUES (repeat('0', 64), 'X')", "42501"),
        ("SELECT landbase_keep(repeat('0', 64), 'X')", "P0001"),
        ("SELECT * FROM landbase_keepers", "42501"),
    ],
)  # fmt: skip
def test_times_numbers_and_types_are_not_a_clerks_to_choose(
    tried: City, statement: str, state: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        tried.sql("wang", statement.replace("{here}", tried.here))
    assert refused.value.sqlstate == state


def test_a_clerk_corrects_nothing_of_another_banner(city: City) -> None:
    city.base.record(city.theirs[0], **START)
    mine = city.open("wang").record(city.mine[0], **START)
    takes = DECIDED.format(by="'wang'", recorded="recorded_at").replace(
        "supersedes,\n", "1,\n"
    )
    assert takes.count("1,\n") == 1
    with pytest.raises(psycopg.Error, match="same parcel") as refused:
        city.sql("wang", takes)
    assert refused.value.sqlstate == "42501"
    assert mine.event_id == 2
    assert city.base.parcels()["status"].value_counts()["planned"] >= 2


LINEAGE = """INSERT INTO lineage (lineage_id, operation, kind, role, parcel_id,
    effective, by, voids, uid, home_id, recorded_at, known_at, hash)
    SELECT number + 1, {0}, '{1}', '{1}', '{2}', '2023-05-01', 'wang', {3}, 'f',
    number + 1, '2023-09-01T00:00:00.000Z', '2023-09-01T00:00:00.000Z', 'f'
    FROM landbase_heads WHERE name = 'lineage'"""


def test_a_clerk_takes_back_no_split_of_another_banner(city: City) -> None:
    parent = city.base.parcels().set_index("parcel_id").loc[[city.theirs[0]]]
    west, south, east, north = parent.total_bounds
    middle = (west + east) / 2
    halves = parent.reset_index().iloc[[0, 0]].assign(parcel_id=["乙-1", "乙-2"])
    parts = [
        parent.geometry.iloc[0].intersection(box(*bounds))
        for bounds in ((west, south, middle, north), (middle, south, east, north))
    ]
    city.base.split(city.theirs[0], halves.set_geometry(parts), effective="2023-04-01")
    operation = city.base.lineage()["operation"].iloc[0]
    mine = city.mine[0]
    for statement in (
        LINEAGE.format("'own'", "void", mine, f"'{operation}'"),
        LINEAGE.format(f"'{operation}'", "child", mine, "NULL"),
    ):
        with pytest.raises(psycopg.Error, match="another banner") as refused:
            city.sql("wang", statement)
        assert refused.value.sqlstate == "42501"
    assert len(city.base.lineage()) == 3


def test_a_paper_of_another_banner_is_not_had_by_its_digest(
    city: City, work: Path
) -> None:
    paper = work / "批文.txt"
    paper.write_text("别旗的批文", "utf-8")
    city.base.attach_to_parcel(city.theirs[0], paper, keep=True)
    digest = city.base.documents()["sha256"].iloc[0]
    claim = """INSERT INTO parcel_documents (document_id, parcel_id, file, sha256, size,
        kept, uid, home_id, recorded_at, known_at, hash) SELECT 2, '{0}', 'X', '{1}', 1,
        {2}, 'f', 2, known_at, known_at, 'f' FROM landbase_heads
        WHERE name = 'parcel_documents'"""
    with pytest.raises(psycopg.Error, match="brought first"):
        city.sql("wang", claim.format(city.mine[0], digest, 1))
    seen = claim.format(city.mine[0], digest, 0) + "; SELECT * FROM landbase_files"
    assert city.sql("wang", seen) == []


def test_a_role_in_another_land_base_counts_nothing_here(
    city: City, server: Server
) -> None:
    name = server.new()
    with LandBase.open(server.address(name), clock=Clock()) as other:
        other.add(make_parcels(5))
        other.grant("zhao", role="writer")
        other.grant("sun", role="admin")
    city.base.record(city.mine[0], **START)
    for user in ("zhao", "sun"):
        for statement in (
            "INSERT INTO seals SELECT seal_id + 1, kind, heads, session_user, reason,"
            " sealed_at, 'f' FROM seals ORDER BY seal_id DESC LIMIT 1",
            "INSERT INTO parcel_seals SELECT number + 1, 1, 'f' FROM landbase_heads"
            " WHERE name = 'parcel_seals'",
            "INSERT INTO landbase_columns VALUES (99, 'X', 'str', '')",
            "UPDATE parcels SET holder = 'X'",
            "DELETE FROM parcel_states",
            "INSERT INTO rules SELECT rules_id + 1, rules, session_user, reason, 'f',"
            " home_id + 1, recorded_at, known_at, 'f' FROM rules",
            "SELECT landbase_keep(encode(sha256('X'), 'hex'), 'X')",
        ):
            with pytest.raises(psycopg.Error) as refused:
                city.sql(user, statement)
            assert refused.value.sqlstate == "42501", statement
    with pytest.raises(StoreError, match="no right"):
        city.open("zhao").record(city.mine[1], **START)
    with LandBase.open(server.address(name)) as other:
        other.grant("sun", role="none")
        other.grant("zhao", role="reader")
    server.drop(name)
    assert not len(city.base.verify().of_severity("error", "warning"))


def test_taking_a_right_away_here_leaves_it_in_another_land_base(
    city: City, server: Server
) -> None:
    name = server.new()
    with LandBase.open(server.address(name), clock=Clock()) as other:
        other.add(make_parcels(60))
        other.grant("li", role="writer")
        city.base.grant("li", role="reader")  # a lower one
        assert city.base.members().set_index("member").loc["li", "role"] == "reader"
        with pytest.raises(StoreError, match="no right"):
            city.open("li").record(city.mine[0], **START)
        assert len(city.open("li").parcels()) == 60
        city.base.grant("li", role="none")
        with pytest.raises(StoreError, match="does not count here"):
            city.open("li")
        there = server.address(name, "li")
        with LandBase.open(there, clock=Clock("2023-08-01")) as theirs:
            assert theirs.record(city.mine[0], **START).by == "li"
    server.drop(name)
    assert not len(city.base.verify().of_severity("error", "warning"))


def test_a_function_that_anybody_may_call_is_found(city: City) -> None:
    city.server.run(city.name, "GRANT EXECUTE ON FUNCTION landbase_follow() TO PUBLIC")
    with pytest.raises(StoreError, match="landbase_follow"):
        city.open("zhao")
    city.server.run(
        city.name,
        "REVOKE EXECUTE ON FUNCTION landbase_follow() FROM PUBLIC",
        "ALTER FUNCTION landbase_lock() RESET search_path",
    )
    with pytest.raises(StoreError, match="landbase_lock"):
        city.open("zhao")


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
