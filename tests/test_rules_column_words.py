"""Chinese names of columns wherever Python takes the name of a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import landbase as lb
from landbase.paper.charts import stacked_chart
from landbase.rules.schema import column_named
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd


@pytest.fixture(scope="module")
def parcels() -> gpd.GeoDataFrame:
    return make_parcels(24).assign(zone=["甲开发区", "乙开发区", None] * 8)


def test_a_column_that_is_there_wins_over_a_label() -> None:
    frame = pd.DataFrame({"开发区": ["x"], "zone": ["y"]})
    assert column_named(frame, "开发区") == "开发区"
    assert column_named(frame.drop(columns="开发区"), "开发区") == "zone"
    assert column_named(frame, " 形成原因 ") == "cause"
    assert column_named(frame, "没有这一列") == "没有这一列"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        *(("开发区", "zone"), ("形成原因", "cause"), ("处置方式", "disposal_type")),
        (["开发区", "土地类别"], ["zone", "category"]),
        *(("旗区", "banner"), ("zone", "zone")),
    ],
)
def test_an_area_table_goes_by_it(
    parcels: gpd.GeoDataFrame, word: str | list[str], name: str | list[str]
) -> None:
    found, same = lb.area_table(parcels, by=word), lb.area_table(parcels, by=name)
    pd.testing.assert_frame_equal(found, same)


def test_a_word_that_names_none_says_what_there_is(parcels: gpd.GeoDataFrame) -> None:
    for make in (
        lambda: lb.area_table(parcels, by="园区"),
        lambda: lb.make_legend(parcels, color_by="园区"),
        lambda: lb.disposal_map(parcels, color_by="园区"),
    ):
        with pytest.raises(lb.SchemaError, match=r"园区.+zone"):
            make()


def test_maps_and_legends_take_it(parcels: gpd.GeoDataFrame, work: Path) -> None:
    assert lb.make_legend(parcels, color_by="形成原因").column == "cause"
    own = lb.make_legend(parcels, color_by="处置状态", colors={"已销号": "#00AA11"})
    assert own == lb.make_legend(parcels, colors={"closed": "#00AA11"})
    pages = []
    for color, columns in (("形成原因", ["项目名称"]), ("cause", ["name"])):
        page = lb.disposal_map(parcels, color_by=color, columns=columns)
        pages.append(lb.save_map(page, work / "图.html").read_bytes())
    assert pages[0] == pages[1]
    split = lb.save_split_map(parcels, work / "分页.html", by="开发区")
    assert len(split.pages) == 3
    drawn = lb.report_map(parcels, title="图", color_by="形成原因")
    assert "形成原因" in {text.get_text() for text in drawn.figure.findobj(_is_text)}
    assert stacked_chart(parcels, by="形成原因", over="土地类别") is not None


def _is_text(artist: object) -> bool:
    return hasattr(artist, "get_text")


def test_a_land_base_and_accounts_go_by_it(
    parcels: gpd.GeoDataFrame, work: Path
) -> None:
    with lb.LandBase.open(work / "库.gpkg") as base:
        base.add(parcels.drop(columns=["status", "disposal_type"]))
        days = ("2023-01-01", "2023-07-06")
        same = [lb.period_report(base, *days, by=by).table for by in ("开发区", "zone")]
        pd.testing.assert_frame_equal(*same)
        with pytest.raises(lb.SchemaError, match="园区"):
            lb.period_report(base, *days, by="园区")
    areas = parcels.assign(a=10_000.0)
    found = lb.reconcile(areas, areas, area="a", by="开发区")
    pd.testing.assert_frame_equal(
        found.totals, lb.reconcile(areas, areas, area="a", by="zone").totals
    )


def test_rates_and_tasks_go_by_it() -> None:
    approvals = pd.DataFrame({
        "approval_no": ["甲", "乙"], "year": [2019, 2021], "zone": ["东", "西"],
        "area_m2": [60_000.0, 40_000.0]})  # fmt: skip
    tables = [
        lb.supply_rates(approvals, None, years=(2019, 2023), by=by)
        for by in ("开发区", "zone")
    ]
    pd.testing.assert_frame_equal(*tables)
    events = pd.DataFrame({
        "parcel_id": ["A"], "category": ["idle"], "zone": ["东"], "banner": ["150602"],
        "status": ["disposed"], "effective": pd.to_datetime(["2023-05-01"]),
        "area_m2": [5000.0]})  # fmt: skip
    tasks = pd.DataFrame({
        "year": [2023], "zone": ["东"], "category": ["idle"],
        "area": [1.0], "unit": ["ha"]})  # fmt: skip
    done = [
        lb.progress(events, tasks, year=2023, on="2023-07-06", by=by)
        for by in ("开发区", "zone")
    ]
    pd.testing.assert_frame_equal(*done)
