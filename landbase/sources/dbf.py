"""Attribute tables of shapefiles (DBF), read byte by byte of their fixed layout.

GDAL turns a number it cannot read into 0, stops at a date such as 20211399, and
decodes text before anyone can look at it. All three hide faults that cleaning has to
report, so the cells are taken from the file as they are: a column whose cells all
read as its type becomes that type, any other stays text.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.companions import companion
from landbase.sources.dbf_cells import (
    read_days,
    read_numbers,
    stripped,
    without_stars,
)
from landbase.sources.encoding import Choice, Claim, choose_encoding, decode
from landbase.sources.texts import ByteColumns, choice_issue, unique_headers

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

__all__ = ["DbfTable", "read_dbf"]

_HEADER = 32
_FIELD = 32
_LONGEST_NAME = 256  # bytes of a .cpg that are looked at
_END_OF_FIELDS = 0x0D
_DELETED = ord("*")
# Language bytes that name one code page; 0x57 means "the writer's own" and names none.
_LANGUAGES = {
    0x01: "437",
    0x02: "850",
    0x03: "1252",
    0x13: "932",
    0x26: "866",
    0x4D: "936",
    0x4E: "949",
    0x4F: "950",
    0x58: "1252",
    0x59: "1252",
    0x65: "866",
    0x78: "950",
    0x79: "949",
    0x7A: "936",
    0x7B: "932",
    0x7C: "874",
    0xC8: "1250",
    0xC9: "1251",
    0xCA: "1254",
    0xCB: "1253",
}


@dataclass(frozen=True)
class DbfTable:
    """The table of a DBF file.

    Attributes
    ----------
    frame
        One row a record, deleted ones included, on a plain RangeIndex.
    deleted
        Which records are marked as deleted.
    issues
        The encoding chosen, cut or undecodable values, a table shorter than it says.
    """

    frame: pd.DataFrame
    deleted: npt.NDArray[np.bool_]
    issues: Issues


@dataclass(frozen=True)
class _Field:
    name: bytes
    kind: str
    start: int
    width: int
    decimals: int


def read_dbf(path: Path, *, source: str, encoding: str | None = None) -> DbfTable:
    """Read a DBF file; its text is decoded by the encoding that fits its bytes.

    Parameters
    ----------
    path
        The .dbf file; a .cpg beside it is a claim about its encoding.
    source
        What issues call the table.
    encoding
        Overrides every claim and every check.

    Returns
    -------
    table
        The records and what was found.

    Raises
    ------
    SourceError
        The header is not that of a DBF file.
    """
    data = path.read_bytes()
    fields, first, length, said = _layout(data, path)
    count = max(0, min(said, (len(data) - first) // length))
    body = np.frombuffer(data, np.uint8, count * length, first).reshape(count, length)
    found = [Issues.none()]
    if count < said:
        details = {"said": said, "found": count}
        found.append(Issues.of("table_cut_short", source=source, details=details))
    cells = {f: _cells(body, f) for f in fields}
    claims = _claims(path, data, encoding)
    names = [f.name for f in fields]
    choice = _choose(cells, names, claims)
    if choice is not None:
        found.append(choice_issue(choice, source))
    headers, cut_headers = _headers(names, choice)
    texts = ByteColumns(source, choice, claims, found)
    columns = {
        header: _column(cells[field], field, header, texts)
        for header, field in zip(headers, fields, strict=True)
    }
    if cut_headers:
        found.append(Issues.of("header_cut", source=source, column=cut_headers))
    frame = pd.DataFrame(columns, index=pd.RangeIndex(count))
    return DbfTable(frame, body[:, 0] == _DELETED, Issues.concat(found))


def _layout(data: bytes, path: Path) -> tuple[list[_Field], int, int, int]:
    """Read the header: fields, where records start, their length, their number."""
    said = int.from_bytes(data[4:8], "little")
    first = int.from_bytes(data[8:10], "little")
    length = int.from_bytes(data[10:12], "little")
    fields: list[_Field] = []
    position, start = _HEADER, 1
    while (
        position + _FIELD <= min(first, len(data)) and data[position] != _END_OF_FIELDS
    ):
        part = data[position : position + _FIELD]
        kind, width, decimals = chr(part[11]), part[16], part[17]
        if kind == "C":  # long text keeps the high byte of its width in `decimals`
            width, decimals = width + 256 * decimals, 0
        name = part[:11].split(b"\0")[0].strip()
        fields.append(_Field(name, kind, start, width, decimals))
        position, start = position + _FIELD, start + width
    if not fields or not _HEADER < first <= len(data) or length < start:
        raise SourceError("dbf_header_wrong", file=path.name)
    return fields, first, length, said


def _claims(path: Path, data: bytes, encoding: str | None) -> list[Claim]:
    if encoding is not None:
        return [Claim("argument", encoding)]
    beside = companion(path, ".cpg")
    name = "" if beside is None else _written(beside.read_bytes()[:_LONGEST_NAME])
    claims = [Claim("cpg", name)] if name else []  # an empty one says nothing
    if data[29] in _LANGUAGES:
        claims.append(Claim("language byte", _LANGUAGES[data[29]]))
    return claims


def _written(data: bytes) -> str:
    """Read the name in a .cpg, whatever an editor put around it."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    lines = text.replace("\0", "").split("\n")
    return next(filter(None, (line.strip(" \t\r\"'\x1a") for line in lines)), "")


def _cells(body: npt.NDArray[np.uint8], field: _Field) -> npt.NDArray[np.bytes_]:
    """Take a column as fixed-width bytes; trailing NULs drop off on access."""
    part = np.ascontiguousarray(body[:, field.start : field.start + field.width])
    return part.view(f"S{max(field.width, 1)}").ravel()


def _choose(
    cells: dict[_Field, npt.NDArray[np.bytes_]], names: list[bytes], claims: list[Claim]
) -> Choice | None:
    values, full = list(names), [len(name) >= 10 for name in names]  # noqa: PLR2004 - a DBF header holds 10 bytes
    for field, column in cells.items():
        if field.kind == "C" and not _is_ascii(column):
            unique = pd.unique(stripped(column))
            values += unique.tolist()
            full += [len(value) == field.width for value in unique]
    return choose_encoding(values, full, claims)


def _is_ascii(column: npt.NDArray[np.bytes_]) -> bool:
    return not bool((column.view(np.uint8) >= 0x80).any()) if column.size else True  # noqa: PLR2004 - ASCII ends here


def _headers(names: list[bytes], choice: Choice | None) -> tuple[list[str], list[str]]:
    """Decode the headers, each once, and list those cut."""
    full = [True] * len(names)
    decoded = decode(names, full, choice.codec if choice else "ascii")
    headers = unique_headers(decoded.texts)
    return headers, [headers[position] for position in decoded.cut]


def _column(
    cells: npt.NDArray[np.bytes_], field: _Field, header: str, texts: ByteColumns
) -> pd.Series:
    """Give a column its type where every cell reads as such, else leave it text."""
    typed: pd.Series | None = None
    if field.kind in "NF":
        values, filled = without_stars(stripped(cells))
        if filled:
            texts.note("cells_of_stars", header, details={"count": filled})
        typed = read_numbers(values, field.decimals)
    elif field.kind == "D":
        typed = read_days(stripped(cells))
    elif field.kind in "IO" and field.width in {4, 8}:
        typed = pd.Series(cells.view("<i4" if field.kind == "I" else "<f8"))
    if typed is None:
        return texts.column(stripped(cells), header, width=field.width)
    return typed
