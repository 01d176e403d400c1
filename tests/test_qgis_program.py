"""What of the plugin for QGIS needs no QGIS: finding, making and running landbase."""

from __future__ import annotations

import ast
import configparser
import importlib.util
import os
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT

import landbase

if TYPE_CHECKING:
    from pathlib import Path

PLUGIN = ROOT / "qgis" / "landbase_provider"


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


program = load(PLUGIN / "program.py")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, work: Path) -> Path:
    """Hide every landbase of this machine."""
    monkeypatch.setenv("PATH", str(work))
    monkeypatch.delenv(program.VARIABLE, raising=False)
    return work


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    return path


def test_landbase_is_looked_for_in_this_order(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(program.NotFoundError):
        program.find("", alone / "profile")
    if os.name != "nt":
        on_path = executable(alone / "landbase")
        assert program.find("", alone / "profile") == str(on_path)
    own = executable(program.script_of(alone / "profile" / program.FOLDER))
    assert program.find("", alone / "profile") == str(own)
    monkeypatch.setenv(program.VARIABLE, sys.executable)
    assert program.find("", alone / "profile") == sys.executable
    assert program.find(f" {own} ", alone / "profile") == str(own)


def test_what_is_set_and_is_not_there_is_not_passed_over(alone: Path) -> None:
    executable(program.script_of(alone / "profile" / program.FOLDER))
    with pytest.raises(program.NotFoundError, match="gone"):
        program.find(str(alone / "gone"), alone / "profile")


def test_output_and_progress_are_told_apart_in_chinese() -> None:
    said: list[str] = []
    code = "import sys; print('结果' * 100_000); sys.stderr.write('读取\\n检查\\n')"
    done = program.run([sys.executable, "-c", code], tell=said.append)
    assert (done.code, said) == (0, ["读取", "检查"])
    assert done.out.strip() == "结果" * 100_000


def test_a_program_is_ended_when_asked() -> None:
    code = "import time; time.sleep(60)"
    with pytest.raises(program.StoppedError):
        program.run([sys.executable, "-c", code], stop=lambda: True)


def test_variables_of_qgis_do_not_reach_landbase(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PYTHONHOME", "PROJ_LIB", "GDAL_DATA"):
        monkeypatch.setenv(name, "of QGIS")
    given = program.surroundings("en")
    assert not {"PYTHONHOME", "PROJ_LIB", "GDAL_DATA", "PYTHONPATH"} & set(given)
    assert given["LANDBASE_LANG"] == "en"


def test_progress_is_said_in_lines_where_asked(work: Path) -> None:
    said: list[str] = []
    words = [sys.executable, "-m", "landbase", "check", str(work / "没有.shp")]
    done = program.run(words, lang="zh", tell=said.append)
    assert done.code == 3
    assert any("没有.shp" in line for line in said)
    assert "没有.shp" in done.out


def test_an_environment_is_made(work: Path) -> None:
    """With a package of one line in the place of landbase, and no network."""
    source = work / "源"
    (source / "landbase").mkdir(parents=True)
    (source / "landbase" / "__init__.py").write_text(
        "def main():\n    print('made')\n", "utf-8"
    )
    meta = "Metadata-Version: 2.1\nName: landbase\nVersion: 9\n"
    wheel = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    folder = work / "安装包"
    folder.mkdir()
    with zipfile.ZipFile(folder / "landbase-9-py3-none-any.whl", "w") as archive:
        archive.write(source / "landbase" / "__init__.py", "landbase/__init__.py")
        archive.writestr("landbase-9.dist-info/METADATA", meta)
        archive.writestr("landbase-9.dist-info/WHEEL", wheel)
        scripts = "[console_scripts]\nlandbase = landbase:main\n"
        archive.writestr("landbase-9.dist-info/entry_points.txt", scripts)
        archive.writestr("landbase-9.dist-info/RECORD", "")
    made = program.make(
        work / program.FOLDER,
        python=sys.executable,
        package="landbase",
        wheels=str(folder),
    )
    assert program.run([made]).out.strip() == "made"
    with pytest.raises(program.NotFoundError):
        program.make(
            work / "other", python=sys.executable, package="none", wheels=str(folder)
        )


def test_a_python_too_old_or_missing_is_refused(alone: Path) -> None:
    with pytest.raises(program.NotFoundError):
        program.find_python(str(alone / "python"))
    assert program.find_python(sys.executable) == [sys.executable]


def test_the_zip_is_what_the_plugin_manager_takes(work: Path) -> None:
    target = load(ROOT / "qgis" / "make_plugin.py").make_plugin(work)
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        text = archive.read("landbase_provider/metadata.txt").decode("utf-8")
    assert {name.partition("/")[0] for name in names} == {"landbase_provider"}
    wanted = {path.name for path in PLUGIN.glob("*.py")} | {"metadata.txt", "LICENSE"}
    assert names == {f"landbase_provider/{name}" for name in wanted}
    told = configparser.ConfigParser(interpolation=None)
    told.read_string(text)
    general = told["general"]
    needed = ("name", "description", "about", "version", "author", "email", "license")
    assert all(general[name] for name in (*needed, "qgisMinimumVersion"))
    assert general["hasProcessingProvider"] == "yes"
    assert general["version"] == landbase.__version__


def test_the_plugin_imports_nothing_but_qgis_and_python() -> None:
    known = {*sys.stdlib_module_names, "qgis", "processing"}
    for path in PLUGIN.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"), feature_version=(3, 9))
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [str(node.module)]
            assert {name.partition(".")[0] for name in names} <= known, path.name


def test_every_algorithm_says_what_it_does() -> None:
    tree = ast.parse((PLUGIN / "wording.py").read_text("utf-8"))
    keys = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = []
    for path in PLUGIN.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Assign(
                    targets=[ast.Name(id="key")], value=ast.Constant(value=str(key))
                ) if key:
                    found.append(key)
    assert len(found) == 9
    assert {f"{key}.help" for key in found} | set(found) <= keys
