"""Other formats and other doors: no request, nothing of another file, no formula."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

import docx
import hostile_corpus
import neighbours
import openpyxl
import pytest
from browsing import leave
from test_hostile_files import shown, told

import landbase as lb
from landbase.cli.main import main
from landbase.errors import LandbaseError
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Count

Listener = tuple[str, list[str]]


@pytest.fixture
def own(work: Path) -> hostile_corpus.Canaries:
    return hostile_corpus.Canaries(work / "own")


def test_no_other_format_leads_elsewhere(
    work: Path, listener: Listener, own: hostile_corpus.Canaries, count: Count
) -> None:
    url, asked = listener
    before = own.vector.read_bytes()
    found: dict[str, Path] = {}
    for make in (neighbours.archives, neighbours.formats):
        (folder := work / make.__name__).mkdir()
        found |= make(folder, url, own)
    for name, path in found.items():
        assert hostile_corpus.CANARY not in told(lambda p=path: shown(p)), name
        assert hostile_corpus.CANARY not in told(lambda p=path: lb.read_banners(p)), (
            name
        )
    assert own.vector.read_bytes() == before
    assert not [*work.parent.rglob("a.geojson")]
    count("files that lead elsewhere", len(found))
    count("requests that they made", len(asked))
    assert asked == []


def test_no_ledger_leads_elsewhere(
    work: Path, listener: Listener, count: Count
) -> None:
    url, asked = listener
    found = neighbours.ledgers(work, url)
    for path in found.values():
        for read in (lb.read_ledger, lb.read_tasks, lb.read_supply_table):
            more = {"kind": "approvals"} if read is lb.read_supply_table else {}
            told(lambda r=read, p=path, m=more: r(p, **m))
    ledger, _ = lb.read_ledger(found["plain.xlsx"], category="idle")
    assert len(ledger) > len(neighbours.CELLS)
    count("files that lead elsewhere", len(found))
    count("requests that they made", len(asked))
    assert asked == []


DOORS: dict[str, Callable[[str], object]] = {
    "parcels": lambda at: lb.read_parcels(at, category="idle"),
    "banners": lb.read_banners,
    "ledger": lb.read_ledger,
    "tasks": lb.read_tasks,
    "base": lambda at: lb.repair(at, "新.gpkg"),
    "image": lambda at: lb.ImageLayer(at, name="影像"),
    "base map": lambda at: lb.disposal_map(
        make_parcels(2), basemap=[lb.OfflineBaseMap(source=at)]
    ),
    "project": lb.Project.load,
    "schema": lb.ExportSchema.load,
}


@pytest.mark.parametrize("door", DOORS)
def test_an_address_is_no_file_at_any_door(  # noqa: PLR0917 - fixtures
    work: Path,
    listener: Listener,
    own: hostile_corpus.Canaries,
    monkeypatch: pytest.MonkeyPatch,
    door: str,
    count: Count,
) -> None:
    url, asked = listener
    monkeypatch.chdir(work)
    before = sorted(work.rglob("*"))
    for address in neighbours.addresses(url, own):
        with pytest.raises(LandbaseError) as caught:
            DOORS[door](address)
        assert hostile_corpus.CANARY not in f"{caught.value}{caught.value.zh}", address
    assert sorted(work.rglob("*")) == before
    count("addresses given for files", len(neighbours.addresses(url, own)))
    count("requests that they made", len(asked))
    assert asked == []


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/a.gpkg", "/vsicurl/http://a/a.gpkg", "/vsizip/a.zip/a.gpkg",
     "ftp://a/a.gpkg", "file:///a.gpkg", "s3://a/a.gpkg"],
)  # fmt: skip
def test_no_land_base_is_made_at_an_address(
    work: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.chdir(work)
    with pytest.raises(LandbaseError, match="address"):
        lb.LandBase.open(address)
    assert [*work.iterdir()] == []


def texts(url: str, number: int) -> str:
    return neighbours.MARKUP[number % len(neighbours.MARKUP)].format(url=url)


@pytest.fixture
def marked(work: Path, listener: Listener) -> lb.LandBase:
    """A land base in which every text of a person is markup."""
    url, _ = listener
    parcels = make_parcels(20).drop(columns=["status", "disposal_type"])
    columns = ["name", "holder", "approval_no", "zone", "contract_no", "supervision_no"]
    for shift, column in enumerate(columns):
        parcels[column] = [texts(url, row + shift) for row in range(20)]
    parcels["备注<b>"] = [texts(url, row) for row in range(20)]
    parcels["parcel_id"] = [f"{texts(url, row)}{row}" for row in range(20)]
    base = lb.LandBase.open(work / "库.gpkg")
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", lb.LandbaseWarning
        )  # of what nobody sees in ids
        base.add(parcels)
    idle = base.parcels().query("category == 'idle'")["parcel_id"]
    for number, parcel in enumerate(idle):
        base.record(
            parcel, "start_by_deadline", status="planned", effective="2023-03-01",
            due="2023-06-01", document=texts(url, number),
            reason=texts(url, number + 1), by=texts(url, number + 2),
        )  # fmt: skip
    return base


def test_no_text_of_the_data_runs_in_a_page(
    marked: lb.LandBase, work: Path, listener: Listener, browser: Any, count: Count
) -> None:
    url, asked = listener
    title = texts(url, 1)
    page = lb.disposal_map(marked.parcels(), decisions=marked.decisions(), title=title)
    path = lb.save_map(page, work / "图.html")
    opened = browser.new_page()
    said: list[str] = []
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    opened.on("request", lambda one: said.append(one.url))
    opened.goto(path.as_uri())
    opened.wait_for_selector(".leaflet-interactive, canvas", state="attached")
    opened.keyboard.press("Tab")
    for node in opened.locator(".leaflet-interactive").all()[:6]:
        node.click(force=True)
    assert [one for one in said if url in one] == []
    leave(browser)
    count("texts that are markup", 20 * 8)
    count("requests that they made", len(asked))
    assert asked == []


def test_no_text_is_markup_in_a_notebook(
    marked: lb.LandBase, listener: Listener
) -> None:
    url, asked = listener
    for shown_as in (
        marked.parcels().head(20), marked, lb.check_parcels(marked.parcels()),
    ):  # fmt: skip
        text = shown_as._repr_html_()
        assert text
        assert f"<img src='{url}" not in text
        assert "<script>fetch" not in text
    assert asked == []


def test_no_text_is_a_formula_in_a_workbook(work: Path, listener: Listener) -> None:
    url, _ = listener
    cells = [cell.format(url=url) for cell in neighbours.CELLS]
    parcels = make_parcels(len(cells)).drop(columns=["status", "disposal_type"])
    parcels = parcels.assign(name=cells, holder=cells)
    with lb.LandBase.open(work / "库.gpkg") as base:
        base.add(parcels)
        kept = base.parcels()
    table = work / "地块.xlsx"
    with pytest.raises(SystemExit):
        main(["export", str(work / "库.gpkg"), str(table)])
    lb.check_parcels(kept).to_excel(work / "问题.xlsx")
    for path in (table, work / "问题.xlsx"):
        book = openpyxl.load_workbook(path)
        every = [c for sheet in book for row in sheet.iter_rows() for c in row]
        # our own sums are formulas
        formulas = {str(c.value) for c in every if c.data_type == "f"}
        assert not [
            f for f in formulas if not re.fullmatch(r"=[A-Z]+\([A-Z\d:,]+\)", f)
        ]
        assert not [c for c in every if c.hyperlink]
    said = {str(c.value) for row in openpyxl.load_workbook(table).active for c in row}
    assert cells[0] in said


def test_a_template_that_leads_elsewhere_is_refused(
    marked: lb.LandBase, work: Path, listener: Listener
) -> None:
    url, asked = listener
    kinds = ("attachedTemplate", "image", "oleObject", "frame", "subDocument")
    for kind in kinds:
        paper = docx.Document()
        paper.add_paragraph("{{ title }}")
        paper.part.relate_to(
            f"{url}/{kind}",
            f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}",
            is_external=True,
        )
        paper.save(str(path := work / f"{kind}.docx"))
        with pytest.raises(LandbaseError, match=kind):
            lb.bulletin(marked, on="2023-07-06", template=path, path=work / "报.docx")
    assert asked == []
