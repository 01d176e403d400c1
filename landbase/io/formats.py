"""Files, folders and archives: which reader takes what."""

from __future__ import annotations

import codecs
import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from landbase.errors import SourceError
from landbase.files import require_regular, why_blocked
from landbase.io.bases import OWN_LAYERS, is_land_base
from landbase.io.boundary_points.read import is_boundary_points, read_boundary_points
from landbase.io.encoding import to_utf8
from landbase.io.gdal import EXCHANGE, read_exchange, read_layers, read_parquet
from landbase.io.layers import (
    drop_links,
    quote_huge,
    refuse_address,
    refuse_foreign_parts,
)
from landbase.io.shapefile import read_shapefile
from landbase.io.stored import views_of
from landbase.issues import Issues
from landbase.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from landbase.io.layers import RawTable

__all__ = [
    "FORMATS",
    "Format",
    "read_source",
    "read_sources",
    "sources_in",
    "unpack",
    "without_parts",
]

_SQLITE = b"SQLite format 3\0"
_SHAPE = b"\x00\x00\x27\x0a"
_HEAD = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_signature(path: Path, *, source: str) -> None:
    """Refuse a file whose first bytes are not those of its kind."""
    kind = FORMATS.get(path.suffix.lower())
    if path.is_dir() or kind is None or kind.signature is None:
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not kind.signature(head):
        if not head:
            raise SourceError("file_is_empty_now", source=source)
        named = Text(f"errors.kind_{path.suffix.lower().removeprefix('.')}")
        raise SourceError("file_is_not_its_kind", source=source, kind=named)


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


def _is_sqlite(head: bytes) -> bool:
    return head.startswith(_SQLITE)


def _is_shape(head: bytes) -> bool:
    return head.startswith(_SHAPE)


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


_NESTED = 3
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
    source: str | None = None,
) -> list[RawTable]:
    """Read the polygon tables of a file as they are; `source` is what to call it."""
    file = Path(path)
    require_regular(file)
    if not file.exists():
        refuse_address(path)
    if not str(path) or not file.exists():  # Path("") would be the folder we are in
        raise SourceError("file_missing", path=path)
    wanted = _Wanted(layer, encoding, dialect)
    return _read(file, source or file.name, wanted, _NESTED)


def read_sources(
    paths: Iterable[Path | str],
    *,
    layer: str | None = None,
    encoding: str | None = None,
    dialect: str | Mapping[str, Any] | None = None,
) -> list[RawTable]:
    """Read several files, parts of shapefiles left out; files named alike by path."""
    files = without_parts(map(Path, paths))
    names = Counter(file.name for file in files)
    wanted = _Wanted(layer, encoding, dialect)
    tables = []
    for file in files:
        if not file.exists():
            raise SourceError("file_missing", path=file)
        source = file.name if names[file.name] == 1 else file.as_posix()
        tables += _read(file, source, wanted, _NESTED)
    return tables


def _read(file: Path, source: str, wanted: _Wanted, depth: int) -> list[RawTable]:
    """Read what lies at a path; what the system keeps from us is told."""
    if not file.exists():  # a link to what has gone
        raise SourceError("file_missing", path=source)
    try:
        return _read_any(file, source, wanted, depth)
    except OSError as error:
        why = why_blocked(error)
        raise SourceError("file_cannot_be_opened", path=source, error=why) from error


def _read_any(file: Path, source: str, wanted: _Wanted, depth: int) -> list[RawTable]:
    """Read a file, or whatever lies in a folder or an archive, by the one registry."""
    kind = FORMATS.get(file.suffix.lower(), Format())
    require_regular(file)
    _refuse_empty(file, source)
    if is_land_base(file):
        return _read_table_of_base(file, source, wanted)
    if kind.is_archive:
        return _read_zip(file, source, wanted, depth)
    if file.is_dir() and not _is_geodatabase(file):
        return _read_folder(file, source, wanted, depth)
    return _read_file(file, source, wanted)


def _read_file(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    """Read a file that holds no others, by the reader of its suffix."""
    suffix = ".gdb" if _is_geodatabase(file) else file.suffix.lower()
    kind = FORMATS.get(suffix, Format())
    if kind.read is not None:
        if not kind.has_layers:
            _refuse_layer(file, wanted)
        check_signature(file, source=source)
        return kind.read(file, source, wanted)
    named = suffix or Text("errors.file_without_suffix")
    if kind.advice is not None:
        advice = Text(f"errors.advice_{kind.advice}")
        raise SourceError(
            "file_kind_advised", source=source, suffix=named, advice=advice
        )
    raise SourceError(
        "file_kind_unknown",
        source=source,
        suffix=named,
        kinds=Text("errors.file_kinds"),
    )


def _refuse_layer(file: Path, wanted: _Wanted) -> None:
    """Refuse the name of a layer that a file of one layer does not have."""
    if wanted.layer not in {None, file.stem}:
        raise SourceError(
            "file_has_one_layer", file=file.name, layer=wanted.layer, there=file.stem
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
    kind = FORMATS.get(file.suffix.lower(), Format())
    if kind.is_taken and file.is_file() and not file.stat().st_size:
        raise SourceError("file_empty", source=source)


def _read_shape(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    return [read_shapefile(file, source=source, encoding=wanted.encoding)]


def _read_columns(file: Path, source: str, _: _Wanted) -> list[RawTable]:
    return [read_parquet(file, source=source)]


def _read_points(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    return read_boundary_points(
        file, source=source, encoding=wanted.encoding, dialect=wanted.dialect
    )


def _read_exchange(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    return read_exchange(
        file, source=source, layer=wanted.layer, encoding=wanted.encoding
    )


def _read_database(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    """Read a GeoPackage or a geodatabase; in the child where it holds queries."""
    if file.is_dir():
        refuse_foreign_parts(file, source=source)
    elif views_of(file):
        return _read_exchange(file, source, wanted)
    return read_layers(file, source=source, layer=wanted.layer)


def _read_json(file: Path, source: str, wanted: _Wanted) -> list[RawTable]:
    """Read a GeoJSON text, in UTF-8 and without what leads elsewhere."""
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        data, found = file.read_bytes(), Issues.none()
        copy = Path(folder) / file.name
        if is_wide(file):
            copy.write_bytes(data)
            found = to_utf8(copy, source=source)
            data = copy.read_bytes()
        plain = quote_huge(drop_links(data, file.suffix.lower(), source=source))
        if plain is data and not copy.exists():
            return read_layers(file, source=source, layer=wanted.layer)
        copy.write_bytes(plain)
        tables = read_layers(copy, source=source, layer=wanted.layer)
    tables[0] = replace(tables[0], issues=found + tables[0].issues)
    return tables


@dataclass(frozen=True, kw_only=True)
class Format:
    """What landbase knows of files with a suffix.

    Attributes
    ----------
    read
        The reader; None where files of the kind are not read.
    guarded
        The reader runs in a process of its own, for it can crash.
    has_layers
        A layer can be named.
    signature
        Tells by the first bytes whether a file is of the kind; None where its reader
        does.
    counted
        What tells the number of rows beside the reader; see `landbase.io.counts`.
    is_archive
        It holds other files, each of which goes by its own entry.
    by_content
        Not every file with the suffix is data: its text decides.
    parts
        Suffixes of files that belong to one of the kind and lie beside it.
    advice
        What to do with a file that is not read, a key of the texts.
    """

    read: Callable[[Path, str, _Wanted], list[RawTable]] | None = None
    guarded: bool = False
    has_layers: bool = True
    signature: Callable[[bytes], bool] | None = None
    counted: str = ""
    is_archive: bool = False
    by_content: bool = False
    parts: tuple[str, ...] = ()
    advice: str | None = None

    @property
    def is_taken(self) -> bool:
        """Tell whether a file of the kind is data, whatever stands in it."""
        return self.is_archive or (self.read is not None and not self.by_content)


_TEXT = "features met while the text streams by"
_COUNTED = {
    ".tab": "records of the .dat that are not deleted",
    ".mif": "lines of the .mid",
    ".fgb": "features, each of which tells its length",
    ".sqlite": "COUNT(*) asked of SQLite",
    ".kml": "Placemark elements",
    ".gml": "children of featureMember",
    ".dxf": "outlines that close, in the group codes of a text or binary drawing",
}
_SHAPE_PARTS = (
    ".dbf", ".shx", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix", ".fix", ".atx",
    ".xml", ".qml", ".qmd", ".sld", ".lyr",
)  # fmt: skip
_PARTS = {
    ".tab": (".dat", ".map", ".id", ".ind", ".dbf"),
    ".mif": (".mid",),
    ".gml": (".xsd", ".gfs"),
}
_EXCHANGED = {
    suffix: Format(
        read=_read_exchange,
        guarded=True,
        counted=_COUNTED.get(suffix, _TEXT),
        parts=(*_PARTS[suffix], *_SHAPE_PARTS) if suffix in _PARTS else (),
    )
    for suffix in EXCHANGE
    if suffix != ".gpkg"  # guarded only where it holds queries
}
_JSON = Format(read=_read_json, signature=_is_json, counted=_TEXT)
_PARQUET = Format(read=_read_columns, has_layers=False, counted="rows of the footer")

# Suffix → how such files are told, read and counted; what is not here is not read.
FORMATS: Mapping[str, Format] = MappingProxyType({
    ".shp": Format(
        read=_read_shape,
        has_layers=False,
        signature=_is_shape,
        counted="records of the .shp and of the .dbf",
        parts=_SHAPE_PARTS,
    ),
    ".gpkg": Format(
        read=_read_database,
        signature=_is_sqlite,
        counted="COUNT(*) asked of SQLite",
        parts=(".gpkg-wal", ".gpkg-shm", ".gpkg-journal", *_SHAPE_PARTS),
    ),
    ".gdb": Format(read=_read_database, counted="COUNT(*) under a condition"),
    **dict.fromkeys((".geojson", ".json"), _JSON),
    **_EXCHANGED,
    **dict.fromkeys((".parquet", ".geoparquet"), _PARQUET),
    ".txt": Format(
        read=_read_points,
        has_layers=False,
        by_content=True,
        counted="head lines, which end in @",
    ),
    **dict.fromkeys((".zip", ".kmz"), Format(is_archive=True)),
    **dict.fromkeys((".rar", ".7z"), Format(advice="archive")),
    **dict.fromkeys((".csv", ".xls", ".xlsx"), Format(advice="table")),
    ".mdb": Format(advice="mdb"),
    **dict.fromkeys((".e00", ".wp", ".wt", ".wl", ".vct"), Format(advice="exchange")),
    ".dbf": Format(advice="dbf"),
    ".dwg": Format(advice="dwg"),
    ".gpx": Format(advice="gpx"),
})


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


_OTHER_LAYERS = {"layer_missing", "vector_layer_missing", "file_has_one_layer"}


class _Member(NamedTuple):
    """A file of a folder: what it gave, or why it was not read."""

    name: str
    rows: int = 0
    why: SourceError | None = None
    advised: bool = False
    is_prose: bool = False


def _read_folder(
    folder: Path, source: str, wanted: _Wanted, depth: int
) -> list[RawTable]:
    """Read every source in a folder; a layer named selects among all their layers."""
    inside = _files_in(folder, set())
    tables: list[RawTable] = []
    members: list[_Member] = []
    for file in sorted([*inside.sources, *inside.others]):
        name = f"{source}/{file.relative_to(folder).as_posix()}"
        if _is_prose(file):
            members.append(_Member(name, is_prose=True))
            continue
        try:
            read = _read(file, name, wanted, depth)
        except SourceError as error:
            kind = FORMATS.get(file.suffix.lower(), Format())
            members.append(_Member(name, why=error, advised=kind.advice is not None))
        else:
            tables += read
            members.append(_Member(name, sum(len(table.rows) for table in read)))
    stated = [m.why for m in sorted(members, key=lambda m: m.advised) if m.why]
    if not tables and not stated:
        raise SourceError(
            "folder_without_files", source=source, kinds=Text("errors.file_kinds")
        )
    if not tables:
        raise SourceError("folder_all_refused", source=source, refused=stated)
    told = [tables[0].issues, *_tell_members(members, source, wanted)]
    tables[0] = replace(tables[0], issues=Issues.concat(told))
    return tables


def _tell_members(
    members: list[_Member], source: str, wanted: _Wanted
) -> Iterator[Issues]:
    """Say of every file of a folder that it was read, or why not."""
    if wanted.layer is not None:  # a layer named is not in every file
        members = [m for m in members if not _lacks_layer(m)]
    for code, advised in (("source_refused", False), ("source_not_read", True)):
        errors = [m.why for m in members if m.why and m.advised is advised]
        if errors:
            yield Issues.of(
                code,
                source=source,
                value=list(map(str, errors)),
                details={
                    "why_zh": [error.zh for error in errors],
                    "why_en": list(map(str, errors)),
                },
            )
    if prose := [m.name for m in members if m.is_prose and wanted.layer is None]:
        yield Issues.of("files_not_looked_at", source=source, value="；".join(prose))
    read = [f"{m.name} ({m.rows})" for m in members if not (m.why or m.is_prose)]
    others = [m.name for m in members if m.why or m.is_prose]
    details = {"count": len(read), "others": "；".join(others) or "—"}
    yield Issues.of(
        "folder_listed", source=source, value="；".join(read), details=details
    )


def _lacks_layer(member: _Member) -> bool:
    return member.why is not None and member.why.key in _OTHER_LAYERS


def _is_prose(file: Path) -> bool:
    """Tell a file that nobody takes for parcels: letters, pictures, notes."""
    kind = FORMATS.get(file.suffix.lower())
    if not file.is_file():  # a pipe is refused by its reader
        return False
    if kind is not None and kind.by_content:
        try:
            return not (is_boundary_points(file) or _has_points(file))
        except OSError:  # held by another program: its reader says so
            return False
    return kind is None


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


def _real(path: Path) -> Path:
    """Follow links; one that leads to itself is what it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _files_in(folder: Path, seen: set[Path]) -> _Inside:
    """List the files in a folder and below, in the order of their paths, each once."""
    seen.add(_real(folder))
    found = _Inside([], [])
    children = sorted(folder.iterdir())
    stems: dict[str, set[str]] = {}
    for child in children:
        if parts := FORMATS.get(child.suffix.lower(), Format()).parts:
            stems.setdefault(child.stem.casefold(), set()).update(parts)
    for child in children:
        kind = FORMATS.get(child.suffix.lower(), Format())
        if _real(child) in seen:
            continue
        if child.is_dir():
            seen.add(_real(child))
            if _is_geodatabase(child):
                found.sources.append(child)
            else:
                below = _files_in(child, seen)
                found.sources.extend(below.sources)
                found.others.extend(below.others)
        elif kind.is_taken or kind.by_content:
            found.sources.append(child)
        elif not _is_part(child, stems):
            found.others.append(child)
    return found


def sources_in(folder: Path) -> list[Path]:
    """List the files in a folder and below that may hold parcels or outlines."""
    return [file for file in _files_in(folder, set()).sources if not _is_prose(file)]


def without_parts(files: Iterable[Path]) -> list[Path]:
    """Leave out files that belong to another of those given: a .dbf to its .shp."""
    listed = list(dict.fromkeys(files))
    stems: dict[Path, dict[str, set[str]]] = {}
    for file in listed:
        parts = FORMATS.get(file.suffix.lower(), Format()).parts
        beside = stems.setdefault(file.parent, {})
        if parts:
            beside.setdefault(file.stem.casefold(), set()).update(parts)
    return [file for file in listed if not _belongs(file, stems[file.parent])]


def _belongs(file: Path, stems: Mapping[str, set[str]]) -> bool:
    kind = FORMATS.get(file.suffix.lower(), Format())
    return bool(stems) and not kind.is_taken and _is_part(file, stems)


def _is_part(file: Path, stems: Mapping[str, set[str]]) -> bool:
    """Tell whether a file belongs to a source beside it, or to the system."""
    name = file.name.casefold()
    if name.startswith(".") or name in _OF_SYSTEM:
        return True
    stem = file.name.split(".", maxsplit=1)[0].casefold()
    suffix = file.suffix.lower()
    return any(suffix in stems.get(one, ()) for one in (file.stem.casefold(), stem))
