"""A server of PostgreSQL for the tests: on loopback, in a temporary folder."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from landbase.store.base import LandBase

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Bases", "Server", "running_server", "server_programs"]

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # nothing here outlives the tests
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "lc_messages": "C",
}
# who made the server comes in by name, all others by password
_ENTRANCE = (
    "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
)


_LEAVE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_EMPTY = """
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT c.oid::regclass AS name FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid
            AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
    LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', one.name); END LOOP;
    FOR one IN SELECT o.oid::regoperator AS name FROM pg_operator AS o
        WHERE o.oprnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = o.oid
            AND d.classid = 'pg_operator'::regclass AND d.deptype = 'e')
    LOOP EXECUTE format('DROP OPERATOR %s', one.name); END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid
            AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
    LOOP EXECUTE format('DROP FUNCTION %s CASCADE', one.name); END LOOP;
END $$
"""


def server_programs() -> Path | None:
    """Find the folder with a server's programs, where PostGIS and a driver are."""
    if find_spec("psycopg") is None:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    for initdb in found:
        if (initdb.parent.parent / "lib" / "postgis-3.so").exists():
            return initdb.parent
    return None


class Server:
    """A server that runs, and the databases that were made on it."""

    def __init__(self, programs: Path, folder: Path, port: int) -> None:
        self.programs, self.folder, self.port = programs, folder, port
        self._numbers = itertools.count(1)
        self._empty: list[str] = []

    def address(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, database: str, *statements: str) -> list[Any]:
        """Run statements as who made the server; give the rows of the last."""
        url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                for statement in statements:
                    done = connection.exec_driver_sql(statement.replace("%", "%%"))
                return done.fetchall() if done.returns_rows else []
        finally:
            engine.dispose()

    def new(self) -> str:
        """Give an empty database with PostGIS; one that was used is used again."""
        if self._empty:
            return self._empty.pop()
        name = f"base{next(self._numbers)}"
        self.run("postgres", f"CREATE DATABASE {name} TEMPLATE with_postgis")
        return name

    def drop(self, name: str) -> None:
        """Empty a database, whoever still looks into it."""
        self.run(name, _LEAVE, _EMPTY)
        self._empty.append(name)

    def control(self, *words: str) -> None:
        """Start or stop it."""
        command = [str(self.programs / "pg_ctl"), "-D", str(self.folder / "data")]
        with (self.folder / "control").open("w") as told:
            subprocess.run(
                [*_as_whom(), *command, "-w", "-l", str(self.folder / "log"), *words],
                check=True, cwd=self.folder, stdout=told, stderr=told,
            )  # fmt: skip


def _as_whom() -> list[str]:
    """Run as nobody in particular: a server refuses to be root's."""
    if os.geteuid() != 0:
        return []
    user = "postgres"
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Make a server, start it, and take it away again."""
    folder = Path(tempfile.mkdtemp(prefix="landbase-server-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(programs, folder, port)
    try:
        data = folder / "data"
        make = [str(programs / "initdb"), "-D", str(data), "-U", "postgres"]
        make += ["--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            [*_as_whom(), *make], check=True, cwd=folder, capture_output=True
        )
        (data / "pg_hba.conf").write_text(_ENTRANCE)
        told = {**_SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
        with (data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in told.items())
        server.control("start")
        server.run("postgres", "CREATE DATABASE with_postgis")
        server.run("with_postgis", "CREATE EXTENSION postgis")
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.control("stop", "-m", "immediate")
        shutil.rmtree(folder)


class Bases:
    """Makes land bases of one kind: files in a folder, or databases of a server."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self.folder, self.server = folder, server
        self._places: dict[str, Path | str] = {}

    @property
    def on_server(self) -> bool:
        return self.server is not None

    def place(self, name: str) -> Path | str:
        """Say where the land base of a name is."""
        if name not in self._places:
            place: Path | str = self.folder / f"{name}.gpkg"
            if self.server is not None:
                place = self.server.address(self.server.new())
            self._places[name] = place
        return self._places[name]

    def __call__(self, name: str, **options: Any) -> LandBase:
        return LandBase.open(self.place(name), **options)

    def by(self, person: str) -> str:
        """Say what stands in `by` where a person is named."""
        return f"{person}（postgres）" if self.on_server else person

    def drop(self) -> None:
        if self.server is not None:
            for place in self._places.values():
                self.server.drop(str(place).rpartition("/")[2])
