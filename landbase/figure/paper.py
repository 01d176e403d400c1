"""A sheet of paper: its size in millimetres, and files that are always the same."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from landbase.figure.fonts import embed_fonts, find_family, settings
from landbase.files import write_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "MM_PER_INCH",
    "Box",
    "Orientation",
    "PaperFigure",
    "PaperSize",
    "new_page",
]

PaperSize: TypeAlias = Literal["A4", "A3", "A2", "A1", "A0"]
Orientation: TypeAlias = Literal["landscape", "portrait"]

MM_PER_INCH = 25.4
_SIZES = {  # short and long edge in mm, ISO 216
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
    "A0": (841, 1189),
}
_PREVIEW_DPI = 110
# what carries the clock in each kind of file
_CLOCKS = {"pdf": "CreationDate", "svg": "Date"}


class Box(NamedTuple):
    """A rectangle on the sheet in mm, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


class PaperFigure(Figure):
    """A matplotlib figure the size of a sheet; `savefig` keeps its size and letters.

    The format goes by the ending of the file: .pdf, .svg or .png (300 dpi unless
    `dpi` says otherwise). The same figure gives the same bytes.
    """

    def savefig(
        self, fname: Any, *, transparent: bool | None = None, **kwargs: Any
    ) -> None:
        """Save the sheet; the file is written beside and renamed.

        Parameters
        ----------
        fname
            A path, or an open binary file with `format`.
        transparent, **kwargs
            As for `matplotlib.figure.Figure.savefig`.
        """
        path = None if hasattr(fname, "write") else Path(fname)
        kind = kwargs.pop("format", None) or (
            path.suffix[1:].lower() if path else "png"
        )
        data = self.to_bytes(kind, transparent=transparent, **kwargs)
        if path is None:
            fname.write(data)
            return
        write_file(path, data)

    def to_bytes(self, kind: str, **options: Any) -> bytes:
        """Give the file's bytes.

        Parameters
        ----------
        kind
            "pdf", "svg" or "png".
        **options
            As for `matplotlib.figure.Figure.savefig`.

        Returns
        -------
        data
            The whole file.
        """
        options = {"dpi": 300, **options}
        if kind in _CLOCKS:
            options["metadata"] = {**options.get("metadata", {}), _CLOCKS[kind]: None}
        buffer = BytesIO()
        with rc_context(settings()):
            super().savefig(buffer, format=kind, **options)
        data = buffer.getvalue()
        return embed_fonts(data, family=find_family()) if kind == "svg" else data

    def axes_at(self, box: Box, **options: Any) -> Axes:
        """Add axes that fill a rectangle of the sheet."""
        width, height = (inches * MM_PER_INCH for inches in self.get_size_inches())
        return self.add_axes(
            (box.x / width, box.y / height, box.width / width, box.height / height),
            **options,
        )

    def plain_axes(self, box: Box) -> Axes:
        """Add axes without frame, whose unit is the millimetre."""
        axes = self.axes_at(box)
        axes.set_axis_off()
        axes.set_xlim(0, box.width)
        axes.set_ylim(0, box.height)
        return axes

    def _repr_png_(self) -> bytes:
        return self.to_bytes("png", dpi=_PREVIEW_DPI)


def paper_mm(size: str, orientation: str) -> tuple[float, float]:
    """Give width and height of a sheet in mm."""
    if size not in _SIZES:
        raise ValueError(f"unknown paper {size!r}; use one of {', '.join(_SIZES)}")
    if orientation not in get_args(Orientation):
        raise ValueError(
            f"orientation is 'landscape' or 'portrait', not {orientation!r}"
        )
    short, long = _SIZES[size]
    return (long, short) if orientation == "landscape" else (short, long)


def new_page(
    size: PaperSize = "A4", orientation: Orientation = "landscape"
) -> tuple[PaperFigure, float, float]:
    """Make an empty sheet.

    Parameters
    ----------
    size, orientation
        Of the paper.

    Returns
    -------
    figure, width, height
        The sheet, and its size in mm.

    Raises
    ------
    ValueError
        Size or orientation is not known.
    """
    width, height = paper_mm(size, orientation)
    figure = PaperFigure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
    FigureCanvasAgg(figure)
    return figure, width, height
