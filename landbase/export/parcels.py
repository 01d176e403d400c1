"""`write_parcels`: one door for every vector format, a failed write changes nothing."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyogrio
from pyproj.exceptions import CRSError as ProjError

from landbase.crs import require_crs
from landbase.errors import CRSError, DataError, SchemaError, SourceError
from landbase.export.fields import ExportSchema, fit_columns
from landbase.export.layers import write_layer
from landbase.export.shapefile import write_shapefile
from landbase.rules import rules_of

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.rules import Rules

__all__ = ["write_parcels"]

_DRIVERS = {
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".fgb": "FlatGeobuf",
    ".gdb": "OpenFileGDB",
}
_CASELESS = {".gpkg", ".gdb", ".shp"}
_COMPANIONS = (".cpg", ".prj", ".sbn", ".sbx", ".qix", ".shp.xml")
# GDAL stamps a GeoPackage with the time of writing unless it is told one.
_NO_CLOCK = {"OGR_CURRENT_DATE": "2000-01-01T00:00:00Z"}


def write_parcels(
    parcels: gpd.GeoDataFrame,
    path: Path | str,
    *,
    schema: ExportSchema | Path | str | None = None,
    layer: str | None = None,
    crs: str | None = None,
    rules: Rules | None = None,
) -> Path:
    """Write a parcel table to a vector file.

    Parameters
    ----------
    parcels
        The parcel table, in any known CRS. Not changed.
    path
        .shp, .gpkg, .geojson, .parquet, .fgb or .gdb. It is written beside and
        renamed: a failed write leaves an existing file whole.
    schema
        An `ExportSchema` or a TOML file of one: exact names, types, widths, order
        and (for a shapefile) encoding. By default a shapefile follows the schema that
        comes with landbase and other formats keep the parcel table's own columns.
    layer
        The layer's name in a GeoPackage or File Geodatabase; by default the file's
        name without suffix, with ``_`` for what a geodatabase does not allow.
    crs
        The CRS to write, such as "EPSG:4525"; that of `parcels` by default.
    rules
        Where labels of codes come from, if the schema asks for them; by default the
        rules that the parcels were read by.

    Returns
    -------
    path
        The file (or folder, for .gdb) written.

    Raises
    ------
    DataError
        Values do not fit the schema; `.issues` lists each. Nothing is written.
    CRSError
        `parcels` has no CRS, or `crs` is not known.
    SchemaError
        Two columns have one name, or a column has one that the format keeps.
    SourceError
        The suffix is not one of these, or the file cannot be written.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in {".shp", ".parquet", *_DRIVERS}:
        raise SourceError(
            "export_suffix_unknown", file=target.name, kinds=list(_DRIVERS)
        )
    require_crs(parcels)
    frame = parcels if crs is None else _moved(parcels, crs)
    if isinstance(schema, (str, Path)):
        schema = ExportSchema.load(schema)
    if suffix == ".shp":
        schema = schema or ExportSchema.default()
    if schema is not None:
        frame = _laid_out(frame, schema, target.name, rules_of(rules, of=parcels))
    _require_names(frame, folded=suffix in _CASELESS)
    try:
        _write_beside(frame, target, schema, layer or re.sub(r"\W", "_", target.stem))
    except pyogrio.errors.FieldError as error:
        raise SchemaError(
            "export_column_refused", file=target.name, error=error
        ) from error
    except (pyogrio.errors.DataSourceError, OSError) as error:
        raise SourceError("export_file_refused", target=target, error=error) from error
    return target


def _moved(parcels: gpd.GeoDataFrame, crs: Any) -> gpd.GeoDataFrame:
    try:
        return parcels.to_crs(crs)
    except ProjError as error:
        raise CRSError("crs_unknown", crs=crs) from error


def _require_names(frame: gpd.GeoDataFrame, *, folded: bool) -> None:
    """Refuse columns of one name; some formats do not tell case apart."""
    names = pd.Series(frame.columns).astype("str")
    keys = names.str.casefold() if folded else names
    if listed := list(dict.fromkeys(names[keys.duplicated(keep=False)])):
        raise SchemaError("export_columns_same_name", listed=listed)


def _write_beside(
    frame: gpd.GeoDataFrame, target: Path, schema: ExportSchema | None, layer: str
) -> None:
    """Write into a folder beside the target, and move what is whole to its place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".landbase-") as beside:
        written = Path(beside) / target.name
        _write(frame, written, schema, layer)
        _move(written, target)


def _laid_out(
    parcels: gpd.GeoDataFrame, schema: ExportSchema, source: str, rules: Rules
) -> gpd.GeoDataFrame:
    table, issues = fit_columns(parcels, schema, source=source, rules=rules)
    if len(issues):
        raise DataError(
            "export_values_refused",
            count=len(issues),
            source=source,
            first=issues.told(1),
            issues=issues,
        )
    return parcels.geometry.reset_index(drop=True).to_frame("geometry").join(table)


def _write(
    frame: gpd.GeoDataFrame, path: Path, schema: ExportSchema | None, layer: str
) -> None:
    if path.suffix.lower() == ".shp" and schema is not None:
        write_shapefile(frame, path, schema)
    elif path.suffix.lower() == ".parquet":
        frame.to_parquet(path)
    else:
        driver = _DRIVERS[path.suffix.lower()]
        named = layer if driver in {"GPKG", "OpenFileGDB"} else None
        pyogrio.set_gdal_config_options(_NO_CLOCK)
        try:
            write_layer(frame, path, driver=driver, layer=named)
        finally:
            pyogrio.set_gdal_config_options(dict.fromkeys(_NO_CLOCK))


def _move(written: Path, target: Path) -> None:
    """Put the new file, or the new set of files, in the place of the old."""
    if target.is_dir():
        target.rename(written.parent / "old")
    if written.is_dir():
        written.rename(target)
        return
    new = sorted(p.name for p in written.parent.iterdir() if p.is_file())
    if target.suffix.lower() == ".shp":
        _drop_stale(target, new)
    for name in new:
        (written.parent / name).replace(target.parent / name)


def _drop_stale(target: Path, new: list[str]) -> None:
    """Remove companions of an old shapefile that would speak wrongly of the new."""
    for suffix in _COMPANIONS:
        old = target.with_suffix(suffix)
        if old.name not in new:
            old.unlink(missing_ok=True)
