"""One odd row is told and the rest goes on: outside China, far off, not repairable."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

import landbase as lb
from landbase import geometry
from landbase.area import planar_area
from landbase.paper.marks import own_zone
from landbase.parcels.overlaps import find_overlaps, find_slivers

FOUND = Path(__file__).parents[2] / "shared/data/found"
LON, LAT = 110.06, 39.9
SIDE = 0.001


def square(lon: float, lat: float = LAT) -> shapely.Polygon:
    return shapely.box(lon, lat, lon + SIDE, lat + SIDE)


def table(shapes: list[shapely.Geometry], crs: object = 4490) -> gpd.GeoDataFrame:
    ids = [f"P-{number}" for number in range(1, len(shapes) + 1)]
    return gpd.GeoDataFrame(
        {"parcel_id": ids, "category": "idle"}, geometry=shapes, crs=crs
    )


def read(tmp_path: Path, frame: gpd.GeoDataFrame) -> lb.ReadResult:
    frame.drop(columns="category").to_file(tmp_path / "t.gpkg")
    return lb.read_parcels(tmp_path / "t.gpkg", category="idle")


def rows(issues: lb.Issues, code: str) -> list[int]:
    found = issues.table
    return found["source_row"][found["code"] == code].tolist()


@pytest.mark.parametrize("lon", [11.006, -110.06, 179.0, 0.0])
def test_a_parcel_outside_china_is_told_and_the_rest_goes_on(
    tmp_path: Path, lon: float
) -> None:
    inside = [square(LON + 0.01 * step) for step in range(20)]
    result = read(tmp_path, table([*inside, square(lon)]))

    assert len(result.parcels) == 21
    assert rows(result.issues, "outside_china") == [21]
    found = lb.check_parcels(result.parcels)
    assert rows(found, "outside_china") == [21]
    assert found.table["code"].tolist() == ["outside_china"]


@pytest.mark.parametrize("lon", [11.006, -110.06])
def test_a_map_reaches_beyond_china(lon: float) -> None:
    parcels = table([square(LON), square(lon)]).assign(status="planned")
    drawn = lb.report_map(parcels, None, title="图")
    drawn.canvas.draw()
    assert max(np.ptp(axes.get_xlim()) for axes in drawn.axes) > 1e6  # metres


def test_measures_hold_outside_china() -> None:
    thin = shapely.box(11.0, 39.9, 11.01, 39.900001)
    here = shapely.box(110.0, 39.9, 110.01, 39.900001)
    near, over = square(11.006), shapely.box(11.0065, 39.9, 11.0075, 39.901)
    parcels = table([thin, here, near, over])

    assert find_slivers(parcels).tolist() == [True, True, False, False]
    shared = find_overlaps(parcels.iloc[2:])
    assert shared["area_m2"].tolist() == pytest.approx(
        [lb.ellipsoidal_area(parcels.geometry)[2] / 2], rel=1e-6
    )
    assert planar_area(parcels.geometry).notna().all()


def test_a_plane_beyond_china_is_made_like_those_of_china() -> None:
    zone, crs = own_zone(table([square(11.006)]))
    east, _ = shapely.get_coordinates(
        gpd.GeoSeries([shapely.Point(12, 39.9)], crs=4490).to_crs(crs).iloc[0]
    )[0]
    assert (zone, round(east, 6)) == (4, 500_000.0)


@pytest.mark.parametrize("crs", [4490, 4326])
def test_a_far_row_is_kept_where_the_crs_is_stated(tmp_path: Path, crs: int) -> None:
    near = [square(LON + 0.01 * step) for step in range(20)]
    result = read(tmp_path, table([*near, square(LON + 11), square(LON, 51)], crs))

    assert len(result.parcels) == 22
    assert rows(result.issues, "off_the_map") == []
    assert result.parcels.total_bounds[2] == pytest.approx(LON + 11 + SIDE)


def test_rows_that_are_no_degrees_are_still_set_aside(tmp_path: Path) -> None:
    near = [square(LON + 0.01 * step) for step in range(20)]
    metres = shapely.box(500_000, 4_400_000, 500_100, 4_400_100)
    result = read(tmp_path, table([*near, metres]))

    assert rows(result.issues, "off_the_map") == [21]
    assert len(result.parcels) == 20


def test_one_polygon_that_geos_cannot_repair_spoils_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, bad = shapely.make_valid, 110.5

    def failing(given: object, **options: object) -> object:
        if (shapely.bounds(np.atleast_1d(given))[:, 0] == bad).any():
            raise shapely.errors.GEOSException("TopologyException: free hole")
        return real(given, **options)

    def bow(x: float) -> shapely.Polygon:
        corners = [(x, LAT), (x + SIDE, LAT + SIDE), (x + SIDE, LAT), (x, LAT + SIDE)]
        return shapely.Polygon(corners)

    monkeypatch.setattr(geometry.shapely, "make_valid", failing)
    shapes = np.array([bow(LON), bow(bad), square(LON)])
    fixed = geometry.repair(shapes)

    assert shapely.is_valid(fixed).all()
    assert fixed[0].area == pytest.approx(SIDE**2 / 2)
    assert fixed[2] is shapes[2]
    result = read(tmp_path, table([bow(LON), bow(bad), square(LON + 0.1)]))
    told = result.issues.set_aside_rows()["source_row"].tolist()
    assert sorted([*told, *result.parcels["source_row"]]) == [1, 2, 3]
    assert 3 in set(result.parcels["source_row"])


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("reports/33_one.geojson", 0),
        ("files/one_parcel_outside_china.gpkg", 0),
        ("files/far_parcel_4490.gpkg", 0),
        ("files/make_valid_raises.gpkg", 1),
    ],
)
def test_every_row_of_the_found_files_is_accounted_for(name: str, aside: int) -> None:
    path = FOUND / name
    if not path.exists():
        pytest.skip("the found files are not here")
    result = lb.read_parcels(path, category="idle")
    assert len(result.parcels) == len(gpd.read_file(path)) - aside
    assert len(result.issues.set_aside_rows()) == aside
    lb.check_parcels(result.parcels)
