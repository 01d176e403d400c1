"""Chinese fonts: found by name, or an error that says what to install."""

from __future__ import annotations

import base64
import logging
import re
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landbase.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.font_manager import FontManager

__all__ = ["FAMILIES", "embed_fonts", "find_family", "settings"]

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
    """Find a font family with Chinese letters.

    The list of fonts that matplotlib keeps is from the day it was first used; where
    none of it serves, the system is asked again, so that a font installed since is
    found (in this very process, too).

    Returns
    -------
    family
        The first of `FAMILIES` that is there, else the one of the extra "fonts".

    Raises
    ------
    MissingDependencyError
        matplotlib is not installed, or no such font.
    """
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
    return family


def _listed_family(fonts: FontManager) -> str | None:
    """Give the first of the families in matplotlib's list whose file is there."""
    listed = [font for font in fonts.ttflist if font.name in FAMILIES]
    there = {font.name for font in listed if Path(font.fname).is_file()}
    return next((family for family in FAMILIES if family in there), None)


def _ask_the_system(fonts: FontManager) -> None:
    """Bring the list up to date: without fonts that have gone, with those that came.

    Making it anew, as matplotlib can, would forget the fonts that a caller added.
    """
    from matplotlib.font_manager import findSystemFonts

    fonts.ttflist[:] = [font for font in fonts.ttflist if Path(font.fname).is_file()]
    for file in sorted({*findSystemFonts()} - {font.fname for font in fonts.ttflist}):
        try:
            fonts.addfont(file)
        except (LookupError, OSError, RuntimeError, ValueError) as error:
            # no reason to stop: most desktops have files that matplotlib cannot read
            _log.info("font %s cannot be read: %s", file, error)


def _give_bold(family: str) -> None:
    """Let the heaviest face of a font stand in for a bold one where it has none.

    matplotlib would do the same with a warning each time; SimSun and the font of the
    extra have one face.
    """
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
    """Put the letters that an SVG uses into it, so that it looks the same elsewhere.

    Parameters
    ----------
    svg
        As matplotlib writes it with its text as text.
    family
        The font family of the text.

    Returns
    -------
    svg
        The same with `@font-face` rules that hold the letters used.
    """
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
