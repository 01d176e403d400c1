"""Names on a map that never lie on each other or across the frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from landbase.figure.views import View

__all__ = ["Labels", "text_mm"]

_MM_PER_PT = 25.4 / 72
_GAP_MM = 0.7
_LAST_NARROW = 0x2E7F  # letters after this one fill an em
_LINE = 1.25  # height of a line in letters
# where a label may stand, in widths and heights from its point, the best first
_PLACES = (
    *((0.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.62, 0.0), (-0.62, 0.0)),
    *((0.6, 0.9), (-0.6, 0.9), (0.6, -0.9), (-0.6, -0.9)),
    *((0.0, 2.0), (0.0, -2.0), (0.0, 3.0), (0.0, -3.0)),
)


def text_mm(text: str, size: float) -> float:
    """Give the width of a line: a Chinese letter takes one em, others up to 0.57."""
    ems = sum(1.0 if ord(letter) > _LAST_NARROW else 0.57 for letter in text)
    return ems * size * _MM_PER_PT


@dataclass
class Labels:
    """Places labels one after the other, each where it is free.

    Attributes
    ----------
    axes, view
        The map.
    taken
        The rectangles in use, in mm on the map: west, south, east, north.
    unplaced
        How many labels found no room.
    """

    axes: Axes
    view: View
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    unplaced: int = 0

    def place(
        self,
        points: npt.NDArray[np.float64],
        texts: list[str],
        *,
        size: float,
        **style: Any,
    ) -> None:
        """Place labels, in order of their importance.

        Parameters
        ----------
        points
            (x, y) in the plane of the map.
        texts
            What to write.
        size
            Of the letters, in points.
        **style
            Further properties of the text.
        """
        for point, text in zip(self.view.to_paper(points), texts, strict=True):
            box = self._free(point, text_mm(text, size), size * _MM_PER_PT * _LINE)
            if box is None:
                self.unplaced += 1
                continue
            self.taken.append(box)
            west, south, *_ = self.view.bounds
            x = west + self.view.metres((box[0] + box[2]) / 2)
            y = south + self.view.metres((box[1] + box[3]) / 2)
            self.axes.text(
                x, y, text, fontsize=size, ha="center", va="center",
                bbox={"facecolor": "white", "alpha": 0.65, "pad": 0.4, "linewidth": 0},
                zorder=6, gid="label", **style,
            )  # fmt: skip

    def _free(
        self, point: npt.NDArray[np.float64], width: float, height: float
    ) -> tuple[float, float, float, float] | None:
        """Find the first place that is free and inside the frame."""
        for right, up in _PLACES:
            x, y = point[0] + right * (width + 2), point[1] + up * (height + 0.5)
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self._fits(box):
                return box
        return None

    def _fits(self, box: tuple[float, float, float, float]) -> bool:
        west, south, east, north = box
        if min(west, south) < _GAP_MM:
            return False
        if east > self.view.width - _GAP_MM or north > self.view.height - _GAP_MM:
            return False
        return not any(
            west < e + _GAP_MM and w < east + _GAP_MM
            and south < n + _GAP_MM and s < north + _GAP_MM
            for w, s, e, n in self.taken
        )  # fmt: skip
