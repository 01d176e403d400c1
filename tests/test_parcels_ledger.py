"""Read ledgers: words to codes, areas to m², sums and levels checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_books import three_levels, write

from landbase.errors import SchemaError, SourceError
from landbase.issues import Issues
from landbase.parcels.ledger import read_ledger
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary
from landbase.tables.columns import match_columns
from landbase.units import to_m2

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["地块编号", "地块面积(亩)"]


def found(issues: Issues, code: str) -> Issues:
    return issues.by_code().get(code, Issues.none())


def test_columns_have_our_names_types_and_codes(work: Path) -> None:
    cells = {
        "序号": 1,
        "旗区": "准旗",
        "地块编号": 150622.0,
        "项目名称": "甲",
        "地块面积(亩)": "1,500",
        "形成原因": "规划调整",
        "处置方式": "核销批文",
        "处置状态": "已销号",
        "处置日期": "2023.3.1",
        "整改时限": "2023年9月底前",
        "处置文号": "准政发〔2023〕12号",
        "责任人": "张三",
        "备注": "无",
        "投资额": 12.5,
    }
    ledger, issues = read_ledger(write(work / "a.xlsx", [[*cells], [*cells.values()]]))
    assert ledger.columns.tolist() == [
        *("parcel_id", "name", "banner", "cause", "disposal_type", "status"),
        *("declared_area_m2", "effective", "due", "document", "by", "reason"),
        *("序号", "投资额", "source", "source_row"),
    ]
    first = ledger.iloc[0]
    assert first["parcel_id"] == "150622"
    assert first["banner"] == "150622"
    assert first["cause"] == "planning_changed"
    assert first["disposal_type"] == "revoke_approval"
    assert first["status"] == "closed"
    assert first["declared_area_m2"] == 1_000_000.0
    assert first["effective"] == pd.Timestamp("2023-03-01")
    assert first["due"] == pd.Timestamp("2023-09-30")
    assert pd.isna(first["reason"])
    assert first["投资额"] == 12.5
    assert first["source_row"] == 2
    assert str(ledger["effective"].dtype) == "datetime64[s]"
    assert issues.count("error") == issues.count("warning") == 0


def test_what_cannot_be_read_is_an_issue_and_missing(work: Path) -> None:
    rows = [
        ["地块编号", "形成原因", "处置日期", "地块面积(亩)"],
        ["P-1", "海市蜃楼", "2023年3月", "约5亩"],
        [None, "规划调整", None, 1],
        ["3.30481E+18", None, None, 1],
    ]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    assert ledger["parcel_id"].tolist() == ["P-1"]
    assert ledger[["cause", "effective", "declared_area_m2"]].isna().all(axis=None)
    for code in ("unknown_cause", "bad_date", "bad_number"):
        assert len(found(issues, code)) == 1
    aside = issues.table[issues.table["set_aside"]]
    assert aside["code"].tolist() == ["id_digits_lost", "missing_id"]
    assert aside["source_row"].tolist() == [4, 3]
    assert "3.30481E+18" in aside["message_zh"].iloc[0]


@pytest.mark.parametrize(
    ("header", "cell", "share"),
    [
        ("投资比例", 0.25, 0.25),
        ("投资比例", "25%", 0.25),
        ("投资比例(%)", 25, 0.25),
        ("投资比例(%)", "25%", 0.25),
        ("投资比例", 25, None),
    ],
)
def test_shares_are_shares_of_one(
    work: Path, header: str, cell: object, share: float | None
) -> None:
    path = write(work / "a.xlsx", [["地块编号", header], ["P-1", cell]])
    ledger, issues = read_ledger(path)
    assert ledger["invested_ratio"].fillna(-1).tolist() == [
        -1 if share is None else share
    ]
    assert len(found(issues, "bad_share")) == (share is None)


def test_words_may_be_numbered_as_in_a_list(work: Path) -> None:
    rows = [["地块编号", "形成原因"], ["P-1", "1.规划调整"], ["P-2", "（二）边角地"]]
    ledger, _ = read_ledger(write(work / "a.xlsx", rows))
    assert ledger["cause"].tolist() == ["planning_changed", "remnant"]


def test_the_category_tells_what_other_means(work: Path) -> None:
    path = write(work / "a.xlsx", [["地块编号", "形成原因"], ["P-1", "其他"]])
    assert read_ledger(path).ledger["cause"].isna().all()
    ledger, _ = read_ledger(path, category="idle")
    assert ledger["cause"].tolist() == ["other_idle"]
    assert ledger["category"].tolist() == ["idle"]
    with pytest.raises(ValueError, match="approved_unsupplied, idle"):
        read_ledger(path, category="闲")


def test_a_column_of_categories_goes_before_the_argument(work: Path) -> None:
    rows = [
        ["地块编号", "土地类别", "形成原因"],
        ["P-1", "闲置", "其他"],
        ["P-2", None, "其他"],
    ]
    path = write(work / "a.xlsx", rows)
    ledger, _ = read_ledger(path, category="approved_unsupplied")
    assert ledger["cause"].tolist() == ["other_idle", "other_unsupplied"]


@pytest.mark.parametrize(
    ("header", "above", "unit", "evidence"),
    [
        ("地块面积(公顷)", "单位：亩", None, "表头"),
        ("地块面积", "单位：公顷", None, "表上方"),
        ("地块面积", "台账（面积单位：公顷）", "mu", "表上方"),
        ("地块面积", "台账", "ha", "指定的单位"),
        ("地块面积", "消化处置3.49万亩", "ha", "指定的单位"),
    ],
)
def test_the_unit_of_areas_is_found_and_reported(
    work: Path, header: str, above: str, unit: str | None, evidence: str
) -> None:
    path = write(work / "a.xlsx", [[above], ["地块编号", header], ["P-1", 1.5]])
    ledger, issues = read_ledger(path, unit=unit)  # type: ignore[arg-type]
    assert ledger["declared_area_m2"].tolist() == [15_000.0]
    [message] = found(issues, "ledger_area_unit").table["message_zh"]
    assert "公顷" in message
    assert evidence in message


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("闲置面积", "declared_area_m2"),
        ("闲置土地面积", "declared_area_m2"),
        ("面积", "declared_area_m2"),
        ("用地面积", "declared_area_m2"),
        ("批而未供面积", "declared_area_m2"),
        ("批准面积", "batch_area_m2"),
        ("批准用地面积", "batch_area_m2"),
        ("已供应面积", "supplied_area_m2"),
        ("未供应面积", "parcel_left_m2"),
        ("消化面积", "area_m2"),
    ],
)
@pytest.mark.parametrize(
    ("unit", "figure"),
    [
        ("（公顷）", 1), ("(公顷)", 1), ("（公顷", 1), ("(公頃)", 1), ("（亩)", 15),
        ("【亩】", 15), ("（单位：亩）", 15), ("/亩", 15), ("㎡", 10_000),
        ("（平方米）", 10_000), ("（万亩）", 0.0015), ("（公顷，保留四位小数）", 1),
    ],
)  # fmt: skip
def test_headers_of_areas_and_their_units(
    name: str, column: str, unit: str, figure: float
) -> None:
    found = match_columns([f"{name}{unit}"], kinds=("field", "ledger_field"))
    assert column in found.headers
    assert to_m2(figure, found.units[column][0]) == pytest.approx(10_000)


@pytest.mark.parametrize("unit", ["公顷", "（公顷）", "单位：公顷", "hm²"])
@pytest.mark.parametrize("money", [None, "万元", "（元）"])
def test_units_in_a_row_of_their_own_below_the_names(
    work: Path, unit: str, money: str | None
) -> None:
    rows = [
        ["地块编号", "地块名称", "闲置面积", "投资额", "批准面积"],
        [None, None, unit, money, "（亩）"],
        ["P-1", "甲", 1, 7, 15],
    ]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    row = ledger.iloc[0]
    assert row[["declared_area_m2", "batch_area_m2"]].tolist() == [10_000, 10_000]
    assert len(ledger) == 1
    assert len(found(issues, "ledger_area_unit")) == 2
    assert issues.count("error") == issues.count("warning") == 0


def test_areas_without_a_unit_are_refused(work: Path) -> None:
    rows = [
        ["单位：亩、公顷"],
        ["地块编号", "地块面积"],
        ["P-1", 1.5],
        ["P-2", "2公顷"],
    ]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    assert ledger["declared_area_m2"].fillna(-1).tolist() == [-1, 20_000.0]
    [message] = found(issues, "ledger_area_unit_unknown").table["message_zh"]
    assert "1个数" in message


def test_a_formula_that_failed_is_no_id(work: Path) -> None:
    rows = [HEAD, ["P-1", 1], ["#N/A", 2], ["#VALUE!", 3], ["#REF!", 4]]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    assert ledger["parcel_id"].tolist() == ["P-1"]
    assert found(issues, "missing_id").table["source_row"].tolist() == [3, 4, 5]


def test_a_second_column_of_the_same_meaning_is_told(work: Path) -> None:
    rows = [["地块编号", "面积（公顷）", "面积（亩）"], ["P-1", 1, 16]]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    assert ledger["declared_area_m2"].tolist() == [10_000]
    (told,) = found(issues, "columns_rival").table["message_zh"]
    assert "面积（亩）" in told


def test_areas_below_zero_and_of_zero_are_reported(work: Path) -> None:
    rows = [
        ["地块编号", "地块面积(亩)", "处置面积(亩)", "剩余面积(亩)"],
        ["P-1", -15, 0, -1],
        ["P-2", "-1公顷", -3, 0],
        ["P-3", 0, None, 5],
        ["P-4", 15, 15, 0],
    ]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    assert len(ledger) == 4
    assert ledger["declared_area_m2"].fillna(-1).tolist() == [-1, -1, 0, 10_000]
    assert ledger["area_m2"].fillna(-1).tolist() == [0, -1, -1, 10_000]
    assert ledger["parcel_left_m2"].round(2).tolist() == [-666.67, 0, 3333.33, 0]
    below = found(issues, "area_negative").table
    assert below["source_row"].tolist() == [2, 3, 3]
    assert below["value"].tolist() == ["-15", "-1", "-3"]
    assert found(issues, "area_zero").table["source_row"].tolist() == [4]
    assert found(issues, "ledger_left_negative").table["source_row"].tolist() == [2]


def test_two_figures_in_a_cell_are_held_against_each_other(work: Path) -> None:
    rows = [
        ["地块编号", "地块面积 m²（亩）"],
        ["P-1", "48357.35（72.5360）"],
        ["P-2", "10（9）"],
    ]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    assert ledger["declared_area_m2"].fillna(-1).tolist() == [48357.35, -1]
    assert len(found(issues, "bad_number")) == 1


def test_fields_go_before_the_vocabulary(work: Path) -> None:
    rows = [["宗地", "甲乙", "备注"], ["x", "P-1", "y"]]
    path = write(work / "a.xlsx", rows)
    ledger, issues = read_ledger(path, header=1, fields={"甲乙": "parcel_id"})
    assert ledger["parcel_id"].tolist() == ["P-1"]
    assert ledger["宗地"].tolist() == ["x"]
    assert not len(found(issues, "ledger_no_id_column"))
    with pytest.raises(SchemaError, match="没有"):
        read_ledger(path, header=1, fields={"没有": "parcel_id"})
    with pytest.raises(ValueError, match="no_such"):
        read_ledger(path, header=1, fields={"甲乙": "no_such"})


def test_without_a_column_of_ids_rows_are_kept_and_it_is_said(work: Path) -> None:
    rows = [["项目名称", "地块面积(亩)"], ["甲", 15]]
    ledger, issues = read_ledger(write(work / "a.xlsx", rows))
    assert len(ledger) == 1
    assert len(found(issues, "ledger_no_id_column")) == 1


def test_a_word_of_a_bureau_is_understood(work: Path) -> None:
    path = write(work / "a.xlsx", [["地块编号", "处置状态"], ["P-1", "办结"]])
    own = Vocabulary.default().extended({"status": {"closed": {"aliases": ["办结"]}}})
    assert read_ledger(path, rules=Rules(vocabulary=own)).ledger["status"].tolist() == [
        "closed"
    ]


def test_sheets_are_put_below_each_other(work: Path) -> None:
    with pd.ExcelWriter(work / "a.xlsx") as book:
        pd.DataFrame([["P-1", 15]], columns=HEAD).to_excel(
            book, sheet_name="甲", index=False
        )
        other = pd.DataFrame([["P-2", "好"]], columns=["地块编号", "备注"])
        other.to_excel(book, sheet_name="乙", index=False)
    ledger, _ = read_ledger(work / "a.xlsx")
    assert ledger["parcel_id"].tolist() == ["P-1", "P-2"]
    assert ledger["source"].tolist() == ["a.xlsx(甲)", "a.xlsx(乙)"]
    assert ledger["declared_area_m2"].fillna(-1).tolist() == [10_000.0, -1]


def totals(work: Path, rows: list[list[object]]) -> pd.DataFrame:
    _, issues = read_ledger(write(work / "a.xlsx", [HEAD, *rows]))
    table = issues.table
    return table[table["code"].str.startswith("ledger_total")]


NESTED: list[list[object]] = [
    ["P-1", 10], ["P-2", 20], ["小计", 30], ["P-3", 5], ["小计", 5], ["合计", 35],
    ["P-4", 1], ["合计", 1], ["总计", 36],
]  # fmt: skip


def test_subtotals_and_totals_cover_what_stands_above(work: Path) -> None:
    checked = totals(work, NESTED)
    assert checked["code"].tolist() == ["ledger_total_checked"] * 5
    counts = checked["message_zh"].str.extract(r"所含(\d+)行")[0].astype(int)
    assert counts.tolist() == [2, 1, 3, 1, 4]


def test_totals_may_stand_above_their_rows(work: Path) -> None:
    rows: list[list[object]] = [
        ["合计", 36], ["甲旗小计", 30], ["P-1", 10], ["P-2", 20],
        ["乙旗小计", 6], ["P-3", 6],
    ]  # fmt: skip
    checked = totals(work, rows)
    assert checked["code"].tolist() == ["ledger_total_checked"] * 3


@pytest.mark.parametrize("row", [2, 4, 5, 7, 8])
def test_a_wrong_total_is_a_warning(work: Path, row: int) -> None:
    rows = [list(cells) for cells in NESTED]
    rows[row][1] = 99
    [wrong] = (
        totals(work, rows).query("code != 'ledger_total_checked'").to_dict("records")
    )
    assert wrong["code"] == "ledger_total_differs"
    assert wrong["source_row"] == row + 2
    assert wrong["value"] == "99"


def test_a_total_off_by_rounding_says_so(work: Path) -> None:
    rows: list[list[object]] = [[f"P-{n}", 0.33] for n in range(9)]
    [issue] = totals(work, [*rows, ["合计", 3.0]]).to_dict("records")
    assert issue["code"] == "ledger_total_rounding"
    assert issue["severity"] == "info"
    assert "2.97" in issue["message_zh"]


@pytest.mark.parametrize(
    ("figures", "total", "code"),
    [
        # one row is printed as its total is: a unit off is no rounding
        ([1], 1, "checked"),
        ([1], 2, "differs"),
        ([0.25], 0.26, "differs"),
        ([0.25], 0.3, "rounding"),
        ([0.25], 0.2, "rounding"),  # half to even, as GB/T 8170 has it
        ([0.25], 0.4, "differs"),
        # (n + 1) / 2 units are the end that rounding does not reach
        ([1, 1], 3, "rounding"),
        ([1, 1], 4, "differs"),
        ([1, 1, 1], 4, "rounding"),
        ([1, 1, 1], 2, "rounding"),
        ([1, 1, 1], 5, "differs"),
        ([1, 1, 1], 1, "differs"),
        ([0.11, 0.11, 0.11], 0.35, "differs"),
        ([0.11, 0.11, 0.11], 0.34, "rounding"),
        # many rows: twice the root of their number
        ([1.01] * 25, 25.30, "rounding"),
        ([1.01] * 25, 25.31, "differs"),
        # figures that a formula left unrounded
        ([0.1 + 0.2, 100 / 3], 0.3 + 100 / 3, "checked"),
        ([0.0001] * 3, 0.0003, "checked"),
        ([9_999_999.99] * 3, 29_999_999.97, "checked"),
        ([9_999_999.99] * 3, 29_999_999.99, "differs"),
    ],
)
def test_rounding_excuses_what_it_can_do_and_no_more(
    work: Path, figures: list[float], total: float, code: str
) -> None:
    rows: list[list[object]] = [[f"P-{n}", one] for n, one in enumerate(figures)]
    [issue] = totals(work, [*rows, ["合计", total]]).to_dict("records")
    assert issue["code"] == f"ledger_total_{code}"


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=4), st.integers(1, 3))
def test_no_total_that_rounding_made_is_said_to_differ(
    tmp_path_factory: pytest.TempPathFactory, exact: list[int], dropped: int
) -> None:
    unit = 10**dropped
    rows = [[f"P-{n}", (one + unit // 2) // unit] for n, one in enumerate(exact)]
    total = (sum(exact) + unit // 2) // unit
    path = write(
        tmp_path_factory.mktemp("台账") / "a.xlsx", [HEAD, *rows, ["合计", total]]
    )
    assert not len(found(read_ledger(path).issues, "ledger_total_differs"))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.integers(0, 12))
def test_true_totals_agree_wherever_the_subtotal_stands(
    tmp_path_factory: pytest.TempPathFactory, cents: list[int], cut: int
) -> None:
    cut = min(cut, len(cents))
    rows: list[list[object]] = [[f"P-{n}", c / 100] for n, c in enumerate(cents)]
    parts = [rows[:cut], rows[cut:]]
    body = [
        row
        for part in parts
        if part
        for row in [
            *part,
            ["小计", sum(round(float(str(r[1])) * 100) for r in part) / 100],
        ]
    ]
    body.append(["合计", sum(cents) / 100])
    path = write(tmp_path_factory.mktemp("台账") / "a.xlsx", [HEAD, *body])
    ledger, issues = read_ledger(path)
    assert len(found(issues, "ledger_total_checked")) == sum(map(bool, parts)) + 1
    expected = to_m2(sum(cents) / 100, "mu")
    assert ledger["declared_area_m2"].sum() == pytest.approx(expected, rel=1e-12)


def test_three_levels_are_summed_once_and_close(work: Path) -> None:
    path = three_levels(work / "a.xlsx")
    ledger, issues = read_ledger(path, category="approved_unsupplied")
    sums = ledger.filter(like="_m2").sum() * 15 / 10_000
    assert sums.round(9).to_dict() == {
        "declared_area_m2": 310.0,
        "batch_area_m2": 310.0,
        "batch_left_m2": 210.0,
        "parcel_left_m2": 210.0,
        "supplied_area_m2": 100.0,
    }
    assert ledger["batch_name"].tolist() == ["第1批次"] * 3 + ["第2批次"]
    assert ledger["due"].dt.year.fillna(0).tolist() == [2018, 2018, 2019, 0]
    assert ledger["cause.government_reserve"].sum() == pytest.approx(to_m2(70, "mu"))
    assert issues.count("error") == issues.count("warning") == 0
    assert len(found(issues, "ledger_total_checked")) == 1


# cell, its new value, how many equations it breaks
BROKEN = [
    ("P7", 99, 4),  # left of a parcel: its area, causes, ways, and the batch
    ("J7", 101, 1),  # area of a parcel
    ("M6", 41, 1),  # a supplied area
    ("S5", 61, 1),  # a cause
    ("Y5", 61, 1),  # a way
    ("O5", 211, 1),  # left of a batch
]


@pytest.mark.parametrize(("cell", "value", "broken"), BROKEN)
def test_what_does_not_close_is_found(
    work: Path, cell: str, value: float, broken: int
) -> None:
    path = three_levels(work / "a.xlsx", **{cell: value})
    _, issues = read_ledger(path, category="approved_unsupplied")
    differ = found(issues, "ledger_left_differs").table
    assert len(differ) == broken
    assert differ["message_zh"].str.contains("相差1亩").all()


def test_something_left_needs_a_time_limit(work: Path) -> None:
    path = three_levels(work / "a.xlsx", AF7=None)
    _, issues = read_ledger(path, category="approved_unsupplied")
    assert found(issues, "ledger_no_deadline").table["source_row"].tolist() == [7]


def test_areas_typed_again_on_every_supply_are_counted_once(work: Path) -> None:
    head = "批次名称,批准面积(亩),地块编号,地块面积(亩),供地面积(亩)"
    rows = [
        "第1批,100,A-1,60,10",
        "第1批,100,A-1,60,20",
        "第1批,100,A-2,40,",
        "第2批,60,B-1,60,",
    ]
    path = work / "a.csv"
    path.write_text("\n".join([head, *rows]), "gbk")
    ledger, issues = read_ledger(path)
    assert ledger["declared_area_m2"].sum() == pytest.approx(to_m2(160, "mu"))
    assert ledger["batch_area_m2"].sum() == pytest.approx(to_m2(160, "mu"))
    assert len(found(issues, "ledger_area_repeated")) == 3


def test_unknown_words_of_a_group_are_kept_and_said(work: Path) -> None:
    rows = [
        ["地块编号", "未供原因(亩)", None],
        [None, "规划调整", "海市蜃楼"],
        ["P-1", 3, 4],
    ]
    path = write(work / "a.xlsx", rows, merged=["A1:A2", "B1:C1"])
    ledger, issues = read_ledger(path)
    assert ledger["cause.planning_changed"].tolist() == [2000.0]
    assert ledger["cause.海市蜃楼"].tolist() == [pytest.approx(to_m2(4, "mu"))]
    assert len(found(issues, "ledger_unknown_word")) == 1


def test_ticks_in_a_group_name_the_cause(work: Path) -> None:
    rows = [
        ["地块编号", "未供原因", None],
        [None, "规划调整", "边角地"],
        ["P-1", "√", None],
        ["P-2", None, "√"],
        ["P-3", "√", "√"],
    ]
    path = write(work / "a.xlsx", rows, merged=["A1:A2", "B1:C1"])
    ledger, _ = read_ledger(path)
    assert ledger["cause"].fillna("—").tolist() == ["planning_changed", "remnant", "—"]


def test_the_sample_ledger_adds_up_to_the_letter() -> None:
    from landbase.sample import sample_path

    ledger, issues = read_ledger(sample_path("一地一策台账.xlsx"))
    mu = ledger.groupby("category")["declared_area_m2"].sum() * 15 / 10_000
    assert (mu / 10_000).round(2).to_dict() == {
        "approved_unsupplied": 8.68,
        "idle": 4.97,
    }
    assert issues.count("error") == 0
    assert not len(found(issues, "ledger_total_differs"))
    assert np.isfinite(mu).all()


def test_fields_tell_the_row_of_the_header(work: Path) -> None:
    """No header is a word of ours: without `fields` nobody knows where the table is."""
    rows = [["某某表", None, None], ["甲栏", "乙栏", "丙栏"], ["A-1", "张三", 3.5]]
    path = work / "台账.csv"
    path.write_text(
        "\n".join(",".join(str(c or "") for c in row) for row in rows), "utf-8"
    )
    with pytest.raises(SourceError):
        read_ledger(path)
    fields = {"甲栏": "parcel_id", "乙栏": "holder", "丙栏": "declared_area_m2"}
    ledger, _ = read_ledger(path, fields=fields, unit="mu", category="闲置土地")
    assert ledger["parcel_id"].tolist() == ["A-1"]
    assert ledger["holder"].tolist() == ["张三"]
    assert ledger["declared_area_m2"].tolist() == pytest.approx([to_m2(3.5, "mu")])
