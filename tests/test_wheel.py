"""The wheel carries all that it needs, and works far from the repository."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# what the scripts and styles of map pages are built from
_SOURCE = re.compile(r"landbase/webmap/js/(?!dist/)")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it into a folder of its own."""
    folder = tmp_path_factory.mktemp("轮子 wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d"]
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_the_page_on_offline_installation_installs(work: Path) -> None:
    """Its own lines, but for what landbase needs, which takes minutes to fetch."""
    page = (ROOT / "docs" / "howto" / "offline.md").read_text("utf-8")
    blocks = re.findall(r"^```console\n(.+?)^```", page, re.MULTILINE | re.DOTALL)
    lines = [shlex.split(line) for block in blocks for line in block.splitlines()]
    made, _, installed = lines
    assert made[:2] == ["pip", "wheel"]
    assert installed[0].endswith("/pip")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    folder = work / made[made.index("--wheel-dir") + 1]
    made[made.index("--wheel-dir") + 1] = str(folder)
    installed[installed.index("--find-links") + 1] = str(folder)
    alone = ["--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, *made[1:], *alone], cwd=ROOT, check=True)
    target = ["--no-deps", "--target", str(work / "site")]
    subprocess.run([*pip, *installed[1:], *target], cwd=work, check=True)
    assert (work / "site" / "landbase" / "py.typed").is_file()
    wanted = {name for words in (made, installed) for name in words if "[" in name}
    assert {re.sub(r"^[^\[]*", "", name) for name in wanted} == {"[report,fast,xls]"}


def test_the_wheel_has_code_data_and_licence(unpacked: Path) -> None:
    there = names(unpacked)
    assert {
        "landbase/py.typed",
        "landbase/rules/vocabulary.toml",
        "landbase/rules/texts/issues.toml",
        "landbase/rules/texts/errors.toml",
        "landbase/_sample_data/landbase.toml",
        "landbase/_sample_data/一地一策台账.xlsx",
        "landbase-0.2.0.dist-info/licenses/LICENSE",
    } <= there
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "landbase"], cwd=ROOT, check=True, capture_output=True
    ).stdout.decode("utf-8")
    wanted = {name for name in tracked.split("\0") if name and not _SOURCE.match(name)}
    assert wanted <= there
    assert not [name for name in there if _SOURCE.match(name)]


def test_the_wheel_has_nothing_else(unpacked: Path) -> None:
    assert {path.name for path in unpacked.iterdir()} == {
        "landbase",
        "landbase-0.2.0.dist-info",
    }
    parts = [part for name in names(unpacked) for part in name.split("/")]
    assert not {"__pycache__", "making", "make_sample_data.py"} & {*parts}


def test_the_demo_runs_from_the_wheel(unpacked: Path, work: Path) -> None:
    where = "import landbase, sys; sys.stdout.write(landbase.__file__)"
    variables = os.environ | {"PYTHONPATH": str(unpacked), "LANDBASE_LANG": "en"}
    said = []
    for arguments in (["-c", where], ["-m", "landbase", "demo"]):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=work,
            env=variables,
            check=True,
            capture_output=True,
        )
        said.append(done.stdout.decode("utf-8"))
    assert str(unpacked) in said[0]
    assert "28.57" in said[1]
    assert not [
        line for line in said[1].splitlines() if line.split()[-1:] == ["differs"]
    ]
    assert (work / "landbase-demo" / "map.html").exists()
