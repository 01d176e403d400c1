"""Every figure of the letter comes out of the sample files alone.

Parcels from the three files, decisions from the ledger, tasks from the table: through
the land base, on the area of record. `公布数据.csv` is only what they are held against.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
import pytest

from landbase.area import ellipsoidal_area
from landbase.banners.layer import read_banners
from landbase.banners.table import area_table
from landbase.cases.progress import progress
from landbase.issues import Issues
from landbase.parcels.join import ledger_decisions
from landbase.parcels.ledger import read_ledger
from landbase.parcels.read import read_parcels
from landbase.reconciliation.published import Figure, check_published
from landbase.rules.vocabulary import Vocabulary
from landbase.sample import sample_path
from landbase.store.base import LandBase
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

AS_OF = "2023-07-06"
LETTER = pd.read_csv(sample_path("公布数据.csv"), dtype="str", keep_default_na=False)
CATEGORIES = {"批而未供": "approved_unsupplied", "闲置土地": "idle", "合计": "all"}
DONE = ["disposed", "closed"]


class City(NamedTuple):
    """What the files come to."""

    parcels: gpd.GeoDataFrame
    now: gpd.GeoDataFrame
    areas: pd.Series
    ledger: pd.DataFrame
    decisions: pd.DataFrame
    tasks: pd.DataFrame
    issues: Issues


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    results = [
        read_parcels(sample_path(name), category=category)
        for name, category in (
            ("批而未供_37带.shp", "approved_unsupplied"),
            ("闲置土地_37带.shp", "idle"),
            ("36带.gdb", None),
        )
    ]
    parcels = pd.concat([result.parcels for result in results], ignore_index=True)
    ledger, ledger_issues = read_ledger(sample_path("一地一策台账.xlsx"))
    now, decisions = _keep(parcels, ledger, tmp_path_factory.mktemp("库 房"))
    return City(
        parcels=parcels,
        now=now,
        areas=ellipsoidal_area(parcels),
        ledger=ledger,
        decisions=decisions,
        tasks=_tasks(),
        issues=Issues.concat([*(r.issues for r in results), ledger_issues]),
    )


def _keep(
    parcels: gpd.GeoDataFrame, ledger: pd.DataFrame, folder: Path
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Put everything into a land base, and ask it back."""
    with LandBase.open(folder / "ordos.gpkg") as base:
        base.add(parcels)
        base.record_many(ledger_decisions(ledger))
        return base.parcels(on=AS_OF), base.decisions()


def _tasks() -> pd.DataFrame:
    table = pd.read_csv(sample_path("年度任务.csv"), dtype={"旗区代码": "str"})
    return pd.DataFrame({
        "year": table["年度"],
        "banner": table["旗区代码"],
        "category": table["土地类别"].map(CATEGORIES),
        "area": table["任务面积"].astype("float64"),
        "unit": "mu",
    })


def _figure(city: City, name: str, year: str, category: str) -> float:
    """Work out a figure of the letter: m², a share, or a number."""
    zones = (city.parcels["category"] == "idle") & city.parcels["zone"].notna()
    if name == "存量":
        rows = city.parcels["category"].isin([category]) | (category == "all")
        return float(city.areas[rows].sum())
    if name in {"处置任务", "处置完成", "完成率"}:
        table = progress(city.decisions, city.tasks, year=int(year), on=AS_OF)
        column = {"处置任务": "task_m2", "处置完成": "disposed_m2", "完成率": "rate"}
        return float(table.loc[("city", category), column[name]])
    if name == "开发区闲置土地项目":
        return float(zones.sum())
    if name == "开发区闲置土地面积":
        return float(city.areas[zones].sum())
    ids = city.ledger.loc[city.ledger["reason"] == name, "parcel_id"]
    return float(city.areas[city.parcels["parcel_id"].isin(ids)].sum())


@pytest.mark.parametrize("row", LETTER.to_dict("records"), ids=LETTER["指标"])
def test_figure(city: City, row: dict[str, str]) -> None:
    value = _figure(city, row["指标"], row["年度"], CATEGORIES[row["土地类别"]])
    if row["单位"] == "个":
        assert value == int(row["数值"])
        return
    unit = {"万亩": "wan_mu", "公顷": "ha"}.get(row["单位"])
    shown = from_m2(value, unit) if unit else 100 * value
    printed = Figure(row["数值"], row["单位"])
    low, high = printed.interval().low, printed.interval().high
    assert low <= value < high
    assert float(round_half_up(shown, printed.decimals)) == float(row["数值"])


def test_no_figure_is_near_the_edge_of_what_it_prints(city: City) -> None:
    mu = from_m2(city.areas.groupby(city.parcels["category"]).sum(), "mu")
    assert mu["approved_unsupplied"] == pytest.approx(86_800, abs=1)
    assert mu["idle"] == pytest.approx(49_700, abs=1)
    table = progress(city.decisions, city.tasks, year=2023, on=AS_OF)
    done = from_m2(table.loc["city", "disposed_m2"], "mu")
    assert done["approved_unsupplied"] == pytest.approx(6_571.1, abs=0.5)
    assert done["idle"] == pytest.approx(12_600, abs=1)


def test_the_rate_is_not_that_of_the_rounded_figures(city: City) -> None:
    table = progress(city.decisions, city.tasks, year=2023, on=AS_OF)
    rate = table.loc[("city", "approved_unsupplied"), "rate"]
    assert f"{rate:.2%}" == "28.57%"
    claims = check_published(["28.57% = 0.66 万亩 / 2.30 万亩"])
    assert claims["verdict"].tolist() == ["unrounded"]


def test_disposals_of_2022_are_the_years_end_figures(city: City) -> None:
    table = progress(city.decisions, city.tasks, year=2022, on="2022-12-31")
    wan = from_m2(table.loc["city", "disposed_m2"], "wan_mu")
    assert f"{wan['approved_unsupplied']:.2f}" == "2.11"
    assert f"{wan['idle']:.2f}" == "1.98"


def test_all_idle_land_in_development_zones_is_done(city: City) -> None:
    rows = city.now[(city.now["category"] == "idle") & city.now["zone"].notna()]
    assert len(rows) == 85
    assert rows["status"].isin(DONE).all()


def test_banners_sum_to_the_city(city: City) -> None:
    banners = read_banners(sample_path("旗区界线(示意).geojson"))
    table = area_table(city.parcels, banners)
    wan = table.xs("mu", axis=1, level=1) / 10_000
    total = wan.loc["total"]
    assert f"{total['approved_unsupplied']:.2f}" == "8.68"
    assert f"{total['idle']:.2f}" == "4.97"
    assert wan.drop(index="total").sum().to_numpy() == pytest.approx(total.to_numpy())


def test_shares_of_the_banners_differ(city: City) -> None:
    table = progress(city.decisions, city.tasks, year=2023, on=AS_OF)
    rates = table.xs("approved_unsupplied", level="category")["rate"].drop("city")
    assert rates.max() > 1.3 * rates.min()
    assert (rates > 0).all()


def test_the_ledger_and_the_parcels_are_the_same_land(city: City) -> None:
    assert set(city.ledger["parcel_id"]) == set(city.parcels["parcel_id"])
    declared = city.parcels.set_index("parcel_id")["declared_area_m2"]
    listed = city.ledger.set_index("parcel_id")["declared_area_m2"].dropna()
    assert listed.index.is_unique
    assert (listed - declared).abs().max() < 0.05
    names = Vocabulary.default().labels("category")
    assert {names[c] for c in city.ledger["category"]} == {"批而未供", "闲置土地"}


def test_reading_finds_no_errors_and_few_doubts(city: City) -> None:
    assert city.issues.count("error") == 0
    warnings = city.issues.of_severity("warning").table
    assert set(warnings["code"]) == {"declared_area_differs"}
    assert len(warnings) == 14
