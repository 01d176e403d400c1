"""What `make demo` has to leave: every product, drawn with Chinese letters.

Run with the folder of results; ends with 1 and names what is not right.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pypdf import PdfReader

REPORT = (
    *("map_status.pdf", "map_progress.pdf", "chart_progress.pdf", "chart_months.pdf"),
    *("chart_disposal_type.pdf", "chart_cause.pdf", "tables.xlsx", "bulletin.docx"),
    *("atlas/atlas.pdf", "atlas/index.pdf", "atlas/01_东胜区.pdf"),
    *("atlas/02_康巴什区.pdf", "atlas/03_达拉特旗.pdf", "atlas/04_准格尔旗.pdf"),
    *("atlas/05_鄂托克前旗.pdf", "atlas/06_鄂托克旗.pdf", "atlas/07_杭锦旗.pdf"),
    *("atlas/08_乌审旗.pdf", "atlas/09_伊金霍洛旗.pdf"),
)
PRODUCTS = (
    *("ordos.gpkg", "issues.xlsx", "area_table.xlsx", "progress.xlsx", "map.html"),
    *("as_it_arrives_issues.xlsx", *(f"report/{name}" for name in REPORT)),
)
_BOXES = "LastResort"  # the font by which matplotlib draws letters it has not


def wrong_products(out: Path) -> list[str]:
    """Say what is missing among the results of a demo, or has no Chinese letters."""
    files = [path for path in out.rglob("*") if path.is_file()]
    there = {path.relative_to(out).as_posix() for path in files}
    said = [f"missing: {name}" for name in PRODUCTS if name not in there]
    said += [f"not expected: {name}" for name in sorted(there - {*PRODUCTS})]
    for name in sorted(there):
        if name.endswith(".pdf"):
            said += [f"{name}: {word}" for word in _wrong_letters(out / name)]
    return said


def _wrong_letters(pdf: Path) -> list[str]:
    """Say what is wrong with the letters of a drawing."""
    said = []
    for number, page in enumerate(PdfReader(pdf).pages, 1):
        fonts = page["/Resources"].get("/Font", {}).values()
        names = {str(font.get_object()["/Name"]) for font in fonts}
        if any(_BOXES in name for name in names):
            said.append(f"page {number} has boxes for letters")
        if not any("\u4e00" <= letter <= "\u9fff" for letter in page.extract_text()):
            said.append(f"page {number} has no Chinese letters")
    return said


if __name__ == "__main__":
    wrong = wrong_products(Path(sys.argv[1]))
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write("\n".join([*wrong, f"{len(PRODUCTS)} products expected\n"]))
    sys.exit(bool(wrong))
