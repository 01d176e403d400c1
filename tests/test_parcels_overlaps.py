"""Overlaps, duplicates and slivers: squares whose common part is known."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from landbase.errors import CRSError, GeometryError, SchemaError
from landbase.parcels.overlaps import find_overlaps, find_slivers

X, Y = 500_000, 4_300_000


def square(east: float, north: float = 0, *, side: float = 100) -> Polygon:
    return box(X + east, Y + north, X + east + side, Y + north + side)


def table(*shapes: object, crs: str | None = "EPSG:4546") -> gpd.GeoDataFrame:
    ids = [f"P{number}" for number in range(len(shapes))]
    return gpd.GeoDataFrame({"parcel_id": ids}, geometry=list(shapes), crs=crs)


def test_half_a_square_in_common() -> None:
    [pair] = find_overlaps(table(square(0), square(50))).to_dict("records")
    assert (pair["left"], pair["right"]) == (0, 1)
    assert (pair["left_id"], pair["right_id"]) == ("P0", "P1")
    assert pair["area_m2"] == pytest.approx(5000, rel=1e-6)
    assert pair["share_left"] == pytest.approx(0.5)
    assert pair["relation"] == "partial"


def test_the_same_square_and_one_within_another() -> None:
    reversed_square = shapely.reverse(square(0))
    pairs = find_overlaps(table(square(0), reversed_square, square(25, 25, side=50)))
    assert pairs["relation"].tolist() == ["two_way", "one_way", "one_way"]
    assert pairs["area_m2"].tolist() == pytest.approx([1e4, 2500, 2500], rel=1e-6)


def test_one_way_whichever_side_is_small() -> None:
    pairs = find_overlaps(table(square(25, 25, side=50), square(0)))
    assert pairs["relation"].tolist() == ["one_way"]
    assert pairs["share_left"].tolist() == pytest.approx([1.0])


def test_neighbours_do_not_overlap_though_their_vertices_differ() -> None:
    # A 4 km edge with a vertex of the neighbour in its middle: straight in the plane,
    # but half a metre off a straight line in longitude and latitude.
    long = box(X, Y, X + 4000, Y + 100)
    north = [
        box(X, Y + 100, X + 2000, Y + 200),
        box(X + 2000, Y + 100, X + 4000, Y + 200),
    ]
    neighbours = table(long, *north)
    assert find_overlaps(neighbours, min_area=0.01).empty
    assert find_overlaps(neighbours.to_crs("EPSG:4490"), min_area=0.01).empty


def test_smaller_common_parts_are_left_out() -> None:
    parcels = table(square(0), square(99.995))
    assert find_overlaps(parcels).empty
    assert len(find_overlaps(parcels, min_area=0.4)) == 1
    touching = table(square(0), square(100))
    assert find_overlaps(touching, min_area=0).empty


def test_a_hole_is_not_common_land() -> None:
    ring = square(0).difference(square(25, 25, side=50))
    assert find_overlaps(table(ring, square(25, 25, side=50))).empty
    two = shapely.union_all([square(0), square(500)])
    [pair] = find_overlaps(table(two, square(450))).to_dict("records")
    assert pair["share_left"] == pytest.approx(0.25)


def test_order_of_pairs_and_renamed_geometry() -> None:
    parcels = table(square(0), square(300), square(50), square(350)).rename_geometry(
        "界"
    )
    pairs = find_overlaps(parcels)
    assert list(zip(pairs["left"], pairs["right"], strict=True)) == [(0, 2), (1, 3)]


def test_nothing_to_find() -> None:
    for parcels in (table(), table(square(0)), table(square(0), None, Polygon())):
        pairs = find_overlaps(parcels)
        assert pairs.empty
        assert {"left", "right", "area_m2", "relation"} <= set(pairs)
        assert find_slivers(parcels).dtype == bool
        assert not find_slivers(parcels).any()


def test_invalid_geometry_is_named() -> None:
    bow = Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)])
    with pytest.raises(GeometryError, match="P1"):
        find_overlaps(table(square(0), bow))


def test_refusals() -> None:
    with pytest.raises(CRSError):
        find_overlaps(table(square(0), crs=None))
    with pytest.raises(CRSError):
        find_slivers(table(square(0), crs=None))
    with pytest.raises(SchemaError, match="parcel_id"):
        find_overlaps(table(square(0)).drop(columns="parcel_id"))


def test_input_is_left_alone() -> None:
    parcels = table(square(0), square(50))
    before = parcels.copy(deep=True)
    find_overlaps(parcels)
    find_slivers(parcels)
    pd.testing.assert_frame_equal(parcels, before)


def test_a_strip_is_a_sliver_and_a_road_is_none() -> None:
    strip = box(X, Y, X + 100, Y + 0.5)
    road = box(X, Y, X + 2000, Y + 20)
    speck = square(0, side=0.5)
    parcels = table(strip, road, speck).set_index(pd.Index([7, 3, 5]))
    found = find_slivers(parcels)
    assert found.name == "sliver"
    assert found.to_dict() == {7: True, 3: False, 5: False}
    assert find_slivers(parcels, width=30).to_dict() == {7: True, 3: True, 5: False}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=8),
    st.randoms(use_true_random=False),
)
def test_pairs_do_not_depend_on_order(corners: list[tuple[int, int]], random) -> None:  # noqa: ANN001 - hypothesis gives a Random
    shapes = [square(50 * east, 50 * north) for east, north in corners]
    parcels = table(*shapes)
    expected = {}
    for one in range(len(shapes)):
        for other in range(one + 1, len(shapes)):
            area = shapes[one].intersection(shapes[other]).area
            if area > 1:
                expected[frozenset((f"P{one}", f"P{other}"))] = round(area)
    order = list(range(len(shapes)))
    random.shuffle(order)
    pairs = find_overlaps(parcels.iloc[order])
    assert (pairs["left"] < pairs["right"]).all()
    keys = map(frozenset, zip(pairs["left_id"], pairs["right_id"], strict=True))
    assert dict(zip(keys, pairs["area_m2"].round(), strict=True)) == expected
