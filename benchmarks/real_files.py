"""Read every file below a folder of real files, and print what came of each.

python benchmarks/real_files.py [folder]     (by default ../shared/data)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from landbase import LandbaseError, ellipsoidal_area
from landbase.crs import datum_of, detect_crs
from landbase.io.formats import read_source
from landbase.issues import Issues
from landbase.tables.read import read_workbook

if TYPE_CHECKING:
    from landbase.io.layers import RawTable

ROOT = Path(__file__).resolve().parent.parent
# companions of another file, and what is no data
_PARTS = {".shx", ".dbf", ".prj", ".cpg", ".id", ".map", ".dat", ".mid", ".xsd", ".md"}
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
}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    print("| file | tables | rows | errors | warnings | info | area m² | expected |")
    print("|---|---|---|---|---|---|---|---|")
    for path in sources(folder):
        name = path.relative_to(folder).as_posix()
        try:
            print(f"| {name} | {outcome(path)} |", flush=True)
        except LandbaseError as error:
            print(f"| {name} | refused: {error} | | | | | | |", flush=True)


def sources(folder: Path) -> list[Path]:
    """List files and geodatabases, without the parts of others."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".gdb":
            found.append(path)
        elif path.is_dir():
            found += sources(path)
        elif path.suffix.lower() not in _PARTS or is_lone_table(path):
            found.append(path)
    return found


def is_lone_table(path: Path) -> bool:
    beside = {p.suffix.lower() for p in path.parent.glob(f"{path.stem}.*")}
    return path.suffix.lower() == ".dbf" and ".shp" not in beside


def outcome(path: Path) -> str:
    if path.suffix.lower() in _SHEETS:
        grids = read_workbook(path)
        rows = sum(len(grid.cells) for grid in grids)
        return f"{len(grids)} | {rows} | 0 | 0 | 0 | | "
    tables = read_source(path)
    issues = Issues.concat(table.issues for table in tables)
    counts = " | ".join(str(issues.count(s)) for s in ("error", "warning", "info"))
    rows = sum(len(table.frame) for table in tables)
    area = sum(filter(None, map(area_of, tables)))
    shown = f"{area:,.2f}" if area else ""
    known = EXPECTED.get(path.name)
    expected = "" if known is None else f"{known:,.2f}"
    return f"{len(tables)} | {rows} | {counts} | {shown} | {expected}"


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
