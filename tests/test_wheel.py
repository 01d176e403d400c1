"""The wheel carries all that it needs, and works far from the repository."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from lowest import lowest
from offline_wheels import missing
from openpyxl import load_workbook

from landbase.cli.language import VARIABLE

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


# as where only the core is installed
_DEMO = """\
import sys
sys.modules.update(dict.fromkeys(["matplotlib", "docxtpl", "docx"]))
import landbase
print(landbase.__file__)
from landbase.cli.main import main
main(["demo", "--lang", "en"])
"""


@pytest.fixture(scope="module")
def demo(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Run the demo of the wheel, in English, in an environment of the core alone."""
    folder = tmp_path_factory.mktemp("别的 地方")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _DEMO],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(unpacked), VARIABLE: "zh"},
        check=True,
        capture_output=True,
    )
    return done.stdout.decode("utf-8"), folder / "landbase-demo"


def test_the_demo_runs_from_the_wheel(demo: tuple[str, Path], unpacked: Path) -> None:
    said, out = demo
    assert said.startswith(str(unpacked))
    assert "28.57" in said
    assert not [line for line in said.splitlines() if line.split()[-1:] == ["differs"]]
    assert (out / "map.html").exists()


def test_the_demo_says_what_it_leaves_out_and_speaks_english_when_asked(
    demo: tuple[str, Path],
) -> None:
    said, out = demo
    assert re.search(r"bulletin left out[^:]*:[^:]+landbase\[\w+\]", said)
    assert (out / "report" / "tables.xlsx").is_file()
    assert not (out / "report" / "bulletin.docx").exists()
    page = (out / "map.html").read_text("utf-8")
    assert "Disposal status" in page
    assert "处置状态" not in page
    for name in (
        "issues.xlsx",
        "area_table.xlsx",
        "progress.xlsx",
        "report/tables.xlsx",
    ):
        sheets = load_workbook(out / name, read_only=True).sheetnames
        assert "".join(sheets).isascii()


# ------------------------------------------------------------------- offline folder
def made_wheel(folder: Path, name: str, *needs: str) -> None:
    told = [f"Metadata-Version: 2.4\nName: {name}\nVersion: 1\n"]
    told += [f"Requires-Dist: {need}\n" for need in needs]
    with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}-1.dist-info/METADATA", "".join(told))


@pytest.mark.parametrize(
    ("marker", "needed"),
    [
        ("", True),
        ('; platform_system == "Windows"', True),
        ('; sys_platform == "win32" and python_version >= "3.13"', True),
        ('; os_name != "nt"', False),
        ('; python_version < "3.13"', False),
        ('; extra == "report"', True),
        ('; extra == "other"', False),
    ],
)
def test_what_windows_alone_needs_is_missed(
    work: Path, marker: str, *, needed: bool
) -> None:
    made_wheel(work, "root", f"colorama>=0.4{marker}", "middle[more]")
    made_wheel(work, "middle", 'last; extra == "more"')
    made_wheel(work, "last")
    gone = missing(work, "Root", ("report",))
    assert [need.name for need in gone] == ["colorama"] * needed


def test_the_lowest_versions_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = lowest(project)
    assert "pandas==3.0" in lines
    assert "numpy==2.0.2" in lines
    assert not any(line.startswith("landbase") for line in lines)
    assert len({line.partition("==")[0] for line in lines}) == len(lines)
