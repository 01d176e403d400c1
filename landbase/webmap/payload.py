"""What a page holds of the parcels: packed outlines and the texts asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from landbase.errors import GeometryError
from landbase.schema import column_labels
from landbase.units import from_m2, round_half_up
from landbase.vocabulary import KINDS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from landbase.units import AreaUnit
    from landbase.vocabulary import Lang

__all__ = ["area_texts", "column_texts", "pack_columns", "pack_shapes", "to_json"]

DRAWING_DECIMALS = 6  # of a degree, a tenth of a metre: for drawing only
_POLYGONS = ("Polygon", "MultiPolygon")


def to_json(data: Any) -> str:
    """Write JSON that may stand inside a script element, in any language."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def pack_shapes(geometry: gpd.GeoSeries) -> dict[str, Any]:
    """Pack outlines as whole numbers, each the difference to the one before.

    Parameters
    ----------
    geometry
        Polygons in degrees; empty and missing ones have no polygons.

    Returns
    -------
    packed
        scale (units a degree), xy (differences of x and y in turn, running over all
        rings), vertices (of each ring, without the closing one), rings (of each
        polygon), polygons (of each row).

    Raises
    ------
    GeometryError
        There is something else than polygons.
    """
    there = geometry[~(geometry.isna() | geometry.is_empty)]
    if other := set(there.geom_type) - set(_POLYGONS):
        raise GeometryError(
            f"a map of parcels holds polygons, not {', '.join(sorted(other))}; "
            "read them with read_parcels, which sets other shapes aside"
        )
    shapes = shapely.force_2d(geometry.to_numpy())
    parts, owner = shapely.get_parts(shapes, return_index=True)
    parts, owner = parts[~shapely.is_empty(parts)], owner[~shapely.is_empty(parts)]
    rings, polygon = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    scale = 10**DRAWING_DECIMALS
    whole = np.round(coordinates * scale).astype(np.int64)
    closing = np.append(ring[1:] != ring[:-1], True) if len(ring) else ring.astype(bool)
    whole, ring = whole[~closing], ring[~closing]
    return {
        "scale": scale,
        "xy": np.diff(whole, axis=0, prepend=0).ravel().tolist(),
        "vertices": np.bincount(ring, minlength=len(rings)).tolist(),
        "rings": np.bincount(polygon, minlength=len(parts)).tolist(),
        "polygons": np.bincount(owner, minlength=len(geometry)).tolist(),
    }


def pack_columns(
    parcels: pd.DataFrame,
    columns: Sequence[str],
    *,
    lang: Lang,
    vocabulary: Vocabulary,
) -> list[dict[str, Any]]:
    """Pack columns as texts, words that repeat only once.

    Parameters
    ----------
    parcels
        The parcels.
    columns
        Columns of `parcels`.
    lang, vocabulary
        Language and source of labels.

    Returns
    -------
    packed
        For each column its label, values, and where they are positions, the words.
    """
    labels = column_labels(lang) | vocabulary.labels("field", lang)
    packed: list[dict[str, Any]] = []
    for name in columns:
        texts = column_texts(parcels[name], lang=lang, vocabulary=vocabulary)
        label = labels.get(name, name)
        positions, words = pd.factorize(texts.to_numpy(dtype=object))
        if 2 * len(words) > len(texts):
            packed.append({"label": label, "values": texts.tolist()})
        else:
            words_too = {"values": positions.tolist(), "words": words.tolist()}
            packed.append({"label": label, **words_too})
    return packed


def column_texts(values: pd.Series, *, lang: Lang, vocabulary: Vocabulary) -> pd.Series:
    """Write the values of a column as people read them; missing ones are empty.

    Parameters
    ----------
    values
        A column, named.
    lang, vocabulary
        Language and source of labels.

    Returns
    -------
    texts
        Labels of codes, ISO dates, shares in per cent, areas at two decimals.
    """
    name = str(values.name)
    field = vocabulary.terms["field"].get(name)
    kind = "" if field is None else field.type
    if name in KINDS:
        texts = values.astype(object).map(vocabulary.labels(name, lang))
        texts = texts.where(texts.notna(), values.astype(object))
    elif pd.api.types.is_datetime64_any_dtype(values.dtype):
        texts = values.dt.strftime("%Y-%m-%d")
    elif kind == "ratio":
        texts = _numbers(values * 100, 1, thousands=False) + "%"
    elif kind == "area":
        texts = _numbers(values, 2)
    else:
        texts = values
    return texts.astype(object).where(values.notna(), "").astype(str)


def area_texts(areas: pd.Series, unit: AreaUnit, *, decimals: int) -> list[str]:
    """Write areas in m² in another unit, rounded half-up; missing ones as a dash."""
    texts = _numbers(from_m2(areas, unit), decimals)
    return texts.where(areas.notna(), "—").tolist()


def _numbers(values: pd.Series, decimals: int, *, thousands: bool = True) -> pd.Series:
    form = f"{{:{',' if thousands else ''}.{decimals}f}}"
    rounded = round_half_up(values.to_numpy(dtype="float64"), decimals)
    texts = [form.format(value) for value in rounded]
    return pd.Series(texts, index=values.index, dtype=object)
