"""Area of parcels: on the ellipsoid (the area of record) and in the zone's plane.

Pure geometry on a known CRS: no files, no tables, no units but square metres.
"""

from __future__ import annotations

from landbase.area.measure import ellipsoidal_area, planar_area

__all__ = ["ellipsoidal_area", "planar_area"]
