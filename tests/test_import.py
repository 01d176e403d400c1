"""`import landbase`: the public names, lazily, as type checkers see them."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

import landbase

SOURCE = Path(landbase.__file__).read_text("utf-8")


def names_for_type_checkers() -> dict[str, str]:
    imports = [n for n in ast.walk(ast.parse(SOURCE)) if isinstance(n, ast.ImportFrom)]
    return {
        alias.asname: (node.module or "").removeprefix("landbase.")
        for node in imports
        for alias in node.names
        if alias.asname
    }


def test_type_checkers_and_users_see_the_same_names() -> None:
    assert names_for_type_checkers() == landbase._HOMES
    assert set(landbase.__all__) == {*landbase._HOMES, "__version__"}
    assert dir(landbase) == sorted(landbase.__all__)


@pytest.mark.parametrize("name", sorted(landbase._HOMES))
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(landbase, name)
    assert not isinstance(value, ModuleType)
    assert value.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        landbase.no_such_name  # noqa: B018


def test_the_version_is_the_package_version() -> None:
    assert landbase.__version__ == version("landbase")


@pytest.mark.parametrize("first", ["import landbase.progress", "import landbase"])
def test_a_function_wins_over_the_module_of_its_name(first: str) -> None:
    code = f"{first}; import landbase; print(callable(landbase.progress))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "True"
