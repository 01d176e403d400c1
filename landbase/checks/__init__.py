"""Checks that need the whole table: parcels against each other and the banners."""

from landbase.checks.whole import check_parcels

__all__ = ["check_parcels"]
