"""Two accounts over partitions: the lines and totals of one process."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from test_scale_cases import SEEDS, parted

import landbase as lb
from landbase import scale
from landbase.errors import SchemaError
from landbase.testing import make_parcels

COUNT = 80


def moved(shape: shapely.Geometry, east: float, north: float = 0.0) -> Any:
    return shapely.transform(shape, lambda at: at + np.array([east, north]))


def accounts() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Make two accounts that differ in every way there is."""
    ours = make_parcels(COUNT)
    ours["declared_area_m2"] = np.round(lb.ellipsoidal_area(ours), 2)
    theirs = ours.copy()
    ids, area = (
        theirs["parcel_id"].tolist(),
        theirs["declared_area_m2"].to_numpy().copy(),
    )
    shapes = theirs.geometry.to_numpy().copy()
    ids[3], ids[4] = (
        f"新{ids[3]}",
        ids[4].lower().replace("-", "－"),
    )  # other id, spelling
    shapes[7], shapes[8] = moved(shapes[7], 3.0), moved(shapes[8], 0.01)
    area[10], area[11] = area[10] / 10_000, np.round(area[11] + 90, 2)
    area[12], area[13] = np.nan, np.round(area[13] * 1.2, 2)
    area[20] += 15.0  # beside each other, and what one lost the other got
    area[21] -= 15.0
    shapes[21] = moved(shapes[20], 0.001)
    theirs = theirs.assign(parcel_id=ids, declared_area_m2=area)
    theirs = theirs.set_geometry(gpd.GeoSeries(shapes, crs=theirs.crs))
    theirs.loc[30, "banner"] = None
    # one of ours is two of theirs, far ones of either side are missing
    west, south, east, north = shapes[40].bounds
    middle = (west + east) / 2
    halves = [
        shapely.intersection(shapes[40], shapely.box(*box))
        for box in ((west, south, middle, north), (middle, south, east, north))
    ]
    two = theirs.iloc[[40, 40]].assign(parcel_id=["半-1", "半-2"])
    two = two.set_geometry(gpd.GeoSeries(halves, index=two.index, crs=theirs.crs))
    two["declared_area_m2"] = np.round(lb.ellipsoidal_area(two), 2)
    rest = theirs.drop(index=[40, 50])
    doubled = rest.iloc[[60]]
    theirs = pd.concat([rest, two, doubled], ignore_index=True)
    return ours.drop(index=55).reset_index(drop=True), theirs


OURS, THEIRS = accounts()


def same(found: Any, wanted: Any) -> None:
    pd.testing.assert_frame_equal(found.lines, wanted.lines, check_exact=True)
    pd.testing.assert_frame_equal(found.totals, wanted.totals, check_exact=True)


def owners(seed: int, count: int) -> Any:
    rng = np.random.default_rng(seed)
    return rng.integers(0, rng.integers(1, 6), count)


@settings(max_examples=6, deadline=None)
@given(SEEDS, SEEDS, st.sampled_from(["declared_area_m2", "ellipsoidal"]))
def test_no_partition_changes_a_line_or_a_total(one: int, two: int, area: str) -> None:
    how: dict[str, Any] = {"by": "banner", "area": ("ellipsoidal", area)}
    wanted = lb.reconcile(OURS, THEIRS, **how)
    classes = {*wanted.lines["class"]}
    assert {"other_id", "split", "only_left", "elsewhere", "zone_shift"} <= classes
    left = parted(OURS, owners(one, len(OURS)))
    right = parted(THEIRS, owners(two, len(THEIRS)))
    same(scale.reconcile(left, right, **how), wanted)


@pytest.mark.parametrize("area", ["declared_area_m2", "planar"])
def test_either_account_may_be_a_plain_table(area: str) -> None:
    ours = parted(OURS, owners(5, len(OURS)))
    wanted = lb.reconcile(OURS, THEIRS, area=area)
    same(scale.reconcile(ours, THEIRS, area=area), wanted)
    table = pd.DataFrame(THEIRS).drop(columns="geometry")
    wanted = lb.reconcile(OURS, table, by="category")
    same(scale.reconcile(ours, table, by="category"), wanted)
    wanted = lb.reconcile(table, OURS, names=("台账", "图斑"))
    found = scale.reconcile(table, ours, names=("台账", "图斑"))
    same(found, wanted)
    assert found.left_name == "台账"


def test_without_a_common_id_the_ground_alone_matches() -> None:
    """Every pair lies in other partitions of either account, and is found once."""
    theirs = OURS.assign(parcel_id=[f"乙{n}" for n in range(len(OURS))])
    left = parted(OURS, np.arange(len(OURS)) % 4)
    right = parted(theirs, np.arange(len(theirs)) % 3)
    found = scale.reconcile(left, right)
    same(found, lb.reconcile(OURS, theirs))
    assert (found.lines["class"] == "other_id").all()
    assert len(found.lines) == len(OURS)


def test_a_rule_is_held_against_outlines_where_they_are() -> None:
    plane = np.round(lb.planar_area(OURS) * 15 / 10_000, 2)
    declared = OURS.assign(declared_area_m2=plane / 15 * 10_000)
    rule = lb.infer_area_rule(plane, OURS, unit="mu")
    how: dict[str, Any] = {"area": ("ellipsoidal", "declared_area_m2"), "rule": rule}
    wanted = lb.reconcile(OURS, declared, **how)
    assert "area_rule" in {*wanted.lines["class"]}
    ours, theirs = (parted(t, owners(8, len(t))) for t in (OURS, declared))
    same(scale.reconcile(ours, theirs, **how), wanted)


def test_columns_that_lack_are_named() -> None:
    ours = parted(OURS, owners(1, len(OURS)))
    with pytest.raises(SchemaError, match="nowhere"):
        scale.reconcile(ours, ours, on="nowhere")
    with pytest.raises(SchemaError, match="nowhere"):
        scale.reconcile(ours, ours, by="nowhere")
    with pytest.raises(SchemaError, match="number"):
        scale.reconcile(ours, ours, area="name")
