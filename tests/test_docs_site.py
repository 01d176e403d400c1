"""The built site: whole, offline, in Chinese, with what was executed and drawn."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import nbformat
import pytest
from conftest import IN_CI, ROOT

from landbase.issues import issue_codes

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

DOCS = ROOT / "docs"
SITE = DOCS / "_build" / "html"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOWN = (
    "index.html",
    "howto/check.html",
    "api/ellipsoidal_area.html",
    "area-methods.html",
    "issue-codes.html",
    "rules.html",
    "gallery/index.html",
    "notebooks/01_from_files_to_map.html",
)


SAID = {
    "01": (
        "86800.0",
        "49700.0",
        "8.68",
        "4.97",
        "13.65",
        "28.57%",
        "撤销批文",
        "map.html",
    ),
    "02": (
        "not_started",
        "overdue",
        "销号须有处置文号",
        "closed",
        "与当时一字不差： True",
    ),
    "03": ("完成率28.57%", "cannot_hold", "unit_slip", "对账.xlsx"),
    "04": ("1720", "09_伊金霍洛旗.pdf", "=SUM(", "136500", "完成率28.57%"),
}
PICTURES = {"04": 7}


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def load_checks() -> Any:
    return load(DOCS / "check_site.py")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build as `make docs` does; what is unchanged is not built again.

    Notebooks run where all folders made in the meantime have Chinese names.
    """
    if importlib.util.find_spec("sphinx") is None and not IN_CI:
        pytest.skip('needs the site\'s tools: pip install -e ".[docs]"')
    options = ["--fail-on-warning", "--keep-going", "--quiet"]
    folder = str(tmp_path_factory.mktemp("笔记本 所在"))
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, DOCS, SITE],
        env=os.environ | {"TMPDIR": folder, "TEMP": folder, "TMP": folder},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return SITE


def test_all_that_pages_refer_to_is_there_and_every_name_has_a_page(site: Path) -> None:
    assert load_checks().faults(site) == []


def test_the_check_finds_each_kind_of_fault(work: Path) -> None:
    (work / "other.html").write_text('<p id="here">', "utf-8")
    (work / "style.css").write_text("a { background: url(no.png) }", "utf-8")
    (work / "index.html").write_text(
        '<script src="https://cdn.example/x.js"></script><img src="gone.png">'
        '<link rel="stylesheet" href="style.css"><link rel="canonical" href="x">'
        '<p style="background:url(//far.example/a.png)">'
        '<a href="other.html#here">good</a><a href="other.html#there">bad</a>'
        '<a href="https://example.org/">good</a><a href="http://example.org/">bad</a>'
        '<a href="gone.html">bad</a><a href="#nowhere">bad</a>',
        "utf-8",
    )
    found = load_checks().faults(work)
    assert [fault for fault in found if "has no page" not in fault] == [
        "index.html: asks for https://cdn.example/x.js",
        "index.html: gone.png is missing",
        "index.html: asks for //far.example/a.png",
        "index.html: other.html#there is no place of that page",
        "index.html: links to http://example.org/",
        "index.html: gone.html is missing",
        "index.html: #nowhere is no place of that page",
        "style.css: no.png is missing",
    ]
    assert "read_parcels has no page" in found


def test_formulas_are_mathml(site: Path) -> None:
    text = (site / "area-methods.html").read_text("utf-8")
    formula = re.findall(r"<math.+?</math>", text, re.DOTALL)[-1]
    for element in ("<munderover>", "∑</mo>", "<mfrac>", "<msup>"):
        assert element in formula
    assert not re.search(r"src=.[^>]*mathjax", text, re.IGNORECASE)
    assert "<math" in (site / "api/ellipsoidal_area.html").read_text("utf-8")


def outputs(notebook: nbformat.NotebookNode) -> str:
    """Join the texts of all that the cells show, those of tables too."""
    shown = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    kinds = ("text/plain", "text/html")
    texts = [out.get("text", "") for out in shown]
    texts += [out.get("data", {}).get(kind, "") for out in shown for kind in kinds]
    return "\n".join(texts)


@pytest.fixture(scope="module")
def executed(site: Path) -> Path:
    """Where the notebooks lie with what they gave while the site was built."""
    return site.parent / "executed" / str(load(DOCS / "_ext" / "notebooks.py").digest())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_it_promises(path: Path, executed: Path) -> None:
    from jupyter_cache import get_cache  # comes with the tools of the site

    kept = get_cache(executed)
    _, notebook = kept.merge_match_into_notebook(nbformat.read(path, as_version=4))
    assert len(notebook.cells) > 8
    shown = outputs(notebook)
    assert not [said for said in SAID[path.stem[:2]] if said not in shown]
    data = [
        out.get("data", {})
        for cell in notebook.cells
        for out in cell.get("outputs", [])
    ]
    pictures = [kinds for kinds in data if "image/png" in kinds]
    assert len(pictures) >= PICTURES.get(path.stem[:2], 0)
    assert "<iframe" in data[-1]["text/html"]  # the map comes last


# Cells of at least three Chinese letters that show fewer than three on a line, and
# frames from which a table sticks out.
_NARROW = """() => {
  const em = (cell) => parseFloat(getComputedStyle(cell).fontSize);
  const cells = [...document.querySelectorAll(".cell_output :is(td, th)")];
  const frames = [...document.querySelectorAll(".cell_output .output")];
  return [
    ...cells.filter((cell) => /[\\u4e00-\\u9fff]{3}/.test(cell.innerText))
      .filter((cell) => cell.clientWidth < 3 * em(cell)),
    ...frames.filter((frame) => frame.querySelector("table"))
      .filter((frame) => getComputedStyle(frame).overflowX === "visible"),
  ].map((element) => element.innerText.slice(0, 40));
}"""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_tables_of_a_notebook_read_along_the_line(
    path: Path, site: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 768})
    page.goto((site / "notebooks" / f"{path.stem}.html").as_uri())
    assert page.evaluate(_NARROW) == []
    page.close()


def test_notebooks_show_what_they_gave(site: Path) -> None:
    for path in NOTEBOOKS:
        cells = nbformat.read(path, as_version=4).cells
        text = (site / "notebooks" / f"{path.stem}.html").read_text("utf-8")
        assert text.count("cell_input") >= sum(c.cell_type == "code" for c in cells)
        assert "cell_output" in text
        assert "Traceback" not in text
    first = (site / "notebooks/01_from_files_to_map.html").read_text("utf-8")
    assert "13.65" in first


def test_the_gallery_has_its_pictures(site: Path) -> None:
    page = (site / "gallery/index.html").read_text("utf-8")
    pictures = re.findall(r'<img [^>]*src="([^"]+)"', page)
    assert len(pictures) >= 7
    for picture in pictures:
        assert (site / "gallery" / picture).stat().st_size > 15_000


def test_every_issue_code_is_on_its_page(site: Path) -> None:
    text = (site / "issue-codes.html").read_text("utf-8")
    assert not [code for code in issue_codes() if f">{code}<" not in text]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_open_offline_and_fit(site: Path, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for name in SHOWN:
        page.goto((site / name).as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, name
    assert wrong == []
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    context.close()


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("处置", "howto/decisions"),
        ("撤销批文", "rules"),
        ("overlaps", "find_overlaps"),
        *((words, "find.html") for words in ("选颜色", "choose colours")),
        *((words, "find.html") for words in ("自己的词汇", "own vocabulary")),
        *((words, "howto/offline") for words in ("离线安装", "offline installation")),
        *((words, "find.html") for words in ("大数据量", "large data")),
        *((words, "land-base") for words in ("多人使用", "many people")),
        *((words, "howto/gis-desktops") for words in ("QGIS 插件", "QGIS plugin")),
    ],
)
def test_search_finds_chinese_and_english(
    site: Path, browser: Browser, words: str, where: str
) -> None:
    page = browser.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q={quote(words)}")
    page.wait_for_selector("#search-results li a")
    page.wait_for_function("!document.querySelector('.search-progress')")
    links = page.locator("#search-results li a").evaluate_all(
        "all => all.map((a) => a.href)"
    )
    assert [link for link in links if where in link], links[:5]
    page.close()


def test_the_site_opens_from_a_zip_without_a_server(
    site: Path, browser: Browser, work: Path
) -> None:
    """As `make release` packs it: nothing is asked of a network, and search works."""
    command = [sys.executable, "-m", "zipfile"]
    subprocess.run([*command, "-c", work / "docs.zip", f"{site}/"], check=True)
    subprocess.run([*command, "-e", work / "docs.zip", work / "打开"], check=True)
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((work / "打开" / "html" / "index.html").as_uri())
    page.locator("article a", has_text="A path in English").first.click()
    page.wait_for_selector("h1:has-text('A path in English')")
    page.locator("article a", has_text="status map").first.click()
    page.wait_for_selector("h1:has-text('状态地图')")
    page.goto(f"{(work / '打开' / 'html' / 'search.html').as_uri()}?q=many%20people")
    page.wait_for_selector("#search-results li a")
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    context.close()
