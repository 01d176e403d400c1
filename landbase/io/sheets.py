"""Tables in people’s spreadsheets: where they begin, their rows, merged cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.errors import SourceError
from landbase.files import require_regular, why_blocked
from landbase.io.encoding import Claim, choose_encoding, origin_of
from landbase.issues import Issues
from landbase.rules.ruleset import rules_of
from landbase.rules.vocabulary import fold
from landbase.tables.headers import Header, fill_merged, find_header, part_tables
from landbase.tables.read import Grid, read_workbook, to_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import numpy.typing as npt

    from landbase.rules.ruleset import Rules

__all__ = ["LedgerTable", "read_grids", "read_tables"]

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
    """Open a workbook or a CSV file, by what it holds and not by its ending."""
    path = Path(path)
    require_regular(path)
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        size = path.stat().st_size
    except OSError as error:
        raise SourceError(
            "file_cannot_be_opened", path=path, error=why_blocked(error)
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
    rows = _rows(path, text, separator)
    return Grids([Grid("", to_cells(rows), widths=tuple(map(len, rows)))], issues)


def _rows(path: Path, text: str, separator: str) -> list[list[str]]:
    """Part the text into rows; a quote left open would swallow all rows below it."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    # a cell may hold a whole outline; the size of the file is bounded above
    before = csv.field_size_limit(_MAX_BYTES)
    try:
        return _read_rows(path, text, separator, reader)
    finally:
        csv.field_size_limit(before)


def _read_rows(path: Path, text: str, separator: str, reader: Any) -> list[list[str]]:
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
    details = origin_of(choice)
    issues = Issues.of(
        "encoding_chosen", source=path.name, value=choice.codec, details=details
    )
    return text, issues


KINDS = ("data", "total", "note", "header_again", "number_only", "blank", "shifted")
_WORDS = "总合计|合计|总计|小计|累计|共计"
_COUNTED = r"(?:[:：(（].*|共?[0-9]+[宗个块条户项笔]?(?:地块|地)?)?"
_TOTAL = re.compile(rf"[^0-9]{{0,14}}?(?:{_WORDS}){_COUNTED}")
# 2023年合计, 1.准格尔旗小计: only where the row begins, for remarks hold figures too
_FIRST_TOTAL = re.compile(rf"[^,，。;；]{{0,18}}?(?:{_WORDS}){_COUNTED}")
_FIRST_CELLS = 2
_REMARKS = {"备注", "说明", "附注", "备注说明"}
_NOTE = re.compile(
    r"(?:备?注|说明|填表|填报|制表|审核|复核|负责人|联系|单位|日期|第.{1,4}页)"
)
_SERIAL = {"序号", "顺序号", "no", "xh", "编号"}
_SAME_HEADER = 0.6
_MIN_COUNTED = 3


class Body(NamedTuple):
    """The rows below a header.

    Attributes
    ----------
    cells
        The rows with merged ranges filled.
    own
        True where the value stood in the cell itself, False where a range filled it.
    ids
        The columns that name the parcel.
    names
        The last part of each column's header.
    """

    cells: npt.NDArray[np.object_]
    own: npt.NDArray[np.bool_]
    ids: tuple[int, ...]
    names: tuple[str, ...]


def sort_rows(body: Body) -> npt.NDArray[np.str_]:
    """Give the kind of every row, of `KINDS`."""
    kinds = np.full(len(body.cells), "data", dtype="<U12")
    kinds[~body.own.any(axis=1)] = "blank"
    for row in np.flatnonzero(_doubtful(body) & (kinds == "data")):
        kinds[row] = _kind(body, int(row))
    first = next((r for r, kind in enumerate(kinds) if kind != "blank"), None)
    if first is not None and _counts_columns(body.cells[first]):
        kinds[first] = "header_again"
    return kinds


def total_label(cells: Iterable[object], names: Iterable[str]) -> str | None:
    """Find the label of a total row, without inner spaces."""
    texts = [
        "".join(cell.split())
        for cell, name in zip(cells, names, strict=True)
        if isinstance(cell, str) and name not in _REMARKS
    ]
    for number, text in enumerate(texts):
        form = _FIRST_TOTAL if number < _FIRST_CELLS else _TOTAL
        if form.fullmatch(text):
            return text
    return None


def _doubtful(body: Body) -> npt.NDArray[np.bool_]:
    """Mark the rows that may be something else than a parcel."""
    doubtful = np.ones(len(body.cells), dtype=bool)
    for column in body.ids:
        given = body.cells[:, column] != np.array(None)
        name = body.names[column]
        odd = [not _is_id(value, name) for value in body.cells[:, column]]
        merged = given & ~body.own[:, column]
        doubtful &= ~given | np.array(odd, dtype=bool) | merged
    return doubtful


def _is_id(value: object, name: str) -> bool:
    """Tell an id from the words that stand in its column by other right."""
    if not isinstance(value, str):
        return value is not None
    if fold(value) == name:
        return False
    plain = "".join(value.split())
    return not (_FIRST_TOTAL.fullmatch(plain) or _NOTE.match(plain) or "：" in plain)


def _kind(body: Body, row: int) -> str:
    own = np.flatnonzero(body.own[row])
    values = [body.cells[row, column] for column in own]
    if total_label(values, [body.names[column] for column in own]) is not None:
        return "total"
    names = {body.names[column] for column in own}
    if names <= _SERIAL and not _has_id(body, row) and _is_serial(values[0]):
        return "number_only"
    if _repeats_header(body, row, own):
        return "header_again"
    if not _has_id(body, row) and _is_note(values):
        return "note"
    return "data"


def _is_serial(value: object) -> bool:
    return not isinstance(value, str) or value.strip().rstrip(".、").isdigit()


def _has_id(body: Body, row: int) -> bool:
    return any(_is_id(body.cells[row, n], body.names[n]) for n in body.ids)


def _is_note(values: list[object]) -> bool:
    """Tell remarks and signatures: text alone, in one cell or with their own labels."""
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) < len(values):
        return False
    return len(texts) == 1 or all(
        "：" in t or ":" in t or _NOTE.match(t) for t in texts
    )


def _repeats_header(body: Body, row: int, own: npt.NDArray[np.int64]) -> bool:
    same = sum(fold(str(body.cells[row, c])) == body.names[c] != "" for c in own)
    return bool(same >= max(2, _SAME_HEADER * len(own)))


def _counts_columns(row: npt.NDArray[np.object_]) -> bool:
    """Tell a row that numbers the columns: 1, 2, 3 … or 甲, 乙, (1), (2) …."""
    texts = [re.sub(r"[()（）\s]|\.0$", "", str(v)) for v in row if v is not None]
    figures = [text for text in texts if text not in set("甲乙丙丁戊")]
    expected = [str(number) for number in range(1, len(figures) + 1)]
    return (
        len(figures) >= _MIN_COUNTED
        and [f.partition("=")[0] for f in figures] == expected
    )


_SHOWN = 12
_LEFT_OUT = {
    "note": "ledger_note",
    "header_again": "ledger_header_again",
    "number_only": "ledger_number_only",
    "shifted": "ledger_row_shifted",
}
_SET_ASIDE = {"shifted"}


@dataclass(frozen=True, eq=False)
class LedgerTable:
    """One table of a ledger, as found.

    Attributes
    ----------
    source
        The file's name, or ``file(sheet)`` where a file has several sheets.
    header
        Where the header is, its parts, and the captions above.
    frame
        The rows of parcels, on a plain RangeIndex, cells as found, merged ranges
        filled; columns are the header's names, without those that hold nothing.
    own
        Like `frame`: True where the value stood in the cell itself.
    rows
        The sheet's row number of each row of `frame`.
    totals
        The rows of totals, columns as in `frame`.
    formats
        Number formats that show more than the number, by header and position; see
        `Grid.formats`.
    total_rows, total_labels
        Their row numbers, and their labels such as 准格尔旗小计.
    issues
        What was left out, filled or not read.
    """

    source: str
    header: Header
    frame: pd.DataFrame
    own: pd.DataFrame
    rows: npt.NDArray[np.int64]
    totals: pd.DataFrame
    total_rows: npt.NDArray[np.int64]
    total_labels: tuple[str, ...]
    issues: Issues
    formats: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


def read_tables(
    path: Path | str,
    *,
    sheet: str | None = None,
    header: int | tuple[int, int] | None = None,
    encoding: str | None = None,
    ids: Collection[str] = (),
    rules: Rules | None = None,
) -> list[LedgerTable]:
    """Read the tables of a ledger: of every visible sheet that lists parcels."""
    path = Path(path)
    held = rules_of(rules)
    grids, issues = read_grids(path, encoding=encoding)
    chosen = _named(grids, sheet, path) if sheet is not None else grids
    rows = _as_rows(header)
    with_header = [pair for g in chosen for pair in _parted(g, held, rows)]
    several = len(grids) > 1
    keys = frozenset(map(fold, ids)) | _id_words(held)
    picked = with_header if sheet else _pick(with_header, keys)
    if not picked:
        raise SourceError("ledger_table_missing", path=path)
    issues += _tables_not_read(with_header, picked, path.name)
    read = {grid.name for grid, _ in picked}
    unread = [grid.name for grid in grids if grid.name not in read and len(grid.cells)]
    if unread and sheet is None:
        issues += Issues.of("ledger_sheet_not_read", source=path.name, value=unread)
    tables = [
        _table(grid, head, keys, f"{path.name}({grid.name})" if several else path.name)
        for grid, head in picked
    ]
    return [_with_issues(tables[0], issues), *tables[1:]]


def _parted(
    grid: Grid, rules: Rules, rows: tuple[int, int] | None
) -> list[tuple[Grid, Header]]:
    """Give the tables of a sheet; where the user says the header, there is one."""
    if not len(grid.cells):
        return []
    if rows is None:
        return part_tables(grid, rules)
    head = find_header(grid, rules, rows=rows)
    return [] if head is None else [(grid, head)]


def _tables_not_read(
    found: list[tuple[Grid, Header]], picked: list[tuple[Grid, Header]], name: str
) -> Issues:
    """Report tables that stand on a sheet beside one that was read."""
    sheets = {grid.name for grid, _ in picked}
    taken = {(grid.name, head.top) for grid, head in picked}
    left = [
        (grid.name, head)
        for grid, head in found
        if grid.name in sheets and (grid.name, head.top) not in taken
    ]
    if not left:
        return Issues.none()
    return Issues.of(
        "ledger_table_not_read",
        source=[f"{name}({sheet})" if sheet else name for sheet, _ in left],
        source_row=[head.top + 1 for _, head in left],
        value=["、".join("/".join(p) for p in h.parts if p) for _, h in left],
    )


def _named(grids: list[Grid], sheet: str, path: Path) -> list[Grid]:
    if chosen := [grid for grid in grids if grid.name == sheet]:
        return chosen
    names = ", ".join(grid.name for grid in grids)
    raise SourceError("ledger_sheet_missing", path=path, sheet=sheet, names=names)


def _as_rows(header: int | tuple[int, int] | None) -> tuple[int, int] | None:
    if header is None:
        return None
    first, last = (header, header) if isinstance(header, int) else header
    if not 1 <= first <= last:
        raise ValueError(f"header={header!r}: rows count from 1, first before last")
    return first - 1, last - 1


def _id_words(rules: Rules) -> frozenset[str]:
    term = rules.vocabulary.term("field", "parcel_id")
    return frozenset(map(fold, (term.code, term.zh, *term.aliases)))


def _id_columns(head: Header, keys: frozenset[str]) -> tuple[int, ...]:
    return tuple(
        number
        for number, parts in enumerate(head.parts)
        if parts and not keys.isdisjoint({fold(parts[-1]), fold("".join(parts))})
    )


def _pick(
    found: list[tuple[Grid, Header]], keys: frozenset[str]
) -> list[tuple[Grid, Header]]:
    """Pick the visible sheets that list parcels; else the one that knows most words."""
    visible = [(g, h) for g, h in found if not g.hidden]
    listing = [(g, h) for g, h in visible if _id_columns(h, keys)]
    best = sorted(visible, key=lambda pair: -pair[1].known)[:1]
    return listing or best


def _table(grid: Grid, head: Header, keys: frozenset[str], source: str) -> LedgerTable:
    top = head.bottom + 1
    below = _without_blanks(grid.cells[top:])
    cells = fill_merged(grid, below, top=top)
    own = below != np.array(None)
    ids = _id_columns(head, keys)
    names = tuple(fold(parts[-1]) if parts else "" for parts in head.parts)
    kinds = sort_rows(Body(cells, own, ids, names))
    kinds[(kinds == "data") & _are_shifted(grid, head)] = "shifted"
    own[kinds == "shifted"] = False
    used = own.any(axis=0) | np.array([bool(parts) for parts in head.parts])
    columns = [name for name, use in zip(head.names, used, strict=True) if use]
    data, total = (np.flatnonzero(kinds == kind) for kind in ("data", "total"))
    cells = cells[:, used]
    return LedgerTable(
        source=source,
        header=head,
        frame=pd.DataFrame(cells[data], columns=columns, dtype=object),
        own=pd.DataFrame(own[data][:, used], columns=columns),
        rows=data + top + 1,
        totals=pd.DataFrame(cells[total], columns=columns, dtype=object),
        total_rows=total + top + 1,
        total_labels=tuple(total_label(below[row], names) or "" for row in total),
        issues=_issues(grid, head, source, below, kinds),
        formats=_formats(grid, head, data + top),
    )


def _formats(
    grid: Grid, head: Header, rows: npt.NDArray[np.intp]
) -> dict[str, dict[int, str]]:
    """Lay the number formats of cells beside the rows of parcels, by header."""
    position = {int(row): number for number, row in enumerate(rows)}
    names = head.names
    found: dict[str, dict[int, str]] = {}
    for (row, column), code in grid.formats.items():
        if row in position:
            found.setdefault(names[column], {})[position[row]] = code
    return found


# 1,234.50 written without quotes falls into two cells: 1 and 234.50
_FIRST_PART = re.compile(r"\s*[-+¥￥]?[0-9]{1,3}")
_NEXT_PART = re.compile(r"[0-9]{3}(?:\.[0-9]*)?\s*")


def _are_shifted(grid: Grid, head: Header) -> npt.NDArray[np.bool_]:
    """Find the rows of a text file that commas inside figures have made too long."""
    top = head.bottom + 1
    shifted = np.zeros(len(grid.cells) - top, dtype=bool)
    widths = np.array(grid.widths[top : len(grid.cells)], dtype=np.int64)
    if not len(widths):
        return shifted
    longest = max(grid.widths[head.top : top])
    usual = Counter(widths.tolist()).most_common(1)[0][0]
    for at in np.flatnonzero(widths > longest):
        texts = ["" if v is None else str(v) for v in grid.cells[top + at]]
        beyond = any(text.strip() for text in texts[longest:])
        if (beyond or widths[at] > usual) and any(map(_are_parts, texts, texts[1:])):
            shifted[at] = True
    return shifted


def _are_parts(left: str, right: str) -> bool:
    return bool(_FIRST_PART.fullmatch(left) and _NEXT_PART.fullmatch(right))


def _without_blanks(cells: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Make cells that hold only spaces empty."""
    blank = [isinstance(value, str) and not value.strip() for value in cells.ravel()]
    emptied = cells.copy()
    emptied[np.array(blank, dtype=bool).reshape(cells.shape)] = None
    return emptied


def _issues(
    grid: Grid,
    head: Header,
    source: str,
    below: npt.NDArray[np.object_],
    kinds: npt.NDArray[np.str_],
) -> Issues:
    top = head.bottom + 1
    found = [
        Issues.of(
            code,
            source=source,
            source_row=np.flatnonzero(kinds == kind) + top + 1,
            value=[_joined(row) for row in below[kinds == kind]],
            set_aside=kind in _SET_ASIDE,
        )
        for kind, code in _LEFT_OUT.items()
        if (kinds == kind).any()
    ]
    shown = kinds != "blank"
    hidden = [r + 1 for r in sorted(grid.hidden_rows) if _at(shown, r - top)]
    if hidden:
        details = {"count": len(hidden), "rows": _listed(hidden)}
        found.append(Issues.of("ledger_rows_hidden", source=source, details=details))
    filled = sum(box.bottom >= top and box != (0, 0, 0, 0) for box in grid.merged)
    if filled:
        details = {"count": filled}
        found.append(Issues.of("ledger_merged_filled", source=source, details=details))
    if grid.unvalued:
        details = {"count": len(grid.unvalued), "cells": _listed(grid.unvalued)}
        found.append(Issues.of("ledger_no_result", source=source, details=details))
    return Issues.concat(found)


def _at(mask: npt.NDArray[np.bool_], number: int) -> bool:
    return 0 <= number < len(mask) and bool(mask[number])


def _joined(row: npt.NDArray[np.object_]) -> str:
    return " ".join(str(value).strip() for value in row if value is not None)


def _listed(items: Collection[object]) -> str:
    shown = ", ".join(str(item) for item in list(items)[:_SHOWN])
    return shown + (" …" if len(items) > _SHOWN else "")


def _with_issues(table: LedgerTable, more: Issues) -> LedgerTable:
    return LedgerTable(**{**vars(table), "issues": more + table.issues})
