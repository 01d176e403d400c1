"""By which rule declared areas were made, and areas by every method side by side."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from landbase.area import ellipsoidal_area, planar_area
from landbase.reconciliation.match import compare_areas
from landbase.reconciliation.result import reconcile
from landbase.reconciliation.rule import infer_area_rule
from landbase.testing import make_parcels
from landbase.units import from_m2, round_half_up


@pytest.fixture(scope="module")
def parcels() -> gpd.GeoDataFrame:
    return make_parcels(150, largest=300.0)


@pytest.mark.parametrize("unit", ["m2", "mu", "ha"])
@pytest.mark.parametrize("method", ["ellipsoidal", "planar", "planar:37"])
@pytest.mark.parametrize("rounding", ["half_up", "truncate"])
def test_the_rule_comes_out(
    parcels: gpd.GeoDataFrame, unit: str, method: str, rounding: str
) -> None:
    kind, _, zone = method.partition(":")
    area = (
        ellipsoidal_area(parcels)
        if kind == "ellipsoidal"
        else planar_area(parcels, zone=int(zone) if zone else None)
    )
    decimals = {"m2": 2, "mu": 4, "ha": 6}[unit]
    figures = from_m2(area, unit)  # type: ignore[arg-type] # from the list above
    cut = np.floor(figures * 10**decimals) / 10**decimals
    declared = round_half_up(figures, decimals) if rounding == "half_up" else cut
    rule = infer_area_rule(pd.Series(declared, index=parcels.index), parcels)
    assert (rule.unit, rule.method, rule.rounding) == (unit, method, rounding)
    assert rule.decimals == decimals
    assert rule.explained > 0.99
    assert rule.runner_up is not None
    assert rule.runner_up.explained <= rule.explained


def test_a_constant_factor_and_the_rows_that_do_not_fit(
    parcels: gpd.GeoDataFrame,
) -> None:
    declared = round_half_up(ellipsoidal_area(parcels) * 1.0021, 2)
    declared[[3, 77]] += 500
    rule = infer_area_rule(pd.Series(declared, index=parcels.index), parcels)
    assert rule.factor == pytest.approx(1.0021, abs=1e-6)
    assert rule.unexplained.tolist() == [3, 77]
    assert rule.rows == 150
    assert "×1.0021" in rule.describe()
    assert "explains 98.67%" in rule.describe("en")


def test_text_with_two_units_is_read(parcels: gpd.GeoDataFrame) -> None:
    area = ellipsoidal_area(parcels)
    texts = [f"{m2:.2f}（{m2 * 0.0015:.4f}）" for m2 in area]
    rule = infer_area_rule(pd.Series(texts, index=parcels.index), parcels)
    assert (rule.unit, rule.method, rule.explained) == ("m2", "ellipsoidal", 1.0)


def test_a_rule_given_explains_in_reconcile(parcels: gpd.GeoDataFrame) -> None:
    plane = planar_area(parcels, zone=37).round(2)
    rule = infer_area_rule(plane, parcels)
    assert rule.method == "planar:37"
    ours = parcels.assign(m2=ellipsoidal_area(parcels))
    theirs = pd.DataFrame({"parcel_id": parcels["parcel_id"], "m2": plane})
    result = reconcile(ours, theirs, area="m2", rule=rule, tolerance=0.05)
    known = {"within_rounding", "area_rule", "agree"}
    assert set(result.lines["class"]) <= known
    assert (result.lines["class"] == "area_rule").any()


def test_nothing_to_compare_is_refused(parcels: gpd.GeoDataFrame) -> None:
    with pytest.raises(ValueError, match="no row"):
        infer_area_rule(pd.Series(np.nan, index=parcels.index), parcels)
    with pytest.raises(ValueError, match="index"):
        infer_area_rule(pd.Series([1.0]), parcels)


def test_areas_side_by_side() -> None:
    edge = 500_000 + 119_000  # 1.4° from the central meridian, where most is added
    frame = gpd.GeoDataFrame(
        {"declared_area_m2": [250_000.0, 250_010.0]},
        geometry=[box(x, 4_340_000, x + 500, 4_340_500) for x in (edge, 500_000)],
        crs="EPSG:4545",
    )
    table = compare_areas(frame, published=pd.Series([250_000.0, 1.0]))
    assert table["planar_m2"].tolist() == pytest.approx([250_000.0, 250_000.0])
    assert 340 < table["planar_ppm"][0] < 365
    assert table["planar_ppm"][1] == pytest.approx(0.0, abs=0.01)
    assert table["explained"][0] == pytest.approx(1.0)
    assert table["explained"][1] == pytest.approx(0.0, abs=1e-3)
    assert table["published_minus_m2"][1] == pytest.approx(-249_999.0, abs=1)
    with pytest.raises(ValueError, match="index"):
        compare_areas(frame, published=pd.Series([1.0]))


@pytest.mark.parametrize("swapped", ["exchanged", "list", "plain"])
def test_arguments_in_another_order_or_kind_are_named(swapped: str) -> None:
    shapes = gpd.GeoSeries([box(110, 39, 110.001, 39.001)], crs=4490)
    figures = pd.Series([95_000.0])
    given = {
        "exchanged": (shapes, figures),
        "list": ([95_000.0], shapes),
        "plain": (figures, pd.DataFrame({"a": [1]})),
    }[swapped]
    with pytest.raises(TypeError, match="takes figures as a pandas Series first"):
        infer_area_rule(*given)  # type: ignore[arg-type]  # what is refused
