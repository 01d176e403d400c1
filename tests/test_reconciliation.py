"""Two accounts of the same land: each class of difference, and totals that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal
from shapely import affinity
from shapely.geometry import box

from landbase.area import ellipsoidal_area, planar_area
from landbase.errors import SchemaError
from landbase.parcels.checks import as_gcj02
from landbase.reconciliation.explain import CLASSES, UNEXPLAINED
from landbase.reconciliation.match import FINE
from landbase.reconciliation.result import Reconciliation, reconcile
from landbase.rules.schema import Tolerances
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

NOISE = Tolerances(declared_m2=0.0, declared_share=0.0)


def account(**areas: float | None) -> pd.DataFrame:
    return pd.DataFrame({
        "parcel_id": list(areas),
        "declared_area_m2": np.array(list(areas.values()), dtype="float64"),
    })


def kinds(result: Reconciliation) -> dict[str, str]:
    """Give the class of each line by its id, the left one where there is one."""
    names = result.lines["left_id"].fillna(result.lines["right_id"])
    return dict(zip(names, result.lines["class"], strict=True))


def squares(*corners: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Make rectangles (x, y, width, height) in metres, named A, B, …, in zone 37."""
    shapes = [box(x, y, x + w, y + h) for x, y, w, h in corners]
    frame = gpd.GeoDataFrame(
        {"parcel_id": [chr(65 + n) for n in range(len(shapes))]},
        geometry=[affinity.translate(s, 510_000, 4_400_000) for s in shapes],
        crs="EPSG:4546",
    )
    return frame.assign(declared_area_m2=frame.area.round(2))


# --------------------------------------------------------- figures alone


def test_the_same_twice_has_no_differences() -> None:
    parcels = make_parcels(40)
    result = reconcile(parcels, parcels, by="banner")
    assert result.differences.empty
    assert result.clean
    assert result.totals["delta_m2"].eq(0).all()
    assert result.sentences() == ["两份台账一致。"]


@pytest.mark.parametrize(
    ("left", "right", "kind", "evidence"),
    [
        (80_004.0, 80_004.3, "within_tolerance", ""),
        (30_000.0, 2_000.0, "unit_slip", "×15"),
        (12.3456, 123_456.0, "unit_slip", "÷10000"),
        (13_333.33, 20.0, "unit_slip", "×666.667"),
        (4_567.89, 4_657.89, "digit_transposition", "56↔65"),
        (4_567.89, 4_667.89, "different", ""),
        (4_567.89, None, "area_missing", ""),
    ],
)
def test_one_figure(left: float, right: float | None, kind: str, evidence: str) -> None:
    result = reconcile(account(A=left, B=1.23), account(A=right, B=1.23))
    [row] = result.differences.to_dict("records")
    assert (row["class"], row["explained"]) == (kind, kind not in UNEXPLAINED)
    assert evidence in {row["evidence"], row["evidence"][::-1]}


def test_rounding_comes_before_tolerance_and_is_no_wider_than_it_is() -> None:
    exact = {f"P{n}": 40.0 + n * 7.3331 for n in range(30)}
    hectares = {name: round(m2 / 100) * 100.0 for name, m2 in exact.items()}
    hectares["P5"] += 100.0  # one step more than rounding can be
    result = reconcile(account(**exact), account(**hectares), tolerance=NOISE)
    wrong = {name for name, kind in kinds(result).items() if kind != "within_rounding"}
    assert wrong == {"P5"}


def test_truncation_is_inferred_from_the_columns() -> None:
    exact = {f"P{n}": 1000 + n * 71.77777 for n in range(40)}
    cut = {name: np.floor(m2 * 10) / 10 for name, m2 in exact.items()}
    found = reconcile(account(**exact), account(**cut), tolerance=NOISE)
    assert set(kinds(found).values()) <= {"agree", "within_rounding"}


def test_a_doubled_row_is_named_with_its_count() -> None:
    left = account(A=10.5, B=20.25)
    right = pd.concat([left, left.head(1)], ignore_index=True)
    [row] = reconcile(left, right).differences.to_dict("records")
    assert (row["class"], row["evidence"]) == ("doubled_row", "1 : 2")
    assert row["delta_m2"] == -10.5


def test_parts_of_a_parcel_sum_before_they_are_compared() -> None:
    parts = pd.concat([account(A=4.0, B=7.0), account(A=6.5)])
    assert reconcile(account(A=10.5, B=7.0), parts).differences.empty


def test_ids_written_differently_are_one_parcel_and_labelled() -> None:
    left = account(**{"150622-P-0031": 10.0, "B": 5.0})
    right = account(**{"150622Ｐ31": 10.0, "B": 5.0})
    [row] = reconcile(left, right).differences.to_dict("records")
    assert (row["class"], row["match"]) == ("id_spelling", "spelling")


def test_what_one_side_lacks_is_not_explained() -> None:
    result = reconcile(account(A=1.5, B=2.5), account(B=2.5, C=4.5))
    assert kinds(result) == {"A": "only_left", "B": "agree", "C": "only_right"}
    assert result.totals.loc["total", "unexplained_m2"] == pytest.approx(-3.0)
    assert len(result.unexplained) == 2


def test_rows_without_an_id_are_lines_of_their_own() -> None:
    left = account(A=1.0, B=2.0).assign(parcel_id=[None, None])
    lines = reconcile(left, left).lines
    assert lines["class"].tolist() == ["only_left"] * 2 + ["only_right"] * 2


# ----------------------------------------------------------- with outlines


def test_plane_for_ellipsoidal_by_the_size_expected_there() -> None:
    parcels = make_parcels(60, largest=300.0).to_crs(4490)
    ours = parcels.assign(m2=ellipsoidal_area(parcels))
    wrong = np.arange(60) % 7 == 0
    theirs = pd.DataFrame({
        "parcel_id": parcels["parcel_id"],
        "m2": ours["m2"].where(~wrong, planar_area(parcels)).round(2),
    })
    result = reconcile(ours, theirs, area="m2")
    off = (planar_area(parcels) - ours["m2"]).abs() > 0.1
    found = result.lines["class"] == "plane_for_ellipsoidal"
    assert (found.to_numpy() == (wrong & off).to_numpy()).all()
    assert result.lines.loc[found, "evidence"].str.endswith("ppm").all()


def test_split_merged_and_other_ids_are_found_on_the_ground() -> None:
    left = squares((0, 0, 100, 100), (200, 0, 40, 50), (240, 0, 60, 50), (400, 0, 9, 9))
    right = squares(
        (0, 0, 100, 70), (0, 70, 100, 30), (200, 0, 100, 50), (400, 0, 9, 9)
    )
    right["parcel_id"] = ["A1", "A2", "BC", "D9"]
    result = reconcile(left, right)
    assert kinds(result) == {"A": "split", "B; C": "merged", "D": "other_id"}
    assert set(result.lines["match"]) == {"overlap"}
    assert result.lines["explained"].all()
    assert result.totals.loc["total", "unexplained_m2"] == 0


def test_a_part_that_kept_the_id_is_a_split_too() -> None:
    left = squares((0, 0, 100, 100), (300, 0, 10, 10))
    right = squares((0, 0, 100, 70), (300, 0, 10, 10), (0, 70, 100, 30))
    result = reconcile(left, right)
    assert kinds(result) == {"A": "split", "B": "agree"}


def test_neighbours_that_do_not_cover_each_other_stay_apart() -> None:
    left = squares((0, 0, 100, 100))
    right = squares((0, 0, 100, 60)).assign(parcel_id="Z")
    assert set(reconcile(left, right).lines["class"]) == {"only_left", "only_right"}


@pytest.mark.parametrize(
    ("move", "kind"),
    [
        (as_gcj02, "gcj_shift"),
        (lambda xy: np.add(xy, (3.0, 0.0)), "zone_shift"),
        (lambda xy: np.add(xy, (0.2, 0.1)), "elsewhere"),
    ],
)
def test_shifted_outlines(move: object, kind: str) -> None:
    parcels = make_parcels(12, largest=200.0)
    moved = parcels.set_geometry(parcels.geometry.transform(move))
    result = reconcile(parcels, moved)
    assert set(result.lines["class"]) == {kind}
    back = reconcile(moved, parcels)
    assert set(back.lines["class"]) == {kind}


def test_a_boundary_moved_between_neighbours() -> None:
    left = squares((0, 0, 100, 100), (100, 0, 100, 100), (900, 0, 100, 100))
    right = left.drop(columns="geometry").assign(
        declared_area_m2=[11_000.0, 9_000.0, 12_345.67]
    )
    result = reconcile(left, right)
    assert kinds(result) == {
        "A": "boundary_moved",
        "B": "boundary_moved",
        "C": "different",
    }
    assert result.lines.loc[0, "evidence"] == "A; B"


# ----------------------------------------------------------------- totals


def test_totals_that_agree_over_wrong_rows_are_called_out() -> None:
    left, right = account(A=5000.0, B=7000.0), account(A=5900.0, B=6100.0)
    result = reconcile(left, right)
    assert bool(result.totals.loc["total", "hidden"])
    assert "有2行不符" in result.sentences()[1]
    assert "2 rows" in result.sentences("en")[1]


def test_a_parcel_in_another_group_moves_between_totals_and_not_in_the_sum() -> None:
    left = account(A=10.0, B=20.0).assign(banner=["150602", "150603"])
    right = left.assign(banner=["150603", "150603"])
    result = reconcile(left, right, by="banner")
    assert kinds(result) == {"A": "other_group", "B": "agree"}
    moved = result.totals["other_group"]
    assert moved.to_dict() == {"150602": 10.0, "150603": -10.0, "total": 0.0}
    assert result.totals["unexplained_m2"].eq(0).all()


def test_an_account_without_groups_follows_the_other() -> None:
    left = account(A=10.0, B=20.0).assign(banner=["150602", "150603"])
    result = reconcile(left, left.drop(columns="banner"), by="banner")
    assert result.totals["delta_m2"].eq(0).all()


def test_what_floats_leave_of_a_sum_moves_nothing_to_another_group() -> None:
    """10713.07 + 0.01 - 10713.07 - 0.01 is 1.8e-12 in floats."""
    rows = [("F", None, "y"), ("F", 10713.07, "x"), ("F", 0.01, "x"), ("A", None, None)]
    one = table([("A", None, "x")] * 4 + rows)
    assert reconcile(one, one, by="banner").differences.empty


names = st.sampled_from("ABCDEFGH")
areas = st.one_of(
    st.none(), st.integers(1, 10**8).map(lambda cents: cents / 100), st.just(1234.5)
)
tables = st.lists(
    st.tuples(names, areas, st.sampled_from(["x", "y", None])), max_size=9
)


def table(rows: list[tuple[str, float | None, str | None]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["parcel_id", "declared_area_m2", "banner"])
    return frame.astype({
        "parcel_id": "str",
        "declared_area_m2": "float64",
        "banner": "str",
    })


@settings(deadline=None, max_examples=40)
@given(tables, tables)
def test_totals_close_and_exchanging_negates(
    one: list[tuple[str, float | None, str | None]],
    other: list[tuple[str, float | None, str | None]],
) -> None:
    left, right = table(one), table(other)
    result = reconcile(left, right, by="banner")
    totals = result.totals
    closed = totals["explained_m2"] + totals["unexplained_m2"]
    assert totals["delta_m2"].to_numpy() == pytest.approx(closed.to_numpy(), abs=1e-6)
    whole = left["declared_area_m2"].sum() - right["declared_area_m2"].sum()
    assert totals.loc["total", "delta_m2"] == pytest.approx(whole, abs=1e-6)
    lines = result.lines
    assert lines["left_rows"].sum() == len(left)
    assert lines["right_rows"].sum() == len(right)
    back = reconcile(right, left, by="banner").lines
    ours = lines.set_index(lines["left_id"].fillna(lines["right_id"]))
    theirs = back.set_index(back["left_id"].fillna(back["right_id"]))
    theirs = theirs.loc[ours.index]
    assert (ours["delta_m2"] == -theirs["delta_m2"]).all()
    assert (ours["explained"] == theirs["explained"]).all()
    assert reconcile(left, left, by="banner").differences.empty


# --------------------------------------------------------------- the value


def test_the_sheet_to_sign_has_both_source_rows(work: Path) -> None:
    left = account(A=30_000.0).assign(source="台账.xlsx", source_row=7)
    result = reconcile(left, account(A=2_000.0), names=("台账", "图上"))
    path = result.to_excel(work / "对账.xlsx")
    book = load_workbook(path)
    assert book.sheetnames == ["差异明细", "分组合计", "原因汇总"]
    page = book["差异明细"]
    assert "台账与图上之差" in page["A1"].value
    assert "复核" in page["A1"].value
    shown = [cell.value for cell in page[3]]
    assert "单位错用" in shown
    assert "台账.xlsx:7" in shown
    again = result.to_excel(work / "again.xlsx")
    assert again.read_bytes() == path.read_bytes()
    assert (
        load_workbook(result.to_excel(path, lang="en")).sheetnames[0] == "differences"
    )


def test_it_shows_itself() -> None:
    shown = reconcile(account(A=30_000.0), account(A=2_000.0))._repr_html_()
    assert "单位错用" in shown
    assert "×15" in shown


def test_wrong_arguments_are_named() -> None:
    left = account(A=1.0)
    with pytest.raises(SchemaError, match="宗地号"):
        reconcile(left, left, on="宗地号")
    with pytest.raises(SchemaError, match="banner"):
        reconcile(left, left, by="banner")
    with pytest.raises(SchemaError, match="outlines"):
        reconcile(left, left, area="ellipsoidal")
    with pytest.raises(SchemaError, match="parse_areas"):
        reconcile(left.assign(declared_area_m2="10亩"), left)


def test_inputs_are_not_changed() -> None:
    parcels, other = make_parcels(9), make_parcels(9, seed=1)
    kept = parcels.copy(), other.copy()
    reconcile(parcels, other, by="banner")
    assert_frame_equal(parcels, kept[0])
    assert_frame_equal(other, kept[1])


def test_empty_accounts_agree() -> None:
    empty = account()
    assert reconcile(empty, empty).clean
    assert set(FINE) < set(CLASSES)
    parcels = make_parcels(3)
    assert set(reconcile(parcels, parcels.head(0)).lines["class"]) == {"only_left"}
