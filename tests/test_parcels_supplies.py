"""Reading tables of approvals and supplies as bureaus have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from landbase.errors import SchemaError, SourceError
from landbase.parcels.supplies import read_supply_table

if TYPE_CHECKING:
    from pathlib import Path


def table(work: Path, *lines: str) -> Path:
    path = work / "表.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_approvals_with_days_units_and_sums(work: Path) -> None:
    path = table(
        work,
        "批准文号,批准日期,旗区,开发区,批准面积（公顷）",
        "内政土发〔2019〕1号,2019-05-01,东胜区,东园,60",
        "内政土发〔2021〕2号,2021/5/1,150621,,40",
        "合计,,,,100",
    )
    read = read_supply_table(path, "approvals")
    assert read["area_m2"].tolist() == [600_000.0, 400_000.0]
    assert read["banner"].tolist() == ["150602", "150621"]
    assert read["approval_date"].dt.year.tolist() == [2019, 2021]
    assert read["zone"].tolist()[0] == "东园"


def test_supplies_take_the_area_that_was_supplied(work: Path) -> None:
    path = table(work, "批准文号,年度,供地面积（亩）", "甲,2019年,150", "乙,,15")
    read = read_supply_table(path, "supplies")
    assert read["area_m2"].tolist() == [100_000.0, 10_000.0]
    assert read["year"].tolist()[0] == 2019


def test_rows_that_cannot_be_understood_are_named(work: Path) -> None:
    path = table(work, "批准文号,旗区,供地面积（亩）", "甲,东胜区,15", "乙,别处旗,许多")
    with pytest.raises(SchemaError, match="3") as caught:
        read_supply_table(path, "supplies")
    assert "旗区" in caught.value.zh


def test_a_table_without_the_columns_is_refused(work: Path) -> None:
    with pytest.raises(SourceError, match="批准文号"):
        read_supply_table(table(work, "地块编号,颜色", "A,红"), "approvals")
