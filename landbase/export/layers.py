"""Columns and outlines as GDAL takes them: dates as dates, and nothing as nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio.raw
import shapely
from shapely import GeometryType

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import numpy.typing as npt

__all__ = ["write_layer"]

_GEODATABASE = "OpenFileGDB"
_ONE_KIND = {"GPKG", "FlatGeobuf", _GEODATABASE}  # a layer holds one kind of geometry
_LAST_32 = 2**31 - 1


def write_layer(
    frame: gpd.GeoDataFrame, path: Path, *, driver: str, layer: str | None
) -> None:
    """Write one layer.

    Parameters
    ----------
    frame
        Its CRS is the layer's. Not changed.
    path
        The file to make.
    driver
        GDAL's name of the format.
    layer
        Its name; None for a format that has but one.
    """
    shapes = np.asarray(frame.geometry.array, dtype=object)
    kind, several = _kind(shapes, driver)
    columns = {str(n): _column(c, driver) for n, c in frame.items()}
    del columns[str(frame.geometry.name)]
    epsg = frame.crs.to_epsg()
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(shapes),
        field_data=[values for values, _ in columns.values()],
        field_mask=[mask for _, mask in columns.values()],
        fields=list(columns),
        geometry_type=kind,
        promote_to_multi=several,
        crs=f"EPSG:{epsg}" if epsg else frame.crs.to_wkt("WKT1_GDAL"),
        driver=driver,
        **({} if layer is None else {"layer": layer}),
    )


def _kind(shapes: npt.NDArray[np.object_], driver: str) -> tuple[str, bool]:
    """Tell the kind of geometry of a layer, and whether single parts become several."""
    found = set(shapely.get_type_id(shapes[~shapely.is_missing(shapes)]).tolist())
    if not found <= {GeometryType.POLYGON, GeometryType.MULTIPOLYGON}:
        return "Unknown", False
    if driver == _GEODATABASE or (len(found) > 1 and driver in _ONE_KIND):
        return "MultiPolygon", True
    if len(found) > 1:
        return "Unknown", False
    return ("MultiPolygon" if GeometryType.MULTIPOLYGON in found else "Polygon"), False


def _column(column: pd.Series, driver: str) -> tuple[npt.NDArray[Any], Any]:
    """Give the values of a column, and where there are none (None where there are)."""
    if pd.api.types.is_datetime64_dtype(column):
        whole = (column.dropna() == column.dropna().dt.normalize()).all()
        unit = (
            "D" if whole and driver != _GEODATABASE else "ms"
        )  # it keeps moments only
        return column.to_numpy(f"datetime64[{unit}]"), None
    missing = column.isna().to_numpy()
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_integer_dtype(column):
        values = column.fillna(0).to_numpy()
        values = values.astype(bool if values.dtype == bool else np.int64)
        return _narrowed(values, driver), missing
    if pd.api.types.is_float_dtype(column):
        return column.to_numpy(dtype=np.float64, na_value=np.nan), None
    texts = [None if gone else str(v) for v, gone in zip(column, missing, strict=True)]
    return np.array(texts, dtype=object), missing


def _narrowed(values: npt.NDArray[Any], driver: str) -> npt.NDArray[Any]:
    """Keep whole numbers whole in a geodatabase, which knows none of 64 bits."""
    if driver != _GEODATABASE or values.dtype == bool:
        return values
    if not len(values) or np.abs(values).max() <= _LAST_32:
        return values.astype(np.int32)
    return values.astype(str).astype(object)
