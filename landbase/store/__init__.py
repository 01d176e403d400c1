"""The land base: parcels and decisions in one GeoPackage.

The only door to SQLAlchemy.
"""

from __future__ import annotations

from landbase.store.adding import AddResult
from landbase.store.base import LandBase

__all__ = ["AddResult", "LandBase"]
