"""Writing parcels: GeoPackage, GeoParquet, GeoJSON, geodatabase, exact shapefiles."""

from __future__ import annotations

import codecs
import datetime as dt
import errno
import os
import re
import shutil
import struct
import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio
import pyogrio.raw
import shapely
from pyproj.exceptions import CRSError as ProjError
from shapely import GeometryType

from landbase.crs import require_crs
from landbase.errors import (
    ConfigError,
    CRSError,
    DataError,
    GeometryError,
    SchemaError,
    SourceError,
    warn,
)
from landbase.files import replacing_set, require_regular, why_blocked
from landbase.io.bases import refuse_to_overwrite
from landbase.io.layers import plain_target
from landbase.issues import Issues
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import require_columns
from landbase.rules.shown import shown_table
from landbase.rules.vocabulary import KINDS
from landbase.texts import Text, words
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.units import AreaUnit

__all__ = ["SUFFIXES", "ExportField", "ExportSchema", "lay_out", "write_parcels"]

_TYPES = ("str", "int", "float", "date")
_NAME_BYTES = 10
_MAX_TEXT = 254


@dataclass(frozen=True, kw_only=True)
class ExportField:
    """One field of a schema.

    Attributes
    ----------
    name
        The field's name, at most ten bytes in the schema's encoding.
    source
        The column of the parcel table it is filled from (``from`` in TOML).
    type
        "str", "int", "float" or "date".
    width
        Bytes of text, or characters of a number with sign and point.
    precision
        Decimals of a "float"; half-up.
    value
        For coded columns: "code", "zh" or "en".
    unit
        For area columns (held in m²): the unit written.
    required
        Whether a missing value is a fault.
    """

    name: str
    source: str
    type: str = "str"
    width: int = 254
    precision: int = 0
    value: str = "code"
    unit: AreaUnit = "m2"
    required: bool = False

    def _repr_html_(self) -> str:
        return _shown([self])


def _shown(schema: Iterable[ExportField]) -> str:
    """Show fields in a notebook, as they are in a schema's file."""
    names = [item.name for item in fields(ExportField)]
    rows = [[getattr(entry, name) for name in names] for entry in schema]
    return shown_table(rows, ["coded" if name == "value" else name for name in names])


@dataclass(frozen=True, kw_only=True)
class ExportSchema:
    """The fields of a file in order, and its encoding.

    Attributes
    ----------
    fields
        In the order they are written.
    encoding
        "GBK" or "UTF-8" (any codec that Python and GDAL both know).
    """

    fields: tuple[ExportField, ...]
    encoding: str = "GBK"

    def _repr_html_(self) -> str:
        encoding = words("report", "zh")("shown.encoding")
        return f"<p><b>{encoding}</b>：{self.encoding}</p>{_shown(self.fields)}"

    @classmethod
    def load(cls, path: Path | str) -> ExportSchema:
        """Read a schema from a TOML file.

        Parameters
        ----------
        path
            A file with ``encoding`` and one ``[[field]]`` table a field.

        Returns
        -------
        schema
            The schema, checked.

        Raises
        ------
        ConfigError
            The file is no TOML, or an entry is unknown or cannot be; the message
            names the field.
        """
        require_regular(Path(path))
        try:
            entries = tomllib.loads(Path(path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            why = why_blocked(error) if isinstance(error, OSError) else error
            raise ConfigError(
                "export_schema_unreadable", path=path, error=why
            ) from error
        return _make_schema(entries, str(path))

    @classmethod
    def default(cls) -> ExportSchema:
        """Give the schema that comes with landbase."""
        name = "io/default_schema.toml"
        text = files("landbase").joinpath(name).read_text("utf-8")
        return _make_schema(tomllib.loads(text), name)


def _make_schema(entries: dict[str, Any], where: str) -> ExportSchema:
    if unknown := set(entries) - {"encoding", "field"}:
        raise ConfigError(
            "export_schema_unknown_entries", where=where, unknown=sorted(unknown)
        )
    encoding = entries.get("encoding", "GBK")
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise ConfigError(
            "export_schema_encoding_unknown", where=where, encoding=encoding
        ) from error
    made = tuple(_make_field(e, encoding, where) for e in entries.get("field", ()))
    names = [field.name.upper() for field in made]
    if not made or len(set(names)) < len(names):
        raise ConfigError("export_schema_field_names", where=where)
    return ExportSchema(fields=made, encoding=encoding)


def _make_field(entries: dict[str, Any], encoding: str, where: str) -> ExportField:
    given = {"source" if k == "from" else k: v for k, v in entries.items()}
    name = str(given.get("name", ""))
    here = Text("errors.export_field", where=where, name=name)
    known = {field.name for field in fields(ExportField)}
    if wrong := set(given) - known or {"name", "source"} - set(given):
        raise ConfigError("export_field_entries_wrong", here=here, wrong=sorted(wrong))
    made = ExportField(**given)
    _check_field(made, here)
    try:
        size = len(name.encode(encoding))
    except UnicodeEncodeError as error:
        raise ConfigError(
            "export_field_name_unencodable", here=here, encoding=encoding
        ) from error
    if not 0 < size <= _NAME_BYTES:
        raise ConfigError(
            "export_field_name_long", here=here, encoding=encoding, size=size
        )
    return made


def _check_field(made: ExportField, here: Text) -> None:
    """Refuse a type, value, width or precision that cannot be."""
    if made.type not in _TYPES or made.value not in {"code", "zh", "en"}:
        raise ConfigError("export_field_type_wrong", here=here, types=list(_TYPES))
    if not 0 < made.width <= _MAX_TEXT or not 0 <= made.precision < made.width:
        raise ConfigError("export_field_width_wrong", here=here, limit=_MAX_TEXT)


def fit_columns(
    parcels: pd.DataFrame,
    schema: ExportSchema,
    *,
    source: str,
    rules: Rules | None = None,
) -> tuple[pd.DataFrame, Issues]:
    """Lay a table out by a schema and find every value that does not fit."""
    needed = [f.source for f in schema.fields if f.required]
    if lacking := [name for name in needed if name not in parcels.columns]:
        raise SchemaError("export_column_missing", lacking=lacking)
    words = rules_of(rules, of=parcels).vocabulary
    columns: dict[str, pd.Series] = {}
    found: list[Issues] = []
    for field in schema.fields:
        if field.source in parcels.columns:
            column = parcels[field.source].reset_index(drop=True)
        else:
            column = pd.Series(np.nan, index=range(len(parcels)))
        columns[field.name], wrong = _fit(column, field, schema.encoding, words)
        found += _issues(wrong, field, parcels, column, source)
    return pd.DataFrame(columns), Issues.concat(found)


def _fit(
    column: pd.Series, field: ExportField, encoding: str, words: Vocabulary
) -> tuple[pd.Series, dict[str, pd.Series]]:
    """Give the column as written, and masks of what does not fit by issue code."""
    missing = column.isna()
    wrong = {"export_required": missing & field.required}
    if field.type == "date":
        return pd.to_datetime(column).astype("datetime64[s]"), wrong
    if field.type == "str":
        text = _labelled(column, field, words).astype("str")
        size = text.map(lambda t: _bytes(t, encoding), na_action="ignore").fillna(0)
        wrong["export_unencodable"] = size < 0
        wrong["export_too_long"] = size > field.width
        return text, wrong
    numbers = column.astype("float64")
    if field.source.endswith("_m2"):
        numbers = from_m2(numbers, field.unit)
    digits = field.precision if field.type == "float" else 0
    rounded = pd.Series(round_half_up(numbers, digits), index=column.index)
    shown = rounded.map(lambda v: len(f"{v:.{digits}f}"), na_action="ignore").fillna(0)
    wrong["export_too_long"] = shown > field.width
    if field.type == "int":
        wrong["export_not_whole"] = ~missing & (numbers != rounded)
        return rounded.astype("Int64"), wrong
    return rounded, wrong


def _labelled(column: pd.Series, field: ExportField, words: Vocabulary) -> pd.Series:
    if field.value == "code" or field.source not in KINDS:
        return column
    labels = words.labels(field.source, "zh" if field.value == "zh" else "en")
    return column.map(lambda code: labels.get(code, code), na_action="ignore")


def _bytes(text: str, encoding: str) -> int:
    """Count the bytes of a text; -1 where the encoding lacks a character."""
    try:
        return len(text.encode(encoding))
    except UnicodeEncodeError:
        return -1


def _issues(
    wrong: dict[str, pd.Series],
    field: ExportField,
    parcels: pd.DataFrame,
    column: pd.Series,
    source: str,
) -> list[Issues]:
    return [
        Issues.of(
            code,
            source=source,
            source_row=np.flatnonzero(mask) + 1,
            parcel_id=parcels["parcel_id"].to_numpy()[mask.to_numpy()],
            column=field.name,
            value=column[mask].to_numpy(),
            details={"width": field.width},
        )
        for code, mask in wrong.items()
        if mask.any()
    ]


_GEODATABASE = "OpenFileGDB"
_ONE_KIND = {"GPKG", "FlatGeobuf", _GEODATABASE}  # a layer holds one kind of geometry
_LAST_32 = 2**31 - 1


def write_layer(
    frame: gpd.GeoDataFrame, path: Path, *, driver: str, layer: str | None
) -> None:
    """Write one layer."""
    shapes = np.asarray(frame.geometry.array, dtype=object)
    kind, several = _kind(shapes, driver)
    columns = {str(n): _column(c, driver) for n, c in frame.items()}
    del columns[str(frame.geometry.name)]
    epsg = frame.crs.to_epsg()
    with plain_target(path) as plain:
        pyogrio.raw.write(
            plain,
            geometry=shapely.to_wkb(shapes),
            field_data=[values for values, _ in columns.values()],
            field_mask=[mask for _, mask in columns.values()],
            fields=list(columns),
            geometry_type=kind,
            promote_to_multi=several,
            crs=f"EPSG:{epsg}" if epsg else frame.crs.to_wkt("WKT1_GDAL"),
            driver=driver,
            layer=layer or path.stem,
        )


def _kind(shapes: npt.NDArray[np.object_], driver: str) -> tuple[str, bool]:
    """Tell the kind of geometry of a layer, and whether single parts become several."""
    found = set(shapely.get_type_id(shapes[~shapely.is_missing(shapes)]).tolist())
    if not found <= {GeometryType.POLYGON, GeometryType.MULTIPOLYGON}:
        return "Unknown", False
    if driver == _GEODATABASE or (len(found) > 1 and driver in _ONE_KIND):
        return "MultiPolygon", True
    if len(found) > 1:
        return "Unknown", False
    return ("MultiPolygon" if GeometryType.MULTIPOLYGON in found else "Polygon"), False


def _column(column: pd.Series, driver: str) -> tuple[npt.NDArray[Any], Any]:
    """Give the values of a column, and where there are none (None where there are)."""
    if pd.api.types.is_datetime64_dtype(column):
        whole = (column.dropna() == column.dropna().dt.normalize()).all()
        unit = (
            "D" if whole and driver != _GEODATABASE else "ms"
        )  # it keeps moments only
        return column.to_numpy(f"datetime64[{unit}]"), None
    missing = column.isna().to_numpy()
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_integer_dtype(column):
        values = column.fillna(0).to_numpy()
        values = values.astype(bool if values.dtype == bool else np.int64)
        return _narrowed(values, driver), missing
    if pd.api.types.is_float_dtype(column):
        return column.to_numpy(dtype=np.float64, na_value=np.nan), None
    texts = [None if gone else str(v) for v, gone in zip(column, missing, strict=True)]
    return np.array(texts, dtype=object), missing


def _narrowed(values: npt.NDArray[Any], driver: str) -> npt.NDArray[Any]:
    """Keep whole numbers whole in a geodatabase, which knows none of 64 bits."""
    if driver != _GEODATABASE or values.dtype == bool:
        return values
    if not len(values) or np.abs(values).max() <= _LAST_32:
        return values.astype(np.int32)
    return values.astype(str).astype(object)


# The DBF header holds the day of writing; a fixed one keeps equal input equal bytes.
_DBF_DAY = "2000-01-01"
_DBF_KINDS = {"str": "C", "int": "N", "float": "N", "date": "D"}
_DBF_DAY_WIDTH = 8
_GBK = frozenset({"gbk", "gb2312", "gb18030"})
_DBF_GBK = 0x4D  # code page 936


def write_shapefile(frame: gpd.GeoDataFrame, path: Path, schema: ExportSchema) -> None:
    """Write a frame whose columns are a schema's fields."""
    kinds = shapely.get_type_id(frame.geometry.to_numpy())
    allowed = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    if wrong := [n for n, kind in enumerate(kinds, start=1) if kind not in allowed]:
        raise GeometryError(
            "export_rows_without_polygon", count=len(wrong), first=wrong[0]
        )
    columns = [_values(frame[f.name], f) for f in schema.fields]
    if find_spec("fiona") is None:  # it has no wheels for Python 3.14 and later
        _write_by_pyshp(frame, path, schema, columns)
    else:
        _write_by_fiona(frame, path, schema, columns)
    _require_all(path, rows=len(frame))
    _note_language(path.with_suffix(".dbf"), schema.encoding)


def _head(path: Path, size: int) -> bytes:
    """Give the first bytes of a file, filled up where it has fewer."""
    with path.open("rb") as file:
        return file.read(size).ljust(size, b"\0")


def _require_all(path: Path, *, rows: int) -> None:
    """Measure what was written: on a full disk GDAL may only log a fault."""
    head = _head(path.with_suffix(".dbf"), 12)
    _, first, width = struct.unpack("<IHH", head[4:])
    shapes = _head(path.with_suffix(".shp"), 28)[24:]
    least = {
        ".dbf": first + rows * width,
        ".shx": 100 + 8 * rows,
        ".shp": max(100, 2 * int.from_bytes(shapes, "big")),
    }
    for suffix, size in least.items():
        if not width or path.with_suffix(suffix).stat().st_size < size:
            raise pyogrio.errors.DataSourceError(f"{suffix} was cut off")


def _write_by_fiona(
    frame: gpd.GeoDataFrame, path: Path, schema: ExportSchema, columns: list[list[Any]]
) -> None:
    import fiona
    from fiona._err import CPLE_BaseError  # what GDAL says, which is no FionaError

    properties = {f.name: _fiona_type(f) for f in schema.fields}
    geometries = shapely.geometry.mapping
    records = (
        {
            "type": "Feature",
            "geometry": geometries(shape),
            "properties": dict(zip(properties, row, strict=True)),
        }
        for shape, *row in zip(frame.geometry, *columns, strict=True)
    )
    try:
        with fiona.open(
            path,
            "w",
            driver="ESRI Shapefile",
            crs_wkt=frame.crs.to_wkt("WKT1_ESRI"),
            schema={"geometry": "Polygon", "properties": properties},
            encoding=schema.encoding,
            DBF_DATE_LAST_UPDATE=_DBF_DAY,
        ) as file:
            file.writerecords(records)
    except (CPLE_BaseError, fiona.errors.FionaError) as error:
        raise pyogrio.errors.DataSourceError(str(error)) from error


def _write_by_pyshp(
    frame: gpd.GeoDataFrame, path: Path, schema: ExportSchema, columns: list[list[Any]]
) -> None:
    import shapefile

    # outer rings run clockwise in a shapefile, and inner ones against the clock
    shapes = shapely.orient_polygons(frame.geometry.to_numpy(), exterior_cw=True)
    rows = zip(*columns, strict=True)
    with shapefile.Writer(
        path, shapeType=shapefile.POLYGON, encoding=schema.encoding
    ) as file:
        for field in schema.fields:
            decimals = field.precision if field.type == "float" else 0
            width = _DBF_DAY_WIDTH if field.type == "date" else field.width
            file.field(field.name, _DBF_KINDS[field.type], width, decimals)
        for shape, row in zip(shapes, rows, strict=True):
            rings = [
                shapely.get_coordinates(ring).tolist()
                for part in shapely.get_parts(shape)
                for ring in (part.exterior, *part.interiors)
            ]
            file.poly(rings)
            file.record(*row)
    path.with_suffix(".prj").write_text(frame.crs.to_wkt("WKT1_ESRI"), "ascii")
    path.with_suffix(".cpg").write_text(schema.encoding, "ascii")


def _note_language(path: Path, encoding: str) -> None:
    """Say in the table itself, too, how its texts are coded; ArcGIS reads it there."""
    language = _DBF_GBK if codecs.lookup(encoding).name in _GBK else 0
    day = dt.date.fromisoformat(_DBF_DAY)
    with path.open("r+b") as file:
        file.seek(1)
        file.write(bytes([day.year - 1900, day.month, day.day]))
        file.seek(29)
        file.write(bytes([language]))


def _fiona_type(field: ExportField) -> str:
    if field.type == "date":
        return "date"
    if field.type == "float":
        return f"float:{field.width}.{field.precision}"
    return f"{field.type}:{field.width}"


def _values(column: pd.Series, field: ExportField) -> list[Any]:
    """Give plain Python values, None where there is none."""
    if field.type == "date":
        column = column.dt.date
    return column.astype(object).where(column.notna(), None).tolist()


_DRIVERS = {
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".fgb": "FlatGeobuf",
    ".gdb": "OpenFileGDB",
}
SUFFIXES = (".shp", ".parquet", *_DRIVERS)
_CASELESS = {".gpkg", ".gdb", ".shp"}
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
        comes with landbase, and a warning names the columns that have no place in
        it; other formats keep the parcel table's own columns.
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
        The suffix is not one of these, the file cannot be written, or a land base is
        in its place.

    Warns
    -----
    LandbaseWarning
        Columns with values are left out of a shapefile, for no schema was given.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise SourceError("export_suffix_unknown", file=target.name, kinds=[*SUFFIXES])
    refuse_to_overwrite(target)
    _require_no_folder(target)
    require_crs(parcels)
    frame = parcels if crs is None else _moved(parcels, crs)
    if isinstance(schema, (str, Path)):
        schema = ExportSchema.load(schema)
    if suffix == ".shp" and schema is None:
        schema = ExportSchema.default()
        _tell_left_out(frame, schema, target.name)
    if schema is not None:
        held = rules_of(rules, of=parcels)
        table = lay_out(frame, schema, source=target.name, rules=held)
        shapes = frame.geometry.reset_index(drop=True)
        frame = shapes.to_frame("geometry").join(table)
    _require_names(frame, folded=suffix in _CASELESS)
    try:
        _write_beside(frame, target, schema, layer or re.sub(r"\W", "_", target.stem))
    except pyogrio.errors.FieldError as error:
        raise SchemaError(
            "export_column_refused", file=target.name, error=error
        ) from error
    except _REFUSED as error:
        raise SourceError("export_file_refused", target=target, error=error) from error
    return target


def _require_no_folder(target: Path) -> None:
    """Refuse to put a file in the place of a folder, but for a geodatabase alone."""
    if target.is_dir() and not (
        target.suffix.lower() == ".gdb"
        and all(_GEODATABASE_PART.fullmatch(part.name) for part in target.iterdir())
    ):
        raise SourceError(
            "file_not_written", path=target, why=Text("errors.blocked_is_folder")
        )


_GEODATABASE_PART = re.compile(r"a[0-9a-f]{8}\..+|gdb|timestamps|.+\.lock")


def _tell_left_out(frame: gpd.GeoDataFrame, schema: ExportSchema, name: str) -> None:
    """Warn of columns with values that a schema nobody chose has no place for."""
    taken = {field.source for field in schema.fields} | _NOT_EXPORTED
    others = frame.drop(columns=frame.geometry.name)
    left = [str(c) for c in others if c not in taken and others[c].notna().any()]
    if left:
        warn("export_columns_left", file=name, columns=left, stacklevel=3)


# where a row was read from says nothing to those who get the file
_NOT_EXPORTED = {"source", "source_row"}


def _moved(parcels: gpd.GeoDataFrame, crs: Any) -> gpd.GeoDataFrame:
    try:
        return parcels.to_crs(crs)
    except ProjError as error:
        raise CRSError("crs_unknown", crs=crs) from error


def _require_names(frame: gpd.GeoDataFrame, *, folded: bool) -> None:
    """Refuse columns of one name; some formats do not tell case apart."""
    require_columns(frame)
    names = pd.Series(frame.columns).astype("str")
    keys = names.str.casefold() if folded else names
    if listed := list(dict.fromkeys(names[keys.duplicated(keep=False)])):
        raise SchemaError("export_columns_same_name", listed=listed)


def _write_beside(
    frame: gpd.GeoDataFrame, target: Path, schema: ExportSchema | None, layer: str
) -> None:
    """Write beside the target, and put what is whole in its place."""
    with replacing_set(target) as written:
        try:
            _write(frame, written, schema, layer)
        except _REFUSED as error:
            if shutil.disk_usage(written.parent).free < _room_for(frame):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
            raise


_REFUSED = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError)


def _room_for(frame: gpd.GeoDataFrame) -> int:
    """Give the bytes without which GDAL cannot write: some formats do so twice."""
    points = int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum())
    return _LEAST_FREE + 2 * _POINT * points


_LEAST_FREE = 2**16  # bytes; less than the smallest file of a database
_POINT = 16


def lay_out(
    parcels: pd.DataFrame, schema: ExportSchema, *, source: str, rules: Rules
) -> pd.DataFrame:
    """Give the columns of a schema, or say all that does not fit."""
    table, issues = fit_columns(parcels, schema, source=source, rules=rules)
    if len(issues):
        raise DataError(
            "export_values_refused",
            count=len(issues),
            source=source,
            first=issues.message(1),
            issues=issues,
        )
    return table


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
