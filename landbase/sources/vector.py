"""Layers of the formats that GDAL decodes well by itself, read whole by pyogrio."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.table import LayerRead, make_table

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from pyproj import CRS

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
            f"{path.name} has no layer {layer!r}; it has {', '.join(kinds)}"
        )
    wanted = [layer] if layer is not None else _with_surfaces(kinds)
    if not wanted:
        shown = ", ".join(f"{n} ({k or 'no geometry'})" for n, k in kinds.items())
        raise SourceError(
            f"{path.name} has no layer of polygons: {shown or 'no layer'}"
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


def call_gdal(function: Any, *args: Any, name: str, **options: Any) -> tuple[Any, str]:
    """Call pyogrio; its errors become `SourceError`, its warnings text.

    Returns
    -------
    result, warned
        What the function gives, and the warnings that are news to the user.

    Raises
    ------
    SourceError
        GDAL cannot read the file; the message quotes it.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*args, **options)
        except _FAILURES as error:
            raise SourceError(f"{name} cannot be read: {error}") from error
    texts = dict.fromkeys(str(warning.message) for warning in caught)
    return result, "; ".join(t for t in texts if not _KNOWN_WARNINGS.search(t))


def _read_layer(path: Path, layer: str, *, source: str) -> RawTable:
    """Read one layer; its text is taken undecoded where it is not UTF-8."""
    options: dict[str, Any] = {"layer": layer, "datetime_as_string": True}
    options |= {"name": source, "return_fids": True}
    undecoded = False
    try:
        (meta, fids, wkb, cells), warned = call_gdal(pyogrio.raw.read, path, **options)
    except SourceError as error:
        if not isinstance(error.__cause__, UnicodeDecodeError):
            raise
        undecoded = True
        options["encoding"] = "ISO-8859-1"
        (meta, fids, wkb, cells), warned = call_gdal(pyogrio.raw.read, path, **options)
    fields, types = [str(field) for field in meta["fields"]], list(meta["ogr_types"])
    for position, (field, kind) in enumerate(zip(fields, types, strict=True)):
        if kind == "OFTInteger64" and _is_long(cells[position]):
            cells[position] = _whole_numbers(path, layer, field, fids, cells[position])
    read = LayerRead(
        layer, "", fields, types, meta["crs"], wkb, cells, undecoded=undecoded
    )
    table = make_table(read, source=source, warned=warned)
    crs = _honest_crs(path, table.crs)
    return replace(table, crs=crs, aliases=_aliases(path, layer))


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
    texts = np.full(len(fids), None, dtype=object)
    texts[np.searchsorted(fids, there)] = cells[0].astype(str)
    return texts


def _honest_crs(path: Path, crs: CRS | None) -> CRS | None:
    """Take back the CRS that GDAL supplies for a GeoJSON file that says nothing."""
    if path.suffix.lower() not in {".geojson", ".json"} or crs is None:
        return crs
    text = path.read_text("utf-8", errors="replace")
    if '"crs"' not in text and '"coordinateSystem"' not in text:
        return crs if _within_degrees(text) else None
    return crs


def _within_degrees(text: str) -> bool:
    """Tell whether the first position of a GeoJSON text can be longitude, latitude."""
    match = re.search(
        r'"coordinates"\s*:[\s\[]*(-?[\d.eE+-]+)\s*,\s*(-?[\d.eE+-]+)', text
    )
    if match is None:
        return True
    x, y = (abs(float(part)) for part in match.groups())
    return x <= 180 and y <= 90  # noqa: PLR2004 - degrees


def _aliases(path: Path, layer: str) -> dict[str, str]:
    """Read the field aliases of a File Geodatabase layer."""
    if path.suffix.lower() != ".gdb":
        return {}
    sql = f"GetLayerDefinition {layer}"
    (_, _, _, cells), _ = call_gdal(
        pyogrio.raw.read, path, name=path.name, sql=sql, read_geometry=False
    )
    if not cells or not len(cells[0]) or not cells[0][0]:
        return {}
    pairs = _ALIAS.findall(cells[0][0])
    return {unescape(n): unescape(a) for n, a in pairs if n != a}
