"""`landbase rates`, on the tables of a bureau and the idle land of its land base."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

import landbase as lb
from landbase.cli.main import main
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tables(work: Path) -> list[str]:
    approvals, supplies = work / "批次.csv", work / "供地.csv"
    approvals.write_text(
        "批准文号,年度,旗区,批准面积（公顷）\n甲,2019,东胜区,60\n", "utf-8"
    )
    supplies.write_text("批准文号,供地面积（公顷）\n甲,30\n", "utf-8")
    return [str(approvals), str(supplies)]


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["rates", *arguments])
    return int(left.value.code or 0)


def test_rates_are_shown_and_written(
    tables: list[str], work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = work / "率.xlsx"
    assert call(*tables, "--years", "2019-2023", "--output", str(path)) == 0
    said = capsys.readouterr().out
    assert "东胜区" in said
    assert "50.00" in said
    page = openpyxl.load_workbook(path, data_only=True)["供地率"]
    assert [c.value for c in page[4]][:5] == ["东胜区", 1, 900, 450, 450]


def test_idle_land_of_a_land_base_counts(
    tables: list[str], work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parcels = make_parcels(2).drop(columns=["status", "disposal_type"])
    parcels = parcels.assign(category="idle", approval_no=["甲", "别处"], cause=None)
    parcels["approval_date"] = None
    base = LandBase.open(work / "库.gpkg")
    base.add(parcels)
    options = ("--years", "2019", "--base", str(base.path), "--json")
    assert call(*tables, *options, "--on", "2023-07-06") == 0
    *_, city = json.loads(capsys.readouterr().out)
    area = lb.ellipsoidal_area(parcels).iloc[0]
    assert city["idle_m2"] == pytest.approx(area)
    assert city["idle_rate"] == pytest.approx(area / 300_000)


def test_years_must_be_years(
    tables: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*tables, "--years", "近五年") == 2
    assert "2019-2023" in capsys.readouterr().err
