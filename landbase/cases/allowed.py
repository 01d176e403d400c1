"""What may be recorded of a case: ways, steps, areas, and nothing that only repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.cases.events import future_days
from landbase.cases.fold import Cases, area_limit, fold, whole_parcel
from landbase.cases.idle import TESTED
from landbase.cases.lineage import misplaced_events
from landbase.cases.ways import (
    RENEWED,
    lasts_too_long,
    refusals,
    renewed_starts,
    status_in_law,
    waits_until,
    ways_for,
)
from landbase.issues import Issues
from landbase.rules.schema import column_labels
from landbase.tables.ids import among
from landbase.texts import Both, Text

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = [
    "allowed_after",
    "check_events",
    "facts_asked",
    "fill_areas",
    "find_bad_steps",
    "initial_status",
    "judge_events",
    "may_follow",
    "needs_area",
    "review_events",
    "supplied_too_late",
    "try_events",
    "ways_for",
    "with_codes",
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
    parcel = pd.factorize(timeline["parcel_id"])[0]
    way = pd.factorize(timeline["disposal_type"])[0]
    at = np.arange(len(timeline))
    same_way = _last_before(at, parcel * (way.max() + 2) + way + 1)
    last_whole = _last_before(at, parcel, timeline["whole"].to_numpy(dtype=bool))
    before = np.maximum(same_way, last_whole)
    codes = rules.vocabulary.codes("status")
    status = pd.Categorical(timeline["status"], categories=codes).codes
    start = codes.index(initial_status(rules))
    status_before = np.where(before >= 0, status[before], start)
    allowed = np.array([[may_follow(a, b, rules=rules) for b in codes] for a in codes])
    bad = ~allowed[status_before, status]
    return pd.DataFrame({
        "before": before[bad],
        "after": at[bad],
        "status_before": np.array(codes, dtype=object)[status_before[bad]],
    })


def _last_before(
    at: npt.NDArray[np.intp],
    group: npt.NDArray[np.intp],
    which: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.intp]:
    """Give for each row the last one before it in its group, of some; else -1."""
    order = np.argsort(group, kind="stable")
    held = at[order] if which is None else np.where(which[order], at[order], -1)
    new = np.append(True, group[order][1:] != group[order][:-1])
    start = np.maximum.accumulate(np.where(new, np.arange(len(at)), 0))
    place = np.where(held >= 0, np.arange(len(at)), -1)
    latest = np.append(-1, np.maximum.accumulate(place)[:-1])
    inside = latest >= start
    found = np.empty_like(at)
    found[order] = np.where(inside, order[latest], -1)
    return found


_NO_ISSUES = Issues.none()
_FACTS = ["category", "cause", "area_of_record_m2"]


def facts_asked(vocabulary: Vocabulary) -> list[str]:
    """List the columns of parcels that the checks of decisions ask for."""
    ways = vocabulary.terms["disposal_type"].values()
    since = (way.years_from for way in ways if way.years_from)
    needed = (name for way in ways for name in way.needs)
    dated = (*vocabulary.evidence, "supplied_on")
    return list(dict.fromkeys(["category", "cause", *TESTED, *since, *dated, *needed]))


_TIMELINE = ["parcel_id", "disposal_type", "status", "effective", "area_m2"]


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
    names = ("area_m2", "status", "disposal_type", *rules.vocabulary.evidence)
    facts = facts.reindex(columns=[*names])
    return Trial(events, kept, fold(plain, lineage, None, rules, parcels=facts))


def fill_areas(trial: Trial, *, rules: Rules) -> pd.Series:
    """Give disposals recorded without an area the area that they mean."""
    events = trial.events
    lacking = events["status"].isin(rules.marked("disposed")) & events["area_m2"].isna()
    if not lacking.any():
        return events["area_m2"]
    folded = trial.cases.events
    reached = folded[folded["new"] >= 0].set_index("new")["reached_m2"]
    filled = reached.reindex(range(len(events))).set_axis(events.index)
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
    in_law = _in_law(case, trial, parcels, rules)
    return Issues.concat([
        _check_fit(in_law, rules.vocabulary),
        _check_years(in_law, rules.vocabulary),
        _check_supplied(case, parcels, rules),
        _check_disposes(case, trial, rules),
        _check_corrections(case, known, rules),
        _check_steps(case, trial, rules),
        _check_areas(case, trial, rules),
        _check_repeats(case, trial),
    ])


def with_codes(
    events: pd.DataFrame, rules: Rules, *, category: pd.Series | None = None
) -> pd.DataFrame:
    """Put codes in place of words; what is no word stays, for the checks to name."""
    coded = {}
    for kind in ("status", "disposal_type"):
        words = ~events[kind].isin(rules.vocabulary.codes(kind)) & events[kind].notna()
        if words.any():
            given = events.loc[words, kind]
            of = None if category is None else category[words]
            found = rules.vocabulary.find_all(kind, given, category=of)
            coded[kind] = events[kind].where(~words, found.fillna(given))
    return events.assign(**coded)


def needs_area(events: pd.DataFrame, rules: Rules) -> bool:
    """Tell whether areas matter; a plan for the whole parcel needs no measuring."""
    counts = events["status"].isin(rules.marked("disposed"))
    return bool((counts | events["area_m2"].notna()).any())


class Judged(NamedTuple):
    """New events with codes and areas, what they come to, and what is wrong."""

    events: pd.DataFrame
    trial: Trial
    faults: Issues


def judge_events(
    events: pd.DataFrame,
    earlier: pd.DataFrame,
    parcels: pd.DataFrame,
    *,
    unread: Issues,
    first: int,
    today: pd.Timestamp,
    lineage: pd.DataFrame,
    rules: Rules,
) -> Judged:
    """Try new events, that will be numbered from `first` on, on those in force.

    `events` and `unread` are as `read_events` gives them, `parcels` as `check_events`
    asks for them.
    """
    category = events["parcel_id"].map(parcels["category"])
    events = with_codes(events, rules, category=category)
    numbered = events.assign(event_id=range(first, first + len(events)))
    trial = try_events(numbered, earlier, parcels, rules=rules, lineage=lineage)
    if not len(unread):
        events = events.assign(area_m2=fill_areas(trial, rules=rules))
        trial = trial._replace(events=events)
    own = earlier[among(earlier["parcel_id"], events["parcel_id"])]
    faults = unread + check_events(trial, parcels, known=own, rules=rules)
    faults += misplaced_events(events, lineage)
    faults += future_days(events, "effective", today=today)
    return Judged(events, trial, faults)


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


def _in_law(
    case: pd.DataFrame, trial: Trial, parcels: pd.DataFrame, rules: Rules
) -> pd.DataFrame:
    """Put beside each event how the law sees its parcel on that day."""
    names = [n for n in facts_asked(rules.vocabulary) if n not in case or n == RENEWED]
    facts = parcels.reindex(columns=names).reindex(case["parcel_id"])
    facts = facts.set_axis(case.index)
    own = facts[RENEWED].astype("datetime64[s]")
    facts[RENEWED] = _renewed(case, trial).fillna(own)
    status = status_in_law(facts, case["effective"])
    law = case.drop(columns=RENEWED, errors="ignore").join([facts, status])
    said = case.get(RENEWED, pd.Series(pd.NaT, index=case.index))
    law = law.assign(said=said, arranged=_arranged(case, trial, rules))
    law["refused"] = refusals(law, vocabulary=rules.vocabulary)
    return law


def _renewed(case: pd.DataFrame, trial: Trial) -> pd.Series:
    """Give the start newly agreed on that holds after each event."""
    names = ["parcel_id", "effective", RENEWED]
    both = pd.concat(
        [trial.earlier.reindex(columns=names), case.reindex(columns=names)],
        ignore_index=True,
    ).astype({RENEWED: "datetime64[s]"})
    if not both[RENEWED].notna().any():
        return pd.Series(pd.NaT, index=case.index, dtype="datetime64[s]")
    ordered = both.sort_values("effective", kind="stable")
    held = ordered.groupby("parcel_id", dropna=False)[RENEWED].ffill().sort_index()
    of_parents = renewed_starts(trial.cases)
    told = both.loc[both[RENEWED].notna(), "parcel_id"]
    of_parents = of_parents[~of_parents.index.isin(told)]
    inherited = of_parents.reindex(case["parcel_id"]).set_axis(case.index)
    return held.iloc[len(trial.earlier) :].set_axis(case.index).fillna(inherited)


def _arranged(case: pd.DataFrame, trial: Trial, rules: Rules) -> pd.Series:
    """Give the day on which the way of each event was begun, or is to be."""
    terms = rules.vocabulary.terms["disposal_type"]
    if not any(terms[way].most_years for way in case["disposal_type"].unique()):
        return case["effective"]
    names = ["parcel_id", "disposal_type", "status", "effective"]
    both = pd.concat([trial.earlier[names], case[names]])
    idle = {
        *rules.marked("initial"),
        *rules.marked("planned"),
        *rules.marked("returned"),
    }
    begun = both[~both["status"].isin(idle)]
    first = begun.groupby(names[:2])["effective"].min().rename("begun")
    days = case[names].join(first, on=names[:2])[["effective", "begun"]]
    return days.min(axis=1)


def _check_fit(law: pd.DataFrame, vocabulary: Vocabulary) -> Issues:
    """Find ways that do not fit the category, the limb or the cause."""
    if law["refused"].isna().all():
        return _NO_ISSUES
    free = law["exception"].isna()
    wrong, limb, cause = (law["refused"] == r for r in ("category", "limb", "cause"))
    return Issues.concat([
        _fit_issues("event_type_not_for_category", law[wrong], vocabulary, by=()),
        _fit_issues(
            "event_type_not_for_limb", law[limb & free], vocabulary, by=("limb",)
        ),
        _fit_issues(
            "event_type_not_for_cause",
            law[cause & free],
            vocabulary,
            by=("cause", "limb"),
        ),
    ])


def _check_disposes(case: pd.DataFrame, trial: Trial, rules: Rules) -> Issues:
    """Find disposals by a way that does not dispose, or not before some date."""
    says = case["status"].isin(rules.marked("disposed"))
    if not says.any():
        return _NO_ISSUES
    folded = trial.cases.events
    counts = folded[folded["new"] >= 0].set_index("new")["counts"]
    counted = counts.reindex(range(len(case)), fill_value=True).to_numpy(dtype=bool)
    useless = case[says & ~counted & case["exception"].isna()]
    ways = rules.vocabulary.terms["disposal_type"]
    label = _labeller(rules.vocabulary, "disposal_type")
    asked = useless["disposal_type"].map(lambda way: ways[way].disposes)
    never, waits = useless[~asked.astype(bool)], useless[asked.astype(bool)]
    dates = [
        _labels(rules.vocabulary, "field", list(ways[way].disposes_with))
        for way in waits["disposal_type"]
    ]
    return Issues.concat([
        _issues(
            "event_type_does_not_dispose",
            never,
            "status",
            way=never["disposal_type"].map(label),
            state=never["status"].map(_labeller(rules.vocabulary, "status")),
        ),
        _issues(
            "event_disposes_later",
            waits,
            "status",
            way=waits["disposal_type"].map(label),
            day=waits["effective"].dt.strftime("%Y-%m-%d"),
            dates=dates,
        ),
    ])


def supplied_too_late(rows: pd.DataFrame, *, rules: Rules) -> pd.Series:
    """Say of which rows the land was supplied too late for the way they name."""
    ways = rules.vocabulary.terms["disposal_type"]
    last = {code: term.supplied_until or None for code, term in ways.items()}
    until = pd.to_datetime(rows["disposal_type"].map(last)).astype("datetime64[s]")
    if "supplied_on" not in rows:
        return pd.Series(data=False, index=rows.index)
    supplied = rows["supplied_on"].astype("datetime64[s]")
    return supplied > until


def _check_supplied(case: pd.DataFrame, parcels: pd.DataFrame, rules: Rules) -> Issues:
    """Find ways that are closed to land supplied so late."""
    if "supplied_on" not in parcels or parcels["supplied_on"].isna().all():
        return _NO_ISSUES
    dated = case.join(parcels["supplied_on"], on="parcel_id")
    late = dated[supplied_too_late(dated, rules=rules) & dated["exception"].isna()]
    ways = rules.vocabulary.terms["disposal_type"]
    return _issues(
        "event_supplied_too_late",
        late,
        "disposal_type",
        way=late["disposal_type"].map(_labeller(rules.vocabulary, "disposal_type")),
        supplied=late["supplied_on"].astype("str").str.slice(0, 10),
        until=late["disposal_type"].map(lambda way: ways[way].supplied_until),
    )


def _fit_issues(
    code: str, rows: pd.DataFrame, vocabulary: Vocabulary, *, by: tuple[str, ...]
) -> Issues:
    """Name the ways that do fit."""
    if rows.empty:
        return _NO_ISSUES
    asked = rows[["category", "cause", "limb"]].astype(object)
    asked = asked.where(asked.notna(), None)
    known: dict[tuple[Any, ...], Both] = {}
    fitting = []
    for key in asked.itertuples(index=False, name=None):
        if key not in known:
            given = dict(zip(("cause", "limb"), key[1:], strict=True))
            facts = {name: given[name] for name in by}
            codes = ways_for(vocabulary, category=key[0], **facts)
            known[key] = _labels(vocabulary, "disposal_type", codes)
        fitting.append(known[key])
    limbs = [None if x is None else Text(f"finding.limb.{x}") for x in asked["limb"]]
    return _issues(
        code,
        rows,
        "disposal_type",
        way=_way(rows, vocabulary),
        category=rows["category"].map(_labeller(vocabulary, "category")),
        cause=rows["cause"].map(_labeller(vocabulary, "cause"), na_action="ignore"),
        limb_zh=["" if x is None else x.zh for x in limbs],
        limb_en=["" if x is None else str(x) for x in limbs],
        allowed=fitting,
    )


def _way(rows: pd.DataFrame, vocabulary: Vocabulary) -> pd.Series:
    return rows["disposal_type"].map(_labeller(vocabulary, "disposal_type"))


def _check_years(law: pd.DataFrame, vocabulary: Vocabulary) -> Issues:
    """Find ways too early, for too long, and starts agreed on anew in vain."""
    terms = vocabulary.terms["disposal_type"]
    lasting = [code for code, term in terms.items() if term.most_years]
    asked = law["refused"].notna() | law["said"].notna()
    if not (asked | law["disposal_type"].isin(lasting)).any():
        return _NO_ISSUES
    free = law["exception"].isna()
    early = law[(law["refused"] == "years") & free]
    begun = law.assign(effective=law["arranged"])
    last = lasts_too_long(begun, vocabulary=vocabulary)
    over = law.assign(last=last)[last.notna() & free]
    restarts = law["disposal_type"].map(lambda code: terms[code].restarts)
    vain = law[law["said"].notna() & ~restarts.astype(bool)]

    def years(rows: pd.DataFrame, entry: str) -> pd.Series:
        return rows["disposal_type"].map(lambda code: getattr(terms[code], entry))

    return Issues.concat([
        _issues(
            "event_too_early",
            early,
            "disposal_type",
            way=_way(early, vocabulary),
            years=years(early, "after_years"),
            day=_days(early["effective"]),
            ended=_days(_waiting(early, vocabulary)),
        ),
        _issues(
            "event_lasts_too_long",
            over.assign(due=_days(over["due"])),
            "due",
            way=_way(over, vocabulary),
            years=years(over, "most_years"),
            last=_days(over["last"]),
        ),
        _issues(
            "event_start_not_renewed",
            vain.assign(**{RENEWED: _days(vain["said"])}),
            RENEWED,
            way=_way(vain, vocabulary),
        ),
    ])


def _waiting(rows: pd.DataFrame, vocabulary: Vocabulary) -> pd.Series:
    """Give the last day of the years that each way waits for."""
    found = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    for way, of_way in rows.groupby("disposal_type", sort=False):
        term = vocabulary.terms["disposal_type"][str(way)]
        found.loc[of_way.index] = waits_until(term, of_way)
    return found


def _days(column: pd.Series) -> pd.Series:
    texts: pd.Series = column.dt.strftime("%Y-%m-%d")
    return texts


def review_events(
    events: pd.DataFrame, cases: Cases, parcels: pd.DataFrame, *, rules: Rules
) -> Issues:
    """Find what the rules do not allow of decisions in force, and what they lack.

    They may have been recorded under earlier rules, elsewhere, or before the parcel
    said what it says now.

    Parameters
    ----------
    events
        Decisions in force.
    cases
        Their fold.
    parcels
        By id, with the columns of `facts_asked`.
    rules
        The rules.
    """
    words = rules.vocabulary
    known = among(events["parcel_id"], parcels.index)
    for column in ("disposal_type", "status"):
        known &= events[column].isin(words.codes(column)).to_numpy()
    held = events[known].reset_index(drop=True)
    if held.empty:
        return _NO_ISSUES
    case = held.join(parcels[["category", "cause"]], on="parcel_id")
    in_law = _in_law(case, Trial(held, held.iloc[:0], cases), parcels, rules)
    against = _check_fit(in_law, words) + _check_years(in_law, words)
    table = against.table
    why = {"why_zh": table["message_zh"], "why_en": table["message_en"]}
    stated = Issues.of(
        "decision_against_rules",
        source=table["source"],
        parcel_id=table["parcel_id"],
        column=table["column"],
        value=table["value"],
        details=why,
    ) if len(table) else _NO_ISSUES  # fmt: skip
    last = in_law.drop_duplicates(["parcel_id", "disposal_type"], keep="last")
    return stated + _lacking(last, rules)


def _lacking(law: pd.DataFrame, rules: Rules) -> Issues:
    """Name what the ways of decisions need and their parcels do not say."""
    words = rules.vocabulary
    idle = {*rules.marked("initial"), *rules.marked("returned")}
    # a start newly agreed on, or the hand-over, stands for the agreed start
    law = law.assign(agreed_start=law["start"])
    law = law[~law["status"].isin(idle)]
    labels = (
        column_labels("zh", vocabulary=words),
        column_labels("en", vocabulary=words),
    )
    missing: list[pd.Series] = [pd.Series("", index=law.index, dtype="str")] * 2
    needs = (
        law["disposal_type"].map(words.terms["disposal_type"]).map(lambda t: t.needs)
    )
    for name in dict.fromkeys(n for names in needs for n in names):
        lacks = needs.map(lambda names, n=name: n in names).astype(bool)
        lacks &= law[name].isna()
        for at, label in enumerate(labels):
            joined = (
                missing[at].where(missing[at] == "", missing[at] + "、") + label[name]
            )
            missing[at] = missing[at].where(~lacks, joined)
    rows = law[missing[0] != ""]
    return _issues(
        "decision_lacks",
        rows,
        "disposal_type",
        way=_way(rows, words),
        missing_zh=missing[0][rows.index],
        missing_en=missing[1][rows.index],
    )


def _check_corrections(
    case: pd.DataFrame, earlier: pd.DataFrame, rules: Rules
) -> Issues:
    """Find corrections of nothing, and what lacks its reason or its document."""
    corrects = case["supersedes"].notna()
    strict = [*rules.marked("returned"), *rules.marked("accepted")]
    if not corrects.any() and not case["status"].isin(strict).any():
        return _NO_ISSUES
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
    parts = [part[among(part["parcel_id"], of_record.index)] for part in parts]
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
    counted = case["status"].isin(rules.marked("disposed"))
    if not counted.any() and case["area_m2"].isna().all():
        return _NO_ISSUES
    limit = area_limit(case["area_of_record_m2"], rules.tolerances)
    everyone = pd.concat([trial.cases.state, trial.cases.gone])
    claimed = everyone["claimed_m2"]
    total = case["parcel_id"].map(claimed)
    wanted = case["area_m2"].mask(counted, total)
    with np.errstate(invalid="ignore"):  # of missing areas, on some processors
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
