"""No CRS is assumed: it is stated, passed, or read off the coordinates and reported."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from raw_tables import SOUTH, WEST, clean, found, lot, raw

from landbase.errors import CRSError
from landbase.parcels.georeference import CRSHints
from landbase.parcels.read import Cleaning, ReadResult, clean_tables

LON, LAT = Transformer.from_crs(4525, 4490, always_xy=True).transform(WEST, SOUTH)


def moved(dx: float = 0.0, *, swapped: bool = False, rows: int = 3) -> list:
    lots = [
        shapely.transform(lot(n), lambda c: c + np.array([dx, 0.0]))
        for n in range(rows)
    ]
    if swapped:
        lots = [shapely.transform(shape, lambda c: c[:, ::-1]) for shape in lots]
    return lots


def corner(result: ReadResult) -> tuple[float, float]:
    """Give the vertex of the first parcel that is nearest to where it should be."""
    corners = shapely.get_coordinates(result.parcels.geometry.iloc[0])
    off = np.abs(corners - (LON, LAT)).sum(axis=1)
    x, y = corners[off.argmin()]
    return float(x), float(y)


def test_a_stated_crs_is_used_in_silence() -> None:
    result = clean(raw())
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-9)
    assert not set(result.issues.table["code"]) & {"crs_detected", "crs_given"}


def test_eastings_with_a_zone_name_their_crs() -> None:
    result = clean(raw(crs=None))
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-9)
    assert "EPSG:4525" in found(result, "crs_detected")["value"][0]


def test_eastings_without_a_zone_are_refused_and_name_the_arguments() -> None:
    table = raw(moved(-37e6), crs=None)
    with pytest.raises(CRSError, match=r"zone=.*crs=") as refused:
        clean(table)
    assert refused.value.issues is not None


@pytest.mark.parametrize("hints", [CRSHints(zone=37), CRSHints(crs="EPSG:4546")])
def test_a_zone_or_a_crs_decides_for_them(hints: CRSHints) -> None:
    result = clean(raw(moved(-37e6), crs=None), hints=hints)
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-9)


@pytest.mark.parametrize(
    ("crs", "hints"), [(None, CRSHints()), ("EPSG:4525", CRSHints()),
                         (None, CRSHints(crs=4525))],
)  # fmt: skip
def test_swapped_axes_are_swapped_back_and_reported(
    crs: str | None, hints: CRSHints
) -> None:
    result = clean(raw(moved(swapped=True), crs=crs), hints=hints)
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-9)
    assert len(found(result, "axes_swapped")) == 1


def test_degrees_without_a_crs_are_cgcs2000_and_said_so() -> None:
    shapes = clean(raw()).parcels.geometry.tolist()
    result = clean(raw(shapes, crs=None))
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-12)
    assert "EPSG:4490" in found(result, "crs_detected")["value"][0]


def test_wgs84_is_taken_with_an_info() -> None:
    shapes = clean(raw()).parcels.geometry.tolist()
    result = clean(raw(shapes, crs=4326))
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-12)
    assert found(result, "crs_wgs84")["severity"].tolist() == ["info"]


def test_a_crs_passed_must_agree_with_the_one_stated() -> None:
    assert len(clean(raw(), hints=CRSHints(crs=4525)).parcels) == 3
    with pytest.raises(CRSError, match=r"states CGCS2000.*but crs= says"):
        clean(raw(), hints=CRSHints(crs=4524))


def test_a_crs_that_proj_does_not_know_is_refused() -> None:
    with pytest.raises(CRSError, match="not known to PROJ"):
        clean(raw(crs=None), hints=CRSHints(crs="EPSG:999999"))


def test_degrees_stated_for_metres_are_not_believed() -> None:
    result = clean(raw(crs=4326))
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-9)
    assert found(result, "crs_contradicted")["value"].tolist() == ["WGS 84"]
    assert len(found(result, "crs_detected")) == 1


@pytest.mark.parametrize("crs", [2361, 2413])
def test_older_datums_are_refused_with_the_argument_to_pass(crs: int) -> None:
    with pytest.raises(CRSError, match="transformation="):
        clean(raw(crs=crs))


def test_an_older_datum_in_the_wrong_zone_is_not_taken_for_cgcs2000() -> None:
    with pytest.raises(CRSError, match=r"Xian 1980.*crs=") as refused:
        clean(raw(crs=2360))
    assert "--crs" in refused.value.zh
    with pytest.raises(CRSError, match="transformation="):
        clean(raw(crs=2360), hints=CRSHints(crs=2361))


def test_a_transformation_brings_an_older_datum_over() -> None:
    over = Transformer.from_crs(2361, 4610, always_xy=True)
    result = clean(raw(crs=2361), hints=CRSHints(transformation=over))
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-4)
    assert len(found(result, "crs_old_datum")) == 1


def test_a_transformation_leaves_cgcs2000_alone() -> None:
    over = Transformer.from_crs(2361, 4610, always_xy=True)
    result = clean(raw(), hints=CRSHints(transformation=over))
    assert corner(result) == pytest.approx((LON, LAT), abs=1e-9)


def test_rows_of_two_zones_are_each_placed_by_their_own_zone() -> None:
    west = shapely.transform(lot(0), lambda c: c - np.array([800_000.0, 0.0]))
    result = clean(raw([lot(0), west, lot(2)], crs=None))
    values = found(result, "crs_detected")["value"]
    assert ["EPSG:4524" in values[0], "EPSG:4525" in values[1]] == [True, True]
    assert len(result.parcels) == 3


def test_one_row_far_off_is_set_aside_and_decides_nothing() -> None:
    lost = shapely.box(0, 0, 100, 100)
    for crs in (None, "EPSG:4525"):
        result = clean(raw([*moved(rows=19), lost], crs=crs))
        assert len(result.parcels) == 19
        assert found(result, "off_the_map")["source_row"].tolist() == [20]


def test_the_raw_geometry_is_left_alone() -> None:
    table = raw(moved(swapped=True), crs=None)
    before = shapely.to_wkb(table.geometry)
    clean_tables([table], Cleaning())
    assert np.array_equal(before, shapely.to_wkb(table.geometry))
