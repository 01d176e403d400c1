"""Columns given other codes in an open page: classes, texts and figures follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import open_page
from test_webmap_panel import assert_figures, opened_map, tick

from landbase.style import make_legend
from landbase.testing import make_parcels
from landbase.vocabulary import Vocabulary
from landbase.webmap import disposal_map, save_map

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

STATUS = Vocabulary.default().labels("status")
RECODE = """
Landbase.openLayers(map).forEach(({store}) => {
  const number = store.columns.findIndex((one) => one.name === "parcel_id");
  const all = Array.from({length: store.count}, (_, row) => store.text(number, row));
  const rows = all.map((id) => value.rows[id]);
  store.setCodes("class", Uint8Array.from(rows, (row) => row[0]));
  store.setCodes("status", Uint8Array.from(rows, (row) => row[1]), value.words);
});
Landbase.recoded(map);
"""


@pytest.mark.parametrize("count", [300, 2300])
def test_other_codes_change_colours_filters_and_figures(
    browser: Browser, work: Path, count: int
) -> None:
    parcels = make_parcels(count)
    opened = opened_map(browser, parcels, work)
    tick(opened, "处置状态", "已销号")
    legend = make_legend(parcels)
    later = parcels.assign(status=parcels["status"].iloc[::-1].to_numpy())
    words = list(STATUS.values())
    rows = zip(
        parcels["parcel_id"],
        legend.positions(later["status"]).tolist(),
        later["status"].map(lambda code: list(STATUS).index(code)),
        strict=True,
    )
    new = {parcel: [position, code] for parcel, position, code in rows}
    opened.run(RECODE, {"rows": new, "words": words})
    assert_figures(opened, later[later["status"] == "closed"])
    opened.page.locator(".lb-chip").click()
    assert_figures(opened, later)

    number = int((parcels["status"] != later["status"]).to_numpy().argmax())
    at = parcels.geometry.iloc[number].representative_point()
    place = opened.look_at(at.x, at.y, 16)
    opened.drawn()
    color = legend.all_classes[new[parcels["parcel_id"].iloc[number]][0]].color
    assert opened.pixel(*place) == color.upper()
    opened.page.mouse.click(*place)
    card = opened.page.locator(".leaflet-popup .lb-card")
    assert STATUS[later["status"].iloc[number]] in card.inner_text()
    opened.assert_clean()


@pytest.mark.parametrize(
    ("name", "length", "said"),
    [
        ("class", 29, "29 codes for 30 parcels"),
        ("parcel_id", 30, "no column of words is named parcel_id"),
        ("nothing", 30, "no column of words is named nothing"),
    ],
)
def test_codes_that_do_not_fit_are_refused(
    browser: Browser, work: Path, name: str, length: int, said: str
) -> None:
    parcels = make_parcels(30).assign(category="idle")
    opened = open_page(browser, save_map(disposal_map(parcels), work / "a.html"))
    refused = opened.run(
        "try { Landbase.openLayers(map)[0].store.setCodes(value[0],"
        "new Uint8Array(value[1])); } catch (error) { return error.message; }",
        [name, length],
    )
    assert refused == said
