"""Banners: read their outlines, split parcels by them, and the area table."""
