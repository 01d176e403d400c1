"""What a page holds of the parcels: packed outlines and the texts asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.errors import GeometryError
from landbase.geometry import is_polygonal, is_shown
from landbase.land_uses import land_use_texts
from landbase.rules.schema import COLUMN_KINDS, column_labels
from landbase.rules.vocabulary import KINDS
from landbase.units import UNITS, AreaUnit, round_half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang
    from landbase.texts import Words

__all__ = [
    "DRAWING_SCALE",
    "Shapes",
    "column_texts",
    "pack_columns",
    "pack_shapes",
    "printed_units",
    "shapes_of",
    "to_json",
]

DRAWING_SCALE = 1_000_000  # units a degree, a tenth of a metre: for drawing only
Integers = npt.NDArray[np.int64]
# units of the page, and the digits after the decimal point of one parcel
_PRINTED: dict[AreaUnit, int] = {"mu": 2, "ha": 4}
# columns that filters let people choose from
_CHOICES = ("banner", "zone", "disposal_type", "cause", "status", "category")


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
    """Take outlines apart into whole numbers, each the difference to the one before.

    Equal vertices stay equal, so what shares an edge still shares it.

    Parameters
    ----------
    geometry
        Polygons in degrees; empty and missing ones have no polygons.

    Returns
    -------
    shapes
        The numbers.

    Raises
    ------
    GeometryError
        There is something else than polygons.
    """
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
    """Pack outlines for JSON: the parts of `Shapes` as lists, and the units a degree.

    Parameters
    ----------
    geometry
        Polygons in degrees; empty and missing ones have no polygons.

    Returns
    -------
    packed
        scale, xy, vertices, rings, polygons.

    Raises
    ------
    GeometryError
        There is something else than polygons.
    """
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
    """Pack columns as texts, words that repeat only once.

    Parameters
    ----------
    parcels
        The parcels.
    columns
        Columns of `parcels`.
    lang, rules
        Language and source of labels.

    Returns
    -------
    packed
        For each column its name and label, values (texts, or an array of positions
        in its words), and where people choose among them, the labels in order.
    """
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
        if name == "land_use":
            values = land_use_texts(parcels, lang=lang, rules=rules)
        codes, words = _coded(values, lang=lang, rules=rules)
        if 2 * len(words) > len(codes) and name not in _CHOICES:
            packed.append(column | {"values": words[codes].tolist()})
        else:
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
    """Write the values of a column as people read them; missing ones are empty.

    Parameters
    ----------
    values
        A column, named.
    lang, rules
        Language and source of labels.

    Returns
    -------
    texts
        Labels of codes, ISO dates, shares in per cent, areas at two decimals.
    """
    name = str(values.name)
    kind = _type_of(name, rules)
    if name in KINDS:
        texts = values.astype(object).map(rules.vocabulary.labels(name, lang))
        texts = texts.where(texts.notna(), values.astype(object))
    elif pd.api.types.is_datetime64_any_dtype(values.dtype):
        texts = values.dt.strftime("%Y-%m-%d")
    elif kind == "ratio":
        texts = _numbers(values * 100, 1, thousands=False) + "%"
    elif kind == "area" and pd.api.types.is_numeric_dtype(values.dtype):
        texts = _numbers(values, 2)
    else:
        texts = values
    return texts.astype(object).where(values.notna(), "").astype(str)


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
