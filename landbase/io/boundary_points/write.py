"""Write boundary-point TXT by the rule: northing first, rings closed, hectares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area, planar_area
from landbase.errors import SchemaError
from landbase.files import write_file
from landbase.io.boundary_points.heads import (
    AREA,
    COUNT,
    SHAPE,
    Dialect,
    known_dialects,
)
from landbase.io.boundary_points.rings import (
    Corners,
    common_zone,
    corners_of,
    polygons_of,
)
from landbase.units import UNITS, from_m2, round_half_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.units import AreaUnit

__all__ = ["write_boundary_points"]

Areas: TypeAlias = 'Literal["declared", "ellipsoidal", "planar"]'

# Fields of head lines → columns of the parcel table; others go by their own name.
_OURS = {
    "地块编号": "parcel_id",
    "地块名称": "name",
    "地类编码": "land_use",
    "行政区代码": "banner",
    "电子监管号": "supervision_no",
}
_COMMA = str.maketrans({",": "，", "@": "＠", "\n": " ", "\r": " "})


def write_boundary_points(  # noqa: PLR0913 - each is a property of the file
    parcels: gpd.GeoDataFrame,
    path: Path | str,
    *,
    dialect: str | Mapping[str, Any] = "supply",
    zone: int | None = None,
    precision: int = 3,
    renumber: bool = False,
    areas: Areas = "declared",
    area_unit: AreaUnit = "ha",
    encoding: str = "gb18030",
) -> Path:
    """Write parcels as boundary points (勘测定界界址点坐标交换格式).

    Shells are written clockwise and holes counter-clockwise, each ring under its own
    number with its first point repeated. What is written reads again as the same
    parcels to `precision`.

    Parameters
    ----------
    parcels
        Polygons in any CRS of CGCS2000 or WGS 84, with the columns of the parcel
        table that the template asks for. Not changed.
    path
        The file; replaced as a whole when it is there.
    dialect
        The template: "supply" (供地), "approval" (建设用地报批), "approval_with_place",
        "linked" (增减挂钩), "enforcement" (执法), "one_map" (一张图), or one of your
        own with `head` and `point` as in `dialects.toml`.
    zone
        The zone of the coordinates (25 to 45: 3°, 13 to 23: 6°); by default the 3°
        zone of the parcels, which must then all be in one.
    precision
        Decimals of the coordinates in metres.
    renumber
        Begin each ring at its north-west corner.
    areas
        Which area goes into the area field: the declared one, left empty where it is
        missing, or the measured one.
    area_unit
        Unit of the area field: "ha" by rule; "m2" or "mu".
    encoding
        Encoding of the text.

    Returns
    -------
    path
        The file written. A comma or "@" inside a name becomes full-width, for the
        format has no quotes.

    Raises
    ------
    CRSError
        The CRS is missing or of another datum, or the parcels lie in several zones
        and `zone` is not given.
    GeometryError
        A parcel has no polygon.
    SchemaError
        A column that the template needs is missing, or its text has a character that
        `encoding` lacks.
    ValueError
        `dialect` or `zone` is not known, or `precision` is negative.
    """
    if precision < 0:
        raise ValueError(f"precision must be 0 or more, not {precision}")
    known, code = known_dialects(dialect)
    template = known[str(code)]
    shapes = polygons_of(parcels)
    used = common_zone(parcels) if zone is None else zone
    rings = corners_of(shapes, parcels, used, precision=precision, renumber=renumber)
    area = _areas(parcels, areas, area_unit)
    lines = [
        *_header(parcels, template, used, precision),
        *_body(parcels, template, rings, area, precision),
    ]
    return _write(Path(path), "\r\n".join(lines) + "\r\n", encoding)


def _areas(parcels: gpd.GeoDataFrame, areas: Areas, unit: AreaUnit) -> list[str]:
    """Print the areas; empty where there is none."""
    if areas == "declared":
        column = parcels.get("declared_area_m2")
        found = pd.Series(np.nan, parcels.index) if column is None else column
    else:
        found = (ellipsoidal_area if areas == "ellipsoidal" else planar_area)(parcels)
    decimals = UNITS[unit].decimals
    square_metres = np.asarray(found, dtype=np.float64)
    number = round_half_up(from_m2(square_metres, unit), decimals)
    return [f"{n:.{decimals}f}" if np.isfinite(n) else "" for n in number.tolist()]


def _header(
    parcels: gpd.GeoDataFrame, template: Dialect, zone: int, precision: int
) -> list[str]:
    """Lay out the sections before the coordinates."""
    info = []
    for key in template.info:
        column = _OURS.get(key, key)
        values = {str(v) for v in parcels[column].dropna()} if column in parcels else {}
        if len(values) == 1:
            info.append(f"{key}={next(iter(values)).translate(_COMMA)}")
    return [
        *(["[项目信息]", *info] if info else []),
        "[属性描述]",
        "格式版本号=1.01版本",
        "数据产生单位=",
        "数据产生日期=",
        "坐标系=2000国家大地坐标系",
        f"几度分带={3 if zone > 24 else 6}",  # noqa: PLR2004 - 25 is the first 3° zone
        "投影类型=高斯克吕格",
        "计量单位=米",
        f"带号={zone}",
        f"精度={10.0**-precision:.{precision}f}",
        "转换参数=,,,,,,",
        "[地块坐标]",
    ]


def _body(
    parcels: gpd.GeoDataFrame,
    template: Dialect,
    rings: Corners,
    area: list[str],
    precision: int,
) -> list[str]:
    """Lay out head lines, each followed by its points."""
    written = rings.counts + 1
    count = np.zeros(len(parcels), dtype=np.int64)
    np.add.at(count, rings.owner, written)
    shapes = ["面"] * len(parcels)
    fields = {COUNT: list(map(str, count.tolist())), AREA: area, SHAPE: shapes}
    columns = [
        fields[name] if name in fields else _texts(parcels, name)
        for name in template.head
    ]
    heads = [",".join((*row, "@")) for row in zip(*columns, strict=True)]
    points = _points(template, rings, written, precision)
    body: list[str] = []
    ends = np.cumsum(count).tolist()
    for head, start, end in zip(heads, [0, *ends[:-1]], ends, strict=True):
        body.append(head)
        body += points[start:end]
    return body


def _texts(parcels: gpd.GeoDataFrame, name: str) -> list[str]:
    """Give a column as text; only the id must be there."""
    column = name if name in parcels.columns else _OURS.get(name, "")
    if column in parcels.columns:
        cells = parcels[column].astype("str").fillna("")
        return [text.translate(_COMMA).strip() for text in cells]
    if name == "地块编号":
        raise SchemaError("points_id_missing")
    return [""] * len(parcels)


def _points(
    template: Dialect, rings: Corners, written: npt.NDArray[np.intp], precision: int
) -> list[str]:
    """Lay out all point lines; labels run on through a parcel, first ones close."""
    starts = np.cumsum(rings.counts) - rings.counts
    ring = np.repeat(np.arange(len(written)), written)
    offset = np.arange(len(ring)) - (np.cumsum(written) - written)[ring]
    at = starts[ring] + offset % rings.counts[ring]
    first_of_parcel = np.searchsorted(rings.owner, rings.owner)
    label = at - starts[first_of_parcel][ring] + 1
    values: dict[str, list[Any]] = {
        "point": label.tolist(),
        "ring": rings.number[ring].tolist(),
        "north": rings.y[at].tolist(),
        "east": rings.x[at].tolist(),
        "1": [],
    }
    number = f"{{:.{precision}f}}"
    forms = {"point": "J{}", "ring": "{}", "north": number, "east": number, "1": "1"}
    line = ",".join(forms[name] for name in template.point)
    used = [values[name] for name in template.point if name != "1"]
    return list(map(line.format, *used))


def _write(path: Path, text: str, encoding: str) -> Path:
    """Write the text in its encoding."""
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError as error:
        raise SchemaError(
            "points_unencodable", encoding=encoding, letter=text[error.start]
        ) from error
    return write_file(path, data)
