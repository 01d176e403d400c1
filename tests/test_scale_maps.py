"""Pages of partitions: the page of one process, or squares that count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import shapely
from test_scale_cases import COUNT, PARCELS, parted, partition

import landbase as lb
from landbase import scale
from landbase.errors import SchemaError
from landbase.scale import maps
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"columns": ["parcel_id", "holder"], "color_by": "category", "lang": "en"},
        {"columns": ["批次"], "color_by": "批次", "title": "批次"},
    ],
)
def test_the_page_is_that_of_one_process(tmp_path: Path, how: dict[str, Any]) -> None:
    table = PARCELS.assign(批次=[f"{n % 3}批" for n in range(COUNT)], status="planned")
    wanted = lb.save_map(lb.disposal_map(table, **how), tmp_path / "one.html")
    for seed in (1, 2):
        page = scale.disposal_map(parted(table, partition(seed)), **how)
        found = lb.save_map(page, tmp_path / "many.html")
        assert found.read_bytes() == wanted.read_bytes()


def test_decided_parcels_are_drawn_as_of_the_day(tmp_path: Path) -> None:
    idle = PARCELS.loc[PARCELS["category"] == "idle", "parcel_id"].iloc[:3]
    events = pd.DataFrame({
        "parcel_id": idle.tolist(),
        "disposal_type": "start_by_deadline",
        "status": ["planned", "disposed", "in_progress"],
        "effective": pd.to_datetime(["2023-01-01"] * 3),
    })
    cases = scale.fold(parted(PARCELS, partition(4)), events, on="2023-07-06")
    page = scale.disposal_map(cases.parcels, columns=["parcel_id", "status"])
    path = lb.save_map(page, tmp_path / "map.html")
    rows = cases.parcels.compute().sort_index()
    one = lb.disposal_map(rows.reset_index(drop=True), columns=["parcel_id", "status"])
    assert path.read_bytes() == lb.save_map(one, tmp_path / "one.html").read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_too_many_squares_count_every_parcel_once(lang: Any, tmp_path: Path) -> None:
    pages = []
    for seed in (1, 2, 3):
        page = scale.disposal_map(
            parted(PARCELS, partition(seed)), most=COUNT - 1, lang=lang
        )
        pages.append(lb.save_map(page, tmp_path / f"{seed}.html").read_bytes())
    assert pages[0] == pages[1] == pages[2]
    text = pages[0].decode("utf-8")
    assert re.search(rf"({COUNT}宗|\({COUNT}\))", text)
    area = lb.ellipsoidal_area(PARCELS).sum() * 15 / 10_000
    printed = re.search(r'"total":\{"count":"(\d+)","mu":"([\d,.]+)"', text)
    assert printed is not None
    assert int(printed[1]) == COUNT
    assert float(printed[2].replace(",", "")) == pytest.approx(area, abs=0.006)
    assert PARCELS["parcel_id"].iloc[0] not in text


def test_squares_hold_what_lies_in_them() -> None:
    pieces = [part for _, part in PARCELS.groupby(partition(6))]
    grid = maps._grid(np.array([p.total_bounds for p in pieces]))
    squares = maps._squares(pieces, grid)
    assert squares["count"].sum() == COUNT
    assert len(squares) <= (64 + 2) ** 2
    bounds = PARCELS.bounds.to_numpy()
    centres = shapely.points((bounds[:, :2] + bounds[:, 2:]) / 2)
    for square in squares.itertuples():
        inside = shapely.within(centres, square.geometry)
        assert inside.sum() == square.count
        own = lb.ellipsoidal_area(PARCELS[inside]).sum()
        assert own == pytest.approx(square.area_m2, rel=1e-12)


def test_columns_that_lack_are_named() -> None:
    with pytest.raises(SchemaError, match="nowhere"):
        scale.disposal_map(parted(make_parcels(9), [0] * 9), columns=["nowhere"])
