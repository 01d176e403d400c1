"""The fields that a bulletin's template may use, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.progress import CITY, disposed_areas, progress_sentence
from landbase.report.list_forms import labelled
from landbase.report.words import WORDS
from landbase.units import from_m2, level, round_half_up

if TYPE_CHECKING:
    from landbase.report.facts import Facts
    from landbase.report.period import Period

__all__ = ["FIELDS", "text_fields"]

# field → what it holds; docs/reports.md lists them, a test compares
FIELDS = {
    "title": "标题",
    "maker": "填报单位",
    "period": "期间，如 2023年7月上旬",
    "on": "数据截止日期",
    "override": "数据有错误仍出具时的说明，否则为空",
    "sentence": "年度任务与完成情况",
    "period_sentence": "本期处置情况",
    "stock_sentence": "存量情况",
    "ranking": "各旗区进度：每行 name, task, done, rate, rank",
    "city": "全市合计：task, done, rate",
    "overdue": "逾期地块：每行 parcel_id, banner, type, status, due, days, by",
    "overdue_count": "逾期地块宗数",
    "reminders": "30 日内到期：每行同上，days 为剩余天数",
    "reminder_count": "30 日内到期宗数",
    "chart": "任务进度图",
    "map": "处置状态图",
}
_COLUMNS = ("parcel_id", "banner", "disposal_type", "status", "due")


def text_fields(facts: Facts, period: Period, *, title: str) -> dict[str, Any]:
    """Compute every field that is text or a list.

    Parameters
    ----------
    facts
        What the bulletin is about.
    period
        Which period.
    title
        The title.

    Returns
    -------
    fields
        Values of all `FIELDS` but the pictures.
    """
    note = WORDS["zh"]["override"].format(facts.override).strip("（）")
    overdue, soon = _due(facts, "overdue"), _due(facts, "due_soon")
    table = facts.progress.get(facts.on.year)
    ranking, city = ([], {}) if table is None else _ranking(facts, table)
    sentence = ""
    if table is not None:
        sentence = progress_sentence(table, year=facts.on.year, on=facts.on.date())
    return {
        "title": title,
        "maker": facts.maker,
        "period": period.name,
        "on": f"{facts.on.year}年{facts.on.month}月{facts.on.day}日",
        "override": note if facts.override else "",
        "sentence": sentence,
        "period_sentence": _period_sentence(facts, period),
        "stock_sentence": _stock_sentence(facts),
        "ranking": ranking,
        "city": city,
        "overdue": overdue,
        "overdue_count": len(overdue),
        "reminders": soon,
        "reminder_count": len(soon),
    }


def _ranking(
    facts: Facts, table: pd.DataFrame
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Give the banners by rank, and the city; areas in mu that sum."""
    own = pd.DataFrame(table.xs("all", level="category"))
    parts = own.drop(index=CITY)
    names = facts.vocabulary.labels("banner", "zh")
    task = level(from_m2(parts["task_m2"].fillna(0.0), "mu"))
    done = level(from_m2(parts["disposed_m2"], "mu"))
    lines = [
        {
            "name": names.get(str(code), WORDS["zh"]["missing"]),
            "task": f"{one:,.2f}",
            "done": f"{other:,.2f}",
            "rate": _percent(rate),
            "rank": "" if pd.isna(rank) else int(rank),
        }
        for code, one, other, rate, rank in zip(
            parts.index, task, done, parts["rate"], parts["rank"], strict=True
        )
    ]
    lines.sort(key=lambda line: (line["rank"] == "", line["rank"] or 0))
    city = {
        "name": WORDS["zh"]["total"],
        "task": f"{task.sum():,.2f}",
        "done": f"{done.sum():,.2f}",
        "rate": _percent(own["rate"].loc[CITY]),
        "rank": "",
    }
    return lines, city


def _percent(rate: Any) -> str:
    if pd.isna(rate):
        return "—"
    return f"{float(round_half_up(float(rate) * 100, 2)):.2f}%"


def _period_sentence(facts: Facts, period: Period) -> str:
    """Say what was disposed of in the period, by category."""
    counted = disposed_areas(facts.decisions, on=facts.on.date())
    counted = counted[pd.to_datetime(counted["effective"]) >= period.start]
    labels = facts.vocabulary.labels("category", "zh")
    sums = (
        counted.groupby("category")["area_m2"].sum().reindex(list(labels)).fillna(0.0)
    )
    parcels = counted.groupby("category")["parcel_id"].nunique()
    parcels = parcels.reindex(list(labels)).fillna(0)
    mu = level(from_m2(sums, "mu"))
    parts = "，".join(
        f"{label}{int(parcels.loc[code])}宗{area:,.2f}亩"
        for (code, label), area in zip(labels.items(), mu, strict=True)
    )
    return (
        f"{period.name}，全市共消化处置{int(parcels.sum())}宗、"
        f"{mu.sum():,.2f}亩，其中{parts}。"
    )


def _stock_sentence(facts: Facts) -> str:
    """Say how much there is, by category, in 万亩 that sum."""
    labels = facts.vocabulary.labels("category", "zh")
    groups = facts.areas.fillna(0.0).groupby(facts.parcels["category"])
    sums, counts = (
        groups.sum().reindex(list(labels)),
        groups.size().reindex(list(labels)),
    )
    wan = level(from_m2(sums.fillna(0.0), "wan_mu"))
    parts = "，".join(
        f"{label}{area:.2f}万亩（{int(count)}宗）"
        for label, area, count in zip(
            labels.values(), wan, counts.fillna(0), strict=True
        )
    )
    return f"全市纳入台账的存量土地共{wan.sum():.2f}万亩，其中{parts}。"


def _due(facts: Facts, kind: str) -> list[dict[str, Any]]:
    """List parcels that are overdue or nearly so."""
    late = facts.deadlines[facts.deadlines["deadline"] == kind]
    rows = labelled(late[[*_COLUMNS, "by"]], facts)
    names = ("parcel_id", "banner", "type", "status", "due", "by")
    return [
        {
            **{k: v or "" for k, v in zip(names, row, strict=True)},
            "days": abs(int(days)),
        }
        for row, days in zip(rows, late["days_left"], strict=True)
    ]
