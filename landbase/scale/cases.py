"""Decisions over all partitions: each goes to its parcel, and figures are added up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.cases.fold import FOLDED_COLUMNS, in_force
from landbase.cases.fold import fold as fold_table
from landbase.cases.lineage import family
from landbase.cases.progress import disposal_sums, each_year, made_progress, tasks_due
from landbase.cases.ways import RENEWED
from landbase.errors import SchemaError
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, column_named, require_columns
from landbase.scale.partitions import (
    Addressed,
    computed,
    empty_of,
    gathered,
    in_pieces,
    laid_out,
    later,
    partitioned,
    places_of,
    plain_texts,
    same_types,
)
from landbase.store.queries import put_states, states_of
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    import dask.dataframe as dd
    import dask_geopandas as dgpd
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.rules.ruleset import Rules

__all__ = ["ScaledCases", "fold", "progress", "progress_by_year"]

_HOME = "partition"  # of a parcel, among what the fold asks of it
_OF_PARCEL = ("category", "banner")


class ScaledCases(NamedTuple):
    """Every parcel with what was decided about it, in partitions.

    Attributes
    ----------
    parcels
        As `LandBase.parcels` gives them, in the partitions of the parcels; those that
        were split or merged by the day are left out.
    decisions
        As `LandBase.decisions` gives them: events in force with `category` and
        `banner` of the parcel, and what each newly disposes of.
    state
        The columns of `landbase.cases.fold.Cases.state`, and `parcel_id`; `lives` says
        whether the parcel is there on the day. Areas are in m².
    """

    parcels: dgpd.GeoDataFrame
    decisions: dd.DataFrame
    state: dd.DataFrame


class _Folded(NamedTuple):
    """What one part of the cases comes to; `homes` says where rows of states go."""

    states: pd.DataFrame
    events: pd.DataFrame
    homes: npt.NDArray[np.int64]


class _Question(NamedTuple):
    """What is asked of every part."""

    lineage: pd.DataFrame | None
    rules: Rules
    on: dt.date | str | None
    known: dt.date | str | None


def fold(
    parcels: dgpd.GeoDataFrame,
    events: pd.DataFrame | dd.DataFrame,
    *,
    lineage: pd.DataFrame | None = None,
    rules: Rules | None = None,
    on: dt.date | str | None = None,
    known: dt.date | str | None = None,
) -> ScaledCases:
    """Fold decisions into the cases of the parcels of all partitions.

    Events and what is known of parcels, without their outlines, are brought together
    by a shuffle on the id, families of split and merged parcels together; the states
    go back to the partitions of the parcels by another.

    Parameters
    ----------
    parcels
        As `read_parcels` of this package gives them.
    events
        Decisions in the order of recording, as `LandBase.decisions` or
        `landbase.ledger_decisions` gives them: `parcel_id`, `status`, `effective`, and
        what else there is. A dask DataFrame where one process does not hold them.
    lineage
        Splits, mergers and adjustments, as `LandBase.lineage` gives them.
    rules
        By default those of landbase.
    on, known
        As in `LandBase.parcels`.

    Returns
    -------
    cases
        Parcels, decisions and states; the figures are those of one process, to the
        last digit and whatever the partitions. Parcels are measured on the ellipsoid.

    Raises
    ------
    SchemaError
        A column is missing.
    DataError
        `on` or `known` is not a day.
    MissingDependencyError
        dask-geopandas is not installed (extra `scale`).

    Examples
    --------
    >>> import tempfile
    >>> from landbase.scale import read_parcels
    >>> from landbase.testing import make_parcels
    >>> events = pd.DataFrame({
    ...     "parcel_id": "P-0001", "disposal_type": "free_reclaim",
    ...     "status": "disposed", "area_m2": [4000.0, 9000.0],
    ...     "effective": pd.to_datetime(["2022-05-01", "2023-05-01"])})
    >>> with tempfile.TemporaryDirectory() as made:
    ...     table = make_parcels(60)
    ...     table.loc[7, "parcel_id"] = "P-0001"
    ...     table.to_parquet(f"{made}/a.parquet")
    ...     parcels, _ = read_parcels(f"{made}/a.parquet", f"{made}/read")
    ...     fold(parcels, events).decisions.compute()["added_m2"].tolist()
    [4000.0, 5000.0]
    """
    nothing = empty_of(parcels)
    require_columns(nothing, *REQUIRED_COLUMNS)
    for given in (on, known):
        if given is not None:
            read_day(given)
    question = _Question(lineage, rules_of(rules), on, known)
    pieces, empty = _event_pieces(events)
    require_columns(empty, "parcel_id", "status", "effective")
    roots, count = _roots(lineage), parcels.npartitions
    facts, placed = later(_facts), later(_placed)
    of_parcels = [
        facts(piece, number, roots, count, question.rules)
        for number, piece in enumerate(in_pieces(parcels))
    ]
    no_facts = _facts(nothing, 0, roots, count, question.rules)
    by_case = gathered(of_parcels, no_facts, count)
    of_events = [placed(piece, n, roots, count) for n, piece in enumerate(pieces)]
    no_events = _placed(empty, 0, roots, count)
    together = zip(gathered(of_events, no_events, count), by_case, strict=True)
    none = _fold(no_events.rows, no_facts.rows, question)
    work = later(_fold)
    folded = [work(*both, question, none) for both in together]
    states, told, homes = ([part[n] for part in folded] for n in range(3))
    decided, renewed = _said(pieces, question)
    sent = map(later(Addressed), states, homes)
    back = gathered(sent, Addressed(none.states, none.homes), count)
    put = later(_put)
    tasks = [
        put(*both, decided=decided, renewed=renewed)
        for both in zip(in_pieces(parcels), back, strict=True)
    ]
    like = _put(nothing, none.states, decided=decided, renewed=renewed)
    return ScaledCases(
        partitioned(tasks, like),
        partitioned(told, none.events),
        partitioned(states, none.states),
    )


def _event_pieces(events: Any) -> tuple[list[Any], pd.DataFrame]:
    """Give events as tasks or tables, and their columns without a row."""
    if isinstance(events, pd.DataFrame):
        return [events], events.iloc[:0]
    empty: pd.DataFrame = events._meta  # noqa: SLF001 - as dask documents it
    return in_pieces(events), empty


def _roots(lineage: pd.DataFrame | None) -> dict[str, str]:
    """Name for each parcel of a family the one that stands for all of it."""
    roots: dict[str, str] = {}
    if lineage is None:
        return roots
    for parcel in lineage["parcel_id"].astype(str):
        if parcel not in roots:
            roots |= dict.fromkeys(family([parcel], lineage), parcel)
    return roots


def _places(ids: pd.Series, roots: dict[str, str], count: int) -> npt.NDArray[np.int64]:
    """Tell in which of so many parts the case of a parcel is."""
    names = ids.astype("str").fillna("")
    if roots:
        names = names.map(lambda name: roots.get(name, name))
    hashed = pd.util.hash_array(names.to_numpy(dtype=object), categorize=False)
    return (hashed % np.uint64(count)).astype(np.int64)


def _placed(
    events: pd.DataFrame, number: int, roots: dict[str, str], count: int
) -> Addressed:
    rows = plain_texts(events).set_axis(places_of(number, len(events)))
    return Addressed(rows, _places(events["parcel_id"], roots, count))


def _facts(
    part: gpd.GeoDataFrame,
    number: int,
    roots: dict[str, str],
    count: int,
    rules: Rules,
) -> Addressed:
    """Give what the fold asks of parcels, and where they are."""
    parcels = laid_out(part)
    asked = ["parcel_id", *_OF_PARCEL, "status", "disposal_type"]
    facts = pd.DataFrame(parcels).reindex(columns=[*asked, *rules.vocabulary.evidence])
    days = dict.fromkeys(rules.vocabulary.evidence, "datetime64[s]")
    facts = facts.astype(dict.fromkeys(asked, "str") | days)
    facts["area_m2"] = ellipsoidal_area(parcels).to_numpy()
    facts[_HOME] = np.int64(number)
    return Addressed(facts, _places(parcels["parcel_id"], roots, count))


def _fold(
    events: pd.DataFrame,
    facts: pd.DataFrame,
    question: _Question,
    like: _Folded | None = None,
) -> _Folded:
    """Fold the events of whole families."""
    own = facts.sort_index(kind="stable").set_index("parcel_id")
    rows = events.sort_index(kind="stable")
    lineage = question.lineage
    if lineage is not None:
        there = {*own.index, *rows["parcel_id"]}
        kin = {*family(sorted(there & {*lineage["parcel_id"]}), lineage)}
        lineage = lineage[lineage["parcel_id"].isin(kin)]
    cases = fold_table(
        rows,
        lineage,
        None,
        question.rules,
        parcels=own,
        on=question.on,
        known=question.known,
    )
    states = states_of(cases)
    if RENEWED not in states:
        states[RENEWED] = pd.Series(pd.NaT, states.index, dtype="datetime64[s]")
    if "event_id" in states:
        states["event_id"] = states["event_id"].astype("Int64")
    homes = own[_HOME].reindex(states.index).fillna(0).to_numpy(np.int64)
    states = states.assign(lives=states.index.isin(cases.state.index))
    states, told = states.rename_axis("parcel_id").reset_index(), cases.events
    told = _as_listed(told, own)
    if like is not None:
        states, told = same_types(states, like.states), same_types(told, like.events)
    return _Folded(states, told, homes)


def _as_listed(events: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Give events in force in the order of recording, with what lists show of each."""
    told = events.sort_index(kind="stable").drop(
        columns=[n for n in ("reached_m2", "disposed_m2") if n in events]
    )
    told = told.drop(columns=["repeated", "outside", "counts"])
    for place, name in enumerate(_OF_PARCEL, start=1):
        told = told.drop(columns=name, errors="ignore")
        told.insert(place, name, told["parcel_id"].map(own[name]).astype("str"))
    return told


def _said(pieces: list[Any], question: _Question) -> tuple[bool, bool]:
    """Tell whether any decision is in force, and whether any agrees on a new start."""
    said = later(_said_of)
    found = computed(said(piece, question.known) for piece in pieces)
    return any(one for one, _ in found), any(other for _, other in found)


def _said_of(events: pd.DataFrame, known: dt.date | str | None) -> tuple[bool, bool]:
    held = in_force(events, known=known)
    renewed = RENEWED in held and held[RENEWED].notna().any()
    return len(held) > 0, bool(renewed)


def _put(
    part: gpd.GeoDataFrame, states: pd.DataFrame, *, decided: bool, renewed: bool
) -> gpd.GeoDataFrame:
    """Give the parcels of a partition their states; what has ended goes."""
    said = states.set_index("parcel_id")
    if not renewed:
        said = said.drop(columns=RENEWED)
    own = laid_out(part)
    living = own["parcel_id"].isin(said.index[said["lives"].to_numpy(dtype=bool)])
    return put_states(own[living], said, decided=decided)


def progress(
    decisions: dd.DataFrame,
    tasks: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    by: str = "banner",
    accepted_only: bool = False,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Hold the year's disposals against its tasks.

    Parameters
    ----------
    decisions
        As `fold` of this package gives them.
    tasks, year, on, by, accepted_only, rules
        As in `landbase.progress`.

    Returns
    -------
    progress
        As `landbase.progress` gives it for all decisions in one table, to the last
        digit and whatever the partitions.

    Raises
    ------
    SchemaError
        A column is missing, or the decisions were not folded.
    DataError
        As in `landbase.progress`.
    """
    by = column_named(tasks, by)
    due = tasks_due(tasks, year, by=by)
    columns = [str(name) for name in decisions.columns]
    if not {*FOLDED_COLUMNS} <= {*columns}:
        raise SchemaError("scale_not_folded", columns=columns)
    held, sums = rules_of(rules), later(disposal_sums)
    how: dict[str, Any] = {"year": year, "on": on, "by": by, "rules": held}
    pieces, nothing = _event_pieces(decisions)
    how["accepted_only"] = accepted_only
    disposal_sums(nothing, **how)  # tells of columns that are missing, once
    found = computed(sums(piece, **how) for piece in pieces)
    return made_progress(due, _added(found), year=year, on=on, by=by, rules=held)


def _added(several: Iterable[pd.DataFrame]) -> pd.DataFrame:
    together = pd.concat(list(several))
    return together.groupby(level=list(range(together.index.nlevels))).sum()


def progress_by_year(
    decisions: dd.DataFrame,
    tasks: pd.DataFrame | None,
    *,
    on: dt.date | str,
    rules: Rules | None = None,
) -> dict[int, pd.DataFrame]:
    """Hold each year that has tasks and has begun against them."""
    return each_year(partial(progress, decisions, rules=rules), tasks, on=on)
