"""Reading through GDAL: vector formats, GeoJSON, GeoParquet, exchange formats."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import warnings
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pyogrio
import pyogrio.errors
import pyogrio.raw
import shapely

from landbase.errors import MissingDependencyError, SourceError
from landbase.io.arrow import STRAIGHT, Unlike, read_columns
from landbase.io.counts import (
    compare_count,
    compare_total,
    count_json,
    count_whole,
    rows_met,
)
from landbase.io.declared import (
    Declared,
    give_types,
    untype_gml,
    untype_kml,
    untype_mif,
)
from landbase.io.drawings import drawing_claims, finish_drawing
from landbase.io.encoding import Claim, mapinfo_claims, plain_names, to_neutral, to_utf8
from landbase.io.guarded import Answer, read_guarded
from landbase.io.layers import (
    ARC_STEP_DEGREES,
    DRIVERS,
    EXACT,
    LayerRead,
    RawTable,
    decode_wkb,
    driver_name,
    drop_links,
    fine_arcs,
    is_long,
    make_table,
    offline,
    plain_path,
    plain_words,
    quote_huge,
    refuse_pointers,
    stated_crs,
)
from landbase.io.stored import (
    Counted,
    count_rows,
    has_curves,
    layers_of,
    may_hold_curves,
    quoted,
    restore_cells,
    views_of,
)
from landbase.issues import Issues
from landbase.tables.cells import as_doubles
from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy.typing as npt
    import pyarrow as pa
    from pyproj import CRS

__all__ = [
    "EXCHANGE",
    "call_gdal",
    "read_exchange",
    "read_in_parts",
    "read_layers",
    "read_parquet",
]

_DEFAULT = "OGC:CRS84"


def read_parquet(path: Path, *, source: str, part: range | None = None) -> RawTable:
    """Read a GeoParquet file, or the rows of a part of it, counted from 0."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingDependencyError("need_pyarrow") from error
    try:
        if part is None:
            table = parquet.read_table(path, partitioning=None)
            counted = parquet.read_metadata(path).num_rows
        else:
            table, counted = _part_of(parquet.ParquetFile(path), part), len(part)
        about = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        about = about or _by_types(table.schema)
        frame = _attributes(table, about)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError("parquet_unreadable", source=source, error=error) from error
    name, column = _primary(about, source)
    for header in frame.columns[frame.dtypes == np.float32]:
        frame[header] = as_doubles(frame[header])
    if column["encoding"] == "WKB":
        wkb = table.column(name).to_numpy()
    else:
        wkb = _native_geometry(table.select([name]), source)
    first = 1 if part is None else part.start + 1
    rows = np.arange(first, first + len(frame), dtype=np.int64)
    geometry, issues = decode_wkb(wkb, source=source, rows=rows)
    read = RawTable(
        source=source,
        frame=frame.drop(columns=_covering(about, column), errors="ignore"),
        rows=rows,
        geometry=geometry,
        crs=_crs(column),
        issues=issues,
    )
    return compare_count(read, counted)


def _part_of(file: Any, part: range) -> pa.Table:
    """Read rows of a file, of the groups of rows that hold them alone."""
    sizes = [
        file.metadata.row_group(n).num_rows for n in range(file.metadata.num_row_groups)
    ]
    ends = np.cumsum(sizes)
    groups = np.flatnonzero((ends > part.start) & (ends - sizes < part.stop))
    before = int((ends - sizes)[groups[0]]) if len(groups) else 0
    table = file.read_row_groups(groups.tolist())
    return table.slice(part.start - before, len(part))


def _attributes(table: pa.Table, about: Mapping[str, Any]) -> pd.DataFrame:
    """Give the columns that are no geometry."""
    shapes = [name for name in about.get("columns", {}) if name in table.column_names]
    plain = _plain_columns(_exact(table.drop_columns(shapes)))
    frame: pd.DataFrame = plain.to_pandas(ignore_metadata=True).rename(columns=str)
    return frame if len(frame.columns) else frame.reindex(range(table.num_rows))


def _exact(table: pa.Table) -> pa.Table:
    """Make text of columns whose whole numbers pandas would round."""
    import pyarrow as pa
    from pyarrow import compute

    for at, column in enumerate(table.schema):
        if pa.types.is_decimal(column.type) or pa.types.is_integer(column.type):
            bounds = compute.min_max(table.column(at)).as_py().values()
            if any(bound is not None and abs(bound) >= EXACT for bound in bounds):
                text = table.column(at).cast(pa.string())
                table = table.set_column(at, column.name, text)
    return table


def _plain_columns(table: pa.Table) -> pa.Table:
    """Make text of lists and structures; leave out bytes."""
    import pyarrow as pa

    for name in table.column_names:
        at = table.column_names.index(name)
        kind = table.schema.field(at).type
        if pa.types.is_nested(kind):
            texts = [_nested_text(value) for value in table.column(at).to_pylist()]
            table = table.set_column(at, name, pa.array(texts, pa.string()))
        elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            table = table.remove_column(at)
    return table


def _nested_text(value: Any) -> str | None:
    """Write a list as GDAL’s readers give it, anything deeper as JSON."""
    if value is None:
        return None
    if isinstance(value, list) and not any(isinstance(v, list | dict) for v in value):
        return "、".join(str(part) for part in value if part is not None)
    return json.dumps(value, ensure_ascii=False, default=str)


def _covering(about: dict[str, Any], column: dict[str, Any]) -> list[str]:
    """Name the columns that only repeat the bounds of each geometry."""
    boxes = column.get("covering", {}).get("bbox", {})
    named = {path[0] for path in boxes.values() if path}
    return [name for name in named if name not in about["columns"]]


def _primary(about: dict[str, Any], source: str) -> tuple[str, dict[str, Any]]:
    """Find the geometry column in the metadata of GeoParquet."""
    name = about.get("primary_column")
    column = about.get("columns", {}).get(name)
    if column is None:
        raise SourceError("parquet_without_wkb", source=source)
    if column.get("encoding") not in {"WKB", *_NATIVE}:
        encoding = column.get("encoding")
        raise SourceError("parquet_encoding", source=source, encoding=encoding)
    return str(name), column


# How GeoParquet names geometry that is kept as lists of numbers (GeoArrow).
_NATIVE = {"point", "linestring", "polygon"}
_NATIVE |= {f"multi{kind}" for kind in _NATIVE}


def _by_types(schema: pa.Schema) -> dict[str, Any]:
    """Describe the columns that are geometry by their type (GeoArrow) alone."""
    columns = {}
    for column in schema:
        about = column.metadata or {}
        kind = about.get(b"ARROW:extension:name", b"").decode()
        if kind.startswith(_GEOARROW):
            encoding = kind.removeprefix(_GEOARROW)
            said = json.loads(about.get(b"ARROW:extension:metadata") or b"{}")
            columns[column.name] = {
                "encoding": "WKB" if encoding == "wkb" else encoding,
                "crs": said.get("crs"),
            }
    return (
        {"primary_column": next(iter(columns)), "columns": columns} if columns else {}
    )


_GEOARROW = "geoarrow."


def _native_geometry(column: pa.Table, source: str) -> npt.NDArray[np.object_]:
    """Read geometry kept as lists of numbers, as WKB."""
    import geopandas as gpd

    try:
        shapes = gpd.GeoDataFrame.from_arrow(column).geometry
    except (TypeError, ValueError, NotImplementedError) as error:
        raise SourceError("parquet_unreadable", source=source, error=error) from error
    return np.asarray(shapely.to_wkb(shapes.to_numpy()), dtype=object)


def _crs(column: dict[str, Any]) -> CRS | None:
    said = column.get("crs", _DEFAULT)
    return stated_crs(json.dumps(said) if isinstance(said, dict) else said)


# The member "crs" as it was before RFC 7946: a name in an object, or alone.
_CRS_MEMBER = re.compile(
    r'"crs"\s*:\s*(?:\{[^{}]*"properties"\s*:\s*\{[^{}]*"(?:name|href)"\s*:\s*)?'
    r'"([^"]+)"'
)
_NUMBER = r"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
_FIRST_POSITION = re.compile(rf'"coordinates"\s*:\s*\[[\s\[]*{_NUMBER}\s*,\s*{_NUMBER}')
_FEATURE = re.compile(r'"type"\s*:\s*"Feature"')
_GEOMETRY = re.compile(r'"geometry"\s*:')


def honest_crs(
    path: Path, crs: CRS | None, *, source: str, found: list[Issues]
) -> CRS | None:
    """Take back the CRS that GDAL supplies for a file that does not say it."""
    if crs is None:
        return None
    text = path.read_text("utf-8", errors="replace")
    if member := _CRS_MEMBER.search(text):
        if stated_crs(member[1]) is None:
            found.append(Issues.of("crs_not_known", source=source, value=member[1]))
            return None
        return crs
    if '"coordinateSystem"' not in text:
        return crs if _within_degrees(text) else None
    return crs


def _within_degrees(text: str) -> bool:
    """Tell whether the first position of a text can be longitude, latitude."""
    match = _FIRST_POSITION.search(text)
    if match is None:
        return True
    x, y = (abs(float(part)) for part in match.groups())
    return x <= 180 and y <= 90  # noqa: PLR2004 - degrees


def true_rows(
    path: Path, rows: npt.NDArray[np.int64], *, source: str, found: list[Issues]
) -> npt.NDArray[np.int64]:
    """Give rows the numbers that their features have in the file."""
    text = path.read_text("utf-8", errors="replace")
    marks = (len(pattern.findall(text)) for pattern in (_FEATURE, _GEOMETRY))
    if max(marks) <= len(rows):
        return rows
    try:
        members = json.loads(text)
    except ValueError:  # GDAL is laxer; what it took cannot be held against the text
        return rows
    features = members.get("features") if isinstance(members, dict) else None
    if not isinstance(features, list):
        return rows
    good = np.array([_is_feature(one) for one in features], dtype=bool)
    if good.all() or good.sum() != len(rows):
        return rows
    lost = np.flatnonzero(~good) + 1
    issue = Issues.of(
        "feature_not_read", source=source, source_row=lost, set_aside=True
    )
    found.append(issue)
    return np.flatnonzero(good).astype(np.int64) + 1


def _is_feature(member: object) -> bool:
    return isinstance(member, dict) and member.get("type") == "Feature"


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """What making a copy ready found."""

    issues: Issues = field(default_factory=Issues.none)
    claims: list[Claim] | None = None
    renamed: dict[str, str] = field(default_factory=dict)
    declared: Declared = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Format:
    """How a format is read."""

    companions: tuple[str, ...] = ()
    ready: Callable[[Path, str], _Ready] | None = None
    claims: Callable[[Mapping[str, Any]], list[Claim]] | None = None
    finish: Callable[[RawTable, Path], RawTable] | None = None


# One boundary with several rings, of which the readers of KML and GML keep one. Tags
# are met one after the other, so that a crafted text costs no more than its length.
_BOUNDARY = re.compile(
    r"<(/?)((?:[\w.-]{1,64}:)?(inner|outer)BoundaryIs|(?:[\w.-]{1,64}:)?(in|ex)terior)"
    r"(?:\s[^<>]*)?(?<!/)>"
)
_NEXT_RING = re.compile(
    r"(</(?:[\w.-]{1,64}:)?(?:Linear)?Ring\s{0,64}>)\s{0,4096}"
    r"(?=<(?:[\w.-]{1,64}:)?(?:Linear)?Ring[\s>])"
)


def _boundaries(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Give where each boundary begins and ends, its name, and if it is an inner one."""
    opened = None
    for tag in _BOUNDARY.finditer(text):
        if not tag[1]:
            opened = opened or tag
        elif opened is not None and opened[2] == tag[2]:
            is_inner = "inner" in {tag[3], f"{tag[4]}ner"}
            yield opened.start(), tag.end(), tag[2], is_inner
            opened = None


def _without_comments(text: str) -> str:
    """Leave comments out, in one pass."""
    first, *others = text.split("<!--")
    kept, waiting = [first], ""
    for other in others:
        _, ended, after = other.partition("-->")
        if ended:
            kept.append(after)
            waiting = ""
        else:
            waiting = f"<!--{other}"
    return "".join([*kept, waiting])


def _part_rings(path: Path, source: str) -> Issues:
    """Give every inner ring of a KML or GML text a boundary of its own."""
    text = path.read_text("utf-8", errors="surrogateescape")
    pieces, at, count, outer = [], 0, 0, 0
    for start, end, name, is_inner in _boundaries(text):
        piece = _without_comments(text[start:end])
        if is_inner:
            piece, more = _NEXT_RING.subn(rf"\1</{name}><{name}>", piece)
            count += more
        else:
            outer += len(_NEXT_RING.findall(piece))
        pieces += [text[at:start], piece]
        at = end
    found = []
    if count:
        parted = "".join([*pieces, text[at:]])
        path.write_bytes(parted.encode("utf-8", errors="surrogateescape"))
        found.append(Issues.of("inner_rings_parted", source=source, value=count))
    if outer:
        found.append(Issues.of("outer_rings_several", source=source, value=outer))
    return Issues.concat(found)


_JSON_TEXTS = {".geojsonl", ".geojsons", ".ndjson", ".topojson"}


def _ready_text(path: Path, source: str) -> _Ready:
    """Bring a text and its schema into UTF-8, with nothing that leads elsewhere."""
    issues = to_utf8(path, source=source)
    schema = path.with_suffix(".xsd")
    if schema.exists():
        to_utf8(schema, source=source)
    for part in (path, schema) if schema.exists() else (path,):
        refuse_pointers(part, source=source)
        data = drop_links(part.read_bytes(), part.suffix, source=source)
        part.write_bytes(quote_huge(data) if path.suffix in _JSON_TEXTS else data)
    if path.suffix in {".kml", ".gml"}:
        issues += _part_rings(path, source)
    return _Ready(issues=issues)


_KML_PREFIX = re.compile(
    r"""xmlns:([\w.-]+)\s*=\s*["']http://(?:www\.opengis\.net|earth\.google\.com)/kml/"""
)


def _drop_prefix(path: Path) -> None:
    """Take the prefix off the names of KML, which its readers do not understand."""
    text = path.read_text("utf-8", errors="surrogateescape")
    if (found := _KML_PREFIX.search(text)) is None:
        return
    prefix = re.escape(found[1])
    plain = re.sub(rf"(</?){prefix}:", r"\1", text)
    if plain == text:
        return
    if not re.search(r"\sxmlns\s*=", plain):
        plain = re.sub(rf"\sxmlns:{prefix}(\s*=)", r" xmlns\1", plain, count=1)
    path.write_bytes(plain.encode("utf-8", errors="surrogateescape"))


def _ready_kml(path: Path, source: str) -> _Ready:
    ready = _ready_text(path, source)
    _drop_prefix(path)
    declared = untype_kml(path)
    return replace(ready, renamed=plain_names(path), declared=declared)


def _ready_gml(path: Path, source: str) -> _Ready:
    ready = _ready_text(path, source)
    issues = ready.issues
    if _ARC.search(path.read_bytes()):
        details = {"step": ARC_STEP_DEGREES}
        issues += Issues.of("arcs_parted", source=source, details=details)
    return replace(ready, issues=issues, declared=untype_gml(path))


_ARC = re.compile(rb"<(?:[\w.-]+:)?(?:Arc|Circle)(?:String|By\w+)?[\s>]")


def _ready_mapinfo(path: Path, source: str) -> _Ready:
    refuse_pointers(path, source=source)
    claims = mapinfo_claims(path)
    to_neutral(path)
    declared = untype_mif(path) if path.suffix == ".mif" else {}
    return _Ready(claims=claims, declared=declared)


EXCHANGE: dict[str, _Format] = {
    ".tab": _Format(
        companions=(".dat", ".map", ".id", ".ind", ".dbf"),
        ready=_ready_mapinfo,
    ),
    ".mif": _Format(companions=(".mid",), ready=_ready_mapinfo),
    ".kml": _Format(ready=_ready_kml),
    ".gml": _Format(companions=(".xsd",), ready=_ready_gml),
    ".dxf": _Format(claims=drawing_claims, finish=finish_drawing),
    ".fgb": _Format(),
    ".geojsonl": _Format(ready=_ready_text),
    ".geojsons": _Format(ready=_ready_text),
    ".ndjson": _Format(ready=_ready_text),
    ".sqlite": _Format(),
    ".gpkg": _Format(),
    ".topojson": _Format(ready=_ready_text),
}


def read_exchange(
    path: Path, *, source: str, layer: str | None = None, encoding: str | None = None
) -> list[RawTable]:
    """Read a file of an exchange format, safe from crashes of its reader."""
    suffix = path.suffix.lower()
    kind = EXCHANGE[suffix]
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = _copy(path, kind, Path(folder))
        ready = _Ready() if kind.ready is None else kind.ready(copy, source)
        chosen = _choose(path, layer)
        answer = read_guarded(
            copy,
            name=source,
            drivers=DRIVERS[suffix],
            encoding=None if ready.claims is None else "ISO-8859-1",
            layers=chosen.names,
        )
        counted = count_whole(copy)
    reads = [_as_found(read, ready) for read in answer.layers]
    if suffix == ".gpkg":
        kinds = {read.name: read.kind for read in reads}
        reads = [read for read in reads if read.name in {layer, *_with_surfaces(kinds)}]
    answer = replace(answer, layers=reads)
    claims = ready.claims if kind.claims is None else kind.claims(answer.about)
    if encoding is not None:
        claims = [Claim("argument", encoding)]
    tables = _tables(answer, source=source, stem=path.stem, layer=layer, claims=claims)
    if suffix in _BY_SQLITE:
        names = [r.name for r in reads if r.wkb is not None]
        names = names if len(names) == 1 or layer is None else [layer]
        stored = [count_rows(path, name) for name in names]
        tables = [
            compare_count(restore_cells(path, name, table, odd=held.odd), held.rows)
            for name, table, held in zip(names, tables, stored, strict=True)
        ]
    elif layer is None or len(reads) == 1:
        spatial = {id(r) for r in reads if r.wkb is not None}
        unread = sum(len(r.cells[0]) for r in reads if id(r) not in spatial and r.cells)
        tables = compare_total(tables, counted, unread=unread)
    if ready.declared:
        tables = [give_types(table, ready.declared) for table in tables]
    found = ready.issues
    if suffix == ".gpkg":
        found += _note_database(path, reads, chosen, source=source)
    if answer.faults:
        found += Issues.of("reader_fell_back", source=source, value=answer.faults)
    tables[0] = replace(tables[0], issues=found + tables[0].issues)
    if kind.finish is not None:
        tables = [kind.finish(table, path) for table in tables]
    return tables


class _Chosen(NamedTuple):
    """The layers to read, or None for all, and the queries left out beside tables."""

    names: list[str] | None
    left_out: list[str]


def _choose(path: Path, layer: str | None) -> _Chosen:
    """Choose the tables of a GeoPackage; a query only where it is all there is."""
    if path.suffix.lower() != ".gpkg":
        return _Chosen(None, [])
    views, layers = views_of(path), layers_of(path)
    tables = [name for name in layers if name not in views]
    if layer is not None or not tables:
        return _Chosen([layer] if layer is not None else None, [])
    return _Chosen(tables, [name for name in layers if name in views])


def _note_database(
    path: Path, reads: list[LayerRead], chosen: _Chosen, *, source: str
) -> Issues:
    """Name the queries that were not run, and say if there are arcs."""
    found = Issues.none()
    if chosen.left_out:
        left = "、".join(chosen.left_out)
        found += Issues.of("layers_not_read", source=source, value=left)
    if any(has_curves(path, read.name) for read in reads):
        details = {"step": ARC_STEP_DEGREES}
        found += Issues.of("arcs_parted", source=source, details=details)
    return found


def _as_found(read: LayerRead, ready: _Ready) -> LayerRead:
    """Give headers their own names."""
    fields = [ready.renamed.get(header, header) for header in read.fields]
    return replace(read, fields=fields)


def _copy(path: Path, kind: _Format, folder: Path) -> Path:
    """Copy a file and its companions under a plain name, in any case of letters."""
    stem = path.stem.casefold()
    for part in path.parent.iterdir():
        suffix = part.suffix.lower()
        if part.stem.casefold() == stem and suffix in kind.companions:
            shutil.copyfile(part, folder / f"layer{suffix}")
    copy = folder / f"layer{path.suffix.lower()}"
    shutil.copyfile(path, copy)
    log = path.with_name(f"{path.name}-wal")  # what SQLite has not yet put in its place
    if log.is_file():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
    return copy


def _tables(
    answer: Answer,
    *,
    source: str,
    stem: str,
    layer: str | None,
    claims: list[Claim] | None,
) -> list[RawTable]:
    """Make a table of each layer with geometry, or of the one named."""
    spatial = [read for read in answer.layers if read.wkb is not None]
    if len(spatial) == 1 and spatial[0].name == "layer":  # that of the temporary copy
        spatial = [replace(spatial[0], name=stem)]
    names = [read.name for read in spatial]
    if layer is not None and layer not in names:
        raise SourceError("layer_missing", source=source, layer=layer, names=names)
    if not spatial:
        raise SourceError("polygon_layer_missing", source=source)
    return [
        make_table(
            read,
            source=source if len(spatial) == 1 else f"{source}({read.name})",
            claims=claims or (),
            warned=answer.warned if number == 0 else "",
        )
        for number, read in enumerate(spatial)
        if layer in {None, read.name}
    ]


# A damaged header may claim any number.
_MOST_FEATURES = 20_000_000
# Every failed part is opened once more; a layer in ruins is given up in time.
_MOST_FAILURES = 2_000

Part = tuple[Any, Any, Any, Any]  # meta, fids, wkb, cells, as pyogrio gives them


class Salvaged(NamedTuple):
    """What could be read, and the positions of what was read and what not."""

    part: Part
    read: npt.NDArray[np.int64]
    lost: npt.NDArray[np.int64]


def read_in_parts(read: Callable[[int, int], Part], count: int) -> Salvaged | None:
    """Read a layer in parts, each half as large where it fails."""
    waiting, failures = [(0, min(count, _MOST_FEATURES))], 0
    parts: list[Part] = []
    read_at: list[range] = []
    lost: list[range] = []
    while waiting:
        start, size = waiting.pop()
        part = None if failures > _MOST_FAILURES else _attempt(read, start, size)
        got = 0 if part is None else len(part[1])
        if part is not None:
            parts.append(part)
            read_at.append(range(start, start + got))
        elif size > 1 and failures <= _MOST_FAILURES:
            failures += 1
            half = size // 2
            waiting += [(start + half, size - half), (start, half)]
            continue
        failures += part is None
        lost.append(range(start + got, start + size))
    if not any(len(part[1]) for part in parts):
        return None
    return Salvaged(_joined(parts), _positions(read_at), _positions(lost))


def _attempt(read: Callable[[int, int], Part], start: int, size: int) -> Part | None:
    try:
        return read(start, size)
    except SourceError:  # the caller halves the part, and names what is lost
        return None


def _positions(ranges: list[range]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.arange(part.start, part.stop) for part in ranges])


def _joined(parts: list[Part]) -> Part:
    """Put parts, which come in order, behind one another."""
    meta = parts[0][0]
    fids = np.concatenate([part[1] for part in parts])
    wkb = None
    if parts[0][2] is not None:
        wkb = np.concatenate([part[2] for part in parts])
    columns = zip(*(part[3] for part in parts), strict=True)
    return meta, fids, wkb, [np.concatenate(column) for column in columns]


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
_KNOWN_WARNINGS = re.compile(
    r"Non closed ring|More than one layer|organizePolygons|winding order|"
    r"(?:Invalid content|Unexpected data type) for record|"
    r"Non-conformant content for record .* successfully parsed"
)
_ALIAS = re.compile("<Name>([^<]+)</Name><AliasName>([^<]+)</AliasName>")
_GEOJSON = {".geojson", ".json"}
# These keep a count of their rows apart, which others may leave stale; under a
# condition GDAL counts the rows themselves.
_COUNT_KEPT = {".gpkg", ".gdb"}
_BY_SQLITE = {".gpkg", ".sqlite"}
_EVERY_ROW = "1 = 1"
_SURFACES = ("Polygon", "Unknown", "GeometryCollection", "Surface", "Geometry")


def read_layers(path: Path, *, source: str, layer: str | None = None) -> list[RawTable]:
    """Read the layers of a file that can hold polygons, or the one named."""
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
    skipped = [name for name in kinds if name not in wanted and layer is None]
    if skipped:
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
    """Call pyogrio on a file, by the driver of its suffix and with no network."""
    with warnings.catch_warnings(record=True) as caught, fine_arcs(), offline():
        warnings.simplefilter("always")
        try:
            with plain_path(path) as plain:
                result = function(driver_name(plain), **options)
        except _FAILURES as error:
            why = plain_words(str(error))
            raise SourceError("vector_unreadable", name=name, why=why) from error
    said = dict.fromkeys(str(warning.message) for warning in caught)
    texts = dict.fromkeys(
        plain_words(text, copy=plain.absolute(), name=name)
        for text in said
        if not _KNOWN_WARNINGS.search(text)
    )
    return result, "; ".join(texts)


def _read_layer(path: Path, layer: str, *, source: str) -> RawTable:
    """Read one layer, past what cannot be decoded."""
    found: list[Issues] = []
    options: dict[str, Any] = {"layer": layer, "datetime_as_string": True}
    options |= {"name": source, "return_fids": True}
    if path.suffix.lower() in _COUNT_KEPT:
        options["where"] = _EVERY_ROW
    # GDAL writes its warnings of such cells to the terminal where it reads by columns
    is_sqlite = path.suffix.lower() == ".gpkg"
    stored = count_rows(path, layer) if is_sqlite else Counted(None, {})
    result, rows, warned = _read_rows(path, options, found, by_rows=bool(stored.odd))
    meta, fids, wkb, cells = result
    fields, types = [str(field) for field in meta["fields"]], list(meta["ogr_types"])
    for position, (name, kind) in enumerate(zip(fields, types, strict=True)):
        if kind == "OFTInteger64" and is_long(cells[position]):
            cells[position] = _whole_numbers(path, layer, name, fids, cells[position])
        if kind == "OFTDateTime" and path.suffix.lower() == ".gdb":
            cells[position] = _as_typed(cells[position])
    undecoded = "encoding" in options
    read = LayerRead(layer, "", fields, types, meta["crs"], wkb, cells, undecoded)
    table = make_table(read, source=source, rows=rows, warned=warned)
    if path.suffix.lower() in _COUNT_KEPT and not meta.get(STRAIGHT):
        _note_curves(path, layer, source, found)
    if stored.odd:
        table = restore_cells(path, layer, table, odd=stored.odd)
    table = replace(
        table,
        crs=honest_crs(path, table.crs, source=source, found=found)
        if path.suffix.lower() in _GEOJSON
        else table.crs,
        aliases=_aliases(path, layer),
        issues=Issues.concat([*found, table.issues]),
    )
    counted = stored.rows if is_sqlite else _count_apart(path, layer, table)
    return compare_count(table, counted)


def _count_apart(path: Path, layer: str, table: RawTable) -> int | None:
    """Count the rows of a layer by another way than the one that read it."""
    if path.suffix.lower() in _GEOJSON:
        return count_json(path.read_bytes(), met=rows_met(table))
    return _select_count(path, layer)


def _select_count(path: Path, layer: str) -> int | None:
    """Let GDAL count the rows that meet a condition; it then believes no header."""
    if (name := sql_name(layer, path)) is None:
        return None
    sql = f"SELECT COUNT(*) FROM {name} WHERE {_EVERY_ROW}"  # noqa: S608 - quoted
    options: dict[str, Any] = {"name": path.name, "sql": sql}
    options["read_geometry"] = False
    try:
        (_, _, _, cells), _ = call_gdal(pyogrio.raw.read, path, **options)
    except SourceError:  # damaged rows; the reader has named each, or the counts differ
        return _count(path, layer, path.name)[0]
    return int(cells[0][0])


def _read_rows(
    path: Path, options: dict[str, Any], found: list[Issues], *, by_rows: bool
) -> tuple[Any, npt.NDArray[np.int64], str]:
    """Read a layer in whatever way it can be read; give its rows their numbers."""
    try:
        if by_rows:
            result, warned = call_gdal(pyogrio.raw.read, path, **options)
        else:
            result, warned = _read_whole(path, options)
    except SourceError as error:
        if not isinstance(error.__cause__, UnicodeDecodeError):
            return _salvage(path, options, error, found)
        options["encoding"] = "ISO-8859-1"
        result, warned = call_gdal(pyogrio.raw.read, path, **options)
    rows = np.arange(1, len(result[1]) + 1, dtype=np.int64)
    if path.suffix.lower() in _GEOJSON:
        rows = true_rows(path, rows, source=options["name"], found=found)
    return result, rows, warned


def _read_whole(path: Path, options: dict[str, Any]) -> tuple[Any, str]:
    """Read a layer by columns where that gives the same as by rows, else by rows."""
    try:
        result, warned = call_gdal(read_columns, path, **options)
    except (Unlike, SourceError):
        warned = "by rows"
    if warned:
        return call_gdal(pyogrio.raw.read, path, **options)
    return result, warned


def _note_curves(path: Path, layer: str, source: str, found: list[Issues]) -> None:
    """Say so where a layer holds arcs, which GDAL has parted."""
    if path.suffix.lower() == ".gpkg":
        curved = has_curves(path, layer)
    else:
        curved = may_hold_curves(path) and _is_curved(path, layer, source)
    if curved:
        details = {"step": ARC_STEP_DEGREES}
        found.append(Issues.of("arcs_parted", source=source, details=details))


_CURVED = ("CURVE", "SURFACE", "CIRCULAR")  # a polygon surface is written POLYGON


def _is_curved(path: Path, layer: str, source: str) -> bool:
    """Ask GDAL for the kinds of geometry before it parts arcs."""
    if (name := sql_name(layer, path)) is None:
        return False
    sql = f"SELECT OGR_GEOMETRY FROM {name}"  # noqa: S608 - quoted
    options: dict[str, Any] = {"name": source, "sql": sql, "read_geometry": False}
    try:
        (_, _, _, cells), _ = call_gdal(pyogrio.raw.read, path, **options)
    except SourceError:  # damaged rows; those read so far are reported as such
        return True
    kinds = set(cells[0]) if cells else set()
    return any(word in str(kind) for kind in kinds for word in _CURVED)


def _salvage(
    path: Path, options: dict[str, Any], error: SourceError, found: list[Issues]
) -> tuple[Any, npt.NDArray[np.int64], str]:
    """Read a damaged layer in parts; what is lost becomes issues."""
    layer, source = options["layer"], options["name"]
    count, stale = _count(path, layer, source)
    if not stale:  # else every part would count the whole layer
        options.pop("where", None)

    def read(start: int, size: int) -> Any:
        within = {**options, "skip_features": start, "max_features": size}
        return call_gdal(pyogrio.raw.read, path, **within)[0]

    salvaged = read_in_parts(read, max(count, 0))
    if salvaged is None:
        raise error
    lost = salvaged.lost + 1
    found.append(
        Issues.of("row_unreadable", source=source, source_row=lost, set_aside=True)
    )
    return salvaged.part, salvaged.read + 1, str(error)


def _as_typed(moments: Any) -> Any:
    """Take off the offset that GDAL adds to moments of a geodatabase.

    The file says none. Where every moment is the midnight of China in UTC, it stays.
    """
    texts = pd.Series(moments, dtype="str")
    if texts.dropna().str.contains("T16:00:00", regex=False).all():
        return moments
    return texts.str.removesuffix("Z").array


def _count(path: Path, layer: str, source: str) -> tuple[int, bool]:
    """Count the rows of a layer, and tell whether the count it keeps is another."""
    info, _ = call_gdal(
        pyogrio.read_info, path, layer=layer, name=source, force_feature_count=True
    )
    kept = int(info["features"])
    if path.suffix.lower() != ".gpkg":
        return kept, False
    sql = f"SELECT COUNT(*) FROM {sql_name(layer, path)}"  # noqa: S608 - quoted
    try:
        (_, _, _, cells), _ = call_gdal(
            pyogrio.raw.read, path, name=source, sql=sql, read_geometry=False
        )
    except SourceError:  # damaged pages; the rows are then met in parts
        return kept, False
    return int(cells[0][0]), int(cells[0][0]) != kept


def sql_name(name: str, path: Path) -> str | None:
    r"""Write a name as the SQL of a file's driver wants it; None if it knows no way.

    Examples
    --------
    >>> sql_name('a"b', Path("t.gpkg")), sql_name('a"b', Path("t.gdb"))
    ('"a""b"', '"a\\"b"')
    """
    if path.suffix.lower() in _BY_SQLITE:
        return quoted(name)
    if name.endswith("\\") or '\\"' in name:  # a backslash would hide the mark
        return None
    return '"' + name.replace('"', '\\"') + '"'


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
    name = sql_name(header, path)
    if name is None:  # numbers that lost digits are told where they are used
        return values
    (_, there, _, cells), _ = call_gdal(
        pyogrio.raw.read,
        path,
        name=path.name,
        layer=layer,
        columns=[header],
        where=f"{name} IS NOT NULL",
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
