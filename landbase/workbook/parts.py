"""What openpyxl's fast reader leaves out, read from the XML parts of the file.

Its reader of single rows sees neither merged ranges nor hidden rows, nor whether the
result of a formula was stored, and takes cells in the date formats of Chinese Excel
(built-in formats 27–36 and 50–58) for plain numbers.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

__all__ = ["Extras", "read_extras"]

# Built-in formats that are dates in a Chinese Excel; 45–47 and the others are known.
_CHINESE_DATES = frozenset(range(27, 37)) | frozenset(range(50, 59))
_TIMES_ONLY = frozenset({32, 33, 34, 35, 55, 56})
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_ROW_HIDDEN = re.compile(
    rb'<(?:\w+:)?row\s(?=[^>]*?\shidden="(?:1|true)")[^>]*?\br="([0-9]+)"'
)
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Extras(NamedTuple):
    """What the fast reader leaves out of one sheet; cells and ranges by their names."""

    merged: list[str]
    hidden_rows: list[int]
    unvalued: list[str]
    dates: list[str]


def read_extras(book: zipfile.ZipFile) -> dict[str, Extras]:
    """Read the parts of a workbook: sheet name → what the fast reader leaves out."""
    styles = _chinese_date_styles(book)
    return {name: _extras(book.read(part), styles) for name, part in _sheets(book)}


def _extras(data: bytes, styles: list[int]) -> Extras:
    dates: list[str] = []
    if styles:
        ids = "|".join(map(str, styles)).encode()
        pattern = (
            rb'<(?:\w+:)?c\s(?=[^>]*?\bs="(?:%b)")[^>]*?\br="([A-Z]+[0-9]+)"' % ids
        )
        dates = _texts(re.findall(pattern, data))
    return Extras(
        merged=_texts(_MERGED.findall(data)),
        hidden_rows=[int(row) for row in _ROW_HIDDEN.findall(data)],
        unvalued=_texts(_NO_VALUE.findall(data)),
        dates=dates,
    )


def _texts(found: list[bytes]) -> list[str]:
    return [name.decode("ascii") for name in found]


def _sheets(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Give the name and the part of every sheet that has cells."""
    root = _find_root(book)
    folder, _, file = root.rpartition("/")
    relations = _parse(book, f"{folder}/_rels/{file}.rels".lstrip("/"))
    targets = {r.get("Id"): r for r in relations}
    for sheet in _parse(book, root).iter():
        relation = targets.get(sheet.get(_RELATION)) if _is(sheet, "sheet") else None
        if relation is not None and relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "")
            part = target if target.startswith("/") else f"{folder}/{target}"
            yield sheet.get("name", ""), posixpath.normpath(part).lstrip("/")


def _find_root(book: zipfile.ZipFile) -> str:
    for relation in _parse(book, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "xl/workbook.xml"


def _chinese_date_styles(book: zipfile.ZipFile) -> list[int]:
    """List the numbers of the cell styles that show dates in the Chinese way."""
    part = next((n for n in book.namelist() if n.endswith("xl/styles.xml")), None)
    if part is None:
        return []
    root = _parse(book, part)
    own = {f.get("numFmtId") for f in root.iter() if _is(f, "numFmt")}
    formats = next((list(e) for e in root if _is(e, "cellXfs")), [])
    wanted = {str(n) for n in _CHINESE_DATES - _TIMES_ONLY} - own
    return [n for n, style in enumerate(formats) if style.get("numFmtId") in wanted]


def _is(element: ET.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _parse(book: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(book.read(part))  # noqa: S314 - size checked; expat bounds entities
