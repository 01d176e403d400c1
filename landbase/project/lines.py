"""On which line of a TOML text a key stands, so that messages can name it."""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["KeyPath", "find_line"]

KeyPath: TypeAlias = tuple[str | int, ...]

_PART = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?")
_ENTRY = re.compile(rf"\s*({_DOTTED})\s*=(.*)")


def find_line(text: str, path: KeyPath) -> int:
    r"""Find the line of a key, or of the nearest table around it.

    Parameters
    ----------
    text
        A valid TOML text.
    path
        Keys from the outside in; a number counts the tables of an array from 0.

    Returns
    -------
    line
        Counted from 1; 1 where nothing of the path stands in the text.

    Examples
    --------
    >>> text = '[[input]]\npath = "a.shp"\n[[input]]\nzone = 99'
    >>> find_line(text, ("input", 1, "zone"))
    4
    """
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        within = [n for keys, n in lines.items() if keys[:length] == path[:length]]
        if within:
            return min(within)
    return 1


def _lines(text: str) -> dict[KeyPath, int]:
    """Give the first line of every table and entry."""
    lines: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quotes:  # inside a text of several lines nothing is a key
            quotes = "" if quotes in line else quotes
        elif found := _TABLE.fullmatch(line):
            table = _counted(_parts(found[2]), counts, new=found[1] == "[[")
            lines.setdefault(table, number)
        elif found := _ENTRY.fullmatch(line):
            lines.setdefault((*table, *_parts(found[1])), number)
            opened = [q for q in ('"' * 3, "'" * 3) if found[2].count(q) == 1]
            quotes = opened[0] if opened else ""
    return lines


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _counted(names: KeyPath, counts: dict[KeyPath, int], *, new: bool) -> KeyPath:
    """Put the number of its table behind every name that is an array of tables."""
    path: KeyPath = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if new and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
