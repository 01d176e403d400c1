"""Areas: by arithmetic first, then against Geod, then properties."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from shapely import MultiPolygon, Point, Polygon, box

from landbase.area import ellipsoidal_area, planar_area
from landbase.crs import to_geographic, zone_of
from landbase.errors import CRSError
from landbase.testing import make_parcels

# CM108, northing first; what the notes on the formula give for it
VECTOR = [
    (4340000, 36620000),
    (4340700, 36619870),
    (4341180, 36620420),
    (4340940, 36621010),
    (4340310, 36621230),
    (4339780, 36620600),
]
GEOD = Geod(a=6378137.0, rf=298.257222101)


def vector(**options: Any) -> gpd.GeoSeries:
    land = Polygon([(y, x) for x, y in VECTOR])
    return gpd.GeoSeries([land], crs="EPSG:4524", **options)


def test_official_vector_to_the_cent() -> None:
    land = vector()
    assert planar_area(land).tolist() == [1_272_050.0]
    assert ellipsoidal_area(land, rounding="official").tolist() == [1_271_595.27]
    undensified = ellipsoidal_area(land, rounding="official", edges="chord")
    assert undensified.tolist() == [1_271_596.84]
    assert ellipsoidal_area(land)[0] == pytest.approx(1_271_595.275, abs=1e-3)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4545", "EPSG:4525", "EPSG:4497"])
def test_official_vector_from_any_cgcs2000_crs(crs: str) -> None:
    area = ellipsoidal_area(vector().to_crs(crs), rounding="official")
    assert area.tolist() == [1_271_595.27]


def test_wgs84_is_taken_as_equal() -> None:
    degrees = vector().to_crs(4490).set_crs(4326, allow_override=True)
    assert ellipsoidal_area(degrees)[0] == pytest.approx(1_271_595.275, abs=1e-3)
    utm = degrees.to_crs(32649)
    assert ellipsoidal_area(utm)[0] == pytest.approx(1_271_595.275, abs=2e-3)


def test_a_square_in_the_plane_is_its_side_squared() -> None:
    square = gpd.GeoSeries([box(5e5, 4.4e6, 5e5 + 100, 4.4e6 + 100)], crs=4546)
    assert planar_area(square).tolist() == [10_000.0]
    # at the central meridian the scale is 1
    assert ellipsoidal_area(square)[0] == pytest.approx(10_000, abs=1e-5)


def test_plane_area_in_another_zone_is_larger_away_from_its_meridian() -> None:
    land = vector()
    elsewhere = planar_area(land, zone=37)[0]
    assert elsewhere > planar_area(land, zone=36)[0] == 1_272_050.0


def pieces_of(
    shapes: np.ndarray[Any, Any], zones: np.ndarray[Any, Any], k: int
) -> list[float]:
    """Cut every edge into k pieces in its zone's plane and measure with Geod."""
    areas = np.empty(len(shapes))
    for zone in np.unique(zones):
        proj = Transformer.from_crs(4490, 4509 + int(zone), always_xy=True)
        here = zones == zone
        rings, part = shapely.get_rings(shapes[here], return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        x, y = proj.transform(*xy.T)
        last = np.append(ring[1:] != ring[:-1], True)
        share = np.arange(k) / k
        cut = [
            (v[:, None] + share * (np.roll(v, -1) - v)[:, None])[~last].ravel()
            for v in (x, y)
        ]
        lon, lat = proj.transform(*cut, direction="INVERSE")
        of = np.repeat(ring[~last], k)
        ends = np.flatnonzero(np.diff(of, prepend=-1, append=len(rings)))
        each = [
            abs(GEOD.polygon_area_perimeter(lon[a:b], lat[a:b])[0])
            for a, b in pairwise(ends)
        ]
        sign = np.where(np.diff(part, prepend=-1) != 0, 1, -1)
        areas[here] = np.bincount(part, np.array(each) * sign, here.sum())
    return areas


def test_agrees_with_geod_on_ten_thousand_parcels() -> None:
    parcels = make_parcels(
        10_000, seed=5, vertices=8, holes=0.2, parts=0.2, largest=1500.0
    )
    shapes = parcels.geometry.to_numpy()
    assert (parcels.geom_type == "MultiPolygon").sum() > 1500
    zones = zone_of(shapely.get_x(shapely.centroid(shapes)))
    assert set(zones) == {36, 37}
    parts, owner = shapely.get_parts(shapes, return_index=True)
    coarse, fine = (
        np.bincount(owner, pieces_of(parts, zones[owner], k)) for k in (8, 16)
    )
    # chords of k pieces are off by 1/k²: two of them tell the limit
    truth = fine + (fine - coarse) / 3
    off = np.abs(ellipsoidal_area(parcels) / truth - 1)
    assert off.max() < 1e-8
    assert np.abs(fine / truth - 1).max() < 1e-6


@pytest.mark.parametrize("size", [3e3, 2e4, 1e5])
def test_long_edges_agree_with_geod(size: float) -> None:
    angle = np.array([0.1, 1.3, 2.2, 3.9, 5.0])
    x = 36_600_000 + size * np.cos(angle)
    y = 4_300_000 + size * np.sin(angle)
    land = gpd.GeoSeries([Polygon(np.column_stack([x, y]))], crs=4524)
    fine = land.segmentize(size / 5000).to_crs(4490)
    truth = abs(GEOD.geometry_area_perimeter(fine.iloc[0])[0])
    assert ellipsoidal_area(land)[0] == pytest.approx(truth, rel=1e-8)


def test_official_rounding_stays_near_full_precision() -> None:
    parcels = make_parcels(500, seed=2, holes=0.3, parts=0.3)
    official = ellipsoidal_area(parcels, rounding="official")
    off = np.abs(official - ellipsoidal_area(parcels))
    assert (off < 0.05).all()
    assert (np.abs(official * 100 - np.round(official * 100)) < 1e-4).all()


def test_shells_less_holes_whatever_the_direction() -> None:
    shell = box(500_000, 4_400_000, 500_100, 4_400_100)
    hole = box(500_010, 4_400_010, 500_020, 4_400_020)
    turned = [
        Polygon(
            shell.exterior.coords[:: 1 if a else -1],
            [hole.exterior.coords[:: 1 if b else -1]],
        )
        for a in (0, 1)
        for b in (0, 1)
    ]
    both = MultiPolygon([turned[0], box(500_200, 4_400_000, 500_210, 4_400_010)])
    series = gpd.GeoSeries([*turned, both], crs=4546)
    assert planar_area(series).tolist() == [9_900.0] * 4 + [10_000.0]
    exact = ellipsoidal_area(series)
    assert exact.tolist() == pytest.approx([9_900.0] * 4 + [10_000.0], abs=1e-4)
    chord = ellipsoidal_area(series, edges="chord")
    assert chord.tolist() == pytest.approx(exact.tolist(), rel=1e-6)


def test_what_has_no_surface() -> None:
    good = box(110.0, 39.0, 110.01, 39.01)
    shapes = [None, Polygon(), good, Point(110, 39), MultiPolygon(), good.exterior]
    series = gpd.GeoSeries(shapes, crs=4490)
    for area in (
        ellipsoidal_area(series),
        ellipsoidal_area(series, edges="chord"),
        ellipsoidal_area(series, rounding="official"),
        planar_area(series),
    ):
        assert np.isnan(area[0])
        assert area.drop([0, 2]).tolist() == [0.0] * 4
        assert area[2] > 900_000
    mixed = shapely.GeometryCollection([Point(1, 1), MultiPolygon([good])])
    assert (
        ellipsoidal_area(gpd.GeoSeries([mixed], crs=4490))[0]
        == area[2] * 0 + (ellipsoidal_area(gpd.GeoSeries([good], crs=4490))[0])
    )


def test_a_coordinate_that_is_no_number_spoils_its_parcel_only() -> None:
    good = box(110.0, 39.0, 110.01, 39.01)
    corners = [(110.0, 39.0), (np.nan, 39.0), (110.02, 39.01), (110.0, 39.0)]
    with np.errstate(invalid="ignore"):
        bad = Polygon(corners)
    series = gpd.GeoSeries([good, bad, good], crs=4490)
    for rounding in (None, "official"):
        area = ellipsoidal_area(series, rounding=rounding)
        assert area.isna().tolist() == [False, True, False]
    assert planar_area(series).isna().tolist() == [False, True, False]


def test_straddling_parcels_use_the_zone_of_their_centroid() -> None:
    west = box(109.49, 39.0, 109.505, 39.01)
    east = box(109.495, 39.0, 109.51, 39.01)
    apart = MultiPolygon([box(108, 39, 108.01, 39.01), east])
    pair = gpd.GeoSeries([west, east, apart], crs=4490)
    own = planar_area(pair)
    assert own[0] == planar_area(pair, zone=36)[0]
    assert own[1] == planar_area(pair, zone=37)[1]
    assert own[2] == planar_area(pair, zone=36)[2]
    projected = pair.iloc[:2].to_crs(4525)
    assert planar_area(projected)[0] == pytest.approx(own[0], rel=1e-8)


def test_series_is_aligned_and_named_and_input_unchanged() -> None:
    frame = make_parcels(4).set_index("parcel_id").rename_geometry("图形")
    before = frame.copy(deep=True)
    area = ellipsoidal_area(frame)
    assert area.name == "ellipsoidal_area_m2"
    assert area.index.equals(frame.index)
    assert area.dtype == "float64"
    assert planar_area(frame).name == "planar_area_m2"
    pd.testing.assert_series_equal(area, ellipsoidal_area(frame.geometry))
    assert frame.equals(before)


def test_no_rows() -> None:
    empty = make_parcels(3).iloc[:0]
    for area in (ellipsoidal_area(empty), planar_area(empty)):
        assert len(area) == 0
        assert area.dtype == "float64"
    assert len(ellipsoidal_area(empty, rounding="official")) == 0


@pytest.mark.parametrize("measure", [ellipsoidal_area, planar_area])
def test_the_crs_must_be_known_and_fit(measure: Any) -> None:
    land = vector()
    with pytest.raises(CRSError, match="no CRS"):
        measure(land.set_crs(None, allow_override=True))
    for crs in (2360, 4610, 2272):
        with pytest.raises(CRSError, match="to_geographic"):
            measure(land.set_crs(crs, allow_override=True))


def test_wrong_options() -> None:
    with pytest.raises(ValueError, match="edges"):
        ellipsoidal_area(vector(), edges="arc")  # type: ignore[arg-type] - is the test
    with pytest.raises(ValueError, match="rounding"):
        ellipsoidal_area(vector(), rounding="cent")  # type: ignore[arg-type] - same


@settings(max_examples=40, deadline=None)
@given(
    west=st.floats(106, 111.4),
    south=st.floats(20, 50),
    wide=st.floats(1e-4, 0.02),
    high=st.floats(1e-4, 0.02),
    cut=st.floats(0.1, 0.9),
)
def test_two_halves_are_the_whole(
    west: float, south: float, wide: float, high: float, cut: float
) -> None:
    # along a meridian the chord is exact, so nothing lies between the halves
    middle = west + cut * wide
    lands = [
        box(west, south, west + wide, south + high),
        box(west, south, middle, south + high),
        box(middle, south, west + wide, south + high),
    ]
    area = ellipsoidal_area(gpd.GeoSeries(lands, crs=4490), edges="chord")
    assert area[1] + area[2] == pytest.approx(area[0], rel=1e-8)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), turn=st.integers(0, 11))
def test_order_start_and_direction_do_not_matter(seed: int, turn: int) -> None:
    parcels = make_parcels(6, seed=seed, holes=0.5, parts=0.5)
    area = ellipsoidal_area(parcels)
    shuffled = parcels.sample(frac=1, random_state=seed)
    pd.testing.assert_series_equal(
        ellipsoidal_area(shuffled), area.reindex(shuffled.index), rtol=1e-10
    )
    shell = np.asarray(parcels.geometry.iloc[0].convex_hull.exterior.coords)[:-1]
    rolled = gpd.GeoSeries(
        [Polygon(shell), Polygon(np.roll(shell, turn, axis=0)[::-1])], crs=4490
    )
    one, other = ellipsoidal_area(rolled)
    assert one == pytest.approx(other, rel=1e-10)


def test_many_blocks_are_measured_alike() -> None:
    parcels = make_parcels(9_000, seed=9)
    some = parcels.iloc[4_090:4_102]
    pd.testing.assert_series_equal(
        ellipsoidal_area(parcels).loc[some.index], ellipsoidal_area(some), rtol=1e-13
    )


def test_real_outlines_of_the_banners(shared_data: Any) -> None:
    path = shared_data / "boundaries" / "ordos9_tianditu_cgcs2000.geojson"
    km2 = ellipsoidal_area(to_geographic(gpd.read_file(path)), edges="chord") / 1e6
    expected = [2151.1, 372.9, 8238.5, 7556.7, 12213.5, 20358.8, 18817.3, 11663.5,
                5481.0]  # fmt: skip
    assert sorted(km2) == pytest.approx(sorted(expected), rel=2e-5, abs=0.06)
