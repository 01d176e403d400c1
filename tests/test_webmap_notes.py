"""Notes that a person writes onto the map: kept, carried to another desk, printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import open_page

from landbase.testing import make_parcels
from landbase.webmap.map import disposal_map
from landbase.webmap.save import save_map

if TYPE_CHECKING:
    from pathlib import Path

    from browsing import Opened
    from playwright.sync_api import Browser

FEW, MANY = 60, 2300
EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script>{{ 7 * 7 }}"
SPOTS = [(500, 300), (600, 300), (600, 400)]


def opened_map(
    browser: Browser, work: Path, count: int = FEW, hash_: str = "", **options: Any
) -> Opened:
    path = save_map(disposal_map(make_parcels(count), **options), work / "图.html")
    opened = open_page(browser, path)
    if hash_:
        opened.page.goto("about:blank")
        opened.requests.clear()
        opened.page.goto(path.as_uri() + hash_)
    opened.drawn()
    return opened


def press(opened: Opened, name: str) -> None:
    opened.page.get_by_role("button", name=name, exact=True).first.click()


def drawn_note(opened: Opened, kind: str, text: str) -> None:
    """Draw a note by hand and write its text."""
    press(opened, {"point": "标点", "line": "画线", "area": "画面"}[kind])
    spots = SPOTS[:1] if kind == "point" else SPOTS
    for spot in spots:
        opened.page.mouse.click(*spot)
    if kind != "point":
        opened.page.keyboard.press("Enter")
    opened.page.keyboard.type(text)


def texts(opened: Opened) -> list[str]:
    found: list[str] = opened.page.locator(".lb-memo textarea").evaluate_all(
        "(fields) => fields.map((field) => field.value)"
    )
    return found


def in_address(opened: Opened) -> list[Any]:
    opened.page.wait_for_timeout(400)  # it is written after a pause
    parts = parse_qs(urlsplit(opened.page.url).fragment)
    notes: list[Any] = json.loads(parts.get("notes", ["[]"])[0])
    return notes


@pytest.mark.parametrize("count", [FEW, MANY])
def test_notes_are_drawn_kept_in_the_address_and_come_back(
    browser: Browser, work: Path, count: int
) -> None:
    opened = opened_map(browser, work, count)
    press(opened, "批注")
    for kind in ("point", "line", "area"):
        drawn_note(opened, kind, f"{kind}{EVIL}")
    assert texts(opened) == [f"{kind}{EVIL}" for kind in ("point", "line", "area")]
    kept = in_address(opened)
    assert [note[0] for note in kept] == [0, 1, 2]
    assert [len(note) for note in kept] == [5, 9, 9]
    corner = opened.run(
        "const r = map.getContainer().getBoundingClientRect();"
        "const p = map.containerPointToLatLng([value[0] - r.left, value[1] - r.top]);"
        "return [p.lng, p.lat];",
        SPOTS[0],
    )
    assert [value / 1e5 for value in kept[0][3:]] == pytest.approx(corner, abs=2e-3)
    assert opened.page.locator(".lb-memo-mark").count() == 3
    fragment = "#" + urlsplit(opened.page.url).fragment
    again = opened_map(browser, work, count, fragment)
    press(again, "批注")
    assert texts(again) == texts(opened)
    opened.assert_clean()
    again.assert_clean()


def test_a_note_on_a_parcel_names_it(browser: Browser, work: Path) -> None:
    parcels = make_parcels(FEW)
    opened = opened_map(browser, work)
    at = parcels.geometry.iloc[5].representative_point()
    x, y = opened.look_at(at.x, at.y, 15)
    opened.drawn()
    opened.page.mouse.click(x, y)
    press(opened, "批注此地块")
    opened.page.keyboard.type("未动工")
    own = parcels["parcel_id"].iloc[5]
    assert own in opened.page.locator(".lb-memo-parcel").inner_text()
    press(opened, "标点")
    opened.page.mouse.click(x, y)
    assert [note[2] for note in in_address(opened)] == [own, own]


def test_notes_are_saved_and_opened_on_another_desk(
    browser: Browser, work: Path
) -> None:
    opened = opened_map(browser, work)
    press(opened, "批注")
    drawn_note(opened, "area", "拟划入")
    drawn_note(opened, "point", EVIL)
    with opened.page.expect_download() as waiting:
        press(opened, "保存为文件")
    saved = work / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name == "批注.geojson"
    other = opened_map(browser, work, MANY)
    press(other, "批注")
    other.page.locator(".lb-memos input[type=file]").set_input_files(saved)
    other.page.locator(".lb-memo").nth(1).wait_for()
    assert texts(other) == ["拟划入", EVIL]
    other.page.locator(".lb-memos input[type=file]").set_input_files(saved)
    other.page.wait_for_timeout(200)
    assert texts(other) == ["拟划入", EVIL]  # each once
    assert "已读入2条批注" in other.page.locator(".lb-memos .lb-foot").inner_text()
    other.assert_clean()


def test_a_file_is_dropped_onto_the_map(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [110, 39]},
        "properties": {"note": EVIL, "parcel_id": EVIL},
    }
    for text, name in (
        (json.dumps({"landbase": "notes", "features": [feature, 7]}), "a.geojson"),
        ("no notes", EVIL + ".json"),
    ):
        opened.run(
            "const data = new DataTransfer();"
            "data.items.add(new File([value[0]], value[1]));"
            "map.getContainer().dispatchEvent(new DragEvent('drop',"
            "{dataTransfer: data, bubbles: true, cancelable: true}));",
            [text, name],
        )
    opened.page.locator(".lb-message").wait_for()
    assert "不是批注文件" in opened.page.locator(".lb-message").inner_text()
    assert texts(opened) == [EVIL]
    opened.assert_clean()


def test_notes_with_the_keyboard_alone(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work, lang="en")
    opened.page.get_by_role("button", name="Notes", exact=True).focus()
    keys = opened.page.keyboard
    keys.press("Enter")  # the first button of the panel has the focus now
    keys.press("Tab")
    keys.press("Enter")  # a line
    for _ in range(2):
        keys.press("Space")
        keys.press("ArrowRight")
        opened.page.wait_for_timeout(400)  # the map glides
    keys.press("Enter")
    keys.type("by hand")
    assert texts(opened) == ["by hand"]
    keys.press("Tab")
    assert opened.page.evaluate("document.activeElement.ariaLabel") == "Delete note 1"
    keys.press("Enter")
    assert texts(opened) == []
    keys.press("Escape")
    assert opened.page.evaluate("document.activeElement.textContent") == "Notes"
    assert opened.page.locator(".lb-memos").is_hidden()
    assert in_address(opened) == []
    opened.assert_clean()


def test_paper_has_the_notes_with_their_numbers(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    press(opened, "批注")
    drawn_note(opened, "area", "拟划入储备")
    at = opened.run(
        "const [lat, lng] = map.landbaseNotepad._notes[0].places[0].slice().reverse();"
        "const canvas = Landbase.paint(map, {center: L.latLng(lat, lng), zoom: 9,"
        "width: 40, height: 40, ratio: 1, ground: '#ffffff'});"
        "return [...canvas.getContext('2d').getImageData(20, 11, 1, 1).data];"
    )
    green, red = at[1], at[0]
    assert green > red + 60  # the disk of the number
    press(opened, "关闭")
    press(opened, "打印")
    assert "批注：1. 拟划入储备" in opened.page.locator(".lb-sheet-side").inner_text()


def test_more_than_an_address_holds_is_said(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    press(opened, "批注")
    drawn_note(opened, "point", "短")
    assert "已写入本页链接" in opened.page.locator(".lb-memos .lb-foot").inner_text()
    opened.page.locator(".lb-memo textarea").fill("长" * 400)
    assert "请保存为文件" in opened.page.locator(".lb-memos .lb-foot").inner_text()
    assert in_address(opened) == []
    assert texts(opened) == ["长" * 400]
    opened.page.locator(".lb-memo textarea").fill("长" * 700)
    assert len(texts(opened)[0]) == 500


def test_one_tool_draws_at_a_time(browser: Browser, work: Path) -> None:
    opened = opened_map(browser, work)
    press(opened, "批注")
    press(opened, "画线")
    press(opened, "测距")
    opened.page.mouse.click(*SPOTS[0])
    opened.page.mouse.click(*SPOTS[1])
    opened.page.keyboard.press("Enter")
    assert texts(opened) == []
    opened.page.keyboard.press("Escape")
    press(opened, "标点")
    opened.page.mouse.click(*SPOTS[2])
    assert len(texts(opened)) == 1
    opened.assert_clean()


@pytest.mark.parametrize("bad", ["%7B", "[[0,%22a%22,%22%22,1]]", "x" * 5000])
def test_a_link_that_was_cut_opens_without_notes(
    browser: Browser, work: Path, bad: str
) -> None:
    opened = opened_map(browser, work, FEW, f"#notes={bad}")
    press(opened, "批注")
    assert texts(opened) == []
    opened.assert_clean()
