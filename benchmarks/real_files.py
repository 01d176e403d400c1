"""Read every file below a folder of real files, and compare with another reading.

python benchmarks/real_files.py [folder]     (by default ../shared/data)

Rows read and set aside stand beside the count of another program: pyogrio without
landbase, pyarrow, openpyxl or the lines of a text; `≠` marks each that differs.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd

from landbase import LandbaseError, ellipsoidal_area, read_ledger
from landbase.crs import datum_of, detect_crs
from landbase.io.counts import count_head_lines
from landbase.io.formats import FORMATS, read_source
from landbase.issues import Issues
from landbase.tables.read import read_workbook

if TYPE_CHECKING:
    from landbase.io.layers import RawTable

ROOT = Path(__file__).resolve().parent.parent
# companions of another file, and what is no data
_PARTS = {".shx", ".dbf", ".prj", ".cpg", ".id", ".map", ".dat", ".mid", ".xsd"}
_NO_DATA = {".md", ".wkt", ".py"}
_SHEETS = {".xlsx", ".xls"}
# what is known of a file from elsewhere, in m²; what documents declare is plane area,
# up to 0.04 % more than the ellipsoidal area printed beside it
EXPECTED = {
    "windr07_SampleData_gbk.txt": 16_693.37,
    "SampleData.shp": 16_693.37,
    "polygon-txt_44120000072.txt": 12_247.0,
    "polygon-txt_44120000105.txt": 87_423.0,
    "polygon-txt_44120000120.txt": 26_708.0,
    "polygon-txt_44120000669_3in1.txt": 433.0,
    "polygon-txt_arcpy_plot_000_noarea.txt": 12_247.0,
    "gdal_closed_polyline_with_bulge_gk40.dxf": 10_205.0,
    "ordos9_tianditu_cgcs2000.geojson": 86_853.3e6,
    "04l_inner.kml": 9_198.6,
    "32a_3rings.kml": 8_598.7,
}


class Outcome(NamedTuple):
    """What came of a file: tables, rows read, rows set aside by the reader, issues."""

    tables: int
    rows: int
    aside: int
    issues: Issues
    area: float | None


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    heads = ["file", "tables", "rows", "aside", "apart", "", "errors", "warnings"]
    heads += ["info", "area m²", "expected"]
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    differ = compared = refused = 0
    for path in sources(folder):
        name = path.relative_to(folder).as_posix()
        try:
            outcome = read(path)
        except LandbaseError as error:
            refused += 1
            print(f"| {name} | refused: {error} |" + " |" * (len(heads) - 2))
            continue
        apart = count_apart(path)
        off = apart is not None and apart != outcome.rows + outcome.aside
        differ += off
        compared += apart is not None
        print(f"| {name} | {cells(path, outcome, apart, off=off)} |", flush=True)
    print(f"\n{compared} compared, {differ} differ, {refused} refused")


def sources(folder: Path) -> list[Path]:
    """List files and geodatabases, without the parts of others."""
    found = []
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        if suffix == ".gdb":
            found.append(path)
        elif path.is_dir():
            found += sources(path)
        elif suffix not in _NO_DATA and (suffix not in _PARTS or is_lone_table(path)):
            found.append(path)
    return found


def is_lone_table(path: Path) -> bool:
    beside = {p.suffix.lower() for p in path.parent.glob(f"{path.stem}.*")}
    return path.suffix.lower() == ".dbf" and not {".shp", ".tab"} & beside


def read(path: Path) -> Outcome:
    if path.suffix.lower() in _SHEETS:
        grids = read_workbook(path)
        rows = sum(len(grid.cells) for grid in grids)
        return Outcome(len(grids), rows, 0, Issues.none(), None)
    if path.suffix.lower() == ".csv":
        ledger, issues = read_ledger(path)
        return Outcome(1, len(ledger), len(issues.set_aside_rows()), issues, None)
    tables = read_source(path)
    issues = Issues.concat(table.issues for table in tables)
    rows = sum(len(table.rows) for table in tables)
    areas = [area for table in tables if (area := area_of(table)) is not None]
    aside = len(issues.set_aside_rows())
    return Outcome(len(tables), rows, aside, issues, sum(areas) if areas else None)


def count_apart(path: Path) -> int | None:
    """Count rows without landbase, where another program can."""
    suffix = path.suffix.lower()
    if suffix in {".parquet", ".geoparquet"}:
        from pyarrow import parquet

        return int(parquet.read_metadata(path).num_rows)
    if suffix == ".xlsx":
        import openpyxl

        book = openpyxl.load_workbook(path, data_only=True)
        return sum(map(last_row, book.worksheets)) or None
    if suffix == ".csv":
        return None if not is_plain_csv(path) else plain_rows(path)
    if suffix == ".txt":
        return count_head_lines(path)
    if suffix not in FORMATS or FORMATS[suffix].is_archive:
        return None
    return features(path)


def last_row(page: Any) -> int:
    """Give the number of the last row in which something stands."""
    rows = enumerate(page.iter_rows(values_only=True), start=1)
    return max(
        (n for n, row in rows if any(v not in {None, ""} for v in row)), default=0
    )


def is_plain_csv(path: Path) -> bool:
    return "found" in path.parts  # a header in the first line, no totals


def plain_rows(path: Path) -> int:
    data = path.read_bytes()
    text = data.decode("utf-8-sig" if _is_utf8(data) else "gb18030")
    csv.field_size_limit(2**30)
    return sum(any(row) for row in csv.reader(text.splitlines())) - 1


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# Meets every feature of the layers that may hold polygons; alone, for it may crash.
_MEET = """
import sys, warnings
import pyogrio
warnings.simplefilter("ignore")
path, where = sys.argv[1], None if sys.argv[1].lower().endswith(".shp") else "1 = 1"
listed = [(name, str(kind)) for name, kind in pyogrio.list_layers(path) if kind]
words = ("Polygon", "Unknown", "GeometryCollection", "Surface")
names = [n for n, kind in listed if len(listed) == 1 or any(w in kind for w in words)]
options = dict(columns=[], where=where, read_geometry=False, return_fids=True)
print(sum(len(pyogrio.raw.read(path, layer=n, **options)[1]) for n in names))
"""


def features(path: Path) -> int | None:
    """Meet every feature by pyogrio alone; None where it reads no such file."""
    command = [sys.executable, "-c", _MEET, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    return int(done.stdout) if done.returncode == 0 else None


def cells(path: Path, outcome: Outcome, apart: int | None, *, off: bool) -> str:
    counts = [outcome.issues.count(s) for s in ("error", "warning", "info")]
    known = EXPECTED.get(path.name)
    shown = [outcome.tables, outcome.rows, outcome.aside]
    shown += ["" if apart is None else apart, "≠" if off else "", *counts]
    shown += ["" if a is None else f"{a:,.2f}" for a in (outcome.area, known)]
    return " | ".join(map(str, shown))


def area_of(table: RawTable) -> float | None:
    """Measure a table on the ellipsoid where it lies in China."""
    shapes = gpd.GeoSeries(table.geometry, crs=table.crs)
    if table.crs is None:
        xy = shapes.get_coordinates()
        try:
            shapes = shapes.set_crs(detect_crs(xy["x"], xy["y"]).crs)
        except LandbaseError:
            return None
    elif datum_of(table.crs) not in {"cgcs2000", "wgs84"}:
        return None
    return float(ellipsoidal_area(shapes).sum())


if __name__ == "__main__":
    main()
