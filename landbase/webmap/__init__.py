"""Maps to look at in a browser: one file each, no request leaves it."""

from landbase.webmap.basemaps import BaseMap, tianditu
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.maps import disposal_map
from landbase.webmap.overlays import ImageLayer, OutlineLayer
from landbase.webmap.save import save_map
from landbase.webmap.split import SplitMap, save_split_map
from landbase.webmap.tools import MapTools

__all__ = [
    "BaseMap",
    "ImageLayer",
    "MapTools",
    "OutlineLayer",
    "ParcelLayer",
    "SplitMap",
    "disposal_map",
    "save_map",
    "save_split_map",
    "tianditu",
]
