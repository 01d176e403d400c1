"""What a map needs around it: title, scale, north arrow, inset, foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.patches import PathPatch, Polygon, Rectangle

from landbase.crs import CGCS2000, project, transform_arrays
from landbase.figure.labels import text_mm
from landbase.figure.paper import Box
from landbase.figure.shapes import outline
from landbase.figure.views import make_view

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.figure.paper import PaperFigure, PaperSize
    from landbase.figure.views import View
    from landbase.texts import Words

__all__ = [
    "crs_line",
    "draw_foot",
    "draw_inset",
    "draw_marks",
    "draw_neat_line",
    "draw_title",
]

_TITLE_SIZE = 17.0  # points
_BAR_MM = 44.0
_ROUND = (1, 2, 4, 5, 10)
_PARTS = 4
_KM_FROM = 2000  # below two kilometres metres read better
_LEAST_FRAME_MM = 1.5


def draw_neat_line(figure: PaperFigure, box: Box) -> None:
    """Draw the frame of the sheet."""
    axes = figure.plain_axes(box)
    axes.add_patch(
        Rectangle(
            (0, 0),
            box.width,
            box.height,
            facecolor="none",
            edgecolor="black",
            linewidth=1.6,
            clip_on=False,
        )
    )


def draw_title(figure: PaperFigure, box: Box, title: str, marks: list[str]) -> None:
    """Write the title in the middle and marks such as 内部使用 at the right."""
    axes = figure.plain_axes(box)
    room = box.width - (80 if marks else 10)
    size = min(_TITLE_SIZE, room / max(text_mm(title, 1.0), 0.1))
    axes.text(
        box.width / 2, box.height / 2, title, fontsize=size, fontweight="bold",
        ha="center", va="center",
    )  # fmt: skip
    axes.text(
        box.width - 3, box.height / 2, "\n".join(marks), fontsize=7,
        ha="right", va="center", linespacing=1.4,
    )  # fmt: skip


def draw_foot(figure: PaperFigure, box: Box, lines: list[str]) -> None:
    """Write the lines at the foot of the sheet."""
    axes = figure.plain_axes(box)
    for number, line in enumerate(lines):
        axes.text(0, box.height - 2.4 - 4.4 * number, line, fontsize=7, va="center")


def crs_line(view: View, words: Words) -> str:
    """Name the coordinate system and projection of a sheet."""
    return words("crs", crs="　".join(view.describe(words)))


def draw_marks(
    figure: PaperFigure, box: Box, view: View, words: Words, *, size: PaperSize
) -> None:
    """Draw the scale in numbers and as a bar, and the arrow to the north.

    The number holds on paper of a size, which stands beside it: a sheet pasted into
    a document is smaller.
    """
    axes = figure.plain_axes(box)
    scale = words("scale", scale=view.scale, size=size)
    axes.text(0, 17.5, scale, fontsize=9, va="center")
    metres = _bar_metres(view)
    step, high = metres / view.metres(1) / _PARTS, 1.6
    unit, per = (words["km"], 1000) if metres >= _KM_FROM else (words["m"], 1)
    for part in range(_PARTS):
        axes.add_patch(
            Rectangle(
                (1 + part * step, 8), step, high, linewidth=0.5, edgecolor="black",
                facecolor="black" if part % 2 == 0 else "white", gid="scalebar",
            )
        )  # fmt: skip
    for part in (0, 2, 4):
        value = f"{metres * part / _PARTS / per:g}"
        axes.text(1 + part * step, 10.4, value, fontsize=6.5, ha="center", va="bottom")
    axes.text(3 + _PARTS * step, 8.8, unit, fontsize=6.5, va="center")
    _draw_north(figure, box, view, words["north"])


def _bar_metres(view: View) -> float:
    """Choose a round length that fits, a number of whole quarters."""
    room = view.metres(_BAR_MM)
    power = 10.0 ** np.floor(np.log10(room))
    return float(max(s * power for s in _ROUND if s * power <= room))


def _draw_north(figure: PaperFigure, box: Box, view: View, letter: str) -> None:
    """Draw the arrow along the meridian of the map's middle."""
    lon, lat = transform_arrays([view.x], [view.y], source=view.crs, target=CGCS2000)
    x, y = transform_arrays(lon, lat + 0.01, source=CGCS2000, target=view.crs)
    angle = np.arctan2(x[0] - view.x, y[0] - view.y)
    axes = figure.plain_axes(Box(box.x + box.width - 14, box.y + 3, 14, 20))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for side, color in ((-1, "black"), (1, "white")):
        points = np.array([(0, 7.0), (side * 3.0, -6.0), (0, -3.2)])
        axes.add_patch(
            Polygon(
                points @ turn + (7, 7.5), facecolor=color, edgecolor="black", lw=0.7
            )
        )
    axes.text(7, 16, letter, fontsize=9, fontweight="bold", ha="center", va="bottom")


def draw_inset(
    figure: PaperFigure,
    box: Box,
    whole: npt.NDArray[np.object_],
    view: View,
    words: Words,
) -> None:
    """Draw the whole small, with the frame of the map in it.

    Parameters
    ----------
    figure, box
        Where.
    whole
        The outlines of the whole, in EPSG:4490.
    view
        What the map shows.
    lang
        Language of the caption.
    """
    room = Box(box.x, box.y, box.width, box.height - 5)
    small = make_view(whole, width=room.width, height=room.height)
    axes = figure.axes_at(room)
    west, south, east, north = small.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_axis_off()
    path = outline(project(whole, small.crs))
    axes.add_patch(PathPatch(path, facecolor="#F2F4F6", edgecolor="#667788", lw=0.5))
    frame = shapely.segmentize(shapely.box(*view.bounds), view.metres(view.width) / 20)
    xy = shapely.get_coordinates(frame)
    lon, lat = transform_arrays(xy[:, 0], xy[:, 1], source=view.crs, target=CGCS2000)
    edge = np.column_stack(
        transform_arrays(lon, lat, source=CGCS2000, target=small.crs)
    )
    axes.add_patch(
        Polygon(edge, facecolor="#D7301F33", edgecolor="#D7301F", lw=1, gid="inset")
    )
    if np.ptp(edge, axis=0).max() < small.metres(_LEAST_FRAME_MM):
        x, y = edge.mean(axis=0)  # too small to be seen: a ring around it
        axes.plot(x, y, "o", mfc="none", mec="#D7301F", ms=7, gid="inset")
    caption = figure.plain_axes(Box(box.x, box.y + box.height - 5, box.width, 5))
    caption.text(0, 2.5, words["inset"], fontsize=7.5, va="center")
