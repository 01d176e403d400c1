"""Files: written whole or as they were, under names that every system takes."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["file_stem", "replacing", "write_file"]

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u2028\u2029]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST = 60  # characters; a name of a file has at most 255 bytes


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place to write to that replaces a file once all is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def write_file(path: Path, data: bytes) -> Path:
    """Write a file, whole or not at all."""
    with replacing(path) as beside:
        beside.write_bytes(data)
    return path


def file_stem(text: str, taken: set[str]) -> str:
    """Make a name for a file, that every system takes and no other file has.

    Examples
    --------
    >>> taken = set()
    >>> file_stem("东胜区/北", taken), file_stem("东胜区:北", taken)
    ('东胜区_北', '东胜区_北 2')
    """
    plain = _FORBIDDEN.sub("_", text)[:_LONGEST].strip(" .") or "_"
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    stem, number = plain, 1
    while stem.casefold() in taken:
        number += 1
        stem = f"{plain} {number}"
    taken.add(stem.casefold())
    return stem
