"""Datums by their many names, and the zones of CGCS2000."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import CRS

from landbase.errors import CRSError
from landbase.vocabulary import fold

__all__ = [
    "CGCS2000",
    "EASTING",
    "Datum",
    "datum_named",
    "datum_of",
    "is_cgcs2000",
    "prefix_zones",
    "require_crs",
    "zone_crs",
    "zone_of",
]

CGCS2000 = CRS.from_epsg(4490)

Datum: TypeAlias = Literal["cgcs2000", "wgs84", "xian80", "beijing54"]

ZONES_3 = range(25, 46)
ZONES_6 = range(13, 24)
# Eastings without their zone, in metres; wider than any zone.
EASTING = (1.0e5, 9.0e5)
MILLION = 1_000_000

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

    Parameters
    ----------
    crs
        Anything pyproj understands, such as the WKT of a .prj file.

    Returns
    -------
    datum
        "cgcs2000", "wgs84", "xian80", "beijing54", or None for any other.

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

    Parameters
    ----------
    text
        Any name, Chinese or English.

    Returns
    -------
    datum
        As `datum_of`; None where the words name none that is known.

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
    """Tell whether a CRS, geographic or projected, is on the CGCS2000 datum.

    Parameters
    ----------
    crs
        Anything pyproj understands.

    Returns
    -------
    answer
        False for WGS 84 too, though the two agree within a metre.
    """
    return datum_of(crs) == "cgcs2000"


def require_crs(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> CRS:
    """Give the CRS of a frame, which must have one.

    Parameters
    ----------
    frame
        Any frame or series of geometries.

    Returns
    -------
    crs
        Its CRS.

    Raises
    ------
    CRSError
        It has none, or no active geometry.
    """
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is None:
        raise CRSError("geometry_column_missing")
    if frame.crs is None:
        raise CRSError("crs_missing")
    return CRS.from_user_input(frame.crs)


def zone_of(longitude: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Find the 3° zones in which longitudes lie.

    Parameters
    ----------
    longitude
        Degrees east; a value that is not finite gets 0.

    Returns
    -------
    zone
        floor((L + 1.5) / 3); the central meridian of zone z is 3z degrees.

    Examples
    --------
    >>> zone_of([109.49, 109.5, 111.0]).tolist()
    [36, 37, 37]
    """
    degrees = np.asarray(longitude, dtype=np.float64)
    finite = np.where(np.isfinite(degrees), degrees, -1.5)
    return np.asarray(np.floor((finite + 1.5) / 3), dtype=np.int64)


@lru_cache(maxsize=256)
def zone_crs(zone: int, *, prefixed: bool = True, datum: Datum = "cgcs2000") -> CRS:
    """Give the Gauss-Krüger CRS of a zone, of CGCS2000 unless another datum is named.

    EPSG for CGCS2000: 4488+z and 4509+z for 3° zones, 4478+z and 4489+z for 6° zones.

    Parameters
    ----------
    zone
        25 to 45 are 3° zones, 13 to 23 are 6° zones.
    prefixed
        Eastings carry the zone before the 500 000 m of the central meridian.
    datum
        "cgcs2000", "xian80" or "beijing54".

    Returns
    -------
    crs
        A projected CRS in metres.

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
    width = 3 if zone in ZONES_3 else 6
    if zone not in ZONES_3 and zone not in ZONES_6:
        raise ValueError(
            f"zone {zone!r} is no zone of China; 3° zones are 25 to 45, 6° zones 13 "
            "to 23"
        )
    return CRS.from_epsg(_EPSG[datum][width, prefixed] + zone)


def prefix_zones(easting: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Read the zone that each easting carries before its six digits.

    Parameters
    ----------
    easting
        Metres.

    Returns
    -------
    zone
        25 to 45 (3°) or 13 to 23 (6°); 0 where the number carries no zone.

    Examples
    --------
    >>> prefix_zones([37_500_000.0, 18_500_000.0, 500_000.0]).tolist()
    [37, 18, 0]
    """
    metres = np.asarray(easting, dtype=np.float64)
    finite = np.where(np.isfinite(metres), metres, 0.0)
    zone = np.clip(np.floor(finite / MILLION), 0, ZONES_3.stop).astype(np.int64)
    rest = finite - zone * float(MILLION)
    inside = (rest >= EASTING[0]) & (rest <= EASTING[1])
    zones = np.zeros(ZONES_3.stop + 1, dtype=np.int64)
    zones[[*ZONES_3, *ZONES_6]] = [*ZONES_3, *ZONES_6]
    return np.asarray(np.where(inside, zones[zone], 0), dtype=np.int64)
