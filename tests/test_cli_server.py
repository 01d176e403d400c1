"""The page on many people can be followed, from an empty server to two clerks."""

from __future__ import annotations

import contextlib
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from landbase.cli.language import CLEAN, FINDINGS, UNUSABLE
from landbase.cli.main import main
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Server

PAGE = ROOT / "docs" / "howto" / "many-people.md"
BLOCK = re.compile(r"^```sh\n(.+?)^```", re.MULTILINE | re.DOTALL)
USERS = ("ordos_owner", "wang", "li", "zhao")
SECRET = "of-the-page"  # noqa: S105 - of a server that lives as long as the test


@pytest.fixture
def page(
    server: Server, work: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Server]:
    """An empty server of which who follows the page is the administrator."""
    for name, value in (
        ("PGHOST", "127.0.0.1"), ("PGPORT", str(server.port)), ("PGUSER", "postgres"),
        ("PGPASSWORD", SECRET),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    _leave(server)
    with LandBase.open(work / "out" / "ordos.gpkg") as base:
        base.add(make_parcels(40))
    with contextlib.chdir(work):
        yield server
    _leave(server)


def _leave(server: Server) -> None:
    server.run("postgres", "DROP DATABASE IF EXISTS ordos WITH (FORCE)")
    there = server.run("postgres", "SELECT rolname FROM pg_roles")
    for user in {*USERS} & {row[0] for row in there}:
        server.run("postgres", f"DROP OWNED BY {user} CASCADE", f"DROP ROLE {user}")
    for role in ("admin", "writer", "reader"):
        if (f"landbase_{role}",) in [tuple(row) for row in there]:
            name = f"landbase_{role}"
            server.run("postgres", f"DROP OWNED BY {name}", f"DROP ROLE {name}")


def told(words: list[str], *, left: tuple[int, ...] = (CLEAN, FINDINGS)) -> None:
    with pytest.raises(SystemExit) as code:
        main(words)
    assert code.value.code in left, words


def follow(server: Server, line: str) -> None:
    """Do what a line of the page says."""
    line = line.replace("@server/", f"@127.0.0.1:{server.port}/")
    program, *words = shlex.split(line)
    if program == "landbase":
        told(words)
        return
    if "--pwprompt" in words:  # it would ask for the password
        words.remove("--pwprompt")
        server.run("postgres", f"CREATE ROLE {words[-1]} LOGIN PASSWORD '{SECRET}'"
                   + " CREATEROLE" * ("--createrole" in words))  # fmt: skip
        return
    subprocess.run([server.programs / program, *words], check=True, capture_output=True)


def test_the_page_can_be_followed(
    page: Server, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [one for text in BLOCK.findall(PAGE.read_text("utf-8")) for one in
             text.splitlines()]  # fmt: skip
    assert len(lines) > 15
    for line in lines:
        follow(page, line)
    assert SECRET not in capsys.readouterr().out
    assert (work / "ordos.dump").stat().st_size > 0
    with LandBase.open(page.address("ordos", "wang")) as clerk:
        assert set(clerk.parcels()["banner"]) == {"150622"}


def test_commands_say_what_is_wrong_with_an_address(
    page: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    told(["history", f"postgresql://wang:{SECRET}@127.0.0.1/ordos", "A"],
         left=(UNUSABLE,))  # fmt: skip
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    assert "PGPASSWORD" in said.err
    # a command that reads makes nothing
    page.run("postgres", "CREATE DATABASE ordos TEMPLATE with_postgis")
    told(["deadlines", page.address("ordos")], left=(2,))
    assert page.run("ordos", "SELECT to_regclass('parcels')")[0][0] is None
    told(["grant", "out/ordos.gpkg", "wang", "--role", "writer"], left=(UNUSABLE,))
    assert "文件" in capsys.readouterr().err


def test_what_needs_a_file_says_what_to_do_on_a_server(
    page: Server, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.run("postgres", "CREATE DATABASE ordos TEMPLATE with_postgis")
    address = page.address("ordos")
    with LandBase.open(address) as base:
        base.add(make_parcels(5))
    for words, instead in (
        (["qgis", address, "-o", "项目.qgz"], "parcels_current"),
        (["repair", address, "修复.gpkg"], "pg_restore"),
        (["repair", address.replace("postgres@", f"wang:{SECRET}@"), "修.gpkg"],
         "PGPASSWORD"),
    ):  # fmt: skip
        told(words, left=(UNUSABLE,))
        said = capsys.readouterr()
        assert instead in said.err
        assert SECRET not in said.out + said.err
    assert not [*work.glob("*.qgz"), *work.glob("修*")]


def test_a_file_goes_to_the_server_and_back_by_command(
    page: Server, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.run("postgres", "CREATE DATABASE ordos TEMPLATE with_postgis")
    address = page.address("ordos")
    told(["copy", "out/ordos.gpkg", address, "--json"])
    told(["copy", address, "回来.gpkg", "--json"])
    told(["copy", address, "回来.gpkg"], left=(UNUSABLE,))
    with LandBase.open(work / "out" / "ordos.gpkg") as a:
        head = a.head
    assert capsys.readouterr().out.count(head) == 2
