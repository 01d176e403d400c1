"""A file that is being written is whole or as it was, in every room."""

from __future__ import annotations

import ast
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import landbase
from landbase.errors import SourceError
from landbase.files import (
    is_unfinished,
    replacing,
    replacing_all,
    replacing_set,
    write_file,
)

PACKAGE = Path(landbase.__file__).parent


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_replaced_in_a_folder_that_is_made(work: Path) -> None:
    path = work / "新 文件夹" / "表.xlsx"
    assert write_file(path, b"old") == path
    assert write_file(path, b"new").read_bytes() == b"new"
    assert names_in(path.parent) == ["表.xlsx"]


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("there", [True, False])
def test_what_is_broken_off_leaves_the_old_file_and_nothing_else(
    work: Path, error: BaseException, *, there: bool
) -> None:
    path = work / "表.xlsx"
    if there:
        path.write_bytes(b"old")

    def break_off() -> None:
        with replacing(path) as beside:
            beside.write_bytes(b"ha")
            raise error

    told = SourceError if isinstance(error, OSError) else type(error)
    with pytest.raises(told):
        break_off()
    assert names_in(work) == (["表.xlsx"] if there else [])
    assert not there or path.read_bytes() == b"old"


def test_a_file_that_cannot_be_replaced_leaves_nothing_beside_it(work: Path) -> None:
    (work / "表.xlsx").mkdir()  # as little to be replaced as one open in a program
    with pytest.raises(SourceError, match=r"表\.xlsx"):
        write_file(work / "表.xlsx", b"new")
    assert names_in(work) == ["表.xlsx"]


def test_no_room_has_a_way_of_its_own() -> None:
    own = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "files.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Constant) and str(node.value).endswith(".part"))
        or (isinstance(node, ast.Attribute) and ast.unparse(node) == "os.replace")
    ]
    assert not own


def shapefile(path: Path, text: str) -> dict[str, bytes]:
    """Write what stands for the parts of a shapefile, as one set."""
    with replacing_set(path) as written:
        for suffix in (".dbf", ".prj", ".shp", ".shx"):
            written.with_suffix(suffix).write_text(text + suffix)
    return {part.name: part.read_bytes() for part in path.parent.iterdir()}


def test_a_set_replaces_all_that_speaks_of_the_old_one(work: Path) -> None:
    shapefile(work / "面.shp", "old")
    for name in ("面.sbn", "面.shp.xml", "面.CPG", "面.txt", "面2.dbf"):
        (work / name).write_text("own")
    now = shapefile(work / "面.shp", "new")
    assert sorted(now) == ["面.dbf", "面.prj", "面.shp", "面.shx", "面.txt", "面2.dbf"]
    assert now["面.dbf"] == b"new.dbf"


@pytest.mark.parametrize("held", ["面.shp", "面.dbf", "面.prj", "面.shx"])
@pytest.mark.parametrize("when", ["old", "new"])
def test_a_part_held_open_leaves_the_whole_old_set(
    work: Path, monkeypatch: pytest.MonkeyPatch, held: str, when: str
) -> None:
    before = shapefile(work / "面.shp", "old")
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        leaves, comes = self.parent == work, self.parent.name.startswith(".landbase-")
        if self.name == held and (leaves if when == "old" else comes):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(SourceError, match=r"面\.shp.*another program") as caught:
        shapefile(work / "面.shp", "new")
    assert "QGIS" in caught.value.zh
    monkeypatch.undo()
    assert {p.name: p.read_bytes() for p in work.iterdir()} == before


def test_nothing_of_a_user_is_taken_for_a_part(work: Path) -> None:
    (work / "图.html.part").write_text("mine")
    write_file(work / "图.html", b"page")
    assert (work / "图.html.part").read_text() == "mine"


def test_what_is_published_is_on_the_disk_first(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda n: (done.append("fsync"), real(n)))
    monkeypatch.setattr(
        Path, "replace", lambda self, to: (done.append("name"), replace(self, to))[1]
    )
    write_file(work / "a.bin", b"1")
    assert done[:2] == ["fsync", "name"]


WRITER = """
import sys
from pathlib import Path
from landbase.files import replacing_set
for _ in range(30):
    with replacing_set(Path("a.shp")) as written:
        for suffix in (".dbf", ".prj", ".shp", ".shx"):
            written.with_suffix(suffix).write_text(sys.argv[1])
"""


def test_writers_of_one_product_never_mix(work: Path) -> None:
    command = [sys.executable, "-c", WRITER]
    writers = [subprocess.Popen([*command, one], cwd=work) for one in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    texts = {p.name: p.read_text() for p in work.iterdir()}
    assert sorted(texts) == ["a.dbf", "a.prj", "a.shp", "a.shx"]
    assert len({*texts.values()}) == 1


@pytest.mark.parametrize(
    ("number", "zh"),
    [(errno.ENOSPC, "磁盘空间已满"), (errno.EACCES, "没有权限"), (errno.EROFS, "只读"),
     (errno.EBUSY, "其他程序"), (errno.ENAMETOOLONG, "过长"), (errno.EIO, "设备")],
)  # fmt: skip
def test_why_a_file_was_not_written_is_said_in_both_languages(
    work: Path, monkeypatch: pytest.MonkeyPatch, number: int, zh: str
) -> None:
    def refused(_: Path, __: bytes) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(SourceError, match="表") as caught:
        write_file(work / "表.xlsx", b"new")
    assert zh in caught.value.zh
    assert os.strerror(number) not in str(caught.value)
    assert not names_in(work)


def test_an_error_of_another_file_stays_its_own(work: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(work / "a") as beside:
        shutil.copyfile(work / "missing", beside)


def write_new(paths: list[Path], *, fault: bool = False) -> None:
    with replacing_all(paths) as beside:
        for path in beside:
            path.parent.mkdir(exist_ok=True)
            path.write_text("new")
        if fault:
            raise ValueError("a fault")


def test_files_replaced_together_are_all_new_or_all_old(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "夹/b", "c")]
    paths[0].write_text("old")
    paths[2].mkdir()  # cannot be replaced
    with pytest.raises(SourceError, match="c"):
        write_new(paths)
    assert paths[0].read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]
    paths[2].rmdir()
    write_new(paths)
    assert [path.read_text() for path in paths] == ["new"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c", "夹"]


def test_a_fault_while_files_are_made_leaves_the_old(tmp_path: Path) -> None:
    (old := tmp_path / "a").write_text("old")
    with pytest.raises(ValueError, match="a fault"):
        write_new([old, tmp_path / "b"], fault=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert old.read_text() == "old"


@pytest.mark.parametrize("size", [225, 226, 233, 247, 255])
@pytest.mark.parametrize("letter", ["x", "é", "长", "𠮷"])
def test_the_longest_names_are_written(work: Path, size: int, letter: str) -> None:
    count, more = divmod(size - 4, len(letter.encode()))
    path = work / f"{letter * count}{'x' * more}.txt"
    assert len(path.name.encode()) == size
    write_file(path, b"old")
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    with replacing(path) as beside:
        beside.write_bytes(b"")
        assert is_unfinished(beside, path)
        assert not is_unfinished(beside, path.with_name("y.txt"))
    with replacing_set(path) as written:
        written.write_bytes(b"set")
    assert path.read_bytes() == b"set"
    with replacing_all([path, work / "z"]) as (one, other):
        one.write_bytes(b"1")
        other.write_bytes(b"2")
    assert sorted(p.name for p in work.iterdir()) == sorted([path.name, "z"])
