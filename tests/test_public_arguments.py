"""Public functions that are given something else than the table they want."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import landbase as lb
from landbase.errors import LandbaseError
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

# of figures, which are what numpy takes, or of several tables of other kinds
OTHERS = {"apportion_nested", "level_nested", "infer_area_rule", "check_published"}
OTHERS |= {"idle_test", "progress"}


def first_of(name: str) -> str:
    """Tell what a public function declares its first parameter to be."""
    made = getattr(lb, name)
    if not callable(made) or inspect.isclass(made):
        return ""
    parameters = list(inspect.signature(made).parameters.values())
    return str(parameters[0].annotation) if parameters else ""


TAKERS = sorted(
    name for name in lb.__all__ if "Frame" in first_of(name) and name not in OTHERS
)


def call(name: str, given: Any, folder: Path) -> None:
    """Call a function with a wrong first argument and right others."""
    made, right = getattr(lb, name), make_parcels(3)
    wanted = [
        parameter
        for parameter in list(inspect.signature(made).parameters.values())[1:]
        if parameter.default is parameter.empty
    ]
    others = {
        parameter.name: right
        if "Frame" in str(parameter.annotation)
        else folder / "x.gpkg"
        for parameter in wanted
    }
    made(given, **others)


WRONG = {
    "a column": lambda parcels: parcels["parcel_id"],
    "nothing": lambda _: None,
    "a list": lambda _: ["A-1"],
    "a path": lambda _: "parcels.shp",
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("name", TAKERS)
def test_what_is_no_table_is_named(name: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"wanted, a .* was given"):
        call(name, WRONG[kind](make_parcels(3)), tmp_path)


SPATIAL = sorted(name for name in TAKERS if "GeoDataFrame" in first_of(name))


@pytest.mark.parametrize("name", SPATIAL)
def test_a_table_that_lost_its_outlines_is_named(name: str, tmp_path: Path) -> None:
    merged = pd.DataFrame(make_parcels(3).drop(columns="geometry"))
    with pytest.raises((TypeError, LandbaseError)) as told:
        call(name, merged, tmp_path)
    assert "GeoDataFrame" in str(told.value) or isinstance(told.value, LandbaseError)


def test_the_result_of_reading_is_told_apart_from_its_parcels(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    make_parcels(3).to_file(path)
    with pytest.raises(TypeError, match=r"give its \.parcels"):
        lb.area_table(lb.read_parcels(path))  # type: ignore[arg-type]
