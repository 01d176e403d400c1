"""What a land base shows to other programs, and which of its tables only grow."""

from __future__ import annotations

from landbase.store import columns as tables
from landbase.store.columns import STORED_FIELDS

__all__ = [
    "CURRENT",
    "CURRENT_FIELDS",
    "JOINED",
    "ONLY_GROWING",
    "SHOWN_OF_PARCEL",
    "SHOWN_OF_STATE",
]

CURRENT = "parcels_current"
# fields of a parcel that the layer for QGIS leaves out, or takes from the decisions
_NOT_SHOWN = {
    *("land_use_scheme", "actual_start", "stopped_on", "developed_ratio"),
    *("invested_ratio", "source", "source_row", "status", "disposal_type"),
}
SHOWN_OF_PARCEL = tuple(name for name in STORED_FIELDS if name not in _NOT_SHOWN)
JOINED = ("status", "disposal_type")
SHOWN_OF_STATE = tuple(
    c.name
    for c in tables.states.columns
    if c.name not in {"parcel_id", "lives", "decided", *JOINED}
)
CURRENT_FIELDS = (*SHOWN_OF_PARCEL, *JOINED, *SHOWN_OF_STATE)

# tables that are no journals and are only added to
ONLY_GROWING = (
    ("parcel_versions", "version_id"),
    ("parcel_seals", "number"),
    ("seals", "seal_id"),
)
