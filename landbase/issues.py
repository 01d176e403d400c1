"""The issue table: what is wrong with the data, where, and what to do about it.

Codes, severities and texts are data (`rules/texts/issues.toml`). An `Issues` is an
immutable value; issues of several files are added together with ``+`` or
`Issues.concat`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.rules.schema import column_labels
from landbase.tables.write import Sheet, write_workbook
from landbase.texts import LANGS, Both, Text, fill, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from landbase.texts import Lang

__all__ = ["SEVERITIES", "Issues", "issue_codes"]

SEVERITIES = ("error", "warning", "info")
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
        texts = issue_codes()[code]
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
        frame = _broadcast(parts)
        frame["source_row"] = frame["source_row"].astype("Int64")  # not 3.0
        records = frame.astype(object).where(frame.notna(), "").to_dict("records")
        table = frame.reindex(columns=list(_DTYPES))
        table["code"], table["severity"] = code, texts["severity"]
        table["set_aside"] = set_aside
        for lang in LANGS:
            table[f"message_{lang}"] = _messages(texts[lang], records, lang)
            table[f"todo_{lang}"] = texts[f"todo_{lang}"]
        table["value"] = [None if pd.isna(v) else str(v) for v in table["value"]]
        return cls(_typed(table))

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
        summary = self.summary(lang=lang).reset_index().rename(columns=labels)
        severity = labels["severity"]
        summary[severity] = summary[severity].map(labels)
        sheets = [
            Sheet(labels["sheet"], self.to_frame(lang=lang)),
            Sheet(labels["summary"], summary),
        ]
        return write_workbook(path, sheets)

    def worst_first(self) -> Issues:
        """Sort the issues: errors, then warnings, then notes; else as they were."""
        rank = {severity: number for number, severity in enumerate(SEVERITIES)}
        by = self.table["severity"].map(rank)
        return Issues(self.table.iloc[by.argsort(kind="stable")].reset_index(drop=True))

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False, na_rep="", max_rows=60))


@cache
def _labels(lang: Lang) -> dict[str, str]:
    """Give columns the names that people know; in English those of the table."""
    return column_labels("zh") if lang == "zh" else {}


def _messages(template: str, records: list[dict[Any, Any]], lang: Lang) -> list[str]:
    """Fill a message for each record, with columns under their labels."""
    labels, tables = _labels(lang), words("report", lang).part("tables")
    told = [
        {name: _said(value, lang) for name, value in row.items()}
        | {"column": labels.get(row["column"], row["column"])}
        | {"source": tables.get(row["source"], row["source"])}
        for row in records
    ]
    say = partial(fill, template, lang) if ":day}" in template else template.format_map
    return [_say(say(row), row) for row in told]


def _said(value: Any, lang: Lang) -> Any:
    """Take of a text in both languages the one asked for."""
    return value.zh if lang == "zh" and isinstance(value, Both) else value


def _say(text: str, parts: Mapping[Any, Any]) -> str:
    """Take off what would hold the number or id of a row without one."""
    if parts["source_row"] == "":
        text = text.replace("第行", "", 1).replace(" row  ", " ", 1)
    return text if parts["parcel_id"] else text.replace("（）", "").replace(" ()", "")


def _single(code: str, parts: Mapping[str, Any], *, set_aside: bool) -> pd.DataFrame:
    """Make the row of one issue, without the tables that many need."""
    texts = issue_codes()[code]
    row = {n: None if _is_nothing(part) else part for n, part in parts.items()}
    told: dict[Any, Any] = {n: "" if part is None else part for n, part in row.items()}
    row |= {"code": code, "severity": texts["severity"], "set_aside": set_aside}
    for lang in LANGS:
        (row[f"message_{lang}"],) = _messages(texts[lang], [told], lang)
        row[f"todo_{lang}"] = texts[f"todo_{lang}"]
    cells = {n: None if row[n] is None else str(row[n]) for n in _DTYPES}
    given: dict[str, Any] = {**cells, "source_row": row["source_row"]}
    given["set_aside"] = set_aside
    columns = {n: pd.Series([given[n]], dtype=kind) for n, kind in _DTYPES.items()}
    return pd.DataFrame(columns)


def _is_nothing(part: Any) -> bool:
    return not isinstance(part, Both) and bool(pd.isna(part))


def _broadcast(parts: Mapping[str, Any]) -> pd.DataFrame:
    """Lay scalars beside array-likes; array-likes lose their index."""
    arrays = {
        name: part if _is_scalar(part) else pd.Series(part).array
        for name, part in parts.items()
    }
    lengths = [len(p) for p in arrays.values() if not _is_scalar(p)]
    return pd.DataFrame(arrays, index=range(lengths[0] if lengths else 1))


def _is_scalar(part: Any) -> bool:
    return isinstance(part, Both) or pd.api.types.is_scalar(part)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    if table.dtypes.astype(str).to_dict() == _DTYPES:
        return table
    return table.astype(_DTYPES)[list(_DTYPES)]
