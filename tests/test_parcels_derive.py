"""Approvals less supplies: analytic areas, and accounts that close in any order."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from landbase.area import ellipsoidal_area
from landbase.banners.split import HAIRLINE_M2
from landbase.errors import GeometryError, SchemaError
from landbase.parcels.checks import check_parcels
from landbase.parcels.derive import APPROVED, SUPPLIED, derive_unsupplied
from landbase.rules.ruleset import Rules

X, Y = 37_500_000, 4_300_000  # on the meridian of zone 37, where areas are true
CELL = 100.0


def land(
    rows: dict[str, Any], *, crs: Any = 4525, **columns: list[Any]
) -> gpd.GeoDataFrame:
    """Make a table: id → one box (west, south, east, north) in metres, or several."""
    shapes = [
        shapely.union_all([box(X + w, Y + s, X + e, Y + n) for w, s, e, n in boxes])
        for boxes in (b if isinstance(b, list) else [b] for b in rows.values())
    ]
    frame = gpd.GeoDataFrame(
        {"parcel_id": [*rows], **columns}, geometry=shapes, crs=4525
    )
    return frame.to_crs(crs)


def account(derived: Any, row: int = 0) -> list[float]:
    figures = ["approved_m2", *APPROVED]
    return [round(x, 1) + 0.0 for x in derived.approvals[figures].iloc[row]]


@pytest.mark.parametrize("crs", [4525, 4490, 4524])
def test_a_remainder_is_what_was_not_supplied(crs: int) -> None:
    derived = derive_unsupplied(
        land({"A": (0, 0, 100, 100)}, crs=crs, approval_no=["批〔2020〕1号"]),
        land({"S": (60, 0, 140, 100)}, crs=crs),
    )
    assert account(derived) == [10_000, 4_000, 6_000, 0, 0]
    supplied = derived.supplies.iloc[0]
    assert supplied["inside_m2"] == pytest.approx(4_000, abs=0.01)
    assert supplied["outside_m2"] == pytest.approx(4_000, abs=0.01)
    [parcel] = derived.parcels.to_dict("records")
    assert parcel["parcel_id"] == "A-01"
    assert parcel["approval_id"] == "A"
    assert parcel["approval_no"] == "批〔2020〕1号"
    assert parcel["category"] == "approved_unsupplied"
    assert derived.parcels.crs.to_epsg() == 4490
    assert ellipsoidal_area(derived.parcels)[0] == pytest.approx(6_000, abs=0.01)


def test_remainders_are_parcels_that_pass_the_checks() -> None:
    derived = derive_unsupplied(
        land({"A": (0, 0, 300, 100), "B": (400, 0, 500, 100)}),
        land({"S": (100, 0, 200, 100)}),
    )
    assert derived.parcels["parcel_id"].tolist() == ["A-01", "A-02", "B-01"]
    assert len(check_parcels(derived.parcels)) == 0
    assert len(derived.issues) == 0


def test_pieces_are_numbered_from_north_to_south_then_west_to_east() -> None:
    cross = {"S": [(100, 0, 120, 300), (0, 100, 300, 120)]}
    derived = derive_unsupplied(land({"A": (0, 0, 300, 300)}), land(cross))
    west_north = shapely.bounds(derived.parcels.to_crs(4525).geometry.to_numpy())
    corners = (west_north[:, [0, 3]] - [X, Y]).round()
    assert corners.tolist() == [[0, 300], [120, 300], [0, 100], [120, 100]]


def test_what_was_said_of_the_whole_is_not_said_of_a_remainder() -> None:
    approvals = land(
        {"A": (0, 0, 100, 100)},
        declared_area_m2=[10_000.0],
        status=["registered"],
        banner=["150622"],
        自编=["甲"],
    )
    before = approvals.copy()
    parcels = derive_unsupplied(approvals, land({"S": (60, 0, 100, 100)})).parcels
    assert {"declared_area_m2", "status"}.isdisjoint(parcels.columns)
    assert parcels[["banner", "自编"]].iloc[0].tolist() == ["150622", "甲"]
    pd.testing.assert_frame_equal(approvals, before)


def test_small_and_thin_pieces_are_slivers_and_not_lost() -> None:
    supplied = {"S": [(0.3, 0, 100, 98.0), (10, 98.0, 100, 100)]}
    derived = derive_unsupplied(land({"A": (0, 0, 100, 100)}), land(supplied))
    # left is a strip of 0.3 m, 98 m long, and a corner of 10 m by 2 m, as one piece
    strip = 0.3 * 98 + 10 * 2
    assert account(derived) == [10_000, 10_000 - round(strip, 1), 0, round(strip, 1), 0]
    assert derived.parcels.empty
    [found] = derived.issues.table.to_dict("records")
    assert found["code"] == "remainder_sliver"
    assert f"{strip:.2f}" in found["message_zh"]
    mine = Rules.default().extended({
        "tolerances": {"declared_m2": 0.0, "declared_share": 0.0, "sliver_width_m": 0.1}
    })
    kept = derive_unsupplied(land({"A": (0, 0, 100, 100)}), land(supplied), rules=mine)
    assert len(kept.parcels) == 1


def test_a_small_approval_that_nothing_was_taken_from_is_no_sliver() -> None:
    derived = derive_unsupplied(
        land({"A": (0, 0, 0.5, 100)}), land({"S": (0.5, 0, 80, 100)})
    )
    assert account(derived) == [50, 0, 50, 0, 0]
    assert derived.parcels["parcel_id"].tolist() == ["A-01"]


def test_land_approved_twice_is_counted_with_the_earlier_approval() -> None:
    rows = {"A": (0, 0, 100, 100), "B": (50, 0, 150, 100)}
    dates = pd.to_datetime(["2021-05-01", "2019-05-01"]).astype("datetime64[s]")
    approvals = land(rows, approval_date=dates)
    derived = derive_unsupplied(approvals, land({"S": (90, 0, 150, 100)}))
    assert account(derived, 0) == [10_000, 0, 5_000, 0, 5_000]
    assert account(derived, 1) == [10_000, 6_000, 4_000, 0, 0]
    [found] = derived.issues.table.to_dict("records")
    assert found["code"] == "approvals_overlap"
    assert found["parcel_id"] == "A"
    assert "5000.00" in found["message_en"]
    years = derived.years()
    assert years.index.tolist() == ["2019", "2021", "total"]
    assert years.loc["2021", "repeated_m2"] == pytest.approx(5_000, abs=0.01)


def test_an_approval_that_repeats_another_leaves_slivers_not_parcels() -> None:
    rows = {"A": (0, 0, 100, 100), "B": (0, 0, 100.4, 100)}
    derived = derive_unsupplied(land(rows), land({"S": (500, 0, 600, 100)}))
    assert account(derived, 1) == [10_040, 0, 0, 40, 10_000]
    assert derived.parcels["parcel_id"].tolist() == ["A-01"]


def test_land_supplied_twice_is_counted_once() -> None:
    supplies = land({"S": (0, 0, 60, 100), "T": (40, 0, 120, 100)})
    derived = derive_unsupplied(land({"A": (0, 0, 100, 100)}), supplies)
    assert account(derived) == [10_000, 10_000, 0, 0, 0]
    figures = derived.supplies[["supplied_m2", *SUPPLIED]].round(1)
    assert figures.to_numpy().tolist() == [
        [6_000, 6_000, 0, 0],
        [8_000, 4_000, 2_000, 2_000],
    ]
    codes = derived.issues.table["code"].tolist()
    assert codes == ["supplies_overlap", "supply_outside"]


def test_batches_of_many_plots_are_cut_plot_by_plot() -> None:
    plots = [(300 * k, 0, 300 * k + 100, 100) for k in range(4)]
    supplies = {"S0": plots[0], "S1": (300, 0, 350, 100), "S2": (290, 0, 300, 100)}
    derived = derive_unsupplied(land({"A": plots}), land(supplies))
    assert account(derived) == [40_000, 15_000, 25_000, 0, 0]
    assert derived.parcels["parcel_id"].tolist() == ["A-01", "A-02", "A-03"]


def test_a_supply_across_two_approvals_and_beyond() -> None:
    rows = {"A": (0, 0, 100, 100), "B": (100, 0, 200, 100)}
    derived = derive_unsupplied(land(rows), land({"S": (50, 0, 250, 100)}))
    assert account(derived, 0) == [10_000, 5_000, 5_000, 0, 0]
    assert account(derived, 1) == [10_000, 10_000, 0, 0, 0]
    assert derived.supplies["outside_m2"].round(1).tolist() == [5_000]


def test_land_on_the_line_of_two_zones() -> None:
    # the line of zones 37 and 36 is 112.5° E
    square = [box(112.49, 40, 112.495, 40.01), box(112.505, 40, 112.51, 40.01)]
    one = gpd.GeoDataFrame({"parcel_id": ["A", "B"]}, geometry=square, crs=4490)
    across = [box(112.4925, 39.99, 112.5075, 40.02)]
    other = gpd.GeoDataFrame({"parcel_id": ["S"]}, geometry=across, crs=4490)
    derived = derive_unsupplied(one, other)
    figures = derived.approvals
    half = figures["approved_m2"] / 2
    assert figures["unsupplied_m2"].to_numpy() == pytest.approx(half, rel=1e-4)
    # each side is cut in the plane of its own zone, and an edge of 3 km differs
    closed = derived.supplies["inside_m2"].sum()
    assert closed == pytest.approx(figures["supplied_m2"].sum(), rel=1e-4)
    rest = derived.supplies["supplied_m2"] - closed - derived.supplies["outside_m2"]
    assert rest.abs().max() < 1e-6


def test_no_supplies_and_no_approvals() -> None:
    some, none = land({"A": (0, 0, 100, 100)}), land({})
    assert account(derive_unsupplied(some, none)) == [10_000, 0, 10_000, 0, 0]
    outside = derive_unsupplied(none, some)
    assert outside.parcels.empty
    assert outside.supplies["outside_m2"].round(1).tolist() == [10_000]
    assert outside.years().loc["total", "approvals"] == 0
    assert outside.print_years().shape[0] == 1


@pytest.mark.parametrize("ids", [["A", "A"], ["A", None]])
def test_ids_have_to_be_there_and_unique(ids: list[str | None]) -> None:
    wrong = land({"A": (0, 0, 1, 1), "B": (2, 0, 3, 1)}).assign(parcel_id=ids)
    with pytest.raises(SchemaError, match="an id of its own"):
        derive_unsupplied(land({"A": (0, 0, 1, 1)}), wrong)


@pytest.mark.parametrize(
    "shape", [None, shapely.Polygon(), shapely.Point(0, 0),
              shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])]
)  # fmt: skip
def test_geometry_has_to_be_valid(shape: Any) -> None:
    wrong = gpd.GeoDataFrame({"parcel_id": ["B"]}, geometry=[shape], crs=4525)
    with pytest.raises(GeometryError, match="B"):
        derive_unsupplied(land({"A": (0, 0, 1, 1)}), wrong)


boxes = st.tuples(
    *[st.integers(0, 6)] * 2, *[st.integers(1, 4)] * 2
)  # west, south, width, height, in cells
tables = st.lists(boxes, max_size=6)


def made(cells: list[tuple[int, ...]], prefix: str) -> gpd.GeoDataFrame:
    rows = {
        f"{prefix}{n}": (w * CELL, s * CELL, (w + e) * CELL, (s + h) * CELL)
        for n, (w, s, e, h) in enumerate(cells)
    }
    return land(rows)


def covered(cells: list[tuple[int, ...]]) -> np.ndarray:
    grid = np.zeros((12, 12), dtype=int)
    for west, south, width, height in cells:
        grid[west : west + width, south : south + height] += 1
    return grid


@settings(max_examples=30, deadline=None)
@given(tables, tables)
def test_accounts_close_and_have_the_areas_of_the_cells(
    approved: list[tuple[int, ...]], supplied: list[tuple[int, ...]]
) -> None:
    derived = derive_unsupplied(made(approved, "A"), made(supplied, "S"))
    one, other = covered(approved), covered(supplied)
    cell = CELL**2
    close = {"rel": 1e-6, "abs": 0.5}
    total = derived.approvals[["approved_m2", *APPROVED]].sum()
    assert total["approved_m2"] == pytest.approx(one.sum() * cell, **close)
    assert total["supplied_m2"] == pytest.approx(
        ((one > 0) & (other > 0)).sum() * cell, **close
    )
    left = ((one > 0) & (other == 0)).sum() * cell
    assert total["unsupplied_m2"] == pytest.approx(left, **close)
    assert ellipsoidal_area(derived.parcels).sum() == pytest.approx(left, **close)
    assert total["sliver_m2"] == 0
    again = np.maximum(one - 1, 0).sum() * cell
    assert total["repeated_m2"] == pytest.approx(again, **close)
    supplies = derived.supplies[["supplied_m2", *SUPPLIED]].sum()
    beyond = ((one == 0) & (other > 0)).sum() * cell
    assert supplies["outside_m2"] == pytest.approx(beyond, **close)
    assert supplies["inside_m2"] == pytest.approx(total["supplied_m2"], **close)
    for frame, whole, parts in (
        (derived.approvals, "approved_m2", APPROVED),
        (derived.supplies, "supplied_m2", SUPPLIED),
    ):
        rest = frame[whole] - frame[list(parts)].sum(axis=1)
        assert rest.abs().max() < 1e-6 or frame.empty
        assert (frame[list(parts)] > -HAIRLINE_M2).all(axis=None)


@settings(max_examples=10, deadline=None)
@given(tables, tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    approved: list[tuple[int, ...]], supplied: list[tuple[int, ...]], random: Any
) -> None:
    one, other = made(approved, "A"), made(supplied, "S")
    first = derive_unsupplied(one, other)
    turned = [frame.iloc[random.sample(range(len(frame)), len(frame))]
              for frame in (one, other)]  # fmt: skip
    second = derive_unsupplied(*turned)
    for name in ("approvals", "supplies"):
        pair = [
            getattr(d, name).sort_values("parcel_id", ignore_index=True)
            for d in (first, second)
        ]
        pd.testing.assert_frame_equal(*pair, rtol=1e-9, atol=1e-4)
    a, b = (d.parcels.sort_values("parcel_id") for d in (first, second))
    assert a["parcel_id"].tolist() == b["parcel_id"].tolist()
    areas = [ellipsoidal_area(parcels).to_numpy() for parcels in (a, b)]
    assert areas[0] == pytest.approx(areas[1], abs=1e-3)


@settings(max_examples=10, deadline=None)
@given(st.lists(boxes, min_size=1, max_size=6), tables)
def test_printed_accounts_close_too(
    approved: list[tuple[int, ...]], supplied: list[tuple[int, ...]]
) -> None:
    approvals = made(approved, "A")
    years = 2010 + np.arange(len(approvals)) % 3
    dates = pd.to_datetime(years.astype(str)).astype("datetime64[s]")
    derived = derive_unsupplied(
        approvals.assign(approval_date=dates), made(supplied, "S")
    )
    printed = derived.print_years(lang="en").round(2)
    areas = printed.drop(columns=["approvals", "unsupplied parcels"])
    cents = np.rint(areas.to_numpy() * 100).astype(int)
    assert (cents[:, 0] == cents[:, 1:].sum(axis=1)).all()
    assert (cents[-1] == cents[:-1].sum(axis=0)).all()
    whole = derived.print_supplies(lang="en")
    assert round(whole.iloc[0], 2) == round(whole.iloc[1:].sum(), 2)
    rows = derived.to_frame(lang="en")
    assert len(rows) == len(approvals)
