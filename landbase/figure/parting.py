"""The parts that sheets are of: banners, zones and cells, with their figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from landbase.banners import ALL, BANNER, MEASURES, area_table, print_table, round_table
from landbase.figure.content import PartOf
from landbase.figure.themes import Rates
from landbase.geometry import is_shown
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.figure.content import BannerContent, MapContent
    from landbase.texts import Words

__all__ = ["By", "Part", "banner_shape", "in_banner", "parts_of"]

By: TypeAlias = Literal["banner", "zone"] | float
Boxes: TypeAlias = "dict[str, shapely.Geometry]"
Rows: TypeAlias = "list[list[str]]"
_KM_IN_DEGREE = 111.32
_ROOM = 0.003  # degrees around the parcels of a zone, some 300 m


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """One sheet of an atlas: its name, the outline it has to hold, what it shows."""

    name: str
    shape: shapely.Geometry
    content: MapContent


def banner_shape(content: MapContent, code: str) -> shapely.Geometry:
    """Find the outline of a banner.

    Raises
    ------
    ValueError
        There are no banners, or none of this code.
    """
    banners = content.with_banners().banners
    codes = banners["banner"].astype("str")
    if not (found := (codes == code).to_numpy()).any():
        known = ", ".join(codes)
        raise ValueError(f"there is no banner {code!r}; use one of {known}")
    shape: shapely.Geometry = banners.geometry[found].union_all()
    return shape


def in_banner(content: MapContent, code: str) -> MapContent:
    """Keep what lies in a banner, cut at its outline as in the table per banner.

    Parameters
    ----------
    content
        All parcels, and the banners.
    code
        Of the banner.

    Returns
    -------
    content
        Parts of parcels with the areas that the table counts. A parcel counts in the
        number of the banner that has its largest part.

    Raises
    ------
    GeometryError, SchemaError
        As for `area_table` with these banners.
    """
    if isinstance(content.theme, Rates):  # banners by their rates: no parcels are shown
        return content
    table, parts, codes, area_m2 = content.with_banners().located
    rows = np.flatnonzero((parts.place == BANNER) & (parts.banner == codes.index(code)))
    main = parts.main[rows]
    part = PartOf(
        note=_note(int((~main | (parts.share[rows] < 1)).sum()), int((~main).sum()),
                   content.words),
        line=round_table(table).T[code], counted=main,
    )  # fmt: skip
    whole = content.only(parts.parcel[rows], part)
    index, crs = whole.parcels.index, whole.parcels.crs
    shapes = gpd.GeoSeries(parts.geometry[rows], index=index, crs=crs)
    return replace(
        whole,
        parcels=whole.parcels.set_geometry(shapes),
        areas=pd.Series(area_m2[rows], index=index),
    )


def _note(across: int, elsewhere: int, words: Words) -> str:
    """Say what is counted of parcels across the outline, where there are any."""
    note = words("across", count=across) if across else ""
    return note + (words("elsewhere", count=elsewhere) if elsewhere else "")


def parts_of(content: MapContent, by: By) -> tuple[list[Part], Rows]:
    """Part the parcels as an atlas does.

    Parameters
    ----------
    content
        All parcels, and the banners.
    by
        As for `atlas`.

    Returns
    -------
    parts, rows
        The parts in order, and the rows of the index: one for each part under its
        number and name, then what lies on no sheet or on two, and the total.

    Raises
    ------
    GeometryError, SchemaError
        As for `area_table` of these parcels.
    ValueError
        `by` is not one of those named.
    """
    if by == "banner":
        return _by_banner(content.with_banners())
    points = shapely.point_on_surface(content.parcels.geometry.to_numpy())
    if by == "zone":
        require_columns(content.parcels, "zone")
        zones = content.parcels["zone"].astype("str")
        boxes = _around(zones, points)
        return _by_value(content, zones, boxes, note="of_zone")
    if isinstance(by, int | float) and by > 0:
        names, cells = _cells(points, float(by))
        of_cell = pd.Series(names, index=content.parcels.index, name="cell")
        return _by_value(content, of_cell, cells, note="of_cell")
    raise ValueError(f"by is 'banner', 'zone' or kilometres, not {by!r}")


def _by_banner(content: BannerContent) -> tuple[list[Part], Rows]:
    located, rows = content.located, content.banners["banner"].astype("str")
    names = dict(zip(rows, content.banner_names(), strict=True))
    parts = [
        Part(
            name=names[code],
            shape=banner_shape(content, code),
            content=in_banner(content, code),
        )
        for code in located.codes
    ]
    return parts, _rows(located.table, located.codes, parts, content)


def _by_value(
    content: MapContent, values: pd.Series, boxes: Boxes, *, note: str
) -> tuple[list[Part], Rows]:
    """Make a part of each value, whole parcels only."""
    named = content.parcels.assign(**{str(values.name): values})
    exact = area_table(
        named, by=str(values.name), areas=content.areas, rules=content.rules
    )
    lines, text = round_table(exact).T, content.words[note]
    rows = values.groupby(values.to_numpy()).indices
    parts = [
        Part(
            name=name,
            shape=box,
            content=content.only(
                np.asarray(rows[name]), PartOf(note=text, line=lines[name])
            ),
        )
        for name, box in boxes.items()
    ]
    return parts, _rows(exact, list(boxes), parts, content)


def _rows(
    exact: pd.DataFrame, codes: list[str], parts: list[Part], content: MapContent
) -> Rows:
    """Write the lines of a table, those of parts under their number and name."""
    printed = print_table(exact, lang=content.lang, rules=content.rules)
    numbered = {
        code: f"{n} {part.name}"
        for n, (code, part) in enumerate(zip(codes, parts, strict=True), start=1)
    }
    order = [*codes, *(code for code in exact.index if code not in numbered)]
    names = dict(zip(exact.index, printed.index, strict=True)) | numbered
    figures = round_table(exact)[ALL][[*MEASURES]]
    return [
        [names[code], f"{count:,.0f}", f"{mu:,.2f}", f"{ha:,.2f}"]
        for code, (count, mu, ha) in figures.loc[order].iterrows()
    ]


def _around(zones: pd.Series, points: npt.NDArray[np.object_]) -> Boxes:
    """Give the rectangles of zones, with room around their parcels."""
    return {
        zone: shapely.box(
            *shapely.total_bounds(points[(zones == zone).to_numpy()])
        ).buffer(_ROOM, join_style="mitre")
        for zone in sorted(zones.dropna().unique())
    }


def _cells(
    points: npt.NDArray[np.object_], km: float
) -> tuple[npt.NDArray[np.object_], Boxes]:
    """Name the cell of each point, and give those with points, from the north-west."""
    there = is_shown(points)
    xy, names = shapely.get_coordinates(points), np.full(len(points), None, object)
    if not len(xy):
        return names, {}
    high = km / _KM_IN_DEGREE
    wide = high / np.cos(np.radians(xy[:, 1].mean()))
    west, north = xy[:, 0].min(), xy[:, 1].max()
    columns = ((xy[:, 0] - west) // wide).astype(int)
    rows = ((north - xy[:, 1]) // high).astype(int)
    grid = np.column_stack([rows, columns])
    names[there] = [_cell_name(row, column) for row, column in grid.tolist()]
    boxes = {}
    for row, column in np.unique(grid, axis=0).tolist():
        x, y = west + column * wide, north - row * high
        boxes[_cell_name(row, column)] = shapely.box(x, y - high, x + wide, y)
    return names, boxes


def _cell_name(row: int, column: int) -> str:
    """Name a cell as sheets do: A1, …, Z1, AA1."""
    letters, rest = "", row + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{column + 1}"
