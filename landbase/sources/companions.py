"""The files that stand beside another under its name: .dbf, .shx, .prj, .cpg."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["companion"]


def companion(path: Path, suffix: str) -> Path | None:
    """Find the file beside another with another suffix, in any case.

    Parameters
    ----------
    path
        The file.
    suffix
        Such as ".prj".

    Returns
    -------
    beside
        None where there is none; of several, the first by name.
    """
    name = (path.stem + suffix).casefold()
    found = (p for p in path.parent.iterdir() if p.name.casefold() == name)
    return min(found, default=None)
