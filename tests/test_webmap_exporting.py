"""Export of very many parcels, beside the page, which can be used meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from browsing import open_page

from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser, Download

MANY = 100_500
MOST = 100  # ms that the page may be busy at once
SLACK = 2  # times: other programs run as well


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "a.html"
    return save_map(disposal_map(make_parcels(MANY), columns=["parcel_id"]), path)


def longest(opened: Opened, act: Any) -> float:
    """The CPU time of the longest task of the page's main thread meanwhile, in ms."""
    events: list[dict[str, Any]] = []
    done: list[bool] = []
    session = opened.page.context.new_cdp_session(opened.page)
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda _: done.append(True))
    config = {"includedCategories": ["toplevel"]}
    session.send("Tracing.start", {"traceConfig": config})
    act()
    session.send("Tracing.end")
    while not done:
        opened.page.wait_for_timeout(20)
    session.detach()
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        event["tdur"]
        for event in events
        if event["name"].endswith("RunTask")
        and "tdur" in event
        and (event["pid"], event["tid"]) in main
    ]
    return float(max(tasks)) / 1e3


@pytest.mark.parametrize("name", ["CSV", "GeoJSON", "Excel"])
def test_the_page_answers_while_very_many_parcels_are_written(
    browser: Browser, made: Path, name: str
) -> None:
    opened = open_page(browser, made, fragment="afar=off")
    opened.drawn()
    page = opened.page
    page.get_by_role("button", name="全选当前显示的地块").click()
    opened.drawn()
    files: list[Download] = []
    # Playwright cannot hold a method of a list
    page.on("download", lambda file: files.append(file))  # noqa: PLW0108
    page.locator(".lb-selection").get_by_role("button", name=name).click()
    assert f"{MANY:,}宗" in page.locator(".lb-progress").inner_text()
    moved = opened.run("return map.getCenter().lng")

    def export() -> None:
        page.get_by_role("button", name="继续导出").click()
        page.locator(".lb-progress progress").wait_for()
        page.mouse.move(500, 400)
        page.mouse.down()
        page.mouse.move(620, 420, steps=3)  # the map is moved while it is written
        page.mouse.up()
        page.locator(".lb-progress").wait_for(state="detached")

    busy = longest(opened, export)
    assert opened.run("return map.getCenter().lng") != moved
    assert busy < SLACK * MOST
    page.wait_for_timeout(50)
    (file,) = files
    path = file.path()
    if name == "CSV":
        assert len(path.read_text("utf-8-sig").splitlines()) >= MANY + 1
    if name == "GeoJSON":
        assert len(json.loads(path.read_text("utf-8"))["features"]) == MANY
    opened.assert_clean()
