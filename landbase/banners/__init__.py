"""Banners: read their outlines, split parcels by them, and the area table."""

from landbase.banners.layer import read_banners
from landbase.banners.parts import BANNER, TWICE
from landbase.banners.printed import label_table, print_table, round_table
from landbase.banners.split import split_by_banner
from landbase.banners.table import ALL, MEASURES, Located, area_table, located_table

__all__ = [
    "ALL",
    "BANNER",
    "MEASURES",
    "TWICE",
    "Located",
    "area_table",
    "label_table",
    "located_table",
    "print_table",
    "read_banners",
    "round_table",
    "split_by_banner",
]
