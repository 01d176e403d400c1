"""Fuzzing of every door: small sound files made in code, and what random hands do.

python tests/hostile/fuzzing.py [MINUTES] [SEED] [DOOR]     one minute, every door

Whatever the bytes, reading ends with parcels and issues or with a `LandbaseError`; no
other error, no crash, no hang. So do banners, ledgers joined, tasks, approvals, project
files, exchanged events, images, a land base opened and a shapefile written over. The
input at work lies in `fuzz-input/`, so that a crash of the process leaves it behind;
each finding is kept there with its seed.
"""

from __future__ import annotations

import os
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
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import ezdxf
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

import landbase as lb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Of the processor, own and of child processes: a busy machine is no finding.
SLOW_SECONDS = 30.0
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
PROJECT = """[project]
name = "东胜区"
on = 2023-07-06
[[input]]
path = "a.geojson"
category = "闲置土地"
[banners]
path = "banners.geojson"
[ledger]
path = "a.xlsx"
[tolerances]
overlap_m2 = 1.0
[map]
note = "示意"
[output]
folder = "out"
base = "base.gpkg"
"""
SCHEMA = """encoding = "GBK"
[[field]]
name = "DKBH"
from = "parcel_id"
width = 30
required = true
[[field]]
name = "MJ"
from = "declared_area_m2"
type = "float"
unit = "mu"
width = 12
precision = 2
"""


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
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    frame.to_parquet(folder / "a.parquet")
    drawing(folder / "a.dxf")
    base(folder / "base.gpkg")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.write(folder / "a.geojson", "地块.geojson")
    with zipfile.ZipFile(folder / "a.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "a.kml", "doc.kml")
    others = ["a.parquet", "a.dxf", "b.dxf", "base.gpkg", "a.zip", "a.kmz"]
    return [*made, *(folder / name for name in [*texts, *others])]


@dataclass(frozen=True)
class Target:
    """A sound file, and the door through which its changed copies go."""

    door: str
    file: Path

    @property
    def name(self) -> str:
        return f"{self.door} {self.file.name}"


def targets(folder: Path) -> list[Target]:
    """Make a small sound file for every door."""
    made = [Target("parcels", file) for file in corpus(folder)]
    made += [Target("ledger", file) for file in sheets(folder)]
    made += [Target("join", file) for file in sheets(folder)]
    for name, table in TABLES.items():
        (folder / f"{name}.csv").write_text(table, encoding="gb18030")
        made.append(Target(name, folder / f"{name}.csv"))
    outlines = (
        parcels().iloc[:2].assign(banner=["东胜区", "150622"])[["banner", "geometry"]]
    )
    for suffix in (".geojson", ".shp", ".gpkg", ".kml"):
        file = folder / f"banners{suffix}"
        outlines.to_file(file, driver=DRIVERS[suffix])
        made.append(Target("banners", file))
    for name, text in {"project": PROJECT, "schema": SCHEMA}.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        made.append(Target(name, folder / f"{name}.toml"))
    with lb.LandBase.open(folder / "base.gpkg") as kept:
        kept.export_events(folder / "events.jsonl")
    image(folder / "image.tif")
    made += [
        Target("events", folder / "events.jsonl"),
        Target("image", folder / "image.tif"),
        Target("base", folder / "base.gpkg"),
        Target("rewrite", folder / "a.shp"),
        Target("rewrite", folder / "a.gpkg"),
    ]
    return made


TABLES = {
    "tasks": "年度,旗区,土地类别,任务面积（亩）\n2023,东胜区,批而未供,1200\n"
    "2023,达拉特旗,闲置土地,300.5\n合计,,,1500.5\n",
    "approvals": "批准文号,批准日期,批准面积（亩）,旗区\n"
    "内政土发〔2021〕3号,2021-03-05,150,东胜区\n合计,,150,\n",
    "supplies": "批准文号,供地面积（公顷）,旗区\n内政土发〔2021〕3号,1.5,东胜区\n",
}  # fmt: skip


def sheets(folder: Path) -> list[Path]:
    """Make a ledger of each kind."""
    text = "地块编号,类别,面积（亩）,处置方式,完成时限\n"
    text += "T-1,批而未供,15,收回,2023-09-30\n小计,,15,,\n"
    (folder / "a.csv").write_text(text, encoding="utf-8")
    ledger = pd.DataFrame({
        "地块编号": ["T-1", "T-2"],
        "类别": "闲置土地",
        "面积（亩）": [15, 2],
        "完成时限": [pd.Timestamp(2023, 9, 30), None],
    })
    ledger.to_excel(folder / "a.xlsx", index=False)
    legacy(folder / "a.xls", ledger)
    return [folder / name for name in ("a.csv", "a.xlsx", "a.xls")]


def image(path: Path) -> None:
    import rasterio
    from rasterio.transform import from_bounds

    place = from_bounds(110, 39, 110.1, 39.1, 8, 8)
    told = {"width": 8, "height": 8, "count": 1, "dtype": "uint8"}
    with rasterio.open(path, "w", "GTiff", crs=4490, transform=place, **told) as into:
        into.write(np.full((1, 8, 8), 200, dtype=np.uint8))


def legacy(path: Path, ledger: pd.DataFrame) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for column, header in enumerate(ledger.columns):
        sheet.write(0, column, header)
        for row, value in enumerate(
            ledger[header].astype(object).where(ledger[header].notna(), None).tolist(),
            start=1,
        ):
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
    """What went wrong: where, the seed of the change, and the words of the error."""

    target: str
    seed: int
    what: str


def changed_copy(target: Target, folder: Path, seed: int) -> Path:
    """Copy a file with its companions, one of which is changed."""
    hand = random.Random(seed)  # noqa: S311 - repeatable, not secret
    source = target.file
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if source.is_dir():
        shutil.copytree(source, folder / source.name)
        parts = sorted(p for p in (folder / source.name).iterdir() if p.is_file())
    else:
        parts = []
        for part in sorted(source.parent.glob(f"{source.stem}.*")):
            if part.suffix in {source.suffix, *COMPANIONS.get(source.suffix, ())}:
                parts.append(Path(shutil.copyfile(part, folder / part.name)))
        for name in BESIDE.get(target.door, ()):
            shutil.copyfile(source.with_name(name), folder / name)
    changed = hand.choice(parts)
    changed.write_bytes(mutate(changed.read_bytes(), hand))
    return folder / source.name


# what a file of a door names, which is not changed
BESIDE = {"project": ("a.geojson", "banners.geojson", "a.xlsx")}
COMPANIONS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"), ".tab": (".dat", ".map", ".id"),
    ".mif": (".mid",), ".gml": (".xsd",),
}  # fmt: skip


def read_and_count(path: Path) -> None:
    result = lb.read_parcels(path, category="idle")
    assert result.parcels["parcel_id"].is_unique


def join(path: Path) -> None:
    ledger, _ = lb.read_ledger(path, category="idle")
    if "parcel_id" in ledger:
        lb.join_ledger(known(), ledger)
        lb.ledger_decisions(ledger)


@cache
def known() -> gpd.GeoDataFrame:
    with tempfile.TemporaryDirectory() as folder:
        parcels().to_file(file := Path(folder) / "a.gpkg")
        return lb.read_parcels(file, category="idle").parcels


def open_base(path: Path) -> None:
    with lb.LandBase.open(path) as kept:
        kept.verify()
        kept.parcels(on="2023-07-06")
        kept.decisions()


def take_events(path: Path) -> None:
    with lb.LandBase.open(path.with_name("into.gpkg")) as kept:
        kept.add(known())
        kept.import_events(path)


def rewrite(path: Path) -> None:
    """Write over a damaged file; what then lies there is what was written."""
    lb.write_parcels(known(), path)
    again = lb.read_parcels(path, category="idle").parcels
    assert sorted(again["parcel_id"]) == sorted(known()["parcel_id"])


# how a file comes in by each door
DOORS: dict[str, Callable[[Path], object]] = {
    "parcels": read_and_count,
    "ledger": lb.read_ledger,
    "join": join,
    "banners": lb.read_banners,
    "tasks": lb.read_tasks,
    "approvals": partial(lb.read_supply_table, kind="approvals"),
    "supplies": partial(lb.read_supply_table, kind="supplies"),
    "project": lb.Project.load,
    "schema": lb.ExportSchema.load,
    "events": take_events,
    "image": lambda path: lb.ImageLayer(path, name="影像"),
    "base": open_base,
    "rewrite": rewrite,
}


def try_one(target: Target, path: Path, seed: int) -> Finding | None:
    """Let a file in; anything but an answer or an error of landbase is a finding."""
    begun = worked()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            DOORS[target.door](path)
    except lb.LandbaseError as error:
        if target.door == "rewrite":
            return Finding(target.name, seed, f"not written over: {error}")
    except Exception:  # noqa: BLE001 - this is what is looked for
        return Finding(target.name, seed, traceback.format_exc())
    taken = worked() - begun
    if taken > SLOW_SECONDS:
        return Finding(target.name, seed, f"took {taken:.0f} s")
    return None


def worked() -> float:
    """Seconds of the processor that this process and its children have taken."""
    return sum(os.times()[:4])


def rounds(
    wanted: list[Target], folder: Path, first: int
) -> Iterator[tuple[Target, Finding | None]]:
    """Go round the doors for ever, each time with other changes."""
    seed = first
    while True:
        for target in wanted:
            seed += 1
            copy = changed_copy(target, folder, seed)
            yield target, try_one(target, copy, seed)


def main(minutes: float, first: int, door: str | None) -> int:
    """Fuzz for some minutes, print the counts, keep what was found."""
    kept = Path("fuzz-input")
    tried: Counter[str] = Counter()
    findings: list[Finding] = []
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as temporary:
        wanted = [t for t in targets(Path(temporary)) if door in {None, t.door}]
        for target, finding in rounds(wanted, kept / "now", first):
            tried[target.name] += 1
            if finding is not None:
                findings.append(finding)
                copy = kept / f"{finding.seed}-{target.name.replace(' ', '-')}"
                shutil.copytree(kept / "now", copy, dirs_exist_ok=True)
                print(f"seed {finding.seed} {target.name}: {finding.what}", flush=True)
            if time.monotonic() > end:
                break
    counts = ", ".join(f"{name} {count}" for name, count in sorted(tried.items()))
    said = f"{minutes:g} minutes, {tried.total()} files, {len(findings)} findings"
    print(f"{said}: {counts}")
    return bool(findings)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(
        main(
            float(given[0]) if given else 1.0,
            int(given[1]) if given[1:] else 0,
            given[2] if given[2:] else None,
        )
    )
