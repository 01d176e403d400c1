"""Area of parcels: on the ellipsoid (the area of record) and in the zone's plane.

Pure geometry on a known CRS: no files, no tables, no units but square metres. In
full precision the area of a ring is ∮ F dL, where F(B) = ∫ M N cos B dB is the area
between the equator and latitude B per radian of longitude. In the (L, F) plane it is
a shoelace; F is taken relative to the first vertex of each ring, or the digits cancel
away.

With every rounding of the procedure it is 国土调查办发〔2008〕32号 with the constants
of CGCS2000, as used since the third survey: plane coordinates to 4 decimals, points on
edges longer than 70 m to 6 decimals, inverse projection by series, B and L in seconds
to 6 decimals, trapezoids summed. All rounding is decimal, a half away from zero.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from landbase.crs import datum_of, meridian_of, require_crs, transform_arrays, zone_of
from landbase.errors import CRSError
from landbase.geometry import Rings, flatten
from landbase.units import round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import numpy.typing as npt
    from pyproj import CRS

__all__ = ["ellipsoidal_area", "planar_area"]

Edges: TypeAlias = Literal["plane", "chord"]

_BLOCK = 4096
_EARTH_M = 6.4e6


def ellipsoidal_area(
    parcels: gpd.GeoDataFrame | gpd.GeoSeries,
    *,
    rounding: Literal["official"] | None = None,
    edges: Edges = "plane",
) -> pd.Series:
    r"""Measure parcels on the CGCS2000 ellipsoid: the area of record.

    The edges of a parcel are straight in the Gauss-Krüger plane of its own 3° zone,
    that of its centroid. The area is :math:`\oint F(B)\,dL` with
    :math:`F(B)=\int_0^B M N \cos B\,dB`, shells less holes.

    Parameters
    ----------
    parcels
        Polygons in any CRS of CGCS2000 or WGS 84. Not changed.
    rounding
        "official" follows the national procedure to the cent: plane coordinates to
        4 decimals, a point every 70 m to 6 decimals, B and L to 6 decimals of a
        second, the area to 2 decimals. By default full precision.
    edges
        "plane" as said above; "chord" takes the edges between the given vertices as
        straight in the (L, F) plane: quicker, and the same for short edges.

    Returns
    -------
    area
        m², on the index of `parcels`, named ``ellipsoidal_area_m2``. NaN for a
        missing geometry; 0 for an empty one, a point or a line. It does not depend
        on the direction or the starting point of rings.

    Raises
    ------
    CRSError
        The CRS is missing or of another datum.
    ValueError
        `rounding` or `edges` is not one of those named.

    Notes
    -----
    Formula and procedure: 国土调查办发〔2008〕32号, with the constants of CGCS2000.

    Examples
    --------
    >>> import geopandas as gpd
    >>> corners = [(36620000, 4340000), (36619870, 4340700), (36620420, 4341180),
    ...            (36621010, 4340940), (36621230, 4340310), (36620600, 4339780)]
    >>> parcel = gpd.GeoSeries([shapely.Polygon(corners)], crs="EPSG:4524")
    >>> ellipsoidal_area(parcel, rounding="official").tolist()
    [1271595.27]
    """
    if rounding not in {None, "official"}:
        raise ValueError(f"rounding must be None or 'official', not {rounding!r}")
    if edges not in get_args(Edges):
        raise ValueError(f"edges must be one of {get_args(Edges)}, not {edges!r}")
    crs = _measurable(parcels)

    def measure(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
        if rounding == "official":
            return _official(shapes, crs, densify=edges == "plane")
        return _precise(shapes, crs, edges)

    return _measured(parcels, measure, "ellipsoidal_area_m2")


def planar_area(
    parcels: gpd.GeoDataFrame | gpd.GeoSeries, *, zone: int | None = None
) -> pd.Series:
    """Measure parcels in the Gauss-Krüger plane.

    Parameters
    ----------
    parcels
        Polygons in any CRS of CGCS2000 or WGS 84. Not changed.
    zone
        The 3° zone to project all parcels into; by default each parcel is measured
        in the zone of its own centroid. Plane areas of several zones should not be
        summed: use the ellipsoidal area for that.

    Returns
    -------
    area
        m², on the index of `parcels`, named ``planar_area_m2``. NaN for a missing
        geometry; 0 for an empty one, a point or a line.

    Raises
    ------
    CRSError
        The CRS is missing or of another datum.

    Examples
    --------
    >>> import geopandas as gpd
    >>> square = shapely.box(37_500_000, 4_400_000, 37_500_100, 4_400_100)
    >>> planar_area(gpd.GeoSeries([square], crs="EPSG:4525")).tolist()
    [10000.0]
    """
    crs = _measurable(parcels)

    def measure(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
        rings = flatten(shapes)
        if zone is None:
            meridian = _meridians(shapes, _to_degrees(rings, crs), crs)
        else:
            meridian = meridian_of(np.full(len(rings.starts), zone))
        plane = _to_plane(rings, crs, meridian)
        north = plane.y - plane.spread(plane.y[plane.starts])
        return plane.area(plane.means(north) * plane.edges(plane.x))

    return _measured(parcels, measure, "planar_area_m2")


def _measurable(parcels: gpd.GeoDataFrame | gpd.GeoSeries) -> CRS:
    """Give the CRS, which must be one whose ellipsoid is that of CGCS2000."""
    crs = require_crs(parcels)
    if datum_of(crs) not in {"cgcs2000", "wgs84"}:
        raise CRSError("crs_not_cgcs2000", crs=crs.name)
    return crs


def _measured(
    parcels: gpd.GeoDataFrame | gpd.GeoSeries,
    measure: Callable[[npt.NDArray[np.object_]], npt.NDArray[np.float64]],
    name: str,
) -> pd.Series:
    """Measure block by block: their arrays stay in the cache, and memory is bounded."""
    shapes = parcels.geometry.to_numpy()
    area = np.empty(len(shapes))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for start in range(0, len(shapes), _BLOCK):
            block = slice(start, start + _BLOCK)
            area[block] = measure(shapes[block])
    area[shapely.is_missing(shapes)] = np.nan
    return pd.Series(area, index=parcels.index, name=name)


def _precise(
    shapes: npt.NDArray[np.object_], crs: CRS, edges: Edges
) -> npt.NDArray[np.float64]:
    rings = flatten(shapes)
    degrees = _to_degrees(rings, crs)
    if edges == "chord":
        return _chord_area(degrees)
    meridian = _meridians(shapes, degrees, crs)
    area = _plane_edge_area(degrees, meridian)
    long = np.zeros(rings.total, dtype=bool)
    long[rings.owner[_longest_edges(degrees) > _LONG_EDGE]] = True
    if long.any():
        own = meridian[long[rings.owner]]
        area[long] = _cut_area(rings.of(long), crs, own)[long]
    return area


def _cut_area(
    rings: Rings, crs: CRS, meridian: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Measure rings after cutting their edges in the plane to pieces short enough."""
    plane = _to_plane(rings, crs, meridian)
    length = np.hypot(plane.edges(plane.x), plane.edges(plane.y))
    number = np.floor(length / (_LONG_EDGE / 2 * _EARTH_M))
    number = np.where(np.isfinite(number), number, 0).astype(np.int64)
    return _plane_edge_area(_from_plane(_cut_edges(plane, number), meridian), meridian)


def _official(
    shapes: npt.NDArray[np.object_], crs: CRS, *, densify: bool
) -> npt.NDArray[np.float64]:
    rings = flatten(shapes)
    meridian = _meridians(shapes, _to_degrees(rings, crs), crs)
    return _official_area(_to_plane(rings, crs, meridian), meridian, densify=densify)


def _meridians(
    shapes: npt.NDArray[np.object_], degrees: Rings, crs: CRS
) -> npt.NDArray[np.float64]:
    """Give each ring the central meridian of the 3° zone of its parcel's centroid."""
    if not len(degrees.starts):
        return np.zeros(0)
    west = zone_of(np.minimum.reduceat(degrees.x, degrees.starts))
    east = zone_of(np.maximum.reduceat(degrees.x, degrees.starts))
    zone = np.zeros(degrees.total, dtype=np.int64)
    zone[degrees.owner] = west
    across = np.unique(
        degrees.owner[(west != zone[degrees.owner]) | (east != zone[degrees.owner])]
    )
    if len(across):
        middle = shapely.get_coordinates(shapely.centroid(shapes[across]))
        x = middle[:, 0]
        if not crs.is_geographic and crs.geodetic_crs is not None:
            x, _ = transform_arrays(
                middle[:, 0], middle[:, 1], source=crs, target=crs.geodetic_crs
            )
        zone[across] = zone_of(x)
    return meridian_of(zone[degrees.owner])


# In full precision

_A = 6378137.0
_F = 1 / 298.257222101
_E2 = _F * (2 - _F)
_B2 = _A**2 * (1 - _E2)
_SECOND_E2 = _E2 / (1 - _E2)
# F = b² s (1 + ⅔ e²s² + ⅗ e⁴s⁴ + …), s = sin B; the next term is below 1e-16.
_SERIES = [(k + 1) * _E2**k / (2 * k + 1) for k in range(7)]

# An edge longer than this many radians of arc (about 5 km) is cut before the
# correction below, which is of fourth order in the length.
_LONG_EDGE = 8e-4
_DEGREE = np.pi / 180


def _sine_and_f(
    latitude: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    sine = np.sin(latitude)
    square = sine * sine
    series = np.full_like(square, _SERIES[-1])
    for factor in _SERIES[-2::-1]:
        series *= square
        series += factor
    series *= sine
    series *= _B2
    return sine, series


def _chord_terms(
    rings: Rings,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give the shoelace terms of the edges, sin B, and ΔL in radians."""
    sine, f = _sine_and_f(rings.y * _DEGREE)
    step = rings.edges(rings.x)
    step *= _DEGREE
    f -= rings.spread(f[rings.starts])
    terms = rings.means(f)
    terms *= step
    return terms, sine, step


def _chord_area(rings: Rings) -> npt.NDArray[np.float64]:
    """Measure rings whose edges are straight in the (L, F) plane."""
    return rings.area(_chord_terms(rings)[0])


def _plane_edge_area(
    rings: Rings, meridian: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Measure rings whose edges are straight in a Gauss-Krüger plane."""
    terms, sine, step = _chord_terms(rings)
    s = rings.means(sine)
    from_meridian = (rings.means(rings.x) - rings.spread(meridian)) * _DEGREE
    terms += _bend(s, rings.edges(sine), step, from_meridian)
    return rings.area(terms)


def _bend(
    s: npt.NDArray[np.float64],
    rise: npt.NDArray[np.float64],
    step: npt.NDArray[np.float64],
    longitude: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Give the area between chord and curve; `rise` is Δ sin B, `step` ΔL."""
    s2 = s * s
    c2 = 1 - s2
    v2 = 1 + _SECOND_E2 * c2
    r2 = _A**2 * c2 / (1 - _E2 * s2)
    up = rise / (c2 * v2)  # Δψ, for d sin B/dψ = cos² B · V²
    squares = up * up
    # -sin B(ψ + iλ): its derivatives by ψ, the third one as on the sphere
    first = c2 * v2
    second = 2 * s * first * (v2 + _SECOND_E2 * c2)
    l2 = longitude * longitude
    h1 = -s - l2 / 2 * second
    h2 = -longitude * (first - l2 / 3 * c2 * (3 * s2 - 1))
    whole = squares + step * step
    return r2 / 12 * (2 * s * squares * step - whole * (h1 * step + h2 * up))


def _longest_edges(rings: Rings) -> npt.NDArray[np.float64]:
    """Find the longest edge of each ring."""
    arc = np.abs(rings.edges(rings.x)) + np.abs(rings.edges(rings.y))
    arc *= _DEGREE
    return np.maximum.reduceat(arc, rings.starts) if len(arc) else arc


# Gauss-Krüger planes by central meridian

_FALSE_EASTING = 500_000.0


class _Plane(NamedTuple):
    meridian: float
    false_easting: float


def _to_degrees(rings: Rings, crs: CRS) -> Rings:
    """Bring rings to longitude and latitude of their own datum."""
    if crs.is_geographic or crs.geodetic_crs is None:
        return rings
    x, y = transform_arrays(rings.x, rings.y, source=crs, target=crs.geodetic_crs)
    return rings.moved(x, y)


def _to_plane(rings: Rings, crs: CRS, meridian: npt.NDArray[np.float64]) -> Rings:
    """Bring rings to Gauss-Krüger planes."""
    own = _plane_of(crs)
    degrees = None
    x, y = np.empty_like(rings.x), np.empty_like(rings.y)
    every = rings.spread(meridian)
    for number in np.unique(meridian):
        here = every == number
        if own is not None and own.meridian == number:
            x[here] = rings.x[here] - own.false_easting + _FALSE_EASTING
            y[here] = rings.y[here]
            continue
        degrees = degrees or _to_degrees(rings, crs)
        forward = _gauss_krueger(float(number))
        x[here], y[here] = forward.transform(degrees.x[here], degrees.y[here])
    return rings.moved(x, y)


def _from_plane(rings: Rings, meridian: npt.NDArray[np.float64]) -> Rings:
    """Bring rings back from Gauss-Krüger planes."""
    x, y = np.empty_like(rings.x), np.empty_like(rings.y)
    every = rings.spread(meridian)
    for number in np.unique(meridian):
        here = every == number
        x[here], y[here] = _gauss_krueger(float(number)).transform(
            rings.x[here], rings.y[here], direction="INVERSE"
        )
    return rings.moved(x, y)


def _cut_edges(rings: Rings, inserted: npt.NDArray[np.int64]) -> Rings:
    """Put points on edges at even distances."""
    pieces = inserted + 1
    pieces[rings.starts - 1] = 1
    edge = np.repeat(np.arange(len(pieces)), pieces)
    first = np.cumsum(pieces) - pieces
    share = (np.arange(len(edge)) - first[edge]) / pieces[edge]
    moved = rings.moved(
        rings.x[edge] + share * rings.edges(rings.x)[edge],
        rings.y[edge] + share * rings.edges(rings.y)[edge],
    )
    return moved.starting(first[rings.starts])


@lru_cache(maxsize=64)
def _gauss_krueger(meridian: float) -> Transformer:
    """Make the projection of degrees on the CGCS2000 ellipsoid."""
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=tmerc +lat_0=0 +lon_0={meridian:.17g} +k=1 "
        f"+x_0={_FALSE_EASTING:.17g} +y_0=0 +ellps=GRS80"
    )


@lru_cache(maxsize=64)
def _plane_of(crs: CRS) -> _Plane | None:
    """Tell which Gauss-Krüger plane a CRS is, if it is one."""
    operation = crs.coordinate_operation
    if operation is None or datum_of(crs) != "cgcs2000":
        return None
    values: dict[str, Any] = {p.name: p.value for p in operation.params}
    unit = {axis.unit_name for axis in crs.axis_info} == {"metre"}
    standard = {
        "Latitude of natural origin": 0.0,
        "Scale factor at natural origin": 1.0,
        "False northing": 0.0,
    }
    plain = unit and all(values.get(name) == v for name, v in standard.items())
    if not plain or "Longitude of natural origin" not in values:
        return None
    return _Plane(
        float(values["Longitude of natural origin"]), float(values["False easting"])
    )


# With every rounding of the procedure

_SECONDS = 206264.8062471
_B = 6356752.31414036
_OFFICIAL_SECOND_E2 = 0.00673949677548
_C = 6399593.62586
_K0 = 1.57048761144159e-7
_K = (
    5.05250178820567e-3,
    2.98472900956587e-5,
    2.41626669230084e-7,
    2.22241238938534e-9,
)
_OFFICIAL_E2 = 0.0066943800229
_SPACING_M = 70.0
_DECIMALS_VERTEX, _DECIMALS_INSERTED, _DECIMALS_SECONDS, _DECIMALS_AREA = 4, 6, 6, 2

# A to E: factor of e^(2k) in each, for k from 0 to 4
_BRACKET = (
    (1, 3 / 6, 30 / 80, 35 / 112, 630 / 2304),
    (0, 1 / 6, 15 / 80, 21 / 112, 420 / 2304),
    (0, 0, 3 / 80, 7 / 112, 180 / 2304),
    (0, 0, 0, 1 / 112, 45 / 2304),
    (0, 0, 0, 0, 5 / 2304),
)


def _official_area(
    rings: Rings, meridian: npt.NDArray[np.float64], *, densify: bool
) -> npt.NDArray[np.float64]:
    """Measure rings by the national procedure."""
    x = round_half_up(rings.x, _DECIMALS_VERTEX)
    y = round_half_up(rings.y, _DECIMALS_VERTEX)
    plane = rings.moved(x, y)
    if densify:
        plane = _densify(plane)
    latitude, longitude = _inverse(plane.y, plane.x - _FALSE_EASTING)
    seconds = 3600 * plane.spread(meridian) + longitude * _SECONDS
    latitude = round_half_up(latitude * _SECONDS, _DECIMALS_SECONDS) / _SECONDS
    longitude = round_half_up(seconds, _DECIMALS_SECONDS) / _SECONDS
    terms = _trapezoids(plane, latitude, longitude)
    return round_half_up(plane.area(terms), _DECIMALS_AREA)


def _densify(plane: Rings) -> Rings:
    """Put floor(length / 70) points on each edge longer than 70 m, rounded."""
    length = np.hypot(plane.edges(plane.x), plane.edges(plane.y))
    number = np.where(length > _SPACING_M, np.floor(length / _SPACING_M), 0)
    cut = _cut_edges(plane, np.where(np.isfinite(number), number, 0).astype(np.int64))
    return cut.moved(
        round_half_up(cut.x, _DECIMALS_INSERTED),
        round_half_up(cut.y, _DECIMALS_INSERTED),
    )


def _inverse(
    northing: npt.NDArray[np.float64], easting: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Give B and L from the central meridian, in radians, by the series."""
    e = _K0 * northing
    s = np.sin(e)
    s2 = s * s
    k1, k2, k3, k4 = _K
    foot = e + np.cos(e) * s * (k1 - s2 * (k2 - s2 * (k3 - s2 * k4)))
    cosine, t2 = np.cos(foot), np.tan(foot) ** 2
    n2 = _OFFICIAL_SECOND_E2 * cosine**2
    v2 = 1 + n2
    q = easting * np.sqrt(v2) / _C
    q2 = q * q
    sixth = (61 + 90 * t2 + 45 * t2**2) / 720
    fourth = (5 + 3 * t2 + n2 - 9 * n2 * t2) * v2 / 24
    tangent = np.tan(foot)
    latitude = foot - tangent * q2 * (v2 / 2 - q2 * (fourth - q2 * sixth))
    third = (1 + 2 * t2 + n2) / 6
    fifth = (5 + 28 * t2 + 24 * t2**2 + 6 * n2 + 8 * n2 * t2) / 120
    return latitude, q / cosine * (1 - q2 * (third - q2 * fifth))


def _trapezoids(
    rings: Rings,
    latitude: npt.NDArray[np.float64],
    longitude: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """Area of each edge's trapezoid to the meridian of the ring's first vertex."""
    half = rings.edges(latitude) / 2
    middle = rings.means(latitude)
    bracket = np.zeros_like(half)
    for n, factors in enumerate(_BRACKET):
        value = sum(f * _OFFICIAL_E2**k for k, f in enumerate(factors))
        odd = 2 * n + 1
        bracket += (-1) ** n * value * np.sin(odd * half) * np.cos(odd * middle)
    relative = longitude - rings.spread(longitude[rings.starts])
    return 2 * _B**2 * rings.means(relative) * bracket
