"""The fields that a bulletin's template may use, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.apportion import apportion
from landbase.cases.progress import (
    ALL,
    disposed_areas,
    print_progress,
    progress_sentence,
    round_progress,
)
from landbase.report.list_forms import labelled
from landbase.units import from_m2

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
    words = facts.words
    note = words("override", count=facts.override).strip("（） ()")
    overdue, soon = _due(facts, "overdue"), _due(facts, "due_soon")
    table = facts.progress.get(facts.on.year)
    ranking, city = ([], {}) if table is None else _ranking(facts, table)
    sentence = ""
    if table is not None:
        sentence = progress_sentence(
            table,
            year=facts.on.year,
            on=facts.on.date(),
            lang=facts.lang,
            rules=facts.rules,
        )
    return {
        "title": title,
        "maker": facts.maker,
        "period": period.name,
        "on": words("date", day=facts.on),
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
    printed = print_progress(table, lang=facts.lang, rules=facts.rules)
    city = round_progress(table)[ALL]
    lines = [
        {
            "name": str(name),
            "task": "" if pd.isna(line.task) else f"{line.task:,.2f}",
            "done": f"{line.mu:,.2f}",
            "rate": "—" if pd.isna(line.rate) else f"{line.rate:.2f}%",
            "rank": "" if pd.isna(line.rank) else int(line.rank),
        }
        for name, line in zip(printed.index, city.itertuples(), strict=True)
    ]
    ranked = sorted(
        lines[:-1], key=lambda line: (line["rank"] == "", line["rank"] or 0)
    )
    return ranked, lines[-1]


def _period_sentence(facts: Facts, period: Period) -> str:
    """Say what was disposed of in the period, by category."""
    counted = disposed_areas(facts.decisions, on=facts.on.date(), rules=facts.rules)
    counted = counted[pd.to_datetime(counted["effective"]) >= period.start]
    words, labels = facts.words, _labels(facts)
    groups = counted.groupby("category")
    sums = groups["area_m2"].sum().reindex(list(labels)).fillna(0.0)
    parcels = groups["parcel_id"].nunique().reindex(list(labels)).fillna(0)
    mu = apportion(from_m2(sums, "mu"))
    parts = words["comma"].join(
        words("part_in_period", what=label, count=int(parcels.loc[code]), mu=area)
        for (code, label), area in zip(labels.items(), mu, strict=True)
    )
    return words(
        "in_period",
        period=period.name,
        count=int(parcels.sum()),
        mu=mu.sum(),
        parts=parts,
    )


def _stock_sentence(facts: Facts) -> str:
    """Say how much there is, by category, in 万亩 that sum."""
    words, labels = facts.words, _labels(facts)
    groups = facts.areas.fillna(0.0).groupby(facts.parcels["category"])
    sums = groups.sum().reindex(list(labels)).fillna(0.0)
    counts = groups.size().reindex(list(labels)).fillna(0)
    wan = apportion(from_m2(sums, "wan_mu"))
    parts = words["comma"].join(
        words("part_of_stock", what=label, wan_mu=area, count=int(count))
        for label, area, count in zip(labels.values(), wan, counts, strict=True)
    )
    return words("stock", wan_mu=wan.sum(), parts=parts)


def _labels(facts: Facts) -> dict[str, str]:
    return facts.rules.vocabulary.labels("category", facts.lang)


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
