"""The page that leads to the pages of a split map: a table and a small overview."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import cos, radians
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import numpy as np
import pandas as pd
import shapely

from landbase.geometry import is_shown
from landbase.webmap.assets import bundle
from landbase.webmap.labels import Label, placed_labels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.texts import Words

    _Place = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]

__all__ = ["Contents", "Overview", "overview"]

_WIDTH, _MOST_HEIGHT, _MARGIN = 640.0, 560.0, 8.0  # px of the overview
_GRID = 2.0  # px: dots nearer than this are one


class Overview(NamedTuple):
    """A small picture, as the content of an SVG element.

    Attributes
    ----------
    width, height
        Its size.
    land
        Value → path of its outline; "" for outlines that lead nowhere.
    dots
        Value → path of the dots of its parcels.
    places
        Value → where its name stands.
    """

    width: float
    height: float
    land: dict[str, str]
    dots: dict[str, str]
    places: dict[str, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What the page says.

    Attributes
    ----------
    title, marks
        What stands over it.
    head
        What the pages are of: the label of the column.
    pages
        As in `SplitMap`.
    measured
        The areas were measured, not given.
    declared
        The pages go by the declared banner, which the page then says.
    words
        Language of the page.
    """

    title: str
    marks: tuple[str, ...]
    head: str
    pages: pd.DataFrame
    measured: bool
    declared: bool
    words: Words

    def page(self, picture: Overview | None) -> str:
        """Write the page.

        Parameters
        ----------
        picture
            The overview, if there is something to show.

        Returns
        -------
        page
            HTML, without a security policy.
        """
        words = self.words
        marks = "".join(f"<span>{escape(mark)}</span>" for mark in self.marks)
        svg = "" if picture is None else self._svg(picture)
        note = words["note" if self.measured else "note_given"]
        if self.declared:
            note += words["after_sentence"] + words["declared"]
        return (
            f'<!DOCTYPE html>\n<html lang="{words["html_lang"]}">\n<head>\n'
            '<meta charset="utf-8"/>\n<meta name="viewport" '
            'content="width=device-width, initial-scale=1"/>\n'
            '<link rel="icon" href="data:,"/>\n'
            f"<title>{escape(self.title)}</title>\n"
            f"<style>{bundle('contents.css')}</style>\n</head>\n"
            f'<body class="lb-index">\n<header><h1>{escape(self.title)}</h1>'
            f"<p>{marks}</p></header>\n<main>\n<section>{self._table()}"
            f"<p>{escape(note)}</p></section>\n{svg}</main>\n</body>\n</html>\n"
        )

    def _link(self, path: Path) -> str:
        return escape(f"{quote(path.parent.name)}/{quote(path.name)}")

    def _table(self) -> str:
        words = self.words
        heads = [self.head, words["count"], words["mu"], words["ha"]]
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
        lines = [
            f'<tr data-code="{escape(str(value))}"><th scope="row">'
            f'<a href="{self._link(page["path"])}">{escape(page["label"])}</a></th>'
            f"{_figures(page)}</tr>"
            for value, page in self.pages.iterrows()
        ]
        total = self.pages[["count", "mu", "ha"]].sum()
        return (
            f"<table><thead><tr>{head}</tr></thead>\n<tbody>{chr(10).join(lines)}</tbody>"
            f'\n<tfoot><tr data-code="total"><th scope="row">{words["total"]}</th>'
            f"{_figures(total)}</tr></tfoot></table>"
        )

    def _svg(self, picture: Overview) -> str:
        """Write the overview: land, dots and names, each a link to its page."""
        links = {v: self._link(page["path"]) for v, page in self.pages.iterrows()}
        labels = self.pages["label"].to_dict()
        parts = []
        for kind, paths in (("land", picture.land), ("dots", picture.dots)):
            for value, path in paths.items():
                shape = f'<path class="{kind}" d="{path}"/>'
                parts.append(_anchor(shape, links.get(value), labels.get(value)))
        for label in self._names(picture):
            name = escape(label.text)
            parts.append(f'<text x="{label.x:.0f}" y="{label.y:.0f}">{name}</text>')
        size = f"0 0 {picture.width:.0f} {picture.height:.0f}"
        return (
            f'<svg viewBox="{size}" role="group" aria-label="{escape(self.title)}">'
            f"{''.join(parts)}</svg>\n"
        )

    def _names(self, picture: Overview) -> list[Label]:
        """Place the names, those of most parcels first; the table has them all."""
        pages = self.pages.drop(index="", errors="ignore")  # not given is no place
        pages = pages.sort_values("count", ascending=False, kind="stable")
        there = pages[pages.index.isin(picture.places)]
        wanted = [
            Label(label, *picture.places[str(value)])
            for value, label in there["label"].items()
        ]
        return placed_labels(wanted, width=picture.width, height=picture.height)


def _anchor(shape: str, link: str | None, label: str | None) -> str:
    """Let a shape lead to a page; the table has the same link for the keyboard."""
    if link is None:
        return shape
    title = f"<title>{escape(label or '')}</title>"
    return f'<a href="{link}" tabindex="-1">{title}{shape}</a>'


def _figures(row: pd.Series) -> str:
    texts = [f"{int(row['count']):,}", f"{row['mu']:,.2f}", f"{row['ha']:,.2f}"]
    return "".join(f"<td>{text}</td>" for text in texts)


def overview(
    parcels: gpd.GeoDataFrame,
    values: pd.Series,
    banners: gpd.GeoDataFrame | None,
    *,
    linked: bool,
) -> Overview | None:
    """Draw where parcels lie, small.

    Parameters
    ----------
    parcels, banners
        In degrees.
    values
        The value of each parcel, on the index of `parcels`.
    linked
        Outlines of banners lead to the pages of their codes.

    Returns
    -------
    picture
        None where there is nothing to show.
    """
    frames = [frame for frame in (parcels, banners) if frame is not None]
    ends = np.array([frame.total_bounds for frame in frames])
    ends = ends[np.isfinite(ends).all(axis=1)]
    if not len(ends):
        return None
    west, south = ends[:, :2].min(axis=0)
    east, north = ends[:, 2:].max(axis=0)
    narrow = cos(radians((south + north) / 2))
    room = np.array([_WIDTH, _MOST_HEIGHT]) - 2 * _MARGIN
    spans = np.maximum([(east - west) * narrow, north - south], 1e-6)
    times = float((room / spans).min())

    def place(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        moved = (xy - [west, north]) * [narrow * times, -times]
        return np.asarray(moved + _MARGIN)

    size = spans * times + 2 * _MARGIN
    dots, middles = _dots(parcels, values, place)
    land: dict[str, str] = {}
    if banners is not None:
        shapes = shapely.transform(banners.geometry.to_numpy(), place)
        codes = banners["banner"].astype(str) if linked else [""] * len(banners)
        for code, shape in zip(codes, shapely.simplify(shapes, 0.5), strict=True):
            land[code] = land.get(code, "") + _outline(shape)
        if linked:
            inner = shapely.get_coordinates(shapely.point_on_surface(shapes))
            known = dict(zip(codes, map(tuple, inner.tolist()), strict=True))
            middles |= {code: at for code, at in known.items() if code in middles}
    return Overview(float(size[0]), float(size[1]), land, dots, middles)


def _outline(shape: shapely.Geometry | None) -> str:
    """Write the rings of a shape as a path."""
    rings = () if shape is None else tuple(shapely.get_rings(shape))
    texts = [
        "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1])
        for ring in rings
    ]
    return "".join(f"M{text}Z" for text in texts)


def _dots(
    parcels: gpd.GeoDataFrame, values: pd.Series, place: _Place
) -> tuple[dict[str, str], dict[str, tuple[float, float]]]:
    """Write the places of parcels as a path for each value, and give the middles."""
    there = is_shown(parcels.geometry.to_numpy())
    bounds = parcels.geometry[there].bounds.to_numpy()
    xy = place((bounds[:, :2] + bounds[:, 2:]) / 2)
    grid = pd.DataFrame(np.round(xy / _GRID) * _GRID, columns=["x", "y"])
    grid["value"] = values[there].to_numpy()
    dots, middles = {}, {}
    for value, group in grid.groupby("value", sort=True):
        once = group[["x", "y"]].drop_duplicates()
        pairs = zip(once["x"], once["y"], strict=True)
        dots[str(value)] = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in pairs)
        middles[str(value)] = (float(group["x"].mean()), float(group["y"].mean()))
    return dots, middles
