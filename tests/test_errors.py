"""Every error that staff can meet on the command line has Chinese text."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import landbase.errors
from landbase.errors import LandbaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(landbase.errors.__file__).parent
ERRORS = {
    name
    for name, value in vars(landbase.errors).items()
    if isinstance(value, type) and issubclass(value, LandbaseError)
}


def raised_without_chinese() -> Iterator[tuple[str, int]]:
    """List the errors made of no text of the catalogue and without `zh=`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                told = {keyword.arg for keyword in node.keywords}
                key = node.args[0] if node.args else None
                plain = isinstance(key, ast.JoinedStr) or " " in ast.unparse(
                    key or node
                )
                if node.func.id in ERRORS and plain and "zh" not in told:
                    yield name.as_posix(), node.lineno


def test_every_error_speaks_chinese() -> None:
    assert list(raised_without_chinese()) == []


def test_chinese_text_is_chinese() -> None:
    """A `zh=` that is a literal has Chinese letters in it."""
    plain = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "zh"
        if isinstance(node.value, ast.JoinedStr | ast.Constant)
        if ast.unparse(node.value).isascii() and len(ast.unparse(node.value)) > 2
    ]
    assert plain == []


def test_every_warning_comes_from_the_catalogue() -> None:
    """Only `warn` warns, and so in both languages."""
    found = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "warnings.warn"
    ]
    assert found == ["errors.py"]
