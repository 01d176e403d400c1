"""CGCS2000 and its Gauss-Krüger zones: recognise, detect, require, choose, transform.

In China the 3° zones are 25 to 45 and the 6° zones 13 to 23, so the millions of an
8-digit easting name their zone, and northings (7 digits) never look like eastings.
"""

from __future__ import annotations

from landbase.crs.detect import Detection, detect_crs
from landbase.crs.names import (
    CGCS2000,
    EASTING,
    Datum,
    datum_named,
    datum_of,
    is_cgcs2000,
    prefix_zones,
    require_crs,
    zone_crs,
    zone_of,
)
from landbase.crs.transform import Transformation, to_geographic, transform_arrays

__all__ = [
    "CGCS2000",
    "EASTING",
    "Datum",
    "Detection",
    "Transformation",
    "datum_named",
    "datum_of",
    "detect_crs",
    "is_cgcs2000",
    "prefix_zones",
    "require_crs",
    "to_geographic",
    "transform_arrays",
    "zone_crs",
    "zone_of",
]
