"""Faults planted in the sample ledger are found and named; a clean copy has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from landbase.area import ellipsoidal_area, planar_area
from landbase.parcels.ledger import read_ledger
from landbase.parcels.read import read_parcels
from landbase.reconciliation.result import reconcile
from landbase.reconciliation.rule import infer_area_rule
from landbase.sample import sample_path
from landbase.units import from_m2, to_m2

if TYPE_CHECKING:
    from pathlib import Path

AREA = "declared_area_m2"


class Accounts(NamedTuple):
    """The drawn parcels and the ledger, one row a parcel."""

    parcels: gpd.GeoDataFrame
    ledger: pd.DataFrame


@pytest.fixture(scope="module")
def accounts() -> Accounts:
    read = [
        read_parcels(sample_path(name), category=category).parcels
        for name, category in (
            ("批而未供_37带.shp", "approved_unsupplied"),
            ("闲置土地_37带.shp", "idle"),
            ("36带.gdb", None),
        )
    ]
    ledger = read_ledger(sample_path("一地一策台账.xlsx")).ledger
    listed = ledger.drop_duplicates("parcel_id").reset_index(drop=True)
    return Accounts(pd.concat(read, ignore_index=True), listed)


def test_a_clean_copy_has_no_false_positive(accounts: Accounts) -> None:
    result = reconcile(accounts.parcels, accounts.ledger, by="banner")
    assert len(result.lines) == 1720
    assert len(result.wrong) == 0
    assert result.clean
    assert reconcile(accounts.ledger, accounts.ledger, by="banner").differences.empty


def planted(accounts: Accounts) -> tuple[pd.DataFrame, dict[str, str]]:
    """Plant one fault of each kind in a copy of the ledger."""
    ledger, parcels = accounts.ledger.copy(), accounts.parcels.set_index("parcel_id")
    ids = ledger["parcel_id"]
    off = (planar_area(parcels) - ellipsoidal_area(parcels)) > 1.0
    near = (parcels[AREA] - ellipsoidal_area(parcels)).abs() < 0.05
    plane = next(i for i, name in enumerate(ids) if off[name] and near[name])
    free = [i for i in range(10, 1700, 61) if i != plane]
    expected = {}
    for factor in (15.0, 10_000.0, 0.0015, 1 / 15):
        row = free.pop(0)
        ledger.loc[row, AREA] *= factor
        expected[ids[row]] = "unit_slip"
    mu = from_m2(ledger[AREA], "mu")  # as the ledger has it
    tens, ones = mu // 10 % 10, mu // 1 % 10
    row = next(i for i in free if tens[i] and tens[i] != ones[i])
    free.remove(row)
    ledger.loc[row, AREA] += to_m2((ones[row] - tens[row]) * 9, "mu")
    expected[ids[row]] = "digit_transposition"
    ledger.loc[plane, AREA] = round(planar_area(parcels)[ids[plane]], 2)
    expected[ids[plane]] = "plane_for_ellipsoidal"
    row = free.pop(0)
    ledger.loc[row, AREA] *= 1.37
    expected[ids[row]] = "different"
    row = free.pop(0)
    ledger.loc[row, "banner"] = "150603" if ledger["banner"][row] != "150603" else "1"
    expected[ids[row]] = "other_group"
    row = free.pop(0)
    ledger.loc[row, AREA] = np.nan
    expected[ids[row]] = "area_missing"
    row = free.pop(0)
    ledger.loc[row, "parcel_id"] = ids[row].replace("-", "—").lower()
    expected[ids[row]] = "id_spelling"
    doubled, gone = free.pop(0), free.pop(0)
    expected |= {ids[doubled]: "doubled_row", ids[gone]: "only_left"}
    extra = ledger.iloc[[doubled, doubled]].assign(
        parcel_id=[ids[doubled], "150602-P-9999"]
    )
    expected["150602-P-9999"] = "only_right"
    changed = pd.concat([ledger.drop(index=gone), extra], ignore_index=True)
    return changed, expected


def test_each_planted_fault_is_found_and_named(accounts: Accounts) -> None:
    ledger, expected = planted(accounts)
    result = reconcile(accounts.parcels, ledger, by="banner")
    wrong = result.wrong
    names = wrong["left_id"].fillna(wrong["right_id"])
    assert dict(zip(names, wrong["class"], strict=True)) == expected
    totals = result.totals
    closed = totals["explained_m2"] + totals["unexplained_m2"]
    assert closed.to_numpy() == pytest.approx(totals["delta_m2"].to_numpy(), abs=1e-3)
    open_ = {"different", "area_missing", "only_left", "only_right"}
    assert set(result.unexplained["class"]) == open_


def test_faults_of_outlines_are_named_too(accounts: Accounts) -> None:
    ours = accounts.parcels.head(200)
    theirs = ours.copy()
    theirs.loc[5, "parcel_id"] = "另编-5"
    shapes = theirs.geometry.copy()
    shapes[9] = shapes[9].buffer(0)
    moved = gpd.GeoSeries([shapes[12]]).translate(3.0, 0.0)[0]
    shapes[12] = moved
    west, south, east, north = shapes[20].bounds
    halves = gpd.GeoSeries([shapes[20]]).clip_by_rect(
        west, south, (west + east) / 2, north
    )
    rest = shapes[20].difference(halves[0])
    part = theirs.iloc[[20]].assign(parcel_id=f"{theirs.parcel_id[20]}-2")
    shapes[20] = halves[0]
    theirs = theirs.set_geometry(shapes)
    both = pd.concat([theirs, part.set_geometry([rest], crs=ours.crs)])
    both = both.reset_index(drop=True)
    share = ellipsoidal_area(both)[[20, 200]]
    both.loc[[20, 200], AREA] = (share / share.sum() * ours[AREA][20]).to_numpy()
    found = reconcile(ours, both).wrong
    names = dict(zip(found["left_id"], found["class"], strict=True))
    assert names == {
        ours.parcel_id[5]: "other_id",
        ours.parcel_id[12]: "zone_shift",
        ours.parcel_id[20]: "split",
    }


def test_drawn_against_declared_names_the_wrong_declarations(
    accounts: Accounts,
) -> None:
    """The sample holds 14 declared areas that are wrong; nothing else is found."""
    result = reconcile(accounts.parcels, accounts.ledger, area=("ellipsoidal", AREA))
    assert result.wrong["class"].tolist() == ["different"] * 14
    assert bool(result.totals.loc["total", "hidden"])


def test_the_rule_of_the_sample(accounts: Accounts) -> None:
    declared = accounts.parcels[AREA]
    south = accounts.parcels["source"].str.contains("37带")
    rule = infer_area_rule(declared[south], accounts.parcels[south])
    assert (rule.unit, rule.method, rule.decimals) == ("m2", "ellipsoidal", 2)
    assert rule.explained > 0.98


# ------------------------------------------------------------- real files


def test_the_scottish_file(shared_data: Path) -> None:
    path = shared_data / "reconcile" / "scotland_oa_17938_declared_hect.parquet"
    areas = gpd.read_parquet(path)
    rule = infer_area_rule(areas["hect"], areas, planes=["EPSG:27700"])
    assert (rule.unit, rule.method, rule.decimals) == ("ha", "EPSG:27700", 6)
    assert rule.rounding == "half_up"
    assert rule.explained > 0.98
    ours = areas.assign(m2=rule.measure(areas))
    theirs = areas.drop(columns="geometry").assign(m2=areas["hect"] * 10_000)
    result = reconcile(ours, theirs, on="code", area="m2", by="lad")
    whole = result.totals.loc["total"]
    assert abs(whole["delta_m2"]) < 20
    assert bool(whole["hidden"])
    assert len(result.wrong) == 232
    over = (ours["m2"] / theirs["m2"] - 1).abs() > 0.01
    assert over.sum() == 196
    assert set(areas["code"][over]) <= set(result.wrong["left_id"])
    counts = result.wrong["class"].value_counts().to_dict()
    assert counts == {"boundary_moved": 227, "different": 5}
    assert f"{232}行不符" in result.sentences()[1]


def test_the_mock_file_follows_no_rule(shared_data: Path) -> None:
    path = shared_data / "reconcile" / "suzhou_landsale_parcels_6.geojson"
    parcels = gpd.read_file(path)
    rule = infer_area_rule(parcels["parcelArea"], parcels)
    assert (rule.unit, rule.explained) == ("m2", 0.0)
    assert len(rule.unexplained) == 6
