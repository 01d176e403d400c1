"""Maps to look at in a browser: one file each, no request leaves it."""

from landbase.webmap.bars import ParcelSelection, TimeSlider
from landbase.webmap.basemaps import BaseMap, tianditu
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.maps import disposal_map
from landbase.webmap.methods import areas_for_card
from landbase.webmap.overlays import ImageLayer, OutlineLayer
from landbase.webmap.panels import ParcelPanel
from landbase.webmap.save import save_map
from landbase.webmap.split import SplitMap, save_split_map
from landbase.webmap.timeline import Timeline
from landbase.webmap.tools import MapTools

__all__ = [
    "BaseMap",
    "ImageLayer",
    "MapTools",
    "OutlineLayer",
    "ParcelLayer",
    "ParcelPanel",
    "ParcelSelection",
    "SplitMap",
    "TimeSlider",
    "Timeline",
    "areas_for_card",
    "disposal_map",
    "save_map",
    "save_split_map",
    "tianditu",
]
