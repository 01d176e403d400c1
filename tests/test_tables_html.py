"""Result values in a notebook: every one shows what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from colleagues import land

import landbase as lb
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> lb.LandBase:
    return lb.LandBase.open(work / "库.gpkg")


def test_what_is_read_shows_counts_a_glance_and_the_issues(work: Path) -> None:
    path = lb.sample_path("闲置土地_37带.shp")
    shown = lb.read_parcels(path, category="闲置土地")._repr_html_()
    assert "<b>地块</b>：372" in shown
    assert shown.count("<tr") < 25  # a glance, not 372 rows
    ledger = pd.DataFrame({"parcel_id": ["A"], "备注": ["<b>"]})
    made = lb.join_ledger(make_parcels(3), ledger, columns="all")._repr_html_()
    assert "<b>地块</b>：3" in made
    ledger.to_csv(work / "台账.csv", index=False)
    assert "台账行" in lb.read_ledger(work / "台账.csv")._repr_html_()


def test_what_a_land_base_answers_shows_its_figures(base: lb.LandBase) -> None:
    parcels = land()
    assert "新增</b>：3" in base.add(parcels)._repr_html_()
    decision = base.record(
        parcels["parcel_id"].iloc[0],
        "约谈",
        status="方案已定",
        effective="2023-03-01",
        reason="<i>规划</i>",
    )
    shown = decision._repr_html_()
    assert "<b>处置方式</b>：interview" in shown
    assert "<i>" not in shown
    assert "处置记录</b>：1" in lb.Timeline.of(base)._repr_html_()


def test_a_legend_shows_its_colours() -> None:
    legend = lb.make_legend(make_parcels(3))
    shown = legend._repr_html_()
    assert all(entry.color in shown for entry in legend.all_classes)
    assert "已销号" in shown
