"""A reader that loses a row says so with both numbers, whatever the format."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import fuzzing
import geopandas as gpd
import pyogrio.raw
import pytest
import shapely
from raw_tables import found

from landbase.io import gdal, shapefile
from landbase.io.boundary_points import read as boundary_points
from landbase.io.formats import FORMATS
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from landbase.io.guarded import Answer

COUNT = 5
READ = sorted(
    suffix for suffix, kind in FORMATS.items() if kind.read or kind.is_archive
)
LOST = {
    ".txt": "points", ".parquet": "parquet", ".geoparquet": "parquet",
    ".shp": "shapes", ".gpkg": "rows", ".gdb": "rows", ".geojson": "rows",
    ".json": "rows", ".zip": "rows",
}  # fmt: skip


def write(folder: Path, suffix: str) -> Path:
    path = folder / f"t{suffix}"
    ids = [f"T-{n}" for n in range(COUNT)]
    boxes = [
        shapely.box(110 + n / 50, 39.9, 110.01 + n / 50, 39.91) for n in range(COUNT)
    ]
    frame = gpd.GeoDataFrame({"parcel_id": ids}, geometry=boxes, crs=4490)
    if suffix in {".zip", ".kmz"}:
        inner = write(folder, ".geojson" if suffix == ".zip" else ".kml")
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(inner, inner.name)
    elif suffix in {".parquet", ".geoparquet"}:
        frame.to_parquet(path)
    elif suffix == ".txt":
        path.write_text(fuzzing.TXT + points(), encoding="utf-8")
    elif suffix == ".topojson":
        path.write_text(topology(), encoding="utf-8")
    elif suffix in {".dxf", "-binary.dxf"}:
        draw(path, "asc" if suffix == ".dxf" else "bin")
    else:
        driver = fuzzing.DRIVERS.get(suffix, "GeoJSONSeq")
        driver = "GeoJSON" if suffix == ".json" else driver
        frame.to_file(path, driver=driver)
    return path


def points() -> str:
    """Give more parcels for the text of the corpus, which has one."""
    whole = fuzzing.TXT.partition("[地块坐标]\n")[2]
    return "".join(
        whole.replace("T-1", f"T-{n}").replace("37420", f"3742{n}")
        for n in range(2, COUNT + 1)
    )


def topology() -> str:
    one = '{"type":"Polygon","arcs":[[0]],"properties":{"parcel_id":"T-1"}}'
    others = [one.replace("T-1", f"T-{n}") for n in range(2, COUNT + 1)]
    return fuzzing.TOPOLOGY.replace(one, ",".join([one, *others]))


def draw(path: Path, form: str) -> None:
    import ezdxf

    made = ezdxf.new("R2004")
    made.appids.add("SOUTH")
    for n in range(COUNT):
        x, y = 37_420_000.0 + 500 * n, 4_420_000.0
        corners = [(x, y), (x + 100, y), (x + 100, y + 90)]
        line = made.modelspace().add_lwpolyline(corners, close=True)
        line.set_xdata("SOUTH", [(1000, t) for t in ("300000", f"T-{n}", "甲", "071")])
    made.saveas(path, fmt=form)


# ------------------------------------------------- readers that lose the last row
def without_last_row(patch: pytest.MonkeyPatch) -> None:
    """Let GDAL in this process give a row less, by rows and by columns."""
    whole = pyogrio.raw.read

    def read(*given: Any, **options: Any) -> Any:
        meta, fids, wkb, cells = whole(*given, **options)
        if "sql" in options:  # a count
            return meta, fids, wkb, cells
        wkb = None if wkb is None else wkb[:-1]
        return meta, fids[:-1], wkb, [column[:-1] for column in cells]

    patch.setattr(pyogrio.raw, "read", read)
    columns = gdal.read_columns

    def fewer(*given: Any, **options: Any) -> Any:
        meta, fids, wkb, cells = columns(*given, **options)
        return meta, fids[:-1], wkb[:-1], [column[:-1] for column in cells]

    patch.setattr(gdal, "read_columns", fewer)


def without_last_shape(patch: pytest.MonkeyPatch) -> None:
    """Lose a shape and its record; a shape alone would leave its record over."""
    without_last_row(patch)
    whole = shapefile.read_dbf

    def read(*given: Any, **options: Any) -> Any:
        table = whole(*given, **options)
        return replace(table, frame=table.frame[:-1], deleted=table.deleted[:-1])

    patch.setattr(shapefile, "read_dbf", read)


def without_last_guarded(patch: pytest.MonkeyPatch) -> None:
    """Let the child process give a row less."""
    whole = gdal.read_guarded

    def read(*given: Any, **options: Any) -> Answer:
        answer = whole(*given, **options)
        layers = [
            replace(
                layer,
                wkb=None if layer.wkb is None else layer.wkb[:-1],
                cells=[column[:-1] for column in layer.cells],
            )
            for layer in answer.layers
        ]
        return replace(answer, layers=layers)

    patch.setattr(gdal, "read_guarded", read)


def without_last_of_parquet(patch: pytest.MonkeyPatch) -> None:
    from pyarrow import parquet

    whole = parquet.read_table
    patch.setattr(parquet, "read_table", lambda *a, **k: whole(*a, **k)[:-1])


def without_last_points(patch: pytest.MonkeyPatch) -> None:
    whole = boundary_points._groups
    patch.setattr(boundary_points, "_groups", lambda p: [g[:-1] for g in whole(p)])


READERS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "rows": without_last_row,
    "shapes": without_last_shape,
    "guarded": without_last_guarded,
    "parquet": without_last_of_parquet,
    "points": without_last_points,
}


@pytest.mark.parametrize("suffix", [*READ, "-binary.dxf"])
def test_a_row_that_a_reader_loses_is_an_error_with_both_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = write(tmp_path, suffix)
    whole = read_parcels(path, category="idle")
    assert "rows_count_differs" not in set(whole.issues.table["code"])
    assert len(found(whole, "rows_counted"))

    READERS[LOST.get(suffix, "guarded")](monkeypatch)
    result = read_parcels(path, category="idle")

    codes = ("rows_count_differs", "outlines_count_differs")
    (message,) = [m for code in codes for m in found(result, code)["message_en"]]
    assert str(COUNT) in message
    assert str(COUNT - 1) in message
    assert result.issues.count("error") >= 1
    assert len(result.parcels) == COUNT - 1
