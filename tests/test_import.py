"""`import landbase`: the public names, lazily, as type checkers see them."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

import landbase

PACKAGE = Path(landbase.__file__).parent
ROOMS = {"scale"}  # public as such: lb.scale.area_table
NAMES = sorted({*landbase.__all__} - {"__version__", *ROOMS})


def stub() -> dict[str, str]:
    """Lead each public name of the stub to its module."""
    tree = ast.parse((PACKAGE / "__init__.pyi").read_text("utf-8"))
    return {
        alias.asname or alias.name: str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def test_type_checkers_and_users_see_the_same_names() -> None:
    assert sorted(stub()) == NAMES
    assert {*NAMES, *ROOMS} <= {*dir(landbase)}


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_public_room_gives_its_functions(room: str) -> None:
    value = getattr(landbase, room)
    assert isinstance(value, ModuleType)
    assert all(getattr(value, name).__doc__ for name in value.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(landbase, name)
    assert not isinstance(value, ModuleType)
    assert value.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_reached_in_one_hop(name: str) -> None:
    """The stub names the module that defines it."""
    home = import_module(f"landbase.{stub()[name]}")
    assert getattr(landbase, name).__module__ == home.__name__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        landbase.no_such_name  # noqa: B018


def test_the_version_is_the_package_version() -> None:
    assert landbase.__version__ == version("landbase")


def test_no_module_bears_the_name_of_a_public_function() -> None:
    """``import landbase.x as x`` would give the function in place of the module."""
    rooms = {path.stem for path in PACKAGE.iterdir()} - {"__init__"}
    assert not rooms & {*NAMES}
    for path in PACKAGE.rglob("__init__.py"):
        if path.parent != PACKAGE and "_sample_data" not in path.parts:
            tree = ast.parse(path.read_text("utf-8"))
            if path.parent.name in ROOMS:
                continue
            given = [ast.unparse(n) for n in tree.body if not isinstance(n, ast.Expr)]
            # the room that draws has matplotlib load within bounds, and gives nothing
            load = "from landbase.paper.loading import load_matplotlib"
            assert given == ([load] if path.parent.name == "paper" else []), path


@pytest.mark.parametrize("name", sorted({stub()[name] for name in NAMES}))
def test_a_module_stays_a_module(name: str) -> None:
    """Whatever is imported first, under whatever name."""
    code = (
        f"import landbase as lb\nimport landbase.{name} as m\nfrom types import *\n"
        "assert isinstance(m, ModuleType)\n"
        "assert all(not isinstance(getattr(lb, n), ModuleType) for n in "
        f"{[n for n in NAMES if stub()[n] == name]!r})\n"
        f"import landbase.{name} as again\nassert again is m"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_two_public_names_differ_only_by_case() -> None:
    """Each has a page of its own, in a file of its name; Windows knows no case."""
    names = [name.casefold() for name in landbase.__all__]
    assert len({*names}) == len(names)


def test_a_command_loads_neither_the_help_nor_what_others_need(work: Path) -> None:
    script = f"""
import sys
from landbase.cli.main import main
try:
    main(["check", {str(landbase.sample_path("闲置土地_37带.shp"))!r}])
except SystemExit:
    heavy = ["typer.rich_utils", "folium", "matplotlib", "sqlalchemy", "docx"]
    print([name for name in heavy if name in sys.modules], file=sys.stderr)
"""
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=work)
    assert ran.stderr.splitlines()[-1] == "[]"
