"""Where the parts of a map sheet stand on the paper."""

from __future__ import annotations

from dataclasses import dataclass

from landbase.figure.paper import Box

__all__ = ["Layout", "lay_out"]

_MARGIN = 7.0
_TITLE = 13.0
_FOOT = 9.5
_NUMBERS = 4.5  # room for the numbers of the graticule
_PANEL = 70.0
_LOW_PANEL = 74.0
_MARKS = 24.0
_INSET = 44.0
_GAP = 2.5


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The rectangles of a sheet, in mm from its lower left corner."""

    neat: Box
    title: Box
    map: Box
    legend: Box
    inset: Box
    marks: Box
    foot: Box


def lay_out(width: float, height: float, *, inset: bool) -> Layout:
    """Lay out a sheet: the panel beside the map, below it on an upright sheet.

    Parameters
    ----------
    width, height
        Of the paper, in mm.
    inset
        Whether there is a small map that locates the large one.

    Returns
    -------
    layout
        Rectangles that do not overlap.
    """
    neat = Box(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN)
    title = Box(_MARGIN, height - _MARGIN - _TITLE, neat.width, _TITLE)
    left, bottom = _MARGIN + _GAP, _MARGIN + 1
    foot = Box(left, bottom, neat.width - 2 * _GAP, _FOOT)
    bottom += _FOOT + 1
    top, right = title.y, width - left
    if width > height:
        x = right - _PANEL
        map_box = _framed(left, bottom, x - _GAP, top)
        marks = Box(x, bottom, _PANEL, _MARKS)
        inset_box = Box(x, bottom + _MARKS, _PANEL, _INSET if inset else 0)
        low = inset_box.y + inset_box.height + _GAP
        legend = Box(x, low, _PANEL, top - low - _GAP)
    else:
        map_box = _framed(left, bottom + _LOW_PANEL, right, top)
        x = left + _PANEL + 12
        marks = Box(x, bottom, right - x, _MARKS)
        inset_box = Box(x, bottom + _MARKS, right - x, _INSET if inset else 0)
        legend = Box(left, bottom, _PANEL + 8, _LOW_PANEL - _GAP)
    return Layout(
        neat=neat, title=title, map=map_box, legend=legend,
        inset=inset_box, marks=marks, foot=foot,
    )  # fmt: skip


def _framed(left: float, bottom: float, right: float, top: float) -> Box:
    """Leave room for numbers around a map."""
    return Box(
        left + _NUMBERS,
        bottom + _NUMBERS,
        right - left - 2 * _NUMBERS,
        top - bottom - 2 * _NUMBERS,
    )
