"""Files, folders and archives: which reader takes what."""

from __future__ import annotations

import codecs
import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from landbase.errors import SourceError
from landbase.io.bases import OWN_LAYERS, is_land_base
from landbase.io.boundary_points.read import is_boundary_points, read_boundary_points
from landbase.io.encoding import to_utf8
from landbase.io.gdal import EXCHANGE, read_exchange, read_layers, read_parquet
from landbase.io.layers import drop_links, refuse_address, refuse_foreign_parts
from landbase.io.shapefile import read_shapefile
from landbase.issues import Issues
from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from landbase.io.layers import RawTable

__all__ = ["read_source", "unpack"]

_SQLITE = b"SQLite format 3\0"
_SHAPE = b"\x00\x00\x27\x0a"
_HEAD = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_signature(path: Path, *, source: str) -> None:
    """Refuse a file whose first bytes are not those of its kind."""
    if path.is_dir():
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    suffix = path.suffix.lower()
    starts = {
        ".gpkg": head.startswith(_SQLITE),
        ".shp": head.startswith(_SHAPE),
        ".geojson": _is_json(head),
        ".json": _is_json(head),
    }
    if not starts.get(suffix, True):
        if not head:
            raise SourceError("file_is_empty_now", source=source)
        kind = Text(f"errors.kind_{suffix.removeprefix('.')}")
        raise SourceError("file_is_not_its_kind", source=source, kind=kind)


def is_wide(path: Path) -> bool:
    """Tell whether a text file is in UTF-16, which GDAL does not read."""
    if path.is_dir():
        return False
    with path.open("rb") as file:
        return file.read(2).startswith(_WIDE)


def _is_json(head: bytes) -> bool:
    if head.startswith(_WIDE):
        head = head.decode("utf-16", errors="ignore").encode("utf-8")
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in {b"{", b"["}


# A city's whole land base unpacks to well under this.
MAX_UNPACKED_BYTES = 4 * 1024**3
MAX_MEMBERS = 20_000
# Everything that zipfile lets through when an archive is damaged.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
)
_BLOCK = 1024**2
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f]')


def unpack(path: Path, folder: Path, *, limit: int = MAX_UNPACKED_BYTES) -> int:
    """Unpack a zip archive; nothing is written outside the folder."""
    written = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for info, target in _targets(archive, folder, path.name):
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as packed, target.open("wb") as plain:
                    while block := packed.read(_BLOCK):
                        written += len(block)
                        if written > limit:
                            raise SourceError(
                                "archive_too_large", file=path.name, limit=limit
                            )
                        plain.write(block)
    except _DAMAGE as error:
        raise SourceError("archive_unreadable", file=path.name, error=error) from error
    return written


def _targets(
    archive: zipfile.ZipFile, folder: Path, name: str
) -> Iterator[tuple[zipfile.ZipInfo, Path]]:
    """Pair the files of an archive with where to put them."""
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise SourceError("archive_too_many_files", name=name, count=len(members))
    for info in members:
        if info.flag_bits & _ENCRYPTED:
            raise SourceError("archive_password", name=name)
        parts = PurePosixPath(_name(info).replace("\\", "/")).parts
        safe = [
            _UNSAFE.sub("_", part) for part in parts if part not in {"/", "..", "."}
        ]
        if safe and not _is_clutter(safe):
            yield info, folder.joinpath(*safe)


def _name(info: zipfile.ZipInfo) -> str:
    """Read a member's name; Windows writes Chinese ones in GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_clutter(parts: list[str]) -> bool:
    """Pass over what macOS adds to archives."""
    return parts[0] == "__MACOSX" or parts[-1].startswith("._")


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
    **dict.fromkeys((".e00", ".wp", ".wt", ".wl", ".vct"), "exchange"),
    ".dbf": "dbf",
    ".dwg": "dwg",
    ".gpx": "gpx",
}
_NESTED = 3
_WITH_PARTS = {".shp", ".tab", ".mif", ".gml", ".gpkg"}
_PARTS = {
    ".dbf", ".shx", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".atx",
    ".xml", ".qml", ".qmd", ".sld", ".lyr", ".dat", ".map", ".id", ".ind", ".mid",
    ".xsd", ".gfs", ".gpkg-wal", ".gpkg-shm", ".gpkg-journal",
}  # fmt: skip
_OF_SYSTEM = {"thumbs.db", "desktop.ini"}
_POINT = re.compile(
    rb"^[ \t]*[\w-]+[ \t]*,[ \t]*\d+[ \t]*,[ \t]*\d{3,9}\.?\d*[ \t]*,[ \t]*\d{3,9}",
    re.MULTILINE,
)


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
    """Read the polygon tables of a file as they are."""
    file = Path(path)
    if not file.exists():
        refuse_address(path)
    if not str(path) or not file.exists():  # Path("") would be the folder we are in
        raise SourceError("file_missing", path=path)
    return _read(file, file.name, _Wanted(layer, encoding, dialect), _NESTED)


def _read(file: Path, source: str, wanted: _Wanted, depth: int) -> list[RawTable]:
    suffix = file.suffix.lower()
    _refuse_empty(file, source)
    if is_land_base(file):
        return _read_table_of_base(file, source, wanted)
    if suffix in _ARCHIVES:
        return _read_zip(file, source, wanted, depth)
    if file.is_dir() and not _is_geodatabase(file):
        return _read_folder(file, source, wanted, depth)
    return _read_file(file, source, wanted)


def _read_file(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    """Read a file that holds no others, by the reader of its suffix."""
    suffix = file.suffix.lower()
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


def _read_table_of_base(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    """Read a table of a land base, where one is named; by itself it is no answer."""
    if wanted.layer is None:
        raise SourceError("base_is_no_table", source=source)
    tables = _read_file(file, source, wanted)
    if wanted.layer in OWN_LAYERS:
        note = Issues.of("base_plain_table", source=source, value=wanted.layer)
        tables[0] = replace(tables[0], issues=tables[0].issues + note)
    return tables


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
    inside = _files_in(folder, set())
    tables: list[RawTable] = []
    refused: list[SourceError] = []
    advised: list[SourceError] = []
    prose: list[str] = []
    for file in sorted([*inside.sources, *inside.others]):
        name = f"{source}/{file.relative_to(folder).as_posix()}"
        if _is_prose(file):
            prose.append(name)
            continue
        try:
            tables += _read(file, name, wanted, depth)
        except SourceError as error:
            (advised if file.suffix.lower() in _ADVICE else refused).append(error)
    if not tables and not (refused or advised):
        raise SourceError(
            "folder_without_files", source=source, kinds=Text("errors.file_kinds")
        )
    if not tables:
        stated = [*refused, *advised]
        raise SourceError("folder_all_refused", source=source, refused=stated)
    if wanted.layer is None:  # a layer named is not in every file
        issues = [
            Issues.of(
                code,
                source=source,
                value=list(map(str, errors)),
                details={
                    "why_zh": [error.zh for error in errors],
                    "why_en": list(map(str, errors)),
                },
            )
            for code, errors in (
                ("source_refused", refused),
                ("source_not_read", advised),
            )
            if errors
        ]
        if prose:
            found = "；".join(prose)
            issues.append(Issues.of("files_not_looked_at", source=source, value=found))
        tables[0] = replace(
            tables[0], issues=Issues.concat([tables[0].issues, *issues])
        )
    return tables


def _is_prose(file: Path) -> bool:
    """Tell a file that nobody takes for parcels: letters, pictures, notes."""
    suffix = file.suffix.lower()
    if suffix in _BOUNDARY_POINTS and not file.is_dir():
        return not (is_boundary_points(file) or _has_points(file))
    return not file.is_dir() and suffix not in {*_KINDS, *_ADVICE, *_BOUNDARY_POINTS}


def _has_points(file: Path) -> bool:
    """Tell whether a text has lines of point, ring and two coordinates."""
    data = file.read_bytes()
    return (
        _POINT.search(data) is not None
        or _POINT.search(
            data.replace(b"\0", b"")  # UTF-16
        )
        is not None
    )


class _Inside(NamedTuple):
    """The files of a folder: to be read, and those that belong to no source."""

    sources: list[Path]
    others: list[Path]


def _files_in(folder: Path, seen: set[Path]) -> _Inside:
    """List the files in a folder and below, in the order of their paths, each once."""
    seen.add(folder.resolve())
    found = _Inside([], [])
    children = sorted(folder.iterdir())
    stems = {p.stem.casefold() for p in children if p.suffix.lower() in _WITH_PARTS}
    for child in children:
        suffix = child.suffix.lower()
        if child.resolve() in seen:
            continue
        if child.is_dir():
            seen.add(child.resolve())
            if _is_geodatabase(child):
                found.sources.append(child)
            else:
                below = _files_in(child, seen)
                found.sources.extend(below.sources)
                found.others.extend(below.others)
        elif suffix in _KINDS or suffix in _BOUNDARY_POINTS:
            found.sources.append(child)
        elif not _is_part(child, stems):
            found.others.append(child)
    return found


def _is_part(file: Path, stems: set[str]) -> bool:
    """Tell whether a file belongs to a source beside it, or to the system."""
    name = file.name.casefold()
    if name.startswith(".") or name in _OF_SYSTEM:
        return True
    suffix = file.suffix.lower()
    stem = file.name.split(".", maxsplit=1)[0].casefold()
    return suffix in _PARTS and bool({file.stem.casefold(), stem} & stems)
