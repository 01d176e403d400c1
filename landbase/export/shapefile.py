"""Shapefiles with an exact field schema, written feature by feature through fiona."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fiona
import shapely

from landbase.errors import GeometryError

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from landbase.export.fields import ExportField, ExportSchema

__all__ = ["write_shapefile"]

# The DBF header holds the day of writing; a fixed one keeps equal input equal bytes.
_DBF_DAY = "2000-01-01"


def write_shapefile(frame: gpd.GeoDataFrame, path: Path, schema: ExportSchema) -> None:
    """Write a frame whose columns are a schema's fields.

    Parameters
    ----------
    frame
        Columns as `fit_columns` gives them, polygons, a CRS.
    path
        The .shp file; its companions are written beside it, the .cpg among them.
    schema
        Names, types, widths and encoding.

    Raises
    ------
    GeometryError
        A geometry is missing or no polygon.
    """
    kinds = shapely.get_type_id(frame.geometry.to_numpy())
    allowed = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    if wrong := [n for n, kind in enumerate(kinds, start=1) if kind not in allowed]:
        raise GeometryError(
            "export_rows_without_polygon", count=len(wrong), first=wrong[0]
        )
    properties = {f.name: _fiona_type(f) for f in schema.fields}
    geometries = shapely.geometry.mapping
    columns = [_values(frame[f.name], f) for f in schema.fields]
    rows = zip(*columns, strict=True)
    with fiona.open(
        path,
        "w",
        driver="ESRI Shapefile",
        crs_wkt=frame.crs.to_wkt("WKT1_ESRI"),
        schema={"geometry": "Polygon", "properties": properties},
        encoding=schema.encoding,
        DBF_DATE_LAST_UPDATE=_DBF_DAY,
    ) as file:
        file.writerecords(
            {
                "type": "Feature",
                "geometry": geometries(shape),
                "properties": dict(zip(properties, row, strict=True)),
            }
            for shape, row in zip(frame.geometry, rows, strict=True)
        )


def _fiona_type(field: ExportField) -> str:
    if field.type == "date":
        return "date"
    if field.type == "float":
        return f"float:{field.width}.{field.precision}"
    return f"{field.type}:{field.width}"


def _values(column: pd.Series, field: ExportField) -> list[Any]:
    """Give plain Python values, None where there is none."""
    if field.type == "date":
        column = column.dt.date
    return column.astype(object).where(column.notna(), None).tolist()
