"""What a SQLite file or a geodatabase keeps, where GDAL gives something else."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from landbase.io.bases import read_only
from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

    from landbase.io.layers import RawTable

__all__ = [
    "Counted",
    "count_rows",
    "has_curves",
    "layers_of",
    "may_hold_curves",
    "quoted",
    "restore_cells",
    "views_of",
]

# SQLite keeps any kind of value in any column; GDAL gives what the column declares,
# so that a text among dates is lost and 12.5 among whole numbers becomes 12.
_KINDS = (
    (("DATETIME", "TIMESTAMP"), "moment"),
    (("DATE",), "day"),
    (("BOOL",), "flag"),
    (("TINYINT", "SMALLINT", "MEDIUMINT"), "short"),
    (("BIGINT", "INT8"), "long"),
    (("INT",), "whole"),
    (("REAL", "FLOAT", "DOUBLE", "NUMERIC", "DECIMAL"), "number"),
)
_DIGITS = "[0-9][0-9]"
_DAY = f"{_DIGITS}{_DIGITS}-{_DIGITS}-{_DIGITS}"
_FITTING = {
    "day": "typeof({0}) = 'text' AND {0} GLOB '" + _DAY + "'",
    "moment": "typeof({0}) = 'text' AND {0} GLOB '" + _DAY + "[T ]*:*'",
    "flag": "typeof({0}) = 'integer' AND {0} IN (0, 1)",
    "short": "typeof({0}) = 'integer' AND {0} BETWEEN -2147483648 AND 2147483647",
    "whole": "typeof({0}) = 'integer'",
    "long": "typeof({0}) = 'integer'",
    "number": "typeof({0}) IN ('real', 'integer')",
}
# Quicker, where the column's own affinity is that of numbers: text sorts behind them.
_SORTED = "{0} <= 9e999"
_NOT_SORTED = ("CHAR", "CLOB", "TEXT", "BLOB")


# Damaged pages, or a damaged text that SQLite repeats in its error.
_DAMAGE = (sqlite3.Error, UnicodeDecodeError)


class _Odd(NamedTuple):
    """Cells of a column that hold another kind of value than it declares."""

    at: npt.NDArray[np.intp]
    shown: list[str]


# A file may hold a query without end under the name of a table.
_SECONDS = 20.0
_BYTES_PER_SECOND = 1_000_000.0
_STEPS = 100_000


def _connect(path: Path) -> closing[sqlite3.Connection]:
    """Open a file to be read, and end what takes longer than its size explains."""
    base = sqlite3.connect(read_only(path), uri=True)
    end = time.monotonic() + _SECONDS + path.stat().st_size / _BYTES_PER_SECOND
    base.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    return closing(base)


_VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"


def views_of(path: Path) -> list[str]:
    """Name the views of a SQLite file: queries that run when it is read."""
    try:
        with _connect(path) as base:
            return [str(name) for (name,) in base.execute(_VIEWS)]
    except _DAMAGE:  # its reader says so
        return []


def layers_of(path: Path) -> list[str]:
    """Name what a GeoPackage says are its layers with geometry; asks no view for it."""
    try:
        with _connect(path) as base:
            held = base.execute(_LAYERS).fetchall()
    except _DAMAGE:  # its reader says so
        return []
    return [str(name) for (name,) in held]


_LAYERS = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"


def quoted(name: str) -> str:
    """Write a name as SQLite wants it within a statement.

    Examples
    --------
    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


class Counted(NamedTuple):
    """What one look at the rows of a table tells.

    Attributes
    ----------
    rows
        How many there are; None where the file cannot be asked.
    odd
        The columns with cells of another kind than declared: name → SQL test.
    """

    rows: int | None
    odd: dict[str, str]


def count_rows(path: Path, layer: str) -> Counted:
    """Count the rows of a table of a SQLite file, and look for cells of other kinds."""
    try:
        with _connect(path) as base:
            # in a plain SQLite file GDAL takes INTEGER for 32 bits
            return _counted(base, layer, short=path.suffix.lower() != ".gpkg")
    except _DAMAGE:  # GDAL's reader has said so
        return Counted(_plain_count(path, layer), {})


def _plain_count(path: Path, layer: str) -> int | None:
    """Count rows whose cells cannot be looked at; None where not even that works."""
    try:
        with _connect(path) as base:
            sql = f"SELECT COUNT(*) FROM {quoted(layer)}"  # noqa: S608 - quoted
            return int(base.execute(sql).fetchone()[0])
    except _DAMAGE:  # GDAL's reader has said so
        return None


def restore_cells(
    path: Path, layer: str, table: RawTable, *, odd: Mapping[str, str]
) -> RawTable:
    """Put back what stands in the cells that hold another kind than their column.

    A column with such cells becomes text, each cell as it is stored.
    """
    tests = {name: test for name, test in odd.items() if name in table.frame.columns}
    if not tests:
        return table
    try:
        with _connect(path) as base:
            cells = _odd_cells(base, layer, tests, table.rows)
    except _DAMAGE:  # GDAL's reader has said so
        return table
    frame, found = table.frame.copy(), [table.issues]
    for header, held in cells.items():
        texts = _as_stored_text(frame[header])
        texts[held.at] = held.shown
        frame[header] = pd.Series(pd.array(texts, dtype="str"), index=frame.index)
        issue = Issues.of(
            "cell_of_other_kind",
            source=table.source,
            source_row=table.rows[held.at],
            column=header,
            value=held.shown,
        )
        found.append(issue)
    return replace(table, frame=frame, issues=Issues.concat(found))


def _counted(base: sqlite3.Connection, layer: str, *, short: bool) -> Counted:
    told = base.execute(f"PRAGMA table_info({quoted(layer)})").fetchall()
    declared = {name: str(said).upper() for _, name, said, *_ in told}
    kinds = {name: kind for name, said in declared.items() if (kind := _kind(said))}
    if short:
        kinds = {n: "short" if kind == "whole" else kind for n, kind in kinds.items()}
    tests = {n: _FITTING[kind].format(quoted(n)) for n, kind in kinds.items()}
    quick = {
        n: _SORTED.format(quoted(n))
        for n, kind in kinds.items()
        if kind == "number" and not any(word in declared[n] for word in _NOT_SORTED)
    }
    odd = (
        f"COUNT(CASE WHEN {quoted(n)} IS NULL OR {test} THEN NULL ELSE 1 END)"
        for n, test in (tests | quick).items()
    )
    sql = f"SELECT {', '.join(['COUNT(*)', *odd])} FROM {quoted(layer)}"  # noqa: S608 - quoted
    rows, *counts = base.execute(sql).fetchone()
    found = zip(tests.items(), counts, strict=True)
    return Counted(int(rows), {name: test for (name, test), n in found if n})


def _odd_cells(
    base: sqlite3.Connection,
    layer: str,
    tests: Mapping[str, str],
    rows: npt.NDArray[np.int64],
) -> dict[str, _Odd]:
    """Pick out such cells; the rows stand in the order of the file."""
    odd = {}
    for header, test in tests.items():
        asked = f"{quoted(header)}, {test}"
        sql = f"SELECT {asked} FROM {quoted(layer)} WHERE 1 = 1"  # noqa: S608 - quoted
        odd[header] = _pick(base.execute(sql).fetchall(), rows)
    return {header: cells for header, cells in odd.items() if len(cells.at)}


def _kind(declared: str) -> str | None:
    return next(
        (kind for words, kind in _KINDS if any(word in declared for word in words)),
        None,
    )


def _pick(stored: list[tuple[Any, Any]], rows: npt.NDArray[np.int64]) -> _Odd:
    at, values = [], []
    for position, row in enumerate(rows.tolist()):
        value, fits = stored[row - 1] if row <= len(stored) else (None, True)
        if value is not None and not fits:
            at.append(position)
            values.append(_shown(value))
    return _Odd(np.array(at, dtype=np.intp), values)


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return repr(value) if isinstance(value, float) else str(value)


def _as_stored_text(column: pd.Series) -> npt.NDArray[np.object_]:
    """Write the cells that GDAL read rightly as text."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return np.asarray(
            [None if pd.isna(v) else _iso(v) for v in column], dtype=object
        )
    return np.asarray(
        [None if pd.isna(v) else _number_text(v) for v in column], dtype=object
    )


def _iso(moment: pd.Timestamp) -> str:
    whole = moment == moment.normalize() and moment.tzinfo is None
    return moment.date().isoformat() if whole else moment.isoformat()


def _number_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# Types of geometry as WKB numbers them that hold, or may hold, arcs; +1000 with
# heights, +2000 with measures, +3000 with both.
_CURVED = {8, 9, 10, 11, 12}
_ENVELOPES = (0, 32, 48, 48, 64, 0, 0, 0)  # bytes, by three bits of the flags
_HEADER = 8
# A general polygon with arcs, as a geodatabase numbers it: 51 and the flag of curves.
_ARCS = re.compile(rb"\xb3\x80\x80\x80[\x02\x03\x06\x07\x0a\x0b\x0e\x0f]")


def has_curves(path: Path, layer: str) -> bool:
    """Tell whether a table of a GeoPackage holds arcs, whatever it says of itself."""
    try:
        with _connect(path) as base:
            return _stores_arcs(base, layer)
    except _DAMAGE:  # GDAL's reader has said so
        return False


def _stores_arcs(base: sqlite3.Connection, layer: str) -> bool:
    named = base.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", [layer]
    ).fetchone()
    if named is None:
        return False
    column, name = quoted(named[0]), quoted(layer)
    flags = base.execute(
        f"SELECT DISTINCT substr({column}, 4, 1) FROM {name}"  # noqa: S608 - quoted
        f" WHERE typeof({column}) = 'blob'"
    ).fetchall()
    for (flag,) in flags:
        if not flag:
            continue
        start = _HEADER + _ENVELOPES[(flag[0] >> 1) & 7] + 1
        sql = (
            f"SELECT DISTINCT substr({column}, {start}, 5) FROM {name}"  # noqa: S608 - quoted
            f" WHERE substr({column}, 4, 1) = ?"
        )
        if any(_is_curved(head) for (head,) in base.execute(sql, [flag])):
            return True
    return False


def _is_curved(head: bytes) -> bool:
    order: Literal["little", "big"] = "little" if head[:1] == b"\1" else "big"
    return int.from_bytes(head[1:], order) % 1000 in _CURVED


def may_hold_curves(geodatabase: Path) -> bool:
    """Tell whether some table of a geodatabase holds the mark of an arc."""
    return any(
        _ARCS.search(table.read_bytes()) for table in geodatabase.glob("*.gdbtable")
    )
