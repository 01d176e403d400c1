"""Each fault in the small files is found, where it is, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import landbase.errors
from landbase.banners.layer import read_banners
from landbase.issues import Issues, issue_codes
from landbase.parcels.checks import check_parcels
from landbase.parcels.read import read_parcels
from landbase.sample import sample_path

if TYPE_CHECKING:
    import geopandas as gpd

FOLDER = "as_it_arrives"
TABLE = pd.read_csv(
    sample_path(FOLDER, "预期问题.csv"), dtype="str", keep_default_na=False
)
CASES = list(TABLE.groupby(["文件", "读取参数"], sort=False).groups)
REFUSALS = {"CRSError"}


@pytest.fixture(scope="module")
def banners() -> gpd.GeoDataFrame:
    return read_banners(sample_path("旗区界线(示意).geojson"))


def _expected(name: str, argument: str) -> pd.DataFrame:
    return TABLE[(TABLE["文件"] == name) & (TABLE["读取参数"] == argument)]


def _arguments(text: str) -> dict[str, Any]:
    return dict([text.split("=")]) if text else {}


def _found(issues: Issues) -> pd.DataFrame:
    table = issues.table
    return pd.DataFrame({
        "来源": table["source"],
        "行号": table["source_row"].astype("str").fillna(""),
        "地块编号": table["parcel_id"].fillna(""),
        "问题代码": table["code"],
        "severity": table["severity"],
    })


@pytest.mark.parametrize(("name", "argument"), CASES)
def test_every_fault_is_found_and_no_other(
    name: str, argument: str, banners: gpd.GeoDataFrame
) -> None:
    expected = _expected(name, argument)
    path, arguments = sample_path(FOLDER, name), _arguments(argument)
    if (code := expected["问题代码"].iloc[0]) in REFUSALS:
        with pytest.raises(getattr(landbase.errors, code)):
            read_parcels(path, **arguments)
        return
    parcels, issues = read_parcels(path, **arguments)
    found = _found(issues + check_parcels(parcels, banners))
    columns = ["来源", "行号", "地块编号", "问题代码"]
    wanted = set(expected[columns].itertuples(index=False, name=None))
    every = set(found[columns].itertuples(index=False, name=None))
    assert wanted <= every
    serious = found[found["severity"] != "info"][columns]
    assert set(serious.itertuples(index=False, name=None)) <= wanted


def test_every_file_has_an_expectation() -> None:
    kinds = {".shp", ".gpkg", ".geojson", ".zip"}
    files = {p.name for p in sample_path(FOLDER).iterdir() if p.suffix in kinds}
    assert files == set(TABLE["文件"])
    assert set(TABLE["问题代码"]) <= {*issue_codes(), *REFUSALS}


def test_layers_read_apart_show_the_id_in_both_categories() -> None:
    path = sample_path(FOLDER, "两类同一地块.gpkg")
    layers = ("批而未供", "闲置土地")
    parts = [read_parcels(path, layer=layer).parcels for layer in layers]
    issues = check_parcels(pd.concat(parts, ignore_index=True))
    assert set(issues.table["code"]) == {
        "id_in_both_categories",
        "land_in_both_categories",
    }


def test_an_unnamed_unit_is_told_from_the_shapes() -> None:
    issues = read_parcels(sample_path(FOLDER, "面积单位未注明.shp")).issues
    assert issues.by_code()["area_unit_inferred"].table["value"].tolist() == ["公顷"]


def test_both_encodings_give_the_same_words() -> None:
    for name in ("GBK编码_无cpg.shp", "UTF8编码_无cpg.shp"):
        parcels = read_parcels(sample_path(FOLDER, name)).parcels
        assert parcels["name"].str.startswith("示例到件项目").all()
