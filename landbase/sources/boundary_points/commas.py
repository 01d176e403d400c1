"""Head lines whose parcel name holds commas, which would shift all later fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from landbase.sources.boundary_points.parcels import Heads

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

__all__ = ["Joined", "Shifted", "join_names"]

_SHAPES = {"面", "线", "点"}
# Where name and shape stand: 点数,面积,编号,名称,面,…; and 点数 or 编号,名称,面,…
_LONG, _SHORT = (3, 4), (1, 2)


class Shifted(NamedTuple):
    """A head line with more commas than its template.

    Attributes
    ----------
    row
        The parcel.
    text
        The line, without its end.
    name
        The name as put together; None where the line leaves it open.
    """

    row: int
    text: str
    name: str | None


class Joined(NamedTuple):
    """Head lines by width, names whole; and those that had to be looked at."""

    heads: list[Heads]
    shifted: list[Shifted]


def join_names(heads: list[Heads], *, widths: Collection[int]) -> Joined:
    """Give commas back to the names that they were in.

    What follows the name is fixed and begins with the shape (面, 线 or 点), which
    therefore tells where the name ends, as long as one place only makes a line as wide
    as its template, or as other lines of the file.

    Parameters
    ----------
    heads
        Head lines, by width.
    widths
        The number of fields of each template.

    Returns
    -------
    joined
        Every line once, in the order of its parcel within its width.
    """
    standing = [_standing(group) for group in heads]
    usual = {
        len(group.columns)
        for group, stands in zip(heads, standing, strict=True)
        if stands.any()
    }
    asked = [_asked(*pair, usual) for pair in zip(heads, standing, strict=True)]
    if not any(where.any() for where in asked):
        return Joined(heads, [])
    rows: dict[int, list[tuple[int, list[str]]]] = {}
    shifted = []
    for group, where in zip(heads, asked, strict=True):
        cells = zip(*group.columns, strict=True)
        for row, ask, line in zip(group.rows.tolist(), where, cells, strict=True):
            fields = list(line)
            if ask:
                fields, name = _joined(fields, {*widths, *usual})
                shifted.append(Shifted(row, ",".join(line), name))
            rows.setdefault(len(fields), []).append((row, fields))
    return Joined([_group(rows[width]) for width in sorted(rows)], sorted(shifted))


def _standing(group: Heads) -> npt.NDArray[np.bool_]:
    """Tell which lines have their shape where a template has it."""
    there = np.zeros(len(group.rows), dtype=bool)
    for _, place in (_LONG, _SHORT):
        if place < len(group.columns):
            there |= np.isin(np.array(group.columns[place], dtype=object), [*_SHAPES])
    return there


def _asked(
    group: Heads, stands: npt.NDArray[np.bool_], usual: Collection[int]
) -> npt.NDArray[np.bool_]:
    """Tell which lines have a shape elsewhere, or more fields than the others."""
    if stands.all():
        return ~stands
    wider = any(width < len(group.columns) for width in usual)
    elsewhere = any(_SHAPES & set(c) for c in group.columns[_SHORT[1] + 1 :])
    return ~stands & (wider or elsewhere)


def _joined(fields: list[str], widths: Collection[int]) -> tuple[list[str], str | None]:
    """Put a name together; None, and the fields as they are, where it is open."""
    name, place = _LONG if _is_long(fields) else _SHORT
    ends = [
        at
        for at in range(place + 1, len(fields))
        if fields[at] in _SHAPES and len(fields) - (at - place) in widths
    ]
    if len(ends) != 1:
        return fields, None
    whole = ",".join(fields[name : ends[0]])
    return [*fields[:name], whole, *fields[ends[0] :]], whole


def _is_long(fields: list[str]) -> bool:
    """Tell whether a line begins with a number of points and an area."""
    area = fields[1].rstrip("公顷平方米亩")
    return fields[0].isdigit() and (not area or area.replace(".", "", 1).isdigit())


def _group(lines: list[tuple[int, list[str]]]) -> Heads:
    lines.sort(key=lambda line: line[0])
    columns = zip(*(fields for _, fields in lines), strict=True)
    rows = np.array([row for row, _ in lines], dtype=np.intp)
    return Heads(rows, [list(column) for column in columns])
