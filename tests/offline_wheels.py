"""Fetch the wheels that a Windows desktop without a network needs, all of them.

pip judges what a package asks for by the system that it runs on, and so leaves out what
is needed on Windows alone (colorama, tzdata). Their metadata are read here for Windows.

    python tests/offline_wheels.py dist/landbase-0.2.0-py3-none-any.whl dist/wheels
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHON, PLATFORM = "3.13", "win_amd64"
EXTRAS = ("report", "fast", "xls")
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": f"{PYTHON}.0",
    "python_version": PYTHON,
    "sys_platform": "win32",
}


def asked(wheel: Path) -> tuple[str, list[Requirement]]:
    """Give the name of a wheel and what it asks for."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(archive.read(name).decode("utf-8"))
    needs = told.get_all("Requires-Dist") or []
    return canonicalize_name(told["Name"]), [Requirement(line) for line in needs]


def missing(folder: Path, root: str, extras: tuple[str, ...]) -> list[Requirement]:
    """Say which packages an installation on Windows would ask for in vain."""
    there = dict(map(asked, folder.glob("*.whl")))
    environment = default_environment() | WINDOWS
    seen: set[tuple[str, str]] = set()
    gone: dict[str, Requirement] = {}
    ahead = [(canonicalize_name(root), extra) for extra in ("", *extras)]
    while ahead:
        name, extra = ahead.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for need in there[name]:
            marked = environment | {"extra": extra}
            if need.marker is not None and not need.marker.evaluate(marked):
                continue
            if (other := canonicalize_name(need.name)) not in there:
                gone[other] = need
                continue
            ahead += [(other, one) for one in ("", *need.extras)]
    return list(gone.values())


def fetch(wheels: list[str], folder: Path) -> None:
    """Have pip fetch wheels for Windows, with what it takes to be needed."""
    command = [
        *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download"),
        *("--quiet", "--dest", str(folder), "--only-binary=:all:"),
        *("--python-version", PYTHON, "--platform", PLATFORM),
    ]
    subprocess.run([*command, *wheels], check=True)


def main(wheel: Path, folder: Path) -> None:
    """Fetch until nothing is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(wheel, folder)
    root = asked(wheel)[0]
    fetch([f"{wheel}[{','.join(EXTRAS)}]"], folder)
    while gone := missing(folder, root, EXTRAS):
        for need in gone:
            need.marker = None
        fetch([str(need) for need in gone], folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
