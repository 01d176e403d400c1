"""The plan of the rooms holds: layers, doors, sizes, and what `import` may cost.

Imports are read from the source, at the top of files and inside functions alike.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "landbase"

# A room imports from its own line or an earlier one; nothing goes round in circles.
LAYERS = (
    ("units", "geometry", "sample", "texts"),
    ("errors", "apportion"),
    ("files",),
    ("rules",),
    ("tables", "crs", "issues"),
    ("area",),
    ("io", "cases", "style"),
    ("banners",),
    ("parcels", "store"),
    ("webmap", "paper", "reconciliation"),
    ("report", "testing", "project", "scale"),
    ("products", "pipeline", "scaled_run"),
    ("cli",),
    ("__main__",),
)
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}

# each heavy dependency, and the rooms or modules that may import it
DOORS = {
    "pyogrio": {"io"},
    "fiona": {"io"},
    "shapefile": {"io"},
    "ezdxf": {"io"},
    "openpyxl": {"tables.read"},
    "xlrd": {"tables.read"},
    "xlsxwriter": {"tables.write"},
    "sqlalchemy": {"store"},
    "cryptography": {"store.receipts"},
    "sqlite3": {"store", "io"},
    "dask": {"scale"},
    "dask_geopandas": {"scale"},
    "distributed": {"scale"},
    "folium": {"webmap"},
    "branca": {"webmap"},
    "xyzservices": {"webmap"},
    "rasterio": {"webmap.overlays"},
    "pmtiles": {"io"},
    "mapbox_vector_tile": {"io"},
    "xstatic": {"webmap"},
    "matplotlib": {"paper"},
    "fontTools": {"paper"},
    "pypdf": {"paper"},
    "docx": {"report"},
    "docxtpl": {"report"},
    "jinja2": {"report"},
    "pydantic": {"project"},
    "pydantic_core": {"project"},
    "typer": {"cli"},
    "click": {"cli"},
    "rich": {"cli"},
}
# XStatic-* put their empty namespace into every interpreter that has them.
HEAVY = {*DOORS} - {"sqlite3", "xstatic"} | {"pandas", "geopandas", "numpy"}

MAX_FILE = 1000
MAX_BODY = 50


@cache
def modules() -> dict[str, ast.Module]:
    """Parse every module of the package, by path below it."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in paths
        if "_sample_data" not in path.parts
    }


def room_of(path: str) -> str:
    """Name the room a file is in: its folder or its own name."""
    return path.partition("/")[0].removesuffix(".py")


def dotted(path: str) -> str:
    return (
        ("landbase/" + path)
        .removesuffix(".py")
        .removesuffix("/__init__")
        .replace("/", ".")
    )


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports_of(node: ast.AST) -> Iterator[str]:
    """Name what the code below a node imports when it runs."""
    for child in ast.iter_child_nodes(node):
        if is_type_checking(child):
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "relative imports hide the room they reach into"
            yield from (f"{child.module}.{alias.name}" for alias in child.names)
        yield from imports_of(child)


def own_imports() -> Iterator[tuple[str, str]]:
    """Pair every module with each module of landbase that it imports."""
    known = {dotted(path) for path in modules()}
    for path, tree in modules().items():
        if path == "__init__.py":
            continue
        for name in imports_of(tree):
            if name.partition(".")[0] == "landbase":
                parts = name.split(".")
                target = name if name in known else ".".join(parts[:-1])
                yield path, target


def test_every_room_has_its_line() -> None:
    rooms = {room_of(path) for path in modules()} - {"__init__"}
    assert not rooms - set(RANK), "add the room to LAYERS"


def test_imports_point_downward() -> None:
    upward = []
    for path, target in own_imports():
        here, there = room_of(path), target.split(".")[1] if "." in target else ""
        if not there or RANK[there] > RANK[here]:
            upward.append(f"{path} imports {target}")
    assert not upward


@pytest.mark.parametrize("grain", ["rooms", "modules"])
def test_imports_make_no_cycle(grain: str) -> None:
    graph: dict[str, set[str]] = {}
    for path, target in own_imports():
        here = room_of(path) if grain == "rooms" else dotted(path)
        there = target.split(".")[-1 if target == "landbase" else 1]
        there = there if grain == "rooms" else target
        # a folder's __init__ gathers its own modules; they never import it back
        if here != there:
            graph.setdefault(here, set()).add(there)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


# an error carries the table of issues of the rows at fault, a type of a higher room
CARRIED = {("errors.py", "landbase.issues")}


def all_imports(tree: ast.Module) -> Iterator[str]:
    """Name what a module imports, for type checkers too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_types_make_no_cycle_of_modules() -> None:
    """What only type checkers import counts as well."""
    known = {dotted(path) for path in modules()}
    graph: dict[str, set[str]] = {}
    seen = set()
    for path, tree in modules().items():
        for name in all_imports(tree) if path != "__init__.py" else ():
            target = name if name in known else name.rpartition(".")[0]
            if target not in known - {dotted(path), "landbase"}:
                continue
            seen.add((path, target))
            if (path, target) not in CARRIED:
                graph.setdefault(dotted(path), set()).add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))
    assert seen >= CARRIED  # an exception that is no longer needed goes


# what is written in one place only: a pattern of code and the modules it may stand in
HOMES = {
    r"\bmake_valid\(": {"geometry.py"},
    r"\b4490\b": {"crs.py"},
    r"\.declared_m2\b": {"rules/schema.py"},
    r"\bwarnings\.warn\(": {"errors.py"},
}


def code_of(path: str) -> str:
    """Give the source of a module without docstrings and comments."""
    return ast.unparse(_Undocumented().visit(ast.parse(ast.unparse(modules()[path]))))


class _Undocumented(ast.NodeTransformer):
    """Takes texts that stand alone, which are docstrings, out of a tree."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return ast.Pass() if isinstance(node.value, ast.Constant) else node


@pytest.mark.parametrize("pattern", HOMES)
def test_a_concept_has_one_home(pattern: str) -> None:
    found = {path for path in modules() if re.search(pattern, code_of(path))}
    assert found <= HOMES[pattern]
    assert found, "nobody needs this any more"


def allowed_door(path: str, name: str) -> bool:
    """Whether a module may import a heavy package: by its room or its own name."""
    module = path.removesuffix(".py").replace("/", ".")
    return name not in DOORS or bool({room_of(path), module} & DOORS[name])


def test_each_heavy_dependency_has_one_door() -> None:
    intruders = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imports_of(tree)
        if not allowed_door(path, name.partition(".")[0])
    ]
    assert not intruders


def test_private_names_stay_in_their_room() -> None:
    peeks = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imports_of(tree)
        if name.startswith("landbase.")
        and name.split(".")[1] != room_of(path)
        and any(part.startswith("_") for part in name.split("."))
    ]
    assert not peeks


def test_files_are_small() -> None:
    lengths = {
        path: len((PACKAGE / path).read_text("utf-8").splitlines())
        for path in modules()
    }
    assert not {path: n for path, n in lengths.items() if n > MAX_FILE}


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_are_short() -> None:
    long = [
        f"{path}: {node.name} has {body_length(node)} lines"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and body_length(node) > MAX_BODY
    ]
    assert not long


def test_rooms_do_not_print() -> None:
    printing = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printing


def test_nothing_is_swallowed_or_left_open() -> None:
    """Find bare excepts and marks of unfinished work."""
    faults = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                faults.append(f"{path}:{node.lineno} bare except")
            if isinstance(node, ast.Raise) and "NotImplemented" in ast.unparse(node):
                faults.append(f"{path}:{node.lineno} not implemented")
        text = (PACKAGE / path).read_text("utf-8")
        if re.search(r"\b(TODO|FIXME|XXX)\b", text):
            faults.append(f"{path} has a mark of unfinished work")
    assert not faults


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_machine_and_no_registry_is_named() -> None:
    """Keep the paths of one machine and package hosts out of the repository."""
    # put together here so that this file does not name them either
    words = ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "C:\\\\Us" + "ers"]
    words += [
        "/opt/py" + "pi",
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "index-" + "url",
    ]
    pattern = re.compile("|".join(re.escape(word) for word in words).encode())
    named = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_files()
        if pattern.search(path.read_bytes())
    ]
    assert not named


def loaded_after(code: str) -> set[str]:
    """Run code in a fresh interpreter and name the heavy packages it loaded."""
    script = (
        f"import sys\n{code}\nprint(*sorted(m for m in sys.modules if '.' not in m))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return {*done.stdout.splitlines()[-1].split()} & HEAVY


def test_importing_landbase_loads_nothing_heavy() -> None:
    assert loaded_after("import landbase; dir(landbase)") == set()


@pytest.mark.parametrize(
    "name", ["read_parcels", "area_table", "check_parcels", "progress"]
)
def test_reading_and_measuring_load_no_output_library(name: str) -> None:
    loaded = loaded_after(f"import landbase; landbase.{name}")
    assert not loaded & {
        *("folium", "branca", "matplotlib", "sqlalchemy"),
        *("openpyxl", "typer", "rich", "pydantic"),
    }


def test_the_help_of_the_command_line_is_light() -> None:
    code = (
        "sys.argv = ['landbase', '--help']\n"
        "from landbase.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )
    assert not loaded_after(code) & {"geopandas", "pandas", "numpy"}


# Statuses are told by their marks in the rules; their codes are words of one room.
_STATUS = re.compile(
    r"""(?:==|!=|\bin)\s*[\[({]?\s*["'](?:registered|disposed|closed|returned|planned)["']"""
    r"""|["'](?:registered|disposed|closed|returned|planned)["']\s*(?:==|!=)"""
)
_HOME_OF_STATUS = {"cases", "rules"}


def test_only_the_fold_and_the_rules_know_statuses() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".py", ".js", ".sql"}
        and path.relative_to(PACKAGE).parts[0] not in _HOME_OF_STATUS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if _STATUS.search(line) and "kind" not in line
    ]
    assert found == []


def test_areas_are_summed_over_events_in_the_fold_only() -> None:
    """No other room asks which status disposes, event by event."""
    asks = re.compile(r"\bt(?:erm)?\.(?:disposed|accepted|returned|initial)\b")
    found = [
        f"{path.relative_to(PACKAGE)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in _HOME_OF_STATUS
        and asks.search(path.read_text("utf-8"))
    ]
    assert found == []
