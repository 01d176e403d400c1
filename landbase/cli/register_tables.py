"""Tables of decisions: read from a file, and put into words for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.cli.words import say
from landbase.ledger import ledger_decisions, read_ledger
from landbase.rules.schema import column_labels

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from landbase.issues import Issues
    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang, Vocabulary

__all__ = ["in_words", "read_decisions"]

# what a ledger of a bureau never has, and a table made for recording may have
_FURTHER = {
    "exception": ("exception", "例外说明", "例外理由"),
    "supersedes": ("supersedes", "更正", "更正编号"),
}
_PLACE = ["source", "source_row"]
_KINDS = ("disposal_type", "status", "cause", "category")


def read_decisions(
    path: Path, *, effective: dt.date | None, rules: Rules
) -> tuple[pd.DataFrame, Issues]:
    """Read the decisions of a ledger, or of a table made for recording.

    Parameters
    ----------
    path
        A workbook or CSV file with Chinese headers or the names of our columns.
    effective
        The day of rows that give none.
    rules
        The rules of the land base.

    Returns
    -------
    decisions, issues
        What `record_many` takes, and the errors and warnings of reading.

    Raises
    ------
    SourceError
        The file cannot be read.
    """
    ledger, issues = read_ledger(path, rules=rules)
    decisions = ledger_decisions(ledger, effective=effective, rules=rules)
    for name, heads in _FURTHER.items():
        head = next((head for head in heads if head in ledger.columns), None)
        if head is not None:
            rows = ledger.drop_duplicates(_PLACE)
            given = rows.set_index(_PLACE)[head]
            places = pd.MultiIndex.from_frame(decisions[_PLACE])
            decisions[name] = given.reindex(places).to_numpy()
    return decisions, issues.of_severity("error", "warning")


def in_words(table: pd.DataFrame, words: Vocabulary, lang: Lang) -> pd.DataFrame:
    """Put labels in place of codes and names, and leave out empty columns.

    Parameters
    ----------
    table
        Deadlines, recommendations or an idle-land test, with `parcel_id`. Not changed.
    words, lang
        Where labels come from.

    Returns
    -------
    labelled
        Text only, under labels, by parcel id.
    """
    heads = column_labels(lang, vocabulary=words)
    heads |= {name: say(*texts) for name, texts in _HEADS.items()}
    shown = table.dropna(axis="columns", how="all")
    labelled = pd.DataFrame({
        heads.get(str(name), str(name)): _texts(column, words, lang, heads)
        for name, column in shown.items()
    })
    return labelled.set_index(heads["parcel_id"])


_HEADS = {
    "rank": ("次序", "rank"),
    "verdict": ("闲置认定", "idle test"),
    "limb": ("情形", "limb"),
    "year_ended": ("满一年之日", "full year ended"),
    "days_over": ("满一年后天数", "days since"),
    "missing": ("尚缺", "missing"),
    "reason": ("理由", "reason"),
    "basis": ("依据", "basis"),
    "limit": ("期限和限制", "limits"),
    "confirmed": ("已核实", "confirmed"),
    "days_left": ("剩余天数", "days left"),
    "deadline": ("期限", "deadline"),
    "step": ("节点", "step"),
    "unit": ("责任单位", "unit"),
    "area_m2": ("地块面积（平方米）", "area (m²)"),
    "disposed_m2": ("已处置", "disposed"),
    "remaining_m2": ("剩余", "remaining"),
    "planned_m2": ("已安排", "planned"),
    "unplanned_m2": ("未安排", "without a way"),
    "journal": ("记录", "record"),
    "number": ("编号", "no."),
    "person": ("责任人", "person"),
    "done_on": ("完成日期", "done on"),
    "operation": ("操作", "operation"),
}
_VALUES = {
    "overdue": ("已超期", "overdue"),
    "due_soon": ("即将到期", "due soon"),
    "later": ("未到期", "later"),
    "idle": ("闲置", "idle"),
    "suspected": ("疑似闲置", "suspected"),
    "cannot_tell": ("资料不足", "cannot tell"),
    "not_idle": ("不属闲置", "not idle"),
    "not_started": ("未动工", "not started"),
    "stopped": ("中止开发", "stopped"),
}


def _texts(
    column: pd.Series, words: Vocabulary, lang: Lang, heads: dict[str, str]
) -> pd.Series:
    name = str(column.name)
    if name in _KINDS:
        texts = column.map(lambda code: words.label(name, code, lang), "ignore")
    elif name in {"verdict", "limb", "deadline"}:
        texts = column.map(lambda code: say(*_VALUES[code]), "ignore")
    elif name == "confirmed":
        texts = column.map({True: say("是", "yes"), False: say("否", "no")})
    elif name == "missing":
        join = say("、", ", ").join
        texts = column.map(
            lambda names: join(heads.get(n, n) for n in names.split(", ")), "ignore"
        )
    elif pd.api.types.is_float_dtype(column):
        texts = column.map("{:,.2f}".format, "ignore")
    elif pd.api.types.is_datetime64_dtype(column):
        texts = column.dt.strftime("%Y-%m-%d")
    else:
        texts = column.astype("str").where(column.notna())
    return texts.fillna("")
