"""Layers read through Arrow, column by column: text stays in Arrow's own arrays.

What Arrow would give otherwise than row by row (arcs, text that is not UTF-8, lists)
is left to `pyogrio.raw.read`, so that both ways give the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa

__all__ = ["STRAIGHT", "Unlike", "read_columns"]

STRAIGHT = "straight"  # what `meta` says of a layer that was seen to hold no arcs

_TEXT, _DAY, _MOMENT = "OFTString", "OFTDate", "OFTDateTime"
_NUMBERS = {"OFTInteger", "OFTInteger64", "OFTReal"}
_KINDS = {_TEXT, _DAY, _MOMENT, *_NUMBERS}
_PLAIN = {"OFSTNone", "OFSTBoolean", "OFSTFloat32", "OFSTInt16"}
# What reading row by row gives back as it stands, but for milliseconds that are none.
_AS_BY_ROWS = (
    r"^[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{3})?"
    r"(?:Z|[+-](?:0[1-9]|1[0-4]):(?:00|15|30|45))?$"
)
_NO_PARTS = (r"\.000(Z|[+-].*)?$", r"\1")
# Points, lines, polygons and their kind; from 7 on may hold arcs.
_STRAIGHT = {kind + height for kind in range(1, 7) for height in (0, 1000, 2000, 3000)}
_HIGH_BITS = 0x0FFFFFFF


class Unlike(Exception):  # noqa: N818 - no fault: the other way is taken
    """Arrow would give this layer otherwise than reading row by row."""


def read_columns(
    path: Path | str, /, **options: Any
) -> tuple[Any, Any, Any, list[Any]]:
    """Read a layer as `pyogrio.raw.read` does, its columns as Arrow has them.

    Raises
    ------
    Unlike
        pyarrow is not there, or the layer holds what is to be read row by row.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise Unlike from error
    import pyogrio.raw

    meta, table = pyogrio.raw.read_arrow(path, **options)
    about = pyogrio.read_info(path, layer=options.get("layer"))
    if about["features"] != table.num_rows:  # a stream just ends where a file is cut
        raise Unlike
    kinds = list(zip(meta["ogr_types"], meta["ogr_subtypes"], strict=True))
    if any(kind not in _KINDS or subtype not in _PLAIN for kind, subtype in kinds):
        raise Unlike
    try:
        table.validate(full=True)  # text is UTF-8
    except pa.ArrowInvalid as error:
        raise Unlike from error
    wkb = _geometry(table, meta)
    columns = _columns(table, meta)
    # days that are none, such as February 30, become others in Arrow
    if days := [at for at, (kind, _) in enumerate(kinds) if kind == _DAY]:
        options |= {"columns": list(meta["fields"][days]), "read_geometry": False}
        *_, cells = pyogrio.raw.read(path, **options)
        for at, column in zip(days, cells, strict=True):
            columns[at] = column
    fid = meta["fid_column"] or "OGC_FID"
    fids = table.column(fid).to_numpy() if fid in table.column_names else None
    if fids is None:
        raise Unlike
    return {**meta, STRAIGHT: True}, fids, wkb, columns


def _columns(table: pa.Table, meta: Mapping[str, Any]) -> list[Any]:
    held = zip(meta["fields"], meta["ogr_types"], strict=True)
    return [
        _column(_moments(column) if kind == _MOMENT else column)
        for column, kind in ((table.column(str(name)), kind) for name, kind in held)
    ]


def _moments(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give moments as row by row, where they are written almost so."""
    import pyarrow as pa
    from pyarrow import compute

    if not pa.types.is_string(column.type):
        raise Unlike
    known = compute.unique(column).drop_null()
    alike = compute.match_substring_regex(known, _AS_BY_ROWS)
    if not compute.all(alike, min_count=0).as_py():
        raise Unlike
    if compute.any(compute.match_substring_regex(known, _NO_PARTS[0])).as_py():
        return compute.replace_substring_regex(column, *_NO_PARTS)
    return column


def _geometry(table: pa.Table, meta: Mapping[str, Any]) -> Any:
    from pyarrow import compute

    name = meta["geometry_name"] or "wkb_geometry"
    if meta["geometry_type"] is None:
        return None
    if name not in table.column_names:
        raise Unlike
    column = table.column(name)
    heads = compute.unique(compute.binary_slice(column, 0, 5)).drop_null().to_pylist()
    if any(_kind(head) not in _STRAIGHT for head in heads):
        raise Unlike
    return column.to_numpy()


def _kind(head: bytes) -> int:
    """Give the kind of geometry that WKB begins with, with heights as 1000s."""
    order = "little" if head[:1] == b"\1" else "big"
    number = int.from_bytes(head[1:5], order)  # type: ignore[arg-type]  # one of two
    high = 1000 * bool(number & 0x80000000) + 2000 * bool(number & 0x40000000)
    return (number & _HIGH_BITS) + high


def _column(column: pa.ChunkedArray) -> Any:
    """Give text as an Arrow array of pandas, numbers as an array of numpy."""
    import pyarrow as pa

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        dtype: Any = pd.StringDtype(na_value=np.nan)
        return dtype.__from_arrow__(column)
    if pa.types.is_boolean(column.type) and column.null_count:
        column = column.cast(pa.uint8())
    if pa.types.is_integer(column.type) and column.null_count:
        # as row by row; the caller reads long ones again, by themselves
        return column.cast(pa.float64(), safe=False).to_numpy()
    return column.to_numpy()
