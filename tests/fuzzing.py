"""Fuzzing of every reader: small sound files made in code, and what random hands do.

python tests/fuzzing.py [MINUTES] [SEED]     one minute by default

Whatever the bytes, reading ends with parcels and issues or with a `LandbaseError`; no
other error, no crash, no hang. The input at work lies in `fuzz-input/`, so that a
crash of the process leaves it behind; each finding is kept there with its seed.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ezdxf
import geopandas as gpd
import pandas as pd
import shapely

import landbase as lb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLOW_SECONDS = 60.0
LEDGERS = {".csv", ".xlsx", ".xls"}
# By these GDAL writes what landbase reads.
DRIVERS = {
    ".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".gdb": "OpenFileGDB",
    ".geojson": "GeoJSON",
    ".kml": "KML", ".gml": "GML", ".fgb": "FlatGeobuf", ".sqlite": "SQLite",
    ".tab": "MapInfo File", ".mif": "MapInfo File", ".geojsonl": "GeoJSONSeq",
    ".ndjson": "GeoJSONSeq",
}  # fmt: skip
TXT = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=37
[地块坐标]
4,1.0000,T-1,某地块,面,,批而未供,@
J1,1,4420000.0,37420000.0
J2,1,4420100.0,37420000.0
J3,1,4420100.0,37420100.0
J1,1,4420000.0,37420000.0
"""
TOPOLOGY = """{"type":"Topology","objects":{"a":{"type":"GeometryCollection",
"geometries":[{"type":"Polygon","arcs":[[0]],"properties":{"parcel_id":"T-1"}}]}},
"arcs":[[[110,39],[110.01,39],[110.01,39.01],[110,39]]]}"""
ESRI = """{"geometryType":"esriGeometryPolygon","spatialReference":{"wkid":4490},
"fields":[{"name":"DKBH","type":"esriFieldTypeString"},
{"name":"PZRQ","type":"esriFieldTypeDate"}],
"features":[{"attributes":{"DKBH":"T-1","PZRQ":1662566400000},"geometry":{"rings":
[[[110,39],[110,39.01],[110.01,39.01],[110,39]]]}}]}"""
# What stands in files where it hurts: ends of ranges, marks of formats, no characters.
TOKENS = [
    b"\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff",
    b"1e308", b"-1", b"99999999999999999999",
    b"NaN", b"Infinity", b"\xe6\x9d", b"\xd6", b"<![CDATA[", b"]]>", b"&#0;",
    b"{", b"]", b'"',
    b"\r", b",,,,", b"\\U+FFFF", b"%n", b"'", b"\xef\xbb\xbf", b"\x00\xd8",
]  # fmt: skip
NUMBER = re.compile(rb"\d+")


def parcels() -> gpd.GeoDataFrame:
    shapes = [shapely.box(110 + n / 50, 39.9, 110.01 + n / 50, 39.91) for n in range(3)]
    said = {"parcel_id": ["T-1", "T-2", "T-3"], "holder": ["甲公司", "乙", None]}
    said |= {"area": [15.0, 2.5, None], "date": ["2021-03-05", "2021年3月", ""]}
    return gpd.GeoDataFrame(said, geometry=shapes, crs=4490)


def drawing(path: Path) -> None:
    made = ezdxf.new("R2004")
    made.encoding = "gbk"
    made.appids.add("SOUTH")
    x, y = 37_420_000.0, 4_420_000.0
    line = made.modelspace().add_lwpolyline(
        [(x, y, 0.4), (x + 100, y, 0), (x + 100, y + 90, 0)], format="xyb", close=True
    )
    line.set_xdata("SOUTH", [(1000, t) for t in ("300000", "T-1", "某公司", "071")])
    made.modelspace().add_mtext(r"{\fSimSun;宗地}\P1")
    made.saveas(path)
    made.saveas(path.with_name("b.dxf"), fmt="bin")


def base(path: Path) -> None:
    """Make a land base with parcels."""
    rows = lb.read_parcels(path.with_name("a.gpkg"), category="idle").parcels
    with lb.LandBase.open(path) as kept:
        kept.add(rows)


def corpus(folder: Path) -> list[Path]:
    """Make a small sound file for every reader."""
    folder.mkdir(parents=True, exist_ok=True)
    frame, made = parcels(), []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for suffix, driver in DRIVERS.items():
            frame.to_file(folder / f"a{suffix}", driver=driver)
            made.append(folder / f"a{suffix}")
    texts = {"a.txt": TXT, "a.topojson": TOPOLOGY, "a.json": ESRI}
    texts["a.csv"] = "地块编号,类别,面积（亩）\nT-1,批而未供,15\n小计,,15\n"
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    frame.to_parquet(folder / "a.parquet")
    drawing(folder / "a.dxf")
    base(folder / "base.gpkg")
    ledger = pd.DataFrame({
        "地块编号": ["T-1", "T-2"],
        "类别": "闲置土地",
        "面积（亩）": [15, 2],
    })
    ledger.to_excel(folder / "a.xlsx", index=False)
    legacy(folder / "a.xls", ledger)
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.write(folder / "a.geojson", "地块.geojson")
    with zipfile.ZipFile(folder / "a.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "a.kml", "doc.kml")
    names = [
        *texts,
        "a.parquet",
        "a.dxf",
        "b.dxf",
        "base.gpkg",
        "a.xlsx",
        "a.xls",
        "a.zip",
        "a.kmz",
    ]
    return [*made, *(folder / name for name in names)]


def legacy(path: Path, ledger: pd.DataFrame) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for column, header in enumerate(ledger.columns):
        sheet.write(0, column, header)
        for row, value in enumerate(ledger[header].tolist(), start=1):
            sheet.write(row, column, value)
    book.save(path)


def mutate(data: bytes, hand: random.Random) -> bytes:
    """Change a file in one to four places."""
    for _ in range(hand.randint(1, 4)):
        at = hand.randrange(len(data) + 1)
        size = hand.choice([1, 2, 4, 8, 64, 512])
        piece = data[at : at + size]
        changed = hand.choice(CHANGES)(piece, hand)
        data = data[:at] + changed + data[at + size :]
        if hand.random() < 0.1:
            data = data[: hand.randrange(len(data) + 1)]
    return data


def flip(piece: bytes, hand: random.Random) -> bytes:
    if not piece:
        return piece
    at = hand.randrange(len(piece))
    return piece[:at] + bytes([piece[at] ^ (1 << hand.randrange(8))]) + piece[at + 1 :]


CHANGES: list[Callable[[bytes, random.Random], bytes]] = [
    flip,
    lambda piece, hand: hand.randbytes(len(piece)),
    lambda piece, hand: bytes([hand.choice([0, 255])]) * len(piece),
    lambda _piece, _hand: b"",
    lambda piece, _: piece * 3,
    lambda piece, hand: hand.choice(TOKENS) + piece,
    lambda piece, hand: NUMBER.sub(lambda _: hand.choice(TOKENS[3:6]), piece),
]


@dataclass(frozen=True)
class Finding:
    """What went wrong: the file, the seed of its change, and the words of the error."""

    suffix: str
    seed: int
    what: str


def changed_copy(source: Path, folder: Path, seed: int) -> Path:
    """Copy a file with its companions, one of which is changed."""
    hand = random.Random(seed)  # noqa: S311 - repeatable, not secret
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if source.is_dir():
        shutil.copytree(source, folder / source.name)
        parts = sorted(p for p in (folder / source.name).iterdir() if p.is_file())
    else:
        for part in source.parent.glob(f"{source.stem}.*"):
            if part.suffix == source.suffix or part.suffix in COMPANIONS.get(
                source.suffix, ()
            ):
                shutil.copyfile(part, folder / part.name)
        parts = sorted(folder.iterdir())
    target = hand.choice(parts)
    target.write_bytes(mutate(target.read_bytes(), hand))
    return folder / source.name


COMPANIONS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"), ".tab": (".dat", ".map", ".id"),
    ".mif": (".mid",), ".gml": (".xsd",),
}  # fmt: skip


def try_one(path: Path, seed: int) -> Finding | None:
    """Read a file; anything but parcels or an error of landbase is a finding."""
    begun = time.monotonic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if path.suffix in LEDGERS:
                lb.read_ledger(path)
            else:
                result = lb.read_parcels(path, category="idle")
                assert result.parcels["parcel_id"].is_unique
    except lb.LandbaseError:
        pass
    except Exception:  # noqa: BLE001 - this is what is looked for
        return Finding(path.suffix, seed, traceback.format_exc())
    taken = time.monotonic() - begun
    if taken > SLOW_SECONDS:
        return Finding(path.suffix, seed, f"took {taken:.0f} s")
    return None


def rounds(
    files: list[Path], folder: Path, first: int
) -> Iterator[tuple[str, Finding | None]]:
    """Go round the readers for ever, each time with other changes."""
    seed = first
    while True:
        for file in files:
            seed += 1
            yield file.suffix, try_one(changed_copy(file, folder, seed), seed)


def main(minutes: float, first: int) -> int:
    """Fuzz for some minutes, print the counts, keep what was found."""
    kept = Path("fuzz-input")
    tried: Counter[str] = Counter()
    findings: list[Finding] = []
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as temporary:
        files = corpus(Path(temporary))
        for suffix, finding in rounds(files, kept / "now", first):
            tried[suffix] += 1
            if finding is not None:
                findings.append(finding)
                target = kept / f"{finding.seed}{suffix.replace('.', '-')}"
                shutil.copytree(kept / "now", target, dirs_exist_ok=True)
                print(f"seed {finding.seed} {suffix}: {finding.what}", flush=True)
            if time.monotonic() > end:
                break
    counts = ", ".join(f"{suffix} {count}" for suffix, count in sorted(tried.items()))
    said = f"{minutes:g} minutes, {tried.total()} files, {len(findings)} findings"
    print(f"{said}: {counts}")
    return bool(findings)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(float(given[0]) if given else 1.0, int(given[1]) if given[1:] else 0))
