"""The issue table: what is wrong with the data, where, and what to do about it.

Codes, severities and texts are data (`rules/texts/issues.toml`). An `Issues` is an
immutable value; issues of several files are added together with ``+`` or
`Issues.concat`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, partial, reduce
from importlib.resources import files
from operator import add
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.rules.schema import column_labels
from landbase.tables.write import Sheet, write_text_table, write_workbook
from landbase.texts import LANGS, Both, Text, fill, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from landbase.texts import Lang

__all__ = ["SEVERITIES", "Issues", "issue_codes"]

SEVERITIES = ("error", "warning", "info")
_MOST_LISTED = 100_000  # more is no list for people, and soon no sheet
_DTYPES = {
    "code": "str",
    "severity": "str",
    "source": "str",
    "source_row": "Int64",
    "parcel_id": "str",
    "column": "str",
    "value": "str",
    "set_aside": "bool",
    "message_zh": "str",
    "message_en": "str",
    "todo_zh": "str",
    "todo_en": "str",
}
_EMPTY = pd.DataFrame({n: pd.Series(dtype=dtype) for n, dtype in _DTYPES.items()})


@cache
def issue_codes() -> dict[str, dict[str, str]]:
    """Read the table of issue codes."""
    path = files("landbase").joinpath("rules", "texts", "issues.toml")
    return tomllib.loads(path.read_text("utf-8"))


@dataclass(frozen=True, eq=False)
class Issues:
    """A table of issues, one row each.

    Attributes
    ----------
    table
        Columns code, severity (error, warning, info), source (file, or file(layer)),
        source_row (1-based data row; missing where the whole source is meant),
        parcel_id, column, value (as found), set_aside (the row is not among the
        parcels), message_zh, message_en, todo_zh, todo_en.

    Examples
    --------
    >>> issues = Issues.of("missing_id", source="a.shp", source_row=[3, 8])
    >>> len(issues), issues.count("error")
    (2, 2)
    >>> issues.summary(lang="en")["count"].to_dict()
    {('error', 'missing_id'): 2}
    """

    table: pd.DataFrame

    @classmethod
    def none(cls) -> Issues:
        """Make an empty table of issues."""
        return cls(_EMPTY.copy())

    @classmethod
    def of(
        cls,
        code: str,
        *,
        source: Any,
        source_row: Any = None,
        parcel_id: Any = None,
        column: Any = None,
        value: Any = None,
        set_aside: bool = False,
        details: Mapping[str, Any] | None = None,
    ) -> Issues:
        """Make issues of one code, one for each element of the array-likes given.

        Parameters
        ----------
        code
            A code of `issue_codes`.
        source, source_row, parcel_id, column, value
            Where it was found and what stood there: a scalar for all, or one each.
        set_aside
            The rows are not among the parcels.
        details
            Further fields of the message template, scalar or one each.

        Returns
        -------
        issues
            One row for each element; one row where all are scalars.

        Raises
        ------
        KeyError
            The code is not known, or the template needs a detail that was not given.
        """
        parts: dict[str, Any] = {
            "source": source,
            "source_row": source_row,
            "parcel_id": parcel_id,
            "column": column,
            "value": value,
            **(details or {}),
        }
        if all(map(_is_scalar, parts.values())):
            return cls(_single(code, parts, set_aside=set_aside))
        return cls(_several(code, parts, set_aside=set_aside))

    @classmethod
    def concat(cls, several: Iterable[Issues]) -> Issues:
        """Put several tables of issues into one, in order."""
        tables = [issues.table for issues in several if len(issues)]
        if not tables:
            return cls.none()
        return cls(_typed(pd.concat(tables, ignore_index=True)))

    def __add__(self, other: Issues) -> Issues:
        return Issues.concat([self, other])

    def __len__(self) -> int:
        return len(self.table)

    def count(self, severity: str) -> int:
        """Count the issues of one severity."""
        return int((self.table["severity"] == severity).sum())

    def of_severity(self, *severities: str) -> Issues:
        """Keep the issues of the severities named."""
        keep = self.table["severity"].isin(severities)
        return Issues(self.table[keep].reset_index(drop=True))

    def message(self, most: int | None = None) -> Both | Text:
        """Say the messages one after the other, for an error that quotes them.

        Parameters
        ----------
        most
            How many to quote; how many more there are is said where it is over one.

        Returns
        -------
        told
            In both languages.
        """
        head = self.table.head(len(self) if most is None else most)
        quoted = Both(*(" | ".join(head[f"message_{lang}"]) for lang in ("en", "zh")))
        more = len(self) - len(head)
        if more and most != 1:
            return Text("errors.issues_more", faults=quoted, more=more)
        return quoted

    def by_code(self) -> dict[str, Issues]:
        """Part the issues by code, errors first."""
        order = self.worst_first().table
        groups = order.groupby("code", sort=False)
        return {str(c): Issues(g.reset_index(drop=True)) for c, g in groups}

    def summary(self, *, lang: Lang = "zh") -> pd.DataFrame:
        """Count the issues by severity and code, errors first.

        Parameters
        ----------
        lang
            Language of the titles and of the column names.

        Returns
        -------
        summary
            Index (severity, code); columns title and count under their labels.
        """
        labels = words("report", lang).part("issues")
        counts = (
            self.worst_first().table.groupby(["severity", "code"], sort=False).size()
        )
        titles = [issue_codes()[code][f"title_{lang}"] for _, code in counts.index]
        columns = {labels["title"]: titles, labels["count"]: counts.to_numpy()}
        return pd.DataFrame(columns, index=counts.index)

    def set_aside_rows(self) -> pd.DataFrame:
        """List the rows that were set aside: source and source_row, each once."""
        rows = self.table.loc[self.table["set_aside"], ["source", "source_row"]]
        return rows.drop_duplicates().reset_index(drop=True)

    def to_frame(self, *, lang: Lang = "zh") -> pd.DataFrame:
        """Show the issues as a table for people, errors first.

        Parameters
        ----------
        lang
            Language of the texts and of the column names.

        Returns
        -------
        frame
            One row an issue.
        """
        labels = words("report", lang).part("issues")
        table = self.worst_first().table
        titles = [issue_codes()[code][f"title_{lang}"] for code in table["code"]]
        shown = pd.DataFrame({
            "severity": table["severity"].map(labels),
            "title": titles,
            "source": table["source"].replace(words("report", lang).part("tables")),
            "source_row": table["source_row"],
            "parcel_id": table["parcel_id"],
            "column": table["column"].replace(_labels(lang)),
            "value": table["value"],
            "message": table[f"message_{lang}"],
            "todo": table[f"todo_{lang}"],
            "set_aside": table["set_aside"].map({True: labels["yes"], False: ""}),
            "code": table["code"],
        })
        return shown.rename(columns=labels)

    def to_excel(self, path: Path | str, *, lang: Lang = "zh") -> Path:
        """Write the issues to a workbook: a summary sheet and a filterable list.

        Of more than 100,000 the list holds the worst; all of them stand in a .csv file
        beside it, whose name ends in "_all".

        Parameters
        ----------
        path
            The .xlsx file; replaced when it exists.
        lang
            Language of the texts.

        Returns
        -------
        path
            The file written.
        """
        labels = words("report", lang).part("issues")
        shown, title = self._worst(_MOST_LISTED), ""
        if len(self) > _MOST_LISTED:
            whole = Path(path).with_name(f"{Path(path).stem}_all.csv")
            write_text_table(whole, self.to_frame(lang=lang))
            counts = {"count": len(self), "most": _MOST_LISTED, "file": whole.name}
            title = words("report", lang)("issues_cut", **counts)
        summary = self.summary(lang=lang).reset_index().rename(columns=labels)
        severity = labels["severity"]
        summary[severity] = summary[severity].map(labels)
        sheets = [
            Sheet(labels["sheet"], shown.to_frame(lang=lang), title=title),
            Sheet(labels["summary"], summary),
        ]
        return write_workbook(path, sheets)

    def worst_first(self) -> Issues:
        """Sort the issues: errors, then warnings, then notes; else as they were."""
        return self._worst(len(self))

    def _worst(self, most: int) -> Issues:
        """Sort the issues and give the first of them, without a copy of all."""
        rank = {severity: number for number, severity in enumerate(SEVERITIES)}
        by = self.table["severity"].map(rank)
        first = by.argsort(kind="stable").iloc[:most]
        return Issues(self.table.iloc[first].reset_index(drop=True))

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, na_rep="", max_rows=60))


@cache
def _labels(lang: Lang) -> dict[str, str]:
    """Give columns the names that people know; in English those of the table."""
    return column_labels("zh") if lang == "zh" else {}


def _message(template: str, row: Mapping[Any, Any], lang: Lang) -> str:
    """Fill a message for one row, with columns under their labels."""
    told = {
        name: _called(name, _said(value, lang), lang) for name, value in row.items()
    }
    text = _filler(template, template, lang)(told)
    for name, replaced, most in _UNKNOWN:
        for what, instead in () if row[name] else replaced:
            text = text.replace(what, instead, most)
    return text


def _messages(
    template: str,
    parts: Mapping[str, Any],
    unknown: Mapping[str, pd.Series],
    lang: Lang,
) -> pd.Series:
    """Fill a message for each row as `_message` does, one field after the other."""
    pieces: list[Any] = [_alike("", len(unknown["parcel_id"])), ""]
    for literal, name, form, kind in Formatter().parse(template):
        pieces[-1] += literal
        if name is not None:
            rest = (f"!{kind}" if kind else "") + (f":{form}" if form else "")
            say = _filler(f"{{{name}{rest}}}", template, lang)
            piece = _field(name, parts[name], lang, say, plain=not rest)
            if isinstance(piece, str):
                pieces[-1] += piece
            else:
                pieces += [piece, ""]
    message: pd.Series = reduce(add, pieces)
    for name, replaced, most in _UNKNOWN:
        where = unknown[name]
        if where.any():
            texts = message[where]
            for what, instead in replaced:
                texts = texts.str.replace(what, instead, n=most, regex=False)
            message = message.mask(where, texts)
    return message


# What would hold the number or the id of a row without one, and how often it goes.
_UNKNOWN = (
    ("source_row", (("第行", ""), (" row  ", " ")), 1),
    ("parcel_id", (("（）", ""), (" ()", "")), -1),
)


def _field(
    name: str,
    part: Any,
    lang: Lang,
    say: Callable[[Mapping[str, Any]], str],
    *,
    plain: bool,
) -> Any:
    """Fill one field of a template: a text for all rows, or one for each."""
    if _is_scalar(part):
        return say({name: _called(name, _said(_cell(part), lang), lang)})
    column = pd.Series(part)
    if plain and str(column.dtype) in {"str", "Int64"}:
        texts = column.astype("str").fillna("")
        if name not in _CALLED:
            return texts
        return texts.map({text: _called(name, text, lang) for text in texts.unique()})
    told = (_called(name, _said(_cell(cell), lang), lang) for cell in column.tolist())
    return pd.Series([say({name: cell}) for cell in told], dtype="str")


def _filler(text: str, template: str, lang: Lang) -> Callable[[Mapping[str, Any]], str]:
    """Fill a template or a field of it; one that writes days has ways of its own."""
    return partial(fill, text, lang) if ":day}" in template else text.format_map


def _cell(value: Any) -> Any:
    """Give a cell as plain Python has it; nothing where there is none."""
    if _is_nothing(value):
        return ""
    return value.item() if isinstance(value, np.generic) else value


_CALLED = {"column", "source"}


def _called(name: str, value: Any, lang: Lang) -> Any:
    """Give a column or a table of ours the name that people know."""
    if name not in _CALLED:
        return value
    known = _labels(lang) if name == "column" else _tables(lang)
    return known.get(value, value)


@cache
def _tables(lang: Lang) -> dict[str, str]:
    return words("report", lang).part("tables")


def _said(value: Any, lang: Lang) -> Any:
    """Take of a text in both languages the one asked for."""
    return value.zh if lang == "zh" and isinstance(value, Both) else value


def _single(code: str, parts: Mapping[str, Any], *, set_aside: bool) -> pd.DataFrame:
    """Make the row of one issue, without the tables that many need."""
    texts = issue_codes()[code]
    row = {n: None if _is_nothing(part) else part for n, part in parts.items()}
    told: dict[Any, Any] = {n: "" if part is None else part for n, part in row.items()}
    row |= {"code": code, "severity": texts["severity"], "set_aside": set_aside}
    for lang in LANGS:
        row[f"message_{lang}"] = _message(texts[lang], told, lang)
        row[f"todo_{lang}"] = texts[f"todo_{lang}"]
    cells = {n: None if row[n] is None else str(row[n]) for n in _DTYPES}
    given: dict[str, Any] = {**cells, "source_row": row["source_row"]}
    given["set_aside"] = set_aside
    columns = {n: pd.Series([given[n]], dtype=kind) for n, kind in _DTYPES.items()}
    return pd.DataFrame(columns)


def _is_nothing(part: Any) -> bool:
    return not isinstance(part, Both) and bool(pd.isna(part))


def _several(code: str, parts: Mapping[str, Any], *, set_aside: bool) -> pd.DataFrame:
    """Make one row for each element of the array-likes, which lose their index."""
    texts = issue_codes()[code]
    given = {n: p if _is_scalar(p) else pd.Series(p).array for n, p in parts.items()}
    count = next(len(part) for part in given.values() if not _is_scalar(part))
    row = given["source_row"]
    rows = pd.Series([row] * count if _is_scalar(row) else row, dtype="Int64")
    given["source_row"] = row if _is_scalar(row) else rows.array  # not 3.0
    told = {**given, "code": code, "severity": texts["severity"]}
    told |= {f"todo_{lang}": texts[f"todo_{lang}"] for lang in LANGS}
    columns: dict[str, Any] = {"source_row": rows}
    columns["set_aside"] = np.full(count, set_aside)
    for name in (told.keys() & _DTYPES) - columns.keys():
        columns[name] = _written(told[name], count)
    ids = columns["parcel_id"]
    unknown = {"source_row": rows.isna(), "parcel_id": ids.isna() | (ids == "")}
    for lang in LANGS:
        columns[f"message_{lang}"] = _messages(texts[lang], given, unknown, lang)
    return pd.DataFrame(columns, index=range(count))[list(_DTYPES)]


def _written(part: Any, count: int) -> pd.Series:
    """Write a part as a column of texts; missing ones stay missing."""
    if _is_scalar(part):
        return _alike(None if _is_nothing(part) else str(part), count)
    if part.dtype == "str":
        return pd.Series(part)
    texts = [None if _is_nothing(cell) else str(cell) for cell in pd.Series(part)]
    return pd.Series(texts, dtype="str")


def _alike(text: str | None, count: int) -> pd.Series:
    """Give every row the same text."""
    return pd.Series(pd.array([text], dtype="str").repeat(count))


def _is_scalar(part: Any) -> bool:
    return isinstance(part, Both) or pd.api.types.is_scalar(part)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    if table.dtypes.astype(str).to_dict() == _DTYPES:
        return table
    return table.astype(_DTYPES)[list(_DTYPES)]
