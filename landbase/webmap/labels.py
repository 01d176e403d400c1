"""Where names stand on a small picture: within its edges, and none over another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Label", "placed_labels", "width_of"]

# px, of bold type of 13 px; narrow letters take less than that on the average of a name
_WIDE, _NARROW, _TALL, _EDGE = 13.5, 8.5, 17.0, 4.0
_SHIFTS = (0.0, -1.0, 1.0, -2.0, 2.0)  # of the height: where else a name may stand


class Label(NamedTuple):
    """A name and the place of its middle, in px.

    Attributes
    ----------
    text
        The name.
    x, y
        Its middle.
    """

    text: str
    x: float
    y: float


def width_of(text: str) -> float:
    """Tell how much room a name takes, in px.

    Parameters
    ----------
    text
        Chinese or other letters.

    Returns
    -------
    width
        At a size of type of 13 px.

    Examples
    --------
    >>> width_of("东胜区"), width_of("Uxin")
    (40.5, 34.0)
    """
    return sum(_WIDE if east_asian_width(c) in "WFA" else _NARROW for c in text)


def placed_labels(
    wanted: Iterable[Label], *, width: float, height: float
) -> list[Label]:
    """Move names off the edges and off one another.

    Parameters
    ----------
    wanted
        The names where they should stand, the most important first.
    width, height
        Size of the picture in px.

    Returns
    -------
    labels
        Those that there is room for, in the same order: whole within the picture,
        at most two lines above or below their places, none over another.

    Examples
    --------
    >>> placed_labels([Label("东胜区", 1, 50), Label("康巴什区", 9, 50)],
    ...               width=200, height=100)
    [Label(text='东胜区', x=24.25, y=50.0), Label(text='康巴什区', x=31.0, y=33.0)]
    """
    done: list[Label] = []
    for label in wanted:
        for shift in _SHIFTS:
            moved = _within(label, shift * _TALL, width=width, height=height)
            if moved is not None and not any(_meet(moved, other) for other in done):
                done.append(moved)
                break
    return done


def _within(label: Label, shift: float, *, width: float, height: float) -> Label | None:
    """Move a name into the picture; None where it is larger than that."""
    half, tall = width_of(label.text) / 2 + _EDGE, _TALL / 2 + _EDGE
    if 2 * half > width or 2 * tall > height:
        return None
    x = min(max(label.x, half), width - half)
    y = min(max(label.y + shift, tall), height - tall)
    return Label(label.text, float(x), float(y))


def _meet(one: Label, other: Label) -> bool:
    """Whether two names share a place."""
    reach = (width_of(one.text) + width_of(other.text)) / 2
    return abs(one.x - other.x) < reach and abs(one.y - other.y) < _TALL
