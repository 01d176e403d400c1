"""What the columns of a ledger mean: our columns, and groups with an area each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from landbase.columns import MatchedColumns, match_columns
from landbase.values import is_missing, parse_dates, split_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landbase.rules import Rules
    from landbase.sources.ledger import LedgerTable
    from landbase.units import AreaUnit

__all__ = ["Columns", "Member", "find_columns", "without_number"]

_KINDS = ("field", "ledger_field")
_GROUPS = ("cause", "disposal_type", "due")
_NUMBERING = re.compile(
    r"^\s*(?:[(（]?[0-9]{1,2}[)）.．、]\s*|[①-⑳]\s*|[(（]?[一二三四五六七八九十]{1,2}[)）、]\s*)"
)
_CATEGORY_WORDS = {"未供": "approved_unsupplied", "闲置": "idle"}


class Member(NamedTuple):
    """A column of a group such as 未供原因, with one word of it as its name.

    Attributes
    ----------
    header
        The column's full name in the table.
    kind
        "cause", "disposal_type" or "due".
    word
        The last part of the header.
    code
        The code of the word; for "due" the day, written YYYY-MM-DD; None where the
        word is not known or names none.
    units
        The area units in the header or the group's name.
    """

    header: str
    kind: str
    word: str
    code: str | None
    units: tuple[AreaUnit, ...]


@dataclass(frozen=True)
class Columns:
    """What each column means.

    Attributes
    ----------
    matched
        Our columns, and the headers kept under their own names.
    members
        The columns of groups.
    """

    matched: MatchedColumns
    members: tuple[Member, ...]


def find_columns(
    table: LedgerTable,
    *,
    fields: Mapping[str, str],
    category: str | None,
    rules: Rules,
) -> Columns:
    """Match the headers of a ledger.

    Parameters
    ----------
    table
        The table as found.
    fields
        Header, or its last part, → our column, as the user says.
    category
        The category of all parcels, which decides between like-named causes.
    rules
        The words.

    Returns
    -------
    columns
        Every header once: matched, a member of a group, or kept.

    Raises
    ------
    SchemaError
        `fields` is wrong.
    ValueError
        `fields` names a column that there is not.
    """
    names = list(table.frame.columns)
    parts = dict(zip(table.header.names, table.header.parts, strict=True))
    last = {name: parts[name][-1] if parts[name] else name for name in names}
    told = _full_names(fields, last)
    members = _members({n: parts[n] for n in names if n not in told}, category, rules)
    grouped = {member.header for member in members}
    matched = match_columns(
        [name for name in names if name not in grouped],
        fields=told,
        aliases={name: word for name, word in last.items() if word != name},
        empty={name for name in names if bool(is_missing(table.frame[name]).all())},
        kinds=_KINDS,
        rules=rules,
    )
    return Columns(_each_header_once(matched), tuple(members))


def without_number(word: str) -> str:
    """Drop the number before a word, as in 1.规划调整 or （二）约谈."""
    return _NUMBERING.sub("", word)


def _full_names(fields: Mapping[str, str], last: Mapping[str, str]) -> dict[str, str]:
    """Let the user name a column by the last part of its header, if unique."""
    counts = Counter(last.values())
    by_last = {word: name for name, word in last.items() if counts[word] == 1}
    return {
        name if name in last else by_last.get(name, name): column
        for name, column in fields.items()
    }


def _each_header_once(matched: MatchedColumns) -> MatchedColumns:
    """Leave a header with the first of the columns that it could mean."""
    first: dict[str, str] = {}
    for column, header in matched.headers.items():
        first.setdefault(header, column)
    headers = {column: header for header, column in first.items()}
    units = {
        column: matched.units[column] for column in headers if column in matched.units
    }
    return MatchedColumns(
        headers=headers,
        units=units,
        guessed=matched.guessed,
        rivals={
            column: tuple(h for h in others if h not in first)
            for column, others in matched.rivals.items()
            if column in headers and not set(others) <= set(first)
        },
        kept=matched.kept,
    )


def _members(
    parts: Mapping[str, tuple[str, ...]], category: str | None, rules: Rules
) -> list[Member]:
    found = []
    for name, texts in parts.items():
        group = _group(texts[:-1], rules)
        if group is None or _means_column(texts[-1], rules):
            continue
        kind, group_name = group
        within = category or _category_of(group_name)
        word = without_number(split_header(texts[-1]).name)
        code = _code(kind, word, within, rules)
        units = split_header(texts[-1]).units or split_header(group_name).units
        found.append(Member(name, kind, word, code, units))
    counts = Counter(member.kind for member in found)
    return [m for m in found if counts[m.kind] > 1 or m.code is not None]


def _group(texts: tuple[str, ...], rules: Rules) -> tuple[str, str] | None:
    for text in texts:
        for kind in _KINDS:
            code = rules.vocabulary.find(kind, without_number(split_header(text).name))
            if code in _GROUPS:
                return code, text
    return None


def _means_column(word: str, rules: Rules) -> bool:
    name = split_header(word).name
    return any(rules.vocabulary.find(kind, name) is not None for kind in _KINDS)


def _category_of(group: str) -> str | None:
    return next((c for word, c in _CATEGORY_WORDS.items() if word in group), None)


def _code(kind: str, word: str, category: str | None, rules: Rules) -> str | None:
    if kind != "due":
        return rules.vocabulary.find(kind, word, category=category)
    days, _ = parse_dates(pd.Series([word]), deadline=True)
    return None if days.isna().any() else days.iloc[0].date().isoformat()
