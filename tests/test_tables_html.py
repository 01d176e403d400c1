"""Result values in a notebook: every one shows what it holds."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from typing import TYPE_CHECKING, Any

import folium
import pandas as pd
import pytest
from colleagues import land

import landbase as lb
from landbase.testing import make_parcels
from landbase.texts import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# shown where they are drawn, raised, or are words and paths of which others are made
PARTS = {"BaseMap", "Both", "Text", "Texts", "Words", "Pages"}


@pytest.fixture
def base(work: Path) -> lb.LandBase:
    return lb.LandBase.open(work / "库.gpkg")


def classes() -> dict[str, type]:
    """Lead the name of each class of landbase to it."""
    names = [found.name for found in pkgutil.walk_packages(lb.__path__, "landbase.")]
    modules = [
        importlib.import_module(name)
        for name in names
        if "_sample_data" not in name and not name.startswith("landbase.cli")
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__
    }


def promised(value: Any) -> Iterator[str]:
    """Give what a function returns, or a class holds and its methods return."""
    if not inspect.isclass(value):
        yield str(value.__annotations__.get("return", ""))
        return
    yield from map(str, getattr(value, "__annotations__", {}).values())
    for name, member in inspect.getmembers(value):
        inner = getattr(member, "fget", None) or getattr(member, "func", member)
        if inspect.isfunction(inner) and not name.startswith("_"):
            yield str(inner.__annotations__.get("return", ""))


def values() -> list[str]:
    """Name the classes of all that one can come to hold in a notebook."""
    known = classes()
    todo = [getattr(lb, name) for name in lb.__all__ if name != "__version__"]
    found = {value.__name__ for value in todo if inspect.isclass(value)}
    while todo:
        words = {
            word for said in promised(todo.pop()) for word in re.findall(r"\w+", said)
        }
        new = {word for word in words & {*known} if not word.startswith("_")} - found
        found |= new - PARTS
        todo += [known[name] for name in new - PARTS]
    drawn = (Exception, folium.Element)
    return sorted(name for name in found if not issubclass(known[name], drawn))


@pytest.mark.parametrize("name", values())
def test_every_value_that_one_can_hold_shows_itself(name: str) -> None:
    assert "_repr_html_" in dir(classes()[name])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (lb.Tolerances(), ("<td>overlap_m2</td>", "小于此数的重叠不报（平方米）")),
        (lb.Rules.default().region, ("鄂尔多斯市", "Asia/Shanghai")),
        (
            lb.Rules.from_toml("[tolerances]\noverlap_m2 = 5"),
            ("<th>本单位</th>", "tolerances.overlap_m2", "5.0"),
        ),
        (lb.ExportSchema.default(), ("<b>编码</b>：GBK", "XZQDM", "<th>宽度</th>")),
        (lb.ExportSchema.default().fields[0], ("DKBH", "parcel_id")),
        (
            lb.Project.load(lb.sample_path("landbase.toml")),
            (
                "<b>台账</b>：一地一策台账.xlsx",
                "<b>数据日期</b>：2023-07-06",
                "ordos.gpkg",
            ),
        ),
        (lb.Project.load(lb.sample_path("landbase.toml")).report, ("atlas_by", "旬")),
        (
            lb.Heading(title="<i>图", as_of="2023-07-06", note="内部使用"),
            ("<b>&lt;i&gt;图</b>", "2023年7月6日", "内部使用"),
        ),
        (
            lb.LegendClass(code="x", zh="甲", en="A&B", color="#AA0011"),
            ("background:#AA0011", "甲", "A&amp;B"),
        ),
        (
            lb.Vocabulary.default().term("disposal_type", "revoke_approval"),
            ("revoke_approval", "撤销批文", "<th>条目</th>"),
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_given_shows_what_it_says(value: Any, said: tuple[str, ...]) -> None:
    shown = value._repr_html_()
    assert [words for words in said if words not in shown] == []


def test_the_notebook_extra_brings_what_geopandas_draws_with() -> None:
    parcels = make_parcels(12)
    explored = parcels.explore(column="declared_area_m2", tooltip=["parcel_id"])
    assert isinstance(explored, folium.Map)
    # by a word, and with days among the columns
    assert (
        parcels["parcel_id"].iloc[0]
        in parcels.explore(column="cause").get_root().render()
    )
    drawn = parcels.plot(column="declared_area_m2", scheme="quantiles")
    assert len(drawn.collections) == 5  # of the classes
    drawn.figure.clear()


def test_every_tolerance_has_its_meaning() -> None:
    labels = words("report", "zh").part("tolerance")
    assert {*labels} == {*vars(lb.Tolerances())}


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
    assert "<b>处置方式</b>：约谈" in shown  # names, not codes
    assert "<b>处置状态</b>：方案已定" in shown
    assert "<i>" not in shown
    assert "处置记录</b>：1" in lb.Timeline.of(base)._repr_html_()


def test_a_legend_shows_its_colours() -> None:
    legend = lb.make_legend(make_parcels(3))
    shown = legend._repr_html_()
    assert all(entry.color in shown for entry in legend.all_classes)
    assert "已销号" in shown
