"""Write the parcels as a bureau has them: shapefiles, a File Geodatabase, GeoJSON."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import fiona
import numpy as np
import pyogrio
import shapely

from landbase.rules.vocabulary import Vocabulary
from landbase.units import from_m2

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

__all__ = ["CATEGORIES", "write_geodatabase", "write_outlines", "write_shapefile"]

CATEGORIES = {"approved_unsupplied": "批而未供", "idle": "闲置土地"}
_DAY = "2023-07-06"  # the date that a shapefile's table holds in its header

# field, fiona type, column
_SHAPEFILE = (
    ("DKBH", "str:20", "parcel_id"),
    ("XMMC", "str:80", "name"),
    ("XZQDM", "str:6", "banner"),
    ("KFQMC", "str:50", "dev_zone"),
    ("ZL", "str:60", "location"),
    ("YDDW", "str:80", "holder"),
    ("GHYT", "str:8", "land_use"),
    ("FLBZ", "str:40", "land_use_scheme"),
    ("PZWH", "str:40", "approval_no"),
    ("PZSJ", "date", "approval_date"),
    ("DZJGH", "str:19", "supervision_no"),
    ("HTBH", "str:40", "contract_no"),
    ("备案号", "str:20", "filed_no"),
    ("GDFS", "str:8", "supply_mode"),
    ("CRJK", "float:14.2", "price"),
    ("YDKGSJ", "date", "agreed_start"),
    ("SJKGSJ", "date", "actual_start"),
    ("TGSJ", "date", "stopped_on"),
    ("KFBL", "float:6.2", "developed_ratio"),
    ("TZBL", "float:6.2", "invested_ratio"),
    ("{cause}", "str:60", "cause"),
    ("ZRDW", "str:40", "responsible"),
    ("TDMJ", "float:16.2", "declared_m2"),
)
_IDLE_ONLY = {
    "supervision_no", "contract_no", "agreed_start", "actual_start", "stopped_on",
    "developed_ratio", "invested_ratio", "filed_no", "supply_mode", "price",
}  # fmt: skip
_GEODATABASE = {
    "parcel_id": "地块编号",
    "category": "土地类别",
    "name": "项目名称",
    "banner": "旗区",
    "dev_zone": "开发区",
    "location": "坐落",
    "holder": "用地单位",
    "land_use": "规划用途",
    "land_use_scheme": "用途分类标准",
    "approval_no": "批准文号",
    "approval_date": "批准日期",
    "supervision_no": "电子监管号",
    "contract_no": "合同编号",
    "filed_no": "备案号",
    "supply_mode": "供地方式",
    "price": "出让价款（万元）",
    "agreed_start": "约定动工日期",
    "actual_start": "实际动工日期",
    "stopped_on": "停工日期",
    "developed_ratio": "已开发面积占比",
    "invested_ratio": "已投资额占比",
    "cause": "形成原因",
    "responsible": "责任单位",
    "declared_mu": "地块面积_亩",
}
_DATES = ("approval_date", "agreed_start", "actual_start", "stopped_on")


def write_shapefile(
    parcels: gpd.GeoDataFrame, path: Path, *, epsg: int | None, encoding: str = "GBK"
) -> None:
    """Write parcels of one category to a shapefile without `.cpg`.

    Parameters
    ----------
    parcels
        Rows of one category, in the plane of `epsg`.
    path
        The .shp file.
    epsg
        The CRS that the `.prj` names; None for no `.prj`.
    encoding
        Of the text in the `.dbf`.
    """
    idle = bool((parcels["category"] == "idle").any())
    fields = [
        (name.format(cause="XZYY" if idle else "WGYY"), kind, column)
        for name, kind, column in _SHAPEFILE
        if idle or column not in _IDLE_ONLY
    ]
    labelled = parcels.assign(cause=_labels("cause", parcels["cause"]))
    write_records(labelled, path, fields=fields, epsg=epsg, encoding=encoding)


def write_records(
    table: gpd.GeoDataFrame, path: Path, *, fields: Any, epsg: int | None, encoding: str
) -> None:
    """Write a shapefile with exactly these fields (name, type, column)."""
    schema = {
        "geometry": "Polygon",
        "properties": {name: kind for name, kind, _ in fields},
    }
    columns = {name: table[column].tolist() for name, _, column in fields}
    records = [
        {
            "type": "Feature",
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
            "properties": {n: _cell(values[row]) for n, values in columns.items()},
        }
        for row, shape in enumerate(table.geometry)
    ]
    crs = None if epsg is None else f"EPSG:{epsg}"
    with fiona.open(
        path, "w", driver="ESRI Shapefile", schema=schema, crs=crs,
        encoding=encoding, DBF_DATE_LAST_UPDATE=_DAY,
    ) as target:  # fmt: skip
        target.writerecords(records)
    path.with_suffix(".cpg").unlink()


def _cell(value: Any) -> Any:
    """Give a value as fiona writes it."""
    if value is None or value != value:  # noqa: PLR0124 - a missing number is not itself
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def write_geodatabase(parcels: gpd.GeoDataFrame, path: Path, *, epsg: int) -> None:
    """Write a File Geodatabase with one layer for each category; dates are text."""
    for number, (category, layer) in enumerate(CATEGORIES.items()):
        rows = parcels[parcels["category"] == category].reset_index(drop=True)
        table = _chinese(rows)
        if category != "idle":
            table = table.drop(columns=[_GEODATABASE[name] for name in _IDLE_ONLY])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pyogrio.write_dataframe(
                table.set_crs(epsg), path, driver="OpenFileGDB", layer=layer,
                geometry_type="MultiPolygon", promote_to_multi=True, append=number > 0,
            )  # fmt: skip


def _chinese(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the columns under their Chinese names, with words for codes."""
    values: Mapping[str, Any] = {
        "category": rows["category"].map(CATEGORIES),
        "banner": _labels("banner", rows["banner"]),
        "cause": _labels("cause", rows["cause"]),
        "declared_mu": np.round(from_m2(rows["declared_m2"], "mu"), 4),
        **{name: _day_text(rows[name]) for name in _DATES},
        **{
            n: rows[n].astype(float)
            for n in ("developed_ratio", "invested_ratio", "price")
        },
    }
    table = rows.assign(**values)[[*_GEODATABASE, rows.geometry.name]]
    table = table.replace({"dev_zone": {"": None}, "holder": {"": None}})
    return table.rename(columns=_GEODATABASE)


def _day_text(days: pd.Series) -> pd.Series:
    return days.map(lambda day: None if day is None else day.isoformat()).astype("str")


def _labels(kind: str, codes: pd.Series) -> pd.Series:
    return codes.map(Vocabulary.default().labels(kind))


def write_outlines(outlines: gpd.GeoDataFrame, path: Path) -> None:
    """Write the outlines as GeoJSON that names its CRS, one feature a line."""
    properties = outlines.drop(columns="geometry").to_dict("records")
    features = [
        json.dumps(
            {
                "type": "Feature",
                "properties": row,
                "geometry": shapely.geometry.mapping(shape),
            },
            ensure_ascii=False,
        )
        for row, shape in zip(properties, outlines.geometry, strict=True)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    head = f'{{\n"type": "FeatureCollection",\n"name": "{path.stem}",\n"crs": '
    body = ",\n".join(features)
    text = f'{head}{json.dumps(crs)},\n"features": [\n{body}\n]\n}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")
