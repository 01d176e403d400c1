"""Open whatever file a bureau hands over, and give its polygon tables."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landbase.errors import SourceError
from landbase.issues import Issues
from landbase.sources.archive import unpack
from landbase.sources.boundary_points import is_boundary_points, read_boundary_points
from landbase.sources.exchange import EXCHANGE, read_exchange
from landbase.sources.gdal import drop_links, refuse_address, refuse_foreign_parts
from landbase.sources.parquet import read_parquet
from landbase.sources.shapefile import read_shapefile
from landbase.sources.signature import check_signature, is_wide
from landbase.sources.text import to_utf8
from landbase.sources.vector import read_layers
from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landbase.sources.raw import RawTable

__all__ = ["read_source"]

_PLAIN = {".gpkg", ".gdb", ".geojson", ".json"}
_JSON = {".geojson", ".json"}
_ARCHIVES = {".zip", ".kmz"}
_PARQUET = {".parquet", ".geoparquet"}
_BOUNDARY_POINTS = {".txt"}
_SINGLE = {".shp", *_PARQUET, *_BOUNDARY_POINTS}
_KINDS = {".shp", *_PLAIN, *_PARQUET, *_ARCHIVES, *EXCHANGE}
_ADVICE = {
    **dict.fromkeys((".rar", ".7z"), "archive"),
    **dict.fromkeys((".csv", ".xls", ".xlsx"), "table"),
    ".mdb": "mdb",
    ".dbf": "dbf",
    ".dwg": "dwg",
    ".gpx": "gpx",
}
_NESTED = 3


@dataclass(frozen=True)
class _Wanted:
    """What the caller asks of every file that is opened."""

    layer: str | None
    encoding: str | None
    dialect: str | Mapping[str, Any] | None


def read_source(
    path: Path | str,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    dialect: str | Mapping[str, Any] | None = None,
) -> list[RawTable]:
    """Read the polygon tables of a file as they are.

    Parameters
    ----------
    path
        A shapefile, GeoPackage, File Geodatabase (the folder), GeoJSON (also by
        lines), GeoParquet, MapInfo TAB or MIF, KML, KMZ, DXF, GML, FlatGeobuf,
        SQLite or boundary-point TXT file, or a zip archive or folder that holds such
        files (other .txt files in it are passed over).
    layer
        The only layer wanted of a file that has several.
    encoding
        Encoding of the text of a shapefile, MapInfo or boundary-point file, where
        the one found is wrong.
    dialect
        For boundary points: the name of a template of their head lines ("supply",
        "approval", "linked", "enforcement", "one_map"), or one of your own as a
        mapping with `head` and `point`, where the one found is wrong.

    Returns
    -------
    tables
        At least one, in the order of their names and layers; see `RawTable`.

    Raises
    ------
    SourceError
        The file is missing, of a kind that is not supported, damaged, or without
        polygons.
    """
    file = Path(path)
    if not file.exists():
        refuse_address(path)
    if not str(path) or not file.exists():  # Path("") would be the folder we are in
        raise SourceError("file_missing", path=path)
    return _read(file, file.name, _Wanted(layer, encoding, dialect), _NESTED)


def _read(file: Path, source: str, wanted: _Wanted, depth: int) -> list[RawTable]:
    suffix = file.suffix.lower()
    _refuse_empty(file, source)
    if suffix in _ARCHIVES:
        return _read_zip(file, source, wanted, depth)
    if file.is_dir() and not _is_geodatabase(file):
        return _read_folder(file, source, wanted, depth)
    if suffix in _PLAIN or _is_geodatabase(file):
        return _read_plain(file, source, wanted.layer)
    if suffix in EXCHANGE:
        return read_exchange(
            file, source=source, layer=wanted.layer, encoding=wanted.encoding
        )
    if suffix in _SINGLE:
        return _read_single(file, source, wanted)
    kind = suffix or Text("errors.file_without_suffix")
    if suffix in _ADVICE:
        advice = Text(f"errors.advice_{_ADVICE[suffix]}")
        raise SourceError(
            "file_kind_advised", source=source, suffix=kind, advice=advice
        )
    raise SourceError(
        "file_kind_unknown",
        source=source,
        suffix=kind,
        kinds=Text("errors.file_kinds"),
    )


def _refuse_empty(file: Path, source: str) -> None:
    if file.suffix.lower() in _KINDS and file.is_file() and not file.stat().st_size:
        raise SourceError("file_empty", source=source)


def _read_single(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    """Read a file of a kind that has no layers."""
    if wanted.layer not in {None, file.stem}:
        raise SourceError(
            "file_has_one_layer", file=file.name, layer=wanted.layer, there=file.stem
        )
    suffix = file.suffix.lower()
    if suffix in _BOUNDARY_POINTS:
        return read_boundary_points(
            file, source=source, encoding=wanted.encoding, dialect=wanted.dialect
        )
    if suffix in _PARQUET:
        return [read_parquet(file, source=source)]
    check_signature(file, source=source)
    return [read_shapefile(file, source=source, encoding=wanted.encoding)]


def _read_plain(file: Path, source: str, layer: str | None) -> list[RawTable]:
    """Read a file whose reader is safe, once it is what its name says."""
    if file.is_dir():
        refuse_foreign_parts(file, source=source)
    check_signature(file, source=source)
    if file.suffix.lower() not in _JSON:
        return read_layers(file, source=source, layer=layer)
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        data, found = file.read_bytes(), Issues.none()
        copy = Path(folder) / file.name
        if is_wide(file):
            copy.write_bytes(data)
            found = to_utf8(copy, source=source)
            data = copy.read_bytes()
        plain = drop_links(data, file.suffix.lower(), source=source)
        if plain is data and not copy.exists():
            return read_layers(file, source=source, layer=layer)
        copy.write_bytes(plain)
        tables = read_layers(copy, source=source, layer=layer)
    tables[0] = replace(tables[0], issues=found + tables[0].issues)
    return tables


def _is_geodatabase(path: Path) -> bool:
    return path.is_dir() and (path / "a00000001.gdbtable").is_file()


def _read_zip(file: Path, source: str, wanted: _Wanted, depth: int) -> list[RawTable]:
    if depth == 0:
        raise SourceError("archive_nested", source=source, depth=_NESTED)
    with tempfile.TemporaryDirectory(prefix="landbase-") as temporary:
        folder = Path(temporary)
        if not unpack(file, folder):
            raise SourceError("archive_empty", source=source)
        return _read_folder(folder, source, wanted, depth - 1)


def _read_folder(
    folder: Path, source: str, wanted: _Wanted, depth: int
) -> list[RawTable]:
    """Read every source in a folder; a layer named selects among all their layers."""
    inside = _sources_in(folder)
    if not inside:
        raise SourceError(
            "folder_without_files", source=source, kinds=Text("errors.file_kinds")
        )
    tables: list[RawTable] = []
    refused: list[SourceError] = []
    for file in inside:
        name = f"{source}/{file.relative_to(folder).as_posix()}"
        try:
            tables += _read(file, name, wanted, depth)
        except SourceError as error:
            refused.append(error)
    if not tables:
        raise SourceError("folder_all_refused", source=source, refused=refused)
    if refused and wanted.layer is None:  # a layer named is not in every file
        issue = Issues.of(
            "source_refused", source=source, value=list(map(str, refused))
        )
        tables[0] = replace(tables[0], issues=tables[0].issues + issue)
    return tables


def _sources_in(folder: Path) -> list[Path]:
    """List the sources in a folder and below, in the order of their paths."""
    found: list[Path] = []
    for child in sorted(folder.iterdir()):
        if _is_geodatabase(child):
            found.append(child)
        elif child.is_dir():
            found += _sources_in(child)
        elif child.suffix.lower() in _KINDS or (
            child.suffix.lower() in _BOUNDARY_POINTS and is_boundary_points(child)
        ):
            found.append(child)
    return found
