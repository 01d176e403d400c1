"""Shapefiles: records, attributes and language bytes, also where parts are damaged."""

from __future__ import annotations

import codecs
import shutil
import struct
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pyogrio.raw
import shapely

from landbase.errors import SourceError
from landbase.geometry import parted_by_containment
from landbase.io.counts import compare_count, count_shapefile, count_shapes
from landbase.io.encoding import (
    ByteColumns,
    Choice,
    Claim,
    choice_issue,
    choose_encoding,
    decode,
    unique_headers,
)
from landbase.io.gdal import call_gdal
from landbase.io.layers import RawTable, companion, decode_wkb, read_prj
from landbase.issues import Issues

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["read_dbf", "read_shapefile"]

_HEADER = 100
_RECORD = 8
_WORD = 2
_BOX = 36  # type and bounding box, before the counts
_COUNTS = _BOX + 8
_MULTI = {3, 5, 13, 15, 23, 25}  # lines and polygons, plain, with Z, with M
_POINTS = {1: 20, 11: 28, 21: 28}
_KNOWN = {0, 8, 18, 28, 31, *_MULTI, *_POINTS}


class Repaired(NamedTuple):
    """What was repaired: numbers of records emptied, and bytes that were no record."""

    emptied: list[int]
    left_over: int


def repair_shp(path: Path) -> Repaired:
    """Make a damaged .shp readable and write the index that belongs to it."""
    data = bytearray(path.read_bytes())
    header = bytes(data[:_HEADER]).ljust(_HEADER, b"\0")
    position, index, emptied = _HEADER, b"", []
    while position + _RECORD + 4 <= len(data):
        _, words = struct.unpack_from(">ii", data, position)
        end = position + _RECORD + words * _WORD
        if words < _WORD or end > len(data):
            break
        if not _is_sound(data, position + _RECORD, words * _WORD):
            struct.pack_into("<i", data, position + _RECORD, 0)
            emptied.append(len(index) // _RECORD)
        index += struct.pack(">ii", position // _WORD, words)
        position = end
    left_over = len(data) - position
    body = bytes(data[_HEADER:position])
    path.write_bytes(_sized(header, _HEADER + len(body)) + body)
    path.with_suffix(".shx").write_bytes(_sized(header, _HEADER + len(index)) + index)
    return Repaired(emptied, max(left_over, 0))


def _sized(header: bytes, size: int) -> bytes:
    """Write a file's length, in words, into its header."""
    return header[:24] + struct.pack(">i", size // _WORD) + header[28:]


def _is_sound(data: bytearray, start: int, size: int) -> bool:
    """Tell whether the counts of a record agree with its length."""
    (kind,) = struct.unpack_from("<i", data, start)
    if kind not in _KNOWN:
        return False
    if kind in _POINTS:
        return size >= _POINTS[kind] - 8
    if kind not in _MULTI:
        return True
    if size < _COUNTS:
        return False
    parts, points = struct.unpack_from("<ii", data, start + _BOX)
    if parts < 0 or points < 0 or _COUNTS + 4 * parts + 16 * points > size:
        return False
    firsts = struct.unpack_from(f"<{parts}i", data, start + _COUNTS)
    rising = all(a < b for a, b in pairwise(firsts))
    return rising and (not firsts or (firsts[0] == 0 and firsts[-1] < points))


# From here on a float cannot hold every whole number of a long identifier.
_EXACT = 10**15
_NO_DAY = [b"", b"00000000", b"0"]


def stripped(column: npt.NDArray[np.bytes_]) -> npt.NDArray[np.object_]:
    r"""Take the padding off every cell, and what is left over behind a NUL.

    Examples
    --------
    >>> stripped(np.array([b" A ", b"B\0old"])).tolist()
    [b'A', b'B']
    """
    cells = np.char.strip(column).astype(object)
    ends = _bytes_of(column) == 0
    inside = (ends[:, :-1] & ~ends[:, 1:]).any(axis=1)  # more follows behind a NUL
    for at in np.flatnonzero(inside):
        cells[at] = cells[at].partition(b"\0")[0].strip()
    return cells


class _Distinct(NamedTuple):
    """A column by its distinct cells: which of them stands in each row."""

    codes: npt.NDArray[np.intp]
    values: npt.NDArray[np.object_]


def _distinct(column: npt.NDArray[np.bytes_]) -> _Distinct:
    """Find the distinct cells of a column, without their padding."""
    try:
        import pyarrow as pa
    except ImportError:
        return _Distinct(*pd.factorize(stripped(column)))
    width = column.dtype.itemsize
    held = [None, pa.py_buffer(np.ascontiguousarray(column))]
    cells = pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(column), held)
    encoded = cells.dictionary_encode()
    padded = np.array(encoded.dictionary.to_pylist(), dtype=column.dtype)
    # the same text may stand behind several paddings
    codes, values = pd.factorize(stripped(padded))
    return _Distinct(codes[encoded.indices.to_numpy()], values)


def _bytes_of(column: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint8]:
    """Give the bytes of each cell, padded to one width."""
    whole = np.ascontiguousarray(column)
    return whole.view(np.uint8).reshape(len(whole), max(whole.dtype.itemsize, 1))


def without_stars(
    values: npt.NDArray[np.object_],
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """Empty the cells that are filled with asterisks, which stand for no number.

    Examples
    --------
    >>> without_stars(np.array([b"1", b"****"], dtype=object))[0].tolist()
    [b'1', b'']
    """
    filled = np.array([bool(v) and not v.strip(b"*") for v in values], dtype=bool)
    return np.where(filled, b"", values), filled


def read_numbers(values: npt.NDArray[np.object_], decimals: int) -> pd.Series | None:
    """Read a column of numbers; None where a cell is no number, or too long for one.

    Examples
    --------
    >>> read_numbers(np.array([b"1", b"2"], dtype=object), 0).tolist()
    [1, 2]
    >>> read_numbers(np.array([b"1,5"], dtype=object), 2) is None
    True
    """
    blank = values == b""
    try:
        numbers = np.where(blank, b"nan", values).astype(np.float64)
    except ValueError:
        return None
    if not np.isfinite(numbers[~blank]).all():
        return None
    if decimals == 0 and (np.abs(numbers[~blank]) >= _EXACT).any():
        return None
    whole = decimals == 0 and not blank.any() and (numbers == np.floor(numbers)).all()
    return pd.Series(numbers.astype(np.int64) if whole else numbers)


def read_days(values: npt.NDArray[np.object_]) -> pd.Series | None:
    """Read a column of days; None where a cell is no day of the calendar.

    Examples
    --------
    >>> read_days(np.array([b"20210305", b"00000000"], dtype=object)).isna().tolist()
    [False, True]
    """
    blank = np.isin(values, _NO_DAY)
    texts = pd.Series(values).map(lambda cell: cell.decode("ascii", errors="replace"))
    days = pd.to_datetime(texts, format="%Y%m%d", errors="coerce")
    return days.astype("datetime64[s]") if bool((days.notna() | blank).all()) else None


_DBF_HEADER = 32
_FIELD = 32
_LONGEST_NAME = 256  # bytes of a .cpg that are looked at
_END_OF_FIELDS = 0x0D
_DELETED = ord("*")
_FLAGS = {ord(" "), _DELETED}
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
    """Read a DBF file; its text is decoded by the encoding that fits its bytes."""
    data = path.read_bytes()
    fields, first, length, said = _layout(data, path)
    count = max(0, min(said, (len(data) - first) // length))
    more = _records_beyond(data, first + count * length, length)
    count += more
    body = np.frombuffer(data, np.uint8, count * length, first).reshape(count, length)
    found = [Issues.none()]
    if more:
        details = {"said": said, "found": count}
        found.append(Issues.of("table_longer", source=source, details=details))
    if count < said:
        details = {"said": said, "found": count}
        found.append(Issues.of("table_cut_short", source=source, details=details))
    cells = {f: _cells(body, f) for f in fields}
    held = {f: _distinct(cells[f]) for f in fields if f.kind not in "IO"}
    claims = _claims(path, data, encoding)
    names = [f.name for f in fields]
    choice = _choose(held, names, claims)
    if choice is not None:
        found.append(choice_issue(choice, source))
    headers, cut_headers = _headers(names, choice)
    texts = ByteColumns(source, choice, claims, found)
    columns = {
        header: _column(cells[field], held.get(field), field, header, texts)
        for header, field in zip(headers, fields, strict=True)
    }
    if cut_headers:
        found.append(Issues.of("header_cut", source=source, column=cut_headers))
    frame = pd.DataFrame(columns, index=pd.RangeIndex(count))
    return DbfTable(frame, body[:, 0] == _DELETED, Issues.concat(found))


def _records_beyond(data: bytes, start: int, length: int) -> int:
    """Count the whole records behind the number that the header states."""
    count = 0
    while start + length <= len(data):
        record = data[start : start + length]
        if record[0] not in _FLAGS or not record[1:].strip(b" \0"):
            break
        count, start = count + 1, start + length
    return count


def _layout(data: bytes, path: Path) -> tuple[list[_Field], int, int, int]:
    """Read the header: fields, where records start, their length, their number."""
    said = int.from_bytes(data[4:8], "little")
    first = int.from_bytes(data[8:10], "little")
    length = int.from_bytes(data[10:12], "little")
    fields: list[_Field] = []
    position, start = _DBF_HEADER, 1
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
    if not fields or not _DBF_HEADER < first <= len(data) or length < start:
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
    held: dict[_Field, _Distinct], names: list[bytes], claims: list[Claim]
) -> Choice | None:
    values, full = list(names), [len(name) >= 10 for name in names]  # noqa: PLR2004 - a DBF header holds 10 bytes
    for field, (_, unique) in held.items():
        if field.kind == "C" and not b"".join(unique).isascii():
            values += unique.tolist()
            full += [len(value) == field.width for value in unique]
    return choose_encoding(values, full, claims)


def _headers(names: list[bytes], choice: Choice | None) -> tuple[list[str], list[str]]:
    """Decode the headers, each once, and list those cut."""
    full = [True] * len(names)
    decoded = decode(names, full, choice.codec if choice else "ascii")
    headers = unique_headers(decoded.texts)
    return headers, [headers[position] for position in decoded.cut]


def _column(
    cells: npt.NDArray[np.bytes_],
    held: _Distinct | None,
    field: _Field,
    header: str,
    texts: ByteColumns,
) -> pd.Series:
    """Give a column its type where every cell reads as such, else leave it text."""
    if held is None and field.width in {4, 8}:
        return pd.Series(cells.view("<i4" if field.kind == "I" else "<f8"))
    codes, values = held or _distinct(cells)
    typed: pd.Series | None = None
    if field.kind in "NF":
        values, filled = without_stars(values)
        if count := int(filled[codes].sum()):
            texts.note("cells_of_stars", header, details={"count": count})
        typed = read_numbers(values, field.decimals)
    elif field.kind == "D":
        typed = read_days(values)
    if typed is None:
        return texts.column(values, header, codes=codes, width=field.width)
    return typed.take(codes).reset_index(drop=True)


def read_shapefile(path: Path, *, source: str, encoding: str | None = None) -> RawTable:
    """Read a shapefile with the companions it has."""
    (_, fids, wkb, _), found = _read_geometry(path, source)
    table = _read_attributes(path, source, encoding, found)
    live = fids.astype(np.int64)
    frame = pd.DataFrame(index=pd.RangeIndex(len(live)))
    if table is not None:
        if table.deleted.any():
            live = live[~np.isin(live, np.flatnonzero(table.deleted))]
        frame = _on_rows(table, live, source, found)
    rows = live + 1
    stated = companion(path, ".prj")
    if len(live) < len(fids):
        wkb = wkb[np.isin(fids, live)]
    geometry, more = decode_wkb(wkb, source=source, rows=rows)
    found += [more, _turn_rings(geometry, source, rows)]
    raw = RawTable(
        source=source,
        frame=frame,
        rows=rows,
        geometry=geometry,
        crs=None if stated is None else read_prj(stated),
        issues=Issues.concat(found),
    )
    beside = None if table is None else companion(path, ".dbf")
    index = companion(path, ".shx")
    return compare_count(raw, count_shapefile(path, beside, shx=index))


def _turn_rings(
    shapes: npt.NDArray[np.object_], source: str, rows: npt.NDArray[np.int64]
) -> Issues:
    """Put right, in place, shells and holes that turn the wrong way round.

    GDAL takes each for the other; what lies in what tells them apart.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    with np.errstate(invalid="ignore", over="ignore"):  # a coordinate may be no number
        turned = np.unique(owner[shapely.area(parts) < 0])
    if not len(turned):
        return Issues.none()
    shapes[turned] = parted_by_containment(shapes[turned])
    return Issues.of("rings_turned", source=source, source_row=rows[turned])


def _read_geometry(path: Path, source: str) -> tuple[Any, list[Issues]]:
    """Read the shapes alone: beside a DBF, GDAL passes over shapes without a record."""
    found: list[Issues] = []
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = Path(folder) / "layer.shp"
        shutil.copyfile(path, copy)
        if (index := companion(path, ".shx")) is not None:
            shutil.copyfile(index, copy.with_suffix(".shx"))
        if copy.with_suffix(".shx").exists():
            try:
                result = _shapes(copy, source, found)
            except SourceError as error:
                whole, fault = True, str(error)
            else:
                listed = copy.with_suffix(".shx").read_bytes()
                whole = len(result[2]) >= count_shapes(copy.read_bytes(), listed)
                if not whole:  # the index leaves shapes out
                    found.append(Issues.of("index_stale", source=source))
                # GDAL gives a shape it cannot decode as none at all.
                elif not pd.isna(result[2]).any():
                    return result, found
                fault = ""
            repaired = repair_shp(copy)
            if fault or repaired.emptied or repaired.left_over:
                found.append(Issues.of("shapes_damaged", source=source, value=fault))
            elif whole:
                return result, found
        else:
            found.append(Issues.of("index_rebuilt", source=source))
            repaired = repair_shp(copy)
        _note_repair(repaired, source, found)
        return _shapes(copy, source, found), found


def _shapes(copy: Path, source: str, found: list[Issues]) -> Any:
    result, warned = call_gdal(
        pyogrio.raw.read, copy, name=source, columns=[], return_fids=True
    )
    if warned:
        found.append(Issues.of("reader_warned", source=source, value=warned))
    return result


def _note_repair(repaired: Repaired, source: str, found: list[Issues]) -> None:
    if repaired.emptied:
        rows = [number + 1 for number in repaired.emptied]
        found.append(Issues.of("unreadable_geometry", source=source, source_row=rows))
    if repaired.left_over:
        details = {"count": repaired.left_over}
        found.append(Issues.of("shapes_cut_short", source=source, details=details))


def _read_attributes(
    path: Path, source: str, encoding: str | None, found: list[Issues]
) -> DbfTable | None:
    beside = companion(path, ".dbf")
    if beside is None:
        found.append(Issues.of("table_missing", source=source))
        return None
    try:
        table = read_dbf(beside, source=source, encoding=encoding)
    except SourceError as error:
        found.append(Issues.of("table_unreadable", source=source, value=str(error)))
        return None
    found.append(table.issues)
    return table


def _on_rows(
    table: DbfTable, fids: npt.NDArray[np.int64], source: str, found: list[Issues]
) -> pd.DataFrame:
    """Lay the records beside the shapes by their number."""
    if np.array_equal(fids, table.frame.index) and not table.deleted.any():
        return table.frame
    if len(without := fids[fids >= len(table.frame)]):
        found.append(Issues.of("no_attributes", source=source, source_row=without + 1))
    extra = np.setdiff1d(np.flatnonzero(~table.deleted), fids)
    if len(extra):
        issue = Issues.of(
            "no_shape", source=source, source_row=extra + 1, set_aside=True
        )
        found.append(issue)
    if np.array_equal(fids, table.frame.index):
        return table.frame
    return table.frame.reindex(fids).reset_index(drop=True)
