"""Annual tasks and published figures, as CSV that spreadsheets open rightly."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.apportion import apportion
from landbase.units import from_m2
from making.layers import CATEGORIES
from making.places import BANNERS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

__all__ = ["PUBLISHED", "TASKS", "make_tasks", "write_csv"]

# mu, from the letter
TASKS = {
    (2022, "approved_unsupplied"): 14_500,
    (2022, "idle"): 9_900,
    (2023, "approved_unsupplied"): 23_000,
    (2023, "idle"): 11_900,
}

_STOCK = (
    "“十四五”期间,全市需将13.65万亩存量土地全部消化处置,盘活利用。"
    "其中,批而未供土地8.68万亩闲置土地4.97万亩。"
)
_PLAN22 = (
    "2022年全市处置任务为2.44万亩,"
    "其中批而未供处置任务为1.45万亩闲置土地处置任务为0.99万亩。"
)
_DONE22 = (
    "截至2022年底,批而未供土地消化完成2.11万亩闲置土地消化完成1.98万亩,"
    "超额完成年度任务。"
)
_PLAN23 = (
    "2023年,全市处置任务为3.49万亩,"
    "其中批而未供处置任务为2.3万亩闲置土地处置任务为1.19万亩"
)
_DONE23 = (
    "截至目前,批而未供土地消化完成0.66万亩,完成率28.57%;"
    "闲置土地消化完成1.26万亩,超额完成年度任务。"
)
_ZONES = (
    "闲置土地方面涉及开发区85个项目491.73公顷土地，已全部办结；"
    "停产企业盘活土地155公顷；停建项目盘活土地168公顷。"
)
_A, _I = "批而未供", "闲置土地"

# figure, year, category, until, number as printed, unit, sentence
PUBLISHED = (
    ("存量", "", "合计", "", "13.65", "万亩", _STOCK),
    ("存量", "", _A, "", "8.68", "万亩", _STOCK),
    ("存量", "", _I, "", "4.97", "万亩", _STOCK),
    ("处置任务", "2022", "合计", "", "2.44", "万亩", _PLAN22),
    ("处置任务", "2022", _A, "", "1.45", "万亩", _PLAN22),
    ("处置任务", "2022", _I, "", "0.99", "万亩", _PLAN22),
    ("处置完成", "2022", _A, "2022-12-31", "2.11", "万亩", _DONE22),
    ("处置完成", "2022", _I, "2022-12-31", "1.98", "万亩", _DONE22),
    ("处置任务", "2023", "合计", "", "3.49", "万亩", _PLAN23),
    ("处置任务", "2023", _A, "", "2.3", "万亩", _PLAN23),
    ("处置任务", "2023", _I, "", "1.19", "万亩", _PLAN23),
    ("处置完成", "2023", _A, "2023-07-06", "0.66", "万亩", _DONE23),
    ("完成率", "2023", _A, "2023-07-06", "28.57", "%", _DONE23),
    ("处置完成", "2023", _I, "2023-07-06", "1.26", "万亩", _DONE23),
    ("开发区闲置土地项目", "", _I, "2023-07-06", "85", "个", _ZONES),
    ("开发区闲置土地面积", "", _I, "2023-07-06", "491.73", "公顷", _ZONES),
    ("停产企业盘活", "", _I, "2023-07-06", "155", "公顷", _ZONES),
    ("停建项目盘活", "", _I, "2023-07-06", "168", "公顷", _ZONES),
)
PUBLISHED_HEADER = ("指标", "年度", "土地类别", "截至日期", "数值", "单位", "原文")


def make_tasks(parcels: gpd.GeoDataFrame, seed: int) -> pd.DataFrame:
    """Share the city's tasks among the banners, by stock and by chance, in whole mu."""
    rng = np.random.default_rng(seed)
    stock = from_m2(parcels.groupby(["banner", "category"])["area_m2"].sum(), "mu")
    parts = []
    for (year, category), task in TASKS.items():
        shares = stock.xs(category, level="category").reindex(list(BANNERS))
        shares *= rng.uniform(0.7, 1.3, len(shares))
        mu = apportion(shares / shares.sum() * task, task, decimals=0).astype(int)
        parts.append(
            pd.DataFrame({
                "年度": year,
                "旗区代码": list(BANNERS),
                "旗区": [banner.zh for banner in BANNERS.values()],
                "土地类别": CATEGORIES[category],
                "任务面积": mu,
                "单位": "亩",
                "说明": "旗区分解为合成数据",
            })
        )
    return pd.concat(parts, ignore_index=True)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write UTF-8 with a mark, so that spreadsheets read the Chinese."""
    table.to_csv(
        path, index=False, encoding="utf-8-sig", lineterminator="\r\n",
        quoting=csv.QUOTE_MINIMAL,
    )  # fmt: skip


def published() -> pd.DataFrame:
    """Give the figures of the letter, each as printed and with its sentence."""
    return pd.DataFrame(PUBLISHED, columns=PUBLISHED_HEADER, dtype=str)
