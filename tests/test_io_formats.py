"""Which files of a folder are read, and boundary points among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from landbase.errors import SourceError
from landbase.io.formats import read_source
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

POINTS = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
带号=37
[地块坐标]
4,1,{id},地块,面,,,,@
J1,1,4374000,37431000
J2,1,4374100,37431000
J3,1,4374100,37431100
J4,1,4374000,37431100
J1,1,4374000,37431000
"""


def test_boundary_points_are_read_as_parcels(work: Path) -> None:
    (work / "红线.txt").write_text(POINTS.format(id="150602-P-1"), "gb18030")
    parcels, issues = read_parcels(work / "红线.txt", category="idle")
    assert parcels["parcel_id"].tolist() == ["150602-P-1"]
    assert parcels["declared_area_m2"].tolist() == [10_000.0]
    assert issues.count("error") == 0


def test_a_folder_gives_its_boundary_points_and_passes_other_text_over(
    work: Path,
) -> None:
    for number in (1, 2):
        text = POINTS.format(id=f"150602-P-{number}")
        (work / f"红线{number}.txt").write_text(text, "gb18030")
    (work / "说明.txt").write_text("请看附件", "utf-8")
    tables = read_source(work)
    assert [len(table.frame) for table in tables] == [1, 1]


def test_a_file_without_layers_has_the_one_of_its_name(work: Path) -> None:
    (work / "红线.txt").write_text(POINTS.format(id="1"), "gb18030")
    assert len(read_source(work / "红线.txt", layer="红线")) == 1
    with pytest.raises(SourceError, match="蓝线"):
        read_source(work / "红线.txt", layer="蓝线")


def test_a_template_of_ones_own_reaches_the_reader(work: Path) -> None:
    text = POINTS.format(id="1").replace("4,1,1,地块,面,,,,@", "X9,4,甲地,@")
    (work / "红线.txt").write_text(text, "gb18030")
    own = {"head": ["地块编号", "界址点数", "地块名称"]}
    parcels = read_parcels(work / "红线.txt", category="idle", dialect=own).parcels
    assert parcels[["parcel_id", "name"]].to_numpy().tolist() == [["X9", "甲地"]]
    with pytest.raises(ValueError, match="dialect"):
        read_parcels(work / "红线.txt", category="idle", dialect="nonsense")
