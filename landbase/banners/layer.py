"""Read banner outlines from whatever layer a bureau has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError as ProjError

from landbase.crs import CGCS2000, to_geographic
from landbase.errors import CRSError, GeometryError, SchemaError, SourceError, warn
from landbase.geometry import polygons_only, repair, unite
from landbase.io.formats import read_source
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import require_columns
from landbase.tables.ids import clean_id
from landbase.texts import Text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from landbase.io.layers import RawTable
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["read_banners"]

Geometries = npt.NDArray[np.object_]

# six digits of GB/T 2260, perhaps padded to the nine or twelve of finer editions
_CODE = re.compile(r"([1-8]\d{5})(?:000|000000)?(?:\.0+)?")
_FULL_CIRCLE = 360  # degrees; a coordinate beyond it is in metres


def read_banners(
    path: Path | str,
    *,
    code: str | None = None,
    name: str | None = None,
    layer: str | None = None,
    crs: Any = None,
    encoding: str | None = None,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> gpd.GeoDataFrame:
    """Read the outlines of banners.

    Which column names the banner is found by its header or by its values: codes of
    any edition of GB/T 2260 (six digits, or padded to nine or twelve), names, short
    names. Rows of one banner become one outline; invalid outlines are repaired.

    GCJ-02 outlines labelled WGS84 (such as DataV's) cannot be told from real ones by
    themselves and lie about 400 m off; `check_parcels` notices by the parcels.

    Parameters
    ----------
    path
        A vector file, as for `read_parcels`.
    code
        The column that holds the code or name of the banner, where not found.
    name
        The column that holds the name to show; by default the vocabulary's name, and
        for a banner that it does not know the layer's.
    layer
        The layer, where the file has several with polygons.
    crs
        The CRS of a file that states none, or that states degrees over metres.
    encoding
        Encoding of the text, where the one found is wrong.
    rules
        The words to understand; by default those of landbase.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    banners
        Columns banner (six digits), name and geometry, in EPSG:4490, in code order
        on a plain index; ``attrs["source"]`` names the file.

    Raises
    ------
    SourceError
        The file cannot be read, or has several layers and none is named.
    SchemaError
        No column names the banners, or a row's value is not understood.
    CRSError
        No CRS is stated or given, or it is not CGCS2000 (WGS84 passes for it).
    GeometryError
        A row has no polygon.

    Warns
    -----
    LandbaseWarning
        Outlines were repaired, or records of the file could not be read.
    """
    held = rules_of(rules, vocabulary=vocabulary)
    words = held.vocabulary
    table = _only_table(read_source(path, layer=layer, encoding=encoding))
    codes = _codes(table, code, held)
    rows = gpd.GeoDataFrame(
        {"banner": codes, "name": _names(table.frame, codes, name, words)},
        geometry=_outlines(table, codes),
        crs=_stated(table, crs),
    )
    rows = to_geographic(rows)
    merged = rows.groupby("banner", sort=True).agg({
        "name": "first",
        rows.geometry.name: lambda outlines: unite(outlines.to_numpy()),
    })
    banners = gpd.GeoDataFrame(
        merged[["name"]].reset_index().astype("str"),
        geometry=merged[rows.geometry.name].to_numpy(),
        crs=CGCS2000,
    )
    banners.attrs["source"] = table.source
    return banners


def _only_table(tables: list[RawTable]) -> RawTable:
    spatial = [table for table in tables if table.geometry is not None]
    if len(spatial) != 1:
        names = ", ".join(table.source for table in tables)
        raise SourceError("banner_layer_unclear", names=names, count=len(spatial))
    if not len(spatial[0].rows):
        raise SourceError("banner_layer_empty", source=spatial[0].source)
    if heavy := len(spatial[0].issues.of_severity("error", "warning")):
        first = spatial[0].issues.of_severity("error", "warning").message(1)
        warn(
            "banner_layer_findings",
            source=spatial[0].source,
            count=heavy,
            first=first,
            stacklevel=3,
        )
    return spatial[0]


def _code_of(value: object, rules: Rules) -> str | None:
    """Understand one value as a banner; None when it is none."""
    text = clean_id(str(value))
    digits = _CODE.fullmatch(text)
    return rules.find_banner(text) or (digits[1] if digits else None)


def _resolved(column: pd.Series, rules: Rules) -> pd.Series:
    found = {value: _code_of(value, rules) for value in column.dropna().unique()}
    return column.map(found).astype("str")


def _codes(table: RawTable, code: str | None, rules: Rules) -> pd.Series:
    """Find the banner of every row, in the column that tells most banners apart."""
    frame, words = table.frame, rules.vocabulary
    if code is not None:
        require_columns(frame, code)
    columns = [code] if code is not None else list(frame.columns)
    named = [c for c in columns if words.find("field", str(c)) == "banner"]
    resolved = {column: _resolved(frame[column], rules) for column in columns}
    known = {c: codes.isin(words.codes("banner")) for c, codes in resolved.items()}
    sure = [code, *named]  # other columns may hold numbers that only look like codes
    full = [
        c for c in columns if (resolved[c].notna() if c in sure else known[c]).all()
    ]
    if full:
        rank = [(resolved[c].nunique(), known[c].sum(), c in named) for c in full]
        return resolved[full[rank.index(max(rank))]]
    suspects = [code] if code is not None else named
    unknown = [
        str(value)
        for column in suspects
        for value in frame.loc[resolved[column].isna(), column].unique()
    ]
    raise SchemaError(
        "banner_column_unknown",
        source=table.source,
        unknown=Text("errors.banner_words_unknown", words=unknown[:5])
        if unknown
        else "",
        columns=list(frame.columns),
    )


def _names(
    frame: pd.DataFrame, codes: pd.Series, name: str | None, words: Vocabulary
) -> pd.Series:
    """Name every row: as told, else by the vocabulary, else by the layer."""
    if name is not None:
        require_columns(frame, name)
        return frame[name].astype("str").fillna(codes)
    known = codes.map(words.labels("banner"))
    headers = {str(column): column for column in frame.columns}
    own = [
        c for h, c in headers.items() if words.find("field", h) in {"name", "banner"}
    ]
    for column in own:
        text = frame[column].astype("str")
        known = known.fillna(text.where(~text.str.fullmatch(_CODE).fillna(value=False)))
    return known.fillna(codes)


def _outlines(table: RawTable, codes: pd.Series) -> Geometries:
    """Give valid polygons only."""
    found = np.asarray(table.geometry, dtype=object)
    broken = np.flatnonzero(~shapely.is_valid(found) & ~shapely.is_missing(found))
    outlines = polygons_only(repair(found))
    if (empty := shapely.is_empty(outlines)).any():
        rows = ", ".join(str(row) for row in table.rows[empty])
        raise GeometryError("banner_without_polygon", source=table.source, rows=rows)
    if len(broken):
        names = codes.iloc[broken].unique().tolist()
        warn("banner_outlines_repaired", source=table.source, names=names, stacklevel=3)
    return outlines


def _known(given: Any) -> CRS:
    try:
        return CRS.from_user_input(given)
    except ProjError as error:
        raise CRSError("crs_unknown_to_proj", crs=given, error=error) from error


def _stated(table: RawTable, given: Any) -> CRS:
    """Take the CRS that the file states, or the one given where it states none."""
    stated = table.crs
    bounds = shapely.total_bounds(table.geometry)
    metres = np.abs(bounds).max() > _FULL_CIRCLE
    if stated is not None and stated.is_geographic and metres:
        stated = None
    wanted = None if given is None else _known(given)
    if stated is None:
        if wanted is None:
            raise CRSError("banner_crs_missing", source=table.source)
        return wanted
    if wanted is not None and wanted != stated:
        raise CRSError(
            "banner_crs_differs", source=table.source, stated=stated.name, given=given
        )
    return stated
