"""The parcel layer as data: numbers, sections, what is in them and what is not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from layer_bytes import decoded, outlines_of, read_varints, texts_of
from shapely.geometry import Polygon

from landbase.area import ellipsoidal_area
from landbase.errors import CRSError, SchemaError
from landbase.testing import make_parcels
from landbase.webmap.elements import DataLayer
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.map import disposal_map
from landbase.webmap.payload import varints, zigzag
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_whole_numbers_come_back(numbers: list[int]) -> None:
    assert read_varints(varints(numbers), len(numbers)) == numbers


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_signed_numbers_come_back(numbers: list[int]) -> None:
    folded = zigzag(np.array(numbers, dtype=np.int64)).tolist()
    assert [(value >> 1) ^ -(value & 1) for value in folded] == numbers
    assert all(value < 2**32 for value in folded)


@pytest.mark.parametrize("compress", [True, False])
def test_a_layer_holds_the_parcels_and_the_columns_asked_for(*, compress: bool) -> None:
    parcels = make_parcels(80, holes=0.3, parts=0.3)
    parcels.loc[3, parcels.geometry.name] = None
    parcels["holder"] = "秘密单位"
    areas = ellipsoidal_area(parcels)
    columns = ["parcel_id", "status"]
    element = ParcelLayer(parcels, columns=columns, areas=areas, compress=compress)
    layer = decoded(element.data, compressed=compress)
    texts = texts_of(layer)
    assert set(texts) == {"地块编号", "处置状态"}
    assert sorted(texts["地块编号"]) == sorted(parcels["parcel_id"])
    rows = pd.Index(parcels["parcel_id"]).get_indexer(texts["地块编号"])
    m2 = np.frombuffer(layer["areas"], "<f8")
    np.testing.assert_array_equal(m2, areas.to_numpy()[rows])
    outlines = np.array(outlines_of(layer))
    wanted = parcels.geometry.to_numpy()[rows]
    there = ~shapely.is_missing(wanted)
    assert shapely.is_empty(outlines[~there]).all()
    apart = shapely.hausdorff_distance(outlines[there], wanted[there])
    assert apart.max() < 0.8e-6
    everything = json.dumps(layer["header"], ensure_ascii=False) + str(texts)
    assert "秘密" not in everything


def test_shared_edges_stay_shared() -> None:
    west = Polygon([(110, 39), (110.0010004, 39), (110.0010004, 39.001), (110, 39.001)])
    east = Polygon([
        (110.0010004, 39),
        (110.002, 39),
        (110.002, 39.001),
        (110.0010004, 39.001),
    ])
    parcels = make_parcels(2).set_geometry(gpd.GeoSeries([west, east], crs="EPSG:4490"))
    one, other = outlines_of(decoded(ParcelLayer(parcels).data))
    assert shapely.coverage_is_valid([one, other])


def test_the_same_parcels_give_the_same_bytes(work: Path) -> None:
    parcels = make_parcels(2500)
    before = parcels.copy(deep=True)
    pages = [
        save_map(disposal_map(parcels), work / f"{number}.html").read_bytes()
        for number in range(2)
    ]
    assert pages[0] == pages[1]
    pd.testing.assert_frame_equal(pd.DataFrame(parcels), pd.DataFrame(before))


def test_large_maps_use_the_layer_and_small_ones_do_not(work: Path) -> None:
    small, large = disposal_map(make_parcels(2000)), disposal_map(make_parcels(2001))
    kinds = [
        {c.kind for c in m._children.values() if isinstance(c, DataLayer)}
        for m in (small, large)
    ]
    assert kinds == [{"parcels"}, {"tiles"}]
    page = save_map(large, work / "a.html").read_text("utf-8")
    assert re.search(r"worker-src blob:", page)


def test_a_layer_knows_its_bounds_and_refuses_what_it_cannot_draw() -> None:
    parcels = make_parcels(9)
    west, south, east, north = parcels.total_bounds
    m = folium.Map(tiles=None)
    m.add_child(ParcelLayer(parcels))
    assert m.get_bounds() == [[south, west], [north, east]]
    with pytest.raises(CRSError):
        ParcelLayer(parcels.set_crs(None, allow_override=True))
    with pytest.raises(SchemaError, match="无此列"):
        ParcelLayer(parcels, columns=["无此列"])
    with pytest.raises(ValueError, match="index"):
        ParcelLayer(parcels, areas=pd.Series([1.0]))


def test_a_layer_of_nothing_is_a_layer() -> None:
    layer = decoded(ParcelLayer(make_parcels(0)).data)
    assert layer["header"]["count"] == 0
