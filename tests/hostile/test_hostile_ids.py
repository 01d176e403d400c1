"""Ids as other keyboards, scripts and hands write them: no second parcel comes in."""

# ruff: noqa: E501 - lines of ids

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import landbase as lb
from landbase.tables.ids import id_key, id_keys

if TYPE_CHECKING:
    from conftest import Count
    from servers import Bases

# id → the same, as it comes from elsewhere
SAME = {
    "T-9": [
        *("T⁃9", "T˗9", "T➖9", "T⸺9", "T⎯9", "T─9", "T━9", "Tー9", "Tｰ9", "T᠆9", "T︱9"),
        *("T-٩", "T-९", "T-𝟗", "Ⓣ-9", "🅃-9", "\u202eT-9", "T\u2800-9", "T\u3164-9"),
        *("“T-9”", '"T-9"', "‘T-9’", "＇T-9", "＝＂T-9＂", "T-9\x00", "t─９"),
    ],
    "150622-P-0031": [
        *("１５０６２２－Ｐ－００３１", "150622—p—0031", "150622-Р-0031", "150622─P─0031"),
        *("150622 - P - 0031", "150622-P-0031\u200d", "“150622-P-0031”"),
    ],
    "内-1": ["内－１", "内\ufe00-1", "内\u200d-1", "内ー1", "内 - 1", "内—1"],
    "DK-〔2023〕1号": [
        *("DK-[2023]1号", "DK-【2023】1号", "DK-［2023］1号", "DK-﹝2023﹞1号", "dk─〔２０２３〕１号"),
    ],
    "A(1)": ["A（1）", "Ａ﹙１﹚", "a (1)", "А(1)"],
    "P/1.2": ["P∕1.2", "P⁄1.2", "P／1。2", "P/1．2", "p/1․2"],
    "P:1": ["P：1", "P∶1"],
    "P~1": ["P～1", "P〜1", "P∼1"],
    "\u00c5-1": ["A\u030a-1", "\u212b-1", "\u00e5-1"],
}  # fmt: skip
# what people tell apart, all in one table
APART = [
    *("T-9", "T9", "T.9", "T/9", "T_9", "T-09", "T-90", "T--9", "T-9-1", "T一9", "T·9"),
    *("T-⁹", "T-₉", "T-①", "(T-9)", "T-9.", "T,9", "T:9", "T~9", "T+9", "T#9"),
    *("150622-1-23", "150622-12-3", "150622-123", "1506221-23", "150622-1-2-3"),
    *("P-1.1", "P-11", "P-1-1", "P-1/1", "A(1)", "A1", "A-1", "内-1", "内-一", "外-1"),
    *("1 1", "11", "1-1", "1.1", "一-1", "1-一", "0011", "011"),
]  # fmt: skip
PAIRS = [(own, other) for own, others in SAME.items() for other in others]


def parcels(*ids: str, first: int = 0) -> gpd.GeoDataFrame:
    shapes = [
        shapely.box(110 + n / 100, 39.9, 110.001 + n / 100, 39.901)
        for n in range(first, first + len(ids))
    ]
    frame = {"parcel_id": list(ids), "category": "idle"}
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=4490)


@pytest.mark.parametrize(("own", "other"), PAIRS)
def test_an_id_of_another_keyboard_has_the_same_key(own: str, other: str) -> None:
    assert own != other
    assert id_key(own) == id_key(other)
    assert id_keys(pd.Series([own, other])).tolist() == [id_key(own)] * 2


def test_no_second_parcel_comes_in_by_another_keyboard(
    base_factory: Bases, count: Count
) -> None:
    base = base_factory("编号")
    base.add(parcels(*SAME))
    for own, other in PAIRS:
        with pytest.raises(lb.SchemaError) as refused:
            base.add(parcels(other, first=20))
        assert refused.value.issues is not None
        (message,) = refused.value.issues.table["message_zh"]
        assert own in message
        count("look-alike ids")
    assert set(base.parcels()["parcel_id"]) == {*SAME}


def test_the_other_way_round_too(base_factory: Bases) -> None:
    """What came first may be the odd one, where an earlier version took it."""
    base = base_factory("编号")
    for number, (own, odd) in enumerate([("P~1", "P∼1"), ("A(1)", "А(1)")]):
        base.add(parcels(odd, first=number))
        with pytest.raises(lb.SchemaError):
            base.add(parcels(own, first=20))


def test_what_people_tell_apart_stays_apart(base_factory: Bases) -> None:
    base = base_factory("编号")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert base.add(parcels(*APART)).added == len(APART)
    assert set(base.parcels()["parcel_id"]) == {*APART}


@pytest.mark.parametrize(
    ("there", "new"),
    [
        (["T-1"], "T-l"),
        (["T-l"], "T-1"),
        (["T-I"], "T-1"),
        (["150622-P-0031"], "150622-P-OO31"),
        (["150622-P-0031"], "150622-P-0O3l"),
        (["内-10"], "内-lO"),
    ],
)
def test_letters_for_digits_are_shown_and_not_refused(
    base_factory: Bases, there: list[str], new: str, count: Count
) -> None:
    base = base_factory("编号")
    base.add(parcels(*there))
    with pytest.warns(lb.LandbaseWarning, match=f"{new} / {there[0]}"):
        base.add(parcels(new, first=20))
    with warnings.catch_warnings():  # once is enough
        warnings.simplefilter("error")
        base.add(parcels(new, first=20))
    assert set(base.parcels()["parcel_id"]) == {*there, new}
    count("look-alike ids")
