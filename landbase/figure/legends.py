"""The legend on paper: swatches, counts and areas, and what symbols mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.patches import Circle, Rectangle

from landbase.figure.labels import text_mm
from landbase.figure.shapes import OUTLINE, SHAPES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from landbase.figure.paper import Box, PaperFigure
    from landbase.figure.shapes import Symbols
    from landbase.texts import Words

__all__ = ["Line", "draw_legend", "wrap"]

_SIZE = 6.6  # points
_ROW = 4.3  # mm
_NUMBERS = (12.0, 17.0, 15.0)  # widths of count, mu and ha
_SWATCH = 6.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a legend: how the class is drawn, its name, its figures."""

    label: str
    color: str | None = None
    edge: str = "#333333"
    hatch: str = ""
    shape: int | None = None
    outline: bool = False
    figures: tuple[str, ...] = ()


def wrap(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines of a width in mm; English breaks between words."""
    lines = [""]
    pieces = text.split(" ") if text.isascii() else list(text)
    glue = " " if text.isascii() else ""
    for piece in pieces:
        longer = f"{lines[-1]}{glue}{piece}" if lines[-1] else piece
        if lines[-1] and text_mm(longer, size) > width:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines


def draw_legend(
    figure: PaperFigure,
    box: Box,
    *,
    title: str,
    lines: list[Line],
    notes: list[str],
    symbols: Symbols | None = None,
    words: Words,
) -> None:
    """Draw a legend; where it is too high for its box, all of it becomes smaller.

    Parameters
    ----------
    figure, box
        Where.
    title
        What the classes are of.
    lines
        The classes, and the total last.
    notes
        Sentences below.
    symbols
        How symbols are sized, where there are any.
    words
        Texts of what stands around.
    """
    height = _needed(box, lines, notes, symbols)
    shrink = min(1.0, box.height / height)
    axes = figure.plain_axes(box)
    pen = _Pen(axes, box.width, box.height, shrink)
    pen.text(0, words["legend"], size=9, bold=True)
    pen.down(1.15)
    if any(line.figures for line in lines):
        pen.row(Line(label=title, figures=(words["count"], words["mu"], words["ha"])))
        pen.rule()
    else:
        pen.row(Line(label=title))
    for line in lines:
        if line.label == words["total"]:
            pen.rule()
        pen.row(line)
    if symbols is not None:
        _draw_samples(pen, symbols)
    for note in notes:
        pen.note(note)


def _needed(
    box: Box, lines: list[Line], notes: list[str], symbols: Symbols | None
) -> float:
    """Estimate the height of everything in mm."""
    room = box.width - _SWATCH - sum(_NUMBERS)
    rows = sum(len(wrap(line.label, room, _SIZE)) for line in lines) + 3.2
    rows += sum(0.75 * len(wrap(note, box.width, _SIZE - 1)) for note in notes)
    return _ROW * (rows + (2.4 if symbols else 0))


class _Pen:
    """Writes from the top down, in mm."""

    def __init__(self, axes: Axes, width: float, y: float, shrink: float) -> None:
        self.axes, self.width, self.y, self.shrink = axes, width, y - 2, shrink

    def down(self, rows: float) -> None:
        self.y -= rows * _ROW * self.shrink

    def text(
        self, x: float, text: str, *, size: float, bold: bool = False, ha: str = "left"
    ) -> None:
        self.axes.text(
            x, self.y, text, fontsize=size * self.shrink, ha=ha, va="center",
            fontweight="bold" if bold else "normal",
        )  # fmt: skip

    def rule(self) -> None:
        y = self.y + 0.5 * _ROW * self.shrink
        self.axes.plot([0, self.width], [y, y], color="#445566", linewidth=0.5)

    def row(self, line: Line) -> None:
        has_swatch = line.color is not None or line.outline
        left = _SWATCH if has_swatch else 0.0
        room = self.width - left - (sum(_NUMBERS) if line.figures else 0)
        if has_swatch:
            self._swatch(line)
        right = self.width
        for text, width in zip(line.figures[::-1], _NUMBERS[::-1], strict=False):
            self.text(right - 0.3, text, size=_SIZE, ha="right")
            right -= width
        for part in wrap(line.label, room / self.shrink, _SIZE):
            self.text(left, part, size=_SIZE)
            self.down(1)

    def _swatch(self, line: Line) -> None:
        if line.shape is not None:
            self.axes.plot(
                [_SWATCH / 2 - 0.5], [self.y], marker=SHAPES[line.shape % len(SHAPES)],
                color=line.color, markersize=6 * self.shrink, markeredgewidth=0,
            )  # fmt: skip
            return
        if line.outline:  # a line of the pattern that it has on the map
            self.axes.plot(
                [0.2, _SWATCH - 1.2], [self.y] * 2, color=line.edge, linewidth=0.9,
                linestyle=OUTLINE, gid="outline",
            )  # fmt: skip
            return
        height = 2.8 * self.shrink
        self.axes.add_patch(
            Rectangle(
                (0.2, self.y - height / 2), _SWATCH - 1.4, height,
                facecolor=line.color or "none", edgecolor=line.edge,
                hatch=line.hatch or None, linewidth=0.5,
            )
        )  # fmt: skip

    def note(self, text: str) -> None:
        for part in wrap(text, self.width / self.shrink, _SIZE - 1):
            self.text(0, part, size=_SIZE - 1)
            self.down(0.75)


def _draw_samples(pen: _Pen, symbols: Symbols) -> None:
    """Draw circles of round areas side by side."""
    pen.down(0.4)
    x = 4.0
    for hectares in symbols.samples():
        radius = symbols.mm_per_root_ha * hectares**0.5 / 2
        pen.axes.add_patch(
            Circle((x, pen.y), radius, facecolor="#DDE3E8", edgecolor="#445566", lw=0.5)
        )
        pen.text(x + radius + 1, f"{hectares:g} ha", size=_SIZE)
        x += 2 * radius + 15
    pen.down(1.3)
