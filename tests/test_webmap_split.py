"""A page for each banner or other value, and the page that leads to them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from browsing import SIZES, cells, open_page
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from layer_bytes import decoded, texts_of
from shapely.geometry import LineString, box

from landbase.area import ellipsoidal_area
from landbase.errors import LandbaseWarning, SchemaError, SourceError
from landbase.files import file_stem
from landbase.rules.vocabulary import Vocabulary
from landbase.style import Heading
from landbase.testing import make_parcels
from landbase.units import from_m2, round_half_up
from landbase.webmap.basemap import OfflineBaseMap
from landbase.webmap.split import save_split_map

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

BANNER = Vocabulary.default().labels("banner")
OUTLINES = gpd.GeoDataFrame(
    {"banner": ["150602", "150622"], "name": ["东胜区", "准格尔旗"]},
    geometry=[box(109.7, 39.7, 110.1, 39.9), box(110.6, 39.3, 111.4, 40.2)],
    crs="EPSG:4490",
)
EVIL = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(2)>",
    "con",
    "..",
    "",
]


def ids_in(page: str) -> list[str]:
    """The parcels that a page holds, read from its payload."""
    texts = re.findall(r'<script type="text/plain"[^>]*>([^{<]*)</script>', page)
    layers = [texts_of(decoded(text, compressed=False)) for text in texts]
    return [parcel for layer in layers for parcel in layer["地块编号"]]


def table_of(page: Any) -> dict[str, list[float]]:
    return {
        code: [float(text.replace(",", "")) for text in texts]
        for code, texts in cells(page, "table tr[data-code]").items()
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_per_banner_and_their_contents(
    browser: Browser, work: Path, lang: Any, size: str
) -> None:
    parcels = make_parcels(200)
    parcels.loc[:2, "banner"] = None
    heading = Heading(as_of="2023-07-06", note="内部使用")
    written = save_split_map(
        parcels, work / "全市 图.html", banners=OUTLINES, title=heading, lang=lang
    )
    assert written.contents == work / "全市 图.html"
    codes = [*sorted(parcels["banner"].dropna().unique()), ""]
    assert written.pages.index.tolist() == codes
    opened = open_page(browser, written.contents, size)
    opened.assert_clean()
    assert opened.page.locator("header").inner_text().count("内部使用") == 1
    shown = table_of(opened.page)
    total = shown.pop("total")
    sums = pd.DataFrame(shown, index=["count", "mu", "ha"]).sum(axis=1).round(2)
    assert sums.tolist() == total
    mu = from_m2(ellipsoidal_area(parcels).sum(), "mu")
    assert total[:2] == [200, float(round_half_up(mu, 2))]
    counts = parcels["banner"].fillna("").value_counts()
    assert {code: row[0] for code, row in shown.items()} == counts.to_dict()
    assert opened.page.locator("svg a").count() == len(codes) + 2  # two outlines
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    assert width <= SIZES[size][0]
    label = Vocabulary.default().labels("banner", lang)["150622"]
    opened.page.locator("table a", has_text=label).click()
    opened.page.locator(".lb-legend").wait_for()
    assert opened.legend()["total"][0] == f"{counts['150622']:,}"
    assert opened.page.locator(".lb-title h1").inner_text().startswith(label)
    assert opened.messages == []


def test_a_page_holds_only_its_own_parcels(work: Path) -> None:
    parcels = make_parcels(120)
    written = save_split_map(parcels, work / "a.html")
    seen: list[str] = []
    for code, page in written.pages.iterrows():
        text = page["path"].read_text("utf-8")
        ids = ids_in(text)
        own = parcels.loc[parcels["banner"] == code, "parcel_id"]
        assert sorted(ids) == sorted(own)
        seen += ids
    assert sorted(seen) == sorted(parcels["parcel_id"])
    contents = written.contents.read_text("utf-8")
    assert not any(parcel in contents for parcel in parcels["parcel_id"])


def test_values_of_any_kind_make_safe_names_and_links(
    browser: Browser, work: Path
) -> None:
    parcels = make_parcels(50)
    parcels["zone"] = [EVIL[n % len(EVIL)] for n in range(50)]
    written = save_split_map(parcels, work / "a.html", by="zone")
    names = [path.name for path in written.pages["path"]]
    assert len({name.casefold() for name in names}) == len(EVIL)
    assert all(
        path.parent == work / "a" and path.is_file() for path in written.pages["path"]
    )
    opened = open_page(browser, written.contents)
    labels = opened.page.locator("table a").all_text_contents()
    assert labels == written.pages["label"].tolist()
    opened.assert_clean()
    for number in range(len(EVIL)):
        opened.page.locator("table a").nth(number).click()
        opened.page.locator(".lb-legend").wait_for()
        opened.page.go_back()
    assert opened.messages == []


@given(st.lists(st.text(max_size=90), max_size=8))
def test_names_of_files_suit_every_system(texts: list[str]) -> None:
    taken: set[str] = set()
    stems = [file_stem(text, taken) for text in texts]
    assert len({stem.casefold() for stem in stems}) == len(texts)
    for stem in stems:
        assert stem.strip(" .") == stem != ""
        assert not set('<>:"/\\|?*\0\n\r\t') & set(stem)
        assert len(f"{stem}.html".encode()) <= 255


def test_the_same_parcels_give_the_same_pages(work: Path) -> None:
    parcels = make_parcels(60)
    before = parcels.copy(deep=True)
    for name in ("一", "二"):
        (work / name).mkdir()
        save_split_map(parcels, work / name / "a.html", banners=OUTLINES)
    files = [
        {p.relative_to(work / name): p.read_bytes() for p in (work / name).rglob("*.*")}
        for name in ("一", "二")
    ]
    assert files[0] == files[1]
    assert not any(".part" in path.name for path in files[0])
    pd.testing.assert_frame_equal(pd.DataFrame(parcels), pd.DataFrame(before))


def test_given_areas_are_those_of_the_table(work: Path) -> None:
    parcels = make_parcels(30)
    areas = pd.Series(10_000.0, index=parcels.index)
    written = save_split_map(parcels, work / "a.html", areas=areas)
    assert (written.pages["mu"] == 15 * written.pages["count"]).all()
    assert "面积按提供的数值" in written.contents.read_text("utf-8")


def test_what_cannot_be_split_is_refused(work: Path) -> None:
    with pytest.raises(SchemaError, match="无此列"):
        save_split_map(make_parcels(3), work / "a.html", by="无此列")
    with pytest.raises(ValueError, match="index"):
        save_split_map(make_parcels(3), work / "a.html", areas=pd.Series([1.0]))
    assert list(work.iterdir()) == []


def test_nothing_makes_a_page_of_nothing(browser: Browser, work: Path) -> None:
    written = save_split_map(make_parcels(0), work / "a.html")
    opened = open_page(browser, written.contents)
    assert table_of(opened.page) == {"total": [0, 0, 0]}
    opened.assert_clean()


def test_the_command_splits_by_banner(work: Path) -> None:
    (path,) = (ROOT / "sample_data").glob("批而未供_37带.shp")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "landbase", "map", str(path)),
            *("--category", "批而未供", "--split-by", "banner"),
            *("--overlay", str(next((ROOT / "sample_data").glob("旗区*.geojson")))),
            *("--output", str(work / "旗区.html")),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr.decode("utf-8")
    pages = sorted(page.stem for page in (work / "旗区").iterdir())
    assert len(pages) > 3
    assert all(BANNER[page[:6]] == page[7:] for page in pages)
    assert "合计" in (work / "旗区.html").read_text("utf-8")
    page = next((work / "旗区").iterdir()).read_text("utf-8")
    assert '{"kind":"outlines"' in page


def test_a_page_of_blanks_is_one_page(work: Path) -> None:
    zones = ["", None, "  ", pd.NA, "missing", "未填", "a", "A", "a"]
    parcels = make_parcels(9).assign(zone=zones)
    written = save_split_map(parcels, work / "a.html", by="zone")
    assert written.pages.index.tolist() == ["A", "a", "missing", "未填", ""]
    assert written.pages["count"].tolist() == [1, 2, 1, 1, 4]
    pages = [path.read_text("utf-8") for path in written.pages["path"]]
    assert [len(ids_in(page)) for page in pages] == [1, 2, 1, 1, 4]
    total = round_half_up(from_m2(ellipsoidal_area(parcels).sum(), "mu"), 2)
    assert written.pages["mu"].sum() == pytest.approx(total)


def test_a_base_map_is_on_the_pages_that_it_reaches(tmp_path: Path) -> None:
    parcels = make_parcels(60).assign(banner="150602")
    far = make_parcels(30).assign(banner="150622")
    far["parcel_id"] = "远" + far["parcel_id"].astype(str)
    far = far.set_geometry(far.geometry.translate(10))
    both = pd.concat([parcels, far], ignore_index=True)
    road = gpd.GeoDataFrame(
        geometry=[LineString(parcels.total_bounds.reshape(2, 2))], crs=parcels.crs
    )
    base = OfflineBaseMap(source=road)
    with pytest.warns(LandbaseWarning, match="准格尔旗") as said:
        pages = save_split_map(both, tmp_path / "分旗区.html", basemap=base).pages
    assert len(said) == 1
    assert "东胜区" not in str(said[0].message)
    has = {code: '"kind":"sketch"' in page.read_text("utf-8")
           for code, page in pages["path"].items()}  # fmt: skip
    assert has == {"150602": True, "150622": False}
    everywhere = base_map(road.union_all().buffer(15), parcels.crs)
    with pytest.warns(LandbaseWarning, match="准格尔旗"):
        pages = save_split_map(
            both, tmp_path / "两幅.html", basemap=[base, everywhere]
        ).pages
    counts = [
        page.read_text("utf-8").count('"kind":"sketch"') for page in pages["path"]
    ]
    assert counts == [2, 1]
    with pytest.raises(SourceError) as refused:
        save_split_map(far, tmp_path / "无.html", basemap=base)
    assert refused.value.key == "basemap_elsewhere"


def base_map(shape: Any, crs: Any) -> OfflineBaseMap:
    frame = gpd.GeoDataFrame({"kind": ["green"]}, geometry=[shape], crs=crs)
    return OfflineBaseMap(source=frame, name="大图")
