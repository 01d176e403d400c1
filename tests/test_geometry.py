"""Polygons kept, repaired, overlaid, and taken apart into rings."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from landbase.geometry import (
    flatten,
    intersect,
    is_polygonal,
    is_shown,
    polygon_parts,
    polygons_only,
    repair,
    simple_parts,
    unite,
)

LINE = shapely.LineString([(0, 0), (1, 1)])
PAIR = shapely.MultiPolygon([box(0, 0, 1, 1), box(2, 0, 3, 1)])
MIXED = shapely.GeometryCollection([LINE, PAIR, box(5, 0, 6, 1)])
DEEP = shapely.GeometryCollection([shapely.GeometryCollection([MIXED]), LINE])
# a square whose upper half was drawn a second time, turned the same way
TWICE = shapely.Polygon([
    *((0, 0), (2, 0), (2, 2), (0, 2), (0, 1), (2, 1), (2, 2), (0, 2), (0, 0)),
])


def array(*shapes: object) -> np.ndarray:
    given = np.empty(len(shapes), dtype=object)
    given[:] = shapes
    return given


def test_polygons_only_drops_lines_and_keeps_nested_parts() -> None:
    given = array(LINE, None, MIXED, PAIR, shapely.GeometryCollection(), DEEP)
    kept = polygons_only(given)
    assert shapely.area(kept).tolist() == [0, 0, 3, 2, 0, 3]
    assert is_polygonal(kept).all()
    assert given[0] is LINE
    assert kept[3] is PAIR


def test_one_polygon_of_a_collection_is_a_polygon() -> None:
    one = shapely.GeometryCollection([LINE, box(0, 0, 2, 2)])
    assert polygons_only(array(one))[0].geom_type == "Polygon"


def test_what_is_shown_and_what_is_polygonal() -> None:
    given = array(None, shapely.Polygon(), LINE, PAIR, box(0, 0, 1, 1))
    assert is_shown(given).tolist() == [False, False, True, True, True]
    assert is_polygonal(given).tolist() == [False, True, False, True, True]


def test_parts_stay_in_order_and_know_their_owner() -> None:
    given = array(box(9, 0, 10, 1), None, DEEP, LINE, PAIR)
    parts, owner = polygon_parts(given)
    assert owner.tolist() == [0, 2, 2, 2, 4, 4]
    assert shapely.bounds(parts)[:, 0].tolist() == [9, 0, 2, 5, 0, 2]
    every, of = simple_parts(given)
    assert of.tolist() == [0, 2, 2, 2, 2, 2, 3, 4, 4]
    assert len(every) == 9


def test_a_repair_takes_nothing_out_that_is_covered_twice() -> None:
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    sound = box(0, 0, 1, 1)
    given = array(bow_tie, TWICE, sound, None, LINE)
    valid = repair(given)
    assert shapely.area(valid).tolist()[:3] == [2, 4, 1]
    assert shapely.is_valid(valid[:3]).all()
    assert valid[2] is sound
    assert valid[3] is None
    assert valid[4] is LINE
    assert given[0] is bow_tie


def test_a_spike_alone_leaves_no_land() -> None:
    flat = shapely.Polygon([(0, 0), (1, 0), (2, 0), (0, 0)])
    assert repair(array(flat))[0].is_empty


def test_an_intersection_is_land_or_nothing() -> None:
    square = box(0, 0, 2, 2)
    others = array(box(1, 0, 3, 2), box(2, 0, 3, 2), box(5, 5, 6, 6))
    common = intersect(array(square, square, square), others)
    assert shapely.area(common).tolist() == [2, 0, 0]
    assert is_polygonal(common).all()


def test_polygons_that_cannot_be_overlaid_are_repaired_first() -> None:
    broken = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    common = intersect(array(broken), array(box(0, 0, 2, 2)))
    assert common[0].area == pytest.approx(2)


def test_a_union_is_the_land_of_all() -> None:
    assert unite(array(box(0, 0, 2, 1), box(1, 0, 3, 1), LINE, None)).area == 3
    assert unite(array()).is_empty
    assert unite(array(LINE)).geom_type == "Polygon"


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 4)), max_size=6
    )
)
def test_rings_hold_the_area_of_shells_less_holes(
    corners: list[tuple[int, int, int]],
) -> None:
    shapes = []
    for x, y, side in corners:
        outer = box(x, y, x + side, y + side)
        hole = box(x + 0.25, y + 0.25, x + 0.75, y + 0.75)
        shapes.append(outer.difference(hole) if side % 2 else outer)
    rings = flatten(array(*shapes, None, MIXED, LINE))
    terms = rings.means(rings.y) * rings.edges(rings.x)
    expected = [*shapely.area(array(*shapes)).tolist(), 0, 3, 0]
    assert rings.area(terms) == pytest.approx(expected)
