"""The rule by which an account came to its areas: unit, rounding, method."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from landbase.area import ellipsoidal_area, planar_area
from landbase.crs import datum_of, require_crs, to_geographic, zones_of
from landbase.rules.ruleset import rules_of
from landbase.tables.cells import parse_areas
from landbase.texts import Texts
from landbase.units import UNITS, Unit, decimals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import geopandas as gpd

    from landbase.reconciliation.match import Booleans, Floats
    from landbase.texts import Lang
    from landbase.units import AreaUnit, Numbers

__all__ = ["AreaRule", "fit_rules", "hits", "in_unit", "infer_area_rule"]

RuleUnit: TypeAlias = "AreaUnit | Literal['acre']"
# Nobody here declares areas in acres, but accounts of other countries are in them; the
# yard is 0.9144 m.
_ACRE = Unit(
    *(10**7, 40_468_564_224, "英亩", "acres", "英亩"), ("英亩", "acres"), decimals=4
)

Rounding: TypeAlias = Literal["half_up", "truncate"]

# Outlines are known to about a part in a million of their area: coordinates have been
# rounded too, and far less than what the ways of measuring differ by.
_PPM = 1e-6
_FLOAT = 1e-9
_NEAR = (0.5, 2.0)  # what the median of declared / measured may be
_FACTOR_COSTS = 0.02  # the share of rows that a factor must explain beyond the rest
_FACTOR_EXPLAINS = 0.5  # at the least, or it is chance
_TRUNCATION_COSTS = 0.005
_LATER_COSTS = 1e-6  # of two that fit alike, the first is taken


class Fit(NamedTuple):
    """A rule, and the share of rows that it reproduces less what its parts cost."""

    unit: RuleUnit
    method: str
    rounding: Rounding | None
    decimals: int | None
    factor: float = 1.0
    score: float = 0.0


def hits(figures: Floats, area: Floats, fit: Fit, *, ppm: float = _PPM) -> Booleans:
    """Tell which figures a rule makes of areas, both in the unit of the rule."""
    exact = area * fit.factor
    noise = ppm * np.abs(exact) + _FLOAT
    if fit.decimals is None:
        return np.asarray(np.abs(figures - exact) <= noise)
    step = 10.0**-fit.decimals
    off = exact - figures
    if fit.rounding == "truncate":
        return np.asarray((off >= -noise) & (off < step + noise))
    return np.asarray(np.abs(off) <= step / 2 + noise)


def fit_rules(
    figures: Mapping[RuleUnit, Floats], measured: Mapping[str, Floats]
) -> list[Fit]:
    """Rank the rules that may have made figures of areas, the best first."""
    found = [
        fit
        for unit, numbers in figures.items()
        for rank, (method, m2) in enumerate(measured.items())
        for fit in _fits(unit, method, numbers, in_unit(m2, unit), rank)
    ]
    return sorted(found, key=lambda fit: -fit.score)


def _fits(
    unit: RuleUnit, method: str, figures: Floats, area: Floats, rank: int
) -> Iterator[Fit]:
    there = np.isfinite(figures) & np.isfinite(area) & (figures > 0) & (area > 0)
    if not there.any():
        return
    figures, area = figures[there], area[there]
    ratio = figures / area
    if not _NEAR[0] < np.median(ratio) < _NEAR[1]:
        return
    decimals = decimals_of(figures)
    roundings: tuple[Rounding | None, ...] = ("half_up", "truncate")
    if decimals is None:
        roundings = (None,)
    # Large parcels tell a factor best: rounding moves them least.
    factor = float(np.median(ratio[area >= np.median(area)]))
    for rounding in roundings:
        for constant in (1.0, factor):
            fit = Fit(unit, method, rounding, decimals, constant)
            cost = _FACTOR_COSTS * (constant != 1.0) + rank * _LATER_COSTS
            cost += _TRUNCATION_COSTS * (rounding == "truncate")
            share = float(hits(figures, area, fit).mean())
            # Large parcels fit many rules within a part in a million, few exactly.
            strict = float(hits(figures, area, fit, ppm=0.0).mean())
            if constant != 1.0 and share < _FACTOR_EXPLAINS:
                continue
            yield fit._replace(score=(share + strict) / 2 - cost)


_UNITS: tuple[RuleUnit, ...] = ("m2", "mu", "ha", "km2", "wan_mu", "acre")
_MANY_ZONES = 4


@dataclass(frozen=True)
class AreaRule:
    """How a declared area follows from an outline: figure = round(factor · area).

    Attributes
    ----------
    unit
        "m2", "mu", "ha", "km2", "wan_mu" or "acre".
    method
        "ellipsoidal", "planar" (each parcel in its own zone), "planar:37" (all in one
        zone), or the name of another plane, such as "EPSG:27700".
    rounding, decimals
        "half_up" or "truncate" to so many decimals; both None in full precision.
    factor
        A constant that all figures carry; 1 where there is none.
    explained
        The share of the rows that the rule reproduces.
    rows
        How many rows could be compared.
    unexplained
        The labels of the rows that it does not reproduce.
    runner_up
        The next best rule, unless there is none.
    texts
        How it is worded.
    """

    unit: RuleUnit
    method: str
    rounding: Rounding | None
    decimals: int | None
    factor: float = 1.0
    explained: float = 1.0
    rows: int = 0
    unexplained: pd.Index = field(default_factory=lambda: pd.Index([]), compare=False)
    runner_up: AreaRule | None = None
    texts: Texts = field(default_factory=Texts.default, compare=False, repr=False)

    def measure(self, parcels: gpd.GeoDataFrame | gpd.GeoSeries) -> pd.Series:
        """Measure outlines by the method of the rule, in m² without the factor."""
        return _measured(parcels, self.method)

    def explains(self, figures: Any, measured_m2: Any) -> Booleans:
        """Tell which figures (in `unit`) the rule makes of areas in m²."""
        return hits(
            np.asarray(figures, dtype=np.float64),
            in_unit(np.asarray(measured_m2, dtype=np.float64), self.unit),
            Fit(self.unit, self.method, self.rounding, self.decimals, self.factor),
        )

    def describe(self, lang: Lang = "zh") -> str:
        """Say the rule in words."""
        wording = self.texts.words("reconcile", lang)
        kind, colon, zone = self.method.partition(":")
        key = f"rule.{kind}_zone" if colon else f"rule.{kind}"
        parts = [wording(key, zone=zone) if key in wording else self.method]
        parts.append(_unit(self.unit).name(lang))
        if self.rounding is not None:
            parts.append(wording("rule.decimals", count=self.decimals))
            parts.append(wording[f"rule.{self.rounding}"])
        if self.factor != 1:
            parts.append(f"×{self.factor:.9g}")
        parts.append(wording("rule.explains", share=self.explained))
        return wording["rule.between"].join(parts)

    def _repr_html_(self) -> str:
        second = self.runner_up.describe() if self.runner_up else "—"
        next_best = self.texts.text("reconcile.rule.second", "zh", rule=second)
        return f"<p><b>{self.describe()}</b><br>{next_best}</p>"


def infer_area_rule(
    declared: pd.Series,
    parcels: gpd.GeoDataFrame | gpd.GeoSeries,
    *,
    unit: RuleUnit | None = None,
    planes: Iterable[Any] = (),
) -> AreaRule:
    """Find the rule by which declared areas follow from outlines.

    Tried are all units, the area on the ellipsoid and in the plane (each parcel's own
    zone, and every zone that occurs), rounding half-up and truncation to the decimals
    that the figures show, and a constant factor; the rule that reproduces most rows
    is taken. A factor, and a truncation, must earn their place.

    Parameters
    ----------
    declared
        Figures as declared, numbers or text such as "48357.35（72.5360）", on the
        index of `parcels`. Not changed.
    parcels
        Outlines in a known CRS. Not changed.
    unit
        The unit, where it is known.
    planes
        Other projected systems to measure in, anything pyproj understands.

    Returns
    -------
    rule
        With the share explained, the rows it does not explain, and the runner-up.

    Raises
    ------
    CRSError
        The CRS is missing, or of another datum and `planes` is empty.
    TypeError
        `declared` is no Series, or `parcels` no outlines: their order is exchanged.
    ValueError
        The index differs, no row has both figures and an outline, or the figures come
        near the outlines in no unit.

    Examples
    --------
    >>> import geopandas as gpd
    >>> squares = [shapely.box(0, 0, side, 10) for side in (100.04, 61.26, 33.337)]
    >>> parcels = gpd.GeoSeries(squares, crs="EPSG:27700")
    >>> rule = infer_area_rule(pd.Series([1000.4, 612.6, 333.4]), parcels,
    ...                        planes=["EPSG:27700"])
    >>> rule.unit, rule.method, rule.decimals, rule.explained
    ('m2', 'EPSG:27700', 1, 1.0)
    """
    import geopandas as gpd

    shaped = isinstance(parcels, gpd.GeoDataFrame | gpd.GeoSeries)
    if not shaped or not isinstance(declared, pd.Series):
        raise TypeError(
            "infer_area_rule(declared, parcels) takes figures as a pandas Series first,"
            f" then outlines as a GeoDataFrame or GeoSeries; it was given a"
            f" {type(declared).__name__} and a {type(parcels).__name__}"
        )
    if not declared.index.equals(parcels.index):
        raise ValueError("declared must be a Series on the index of the parcels")
    parsed = parse_areas(declared, unit=None if unit == "acre" else unit)
    numbers = parsed.numbers.to_numpy(dtype=np.float64)
    named = [u for u in _UNITS if u in {*parsed.units.dropna(), unit}]
    shapes = parcels.geometry
    measured = {
        method: _measured(shapes, method).to_numpy()
        for method in _methods(shapes, planes)
    }
    fits = fit_rules(dict.fromkeys(named or _UNITS, numbers), measured)
    if not fits:
        raise ValueError(
            _no_rule(numbers, next(iter(measured.values())), named or _UNITS)
        )
    texts = Texts(rules_of(of=parcels).texts)
    of = (numbers, measured, declared.index)
    second = _rule(fits[1], *of, texts=texts) if fits[1:] else None
    return _rule(fits[0], *of, texts=texts, second=second)


def _unit(name: RuleUnit) -> Unit:
    return _ACRE if name == "acre" else UNITS[name]


def in_unit(area: Numbers, name: RuleUnit) -> Numbers:
    """Convert square metres to the unit of a rule."""
    unit = _unit(name)
    return area * unit.times / unit.by


def _no_rule(numbers: Floats, measured: Floats, tried: Iterable[RuleUnit]) -> str:
    """Say why no rule was found, with what the figures come to."""
    there = np.isfinite(numbers) & np.isfinite(measured) & (numbers > 0)
    there &= measured > 0
    if not there.any():
        return "no row has both a declared area and an outline"
    ratio = float(np.median(numbers[there] / measured[there]))
    return (
        f"no unit fits the declared areas ({', '.join(tried)} were tried): in the "
        f"middle they are {ratio:.6g} times the m² of the outlines"
    )


def _rule(
    fit: Fit,
    numbers: Floats,
    measured: dict[str, Floats],
    index: pd.Index,
    *,
    texts: Texts,
    second: AreaRule | None = None,
) -> AreaRule:
    area = in_unit(measured[fit.method], fit.unit)
    there = np.isfinite(numbers) & np.isfinite(area)
    hit = hits(numbers, area, fit)
    return AreaRule(
        unit=fit.unit,
        method=fit.method,
        rounding=fit.rounding,
        decimals=fit.decimals,
        factor=fit.factor,
        explained=float(hit[there].mean()),
        rows=int(there.sum()),
        unexplained=index[there & ~hit],
        runner_up=second,
        texts=texts,
    )


def _methods(shapes: gpd.GeoSeries, planes: Iterable[Any]) -> list[str]:
    """Name the ways of measuring that make sense for these outlines."""
    others = [CRS.from_user_input(plane).to_string() for plane in planes]
    if datum_of(require_crs(shapes)) not in {"cgcs2000", "wgs84"} and others:
        return others
    zones = sorted({*zones_of(to_geographic(shapes).to_numpy()).tolist()} - {0})
    if zones and len(zones) <= _MANY_ZONES:
        zones = list(range(zones[0] - 1, zones[-1] + 2))
    return ["ellipsoidal", "planar", *others, *(f"planar:{zone}" for zone in zones)]


def _measured(parcels: gpd.GeoDataFrame | gpd.GeoSeries, method: str) -> pd.Series:
    kind, _, zone = method.partition(":")
    if method == "ellipsoidal":
        return ellipsoidal_area(parcels)
    if kind == "planar":
        return planar_area(parcels, zone=int(zone) if zone else None)
    projected = parcels.geometry.to_crs(CRS.from_user_input(method))
    area = shapely.area(projected.to_numpy())
    return pd.Series(area, index=parcels.index, name="planar_area_m2")
