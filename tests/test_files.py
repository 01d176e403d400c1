"""A file that is being written is whole or as it was, in every room."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import landbase
from landbase.files import replacing, write_file

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

    with pytest.raises(type(error)):
        break_off()
    assert names_in(work) == (["表.xlsx"] if there else [])
    assert not there or path.read_bytes() == b"old"


def test_a_file_that_cannot_be_replaced_leaves_nothing_beside_it(work: Path) -> None:
    (work / "表.xlsx").mkdir()  # as little to be replaced as one open in a program
    with pytest.raises(OSError, match=r"表\.xlsx"):
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
