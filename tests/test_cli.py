"""The command line: what is said, on which stream, with which exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from demo_products import wrong_products
from matplotlib.figure import Figure
from openpyxl import load_workbook

from landbase import LandBase, sample_path
from landbase.cli.language import VARIABLE, take_language
from landbase.cli.main import main
from landbase.errors import LandbaseError
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

_REGISTER = ("record-many", "deadlines", "recommend", "idle-test", "verify")
COMMANDS = ("demo", "check", "areas", "record", "history", *_REGISTER, "map", "run")
MESSY = sample_path("as_it_arrives")
Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")


@pytest.fixture
def landbase(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command; give exit code, what was said, and what was complained."""

    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


def in_a_shell(
    *arguments: object, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "landbase", *map(str, arguments)],
        capture_output=True,
        check=False,
        env=os.environ | variables,
    )


@pytest.fixture
def parcels(work: Path) -> Path:
    path = work / "地块.gpkg"
    make_parcels(5, seed=3).to_file(path)
    return path


@pytest.fixture
def base(work: Path) -> Path:
    path = work / "土地库.gpkg"
    LandBase.open(path).add(make_parcels(5, seed=3))
    return path


def an_idle_parcel() -> str:
    parcels = make_parcels(5, seed=3)
    return str(parcels.loc[parcels["category"] == "idle", "parcel_id"].iloc[0])


# ------------------------------------------------------------- exit codes


def test_clean_is_0(landbase: Callable[..., Said], parcels: Path) -> None:
    code, said, complained = landbase("check", parcels)
    assert (code, complained) == (0, "")
    assert "共0个错误、0个警告" in said


def test_findings_are_1(landbase: Callable[..., Said], work: Path) -> None:
    output = work / "清单.xlsx"
    code, said, _ = landbase(
        "check", MESSY / "几何问题.gpkg", "--limit", 2, "-o", output
    )
    assert code == 1
    assert said.index("错误") < said.index("→")
    assert f"另有3条未显示，完整清单见“{output}”" in said
    assert load_workbook(output)["问题清单"].max_row > 4


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("check",),
        ("check", "x.shp", "--zone", "99"),
        ("check", "x.shp", "--category", "林地"),
        ("areas",),
        ("areas", "x.shp", "--base", "y.gpkg"),
        ("areas", "--base", "没有.gpkg"),
        ("history", "没有.gpkg", "A"),
        ("--lang", "fr", "check"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(
    landbase: Callable[..., Said], arguments: tuple[str, ...]
) -> None:
    code, said, complained = landbase(*arguments)
    assert (code, said) == (2, "")
    assert complained


def test_unusable_data_are_3(landbase: Callable[..., Said], work: Path) -> None:
    code, said, _ = landbase("check", work / "没有.shp")
    assert code == 3
    assert "没有.shp无法使用" in said
    (work / "p.toml").write_text("[project]\n", "utf-8")
    code, _, complained = landbase("run", work / "p.toml")
    assert code == 3
    assert "错误：项目文件或规则有误" in complained
    assert "第1行：缺少“project.name”" in complained


def test_one_bad_file_among_good_ones_is_3(
    landbase: Callable[..., Said], parcels: Path
) -> None:
    code, said, _ = landbase("check", parcels, MESSY / "缺投影_无带号.shp")
    assert code == 3
    assert "“--zone”" in said


def test_a_fault_of_the_program_is_4(
    landbase: Callable[..., Said], parcels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("landbase.parcels.files.check_files", fail)
    code, said, complained = landbase("check", parcels)
    assert (code, said) == (4, "")
    assert "程序出错（RuntimeError：boom）" in complained
    assert "--debug" in complained
    with pytest.raises(RuntimeError, match="boom"):
        main(["check", str(parcels), "--debug"])


def test_debug_shows_where_data_failed(work: Path) -> None:
    with pytest.raises(LandbaseError):
        main(["--debug", "run", str(work / "没有.toml")])


# ------------------------------------------------------------- language and streams


def test_no_argument_shows_the_help(landbase: Callable[..., Said]) -> None:
    code, said, complained = landbase()
    assert (code, complained) == (0, "")
    assert all(command in said for command in COMMANDS)
    assert "退出码" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_is_chinese_and_whole_at_80_columns(command: str) -> None:
    done = in_a_shell(command, "--help", COLUMNS="80", TERMINAL_WIDTH="80")
    said = done.stdout.decode("utf-8")
    assert done.returncode == 0
    assert re.search("[一-鿿]", said)
    assert "…" not in said


def test_english_anywhere() -> None:
    for arguments in (
        ("--lang", "en", "check", "--help"),
        ("check", "-h", "--lang=en"),
    ):
        said = in_a_shell(*arguments).stdout.decode("utf-8")
        assert "file of banner outlines" in said
        assert not re.search("[一-鿿]", said)
    said = in_a_shell("check", "--help", LANDBASE_LANG="en").stdout.decode("utf-8")
    assert "file of banner outlines" in said


def test_what_follows_two_dashes_is_no_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "zh")
    assert take_language(["a", "--", "--lang"]) == ["a", "--", "--lang"]
    assert take_language(["--lang=en", "a"]) == ["a"]
    assert os.environ[VARIABLE] == "en"


@pytest.mark.parametrize("codec", ["gbk", "cp1252", "ascii"])
def test_output_is_utf_8_under_any_code_page(codec: str) -> None:
    done = in_a_shell("check", "没有.shp", PYTHONIOENCODING=codec, PYTHONUTF8="0")
    assert "没有.shp无法使用" in done.stdout.decode("utf-8")


def test_a_pipe_gets_neither_colour_nor_progress(parcels: Path) -> None:
    done = in_a_shell("check", parcels)
    assert b"\x1b" not in done.stdout + done.stderr
    assert done.stderr == b""


def test_the_version(landbase: Callable[..., Said]) -> None:
    assert landbase("--version") == (0, "landbase 0.2.0\n", "")


def test_a_warning_is_a_remark(landbase: Callable[..., Said], parcels: Path) -> None:
    code, _, complained = landbase("areas", parcels, "--areas", "declared")
    assert code == 0
    assert complained == "" or complained.startswith("注意：")


# ------------------------------------------------------------- commands


def test_areas_of_files_and_of_a_land_base_agree(
    landbase: Callable[..., Said], parcels: Path, base: Path, work: Path
) -> None:
    output = work / "面积.xlsx"
    code, of_files, _ = landbase("areas", parcels, "-o", output)
    assert code == 0
    _, of_base, _ = landbase("areas", "--base", base)
    assert of_base in of_files
    sheet = next(iter(load_workbook(output)))
    assert sheet.cell(sheet.max_row, 1).value == "合计"


def test_areas_as_json_are_those_of_the_table(
    landbase: Callable[..., Said], parcels: Path, base: Path, work: Path
) -> None:
    code, said, _ = landbase("areas", parcels, "-o", work / "面积.xlsx", "--json")
    assert (code, (work / "面积.xlsx").is_file()) == (0, True)
    lines = json.loads(said)["lines"]
    assert [line["banner"] for line in lines][-1] == "total"
    for measure in ("count", "mu", "ha"):
        *parts, total = (line[f"all_{measure}"] for line in lines)
        assert sum(parts) == pytest.approx(total, rel=1e-12)
    assert json.loads(landbase("areas", "--base", base, "--json")[1])["lines"] == lines
    refused = MESSY / "缺投影_无带号.shp"
    code, said, _ = landbase("areas", parcels, refused, "--json")
    assert (code, json.loads(said)["lines"]) == (3, [])


def test_issues_as_json_are_all_of_them(landbase: Callable[..., Said]) -> None:
    code, said, _ = landbase("check", MESSY / "几何问题.gpkg", "--json")
    told = json.loads(said)
    assert (code, told["parcels"] > 0) == (1, True)
    found = {issue["severity"] for issue in told["issues"]}
    assert {"warning", "info"} <= found
    code, said, _ = landbase("check", "没有.shp", "--json")
    assert (code, json.loads(said)["parcels"]) == (3, 0)


def test_areas_are_not_summed_without_an_unusable_file(
    landbase: Callable[..., Said], parcels: Path
) -> None:
    code, said, _ = landbase("areas", parcels, MESSY / "缺投影_无带号.shp")
    assert code == 3
    assert "合计" not in said


def test_areas_tell_of_findings(landbase: Callable[..., Said]) -> None:
    code, said, complained = landbase("areas", MESSY / "几何问题.gpkg")
    assert code == 1
    assert "合计" in said
    assert "请用“landbase check”查看" in complained


def test_areas_by_another_column(landbase: Callable[..., Said], base: Path) -> None:
    assert "已上图入库" in landbase("areas", "--base", base, "--by", "status")[1]
    code, _, complained = landbase("areas", "--base", base, "--by", "nothing")
    assert code == 3
    assert "nothing" in complained


def test_record_then_history(landbase: Callable[..., Said], base: Path) -> None:
    parcel = an_idle_parcel()
    code, said, _ = landbase(
        *("record", base, parcel, "限期开工", "--status", "方案已定"),
        *("--effective", "2023-03-01", "--due", "2023-09-30", "--by", "李四"),
        *("--document", "准政发〔2023〕12号", "--reason", "规划调整"),
    )
    assert code == 0
    assert f"已登记第1号处置记录：{parcel}" in said
    code, said, _ = landbase("history", base, parcel)
    assert code == 0
    assert {"入库", "处置"} <= {
        line.split()[0] for line in said.splitlines() if line.strip()
    }
    for text in ("限期开工", "方案已定", "2023-09-30", "准政发〔2023〕12号", "李四"):
        assert text in said
    assert "超期" not in said


def test_a_decision_that_does_not_fit_is_explained(
    landbase: Callable[..., Said], base: Path
) -> None:
    code, _, complained = landbase(
        *("record", base, an_idle_parcel(), "撤销批文"),
        *("--status", "planned", "--effective", "2023-03-01"),
    )
    assert code == 3
    assert "处置记录与地块或已有记录不符" in complained
    assert "限期开工" in complained
    assert LandBase.open(base).decisions().empty


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--status", "不知道", "已上图入库"),
        ("--effective", "昨天", "请写成2023-07-06"),
        ("--due", "31.12.2023", "请写成2023-07-06"),
    ],
)
def test_words_that_are_not_understood(
    landbase: Callable[..., Said], base: Path, option: str, value: str, words: str
) -> None:
    given = {"--status": "planned", "--effective": "2023-03-01"} | {option: value}
    options = [part for pair in given.items() for part in pair]
    code, _, complained = landbase("record", base, "A", "限期开工", *options)
    assert code == 2
    assert words in re.sub(r"[│\s]+", " ", complained)


def test_an_unknown_parcel_has_no_history(
    landbase: Callable[..., Said], base: Path
) -> None:
    code, _, complained = landbase("history", base, "NOWHERE")
    assert code == 3
    assert "NOWHERE" in complained


def test_a_missing_land_base_is_not_made(
    landbase: Callable[..., Said], work: Path
) -> None:
    landbase("history", work / "没有.gpkg", "A")
    assert not (work / "没有.gpkg").exists()


def test_map_of_files_and_of_a_day(
    landbase: Callable[..., Said], parcels: Path, base: Path, work: Path
) -> None:
    page = work / "图.html"
    code, said, _ = landbase(
        *("map", parcels, "-o", page, "--title", "甲乙丙"),
        *("--columns", "name，parcel_id", "--color-by", "category"),
    )
    assert code == 0
    assert str(page) in said
    assert "甲乙丙" in page.read_text("utf-8")
    code, _, _ = landbase("map", "--base", base, "--on", "2023-07-06", "-o", page)
    assert code == 0
    assert "2023-07-06" in page.read_text("utf-8")


def test_run_shows_and_writes(landbase: Callable[..., Said], parcels: Path) -> None:
    path = parcels.with_name("p.toml")
    path.write_text(
        f'[project]\nname = "小"\n[[input]]\npath = "{parcels.name}"\n', "utf-8"
    )
    code, said, complained = landbase("run", path)
    assert (code, complained) == (0, "")
    assert "旗区面积表" in said
    assert (parcels.parent / "out" / "map.html").exists()


@pytest.mark.parametrize(
    ("entry", "lang"), [("", "en"), ('lang = "zh"\n', "zh"), ('lang = "en"\n', "en")]
)
def test_a_run_speaks_as_its_file_says_else_as_the_command_line(
    landbase: Callable[..., Said], parcels: Path, entry: str, lang: str
) -> None:
    path = parcels.with_name("p.toml")
    text = f'[project]\nname = "小"\n{entry}[[input]]\npath = "{parcels.name}"\n'
    path.write_text(text, "utf-8")
    assert "Files written" in landbase("run", path, "--lang", "en")[1]
    out = parcels.parent / "out"
    page = (out / "map.html").read_text("utf-8")
    assert ("Disposal status" if lang == "en" else "处置状态") in page
    assert ("处置状态" if lang == "en" else "Disposal status") not in page
    heads = {cell.value for cell in load_workbook(out / "issues.xlsx").worksheets[0][1]}
    assert ("severity" in {str(head).lower() for head in heads}) == (lang == "en")


# ------------------------------------------------------------- the demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Path]:
    """Run the demo from an empty folder, as after installing a wheel."""
    folder = tmp_path_factory.mktemp("随便 哪里")
    done = subprocess.run(
        [sys.executable, "-m", "landbase", "demo"],
        cwd=folder,
        capture_output=True,
        check=False,
        env=os.environ | {VARIABLE: "zh"},
    )
    said = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    return (done.returncode, *said), folder / "landbase-demo"


def test_the_demo_is_quiet_and_0(demo: tuple[Said, Path]) -> None:
    (code, _, complained), _ = demo
    assert (code, complained) == (0, "")


def test_the_demo_shows_the_letters_figures(demo: tuple[Said, Path]) -> None:
    lines = [line.split() for line in demo[0][1].splitlines()]
    assert ["存量", "批而未供", "8.68", "8.68", "万亩", "相符"] in lines
    assert ["存量", "闲置土地", "4.97", "4.97", "万亩", "相符"] in lines
    rate = ["2023", "完成率", "批而未供", "28.57", "28.57", "%", "相符"]
    assert rate in lines
    assert not any("不符" in line[-1:] for line in lines if line)


def test_the_demo_shows_what_the_checks_find(demo: tuple[Said, Path]) -> None:
    (_, said, _), out = demo
    assert "as_it_arrives" in said
    found = pd.read_excel(out / "as_it_arrives_issues.xlsx")
    expected = pd.read_csv(MESSY / "预期问题.csv")
    plain = expected[expected["读取参数"].isna() & (expected["问题代码"] != "CRSError")]
    said_by_reading = {"banner_not_declared"}  # as missing_ or unknown_banner
    assert set(plain["问题代码"]) - said_by_reading <= set(found["问题代码"])


def test_the_demo_says_where_its_files_are(demo: tuple[Said, Path]) -> None:
    (_, said, _), out = demo
    names = {path.name for path in out.iterdir()}
    assert names == {
        *("ordos.gpkg", "issues.xlsx", "area_table.xlsx", "progress.xlsx"),
        *("map.html", "as_it_arrives_issues.xlsx", "report"),
    }
    assert all(str(out / name) in said for name in names)


def test_the_demo_writes_nothing_into_the_base_of_a_bureau(
    landbase: Callable[..., Said], work: Path
) -> None:
    path = work / "ordos.gpkg"
    with LandBase.open(path) as base:
        base.add(make_parcels(3))
    before = path.read_bytes()
    code, _, complaint = landbase("demo", "--out", work)
    assert code == 3
    assert "3 宗" in complaint or "3宗" in complaint
    assert path.read_bytes() == before
    assert [file.name for file in work.iterdir()] == ["ordos.gpkg"]


def test_the_demo_makes_every_product_and_one_that_is_wrong_is_named(
    demo: tuple[Said, Path], work: Path
) -> None:
    assert wrong_products(demo[1]) == []
    out = shutil.copytree(demo[1], work / "out")
    (out / "report" / "bulletin.docx").unlink()
    (out / "report" / "bulletin.docx.part").touch()
    boxes = Figure()
    boxes.text(0.5, 0.5, "存量", family="DejaVu Sans")
    with pytest.warns(UserWarning, match="Glyph"):
        boxes.savefig(out / "report" / "map_status.pdf")
    assert wrong_products(out) == [
        "missing: report/bulletin.docx",
        "not expected: report/bulletin.docx.part",
        "report/map_status.pdf: page 1 has boxes for letters",
    ]


# ------------------------------------------------------------- odd orders


def test_what_the_system_forbids_is_no_fault_of_the_program(
    landbase: Callable[..., Said], parcels: Path
) -> None:
    taken = parcels.parent / "文件.txt"
    taken.write_text("", "utf-8")
    code, _, complaint = landbase("check", parcels, "-o", taken / "清单.xlsx")
    assert code == 3
    assert "无法读写" in complaint
    assert "路径中的某一级是文件" in complaint
    assert landbase("demo", "--out", taken)[0] == 3


@pytest.mark.parametrize(
    "words",
    [
        ("check", ""),
        ("check", " "),
        ("areas", "--base", ""),
        ("map", "a.shp", "--banners", ""),
        ("map", "a.shp", "--overlay", ""),
        ("history", "", "x"),
        ("run", ""),
        ("demo", "--out", ""),
        ("record-many", "a.gpkg", ""),
        ("reconcile", "a.shp", ""),
        ("events", "import", "a.gpkg", ""),
        ("atlas", "a.gpkg", "-o", ""),
    ],
)
def test_an_empty_path_is_not_the_folder_we_are_in(
    landbase: Callable[..., Said],
    parcels: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(parcels.parent)
    code, said, complaint = landbase(*words)
    assert (code, said) == (2, "")
    assert "路径为空" in complaint
    assert [path.name for path in parcels.parent.iterdir()] == [parcels.name]


def test_the_folder_we_are_in_may_be_named(
    landbase: Callable[..., Said], parcels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(parcels.parent)
    assert landbase("check", ".") == landbase("check", parcels.parent)


@pytest.mark.parametrize("name", ["清单.txt", ".", "", "清单.csv"])
def test_a_workbook_needs_the_name_of_one(
    landbase: Callable[..., Said], parcels: Path, name: str
) -> None:
    for command in ("check", "areas"):
        code, _, complaint = landbase(command, parcels, "-o", name)
        assert code == 2
        assert ".xlsx" in complaint
    code, _, complaint = landbase("map", parcels, "-o", name)
    assert code == 2
    assert ".html" in complaint


def test_parcels_without_a_status_are_drawn_by_category(
    landbase: Callable[..., Said], work: Path
) -> None:
    path = work / "地块.gpkg"
    make_parcels(5, seed=3).drop(columns="status").to_file(path)
    code, _, complaint = landbase("map", path, "-o", work / "图.html")
    assert code == 0
    assert complaint.startswith("注意：地块尚无处置状态，地图按土地类别着色")
    assert "批而未供" in (work / "图.html").read_text("utf-8")


def test_an_empty_file_is_not_made_a_land_base(
    landbase: Callable[..., Said], work: Path
) -> None:
    empty = work / "空.gpkg"
    empty.write_bytes(b"")
    code, _, told = landbase("areas", "--base", empty)
    assert code == 3
    assert "空文件" in told
    assert empty.stat().st_size == 0


def test_a_missing_banner_is_said_once(
    landbase: Callable[..., Said], work: Path
) -> None:
    path = work / "地块.gpkg"
    parcels = make_parcels(4, seed=3)
    parcels["banner"] = [None, "火星旗", *parcels["banner"][2:]]
    parcels.to_file(path)
    code, said, _ = landbase("check", path)
    assert code == 1
    assert "1个错误、1个警告" in said


def test_what_stops_a_run_is_told_in_chinese(
    landbase: Callable[..., Said], work: Path
) -> None:
    plain = make_parcels(3, seed=3)[["parcel_id", "category", "geometry"]]
    plain = plain.rename(columns={"parcel_id": "DKBH", "category": "TDLB"})
    plain.to_crs("EPSG:4546").to_file(work / "无带号.shp", encoding="gbk")
    (work / "无带号.prj").unlink()
    project = work / "项目.toml"
    project.write_text(
        '[project]\nname = "试"\n[[input]]\npath = "无带号.shp"', "utf-8"
    )
    code, _, complaint = landbase("run", project)
    assert code == 3
    assert "不带带号；请用“--zone”指定带号" in complaint
    code, said, _ = landbase("check", work / "无带号.shp")
    assert code == 3
    assert "无带号.shp无法使用：" in said
    assert "不带带号；请用“--zone”指定带号" in said
    project.write_text('[project]\nname = "试"\n[[inputs]]\n', "utf-8")
    complaint = landbase("run", project)[2]
    assert "第3行：无法识别“inputs”；是否应为“input”？" in complaint
    complaint = landbase("run", project, "--lang", "en")[2]
    assert "line 3: inputs is unknown; did you mean input?" in complaint


def test_a_wrong_field_map_is_a_fault_of_the_data(
    landbase: Callable[..., Said], parcels: Path
) -> None:
    project = parcels.parent / "项目.toml"
    source = f'path = "{parcels.name}"\nfields = {{ banner = "banner2" }}'
    project.write_text(f'[project]\nname = "试"\n[[input]]\n{source}', "utf-8")
    code, _, complaint = landbase("run", project)
    assert code == 3
    assert "“banner2”不是地块表的字段" in complaint


def test_a_day_that_is_none_is_refused_with_files_too(
    landbase: Callable[..., Said], parcels: Path
) -> None:
    for nonsense in ("昨天", "today", "2023", "1900-01-01"):
        code, _, complaint = landbase("map", parcels, "--on", nonsense)
        assert code == 2
        assert "不是日期" in complaint
    code, _, complaint = landbase("--lang", "en", "map", parcels, "--on", "today")
    assert code == 2
    assert "is not a day" in complaint


def test_a_page_gets_its_day_in_one_form(
    landbase: Callable[..., Said], parcels: Path, work: Path
) -> None:
    pages = [work / "甲.html", work / "乙.html"]
    for page, day in zip(pages, ("2023-07-06", "2023年7月6日"), strict=True):
        assert landbase("map", parcels, "--on", day, "-o", page)[0] == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Name every command, and every command of a group of them."""
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


# what is written as it stands: names of programs, formats, systems and days
NAMES = re.compile(
    r"(?<![A-Za-z])(?:landbase|LANDBASE_LANG|YYYY-MM-DD|GeoPackage|MBTiles|PMTiles|MB|shp|gpkg|gdb|geojson"
    r"|zip|xlsx|csv|toml|txt|qgz|QGIS|EPSG|gb18030|JSON|Word|PDF|SVG|PNG|zh|en|A[0-4]|parcel_id"
    r"|map\.html|Asia/Shanghai)(?![A-Za-z])"
)
# words of the command line that are typed as they stand, beside their Chinese
TYPED = re.compile(r"（[a-z]+）|“[^”]+”|默认：[^\]]*")


def english_in(text: str) -> list[str]:
    """Find the English words of a help text that are not typed."""
    bare = re.sub(r"[│╭╮╰╯─\s]+", " ", text)
    bare = re.sub(r"(?<![\w-])--?[a-z][\w-]*", " ", bare)
    bare = NAMES.sub(" ", TYPED.sub(" ", bare))
    return re.findall(r"[A-Za-z]{2,}", bare)


def test_help_is_chinese_to_its_smallest_words() -> None:
    from typer.main import get_command
    from typer.testing import CliRunner

    from landbase.cli.app import app

    group = get_command(app)
    found = {}
    for path in commands(group):
        told = CliRunner(env={"COLUMNS": "200"}).invoke(app, [*path, "--help"])
        assert told.exit_code == 0
        text = told.output
        names = {part for one in commands(group) for part in one}
        for name in sorted(names, key=len, reverse=True):
            text = re.sub(rf"(?<![\w-]){name}(?![\w-])", " ", text)
        if wrong := english_in(text):
            found[" ".join(path)] = wrong
        assert "显示帮助" in text
        assert "用法：" in text
    assert not found


@pytest.mark.parametrize("width", [60, 80])
def test_help_leaves_no_text_off(width: int) -> None:
    from typer.testing import CliRunner

    from landbase.cli.app import app

    told = CliRunner(env={"COLUMNS": f"{width}"}).invoke(app, ["reconcile", "--help"])
    assert "…" not in told.output
