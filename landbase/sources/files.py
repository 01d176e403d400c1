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
_READ = (
    ".shp, .gpkg, .gdb, .geojson, .tab, .mif, .kml, .kmz, .dxf, .gml, .fgb, "
    ".parquet, .txt (boundary points), .zip"
)
_READ_ZH = _READ.replace(" (boundary points)", "（界址点）")
_ADVICE = {
    ".rar": "unpack it, or pack the files again as .zip",
    ".7z": "unpack it, or pack the files again as .zip",
    ".mdb": "export the layer from ArcGIS to a File Geodatabase or a shapefile",
    ".dbf": "it is the table of a shapefile; give the .shp beside it",
    **dict.fromkeys(
        (".csv", ".xls", ".xlsx"), "it holds no outlines; read_ledger() reads ledgers"
    ),
    ".dwg": "save it as .dxf, or export the layer to a shapefile",
    ".gpx": "it holds tracks and points; turn them into polygons and export those",
}
_ADVICE_ZH = {
    ".rar": "请先解压，或重新压缩为 .zip。",
    ".7z": "请先解压，或重新压缩为 .zip。",
    ".mdb": "请在 ArcGIS 中导出为文件地理数据库或 shapefile。",
    ".dwg": "请另存为 .dxf，或导出为 shapefile。",
    ".gpx": "其中只有航迹和航点；请转为面后导出。",
    ".dbf": "这是 shapefile 的属性表，请用同名的 .shp。",
    **dict.fromkeys((".csv", ".xls", ".xlsx"), "其中没有图形；台账在项目文件中指定。"),
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
        raise SourceError(f"there is no file {path!s}", zh=f"没有文件 {path!s}")
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
    advice = _ADVICE.get(suffix, f"give one of {_READ}")
    raise SourceError(
        f"{source}: files of kind {suffix or '(none)'} are not read; {advice}",
        zh=f"{source}：不能读取 {suffix or '无后缀'} 文件；{_ADVICE_ZH.get(suffix, '')}"
        f"可用格式：{_READ_ZH}",
    )


def _refuse_empty(file: Path, source: str) -> None:
    if file.suffix.lower() in _KINDS and file.is_file() and not file.stat().st_size:
        raise SourceError(
            f"{source} is empty; copy or export it again",
            zh=f"{source} 是空文件；请重新复制或导出",
        )


def _read_single(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    """Read a file of a kind that has no layers."""
    if wanted.layer not in {None, file.stem}:
        raise SourceError(
            f"{file.name} has no layer {wanted.layer!r}; it has {file.stem}",
            zh=f"{file.name} 没有图层 {wanted.layer}；有 {file.stem}",
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
        raise SourceError(
            f"{source}: archives within archives, more than {_NESTED} deep",
            zh=f"{source}：压缩包层层嵌套超过 {_NESTED} 层；请自行解压后读取",
        )
    with tempfile.TemporaryDirectory(prefix="landbase-") as temporary:
        folder = Path(temporary)
        if not unpack(file, folder):
            raise SourceError(
                f"{source} is an empty archive",
                zh=f"{source} 是空压缩包",
            )
        return _read_folder(folder, source, wanted, depth - 1)


def _read_folder(
    folder: Path, source: str, wanted: _Wanted, depth: int
) -> list[RawTable]:
    """Read every source in a folder; a layer named selects among all their layers."""
    inside = _sources_in(folder)
    if not inside:
        raise SourceError(
            f"{source} holds no file that can be read; give one of {_READ}",
            zh=f"{source} 中没有可读取的文件；可用格式：{_READ_ZH}",
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
        told = "；".join(error.zh for error in refused)
        raise SourceError(f"{source}: {'; '.join(map(str, refused))}", zh=told)
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
