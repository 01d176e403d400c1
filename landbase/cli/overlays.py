"""A layer from a file, to lay under the parcels of a map page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.webmap import ImageLayer, OutlineLayer

__all__ = ["read_overlay"]

_IMAGES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")


def read_overlay(path: Path, *, crs: str | None) -> ImageLayer | OutlineLayer:
    """Read an image or a vector layer, by the ending of its name.

    Parameters
    ----------
    path
        The file.
    crs
        The CRS of a file that states none.

    Returns
    -------
    layer
        Named like the file.

    Raises
    ------
    SourceError
        The file cannot be read, or holds no shapes.
    """
    import geopandas as gpd
    import pandas as pd

    from landbase.errors import SourceError
    from landbase.sources import read_source
    from landbase.webmap import ImageLayer, OutlineLayer

    if path.suffix.lower() in _IMAGES:
        return ImageLayer(path, crs=crs)
    frames = [
        gpd.GeoDataFrame(geometry=table.geometry, crs=table.crs or crs)
        for table in read_source(path)
        if table.geometry is not None
    ]
    if not frames:
        raise SourceError("overlay_empty", file=path.name)
    shapes = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True))
    return OutlineLayer(shapes, name=path.stem)
