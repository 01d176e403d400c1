"""Geometry is repaired only with an issue, and set aside where it cannot be."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from raw_tables import SOUTH, WEST, clean, found, lot, raw
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from landbase.rules.ruleset import Rules
from landbase.rules.schema import Tolerances


def at(*corners: tuple[float, float]) -> Polygon:
    return Polygon([(WEST + x, SOUTH + y) for x, y in corners])


BOWTIE = at((0, 0), (100, 100), (100, 0), (0, 100))
# a square with a spike of no width
SPIKE = at((0, 0), (100, 0), (100, 50), (150, 50), (100, 50), (100, 100), (0, 100))
# a 100 m square whose ring crosses itself at a corner: 9 999 m² become 10 000.33
NICK = at((0, 0), (100, 0), (100, 100), (0, 100), (0, 1), (2, -2))


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "empty_geometry"),
        (Polygon(), "empty_geometry"),
        (MultiPolygon(), "empty_geometry"),
        (Point(WEST, SOUTH), "not_polygon"),
        (LineString([(WEST, SOUTH), (WEST + 9, SOUTH)]), "not_polygon"),
        (GeometryCollection([Point(WEST, SOUTH)]), "not_polygon"),
        (at((0, 0), (50, 0), (100, 0)), "zero_area"),
        (at((0, 0), (0.01, 0), (0.01, 0.01)), "zero_area"),
        (BOWTIE, "geometry_broken"),
    ],
)
def test_what_is_no_parcel_is_set_aside_and_says_why(shape: object, code: str) -> None:
    result = clean(raw([shape, lot(1)]))
    assert result.parcels["source_row"].tolist() == [2]
    (issue,) = found(result, code).to_dict("records")
    assert (issue["source_row"], issue["set_aside"], issue["severity"]) == (
        1,
        True,
        "error",
    )


def test_a_coordinate_that_is_no_number_sets_its_row_aside() -> None:
    with np.errstate(invalid="ignore"):
        endless = shapely.from_wkt(
            f"POLYGON (({WEST} {SOUTH}, {WEST + 9} nan, {WEST} {SOUTH + 9}, "
            f"{WEST} {SOUTH}))"
        )
    result = clean(raw([endless, lot(1)]))
    assert found(result, "bad_coordinates")["source_row"].tolist() == [1]


def test_a_spike_is_repaired_and_changes_no_area() -> None:
    result = clean(raw([SPIKE, lot(1)]))
    assert len(result.parcels) == 2
    (issue,) = found(result, "geometry_repaired").to_dict("records")
    assert "changed by 0%" in issue["message_en"]
    assert result.parcels.geometry.is_valid.all()
    assert set(result.parcels.geom_type) == {"Polygon"}


def test_a_repair_within_the_share_is_kept_and_beyond_it_set_aside() -> None:
    assert not NICK.is_valid
    kept = clean(raw([NICK]))
    assert len(found(kept, "geometry_repaired")) == 1
    strict = clean(raw([NICK]), rules=Rules(tolerances=Tolerances(repair_share=0.0001)))
    assert len(strict.parcels) == 0
    assert len(found(strict, "geometry_broken")) == 1


def test_a_part_drawn_twice_stays_land_once() -> None:
    twice = MultiPolygon([lot(0), lot(0), lot(1)])
    result = clean(raw([twice]), rules=Rules(tolerances=Tolerances(repair_share=0.5)))
    (shape,) = result.parcels.geometry
    assert shapely.get_num_geometries(shape) == 2


def test_polygons_are_taken_out_of_collections() -> None:
    nested = GeometryCollection([
        MultiPolygon([lot(0), lot(1)]),
        LineString([(WEST, SOUTH), (WEST + 9, SOUTH)]),
    ])
    single = GeometryCollection([lot(2), Point(WEST, SOUTH)])
    result = clean(raw([nested, lot(3), single]))
    assert result.parcels.geom_type.tolist() == ["MultiPolygon", "Polygon", "Polygon"]
    assert found(result, "collection_reduced")["source_row"].tolist() == [1, 3]


def test_holes_and_parts_stay_as_surveyed() -> None:
    hole = lot(0).difference(lot(0).buffer(-20))
    parts = MultiPolygon([lot(1), lot(2)])
    result = clean(raw([hole, parts]))
    assert len(found(result, "geometry_repaired")) == 0
    assert shapely.get_num_interior_rings(result.parcels.geometry.iloc[0]) == 1
    assert shapely.get_num_geometries(result.parcels.geometry.iloc[1]) == 2


def test_only_rows_without_geometry_give_an_empty_table() -> None:
    result = clean(raw([None, Polygon()]))
    assert len(result.parcels) == 0
    assert len(result.issues.set_aside_rows()) == 2


def test_thin_triangles_of_real_size_are_parcels() -> None:
    assert len(clean(raw([box(WEST, SOUTH, WEST + 100, SOUTH + 0.01)])).parcels) == 1


def test_faults_of_shapes_are_told_in_chinese() -> None:
    result = clean(raw([lot(0), BOWTIE, Point(WEST, SOUTH)]))
    broken, point = found(result, "geometry_broken"), found(result, "not_polygon")
    assert "（边界自相交，位于" in broken["message_zh"].iloc[0]
    assert "(Self-intersection[" in broken["message_en"].iloc[0]
    assert "图形是点，不是面" in point["message_zh"].iloc[0]
    assert "is a point" in point["message_en"].iloc[0]
