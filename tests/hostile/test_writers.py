"""Whatever the system refuses, each writer says so once, and leaves no half file."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import tempfile
from typing import TYPE_CHECKING, Any

import pytest
import typer.main
from conftest import ROOT
from tampering import copy_base, edit
from troubles import (
    ODD,
    TROUBLES,
    NotAllowedHere,
    full_disk,
    in_trouble,
    no_rights,
    read_only_disk,
)
from whole import require_whole
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


def commands(group: Any, *names: str) -> Iterator[tuple[str, Any]]:
    """Give every command with its name, those of groups too."""
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from commands(one, *names, name)
        else:
            yield " ".join([*names, name]), one


EVERY = dict(commands(typer.main.get_command(app)))


def test_every_command_writes_or_is_known_to_write_nothing() -> None:
    tried = {command(name) for name in (*PRODUCTS, *FOLDERS, *RECORDS)}
    assert tried.isdisjoint(READERS)
    assert {*EVERY} == tried | READERS
    assert "events export" in EVERY  # groups are gone into


# how a path of a file to write is called, in whatever command
_TO_WRITE = re.compile(r"--(?:output|out|accounts|save\w*|to|into|export)|out|target")


def test_every_option_that_names_a_file_to_write_is_tried() -> None:
    """Whatever is called so in the help of a command, under any name."""
    named = {
        (name, option, *(other for other in parameter.opts if other != option))
        for name, one in EVERY.items()
        for parameter in one.params
        for option in parameter.opts
        if _TO_WRITE.fullmatch(option) or parameter.metavar == "OUT"
    }
    assert {name for name, *_ in named} >= {"events export", "map", "copy"}
    lines: dict[str, set[str]] = {}
    for key, writer in {**PRODUCTS, **FOLDERS}.items():
        lines.setdefault(command(key), set()).update(writer.words)
    missing = {
        (name, *options)
        for name, *options in named
        if not lines.get(name, set())
        & {*options, *("{out}" for o in options if o[0] != "-")}
    }
    assert missing == set()


# What writes, by the name of what is called; `open` and `ZipFile` by their mode.
_WRITING = {
    *("write_bytes", "write_text", "writestr", "touch", "tofile", "write_dataframe"),
    *("to_parquet", "to_csv", "to_excel", "to_file", "to_feather", "to_pickle"),
    *("savefig", "save", "saveas", "save_all", "savez", "backup", "imsave"),
    *("copyfile", "copytree", "copy2", "copyfileobj", "extractall", "mkstemp"),
    *("symlink_to", "hardlink_to", "NamedTemporaryFile", "PdfPages", "truncate"),
    *("replacing", "replacing_all", "replacing_set", "write_file", "unfinished"),
}
_PUBLISHING = {
    *("replacing", "replacing_all", "replacing_set", "write_file", "unfinished"),
}
_MODES = re.compile(r"[rwxabt]{1,3}\+?")


def writing(path: Path) -> set[str]:
    """Name what a module calls that writes."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = getattr(called, "attr", getattr(called, "id", ""))
        given = [*node.args, *(word.value for word in node.keywords)]
        modes = {
            str(one.value) for one in given
            if isinstance(one, ast.Constant) and _MODES.fullmatch(str(one.value))
        }  # fmt: skip
        opened = name in {"open", "ZipFile", "fdopen", "TarFile"}
        if name in _WRITING or (opened and any({*mode} & {*"wxa+"} for mode in modes)):
            found.add(name)
        # of pyogrio and of os
        if ast.unparse(called) in {"pyogrio.raw.write", "os.link", "shutil.move"}:
            found.add(ast.unparse(called))
    return found


def test_no_module_writes_but_by_the_doors_tried_here() -> None:
    """Who writes a file calls one of the ways that publish it whole."""
    found = {
        path.relative_to(ROOT / "landbase").as_posix(): calls
        for path in sorted((ROOT / "landbase").rglob("*.py"))
        if (calls := writing(path))
    }
    publishing = {name for name, calls in found.items() if calls & _PUBLISHING}
    assert publishing == PUBLISHING
    others = {name: calls - _PUBLISHING for name, calls in found.items()}
    assert {name: calls for name, calls in others.items() if calls} == OTHERS


# by these each writer of the tables is tried
PUBLISHING = {
    "files.py", "cli/start.py", "io/boundary_points/write.py", "io/write.py",
    "paper/atlas.py", "paper/page.py", "report/word.py",
    "store/exchange.py", "store/opening.py", "store/papers.py",
    "store/qgis_project.py", "store/receipts.py", "store/sqlite.py",
    "tables/write.py", "webmap/save.py", "webmap/split.py",
}  # fmt: skip
# what writes otherwise, and why it may
OTHERS = {
    # landbase's own methods, which publish
    "cli/accounts.py": {"to_excel"},
    "cli/files.py": {"to_excel"},
    "cli/reports.py": {"savefig", "to_excel"},
    "pipeline.py": {"to_excel"},
    "products.py": {"savefig"},
    # into memory; a file gets the bytes by `write_file`
    "paper/page.py": {"save", "savefig"},
    "report/word.py": {"save", "ZipFile", "writestr"},
    "tables/write.py": {"save", "to_csv"},  # the latter into the place given
    "store/qgis_project.py": {"ZipFile", "writestr"},
    # into the place that publishing gave
    "files.py": {"write_bytes"},
    "io/write.py": {"open", "pyogrio.raw.write", "to_parquet", "write_text"},
    "store/exchange.py": {"open"},
    "store/papers.py": {"copyfile"},
    "store/place.py": {"hardlink_to"},
    "store/receipts.py": {"touch", "write_bytes"},  # with rights of its own
    "store/sqlite.py": {"backup"},
    "webmap/save.py": {"open"},
    # copies in a temporary folder, for a native reader
    "io/child.py": {"write_text"},
    "io/declared.py": {"write_bytes"},
    "io/drawing_child.py": {"write_bytes"},
    "io/encoding.py": {"write_bytes"},
    "io/formats.py": {"open", "write_bytes"},
    "io/gdal.py": {"copyfile", "write_bytes"},
    "io/guarded.py": {"write_text"},
    "io/layers.py": {"copyfile", "copytree", "shutil.move", "symlink_to"},
    "io/shapefile.py": {"copyfile", "write_bytes"},
    "store/moving.py": {"write_bytes"},
    "store/repair.py": {"copyfile"},
    "tables/parts.py": {"ZipFile", "writestr"},
    "webmap/overlays.py": {"copyfile", "os.link", "write_bytes"},
    # into a new folder, which a failed reading takes away
    "scale/reading.py": {"to_parquet"},
    "scale/partitions.py": {"save", "to_parquet"},
    # into a folder of its own, which is then put into its place
    "scale/issues.py": {"to_parquet"},
    "scaled_run.py": {"to_excel", "touch"},
}


LONG = "ATTACK_MINUTES" in os.environ  # `make attack` tries every writer in every way
_APART = 4


def told_of(count: Count, forbidden: NotAllowedHere) -> None:
    """Count a cell that the machine does not let be tried; the others are."""
    count(f"writers not tried, as {forbidden} is not allowed here")


def troubled(
    writer: Writer,
    run: Callable[..., Said],
    scene: dict[str, str],
    work: Path,
    count: Count,
    *,
    odd: bool,
) -> Iterator[tuple[str, Said, Path, str]]:
    """Run a writer in every trouble; give what it said, and what it was to write."""
    some = [*enumerate((ODD if odd else TROUBLES).items())]
    if not LONG and not odd:  # each trouble by many writers, each writer in a few
        first = [*PRODUCTS.values()].index(writer) % _APART
        some = some[first::_APART]
    for number, (name, made) in some:
        language = "zh" if (number + len(writer.name)) % 2 else "en"
        place = work / f"放 {number}"
        try:
            with in_trouble(made, place, writer.name, size=SMALL_DISK) as out:
                before = snapshot(place)
                said = run(filled(writer, scene, out), language)
                if name == "almost full" and said[0] == 0:  # it is very small
                    require_whole(out)
                    continue
                assert odd or snapshot(place) == before, name
                yield name, said, out, language
        except NotAllowedHere as forbidden:
            told_of(count, forbidden)


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
    for trouble, said, out, language in troubled(
        writer, run, scene, work, count, odd=False
    ):
        count("writers that were refused")
        try:
            assert_refused(said, out.name, language)
        except AssertionError as error:
            raise AssertionError(f"{name}, {trouble}: {said}") from error


@pytest.mark.parametrize("name", [*PRODUCTS][:: 1 if LONG else _APART])
def test_a_product_in_an_odd_place_is_whole_or_refused(
    run: Callable[..., Said],
    scene: dict[str, str],
    work: Path,
    name: str,
    count: Count,
) -> None:
    writer = PRODUCTS[name]
    for _, said, out, language in troubled(writer, run, scene, work, count, odd=True):
        if said[0] in {0, 1}:
            require_whole(out)
        else:
            assert_refused(said, out.name, language)


@pytest.mark.parametrize("made", [full_disk, read_only_disk, no_rights])
@pytest.mark.parametrize(
    "name", [name for name, writer in FOLDERS.items() if LONG or not writer.slow]
)
def test_a_folder_that_cannot_be_filled(  # noqa: PLR0917 - fixtures
    run: Callable[..., Said],
    scene: dict[str, str],
    work: Path,
    name: str,
    made: Any,
    count: Count,
) -> None:
    writer = FOLDERS[name]
    place = work / "放"
    language = "zh" if made is no_rights else "en"
    out = place if name == "init" else place / writer.name
    if name == "run":
        project = work / "landbase.toml"
        source = (ROOT / scene["project"]).read_text("utf-8")
        (work / "地块.gpkg").write_bytes((ROOT / scene["parcels"]).read_bytes())
        project.write_text(source.replace("{out}", str(out)), "utf-8")
        scene = scene | {"project": str(project)}
    try:
        with in_trouble(made, place, "", size=SMALL_DISK):
            before = {n for n, what in snapshot(place).items() if what}
            code, text = run(filled(writer, scene, out), language)
            assert {n for n, what in snapshot(place).items() if what} == before
    except NotAllowedHere as forbidden:
        told_of(count, forbidden)
        return
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
        kept = place / writer.name

        def base_to_write(path: Path = kept) -> None:
            copy_base(ROOT / scene["base"], path)
            if name == "accept":
                change = "UPDATE parcels SET holder = '改' WHERE fid = 7"
                edit(path, change, guarded=True)

        try:
            with in_trouble(made, place, kept.name, size=DISK, first=base_to_write):
                before = snapshot(place)
                language = ("en", "zh")[number % 2]
                code, text = run(filled(writer, scene, kept), language)
                if made is None:
                    assert code in {0, 1}, text
                    assert snapshot(place) != before
                    continue
                count("writers that were refused")
                assert snapshot(place) == before
                assert_refused((code, text), writer.name, language)
        except NotAllowedHere as forbidden:
            told_of(count, forbidden)
            continue
        if made is no_rights:
            with LandBase.open(kept) as base:
                assert base.verify().count("error") == 0
