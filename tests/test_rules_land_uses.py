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
        ("100102", SEA, "100102 二类工业"),
        ("0901", SEA, "0901 商业"),
        ("0701", SEA, "0701 居住"),  # not listed: by the class above
        ("1401", "用地用海 分类", "1401 绿地与开敞空间"),
        ("0604", GBT, "0604 工矿仓储"),
        ("0701", GBT, "0701 住宅"),
        ("0601", SURVEY, "0601 工业"),
        ("08H2A", SURVEY, "08H2A 高教"),
        ("0810A", SURVEY, "0810A 广场"),
        ("0809A", SURVEY, "0809A 公用设施"),
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
