"""Print the lowest versions that pyproject.toml allows, as constraints for pip."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def lowest(project: dict) -> list[str]:
    """Give a line for each package that has a lower bound on this Python."""
    asked = list(project["dependencies"])
    for lines in project["optional-dependencies"].values():
        asked += lines
    found = set()
    for need in map(Requirement, asked):
        if need.marker is None or need.marker.evaluate():
            bounds = [s.version for s in need.specifier if s.operator == ">="]
            found |= {f"{need.name}=={bound}" for bound in bounds}
    return sorted(found)


if __name__ == "__main__":
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    print("\n".join(lowest(tomllib.loads(text)["project"])))  # noqa: T201 - for pip
