"""What GDAL may do with a stranger's file: which drivers, no network, no other file.

GDAL chooses its reader by what is in a file, not by its name. Some of its readers
follow what a file says: to other files, to addresses, to a command. Every door that
hands a file to GDAL asks here which drivers its suffix allows.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyogrio

from landbase.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "DRIVERS",
    "OFFLINE",
    "RASTER",
    "child_environment",
    "driver_name",
    "drop_links",
    "offline",
    "refuse_address",
    "refuse_foreign_parts",
    "refuse_pointers",
]

# Suffix → the drivers that may read it, the best first; no other driver ever does.
DRIVERS: dict[str, tuple[str, ...]] = {
    ".shp": ("ESRI Shapefile",),
    ".gpkg": ("GPKG",),
    ".gdb": ("OpenFileGDB",),
    ".geojson": ("GeoJSON",),
    ".json": ("GeoJSON", "TopoJSON", "ESRIJSON"),
    ".geojsonl": ("GeoJSONSeq",),
    ".geojsons": ("GeoJSONSeq",),
    ".ndjson": ("GeoJSONSeq",),
    ".topojson": ("TopoJSON",),
    ".tab": ("MapInfo File",),
    ".mif": ("MapInfo File",),
    ".kml": ("LIBKML", "KML"),
    ".gml": ("GML",),
    ".dxf": ("DXF",),
    ".fgb": ("FlatGeobuf",),
    ".sqlite": ("SQLite",),
    ".tif": ("GTiff",),
    ".tiff": ("GTiff",),
    ".png": ("PNG",),
    ".jpg": ("JPEG",),
    ".jpeg": ("JPEG",),
}
RASTER = (".tif", ".tiff", ".png", ".jpg", ".jpeg")

_NOWHERE = "http://127.0.0.1:9"  # the port of RFC 863: nobody listens
# What follows addresses and other files is told not to, and any request goes nowhere.
OFFLINE = {
    "GDAL_HTTP_PROXY": _NOWHERE,
    "GDAL_HTTPS_PROXY": _NOWHERE,
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_DOWNLOAD_WFS_SCHEMA": "NO",
    "LIBKML_RESOLVE_STYLE": "NO",
    "LIBKML_EXTERNAL_STYLE": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LIST_VIRTUAL_OGR": "NO",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_VRT_ENABLE_RAWRASTERBAND": "NO",
}
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")

_HEAD = 8192
_MARKS = {
    "TopoJSON": re.compile(rb'"type"\s*:\s*"Topology"'),
    "ESRIJSON": re.compile(rb'"esri(?:Geometry|FieldType)'),
}
_ADDRESS = re.compile(r"/vsi|\w[\w+.-]+:/", re.IGNORECASE)
_LINKED = re.compile(rb"link|url", re.IGNORECASE)
# A letter written as its number hides a word from a search of the text.
_HIDDEN = re.compile(rb"\\u00[4-7]", re.IGNORECASE)
_PLAIN_CRS = {"name", "epsg"}
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACES = re.compile(
    rb"""\s(?:[\w.-]+:)?(?:noNamespaceS|s)chemaLocation\s*=\s*(?:"[^"]*"|'[^']*')"""
)
_POINTING_TAB = re.compile(
    rb'^\s*(?:open\s+table|create\s+view|"\\IsSeamless"\s*=\s*"TRUE")|'
    rb"^\s*type\s+(?!native|dbf)\w+",
    re.IGNORECASE | re.MULTILINE,
)
_GEODATABASE = re.compile(
    r"a[0-9a-f]{8}\.(gdbtable|gdbtablx|gdbindexes|spx|freelist|horizon|cdf|"
    r"[\w-]+\.(atx|spx))|gdb|timestamps|.*\.lock|thumbs\.db|desktop\.ini|\.ds_store",
    re.IGNORECASE,
)


@contextmanager
def offline() -> Iterator[None]:
    """Keep GDAL in our own process from the network, and set it back afterwards."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in OFFLINE}
    pyogrio.set_gdal_config_options(OFFLINE)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def child_environment(driver: str) -> dict[str, str]:
    """Give the environment of a child process that has one driver and no network."""
    others = ",".join(known for known in pyogrio.list_drivers() if known != driver)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in {"no_proxy", *_PROXIES}
    }
    nowhere = dict.fromkeys(_PROXIES, _NOWHERE)
    return {**kept, **nowhere, **OFFLINE, "OGR_SKIP": others, "PROJ_NETWORK": "OFF"}


def driver_name(path: Path) -> Path | str:
    """Name a file so that GDAL gives it to one driver of its suffix alone.

    Parameters
    ----------
    path
        A file whose first bytes are those of its kind (`check_signature`): where they
        are not text, no other driver takes it.

    Returns
    -------
    name
        For JSON, the name of the driver before the path: GDAL then asks no other.

    Examples
    --------
    >>> from pathlib import Path
    >>> driver_name(Path("a.geojson")), driver_name(Path("a.gpkg")).name
    ('GeoJSON:a.geojson', 'a.gpkg')
    """
    drivers = DRIVERS[path.suffix.lower()]
    if "GeoJSON" not in drivers:
        return path
    if len(drivers) == 1:
        return f"{drivers[0]}:{path}"
    with path.open("rb") as file:
        head = file.read(_HEAD)
    marked = [one for one in drivers if (mark := _MARKS.get(one)) and mark.search(head)]
    return f"{(marked or drivers)[0]}:{path}"


def refuse_address(path: Path | str) -> None:
    """Refuse what is an address or a name of GDAL's own, not a file.

    Raises
    ------
    SourceError
        It begins like `http://` or `/vsi` and is no file.
    """
    if _ADDRESS.match(str(path)):
        raise SourceError(
            f"{path} is an address, not a file; save the file here first",
            zh=f"{path} 是网络地址或虚拟路径，不是文件；请先将文件保存到本机",
        )


def refuse_pointers(path: Path, *, source: str) -> None:
    """Refuse a file that, by what it says, may only lead to other files.

    Parameters
    ----------
    path
        A .tab, .gml or .kml file in UTF-8 or a single-byte encoding; others pass.
    source
        What the message calls it.

    Raises
    ------
    SourceError
        A table that is a view, a seamless table or linked; XML with entities of its
        own.
    """
    suffix, data = path.suffix.lower(), path.read_bytes()
    if suffix == ".tab" and _POINTING_TAB.search(data):
        raise SourceError(
            f"{source} holds no parcels, only names of other tables; give those",
            zh=f"{source} 只指向其他表，本身没有数据；请直接给出那些表",
        )
    if suffix in {".gml", ".kml", ".xsd"} and _DOCTYPE.search(data):
        raise SourceError(
            f"{source} declares entities (DOCTYPE), which can lead to other files; "
            "export it again without",
            zh=f"{source} 含有 DOCTYPE 声明，可能引用其他文件；请重新导出",
        )


def refuse_foreign_parts(folder: Path, *, source: str) -> None:
    """Refuse a File Geodatabase in which other files lie, which GDAL might read.

    Raises
    ------
    SourceError
        The message names them.
    """
    names = sorted(part.name for part in folder.iterdir() if part.is_file())
    if folder.suffix.lower() != ".gdb":
        raise SourceError(
            f"{source} is a File Geodatabase; its folder must be called .gdb",
            zh=f"{source} 是文件地理数据库，文件夹名须以 .gdb 结尾",
        )
    if foreign := [name for name in names if not _GEODATABASE.fullmatch(name)]:
        raise SourceError(
            f"{source} holds files that do not belong to a File Geodatabase: "
            f"{', '.join(foreign[:5])}; take them out",
            zh=f"{source} 中有不属于文件地理数据库的文件：{'、'.join(foreign[:5])}；"
            "请移出后再读取",
        )


def drop_links(data: bytes, suffix: str, *, source: str) -> bytes:
    """Take out of a text what leads to an address or to another file.

    Parameters
    ----------
    data
        A .gml, .xsd or JSON text in UTF-8; others are given back.
    suffix
        Of the file, in small letters.
    source
        What the message calls it.

    Returns
    -------
    data
        The same bytes where there was nothing to take out.

    Raises
    ------
    SourceError
        It is JSON that names a CRS by a link and cannot be parsed.
    """
    if suffix in {".gml", ".xsd"}:
        return _PLACES.sub(b"", data)
    if suffix in {".geojson", ".json", ".topojson"}:
        return _without_links(data, source)
    return data


def _without_links(data: bytes, source: str) -> bytes:
    """Make a name, which nobody knows, of a CRS that JSON gives by a link."""
    if not _HIDDEN.search(data) and not (b"crs" in data and _LINKED.search(data)):
        return data
    taken: list[Any] = []

    def whole(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if _is_link(members.get("crs")):
            taken.append(members["crs"])
            members["crs"] = _as_name(members["crs"])
        return members

    try:
        members = json.loads(data, object_pairs_hook=whole)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{source} is not JSON that can be checked for links: {error}",
            zh=f"{source} 不是规范的 JSON，无法检查其中的链接；请重新导出",
        ) from error
    return json.dumps(members, ensure_ascii=False).encode("utf-8") if taken else data


def _is_link(crs: Any) -> bool:
    """Tell whether a member is a CRS by something else than its name."""
    if not isinstance(crs, dict):
        return False
    return str(crs.get("type", "name")).lower() not in _PLAIN_CRS


def _as_name(link: dict[str, Any]) -> dict[str, Any]:
    where = link.get("properties")
    said = where.get("href", where.get("url")) if isinstance(where, dict) else where
    return {"type": "name", "properties": {"name": f"link:{said}"}}
