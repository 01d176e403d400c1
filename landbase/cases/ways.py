"""Which ways the law and the rules leave open to a parcel: the one check of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.cases.idle import end_of_year_after, limb_on, start_of_clock

if TYPE_CHECKING:
    from landbase.cases.fold import Cases
    from landbase.rules.vocabulary import Term, Vocabulary

__all__ = [
    "FACTS",
    "REFUSALS",
    "RENEWED",
    "lasts_too_long",
    "refusals",
    "renewed_starts",
    "status_in_law",
    "waits_until",
    "ways_for",
]

# why a way is closed to a parcel, the plainest reason first
REFUSALS = ("category", "limb", "cause", "years")
RENEWED = "new_agreed_start"
# what `refusals` asks of a parcel and a way
FACTS = ("category", "cause", "limb", "start", "day")


def status_in_law(parcels: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Say by which limb of article 2 parcels are judged on a day, and since when.

    Returns
    -------
    status
        On the index of `parcels`: `limb`, as `limb_on` says; `start`, the day from
        which the idle-land test counts; `day`.
    """
    return pd.DataFrame({
        "limb": limb_on(parcels, days),
        "start": start_of_clock(parcels),
        "day": days.astype("datetime64[s]"),
    })


def refusals(pairs: pd.DataFrame, *, vocabulary: Vocabulary) -> pd.Series:
    """Say why a way is closed to a parcel on a day.

    A fact that is missing closes no way. Land on which work had begun goes the ways of
    article 12 whatever the cause, and never those of article 14.

    Parameters
    ----------
    pairs
        One row a parcel and way: `disposal_type`, `category`, `cause`, `limb`, `start`
        and `day` as `status_in_law` gives them, and the columns that `years_from` of
        a way names.
    vocabulary
        The ways.

    Returns
    -------
    refusals
        On the index of `pairs`: one of `REFUSALS`, or missing where the way is open.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> pairs = pd.DataFrame({
    ...     "disposal_type": ["free_reclaim", "extend_start"], "category": "idle",
    ...     "cause": "enterprise", "limb": "stopped",
    ...     "start": pd.Timestamp("2018-01-01"), "day": pd.Timestamp("2023-07-06")})
    >>> refusals(pairs, vocabulary=Vocabulary.default()).isna().tolist()
    [False, True]
    """
    found = pd.Series(None, index=pairs.index, dtype="str")
    for way, rows in pairs.groupby("disposal_type", sort=False):
        term = vocabulary.terms["disposal_type"][str(way)]
        found.loc[rows.index] = _refused(term, rows, vocabulary)
    return found


def _refused(term: Term, rows: pd.DataFrame, vocabulary: Vocabulary) -> pd.Series:
    fitting = [
        category
        for category in vocabulary.codes("category")
        if term.code in vocabulary.codes("disposal_type", category=category)
    ]
    limb, cause = rows["limb"], rows["cause"]
    other_limb = limb.notna() & ~limb.isin(term.limbs) if term.limbs else False
    whatever = limb.isin(term.any_cause_limbs)
    other_cause: pd.Series | bool = False
    if term.causes:
        other_cause = cause.notna() & ~cause.isin(term.causes) & ~whatever
    early = rows["day"] <= waits_until(term, rows)
    reasons = [~rows["category"].isin(fitting), other_limb, other_cause, early]
    where = [np.broadcast_to(reason, len(rows)) for reason in reasons]
    chosen = np.select(where, list(REFUSALS), "")
    text = pd.Series(chosen, index=rows.index, dtype="str")
    return text.where(text != "")


def waits_until(term: Term, rows: pd.DataFrame) -> pd.Series:
    """Give the last day of the years that a way waits for; missing where none."""
    if not term.after_years:
        return pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    since = rows[term.years_from or "start"].astype("datetime64[s]")
    return end_of_year_after(since, years=term.after_years)


def lasts_too_long(events: pd.DataFrame, *, vocabulary: Vocabulary) -> pd.Series:
    """Say which decisions are for longer than their way may last.

    Parameters
    ----------
    events
        `disposal_type`, `due`, and the columns that `lasts_from` of a way names.
    vocabulary
        The ways.

    Returns
    -------
    over
        The last day that the way may last to, where `due` is after it; else missing.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> events = pd.DataFrame({
    ...     "disposal_type": "temporary_use", "effective": pd.Timestamp("2022-03-01"),
    ...     "due": pd.to_datetime(["2024-03-01", "2024-03-02"])})
    >>> lasts_too_long(events, vocabulary=Vocabulary.default()).isna().tolist()
    [True, False]
    """
    last = pd.Series(pd.NaT, index=events.index, dtype="datetime64[s]")
    for way, rows in events.groupby("disposal_type", sort=False):
        term = vocabulary.terms["disposal_type"][str(way)]
        if term.most_years and term.lasts_from:
            since = rows[term.lasts_from].astype("datetime64[s]")
            last.loc[rows.index] = end_of_year_after(since, years=term.most_years)
    return last.where(events["due"] > last)


def ways_for(
    vocabulary: Vocabulary,
    *,
    category: str,
    cause: str | None = None,
    limb: str | None = None,
) -> list[str]:
    """List the disposal types that fit a category, a cause and a limb, where given.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> words = Vocabulary.default()
    >>> ways_for(words, category="idle", cause="court_seizure")
    ['start_by_deadline', 'transfer_or_cooperate', 'purchase', 'presale_transfer',
     'split_transfer']
    >>> "paid_reclaim" in ways_for(
    ...     words, category="idle", cause="enterprise", limb="stopped")
    True
    """
    codes = vocabulary.codes("disposal_type", category=category)
    given = {"category": category, "cause": cause, "limb": limb}
    pairs = pd.DataFrame({
        "disposal_type": pd.Series(codes, dtype="str"),
        **{n: pd.Series(v, index=range(len(codes)), dtype="str")
           for n, v in given.items()},
    })  # fmt: skip
    days = {vocabulary.term("disposal_type", code).years_from for code in codes} - {""}
    for name in ("start", "day", *days):
        pairs[name] = pd.Series(pd.NaT, index=pairs.index, dtype="datetime64[s]")
    closed = refusals(pairs, vocabulary=vocabulary)
    return pairs.loc[closed.isna(), "disposal_type"].tolist()


def renewed_starts(cases: Cases) -> pd.Series:
    """Give the start that the decisions last agreed on anew, by parcel.

    What was agreed for a parcel that was split or merged since holds for its children,
    until something else is agreed for them.
    """
    said = cases.events
    if RENEWED not in said or not said[RENEWED].notna().any():
        return pd.Series(dtype="datetime64[s]", name=RENEWED)
    told = said[said[RENEWED].notna() & ~said["outside"]]
    last = told.drop_duplicates("parcel_id", keep="last").set_index("parcel_id")
    found = {str(parcel): day for parcel, day in last[RENEWED].items()}
    for pair in cases.descent.sort_values("effective", kind="stable").itertuples():
        if pair.parent in found:
            found.setdefault(str(pair.child), found[str(pair.parent)])
    return pd.Series(found, dtype="datetime64[s]", name=RENEWED)
