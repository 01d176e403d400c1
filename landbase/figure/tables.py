"""Small tables on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from landbase.figure.labels import text_mm
from landbase.figure.legends import wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from landbase.figure.paper import Box, PaperFigure

__all__ = ["Table", "draw_table"]

_LINE = 1.45  # height of a line in letters
_TITLE = 4.6  # mm
_SHRINK, _SMALLEST = 0.95, 1.0  # of letters that do not fit; points
_MM_PER_PT = 25.4 / 72


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of text.

    Attributes
    ----------
    title
        Above it.
    head
        Names of the columns; empty for none.
    rows
        Cells, as text.
    widths
        Of the columns, in mm.
    right
        Which columns stand to the right.
    size
        Of the letters, in points.
    """

    title: str
    rows: list[list[str]]
    widths: tuple[float, ...]
    head: list[str] | None = None
    right: tuple[int, ...] = ()
    size: float = 6.4


def draw_table(figure: PaperFigure, box: Box, table: Table) -> float:
    """Draw a table from the top of a rectangle; long cells are wrapped.

    Parameters
    ----------
    figure, box
        Where.
    table
        What.

    Returns
    -------
    used
        The height it took, in mm.
    """
    axes, size = figure.plain_axes(box), table.size
    while _high(table, size) > box.height and size > _SMALLEST:
        size *= _SHRINK
    table = replace(table, size=size)
    line = _line(size)
    y = box.height - _TITLE / 2
    axes.text(0, y, table.title, fontsize=8, fontweight="bold", va="center")
    y -= _TITLE
    total = sum(table.widths)
    if table.head:
        _row(axes, y, [[cell] for cell in table.head], table, bold=True)
        y -= line
        axes.plot([0, total], [y + line / 2] * 2, color="#445566", linewidth=0.6)
    for row in table.rows:
        cells = _wrapped(table, row, size)
        _row(axes, y, cells, table)
        y -= line * max(map(len, cells))
        axes.plot([0, total], [y + line / 2] * 2, color="#C5CDD5", linewidth=0.3)
    return box.height - y


def _line(size: float) -> float:
    return size * _MM_PER_PT * _LINE


def _wrapped(table: Table, row: list[str], size: float) -> list[list[str]]:
    widths = zip(row, table.widths, strict=True)
    return [wrap(cell, width - 1.5, size) for cell, width in widths]


def _high(table: Table, size: float) -> float:
    """Give the height in mm that a table takes with letters of a size."""
    lines = sum(max(map(len, _wrapped(table, row, size))) for row in table.rows)
    return 1.5 * _TITLE + _line(size) * (lines + bool(table.head))


def _row(
    axes: Axes, y: float, cells: list[list[str]], table: Table, *, bold: bool = False
) -> None:
    x, line = 0.0, _line(table.size)
    for number, (lines, width) in enumerate(zip(cells, table.widths, strict=True)):
        right = number in table.right
        for down, text in enumerate(lines):
            small = min(1.0, (width - 0.6) / max(text_mm(text, table.size), 0.1))
            axes.text(
                x + width - 0.6 if right else x, y - down * line, text,
                fontsize=table.size * max(small, 0.8), va="center",
                ha="right" if right else "left",
                fontweight="bold" if bold else "normal",
            )  # fmt: skip
        x += width
