"""`[report]` of a project: its products, its refusals, what is not installed."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import docx
import geopandas as gpd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from landbase import MissingDependencyError, Project, read_banners, sample_path
from landbase import products as report
from landbase.pipeline import run
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path

ERRORS = "个错误级问题未处理"


def project(folder: Path, more: str, *, wrong: bool = False) -> Project:
    """Make a project of some parcels; wrong: one of them lies outside all banners."""
    outlines = sample_path("旗区界线(示意).geojson")
    parcels = make_parcels(6, seed=1).drop(columns=["status", "disposal_type"])
    inside = parcels.within(read_banners(outlines).union_all())
    assert not inside.all()
    (parcels if wrong else parcels[inside]).to_file(folder / "地块.gpkg")
    path = folder / "p.toml"
    path.write_text(
        '[project]\nname = "小"\non = 2023-07-06\n[[input]]\npath = "地块.gpkg"\n'
        f'[banners]\npath = "{outlines.as_posix()}"\n[report]\n{more}',
        "utf-8",
    )
    return Project.load(path)


def first_page(path: Path) -> str:
    if path.suffix == ".pdf":
        return PdfReader(path).pages[0].extract_text()
    if path.suffix == ".xlsx":
        return str(load_workbook(path).worksheets[0]["A2"].value)
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs[:4])


OWN = """
[texts]
"common.missing" = {zh = "没有填写"}
"common.total" = {zh = "总计"}
"report.total" = {zh = "总计"}
"common.as_of" = {zh = "资料日期{day}"}
"common.class" = {zh = "类"}
"map.tools.print" = {zh = "出图"}
"paper.areas" = {zh = "面积按椭球面计"}
"report.bulletin" = {zh = "处置快报"}
"report.template.stock" = {zh = "一、家底"}
"report.by_title" = {zh = "土地面积一览（{what}）"}
"report.mark" = {zh = "仅供本局"}
"""


def whole_text(path: Path) -> str:
    """Give all that a product says."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".xlsx":
        sheets = load_workbook(path).worksheets
        cells = [c.value for s in sheets for row in s.iter_rows() for c in row]
        return "\n".join(map(str, cells))
    if path.suffix == ".docx":
        paper = docx.Document(str(path))
        return "\n".join(p.text for p in paper.paragraphs)
    return path.read_text("utf-8")


def test_what_a_bureau_rewords_is_so_in_every_product(work: Path) -> None:
    project(work, 'color_by = ["cause"]\n')
    parcels = work / "地块.gpkg"
    gpd.read_file(parcels).assign(cause=None, zone=None).to_file(parcels)
    path = work / "p.toml"
    path.write_text(path.read_text("utf-8") + OWN, "utf-8")
    result = run(Project.load(path))
    files = dict(result.report) | {"page": result.map_file, "areas": result.areas_file}
    wanted = {
        "page": ("没有填写", "总计", "资料日期2023年7月6日", "出图"),
        "map": ("没有填写", "总计", "资料日期2023年7月6日", "面积按椭球面计"),
        "atlas": ("没有填写", "总计"),
        "tables": ("没有填写", "总计", "土地面积一览（"),
        "areas": ("没有填写", "总计", "土地面积一览（"),
        "bulletin": ("处置快报", "一、家底"),
    }
    for product, texts in wanted.items():
        said = whole_text(files[product])
        for text in texts:
            assert text in said, (product, text)
        assert "未填" not in re.split(r'[\s"]', said), product  # of itself
        assert "一、存量" not in said
    assert "仅供本局" in whole_text(files["map"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_run_makes_what_is_asked_for(work: Path, lang: str) -> None:
    result = run(project(work, f'lang = "{lang}"\nmaker = "某局"\n'))
    folder = work / "out/report"
    assert {path.relative_to(folder).as_posix() for _, path in result.report} == {
        *("map_status.pdf", "atlas/atlas.pdf", "tables.xlsx", "bulletin.docx"),
        *("chart_months.pdf", "chart_cause.pdf", "chart_disposal_type.pdf"),
    }
    words = {"zh": "椭球面积", "en": "ellipsoid"}
    files = dict(result.report)
    for product in ("map", "tables"):
        assert words[lang] in first_page(files[product])
    assert ERRORS not in first_page(files["bulletin"])


def test_nothing_is_made_unless_asked(work: Path) -> None:
    result = run(project(work, 'products = ["tables"]\n').reporting(()))
    assert result.report == ()
    assert not (work / "out/report").exists()


def test_open_errors_refuse_every_product_but_not_the_run(work: Path) -> None:
    result = run(project(work, "", wrong=True))
    assert result.refused is not None
    assert "[report]" in result.refused.zh
    assert result.report == ()
    assert result.areas_file.exists()
    assert not (work / "out/report").exists()


def test_allowed_errors_stand_on_every_first_page(work: Path) -> None:
    result = run(project(work, "allow_errors = true\n", wrong=True))
    assert len(result.report) >= 6
    for product, path in result.report:
        assert ERRORS in first_page(path).replace("\n", ""), product


def test_what_is_not_installed_is_said_before_anything_is_read(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "find_spec", lambda _: None)
    small = project(work, 'products = ["tables", "bulletin"]\n')
    with pytest.raises(MissingDependencyError, match=r"install landbase\[report\]"):
        run(small)
    assert not (work / "out").exists()
    assert run(small.reporting(("tables",))).report


def test_tables_need_no_matplotlib_and_maps_name_their_extra() -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['matplotlib', 'docxtpl']))\n"
        "import landbase\nlandbase.report_tables\n"
        "from landbase.products import missing_part\n"
        "print(missing_part('tables'), '|', missing_part('map'))\n"
        "try:\n    landbase.report_map\n"
        "except landbase.MissingDependencyError as error:\n    print(error.zh)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.startswith("None | report maps need matplotlib; install landb")
    assert "pip install landbase[figure]" in done.stdout
