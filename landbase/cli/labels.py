"""The past of a parcel in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.cli.words import say
from landbase.rules.schema import column_labels

if TYPE_CHECKING:
    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang

__all__ = ["label_history"]


def label_history(history: pd.DataFrame, rules: Rules, lang: Lang) -> pd.DataFrame:
    """Put labels in place of codes and leave out columns that hold nothing.

    Parameters
    ----------
    history
        As `LandBase.history` gives it. Not changed.
    rules, lang
        Where labels come from.

    Returns
    -------
    labelled
        Text only, one row a record, under labels.
    """
    kinds = {
        "registered": say("history.registered"),
        "changed": say("history.changed"),
        "decision": say("history.decision"),
        "split": say("history.split"),
        "merge": say("history.merge"),
        "adjust": say("history.adjust"),
        "void": say("history.void"),
    }
    heads = {
        "kind": say("history.record"),
        "changed": say("history.changed_labels"),
    }
    heads = column_labels(lang, vocabulary=rules.vocabulary) | heads
    shown = history.dropna(axis="columns", how="all")
    labelled = pd.DataFrame({
        heads.get(str(name), str(name)): _texts(column, rules, lang, kinds)
        for name, column in shown.items()
    })
    return labelled.set_index(heads["kind"])


def _texts(
    column: pd.Series, rules: Rules, lang: Lang, kinds: dict[str, str]
) -> pd.Series:
    name = str(column.name)
    if name in {"disposal_type", "status"}:
        texts = column.map(
            lambda code: rules.vocabulary.label(name, code, lang), "ignore"
        )
    elif name == "kind":
        texts = column.map(kinds)
    elif name == "recorded_at":
        texts = column.dt.strftime("%Y-%m-%d %H:%M")
    elif pd.api.types.is_datetime64_dtype(column):
        texts = column.dt.strftime("%Y-%m-%d")
    elif name == "area_m2":
        texts = column.map("{:,.2f}".format, "ignore")
    else:
        texts = column.astype("str")
    return texts.fillna("")
