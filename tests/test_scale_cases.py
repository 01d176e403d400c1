"""Decisions over partitions: the cases and figures of one process."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import cloudpickle
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import landbase as lb
from landbase import scale
from landbase.cases.fold import fold as fold_table
from landbase.cases.progress import progress_by_year
from landbase.errors import DataError, SchemaError
from landbase.rules.ruleset import Rules
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    import dask_geopandas as dgpd
    import geopandas as gpd

COUNT, DAY = 90, "2023-07-06"
WAYS = ("free_reclaim", "adjust_planning", "interview", "start_by_deadline")
STATUSES = ("planned", "in_progress", "disposed", "closed", "returned")
PARCELS = make_parcels(COUNT)


def parted(parcels: gpd.GeoDataFrame, owner: Any) -> dgpd.GeoDataFrame:
    """Put parcels into the partitions that are named."""
    import dask
    import dask.dataframe as dd
    import dask_geopandas as dgpd

    whole = parcels.reset_index(drop=True)
    parts = [part for _, part in whole.groupby(np.asarray(owner))]
    table = dd.from_delayed([dask.delayed(p) for p in parts], meta=whole.iloc[:0])
    return dgpd.from_dask_dataframe(table, geometry="geometry")


SEEDS = st.integers(0, 10**6)


def partition(seed: int) -> Any:
    """Draw for each parcel one of up to five partitions."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, rng.integers(1, 6), COUNT)


def told(seed: int, count: int = 400) -> pd.DataFrame:
    """Events of all kinds, areas that no binary fraction holds, some of strangers."""
    rng = np.random.default_rng(seed)
    ids = [*PARCELS["parcel_id"], "nobody", "S-1", "S-2"]
    days = pd.Timestamp("2021-06-01") + pd.to_timedelta(
        rng.integers(0, 900, count), unit="D"
    )
    area = np.round(rng.uniform(10, 9000, count), 2)
    area[rng.random(count) < 0.2] = np.nan
    return pd.DataFrame({
        "event_id": np.arange(1, count + 1),
        "parcel_id": pd.array(rng.choice(ids, count), dtype="str"),
        "disposal_type": pd.array(rng.choice(WAYS, count), dtype="str"),
        "status": pd.array(rng.choice(STATUSES, count), dtype="str"),
        "effective": days.astype("datetime64[s]"),
        "due": pd.Series(days + pd.Timedelta(days=90)).astype("datetime64[s]"),
        "document": pd.array(rng.choice(["甲", None], count), dtype="str"),
        "area_m2": area,
        "new_agreed_start": pd.Series(
            np.where(rng.random(count) < 0.1, np.datetime64("2024-01-01"), None)
        ).astype("datetime64[s]"),
        "recorded_at": days.astype("datetime64[s]"),
    })


def split() -> pd.DataFrame:
    """One parcel that became two, of which one became one with a third."""
    first, third = PARCELS["parcel_id"].iloc[[4, 70]]
    names = ["operation", "role", "parcel_id", "area_m2", "effective"]
    rows = [
        ("o1", "parent", first, 5000.0, "2022-02-01"),
        ("o1", "child", "S-1", 2000.0, "2022-02-01"),
        ("o1", "child", "S-2", 3000.0, "2022-02-01"),
        ("o2", "parent", "S-2", 3000.0, "2023-01-01"),
        ("o2", "parent", third, 1000.0, "2023-01-01"),
        ("o2", "child", "S-3", 4000.0, "2023-01-01"),
    ]
    lineage = pd.DataFrame(rows, columns=names)
    lineage["effective"] = lineage["effective"].astype("datetime64[s]")
    lineage["voids"] = pd.Series(None, index=lineage.index, dtype="str")
    lineage["recorded_at"] = lineage["effective"]
    return lineage


TASKS = pd.DataFrame({
    "year": [2022, 2022, 2023, 2023],
    "banner": ["150602", None, "150621", None],
    "category": ["idle", "idle", "approved_unsupplied", "idle"],
    "area": [3.0, 30.0, 40.0, 50.0],
    "unit": "mu",
})


def own_facts() -> pd.DataFrame:
    own = pd.DataFrame(PARCELS).set_index("parcel_id")
    return own.assign(area_m2=lb.ellipsoidal_area(PARCELS).to_numpy())


def by_id(table: pd.DataFrame) -> pd.DataFrame:
    """Put states in an order and types of their own."""
    shown = table.sort_values("parcel_id", ignore_index=True)
    kinds = {n: "Int64" for n in ("days_left", "event_id") if n in shown}
    return shown[sorted(shown)].astype(kinds)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_no_partition_changes_a_state_or_a_figure(data: st.DataObject) -> None:
    owner = partition(data.draw(SEEDS, label="partition"))
    events = told(data.draw(SEEDS, label="events"))
    lineage = split() if data.draw(st.booleans(), label="lineage") else None
    on = data.draw(st.sampled_from([None, "2022-06-30", DAY]), label="on")
    cases = scale.fold(parted(PARCELS, owner), events, lineage=lineage, on=on)
    wanted = fold_table(
        events, lineage, None, Rules.default(), parcels=own_facts(), on=on
    )
    state = cases.state.compute()
    names = list(wanted.state)
    for lives, those in ((True, wanted.state), (False, wanted.gone)):
        pd.testing.assert_frame_equal(
            by_id(state.loc[state["lives"] == lives, ["parcel_id", *names]]),
            by_id(those.reset_index()),
            check_exact=True,
            check_dtype=False,
        )
    # events as a list has them, and what a year's progress is summed from them
    found = cases.decisions.compute().sort_values("event_id", ignore_index=True)
    of = own_facts()
    listed = wanted.events.sort_values("event_id", ignore_index=True)
    listed = listed.assign(**{
        name: listed["parcel_id"].map(of[name]).astype("str")
        for name in ("category", "banner")
    })
    shared = [*found]
    assert {"round", "due_after", "added_m2", "accepted_m2", "undone_on"} <= {*shared}
    pd.testing.assert_frame_equal(
        found[shared], listed[shared], check_exact=True, check_dtype=False
    )


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_no_partition_changes_the_progress(data: st.DataObject) -> None:
    owner = partition(data.draw(SEEDS, label="partition"))
    events = told(data.draw(SEEDS, label="events"))
    events = events[events["parcel_id"].isin(PARCELS["parcel_id"])]
    events["area_m2"] = events["area_m2"].fillna(333.33)
    cases = scale.fold(parted(PARCELS, owner), events)
    of, folded = own_facts(), fold_table(events, parcels=own_facts()).events
    listed = folded.assign(**{
        name: folded["parcel_id"].map(of[name]).astype("str")
        for name in ("category", "banner")
    })
    wanted = progress_by_year(listed, TASKS, on=DAY)
    found = scale.progress_by_year(cases.decisions, TASKS, on=DAY)
    assert [*found] == [2022, 2023]
    for year, table in found.items():
        assert table["disposed_m2"].sum() > 0
        pd.testing.assert_frame_equal(table, wanted[year], check_exact=True)
    only = scale.progress(cases.decisions, TASKS, year=2022, on=DAY, accepted_only=True)
    pd.testing.assert_frame_equal(
        only,
        lb.progress(listed, TASKS, year=2022, on=DAY, accepted_only=True),
        check_exact=True,
    )


def test_parcels_and_decisions_are_those_of_a_land_base(tmp_path: Path) -> None:
    rows = PARCELS.iloc[:18].reset_index(drop=True)
    idle = rows.loc[rows["category"] == "idle", "parcel_id"].tolist()
    decided = pd.DataFrame({
        "parcel_id": [idle[0], idle[1], idle[0], idle[2]],
        "disposal_type": "start_by_deadline",
        "status": ["planned", "planned", "in_progress", "planned"],
        "effective": ["2022-03-01", "2022-05-01", "2023-02-01", "2023-08-01"],
        "due": ["2023-03-01", None, "2023-06-30", None],
    })
    with lb.LandBase.open(tmp_path / "库.gpkg") as base:
        base.add(rows)
        base.record_many(decided)
        wanted, events = base.parcels(on=DAY), base.decisions(superseded=True)
        listed = base.decisions()
    cases = scale.fold(parted(rows, [2, 0, 1, 1, 0, 2] * 3), events, on=DAY)
    found = cases.parcels.compute().sort_index()
    assert cases.parcels.npartitions == 3
    for name in wanted.columns.drop("geometry"):
        shown = [t[name].astype("str").fillna("—").tolist() for t in (found, wanted)]
        assert shown[0] == shown[1], name
    told_there = scale.fold(parted(rows, [0] * 18), events).decisions.compute()
    told_there = told_there.sort_values("event_id", ignore_index=True)
    for name in listed:
        shown = [
            t[name].astype("str").fillna("—").tolist() for t in (told_there, listed)
        ]
        assert shown[0] == shown[1], name
    # no event at all: parcels stay as they are but for the first status
    plain = scale.fold(parted(rows, [0, 1] * 9), events.iloc[:0]).parcels.compute()
    assert "due" not in plain
    assert plain["status"].notna().all()


def test_events_of_a_dataset_stay_in_their_order() -> None:
    import dask.dataframe as dd

    events = told(3)
    parts = dd.from_pandas(events, npartitions=5, sort=False)
    parcels = parted(PARCELS, np.arange(COUNT) % 4)
    one, other = (
        scale.fold(parcels, given, on=DAY).state.compute() for given in (events, parts)
    )
    pd.testing.assert_frame_equal(by_id(one), by_id(other), check_exact=True)


def test_what_lacks_is_said() -> None:
    parcels = parted(PARCELS, np.arange(COUNT) % 2)
    with pytest.raises(SchemaError, match="status"):
        scale.fold(parcels, told(1).drop(columns="status"))
    with pytest.raises(DataError, match="day"):
        scale.fold(parcels, told(1), on="someday")
    events = scale.fold(parcels, told(1)).decisions
    plain = events.drop(columns="added_m2")
    with pytest.raises(SchemaError, match=r"scale\.fold"):
        scale.progress(plain, TASKS, year=2022, on=DAY)
    with pytest.raises(DataError, match="2025"):
        scale.progress(events, TASKS, year=2025, on=DAY)


def test_an_event_that_counts_and_has_no_area_is_named() -> None:
    events = told(5)
    events["parcel_id"] = "nobody"  # whose area nobody knows
    events["area_m2"] = np.nan
    events["status"] = "disposed"
    events["disposal_type"] = "free_reclaim"
    cases = scale.fold(parted(PARCELS, np.arange(COUNT) % 2), events)
    with pytest.raises(DataError, match="nobody"):
        scale.progress(cases.decisions, TASKS, year=2023, on=DAY)


def test_a_function_that_uses_the_package_can_be_sent_to_a_worker() -> None:
    """As cloudpickle sends it: a function of a notebook, whose globals go along."""
    source = (
        "import landbase as lb\n"
        "def work(side):\n"
        "    from shapely.geometry import box\n"
        "    import geopandas as gpd\n"
        "    square = [box(500000, 4300000, 500000 + side, 4300000 + side)]\n"
        "    return lb.planar_area(gpd.GeoSeries(square, crs='EPSG:4546')).item()\n"
    )
    notebook: dict[str, Any] = {"__name__": "__main__"}
    exec(source, notebook)  # noqa: S102 - our own, as a notebook runs a cell
    sent = cloudpickle.dumps(notebook["work"])
    assert len(sent) < 10_000  # the package goes by its name, not its content
    there = (
        "import pickle, sys\n"
        "work = pickle.loads(sys.stdin.buffer.read())\n"
        "print(work(100))"
    )
    done = subprocess.run(
        [sys.executable, "-c", there], input=sent, capture_output=True, check=True
    )
    assert round(float(done.stdout), 6) == 10_000
