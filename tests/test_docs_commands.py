"""What the how-to pages show can be done: every block is run, in the order shown."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from conftest import ROOT
from shapely import box

from landbase.cli.language import CLEAN, FINDINGS
from landbase.cli.main import main

DOCS = ROOT / "docs"
PAGES = sorted((DOCS / "howto").glob("*.md"))
BLOCK = re.compile(r"^```(bash|python)\n(.+?)^```", re.MULTILINE | re.DOTALL)


def blocks(path: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(path.read_text("utf-8"))


def run(words: list[str]) -> None:
    """Run one command as a bureau would, in the folder it is in."""
    if words[0] == "python":
        subprocess.run([sys.executable, *words[1:]], check=True)
        return
    assert words[0] == "landbase"
    with pytest.raises(SystemExit) as left:
        main(words[1:])
    assert left.value.code in {CLEAN, FINDINGS}, words
    for option, value in pairwise(words):
        if option == "--output":
            assert Path(value).exists(), words


def run_all(shown: list[tuple[str, str]]) -> None:
    names: dict[str, object] = {}
    for kind, text in shown:
        if kind == "python":  # blocks of a page go on from each other
            exec(text, names)  # noqa: S102 - text of our own pages
        else:
            for line in text.splitlines():
                run(shlex.split(line))
    if "base" in names:
        names["base"].close()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Follow the first page in a clean folder."""
    folder = tmp_path_factory.mktemp("一周 的工作")
    with contextlib.chdir(folder):
        run_all(blocks(DOCS / "howto" / "index.md"))
    assert (folder / "out" / "ordos.gpkg").is_file()
    return folder


@pytest.mark.parametrize(
    "path",
    [p for p in PAGES if p.stem not in {"index", "offline", "many-people"}],
    ids=lambda path: path.stem,
)
# the page says that columns without a place in the schema are named
@pytest.mark.filterwarnings("ignore:上报.shp未写出以下字段")
def test_every_block_of_a_page_runs(path: Path, prepared: Path, work: Path) -> None:
    folder = shutil.copytree(prepared, work / "here")
    shown = blocks(path)
    assert {"bash", "python"} == {kind for kind, _ in shown}
    with contextlib.chdir(folder):
        run_all(shown)


def test_the_english_first_steps_run(work: Path) -> None:
    shown = [b for b in blocks(DOCS / "getting-started-en.md") if b[0] == "python"]
    assert len(shown) == 1
    with contextlib.chdir(work):
        run_all(shown)
    assert (work / "map.html").is_file()


def test_every_page_of_the_week_is_listed() -> None:
    listed = re.findall(r"\]\(([\w-]+)\.md\)", (DOCS / "howto/index.md").read_text())
    assert sorted(listed) == sorted(p.stem for p in PAGES if p.stem != "index")


def test_commands_on_the_pages_are_on_one_line() -> None:
    for path in PAGES:
        for kind, text in blocks(path):
            assert kind != "bash" or "\\" not in text, path.name  # as cmd.exe wants it


def own_files(prepared: Path, folder: Path) -> None:
    """Put files under the names that the other pages use."""
    sample = prepared / "示例数据"
    for name in ("out", "landbase-demo"):  # the demo leaves the same base
        shutil.copytree(prepared / "out", folder / name)
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        shutil.copy(sample / f"批而未供_37带{suffix}", folder / f"批而未供{suffix}")
    for old, new in {
        "旗区界线(示意).geojson": "旗区.geojson",
        "底图/底图(示意).geojson": "底图.geojson",
        "一地一策台账.xlsx": "台账.xlsx",
        "年度任务.csv": "年度任务.csv",
    }.items():
        shutil.copy(sample / old, folder / new)
    (folder / "landbase.toml").write_text(
        '[project]\nname = "试"\non = 2023-07-06\n'
        '[[input]]\npath = "批而未供.shp"\ncategory = "批而未供"\n'
        '[output]\nfolder = "结果"\n',
        "utf-8",
    )
    shutil.copy(folder / "台账.xlsx", folder / "一地一策台账.xlsx")
    approvals_and_supplies(folder)
    (folder / "本局.toml").write_text(OFFICE, "utf-8")
    (folder / "档案").mkdir()
    (folder / "数据文件夹").mkdir()
    for file in folder.glob("批而未供.*"):
        shutil.copy(file, folder / "数据文件夹")
    (folder / "会议纪要.pdf").write_bytes(b"minutes")
    damaged = bytearray((prepared / "out" / "ordos.gpkg").read_bytes())
    middle = len(damaged) // 2
    damaged[middle : middle + 30] = b"x" * 30
    (folder / "损坏.gpkg").write_bytes(damaged)
    halve(folder / "out" / "ordos.gpkg", "150622-P-0044", folder / "新地块.geojson")
    heads = ["地块编号", "处置方式", "处置状态", "处置日期"]
    met = [["150622-P-0031", "撤销批文", "处置中", "2023-07-01"]]
    pd.DataFrame(met, columns=heads).to_excel(folder / "会议决定.xlsx", index=False)
    later = [["150622-P-0031", "撤销批文", "已处置待审核"]]
    pd.DataFrame(later, columns=heads[:3]).to_csv(folder / "处置.csv", index=False)


OFFICE = """
"发文机关" = "准格尔旗自然资源局"
"文号" = "准自然资闲认〔2023〕3号"
"联系人" = "张三"
"联系电话" = "0477-0000000"
"用地单位地址" = "准格尔旗薛家湾镇"
"坐落" = "准格尔旗薛家湾镇"
"合同编号" = "示例合同1号"
"电子监管号" = "示例监管1号"
"供地方式" = "出让"
"约定动工日期" = "2020年1月1日"
"闲置事实" = "超过约定动工日期满一年未动工。"
"认定依据" = "第二条第一款"
"闲置起始日期" = "2021年1月2日"
"闲置原因" = "企业自身原因"
"调查通知书文号" = "准自然资闲调〔2023〕3号"
"行政复议机关" = "准格尔旗人民政府"
"管辖法院" = "准格尔旗人民法院"
"其他事项" = "无"
"""


def approvals_and_supplies(folder: Path) -> None:
    """Write an approval and what was supplied of it, as layers and as tables."""
    x, y = 37_500_000, 4_300_000
    ground = {"批次": box(x, y, x + 200, y + 100), "供地": box(x, y, x + 80, y + 100)}
    for name, shape in ground.items():
        made = gpd.GeoDataFrame(
            {
                "地块编号": [name],
                "批准文号": ["示例〔2020〕1号"],
                "批准日期": ["2020-06-01"],
            },
            geometry=[shape],
            crs="EPSG:4525",
        )
        made.to_file(folder / f"{name}.shp", encoding="GBK")
    approved = {"批准文号": ["示例〔2020〕1号"], "年度": [2020], "旗区": ["准格尔旗"],
                "批准面积（公顷）": [2.0]}  # fmt: skip
    supplied = {"批准文号": ["示例〔2020〕1号"], "供地面积（公顷）": [0.8]}
    for name, table in {"批次": approved, "供地": supplied}.items():
        pd.DataFrame(table).to_excel(folder / f"{name}.xlsx", index=False)


def halve(base: Path, parcel_id: str, path: Path) -> None:
    """Write the two halves of a parcel, as a surveyor would hand them over."""
    parcels = gpd.read_file(base, layer="parcels")
    (shape,) = parcels.geometry[parcels["parcel_id"] == parcel_id]
    west, south, east, north = shape.bounds
    middle = (west + east) / 2
    halves = [
        shape.intersection(box(a, south, b, north))
        for a, b in ((west, middle), (middle, east))
    ]
    ids = [f"{parcel_id}-1", f"{parcel_id}-2"]
    made = gpd.GeoDataFrame({"parcel_id": ids}, geometry=halves, crs=parcels.crs)
    made.to_file(path)


def commands(name: str) -> list[list[str]]:
    """List the commands of a page: indented lines, joined where they go on."""
    text = (DOCS / name).read_text("utf-8").replace("^\n", "").replace("\\", "/")
    return [
        shlex.split(line)
        for line in re.findall(r"^    (landbase .+)$", text, re.MULTILINE)
    ]


@pytest.mark.parametrize("name", ["getting-started.md", "command-line.md"])
def test_the_commands_of_a_page_run(name: str, prepared: Path, work: Path) -> None:
    own_files(prepared, work)
    # test_cli tries the demo, test_cli_server what is on a server
    shown = [
        words
        for words in commands(name)
        if words[1] != "demo" and not any("://" in word for word in words)
    ]
    assert len(shown) >= 5
    with contextlib.chdir(work):
        for words in shown:
            run(words)


def test_the_example_of_the_readme_runs(prepared: Path, work: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.+?)```", text, re.DOTALL)
    own_files(prepared, work)
    parcel = re.search(r'record\("([^"]+)"', code)
    assert parcel is not None
    code = code.replace(parcel[1], "150622-P-0002")
    with contextlib.chdir(work):
        run_all([("python", code)])
    assert (work / "map.html").is_file()
