"""The land base: parcels and decisions in one GeoPackage.

The only door to SQLAlchemy.
"""
