"""Layers read through Arrow, column by column: text stays in Arrow's own arrays.

What Arrow would give otherwise than row by row (arcs, text that is not UTF-8, moments)
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

_TEXT = "OFTString"
_NUMBERS = {"OFTInteger", "OFTInteger64", "OFTReal"}
_PLAIN = {"OFSTNone", "OFSTFloat32", "OFSTInt16"}
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
    if any(
        (kind != _TEXT and kind not in _NUMBERS) or subtype not in _PLAIN
        for kind, subtype in kinds
    ):
        raise Unlike
    try:
        table.validate(full=True)  # text is UTF-8
    except pa.ArrowInvalid as error:
        raise Unlike from error
    wkb = _geometry(table, meta)
    columns = [_column(table.column(str(name))) for name in meta["fields"]]
    fid = meta["fid_column"] or "OGC_FID"
    fids = table.column(fid).to_numpy() if fid in table.column_names else None
    if fids is None:
        raise Unlike
    return {**meta, STRAIGHT: True}, fids, wkb, columns


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
    if pa.types.is_integer(column.type) and column.null_count:
        # as row by row; the caller reads long ones again, by themselves
        return column.cast(pa.float64(), safe=False).to_numpy()
    return column.to_numpy()
