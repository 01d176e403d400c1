"""Outlines of a drawing counted in its group codes, beside those that were read."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ezdxf
import pytest
import shapely

from landbase.io.formats import read_source
from landbase.io.outlines import compare_outlines, count_outlines

if TYPE_CHECKING:
    from pathlib import Path

X, Y = 37_420_000.0, 4_420_000.0
SQUARE = [(X, Y), (X + 9, Y), (X + 9, Y + 9), (X, Y + 9)]
UNIT = [(0, 0), (1, 0), (1, 1), (0, 1)]


def lines(version: str) -> tuple[Any, int]:
    """Draw lines that close and lines that do not; give how many close."""
    made = ezdxf.new(version)
    space = made.modelspace()
    add = space.add_polyline2d if version == "R12" else space.add_lwpolyline
    add(SQUARE, close=True)
    add([*SQUARE, SQUARE[0]])
    add(SQUARE)
    add(SQUARE[:2], close=True)
    add([(X, Y, 1), (X + 5, Y, 1)], format="xyb", close=True)
    space.add_polyline3d([(*place, 1) for place in SQUARE], close=True)
    space.add_circle((X, Y), 5)
    space.add_solid(SQUARE)
    space.add_3dface(SQUARE)
    space.add_text("注记", dxfattribs={"insert": (X, Y)})
    return made, 7


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2018"])
@pytest.mark.parametrize("form", ["asc", "bin"])
def test_outlines_counted_in_the_group_codes_are_those_read(
    tmp_path: Path, version: str, form: str
) -> None:
    made, closed = lines(version)
    made.saveas(tmp_path / "a.dxf", fmt=form)

    (table,) = read_source(tmp_path / "a.dxf")

    assert count_outlines(tmp_path / "a.dxf") == closed
    assert (shapely.get_type_id(table.geometry) == 3).sum() == closed
    assert "outlines_count_differs" not in set(table.issues.table["code"])


def test_outlines_of_blocks_count_as_often_as_they_stand(tmp_path: Path) -> None:
    made = ezdxf.new("R2004")
    made.encoding = "gbk"
    block = made.blocks.new("宗地A")
    block.add_lwpolyline(UNIT, close=True)
    block.add_circle((0, 0), 3)
    made.blocks.new("外").add_blockref("宗地A", (0, 0))
    space = made.modelspace()
    space.add_blockref("宗地a", (X, Y))
    steps = {"row_count": 2, "column_count": 3, "row_spacing": 5, "column_spacing": 5}
    space.add_blockref("外", (X, Y), dxfattribs=steps)
    space.add_blockref("宗地A", (X, Y), dxfattribs={"xscale": 2, "yscale": 3})
    made.layout("Layout1").add_circle((0, 0), 5)
    made.saveas(tmp_path / "a.dxf")

    (table,) = read_source(tmp_path / "a.dxf")

    assert count_outlines(tmp_path / "a.dxf") == 2 * (1 + 6 + 1)
    assert "outlines_count_differs" not in set(table.issues.table["code"])


def test_ellipses_and_splines_of_some_metres_are_read_far_from_the_origin(
    tmp_path: Path,
) -> None:
    made = ezdxf.new("R2004")
    made.modelspace().add_ellipse((X, Y), (5, 0), 0.5)
    made.modelspace().add_spline([(X, Y), (X + 3, Y + 1), (X + 6, Y)])
    made.saveas(tmp_path / "a.dxf")

    (table,) = read_source(tmp_path / "a.dxf")

    ellipse, spline = table.geometry
    assert ellipse.area == pytest.approx(math.pi * 5 * 2.5, rel=1e-4)
    assert list(spline.coords)[-1] == pytest.approx((X + 6, Y), abs=1e-6)


def test_an_outline_that_was_not_read_is_an_error_with_both_numbers(
    tmp_path: Path,
) -> None:
    made, closed = lines("R2004")
    made.saveas(tmp_path / "a.dxf")
    (table,) = read_source(tmp_path / "a.dxf")
    shapes = table.geometry.copy()
    shapes[0] = None

    issues = compare_outlines(replace(table, geometry=shapes), closed).issues

    (told,) = issues.table[issues.table["code"] == "outlines_count_differs"].to_dict(
        "records"
    )
    assert told["severity"] == "error"
    assert f"has {closed} closed" in told["message_en"]
    assert f"but {closed - 1} were" in told["message_en"]


@pytest.mark.parametrize("text", ["AutoCAD Binary DXF\r\n", "0\nSECTION\n二\n", "x"])
def test_what_has_no_group_codes_is_not_counted(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.dxf").write_text(text, "utf-8")
    assert count_outlines(tmp_path / "a.dxf") is None
