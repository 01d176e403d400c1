"""CGCS2000 and its Gauss-Krüger zones: recognise, detect, require, choose, transform.

In China the 3° zones are 25 to 45 and the 6° zones 13 to 23, so the millions of an
8-digit easting name their zone, and northings (7 digits) never look like eastings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj.network
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from landbase.errors import CRSError, wrong_kind
from landbase.rules.vocabulary import fold
from landbase.texts import Both, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "CGCS2000",
    "CGCS2000_EPSG",
    "EASTING",
    "Datum",
    "Detection",
    "Transformation",
    "datum_named",
    "datum_of",
    "detect_crs",
    "detect_within",
    "geographic_crs",
    "is_cgcs2000",
    "is_zone",
    "lies_in_china",
    "meridian_of",
    "middles_in_china",
    "plane_crs",
    "prefix_zones",
    "project",
    "require_crs",
    "require_geometry",
    "to_geographic",
    "transform_arrays",
    "zone_crs",
    "zone_of",
    "zones_of",
]

# The same file gives the same coordinates, whatever grids a network could add.
pyproj.network.set_network_enabled(active=False)  # type: ignore[attr-defined] # pyproj does not export it

CGCS2000_EPSG = 4490  # degrees, of everything that landbase keeps
CGCS2000 = CRS.from_epsg(CGCS2000_EPSG)

Datum: TypeAlias = Literal["cgcs2000", "wgs84", "xian80", "beijing54"]

# EPSG code of the degrees of each datum
_GEOGRAPHIC: dict[str, int] = {
    "cgcs2000": CGCS2000_EPSG,
    "xian80": 4610,
    "beijing54": 4214,
    "wgs84": 4326,
}

_ZONES_3 = range(25, 46)
_ZONES_6 = range(13, 24)
# Eastings without their zone, in metres; wider than any zone.
EASTING = (1.0e5, 9.0e5)
_MILLION = 1_000_000

# EPSG code of a zone less its number, by width in degrees and prefix.
_EPSG: dict[str, dict[tuple[int, bool], int]] = {
    "cgcs2000": {(3, True): 4488, (3, False): 4509, (6, True): 4478, (6, False): 4489},
    "xian80": {(3, True): 2324, (3, False): 2345, (6, True): 2314, (6, False): 2325},
    "beijing54": {
        (3, True): 2376,
        (3, False): 2397,
        (6, True): 21400,
        (6, False): 21440,
    },
}
# Folded words of datum and CRS names, EPSG's, ESRI's and those of Chinese headers.
_DATUM_WORDS: dict[Datum, tuple[str, ...]] = {
    "cgcs2000": (
        "cgcs2000",
        "china2000",
        "chinageodeticcoordinatesystem2000",
        "国家2000",
        "2000国家",
        "2000年国家",
        "2000大地",
    ),
    "xian80": (
        *("xian1980", "xian80", "西安80", "西安1980", "80西安", "80国家"),
        *("80年西安", "80年国家", "国家80"),
    ),
    "beijing54": (
        *("beijing1954", "beijing54", "北京54", "北京1954", "54北京"),
        *("54年北京", "国家54"),
    ),
    "wgs84": ("wgs84", "wgs1984", "worldgeodeticsystem1984"),
}


def datum_of(crs: Any) -> Datum | None:
    """Recognise the datum of a CRS by its names, with or without EPSG codes.

    Examples
    --------
    >>> datum_of("EPSG:4525"), datum_of("EPSG:2361"), datum_of("EPSG:3857")
    ('cgcs2000', 'xian80', 'wgs84')
    """
    known = CRS.from_user_input(crs)
    geodetic = known.geodetic_crs
    datum = known.datum or (geodetic.datum if geodetic else None)
    found = (datum_named(part.name) for part in (datum, geodetic, known) if part)
    return next((code for code in found if code is not None), None)


def datum_named(text: str) -> Datum | None:
    """Recognise a datum in words, such as those of a file header.

    Examples
    --------
    >>> datum_named("2000国家大地坐标系"), datum_named("1980西安坐标系")
    ('cgcs2000', 'xian80')
    """
    key = fold(text)
    for code, words in _DATUM_WORDS.items():
        if any(word in key for word in words):
            return code
    return None


def is_cgcs2000(crs: Any) -> bool:
    """Tell whether a CRS, geographic or projected, is on the CGCS2000 datum."""
    return datum_of(crs) == "cgcs2000"


def require_geometry(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> None:
    """Check that a table has outlines."""
    if not isinstance(frame, gpd.GeoDataFrame | gpd.GeoSeries):
        raise wrong_kind(frame, "a GeoDataFrame")
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is None:
        raise CRSError("geometry_column_missing")


def require_crs(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> CRS:
    """Give the CRS of a frame, which must have one."""
    require_geometry(frame)
    if frame.crs is None:
        raise CRSError("crs_missing")
    return CRS.from_user_input(frame.crs)


def zone_of(longitude: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Find the 3° zones in which longitudes lie.

    Examples
    --------
    >>> zone_of([109.49, 109.5, 111.0]).tolist()
    [36, 37, 37]
    """
    degrees = np.asarray(longitude, dtype=np.float64)
    finite = np.where(np.isfinite(degrees), degrees, -1.5)
    return np.asarray(np.floor((finite + 1.5) / 3), dtype=np.int64)


def zones_of(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
    """Find the 3° zones in which the middles of shapes lie.

    Examples
    --------
    >>> zones_of(np.array([shapely.box(109.4, 39, 109.8, 40), None])).tolist()
    [37, 0]
    """
    bounds = shapely.bounds(shapes)
    return zone_of((bounds[:, 0] + bounds[:, 2]) / 2)


def meridian_of(zone: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Give the central meridians of 3° zones.

    Examples
    --------
    >>> meridian_of([36, 37]).tolist()
    [108.0, 111.0]
    """
    return 3.0 * np.asarray(zone, dtype=np.float64)


def is_zone(number: int) -> bool:
    """Tell whether China has a 3° or 6° zone of this number."""
    return number in _ZONES_3 or number in _ZONES_6


def geographic_crs(datum: Datum) -> CRS:
    """Give the degrees of a datum.

    Raises
    ------
    ValueError
        The datum is not one of those named.

    Examples
    --------
    >>> geographic_crs("xian80").to_epsg()
    4610
    """
    if datum not in _GEOGRAPHIC:
        known = ", ".join(_GEOGRAPHIC)
        raise ValueError(f"datum must be one of {known}, not {datum!r}")
    return CRS.from_epsg(_GEOGRAPHIC[datum])


@lru_cache(maxsize=256)
def zone_crs(zone: int, *, prefixed: bool = True, datum: Datum = "cgcs2000") -> CRS:
    """Give the Gauss-Krüger CRS of a zone, of CGCS2000 unless another datum is named.

    Raises
    ------
    ValueError
        No such zone in China, or the datum has no Gauss-Krüger zones.

    Examples
    --------
    >>> zone_crs(37).to_epsg(), zone_crs(37, prefixed=False).to_epsg()
    (4525, 4546)
    """
    if datum not in _EPSG:
        raise ValueError(f"datum must be one of {', '.join(_EPSG)}, not {datum!r}")
    width = 3 if zone in _ZONES_3 else 6
    if not is_zone(zone):
        raise ValueError(
            f"zone {zone!r} is no zone of China; 3° zones are 25 to 45, 6° zones 13 "
            "to 23"
        )
    return CRS.from_epsg(_EPSG[datum][width, prefixed] + zone)


@lru_cache(maxsize=256)
def plane_crs(zone: int) -> CRS:
    """Give a 3° zone's plane to measure on; beyond China, one made alike.

    Examples
    --------
    >>> plane_crs(37).to_epsg(), plane_crs(4).name
    (4525, 'CGCS2000 3° zone 4')
    """
    if zone in _ZONES_3:
        return zone_crs(zone)
    wide = zone_crs(_ZONES_3.start).to_json_dict()
    for parameter in wide["conversion"]["parameters"]:
        if parameter["name"] == "Longitude of natural origin":
            parameter["value"] = float(meridian_of(zone))
        elif parameter["name"] == "False easting":
            parameter["value"] = 500_000.0
    wide["conversion"].pop("id", None)
    known = {k: v for k, v in wide.items() if k in {"$schema", "type", "base_crs"}}
    named = {"name": f"CGCS2000 3° zone {zone}", "conversion": wide["conversion"]}
    axes = {"coordinate_system": wide["coordinate_system"]}
    return CRS.from_json_dict({**known, **named, **axes})


def lies_in_china(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Tell which shapes, in degrees, have their middle within China’s range.

    Examples
    --------
    >>> lies_in_china(np.array([shapely.box(110, 39, 111, 40), shapely.Point(11, 39)]))
    array([ True, False])
    """
    return middles_in_china(shapely.bounds(shapes))


def middles_in_china(bounds: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which boxes, in degrees, have their middle within China’s range."""
    middle = (bounds[:, :2] + bounds[:, 2:]) / 2
    (west, east), (south, north) = _LONGITUDE, _LATITUDE
    low, high = np.array([west, south]), np.array([east, north])
    return np.asarray(((middle >= low) & (middle <= high)).all(axis=1))


def prefix_zones(easting: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Read the zone that each easting carries before its six digits.

    Examples
    --------
    >>> prefix_zones([37_500_000.0, 18_500_000.0, 500_000.0]).tolist()
    [37, 18, 0]
    """
    metres = np.asarray(easting, dtype=np.float64)
    finite = np.where(np.isfinite(metres), metres, 0.0)
    zone = np.clip(np.floor(finite / _MILLION), 0, _ZONES_3.stop).astype(np.int64)
    rest = finite - zone * float(_MILLION)
    inside = (rest >= EASTING[0]) & (rest <= EASTING[1])
    zones = np.zeros(_ZONES_3.stop + 1, dtype=np.int64)
    zones[[*_ZONES_3, *_ZONES_6]] = [*_ZONES_3, *_ZONES_6]
    return np.asarray(np.where(inside, zones[zone], 0), dtype=np.int64)


# Coordinates of land in China: degrees, and metres on Gauss-Krüger planes.
_LONGITUDE = (72.0, 137.0)
_LATITUDE = (3.0, 55.0)
_NORTHING = (1.9e6, 6.0e6)
_MOST = 0.5  # of the features: a stray one refutes no file
_CIRCLE, _QUARTER = 360.0, 90.0


@dataclass(frozen=True)
class Detection:
    """What the numbers of a file say about its coordinate system.

    Attributes
    ----------
    crs
        The coordinate system found, or the one stated where the numbers fit it.
    swapped
        The first numbers are northings (or latitudes), the second eastings.
    evidence
        The ranges that decided, in figures and in no language: "E 37367500–37541500,
        N 4165000–4529000".
    """

    crs: CRS
    swapped: bool
    evidence: str


def detect_crs(
    x: npt.ArrayLike, y: npt.ArrayLike, *, crs: Any = None, zone: int | None = None
) -> Detection:
    """Find the CGCS2000 coordinate system of numbers by their ranges, or refuse.

    Raises
    ------
    CRSError
        The numbers fit no coordinate system of China, or not the one stated; they
        carry several zones; or they carry none and neither `zone` nor `crs` is given.

    Examples
    --------
    >>> found = detect_crs([4_400_000.0], [37_500_000.0])
    >>> found.crs.to_epsg(), found.swapped
    (4525, True)
    """
    first = np.asarray(x, dtype=np.float64).ravel()
    second = np.asarray(y, dtype=np.float64).ravel()
    real = np.isfinite(first) & np.isfinite(second)
    if not real.any():
        raise CRSError("crs_no_coordinates")
    first, second = first[real], second[real]
    read = _stated(crs) if crs is not None else lambda a, b: _guess(a, b, zone)
    for swapped in (False, True):
        east, north = (second, first) if swapped else (first, second)
        if (found := read(east, north)) is not None:
            return Detection(found, swapped, _evidence(east, north))
    if crs is not None and _are_degrees(CRS.from_user_input(crs), first, second):
        # nothing else is in degrees: what lies elsewhere is the fault of its row
        stated, evidence = CRS.from_user_input(crs), _evidence(first, second)
        return Detection(stated, swapped=False, evidence=evidence)
    known = Text("errors.crs_stated", crs=str(crs))
    raise CRSError(
        "crs_fits_nothing",
        crs=Text("errors.crs_of_china") if crs is None else known,
        first=_span(first),
        second=_span(second),
    )


def detect_within(bounds: npt.NDArray[np.float64], crs: Any) -> Detection | None:
    """Find that boxes lie where a stated CRS has its numbers; None where one does not.

    Where it finds this, `detect_crs` finds the same of all the numbers inside.

    Examples
    --------
    >>> box = np.array([[37_500_000.0, 4_400_000.0, 37_500_100.0, 4_400_100.0]])
    >>> detect_within(box, "EPSG:4525").crs.to_epsg(), detect_within(box, "EPSG:4490")
    (4525, None)
    """
    known = CRS.from_user_input(crs)
    low, high = bounds.min(axis=0)[:2], bounds.max(axis=0)[2:]
    east, north = np.column_stack([low, high])
    around, upward = _ranges(known)
    fit = _within(east, around) and _within(north, upward)
    return (
        Detection(known, swapped=False, evidence=_evidence(east, north))
        if fit
        else None
    )


def _guess(
    east: npt.NDArray[np.float64], north: npt.NDArray[np.float64], zone: int | None
) -> CRS | None:
    """Read numbers in the order given; None where they do not fit that order."""
    if _within(east, _LONGITUDE) and _within(north, _LATITUDE):
        return CGCS2000
    if not _within(north, _NORTHING):
        return None
    if _within(east, EASTING):
        return _unprefixed(east, zone)
    zones, counts = np.unique(prefix_zones(east), return_counts=True)
    if 0 in zones and not _within(east[prefix_zones(east) == 0], EASTING):
        return None
    if len(zones) > 1:
        many = [
            Both(f"{z or 'none'} ({n})", f"{z or '无带号'}（{n}个点）")
            for z, n in zip(zones, counts, strict=True)
        ]
        raise CRSError("crs_several_zones", many=many)
    if zone is not None and zone != zones[0]:
        raise CRSError("crs_zone_differs", carried=zones[0], zone=zone)
    return zone_crs(int(zones[0]))


def _unprefixed(east: npt.NDArray[np.float64], zone: int | None) -> CRS:
    if zone is None:
        raise CRSError("crs_zone_not_carried", east=_span(east))
    return zone_crs(zone, prefixed=False)


def _stated(
    crs: Any,
) -> Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], CRS | None]:
    """Make the reading of numbers under a stated CRS."""
    known = CRS.from_user_input(crs)

    def read(
        east: npt.NDArray[np.float64], north: npt.NDArray[np.float64]
    ) -> CRS | None:
        return known if _fits(known, east, north) else None

    return read


def _fits(
    crs: CRS, east: npt.NDArray[np.float64], north: npt.NDArray[np.float64]
) -> bool:
    """Tell whether most numbers can be in a CRS; of one not of China always yes."""
    around, upward = _ranges(crs)
    fit = (east >= around[0]) & (east <= around[1])
    fit &= (north >= upward[0]) & (north <= upward[1])
    return bool(fit.mean() > _MOST)


def _ranges(crs: CRS) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the ranges of the numbers of a CRS; of one not of China any number."""
    chinese = datum_of(crs) in {"cgcs2000", "xian80", "beijing54"}
    if crs.is_geographic and not chinese:
        return (-_CIRCLE, _CIRCLE), (-_QUARTER, _QUARTER)
    if crs.is_geographic:
        return _LONGITUDE, _LATITUDE
    if chinese and (middle := _false_easting(crs)) is not None:
        return (middle - _MILLION / 2, middle + _MILLION / 2), _NORTHING
    return (-np.inf, np.inf), (-np.inf, np.inf)


def _are_degrees(
    crs: CRS, east: npt.NDArray[np.float64], north: npt.NDArray[np.float64]
) -> bool:
    """Tell whether numbers can be the degrees of a geographic CRS anywhere on Earth."""
    degrees = crs.is_geographic and _within(east, (-_CIRCLE, _CIRCLE))
    return degrees and _within(north, (-_QUARTER, _QUARTER))


def _false_easting(crs: CRS) -> float | None:
    """Find the easting of the central meridian of a projected CRS."""
    operation = crs.coordinate_operation
    values = {p.name: p.value for p in operation.params} if operation else {}
    return float(values["False easting"]) if "False easting" in values else None


def _within(values: npt.NDArray[np.float64], bounds: tuple[float, float]) -> bool:
    return bool(values.min() >= bounds[0] and values.max() <= bounds[1])


def _span(values: npt.NDArray[np.float64]) -> str:
    digits = 5 if np.abs(values).max() <= _CIRCLE else 0
    return f"{values.min():.{digits}f}–{values.max():.{digits}f}"


def _evidence(east: npt.NDArray[np.float64], north: npt.NDArray[np.float64]) -> str:
    return f"E {_span(east)}, N {_span(north)}"


Transformation: TypeAlias = "Transformer | str | Sequence[float]"
Frame = TypeVar("Frame", gpd.GeoDataFrame, gpd.GeoSeries)

_OLD_DATUMS = {
    "xian80": Text("errors.datum_xian80"),
    "beijing54": Text("errors.datum_beijing54"),
}
_SEVEN = ("x", "y", "z", "rx", "ry", "rz", "s")


@lru_cache(maxsize=256)
def _transformer(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def transform_arrays(
    x: npt.ArrayLike, y: npt.ArrayLike, *, source: Any, target: Any
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Transform arrays of coordinates, easting or longitude first.

    Examples
    --------
    >>> x, y = transform_arrays([37_500_000.0], [0.0], source=4525, target=4490)
    >>> x.tolist(), y.tolist()
    ([111.0], [0.0])
    """
    transformer = _transformer(CRS.from_user_input(source), CRS.from_user_input(target))
    moved = transformer.transform(
        np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    )
    return moved[0], moved[1]


def project(shapes: npt.NDArray[np.object_], crs: Any) -> npt.NDArray[np.object_]:
    """Bring geometries from CGCS2000 longitude and latitude (EPSG:4490) to a plane.

    Examples
    --------
    >>> project(np.array([shapely.Point(111, 0)]), "EPSG:4525")[0].wkt
    'POINT (37500000 0)'
    """

    def move(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(
            transform_arrays(xy[:, 0], xy[:, 1], source=CGCS2000, target=crs)
        )

    return np.asarray(shapely.transform(shapely.force_2d(shapes), move), dtype=object)


def to_geographic(
    frame: Frame, *, transformation: Transformation | None = None
) -> Frame:
    """Bring geometries to CGCS2000 longitude and latitude (EPSG:4490)."""
    crs = require_crs(frame)
    if transformation is not None:
        return _moved(frame, transformation, crs)
    datum = datum_of(crs)
    if datum not in {"cgcs2000", "wgs84"}:
        other = Text("errors.datum_other", crs=crs.name)
        raise CRSError("crs_old_datum", datum=_OLD_DATUMS.get(str(datum), other))
    if crs == CGCS2000:
        return frame.copy()
    own = crs.geodetic_crs
    try:
        degrees = frame if crs.is_geographic else frame.to_crs(own)
    except ProjError as error:
        raise CRSError("crs_coordinate_outside", crs=crs.name, error=error) from error
    return degrees.set_crs(CGCS2000, allow_override=True)


def _moved(frame: Frame, transformation: Transformation, crs: CRS) -> Frame:
    """Move every coordinate, the third left out, into EPSG:4490."""
    try:
        move = _mover(transformation, crs)
        moved = shapely.transform(
            frame.geometry.to_numpy(),
            lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])),
        )
    except ProjError as error:
        raise CRSError("transformation_unusable", error=error) from error
    series = gpd.GeoSeries(moved, index=frame.index, crs=CGCS2000)
    if isinstance(frame, gpd.GeoSeries):
        return series.rename(frame.name)
    name = frame.active_geometry_name
    return frame.assign(**{name: series}).set_geometry(name)


def _mover(
    transformation: Transformation, crs: CRS
) -> Callable[[Any, Any], tuple[Any, Any]]:
    """Make the function that takes coordinates of a CRS to EPSG:4490."""
    if isinstance(transformation, Transformer):
        steps = [transformation]
    elif isinstance(transformation, str):
        steps = [Transformer.from_pipeline(transformation)]
    else:
        steps = _helmert(crs, [float(value) for value in transformation])

    def move(x: Any, y: Any) -> tuple[Any, Any]:
        for step in steps:
            x, y = step.transform(x, y)
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise CRSError("transformation_loses_coordinates")
        return x, y

    return move


def _helmert(crs: CRS, parameters: Sequence[float]) -> list[Transformer]:
    """Chain a CRS over seven parameters to CGCS2000 degrees."""
    if len(parameters) != len(_SEVEN):
        raise ValueError(f"seven parameters are needed, not {len(parameters)}")
    own, ellipsoid = crs.geodetic_crs, crs.ellipsoid
    if own is None or ellipsoid is None:
        raise CRSError("crs_without_ellipsoid", crs=crs.name)
    shift = " ".join(f"+{n}={v!r}" for n, v in zip(_SEVEN, parameters, strict=True))
    between = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=cart +a={ellipsoid.semi_major_metre!r} "
        f"+rf={ellipsoid.inverse_flattening!r} "
        f"+step +proj=helmert {shift} +convention=position_vector "
        "+step +inv +proj=cart +ellps=GRS80 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    return [_transformer(crs, own), between]
