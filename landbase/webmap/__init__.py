"""Maps to look at in a browser: one file each, no request leaves it."""

from landbase.webmap.basemaps import BaseMap, tianditu
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.maps import disposal_map
from landbase.webmap.methods import areas_for_card
from landbase.webmap.save import save_map
from landbase.webmap.timeline import Timeline

__all__ = [
    "BaseMap",
    "ParcelLayer",
    "Timeline",
    "areas_for_card",
    "disposal_map",
    "save_map",
    "tianditu",
]
