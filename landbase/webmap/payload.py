"""The payload of a page: columns and outlines packed into bytes."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.errors import GeometryError
from landbase.geometry import is_polygonal, is_shown
from landbase.rules.land_uses import land_use_texts
from landbase.rules.schema import COLUMN_KINDS, column_labels
from landbase.rules.vocabulary import KINDS
from landbase.tables.cells import texts_given
from landbase.units import UNITS, AreaUnit, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    import geopandas as gpd

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words

__all__ = [
    "DRAWING_SCALE",
    "Label",
    "Sections",
    "bundle",
    "column_texts",
    "jquery_script",
    "leaflet_script",
    "leaflet_style",
    "pack_columns",
    "pack_shapes",
    "placed_labels",
    "printed_units",
    "shapes_of",
    "to_json",
    "varints",
    "width_of",
    "zigzag",
]

DRAWING_SCALE = 1_000_000  # units a degree, a tenth of a metre: for drawing only
Integers = npt.NDArray[np.int64]
# units of the page, and the digits after the decimal point of one parcel
_PRINTED: dict[AreaUnit, int] = {"mu": 2, "ha": 4}
# columns that filters let people choose from
_CHOICES = ("banner", "zone", "disposal_type", "cause", "status", "category")
_FEW_WORDS = 60  # values of another column that people can still choose from
# columns whose values tell parcels apart, or that other filters serve
_OWN = ("parcel_id", "name", "holder", "approval_no", "supervision_no", "contract_no")


def to_json(data: Any) -> str:
    """Write JSON that may stand inside a script element, in any language."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


@dataclass(frozen=True)
class Shapes:
    """Outlines as whole numbers.

    Attributes
    ----------
    xy
        Differences of x and y in turn, in 1e-6 degree, running over all rings, the
        closing vertices left out: one row a vertex.
    vertices, rings, polygons
        Vertices of each ring, rings of each polygon, polygons of each row.
    """

    xy: Integers
    vertices: Integers
    rings: Integers
    polygons: Integers


def shapes_of(geometry: gpd.GeoSeries) -> Shapes:
    """Take outlines apart into whole numbers, each the difference to the one before."""
    there = geometry[is_shown(geometry.to_numpy())]
    if other := set(there[~is_polygonal(there.to_numpy())].geom_type):
        raise GeometryError("map_not_polygons", kinds=sorted(other))
    if there.empty:
        none = np.zeros(0, dtype=np.int64)
        nobody = np.zeros(len(geometry), dtype=np.int64)
        return Shapes(xy=none.reshape(0, 2), vertices=none, rings=none, polygons=nobody)
    _, coordinates, offsets = shapely.to_ragged_array(
        geometry.to_numpy(), include_z=False
    )
    ring_ends, polygon_ends, *row_ends = offsets
    rings = np.diff(polygon_ends)
    count = np.diff(row_ends[0]) if row_ends else np.ones(len(geometry), dtype=np.int64)
    owner = np.repeat(np.arange(len(geometry)), count)
    whole = np.round(coordinates * DRAWING_SCALE).astype(np.int64)
    whole = np.delete(whole, ring_ends[1:] - 1, axis=0)
    return Shapes(
        xy=np.diff(whole, axis=0, prepend=0),
        vertices=np.diff(ring_ends) - 1,
        rings=rings[rings > 0],
        polygons=np.bincount(owner[rings > 0], minlength=len(geometry)),
    )


def pack_shapes(geometry: gpd.GeoSeries) -> dict[str, Any]:
    """Pack outlines for JSON: parts of `Shapes` as lists, and the units a degree."""
    shapes = shapes_of(geometry)
    parts = {name: part.ravel().tolist() for name, part in vars(shapes).items()}
    return {"scale": DRAWING_SCALE, **parts}


def pack_columns(
    parcels: pd.DataFrame,
    columns: Sequence[str],
    *,
    lang: Lang,
    rules: Rules,
) -> list[dict[str, Any]]:
    """Pack columns as texts, words that repeat only once."""
    labels = column_labels(lang, vocabulary=rules.vocabulary)
    packed: list[dict[str, Any]] = []
    for name in columns:
        label = labels.get(name, name)
        column: dict[str, Any] = {"name": name, "label": label}
        if name in _CHOICES:
            column["choices"] = (
                list(rules.vocabulary.labels(name, lang).values())
                if name in KINDS
                else []
            )
        values = parcels[name]
        if dated := pd.api.types.is_datetime64_any_dtype(values.dtype):
            column["days"] = True
        if name == "land_use":
            values = land_use_texts(parcels, lang=lang, rules=rules)
        codes, words = _coded(values, lang=lang, rules=rules)
        if 2 * len(words) > len(codes) and name not in _CHOICES and not dated:
            packed.append(column | {"values": words[codes].tolist()})
            continue
        if len(words) <= _FEW_WORDS and name not in _OWN:
            column.setdefault("choices", [])
        packed.append(column | {"values": codes, "words": words.tolist()})
    return packed


def _coded(
    values: pd.Series, *, lang: Lang, rules: Rules
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.object_]]:
    """Give the texts of a column, each once as it first appears, and who has which."""
    rows = np.arange(len(values))
    if isinstance(values.dtype, pd.StringDtype | pd.CategoricalDtype):
        # write each word once; elsewhere equal values may be written in two ways
        rows, distinct = pd.factorize(values, use_na_sentinel=False)
        values = pd.Series(distinct, name=values.name)
    texts = column_texts(values, lang=lang, rules=rules)
    codes, words = pd.factorize(texts.to_numpy(dtype=object))
    return codes[rows], words


def column_texts(values: pd.Series, *, lang: Lang, rules: Rules) -> pd.Series:
    """Write the values of a column as people read them; missing ones are empty."""
    name = str(values.name)
    kind = _type_of(name, rules)
    if coded := rules.vocabulary.kind_of(name):
        texts = values.astype(object).map(rules.vocabulary.labels(coded, lang))
        texts = texts.where(texts.notna(), values.astype(object))
    elif pd.api.types.is_datetime64_any_dtype(values.dtype):
        texts = values.dt.strftime("%Y-%m-%d")
    elif kind == "ratio":
        texts = _numbers(values * 100, 1, thousands=False) + "%"
    elif kind == "area" and pd.api.types.is_numeric_dtype(values.dtype):
        texts = _numbers(values, 2)
    else:
        texts = values
    stated = texts_given(texts.astype(object).where(values.notna()))
    return stated.astype(object).where(stated.notna(), "")


def _type_of(name: str, rules: Rules) -> str:
    """Say what a column holds: the type of its field; "" where it is none of ours."""
    terms = (rules.vocabulary.terms[kind].get(name) for kind in COLUMN_KINDS)
    return next((term.type for term in terms if term is not None), "")


def printed_units(words: Words) -> dict[str, dict[str, Any]]:
    """Say how areas in m² are printed: factor, divisor, decimals and name of a unit."""
    return {
        name: {
            "times": UNITS[name].times,
            "by": UNITS[name].by,
            "decimals": decimals,
            "label": words[name],
        }
        for name, decimals in _PRINTED.items()
    }


def _numbers(values: pd.Series, decimals: int, *, thousands: bool = True) -> pd.Series:
    form = f"{{:{',' if thousands else ''}.{decimals}f}}"
    rounded = round_half_up(values.to_numpy(dtype="float64"), decimals)
    texts = [form.format(value) for value in rounded]
    return pd.Series(texts, index=values.index, dtype=object)


_GROUP = 7
_COMPRESSION = 6


def zigzag(values: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Fold signed numbers onto whole ones: 0, -1, 1, -2 become 0, 1, 2, 3.

    Examples
    --------
    >>> zigzag(np.array([0, -1, 1, -2])).tolist()
    [0, 1, 2, 3]
    """
    return ((values << 1) ^ (values >> 63)).astype(np.uint64)


def varints(values: npt.ArrayLike) -> bytes:
    """Write whole numbers from 0 up, each in as many bytes as it needs.

    Examples
    --------
    >>> varints([1, 127, 128]).hex()
    '017f8001'
    """
    left = np.array(values, dtype=np.uint64)  # a copy, to shift
    if not len(left):
        return b""
    groups = max(1, -(-int(left.max()).bit_length() // _GROUP))
    parts = np.empty((len(left), groups), dtype=np.uint8)
    needed = np.ones(parts.shape, dtype=bool)
    for group in range(groups):
        low = left.astype(np.uint8) & np.uint8(0x7F)
        left >>= np.uint64(_GROUP)
        more = left > 0
        parts[:, group] = low | more.view(np.uint8) << np.uint8(_GROUP)
        needed[:, group + 1 :] = more[:, None]
    return parts[needed].tobytes()


def _joined(texts: Sequence[str]) -> bytes:
    """Write texts one after the other, NUL between them; one inside is a blank."""
    joined = "\0".join(texts)
    if joined.count("\0") >= len(texts):
        joined = "\0".join(text.replace("\0", " ") for text in texts)
    return joined.encode("utf-8")


@dataclass
class Sections:
    """A header and named sections of bytes, to be read in one pass.

    Attributes
    ----------
    header
        Anything for JSON; the names and lengths of the sections join it.
    """

    header: dict[str, Any]
    _parts: dict[str, bytes] = field(default_factory=dict, init=False)

    def add(self, name: str, content: bytes) -> None:
        """Add a section."""
        self._parts[name] = content

    def add_numbers(self, name: str, values: npt.ArrayLike) -> None:
        """Add a section of whole numbers from 0 up."""
        self.add(name, varints(values))

    def add_columns(self, name: str, columns: Sequence[Mapping[str, Any]]) -> None:
        """Add packed columns, numbered from 0 after the name."""
        for number, column in enumerate(columns):
            if "words" in column:
                self.add_numbers(f"{name}{number}", column["values"])
            else:
                self.add(f"{name}{number}", _joined(column["values"]))

    def to_bytes(self) -> bytes:
        """Write the length of the header, the header and the sections."""
        lengths = [[name, len(content)] for name, content in self._parts.items()]
        header = to_json(self.header | {"sections": lengths}).encode("utf-8")
        size = len(header).to_bytes(4, "little")
        return b"".join([size, header, *self._parts.values()])

    def to_text(self, *, compress: bool) -> str:
        """Write all as base64, compressed with gzip or not; no time in it."""
        content = self.to_bytes()
        if compress:
            content = gzip.compress(content, compresslevel=_COMPRESSION, mtime=0)
        return base64.b64encode(content).decode("ascii")


# px, of bold type of 13 px; narrow letters take less than that on the average of a name
_WIDE, _NARROW, _TALL, _EDGE = 13.5, 8.5, 17.0, 4.0
_SHIFTS = (0.0, -1.0, 1.0, -2.0, 2.0)  # of the height: where else a name may stand


class Label(NamedTuple):
    """A name and the place of its middle, in px.

    Attributes
    ----------
    text
        The name.
    x, y
        Its middle.
    """

    text: str
    x: float
    y: float


def width_of(text: str) -> float:
    """Tell how much room a name takes, in px.

    Examples
    --------
    >>> width_of("东胜区"), width_of("Uxin")
    (40.5, 34.0)
    """
    return sum(_WIDE if east_asian_width(c) in "WFA" else _NARROW for c in text)


def placed_labels(
    wanted: Iterable[Label], *, width: float, height: float
) -> list[Label]:
    """Move names off the edges and off one another.

    Examples
    --------
    >>> placed_labels([Label("东胜区", 1, 50), Label("康巴什区", 9, 50)],
    ...               width=200, height=100)
    [Label(text='东胜区', x=24.25, y=50.0), Label(text='康巴什区', x=31.0, y=33.0)]
    """
    done: list[Label] = []
    for label in wanted:
        for shift in _SHIFTS:
            moved = _within(label, shift * _TALL, width=width, height=height)
            if moved is not None and not any(_meet(moved, other) for other in done):
                done.append(moved)
                break
    return done


def _within(label: Label, shift: float, *, width: float, height: float) -> Label | None:
    """Move a name into the picture; None where it is larger than that."""
    half, tall = width_of(label.text) / 2 + _EDGE, _TALL / 2 + _EDGE
    if 2 * half > width or 2 * tall > height:
        return None
    x = min(max(label.x, half), width - half)
    y = min(max(label.y + shift, tall), height - tall)
    return Label(label.text, float(x), float(y))


def _meet(one: Label, other: Label) -> bool:
    """Whether two names share a place."""
    reach = (width_of(one.text) + width_of(other.text)) / 2
    return abs(one.x - other.x) < reach and abs(one.y - other.y) < _TALL


_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S*\s*$")
_IMAGE = re.compile(r"url\((images/[\w.-]+)\)")


@cache
def bundle(name: str) -> str:
    """Read what was built of our own scripts or styles."""
    return files("landbase.webmap").joinpath("js", "dist", name).read_text("utf-8")


@cache
def leaflet_script() -> str:
    """Give Leaflet, with the images of its markers as data."""
    images = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    options = ",".join(f'{key}:"{_data(name)}"' for key, name in images.items())
    code = _SOURCE_MAP.sub("", _xstatic("leaflet", "leaflet.js").read_text("utf-8"))
    return (
        f'{code}\nL.Icon.Default.imagePath="";'
        f"L.Icon.Default.mergeOptions({{{options}}});"
    )


@cache
def leaflet_style() -> str:
    """Give the style of Leaflet, with its images as data."""
    style = _xstatic("leaflet", "leaflet.css").read_text("utf-8")
    style = style.replace("\r\n", "\n").replace("behavior: url(#default#VML);", "")
    return _IMAGE.sub(lambda m: f"url({_data(m[1].removeprefix('images/'))})", style)


@cache
def jquery_script() -> str:
    """Give jQuery, which the popups of folium need."""
    return _SOURCE_MAP.sub("", _xstatic("jquery", "jquery.min.js").read_text("utf-8"))


def _xstatic(package: str, name: str) -> Traversable:
    return files(f"xstatic.pkg.{package}").joinpath("data", name)


def _data(image: str) -> str:
    """Give an image of Leaflet as a data URI."""
    content = _xstatic("leaflet", f"images/{image}").read_bytes()
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")
