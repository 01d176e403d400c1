"""Every command that writes, and what it writes; a new one has to stand here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
from shapely.geometry import box
from tampering import copy_base

import landbase as lb
from landbase.io.write import SUFFIXES
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DAY = ("--on", "2023-07-06")


@dataclass(frozen=True)
class Writer:
    """A command line; `{out}` is what it writes, others are files of the scene."""

    words: tuple[str, ...]
    name: str
    folder: bool = False
    slow: bool = False


def _writer(line: str, name: str, **more: bool) -> Writer:
    return Writer(tuple(line.split()), name, **more)


BASED = "{base} --on 2023-07-06 --allow-errors -o {out}"
PRODUCTS: dict[str, Writer] = {
    **{
        f"export {suffix}": _writer("export {base} {out}", f"地块{suffix}")
        for suffix in (*SUFFIXES, ".xlsx")
    },
    "export .txt": _writer("export {base} {out} --zone 37", "地块.txt"),
    **{
        f"figure {kind}": _writer(f"figure {BASED}", f"图.{kind}")
        for kind in ("pdf", "svg", "png")
    },
    "check": _writer("check {parcels} -o {out}", "问题.xlsx"),
    "areas": _writer("areas --base {base} -o {out}", "面积.xlsx"),
    "derive": _writer("derive {approvals} {supplies} -o {out}", "剩余.gpkg"),
    "derive accounts": _writer(
        "derive {approvals} {supplies} -o {aside} --accounts {out}", "账.xlsx"
    ),
    "deadlines": _writer("deadlines {base} -o {out}", "到期.xlsx"),
    "recommend": _writer("recommend {base} -o {out}", "方式.xlsx"),
    "idle-test": _writer("idle-test {base} -o {out}", "认定.xlsx"),
    "documents": _writer("documents {base} -o {out}", "附件.xlsx"),
    "balance": _writer("balance {base} -o {out}", "余额.xlsx"),
    "receipt": _writer("receipt {base} -o {out}", "回执.json"),
    "receipt-key": _writer("receipt-key {out}", "局.pem"),
    "repair": _writer("repair {base} {out}", "取出.gpkg"),
    "add": _writer("add {out} {parcels} --allow-errors", "新库.gpkg"),
    "map": _writer("map --base {base} -o {out}", "地图.html"),
    "map split": _writer("map --base {base} --split-by banner -o {out}", "分页.html"),
    "qgis": _writer("qgis {base} -o {out}", "工程.qgz"),
    "reconcile": _writer("reconcile {parcels} {other} -o {out}", "对账.xlsx"),
    "rates": _writer("rates {批次} {供地} --years 2019-2023 -o {out}", "率.xlsx"),
    "purchases": _writer("purchases {base} -o {out}", "收购.xlsx"),
    "tables": _writer(f"tables {BASED}", "报表.xlsx"),
    "bulletin": _writer(f"bulletin {BASED}", "通报.docx"),
    "document": _writer(
        "document {base} {idle} notice --allow-missing --on 2023-07-06 -o {out}",
        "文书.docx",
    ),
    "events export": _writer("events export {base} {out}", "记录.jsonl"),
    "copy": _writer("copy {base} {out}", "副本.gpkg"),
}
# what makes a folder, and files of names of its own in it
FOLDERS: dict[str, Writer] = {
    "atlas": _writer(f"atlas {BASED} --banners {{banners}}", "图册", slow=True),
    "document reminder": _writer(
        "document {base} {banner} reminder --tasks {tasks} --on 2023-07-06"
        " --allow-missing -o {out}",
        "提醒函",
    ),
    "init": _writer("init {out}", "项目"),
    "demo": _writer("demo --out {out}", "示例", slow=True),
    "run": _writer("run {project}", "out", slow=True),
    "run partitions": _writer("run {project} --partitions 2", "out", slow=True),
}
# what writes into the land base `{kept}` that stands where the trouble is
RECORDS: dict[str, Writer] = {
    name: _writer(line, "库.gpkg")
    for name, line in {
        "add update": "add {out} {parcels} --update --allow-errors",
        "record": "record {out} {idle} start_by_deadline --status planned"
        " --effective 2023-07-05",
        "record-many": "record-many {out} {台账} --effective 2023-07-06",
        "rules": "rules {out} --from {规则} --take-over --by 甲 --reason 改",
        "reshape": "reshape {out} split {parts} --parcel {whole}"
        " --effective 2023-07-06",
        "milestone": "milestone {out} {idle} 约谈 --due 2023-08-02 --reason 改期",
        "attach": "attach {out} 1 {paper} --keep",
        "accept": "accept {out} --by 甲 --reason 核实",
        "procedure": "procedure {out} {idle} start --on 2023-07-06",
        "events import": "events import {out} {events}",
    }.items()
}
# these only say what there is, or write on a server alone
READERS = {
    "history", "review", "verify", "progress", "events conflicts", "members", "grant",
}  # fmt: skip


def command(name: str) -> str:
    """Name the command of a writer."""
    words = {**PRODUCTS, **FOLDERS, **RECORDS}[name].words
    return " ".join(words[: 1 + (words[0] == "events")])


def make_scene(folder: Path, full: Path) -> dict[str, str]:
    """Make the files that commands read; give their paths and some names by key."""
    folder.mkdir()
    base = copy_base(full, folder / "库.gpkg")
    with LandBase.open(base) as kept:
        parcels = kept.parcels()
        kept.export_events(folder / "记录.jsonl")
    idle = parcels.loc[parcels["category"] == "idle"]
    whole = make_parcels(12)
    whole.to_file(folder / "地块.gpkg")
    whole.head(8).to_file(folder / "对方.gpkg")
    _areas(folder)
    texts: Mapping[str, str] = {
        "批次.csv": "批准文号,年度,旗区,批准面积（公顷）\n甲,2019,东胜区,60\n",
        "供地.csv": "批准文号,供地面积（公顷）\n甲,30\n",
        "台账.csv": "地块编号,类别,处置方式,处置状态,完成时限\n"
        f"{idle['parcel_id'].iloc[0]},闲置土地,限期动工,处置中,2023-09-30\n",
        "任务.csv": "年度,旗区,土地类别,任务面积（亩）\n2023,东胜区,闲置土地,90000\n",
        "规则.toml": '[vocabulary.status.planned]\ncolor = "#0A0B0D"\n',
        "文件.txt": "批文",
        "landbase.toml": '[project]\nname = "局"\non = 2023-07-06\n[[input]]\n'
        'path = "地块.gpkg"\n[output]\nfolder = "{out}"\nbase = "base.gpkg"\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    first = idle.iloc[[-1]]
    west, south, east, north = first.total_bounds
    middle = (west + east) / 2
    halves = [box(west, south, middle, north), box(middle, south, east, north)]
    shapes = [first.geometry.iloc[0].intersection(half) for half in halves]
    gpd.GeoDataFrame({"地块编号": ["新-1", "新-2"]}, geometry=shapes, crs=4490).to_file(
        folder / "分割.gpkg"
    )
    files: Sequence[tuple[str, str]] = (
        ("base", "库.gpkg"), ("parcels", "地块.gpkg"), ("other", "对方.gpkg"),
        ("approvals", "批准.gpkg"), ("supplies", "供应.gpkg"), ("批次", "批次.csv"),
        ("供地", "供地.csv"), ("台账", "台账.csv"), ("tasks", "任务.csv"),
        ("规则", "规则.toml"), ("paper", "文件.txt"), ("parts", "分割.gpkg"),
        ("events", "记录.jsonl"), ("aside", "别处.gpkg"), ("project", "landbase.toml"),
    )  # fmt: skip
    return {key: str(folder / name) for key, name in files} | {
        "banners": str(lb.sample_path("旗区界线(示意).geojson")),
        "idle": str(idle["parcel_id"].iloc[0]),
        "whole": str(first["parcel_id"].iloc[0]),
        "banner": "东胜区",
    }


def _areas(folder: Path) -> None:
    """Write an approval, and what of it was supplied."""
    for name, east, more in (
        (
            "批准",
            110.01,
            {"approval_no": ["〔2021〕1号"], "approval_date": "2021-03-01"},
        ),
        ("供应", 110.005, {}),
    ):
        shape = [box(110, 39, east, 39.01)]
        columns = {"parcel_id": [name], **more}
        gpd.GeoDataFrame(columns, geometry=shape, crs=4490).to_file(
            folder / f"{name}.gpkg"
        )
