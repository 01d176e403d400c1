"""`derive_unsupplied`: approvals less supplies, every square metre accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from landbase.apportion import apportion_crossed
from landbase.area import ellipsoidal_area
from landbase.banners.split import HAIRLINE_M2
from landbase.crs import (
    CGCS2000,
    plane_crs,
    project,
    require_geometry,
    to_geographic,
    zones_of,
)
from landbase.errors import GeometryError, SchemaError
from landbase.geometry import (
    Geometries,
    is_polygonal,
    is_shown,
    polygon_parts,
    subtract,
    unite_each,
)
from landbase.issues import Issues
from landbase.parcels.checks import issues_at, other_side
from landbase.parcels.overlaps import find_overlaps, find_slivers
from landbase.rules.ruleset import remember_rules, rules_of
from landbase.rules.schema import as_parcels, column_labels, require_columns
from landbase.texts import Texts
from landbase.units import from_m2

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang

__all__ = ["Derived", "derive_unsupplied"]

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

_NAMED = 5  # ids in an error

# into which an approved area falls apart, and a supplied one
APPROVED = ("supplied_m2", "unsupplied_m2", "sliver_m2", "repeated_m2")
SUPPLIED = ("inside_m2", "outside_m2", "repeated_m2")
# said of an approval as a whole, or of what became of it: not of a remainder
_OF_THE_WHOLE = ("declared_area_m2", "status", "disposal_type")


@dataclass(frozen=True, eq=False)
class Derived:
    """What is approved and not supplied, and the account that it comes from.

    Attributes
    ----------
    parcels
        The remainders: a parcel table in EPSG:4490, one row a piece of land, category
        approved_unsupplied. Ids are those of the approvals with a number, from north
        to south; `approval_id` is the approval's own, and its other columns are kept,
        but for what is said of the approval as a whole (declared area, status, way).
    approvals
        The account of each approval, in the order of the table given: `parcel_id`,
        `approval_no`, `approval_date`, `year` (missing without a date), `pieces` (rows
        of `parcels`), and in m² `approved_m2` = `supplied_m2` + `unsupplied_m2` +
        `sliver_m2` + `repeated_m2`. Slivers are pieces too small to be parcels;
        repeated is land that an earlier approval has as well, counted there.
    supplies
        The account of each supply: `parcel_id`, and in m² `supplied_m2` = `inside_m2`
        + `outside_m2` (of every approval) + `repeated_m2` (in an earlier row as well).
    issues
        Overlaps on either side, slivers, supplies outside every approval.
    rules
        The rules they were derived by.
    """

    parcels: gpd.GeoDataFrame
    approvals: pd.DataFrame
    supplies: pd.DataFrame
    issues: Issues
    rules: Rules

    def years(self) -> pd.DataFrame:
        """Sum the account of approvals by approval year.

        Returns
        -------
        years
            Index year, then "missing" for approvals without a date, then "total";
            columns approvals, pieces and the areas in m², as in `approvals`.
        """
        account = self.approvals.assign(approvals=1)
        year = account["year"].astype("str").fillna("missing")
        figures = ["approvals", "pieces", "approved_m2", *APPROVED]
        table = account[figures].groupby(year).sum()
        table.loc["total"] = account[figures].sum()
        table.index.name = "year"
        return table.astype({"approvals": "int64", "pieces": "int64"})

    def print_years(self, *, lang: Lang = "zh") -> pd.DataFrame:
        """Print the account by approval year, in mu to two decimals.

        Parameters
        ----------
        lang
            Language of the labels.

        Returns
        -------
        printed
            As `years`, areas in mu rounded so that every row and column of what is
            printed sums.
        """
        table = self.years()
        years = table.drop(index="total")
        mu = from_m2(years[list(APPROVED)].to_numpy(), "mu")
        parts = apportion_crossed(mu) / 100
        parts = np.vstack([parts, parts.sum(axis=0)]).round(2)
        printed = table[["approvals", "pieces"]].copy()
        printed["approved_m2"] = parts.sum(axis=1).round(2)
        printed[list(APPROVED)] = parts
        words = self.words(lang)
        printed.index = printed.index.map(lambda year: words.get(year, year))
        printed.index.name = words["year"]
        return printed.rename(columns=words)

    def print_supplies(self, *, lang: Lang = "zh") -> pd.Series:
        """Print the account of all supplies, in mu to two decimals that sum.

        Parameters
        ----------
        lang
            Language of the labels.

        Returns
        -------
        printed
            Supplied, inside approvals, outside every approval, repeated.
        """
        words = self.words(lang)
        mu = from_m2(self.supplies[list(SUPPLIED)].sum().to_numpy(), "mu")
        parts = apportion_crossed(mu[None, :])[0] / 100
        figures = [parts.sum().round(2), *parts]
        labels = [words[f"of_supplies_{n}"] for n in ("supplied_m2", *SUPPLIED)]
        return pd.Series(figures, index=labels, name=words["mu"])

    def to_frame(self, *, lang: Lang = "zh") -> pd.DataFrame:
        """Show the account of approvals as a table for people.

        Parameters
        ----------
        lang
            Language of the labels.

        Returns
        -------
        frame
            As `approvals`, areas in mu, each row apportioned so that it sums.
        """
        words = self.words(lang)
        labels = column_labels(lang, vocabulary=self.rules.vocabulary)
        frame = self.approvals.copy()
        mu = from_m2(frame[list(APPROVED)].to_numpy(), "mu")
        frame[list(APPROVED)] = parts = apportion_crossed(mu) / 100
        frame["approved_m2"] = parts.sum(axis=1).round(2)
        return frame.rename(columns=labels | words)

    def supplies_to_frame(self, *, lang: Lang = "zh") -> pd.DataFrame:
        """Show the account of supplies as a table for people.

        Parameters
        ----------
        lang
            Language of the labels.

        Returns
        -------
        frame
            As `supplies`, areas in mu, each row apportioned so that it sums.
        """
        words = self.words(lang)
        mu = apportion_crossed(from_m2(self.supplies[list(SUPPLIED)].to_numpy(), "mu"))
        frame = self.supplies.copy()
        frame[list(SUPPLIED)] = parts = mu / 100
        frame["supplied_m2"] = parts.sum(axis=1).round(2)
        labels = {n: words[f"of_supplies_{n}"] for n in ("supplied_m2", *SUPPLIED)}
        labels = {name: f"{label}（{words['mu']}）" for name, label in labels.items()}
        ids = column_labels(lang, vocabulary=self.rules.vocabulary)["parcel_id"]
        return frame.rename(columns=labels | {"parcel_id": ids})

    def words(self, lang: Lang) -> dict[str, str]:
        """Give the words of the accounts, as the bureau has them.

        Parameters
        ----------
        lang
            Their language.

        Returns
        -------
        words
            Column or line → label.
        """
        return Texts(self.rules.texts).words("report", lang).part("derive")

    def _repr_html_(self) -> str:
        return str(self.print_years().to_html())


def derive_unsupplied(
    approvals: gpd.GeoDataFrame,
    supplies: gpd.GeoDataFrame,
    *,
    rules: Rules | None = None,
) -> Derived:
    """Derive what is approved and not supplied: approvals less supplies.

    Land that several approvals have is counted with the earliest (approval date,
    number, id), and land supplied twice once, so that the order of the rows changes
    nothing. Pieces that are no larger than the area of their approval may be off
    (`Tolerances.slack`), or thin and narrow as `find_slivers` finds them, are slivers:
    they become no parcels, but have their column in the account and an issue. An
    approval that nothing was taken from stays whole, however small.

    Parameters
    ----------
    approvals
        批次 or single projects: `parcel_id`, valid polygons in any CGCS2000 system,
        `approval_no` and `approval_date` where known. Not changed.
    supplies
        供地: `parcel_id` and valid polygons. Not changed.
    rules
        Tolerances; by default the rules that the approvals were read by.

    Returns
    -------
    derived
        The parcels, the accounts and the issues.

    Raises
    ------
    CRSError
        A CRS is missing or not CGCS2000.
    SchemaError
        `parcel_id` is missing, empty or repeated.
    GeometryError
        A geometry is missing or not valid; the message names the rows.

    Notes
    -----
    Areas are areas of record (`ellipsoidal_area`). Lines are cut in the plane of the
    3° zone of the land they are cut from, where edges are straight. Pieces are
    measured; what is taken off is the rest, so that every account closes. A piece
    below 0.01 m², a hairline between two drawings of one line, counts as taken off.
    What supplies reach beyond one plot by less than `Tolerances.overlap_m2` in all they
    share by area. On the line of two zones, where an edge of 3 km is straight in one
    plane and not in the other, supplied and inside may differ by a few m² in 50 ha.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> def land(**boxes):
    ...     shapes = [box(x, 4300000, e, 4300100) for x, e in boxes.values()]
    ...     return gpd.GeoDataFrame(
    ...         {"parcel_id": [*boxes]}, geometry=shapes, crs="EPSG:4546"
    ...     )
    >>> derived = derive_unsupplied(
    ...     land(A=(500000, 500100)), land(S=(500060, 500140))
    ... )
    >>> derived.parcels["parcel_id"].tolist()
    ['A-01']
    >>> parts = ["approved_m2", "supplied_m2", "unsupplied_m2"]
    >>> derived.approvals[parts].round().iloc[0].tolist()
    [10000.0, 4000.0, 6000.0]
    >>> derived.supplies["outside_m2"].round().tolist()
    [4000.0]
    """
    known = rules_of(rules, of=approvals)
    one, other = _Side.of(approvals), _Side.of(supplies)
    approved, supplied = one.counted_once(), other.counted_once()
    pairs = shapely.STRtree(supplied.parts).query(approved.parts)
    taken = approved.less(supplied, *pairs)
    pieces = _pieces(taken.land, one, known)
    smallest = known.tolerances.overlap_m2
    beyond = _outside(supplied, approved, taken, smallest=smallest)
    outside = _sums(supplied.owner, beyond, len(other.area))
    return Derived(
        _remainders(approvals, pieces, known),
        _approval_account(approvals, one, approved, pieces),
        _supply_account(supplies, other, supplied, outside),
        _issues(one, other, pieces, outside, known),
        known,
    )


@dataclass(frozen=True, eq=False)
class _Land:
    """The land of the rows of a table, taken apart into single polygons.

    A batch is many plots far apart; each is cut by what lies on it alone.

    Attributes
    ----------
    parts
        Polygons in degrees.
    owner
        The row of each, ascending.
    area
        The area of each, in m².
    plane, zone
        The same polygons where the table came in the plane of a zone, and its number;
        0 otherwise.
    """

    parts: Geometries
    owner: Positions
    area: Floats
    plane: Geometries
    zone: int

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame) -> _Land:
        """Take a table apart."""
        lands = shapely.force_2d(frame.geometry.to_numpy())
        plane, owner = polygon_parts(lands)
        series = gpd.GeoSeries(plane, crs=frame.crs)
        degrees = to_geographic(series).to_numpy()
        zone = int(zones_of(degrees[:1]).max(initial=0))
        own = zone if zone > 0 and frame.crs == plane_crs(zone) else 0
        area = np.asarray(ellipsoidal_area(series), dtype=np.float64)
        return cls(degrees, owner, area, plane, own)

    def in_plane(self, which: Positions, zone: int) -> Geometries:
        """Give some polygons in the plane of a zone."""
        if zone == self.zone:
            return self.plane[which]
        return project(self.parts[which], plane_crs(zone))

    def rows(self, count: int) -> Floats:
        """Sum the areas by row."""
        return _sums(self.owner, self.area, count)

    def less(self, other: _Land, mine: Positions, theirs: Positions) -> _Taken:
        """Take polygons of others from those they are paired with, ascending."""
        zone = zones_of(self.parts)[mine]
        taken, pairs = [], [np.empty((0, 2), dtype=np.intp)]
        for number in np.unique(zone):
            here = zone == number
            used, one = np.unique(mine[here], return_inverse=True)
            from_, two = np.unique(theirs[here], return_inverse=True)
            lands = self.in_plane(used, int(number))
            others = other.in_plane(from_, int(number))
            # most pairs share an edge at most, which is told far sooner than drawn
            shares = shapely.relate_pattern(lands[one], others[two], "T********")
            one, two = one[shares], two[shares]
            cut, changed = _cut(lands, others, one, two)
            rest, of = polygon_parts(cut)
            back = to_geographic(gpd.GeoSeries(rest, crs=plane_crs(int(number))))
            taken.append((back.to_numpy(), used[changed][of], used[changed]))
            pairs.append(np.column_stack([used[one], from_[two]]))
        return self._after(taken, np.vstack(pairs))

    def _after(
        self, taken: list[tuple[Geometries, Positions, Positions]], pairs: Positions
    ) -> _Taken:
        """Put what was cut back among the rest; less than a hairline is nothing."""
        if not taken:
            return _Taken(self, np.zeros(len(self.area)), pairs)
        parts, of, changed = (
            np.concatenate([one[k] for one in taken]) for k in range(3)
        )
        area = _areas(parts)
        some = area >= HAIRLINE_M2
        parts, of, area = parts[some], of[some], area[some]
        left = self.area.copy()
        left[changed] = np.bincount(of, area, minlength=len(left))[changed]
        touched = self.area - left >= HAIRLINE_M2
        cut, whole = touched[of], ~touched
        owner = np.concatenate([self.owner[whole], self.owner[of[cut]]])
        order = np.argsort(owner, kind="stable")
        lands = np.concatenate([self.parts[whole], parts[cut]])[order]
        areas = np.concatenate([self.area[whole], area[cut]])[order]
        land = _Land(lands, owner[order], areas, lands, 0)
        return _Taken(land, np.where(touched, self.area - left, 0.0), pairs)


class _Taken(NamedTuple):
    """What is left of land, what was taken from each part in m², and by which pairs."""

    land: _Land
    area: Floats
    pairs: Positions


def _cut(
    lands: Geometries, others: Geometries, land: Positions, other: Positions
) -> tuple[Geometries, Positions]:
    """Give the lands that change when others are taken from them, and which they are.

    Outlines are often the same on both sides, which needs no overlay.
    """
    gone = np.unique(land[shapely.covered_by(lands[land], others[other])])
    left = ~np.isin(land, gone)
    used, group = np.unique(land[left], return_inverse=True)
    rest = subtract(lands[used], unite_each(others[other[left]], group))
    nothing = np.full(len(gone), shapely.Polygon(), dtype=object)
    return np.concatenate([rest, nothing]), np.concatenate([used, gone])


def _outside(
    supplied: _Land, approved: _Land, taken: _Taken, *, smallest: float
) -> Floats:
    """Measure what of each supplied part lies outside every approval.

    Supplies that lie on one approved part alone are as much larger than what was taken
    from it as they reach beyond it. Where that is one supply, or next to nothing, which
    they then share, it need not be cut again.
    """
    part, supply = taken.pairs.T
    count = len(approved.area)
    size = np.bincount(part, supplied.area[supply], minlength=count)
    beyond = np.maximum(size - taken.area, 0.0)
    alone = np.bincount(supply, minlength=len(supplied.area)) == 1
    strays = np.bincount(part, ~alone[supply], minlength=count) > 0
    single = np.bincount(part, minlength=count) == 1
    known = (((beyond < smallest) | single) & ~strays)[part]
    share = beyond[part] * supplied.area[supply] / size[part]
    outside = supplied.area.copy()
    outside[supply[known]] = share[known]
    cut = supplied.less(approved, *_by_first(supply[~known], part[~known]))
    return np.asarray(outside - cut.area, dtype=np.float64)


def _by_first(one: Positions, other: Positions) -> tuple[Positions, Positions]:
    order = np.lexsort((other, one))
    return one[order], other[order]


@dataclass(frozen=True, eq=False)
class _Side:
    """One of the two tables: its land, areas, and pairs of rows that overlap."""

    frame: gpd.GeoDataFrame
    land: _Land
    area: Floats
    overlaps: pd.DataFrame

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame) -> _Side:
        """Measure a table that can be overlaid."""
        require_columns(frame, "parcel_id")
        require_geometry(frame)
        ids = frame["parcel_id"]
        if (bad := ids.isna() | ids.duplicated(keep=False)).any():
            first = ids[bad].astype("str").fillna("").unique()[:_NAMED].tolist()
            raise SchemaError("derive_ids", count=int(bad.sum()), first=first)
        lands = frame.geometry.to_numpy()
        wrong = ~is_shown(lands) | ~is_polygonal(lands) | ~shapely.is_valid(lands)
        if wrong.any():
            first = ids[wrong].astype("str")[:_NAMED].tolist()
            count = int(wrong.sum())
            raise GeometryError("derive_geometry", count=count, first=first)
        land = _Land.of(frame)
        pairs = find_overlaps(frame, min_area=HAIRLINE_M2)
        return cls(frame, land, land.rows(len(frame)), _earlier_first(frame, pairs))

    def counted_once(self) -> _Land:
        """Take from each row what an earlier one has as well."""
        parts, owner = self.land.parts, self.land.owner
        if self.overlaps.empty:
            return self.land
        mine, theirs = shapely.STRtree(parts).query(parts)
        later, earlier = (self.overlaps[n].to_numpy() for n in ("later", "earlier"))
        count = len(self.area)
        wanted = np.isin(owner[mine] * count + owner[theirs], later * count + earlier)
        return self.land.less(self.land, mine[wanted], theirs[wanted]).land


def _earlier_first(frame: gpd.GeoDataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say which of two overlapping rows came first, whatever the order of rows."""
    by = [n for n in ("approval_date", "approval_no", "parcel_id") if n in frame]
    ordered = pd.DataFrame(frame[by]).reset_index(drop=True)
    ordered = ordered.sort_values(by, kind="stable")
    rank = np.empty(len(frame), dtype=np.intp)
    rank[ordered.index] = np.arange(len(frame))
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    first = rank[left] < rank[right]
    earlier, later = np.where(first, left, right), np.where(first, right, left)
    told = pairs.assign(earlier=earlier, later=later)
    return told.sort_values(["later", "earlier"], ignore_index=True)


def _sums(owner: Positions, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(owner, values, minlength=count), dtype=np.float64)


def _areas(lands: Geometries) -> Floats:
    area = ellipsoidal_area(gpd.GeoSeries(lands, crs=CGCS2000))
    return np.asarray(area, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Pieces:
    """What is left of approvals, piece by piece, from north to south in each."""

    lands: Geometries
    owner: Positions
    area: Floats
    sliver: npt.NDArray[np.bool_]

    def sums(self, count: int, *, sliver: bool) -> Floats:
        """Sum the areas of parcels, or of slivers, for each approval."""
        weight = self.area * (self.sliver == sliver)
        return _sums(self.owner, weight, count)


def _pieces(rest: _Land, side: _Side, rules: Rules) -> _Pieces:
    """Part what is left into pieces; an approval that nothing was taken from is one."""
    count = len(side.area)
    touched = side.area - rest.rows(count) >= HAIRLINE_M2
    whole, cut = np.flatnonzero(~touched), touched[rest.owner]
    degrees = to_geographic(side.frame.geometry.iloc[whole]).to_numpy()
    parts, of = rest.parts[cut], rest.owner[cut]
    lands = np.concatenate([degrees, parts])
    owner = np.concatenate([whole, of])
    area = np.concatenate([side.area[whole], rest.area[cut]])
    tolerances = rules.tolerances
    thin = find_slivers(
        gpd.GeoDataFrame(geometry=parts, crs=CGCS2000),
        thinness=tolerances.sliver_thinness,
        width=tolerances.sliver_width_m,
    ).to_numpy()
    small = rest.area[cut] < tolerances.slack(side.area)[of]
    sliver = np.concatenate([np.zeros(len(whole), dtype=bool), thin | small])
    bounds = shapely.bounds(lands)
    # to a tenth of a metre, so that noise does not number pieces otherwise
    west, north = np.round(bounds[:, 0], 6), np.round(bounds[:, 3], 6)
    order = np.lexsort((west, -north, owner))
    return _Pieces(lands[order], owner[order], area[order], sliver[order])


def _remainders(
    approvals: gpd.GeoDataFrame, pieces: _Pieces, rules: Rules
) -> gpd.GeoDataFrame:
    """Make the parcel table of what is left."""
    keep = ~pieces.sliver
    owner = pieces.owner[keep]
    found = approvals.iloc[owner].reset_index(drop=True)
    found = found.drop(columns=[n for n in _OF_THE_WHOLE if n in found])
    number = pd.Series(owner).groupby(owner).cumcount() + 1
    ids = found["parcel_id"].astype("str")
    numbered = ids + "-" + number.map("{:02d}".format).astype("str")
    made = pd.DataFrame(found.drop(columns=approvals.geometry.name))
    made = made.assign(
        parcel_id=numbered, category="approved_unsupplied", approval_id=ids
    )
    parcels = as_parcels(
        gpd.GeoDataFrame(made, geometry=pieces.lands[keep], crs=CGCS2000)
    )
    parcels.attrs = dict(approvals.attrs)
    remember_rules(parcels, rules)
    return parcels


def _approval_account(
    approvals: gpd.GeoDataFrame, side: _Side, once: _Land, pieces: _Pieces
) -> pd.DataFrame:
    count = len(approvals)
    names = [n for n in ("approval_no", "approval_date") if n in approvals]
    account = pd.DataFrame(approvals[["parcel_id", *names]]).reset_index(drop=True)
    account = account.reindex(columns=["parcel_id", "approval_no", "approval_date"])
    date = pd.to_datetime(account["approval_date"])
    left = once.rows(count)
    unsupplied = pieces.sums(count, sliver=False)
    slivers = pieces.sums(count, sliver=True)
    return account.assign(
        year=date.dt.year.astype("Int64"),
        pieces=np.bincount(pieces.owner[~pieces.sliver], minlength=count),
        approved_m2=side.area,
        supplied_m2=left - unsupplied - slivers,
        unsupplied_m2=unsupplied,
        sliver_m2=slivers,
        repeated_m2=side.area - left,
    )


def _supply_account(
    supplies: gpd.GeoDataFrame, side: _Side, once: _Land, outside: Floats
) -> pd.DataFrame:
    left = once.rows(len(side.area))
    return pd.DataFrame({
        "parcel_id": supplies["parcel_id"].to_numpy(),
        "supplied_m2": side.area,
        "inside_m2": left - outside,
        "outside_m2": outside,
        "repeated_m2": side.area - left,
    })


def _issues(
    one: _Side, other: _Side, pieces: _Pieces, outside: Floats, rules: Rules
) -> Issues:
    """Report what has to be looked at; all of it is in the accounts."""
    tolerances = rules.tolerances
    count = np.bincount(pieces.owner[pieces.sliver], minlength=len(one.area))
    slivers = pieces.sums(len(one.area), sliver=True)
    thin = np.flatnonzero(count)
    beyond = np.flatnonzero(outside > tolerances.slack(other.area))
    return Issues.concat([
        _repeated("approvals_overlap", one, tolerances.overlap_m2),
        _repeated("supplies_overlap", other, tolerances.overlap_m2),
        issues_at(
            one.frame,
            "remainder_sliver",
            thin,
            {"count": count[thin], "area": slivers[thin]},
        ),
        issues_at(
            other.frame,
            "supply_outside",
            beyond,
            {"area": outside[beyond], "share": (outside / other.area)[beyond]},
        ),
    ])


def _repeated(code: str, side: _Side, smallest: float) -> Issues:
    """Report land that two rows have, at the later one."""
    pairs = side.overlaps[side.overlaps["area_m2"] >= smallest]
    later, earlier = pairs["later"].to_numpy(), pairs["earlier"].to_numpy()
    details = {"area": pairs["area_m2"], **other_side(side.frame, earlier)}
    return issues_at(side.frame, code, later, details)
