"""Open a workbook or a CSV file as grids of cells."""

from __future__ import annotations

import codecs
import csv
import re
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.encoding import Claim, choose_encoding
from landbase.tables import Grid, read_workbook
from landbase.tables.read import to_cells

__all__ = ["Grids", "read_grids"]

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WEB_PAGE = ("<html", "<!doctype", "<table", "<?xml", "<meta")
_SEPARATORS = ",\t;，"
_SAMPLED_LINES = 50
_SAMPLE_SIZE = 20_000
_MAX_BYTES = 2**30


class Grids(NamedTuple):
    """The sheets of a file, and what was guessed to read them."""

    grids: list[Grid]
    issues: Issues


def read_grids(path: Path | str, *, encoding: str | None = None) -> Grids:
    """Open a workbook or a CSV file, by what it holds and not by its ending.

    Parameters
    ----------
    path
        An .xlsx, .xls or text file with one row a line.
    encoding
        Of a text file; by default a byte order mark, else UTF-8, else GB18030.

    Returns
    -------
    grids
        One for each sheet; one named "" for a text file.

    Raises
    ------
    SourceError
        The file is missing, damaged, locked, or a web page under another name.
    MissingDependencyError
        The file is an .xls and xlrd is not installed.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(
            "file_cannot_be_opened", path=path, error=error.strerror
        ) from error
    if magic in _WORKBOOKS:
        return Grids(read_workbook(path), Issues.none())
    if size > _MAX_BYTES:
        raise SourceError("ledger_too_large", path=path, limit=_MAX_BYTES)
    return _read_text(path, encoding)


def _read_text(path: Path, encoding: str | None) -> Grids:
    data = path.read_bytes()
    text, issues = _decode(path, data, encoding)
    if text.lstrip().lower().startswith(_WEB_PAGE):
        raise SourceError("ledger_is_web_page", path=path)
    if "\0" in text:
        raise SourceError("ledger_kind_unknown", path=path)
    lines = text.splitlines()[:_SAMPLED_LINES]
    separator = max(
        _SEPARATORS, key=lambda mark: sum(line.count(mark) for line in lines)
    )
    return Grids([Grid("", to_cells(_rows(path, text, separator)))], issues)


def _rows(path: Path, text: str, separator: str) -> list[list[str]]:
    """Part the text into rows; a quote left open would swallow all rows below it."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    first = ended = 0
    try:
        for row in reader:
            rows.append(row)
            first, ended = ended, reader.line_num
    except csv.Error as error:
        raise SourceError("ledger_not_csv", path=path, error=error) from error
    last = "".join(StringIO(text, newline="").readlines()[first:])
    opened = re.search(rf'(?:^|{re.escape(separator)})"', last)
    if opened and last.count('"') % 2:
        raise SourceError("ledger_quote_open", path=path, line=first + 1)
    return rows


def _decode(path: Path, data: bytes, encoding: str | None) -> tuple[str, Issues]:
    """Decode the text; a choice that the file does not make itself is reported."""
    mark = next((name for bom, name in _MARKS.items() if data.startswith(bom)), None)
    claims = [Claim("argument", encoding)] if encoding else []
    claims += [Claim("byte order mark", mark)] if mark and not encoding else []
    lines = list(dict.fromkeys(data.splitlines()))[:_SAMPLE_SIZE]
    choice = choose_encoding(lines, [False] * len(lines), claims) if not mark else None
    codec = encoding or mark or (choice.codec if choice else "utf-8")
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, LookupError) as error:
        raise SourceError(
            "ledger_undecodable", path=path, codec=codec, error=error
        ) from error
    if choice is None or encoding:
        return text.removeprefix("\ufeff"), Issues.none()
    details = {"origin": choice.origin, "checked": choice.checked}
    issues = Issues.of(
        "encoding_chosen", source=path.name, value=choice.codec, details=details
    )
    return text, issues
