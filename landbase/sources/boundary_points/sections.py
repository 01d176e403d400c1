"""What is no plain point in a coordinate file: sections, keys, head lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from landbase.sources.boundary_points.points import half_width, has_signs, loose_point

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

__all__ = ["Header", "Sections", "read_sections"]

_SECTION = re.compile(r"[\[【［]\s*([^,，=@]+?)\s*[\]】］]\s*")
_LEGEND = re.compile(r"[\[【［](.+)")
_KEY = re.compile(r"([^,，=＝@]+?)\s*[=＝]\s*(.*)")
_OPENING, _BLANK = "[【［", "\x1a\x00 \t"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_STARTS = {"属性描述", "项目信息"}
_COORDINATES = "地块坐标"
# A head line without "@" has this many fields, or text among fewer.
_HEAD_FIELDS, _LEAST_FIELDS = 6, 4


@dataclass
class Header:
    """What stands before some parcels: key → value, by section; legend of the heads.

    `signs` tells whether points below carry the signs of degrees, minutes and seconds,
    which made plain degrees of them.
    """

    sections: dict[str, dict[str, str]] = field(default_factory=dict)
    legend: list[str] = field(default_factory=list)
    line: int = 0
    signs: bool = False

    def value(self, *keys: str) -> str:
        """Give the first value there is under any of these keys."""
        for section in self.sections.values():
            for key in keys:
                if section.get(key):
                    return section[key]
        return ""


@dataclass
class Sections:
    """The lines in no plain form, told apart.

    Attributes
    ----------
    headers
        In order; there is always one.
    heads
        Line number and fields of each head line.
    points
        Line number, ring and coordinates of points not in the plain form.
    broken
        Lines that look like points but cannot be read.
    ignored
        Lines that mean nothing here.
    breaks
        Lines that part parcels which have no head line.
    """

    headers: list[Header] = field(default_factory=lambda: [Header()])
    heads: list[tuple[int, list[str]]] = field(default_factory=list)
    points: list[tuple[int, int, float, float]] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)


def read_sections(
    lines: Iterable[tuple[int, str]], land: Sequence[npt.NDArray[np.intp]]
) -> Sections:
    """Tell apart the lines that are neither plain points nor plain head lines.

    Parameters
    ----------
    lines
        Line number and text, in order.
    land
        Line numbers of the plain points and of the plain head lines, each ascending:
        a section after them begins another header.

    Returns
    -------
    sections
        Every line is in one place, or empty.
    """
    found = Sections()
    section = ""
    for line, raw in lines:
        text = raw.replace("\ufeff", "").strip(_BLANK)
        if "@" in text and "=" not in text and text[0] not in _OPENING:
            found.heads.append((line, _fields(text)))
        elif match := _SECTION.fullmatch(text):
            section = match[1]
            if section in _STARTS and _has_land(found, line, land):
                found.headers.append(Header(line=line))
            found.headers[-1].sections.setdefault(section, {})
            found.breaks.append(line)
        elif not text.strip("{}()[]"):
            found.breaks.append(line)
        else:
            _read_other(found, line, text, section)
    return found


def _has_land(found: Sections, line: int, land: Sequence[npt.NDArray[np.intp]]) -> bool:
    """Tell whether parcels stand between the last header and a line."""
    since = found.headers[-1].line
    if any(part and part[-1][0] > since for part in (found.heads, found.points)):
        return True
    spans = [np.searchsorted(part, [since, line]) for part in land]
    return any(before < until for before, until in spans)


def _fields(text: str) -> list[str]:
    """Part a head line; full-width commas or tabs part it where there are no others."""
    if "," not in text:
        text = half_width(text)
    if "," not in text:
        text = text.replace("\t", ",")
    fields = [part.strip() for part in text.strip("{}").split(",")]
    last = fields.pop()
    if last.rstrip("@"):
        fields.append(last.rstrip("@").strip())
    return fields


def _read_other(found: Sections, line: int, text: str, section: str) -> None:
    """Place a line that is no section and no head line with "@"."""
    header = found.headers[-1]
    plain = half_width(text)
    commas = plain.count(",")
    if text[0] in _OPENING and commas and (match := _LEGEND.fullmatch(text)):
        names = half_width(match[1].rstrip("】］]")).split(",")
        header.legend = [name.strip() for name in names if name.strip() != "@"]
    elif (match := _KEY.fullmatch(text)) and (section != _COORDINATES or not commas):
        values = header.sections.setdefault(section, {})
        values[half_width(match[1]).strip()] = match[2].strip()
    elif (point := loose_point(text)) is not None:
        found.points.append((line, *point))
        header.signs |= has_signs(plain)
    elif _is_head(text, commas):
        fields = _fields(text if "@" in text else text + ",@")
        found.heads.append((line, fields))
    elif commas and any(map(_has_figures, plain.split(","))):
        found.broken.append((line, text))
    else:
        found.ignored.append((line, text))


def _has_figures(field: str) -> bool:
    """Tell a field that may be a coordinate from words such as 日期：2023."""
    return any(c.isdigit() for c in field) and not _CHINESE.search(field)


def _is_head(text: str, commas: int) -> bool:
    """Tell whether a line without "@" is a head line."""
    fields = commas + 1
    return fields >= _HEAD_FIELDS or (fields >= _LEAST_FIELDS and not text.isascii())
