"""Matching two accounts of the same land, by id or by place, and their lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.area import ellipsoidal_area, planar_area
from landbase.crs import CGCS2000, to_geographic
from landbase.errors import SchemaError
from landbase.geometry import repair
from landbase.parcels.checks import as_gcj02
from landbase.parcels.join import match_ids
from landbase.rules.schema import require_columns
from landbase.tables.cells import parse_text
from landbase.units import decimals_of, from_m2, to_m2

if TYPE_CHECKING:
    from collections.abc import Callable

    from landbase.units import AreaUnit

__all__ = [
    "FINE",
    "MISSING",
    "Account",
    "Booleans",
    "Figures",
    "Findings",
    "Floats",
    "Land",
    "Lines",
    "Objects",
    "Positions",
    "by_ground",
    "by_id",
    "common_ground",
    "compare_areas",
    "grain",
    "judge_places",
    "name_matches",
    "outlines_of",
    "take",
]

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]
Positions = npt.NDArray[np.intp]

MISSING = "missing"
# what needs no correction on either side
FINE = ("agree", "within_rounding", "area_rule", "within_tolerance")
_MEASURES = ("ellipsoidal", "planar")


@dataclass(frozen=True, eq=False)
class Land:
    """The outlines of an account: what of them is asked, of some rows at a time.

    Attributes
    ----------
    shapes
        In degrees of CGCS2000, valid.
    """

    shapes: Objects

    def outlines(self, rows: Positions) -> Objects:
        """Give outlines themselves."""
        return self.shapes[rows]

    def bounds(self, rows: Positions) -> Floats:
        """Give west, south, east and north."""
        return np.asarray(shapely.bounds(self.shapes[rows]), dtype=np.float64)

    def sizes(self, rows: Positions) -> Floats:
        """Give areas in square degrees, to compare with what outlines share."""
        return np.asarray(shapely.area(self.shapes[rows]), dtype=np.float64)

    def measured(
        self, rows: Positions, *ways: Callable[[gpd.GeoSeries], pd.Series]
    ) -> list[Floats]:
        """Measure in each of some ways."""
        series = gpd.GeoSeries(self.shapes[rows], crs=CGCS2000)
        return [way(series).to_numpy("float64") for way in ways]

    def common(
        self, rows: Positions, other: Land, others: Positions
    ) -> tuple[Positions, Positions, Floats]:
        """Give the pairs of places in `rows` and `others` that share ground."""
        return common_ground(self.shapes[rows], other.shapes[others])


@dataclass(frozen=True, eq=False)
class Account:
    """The rows of one account, as arrays in their order.

    Attributes
    ----------
    ids
        Text; None where a row has none.
    m2
        Areas; NaN where a row has none.
    group
        What the totals go by; None where the account does not have the column.
    land
        Outlines; None where the account has none.
    where
        Source and row, or the label of the row.
    """

    ids: Objects
    m2: Floats
    group: Objects | None
    land: Land | None
    where: Objects

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class Figures:
    """Areas of every line in m², and what rounding and tolerance allow for.

    Attributes
    ----------
    left, right
        Sums of the rows on the line.
    many_left, many_right
        Rows with an area.
    rows_left, rows_right
        All rows.
    first_left, first_right
        The first row of either side; -1 where there is none.
    step_left, step_right
        The step in which either account was printed; 0 for full precision.
    slack
        What rounding can explain of the difference.
    allowed
        What the tolerance lets pass.
    """

    left: Floats
    right: Floats
    many_left: Positions
    many_right: Positions
    rows_left: Positions
    rows_right: Positions
    first_left: Positions
    first_right: Positions
    step_left: float
    step_right: float
    slack: Floats
    allowed: Floats

    @property
    def delta(self) -> Floats:
        """Left less right."""
        return self.left - self.right

    @property
    def off(self) -> Floats:
        """The size of the difference."""
        return np.asarray(np.abs(self.delta))

    @property
    def both(self) -> Booleans:
        """Lines with rows on both sides."""
        return np.asarray((self.rows_left > 0) & (self.rows_right > 0))

    @property
    def pairs(self) -> Booleans:
        """Lines with one area on each side."""
        return np.asarray((self.many_left == 1) & (self.many_right == 1))


class Findings:
    """Which class each line has been given, and on what evidence; first come first."""

    def __init__(self, n: int) -> None:
        self.kind: Objects = np.full(n, "", dtype=object)
        self.evidence: Objects = np.full(n, "", dtype=object)

    @property
    def open(self) -> Booleans:
        """Lines without a class."""
        return np.asarray(self.kind == "")

    @property
    def fine(self) -> Booleans:
        """Lines whose areas need no correction."""
        return np.isin(self.kind.astype(str), FINE)

    def put(self, mask: Booleans, kind: str, evidence: Objects | str = "") -> None:
        """Give a class to those of the lines that have none."""
        self.change(mask & self.open, kind, evidence)

    def change(self, mask: Booleans, kind: str, evidence: Objects | str = "") -> None:
        """Give a class to lines, whatever they had."""
        self.kind[mask] = kind
        self.evidence[mask] = evidence if isinstance(evidence, str) else evidence[mask]


def take(frame: pd.DataFrame, *, on: str, area: str, by: str | None) -> Account:
    """Take one account from a table."""
    require_columns(frame, on)
    m2 = _areas(frame, area)
    text = parse_text(frame[on])
    ids = text.to_numpy(dtype=object)
    ids[(text.isna() | (text == "")).to_numpy()] = None
    group = None
    if by is not None and by in frame:
        group = frame[by].astype("str").fillna(MISSING).to_numpy(dtype=object)
    shapes = outlines_of(frame)
    land = None if shapes is None else Land(shapes)
    return Account(ids, m2, group, land, _where(frame))


def _areas(frame: pd.DataFrame, area: str) -> Floats:
    if area in _MEASURES and area not in frame:
        if not isinstance(frame, gpd.GeoDataFrame):
            raise SchemaError("account_without_outlines", area=area)
        measure = ellipsoidal_area if area == "ellipsoidal" else planar_area
        return measure(frame).to_numpy()
    require_columns(frame, area)
    try:
        return frame[area].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise SchemaError("account_area_not_numeric", area=area, error=error) from error


def outlines_of(frame: pd.DataFrame) -> Objects | None:
    """Give outlines in degrees, repaired for comparing only."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        return None
    shapes = repair(to_geographic(frame.geometry).to_numpy())
    return np.asarray(shapes, dtype=object)


def _where(frame: pd.DataFrame) -> Objects:
    """Name each row by its source and row number, else by its label in the table."""
    if "source" not in frame or "source_row" not in frame:
        return frame.index.astype("str").to_numpy(dtype=object)
    source = frame["source"].astype("str").fillna("")
    text = source + ":" + frame["source_row"].astype("str").fillna("")
    return text.to_numpy(dtype=object)


_ENOUGH = 10  # figures that tell a coarse grid from round numbers
# The fewest and the most decimals that a list of parcels is printed with.
_PRINTED: dict[AreaUnit, tuple[int, int]] = {"m2": (0, 4), "mu": (2, 4), "ha": (2, 6)}


def grain(m2: Floats) -> float:
    """Give the step in m² in which a column of areas was printed; 0 if it was not.

    Examples
    --------
    >>> grain(np.array([1234.56, 20.0])), grain(np.array([1 / 7]))
    (0.01, 0.0)
    """
    there = m2[np.isfinite(m2) & (m2 != 0)]
    steps = []
    for unit, (fewest, most) in _PRINTED.items():
        decimals = decimals_of(from_m2(there, unit))
        if decimals is not None and decimals <= most:
            steps.append(to_m2(10.0 ** -max(decimals, fewest), unit))
    if not steps:
        return 0.0
    return max(steps) if len(there) >= _ENOUGH else min(steps)


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of the comparison, and the line each row of either account is on.

    Attributes
    ----------
    left, right
        The line of each row.
    how
        For each line "id", "spelling", "overlap", or "none" without a counterpart.
    """

    left: Positions
    right: Positions
    how: Objects

    def __len__(self) -> int:
        return len(self.how)

    def counts(self) -> tuple[Positions, Positions]:
        """Count the rows of either side on each line."""
        n = len(self)
        return np.bincount(self.left, minlength=n), np.bincount(self.right, minlength=n)

    def sums(self, left: Account, right: Account) -> tuple[Floats, Floats]:
        """Sum the areas of either side on each line; a missing one adds nothing."""
        n = len(self)
        pairs = ((self.left, left), (self.right, right))
        one, other = (
            np.bincount(line, weights=np.nan_to_num(a.m2), minlength=n)
            for line, a in pairs
        )
        return one.astype(np.float64), other.astype(np.float64)

    def first_rows(self) -> tuple[Positions, Positions]:
        """Give the first row of either side on each line; -1 where there is none."""
        return _first(self.left, len(self)), _first(self.right, len(self))


def _first(line: Positions, n: int) -> Positions:
    first = np.full(n, -1, dtype=np.intp)
    first[line[::-1]] = np.arange(len(line), dtype=np.intp)[::-1]
    return first


def by_id(left: Account, right: Account) -> Lines:
    """Match rows by id, exactly first, then by what is left without writing styles."""
    here, there = pd.Series(left.ids, dtype=object), pd.Series(right.ids, dtype=object)
    rewritten = match_ids(here.dropna(), there.dropna()).rewritten
    if rewritten:
        back = {theirs: ours for ours, theirs in rewritten.items()}
        there = there.map(lambda name: back.get(name, name), na_action="ignore")
    together = pd.concat([here, there], ignore_index=True)
    lacking = together.isna()
    own = [("", number) for number in np.flatnonzero(lacking)]
    together[lacking] = pd.Series(own, index=together.index[lacking], dtype=object)
    line, names = pd.factorize(together)
    lines = Lines(
        line[: len(here)], line[len(here) :], np.full(len(names), "none", "O")
    )
    both = np.logical_and(*(count > 0 for count in lines.counts()))
    lines.how[both] = "id"
    lines.how[both & pd.Index(names).isin(list(rewritten))] = "spelling"
    return lines


def by_ground(
    left: Account, right: Account, lines: Lines, *, loose: Booleans, share: float
) -> Lines:
    """Put lines together that are the same ground, wholly covering each other."""
    if left.land is None or right.land is None or not loose.any():
        return lines
    ours, theirs = np.flatnonzero(loose[lines.left]), np.flatnonzero(loose[lines.right])
    one, other, common = left.land.common(ours, right.land, theirs)
    areas = left.land.sizes(ours), right.land.sizes(theirs)
    smaller = np.minimum(areas[0][one], areas[1][other])
    held = common >= share * smaller
    one, other, common = one[held], other[held], common[held]
    label = components(len(lines), lines.left[ours][one], lines.right[theirs][other])
    covered = _summed(label[lines.left[ours][one]], common, len(lines))
    whole = [
        _summed(label[line], area, len(lines))
        for line, area in (
            (lines.left[ours], areas[0]),
            (lines.right[theirs], areas[1]),
        )
    ]
    settled = np.logical_and(*(_near(covered, area, share) for area in whole))
    label = np.where(settled[label], label, np.arange(len(lines)))
    return _relabelled(lines, label)


def _summed(line: Positions, values: Floats, n: int) -> Floats:
    return np.bincount(line, values, n).astype(np.float64)


def _near(covered: Floats, area: Floats, share: float) -> Booleans:
    return (covered >= share * area) & (covered <= area * (2 - share)) & (area > 0)


def common_ground(one: Objects, other: Objects) -> tuple[Positions, Positions, Floats]:
    """Give the pairs that share ground, in order, and how much, in square degrees."""
    left, right = shapely.STRtree(other).query(one, predicate="intersects")
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    common = shapely.area(shapely.intersection(one[left], other[right]))
    found = common > 0
    return left[found], right[found], common[found]


def components(n: int, one: Positions, other: Positions) -> Positions:
    """Label what is connected by pairs with its lowest number."""
    label = np.arange(n)
    while True:
        low = np.minimum(label[one], label[other])
        before = label.copy()
        np.minimum.at(label, one, low)
        np.minimum.at(label, other, low)
        label = label[label]
        if (label == before).all():
            return label


def _relabelled(lines: Lines, label: Positions) -> Lines:
    """Give lines new numbers after some were put together."""
    kept, number = np.unique(label, return_inverse=True)
    how = lines.how[kept].copy()
    how[np.bincount(number, minlength=len(kept)) > 1] = "overlap"
    return replace(lines, left=number[lines.left], right=number[lines.right], how=how)


_METRE = 1 / 111_000.0  # degrees of latitude
_NEAR_GCJ = 15 * _METRE
_FAR = 100 * _METRE
_NEAR_ZONE = 0.001
_ZONE = 3.0
_SHIFT_SHARE = 0.005  # the area changes by less when an outline is shifted
_PAIRED = 2000 * _METRE  # how far two parcels are at most that exchanged land
_BESIDE = 500 * _METRE
_PPM = 1e-6  # of its area, what an outline leaves open
_LEAST = 1.0  # m²
_SHOWN = 6


def judge_places(
    left: Account, right: Account, figures: Figures, found: Findings
) -> None:
    """Judge lines by where their outlines are; changes `found`."""
    _shifts(left, right, figures, found)
    _exchanges(left, right, figures, found)


def _shifts(left: Account, right: Account, figures: Figures, found: Findings) -> None:
    if left.land is None or right.land is None:
        return
    share = figures.off / np.maximum(np.maximum(figures.left, figures.right), _LEAST)
    calm = found.fine | (found.kind == "plane_for_ellipsoidal")
    calm |= (found.kind == "different") & (share < _SHIFT_SHARE)
    at = np.flatnonzero(figures.pairs & calm)
    one = left.land.bounds(figures.first_left[at])
    other = right.land.bounds(figures.first_right[at])
    apart = (one[:, :2] > other[:, 2:]).any(axis=1)
    apart |= (one[:, 2:] < other[:, :2]).any(axis=1)
    here, there = (one[:, :2] + one[:, 2:]) / 2, (other[:, :2] + other[:, 2:]) / 2
    far = np.abs(there - here).max(axis=1) > _FAR
    gcj = far & (_near_gcj(here, there) | _near_gcj(there, here))
    zones = np.rint((here - there)[:, 0] / _ZONE)
    wrong = far & (zones != 0)
    wrong &= np.abs((here - there)[:, 0] - _ZONE * zones) < _NEAR_ZONE
    wrong &= np.abs((here - there)[:, 1]) < _NEAR_ZONE
    metres = np.hypot(*((there - here) / _METRE * _narrowed(here)).T)
    texts = _texts(metres, "{:.0f} m")
    _change(found, at, gcj, "gcj_shift", texts)
    _change(found, at, wrong, "zone_shift", _texts(-zones, "{:+.0f} × 3°"))
    _change(found, at, apart & far & ~gcj & ~wrong, "elsewhere", texts)


def _near_gcj(points: Floats, others: Floats) -> Booleans:
    return np.asarray(np.abs(as_gcj02(points) - others).max(axis=1) < _NEAR_GCJ)


def _narrowed(points: Floats) -> Floats:
    """Give what a degree of longitude and of latitude is, in degrees of latitude."""
    return np.column_stack([np.cos(np.radians(points[:, 1])), np.ones(len(points))])


def _texts(values: Floats, form: str) -> Objects:
    return np.array([form.format(value) for value in values], dtype=object)


def _change(
    found: Findings, at: Positions, hit: Booleans, kind: str, texts: Objects
) -> None:
    found.kind[at[hit]] = kind
    found.evidence[at[hit]] = texts[hit]


def _exchanges(
    left: Account, right: Account, figures: Figures, found: Findings
) -> None:
    """Find parcels near each other whose differences cancel."""
    for grouping in (_opposites, _together):
        doubtful = (found.kind == "different") | (found.kind == "within_tolerance")
        doubtful &= figures.pairs & (figures.off > _LEAST)
        at = np.flatnonzero(doubtful)
        if left.land is not None:
            shapes = left.land.outlines(figures.first_left[at])
        elif right.land is not None:
            shapes = right.land.outlines(figures.first_right[at])
        else:
            return
        label = grouping(shapes, figures.delta[at])
        _cancel(left, figures, found, at=at, label=label)


def _opposites(shapes: Objects, delta: Floats) -> Positions:
    """Label two parcels alike that differ by the same, one up and one down."""
    order = np.argsort(np.abs(delta), kind="stable")
    one, other = order[:-1], order[1:]
    opposite = np.sign(delta[one]) == -np.sign(delta[other])
    opposite &= shapely.distance(shapes[one], shapes[other]) < _PAIRED
    label = np.arange(len(delta))
    label[other[opposite]] = one[opposite]
    return label


def _together(shapes: Objects, delta: Floats) -> Positions:
    """Label what lies together."""
    pairs = shapely.STRtree(shapes).query(shapes, "dwithin", distance=_BESIDE)
    return components(len(delta), *pairs)


def _cancel(
    left: Account,
    figures: Figures,
    found: Findings,
    *,
    at: Positions,
    label: Positions,
) -> None:
    """Name the groups whose differences come to nothing."""
    n = len(at)
    noise = figures.slack[at] + _PPM * (figures.left[at] + figures.right[at])
    net = np.abs(np.bincount(label, figures.delta[at], n))
    even = (net <= np.bincount(label, noise, n)) & (np.bincount(label, minlength=n) > 1)
    worth = np.zeros(n, dtype=bool)
    worth[label[found.kind[at] == "different"]] = True
    hit = np.flatnonzero(even[label] & worth[label])
    names = left.ids[figures.first_left[at[hit]]].astype(str)
    order = np.argsort(label[hit], kind="stable")
    cuts = np.flatnonzero(np.diff(label[hit][order])) + 1
    for group in np.split(order, cuts) if len(hit) else []:
        more = "" if len(group) <= _SHOWN else f" +{len(group) - _SHOWN}"
        found.kind[at[hit][group]] = "boundary_moved"
        found.evidence[at[hit][group]] = "; ".join(names[group][:_SHOWN]) + more


def name_matches(lines: Lines, figures: Figures, found: Findings) -> None:
    """Name lines whose ids differ though their land is the same; changes `found`."""
    fine = found.fine
    found.change(fine & (lines.how == "spelling"), "id_spelling")
    overlap = fine & (lines.how == "overlap")
    many_left, many_right = figures.rows_left > 1, figures.rows_right > 1
    found.change(overlap & ~many_left & ~many_right, "other_id")
    found.change(overlap & ~many_left & many_right, "split", "1 : n")
    found.change(overlap & many_left & ~many_right, "merged", "n : 1")
    found.change(overlap & many_left & many_right, "regrouped", "n : m")


_COMPARE_PPM = 1_000_000


def compare_areas(
    parcels: gpd.GeoDataFrame,
    *,
    zone: int | None = None,
    published: pd.Series | None = None,
) -> pd.DataFrame:
    """Lay declared, ellipsoidal, plane and published areas side by side.

    The plane of a 3° zone enlarges: not at all on its central meridian, by up to some
    365 ppm at the edge of a zone in Ordos. How much of what a declared area exceeds
    the ellipsoidal one by is that enlargement is ``explained``.

    Parameters
    ----------
    parcels
        Outlines in CGCS2000, with `declared_area_m2` where there is one. Not changed.
    zone
        The zone of the plane; by default each parcel's own.
    published
        Further areas in m², on the index of `parcels`.

    Returns
    -------
    comparison
        On the index of `parcels`: `declared_m2`, `ellipsoidal_m2`, `planar_m2` and
        `published_m2` (where there are any); of each but the ellipsoidal its
        difference to that, such as `planar_minus_m2`, and the same in parts per
        million, `planar_ppm`; `explained`, the share of the declared difference that
        the projection explains (0 to 1; missing where there is no difference).

    Raises
    ------
    CRSError
        The CRS is missing or not CGCS2000.
    ValueError
        `published` is not on the index of `parcels`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> square = gpd.GeoDataFrame(
    ...     {"declared_area_m2": [10_000.0]},
    ...     geometry=[box(500000, 4300000, 500100, 4300100)], crs="EPSG:4546")
    >>> compare_areas(square).round(2)[["planar_m2", "ellipsoidal_m2"]].to_numpy()
    array([[10000., 10000.]])
    """
    if published is not None and not published.index.equals(parcels.index):
        raise ValueError("published must be a Series on the index of the parcels")
    ellipsoid = ellipsoidal_area(parcels)
    others = {"planar": planar_area(parcels, zone=zone)}
    if "declared_area_m2" in parcels:
        others = {"declared": parcels["declared_area_m2"].astype("float64"), **others}
    if published is not None:
        others["published"] = published.astype("float64")
    columns = {f"{name}_m2": area for name, area in others.items()}
    columns["ellipsoidal_m2"] = ellipsoid
    measured = ellipsoid.where(ellipsoid > 0)
    for name, area in others.items():
        columns[f"{name}_minus_m2"] = area - ellipsoid
        columns[f"{name}_ppm"] = (area - ellipsoid) / measured * _COMPARE_PPM
    table = pd.DataFrame(columns)
    if "declared" in others:
        table["explained"] = _explained(table)
    return table


def _explained(table: pd.DataFrame) -> pd.Series:
    """Give the share of the declared difference that the plane's enlargement is."""
    off, expected = table["declared_minus_m2"], table["planar_minus_m2"]
    left = (off - expected).abs()
    share = (1 - left / off.abs().where(off != 0)).clip(lower=0.0)
    return share.where(np.isfinite(off)).rename("explained")
