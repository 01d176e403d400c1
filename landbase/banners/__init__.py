"""Banners: read their outlines, split parcels by them, and the area table."""

from landbase.banners.layer import read_banners
from landbase.banners.printed import print_table
from landbase.banners.split import split_by_banner
from landbase.banners.table import area_table

__all__ = ["area_table", "print_table", "read_banners", "split_by_banner"]
