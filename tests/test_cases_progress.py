"""Progress against tasks: what counts, rates, ranks, pace, and the sentence."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbase.cases.progress import (
    disposed_areas,
    progress,
    progress_by_year,
    reminders,
)
from landbase.errors import DataError, LandbaseWarning, SchemaError
from landbase.report.rates import (
    accepted_sentence,
    print_progress,
    progress_sentence,
)
from landbase.rules.ruleset import Rules
from landbase.units import to_m2

HA = 10_000.0


def events(*rows: tuple[str, str, str, str, str, float | None]) -> pd.DataFrame:
    names = ["parcel_id", "category", "banner", "status", "effective", "area_m2"]
    frame = pd.DataFrame(rows, columns=names).astype({"area_m2": "float64"})
    return frame.assign(effective=pd.to_datetime(frame["effective"]))


def tasks(*rows: tuple[int, str, str, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["year", "banner", "category", "area", "unit"])


def test_closing_a_disposed_parcel_does_not_count_twice() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2023-03-01", HA),
        ("A", "idle", "150602", "closed", "2023-05-01", HA),
    )
    assert disposed_areas(life, on="2023-12-31")["status"].tolist() == ["disposed"]
    accepted = disposed_areas(life, on="2023-12-31", accepted_only=True)
    assert accepted["status"].tolist() == ["closed"]
    assert disposed_areas(life, on="2023-04-01", accepted_only=True).empty


def test_a_closing_without_a_disposal_counts_once() -> None:
    life = events(
        ("A", "idle", "150602", "closed", "2023-03-01", HA),
        ("A", "idle", "150602", "closed", "2023-03-02", HA),
    )
    assert len(disposed_areas(life, on="2023-12-31")) == 1


def test_a_way_that_goes_on_counts_what_is_new_in_each_year() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2022-03-01", 0.4 * HA),
        ("A", "idle", "150602", "disposed", "2023-04-01", 0.9 * HA),
    )
    counted = disposed_areas(life, on="2023-12-31")["area_m2"].round(6)
    assert counted.tolist() == [4_000.0, 5_000.0]
    due = tasks((2022, "", "idle", 1.0, "ha"), (2023, "", "idle", 1.0, "ha"))
    years = progress_by_year(life, due, on="2023-12-31")
    rates = [years[year].loc[("city", "idle"), "rate"] for year in (2022, 2023)]
    assert rates == pytest.approx([0.4, 0.5])


def test_parts_by_different_ways_add_up() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2023-03-01", HA),
        ("A", "idle", "150602", "closed", "2023-04-01", 2 * HA),
    ).assign(disposal_type=["free_reclaim", "paid_reclaim"])
    assert disposed_areas(life, on="2023-12-31")["area_m2"].sum() == 3 * HA
    accepted = disposed_areas(life, on="2023-12-31", accepted_only=True)
    assert accepted["area_m2"].sum() == 2 * HA


def test_a_status_of_the_bureau_counts_by_the_rules() -> None:
    own = {"status": {"archived": {"zh": "已归档", "en": "archived", "disposed": True}}}
    rules = Rules(vocabulary=Rules.default().vocabulary.extended(own))
    life = events(("A", "idle", "150602", "archived", "2023-03-01", HA))
    due = tasks((2023, "", "idle", 2.0, "ha"))
    at = {"year": 2023, "on": "2023-12-31"}
    assert progress(life, due, **at).loc[("city", "idle"), "rate"] == 0.0
    counted = progress(life, due, **at, rules=rules)
    assert counted.loc[("city", "idle"), "rate"] == 0.5


def test_what_was_returned_does_not_count_until_disposed_again() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2023-03-01", HA),
        ("A", "idle", "150602", "returned", "2023-04-01", None),
        ("A", "idle", "150602", "disposed", "2023-06-01", 2 * HA),
    )
    assert disposed_areas(life, on="2023-03-31")["area_m2"].sum() == HA
    assert disposed_areas(life, on="2023-05-01").empty
    assert disposed_areas(life, on="2023-06-01")["area_m2"].sum() == 2 * HA


def test_a_disposal_without_area_is_named() -> None:
    with pytest.raises(DataError, match="A"):
        disposed_areas(
            events(("A", "idle", "1", "disposed", "2023-03-01", None)), on="2023-12-31"
        )


def test_only_the_year_counts_and_its_boundary_days_do() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2022-12-31", HA),
        ("B", "idle", "150602", "disposed", "2023-01-01", HA),
        ("C", "idle", "150602", "disposed", "2023-07-06", HA),
        ("D", "idle", "150602", "disposed", "2023-07-07", HA),
    )
    due = tasks(
        (2023, "150602", "idle", 4.0, "ha"), (2022, "150602", "idle", 9.0, "ha")
    )
    table = progress(life, due, year=2023, on="2023-07-06")
    row = table.loc[("150602", "idle")]
    assert (row["task_m2"], row["disposed_m2"], row["rate"]) == (4 * HA, 2 * HA, 0.5)
    assert row["remaining_m2"] == 2 * HA
    assert row["days_left"] == 178
    assert row["needed_m2"] == pytest.approx(2 * HA / 178)
    assert row["pace_m2"] == pytest.approx(2 * HA / 187)
    assert not row["on_track"]  # 187 of 365 days are gone


def test_over_fulfilment_shows_and_leaves_nothing_to_do() -> None:
    life = events(("A", "idle", "150602", "disposed", "2023-05-01", 3 * HA))
    due = tasks((2023, "150602", "idle", 2.0, "ha"))
    row = progress(life, due, year=2023, on="2024-02-01").loc[("150602", "idle")]
    assert (row["rate"], row["remaining_m2"], row["days_left"]) == (1.5, 0.0, 0)
    assert row["on_track"]
    assert row["needed_m2"] == 0.0


def test_the_citys_own_task_stands_before_the_sum_of_its_parts() -> None:
    life = events(("A", "idle", "150602", "disposed", "2023-05-01", HA))
    parts = [(2023, "150602", "idle", 1.0, "ha"), (2023, "150621", "idle", 1.0, "ha")]
    summed = progress(life, tasks(*parts), year=2023, on="2023-12-31")
    assert summed.loc[("city", "idle"), "task_m2"] == 2 * HA
    own = tasks(*parts, (2023, "", "idle", 5.0, "ha"))
    table = progress(life, own, year=2023, on="2023-12-31")
    assert table.loc[("city", "all"), "task_m2"] == 5 * HA
    assert table.loc[("150621", "idle"), "disposed_m2"] == 0.0
    assert table["rank"].xs("idle", level="category").tolist() == [1, 2, pd.NA]


def test_a_part_without_a_task_has_no_rate_and_no_banner_is_not_lost() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2023-05-01", HA),
        ("B", "idle", None, "disposed", "2023-05-01", HA),
    )
    due = tasks((2023, "", "idle", 4.0, "ha"))
    table = progress(life, due, year=2023, on="2023-12-31")
    assert pd.isna(table.loc[("150602", "idle"), "rate"])
    assert table.loc[("missing", "idle"), "disposed_m2"] == HA
    assert table.loc[("city", "idle"), "rate"] == 0.5


def test_an_unknown_unit_of_a_task_is_refused() -> None:
    with pytest.raises(SchemaError, match="acre"):
        progress(
            events(), tasks((2023, "", "idle", 4.0, "acre")), year=2023, on="2023-1-1"
        )


def test_the_sentence_in_both_languages() -> None:
    area = to_m2(0.6571, "wan_mu")
    life = events(
        ("A", "approved_unsupplied", "150602", "disposed", "2023-05-01", area),
        ("B", "idle", "150602", "disposed", "2023-05-01", to_m2(1.26, "wan_mu")),
    )
    due = tasks(
        (2023, "", "approved_unsupplied", 2.30, "wan_mu"),
        (2023, "", "idle", 1.19, "wan_mu"),
    )
    table = progress(life, due, year=2023, on="2023-07-06")
    assert progress_sentence(table, year=2023, on="2023-07-06") == (
        "2023年，全市处置任务为3.49万亩，其中批而未供处置任务为2.30万亩，"
        "闲置土地处置任务为1.19万亩。截至2023年7月6日，"
        "批而未供土地消化完成0.66万亩，完成率28.57%；闲置土地消化完成1.26万亩，超额完成年度任务。"
    )
    english = progress_sentence(table, year=2023, on="2023-07-06", lang="en")
    assert "0.66 (28.57%)" in english


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["150602", "150621", None]),
            st.sampled_from(["idle", "approved_unsupplied"]),
            st.integers(1, 10**6),
        ),
        max_size=20,
    )
)
def test_parts_sum_to_the_city(rows: list[tuple[str | None, str, int]]) -> None:
    life = events(
        *(
            (f"P{n}", category, banner, "disposed", "2023-05-01", float(area))
            for n, (banner, category, area) in enumerate(rows)
        )
    )
    due = tasks((2023, "150602", "idle", 4.0, "ha"))
    table = progress(life, due, year=2023, on="2023-12-31")["disposed_m2"].unstack()
    assert (table.drop(index="city").sum() == table.loc["city"]).all()
    assert (table.drop(columns="all").sum(axis=1) == table["all"]).all()
    assert table.loc["city", "all"] == sum(area for *_, area in rows)


LIFE = (("A", "idle", "150602", "disposed", "2023-03-01", HA),)


def test_a_year_without_a_task_is_refused_by_its_name() -> None:
    due = tasks((2022, "", "idle", 1.0, "ha"), (2023, "", "idle", 1.0, "ha"))
    with pytest.raises(DataError, match="no task of 2026") as refused:
        progress(events(*LIFE), due, year=2026, on="2026-11-27")
    assert refused.value.zh == "任务表中没有2026年的任务（表中年度：2022、2023）"
    with pytest.raises(DataError, match="no task of 2023"):
        progress(events(*LIFE), due.iloc[:0], year=2023, on="2023-07-06")


def test_years_without_a_task_are_left_out_and_told() -> None:
    due = tasks((2023, "", "idle", 1.0, "ha"), (2031, "", "idle", 1.0, "ha"))
    with pytest.warns(LandbaseWarning, match="任务表中没有2026年的任务"):
        years = progress_by_year(events(*LIFE), due, on="2026-11-27")
    assert list(years) == [2023]


def test_tasks_of_one_category_leave_the_other_without_a_rate() -> None:
    life = events(*LIFE, ("B", "approved_unsupplied", "150621", "disposed",
                          "2023-04-01", HA))  # fmt: skip
    table = progress(
        life, tasks((2023, "150602", "idle", 2.0, "ha")), year=2023, on="2023-07-06"
    )
    assert table.loc[("city", "idle"), "rate"] == 0.5
    assert pd.isna(table.loc[("city", "approved_unsupplied"), "rate"])
    # a banner without a task has no rate, no rank, and is not reminded
    assert pd.isna(table.loc[("150621", "all"), "rank"])
    assert "150621" not in reminders(table, threshold=2.0).index.get_level_values(0)
    said = progress_sentence(table, year=2023, on="2023-07-06")
    assert "闲置土地消化完成0.00万亩，完成率50.00%" in said


def test_no_decision_yet_is_nothing_done() -> None:
    table = progress(
        events(), tasks((2023, "150602", "idle", 2.0, "ha")), year=2023, on="2023-07-06"
    )
    assert table.loc[("city", "all"), "rate"] == 0.0
    assert "完成率0.00%" in progress_sentence(table, year=2023, on="2023-07-06")
    assert reminders(table).index.tolist() == [("150602", "all"), ("150602", "idle")]


def test_what_is_reported_and_what_is_accepted_stand_side_by_side() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2022-11-01", 4 * HA),
        ("A", "idle", "150602", "closed", "2023-02-01", 4 * HA),
        ("B", "idle", "150602", "disposed", "2023-03-01", 2 * HA),
        ("C", "idle", "150621", "closed", "2023-04-01", HA),
    )
    due = tasks(
        (2023, "150602", "idle", 8.0, "ha"), (2023, "150621", "idle", 2.0, "ha")
    )
    table = progress(life, due, year=2023, on="2023-12-31")
    city = table.loc[("city", "idle")]
    # A was disposed of the year before, and accepted in this one
    assert (city["disposed_m2"], city["accepted_m2"]) == (3 * HA, 5 * HA)
    assert (city["rate"], city["accepted_rate"]) == (0.3, 0.5)
    parts = table.drop(index="city").xs("idle", level=1)["accepted_m2"]
    assert parts.tolist() == [4 * HA, HA]
    only = progress(life, due, year=2023, on="2023-12-31", accepted_only=True)
    assert only["disposed_m2"].tolist() == table["accepted_m2"].tolist()
    printed = print_progress(table)["闲置土地"]
    assert printed.loc["合计", ["自报处置（亩）", "审核认定（亩）"]].tolist() == [
        45.0,
        75.0,
    ]
    said = accepted_sentence(table, year=2023, on="2023-12-31")
    assert "审核认定0.01万亩" in said
    assert "认定完成率50.00%" in said


def test_a_start_by_a_deadline_counts_where_the_events_say_it_began() -> None:
    life = events(
        ("A", "idle", "150602", "disposed", "2023-03-01", HA),
        ("B", "idle", "150602", "disposed", "2023-03-01", HA),
        ("C", "idle", "150602", "disposed", "2023-03-01", HA),
    ).assign(
        disposal_type="start_by_deadline",
        actual_start=pd.to_datetime(["2023-02-01", "2023-03-02", None]),
    )
    assert disposed_areas(life, on="2023-12-31")["parcel_id"].tolist() == ["A"]
