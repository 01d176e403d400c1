"""The land base: parcels and decisions in one GeoPackage.

The only door to SQLAlchemy.
"""

from __future__ import annotations

from landbase.store.adding import AddResult
from landbase.store.base import LandBase
from landbase.store.exchanging import ImportResult

__all__ = ["AddResult", "ImportResult", "LandBase"]
