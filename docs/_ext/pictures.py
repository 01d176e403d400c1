"""The gallery: every kind of picture, made from the sample data while building.

Pictures are made again only when the package, the sample data or this file changed. A
picture of the map page needs Chromium; without it the gallery says so in its place.
"""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import landbase as lb
from landbase.paper.charts import monthly_chart, progress_chart, stacked_chart
from notebooks import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import ViewportSize
    from sphinx.application import Sphinx

__all__ = ["draw", "setup"]

DAY = "2023-07-06"
SCREEN: ViewportSize = {"width": 1366, "height": 768}
_NO_CHROMIUM = (
    "（生成本站时没有 Chromium，缺此图。No Chromium was there to take this picture.）"
)
_INTRO = """\
# 图例 · Gallery

以下各图由合成的示例数据在生成本站时现做，界线为示意；每图下方是所用的语句。
All pictures are made from the synthetic sample data while this site is built, by the
statement below each. 各语句用到的名称来自（先做
[准备](../howto/index.md)）· the names they use:
"""
_PREPARED = """\
```python
import landbase as lb
from landbase.paper.charts import monthly_chart, progress_chart, stacked_chart

base = lb.LandBase.open("out/ordos.gpkg")
banners = lb.read_banners("示例数据/旗区界线(示意).geojson")
tasks = lb.read_tasks("示例数据/年度任务.csv")
DAY = "2023-07-06"
now = base.parcels(on=DAY)
done = lb.progress(base.decisions(), tasks, year=2023, on=DAY)
one = now[now["status"] == "closed"].iloc[:1]
parcel_id = one["parcel_id"].iloc[0]
```
"""
# name: (title, statement); the statement is what is shown and what is run
SHOWN = {
    "map_page": (
        "地图网页 · Map page",
        'lb.save_map(lb.disposal_map(now, banners, title="处置状态"), "map.html")',
    ),
    "status": (
        "处置状态图 · Report map by status",
        'lb.report_map(now, banners, title="处置状态图", on=DAY)',
    ),
    "rates": (
        "任务完成率图 · Report map by completion rate",
        """\
lb.report_map(
    now, banners, title="年度任务完成率", color_by="progress", progress=done, on=DAY
)""",
    ),
    "banner": (
        "一个旗区（图集中的一幅）· One banner, as a sheet of an atlas",
        """\
lb.report_map(
    now, banners, title="原因分布图", color_by="cause", extent="150621", on=DAY
)""",
    ),
    "parcel": (
        "宗地图 · Parcel sheet",
        "lb.parcel_sheet(one, history=base.history(parcel_id), on=DAY)",
    ),
    "progress": (
        "任务进度 · Progress against the task",
        'progress_chart(done, title="2023 年任务完成情况")',
    ),
    "months": (
        "逐月处置 · Disposed by month",
        'monthly_chart(base.decisions(), year=2023, on=DAY, title="逐月处置面积")',
    ),
    "stack": (
        "处置方式 · Ways of disposal",
        'stacked_chart(now, by="disposal_type", title="各旗区处置方式")',
    ),
}


def _sample(folder: Path) -> dict[str, Any]:
    """Run the sample project in a folder, and give what the statements name."""
    data = shutil.copytree(lb.sample_path(), folder / "示例数据")
    # the statements below make what a report would hold
    lb.run(lb.Project.load(data / "landbase.toml").reporting(()))
    base = lb.LandBase.open(folder / "out" / "ordos.gpkg")
    tasks = lb.read_tasks(data / "年度任务.csv")
    now = base.parcels(on=DAY)
    closed = now[now["status"] == "closed"]
    return {
        "lb": lb,
        "base": base,
        "banners": lb.read_banners(data / "旗区界线(示意).geojson"),
        "now": now,
        "done": lb.progress(base.decisions(), tasks, year=2023, on=DAY),
        "one": closed.iloc[:1],
        "parcel_id": closed["parcel_id"].iloc[0],
        "DAY": DAY,
        "progress_chart": progress_chart,
        "monthly_chart": monthly_chart,
        "stacked_chart": stacked_chart,
    }


def draw(folder: Path, names: Iterable[str] = SHOWN) -> None:
    """Draw pictures from the sample data into a folder."""
    with tempfile.TemporaryDirectory(prefix="landbase-docs-") as work:
        known = _sample(Path(work))
        page = Path(work) / "map.html"
        for name in names:
            statement = SHOWN[name][1]
            text = statement.replace('"map.html"', repr(str(page)))
            made = eval(text, known)  # noqa: S307 - a statement of this file
            if name == "map_page":
                _screenshot(page, folder / f"{name}.png")
                continue
            figure = getattr(made, "figures", [made])[0]
            (folder / f"{name}.png").write_bytes(figure.to_bytes("png", dpi=110))


def _chromium() -> str | None:
    """Find what takes the picture of the page, where all of it is there."""
    if importlib.util.find_spec("playwright") is None:
        return None
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _screenshot(page: Path, path: Path) -> None:
    chromium = _chromium()
    if chromium is None:
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport=SCREEN)
        tab.goto(page.as_uri())
        tab.wait_for_timeout(1500)  # tiles fade in
        tab.screenshot(path=path)
        browser.close()


def _write_page(folder: Path) -> None:
    parts = [_INTRO, _PREPARED]
    for name, (title, statement) in SHOWN.items():
        there = (folder / f"{name}.png").exists()
        shown = f"![{title}]({name}.png)" if there else _NO_CHROMIUM
        parts.append(f"## {title}\n\n{shown}\n\n```python\n{statement}\n```\n")
    text = "\n".join(parts)
    page = folder / "index.md"
    if not page.exists() or page.read_text("utf-8") != text:
        page.write_text(text, "utf-8")


def _make(app: Sphinx) -> None:
    folder = Path(app.srcdir) / "gallery"
    stamp = folder / "made-from"
    state = f"{digest(Path(__file__))} {_chromium() is not None}"
    if not stamp.exists() or stamp.read_text("utf-8") != state:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        draw(folder)
        stamp.write_text(state, "utf-8")
    _write_page(folder)


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the pictures before sources are listed."""
    app.connect("builder-inited", _make)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
