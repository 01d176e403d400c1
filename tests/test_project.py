"""The project file: what it may say, and on which line it is wrong."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from landbase import ConfigError, Tolerances
from landbase.project import Project, find_line

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """\
[project]
name = "鄂尔多斯 2023"

[[input]]
path = "批而未供*.shp"
category = "批而未供"
"""


@pytest.fixture
def folder(work: Path) -> Path:
    for name in ("批而未供_b.shp", "批而未供_a.shp", "旗区.geojson", "台账.xlsx"):
        (work / name).touch()
    return work


def load(folder: Path, text: str) -> Project:
    path = folder / "项目 文件.toml"
    path.write_text(text, "utf-8")
    return Project.load(path)


def faults(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return str(caught.value)


def test_a_small_file_is_enough(folder: Path) -> None:
    project = load(folder, SMALL)
    assert project.project.name == "鄂尔多斯 2023"
    assert project.project.lang == "zh"
    assert vars(project.tolerances) == vars(Tolerances())
    assert project.output.folder == folder / "out"
    assert project.banners is None


def test_a_pattern_names_its_files_in_order(folder: Path) -> None:
    (only,) = load(folder, SMALL).input
    assert [file.name for file in only.files] == ["批而未供_a.shp", "批而未供_b.shp"]


def test_a_real_name_with_brackets_is_no_pattern(folder: Path) -> None:
    (folder / "闲置[1].shp").touch()
    (only,) = load(folder, SMALL.replace("批而未供*.shp", "闲置[1].shp")).input
    assert [file.name for file in only.files] == ["闲置[1].shp"]


def test_relative_paths_start_from_the_project_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    text = SMALL + '[banners]\npath = "旗区.geojson"\n[output]\nfolder = "结果"\n'
    path = folder / "p.toml"
    path.write_text(text, "utf-8")
    project = Project.load(path.relative_to(folder.parent))
    assert project.banners is not None
    assert project.banners.path == folder / "旗区.geojson"
    assert project.output.folder == folder / "结果"


def test_a_category_may_be_named_in_any_way(folder: Path) -> None:
    (only,) = load(folder, SMALL).input
    assert only.category == "approved_unsupplied"


def test_the_day_tolerances_and_words(folder: Path) -> None:
    text = SMALL.replace('2023"', '2023"\non = 2023-07-06') + (
        "[tolerances]\ndeclared_m2 = 5\n"
        '[vocabulary.disposal_type.barter]\nzh = "以地换地"\nen = "barter"\n'
        '[vocabulary.cause.government]\naliases = ["政府方面"]\n'
    )
    project = load(folder, text)
    assert project.project.on == dt.date(2023, 7, 6)
    assert project.tolerances.declared_m2 == 5
    assert project.words.label("disposal_type", "barter") == "以地换地"
    assert project.words.find("cause", "政府方面") == "government"
    assert project.words.find("cause", "政府原因") == "government"


def test_a_project_does_not_change(folder: Path) -> None:
    project = load(folder, SMALL)
    with pytest.raises(ValidationError):
        project.banners = None  # type: ignore[misc]
    with pytest.raises(ValidationError):
        project.input[0].zone = 37  # type: ignore[misc]


@pytest.mark.parametrize(
    ("more", "line", "words"),
    {
        "unknown table": ("[bannes]\n", 7, "did you mean banners?"),
        "unknown entry": ('[map]\ntitel = "x"\n', 8, "did you mean title?"),
        "nothing near": ("[map]\nqqqqq = 1\n", 8, "use title, color_by"),
        "unknown tolerance": ("[tolerances]\nfoo = 1\n", 8, "use declared_m2"),
        "negative tolerance": ("[tolerances]\noverlap_m2 = -1\n", 7, "from 0 up"),
        "no such file": ('[ledger]\npath = "没有.xlsx"\n', 8, "there is no file"),
        "missing path": ("[ledger]\nsheet = 'x'\n", 7, "ledger.path is missing"),
        "no match": ('[[input]]\npath = "x*.shp"\n', 8, "no file fits"),
        "second input": ('[[input]]\npath = "旗区.geojson"\nzone = 9\n', 9, "25"),
        "wrong category": (
            '[[input]]\npath = "旗区.geojson"\ncategory = "林地"\n',
            9,
            "use one of approved_unsupplied, idle",
        ),
        "term without labels": (
            '[vocabulary.cause.x]\nzh = "某"\n',
            7,
            "needs both labels",
        ),
        "unknown vocabulary": (
            '[vocabulary.colour.x]\nzh = "某"\nen = "some"\n',
            7,
            "unknown vocabulary",
        ),
        "unknown entry of a term": (
            '[vocabulary.cause.x]\nzh = "某"\nen = "some"\nlaw = 1\n',
            10,
            "law is unknown",
        ),
        "base is no file name": ('[output]\nbase = "a/b.gpkg"\n', 8, "pattern"),
        "unknown entry of the report": (
            "[report]\nproduct = []\n",
            8,
            "did you mean products?",
        ),
        "unknown product": ('[report]\nproducts = ["maps"]\n', 8, "report.products"),
        "no template": ('[report]\ntemplate = "无.docx"\n', 8, "there is no file"),
        "wrong period": ('[report]\nperiod = "周"\n', 8, "report.period"),
        "wrong language": ('[map]\nlang = "fr"\n', 8, "'zh' or 'en'"),
    }.values(),
    ids=lambda value: str(value)[:20],
)
def test_a_fault_is_named_with_its_line(
    folder: Path, more: str, line: int, words: str
) -> None:
    told = faults(folder, SMALL + more)
    assert "项目 文件.toml" in told
    assert f"line {line}: " in told
    assert words in told


def test_all_faults_are_told_at_once_in_order(folder: Path) -> None:
    told = faults(folder, '[project]\nlang = "fr"\n[map]\nx = 1\n')
    lines = [int(part.split(":")[0]) for part in told.split("  line ")[1:]]
    assert lines == [1, 1, 2, 4]  # no input, no name, no such language, no such entry


def test_without_inputs_there_is_nothing_to_do(folder: Path) -> None:
    assert "at least one file" in faults(folder, 'input = []\n[project]\nname = "x"\n')


@pytest.mark.parametrize("text", ["a = ", "[project", "\udc80"])
def test_what_is_not_toml_is_refused(folder: Path, text: str) -> None:
    (folder / "p.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match="is not TOML"):
        Project.load(folder / "p.toml")


def test_a_missing_project_file_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read"):
        Project.load(folder / "没有.toml")


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    (folder / "p.toml").write_text(SMALL, "utf-8-sig")
    assert Project.load(folder / "p.toml").project.name == "鄂尔多斯 2023"


TEXT = """\
[a]
x = 1
long = '''
[b]
y = 0
'''
[[b]]  # one
y = 1
[[ b ]]
y=2
[b.sub]
z = 3
[c."d"]
'e' = 4
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a", "x"), 2),
        (("a", "long"), 3),
        (("b", 0, "y"), 8),
        (("b", 1, "y"), 10),
        (("b", 1, "sub", "z"), 12),
        (("b", 1, "gone"), 9),
        (("c", "d", "e"), 14),
        (("c",), 13),
        (("gone",), 1),
    ],
)
def test_a_key_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert find_line(TEXT, path) == line


def test_every_entry_of_a_project_is_strict() -> None:
    schema = Project.model_json_schema()
    tables = [schema, *schema["$defs"].values()]
    assert all(t["additionalProperties"] is False for t in tables if "properties" in t)


@pytest.mark.parametrize("day", ['"today"', "2023", '"2023-07"', "1900-01-01"])
def test_a_day_that_is_none_is_refused_with_its_line(folder: Path, day: str) -> None:
    text = SMALL.replace("[project]\n", f"[project]\non = {day}\n", 1)
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    assert "line 2: project.on: " in str(caught.value)
    assert "is not a day from 1949 to 2199" in str(caught.value)
    assert "第2行：“project.on”" in caught.value.zh
    assert "不是日期" in caught.value.zh
