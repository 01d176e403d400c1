"""The ways open to a parcel, in order, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.cases.allowed import supplied_too_late
from landbase.cases.fold import counts_as_disposed
from landbase.cases.idle import NOT_STARTED, idle_test
from landbase.cases.ways import refusals, status_in_law, waits_until
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

SOURCE, OWN = "source", "judgement"
YES = "yes"


def reasons(table: pd.DataFrame, words: Vocabulary, lang: Lang) -> pd.Series:
    """Say why each way is open, and what of it is not sure."""
    asked = ["cause", "causes", "first_for", "letter_for", "limb", "any_cause_limbs"]
    asked += ["after_years", "years_from", "since", "ended", "waits"]
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


def _missing(value: Any) -> bool:
    return not isinstance(value, tuple) and bool(pd.isna(value))


def _reason(said: dict[str, object], words: Vocabulary, lang: Lang) -> str:
    fit = _of_cause(said)
    codes = [fit]
    if fit != "letter" and _is_in(said["cause"], said["first_for"]):
        codes.append("order")
    if said["waits"]:
        codes.append("waits")
    if said["after_years"]:
        of = "approval" if said["years_from"] else "years"
        codes.append(of if said["since"] else f"no_date_{of}")
    codes += _doubts(said, named=fit == "letter")
    cause = words.label("cause", str(said["cause"]), lang) if said["cause"] else ""
    facts = {
        "cause": cause,
        "since": f"{said['since']:%Y-%m-%d}" if said["since"] else "",
        "ended": f"{said['ended']:%Y-%m-%d}" if said["ended"] else "",
        "years": said["after_years"],
    }
    wording = words_of("reason", lang)
    return ("；" if lang == "zh" else "; ").join(
        wording(code, **facts) for code in codes
    )


def _of_cause(said: dict[str, object]) -> str:
    """Tell what the cause, or the limb, has to do with the way."""
    if _is_in(said["cause"], said["letter_for"]):
        return "letter"
    if _is_in(said["limb"], said["any_cause_limbs"]):
        return "stopped"
    if said["cause"] is None:
        return "no_cause" if said["causes"] else "any"
    return "fits" if said["causes"] else "any"


def _is_in(value: object, values: object) -> bool:
    return isinstance(values, tuple) and value in values


def _doubts(said: dict[str, object], *, named: bool) -> list[str]:
    """Say what of the basis and the limit is not sure; the letter itself was read."""
    codes = []
    if said["sure"] == OWN:
        codes.append("judgement")
    elif not said["basis"]:
        codes.append("no_basis")
    elif said["sure"] != SOURCE and not named:
        codes.append(str(said["sure"]))
    if said["limit"] and said["limit_sure"] != SOURCE:
        codes.append("limit")
    return codes


_LAST = 99  # a way without a rank
_DATES = ("actual_start", "supplied_on")
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

    A way is open where `landbase.cases.ways.refusals` has nothing against it: the check
    that decisions go through when they are recorded. A cause that is missing closes no
    way; it is named. Land on which work had begun goes the ways of article 12 whatever
    the cause; the idle-land fee and reclaim without compensation are open only to land
    on which it has not, one and two full years after the agreed start. For land not
    supplied, supply comes first, but not where compensation is not settled; for idle
    land, use.

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
        way is open, and what of it is not sure; the letter of 2023-07-06 is named only
        for what it says), `basis` (article), `limit` (what the law allows), `confirmed`
        (True only where the basis and the limit were read themselves), and `missing`,
        the columns still needed to decide, joined by ", ".

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
    closed = refusals(pairs, vocabulary=words)
    late = supplied_too_late(pairs, rules=held)
    fitting = pairs[closed.isna() & ~late].reset_index(drop=True)
    first = _for_cause(fitting, "first_for")
    waits = _waits(fitting)
    fitting["waits"] = waits
    order = fitting["order"].mask(first, 0).mask(waits, fitting["order"] + _LAST)
    fitting["order"] = order
    table = fitting.sort_values(["row", "order"], kind="stable", ignore_index=True)
    table["rank"] = table.groupby("row").cumcount() + 1
    table["missing"] = _recommend_missing(table, _needed(words))
    table["since"], table["ended"] = _counted(table, words)
    table["reason"] = reasons(table, words, lang)
    named = _for_cause(table, "letter_for") & (table["sure"] != OWN)
    table["confirmed"] |= named & table["limit_known"]
    return table[list(_COLUMNS)]


def _for_cause(table: pd.DataFrame, entry: str) -> pd.Series:
    """Tell where the cause is among those that an entry of the way lists."""
    pairs = zip(table["cause"], table[entry], strict=True)
    return pd.Series([c in cs for c, cs in pairs], index=table.index, dtype="bool")


def _waits(table: pd.DataFrame) -> pd.Series:
    """Tell where a way waits for what the parcel, or else its cause, says is not so."""
    found = pd.Series(data=False, index=table.index)
    doubtful = _for_cause(table, "behind_for")
    for name in dict.fromkeys(n for names in table["waits_for"] for n in names):
        asks = table["waits_for"].map(lambda names, n=name: n in names).astype("bool")
        said = table[name].notna()
        found |= asks & ((said & (table[name] != YES)) | (~said & doubtful))
    return found


def _facts(parcels: pd.DataFrame, day: pd.Timestamp, rules: Rules) -> pd.DataFrame:
    """Keep open parcels, with every column that a way may ask for."""
    words = rules.vocabulary
    ways = words.terms["disposal_type"].values()
    since = {way.years_from for way in ways} - {""}
    asked = {*_needed(words), *since, *(n for way in ways for n in way.waits_for)}
    columns = ["parcel_id", "category", "cause", *sorted(asked.union(_DATES))]
    parcels = parcels.reset_index(drop=True)
    facts = pd.DataFrame(parcels.reindex(columns=columns))
    dates = dict.fromkeys({*since, *_DATES}, "datetime64[s]")
    facts = facts.astype(dates)
    law = status_in_law(parcels, pd.Series(day, index=parcels.index))
    facts = facts.join(law)
    facts["verdict"] = idle_test(parcels, on=day)["verdict"]
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
        {"category": category, **_way(words.term("disposal_type", code), lang)}
        for category in words.codes("category")
        for code in words.codes("disposal_type", category=category)
    ]
    return pd.DataFrame(rows)


def _way(term: Term, lang: Lang) -> dict[str, Any]:
    limit_known = not term.limit() or term.limit_sure == SOURCE
    return {
        "disposal_type": term.code,
        "order": _LAST if term.rank is None else term.rank,
        "first_for": term.first_for,
        "letter_for": term.letter_for,
        "waits_for": term.waits_for,
        "behind_for": term.behind_for,
        "causes": term.causes,
        "limbs": term.limbs,
        "any_cause_limbs": term.any_cause_limbs,
        "after_years": term.after_years,
        "years_from": term.years_from,
        "needs": term.needs,
        "basis": term.basis,
        "sure": term.sure,
        "limit": term.limit(lang),
        "limit_sure": term.limit_sure,
        "limit_known": limit_known,
        "confirmed": bool(term.basis) and term.sure == SOURCE and limit_known,
    }


def _counted(table: pd.DataFrame, words: Vocabulary) -> tuple[pd.Series, pd.Series]:
    """Find from when the years that a way waits for count, and their last day."""
    since, ended = (
        pd.Series(pd.NaT, index=table.index, dtype="datetime64[s]") for _ in range(2)
    )
    for way, rows in table[table["after_years"] > 0].groupby("disposal_type"):
        term = words.term("disposal_type", str(way))
        since.loc[rows.index] = rows[term.years_from or "start"].astype("datetime64[s]")
        ended.loc[rows.index] = waits_until(term, rows)
    return since, ended


def _recommend_missing(table: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Name what is needed: the cause, the columns of the way, proof of no start."""
    text = pd.Series("", index=table.index, dtype="str")
    # what waits for years without a start asks for proof that there was none
    unstarted = table["limbs"].map(lambda limbs: limbs == (NOT_STARTED,)).astype("bool")
    doubt = unstarted & table["start"].notna() & table["limb"].isna()
    needed = {"cause": pd.Series(data=True, index=table.index), "actual_start": doubt}
    for name in columns:
        asks = table["needs"].map(lambda names, name=name: name in names)
        needed[name] = needed.get(name, asks) | asks
    # a start newly agreed on, or the hand-over, stands for the agreed start
    known = table.assign(agreed_start=table["start"])
    for name, asks in needed.items():
        lacking = asks.astype("bool") & known[name].isna()
        joined = text.where(text == "", text + ", ") + name
        text = text.where(~lacking, joined)
    return text.where(text != "")
