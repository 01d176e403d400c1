"""What GDAL gives of a layer, turned into a raw table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError as ProjError

from landbase.issues import Issues
from landbase.sources.encoding import choose_encoding, decode
from landbase.sources.raw import RawTable
from landbase.sources.texts import ByteColumns, choice_issue, unique_headers
from landbase.sources.wkb import decode_wkb

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from landbase.sources.encoding import Choice, Claim

__all__ = ["LayerRead", "is_single_bytes", "make_table", "stated_crs"]

_BEYOND_LATIN = "\u0100"
_INIT = re.compile(r"\binit\s*=\s*(?!epsg:)", re.IGNORECASE)  # a file of definitions
_TEMPORAL = {"OFTDate", "OFTDateTime"}


@dataclass(frozen=True)
class LayerRead:
    """A layer as GDAL gives it.

    Attributes
    ----------
    name, kind
        Of the layer.
    fields, types
        Headers and GDAL's types of the columns.
    crs
        As GDAL says it.
    wkb
        None for a layer without geometry.
    cells
        The columns.
    undecoded
        Text columns and headers hold bytes, as the characters U+0000 to U+00FF.
    """

    name: str
    kind: str
    fields: Sequence[str]
    types: Sequence[str]
    crs: str | None
    wkb: npt.NDArray[np.object_] | None
    cells: Sequence[npt.NDArray[Any]]
    undecoded: bool = False


def make_table(
    layer: LayerRead,
    *,
    source: str,
    rows: npt.NDArray[np.int64] | None = None,
    claims: Sequence[Claim] = (),
    warned: str = "",
) -> RawTable:
    """Give a layer's columns plain types and decode its text and geometry.

    Parameters
    ----------
    layer
        As read.
    source
        What issues call it.
    rows
        The number of each row in the source; by default from 1.
    claims
        What names the encoding of undecoded text.
    warned
        What GDAL said.

    Returns
    -------
    table
        The raw table.
    """
    found = [Issues.of("reader_warned", source=source, value=warned)] if warned else []
    columns = _columns(layer, source, claims, found)
    held = [*layer.cells[:1], layer.wkb] if layer.wkb is None else [layer.wkb]
    count = len(held[0]) if held[0] is not None else 0
    if rows is None:
        rows = np.arange(1, count + 1, dtype=np.int64)
    geometry = None
    if layer.wkb is not None:
        geometry, more = decode_wkb(layer.wkb, source=source, rows=rows)
        found.append(more)
    return RawTable(
        source=source,
        frame=pd.DataFrame(columns, index=pd.RangeIndex(count)),
        rows=rows,
        geometry=geometry,
        crs=stated_crs(layer.crs),
        issues=Issues.concat(found),
    )


def _columns(
    layer: LayerRead, source: str, claims: Sequence[Claim], found: list[Issues]
) -> dict[str, pd.Series]:
    """Type the columns, and decode headers and text where GDAL did not."""
    headers, choice = list(layer.fields), None
    if layer.undecoded:
        choice = _choose(layer, claims)
        headers = _headers(layer.fields, choice)
        if choice is not None:
            found.append(choice_issue(choice, source))
    texts = ByteColumns(source, choice, claims, found)
    columns = {}
    given = zip(unique_headers(headers), layer.types, layer.cells, strict=True)
    for header, kind, cells in given:
        if layer.undecoded and kind == "OFTString":
            columns[header] = texts.column(_to_bytes(cells), header)
        elif kind != "OFTBinary":
            columns[header] = _column(cells, kind)
    return columns


def is_single_bytes(layer: LayerRead) -> bool:
    """Tell whether no text of a layer has a character beyond Latin-1."""
    texts = [
        text
        for kind, cells in zip(layer.types, layer.cells, strict=True)
        if kind == "OFTString"
        for text in pd.unique(cells)
        if text is not None
    ]
    return all(max(text, default="") < _BEYOND_LATIN for text in texts)


def stated_crs(text: str | None) -> CRS | None:
    """Parse the CRS that GDAL reports; None where there is none or nobody can tell.

    Examples
    --------
    >>> stated_crs("EPSG:4525").to_epsg(), stated_crs(None)
    (4525, None)
    """
    if not text or _INIT.search(text):
        return None
    try:
        crs = CRS.from_user_input(text)
    except ProjError:
        return None
    if "PARAMETERFILE" in crs.to_wkt():  # a grid of shifts: another file
        return None
    return crs if crs.is_geographic or crs.is_projected else None


def _column(values: npt.NDArray[Any], kind: str) -> pd.Series:
    """Give text, dates and numbers their plain pandas types."""
    if kind in _TEMPORAL:
        return _moments(values)
    if values.dtype == np.float32:  # 4835.35, not 4835.35009765625
        return pd.Series(values.astype(str).astype(np.float64))
    if values.dtype != object:
        return pd.Series(values)
    texts = [None if value is None else _text(value) for value in values]
    return pd.Series(pd.array(texts, dtype="str"))


def _text(value: Any) -> str:
    """Write a cell as text; a list of one is that one."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return "、".join(map(str, value))
    return str(value)


def _moments(values: npt.NDArray[Any]) -> pd.Series:
    """Read ISO dates; a column with one that cannot be stays text."""
    texts = pd.Series(pd.array(values, dtype="str"))
    # The clock and its offset do not matter to a date as it was written.
    days = pd.to_datetime(texts.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    if bool((days.notna() | texts.isna()).all()):
        return days.astype("datetime64[s]")
    return texts


def _to_bytes(values: npt.NDArray[Any]) -> npt.NDArray[np.object_]:
    cells = [None if text is None else text.encode("latin-1") for text in values]
    held = np.empty(len(cells), dtype=object)
    held[:] = cells
    return held


def _choose(layer: LayerRead, claims: Sequence[Claim]) -> Choice | None:
    values = [header.encode("latin-1") for header in layer.fields]
    for kind, cells in zip(layer.types, layer.cells, strict=True):
        if kind == "OFTString":
            values += [v for v in pd.unique(_to_bytes(cells)) if v is not None]
    return choose_encoding(values, [False] * len(values), claims)


def _headers(fields: Sequence[str], choice: Choice | None) -> list[str]:
    names = [header.encode("latin-1") for header in fields]
    codec = choice.codec if choice else "ascii"
    return decode(names, [True] * len(names), codec).texts
