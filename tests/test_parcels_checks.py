"""Whole-table checks: each finding once, with both sides named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Polygon, box

from landbase.banners.layer import read_banners
from landbase.banners.split import split_by_banner
from landbase.errors import CRSError, SchemaError
from landbase.issues import issue_codes
from landbase.parcels.checks import as_gcj02, check_parcels, shift_issues
from landbase.rules.ruleset import Rules
from landbase.rules.schema import Tolerances
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

X, Y = 500_000, 4_300_000
WEST, EAST = "150622", "150627"


def square(east: float, north: float = 0, *, side: float = 100) -> Polygon:
    return box(X + east, Y + north, X + east + side, Y + north + side)


def table(*shapes: object, **columns: object) -> gpd.GeoDataFrame:
    numbers = range(len(shapes))
    given = {
        "parcel_id": [f"P{number}" for number in numbers],
        "category": "idle",
        "source": ["甲.shp" if number % 2 == 0 else "乙.gdb(批)" for number in numbers],
        "source_row": pd.array([number + 1 for number in numbers], dtype="Int64"),
    }
    return gpd.GeoDataFrame(given | columns, geometry=list(shapes), crs="EPSG:4546")


@pytest.fixture
def banners() -> gpd.GeoDataFrame:
    outlines = [box(X, Y, X + 1000, Y + 1000), box(X + 1000, Y, X + 2000, Y + 1000)]
    return gpd.GeoDataFrame(
        {"banner": [WEST, EAST]}, geometry=outlines, crs="EPSG:4546"
    )


def codes(*args: gpd.GeoDataFrame, **options: Tolerances) -> list[tuple[str, str]]:
    found = check_parcels(*args, **options).table
    return list(zip(found["parcel_id"], found["code"], strict=True))


def test_a_clean_table_has_no_issues(banners: gpd.GeoDataFrame) -> None:
    parcels = table(square(100), square(200), square(1200), banner=[WEST, WEST, EAST])
    assert len(check_parcels(parcels, banners)) == 0


def test_one_id_in_two_files_names_both_rows() -> None:
    parcels = table(square(0), square(200), square(400), parcel_id=["A", "A", "B"])
    [issue] = check_parcels(parcels).table.to_dict("records")
    assert (issue["code"], issue["severity"]) == ("id_repeated", "error")
    assert (issue["source"], issue["source_row"]) == ("甲.shp", 1)
    assert "乙.gdb(批)第2行" in issue["message_zh"]
    assert "甲.shp第1行" in issue["message_zh"]
    assert not issue["set_aside"]


def test_one_id_in_both_categories() -> None:
    parcels = table(
        square(0),
        square(200),
        square(400),
        parcel_id=["A", "A", "A"],
        category=["idle", "approved_unsupplied", "idle"],
    )
    assert codes(parcels) == [("A", "id_repeated"), ("A", "id_in_both_categories")]


def test_rows_without_id_are_not_the_same_parcel() -> None:
    assert codes(table(square(0), square(200), parcel_id=[None, None])) == []


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (square(0), "overlap_two_way"),
        (square(25, 25, side=50), "overlap_one_way"),
        (square(50), "overlap_partial"),
    ],
)
def test_shared_land_by_relation(other: Polygon, code: str) -> None:
    [issue] = check_parcels(table(square(0), other)).table.to_dict("records")
    assert issue["code"] == code
    assert "P1" in issue["message_zh"]
    assert "乙.gdb(批) row 2" in issue["message_en"]
    assert float(issue["value"]) == pytest.approx(
        square(0).intersection(other).area, rel=1e-5
    )


def test_the_same_land_in_both_categories() -> None:
    kinds = ["idle", "approved_unsupplied", "idle"]
    parcels = table(square(0), square(0), square(50), category=kinds)
    assert codes(parcels) == [
        ("P0", "land_in_both_categories"),
        ("P0", "overlap_partial"),
        ("P1", "overlap_partial"),
    ]


def test_slivers() -> None:
    parcels = table(square(0), box(X + 500, Y, X + 600, Y + 0.5))
    assert codes(parcels) == [("P1", "thin_parcel")]
    assert codes(parcels, rules=Rules(tolerances=Tolerances(sliver_width_m=0.1))) == []


def test_no_banner_declared() -> None:
    parcels = table(square(0), square(200), banner=[None, WEST])
    assert codes(parcels) == [("P0", "banner_not_declared")]


def test_outside_partly_outside_elsewhere_and_across(banners: gpd.GeoDataFrame) -> None:
    parcels = table(
        square(5000),
        square(-25, 300),
        square(100),
        square(980, 300),
        square(500, 500),
        banner=[WEST, WEST, EAST, EAST, WEST],
    )
    assert codes(parcels, banners) == [
        ("P0", "outside_banners"),
        ("P1", "partly_outside"),
        ("P2", "other_banner"),
        ("P3", "straddles"),
    ]
    messages = check_parcels(parcels, banners).table.set_index("parcel_id")
    assert "2500.00平方米（25.0%）" in messages.loc["P1", "message_zh"]
    assert "登记在伊金霍洛旗，实际位于准格尔旗" in messages.loc["P2", "message_zh"]
    assert messages.loc["P2", "value"] == EAST
    assert "Jungar Banner 2000.00 m²; Ejin" in messages.loc["P3", "message_en"]
    assert messages.loc["P3", "severity"] == "info"


def test_small_parts_across_a_line_are_nothing(banners: gpd.GeoDataFrame) -> None:
    parcels = table(square(900.05, 100), banner=[WEST])
    assert codes(parcels, banners) == []
    strict = Tolerances(straddle_m2=1)
    assert codes(parcels, banners, rules=Rules(tolerances=strict)) == [
        ("P0", "straddles")
    ]


def test_outlines_in_gcj02_are_noticed(banners: gpd.GeoDataFrame) -> None:
    line = [
        square(east, 10 + 40 * n, side=39) for n in range(20) for east in (1001, 900)
    ]
    parcels = table(*line, banner=[EAST, WEST] * 20)
    shifted = banners.to_crs("EPSG:4490")
    moved = shapely.transform(shifted.geometry.to_numpy(), as_gcj02)
    shifted = shifted.set_geometry(gpd.GeoSeries(moved, crs="EPSG:4490"))
    shifted.attrs["source"] = "网上下载.geojson"
    issues = check_parcels(parcels, shifted).by_code()
    [found] = issues["outlines_look_shifted"].table.to_dict("records")
    assert found["source"] == "网上下载.geojson"
    assert "outlines_look_shifted" not in check_parcels(parcels, banners).by_code()


def test_the_real_trap_is_noticed_and_the_true_layer_is_not(shared_data: Path) -> None:
    true, trap = (
        read_banners(shared_data / "boundaries" / f"ordos9_{name}.geojson")
        for name in ("tianditu_cgcs2000", "datav_GCJ02")
    )
    parcels = make_parcels(30_000)
    parts = split_by_banner(parcels, true)
    whole = parts[(parts["place"] == "banner") & ~parts.index.duplicated(keep=False)]
    parcels = parcels.loc[whole.index].assign(banner=whole["banner"])
    assert len(shift_issues(parcels, true)) == 0
    [found] = shift_issues(parcels, trap).table.to_dict("records")
    assert found["source"] == "ordos9_datav_GCJ02.geojson"


def test_gcj02_is_where_public_outlines_are(shared_data: Path) -> None:
    folder = shared_data / "boundaries"
    true, trap = (
        gpd.read_file(folder / f"ordos9_{name}.geojson").union_all()
        for name in ("tianditu_cgcs2000", "datav_GCJ02")
    )
    moved = shapely.transform(true, as_gcj02)
    before = true.symmetric_difference(trap).area
    assert moved.symmetric_difference(trap).area < 0.7 * before
    offset = np.array(moved.centroid.coords[0]) - true.centroid.coords[0]
    metres = np.hypot(
        offset[0] * 111_320 * np.cos(np.radians(39.5)), offset[1] * 111_320
    )
    assert 300 < metres < 700


def test_a_table_without_optional_columns() -> None:
    parcels = table(square(0), square(50))[["parcel_id", "category", "geometry"]]
    assert codes(parcels.rename_geometry("界")) == [("P0", "overlap_partial")]


def test_an_empty_table(banners: gpd.GeoDataFrame) -> None:
    parcels = table(banner=pd.array([], dtype="str"))
    assert len(check_parcels(parcels, banners)) == 0


def test_refusals(banners: gpd.GeoDataFrame) -> None:
    parcels = table(square(0))
    with pytest.raises(SchemaError, match="category"):
        check_parcels(parcels.drop(columns="category"))
    with pytest.raises(CRSError):
        check_parcels(parcels.set_crs(None, allow_override=True), banners)


def test_input_is_left_alone(banners: gpd.GeoDataFrame) -> None:
    parcels = table(square(950), square(960), banner=[EAST, None])
    copies = parcels.copy(deep=True), banners.copy(deep=True)
    check_parcels(parcels, banners)
    pd.testing.assert_frame_equal(parcels, copies[0])
    pd.testing.assert_frame_equal(banners, copies[1])


def test_every_code_has_texts_in_both_languages() -> None:
    for code in ("id_repeated", "straddles", "outlines_look_shifted", "other_banner"):
        texts = issue_codes()[code]
        assert all(
            texts[f"{part}_{lang}"]
            for part in ("title", "todo")
            for lang in ("zh", "en")
        )
