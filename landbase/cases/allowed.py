"""What may be recorded of a case: ways, steps, areas, and nothing that only repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.cases.fold import Cases, area_limit, fold, whole_parcel
from landbase.issues import Issues
from landbase.texts import Both

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = [
    "allowed_after",
    "check_events",
    "fill_areas",
    "find_bad_steps",
    "initial_status",
    "may_follow",
    "try_events",
    "ways_for",
]


def initial_status(rules: Rules) -> str:
    """Give the status of a parcel of which nothing was decided."""
    initial = rules.marked("initial")
    return next(c for c in rules.vocabulary.codes("status") if c in initial)


def may_follow(before: str, after: str, *, rules: Rules) -> bool:
    """Say whether one status may follow another.

    Examples
    --------
    >>> from landbase.rules.ruleset import Rules
    >>> may_follow("registered", "closed", rules=Rules.default())
    True
    >>> may_follow("closed", "planned", rules=Rules.default())
    False
    >>> may_follow("returned", "in_progress", rules=Rules.default())
    True
    """
    one, other = (rules.vocabulary.term("status", code) for code in (before, after))
    if other.returned:
        return not (one.initial or one.returned)
    if one.accepted:
        return False
    if other.initial:
        return one.initial
    return other.disposed or not one.disposed


def allowed_after(before: str, *, rules: Rules) -> list[str]:
    """List the statuses that may follow one, in the order of the vocabulary.

    Examples
    --------
    >>> from landbase.rules.ruleset import Rules
    >>> allowed_after("closed", rules=Rules.default())
    ['returned']
    """
    codes = rules.vocabulary.codes("status")
    return [code for code in codes if may_follow(before, code, rules=rules)]


def find_bad_steps(timeline: pd.DataFrame, *, rules: Rules) -> pd.DataFrame:
    """Find the events that may not follow what came before them."""
    if timeline.empty:
        return pd.DataFrame({"before": [], "after": [], "status_before": []})
    at = pd.Series(np.arange(len(timeline)))
    parcel = timeline["parcel_id"].to_numpy()
    way = timeline["disposal_type"].fillna("").to_numpy()
    same_way = at.groupby([parcel, way]).shift(1, fill_value=-1)
    whole = at.where(timeline["whole"].to_numpy(), -1).groupby(parcel)
    last_whole = whole.shift(1, fill_value=-1).groupby(parcel).cummax()
    before = np.maximum(same_way.to_numpy(), last_whole.to_numpy())
    codes = rules.vocabulary.codes("status")
    status = pd.Categorical(timeline["status"], categories=codes).codes
    start = codes.index(initial_status(rules))
    status_before = np.where(before >= 0, status[before], start)
    allowed = np.array([[may_follow(a, b, rules=rules) for b in codes] for a in codes])
    bad = ~allowed[status_before, status]
    return pd.DataFrame({
        "before": before[bad],
        "after": at.to_numpy()[bad],
        "status_before": np.array(codes, dtype=object)[status_before[bad]],
    })


_NO_ISSUES = Issues.none()
_FACTS = ["category", "cause", "area_of_record_m2"]
_TIMELINE = ["parcel_id", "disposal_type", "status", "effective", "area_m2"]


def ways_for(
    vocabulary: Vocabulary, *, category: str, cause: str | None = None
) -> list[str]:
    """List the disposal types that fit a category and, where one is given, a cause.

    Examples
    --------
    >>> from landbase.rules.vocabulary import Vocabulary
    >>> ways_for(Vocabulary.default(), category="idle", cause="court_seizure")
    ['start_by_deadline', 'transfer_or_cooperate']
    """
    return [
        code
        for code in vocabulary.codes("disposal_type", category=category)
        if cause is None
        or not (causes := vocabulary.term("disposal_type", code).causes)
        or cause in causes
    ]


class Trial(NamedTuple):
    """What new events would come to.

    Attributes
    ----------
    events
        The new events.
    earlier
        The events in force that they do not correct.
    cases
        Both folded; in its events `new` is the position among the new ones, or -1.
    """

    events: pd.DataFrame
    earlier: pd.DataFrame
    cases: Cases


def try_events(
    events: pd.DataFrame,
    earlier: pd.DataFrame,
    parcels: pd.DataFrame,
    *,
    rules: Rules,
    lineage: pd.DataFrame | None = None,
) -> Trial:
    """Fold new events together with those in force."""
    kept = earlier[~earlier["event_id"].isin(events["supersedes"].dropna())]
    both = pd.concat(
        [kept.assign(new=-1), events.assign(new=np.arange(len(events)))],
        ignore_index=True,
    )
    # what is corrected was left out; a correction may name what is not there
    plain = both.drop(columns="supersedes", errors="ignore")
    facts = parcels.rename(columns={"area_of_record_m2": "area_m2"})
    facts = facts.reindex(columns=["area_m2", "status", "disposal_type"])
    return Trial(events, kept, fold(plain, lineage, None, rules, parcels=facts))


def fill_areas(trial: Trial, *, rules: Rules) -> pd.Series:
    """Give disposals recorded without an area the area that they mean."""
    events = trial.events
    folded = trial.cases.events
    reached = folded[folded["new"] >= 0].set_index("new")["reached_m2"]
    filled = reached.reindex(range(len(events))).set_axis(events.index)
    lacking = events["status"].isin(rules.marked("disposed")) & events["area_m2"].isna()
    return events["area_m2"].where(~lacking, filled)


def check_events(
    trial: Trial, parcels: pd.DataFrame, *, known: pd.DataFrame, rules: Rules
) -> Issues:
    """Find every reason not to record a table of events."""
    events = trial.events
    if events.empty:
        return _NO_ISSUES
    case = events.join(parcels[_FACTS], on="parcel_id")
    words = _check_words(case, rules.vocabulary)
    if len(words):
        return words
    return Issues.concat([
        _check_fit(case, rules.vocabulary),
        _check_corrections(case, known, rules),
        _check_steps(case, trial, rules),
        _check_areas(case, trial, rules),
        _check_repeats(case, trial),
    ])


def _issues(code: str, rows: pd.DataFrame, column: str, **details: Any) -> Issues:
    """Make an issue for each row."""
    if rows.empty:
        return _NO_ISSUES
    return Issues.of(
        code,
        source=rows["source"],
        source_row=rows["source_row"],
        parcel_id=rows["parcel_id"],
        column=column,
        value=rows[column],
        details=details,
    )


def _check_words(case: pd.DataFrame, vocabulary: Vocabulary) -> Issues:
    """Find parcels, disposal types and statuses that are not known."""
    found = [
        _issues("event_unknown_parcel", case[case["category"].isna()], "parcel_id")
    ]
    for column in ("disposal_type", "status"):
        codes = vocabulary.codes(column)
        if (bad := ~case[column].isin(codes)).any():
            allowed = _labels(vocabulary, column, codes)
            code = f"event_unknown_{column}"
            found.append(_issues(code, case[bad], column, allowed=allowed))
    return Issues.concat(found)


def _check_fit(case: pd.DataFrame, vocabulary: Vocabulary) -> Issues:
    """Find ways that do not fit the category, the cause or the status."""
    terms = case["disposal_type"].map(vocabulary.terms["disposal_type"])
    of_category = terms.map(lambda term: term.category).fillna(case["category"])
    wrong = of_category != case["category"]
    counts = case["status"].map(lambda s: vocabulary.term("status", s).disposed)
    disposes = terms.map(lambda term: term.disposes)
    free = case["exception"].isna()
    useless = case[counts & ~disposes.astype(bool) & free]
    causes = zip(case["cause"], terms, strict=True)
    unfit = [
        bool(t.causes) and isinstance(c, str) and c not in t.causes for c, t in causes
    ]
    unfit_cause = case[np.array(unfit, dtype=bool) & free & ~wrong]
    return Issues.concat([
        _fit_issues(
            "event_type_not_for_category", case[wrong], vocabulary, by_cause=False
        ),
        _fit_issues("event_type_not_for_cause", unfit_cause, vocabulary, by_cause=True),
        _issues(
            "event_type_does_not_dispose",
            useless,
            "status",
            way=useless["disposal_type"].map(_labeller(vocabulary, "disposal_type")),
        ),
    ])


def _fit_issues(
    code: str, rows: pd.DataFrame, vocabulary: Vocabulary, *, by_cause: bool
) -> Issues:
    """Name the ways that do fit."""
    if rows.empty:
        return _NO_ISSUES
    pairs = zip(rows["category"], rows["cause"], strict=True)
    fitting = [
        ways_for(vocabulary, category=category, cause=cause if by_cause else None)
        for category, cause in pairs
    ]
    return _issues(
        code,
        rows,
        "disposal_type",
        way=rows["disposal_type"].map(_labeller(vocabulary, "disposal_type")),
        category=rows["category"].map(_labeller(vocabulary, "category")),
        cause=rows["cause"].map(_labeller(vocabulary, "cause"), na_action="ignore"),
        allowed=[_labels(vocabulary, "disposal_type", codes) for codes in fitting],
    )


def _check_corrections(
    case: pd.DataFrame, earlier: pd.DataFrame, rules: Rules
) -> Issues:
    """Find corrections of nothing, and what lacks its reason or its document."""
    corrects = case["supersedes"].notna()
    owner = earlier.set_index("event_id")["parcel_id"]
    known = case["supersedes"].map(owner).astype("str") == case["parcel_id"]
    twice = case["supersedes"].duplicated() & corrects
    needs_reason = corrects | case["status"].isin(rules.marked("returned"))
    accepts = case["status"].isin(rules.marked("accepted"))
    undocumented = accepts & case["document"].isna()
    undocumented &= case["exception"].isna()
    return Issues.concat([
        _issues("event_no_document", case[undocumented], "document"),
        _issues(
            "event_corrects_nothing", case[corrects & (~known | twice)], "supersedes"
        ),
        _issues(
            "event_no_reason", case[needs_reason & case["reason"].isna()], "reason"
        ),
    ])


def _check_steps(case: pd.DataFrame, trial: Trial, rules: Rules) -> Issues:
    """Find statuses that may not follow the one before, also in hindsight."""
    vocabulary = rules.vocabulary
    of_record = case.drop_duplicates("parcel_id").set_index("parcel_id")
    # what a child took over stands before its own events
    parts = [trial.cases.births[_TIMELINE], trial.earlier[_TIMELINE]]
    parts = [part[part["parcel_id"].isin(of_record.index)] for part in parts]
    both = pd.concat([*parts, case[_TIMELINE]], ignore_index=True)
    both["new"] = np.arange(len(both)) - sum(map(len, parts))
    area = both["parcel_id"].map(of_record["area_of_record_m2"])
    both["whole"] = whole_parcel(both["area_m2"], area, rules.tolerances)
    timeline = both.sort_values(["parcel_id", "effective"], kind="stable")
    steps = find_bad_steps(timeline, rules=rules)
    after = steps["after"].astype(int).to_numpy()
    before = steps["before"].astype(int).to_numpy()
    new = timeline["new"].to_numpy()
    before_new = np.where(before >= 0, new[before], -1)
    ours = np.maximum(new[after], before_new)
    touched = ours >= 0
    if not touched.any():
        return _NO_ISSUES
    at = timeline.iloc[after[touched]]
    status_before = steps["status_before"].to_numpy()[touched]
    label = _labeller(vocabulary, "status")
    allowed = {
        code: _labels(vocabulary, "status", allowed_after(code, rules=rules))
        for code in vocabulary.codes("status")
    }
    return _issues(
        "event_step_not_allowed",
        case.iloc[ours[touched]],
        "status",
        before=[label(code) for code in status_before],
        after=[label(code) for code in at["status"]],
        day=at["effective"].dt.strftime("%Y-%m-%d"),
        allowed=[allowed[code] for code in status_before],
    )


def _check_areas(case: pd.DataFrame, trial: Trial, rules: Rules) -> Issues:
    """Find events, or disposals together, that exceed the area of record."""
    limit = area_limit(case["area_of_record_m2"], rules.tolerances)
    everyone = pd.concat([trial.cases.state, trial.cases.gone])
    claimed = everyone["claimed_m2"]
    total = case["parcel_id"].map(claimed)
    counted = case["status"].isin(rules.marked("disposed"))
    wanted = case["area_m2"].mask(counted, total)
    over = case.assign(wanted=wanted)[wanted > limit]
    return Issues.concat([
        _issues("event_area_not_positive", case[case["area_m2"] <= 0], "area_m2"),
        _issues(
            "event_area_too_large",
            over,
            "area_m2",
            wanted=over["wanted"].map("{:.2f}".format),
            held=over["area_of_record_m2"].map("{:.2f}".format),
        ),
    ])


def _check_repeats(case: pd.DataFrame, trial: Trial) -> Issues:
    """Find disposals that say what the one before of the same way says."""
    folded = trial.cases.events
    again = folded.loc[(folded["new"] >= 0) & folded["repeated"], "new"]
    if again.empty:
        return _NO_ISSUES
    rows = case.iloc[np.sort(again.to_numpy(dtype=int))]
    rows = rows[rows["exception"].isna()]
    return _issues(
        "event_repeated", rows, "area_m2", area=rows["area_m2"].map("{:.2f}".format)
    )


def _labeller(vocabulary: Vocabulary, kind: str) -> Any:
    """Make a function that shows a code by its label; in English with the code."""

    def show(code: str) -> Both:
        label = vocabulary.label(kind, code, "en")
        return Both(f"{label} ({code})", vocabulary.label(kind, code))

    return show


def _labels(vocabulary: Vocabulary, kind: str, codes: list[str]) -> Both:
    shown = [_labeller(vocabulary, kind)(code) for code in codes]
    return Both(", ".join(map(str, shown)), "、".join(one.zh for one in shown))
