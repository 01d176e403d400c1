"""The maker of parcel tables, and their comparison."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from landbase.rules.schema import PARCEL_COLUMNS
from landbase.rules.vocabulary import Vocabulary
from landbase.testing import assert_parcels_equal, make_parcels


def test_parcels_are_valid_apart_and_of_the_vocabulary() -> None:
    parcels = make_parcels(2000, seed=3, holes=0.3, parts=0.3)
    shapes = parcels.geometry.to_numpy()
    assert parcels.crs.to_epsg() == 4490
    assert parcels.index.tolist() == list(range(2000))
    assert parcels["parcel_id"].is_unique
    assert shapely.is_valid(shapes).all()
    left, _ = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert len(left) == len(shapes)
    words = Vocabulary.default()
    for column in ("category", "banner", "cause", "disposal_type", "status"):
        assert set(parcels[column].dropna()) <= set(words.codes(column))
    causes = words.terms["cause"]
    fits = [
        causes[cause].category == category
        for cause, category in zip(parcels["cause"], parcels["category"], strict=True)
    ]
    assert all(fits)
    assert set(parcels.columns) - {"geometry"} <= set(PARCEL_COLUMNS)


def test_shares_of_holes_and_parts() -> None:
    parcels = make_parcels(1000, holes=1, parts=0.5)
    shapes = parcels.geometry
    assert (shapes.count_interior_rings() > 0).sum() == (shapes.type == "Polygon").sum()
    assert 400 < (shapes.type == "MultiPolygon").sum() < 600


def test_declared_areas_are_those_of_the_outlines() -> None:
    parcels = make_parcels(300, holes=0.5, parts=0.5, vertices=4)
    plane = parcels.to_crs("+proj=cea +lat_ts=39 +ellps=GRS80").area
    off = plane / parcels["declared_area_m2"] - 1
    assert np.abs(off).max() < 1e-3


@pytest.mark.parametrize("n", [0, 1, 2, 7])
def test_any_number_of_parcels(n: int) -> None:
    parcels = make_parcels(n, vertices=3)
    assert len(parcels) == n
    assert parcels.is_valid.all()


def test_the_same_seed_gives_the_same_table() -> None:
    assert_parcels_equal(make_parcels(50, seed=1), make_parcels(50, seed=1))
    with pytest.raises(AssertionError):
        assert_parcels_equal(make_parcels(50, seed=1), make_parcels(50, seed=2))


def test_another_crs() -> None:
    parcels = make_parcels(5, crs=4525)
    assert parcels.crs.to_epsg() == 4525
    assert parcels.total_bounds[0] > 37_000_000


@pytest.mark.parametrize("wrong", [{"vertices": 2}, {"holes": 1.1}, {"parts": -0.1}])
def test_wrong_arguments(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="vertices"):
        make_parcels(5, **wrong)  # type: ignore[arg-type] - of either kind


def test_comparison_overlooks_ring_direction_but_not_land() -> None:
    parcels = make_parcels(4)
    turned = parcels.assign(geometry=parcels.geometry.reverse())
    assert_parcels_equal(parcels, turned.rename_geometry("图形"))
    moved = parcels.set_geometry(parcels.geometry.translate(1e-6))
    assert_parcels_equal(parcels, moved, tolerance=2e-6)
    with pytest.raises(AssertionError, match="geometries of 4 rows"):
        assert_parcels_equal(parcels, moved)
    with pytest.raises(AssertionError, match="CRS"):
        assert_parcels_equal(parcels, parcels.to_crs(4525))
    other = parcels.assign(name="x")
    with pytest.raises(AssertionError, match="name"):
        assert_parcels_equal(parcels, other)
