"""Which parcels the stock counts, and what a bulletin makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import landbase as lb
from landbase.cases.stock import in_task_base
from landbase.report.bulletin import text_fields
from landbase.report.facts import period_of, take_facts
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        (["2021", "2022", None], [True, True, False]),
        (["是", "否", "是"], [True, False, True]),
        (["否", None, " "], [False, True, True]),
        ([None, None, None], [True, True, True]),
    ],
)
def test_years_and_yes_are_in_the_base(
    said: list[str | None], listed: list[bool]
) -> None:
    column = pd.Series(said, dtype="str")
    assert in_task_base(pd.DataFrame({"task_base": column})).tolist() == listed


def test_the_stock_of_a_bulletin_goes_by_it(work: Path) -> None:
    parcels = make_parcels(3).drop(columns=["status", "disposal_type"])
    parcels = parcels.assign(
        category="idle", cause=None, task_base=["2021", "否", "2021"]
    )
    base = LandBase.open(work / "库.gpkg")
    base.add(parcels)
    facts = take_facts(
        base, on="2023-07-06", banners=None, tasks=None, issues=None, lang="zh",
        maker="", allow_errors=True,
    )  # fmt: skip
    period = period_of("2023-07-06", kind="旬")
    stock = text_fields(facts, period, title="t")["stock_sentence"]
    wan = lb.ellipsoidal_area(parcels).iloc[[0, 2]].sum() * 15 / 1e8
    assert f"{wan:.2f}万亩" in stock
    assert "2宗" in stock.replace(" ", "")
