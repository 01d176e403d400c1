"""The map page in Firefox and in WebKit, Safari's engine: what people do most on it.

All of it is tried in Chromium by other files; here one page of few parcels and one of
many are opened once in each engine, and each test leaves them as it found them.
"""

from __future__ import annotations

import csv
import time
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from browsing import codes_of
from conftest import IN_CI
from engines import ENGINES, PATIENCE, missing_parts
from shapely.geometry import box

from landbase.area import ellipsoidal_area
from landbase.style import Heading, legend_table, make_legend
from landbase.testing import make_parcels
from landbase.units import from_m2, round_half_up
from landbase.webmap.basemap import OfflineBaseMap
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from engines import Engine

FEW, MANY = 240, 2300
ENTER = "\ue007"
DAY = "2022-06-30"


def parcels_of(count: int) -> gpd.GeoDataFrame:
    return make_parcels(count).assign(status="registered", disposal_type=None)


def decisions_of(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Every third parcel is closed on a day before `DAY`, every fourth on one after."""
    rows = [
        {
            "event_id": f"{number}-{year}",
            "parcel_id": parcel,
            "disposal_type": "extend_start",
            "status": status,
            "effective": pd.Timestamp(f"{year}-05-01"),
            "recorded_at": pd.Timestamp(f"{year}-05-02", tz="UTC"),
        }
        for number, parcel in enumerate(parcels["parcel_id"])
        for year, status, nth in ((2022, "planned", 3), (2023, "closed", 4))
        if number % nth == 0
    ]
    return pd.DataFrame(rows)


def status_on(parcels: gpd.GeoDataFrame, day: str) -> gpd.GeoDataFrame:
    known = decisions_of(parcels)
    known = known[known["effective"] <= pd.Timestamp(day)]
    last = known.groupby("parcel_id")["status"].last()
    status = parcels["parcel_id"].map(last).fillna("registered")
    return parcels.assign(status=status)


def lake_of(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A lake over the north-west quarter of where the parcels are."""
    west, south, east, north = parcels.total_bounds
    lake = box(west, (south + north) / 2, (west + east) / 2, north)
    return gpd.GeoDataFrame({"class": ["lake"]}, geometry=[lake], crs=parcels.crs)


class Opened(NamedTuple):
    """A page in an engine, and the parcels on it as of the day on which it opens."""

    engine: Engine
    parcels: gpd.GeoDataFrame


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Engine]]:
    """Give an engine by its name, started once: pytest goes from one to the other."""
    with ExitStack() as stack:

        @cache
        def started(name: str) -> Engine:
            folder = tmp_path_factory.mktemp(name)
            engine = stack.enter_context(ENGINES[name](folder))
            engine.size(1366, 900)
            return engine

        yield started


@pytest.fixture(scope="module", params=list(ENGINES))
def engine(request: pytest.FixtureRequest, running: Callable[[str], Engine]) -> Engine:
    missing = missing_parts(request.param)
    if missing and not IN_CI:
        pytest.skip(f"needs {', '.join(missing)}: tests/system_parts.sh")
    return running(request.param)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("批而未供 数据")
    made = {}
    for count in (FEW, MANY):
        parcels = parcels_of(count)
        m = disposal_map(
            parcels,
            decisions=decisions_of(parcels),
            title=Heading(as_of="2023-07-06"),
            basemap=OfflineBaseMap(source=lake_of(parcels)),
        )
        made[count] = save_map(m, folder / f"{count}.html")
    return made


@pytest.fixture(scope="module", params=[FEW, MANY])
def page(
    request: pytest.FixtureRequest, engine: Engine, files: dict[int, Path]
) -> Opened:
    engine.open(files[request.param])
    return Opened(engine, status_on(parcels_of(request.param), "2023-07-06"))


def assert_figures(page: Opened, parcels: gpd.GeoDataFrame) -> None:
    """The legend holds the figures of these parcels."""
    legend = make_legend(page.parcels, color_by="status")
    table = legend_table(legend, parcels, areas=ellipsoidal_area(parcels))
    table = table[table["count"] > 0]
    rows: list[list[str]] = page.engine.run(
        "return [...document.querySelectorAll('.lb-legend > table tr[data-code]')].map("
        "(row) => [row.dataset.code, ...[...row.querySelectorAll('td')]"
        ".map((cell) => cell.textContent)])"
    )
    shown = {code: texts for code, *texts in rows if texts[0] != "0"}
    wanted = {
        code: [f"{row['count']:,.0f}", f"{row['mu']:,.2f}", f"{row['ha']:,.2f}"]
        for code, (_, row) in zip(
            codes_of(legend, table), table.iterrows(), strict=True
        )
    }
    assert shown == wanted


def test_the_recorder_sees_what_a_page_must_not_do(
    engine: Engine, tmp_path: Path
) -> None:
    path = save_map(disposal_map(parcels_of(3)), tmp_path / "a.html")
    engine.open(path)
    engine.assert_clean()
    text = path.read_text("utf-8").replace(
        "<head>",
        "<head><script>addEventListener('load', function () {"
        "console.error('a'); setTimeout(function () { throw new Error('b'); });"
        "new Image().src = 'http://127.0.0.1:9/a.png'; });</script>",
    )
    path.write_text(text, "utf-8")
    engine.open(path)
    engine.until("window.landbaseSaid.length >= 3")
    said = " ".join(engine.run("return window.landbaseSaid"))
    assert all(part in said for part in ("error: a", "b", "forbidden: img-src"))


def test_a_page_opens_with_its_figures(page: Opened) -> None:
    assert_figures(page, page.parcels)
    colors = page.engine.image().resize((340, 215)).getcolors(100_000)
    assert colors is not None
    assert len(colors) > 50  # something is drawn
    page.engine.assert_clean()


def test_a_filter_leaves_its_figures(page: Opened) -> None:
    engine = page.engine
    engine.click(".lb-legend tr[data-code=planned] .lb-pick")
    engine.until("document.querySelector('.lb-chip')")
    assert_figures(page, page.parcels[page.parcels["status"] == "planned"])
    engine.click(".lb-chip")
    assert_figures(page, page.parcels)
    engine.assert_clean()


def test_a_result_that_is_clicked_stays_open(page: Opened) -> None:
    engine, wanted = page.engine, page.parcels["parcel_id"].iloc[7]
    engine.type(".lb-search input", wanted)
    engine.until("document.querySelector('.lb-results [role=option]')")
    engine.click(".lb-results [role=option]")
    engine.until("document.querySelector('.leaflet-popup .lb-card')")
    engine.run("await new Promise((done) => setTimeout(done, 400))")
    assert engine.texts(".leaflet-popup .lb-card-title") == [
        str(page.parcels["name"].iloc[7] or wanted)
    ]
    engine.run(
        "map.closePopup(); document.querySelector('.lb-search input').value = ''"
    )
    engine.assert_clean()


def test_the_slider_gives_the_figures_of_a_day(page: Opened) -> None:
    engine = page.engine
    for day in (DAY, "2023-07-06"):
        engine.run("document.querySelector('.lb-day input').value = ''")
        engine.type(".lb-day input", day + ENTER)
        engine.until(f"document.querySelector('.lb-day input').value === '{day}'")
        assert_figures(page, status_on(page.parcels, day))
    engine.assert_clean()


def chosen(page: Opened) -> gpd.GeoDataFrame:
    """Draw a box, and give the parcels that it must have met."""
    engine = page.engine
    engine.click(".lb-views button")  # the whole map
    engine.click(".lb-tool-box")
    size = engine.run("const r = map.getContainer().getBoundingClientRect();"
                      "return [r.left, r.top]")  # fmt: skip
    ends = ((420, 300), (640, 560))
    places = [(x + size[0], y + size[1]) for x, y in ends]
    engine.drag(places[0], (500, 400), places[1])
    (west, north), (east, south) = engine.run(
        "return values[0].map((p) => map.containerPointToLatLng(p))"
        ".map((p) => [p.lng, p.lat])",
        ends,
    )
    return page.parcels[page.parcels.intersects(box(west, south, east, north))]


def test_a_box_selects_and_its_table_is_saved(page: Opened) -> None:
    engine, wanted = page.engine, chosen(page)
    assert 2 < len(wanted) < len(page.parcels) / 2
    count, *_ = engine.texts(".lb-sums b")
    assert count == f"已选{len(wanted):,}宗"
    before = set(engine.downloads.iterdir())
    press(engine, "CSV", ".lb-selection")
    saved = downloaded(engine.downloads, before)
    with saved.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    saved.unlink()  # WebKit does not write over it
    assert {row["地块编号"] for row in rows} == set(wanted["parcel_id"])
    total = sum(float(row["面积（平方米）"]) for row in rows)
    assert total == pytest.approx(ellipsoidal_area(wanted).sum(), abs=0.01 * len(rows))
    engine.run("map.landbaseSelection.clear(); map.landbaseSelection.aim(false)")
    engine.assert_clean()


def downloaded(folder: Path, before: set[Path]) -> Path:
    """Wait for a file that is whole."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        new = [path for path in folder.iterdir() if path not in before]
        if [path.suffix for path in new] == [".csv"] and new[0].stat().st_size:
            return new[0]
        time.sleep(0.05)
    raise AssertionError([path.name for path in folder.iterdir()])


def press(engine: Engine, name: str, within: str) -> None:
    engine.run(
        "[...document.querySelectorAll(values[1] + ' button')]"
        ".find((button) => button.textContent === values[0]).click()",
        name,
        within,
    )


def test_the_print_view_has_the_parcels(page: Opened) -> None:
    engine = page.engine
    press(engine, "打印", ".lb-tools")
    engine.until("document.querySelector('.lb-sheet-map canvas')")
    shown: dict[str, Any] = engine.run(
        "const canvas = document.querySelector('.lb-sheet-map canvas');"
        "const aside = document.createElement('canvas');"
        "aside.width = 300; aside.height = 270; const c = aside.getContext('2d');"
        "c.drawImage(canvas, 0, 0, 300, 270);"
        "const data = new Uint32Array(c.getImageData(0, 0, 300, 270).data.buffer);"
        "return {colors: new Set(data).size, texts: document.querySelector("
        "'.lb-sheet-legend .lb-total').textContent}"
    )
    assert shown["colors"] > 20
    assert f"{len(page.parcels):,}" in shown["texts"]
    press(engine, "关闭", ".lb-print")
    assert engine.texts(".lb-print") == []
    engine.assert_clean()


def test_dark_is_dark(page: Opened) -> None:
    engine = page.engine
    light = np.asarray(engine.image()).mean()
    press(engine, "深色", ".lb-tools")
    engine.run("await new Promise((done) => setTimeout(done, 300))")
    assert np.asarray(engine.image()).mean() < light / 2
    press(engine, "深色", ".lb-tools")
    engine.assert_clean()


def test_the_base_map_lies_in_the_page(page: Opened) -> None:
    lake = lake_of(page.parcels).geometry.iloc[0].bounds
    colors = page.engine.run(
        "const canvas = Landbase.paint(map, {center: L.latLng(values[0], values[1]),"
        "zoom: 12, width: 120, height: 120, ratio: 1, ground: '#ffffff'});"
        "const { data } = canvas.getContext('2d').getImageData(0, 0, 120, 120);"
        "return Array.from(new Set(new Uint32Array(data.buffer)))",
        (lake[1] + lake[3]) / 2,
        (lake[0] + lake[2]) / 2,
    )
    assert 0xFFECDCC3 in colors  # the ink of water, blue first
    page.engine.assert_clean()


def test_a_note_is_drawn_and_written(page: Opened) -> None:
    engine = page.engine
    press(engine, "批注", ".lb-tools")
    press(engine, "标点", ".lb-memos")
    engine.drag((600, 400))
    engine.until("document.querySelector('.lb-memo textarea')")
    engine.type(".lb-memo textarea", "现场未动工")
    engine.until("decodeURIComponent(location.hash).includes('现场未动工')")
    engine.click(".lb-memo .lb-small")  # takes it away
    assert engine.texts(".lb-memo") == []
    press(engine, "关闭", ".lb-memos")
    engine.until("!location.hash.includes('notes')")
    engine.assert_clean()


def test_a_narrow_window_has_nothing_to_say(
    engine: Engine, files: dict[int, Path]
) -> None:
    engine.size(640, 800)
    engine.open(files[FEW])
    engine.until("document.querySelector('.lb-fold').textContent")
    engine.run("await new Promise((done) => setTimeout(done, 300))")
    engine.assert_clean()
    engine.size(1366, 900)


def test_a_link_opens_on_what_was_shown(engine: Engine, files: dict[int, Path]) -> None:
    part = '#filter={"choices":{"status":["已销号"]}}&day=' + "2023-07-06"
    engine.open(files[FEW], part)
    closed = status_on(parcels_of(FEW), "2023-07-06")["status"] == "closed"
    engine.until("document.querySelector('.lb-chip')")
    assert engine.texts(".lb-legend .lb-total td")[0] == str(closed.sum())
    mu = from_m2(ellipsoidal_area(parcels_of(FEW)[closed]).sum(), "mu")
    assert engine.texts(".lb-legend .lb-total td")[1] == (
        f"{round_half_up(np.array([mu]), 2)[0]:,.2f}"
    )
    engine.assert_clean()
