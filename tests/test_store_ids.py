"""Ids at the doors of a land base: what looks like an id that is there is that one."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import landbase as lb
from landbase.errors import SchemaError
from landbase.tables.ids import find_alike, id_key, recognise
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Bases

# One id, as hands, spreadsheets and other systems write it.
LOOK_ALIKES = [
    "t-9", " T-9", "T-9 ", "T -9", "T - 9", "Ｔ-9", "T－９", "T-9\u00a0", "T\u200b-9",
    "T-9\u200e", "\ufeffT-9", "T\u00ad-9", "T\u20119", "T–9", "T−9", "T-9\t",
    "T-9\n", "T-9\u3000", "T\u2060-9", "T-9\ufe0f", "\u0422-9", "\u03a4-9", "𝐓-9",
    "'T-9", '="T-9"',
]  # fmt: skip
OTHERS = ["T-90", "T-09", "T.9", "T9", "T-9-1", "T-⑨", "T-9²", "1 1", "11"]


def parcels(ids: list[str], first: int = 0) -> gpd.GeoDataFrame:
    shapes = [
        shapely.box(110 + n / 100, 39.9, 110.001 + n / 100, 39.901)
        for n in range(first, first + len(ids))
    ]
    frame = {"parcel_id": ids, "category": "idle"}
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=4490)


@pytest.fixture
def base(tmp_path: Path) -> lb.LandBase:
    kept = lb.LandBase.open(tmp_path / "base.gpkg")
    kept.add(parcels(["T-9", "T-10"]))
    return kept


def test_a_look_alike_is_no_second_parcel(base: lb.LandBase) -> None:
    for alike in LOOK_ALIKES:
        with pytest.raises(lb.SchemaError) as refused:
            base.add(parcels([alike], first=5))
        issues = refused.value.issues
        assert issues is not None
        assert issues.table["code"].tolist() == ["base_id_looks_alike"]
        assert "T-9" in issues.table["message_en"].iloc[0]
    assert sorted(base.parcels()["parcel_id"]) == ["T-10", "T-9"]


@pytest.mark.of_file
def test_two_look_alikes_in_one_table_are_refused(tmp_path: Path) -> None:
    base = lb.LandBase.open(tmp_path / "new.gpkg")
    with pytest.raises(lb.SchemaError, match="looks like"):
        base.add(parcels(["A-1", "a-1"]))
    assert not len(base.parcels())


@pytest.mark.parametrize("day", ["today", "2023", "2300-01-01", "-0001-01-01"])
def test_a_parcel_has_days_from_1949_to_2199_or_none(
    base: lb.LandBase, day: str
) -> None:
    before = base.parcels()
    dated = before[["parcel_id", "category", "geometry"]].assign(agreed_start=day)
    with pytest.raises(lb.SchemaError) as refused:
        base.add(dated)
    assert refused.value.issues is not None
    assert set(refused.value.issues.table["code"]) == {"base_bad_day"}
    base.add(dated.assign(agreed_start="2023年7月6日"))
    assert set(base.parcels()["agreed_start"].dt.strftime("%Y-%m-%d")) == {"2023-07-06"}


@pytest.mark.of_file
def test_ids_that_people_tell_apart_stay_apart(tmp_path: Path) -> None:
    base = lb.LandBase.open(tmp_path / "new.gpkg")
    given = ["T-9", *OTHERS, "150622-1-23", "150622-12-3", "P-1.1", "P-11"]
    assert base.add(parcels(given)).added == len(given)


def test_a_new_id_is_added_without_what_nobody_sees(base: lb.LandBase) -> None:
    with pytest.warns(lb.LandbaseWarning, match="U\\+200B"):
        base.add(parcels(["N\u200b-1"], first=5))
    assert "N-1" in base.parcels()["parcel_id"].tolist()


def test_a_decision_finds_its_parcel(base: lb.LandBase) -> None:
    said = {"disposal_type": "start_by_deadline", "status": "planned"}
    rows = [
        {"parcel_id": alike, "effective": "2023-03-01", **said} for alike in LOOK_ALIKES
    ]
    with pytest.warns(lb.LandbaseWarning, match="→ T-9"):
        base.record_many(pd.DataFrame(rows))
    assert base.decisions()["parcel_id"].tolist() == ["T-9"] * len(LOOK_ALIKES)


def test_every_door_takes_an_id_as_it_is_typed(base: lb.LandBase) -> None:
    row = {"parcel_id": "ｔ-9", "disposal_type": "start_by_deadline"}
    row |= {"status": "planned", "effective": "2023-03-01"}
    with pytest.warns(lb.LandbaseWarning):
        base.record_many(pd.DataFrame([row]))
    with pytest.warns(lb.LandbaseWarning):
        base.set_milestone("t-9", "复核", due="2023-05-01")
    with pytest.warns(lb.LandbaseWarning):
        assert set(base.history("T-9\u00a0")["parcel_id"]) == {"T-9"}
    with pytest.warns(lb.LandbaseWarning):
        assert base.successors("t-9") == ["T-9"]
    assert base.milestones(on="2023-04-01")["parcel_id"].tolist() == ["T-9"]
    child = parcels(["M-1"]).set_geometry([base.parcels().union_all()], crs=4490)
    with pytest.warns(lb.LandbaseWarning):
        base.merge(
            ["t-9", "t-10"], child, effective="2024-01-01", exception="试", reason="合"
        )
    assert base.parcels()["parcel_id"].tolist() == ["M-1"]


def test_a_child_may_not_look_like_a_parcel(base: lb.LandBase) -> None:
    halves = [shapely.box(110, 39.9, 110.0005, 39.901)]
    halves += [shapely.box(110.0005, 39.9, 110.001, 39.901)]
    children = parcels(["t-10", "T-9b"]).set_geometry(halves, crs=4490)
    with pytest.raises(lb.SchemaError, match="T-10"):
        base.split("T-9", children, effective="2024-01-01")


@pytest.mark.of_file
def test_an_id_of_another_base_that_looks_like_one_here_is_named(
    tmp_path: Path, base: lb.LandBase
) -> None:
    other = lb.LandBase.open(tmp_path / "other.gpkg")
    other.add(parcels(["t-9"]))
    other.record("t-9", "start_by_deadline", status="planned", effective="2023-03-01")
    other.export_events(tmp_path / "events.jsonl")
    with pytest.raises(lb.LedgerError, match="T-9"):
        base.import_events(tmp_path / "events.jsonl")


def test_an_exact_id_is_taken_without_a_word(base: lb.LandBase) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert base.successors("T-9") == ["T-9"]
    with pytest.raises(lb.LedgerError):
        base.history("T-99")


@pytest.mark.parametrize("alike", LOOK_ALIKES)
def test_look_alikes_have_one_key(alike: str) -> None:
    assert id_key(alike) == id_key("T-9")
    assert recognise([alike], ["T-9", *OTHERS]).pairs == {alike: "T-9"}


def test_other_ids_have_other_keys() -> None:
    assert not len(find_alike(pd.Series(["T-9", *OTHERS])).later)


@pytest.mark.parametrize(
    "ids", [[1.0, 2.0], pd.Series([1.0, "2"], dtype=object), pd.array([1, 2], "Int64")]
)
def test_ids_that_are_numbers_are_kept_without_a_point(
    base_factory: Bases, ids: Any
) -> None:
    with base_factory("b") as base:
        base.add(make_parcels(2).assign(parcel_id=ids))
        assert base.parcels()["parcel_id"].tolist() == ["1", "2"]


def test_ids_that_lost_digits_are_refused(base_factory: Bases) -> None:
    with base_factory("b") as base, pytest.raises(SchemaError):
        base.add(make_parcels(2).assign(parcel_id=[150602199001018001.0, 2.0]))
