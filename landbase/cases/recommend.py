"""The ways open to a parcel, in order, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.cases.allowed import supplied_too_late
from landbase.cases.fold import counts_as_disposed
from landbase.cases.idle import end_of_year_after, idle_test
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import require_columns
from landbase.tables.cells import read_day
from landbase.texts import words as words_of

if TYPE_CHECKING:
    import datetime as dt

    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Term, Vocabulary
    from landbase.texts import Lang

__all__ = ["recommend"]

SOURCE = "source"


def reasons(table: pd.DataFrame, words: Vocabulary, lang: Lang) -> pd.Series:
    """Say why each way is open, and what of it is not sure."""
    asked = ["cause", "causes", "first_for", "after_years", "agreed_start", "ended"]
    parts = ["basis", "sure", "limit", "limit_sure"]
    known: dict[tuple[object, ...], str] = {}
    texts = []
    for row in table[[*asked, *parts]].itertuples(index=False, name=None):
        key = tuple(None if _missing(value) else value for value in row)
        if key not in known:
            said = dict(zip([*asked, *parts], key, strict=True))
            known[key] = _reason(said, words, lang)
        texts.append(known[key])
    return pd.Series(texts, index=table.index, dtype="str")


def _missing(value: object) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))  # type: ignore[call-overload]


def _reason(said: dict[str, object], words: Vocabulary, lang: Lang) -> str:
    codes = [_of_cause(said)]
    if said["after_years"]:
        codes.append("years" if said["agreed_start"] else "no_date")
    if not said["basis"]:
        codes.append("no_basis")
    elif said["sure"] != SOURCE:
        codes.append(str(said["sure"]))
    if said["limit"] and said["limit_sure"] != SOURCE:
        codes.append("limit")
    cause = words.label("cause", str(said["cause"]), lang) if said["cause"] else ""
    facts = {
        "cause": cause,
        "agreed": f"{said['agreed_start']:%Y-%m-%d}" if said["agreed_start"] else "",
        "ended": f"{said['ended']:%Y-%m-%d}" if said["ended"] else "",
        "years": said["after_years"],
    }
    wording = words_of("reason", lang)
    return ("；" if lang == "zh" else "; ").join(
        wording(code, **facts) for code in codes
    )


def _of_cause(said: dict[str, object]) -> str:
    """Tell what the cause has to do with the way."""
    causes, first = said["causes"], said["first_for"]
    if said["cause"] is None:
        return "no_cause" if causes else "any"
    if isinstance(first, tuple) and said["cause"] in first:
        return "first"
    return "fits" if causes else "any"


_LAST = 99  # a way without a rank
_COLUMNS = (
    "parcel_id",
    "rank",
    "disposal_type",
    "cause",
    "verdict",
    "reason",
    "basis",
    "limit",
    "confirmed",
    "missing",
)


def recommend(
    parcels: pd.DataFrame,
    *,
    on: dt.date | str,
    rules: Rules | None = None,
    lang: Lang = "zh",
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """List for each parcel the ways that are open to it, the likeliest first.

    A way is open where it fits the category and the cause. A cause that is missing
    closes no way; it is named. The idle-land fee and reclaim without compensation are
    open only to land on which work has not begun, one and two full years after the
    agreed start. For land not supplied, supply comes first; for idle land, use.

    Parameters
    ----------
    parcels
        The parcel table: `parcel_id`, `category` and what there is of the others.
        Parcels whose `status` counts as disposed of are left out. Not changed.
    on
        The day to judge by.
    rules
        Ways, causes and statuses; by default those that `parcels` were made by.
    lang
        Language of `reason` and `limit`.
    vocabulary
        As `rules` once was; to go.

    Returns
    -------
    ways
        One row for each parcel and way, in the order of `parcels`: `rank` (1 first),
        `disposal_type`, `cause`; `verdict` of the idle-land test; `reason` (why the
        way is open, and what of it is not sure), `basis` (article), `limit` (what the
        law allows), `confirmed` (True only where a readable source has both the basis
        and the limit), and `missing`, the columns still needed to decide, joined by
        ", ".

    Raises
    ------
    SchemaError
        `parcel_id` or `category` is missing.

    Examples
    --------
    >>> parcels = pd.DataFrame({
    ...     "parcel_id": ["A"], "category": ["approved_unsupplied"],
    ...     "cause": ["planning_changed"]})
    >>> recommend(parcels, on="2023-07-06")["disposal_type"].iloc[0]
    'revoke_approval'
    """
    require_columns(parcels, "parcel_id", "category")
    held = rules_of(rules, vocabulary=vocabulary, of=parcels)
    words = held.vocabulary
    day = pd.Timestamp(read_day(on))
    facts = _facts(parcels, day, held)
    pairs = facts.merge(_ways(words, lang), on="category", sort=False)
    fits = _fits_cause(pairs) & _old_enough(pairs, day)
    fits &= ~supplied_too_late(pairs, rules=held)
    fitting = pairs[fits].reset_index(drop=True)
    first = [
        c in cs for c, cs in zip(fitting["cause"], fitting["first_for"], strict=True)
    ]
    fitting["order"] = fitting["order"].where(~np.array(first, dtype=bool), 0)
    table = fitting.sort_values(["row", "order"], kind="stable", ignore_index=True)
    table["rank"] = table.groupby("row").cumcount() + 1
    table["missing"] = _recommend_missing(table, _needed(words))
    table["ended"] = _ended(table)
    table["reason"] = reasons(table, words, lang)
    return table[list(_COLUMNS)]


def _facts(parcels: pd.DataFrame, day: pd.Timestamp, rules: Rules) -> pd.DataFrame:
    """Keep open parcels, with every column that a way may ask for."""
    asked = set(_needed(rules.vocabulary))
    dates = {"agreed_start", "actual_start", "supplied_on"}
    columns = ["parcel_id", "category", "cause", *sorted(asked | dates)]
    facts = pd.DataFrame(parcels.reindex(columns=columns)).reset_index(drop=True)
    facts[sorted(dates)] = facts[sorted(dates)].astype("datetime64[s]")
    test = idle_test(parcels, on=day)
    facts["verdict"] = test["verdict"].to_numpy()
    facts["limb"] = test["limb"].to_numpy()
    facts["row"] = np.arange(len(facts))
    if "status" not in parcels.columns:
        return facts
    return facts[~counts_as_disposed(parcels, rules=rules)]


def _needed(words: Vocabulary) -> list[str]:
    """List the columns that some way needs, in the order of the ways."""
    ways = words.terms["disposal_type"].values()
    return list(dict.fromkeys(name for way in ways for name in way.needs))


def _ways(words: Vocabulary, lang: Lang) -> pd.DataFrame:
    """Lay out the ways, one row each for every category that they fit."""
    rows = [
        {"category": category, **_way(term, lang)}
        for category in words.codes("category")
        for code in words.codes("disposal_type", category=category)
        for term in (words.term("disposal_type", code),)
    ]
    return pd.DataFrame(rows)


def _way(term: Term, lang: Lang) -> dict[str, Any]:
    return {
        "disposal_type": term.code,
        "order": _LAST if term.rank is None else term.rank,
        "first_for": term.first_for,
        "causes": term.causes,
        "after_years": term.after_years,
        "needs": term.needs,
        "basis": term.basis,
        "sure": term.sure,
        "limit": term.limit(lang),
        "limit_sure": term.limit_sure,
        "confirmed": bool(term.basis)
        and term.sure == SOURCE
        and (not term.limit() or term.limit_sure == SOURCE),
    }


def _fits_cause(pairs: pd.DataFrame) -> pd.Series:
    """Tell where the cause allows the way; an unknown cause closes none."""
    causes = zip(pairs["cause"], pairs["causes"], strict=True)
    fits = [
        not allowed or pd.isna(cause) or cause in allowed for cause, allowed in causes
    ]
    return pd.Series(fits, index=pairs.index, dtype="bool")


def _old_enough(pairs: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Tell where a way that needs years without a start has them, or may have them."""
    open_ = pd.Series(data=True, index=pairs.index)
    begun = (pairs["actual_start"] <= day) | (pairs["limb"] == "stopped")
    for years in sorted(set(pairs["after_years"]) - {0}):
        ended = end_of_year_after(pairs["agreed_start"], years=years)
        may = ~begun & ~(ended >= day)
        open_ &= may | (pairs["after_years"] != years)
    return open_


def _ended(table: pd.DataFrame) -> pd.Series:
    """Find the last day of the years that a way waits for."""
    ended = pd.Series(pd.NaT, index=table.index, dtype="datetime64[s]")
    for years in sorted(set(table["after_years"]) - {0}):
        waits = table["after_years"] == years
        ended = ended.mask(waits, end_of_year_after(table["agreed_start"], years=years))
    return ended


def _recommend_missing(table: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Name what is needed: the cause, the columns of the way, proof of no start."""
    text = pd.Series("", index=table.index, dtype="str")
    waits = table["after_years"] > 0
    doubt = waits & (table["verdict"] == "suspected") & table["actual_start"].isna()
    needed = {"cause": pd.Series(data=True, index=table.index), "actual_start": doubt}
    for name in columns:
        asks = table["needs"].map(lambda names, name=name: name in names)
        needed[name] = needed.get(name, asks) | asks
    for name, asks in needed.items():
        lacking = asks.astype("bool") & table[name].isna()
        joined = text.where(text == "", text + ", ") + name
        text = text.where(~lacking, joined)
    return text.where(text != "")
