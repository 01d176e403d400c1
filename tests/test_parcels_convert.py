"""Cells become values, and what cannot be read becomes an issue."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from raw_tables import clean, found, lot, raw
from shapely import MultiPolygon, Point, Polygon, box

from landbase.errors import SchemaError
from landbase.rules.ruleset import Rules
from landbase.rules.schema import Tolerances
from landbase.rules.vocabulary import Vocabulary


def test_a_clean_table_gives_parcels_and_only_infos() -> None:
    result = clean(raw())
    assert result.parcels["parcel_id"].tolist() == ["P-1", "P-2", "P-3"]
    assert set(result.parcels["category"]) == {"idle"}
    assert result.parcels["source_row"].tolist() == [1, 2, 3]
    assert result.parcels.crs.to_epsg() == 4490
    assert result.parcels.index.equals(pd.RangeIndex(3))
    assert set(result.issues.table["severity"]) == {"info"}


def test_the_input_is_left_alone() -> None:
    table = raw(TDMJ=["1公顷", "x", None], QQ=["准旗", "?", None], name_=[1, 2, 3])
    frame, shapes = table.frame.copy(deep=True), table.geometry.copy()
    clean(table)
    assert_frame_equal(table.frame, frame)
    assert (table.geometry == shapes).all()


def test_rows_are_accounted_for() -> None:
    result = clean(raw(DKBH=["P-1", None, "P-3"]))
    (counted,) = found(result, "rows_counted")["message_en"]
    assert counted == "地块.shp: 3 rows read, 2 kept as parcels, 1 set aside."


# ------------------------------------------------------------------ ids, categories
def test_a_row_without_an_id_is_set_aside() -> None:
    result = clean(raw(DKBH=["P-1", " ", "—"]))
    assert len(result.parcels) == 1
    assert found(result, "missing_id")["source_row"].tolist() == [2, 3]


def test_numeric_ids_are_written_as_people_write_them() -> None:
    result = clean(raw(DKBH=[1.0, 2.0, 15062200123.0]))
    assert result.parcels["parcel_id"].tolist() == ["1", "2", "15062200123"]


def test_a_repeated_id_keeps_the_first_row_and_names_both() -> None:
    result = clean(raw(DKBH=["P-1", "P-1", "P-2"]))
    assert result.parcels["source_row"].tolist() == [1, 3]
    (issue,) = found(result, "duplicate_id").to_dict("records")
    assert (issue["source_row"], issue["set_aside"]) == (2, True)
    assert "地块.shp row 1" in issue["message_en"]


def test_a_row_repeated_in_every_cell_is_milder() -> None:
    result = clean(raw([lot(0), lot(0), lot(1)], DKBH=["P-1", "P-1", "P-2"]))
    (issue,) = found(result, "repeated_row").to_dict("records")
    assert (issue["source_row"], issue["severity"]) == (2, "warning")


def test_one_id_in_both_categories_says_so() -> None:
    result = clean(raw(DKBH=["P-1", "P-1", "P-2"], TDLB=["闲置", "批而未供", "闲置"]))
    assert found(result, "id_in_both_categories")["source_row"].tolist() == [2]


def test_ids_are_unique_over_the_tables_of_a_source() -> None:
    result = clean(raw(source="a(1)"), raw(source="a(2)"))
    assert len(result.parcels) == 3
    assert found(result, "repeated_row")["source"].tolist() == ["a(2)"] * 3


def test_a_row_set_aside_does_not_stand_in_the_way_of_its_id() -> None:
    result = clean(raw([None, lot(1), lot(2)], DKBH=["P-1", "P-1", "P-2"]))
    assert result.parcels["source_row"].tolist() == [2, 3]
    assert len(found(result, "duplicate_id")) == 0


def test_categories_by_any_word_and_rows_without_one_set_aside() -> None:
    result = clean(raw(TDLB=["批而未供土地", None, "低效用地"]))
    assert result.parcels["category"].tolist() == ["approved_unsupplied"]
    assert found(result, "missing_category")["source_row"].tolist() == [2]
    assert found(result, "unknown_category")["value"].tolist() == ["低效用地"]


def test_a_category_passed_is_for_all_rows_and_contradictions_show() -> None:
    result = clean(raw(TDLB=["闲置", "批而未供", None]), category="idle")
    assert set(result.parcels["category"]) == {"idle"}
    assert found(result, "category_differs")["source_row"].tolist() == [2]


def test_without_an_id_column_the_argument_is_named() -> None:
    table = raw()
    bare = raw().frame.drop(columns="DKBH")
    object.__setattr__(table, "frame", bare)
    with pytest.raises(SchemaError, match=r"no column with the parcel id.*fields="):
        clean(table)


def test_without_a_category_the_argument_is_named() -> None:
    table = raw()
    object.__setattr__(table, "frame", raw().frame.drop(columns="TDLB"))
    with pytest.raises(SchemaError, match="pass category="):
        clean(table)
    assert len(clean(table, category="idle").parcels) == 3


def test_a_layer_that_is_no_layer_of_parcels_is_set_aside_row_by_row() -> None:
    other = raw(rows=2, source="a(红线)")
    object.__setattr__(other, "frame", other.frame[[]])
    result = clean(raw(source="a(地块)"), other)
    assert len(result.parcels) == 3
    assert found(result, "not_parcels")["source_row"].tolist() == [1, 2]


# ------------------------------------------------------------------ words
def test_banners_by_code_name_old_code_and_longer_forms() -> None:
    words = ["150622", "准旗", "152723", "150622102000", "鄂尔多斯市准格尔旗"]
    result = clean(raw(rows=5, XZQDM=words))
    assert set(result.parcels["banner"]) == {"150622"}
    (issue,) = found(result, "terms_mapped").to_dict("records")
    assert "152723→准格尔旗（1）" in issue["value"]


def test_yes_and_no_are_read_in_the_words_of_ledgers() -> None:
    result = clean(
        raw(
            是否已征收=["已征收", "否", None],
            安置补偿是否落实=["Y", "未落实", "一半"],
            备案号=["BA0012", None, None],
            交地时间=["2020年5月10日", None, None],
        )
    )
    assert result.parcels["acquired"].fillna("?").tolist() == ["yes", "no", "?"]
    done = result.parcels["compensation_done"].fillna("?").tolist()
    assert done == ["yes", "no", "?"]
    (issue,) = found(result, "unknown_yes_no").to_dict("records")
    assert (issue["value"], issue["column"]) == ("一半", "安置补偿是否落实")
    assert result.parcels["filed_no"].iloc[0] == "BA0012"
    assert result.parcels["handed_over"].iloc[0] == pd.Timestamp("2020-05-10")


@pytest.mark.parametrize(
    ("header", "code"),
    [("旗区", "unknown_banner"), ("原因", "unknown_cause"),
     ("处置方式", "unknown_disposal_type"), ("处置状态", "unknown_status")],
)  # fmt: skip
def test_an_unknown_word_leaves_the_cell_empty_and_keeps_the_row(
    header: str, code: str
) -> None:
    result = clean(raw(**{header: ["某某", None, None]}))
    assert len(result.parcels) == 3
    (issue,) = found(result, code).to_dict("records")
    assert (issue["value"], issue["column"], issue["severity"]) == (
        "某某",
        header,
        "error",
    )


def test_a_way_or_cause_of_the_other_category_does_not_fit() -> None:
    result = clean(raw(CZFS=["撤销批文", "约谈", None], XZYY=["边角地", "其他", None]))
    assert result.parcels["disposal_type"].tolist()[1] == "interview"
    assert result.parcels["cause"].tolist()[1] == "other_idle"
    assert found(result, "term_misfit")["value"].tolist() == ["边角地", "撤销批文"]


def test_empty_banners_and_causes_are_noted() -> None:
    result = clean(raw(旗区=["准格尔旗", None, "—"], 原因=["企业", "企业", None]))
    assert found(result, "missing_banner")["source_row"].tolist() == [2, 3]
    assert found(result, "missing_term")["source_row"].tolist() == [3]


def test_a_bureaus_own_words_count() -> None:
    own = Vocabulary.default().extended({
        "cause": {"enterprise": {"aliases": ["欠薪"]}}
    })
    result = clean(raw(原因=["欠薪"] * 3), rules=Rules(vocabulary=own))
    assert set(result.parcels["cause"]) == {"enterprise"}


# ------------------------------------------------------------------ dates, numbers
def test_dates_of_every_form_and_the_bad_one_noted() -> None:
    forms = ["2021-03-05", "2021/3/5", "20210305", "2021年3月5日", "2021.3.5"]
    result = clean(raw(rows=6, PZSJ=[*forms, "2021-13-05"]))
    assert result.parcels["approval_date"].dtype == "datetime64[s]"
    assert set(result.parcels["approval_date"][:5]) == {pd.Timestamp("2021-03-05")}
    (issue,) = found(result, "bad_date").to_dict("records")
    assert (issue["source_row"], issue["value"]) == (6, "2021-13-05")
    assert issue["parcel_id"] == "P-6"


def test_serial_numbers_are_no_dates() -> None:
    assert len(found(clean(raw(PZSJ=[44260, 44260, 44260])), "bad_date")) == 3


def test_date_columns_stay_dates() -> None:
    days = pd.to_datetime(["2021-03-05", None, "2022-01-01"])
    assert clean(raw(PZSJ=days)).parcels["approval_date"].isna().tolist() == [
        False,
        True,
        False,
    ]


def test_shares_as_percent_and_as_numbers() -> None:
    result = clean(raw(rows=4, KFBL=["35%", "0.35", "３５％", "35"]))
    assert result.parcels["developed_ratio"].tolist()[:3] == [0.35, 0.35, 0.35]
    assert found(result, "bad_share")["value"].tolist() == ["35"]


def test_a_share_whose_header_says_percent() -> None:
    result = clean(raw(**{"投资比例（%）": [35, 100, "20%"]}))
    assert result.parcels["invested_ratio"].tolist() == [0.35, 1.0, 0.2]


def test_long_numbers_that_lost_digits_are_not_passed_on() -> None:
    result = clean(raw(DZJGH=[1.5062220180012e18, None, "1506222018B00123"]))
    assert result.parcels["supervision_no"].isna().tolist() == [True, True, False]
    assert found(result, "digits_lost")["source_row"].tolist() == [1]


def test_an_id_that_lost_digits_gets_one_message() -> None:
    result = clean(raw(DKBH=[1.5062220180012e18, None, "P-3"]))
    aside = result.issues.table[result.issues.table["set_aside"]]
    assert aside["code"].tolist() == ["id_digits_lost", "missing_id"]
    assert aside["source_row"].tolist() == [1, 2]
    assert result.parcels["parcel_id"].tolist() == ["P-3"]


# ------------------------------------------------------------------ areas
@pytest.mark.parametrize(
    ("header", "cell"),
    [("面积（公顷）", 1.0), ("面积(亩)", 15.0), ("面积㎡", 10000.0), ("TDMJ_M", 15.0)],
)
def test_the_unit_in_the_header_is_used(header: str, cell: float) -> None:
    result = clean(raw(**{header: [cell] * 3}))
    assert result.parcels["declared_area_m2"].tolist() == [10000.0] * 3
    assert len(found(result, "area_unit_named")) == 1


@pytest.mark.parametrize(
    ("cell", "unit"), [(1.0, "公顷"), (15.0, "亩"), (10000.0, "m²"), (0.0015, "万亩")]
)
def test_a_unit_that_is_not_named_is_inferred_with_evidence(
    cell: float, unit: str
) -> None:
    result = clean(raw(面积=[cell] * 3))
    assert result.parcels["declared_area_m2"].tolist() == pytest.approx([10000.0] * 3)
    (issue,) = found(result, "area_unit_inferred").to_dict("records")
    assert issue["value"] == unit
    assert "3 of 3 rows" in issue["message_en"]


def test_an_undecidable_unit_leaves_areas_missing_and_the_column_kept() -> None:
    result = clean(raw(面积=[333.0, 17.0, 2e5]))
    assert result.parcels["declared_area_m2"].isna().all()
    assert result.parcels["面积"].tolist() == [333.0, 17.0, 2e5]
    assert found(result, "area_unit_undecided")["severity"].tolist() == ["error"]


def test_a_header_whose_unit_the_parcels_contradict_is_doubted() -> None:
    result = clean(raw(**{"面积（公顷）": [10000.0] * 3}))
    assert result.parcels["declared_area_m2"].tolist() == [1e8] * 3
    assert len(found(result, "area_unit_doubtful")) == 1


def test_areas_as_people_type_them() -> None:
    typed = ["10,000.00（15）", "１公顷", "15亩", "约三亩"]
    result = clean(raw(rows=4, 面积=typed))
    assert result.parcels["declared_area_m2"].tolist()[:3] == [10000.0] * 3
    assert found(result, "bad_number")["value"].tolist() == ["约三亩"]


def test_a_declared_area_may_be_off_by_the_larger_of_the_tolerances() -> None:
    # 1 ha: 0.1 % is 10 m². The plane and the ellipsoid differ by about 0.3 m² here.
    result = clean(raw(rows=4, 面积_m2=[10000, 10008, 10012, 9988]))
    assert found(result, "declared_area_differs")["source_row"].tolist() == [3, 4]
    wider = clean(
        raw(面积_m2=[10000, 10012, 9988]),
        rules=Rules(tolerances=Tolerances(declared_m2=20)),
    )
    assert len(found(wider, "declared_area_differs")) == 0


def test_declared_areas_are_never_filled_from_geometry() -> None:
    result = clean(raw(面积_m2=[10000, None, None]))
    assert result.parcels["declared_area_m2"].isna().tolist() == [False, True, True]
    assert "declared_area_m2" not in clean(raw()).parcels


# ------------------------------------------------------------------ columns
def test_unknown_columns_stay_and_clashing_names_give_way() -> None:
    result = clean(
        raw(颜色=["红", "绿", "蓝"], Source=[7, 8, 9], Geometry=["a", "b", "c"])
    )
    assert result.parcels["颜色"].tolist() == ["红", "绿", "蓝"]
    assert result.parcels["Source_found"].tolist() == [7, 8, 9]
    assert result.parcels["Geometry_found"].tolist() == ["a", "b", "c"]
    assert found(result, "column_renamed")["value"].tolist() == [
        "Source_found",
        "Geometry_found",
    ]


def test_fields_override_and_unknown_headers_are_refused() -> None:
    result = clean(raw(代号=["A", "B", "C"]), fields={"代号": "parcel_id"})
    assert result.parcels["parcel_id"].tolist() == ["A", "B", "C"]
    with pytest.raises(SchemaError, match="there is no header '没有'"):
        clean(raw(), fields={"没有": "parcel_id"})


def test_a_table_without_rows_gives_an_empty_parcel_table() -> None:
    result = clean(raw(rows=0))
    assert len(result.parcels) == 0
    assert result.parcels.crs.to_epsg() == 4490
    assert {"parcel_id", "category", "source"} <= set(result.parcels.columns)


# ------------------------------------------------------------------ the invariant
BOWTIE = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


def _moved(shape: Polygon, number: int) -> Polygon:
    to = (37_450_000 + 1000 * number, 4_400_000)
    with np.errstate(invalid="ignore"):
        return shapely.transform(shape, lambda corners: corners + to)


with np.errstate(invalid="ignore"):
    ENDLESS = shapely.from_wkt("POLYGON ((0 0, 100 0, 100 nan, 0 100, 0 0))")
SHAPES = st.sampled_from([
    box(0, 0, 100, 100),
    BOWTIE,
    Polygon(),
    None,
    Point(5, 5),
    Polygon([(0, 0), (50, 0), (100, 0)]),
    ENDLESS,
    MultiPolygon([box(0, 0, 10, 10), box(20, 0, 30, 10)]),
])  # fmt: skip
ROWS = st.tuples(
    SHAPES,
    st.sampled_from(["P-1", "P-2", "P-3", "P-4", "P-5", None, "", "—"]),
    st.sampled_from(["闲置土地", "批而未供", None, "其他"]),
    st.sampled_from(["1公顷", "15", "x", None, "-3"]),
    st.sampled_from(["2021-03-05", "2021-99-99", None]),
    st.sampled_from(["准格尔旗", "某旗", None]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ROWS, min_size=1, max_size=12))
def test_every_row_is_kept_or_set_aside_with_a_reason(rows: list[tuple]) -> None:
    shapes = [
        s if s is None or s.is_empty else _moved(s, n) for n, (s, *_) in enumerate(rows)
    ]
    names = ["DKBH", "TDLB", "面积", "PZSJ", "旗区"]
    cells = dict(
        zip(names, map(list, zip(*(r[1:] for r in rows), strict=True)), strict=True)
    )
    result = clean(raw(shapes, **cells))
    kept = set(result.parcels["source_row"])
    aside = set(result.issues.set_aside_rows()["source_row"])
    assert kept | aside == set(range(1, len(rows) + 1))
    assert not kept & aside
    assert result.parcels["parcel_id"].is_unique
    assert result.parcels.geometry.is_valid.all()
    reasons = result.issues.table[result.issues.table["set_aside"]]
    assert set(reasons["severity"]) <= {"error", "warning"}
    assert np.all(reasons["message_zh"].str.len() > 0)


def test_money_is_read_in_10_000_yuan_by_the_unit_of_header_or_cell() -> None:
    result = clean(raw(**{"出让价款（元）": [3_500_000, "1.2万元", None]}))
    assert result.parcels["price"].tolist()[:2] == [350.0, 1.2]
    assert found(result, "money_unit_assumed").empty
    result = clean(raw(**{"收购价格（万元）": ["1,200.5", "350000元", "许多"]}))
    assert result.parcels["purchase_price"].tolist()[:2] == [1200.5, 35.0]
    assert found(result, "bad_number")["source_row"].tolist() == [3]
    result = clean(raw(CRJK=[100.0, 200.0, 300.0]))
    assert result.parcels["price"].tolist() == [100.0, 200.0, 300.0]
    assert len(found(result, "money_unit_assumed")) == 1


def test_columns_of_superiors_ledgers_are_known_by_their_headers() -> None:
    given = {
        "土地坐落": "东胜区某街", "供应方式": "出让", "合同签订日期": "2015-03-01",
        "约定交地时间": "2015-05-01", "约定竣工时间": "2017-05-01",
        "竣工日期": "2018-01-01", "是否抵押": "是", "查封": "否",
        "认定书编号": "某闲认〔2022〕3号", "责任部门": "某局", "列入基数年份": 2021,
    }  # fmt: skip
    parcels = clean(raw(**{name: [cell] * 3 for name, cell in given.items()})).parcels
    first = parcels.iloc[0]
    assert first["location"] == "东胜区某街"
    days = ("supplied_on", "agreed_handover", "agreed_completion", "actual_completion")
    assert [first[name].year for name in days] == [2015, 2015, 2017, 2018]
    texts = ("supply_mode", "mortgaged", "seized", "responsible", "task_base")
    assert first[[*texts]].tolist() == ["出让", "是", "否", "某局", "2021"]
    assert first["recognition_no"] == "某闲认〔2022〕3号"
