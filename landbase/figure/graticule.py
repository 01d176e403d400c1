"""The lines of longitude and latitude, or of kilometres, with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from landbase.crs import CGCS2000, transform_arrays

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from landbase.figure.views import View

__all__ = ["GraticuleKind", "dms", "draw_graticule"]

GraticuleKind: TypeAlias = Literal["degrees", "kilometres"]

_LINE: dict[str, Any] = {"color": "#7A8A99", "linewidth": 0.3, "zorder": 1.5}
_TEXT: dict[str, Any] = {"fontsize": 5.5, "color": "#445566"}
_DEGREES = tuple(
    seconds / 3600
    for seconds in (
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        18000,
    )
)
_KILOMETRES = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
_FEWEST = 2
_OUT_MM = 0.8
_POINTS = 200


def draw_graticule(axes: Axes, view: View, kind: GraticuleKind) -> None:
    """Draw the lines in the map and their numbers outside its frame.

    Parameters
    ----------
    axes
        In the plane of `view`.
    view
        The map.
    kind
        "degrees" or "kilometres" (of the plane of the map).

    Raises
    ------
    ValueError
        The kind is not known.
    """
    if kind == "degrees":
        _draw_degrees(axes, view)
    elif kind == "kilometres":
        _draw_kilometres(axes, view)
    else:
        raise ValueError(f"graticule is 'degrees', 'kilometres' or None, not {kind!r}")


def _draw_degrees(axes: Axes, view: View) -> None:
    west, south, east, north = view.bounds
    along = np.linspace(0, 1, _POINTS)
    x = np.concatenate(
        [west + along * (east - west)] * 2
        + [np.full(_POINTS, west), np.full(_POINTS, east)]
    )
    y = np.concatenate(
        [np.full(_POINTS, south), np.full(_POINTS, north)]
        + [south + along * (north - south)] * 2
    )
    lon, lat = transform_arrays(x, y, source=view.crs, target=CGCS2000)
    step = _step(min(np.ptp(lon), np.ptp(lat)), _DEGREES)
    lats = np.linspace(lat.min(), lat.max(), _POINTS)
    lons = np.linspace(lon.min(), lon.max(), _POINTS)
    for value in _ticks(lon.min(), lon.max(), step):
        _line(axes, view, np.full(_POINTS, value), lats, at=1, text=dms(value, "E"))
    for value in _ticks(lat.min(), lat.max(), step):
        _line(axes, view, lons, np.full(_POINTS, value), at=0, text=dms(value, "N"))


def _line(
    axes: Axes,
    view: View,
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
    *,
    at: int,
    text: str,
) -> None:
    """Draw one line, and write its number where it meets the frame."""
    xy = np.column_stack(transform_arrays(lon, lat, source=CGCS2000, target=view.crs))
    axes.plot(xy[:, 0], xy[:, 1], scalex=False, scaley=False, **_LINE)
    edges = (view.bounds[at], view.bounds[at + 2])
    for edge, outward in zip(edges, (-1, 1), strict=True):
        if not xy[:, at].min() <= edge <= xy[:, at].max():
            continue
        along = np.interp(edge, xy[:, at], xy[:, 1 - at])
        if view.bounds[1 - at] <= along <= view.bounds[3 - at]:
            _number(axes, view, float(along), edge, outward, at=at, text=text)


def _number(
    axes: Axes,
    view: View,
    along: float,
    edge: float,
    outward: int,
    *,
    at: int,
    text: str,
) -> None:
    place = edge + outward * view.metres(_OUT_MM)
    if at == 1:
        axes.text(along, place, text, ha="center",
                  va="top" if outward < 0 else "bottom", **_TEXT)  # fmt: skip
    else:
        axes.text(place, along, text, va="center", rotation=90,
                  ha="right" if outward < 0 else "left", **_TEXT)  # fmt: skip


def _draw_kilometres(axes: Axes, view: View) -> None:
    west, south, east, north = (edge / 1000 for edge in view.bounds)
    step = _step(min(east - west, north - south), _KILOMETRES)
    digits = max(0, -int(np.floor(np.log10(step))))
    for at, low, high in ((1, west, east), (0, south, north)):
        for value in _ticks(low, high, step):
            draw = axes.axvline if at == 1 else axes.axhline
            draw(value * 1000, **_LINE)
            for edge, outward in ((view.bounds[at], -1), (view.bounds[at + 2], 1)):
                text = f"{value:.{digits}f}"
                _number(axes, view, value * 1000, edge, outward, at=at, text=text)


def _step(span: float, steps: tuple[float, ...]) -> float:
    """Choose the widest step that gives some lines."""
    return next((s for s in reversed(steps) if span / s >= _FEWEST), steps[0])


def _ticks(low: float, high: float, step: float) -> list[float]:
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [number * step for number in range(first, last + 1)]


def dms(value: float, side: str) -> str:
    """Write degrees, minutes and seconds, as few as it takes."""
    seconds = round(value * 3600)
    degrees, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    text = f"{degrees}°"
    text += f"{minutes:02d}′" if minutes or left else ""
    return text + (f"{left:02d}″" if left else "") + side
