"""Ledgers for tests: plain ones from rows, and the one of three levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

CAUSES = [
    "征地、拆迁未落实", "城市规划未确定或调整", "项目未落实", "已用未办理供地手续",
    "正在组织供地前期工作", "政府储备土地",
    "道路、安全间距、绿化等代征地以及无法利用的边角地、山地等", "其他",
]  # fmt: skip
WAYS = [
    "加快土地供应", "完善供地手续", "清理失效或撤回批文", "实施批文部分调整",
    "核减重复统计面积", "其他",
]  # fmt: skip
LIMITS = ["2018年12月31日前", "2019年6月30日前", "需长期推进"]
COLUMNS = [
    "序号", "县市", "批次名称", "指标类型", "批准文号", "批准日期", "批准面积",
    "地块编号", "地块名称", "地块面积", "电子监管号", "用地单位", "供地面积", "用途",
    "批次剩余", "地块剩余",
]  # fmt: skip
FIRST_CAUSE = len(COLUMNS) + 1
FIRST_WAY = FIRST_CAUSE + len(CAUSES)
FIRST_LIMIT = FIRST_WAY + len(WAYS)
WIDTH = FIRST_LIMIT + len(LIMITS) + 2
# batch and parcel columns are merged down over their supplies
BATCH_COLUMNS = [*range(1, 8), 15]
PARCEL_COLUMNS = [8, 9, 10, 16, *range(FIRST_CAUSE, WIDTH + 1)]


def write(
    path: Path,
    rows: Iterable[Sequence[object]],
    *,
    merged: Iterable[str] = (),
    sheet: str = "台账",
) -> Path:
    """Write rows as they are to a workbook of one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    book.save(path)
    return path


def three_levels(path: Path, **changes: Any) -> Path:
    """Write batch → parcel → supply, in mu; `changes` names cells, such as P7=99."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["批而未供土地处置情况表"])
    page.append(["填报单位：某局", None, None, "单位：亩"])
    groups = [*COLUMNS, "未供原因", *[None] * 7, "处置方式", *[None] * 5]
    page.append([*groups, "整改时限", None, None, "责任人", "电话"])
    page.append([None] * len(COLUMNS) + CAUSES + WAYS + LIMITS)
    batch = [1, "准格尔旗", "第1批次", "计划", "〔2018〕1号", "2018年3月5日", 300]
    left = [*batch, "A-1", "甲", 200, "E1", "甲公司", 50, "工业", 210, 110]
    ways = {"加快土地供应": 60, "实施批文部分调整": 50}
    page.append(_row(left, {"项目未落实": 60, "其他": 50}, ways, "2018年12月31日前"))
    page.append([None] * 10 + ["E2", "乙公司", 40, "商服"])
    left = [*[None] * 7, "A-2", "乙", 100, *[None] * 5, 100]
    causes = {"政府储备土地": 70, "城市规划未确定或调整": 30}
    page.append(_row(left, causes, {"清理失效或撤回批文": 100}, "2019年6月30日前"))
    batch = [2, "准格尔旗", "第2批次", "计划", "〔2018〕2号", "2018.4.6", 10]
    page.append(_row([*batch, "A-3", "丙", 10, "E3", "丙公司", 10, "工业", 0, 0]))
    total = _row([
        "合计",
        *[None] * 5,
        310,
        None,
        None,
        310,
        None,
        None,
        100,
        None,
        210,
        210,
    ])
    page.append(total)
    page.append(["注：本表由各旗区填报。"])
    for cell, value in changes.items():
        page[cell] = value
    _merge(page)
    book.save(path)
    return path


def _row(
    left: list[object],
    causes: dict[str, int] | None = None,
    ways: dict[str, int] | None = None,
    limit: str = "",
) -> list[object]:
    ticks = ["√" if name == limit else None for name in LIMITS]
    areas = [(causes or {}).get(c) for c in CAUSES] + [
        (ways or {}).get(w) for w in WAYS
    ]
    return [*left, *areas, *ticks, "张三", 13800000000]


def _merge(page: Any) -> None:
    def merge(top: int, bottom: int, first: int, last: int) -> None:
        page.merge_cells(
            start_row=top, end_row=bottom, start_column=first, end_column=last
        )

    merge(1, 1, 1, WIDTH)
    for column in [*range(1, FIRST_CAUSE), WIDTH - 1, WIDTH]:
        merge(3, 4, column, column)
    for first, names in (
        (FIRST_CAUSE, CAUSES),
        (FIRST_WAY, WAYS),
        (FIRST_LIMIT, LIMITS),
    ):
        merge(3, 3, first, first + len(names) - 1)
    for column in BATCH_COLUMNS:
        merge(5, 7, column, column)
    for column in PARCEL_COLUMNS:
        merge(5, 6, column, column)
    merge(9, 9, 1, 6)
