"""A layer as a reader gives it: columns as found, geometry, CRS, notes of GDAL."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.util import vsi_path
from pyproj import CRS
from pyproj.exceptions import CRSError as ProjError

from landbase.errors import SourceError
from landbase.io.encoding import (
    ByteColumns,
    choice_issue,
    choose_encoding,
    decode,
    unique_headers,
)
from landbase.issues import Issues
from landbase.tables.distinct import repeated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from landbase.io.encoding import Choice, Claim

__all__ = [
    "ARC_OPTIONS",
    "ARC_STEP_DEGREES",
    "DRIVERS",
    "EXACT",
    "OFFLINE",
    "RASTER",
    "LayerRead",
    "RawTable",
    "child_environment",
    "companion",
    "decode_wkb",
    "driver_name",
    "drop_links",
    "fine_arcs",
    "is_long",
    "make_table",
    "offline",
    "plain_path",
    "plain_target",
    "plain_words",
    "quote_huge",
    "read_moments",
    "read_prj",
    "refuse_address",
    "refuse_foreign_parts",
    "refuse_pointers",
    "stated_crs",
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
    ".dxf": ("ezdxf",),  # no driver of GDAL: see drawing_child
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


@contextmanager
def plain_path(path: Path) -> Iterator[Path]:
    """Give a file, while it is read, a path without the marks pyogrio goes by."""
    # it parts names at ! and ; and would open another file
    if _is_plain(path):
        yield path
    elif _is_plain(path.absolute()):
        yield path.absolute()
    else:
        with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
            named = _is_plain(Path(path.name))
            link = Path(folder) / (path.name if named else f"layer{path.suffix}")
            if not _is_plain(link):
                raise SourceError("path_not_plain", path=path)
            _link(path.absolute(), link)
            yield link


@contextmanager
def plain_target(path: Path) -> Iterator[Path]:
    """Give what is to be written a path that pyogrio takes as it is."""
    if _is_plain(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="landbase-") as folder:
        written = Path(folder) / f"layer{path.suffix}"
        if not _is_plain(written):
            raise SourceError("path_not_plain", path=path)
        yield written
        shutil.move(written, path)


def _is_plain(path: Path) -> bool:
    return bool(vsi_path(str(path)) == str(path))


def _link(path: Path, link: Path) -> None:
    """Link to a file or folder, or copy it where the system allows no links."""
    try:
        link.symlink_to(path, target_is_directory=path.is_dir())
    except OSError:
        if path.is_dir():
            shutil.copytree(path, link)
        else:
            shutil.copyfile(path, link)


def refuse_address(path: Path | str) -> None:
    """Refuse what is an address or a name of GDAL's own, not a file."""
    if _ADDRESS.match(str(path)):
        raise SourceError("file_is_address", path=path)


def refuse_pointers(path: Path, *, source: str) -> None:
    """Refuse a file that, by what it says, may only lead to other files."""
    suffix, data = path.suffix.lower(), path.read_bytes()
    if suffix == ".tab" and _POINTING_TAB.search(data):
        raise SourceError("file_only_points", source=source)
    if suffix in {".gml", ".kml", ".xsd"} and _DOCTYPE.search(data):
        raise SourceError("file_has_doctype", source=source)


def refuse_foreign_parts(folder: Path, *, source: str) -> None:
    """Refuse a File Geodatabase in which other files lie, which GDAL might read."""
    names = sorted(part.name for part in folder.iterdir() if part.is_file())
    if folder.suffix.lower() != ".gdb":
        raise SourceError("geodatabase_name_wrong", source=source)
    if foreign := [name for name in names if not _GEODATABASE.fullmatch(name)]:
        raise SourceError("geodatabase_foreign_files", source=source, names=foreign[:5])


def drop_links(data: bytes, suffix: str, *, source: str) -> bytes:
    """Take out of a text what leads to an address or to another file."""
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
        raise SourceError("json_unreadable", source=source, error=error) from error
    return json.dumps(members, ensure_ascii=False).encode("utf-8") if taken else data


# Whole numbers of more digits than GDAL has room for; texts are passed over.
_HUGE = re.compile(rb":\s*-?[0-9]{19}")
_HUGE_OR_TEXT = re.compile(
    rb'"(?:[^"\\]|\\.)*+"?|(?<=[\s:\[,])(-?[0-9]{19,})(?=[\s,}\]])'
)


def quote_huge(data: bytes) -> bytes:
    """Make text of numbers in JSON that are too long, so that every digit is kept.

    Examples
    --------
    >>> quote_huge(b'{"id": 1506021990010180010001, "a": ":1506021990010180010001 "}')
    b'{"id": "1506021990010180010001", "a": ":1506021990010180010001 "}'
    """
    if not _HUGE.search(data):
        return data
    return _HUGE_OR_TEXT.sub(
        lambda match: b'"%b"' % match[1] if match[1] else match[0], data
    )


def _is_link(crs: Any) -> bool:
    """Tell whether a member is a CRS by something else than its name."""
    if not isinstance(crs, dict):
        return False
    return str(crs.get("type", "name")).lower() not in _PLAIN_CRS


def _as_name(link: dict[str, Any]) -> dict[str, Any]:
    where = link.get("properties")
    said = where.get("href", where.get("url")) if isinstance(where, dict) else where
    return {"type": "name", "properties": {"name": f"link:{said}"}}


@dataclass(frozen=True, eq=False)
class RawTable:
    """One table of one source, as found.

    Attributes
    ----------
    source
        The file's name, or ``file(layer)`` where a file has several.
    frame
        The attribute columns under their own names, on a plain RangeIndex. Text is
        decoded; nothing else is interpreted.
    rows
        The 1-based number of each row in its source, as a person counts them.
    geometry
        Geometries on the rows of `frame`, in `crs`, with None where there is none;
        None altogether for a table without geometry.
    crs
        The CRS that the source states; None where it states none.
    issues
        What the reader found or guessed, and every record it could not give.
    aliases
        Column name → the longer name that the source keeps beside it, where it does.
    counted
        How many rows the source has by another count than the reader's; None where
        it was not counted by itself.
    """

    source: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    geometry: npt.NDArray[np.object_] | None = None
    crs: CRS | None = None
    issues: Issues = field(default_factory=Issues.none)
    aliases: Mapping[str, str] = field(default_factory=dict)
    counted: int | None = None


def companion(path: Path, suffix: str) -> Path | None:
    """Find the file beside another with another suffix, in any case."""
    name = (path.stem + suffix).casefold()
    found = (p for p in path.parent.iterdir() if p.name.casefold() == name)
    return min(found, default=None)


# A chord then stays within 1/100 000 of the radius; GDAL's own step is 4°.
ARC_STEP_DEGREES = 0.5
ARC_OPTIONS = {"OGR_ARC_STEPSIZE": str(ARC_STEP_DEGREES)}


@contextmanager
def fine_arcs() -> Iterator[None]:
    """Let GDAL part arcs finely, and set its options back afterwards."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in ARC_OPTIONS}
    pyogrio.set_gdal_config_options(ARC_OPTIONS)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


_ADVICE = re.compile(r"[.;]* It might help to specify the correct driver[^;；]*")
_STATEMENT = re.compile(r"sqlite3_\w+\(.*\) failed: ", re.DOTALL)
_OWN_PLACE = re.compile(
    r"(?:Error occurred in )?\S+\.(?:cpp|c|h)(?:, (?:line )?\d+: ?| at line \d+)"
)
_QUOTED_PATH = re.compile(r"'[^']*[/\\]([^'/\\]+)'")


def plain_words(text: str, *, copy: Path | None = None, name: str = "") -> str:
    """Leave out of GDAL's words what only its programmers can use.

    Examples
    --------
    >>> plain_words("'/tmp/x/a.gpkg' not recognized as being in a supported file format"
    ...             ". It might help to specify the correct driver explicitly.")
    "'a.gpkg' not recognized as being in a supported file format"
    """
    if copy is not None:
        place, own = re.escape(f"{copy.parent}/"), re.escape(copy.name)
        text = re.sub(rf"(?:{place}|(?<![\w./-])){own}", lambda _: name, text)
        text = text.replace(f"{copy.parent}/", "")
    text = _STATEMENT.sub("", _ADVICE.sub("", _OWN_PLACE.sub("", text)))
    return " ".join(_QUOTED_PATH.sub(r"'\1'", text).split()) or "damaged"


class Geometries(NamedTuple):
    """Geometries, with None for a missing or unreadable one, and what was found."""

    geometry: npt.NDArray[np.object_]
    issues: Issues


def decode_wkb(
    wkb: npt.NDArray[np.object_], *, source: str, rows: npt.NDArray[np.int64]
) -> Geometries:
    """Decode geometries; close open rings and drop heights, and say so."""
    with np.errstate(invalid="ignore"):  # a coordinate may be no number
        geometry = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    found = []
    none = np.flatnonzero(shapely.is_missing(geometry))
    present = np.array([part is not None for part in wkb[none]], dtype=bool)
    if len(failed := none[present]):
        geometry[failed] = shapely.from_wkb(wkb[failed], on_invalid="fix")
        lost = shapely.is_missing(geometry[failed])
        for code, hit in (
            ("unclosed_ring", failed[~lost]),
            ("unreadable_geometry", failed[lost]),
        ):
            if len(hit):
                found.append(Issues.of(code, source=source, source_row=rows[hit]))
    high = shapely.has_z(geometry) | shapely.has_m(geometry)
    if high.any():
        geometry = np.asarray(shapely.force_2d(geometry), dtype=object)
        details = {"count": int(high.sum())}
        found.append(Issues.of("height_dropped", source=source, details=details))
    return Geometries(geometry, Issues.concat(found))


_INIT = re.compile(r"\binit\s*=\s*(?!epsg:)", re.IGNORECASE)  # a file of definitions
_OFFSET = r"[T ].*(?:Z|[+-]\d{2}:?\d{2})$"
_TEMPORAL = {"OFTDate", "OFTDateTime"}


@dataclass(frozen=True)
class LayerRead:
    """A layer as GDAL gives it.

    Attributes
    ----------
    name, kind
        Of the layer.
    fields, types
        Headers and GDAL's types of the columns.
    crs
        As GDAL says it.
    wkb
        None for a layer without geometry.
    cells
        The columns.
    undecoded
        Text columns and headers hold bytes, as the characters U+0000 to U+00FF.
    """

    name: str
    kind: str
    fields: Sequence[str]
    types: Sequence[str]
    crs: str | None
    wkb: npt.NDArray[np.object_] | None
    cells: Sequence[npt.NDArray[Any]]
    undecoded: bool = False


def make_table(
    layer: LayerRead,
    *,
    source: str,
    rows: npt.NDArray[np.int64] | None = None,
    claims: Sequence[Claim] = (),
    warned: str = "",
) -> RawTable:
    """Give a layer's columns plain types and decode its text and geometry."""
    found = [Issues.of("reader_warned", source=source, value=warned)] if warned else []
    columns = _columns(layer, source, claims, found)
    held = [*layer.cells[:1], layer.wkb] if layer.wkb is None else [layer.wkb]
    count = len(held[0]) if held[0] is not None else 0
    if rows is None:
        rows = np.arange(1, count + 1, dtype=np.int64)
    geometry = None
    if layer.wkb is not None:
        geometry, more = decode_wkb(layer.wkb, source=source, rows=rows)
        found.append(more)
    return RawTable(
        source=source,
        frame=pd.DataFrame(columns, index=pd.RangeIndex(count)),
        rows=rows,
        geometry=geometry,
        crs=stated_crs(layer.crs),
        issues=Issues.concat(found),
    )


def _columns(
    layer: LayerRead, source: str, claims: Sequence[Claim], found: list[Issues]
) -> dict[str, pd.Series]:
    """Type the columns, and decode headers and text where GDAL did not."""
    headers, choice = list(layer.fields), None
    if layer.undecoded:
        choice = _choose(layer, claims)
        headers = _headers(layer.fields, choice)
        if choice is not None:
            found.append(choice_issue(choice, source))
    texts = ByteColumns(source, choice, claims, found)
    columns = {}
    given = zip(unique_headers(headers), layer.types, layer.cells, strict=True)
    for header, kind, cells in given:
        if layer.undecoded and kind == "OFTString":
            columns[header] = texts.column(_to_bytes(cells), header)
        elif kind != "OFTBinary":
            columns[header] = _column(cells, kind)
    return columns


def stated_crs(text: str | None) -> CRS | None:
    """Parse the CRS that GDAL reports; None where there is none or nobody can tell.

    Examples
    --------
    >>> stated_crs("EPSG:4525").to_epsg(), stated_crs(None)
    (4525, None)
    """
    if not text or _INIT.search(text):
        return None
    try:
        crs = CRS.from_user_input(text)
    except ProjError:
        return None
    if "PARAMETERFILE" in crs.to_wkt():  # a grid of shifts: another file
        return None
    return crs if crs.is_geographic or crs.is_projected else None


def _column(values: Any, kind: str) -> pd.Series:
    """Give text, dates and numbers their plain pandas types."""
    if kind in _TEMPORAL:
        return read_moments(values)
    if isinstance(values, pd.api.extensions.ExtensionArray):
        return pd.Series(values)
    if values.dtype == np.float32:  # 4835.35, not 4835.35009765625
        return pd.Series(values.astype(str).astype(np.float64))
    if values.dtype.kind in "iu" and is_long(values):
        return pd.Series(values.astype(str).astype(object))  # every digit of an id
    if values.dtype != object:
        return pd.Series(values)
    texts = [None if value is None else _text(value) for value in values]
    return pd.Series(pd.array(texts, dtype="str"))


# From here on a float cannot hold every whole number of a long identifier.
EXACT = 10**15


def is_long(values: npt.NDArray[Any]) -> bool:
    """Tell whether a column of whole numbers holds long identifiers."""
    # not by abs(), which the least of all whole numbers does not have
    return bool(((values >= EXACT) | (values <= -EXACT)).any())


def _text(value: Any) -> str:
    """Write a cell as text; a list of one is that one."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return "、".join(map(str, value))
    return str(value)


def read_moments(values: Any) -> pd.Series:
    """Read ISO days or moments; what is of several kinds, or no date, stays text."""
    texts = pd.Series(pd.array(values, dtype="str"))
    held = repeated(texts)
    return _moments(texts) if held is None else held.spread(_moments(held.texts), texts)


def _moments(texts: pd.Series) -> pd.Series:
    there = texts.dropna()
    aware = there.str.contains(_OFFSET)
    if aware.any() and not aware.all():
        return texts  # each cell is read by itself
    read = pd.to_datetime(
        texts, format="ISO8601", errors="coerce", utc=bool(aware.any())
    )
    if not bool((read.notna() | texts.isna()).all()):
        return texts
    if aware.any():
        return read.astype("datetime64[ms, UTC]")
    whole = bool((read == read.dt.normalize())[read.notna()].all())
    return read.astype("datetime64[s]" if whole else "datetime64[ms]")


def _to_bytes(values: npt.NDArray[Any]) -> npt.NDArray[np.object_]:
    cells = [None if text is None else text.encode("latin-1") for text in values]
    held = np.empty(len(cells), dtype=object)
    held[:] = cells
    return held


def _choose(layer: LayerRead, claims: Sequence[Claim]) -> Choice | None:
    values = [header.encode("latin-1") for header in layer.fields]
    for kind, cells in zip(layer.types, layer.cells, strict=True):
        if kind == "OFTString":
            values += [v for v in pd.unique(_to_bytes(cells)) if v is not None]
    return choose_encoding(values, [False] * len(values), claims)


def _headers(fields: Sequence[str], choice: Choice | None) -> list[str]:
    names = [header.encode("latin-1") for header in fields]
    codec = choice.codec if choice else "ascii"
    return decode(names, [True] * len(names), codec).texts


_MOST_BYTES = 100_000


def read_prj(path: Path) -> CRS | None:
    """Read a .prj file; GDAL's Python door fails on one whose names are in GBK."""
    data = path.read_bytes()[:_MOST_BYTES]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return stated_crs(_first_wkt(text.strip("\0 \r\n\t")))


def _first_wkt(text: str) -> str:
    """Take the first bracketed definition; a vertical one may follow a comma."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if character == "]" and depth == 0:
            return text[: position + 1]
    return text
