"""Write the small files with faults, formats and companions as they are wanted."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
import shapely

from making.layers import write_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

__all__ = [
    "replace_bytes",
    "write_geojson",
    "write_layer",
    "write_shape",
    "write_zip",
]

_WIDTHS = {"XMMC": 60, "PZWH": 40, "WGYY": 60, "CZFS": 40}
_CLOCK = "2023-07-06T00:00:00.000Z"
_LANGUAGE_BYTE = 29


def write_shape(
    frame: gpd.GeoDataFrame,
    path: Path,
    *,
    epsg: int | None,
    encoding: str = "GBK",
    language: int = 0,
    widths: Mapping[str, int] | None = None,
) -> None:
    """Write a shapefile without `.cpg`, and without `.prj` where `epsg` is None."""
    fields = [
        (name, _kind(frame, name, _WIDTHS | dict(widths or {})), name)
        for name in frame.columns
        if name not in {"zone", frame.geometry.name}
    ]
    write_records(frame, path, fields=fields, epsg=epsg, encoding=encoding)
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    data[_LANGUAGE_BYTE] = language
    table.write_bytes(data)


def _kind(frame: gpd.GeoDataFrame, name: str, widths: Mapping[str, int]) -> str:
    if name == "TDMJ" and frame[name].dtype == float:
        return "float:16.4"
    return f"str:{widths.get(name, 20)}"


def replace_bytes(path: Path, old: bytes, new: bytes) -> None:
    """Change bytes of a file that stand there once."""
    data = path.read_bytes()
    if data.count(old) != 1 or len(old) != len(new):
        raise ValueError(f"{path.name} does not hold {old!r} just once")
    path.write_bytes(data.replace(old, new))


def write_layer(frame: gpd.GeoDataFrame, path: Path, layer: str, *, epsg: int) -> None:
    """Write or add a layer of a GeoPackage."""
    table = frame.drop(columns="zone").set_crs(epsg, allow_override=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _CLOCK})
    pyogrio.write_dataframe(
        table, path, driver="GPKG", layer=layer, geometry_type="Polygon"
    )
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_zip(frame: gpd.GeoDataFrame, path: Path, stem: str, *, epsg: int) -> None:
    """Write a shapefile into a zip, as mail brings it."""
    with tempfile.TemporaryDirectory() as folder:
        write_shape(frame, Path(folder) / f"{stem}.shp", epsg=epsg)
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(Path(folder).iterdir()):
                entry = zipfile.ZipInfo(file.name, date_time=(2023, 7, 6, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())


def write_geojson(
    frame: gpd.GeoDataFrame, path: Path, *, epsg: int, unclosed: int
) -> None:
    """Write GeoJSON in CGCS2000 degrees; one ring lacks its closing point."""
    table = frame.drop(columns="zone").set_crs(epsg, allow_override=True).to_crs(4490)
    features = []
    properties = table.drop(columns=table.geometry.name).to_dict("records")
    for row, (values, shape) in enumerate(zip(properties, table.geometry, strict=True)):
        rounded = shapely.transform(shape, lambda points: points.round(9))
        geometry = json.loads(shapely.to_geojson(rounded))
        if row == unclosed:
            geometry["coordinates"][0].pop()
        features.append({"type": "Feature", "properties": values, "geometry": geometry})
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    whole = {"type": "FeatureCollection", "crs": crs, "features": features}
    text = json.dumps(whole, ensure_ascii=False, indent=None)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
