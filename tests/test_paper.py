"""Report maps: paper-true scale, all elements, closing figures, text that is text."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pypdf import PdfReader
from pypdf.generic import ContentStream

import landbase as lb
from landbase.crs import project
from landbase.errors import MissingDependencyError, SchemaError
from landbase.paper import page as fonts
from landbase.paper.loading import bounded_questions
from landbase.paper.map import report_map
from landbase.paper.marks import SHAPES, _of_one_area, outline
from landbase.paper.page import Box, make_view, new_page, round_scale
from landbase.rules.ruleset import Rules
from landbase.sample import sample_path
from landbase.style import Heading
from landbase.testing import make_parcels
from landbase.texts import day_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY = "2023-07-06"
MM = 72 / 25.4


def square(x: float, y: float, side: float, crs: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"parcel_id": ["A-1"], "category": ["idle"], "status": ["planned"]},
        geometry=[shapely.box(x, y, x + side, y + side)],
        crs=crs,
    )


def pdf_of(figure: Any) -> PdfReader:
    return PdfReader(io.BytesIO(figure.to_bytes("pdf")))


def closed_paths(reader: PdfReader) -> list[np.ndarray]:
    """List the closed outlines of the first page, in points of the paper."""
    paths, points = [], []
    for operands, operator in ContentStream(
        reader.pages[0].get_contents(), reader
    ).operations:
        if operator == b"m":
            points = [[float(v) for v in operands]]
        elif operator == b"l":
            points.append([float(v) for v in operands])
        elif operator == b"h":
            paths.append(np.array(points))
    return paths


@pytest.fixture(scope="module")
def banners() -> gpd.GeoDataFrame:
    return lb.read_banners(sample_path("旗区界线(示意).geojson"))


@pytest.fixture(scope="module")
def many() -> gpd.GeoDataFrame:
    return make_parcels(300, seed=5)


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_a_kilometre_measures_a_kilometre_both_ways_on_paper(size: Any) -> None:
    kilometre = square(37_500_500, 4_400_000, 1000, "EPSG:4525")
    figure = report_map(
        kilometre, title="一平方公里", size=size, graticule=None, on=DAY
    )
    reader = pdf_of(figure)
    scale = float(
        reader.pages[0].extract_text().split("1:")[1].split("（")[0].replace(",", "")
    )
    want = 1000 / scale * 1000 * MM
    spans = [np.ptp(path, axis=0) for path in closed_paths(reader) if len(path) >= 4]
    assert any(np.allclose(span, want, rtol=1e-4) for span in spans)


def test_the_bar_is_as_long_as_it_says() -> None:
    kilometre = square(37_500_500, 4_400_000, 1000, "EPSG:4525")
    figure = report_map(kilometre, title="t", scale=10_000, on=DAY)
    text = pdf_of(figure).pages[0].extract_text()
    assert "比例尺1:10,000（A4）" in text
    bars = [p for a in figure.axes for p in a.patches if p.get_gid() == "scalebar"]
    assert len(bars) == 4
    # 0 to 400 m at 1:10 000 are 40 mm
    assert sum(bar.get_width() for bar in bars) == pytest.approx(40)
    drawn = [np.ptp(p, axis=0) for p in closed_paths(pdf_of(figure)) if len(p) >= 4]
    parts = [s for s in drawn if np.allclose(s, (10 * MM, 1.6 * MM), rtol=1e-4)]
    assert len(parts) == 4
    assert "400" in text


def test_across_zones_the_scale_holds_within_a_thousandth(
    banners: gpd.GeoDataFrame,
) -> None:
    view = make_view(banners.geometry.to_numpy(), width=200, height=160)
    assert view.zone() is None

    geod = view.crs.get_geod()
    for lon, lat in ((107, 38), (109, 39), (111, 40.5)):
        for azimuth in (0, 90):
            east, north, _ = geod.fwd(lon, lat, azimuth, 1000)
            ends = shapely.points([[lon, lat], [east, north]])
            xy = shapely.get_coordinates(project(ends, view.crs))
            assert np.hypot(*(xy[1] - xy[0])) == pytest.approx(1000, rel=1e-3)


@pytest.mark.parametrize(
    ("orientation", "paper"), [("landscape", (297, 210)), ("portrait", (210, 297))]
)
def test_the_sheet_has_every_element(
    many: gpd.GeoDataFrame, banners: gpd.GeoDataFrame, orientation: Any, paper: Any
) -> None:
    figure = report_map(
        many,
        banners,
        title=Heading(title="处置状态图", note="内部使用", review_no="蒙S〔2023〕1号"),
        orientation=orientation,
        extent="150602",
        maker="某市自然资源局",
        source="一地一策台账",
        on=DAY,
        made_on="2023-07-08",
    )
    page = pdf_of(figure).pages[0]
    assert [float(v) / MM for v in page.mediabox[2:]] == pytest.approx(paper)
    text = page.extract_text()
    for element in (
        *(
            "处置状态图",
            "内部使用",
            "审图号：蒙S〔2023〕1号",
            "图例",
            "宗数",
            "亩",
            "公顷",
        ),
        *("合计", "比例尺1:", "公里", "北", "2000国家大地坐标系", "中央经线"),
        *(
            "制图单位：某市自然资源局",
            "数据截至2023年7月6日",
            "制图日期：2023年7月8日",
            "资料来源：一地一策台账",
        ),
        *("位置示意", "东胜区", "E", "N", "椭球面积"),
    ):
        assert element in text, element


def test_the_legend_prints_what_the_table_prints(
    many: gpd.GeoDataFrame, banners: gpd.GeoDataFrame
) -> None:
    text = pdf_of(report_map(many, banners, title="t", on=DAY)).pages[0].extract_text()
    printed = lb.print_table(lb.area_table(many, by="status"))
    for label, row in printed["合计"].iterrows():
        for figure in (f"{row['亩']:,.2f}", f"{row['公顷']:,.2f}"):
            assert figure in text, (label, figure)


def test_the_lines_of_the_legend_sum_to_its_total(many: gpd.GeoDataFrame) -> None:
    from landbase.paper.content import legend_figures, make_theme

    areas = lb.ellipsoidal_area(many)
    for by in ("status", "cause", "banner", "area"):
        theme = make_theme(
            many, color_by=by, areas=areas, on=DAY, rules=Rules.default()
        )
        figures = legend_figures(theme, many, areas)
        assert (figures.iloc[:-1].sum().round(2) == figures.iloc[-1].round(2)).all()


def test_small_parcels_become_symbols_and_the_legend_says_so(
    many: gpd.GeoDataFrame, banners: gpd.GeoDataFrame
) -> None:
    city = pdf_of(report_map(many, banners, title="t", on=DAY)).pages[0].extract_text()
    assert "以符号表示" in city
    one = square(37_500_500, 4_400_000, 1000, "EPSG:4525")
    near = pdf_of(report_map(one, title="t", on=DAY)).pages[0].extract_text()
    assert "以符号表示" not in near
    assert "A-1" in near


@pytest.mark.parametrize("form", SHAPES)
def test_every_form_of_a_symbol_has_the_area_of_the_circle(form: str) -> None:
    rings = [shapely.Polygon(ring) for ring in _of_one_area(form).to_polygons()]
    assert sum(ring.area for ring in rings) == pytest.approx(np.pi / 4)


def test_a_parcel_without_an_area_has_no_class_of_size(many: gpd.GeoDataFrame) -> None:
    areas = lb.ellipsoidal_area(many).where(many.index != 3)
    with pytest.warns(lb.LandbaseWarning, match="1 of 300 parcels have no given area"):
        sheet = report_map(many, title="t", color_by="area", areas=areas, on=DAY)
    assert "未填" in pdf_of(sheet).pages[0].extract_text()


def test_too_many_symbols_are_put_together() -> None:
    parcels = make_parcels(6_000)
    figure = report_map(parcels, title="t", on=DAY)
    text = pdf_of(figure).pages[0].extract_text()
    assert "合并为一个符号" in text
    assert "6,000" in text
    drawn = max(len(c.get_offsets()) for a in figure.axes for c in a.collections)
    assert drawn < 6_000


@pytest.mark.parametrize("extent", [None, "150603", "150622"])
def test_labels_overlap_neither_each_other_nor_the_frame(
    many: gpd.GeoDataFrame, banners: gpd.GeoDataFrame, extent: str | None
) -> None:
    figure = report_map(many, banners, title="t", extent=extent, on=DAY)
    renderer = figure.canvas.get_renderer()
    axes = next(a for a in figure.axes if a.get_gid() == "map")
    frame = axes.get_window_extent(renderer)
    boxes = [
        t.get_window_extent(renderer) for t in axes.texts if t.get_gid() == "label"
    ]
    assert boxes
    for number, box in enumerate(boxes):
        assert frame.x0 <= box.x0
        assert box.x1 <= frame.x1
        assert frame.y0 <= box.y0
        assert box.y1 <= frame.y1
        assert not any(box.overlaps(other) for other in boxes[:number])


def test_overdue_goes_by_the_due_day() -> None:
    parcels = make_parcels(4).assign(
        status=["planned", "planned", "closed", "in_progress"],
        due=pd.to_datetime(["2023-07-05", "2023-07-06", "2023-01-01", None]),
    )
    figure = report_map(parcels, title="t", color_by="overdue", on=DAY)
    text = pdf_of(figure).pages[0].extract_text()
    for label in ("已逾期", "30日内到期", "已处置", "未定时限"):
        assert label in text
    with pytest.raises(ValueError, match="pass on="):
        report_map(parcels, title="t", color_by="overdue")


def test_progress_colours_banners_and_writes_their_rates(
    banners: gpd.GeoDataFrame,
) -> None:
    index = pd.MultiIndex.from_product(
        [[*banners["banner"], "city"], ["idle", "all"]], names=["banner", "category"]
    )
    table = pd.DataFrame({"rate": np.linspace(0, 1.2, len(index))}, index=index)
    figure = report_map(
        make_parcels(1), banners, title="t", color_by="progress", progress=table, on=DAY
    )
    text = pdf_of(figure).pages[0].extract_text()
    assert "6.32%" in text
    assert "年度任务完成率" in text
    with pytest.raises(ValueError, match="needs banners"):
        report_map(make_parcels(1), title="t", color_by="progress", on=DAY)


def test_the_same_map_has_the_same_bytes(work: Path, many: gpd.GeoDataFrame) -> None:
    for kind in ("pdf", "svg", "png"):
        paths = [work / f"图 {n}.{kind}" for n in (1, 2)]
        for path in paths:
            report_map(many[:20], title="t", on=DAY).savefig(path, dpi=60)
        assert paths[0].read_bytes() == paths[1].read_bytes(), kind
    assert not list(work.glob("*.part"))


def test_hatches_and_shades_tell_classes_apart_without_colour() -> None:
    """Every pair of classes differs in hatch, or in grey by a fifth of the scale."""
    from landbase.paper.content import _CLASSES_OF_SIZE, _DEADLINES, RATES
    from landbase.style import make_legend

    def grey(color: str) -> float:
        red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    parcels = make_parcels(400)
    looks = [[(c, h) for *_, c, h in table] for table in (RATES, _DEADLINES)]
    looks.append([(c, h) for *_, c, h in _CLASSES_OF_SIZE])
    for by in ("status", "category", "cause"):
        classes = make_legend(parcels, color_by=by).classes
        looks.append([(entry.color, entry.hatch) for entry in classes])
    for table in looks:
        for number, (color, hatch) in enumerate(table):
            for other, second in table[:number]:
                assert hatch != second or abs(grey(color) - grey(other)) > 51


def test_in_black_and_white_two_classes_still_differ() -> None:
    """Print two squares of one grey: the pictures differ by their hatches."""
    from matplotlib.patches import Rectangle
    from PIL import Image

    pictures = []
    for hatch in ("///", "..."):
        figure, _, _ = new_page()
        axes = figure.plain_axes(Box(0, 0, 20, 20))
        axes.add_patch(Rectangle((0, 0), 20, 20, facecolor="#999999", hatch=hatch))
        data = figure.to_bytes("png", dpi=60)
        pictures.append(np.array(Image.open(io.BytesIO(data)).convert("L")))
    assert (pictures[0] != pictures[1]).sum() > 20


def test_an_inset_shows_where_a_part_lies_and_the_city_only_in_its_region(
    many: gpd.GeoDataFrame, banners: gpd.GeoDataFrame
) -> None:
    def caption(**options: Any) -> bool:
        figure = report_map(many, banners, title="t", on=DAY, **options)
        return "位置示意" in pdf_of(figure).pages[0].extract_text()

    assert caption(extent="150603")
    assert not caption()
    region = banners.dissolve()
    assert caption(
        region=region.set_geometry(shapely.buffer(region.geometry.to_numpy(), 1))
    )
    tiny = report_map(
        many, banners, title="t", on=DAY, extent=(109.8, 39.6, 109.801, 39.601)
    )
    rings = [
        line for axes in tiny.axes for line in axes.lines if line.get_gid() == "inset"
    ]
    assert len(rings) == 1


def test_an_extent_in_metres_is_refused(many: gpd.GeoDataFrame) -> None:
    with pytest.raises(ValueError, match="in degrees"):
        report_map(many, title="t", extent=(37_400_000, 4.3e6, 37_500_000, 4.4e6))


def test_no_question_to_the_system_is_waited_for_without_end(work: Path) -> None:
    """With an `fc-list` that never answers a map is made all the same."""
    if sys.platform == "win32":
        pytest.skip("Windows is asked through its registry, not by a program")
    (work / "bin").mkdir()
    lister = work / "bin" / "fc-list"
    lister.write_text("#!/bin/sh\nexec sleep 600\n", "utf-8")
    lister.chmod(0o755)
    path = f"{lister.parent}{os.pathsep}{os.environ['PATH']}"
    code = (
        "from landbase.paper.map import report_map\n"
        "from landbase.testing import make_parcels\n"
        "print(len(report_map(make_parcels(2), title='t').to_bytes('pdf')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PATH": path, "MPLCONFIGDIR": str(work / "cache")},
        capture_output=True,
        check=True,
        text=True,
        timeout=100,
    )
    assert int(done.stdout) > 1000


def test_the_limit_is_lifted_again() -> None:
    before = subprocess.check_output
    late = [sys.executable, "-c", "import time; time.sleep(60)"]
    with bounded_questions(seconds=0.2), pytest.raises(TimeoutError):
        subprocess.check_output(late)
    assert subprocess.check_output is before


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Take all Chinese fonts away, and give the file of one of them."""
    from matplotlib import font_manager

    wanted = font_manager.FontProperties(family=[fonts.find_family()])
    own = Path(font_manager.findfont(wanted))
    known = font_manager.fontManager
    files = {font.fname for font in known.ttflist if font.name in fonts.FAMILIES}
    kept = [font for font in known.ttflist if font.fname not in files]
    monkeypatch.setattr(known, "ttflist", kept)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    fonts.find_family.cache_clear()
    yield own
    fonts.find_family.cache_clear()


def test_the_font_of_the_extra_is_taken_where_there_is_no_other(
    bare: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    work: Path,
) -> None:
    """A package with a font in it, as the extra "fonts" brings one."""
    from matplotlib import font_manager

    package = work / "mplfonts"
    (package / "fonts").mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copy(bare, package / "fonts" / fonts._PACKAGED)
    spec = importlib.util.spec_from_file_location("x", package / "__init__.py")
    monkeypatch.setattr(fonts, "find_spec", lambda _: spec)
    assert "CJK" in fonts.find_family()
    # it has one face, which stands in for the bold of titles without a warning
    faces = font_manager.fontManager.ttflist
    faces[:] = [f for f in faces if "CJK" not in f.name or f.weight == 400]
    fonts.find_family.cache_clear()
    with caplog.at_level("WARNING", logger="matplotlib"):
        report_map(make_parcels(1), title="粗体", on=DAY).to_bytes("pdf")
    assert caplog.messages == []


# What a newcomer's machine does: matplotlib writes its list of fonts, then the font
# is installed. The list is one that matplotlib wrote while it saw none of the system's.
_FIND = """
from landbase.paper import page as fonts
from landbase.paper.map import report_map
from landbase.testing import make_parcels
from landbase.texts import day_in

fonts.find_spec = lambda _: None
print(fonts.find_family())
report_map(make_parcels(1), title="存量", on="2023-07-06").savefig("map.pdf")
"""


@pytest.fixture
def listed(work: Path) -> Callable[..., str]:
    """Run Python with a list of fonts of its own."""
    own = os.environ | {"MPLCONFIGDIR": str(work)}
    own.pop("MPL_IGNORE_SYSTEM_FONTS", None)

    def run(code: str, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            cwd=work,
            env=own | more,
            capture_output=True,
            check=False,
            text=True,
            encoding="utf-8",
            timeout=100,
        )
        assert not done.returncode, done.stderr
        return done.stdout

    return run


def test_a_font_installed_after_matplotlib_wrote_its_list_is_found(
    listed: Callable[..., str], work: Path
) -> None:
    listed("import matplotlib.font_manager", MPL_IGNORE_SYSTEM_FONTS="1")
    (file,) = work.glob("fontlist-*.json")
    before = file.read_bytes()
    assert not any(name.encode() in before for name in fonts.FAMILIES)
    assert listed(_FIND) == f"{fonts.find_family()}\n"
    assert file.read_bytes() == before
    used = PdfReader(work / "map.pdf").pages[0]["/Resources"]["/Font"].values()
    assert used
    assert not any("LastResort" in font.get_object()["/Name"] for font in used)


def test_a_listed_font_that_has_gone_is_an_error_and_no_page_of_boxes(
    listed: Callable[..., str], work: Path
) -> None:
    listed("import matplotlib.font_manager")
    (file,) = work.glob("fontlist-*.json")
    names = json.loads(file.read_text("utf-8"))
    for font in names["ttflist"]:
        if font["name"] in fonts.FAMILIES:
            font["fname"] = str(work / "去年" / "gone.ttc")
    file.write_text(json.dumps(names), "utf-8")
    with pytest.raises(AssertionError, match="MissingDependencyError"):
        listed(_FIND, MPL_IGNORE_SYSTEM_FONTS="1")


def test_a_font_installed_since_the_error_needs_no_new_start(
    bare: Path, monkeypatch: pytest.MonkeyPatch, work: Path
) -> None:
    with pytest.raises(MissingDependencyError):
        fonts.find_family()
    broken = work / "broken.ttf"
    broken.write_bytes(b"no font")
    files = [str(broken), str(bare)]
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: files)
    assert fonts.find_family() in fonts.FAMILIES


def test_a_font_that_matplotlib_was_told_to_ignore_is_an_error_and_no_page_of_boxes(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As matplotlib 3.11 takes only its own fonts where this variable is set."""
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [str(bare)])
    monkeypatch.setenv("MPL_IGNORE_SYSTEM_FONTS", "1")
    with pytest.raises(MissingDependencyError, match="MPL_IGNORE_SYSTEM_FONTS"):
        fonts.find_family()


def test_the_system_is_not_asked_where_a_listed_font_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        pytest.fail("it looks through the whole system")

    found = fonts.find_family()
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", fail)
    fonts.find_family.cache_clear()
    assert fonts.find_family() == found


def test_svg_carries_its_letters_as_text(many: gpd.GeoDataFrame) -> None:
    svg = report_map(many[:5], title="存量土地图", on=DAY).to_bytes("svg").decode()
    assert "存量土地图" in svg
    assert svg.count("@font-face") == 2
    assert "data:font/otf;base64," in svg


def test_pdf_fonts_are_embedded(many: gpd.GeoDataFrame) -> None:
    reader = pdf_of(report_map(many[:5], title="存量土地图", on=DAY))
    found = reader.pages[0]["/Resources"]["/Font"]
    for font in (entry.get_object() for entry in found.values()):
        assert font["/Subtype"] == "/Type3"
        assert "/ToUnicode" in font


@pytest.mark.usefixtures("bare")
def test_without_a_chinese_font_it_says_what_to_install() -> None:
    with pytest.raises(
        MissingDependencyError, match=r"fonts-noto-cjk.*landbase\[f"
    ) as caught:
        report_map(make_parcels(1), title="t", on=DAY)
    assert "没有找到中文字体" in str(caught.value.zh)


def test_holes_stay_holes() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    path = outline(np.array([ring, None, shapely.Polygon()], dtype=object))
    rings = [shapely.Polygon(r).exterior for r in path.to_polygons()]
    assert [ring.is_ccw for ring in rings] == [True, False]
    assert len(outline(np.array([], dtype=object)).vertices) == 0


def test_round_scales_and_arguments(many: gpd.GeoDataFrame) -> None:
    assert [round_scale(n) for n in (999, 1001, 2_100_000)] == [1000, 1200, 2_500_000]
    with pytest.raises(ValueError, match="unknown paper"):
        report_map(many, title="t", size="B5", on=DAY)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no banner"):
        report_map(
            many, lb.read_banners(sample_path("旗区界线(示意).geojson")),
            title="t", extent="999999", on=DAY,
        )  # fmt: skip
    with pytest.raises(ValueError, match="graticule"):
        report_map(many, title="t", graticule="x", on=DAY)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="nothing to show"):
        report_map(many[:0], title="t", on=DAY)
    with pytest.raises(SchemaError, match="status"):
        report_map(many.drop(columns="status"), title="t", on=DAY)
    with pytest.raises(ValueError, match="on the index"):
        report_map(many, title="t", areas=pd.Series([1.0]), on=DAY)


def test_input_is_not_changed_and_geometry_may_have_any_name() -> None:
    parcels = make_parcels(5).rename_geometry("形状")
    before = parcels.copy()
    report_map(parcels, title="t", color_by="area", graticule="kilometres", on=DAY)
    pd.testing.assert_frame_equal(pd.DataFrame(parcels), pd.DataFrame(before))


def test_the_date_is_today_unless_told(many: gpd.GeoDataFrame) -> None:
    text = pdf_of(report_map(many[:3], title="t")).pages[0].extract_text()
    today = Rules.default().today()  # in Beijing, whatever the computer says
    assert f"制图日期：{day_in(today, 'zh')}" in text
    dated = pdf_of(report_map(many[:3], title="t", on=DAY)).pages[0].extract_text()
    assert f"制图日期：{day_in(today, 'zh')}" in dated


def test_english(many: gpd.GeoDataFrame, banners: gpd.GeoDataFrame) -> None:
    figure = report_map(many, banners, title="Land", lang="en", on=DAY)
    text = pdf_of(figure).pages[0].extract_text()
    for word in ("Legend", "Parcels", "Scale 1:", "Albers", "Dongsheng", "in progress"):
        assert word in text


def test_the_legend_has_one_class_of_what_is_not_filled_in() -> None:
    marks = ["", None, "  ", pd.NA, "missing", "total", "未填", "a", "A"]
    parcels = make_parcels(len(marks)).assign(mark=marks)
    text = pdf_of(report_map(parcels, color_by="mark", title="t", on=DAY))
    lines = text.pages[0].extract_text().splitlines()
    total = lb.area_table(parcels).loc["total", "all"]
    # the cells of a line come from left to right, or from right to left
    backward = re.compile(r"([\d,]+\.\d\d)([\d,]+\.\d\d)(\d+)(\D\S*)")
    cells = [
        [*m.groups()][::-1] if (m := backward.fullmatch(x)) else x.split()
        for x in lines
    ]
    found = [line for line in cells if len(line) == 4]
    assert ["合计", "9", f"{total['mu']:,.2f}", f"{total['ha']:,.2f}"] in found
    named = {tuple(line[:2]) for line in found}
    assert {("未填", "4"), ("未填", "1"), ("missing", "1"), ("total", "1")} <= named
    assert {("a", "1"), ("A", "1")} <= named
    parts = [line for line in found if line[0] in {*map(str, marks)}]
    for column, unit in ((2, "mu"), (3, "ha")):
        printed = sum(float(line[column].replace(",", "")) for line in parts)
        assert printed == pytest.approx(total[unit], abs=0.005)


def test_whatever_of_the_room_is_loaded_first_asks_for_fonts_within_bounds() -> None:
    """The list of fonts is there before matplotlib's own modules could ask for it."""
    code = (
        "import subprocess, landbase.errors\n"
        "limits, ask = [], subprocess.check_output\n"
        "def seen(*command, **options):\n"
        "    limits.append(options.get('timeout'))\n"
        "    raise OSError\n"
        "subprocess.check_output = seen\n"
        "import landbase.paper.marks\n"
        "assert None not in limits\n"
        "from sys import modules\n"
        "assert 'matplotlib.font_manager' in modules\n"
        "assert subprocess.check_output is seen\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_matplotlib_the_extra_is_named() -> None:
    code = (
        "import sys\nsys.modules['matplotlib'] = None\n"
        "from landbase.errors import MissingDependencyError\n"
        "try:\n    import landbase.paper.map\n"
        "except MissingDependencyError as error:\n"
        "    assert 'matplotlib' in str(error)\n"
        "else:\n    raise SystemExit('drawn without matplotlib')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
