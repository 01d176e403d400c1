"""Which columns the headers of a file mean, by the words of the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from landbase.errors import SchemaError
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import column_labels
from landbase.rules.vocabulary import fold
from landbase.tables.cells import split_header

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Term
    from landbase.units import AreaUnit

__all__ = ["MatchedColumns", "match_columns"]

# The layers of bureaus name the unit by a letter: TDMJ in m², TDMJ_M in 亩.
_SUFFIXES: dict[str, AreaUnit] = {"_m": "mu", "_gq": "ha", "_pfm": "m2"}
_AREA_SUFFIX = re.compile(r"(.+?)(_m|_gq|_pfm)", re.IGNORECASE)
# A DBF header holds 10 bytes; a character of two or three bytes may not fit any more.
_HEADER_BYTES = 10
_UNIT_STARTS = ("公", "平", "平方", "万", "亩")

# column, rank of the word among those of the column, units named
_Meaning: TypeAlias = "tuple[str, int, tuple[AreaUnit, ...]]"


@dataclass(frozen=True)
class MatchedColumns:
    """Which header stands for which column of the parcel table.

    Attributes
    ----------
    headers
        Our column → the file's header.
    units
        Our column → the area units that its header names, where it names any.
    guessed
        Our columns that were matched by a header cut off at its tenth byte.
    rivals
        Our column → further headers that mean the same and were not taken.
    kept
        Headers that stay under their own names, rivals included, in order.
    """

    headers: Mapping[str, str]
    units: Mapping[str, tuple[AreaUnit, ...]] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    def in_words(self) -> str:
        """Say in Chinese which header stands for which column."""
        labels = column_labels("zh")
        return "、".join(
            f"{header}→{labels.get(column, column)}"
            for column, header in self.headers.items()
        )


class _Hit(NamedTuple):
    """A header that may stand for a column; the smallest is the best."""

    cut: bool
    empty: bool
    rank: int
    position: int
    header: str
    units: tuple[AreaUnit, ...]


def match_columns(
    headers: Iterable[str],
    *,
    fields: Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
    empty: Collection[str] = (),
    cut: bool = False,
    kinds: tuple[str, ...] = ("field",),
    rules: Rules | None = None,
) -> MatchedColumns:
    """Find the columns that headers mean, by the words of the vocabulary.

    Raises
    ------
    SchemaError
        `fields` names a header that is not there, or a column that the parcel table
        does not have.

    Examples
    --------
    >>> found = match_columns(["ＤＫＢＨ", "地块面积（公顷）", "颜色"])
    >>> found.headers
    {'parcel_id': 'ＤＫＢＨ', 'declared_area_m2': '地块面积（公顷）'}
    >>> found.units, found.kept
    ({'declared_area_m2': ('ha',)}, ('颜色',))
    """
    known = rules_of(rules).vocabulary
    terms = {code: term for kind in kinds for code, term in known.terms[kind].items()}
    names = list(headers)
    stated = _as_stated(fields or {}, names, terms)
    free = [name for name in names if name not in stated.values()]
    hits = _find(free, terms, aliases or {}, empty=empty, cut=cut)
    best = {c: found[0] for c, found in hits.items() if c not in stated}
    matched = stated | {column: hit.header for column, hit in best.items()}
    named = {column: split_header(header).units for column, header in stated.items()}
    named |= {column: hit.units for column, hit in best.items()}
    rivals = {
        column: tuple(hit.header for hit in found if hit.header != matched[column])
        for column, found in hits.items()
    }
    return MatchedColumns(
        headers={column: matched[column] for column in terms if column in matched},
        units={column: units for column, units in named.items() if units},
        guessed=tuple(column for column, hit in best.items() if hit.cut),
        rivals={column: others for column, others in rivals.items() if others},
        kept=tuple(name for name in names if name not in matched.values()),
    )


def _find(
    headers: list[str],
    terms: Mapping[str, Term],
    aliases: Mapping[str, str],
    *,
    empty: Collection[str],
    cut: bool,
) -> dict[str, list[_Hit]]:
    """List the headers that can mean each column, the best first."""
    hits: dict[str, list[_Hit]] = {}
    for position, header in enumerate(headers):
        found = _exact(header, terms) or _exact(aliases.get(header, ""), terms)
        completed = cut and not found and _may_be_cut(header)
        if completed:
            found = _by_prefix(header, terms)
        for column, rank, units in found:
            hit = _Hit(completed, header in empty, rank, position, header, units)
            hits.setdefault(column, []).append(hit)
    return {column: sorted(found) for column, found in hits.items()}


def _as_stated(
    fields: Mapping[str, str], names: list[str], terms: Mapping[str, Term]
) -> dict[str, str]:
    """Check what the user says of the headers; gives our column → header."""
    stated: dict[str, str] = {}
    for header, column in fields.items():
        if column not in terms:
            raise SchemaError("fields_column_unknown", column=column, terms=list(terms))
        if header not in names:
            raise SchemaError("fields_header_missing", header=header, names=names)
        stated[column] = header
    return stated


def _exact(text: str, terms: Mapping[str, Term]) -> list[_Meaning]:
    """List the columns a header can mean."""
    found: list[_Meaning] = []
    for name, units, for_area in _readings(text):
        key = fold(name)
        found += [
            (column, rank, units)
            for column, term in terms.items()
            if (rank := _words(term).get(key)) is not None
            and (not for_area or term.type == "area")
        ]
        if found:
            break
    return found


def _readings(text: str) -> list[tuple[str, tuple[AreaUnit, ...], bool]]:
    """Read a header as a whole, without its unit, and with a unit letter behind."""
    parted = split_header(text)
    readings = [(text, parted.units, False), (parted.name, parted.units, True)]
    if match := _AREA_SUFFIX.fullmatch(text.strip()):
        readings.append((match[1], (_SUFFIXES[match[2].lower()],), True))
    return readings


@cache
def _words(term: Term) -> dict[str, int]:
    """Rank the words of a column: its own names first, then its aliases in order."""
    words = (term.code, term.zh, split_header(term.zh).name, term.en, *term.aliases)
    ranks: dict[str, int] = {}
    for rank, word in enumerate(words):
        ranks.setdefault(fold(word), rank)
    return ranks


def _may_be_cut(header: str) -> bool:
    """Tell whether a header fills the ten bytes, but for part of a character."""
    gbk = len(header.encode("gb18030", errors="replace"))
    utf8 = len(header.encode("utf-8"))
    return gbk in {_HEADER_BYTES - 1, _HEADER_BYTES} or (
        _HEADER_BYTES - 2 <= utf8 <= _HEADER_BYTES and not header.isascii()
    )


def _by_prefix(header: str, terms: Mapping[str, Term]) -> list[_Meaning]:
    """Complete a header that was cut off, where only one column answers to it."""
    key = fold(header)
    found = {
        column: rank
        for column, term in terms.items()
        for word, rank in _words(term).items()
        if _completes(key, word, term)
    }
    if len(found) != 1:
        return []
    ((column, rank),) = found.items()
    return [(column, rank, ())]


def _completes(key: str, word: str, term: Term) -> bool:
    """Tell whether a cut header can stand for a word, or a word and a cut unit."""
    if term.type == "area" and key.startswith(word) and key != word:
        return key[len(word) :] in _UNIT_STARTS
    # 已开发面积 is an area unless it says that it is a share
    if term.type == "ratio" and not set(key) & set("占比率"):
        return False
    return bool(key) and word.startswith(key)
