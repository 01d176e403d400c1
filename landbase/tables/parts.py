"""The parts of an .xlsx file, for what openpyxl's fast reader leaves out.

That reader sees neither merged ranges nor hidden rows, nor whether the result of a
formula was stored, and takes cells in the date formats of Chinese Excel (built-in
formats 27–36 and 50–58) for plain numbers. The parts stream through expat, whose bounds
on entities hold, so that a crafted file costs no more than its size.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers import expat

from landbase.errors import SourceError
from landbase.tables.number_formats import read_number_format

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LAST_ROW", "Extras", "as_transitional", "is_telling", "read_extras"]

LAST_ROW = 1_048_576
_LONGEST = 1_000_000  # characters of a cell; Excel itself writes up to 32,767
_BLOCK = 2**16
_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
# Built-in formats that are dates in a Chinese Excel; 45–47 and the others are known.
_CHINESE_DATES = frozenset(range(27, 37)) | frozenset(range(50, 59))
_TIMES_ONLY = frozenset({32, 33, 34, 35, 55, 56})
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


# The names of the strict form of the format, and those that its readers know.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (_STRICT + b"spreadsheetml/main",
     b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"officeDocument/",
     b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip


def as_transitional(book: zipfile.ZipFile) -> BytesIO | None:
    """Copy a workbook of the strict form into the usual one; None for any other."""
    if _STRICT not in book.read("_rels/.rels"):
        return None
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as usual:
        for item in book.infolist():
            data = book.read(item)
            if item.filename.endswith((".xml", ".rels")):
                for strict, name in _TRANSITIONAL:
                    data = data.replace(strict, name)
            usual.writestr(item.filename, data)
    return copy


class Extras(NamedTuple):
    """What the fast reader leaves out of one sheet; cells and ranges by their names."""

    merged: list[str]
    hidden_rows: list[int]
    unvalued: list[str]
    dates: list[str]
    formats: dict[str, str]


def read_extras(book: zipfile.ZipFile) -> dict[str, Extras]:
    """Read the parts of a workbook: sheet name → what the fast reader leaves out.

    Raises
    ------
    SourceError
        A part defines entities, or a cell lies where no sheet has one.
    xml.etree.ElementTree.ParseError
        A part is damaged.
    """
    for name in book.namelist():
        if name.endswith((".xml", ".rels")):
            _refuse_doctype(book, name)
    styles = _read_styles(book)
    for name in book.namelist():
        if name.endswith("sharedStrings.xml"):
            _extras(book, name, styles)  # for the length of its texts
    return {name: _extras(book, part, styles) for name, part in _sheets(book)}


def _refuse_doctype(book: zipfile.ZipFile, name: str) -> None:
    """Refuse a part that defines words of its own; none of a workbook does."""

    def refuse(*_: object) -> None:
        raise SourceError("workbook_has_doctype", part=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    # it stands before the first element
    parser.StartElementHandler = lambda *_: _ended(parser)
    with book.open(name) as part:
        try:
            while block := part.read(_BLOCK):
                parser.Parse(block)
        except _Ended:
            return
        except expat.ExpatError:  # what reads the part says so, if any does
            return


class _Ended(Exception):  # noqa: N818 - no error: the rest is not looked at
    """Enough was read."""


def _ended(_: object) -> None:
    raise _Ended


def _extras(book: zipfile.ZipFile, part: str, styles: _Styles) -> Extras:
    sheet = _Sheet(part, styles)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.text
    parser.buffer_text = True
    with book.open(part) as file:
        try:
            parser.ParseFile(file)
        except expat.ExpatError as error:
            raise ET.ParseError(str(error)) from error
    return sheet.extras


class _Sheet:
    """What is noted of one sheet while its elements stream by."""

    def __init__(self, part: str, styles: _Styles) -> None:
        self.extras = Extras([], [], [], [], {})
        self._part, self._row, self._column = part, 0, 0
        self._dates = {str(number) for number in styles.dates}
        self._telling = {str(n): code for n, code in styles.telling.items()}
        self._cell = ""
        self._has_formula = self._has_value = self._in_value = False
        self._length = 0

    def start(self, element: str, about: dict[str, str]) -> None:
        """Note where an element stands."""
        name = element.rpartition("}")[2]
        if name == "si":  # a text that cells share
            self._length = 0
        elif name == "c":
            self._start_cell(about)
        elif name == "f":
            self._has_formula = True
        elif name in {"v", "is"}:
            self._in_value = True
        elif name == "row":
            self._start_row(about)
        elif name == "mergeCell" and (ref := about.get("ref")):
            self.extras.merged.append(ref)

    def _start_row(self, about: dict[str, str]) -> None:
        self._row = int(about.get("r", self._row + 1))
        self._column = 0
        if not 0 < self._row <= LAST_ROW:
            raise SourceError("workbook_cell_far", part=self._part, cell=str(self._row))
        if about.get("hidden") in {"1", "true"}:
            self.extras.hidden_rows.append(self._row)

    def _start_cell(self, about: dict[str, str]) -> None:
        self._has_formula = self._has_value = False
        self._length = 0
        self._cell = about.get("r", "")
        style = about.get("s", "0")
        if self._cell and not _within_sheet(self._cell):
            raise SourceError("workbook_cell_far", part=self._part, cell=self._cell)
        if self._cell and style in self._dates:
            self.extras.dates.append(self._cell)
        if self._cell and style in self._telling:
            self.extras.formats[self._cell] = self._telling[style]

    def text(self, data: str) -> None:
        """Note that a cell has a value; refuse one longer than any program writes."""
        if self._in_value and data.strip():
            self._has_value = True
        self._length += len(data)
        if self._length > _LONGEST:
            raise SourceError("workbook_cell_long", part=self._part, cell=self._cell)

    def end(self, element: str) -> None:
        """Note a formula without its result."""
        name = element.rpartition("}")[2]
        if name in {"v", "is"}:
            self._in_value = False
        elif name == "c" and self._has_formula and not self._has_value and self._cell:
            self.extras.unvalued.append(self._cell)


def _within_sheet(cell: str) -> bool:
    """Tell whether a cell lies where a sheet has one: to XFD1048576."""
    match = _CELL.fullmatch(cell)
    if match is None:
        return False
    letters, row = match.groups()
    return int(row) <= LAST_ROW and (len(letters), letters) <= (3, "XFD")


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


class _Styles(NamedTuple):
    """Numbers of the cell styles that matter.

    Attributes
    ----------
    dates
        They show dates in the Chinese way.
    telling
        They show more than the number; with their number formats.
    """

    dates: list[int]
    telling: dict[int, str]


def _read_styles(book: zipfile.ZipFile) -> _Styles:
    part = next((n for n in book.namelist() if n.endswith("xl/styles.xml")), None)
    if part is None:
        return _Styles([], {})
    root = _parse(book, part)
    own = {
        f.get("numFmtId"): f.get("formatCode", "")
        for f in root.iter()
        if _is(f, "numFmt")
    }
    formats = next((list(e) for e in root if _is(e, "cellXfs")), [])
    wanted = {str(n) for n in _CHINESE_DATES - _TIMES_ONLY} - own.keys()
    telling = {n: own.get(style.get("numFmtId"), "") for n, style in enumerate(formats)}
    return _Styles(
        [n for n, style in enumerate(formats) if style.get("numFmtId") in wanted],
        {n: code for n, code in telling.items() if is_telling(code)},
    )


def is_telling(code: str) -> bool:
    """Tell whether a number format shows more than the number.

    Examples
    --------
    >>> is_telling("000000"), is_telling("General")
    (True, False)
    """
    form = read_number_format(code)
    return form is not None and form.is_telling


def _is(element: ET.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _parse(book: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(book.read(part))  # noqa: S314 - size checked; expat bounds entities
