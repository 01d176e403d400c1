"""Writing parcels back: the formats a bureau hands on, and its exact field schemas."""

from landbase.export.fields import ExportField, ExportSchema
from landbase.export.parcels import write_parcels
from landbase.sources.boundary_points import write_boundary_points

__all__ = ["ExportField", "ExportSchema", "write_boundary_points", "write_parcels"]
