"""Whatever the system refuses, each writer says so once, and leaves no half file."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
import typer.main
from conftest import ROOT
from tampering import copy_base, edit
from troubles import ODD, TROUBLES, disk, full_disk, no_rights, read_only_disk
from writers import FOLDERS, PRODUCTS, READERS, RECORDS, Writer, command, make_scene

from landbase.cli.app import app
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.store.base import LandBase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Count

Said = tuple[int, str]
DISK = 2**24
SMALL_DISK = 2**20
SYSTEM = re.compile(
    r"Errno|Traceback|程序出错|[Nn]o space left|[Pp]ermission denied|"
    r"readonly database|database or disk|unable to open database|disk I/O error"
)


@pytest.fixture(scope="module")
def scene(full: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return make_scene(tmp_path_factory.mktemp("写") / "来 源", full)


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, work: Path
) -> Callable[..., Said]:
    """Run a command; give its exit code and what it complained of."""
    own = work / "临时"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    monkeypatch.chdir(work)

    def call(words: list[str], language: str) -> Said:
        monkeypatch.setenv(VARIABLE, language)
        with pytest.raises(SystemExit) as left:
            main([*words, "--lang", language])
        said = capsys.readouterr()
        assert [p.name for p in own.iterdir() if p.suffix != ".lock"] == []
        return int(left.value.code or 0), said.err

    return call


def filled(writer: Writer, scene: dict[str, str], out: Path) -> list[str]:
    return [word.format(**scene, out=out) for word in writer.words]


def snapshot(place: Path) -> dict[str, str]:
    """Give what lies in a folder, by name."""
    found = {}
    for path in sorted(place.rglob("*")):
        if path.is_symlink():
            what = str(path.readlink())
        else:
            what = (
                "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
            )
        found[str(path.relative_to(place))] = what
    return found


# where the trouble is, and in it a folder or a kept document
_PLACE = re.compile(r"/[^\s“]+批而未供 数据/放 \d/(?:文件/|\S+\.files/[^\s“”]+)?")


def assert_refused(said: Said, name: str, language: str) -> None:
    """One message in one language, with the name, and no words of the system's."""
    code, text = said
    assert code in {2, 3}, text
    name = name.partition(".")[0]
    at = max(text.find("错误："), text.find("Error:"), 0)
    text = text[at:]  # what stands before are notes
    assert name in text
    assert not SYSTEM.search(text), text
    own = _PLACE.sub("", text).replace(name, "")
    assert bool(re.search(r"[\u4e00-\u9fff]", own)) == (language == "zh"), text
    assert len(text.strip().splitlines()) <= 3, text


def test_every_command_writes_or_is_known_to_write_nothing() -> None:
    def walk(group: Any, *names: str) -> Iterator[str]:
        for name, one in group.commands.items():
            if hasattr(one, "commands"):
                yield from walk(one, *names, name)
            else:
                yield " ".join([*names, name])

    tried = {command(name) for name in (*PRODUCTS, *FOLDERS, *RECORDS)}
    assert tried.isdisjoint(READERS)
    assert {*walk(typer.main.get_command(app))} == tried | READERS


def test_every_option_that_names_a_file_to_write_is_tried() -> None:
    """Whatever is called so in the help of a command, under any name."""
    group: Any = typer.main.get_command(app)
    named = {
        (name, option)
        for name, one in group.commands.items()
        for parameter in getattr(one, "params", ())
        for option in parameter.opts
        if option in {"--output", "--out", "--accounts"} or parameter.metavar == "OUT"
    }
    lines = {
        (writer.words[0], word)
        for writer in (*PRODUCTS.values(), *FOLDERS.values())
        for before, word in zip(("", *writer.words), (*writer.words, ""), strict=True)
    }
    missing = {
        (name, option)
        for name, option in named
        if (name, option) not in lines
        and (option != "--output" or (name, "-o") not in lines)
        and (option != "out" or (name, "{out}") not in lines)
    }
    assert missing == set()


def test_no_module_writes_but_by_the_doors_tried_here() -> None:
    """Who writes a file calls one of the ways that publish it whole."""
    found = {
        path.relative_to(ROOT / "landbase").as_posix()
        for path in (ROOT / "landbase").rglob("*.py")
        if re.search(
            r"\b(?:replacing|replacing_set|write_file)\(", path.read_text("utf-8")
        )
    }
    assert found == {
        "files.py", "cli/start.py", "io/boundary_points/write.py", "io/write.py",
        "paper/atlas.py", "paper/page.py", "report/word.py",
        "store/exchange.py", "store/papers.py",
        "store/qgis_project.py", "store/receipts.py",
        "tables/write.py", "webmap/save.py",
    }  # fmt: skip


LONG = "ATTACK_MINUTES" in os.environ  # `make attack` tries every writer in every way
_APART = 4


def troubled(
    writer: Writer,
    run: Callable[..., Said],
    scene: dict[str, str],
    work: Path,
    *,
    odd: bool,
) -> Iterator[tuple[str, Said, Path, str]]:
    """Run a writer in every trouble; give what it said, and what it was to write."""
    known = {name: (made, False) for name, made in ODD.items()} if odd else TROUBLES
    some = [(n, *pair) for n, pair in enumerate(known.items())]
    if not LONG and not odd:  # each trouble by many writers, each writer in a few
        first = [*PRODUCTS.values()].index(writer) % _APART
        some = some[first::_APART]
    for number, name, (made, apart) in some:
        language = "zh" if (number + len(writer.name)) % 2 else "en"
        place = work / f"放 {number}"
        place.mkdir()
        with ExitStack() as stack:
            if apart:
                stack.enter_context(disk(place, size=SMALL_DISK))
            out = stack.enter_context(made(place, writer.name))
            before = snapshot(place)
            said = run(filled(writer, scene, out), language)
            whole = name == "almost full" and said[0] == 0  # it is very small
            if not odd and not whole:
                assert snapshot(place) == before, name
                yield name, said, out, language
            elif odd:
                yield name, said, out, language


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_product_that_cannot_be_written(
    run: Callable[..., Said],
    scene: dict[str, str],
    work: Path,
    name: str,
    count: Count,
) -> None:
    writer = PRODUCTS[name]
    (place := work / "好").mkdir()
    code, text = run(filled(writer, scene, place / writer.name), "zh")
    assert code in {0, 1}, text
    assert (place / writer.name).exists()
    for trouble, said, out, language in troubled(writer, run, scene, work, odd=False):
        count("writers that were refused")
        try:
            assert_refused(said, out.name, language)
        except AssertionError as error:
            raise AssertionError(f"{name}, {trouble}: {said}") from error


@pytest.mark.parametrize("name", [*PRODUCTS][:: 1 if LONG else _APART])
def test_a_product_in_an_odd_place_is_whole_or_refused(
    run: Callable[..., Said], scene: dict[str, str], work: Path, name: str
) -> None:
    writer = PRODUCTS[name]
    for _, said, out, language in troubled(writer, run, scene, work, odd=True):
        if said[0] in {0, 1}:
            assert out.is_dir() or out.stat().st_size > 100
        else:
            assert_refused(said, out.name, language)


@pytest.mark.parametrize("made", [full_disk, read_only_disk, no_rights])
@pytest.mark.parametrize(
    "name", [name for name, writer in FOLDERS.items() if LONG or not writer.slow]
)
def test_a_folder_that_cannot_be_filled(
    run: Callable[..., Said], scene: dict[str, str], work: Path, name: str, made: Any
) -> None:
    writer = FOLDERS[name]
    (place := work / "放").mkdir()
    language = "zh" if made is no_rights else "en"
    with ExitStack() as stack:
        out = place if name == "init" else place / writer.name
        if made is not no_rights:
            stack.enter_context(disk(place, size=SMALL_DISK))
        if name == "run":
            project = work / "landbase.toml"
            source = (ROOT / scene["project"]).read_text("utf-8")
            (work / "地块.gpkg").write_bytes((ROOT / scene["parcels"]).read_bytes())
            project.write_text(source.replace("{out}", str(out)), "utf-8")
            scene = scene | {"project": str(project)}
        stack.enter_context(made(place, ""))
        before = {n for n, what in snapshot(place).items() if what}
        said = run(filled(writer, scene, out), language)
        assert {n for n, what in snapshot(place).items() if what} == before
    code, text = said
    assert code == 3, text
    assert out.name in text
    assert not SYSTEM.search(text), text


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_cannot_be_kept(
    run: Callable[..., Said],
    scene: dict[str, str],
    work: Path,
    name: str,
    count: Count,
) -> None:
    writer = RECORDS[name]
    ways = (None, full_disk, read_only_disk, no_rights)
    tried = ways if LONG else ways[:: 2 + len(name) % 2]
    for number, made in enumerate(tried):
        place = work / f"放 {number}"
        place.mkdir()
        with ExitStack() as stack:
            if made not in {None, no_rights}:
                stack.enter_context(disk(place, size=DISK))
            out = copy_base(ROOT / scene["base"], place / writer.name)
            if name == "accept":
                change = "UPDATE parcels SET holder = '改' WHERE fid = 7"
                edit(out, change, guarded=True)
            if made is not None:
                stack.enter_context(made(place, writer.name))
            before = snapshot(place)
            language = ("en", "zh")[number % 2]
            code, text = run(filled(writer, scene, out), language)
            if made is None:
                assert code in {0, 1}, text
                assert snapshot(place) != before
                continue
            count("writers that were refused")
            assert snapshot(place) == before
            assert_refused((code, text), writer.name, language)
        if made is no_rights:
            with LandBase.open(out) as kept:
                assert kept.verify().count("error") == 0
