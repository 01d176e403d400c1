"""Files are written beside their place and renamed: whole, or as they were."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["replacing", "write_file"]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place to write to that replaces a file once all is written.

    Where writing fails or is broken off, the file stays as it was, and nothing is
    left beside it.

    Parameters
    ----------
    path
        The file, there or not; its folder is made.

    Yields
    ------
    beside
        A file in the same folder, to be written and closed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_file(path: Path, data: bytes) -> Path:
    """Write a file, whole or not at all.

    Parameters
    ----------
    path
        The file; its folder is made.
    data
        All that it shall hold.

    Returns
    -------
    path
        The file.
    """
    with replacing(path) as beside:
        beside.write_bytes(data)
    return path
