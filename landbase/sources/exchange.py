"""Exchange formats of other programs: MapInfo, KML, DXF, GML and their like.

Each is copied to a temporary folder with its companions, made ready there, and read
by a child process that has no driver but the one of the format.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from shapely import GeometryType

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.curves import ARC_STEP_DEGREES
from landbase.sources.encoding import Claim
from landbase.sources.gdal import DRIVERS, drop_links, refuse_pointers
from landbase.sources.guarded import Answer, read_guarded
from landbase.sources.table import LayerRead, is_single_bytes, make_table
from landbase.sources.text import (
    mapinfo_claims,
    plain_names,
    to_neutral,
    to_utf8,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from landbase.sources.raw import RawTable

__all__ = ["EXCHANGE", "read_exchange"]

_CLOSED = 4  # points of the smallest closed ring


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """What making a copy ready found.

    Attributes
    ----------
    issues
        For the user.
    claims
        What names the encoding of text that GDAL is told to leave alone; None where
        GDAL decodes.
    renamed
        Stand-in header → the header of the file.
    """

    issues: Issues = field(default_factory=Issues.none)
    claims: list[Claim] | None = None
    renamed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Format:
    """How a format is read.

    Attributes
    ----------
    companions
        Suffixes of files beside it.
    ready
        Makes the copy ready.
    single_bytes
        The reader gives text it cannot decode as Latin-1.
    finish
        Interprets the tables.
    """

    companions: tuple[str, ...] = ()
    ready: Callable[[Path, str], _Ready] | None = None
    single_bytes: bool = False
    finish: Callable[[RawTable], RawTable] | None = None


def _ready_text(path: Path, source: str) -> _Ready:
    """Bring a text and its schema into UTF-8, with nothing that leads elsewhere."""
    issues = to_utf8(path, source=source)
    schema = path.with_suffix(".xsd")
    if schema.exists():
        to_utf8(schema, source=source)
    for part in (path, schema) if schema.exists() else (path,):
        refuse_pointers(part, source=source)
        data = drop_links(part.read_bytes(), part.suffix, source=source)
        part.write_bytes(data)
    return _Ready(issues=issues)


def _ready_kml(path: Path, source: str) -> _Ready:
    return replace(_ready_text(path, source), renamed=plain_names(path))


def _ready_mapinfo(path: Path, source: str) -> _Ready:
    refuse_pointers(path, source=source)
    claims = mapinfo_claims(path)
    to_neutral(path)
    return _Ready(claims=claims)


def _close_lines(table: RawTable) -> RawTable:
    """Take closed lines of a drawing for polygons; its layers may name categories."""
    if table.geometry is None:
        return table
    shapes = table.geometry.copy()
    lines = shapely.get_type_id(shapes) == GeometryType.LINESTRING
    closed = (
        lines & shapely.is_closed(shapes) & (shapely.get_num_points(shapes) >= _CLOSED)
    )
    found = table.issues
    if closed.any():
        xy, owner = shapely.get_coordinates(shapes[closed], return_index=True)
        shapes[closed] = shapely.polygons(shapely.linearrings(xy, indices=owner))
        details = {"count": int(closed.sum()), "step": ARC_STEP_DEGREES}
        found += Issues.of("lines_closed", source=table.source, details=details)
    aliases = {**table.aliases, "Layer": "category"}
    return replace(table, geometry=shapes, issues=found, aliases=aliases)


EXCHANGE: dict[str, _Format] = {
    ".tab": _Format(
        companions=(".dat", ".map", ".id", ".ind", ".dbf"),
        ready=_ready_mapinfo,
    ),
    ".mif": _Format(companions=(".mid",), ready=_ready_mapinfo),
    ".kml": _Format(ready=_ready_kml),
    ".gml": _Format(companions=(".xsd",), ready=_ready_text),
    ".dxf": _Format(single_bytes=True, finish=_close_lines),
    ".fgb": _Format(),
    ".geojsonl": _Format(ready=_ready_text),
    ".geojsons": _Format(ready=_ready_text),
    ".ndjson": _Format(ready=_ready_text),
    ".sqlite": _Format(),
    ".topojson": _Format(ready=_ready_text),
}


def read_exchange(
    path: Path, *, source: str, layer: str | None = None, encoding: str | None = None
) -> list[RawTable]:
    """Read a file of an exchange format, safe from crashes of its reader.

    Parameters
    ----------
    path
        A file whose suffix is in `EXCHANGE`.
    source
        What issues call the file.
    layer
        The only layer wanted.
    encoding
        Encoding of the text of a MapInfo file, where the one found is wrong.

    Returns
    -------
    tables
        One a layer with geometry.

    Raises
    ------
    SourceError
        The file cannot be read, or has no such layer.
    """
    suffix = path.suffix.lower()
    kind = EXCHANGE[suffix]
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        copy = _copy(path, kind, Path(folder))
        ready = _Ready() if kind.ready is None else kind.ready(copy, source)
        answer = read_guarded(
            copy,
            name=source,
            drivers=DRIVERS[suffix],
            encoding=None if ready.claims is None else "ISO-8859-1",
        )
    reads = [_as_found(read, kind, ready) for read in answer.layers]
    answer = replace(answer, layers=reads)
    claims = ready.claims if encoding is None else [Claim("argument", encoding)]
    tables = _tables(answer, source=source, stem=path.stem, layer=layer, claims=claims)
    found = ready.issues
    if answer.faults:
        found += Issues.of("reader_fell_back", source=source, value=answer.faults)
    tables[0] = replace(tables[0], issues=found + tables[0].issues)
    return tables if kind.finish is None else [kind.finish(table) for table in tables]


def _as_found(read: LayerRead, kind: _Format, ready: _Ready) -> LayerRead:
    """Give headers their own names, and tell whether text is still undecoded."""
    fields = [ready.renamed.get(header, header) for header in read.fields]
    undecoded = read.undecoded or (kind.single_bytes and is_single_bytes(read))
    return replace(read, fields=fields, undecoded=undecoded)


def _copy(path: Path, kind: _Format, folder: Path) -> Path:
    """Copy a file and its companions under a plain name, in any case of letters."""
    stem = path.stem.casefold()
    for part in path.parent.iterdir():
        suffix = part.suffix.lower()
        if part.stem.casefold() == stem and suffix in kind.companions:
            shutil.copyfile(part, folder / f"layer{suffix}")
    copy = folder / f"layer{path.suffix.lower()}"
    shutil.copyfile(path, copy)
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
    if len(spatial) == 1:  # its name is that of the temporary copy
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
