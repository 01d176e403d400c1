"""`join_ledger`: the rows of a ledger to the parcels they mean, and its decisions."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from landbase.crs import require_geometry
from landbase.errors import SchemaError
from landbase.issues import Issues
from landbase.rules.ruleset import remember_rules, rules_of
from landbase.rules.schema import PARCEL_COLUMNS, column_labels, require_columns
from landbase.rules.vocabulary import Vocabulary, fold
from landbase.tables.cells import parse_text, read_day
from landbase.tables.html import html_of
from landbase.tables.ids import id_keys

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    import geopandas as gpd

    from landbase.rules.ruleset import Rules

__all__ = [
    "DECISION_COLUMNS",
    "Joining",
    "Matches",
    "join_ledger",
    "join_rows",
    "ledger_decisions",
    "lone_rows",
    "match_ids",
    "match_keys",
    "plan_join",
]

_RUNS = re.compile(r"[0-9]+|[^\W0-9_]+")


class Matches(NamedTuple):
    """Which id of one table is which of another.

    Attributes
    ----------
    pairs
        Left id → right id.
    rewritten
        Those of the pairs that are not written alike.
    ambiguous
        Ids of either side that answer to more than one of the other, or share their
        answer; not matched.
    """

    pairs: dict[str, str]
    rewritten: dict[str, str]
    ambiguous: list[str]


def match_ids(
    left: Iterable[str], right: Iterable[str], *, merging: bool = False
) -> Matches:
    """Match ids: the same, those that look the same, those that differ in zeros.

    The zeros that fill up numbers, and what parts letters from numbers, are left out
    only where no two ids of one table would then be the same. What parts two numbers
    always stays: 1-23 is not 12-3. Where these ids are but some of a table, `merging`
    says whether leaving out zeros makes two of all its ids the same.

    Examples
    --------
    >>> found = match_ids(["150622-P-0031", "A-1"], ["150622Ｐ31", "A-1"])
    >>> found.rewritten, found.pairs["A-1"]
    ({'150622-P-0031': '150622Ｐ31'}, 'A-1')
    >>> match_ids(["150622-1-23", "P-1.1"], ["150622-12-3", "P-11"]).pairs
    {}
    """
    ours, theirs = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    known = set(theirs)
    pairs = {name: name for name in ours if name in known}
    rewritten: dict[str, str] = {}
    doubtful: dict[str, None] = {}
    looks = [dict(zip(side, _looks(side), strict=True)) for side in (ours, theirs)]
    for strict in (False, True):
        needed, key = (all, _without_zeros) if strict else (any, str)
        here, there = (_by_key(look, key) for look in looks)
        merges = strict and (merging or any(map(_merges, looks, (here, there))))
        done = {*pairs, *pairs.values(), *doubtful}
        for common in here.keys() & there.keys():
            both = here[common], there[common]
            left_over = [[n for n in side if n not in done] for side in both]
            if not needed(left_over):
                continue
            if merges or any(len(side) > 1 for side in both):
                doubtful |= dict.fromkeys([*left_over[0], *left_over[1]])
            else:
                rewritten[both[0][0]] = both[1][0]
        pairs |= rewritten
        if len(pairs) in {len(ours), len(theirs)}:
            break
    ordered = dict(sorted(rewritten.items()))
    return Matches(pairs, ordered, sorted(doubtful))


def match_keys(names: pd.Series) -> pd.DataFrame:
    """Give what ids look like, and that without what may be written or not."""
    looks = id_keys(names.astype("str"))
    plain = looks.map(_without_zeros, na_action="ignore")
    return pd.DataFrame({"look": looks, "plain": plain}, index=names.index)


def _looks(names: list[str]) -> pd.Series:
    return id_keys(pd.Series(names, dtype="str"))


def _by_key(looks: dict[str, str], key: Callable[[str], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name, look in looks.items():
        if folded := key(look):
            groups[folded].append(name)
    return groups


def _merges(looks: dict[str, str], groups: dict[str, list[str]]) -> bool:
    """Tell whether ids of one table that do not look the same share a key."""
    return any(
        len({looks[name] for name in names}) > 1
        for names in groups.values()
        if len(names) > 1
    )


def _without_zeros(text: str) -> str:
    """Drop the zeros that fill up numbers, and what parts letters from numbers."""
    runs = _RUNS.findall(text)
    plain = [run.lstrip("0") or "0" if run.isdigit() else run for run in runs]
    pairs = zip([*plain[:1], *plain], plain, strict=False)
    return "".join(
        f"-{run}" if run.isdigit() and before.isdigit() else run
        for before, run in pairs
    )


_NEVER_FILLED = {"parcel_id", "declared_area_m2", "source", "source_row"}
_PLACE = ("source", "source_row")
_PROGRESS = ("disposal_type", "status")
_CLOSE = 1e-6


class JoinResult(NamedTuple):
    """Parcels with what the ledger adds, and what did not fit.

    Attributes
    ----------
    parcels
        The parcels, on their own index and in their order.
    issues
        Ids written differently or not found, values that contradict.
    """

    parcels: gpd.GeoDataFrame
    issues: Issues

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


def join_ledger(
    parcels: gpd.GeoDataFrame,
    ledger: pd.DataFrame,
    *,
    on: str = "parcel_id",
    columns: Iterable[str] | None = None,
    rules: Rules | None = None,
) -> JoinResult:
    """Fill what parcels lack from a ledger, by id.

    Equal ids are matched first; of the rest those that look the same (width, case,
    invisible characters), then those that differ only in leading zeros and in what
    parts letters from numbers, each with an issue that shows both. Zeros are left out
    only where that makes no two ids of one table the same; what parts two numbers
    always counts. Nothing else is ever matched.

    Parameters
    ----------
    parcels
        The parcel table. Not changed.
    ledger
        As `read_ledger` gives it. Not changed.
    on
        The column with the ids, such as "parcel_id" or "supervision_no"; text or
        whole numbers.
    columns
        Further columns of the ledger to carry over under their own names, such as
        ``["备注"]``; "all" carries every one. Columns that are left in the ledger are
        an issue. Where a parcel has several rows that differ, the value is left out,
        with an issue, as for columns of the parcel table.
    rules
        Where labels come from; by default the rules that the parcels were read by.

    Returns
    -------
    result
        The parcels, rows and geometry as they were. Missing values of columns of the
        parcel table are filled; a value that contradicts the ledger's stays, with an
        issue. Areas are never filled in: the ledger's stands beside as
        `ledger_area_m2`. Where a parcel has several rows in the ledger, its way and
        status are those of the latest day. Parcels without a row, and rows without a
        parcel, are issues.

    Raises
    ------
    SchemaError
        One of the tables has no column `on`, the ledger has none of `columns`, or the
        parcels have one of that name.
    """
    require_columns(parcels, on)
    require_geometry(parcels)
    plan = plan_join(parcels, ledger, on=on, columns=columns, rules=rules)
    matches = match_ids(parse_text(parcels[on]).dropna(), plan.once.index)
    rows = join_rows(parcels, plan, matches)
    first, *last = plan.issues
    found = [first, lone_rows(plan, matches), rows.issues, *last]
    remember_rules(rows.parcels, plan.rules)
    return JoinResult(rows.parcels, Issues.concat(found))


class Joining(NamedTuple):
    """What is to be joined, whatever the parcels.

    Attributes
    ----------
    ledger
        With ids as text.
    once
        One row an id.
    on, further, rules
        The column with the ids, those to carry over, and where labels come from.
    issues
        Of the ledger itself.
    """

    ledger: pd.DataFrame
    once: pd.DataFrame
    on: str
    further: list[str]
    rules: Rules
    issues: tuple[Issues, ...]


def plan_join(
    parcels: pd.DataFrame,
    ledger: pd.DataFrame,
    *,
    on: str = "parcel_id",
    columns: Iterable[str] | None = None,
    rules: Rules | None = None,
) -> Joining:
    """Bring a ledger to one row an id; of the parcels only the columns matter."""
    further, left = _further(parcels, ledger, on, columns)
    known = rules_of(rules, of=parcels)
    texts = ledger.assign(**{on: parse_text(ledger[on])})
    once, issues = _one_row_each(texts, on, known.vocabulary, further)
    told = (issues, _columns_left(texts, left)) if left else (issues,)
    return Joining(texts, once, on, further, known, told)


def join_rows(parcels: gpd.GeoDataFrame, plan: Joining, matches: Matches) -> JoinResult:
    """Fill what parcels, all or some, lack."""
    once, on = plan.once, plan.on
    rows = parse_text(parcels[on]).map(matches.pairs)
    joined, words = parcels.copy(), plan.rules.vocabulary
    alone = parcels[rows.isna()]
    found = [_lone("join_parcel_only", alone, ids=_place(alone, "parcel_id"))]
    for column in [
        c for c in PARCEL_COLUMNS if c in once and c not in {*_NEVER_FILLED, on}
    ]:
        theirs = rows.map(once[column])
        mine = (
            joined[column]
            if column in joined
            else pd.Series(index=joined.index, dtype=theirs.dtype)
        )
        found.append(_conflicts(mine, theirs, parcels, column, words))
        joined[column] = mine.fillna(theirs.astype(mine.dtype))
    if "declared_area_m2" in once:
        joined["ledger_area_m2"] = rows.map(once["declared_area_m2"]).astype("float64")
    for column in plan.further:
        joined[column] = rows.map(once[column])
    return JoinResult(_in_order(joined), Issues.concat(found))


# columns of a ledger that are told by decisions, and where a row comes from
_TOLD_BY_DECISIONS = {"effective", "due", "document", "by", "reason", "area_m2"}


def _further(
    parcels: gpd.GeoDataFrame,
    ledger: pd.DataFrame,
    on: str,
    columns: Iterable[str] | None,
) -> tuple[list[str], list[str]]:
    """Tell which other columns of a ledger are carried over, and which are left."""
    taken = {*PARCEL_COLUMNS, *_PLACE, on, "declared_area_m2"}
    others = [name for name in map(str, ledger.columns) if name not in taken]
    if isinstance(columns, str):
        asked = others if columns == "all" else [columns]
    else:
        asked = list(columns or ())
    require_columns(ledger, on, *asked)
    if there := [name for name in asked if name in parcels]:
        raise SchemaError("join_columns_there", columns=there)
    left = [
        str(name)
        for name in others
        if name not in {*asked, *_TOLD_BY_DECISIONS}
        and not str(name).startswith(("cause.", "disposal_type."))
    ]
    return [name for name in asked if name not in taken], left


def _columns_left(ledger: pd.DataFrame, left: list[str]) -> Issues:
    source = "、".join(map(str, _place(ledger, "source").dropna().unique())) or "—"
    return Issues.of("join_columns_left", source=source, value="、".join(left))


def _in_order(joined: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put columns of the parcel table where they belong, geometry last."""
    geometry = joined.geometry.name
    first = [column for column in PARCEL_COLUMNS if column in joined]
    others = [c for c in joined.columns if c not in {*first, geometry}]
    return joined[[*first, *others, geometry]]


def _one_row_each(
    ledger: pd.DataFrame, on: str, words: Vocabulary, further: list[str]
) -> tuple[pd.DataFrame, Issues]:
    """Bring a ledger to one row an id; values that differ are left out."""
    rows = ledger[ledger[on].notna()].reset_index(drop=True)
    columns = [c for c in PARCEL_COLUMNS if c in rows and c not in {on, *_PLACE}]
    columns += further
    groups = rows.groupby(on, sort=False)
    first, counts = groups[columns].first(), groups[columns].nunique()
    latest = _latest(rows, on)
    found = []
    for column in columns:
        differ = counts[column] > 1
        if column in _PROGRESS and latest is not None:
            settled = latest[column].notna() & differ
            first.loc[settled, column] = latest.loc[settled, column]
            differ &= ~settled
        if differ.any():
            first[column] = first[column].mask(differ)
            ids = differ.index[differ]
            found.append(_rows_differ(rows[rows[on].isin(ids)], on, column, words))
    return first, Issues.concat(found)


def _rows_differ(rows: pd.DataFrame, on: str, column: str, words: Vocabulary) -> Issues:
    values = rows.groupby(on, sort=False)[column]
    places = rows.drop_duplicates(on)
    return Issues.of(
        "ledger_rows_differ",
        source=_place(places, "source"),
        source_row=_place(places, "source_row"),
        parcel_id=places[on],
        column=column_labels(vocabulary=words).get(column, column),
        value=values.agg(lambda v: "、".join(map(str, v.dropna().unique()))),
    )


def _latest(rows: pd.DataFrame, on: str) -> pd.DataFrame | None:
    """Give way and status of each id's latest day, where one row is the latest."""
    if "effective" not in rows:
        return None
    last = rows.groupby(on, sort=False)["effective"].transform("max")
    undated = rows["effective"].isna().groupby(rows[on]).transform("any")
    top = rows[rows["effective"].eq(last) & ~undated]
    top = top[~top[on].duplicated(keep=False)].set_index(on)
    ids = pd.Index(rows[on].unique())
    return top.reindex(columns=list(_PROGRESS)).reindex(ids)


def lone_rows(plan: Joining, matches: Matches) -> Issues:
    """Report ids written otherwise or doubtful, and rows without a parcel."""
    found, ledger, on = [], plan.ledger, plan.on
    if matches.rewritten:
        ours, theirs = list(matches.rewritten), list(matches.rewritten.values())
        found.append(
            Issues.of("join_normalised", source=on, parcel_id=ours, value=theirs)
        )
    if matches.ambiguous:
        found.append(Issues.of("join_ambiguous", source=on, value=matches.ambiguous))
    used = set(matches.pairs.values())
    lone = ledger[~ledger[on].isin(used)]
    lone = lone[lone[on].isna() | ~lone[on].duplicated()]
    found.append(_lone("join_ledger_only", lone, value=lone[on].fillna("—")))
    return Issues.concat(found)


def _lone(
    code: str,
    rows: pd.DataFrame,
    *,
    ids: pd.Series | None = None,
    value: pd.Series | None = None,
) -> Issues:
    if rows.empty:
        return Issues.none()
    places = [_place(rows, name) for name in _PLACE]
    return Issues.of(
        code, source=places[0], source_row=places[1], parcel_id=ids, value=value
    )


def _place(frame: pd.DataFrame, column: str) -> pd.Series:
    if column in frame:
        return pd.Series(frame[column])
    return pd.Series(index=frame.index, dtype="str")


def _conflicts(
    ours: pd.Series,
    theirs: pd.Series,
    parcels: gpd.GeoDataFrame,
    column: str,
    words: Vocabulary,
) -> Issues:
    """Report values that are on both sides and are not the same."""
    both = ours.notna() & theirs.notna()
    differ = both & ~_same(ours, theirs)
    if not differ.any():
        return Issues.none()
    where = parcels[differ]
    return Issues.of(
        "join_conflict",
        source=_place(where, "source"),
        source_row=_place(where, "source_row"),
        parcel_id=_place(where, "parcel_id"),
        column=column_labels(vocabulary=words)[column],
        value=_shown(ours[differ], column, words),
        details={"ledger": _shown(theirs[differ], column, words)},
    )


def _same(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(ours.dtype):
        return ours.eq(pd.to_datetime(theirs))
    if pd.api.types.is_numeric_dtype(ours.dtype):
        return (ours - theirs.astype("float64")).abs() <= _CLOSE
    plain = ours.map(fold, na_action="ignore"), theirs.map(fold, na_action="ignore")
    return plain[0].astype("str").eq(plain[1].astype("str"))


def _shown(values: pd.Series, column: str, words: Vocabulary) -> list[str]:
    """Show codes by their labels, days without a time."""
    if column in words.terms:
        return [words.label(column, code) for code in values]
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [str(day) for day in values.dt.strftime("%Y-%m-%d")]
    return [str(value) for value in np.asarray(values, dtype=object)]


DECISION_COLUMNS = (
    "parcel_id",
    "disposal_type",
    "status",
    "effective",
    "due",
    "document",
    "by",
    "reason",
    "area_m2",
    "new_agreed_start",
    "cause",
    "source",
    "source_row",
)
_DATES = ("effective", "due", "new_agreed_start")
# Sums of areas that print alike may differ by this much, in m².
_SAME_AREA = 1.0


def ledger_decisions(
    ledger: pd.DataFrame,
    *,
    effective: dt.date | str | None = None,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """List the decisions of a ledger.

    A row that names a way of disposal is a decision. A row with an area for each way
    is one planned decision for each way with an area; where it has one way and
    several causes that make up its area, one for each cause.

    Parameters
    ----------
    ledger
        As `read_ledger` gives it. Not changed.
    effective
        The day of decisions for which the ledger gives none; by default it stays
        missing, and such a decision cannot be recorded.
    rules
        Tells which words name ways; by default the rules that the ledger was read by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    decisions
        Columns parcel_id, disposal_type, status, effective, due, document, by,
        reason, area_m2 (m²; missing where the ledger gives none), cause, source,
        source_row; in the order of the ledger. A way without a status is "planned":
        it is named, and nothing says that it has begun. A cause is missing where
        several causes meet several ways. Rows without a way are left out.

    Raises
    ------
    SchemaError
        There is no column `parcel_id`.

    Examples
    --------
    >>> ledger = pd.DataFrame({
    ...     "parcel_id": ["P-1"],
    ...     "cause.planning_changed": [30.0],
    ...     "disposal_type.revoke_approval": [10.0],
    ...     "disposal_type.speed_up_supply": [20.0],
    ... })
    >>> planned = ledger_decisions(ledger)
    >>> planned[["disposal_type", "area_m2"]].to_numpy().tolist()
    [['revoke_approval', 10.0], ['speed_up_supply', 20.0]]
    >>> planned["cause"].unique().tolist(), planned["status"].unique().tolist()
    (['planning_changed'], ['planned'])
    """
    require_columns(ledger, "parcel_id")
    words = rules_of(rules, vocabulary=vocabulary, of=ledger).vocabulary
    rows = ledger.reset_index(drop=True)
    rows["parcel_id"] = parse_text(rows["parcel_id"])
    ways, causes = (_long(rows, kind, words) for kind in ("disposal_type", "cause"))
    by_cause = _by_cause(ways, causes)
    others = ways[~ways["row"].isin(by_cause["row"])]
    by_area = pd.concat([by_cause, _by_way(others, causes)])
    plain = rows.reindex(columns=DECISION_COLUMNS)
    planned = by_area.join(
        plain.drop(columns=["disposal_type", "area_m2", "cause"]), on="row"
    )
    named = plain[plain["disposal_type"].notna() & ~plain.index.isin(by_area["row"])]
    named = named.assign(row=named.index, part=0)
    decisions = pd.concat([part for part in (planned, named) if len(part)] or [named])
    decisions = decisions.sort_values(["row", "part"], kind="stable", ignore_index=True)
    # beside another way it is a fact of the parcel, which `join_ledger` takes
    terms = words.terms["disposal_type"]
    restarting = [code for code, term in terms.items() if term.restarts]
    renewed = decisions["disposal_type"].isin(restarting)
    agreed = decisions["new_agreed_start"].where(renewed)
    decisions = decisions.assign(new_agreed_start=agreed)
    return _typed(decisions[list(DECISION_COLUMNS)], effective)


def _long(rows: pd.DataFrame, kind: str, words: Vocabulary) -> pd.DataFrame:
    """Lay the areas of a group below each other: row, part, code and area above 0."""
    parts = []
    for part, name in enumerate(n for n in rows if str(n).startswith(f"{kind}.")):
        code = str(name).split(".")[1]
        if code in words.terms[kind]:
            area = rows[name].astype("float64")
            parts.append(
                pd.DataFrame({
                    "row": rows.index,
                    "part": part,
                    "code": code,
                    "area": area,
                })
            )
    empty = pd.DataFrame({"row": [], "part": [], "code": [], "area": []})
    long = pd.concat(parts) if parts else empty
    long = long[long["area"] > 0].astype({
        "row": "int64",
        "part": "int64",
        "code": "str",
    })
    return long.sort_values(["row", "part"], ignore_index=True)


def _by_way(ways: pd.DataFrame, causes: pd.DataFrame) -> pd.DataFrame:
    """Make one decision for each way, with the cause where there is one only."""
    only = causes[~causes["row"].duplicated(keep=False)].set_index("row")["code"]
    return pd.DataFrame({
        "row": ways["row"],
        "part": ways["part"],
        "disposal_type": ways["code"],
        "area_m2": ways["area"],
        "cause": ways["row"].map(only).astype("str"),
    })


def _by_cause(ways: pd.DataFrame, causes: pd.DataFrame) -> pd.DataFrame:
    """Make one decision for each cause of rows whose one way takes all their area."""
    only = ways[~ways["row"].duplicated(keep=False)].set_index("row")
    of_causes = causes.groupby("row")["area"].sum().reindex(only.index)
    whole = only[(of_causes - only["area"]).abs() <= _SAME_AREA]
    chosen = causes[causes["row"].isin(whole.index)]
    return pd.DataFrame({
        "row": chosen["row"],
        "part": chosen["part"],
        "disposal_type": chosen["row"].map(whole["code"]).astype("str"),
        "area_m2": chosen["area"],
        "cause": chosen["code"],
    })


def _typed(decisions: pd.DataFrame, effective: dt.date | str | None) -> pd.DataFrame:
    numbers = {"area_m2": "float64", "source_row": "Int64"}
    dates = dict.fromkeys(_DATES, "datetime64[s]")
    others = dict.fromkeys(set(DECISION_COLUMNS) - set(numbers) - set(dates), "str")
    typed = decisions.astype(others | numbers | dates)
    typed["status"] = typed["status"].fillna("planned")
    if effective is not None:
        day = pd.Timestamp(read_day(effective))
        typed["effective"] = typed["effective"].fillna(day)
    return typed
