"""Codes of land use are put into words, each by its own classification."""

from __future__ import annotations

import pandas as pd
import pytest

from landbase.io.formats import read_source
from landbase.rules.land_uses import land_use_text, land_use_texts
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary
from landbase.sample import sample_path
from landbase.testing import make_parcels
from landbase.webmap.payload import pack_columns

SEA, GBT, SURVEY = "国土空间用地用海分类", "GB/T 21010-2017", "三调"


@pytest.mark.parametrize(
    ("code", "scheme", "text"),
    [
        ("100102", SEA, "100102 二类工业用地"),
        ("0901", SEA, "0901 商业用地"),
        ("0701", SEA, "0701 城镇住宅用地"),
        ("1401", "用地用海 分类", "1401 公园绿地"),
        ("0601", SEA, "0601 农村道路"),
        ("0602", SEA, "0602 设施农用地"),
        ("11", SEA, "11 仓储用地"),
        ("16", SEA, "16 留白用地"),
        ("1801", SEA, "1801 渔业基础设施用海"),
        ("140109", SEA, "140109 公园绿地"),  # not listed: by the class above
        ("0501", GBT, "0501 零售商业用地"),
        ("0601", GBT, "0601 工业用地"),
        ("0602", GBT, "0602 采矿用地"),
        ("0603", GBT, "0603 盐田"),
        ("0604", GBT, "0604 仓储用地"),
        ("0701", GBT, "0701 城镇住宅用地"),
        ("0810", GBT, "0810 公园与绿地"),
        ("1201", GBT, "1201 空闲地"),
        ("0601", SURVEY, "0601 工业用地"),
        ("08H2A", SURVEY, "08H2A 高教用地"),
        ("0810A", SURVEY, "0810A 广场用地"),
        ("0809A", SURVEY, "0809A 公用设施用地"),
        ("061", GBT, "061"),  # three digits are of the edition before
        ("99", GBT, "99"),
        ("工业用地", SEA, "工业用地"),
        ("0701", "某市自编分类", "0701"),
        ("0701", None, "0701"),
    ],
)
def test_a_code_means_what_its_own_scheme_says(
    code: str, scheme: str | None, text: str
) -> None:
    assert land_use_text(code, scheme) == text


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        # 24 classes of the first level, 111 of the second, 40 of the third
        ("land_class_2023", {2: 24, 4: 111, 6: 40}),
        # 12 classes and 73, as the standard has them
        ("land_class_gbt21010", {2: 12, 4: 73}),
    ],
)
def test_a_classification_is_complete(kind: str, counts: dict[int, int]) -> None:
    codes = Vocabulary.default().codes(kind)
    assert pd.Series(codes).str.len().value_counts().to_dict() == counts
    # every class lies in one of the level above, and their numbers have no gap
    for code in codes:
        above, place = code[:-2], int(code[-2:])
        assert not above or above in codes
        assert place == 1 or f"{above}{place - 1:02d}" in codes


@pytest.mark.parametrize(
    ("kind", "of_class"),
    [
        (
            "land_class_2023",
            {"01": 3, "02": 5, "03": 4, "04": 3, "05": 7, "06": 2, "07": 4, "08": 7,
             "09": 4, "10": 3, "11": 2, "12": 9, "13": 12, "14": 3, "15": 7, "17": 6,
             "18": 4, "19": 6, "20": 5, "21": 2, "22": 6, "23": 7},
        ),
        (
            "land_class_gbt21010",
            {"01": 3, "02": 4, "03": 7, "04": 4, "05": 7, "06": 4, "07": 2, "08": 10,
             "09": 6, "10": 9, "11": 10, "12": 7},
        ),
    ],
)  # fmt: skip
def test_each_class_has_its_classes(kind: str, of_class: dict[str, int]) -> None:
    codes = pd.Series([c for c in Vocabulary.default().codes(kind) if len(c) == 4])
    assert codes.str[:2].value_counts().sort_index().to_dict() == of_class


@pytest.mark.parametrize("kind", ["land_class_2023", "land_class_gbt21010"])
def test_each_code_has_its_own_name(kind: str) -> None:
    labels = Vocabulary.default().labels(kind)
    for code, label in labels.items():
        assert label != labels.get(code[:-2])
    assert len(set(labels.values())) == len(labels)


def test_a_column_keeps_its_index_and_what_is_missing() -> None:
    parcels = make_parcels(4).assign(
        land_use=["1001", None, "1001", "1001"],
        land_use_scheme=[SEA, SEA, None, SURVEY],
    )
    parcels.index = [7, 5, 3, 1]
    before = parcels.copy(deep=True)
    texts = land_use_texts(parcels, lang="en")
    assert texts.index.tolist() == [7, 5, 3, 1]
    assert texts.isna().tolist() == [False, True, False, False]
    assert texts.dropna().tolist() == ["1001 industry", "1001", "1001 railways"]
    pd.testing.assert_frame_equal(parcels, before)
    alone = land_use_texts(parcels.drop(columns="land_use_scheme"))
    assert alone.dropna().tolist() == ["1001"] * 3


def test_a_bureau_adds_classes_and_a_card_shows_them() -> None:
    own = {"land_class_2023": {"0701": {"zh": "城镇住宅", "en": "urban housing"}}}
    parcels = make_parcels(3).assign(land_use="0701", land_use_scheme=SEA)
    (column,) = pack_columns(
        parcels,
        ["land_use"],
        lang="zh",
        rules=Rules(vocabulary=Vocabulary.default().extended(own)),
    )
    assert column["words"] == ["0701 城镇住宅"]


def test_every_code_of_the_sample_data_has_a_label() -> None:
    for name in ("批而未供_37带.shp", "闲置土地_37带.shp"):
        (table,) = read_source(sample_path(name))
        used = table.frame[["GHYT", "FLBZ"]].drop_duplicates()
        assert len(used)
        for code, scheme in used.itertuples(index=False):
            assert land_use_text(code, scheme).startswith(f"{code} ")
