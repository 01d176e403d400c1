"""Why a way of disposal is open to a parcel, in words, and what of it is not sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Lang, Vocabulary

__all__ = ["SOURCE", "reasons"]

SOURCE = "source"
_WORDS = {
    "first": ("答复函对“{cause}”首先列出", "the letter names it first for “{cause}”"),
    "fits": ("适用于“{cause}”", "open to “{cause}”"),
    "any": ("不限形成原因", "open whatever the cause"),
    "no_cause": ("形成原因未填，是否适用待定", "the cause is not known"),
    "years": (
        "约定 {agreed} 动工，{ended} 满 {years} 年，无动工记录",
        "agreed start {agreed}, {years} year(s) to {ended}, no start on record",
    ),
    "no_date": (
        "约定动工日期未填，是否满 {years} 年待定",
        "the agreed start is not known, nor whether {years} year(s) have passed",
    ),
    "no_basis": ("没有成文依据", "without a written basis"),
    "weak": ("依据为二手资料，待核实", "its basis comes second-hand"),
    "unconfirmed": ("依据待核实", "its basis is not confirmed"),
    "judgement": ("依据由本单位自定", "its basis is the bureau's own"),
    "limit": ("限制待核实", "its limit is not confirmed"),
}


def reasons(table: pd.DataFrame, words: Vocabulary, lang: Lang) -> pd.Series:
    """Say why each way is open, and what of it is not sure.

    Parameters
    ----------
    table
        One row for each parcel and way: `cause`, `causes`, `first_for`, `after_years`,
        `agreed_start`, `ended` (last day of these years), `basis`, `sure` (of the
        basis), `limit`, `limit_sure`.
    words, lang
        Where labels come from.

    Returns
    -------
    reasons
        Text, on the index of `table`.
    """
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
    join = "；" if lang == "zh" else "; "
    return join.join(_WORDS[code][lang == "en"].format(**facts) for code in codes)


def _of_cause(said: dict[str, object]) -> str:
    """Tell what the cause has to do with the way."""
    causes, first = said["causes"], said["first_for"]
    if said["cause"] is None:
        return "no_cause" if causes else "any"
    if isinstance(first, tuple) and said["cause"] in first:
        return "first"
    return "fits" if causes else "any"
