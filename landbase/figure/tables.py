"""Small tables on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from landbase.figure.labels import text_mm
from landbase.figure.legends import wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from landbase.figure.paper import Box, PaperFigure

__all__ = ["Table", "draw_table"]

_LINE = 1.45  # height of a line in letters
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
    axes = figure.plain_axes(box)
    line = table.size * _MM_PER_PT * _LINE
    y = box.height - 2.4
    axes.text(0, y, table.title, fontsize=8, fontweight="bold", va="center")
    y -= 4.6
    total = sum(table.widths)
    if table.head:
        _row(axes, y, [[cell] for cell in table.head], table, bold=True)
        y -= line
        axes.plot([0, total], [y + line / 2] * 2, color="#445566", linewidth=0.6)
    for row in table.rows:
        cells = [
            wrap(cell, width - 1.5, table.size)
            for cell, width in zip(row, table.widths, strict=True)
        ]
        high = max(map(len, cells))
        _row(axes, y, cells, table)
        y -= line * high
        axes.plot([0, total], [y + line / 2] * 2, color="#C5CDD5", linewidth=0.3)
    return box.height - y


def _row(
    axes: Axes, y: float, cells: list[list[str]], table: Table, *, bold: bool = False
) -> None:
    x, line = 0.0, table.size * _MM_PER_PT * _LINE
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
