"""Cleaning: raw tables become parcels, and everything doubtful becomes an issue."""

from landbase.clean.read import Cleaning, ReadResult, clean_tables, read_parcels

__all__ = ["Cleaning", "ReadResult", "clean_tables", "read_parcels"]
