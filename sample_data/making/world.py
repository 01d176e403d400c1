"""Put the shapes on the ground: every parcel once, in the zone of its centroid.

Parcels are in the plane coordinates that their file will have: CGCS2000 3° zones 36
and 37 with prefixed eastings, to the millimetre.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Transformer
from shapely.affinity import translate

from landbase.area import ellipsoidal_area
from making.lots import lay_out
from making.places import OPEN_COUNTS, PLACES
from making.shapes import draw

__all__ = ["EPSG", "ZONES", "build", "measure", "to_millimetres"]

ZONES = (36, 37)
EPSG = {36: 4524, 37: 4525}
BORDER = 109.5  # degrees east, between the zones
_TO_PLANE = {
    zone: Transformer.from_crs(4490, epsg, always_xy=True)
    for zone, epsg in EPSG.items()
}
_GAP = 60.0  # metres kept free around a parcel in the open
_KINDS = {"site": 0.62, "terraces": 0.16, "strip": 0.17, "ringed": 0.02, "parted": 0.03}


@dataclass
class _Ground:
    """What is built so far, and the circles that are taken."""

    banners: gpd.GeoDataFrame
    rng: np.random.Generator
    rows: list[dict[str, Any]] = field(default_factory=list)
    circles: list[tuple[float, float, float]] = field(default_factory=list)

    def is_free(self, x: float, y: float, radius: float) -> bool:
        """Tell whether a circle touches none that is taken."""
        taken = np.array(self.circles)
        far = np.hypot(taken[:, 0] - x, taken[:, 1] - y)
        return bool((far > taken[:, 2] + radius + _GAP).all())


def build(banners: gpd.GeoDataFrame, seed: int) -> gpd.GeoDataFrame:
    """Place all parcels.

    Parameters
    ----------
    banners
        The outlines, column 旗区代码, EPSG:4490.
    seed
        Seed of the chance behind it.

    Returns
    -------
    ground
        Columns banner, zone (36, 37), place, dev_zone, kind ("lot" or a kind of the
        open), lon, lat; plane geometry of each row's own zone, so without a CRS.
    """
    ground = _Ground(banners, np.random.default_rng(seed))
    _build_places(ground)
    _build_straddling(ground)
    for code, count in OPEN_COUNTS.items():
        _build_open(ground, code, count)
    frame = gpd.GeoDataFrame(pd.DataFrame(ground.rows), geometry="geometry")
    frame["geometry"] = to_millimetres(frame.geometry.to_numpy())
    return frame


def to_millimetres(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Round plane coordinates to the millimetre, as the files will hold them."""
    rounded = shapely.transform(shapes, lambda points: np.round(points, 3))
    return np.asarray(rounded, dtype=object)


def measure(frame: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    """Measure each parcel on the ellipsoid: the area of record, in m²."""
    parts = [
        ellipsoidal_area(rows.set_crs(EPSG[zone], allow_override=True))
        for zone, rows in frame.groupby("zone")
    ]
    return pd.concat(parts).reindex(frame.index).to_numpy()


def _flat(lon: float, lat: float) -> tuple[float, float]:
    """Give metres in one rough plane for all, good enough to keep a distance."""
    return (lon - 109) * 111_320 * np.cos(np.radians(39.3)), (lat - 39.3) * 111_000


def _put(ground: _Ground, shape: Any, lon: float, lat: float, **values: Any) -> None:
    """Add a shape drawn around (0, 0) at a position."""
    zone = 36 if lon < BORDER else 37
    x, y = _TO_PLANE[zone].transform(lon, lat)
    ground.rows.append({
        **values,
        "zone": zone,
        "lon": lon,
        "lat": lat,
        "geometry": translate(shape, round(x, 3), round(y, 3)),
    })


def _build_places(ground: _Ground) -> None:
    for place in PLACES:
        lots = lay_out(
            place.lots, large=bool(place.zone), turn=place.turn, rng=ground.rng
        )
        for lot in lots:
            _put(
                ground, lot, place.lon, place.lat,
                banner=place.banner, place=place.name, dev_zone=place.zone, kind="lot",
            )  # fmt: skip
        reach = float(np.abs(shapely.total_bounds(lots)).max()) * 1.45
        ground.circles.append((*_flat(place.lon, place.lat), reach))


def _build_straddling(ground: _Ground) -> None:
    """Put some parcels across banner lines and some across 109.5° E."""
    lines = _inner_lines(ground.banners)
    for code, line in lines:
        point = line.interpolate(ground.rng.uniform(0.3, 0.7), normalized=True)
        hectares = 10 * ground.rng.uniform(1, 3)
        x, y = np.array([point.x, point.y]) + ground.rng.uniform(-0.0012, 0.0012, 2)
        _build_one(ground, code, (x, y), kind="site", hectares=hectares)
    for code, lat in (
        ("150621", 40.37), ("150621", 40.12), ("150602", 39.88), ("150602", 39.82),
        ("150627", 39.62), ("150627", 39.41), ("150626", 39.08), ("150626", 38.97),
    ):  # fmt: skip
        shift = ground.rng.uniform(-0.0006, 0.0006)
        hectares = ground.rng.uniform(6, 25)
        _build_one(ground, code, (BORDER + shift, lat), kind="site", hectares=hectares)


def _inner_lines(banners: gpd.GeoDataFrame) -> list[tuple[str, shapely.LineString]]:
    """List the lines between banners that are long enough to carry a parcel."""
    shapes, codes = banners.geometry.to_numpy(), banners["旗区代码"].tolist()
    lines = []
    for i in range(len(shapes)):
        for j in range(i + 1, len(shapes)):
            shared = shapely.line_merge(shapes[i].intersection(shapes[j]))
            if shared.length > 0.3 and shared.geom_type == "LineString":
                lines.append((codes[(i, j)[len(lines) % 2]], shared))
    return lines


def _build_open(ground: _Ground, code: str, count: int) -> None:
    """Scatter parcels around a few middles of a banner."""
    outline = ground.banners.geometry[ground.banners["旗区代码"] == code].iloc[0]
    inside = outline.buffer(-0.02)
    shapely.prepare(inside)
    middles = _points_in(inside, max(count // 6, 2), ground.rng)
    names = [f"示例{n}区" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
    done = 0
    while done < count:
        number = int(ground.rng.integers(len(middles)))
        spread = ground.rng.normal(0, ground.rng.choice([0.02, 0.05, 0.12]), 2)
        lon, lat = np.round(middles[number] + spread, 6)
        near_border = abs(lon - BORDER) < 0.02
        if near_border or not inside.contains(shapely.Point(lon, lat)):
            continue
        kind = str(ground.rng.choice(list(_KINDS), p=list(_KINDS.values())))
        area = float(np.clip(ground.rng.lognormal(np.log(5.2), 0.85), 0.35, 70))
        name = names[number % len(names)]
        done += _build_one(
            ground, code, (lon, lat), kind=kind, hectares=area, place=name
        )


def _points_in(
    area: shapely.Polygon, count: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    west, south, east, north = area.bounds
    points: list[tuple[float, float]] = []
    while len(points) < count:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if area.contains(shapely.Point(x, y)):
            points.append((x, y))
    return np.array(points)


def _build_one(
    ground: _Ground,
    code: str,
    at: tuple[float, float],
    *,
    kind: str,
    hectares: float,
    place: str = "",
) -> bool:
    """Draw one parcel in the open; False where there is no room for it."""
    lon, lat = at
    shape = draw(kind, hectares * 10_000, ground.rng)
    x, y = _flat(lon, lat)
    radius = float(np.hypot(*shapely.get_coordinates(shape).T).max()) * 1.05
    if not shape.is_valid or not ground.is_free(x, y, radius):
        return False
    ground.circles.append((x, y, radius))
    _put(ground, shape, lon, lat, banner=code, place=place, dev_zone="", kind=kind)
    return True
