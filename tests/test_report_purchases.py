"""The way of 2024: who may go it, and the list of purchases to hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

import landbase as lb
from landbase.cli.main import main
from landbase.report.purchases import find_purchases, purchase_list
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

FULL = {
    "original_price": [100.0, 200.5],
    "appraised_price": [120.0, 220.0],
    "purchase_price": [110.0, 200.0],
    "bond_batch": "2025年第一批",
    "reserve_agency": "示例土地储备中心",
}


@pytest.fixture
def base(work: Path) -> LandBase:
    """Three idle parcels, supplied on the last day, later, and on an unknown day."""
    parcels = make_parcels(3).drop(columns=["status", "disposal_type"])
    days = pd.to_datetime(["2024-11-07", "2024-11-08", None])
    parcels = parcels.assign(
        parcel_id=["A", "B", "C"], category="idle", cause=None, supplied_on=days
    )
    kept = LandBase.open(work / "库.gpkg")
    kept.add(parcels)
    return kept


def test_land_supplied_by_the_last_day_may_be_bought_back(base: LandBase) -> None:
    said = {"status": "planned", "effective": "2025-03-01"}
    base.record("A", "purchase", **said)
    with pytest.raises(lb.LandbaseError, match="2024-11-08") as caught:
        base.record("B", "purchase", **said)
    assert "只适用于2024-11-07以前供应的土地" in caught.value.zh
    base.record("B", "purchase", exception="经批准", **said)
    base.record("C", "purchase", **said)  # nothing is known against it
    ways = lb.recommend(base.parcels(on="2025-03-01"), on="2025-03-01")
    by_parcel = ways.groupby("parcel_id")["disposal_type"].agg(set)
    assert "purchase" in by_parcel["A"]
    assert "purchase" not in by_parcel["B"]
    asked = ways[(ways["parcel_id"] == "C") & (ways["disposal_type"] == "purchase")]
    assert "supplied_on" in asked["missing"].iloc[0]


def test_the_words_of_files_mean_the_way(base: LandBase) -> None:
    words = base.rules.vocabulary
    for text in ("收购", "收储", "回购", "专项债收储", "收回收购"):
        assert words.find("disposal_type", text, category="idle") == "purchase"
    assert words.find("disposal_type", "先投入后转让") == "presale_transfer"
    assert words.find("disposal_type", "分割转让") == "split_transfer"


def test_the_list_sums_and_says_what_is_missing(base: LandBase, work: Path) -> None:
    parcels = base.parcels().iloc[:2].assign(**FULL)
    base.add(parcels.drop(columns=["status", "disposal_type"]))
    for name in ("A", "B", "C"):
        base.record(
            name, "purchase", status="planned", effective="2025-03-01", exception="试"
        )
    found = find_purchases(base.parcels(on="2025-04-01"), rules=base.rules)
    texts = found.set_index("parcel_id")["finding"]
    assert texts["A"] == ""
    assert texts["B"] == "供地日期晚于2024-11-07"
    assert texts["C"].startswith("缺供地日期；缺原土地价款")
    path = purchase_list(base, on="2025-04-01", path=work / "清单.xlsx", maker="某局")
    page = openpyxl.load_workbook(path, data_only=True)["收购收储清单"]
    *_, a, b, _, total = page.iter_rows(values_only=True)
    heads = [cell.value for cell in page[3]]
    at = heads.index("收购价格（万元）")
    assert (a[at], b[at], total[at]) == (110, 200, 310)
    mu = heads.index("面积（亩）")
    area = lb.ellipsoidal_area(base.parcels()).sum() / 10_000 * 15
    assert total[mu] == pytest.approx(area, abs=0.01)


def test_the_command_writes_the_list(
    base: LandBase, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base.record("A", "purchase", status="planned", effective="2025-03-01")
    path = work / "清单.xlsx"
    with pytest.raises(SystemExit) as left:
        main(["purchases", str(base.path), "--on", "2025-04-01", "--output", str(path)])
    assert left.value.code == 0
    assert "收购收储清单" in capsys.readouterr().out
    assert openpyxl.load_workbook(path).sheetnames == ["收购收储清单"]
