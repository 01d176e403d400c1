"""Layers of the formats that GDAL decodes well by itself, read whole by pyogrio."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio
import pyogrio.errors
import pyogrio.raw

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.curves import ARC_STEP_DEGREES, CURVED, fine_arcs
from landbase.sources.gdal import driver_name, offline
from landbase.sources.gdal_words import plain_words
from landbase.sources.geojson import honest_crs, true_rows
from landbase.sources.salvage import read_in_parts
from landbase.sources.table import LayerRead, make_table
from landbase.texts import Text

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from landbase.sources.raw import RawTable

__all__ = ["call_gdal", "read_layers"]

# From here on a float cannot hold every whole number of a long identifier.
_EXACT = 10**15
_FAILURES = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.CRSError,
    RuntimeError,
    ValueError,  # includes UnicodeDecodeError
)
# What landbase reports in its own words, or what says nothing about the data.
_KNOWN_WARNINGS = re.compile(r"Non closed ring|More than one layer|organizePolygons")
_ALIAS = re.compile("<Name>([^<]+)</Name><AliasName>([^<]+)</AliasName>")
_GEOJSON = {".geojson", ".json"}
_SURFACES = ("Polygon", "Unknown", "GeometryCollection", "Surface", "Geometry")


def read_layers(path: Path, *, source: str, layer: str | None = None) -> list[RawTable]:
    """Read the layers of a file that can hold polygons, or the one named.

    Parameters
    ----------
    path
        A GeoPackage, File Geodatabase, GeoJSON or other file that names its encoding.
    source
        What issues call the file.
    layer
        The only layer wanted.

    Returns
    -------
    tables
        One a layer, in the order of the file. Other layers are named in an info
        issue of the first.

    Raises
    ------
    SourceError
        GDAL cannot read the file, it has no such layer, or none with polygons.
    """
    listed = call_gdal(pyogrio.list_layers, path, name=path.name)[0]
    kinds = {str(name): kind for name, kind in listed}
    if layer is not None and layer not in kinds:
        raise SourceError(
            "vector_layer_missing", file=path.name, layer=layer, kinds=list(kinds)
        )
    wanted = [layer] if layer is not None else _with_surfaces(kinds)
    if not wanted:
        none = Text("errors.no_geometry")
        shown = [
            Text("errors.layer_of_kind", layer=name, kind=kind or none)
            for name, kind in kinds.items()
        ]
        raise SourceError(
            "vector_without_polygons",
            file=path.name,
            layers=shown or Text("errors.no_layer"),
        )
    single = len(kinds) == 1
    names = {name: source if single else f"{source}({name})" for name in wanted}
    tables = [_read_layer(path, name, source=names[name]) for name in wanted]
    if skipped := [name for name in kinds if name not in wanted]:
        note = Issues.of("layers_not_read", source=source, value="、".join(skipped))
        tables[0] = replace(tables[0], issues=tables[0].issues + note)
    return tables


def _with_surfaces(kinds: dict[str, Any]) -> list[str]:
    """Choose the layers that can hold polygons; a file's only layer is always read."""
    spatial = [name for name, kind in kinds.items() if kind]
    if len(kinds) == len(spatial) == 1:
        return spatial
    return [n for n in spatial if any(word in kinds[n] for word in _SURFACES)]


def call_gdal(
    function: Any, path: Path, *, name: str, **options: Any
) -> tuple[Any, str]:
    """Call pyogrio on a file, by the driver of its suffix and with no network.

    Its errors become `SourceError`, its warnings text.

    Returns
    -------
    result, warned
        What the function gives, and the warnings that are news to the user.

    Raises
    ------
    SourceError
        GDAL cannot read the file; the message quotes it.
    """
    with warnings.catch_warnings(record=True) as caught, fine_arcs(), offline():
        warnings.simplefilter("always")
        try:
            result = function(driver_name(path), **options)
        except _FAILURES as error:
            why = plain_words(str(error))
            raise SourceError("vector_unreadable", name=name, why=why) from error
    texts = dict.fromkeys(str(warning.message) for warning in caught)
    return result, "; ".join(t for t in texts if not _KNOWN_WARNINGS.search(t))


def _read_layer(path: Path, layer: str, *, source: str) -> RawTable:
    """Read one layer, past what cannot be decoded."""
    found: list[Issues] = []
    options: dict[str, Any] = {"layer": layer, "datetime_as_string": True}
    options |= {"name": source, "return_fids": True}
    result, rows, warned = _read_rows(path, options, found)
    meta, fids, wkb, cells = result
    fields, types = [str(field) for field in meta["fields"]], list(meta["ogr_types"])
    for position, (field, kind) in enumerate(zip(fields, types, strict=True)):
        if kind == "OFTInteger64" and _is_long(cells[position]):
            cells[position] = _whole_numbers(path, layer, field, fids, cells[position])
    undecoded = "encoding" in options
    read = LayerRead(layer, "", fields, types, meta["crs"], wkb, cells, undecoded)
    table = make_table(read, source=source, rows=rows, warned=warned)
    if path.suffix.lower() == ".gpkg":
        _note_curves(path, layer, source, found)
    return replace(
        table,
        crs=honest_crs(path, table.crs, source=source, found=found)
        if path.suffix.lower() in _GEOJSON
        else table.crs,
        aliases=_aliases(path, layer),
        issues=Issues.concat([*found, table.issues]),
    )


def _read_rows(
    path: Path, options: dict[str, Any], found: list[Issues]
) -> tuple[Any, npt.NDArray[np.int64], str]:
    """Read a layer in whatever way it can be read; give its rows their numbers."""
    try:
        result, warned = call_gdal(pyogrio.raw.read, path, **options)
    except SourceError as error:
        if not isinstance(error.__cause__, UnicodeDecodeError):
            return _salvage(path, options, error, found)
        options["encoding"] = "ISO-8859-1"
        result, warned = call_gdal(pyogrio.raw.read, path, **options)
    rows = np.arange(1, len(result[1]) + 1, dtype=np.int64)
    if path.suffix.lower() in _GEOJSON:
        rows = true_rows(path, rows, source=options["name"], found=found)
    return result, rows, warned


def _note_curves(path: Path, layer: str, source: str, found: list[Issues]) -> None:
    """Say so where a GeoPackage layer may hold arcs, which GDAL has parted."""
    sql = "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"
    (_, _, _, cells), _ = call_gdal(
        pyogrio.raw.read, path, name=source, sql=sql, read_geometry=False
    )
    kinds = dict(zip(*cells, strict=True)) if len(cells) == 2 else {}  # noqa: PLR2004 - name and kind
    if str(kinds.get(layer, "")).upper() in CURVED:
        details = {"step": ARC_STEP_DEGREES}
        found.append(Issues.of("arcs_parted", source=source, details=details))


def _salvage(
    path: Path, options: dict[str, Any], error: SourceError, found: list[Issues]
) -> tuple[Any, npt.NDArray[np.int64], str]:
    """Read a damaged layer in parts; what is lost becomes issues."""
    layer, source = options["layer"], options["name"]
    info, _ = call_gdal(
        pyogrio.read_info, path, layer=layer, name=source, force_feature_count=True
    )

    def read(start: int, size: int) -> Any:
        within = {**options, "skip_features": start, "max_features": size}
        return call_gdal(pyogrio.raw.read, path, **within)[0]

    salvaged = read_in_parts(read, max(int(info["features"]), 0))
    if salvaged is None:
        raise error
    lost = salvaged.lost + 1
    found.append(
        Issues.of("row_unreadable", source=source, source_row=lost, set_aside=True)
    )
    return salvaged.part, salvaged.read + 1, str(error)


def _is_long(values: npt.NDArray[Any]) -> bool:
    """Tell whether a column of whole numbers holds long identifiers."""
    return bool((np.abs(values) >= _EXACT).any())


def _whole_numbers(
    path: Path,
    layer: str,
    header: str,
    fids: npt.NDArray[np.int64],
    values: npt.NDArray[Any],
) -> npt.NDArray[Any]:
    """Give a column of long whole numbers as text, with every digit."""
    if values.dtype.kind != "f":
        return values.astype(str).astype(object)
    # Missing cells made floats of them: read it again without those.
    where = '"' + header.replace('"', '\\"') + '" IS NOT NULL'
    (_, there, _, cells), _ = call_gdal(
        pyogrio.raw.read,
        path,
        name=path.name,
        layer=layer,
        columns=[header],
        where=where,
        read_geometry=False,
        return_fids=True,
    )
    at = pd.Index(fids).get_indexer(there)
    texts = np.full(len(fids), None, dtype=object)
    texts[at[at >= 0]] = cells[0].astype(str)[at >= 0]
    return texts


def _aliases(path: Path, layer: str) -> dict[str, str]:
    """Read the field aliases of a File Geodatabase layer."""
    if not path.is_dir():
        return {}
    sql = f"GetLayerDefinition {layer}"
    try:
        (_, _, _, cells), _ = call_gdal(
            pyogrio.raw.read, path, name=path.name, sql=sql, read_geometry=False
        )
    except SourceError:  # a damaged catalogue: the columns keep their short names
        return {}
    if not cells or not len(cells[0]) or not cells[0][0]:
        return {}
    pairs = _ALIAS.findall(cells[0][0])
    return {unescape(n): unescape(a) for n, a in pairs if n != a}
