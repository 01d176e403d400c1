"""Units and precisions of declared areas that `infer_area_rule` finds, or not."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from landbase.reconciliation.rule import infer_area_rule

M2_PER_ACRE = 4046.8564224
SIDES = np.array([100.04, 261.26, 333.337, 412.5, 187.9, 95.31])


def squares() -> gpd.GeoSeries:
    boxes = [shapely.box(500_000, 4_400_000, 500_000 + s, 4_400_000 + s) for s in SIDES]
    return gpd.GeoSeries(boxes, crs="EPSG:27700")


@pytest.mark.parametrize(
    ("unit", "m2", "decimals"),
    [("acre", M2_PER_ACRE, 3), ("wan_mu", 1e8 / 15, 6), ("mu", 1e4 / 15, 2)],
)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_unit_is_found(unit: str, m2: float, decimals: int, dtype: str) -> None:
    figures = pd.Series(np.round(SIDES**2 / m2, decimals)).astype(dtype)
    rule = infer_area_rule(figures, squares(), planes=["EPSG:27700"])

    assert (rule.unit, rule.decimals, rule.explained) == (unit, decimals, 1.0)
    assert rule.factor == 1


def test_single_precision_gives_the_rule_of_double_precision() -> None:
    figures = pd.Series(np.round(SIDES**2, 2))
    double = infer_area_rule(figures, squares(), planes=["EPSG:27700"])
    single = infer_area_rule(
        figures.astype("float32"), squares(), planes=["EPSG:27700"]
    )
    assert double.explained == 1.0
    assert (single.unit, single.decimals, single.factor) == ("m2", 2, 1.0)
    assert single.explained == 1.0


def test_a_stated_acre_is_believed() -> None:
    figures = pd.Series(np.round(SIDES**2 / M2_PER_ACRE, 4))
    rule = infer_area_rule(figures, squares(), unit="acre", planes=["EPSG:27700"])
    assert rule.unit == "acre"
    assert "英亩" in rule.describe()


def test_figures_in_no_unit_are_said_to_be_so() -> None:
    with pytest.raises(ValueError, match=r"no unit fits .*acre.*0\.0271"):
        infer_area_rule(pd.Series(SIDES**2 * 0.0271), squares(), planes=["EPSG:27700"])
    with pytest.raises(ValueError, match="no row has both"):
        infer_area_rule(pd.Series([np.nan] * 6), squares(), planes=["EPSG:27700"])
