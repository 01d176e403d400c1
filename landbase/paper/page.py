"""A page of paper: fonts, sizes, where things stand, what part of the land is seen."""

from __future__ import annotations

import base64
import logging
import math
import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import shapely
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pyproj import CRS

from landbase.crs import CGCS2000, plane_crs, project, transform_arrays, zone_of
from landbase.errors import MissingDependencyError, SourceError
from landbase.files import write_file
from landbase.geometry import is_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontManager

    from landbase.texts import Words

__all__ = [
    "MM_PER_INCH",
    "Box",
    "Layout",
    "Orientation",
    "Pages",
    "PaperFigure",
    "PaperSize",
    "View",
    "combine",
    "find_family",
    "lay_out",
    "make_view",
    "new_page",
    "round_scale",
    "settings",
]

_log = logging.getLogger(__name__)

# In order of preference: Windows, macOS, Linux.
FAMILIES = (
    *("Microsoft YaHei", "DengXian", "SimHei", "SimSun"),
    *("PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "Songti SC"),
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC"),
)
_PACKAGE = "mplfonts"  # what the extra "fonts" brings
_PACKAGED = "NotoSansCJKsc-Regular.otf"
_BOLD = 700
_FACE = (
    "@font-face{{font-family:'{family}';font-weight:{weight};"
    "src:url(data:font/otf;base64,{data})}}"
)


@cache
def find_family() -> str:
    """Find a font family with Chinese letters."""
    try:
        from matplotlib import font_manager
    except ImportError as error:
        raise MissingDependencyError("need_matplotlib") from error
    fonts = font_manager.fontManager
    family = _listed_family(fonts)
    if family is None:
        _ask_the_system(fonts)
        family = _listed_family(fonts) or _packaged_family()
    _give_bold(family)
    try:
        fonts.findfont(
            font_manager.FontProperties(family=[family]), fallback_to_default=False
        )
    except ValueError as error:
        # since 3.11 a matplotlib told to ignore the system's fonts takes only its own
        raise MissingDependencyError("fonts_ignored", family=family) from error
    return family


def _listed_family(fonts: FontManager) -> str | None:
    """Give the first of the families in matplotlib's list whose file is there."""
    listed = [font for font in fonts.ttflist if font.name in FAMILIES]
    there = {font.name for font in listed if Path(font.fname).is_file()}
    return next((family for family in FAMILIES if family in there), None)


def _ask_the_system(fonts: FontManager) -> None:
    """Bring the list up to date: without fonts that have gone, with those that came."""
    from matplotlib.font_manager import findSystemFonts

    fonts.ttflist[:] = [font for font in fonts.ttflist if Path(font.fname).is_file()]
    for file in sorted({*findSystemFonts()} - {font.fname for font in fonts.ttflist}):
        try:
            fonts.addfont(file)
        except (LookupError, OSError, RuntimeError, ValueError) as error:
            # no reason to stop: most desktops have files that matplotlib cannot read
            _log.info("font %s cannot be read: %s", file, error)


def _give_bold(family: str) -> None:
    """Let the heaviest face of a font stand in for a bold one where it has none."""
    from matplotlib import font_manager

    names: dict[Any, int] = font_manager.weight_dict  # a weight is a name or a number
    known = font_manager.fontManager.ttflist
    faces = {names.get(f.weight, f.weight): f for f in known if f.name == family}
    if faces and _BOLD not in faces:
        known.append(replace(faces[max(faces)], weight=_BOLD))


def _packaged_family() -> str:
    """Make the font of the extra known to matplotlib."""
    from matplotlib import font_manager

    spec = find_spec(_PACKAGE)
    file = (
        Path(spec.origin).parent / "fonts" / _PACKAGED if spec and spec.origin else None
    )
    if file is None or not file.is_file():
        raise MissingDependencyError("need_chinese_font", families=FAMILIES)
    font_manager.fontManager.addfont(file)
    return str(font_manager.FontProperties(fname=file).get_name())


def settings() -> Any:
    """Give what matplotlib is told for every figure, when made and when saved."""
    return {
        "font.family": [find_family()],
        "axes.unicode_minus": False,
        "hatch.linewidth": 0.5,
        "pdf.fonttype": 3,  # 42 is not right for fonts with cubic outlines
        "svg.fonttype": "none",
        "svg.hashsalt": "landbase",
        "path.simplify": False,
    }


def embed_fonts(svg: bytes, *, family: str) -> bytes:
    """Put the letters that an SVG uses into it, so that it looks the same elsewhere."""
    text = svg.decode("utf-8")
    letters = {*re.sub(r"<[^>]*>", "", text)} | {*"&<>"}
    faces = [
        _FACE.format(
            family=family, weight=weight, data=_subset(family, weight, letters)
        )
        for weight in ("normal", "bold")
    ]
    style = "<style>" + "".join(faces) + "</style>\n"
    at = text.index("<defs>")
    return (text[:at] + style + text[at:]).encode("utf-8")


def _subset(family: str, weight: str, letters: Iterable[str]) -> str:
    """Cut a font down to some letters, as base64."""
    from fontTools import subset
    from matplotlib import font_manager

    wanted = font_manager.FontProperties(family=[family], weight=weight)
    path = font_manager.fontManager.findfont(wanted, fallback_to_default=False)
    options = subset.Options(
        font_number=int(getattr(path, "face_index", 0)),
        recalc_timestamp=False,
        layout_features=[],
        name_IDs=[1],
        notdef_outline=True,
    )
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(letters)))
    cutter.subset(font)
    buffer = BytesIO()
    font.save(buffer, reorderTables=None)
    font.close()
    return base64.b64encode(buffer.getvalue()).decode("ascii")


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
    """A matplotlib figure the size of a sheet; `savefig` keeps its size and letters."""

    def savefig(
        self, fname: Any, *, transparent: bool | None = None, **kwargs: Any
    ) -> None:
        """Save the sheet; the file is written beside and renamed.

        Raises
        ------
        SourceError
            The file's suffix names no kind of picture.
        """
        path = None if hasattr(fname, "write") else Path(fname)
        kind = picture_kind(path, kwargs.pop("format", None))
        data = self.to_bytes(kind, transparent=transparent, **kwargs)
        if path is None:
            fname.write(data)
            return
        write_file(path, data)

    def to_bytes(self, kind: str, **options: Any) -> bytes:
        """Give the file's bytes."""
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


def picture_kind(path: Path | None, given: str | None = None) -> str:
    """Tell what kind of picture a file is to be; refuse what is none."""
    kind = (given or (path.suffix[1:] if path else "png")).lower()
    known = FigureCanvasAgg.get_supported_filetypes()
    if kind not in known:
        name = path.name if path and not given else kind
        kinds = [f".{name}" for name in ("pdf", "svg", "png", "jpg")]
        raise SourceError("picture_kind_unknown", file=name, kinds=kinds)
    return kind


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
    """Make an empty sheet."""
    width, height = paper_mm(size, orientation)
    figure = PaperFigure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
    FigureCanvasAgg(figure)
    return figure, width, height


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
    """Lay out a sheet: the panel beside the map, below it on an upright sheet."""
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


def combine(sheets: Iterable[tuple[str, bytes]]) -> bytes:
    """Join PDF files, each with its bookmark."""
    try:
        from pypdf import PdfReader, PdfWriter
    except ImportError as error:
        raise MissingDependencyError("need_pypdf") from error
    writer = PdfWriter()
    for name, data in sheets:
        first = len(writer.pages)
        writer.append(PdfReader(BytesIO(data)), import_outline=False)
        if name:
            writer.add_outline_item(title=name, page_number=first)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@dataclass(frozen=True, kw_only=True, eq=False)
class Pages:
    """The sheets of one subject.

    Attributes
    ----------
    title
        The bookmark.
    figures
        One for each page.
    """

    title: str
    figures: tuple[PaperFigure, ...]

    def to_bytes(self) -> bytes:
        """Give the PDF."""
        pages = [figure.to_bytes("pdf") for figure in self.figures]
        names = [self.title, *[""] * (len(pages) - 1)]
        return combine(zip(names, pages, strict=True))

    def savefig(self, path: Path | str) -> None:
        """Save all pages to one PDF file, or a single page to any kind of picture.

        Raises
        ------
        SourceError
            The file's suffix names no kind of picture, or one that holds a single
            page while there are more.
        """
        target = Path(path)
        if picture_kind(target) == "pdf":
            write_file(target, self.to_bytes())
        elif len(self.figures) == 1:
            self.figures[0].savefig(target)
        else:
            count = len(self.figures)
            raise SourceError("picture_one_page", file=target.name, count=count)

    def _repr_png_(self) -> bytes:
        return self.figures[0].to_bytes("png", dpi=110)


_STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_VIEWS_MARGIN = 1.03  # room around what is shown
_MM = 1000
_SMALLEST = 200  # no map is drawn larger than 1:200


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """A rectangle of land that fills a rectangle of paper, true to scale.

    Attributes
    ----------
    crs
        The plane of the paper, in metres.
    x, y
        Its middle.
    scale
        The denominator of the scale.
    width, height
        Of the rectangle on paper, in mm.
    terms
        The parameters of an equal-area projection; empty for a zone.
    """

    crs: CRS
    x: float
    y: float
    scale: float
    width: float
    height: float
    terms: Mapping[str, Any] = field(default_factory=dict)

    def metres(self, mm: float) -> float:
        """Tell how many metres of land a length on paper stands for."""
        return mm * self.scale / _MM

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The edges in metres: west, south, east, north."""
        half, tall = self.metres(self.width) / 2, self.metres(self.height) / 2
        return self.x - half, self.y - tall, self.x + half, self.y + tall

    def to_paper(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Turn plane coordinates into mm from the frame's lower left corner."""
        west, south, *_ = self.bounds
        return (xy - (west, south)) / self.metres(1)

    def zone(self) -> int | None:
        """Give the 3° zone of the paper; None where it is no zone."""
        if self.terms:
            return None
        lon, _ = transform_arrays([self.x], [self.y], source=self.crs, target=CGCS2000)
        return int(zone_of(lon)[0])

    def describe(self, words: Words) -> list[str]:
        """Name coordinate system, projection and central meridian."""
        zone = self.zone()
        if zone is None:
            plane = words("albers", **self.terms)
        else:
            plane = words("gauss", zone=zone, meridian=3 * zone)
        return [words["datum"], plane]


def make_view(
    shapes: npt.NDArray[np.object_],
    *,
    width: float,
    height: float,
    scale: float | None = None,
) -> View:
    """Choose projection and scale so that shapes fill a rectangle of paper."""
    there = shapes[is_shown(shapes)]
    if not len(there):
        raise ValueError("there is nothing to show: no geometry, or none in the extent")
    west, south, east, north = shapely.total_bounds(there)
    crs, terms = _plane(west, south, east, north)
    x0, y0, x1, y1 = shapely.total_bounds(project(there, crs))
    fitting = max((x1 - x0) / width, (y1 - y0) / height) * _MM * _VIEWS_MARGIN
    return View(
        crs=crs,
        x=float(x0 + x1) / 2,
        y=float(y0 + y1) / 2,
        scale=scale or round_scale(max(fitting, _SMALLEST)),
        width=width,
        height=height,
        terms=terms,
    )


def round_scale(fitting: float) -> float:
    """Give the next round denominator."""
    power = 10.0 ** math.floor(math.log10(fitting))
    return next(s * power for s in _STEPS if s * power >= fitting * (1 - 1e-9))


def _plane(
    west: float, south: float, east: float, north: float
) -> tuple[CRS, dict[str, Any]]:
    """Choose the zone of an extent, or an equal-area cone across zones."""
    zones = np.unique(zone_of(np.array([west, east])))
    if len(zones) == 1:
        return plane_crs(int(zones[0])), {}
    sixth, middle = (north - south) / 6, round((west + east) / 2, 1)
    terms = {
        "proj": "aea",
        "lat_1": round(south + sixth, 1),
        "lat_2": round(north - sixth, 1),
        "lat_0": round((south + north) / 2, 1),
        "lon_0": middle,
        "ellps": "GRS80",  # the ellipsoid of CGCS2000
    }
    return CRS.from_dict(terms), terms
