"""Parcel sheets and atlases: points in order, areas by method, bookmarks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pypdf import PdfReader

import landbase as lb
from landbase.errors import GeometryError, SourceError
from landbase.paper.atlas import atlas
from landbase.paper.marks import boundary_points
from landbase.paper.parcel import parcel_sheet
from landbase.paper.sheet import side_rows
from landbase.sample import sample_path
from landbase.testing import make_parcels
from landbase.texts import words

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2023-07-06"


def one(shape: shapely.Geometry, **columns: object) -> gpd.GeoDataFrame:
    facts = {"parcel_id": ["A-1"], "category": ["idle"], **columns}
    return gpd.GeoDataFrame(facts, geometry=[shape], crs="EPSG:4525")


def square(x: float, y: float, side: float) -> shapely.Geometry:
    return shapely.box(37_500_000 + x, 4_400_000 + y, 37_500_000 + x + side,
                       4_400_000 + y + side)  # fmt: skip


def test_points_go_clockwise_from_the_north_west() -> None:
    points = boundary_points(one(square(0, 0, 100)))
    assert points["point"].tolist() == ["J1", "J2", "J3", "J4"]
    corners = points[["x", "y"]].round(3).to_numpy() - (4_400_000, 37_500_000)
    assert corners.tolist() == [[100, 0], [100, 100], [0, 100], [0, 0]]
    assert points["length"].round(3).tolist() == [100.0] * 4


def test_a_hole_runs_the_other_way_and_goes_on_counting() -> None:
    points = boundary_points(one(square(0, 0, 100).difference(square(40, 40, 20))))
    hole = points[points["ring"] == 2]
    assert hole["point"].tolist() == ["J5", "J6", "J7", "J8"]
    assert shapely.LinearRing(hole[["y", "x"]].to_numpy()).is_ccw
    assert hole["length"].sum() == pytest.approx(80)


def test_a_sheet_says_points_areas_bounds_and_decisions(work: Path) -> None:
    parcel = one(square(0, 0, 100), name=["示例地块"], declared_area_m2=[10_000.0])
    beside = one(square(110, 0, 50)).assign(parcel_id="B-2")
    with lb.LandBase.open(work / "库.gpkg") as base:
        base.add(parcel)
        base.record("A-1", "interview", status="planned", effective="2023-03-01",
                    due="2023-09-30", document="某政发〔2023〕1号")  # fmt: skip
        history = base.history("A-1")
    told = {"history": history, "neighbours": beside, "on": DAY, "maker": "某局"}
    pages = parcel_sheet(parcel, **told)
    path = work / "地块 图.pdf"
    pages.savefig(path)
    again = parcel_sheet(parcel, **told)
    assert again.to_bytes() == path.read_bytes()
    reader = PdfReader(path)
    assert [entry.title for entry in reader.outline] == ["A-1"]
    text = reader.pages[0].extract_text()
    for part in (
        *("示例地块", "J1", "4400100.000", "37500000.000", "100.00", "10,000.00"),
        *("15.0000", "1.0000", "东至", "B-2", "某政发", "约谈", "2023-09-30", "某局"),
        *("第37带", "处置面积（平方米）", "比例尺1:"),
    ):
        assert part in text, part


@pytest.mark.parametrize("east", [0, 84, 108, 120])
@pytest.mark.parametrize("north", [60, 108])
def test_numbers_of_the_graticule_do_not_meet_at_corners(east: int, north: int) -> None:
    (figure, *_) = parcel_sheet(one(square(east, north, 290)), on=DAY).figures
    figure.draw_without_rendering()
    written = [text for axes in figure.axes for text in axes.texts]
    boxes = [t.get_window_extent() for t in written if "°" in t.get_text()]
    assert len(boxes) > 4
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:number])


def test_more_points_than_fit_go_on_further_pages() -> None:
    angles = np.linspace(0, 2 * np.pi, 401)[:-1]
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * 200
    parcel = one(shapely.Polygon(np.add(ring, (37_500_000, 4_400_000))))
    pages = parcel_sheet(parcel, on=DAY)
    reader = PdfReader(io.BytesIO(pages.to_bytes()))
    assert len(reader.pages) == 3
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert {f"J{number}" for number in range(1, 401)} <= set(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_shows_where_the_parcel_lies(lang: Any) -> None:
    banners = lb.read_banners(sample_path("旗区界线(示意).geojson"))
    pages = parcel_sheet(one(square(0, 0, 100)), banners=banners, on=DAY, lang=lang)
    text = PdfReader(io.BytesIO(pages.to_bytes())).pages[0].extract_text()
    assert {"zh": "位置示意", "en": "Location"}[lang] in text
    assert {"zh": "界址点坐标表", "en": "Boundary points"}[lang] in text


def test_an_english_atlas_names_its_sheets_in_english(work: Path) -> None:
    banners = lb.read_banners(sample_path("旗区界线(示意).geojson"))
    made = atlas(make_parcels(40), banners, work, title="Land", on=DAY, lang="en")
    titles = [entry.title for entry in PdfReader(made.combined).outline]
    assert titles[:2] == ["Index of sheets", "Dongsheng District"]


def test_a_sheet_needs_one_parcel() -> None:
    with pytest.raises(GeometryError, match="one parcel"):
        parcel_sheet(make_parcels(2))


def test_an_atlas_has_an_index_a_sheet_each_and_bookmarks(work: Path) -> None:
    banners = lb.read_banners(sample_path("旗区界线(示意).geojson"))
    parcels = make_parcels(120)
    made = atlas(parcels, banners, work / "图 册", title="处置状态", on=DAY)
    reader = PdfReader(made.combined)
    assert len(made.sheets) == 9
    assert len(reader.pages) == 10
    titles = [entry.title for entry in reader.outline]
    assert titles[:2] == ["图幅索引", "东胜区"]
    index = reader.pages[0].extract_text()
    counts = re.findall(r"\d \S+[旗区] ([\d,]+) ", index)
    inside = parcels.representative_point().intersects(banners.union_all())
    assert sum(map(int, counts)) == inside.sum()
    assert made.sheets[0].name == "01_东胜区.pdf"


def test_an_atlas_by_zone_or_cells(work: Path) -> None:
    banners = lb.read_banners(sample_path("旗区界线(示意).geojson"))
    parcels = make_parcels(6).assign(zone=["东园", "东园", "西园", None, None, "西园"])
    by_zone = atlas(parcels, banners, work / "a", by="zone", on=DAY)
    assert [path.stem for path in by_zone.sheets] == ["01_东园", "02_西园"]
    by_cell = atlas(parcels, banners, work / "b", by=200, on=DAY)
    assert by_cell.sheets
    with pytest.raises(ValueError, match="by is"):
        atlas(parcels, banners, work / "c", by="town", on=DAY)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="nothing to make"):
        atlas(parcels.assign(zone=None), banners, work / "c", by="zone", on=DAY)


def test_the_four_sides_are_the_neighbours_by_name() -> None:
    parcel = one(square(0, 0, 100))
    around = pd.concat([
        one(square(110, 0, 50)).assign(
            parcel_id="东", holder="示例公司", name="甲项目"
        ),
        one(square(0, -60, 50)).assign(parcel_id="南", holder=None, name="示例项目"),
        one(square(-80, 0, 50)).assign(parcel_id="西", holder=None, name=None),
    ])
    bounds, sides = (table_rows(parcel, near) for near in (None, around))
    assert list(bounds) == ["坐标范围"]
    assert [row[0] for row in bounds["坐标范围"]] == ["最东", "最南", "最西", "最北"]
    assert sides["四至"] == [
        ["东至", "示例公司"],
        ["南至", "示例项目"],
        ["西至", "西"],
        ["北至", "无登记地块"],
    ]
    assert sides["坐标范围"] == bounds["坐标范围"]
    far = one(square(900, 0, 50)).assign(parcel_id="远")
    assert list(table_rows(parcel, far)) == ["坐标范围"]


def table_rows(parcel: Any, near: Any) -> dict[str, list[list[str]]]:
    """Give the tables on what lies around, by title."""
    tables = side_rows(parcel, near, words("paper", "zh"))
    return {table.title: table.rows for table in tables}


@pytest.mark.parametrize(
    ("name", "begins"),
    [("图.png", b"\x89PNG"), ("图.jpg", b"\xff\xd8"), ("图.PDF", b"%PDF"),
     ("图.svg", b"<?xml")],
)  # fmt: skip
def test_a_sheet_is_the_picture_that_its_name_says(
    work: Path, name: str, begins: bytes
) -> None:
    pages = parcel_sheet(one(square(0, 0, 100)), on=DAY)
    for sheet in (pages, pages.figures[0]):
        sheet.savefig(work / name)
        assert (work / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["图.docx", "图", "图.表"])
def test_what_is_no_picture_is_refused(work: Path, name: str) -> None:
    pages = parcel_sheet(one(square(0, 0, 100)), on=DAY)
    for sheet in (pages, pages.figures[0]):
        with pytest.raises(SourceError, match="suffix of a picture"):
            sheet.savefig(work / name)
    assert not (work / name).exists()


def test_a_picture_of_several_pages_is_refused(work: Path) -> None:
    pages = parcel_sheet(one(square(0, 0, 100)), on=DAY)
    both = replace(pages, figures=pages.figures * 2)
    with pytest.raises(SourceError, match="there are 2") as refused:
        both.savefig(work / "图.png")
    assert "PDF" in refused.value.zh
    both.savefig(work / "图.pdf")
    assert len(PdfReader(work / "图.pdf").pages) == 2
