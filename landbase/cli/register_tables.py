"""Tables of decisions: read from a file, and put into words for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from landbase.cli.words import say
from landbase.columns import match_columns
from landbase.ledger import ledger_decisions, read_ledger
from landbase.rules.schema import column_labels
from landbase.texts import words

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from landbase.issues import Issues
    from landbase.rules import Rules
    from landbase.rules.vocabulary import Lang, Vocabulary

__all__ = ["in_words", "read_decisions"]

# what a ledger of a bureau never has, and a table made for recording may have
_FURTHER = ("exception", "supersedes")
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
    heads = match_columns(
        map(str, ledger.columns), kinds=("record_field",), rules=rules
    ).headers
    for name in [name for name in _FURTHER if name in heads]:
        given = ledger.drop_duplicates(_PLACE).set_index(_PLACE)[heads[name]]
        places = pd.MultiIndex.from_frame(decisions[_PLACE])
        decisions[name] = given.reindex(places).to_numpy()
    return decisions, issues.of_severity("error", "warning")


def in_words(table: pd.DataFrame, terms: Vocabulary, lang: Lang) -> pd.DataFrame:
    """Put labels in place of codes and names, and leave out empty columns.

    Parameters
    ----------
    table
        Deadlines, recommendations or an idle-land test, with `parcel_id`. Not changed.
    terms, lang
        Where labels come from.

    Returns
    -------
    labelled
        Text only, under labels, by parcel id.
    """
    heads = column_labels(lang, vocabulary=terms)
    heads |= words("cli", lang).part("head")
    shown = table.dropna(axis="columns", how="all")
    labelled = pd.DataFrame({
        heads.get(str(name), str(name)): _texts(column, terms, lang, heads)
        for name, column in shown.items()
    })
    return labelled.set_index(heads["parcel_id"])


def _texts(
    column: pd.Series, terms: Vocabulary, lang: Lang, heads: dict[str, str]
) -> pd.Series:
    name = str(column.name)
    if name in _KINDS:
        texts = column.map(lambda code: terms.label(name, code, lang), "ignore")
    elif name in {"verdict", "limb", "deadline"}:
        texts = column.map(lambda code: say(f"value.{code}"), "ignore")
    elif name == "confirmed":
        texts = column.map({True: say("yes"), False: say("no")})
    elif name == "missing":
        texts = column.map(
            lambda names: say(
                "told.list", names=[heads.get(n, n) for n in names.split(", ")]
            ),
            "ignore",
        )
    elif pd.api.types.is_float_dtype(column):
        texts = column.map("{:,.2f}".format, "ignore")
    elif pd.api.types.is_datetime64_dtype(column):
        texts = column.dt.strftime("%Y-%m-%d")
    else:
        texts = column.astype("str").where(column.notna())
    return texts.fillna("")
