"""Datums, zones, detection by ranges, and the way to EPSG:4490."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely import Point, box

from landbase.crs import (
    datum_named,
    datum_of,
    detect_crs,
    geographic_crs,
    is_cgcs2000,
    is_zone,
    meridian_of,
    prefix_zones,
    require_crs,
    to_geographic,
    transform_arrays,
    zone_crs,
    zone_of,
    zones_of,
)
from landbase.errors import CRSError

ESRI = (
    'PROJCS["{name}",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["{method}"],PARAMETER["False_Easting",37500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",111.0],'
    'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)
NAMED_ONLY = (
    'PROJCS["CGCS2000_3_Degree_GK_Zone_37",GEOGCS["GCS_unknown",'
    'DATUM["D_unknown",SPHEROID["S",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",37500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",111.0],'
    'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    ("crs", "datum"),
    [
        (4490, "cgcs2000"),
        (4525, "cgcs2000"),
        (4546, "cgcs2000"),
        (4497, "cgcs2000"),
        (4326, "wgs84"),
        (32649, "wgs84"),
        (4610, "xian80"),
        (2361, "xian80"),
        (4214, "beijing54"),
        (2412, "beijing54"),
        (2272, None),
        (4269, None),
        (4555, None),
        (ESRI.format(name="a", method="Gauss_Kruger"), "cgcs2000"),
        (ESRI.format(name="a", method="Transverse_Mercator"), "cgcs2000"),
        (NAMED_ONLY, "cgcs2000"),
        ("EPSG:4490+5773", "cgcs2000"),
    ],
)
def test_datums_are_known_by_name(crs: Any, datum: Any) -> None:
    assert datum_of(crs) == datum
    assert is_cgcs2000(crs) == (datum == "cgcs2000")


@pytest.mark.parametrize("zone", range(25, 46))
def test_three_degree_zones(zone: Any) -> None:
    for prefixed in (True, False):
        crs = zone_crs(zone, prefixed=prefixed)
        east = 500_000 + (zone * 1_000_000 if prefixed else 0)
        x, y = transform_arrays([east], [0.0], source=crs, target=4490)
        assert x[0] == pytest.approx(3 * zone, abs=1e-9)
        assert y[0] == pytest.approx(0, abs=1e-9)
    assert zone_of(3 * zone) == zone


@pytest.mark.parametrize("zone", range(13, 24))
def test_six_degree_zones(zone: Any) -> None:
    x, _ = transform_arrays(
        [zone * 1e6 + 5e5], [4e6], source=zone_crs(zone), target=4490
    )
    assert x[0] == pytest.approx(6 * zone - 3, abs=1e-9)


@pytest.mark.parametrize("zone", [0, 24, 46, -37])
def test_no_such_zone(zone: Any) -> None:
    with pytest.raises(ValueError, match="25 to 45"):
        zone_crs(zone)


def test_zone_of_boundaries_and_gaps() -> None:
    assert zone_of([106.5, 109.4999, 109.5, np.nan, np.inf]).tolist() == [
        36, 36, 37, 0, 0,
    ]  # fmt: skip


@given(zone=st.sampled_from([*range(25, 46), *range(13, 24)]), rest=st.floats(1e5, 9e5))
def test_prefix_names_the_zone(zone: Any, rest: Any) -> None:
    assert prefix_zones([zone * 1e6 + rest])[0] == zone
    assert prefix_zones([rest])[0] == 0


@given(
    zone=st.sampled_from([*range(25, 46), *range(13, 24)]),
    easting=st.floats(2e5, 8e5),
    northing=st.floats(2e6, 5.9e6),
    swap=st.booleans(),
    prefixed=st.booleans(),
)
def test_every_zone_and_order_is_detected(
    zone: Any, easting: Any, northing: Any, swap: Any, prefixed: Any
) -> None:
    east = [easting + zone * 1e6 * prefixed]
    pair = ([northing], east) if swap else (east, [northing])
    found = detect_crs(*pair, zone=None if prefixed else zone)
    assert found.crs == zone_crs(zone, prefixed=prefixed)
    assert found.swapped is swap
    assert f"N {northing:.0f}" in found.evidence


def test_degrees_are_detected_in_both_orders() -> None:
    assert detect_crs([110.0], [39.8]).swapped is False
    found = detect_crs([39.8, np.nan], [110.0, 110.0])
    assert found.swapped
    assert found.crs.to_epsg() == 4490


@pytest.mark.parametrize(
    ("x", "y", "options", "says"),
    [
        ([5e5], [4.4e6], {}, "zone="),
        ([4.4e6], [5e5], {}, "crs="),
        ([3.65e7, 3.75e7], [4.4e6, 4.4e6], {}, "36 \\(1\\), 37 \\(1\\)"),
        ([3.75e7, 5e5], [4.4e6, 4.4e6], {}, "none \\(1\\)"),
        ([3.75e7], [4.4e6], {"zone": 36}, "zone=36"),
        ([1.0], [2.0], {}, "fit no coordinate system"),
        ([np.nan], [2.0], {}, "no coordinates"),
        ([], [], {}, "no coordinates"),
        ([3.75e7], [4.4e6], {"crs": 4524}, "not the CRS 4524"),
        ([5e5], [4.4e6], {"crs": 4490}, "not the CRS"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    x: Any, y: Any, options: Any, says: Any
) -> None:
    with pytest.raises(CRSError, match=says):
        detect_crs(x, y, **options)


@pytest.mark.parametrize("crs", [4525, 2361, 2412 - 0])
def test_a_stated_crs_is_kept_and_its_axes_found(crs: Any) -> None:
    zone = 36 if crs == 2412 else 37
    east = [zone * 1e6 + 4.9e5]
    assert detect_crs([4.4e6], east, crs=crs).swapped
    assert detect_crs(east, [4.4e6], crs=crs) == detect_crs(
        np.array(east), np.array([4.4e6]), crs=crs
    )


def test_stated_geographic_crs_with_latitude_first() -> None:
    assert detect_crs([39.8], [80.0], crs=4490).swapped
    assert detect_crs([4e4], [1e5], crs=2272).swapped is False


def test_one_stray_feature_refutes_no_stated_crs() -> None:
    found = detect_crs([37.5e6, 37.5e6, 0.0], [4.4e6, 4.4e6, 0.0], crs=4525)
    assert found.swapped is False


def frame(crs: Any, east: Any = 37_500_000.0) -> Any:
    land = box(east, 4_400_000, east + 100, 4_400_100)
    return gpd.GeoDataFrame({"a": [1]}, geometry=[land], crs=crs, index=[7])


def test_to_geographic_keeps_rows_and_leaves_input_alone() -> None:
    before = frame(4525).rename_geometry("图形")
    copy = before.copy(deep=True)
    after = to_geographic(before)
    assert after.crs.to_epsg() == 4490
    assert after.index.tolist() == [7]
    assert after.active_geometry_name == "图形"
    assert after.geometry.iloc[0].bounds[0] == pytest.approx(111.0)
    assert before.equals(copy)
    assert before.crs.to_epsg() == 4525


def test_esri_names_give_the_same_place() -> None:
    expected = to_geographic(frame(4525)).geometry.iloc[0]
    for wkt in (ESRI.format(name="a", method="Gauss_Kruger"), NAMED_ONLY):
        got = to_geographic(frame(CRS.from_wkt(wkt))).geometry.iloc[0]
        assert got.equals_exact(expected, 1e-12)


def test_wgs84_degrees_stay_as_they_are() -> None:
    points = gpd.GeoSeries([Point(110.123456789, 39.8)], crs=4326, name="p")
    moved = to_geographic(points)
    assert moved.crs.to_epsg() == 4490
    assert moved.iloc[0].equals(points.iloc[0])
    assert moved.name == "p"
    assert to_geographic(moved).iloc[0].equals(points.iloc[0])
    assert points.crs.to_epsg() == 4326


@pytest.mark.parametrize("crs", [2361, 4610, 4214, 2272])
def test_other_datums_are_refused(crs: Any) -> None:
    with pytest.raises(CRSError, match="transformation="):
        to_geographic(frame(crs))


def test_zero_parameters_shift_only_by_the_ellipsoid() -> None:
    moved = to_geographic(frame(2361), transformation=[0] * 7)
    x, y, *_ = moved.geometry.iloc[0].bounds
    own_x, own_y = transform_arrays([37_500_000.0], [4_400_000.0], source=2361,
                                    target=4610)  # fmt: skip
    assert x == pytest.approx(own_x[0], abs=1e-9)
    assert y == pytest.approx(own_y[0], abs=1e-5)


def test_seven_parameters_match_a_pipeline() -> None:
    seven = [12.5, -100.0, 60.0, 0.3, -0.2, 0.5, -2.0]
    pipeline = (
        "+proj=pipeline +step +inv +proj=tmerc +lon_0=111 +x_0=37500000 "
        "+a=6378140 +rf=298.257 +step +proj=cart +a=6378140 +rf=298.257 "
        "+step +proj=helmert +x=12.5 +y=-100 +z=60 +rx=0.3 +ry=-0.2 +rz=0.5 +s=-2 "
        "+convention=position_vector +step +inv +proj=cart +ellps=GRS80 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    both = [
        to_geographic(frame(2361).rename_geometry("g"), transformation=way)
        for way in (seven, pipeline, Transformer.from_pipeline(pipeline))
    ]
    assert both[0].active_geometry_name == "g"
    for other in both[1:]:
        assert both[0].geometry.iloc[0].equals_exact(other.geometry.iloc[0], 1e-10)


def test_wrong_transformations() -> None:
    with pytest.raises(ValueError, match="seven"):
        to_geographic(frame(2361), transformation=[1.0, 2.0])
    with pytest.raises(CRSError, match="without a place"):
        to_geographic(
            frame(2361, east=1e30).geometry,
            transformation="+proj=pipeline +step +inv +proj=tmerc +ellps=GRS80 "
            "+step +proj=unitconvert +xy_in=rad +xy_out=deg",
        )


def test_a_crs_is_required() -> None:
    with pytest.raises(CRSError, match="crs="):
        require_crs(frame(None))
    with pytest.raises(CRSError, match="set_geometry"):
        require_crs(gpd.GeoDataFrame({"a": [1]}))
    assert require_crs(frame(4525).geometry).to_epsg() == 4525


@pytest.mark.parametrize(
    ("words", "datum"),
    [
        ("2000国家大地坐标系", "cgcs2000"),
        ("国家２０００", "cgcs2000"),
        ("CGCS2000", "cgcs2000"),
        ("80国家大地坐标系", "xian80"),
        ("80西安坐标系", "xian80"),
        ("1980西安坐标系", "xian80"),
        ("西安80坐标系", "xian80"),
        ("54北京坐标系", "beijing54"),
        ("北京54坐标系", "beijing54"),
        ("1954年北京坐标系", "beijing54"),
        ("1980年西安坐标系", "xian80"),
        ("WGS-84", "wgs84"),
        ("独立坐标系", None),
        ("", None),
    ],
)
def test_datums_in_words(words: Any, datum: Any) -> None:
    assert datum_named(words) == datum


@pytest.mark.parametrize(("datum", "name"), [("xian80", "Xian"), ("beijing54", "Beij")])
@pytest.mark.parametrize(
    ("zone", "meridian"), [(25, 75), (45, 135), (13, 75), (23, 135)]
)
@pytest.mark.parametrize("prefixed", [True, False])
def test_zones_of_older_datums(
    datum: Any, name: Any, zone: Any, meridian: Any, prefixed: Any
) -> None:
    crs = zone_crs(zone, prefixed=prefixed, datum=datum)
    assert datum_of(crs) == datum
    assert crs.name.startswith(name)
    values = {p.name: p.value for p in crs.coordinate_operation.params}
    assert values["Longitude of natural origin"] == meridian
    assert values["False easting"] == 500_000 + zone * 1e6 * prefixed


def test_wgs84_has_no_such_zones() -> None:
    with pytest.raises(ValueError, match="datum must be"):
        zone_crs(37, datum="wgs84")


def test_a_pipeline_that_is_none_is_refused_by_name() -> None:
    square = gpd.GeoSeries([box(37_431_000, 4_374_000, 37_431_100, 4_374_100)])
    with pytest.raises(CRSError, match="transformation="):
        to_geographic(square.set_crs("EPSG:2361"), transformation="+proj=nonsense")


def test_zones_of_shapes_are_those_of_their_middles() -> None:
    given = np.array([box(109.4, 39, 109.59, 40), box(109.4, 39, 109.7, 40), None])
    assert zones_of(given).tolist() == [36, 37, 0]


def test_the_zones_of_china_and_their_meridians() -> None:
    every = [number for number in range(60) if is_zone(number)]
    assert every == [*range(13, 24), *range(25, 46)]
    assert meridian_of(37) == 111
    for zone in range(25, 46):
        operation = zone_crs(zone).coordinate_operation
        assert operation is not None
        values = {p.name: p.value for p in operation.params}
        assert values["Longitude of natural origin"] == meridian_of(zone)


@pytest.mark.parametrize("datum", ["cgcs2000", "wgs84", "xian80", "beijing54"])
def test_the_degrees_of_each_datum(datum: Any) -> None:
    crs = geographic_crs(datum)
    assert crs.is_geographic
    assert datum_of(crs) == datum


def test_a_datum_that_is_none_has_no_degrees() -> None:
    with pytest.raises(ValueError, match="cgcs2000"):
        geographic_crs("tokyo")  # type: ignore[arg-type] # what is tested
