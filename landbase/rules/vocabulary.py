"""The words of landbase: codes with Chinese and English labels, read from TOML.

`vocabulary.toml` beside this file holds categories, statuses, causes, disposal types,
banners and the fields of the parcel table, `land_classes.csv` the classes of land use.
A bureau adds or changes terms with `Vocabulary.extended`, which its project file does
for it.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.errors import ConfigError
from landbase.rules.shown import shown_table
from landbase.texts import Lang

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLOR", "KINDS", "LIMBS", "SURE", "Lang", "Term", "Vocabulary", "fold"]

KINDS = (
    *("category", "status", "cause", "disposal_type", "banner", "yes_no"),
    *("field", "ledger_field", "table_field", "record_field"),
    *("land_scheme", "land_class_2023", "land_class_gbt21010", "land_class_survey3"),
)
# how sure a legal basis or a limit is
SURE = ("source", "weak", "unconfirmed", "judgement")
# the two ways in which land is idle: article 2, paragraphs 1 and 2
# what a notebook shows of a vocabulary; the rest are columns and classes of land
_SHOWN = ("category", "status", "cause", "disposal_type", "banner")
LIMBS = ("not_started", "stopped")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def fold(text: str) -> str:
    """Reduce a word to what matters when two spellings are compared.

    Examples
    --------
    >>> fold("ＸＭＭＣ"), fold("地块 编号")
    ('xmmc', '地块编号')
    """
    normal = unicodedata.normalize("NFKC", str(text)).casefold()
    return "".join(character for character in normal if character.isalnum())


@dataclass(frozen=True, kw_only=True)
class Term:
    """One word of a vocabulary.

    Attributes
    ----------
    kind, code
        Which vocabulary, and the code stored in tables.
    zh, en
        Labels.
    category
        The parcel category the term is limited to, if any.
    causes
        For a disposal type: the causes that allow it; empty means any.
    limbs
        The limbs of the idle-land test ("not_started", "stopped") that allow it;
        empty means any.
    any_cause_limbs
        The limbs for which it is open whatever the cause.
    initial, planned, disposed, accepted, returned
        Marks of a status: nothing was decided yet; a way was decided on; its area
        counts as disposed of; the upper level has accepted that, so that the case is
        closed; it was sent back, so that what was disposed of before does not count.
    like
        For a category: the one whose causes and ways it takes beside its own.
    disposes
        For a disposal type: whether the way, once done, ends the parcel's case.
    disposes_with
        Dates of the parcel without which the way does not dispose, nor before them.
    supplied_until
        The last day, as YYYY-MM-DD: land supplied later may not go this way.
    basis, sure
        Legal basis, and how sure it is: "source", "weak", "unconfirmed", "judgement".
    rank
        For a disposal type: its place in the order in which ways are recommended; a
        way without one comes last.
    first_for
        The causes for which the way comes before all others.
    letter_for
        The causes for which the letter of 2023-07-06 names the way.
    waits_for, behind_for
        Columns that must say yes before the way can come before others, and the causes
        for which it comes behind them until they do.
    after_years, years_from
        The way is open only that many full years after the day in a column; without
        one, after the day from which the idle-land test counts.
    most_years, lasts_from
        It lasts at most that many years from the day in a column of the decision.
    restarts
        The agreed start is reckoned anew from the day newly agreed on.
    needs
        Columns without which the way cannot be decided.
    limit_zh, limit_en, limit_sure
        The limit that the law sets, and how sure that is.
    color
        For a status or a category: its colour on maps, as ``#RRGGBB``.
    type
        For a field: its type in the parcel table.
    aliases
        Words of real files that mean this term.
    """

    kind: str
    code: str
    zh: str
    en: str
    category: str | None = None
    causes: tuple[str, ...] = ()
    limbs: tuple[str, ...] = ()
    any_cause_limbs: tuple[str, ...] = ()
    initial: bool = False
    planned: bool = False
    disposed: bool = False
    accepted: bool = False
    returned: bool = False
    like: str | None = None
    disposes: bool = False
    disposes_with: tuple[str, ...] = ()
    supplied_until: str = ""
    basis: str = ""
    sure: str = ""
    rank: int | None = None
    first_for: tuple[str, ...] = ()
    letter_for: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    behind_for: tuple[str, ...] = ()
    after_years: int = 0
    years_from: str = ""
    most_years: int = 0
    lasts_from: str = ""
    restarts: bool = False
    needs: tuple[str, ...] = ()
    limit_zh: str = ""
    limit_en: str = ""
    limit_sure: str = ""
    color: str = ""
    type: str = ""
    aliases: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        entries = {"code": self.code, **_entries(self)}
        rows = [
            (name, "、".join(value) if isinstance(value, list) else value)
            for name, value in entries.items()
        ]
        return shown_table(rows, ("item", "value"))

    def label(self, lang: Lang = "zh") -> str:
        """Give the label in one language."""
        return self.zh if lang == "zh" else self.en

    def limit(self, lang: Lang = "zh") -> str:
        """Give the limit of a way in one language, or in the one there is."""
        zh, en = self.limit_zh or self.limit_en, self.limit_en or self.limit_zh
        return zh if lang == "zh" else en


@dataclass(frozen=True, repr=False)
class Vocabulary:
    """All terms, by kind and code; immutable.

    Attributes
    ----------
    terms
        kind → code → `Term`, in the order of the file.
    """

    terms: Mapping[str, Mapping[str, Term]]

    @staticmethod
    @cache
    def default() -> Vocabulary:
        """Read the vocabulary that comes with landbase.

        Returns
        -------
        vocabulary
            Always the same object.

        Examples
        --------
        >>> Vocabulary.default().label("disposal_type", "revoke_approval")
        '撤销批文'
        """
        said = tomllib.loads(_own_file("vocabulary.toml"))
        for row in csv.DictReader(_own_file("land_classes.csv").splitlines()):
            labels = {"zh": row["zh"], "en": row["en"]}
            said.setdefault(row["scheme"], {})[row["code"]] = labels
        return Vocabulary(MappingProxyType({})).extended(said)

    def extended(
        self, extra: Mapping[str, Mapping[str, Mapping[str, Any]]]
    ) -> Vocabulary:
        """Add terms, or change some entries of existing ones.

        Parameters
        ----------
        extra
            kind → code → entries, as in the TOML file. Aliases of an existing term
            are added to those it has; other entries replace.

        Returns
        -------
        vocabulary
            A new vocabulary; this one is unchanged.

        Raises
        ------
        ConfigError
            A kind or an entry is unknown, a new term lacks a label, or a value names
            what there is not.

        Examples
        --------
        >>> own = {"banner": {"150202": {"zh": "东河区", "en": "Donghe District"}}}
        >>> Vocabulary.default().extended(own).label("banner", "150202")
        '东河区'
        """
        merged = {kind: dict(self.terms.get(kind, {})) for kind in KINDS}
        for kind, entries_by_code in extra.items():
            if kind not in merged:
                raise ConfigError("vocabulary_kind_unknown", kind=kind, kinds=KINDS)
            for code, entries in entries_by_code.items():
                old = merged[kind].get(code)
                merged[kind][code] = _make_term(kind, code, entries, old)
        for kind, entries_by_code in extra.items():
            for code in entries_by_code:
                _check_term(merged[kind][code], merged)
        return Vocabulary(MappingProxyType(merged))

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(terms)} {kind}" for kind, terms in self.terms.items())
        return f"Vocabulary({counts})"

    def _repr_html_(self) -> str:
        kinds = [kind for kind in _SHOWN if self.terms.get(kind)]
        return "".join(
            f"<p><b>{kind}</b></p>{self.table(kind).to_html(na_rep='')}"
            for kind in kinds
        )

    def table(self, kind: str) -> pd.DataFrame:
        """List the terms of a kind.

        Parameters
        ----------
        kind
            Which vocabulary, such as "disposal_type" or "banner".

        Returns
        -------
        table
            Index `code`, in order; columns `zh`, `en`, and the entries of `Term` that
            some term of the kind has, such as `category`, `rank`, `basis`, `color`.

        Raises
        ------
        KeyError
            There is no such kind.

        Examples
        --------
        >>> Vocabulary.default().table("category")[["zh", "color"]]
                               zh    color
        code
        approved_unsupplied  批而未供  #C8501E
        idle                 闲置土地  #1F5FA8
        """
        terms = self.terms[kind]
        rows = {code: _entries(term) for code, term in terms.items()}
        table = pd.DataFrame.from_dict(rows, orient="index")
        listed = table.map(lambda v: ", ".join(v) if isinstance(v, list) else v)
        first = [name for name in ("zh", "en") if name in listed]
        others = [name for name in listed if name not in first]
        return listed[[*first, *others]].rename_axis("code")

    def entries(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Give what `extended` takes: kind → code → the entries that say something."""
        return {
            kind: {code: _entries(term) for code, term in terms.items()}
            for kind, terms in self.terms.items()
        }

    def codes(self, kind: str, *, category: str | None = None) -> list[str]:
        """List the codes of a kind, in order, or those that fit a category."""
        if category is None:
            return list(self.terms[kind])
        wanted = {None, *self.kin(category)}
        return [c for c, term in self.terms[kind].items() if term.category in wanted]

    def kin(self, category: str) -> tuple[str, ...]:
        """Give a category and those whose causes and ways it takes (`like`).

        Examples
        --------
        >>> own = {"category": {"underused": {"zh": "低效用地", "en": "underused",
        ...     "like": "idle"}}}
        >>> Vocabulary.default().extended(own).kin("underused")
        ('underused', 'idle')
        """
        found: list[str] = []
        at: str | None = category
        while at is not None and at not in found:
            found.append(at)
            term = self.terms["category"].get(at)
            at = None if term is None else term.like
        return tuple(found)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The columns that some way has to have to dispose (`disposes_with`)."""
        ways = self.terms["disposal_type"].values()
        return tuple(dict.fromkeys(name for way in ways for name in way.disposes_with))

    def term(self, kind: str, code: str) -> Term:
        """Give the term of a kind and code.

        Raises
        ------
        KeyError
            There is no such kind or code.
        """
        return self.terms[kind][code]

    def kind_of(self, column: str) -> str | None:
        """Give the kind whose codes a column holds; None where it holds no codes.

        Examples
        --------
        >>> words = Vocabulary.default()
        >>> words.kind_of("cause"), words.kind_of("acquired"), words.kind_of("holder")
        ('cause', 'yes_no', None)
        """
        field = self.terms["field"].get(column)
        kind = column if field is None else field.type
        return kind if kind in KINDS else None

    def label(self, kind: str, code: str, lang: Lang = "zh") -> str:
        """Label a code; a code that is not known is its own label."""
        term = self.terms[kind].get(code)
        return str(code) if term is None else term.label(lang)

    def labels(self, kind: str, lang: Lang = "zh") -> dict[str, str]:
        """Map every code of a kind to its label, in order."""
        return {code: term.label(lang) for code, term in self.terms[kind].items()}

    def find(self, kind: str, text: str, *, category: str | None = None) -> str | None:
        """Find the code that a word of a real file means.

        Parameters
        ----------
        kind
            Which vocabulary.
        text
            A code, a label in either language or an alias, in any case and width.
        category
            The parcel's category, which decides between like-named terms.

        Returns
        -------
        code
            The code; None when no term, or more than one, answers to the word.

        Examples
        --------
        >>> words = Vocabulary.default()
        >>> words.find("disposal_type", "核销批文")
        'revoke_approval'
        >>> words.find("banner", "152723")
        '150622'
        >>> words.find("cause", "其他") is None
        True
        >>> words.find("cause", "其他", category="idle")
        'other_idle'
        """
        key = fold(text)
        hits = {
            code
            for code in self.codes(kind, category=category)
            if key in _keys(self.terms[kind][code])
        }
        return hits.pop() if len(hits) == 1 else None

    def find_all(
        self, kind: str, texts: pd.Series, *, category: pd.Series | None = None
    ) -> pd.Series:
        """Find the codes for a column of words.

        Parameters
        ----------
        kind
            Which vocabulary.
        texts
            Words as found; missing values stay missing.
        category
            The category of each row, on the same index.

        Returns
        -------
        codes
            On the index of `texts`; missing where `find` finds nothing.
        """
        given = pd.DataFrame({"text": texts, "category": category}, index=texts.index)
        unique = given.dropna(subset="text").drop_duplicates()
        pairs = zip(unique["text"], unique["category"], strict=True)
        unique["code"] = [
            self.find(kind, text, category=None if pd.isna(which) else which)
            for text, which in pairs
        ]
        codes = given.merge(unique, how="left", on=["text", "category"])["code"]
        return pd.Series(codes.array, index=texts.index, dtype="str", name=kind)


def _own_file(name: str) -> str:
    return files("landbase.rules").joinpath(name).read_text("utf-8")


@cache
def _keys(term: Term) -> frozenset[str]:
    return frozenset(
        fold(word) for word in (term.code, term.zh, term.en, *term.aliases)
    )


def _entries(term: Term) -> dict[str, Any]:
    """Give the entries of a term that say something, as TOML and JSON have them."""
    said = {
        entry.name: getattr(term, entry.name)
        for entry in fields(Term)
        if getattr(term, entry.name) != entry.default
    }
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in said.items()
        if name not in {"kind", "code"}
    }


def _make_term(
    kind: str, code: str, entries: Mapping[str, Any], old: Term | None
) -> Term:
    known = {field.name for field in fields(Term)} - {"kind", "code"}
    if unknown := set(entries) - known:
        names = ", ".join(sorted(unknown))
        raise ConfigError(
            "vocabulary_entries_unknown", kind=kind, code=code, names=names
        )
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in entries.items()
    }
    if old is not None:
        added = (*old.aliases, *values.get("aliases", ()))
        values["aliases"] = tuple(dict.fromkeys(added))
        return _with_doubt(replace(old, **values))
    if not {"zh", "en"} <= set(values):
        raise ConfigError("vocabulary_labels_missing", kind=kind, code=code)
    return _with_doubt(Term(kind=kind, code=code, **values))


def _with_doubt(term: Term) -> Term:
    """Call unconfirmed what is said without saying how sure it is."""
    sure = term.sure or ("unconfirmed" if term.basis else "")
    limit_sure = term.limit_sure or ("unconfirmed" if term.limit() else "")
    return replace(term, sure=sure, limit_sure=limit_sure)


def _check_term(term: Term, terms: Mapping[str, Mapping[str, Term]]) -> None:
    """Refuse a term that names what there is not, or a colour that is none."""
    columns = {**terms["field"], **terms["record_field"]}
    dates = {c for c, field in terms["field"].items() if field.type == "date"}
    decision = {**columns, **terms["ledger_field"], "": None}
    known = {
        **dict.fromkeys(("causes", "first_for", "letter_for"), terms["cause"]),
        "behind_for": terms["cause"],
        **dict.fromkeys(("limbs", "any_cause_limbs"), LIMBS),
        **dict.fromkeys(("needs", "waits_for"), columns),
    }
    wrong = [
        *((e, c) for e, of in known.items() for c in getattr(term, e) if c not in of),
        *(("years_from", c) for c in (term.years_from,) if c not in {**columns, "": 0}),
        *(("lasts_from", c) for c in (term.lasts_from,) if c not in decision),
        *(("disposes_with", c) for c in term.disposes_with if c not in dates),
        *(("sure", c) for c in (term.sure,) if c not in {"", *SURE}),
        *(("limit_sure", c) for c in (term.limit_sure,) if c not in {"", *SURE}),
    ]
    if term.category is not None and term.category not in terms["category"]:
        wrong.append(("category", term.category))
    if term.like is not None and term.like not in terms["category"]:
        wrong.append(("like", term.like))
    if term.supplied_until and not _DAY.fullmatch(term.supplied_until):
        wrong.append(("supplied_until", term.supplied_until))
    if term.color and not COLOR.fullmatch(term.color):
        raise ConfigError("color_not_hex", color=term.color, code=term.code)
    years = {name: getattr(term, name) for name in ("after_years", "most_years")}
    wrong += [(name, str(count)) for name, count in years.items() if count < 0]
    for entry, value in wrong:
        raise ConfigError(
            "vocabulary_value_unknown",
            kind=term.kind,
            code=term.code,
            entry=entry,
            value=value,
        )
