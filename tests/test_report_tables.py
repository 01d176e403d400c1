"""The workbook of a report: sums close, formulas agree, figures are the map's."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import landbase as lb
from landbase.errors import DataError
from landbase.report.tables import _parts, report_tables
from landbase.sample import sample_path
from landbase.testing import make_parcels
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

DAY = "2023-07-06"


@pytest.fixture(scope="module")
def banners() -> gpd.GeoDataFrame:
    return lb.read_banners(sample_path("旗区界线(示意).geojson"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lb.LandBase]:
    parcels = make_parcels(80, seed=3).drop(columns=["status", "disposal_type"])
    ids = parcels.loc[parcels["category"] == "idle", "parcel_id"].tolist()
    with lb.LandBase.open(tmp_path_factory.mktemp("土地 库") / "库.gpkg") as kept:
        kept.add(parcels)
        for number, one in enumerate(ids[:6]):
            kept.record(one, "interview", status="planned", effective="2023-02-01",
                        due=f"2023-0{5 + number % 4}-15", by="某人",
                        exception="测试")  # fmt: skip
        yield kept


@pytest.fixture(scope="module")
def tasks() -> pd.DataFrame:
    return lb.read_tasks(sample_path("年度任务.csv"))


@pytest.fixture(scope="module")
def book(
    base: lb.LandBase,
    banners: gpd.GeoDataFrame,
    tasks: pd.DataFrame,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    path = tmp_path_factory.mktemp("报 表") / "报表.xlsx"
    return report_tables(
        base, on=DAY, path=path, banners=banners, tasks=tasks, maker="某局",
        allow_errors=True,
    )  # fmt: skip


def calculated(formula: str, page: Any) -> float:
    """Work out a formula of SUM, + and - from the values of the cells."""

    def sum_of(found: re.Match[str]) -> str:
        cells = [c.value or 0 for row in page[found[1]] for c in row]
        return repr(float(sum(cells)))

    text = re.sub(r"SUM\(([A-Z0-9:]+)\)", sum_of, formula.removeprefix("="))
    text = re.sub(r"[A-Z]+\d+", lambda m: repr(float(page[m[0]].value or 0)), text)
    return float(eval(text))  # noqa: S307 - numbers and signs only


def test_every_formula_gives_the_value_beside_it(book: Path) -> None:
    formulas = openpyxl.load_workbook(book)
    values = openpyxl.load_workbook(book, data_only=True)
    count = 0
    for page in formulas:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    shown = values[page.title]
                    want = calculated(cell.value, shown)
                    assert shown[cell.coordinate].value == pytest.approx(want, abs=1e-6)
                    count += 1
    assert count > 100


def test_all_sheets_are_there_with_headers_merged_and_set_up_for_print(
    book: Path,
) -> None:
    pages = openpyxl.load_workbook(book)
    assert pages.sheetnames == [
        *(
            "按旗区",
            "按处置方式",
            "按形成原因",
            "按处置状态",
            "2022年进度",
            "2023年进度",
        ),
        *("逾期清单", "地块清单", "数据问题", "面积核对"),
    ]
    page = pages["按旗区"]
    assert page["A3"].value == "旗区"
    assert page["B3"].value == "批而未供"
    assert [page.cell(4, n).value for n in range(2, 6)] == [
        "宗数",
        "亩",
        "公顷",
        "万亩",
    ]
    assert {"A3:A4", "B3:E3", "A1:M1"} <= {str(r) for r in page.merged_cells.ranges}
    assert page.print_title_rows == "$3:$4"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.oddFooter.left.text == "某局　2023年7月6日"
    assert page.oddFooter.right.text == "&P / &N"
    assert page["C5"].number_format == "#,##0.00"
    assert "2023年7月6日" in page["A2"].value


def test_the_map_and_the_workbook_agree_figure_for_figure(
    book: Path, base: lb.LandBase, banners: gpd.GeoDataFrame
) -> None:
    now = base.parcels(on=DAY)
    sheet = lb.report_map(now, banners, title="t", on=DAY)
    text = PdfReader(io.BytesIO(sheet.to_bytes("pdf"))).pages[0].extract_text()
    page = openpyxl.load_workbook(book, data_only=True)["按处置状态"]
    rows = list(page.iter_rows(min_row=5, values_only=True))
    assert len(rows) > 1
    for row in rows:
        count, mu, hectares, _ = row[-4:]
        assert f"{row[0]}" in text
        for figure in (f"{count:,}", f"{mu:,.2f}", f"{hectares:,.2f}"):
            assert figure in text


def test_overdue_lists_what_is_late_and_nothing_else(book: Path) -> None:
    page = openpyxl.load_workbook(book, data_only=True)["逾期清单"]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert rows
    assert all(row[6] < DAY and row[-1] > 0 for row in rows)


def test_the_same_state_gives_the_same_bytes(
    base: lb.LandBase, work: Path, tasks: pd.DataFrame
) -> None:
    paths = [
        report_tables(base, on=DAY, path=work / f"{n}.xlsx", tasks=tasks, lang="en")
        for n in (1, 2)
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_open_errors_stop_a_report_unless_told(base: lb.LandBase, work: Path) -> None:
    errors = lb.Issues.of("missing_id", source="a.shp", source_row=1)
    with pytest.raises(DataError, match="allow_errors"):
        report_tables(base, on=DAY, path=work / "a.xlsx", issues=errors)
    assert not (work / "a.xlsx").exists()
    path = report_tables(
        base, on=DAY, path=work / "a.xlsx", issues=errors, allow_errors=True
    )
    page = openpyxl.load_workbook(path)["按旗区"]
    assert "1个错误级问题" in page["A2"].value


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1e6), st.sampled_from([0.0, 1.0, 0.5, 0.123])),
        max_size=30,
    )
)
def test_what_is_done_and_left_closes_by_row_and_column(
    parcels: list[tuple[float, float]],
) -> None:
    areas = pd.Series([area for area, _ in parcels], dtype="float64")
    done = areas * pd.Series([share for _, share in parcels], dtype="float64")
    printed = _parts(areas, done)
    rows = printed["area_mu"] - printed["disposed_mu"] - printed["remaining_mu"]
    assert rows.abs().max() < 1e-6 or not parcels
    sums = printed.sum()
    exact = round_half_up([from_m2(areas.sum(), "mu")], 2)[0]
    assert sums["disposed_mu"] + sums["remaining_mu"] == pytest.approx(exact)
    for name, part in (("disposed_mu", done), ("remaining_mu", areas - done)):
        assert sums[name] == pytest.approx(from_m2(part.sum(), "mu"), abs=0.0101)
        assert (printed.loc[part == 0, name] == 0).all()
