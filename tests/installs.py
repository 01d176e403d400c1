"""Which Pythons and systems landbase installs on, from wheels alone: a table.

`make installs` has pip download what the core and the extras of an office desktop need.
What landbase itself needs is chosen for the Python asked about; markers further down
pip judges by the Python that it runs on.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
SYSTEMS = {
    "linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "windows": ("win_amd64",),
}
EXTRAS = ("fast", "xls", "report")
_SHOWN = ("fiona", "matplotlib", "numpy", "pandas", "pyogrio", "pyshp", "shapely")


def wanted(project: dict, python: str, extras: tuple[str, ...] = ()) -> list[str]:
    """Give what a project file asks for on a Python, without markers."""
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    inner = re.compile(rf"{project['name']}\[([\w,]+)\]")
    asked = []
    for line in lines:
        if more := inner.fullmatch(line):
            asked += wanted(
                project | {"dependencies": []}, python, tuple(more[1].split(","))
            )
            continue
        need = Requirement(line)
        marker, need.marker = need.marker, None
        if marker is None or marker.evaluate({"python_version": python}):
            asked.append(str(need))
    return asked


def downloaded(needs: list[str], python: str, platforms: tuple[str, ...]) -> list[str]:
    """Have pip fetch the wheels that it would install; none where some is missing."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"),
            *("download", "--dest", folder, "--only-binary=:all:"),
            *("--implementation", "cp", "--python-version", python),
            *(word for name in platforms for word in ("--platform", name)),
            *needs,
        ]
        done = subprocess.run(command, check=False, capture_output=True)
        wheels = sorted(path.name for path in Path(folder).glob("*.whl"))
    return [] if done.returncode else wheels


def main() -> int:
    """Print the table; 1 where something has no wheel."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    sys.stdout.write(f"{'python':8}{'system':9}installs\n")
    missing = 0
    for python in PYTHONS:
        needs = wanted(project, python, EXTRAS)
        for system, platforms in SYSTEMS.items():
            wheels = downloaded(needs, python, platforms)
            missing += not wheels
            said = ", ".join(
                " ".join(name.split("-")[:2])
                for name in wheels
                if name.startswith(tuple(f"{one}-" for one in _SHOWN))
            )
            state = f"{len(wheels)} wheels: {said}" if wheels else "NOT"
            sys.stdout.write(f"{python:8}{system:9}{state}\n")
            sys.stdout.flush()
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
