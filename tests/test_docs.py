"""What is written is true: names, commands, entries and errors are all documented."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from inspect import ismodule
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from conftest import ROOT

import landbase
from landbase import errors
from landbase.cli.app import app
from landbase.cli.language import CLEAN, FAILED, FINDINGS, UNUSABLE, USAGE
from landbase.cli.main import main
from landbase.project import Project
from landbase.rules.schema import PARCEL_COLUMNS
from landbase.texts import words as words_of

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
GROUPS = {
    group.name: [command.name for command in group.typer_instance.registered_commands]
    for group in app.registered_groups
}
COMMANDS = {*GROUPS} | {
    command.name or command.callback.__name__ for command in app.registered_commands
}


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, DOCS / "make_pages.py", "--check"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_every_public_name_is_documented() -> None:
    rooms = {n for n in landbase.__all__ if ismodule(getattr(landbase, n))}
    wanted = {*landbase.__all__} - {"__version__", *rooms}
    wanted |= {f"{r}.{n}" for r in rooms for n in getattr(landbase, r).__all__}
    assert wanted <= {*re.findall(r"`([\w.]+)`", page("api.md"))}


def test_every_error_class_is_explained_in_docs_and_command_line() -> None:
    classes = {name for name in errors.__all__ if name.endswith("Error")}
    rows = re.findall(
        r"^\| `(\w+)` \| (.+) \| (.+) \|$", page("errors.md"), re.MULTILINE
    )
    assert {name for name, *_ in rows} == classes
    assert {*words_of("cli", "zh").part("error")} == classes
    assert "LandbaseWarning" in page("errors.md")


def test_every_command_is_documented() -> None:
    headings = re.findall(
        r"^## landbase ([\w-]+)$", page("command-line.md"), re.MULTILINE
    )
    assert set(headings) == COMMANDS
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text("utf-8")
        assert set(re.findall(r"`landbase ([\w-]+)[ `]", text)) - {"run"} <= COMMANDS
        assert {*re.findall(r"^\| `landbase ([\w-]+)", text, re.MULTILINE)} == COMMANDS


def test_every_command_of_a_group_is_documented() -> None:
    text = page("command-line.md")
    for group, names in GROUPS.items():
        for name in names:
            assert f"landbase {group} {name}" in text


def test_every_option_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    text = page("command-line.md")
    single = [(command,) for command in COMMANDS - {*GROUPS}]
    grouped = [(group, name) for group, names in GROUPS.items() for name in names]
    for command in (*single, *grouped):
        with pytest.raises(SystemExit) as left:
            main([*command, "--help"])
        assert left.value.code == CLEAN
        options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
        assert options
        assert not {option for option in options if option not in text}


def test_every_exit_code_is_documented() -> None:
    codes = {CLEAN, FINDINGS, USAGE, UNUSABLE, FAILED}
    rows = re.findall(r"^\| (\d) \|", page("command-line.md"), re.MULTILINE)
    assert {int(code) for code in rows} == codes
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text("utf-8")
        listed = re.search(r"(?:Exit codes:|退出码：)(.+?)\n\n", text, re.DOTALL)
        assert listed is not None
        assert {int(code) for code in re.findall(r"\b\d\b", listed[1])} == codes


def sections(schema: dict[str, Any]) -> dict[str, set[str]]:
    """Give the entries of each table of the project file."""
    tables = {}
    for name, entry_ in schema["properties"].items():
        text = str(entry_)
        found = re.search(r"#/\$defs/(\w+)", text)
        assert found is not None
        tables[name] = set(schema["$defs"][found[1]]["properties"])
    return tables


def test_every_entry_of_the_project_file_is_documented() -> None:
    parts = re.split(
        r"^## \[+([\w.]+)[^\n]*$", page("project-file.md"), flags=re.MULTILINE
    )
    told = {
        heading.split(".")[0]: set(re.findall(r"`(\w+)`", _first_cells(body)))
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert told == sections(Project.model_json_schema())


def _first_cells(text: str) -> str:
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    return " ".join(row[1] for row in rows)


def test_the_example_of_a_project_file_is_read(work: Path) -> None:
    (block,) = re.findall(r"```toml\n(.+?)```", page("project-file.md"), re.DOTALL)
    for name in ("数据/批而未供_1.shp", "数据/闲置.gdb", "旗区.geojson"):
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).touch()
    for name in ("一地一策台账.xlsx", "年度任务.csv"):
        (work / name).touch()
    (work / "landbase.toml").write_text(block, "utf-8")
    assert Project.load(work / "landbase.toml").tolerances.declared_m2 == 5


def test_every_column_of_the_parcel_table_is_documented() -> None:
    told = set(re.findall(r"`(\w+)`", _first_cells(page("data-contract.md"))))
    assert told - {"geometry"} == set(PARCEL_COLUMNS)


def test_make_targets_named_are_there() -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    for path in PAGES:
        named = re.findall(
            r"make ((?:[a-z]+ ?)+)`|^ +make ([a-z ]+)", path.read_text("utf-8")
        )
        for words in named:
            assert {*" ".join(words).split()} <= targets, path.name


def test_extras_named_are_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for path in PAGES:
        for extra in re.findall(r"(?:landbase|\.)\[(\w+)\]", path.read_text("utf-8")):
            assert extra in project["optional-dependencies"], path.name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
    assert not [
        link
        for link in links
        if not link.startswith("https://") and not (path.parent / link).exists()
    ]


def test_code_in_the_readme_uses_public_names() -> None:
    sources = [
        (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md")
    ]
    sources.append(page("getting-started.md"))
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        sources += [cell.source for cell in notebook.cells]
    for source in sources:
        assert set(re.findall(r"\blb\.(\w+)", source)) <= {*landbase.__all__}


def test_both_readmes_have_the_same_example_and_commands() -> None:
    english, chinese = (
        (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md")
    )
    code = [
        re.sub(r" +#.*", "", re.findall(r"```python\n(.+?)```", text, re.DOTALL)[0])
        for text in (english, chinese)
    ]
    assert code[0] == code[1]
    assert len(code[0].splitlines()) <= 12
    assert english.count("\n## ") == chinese.count("\n## ")


def test_the_path_in_english_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\(([\w/-]+\.md)", page("english-path.md")))
    pages = {
        path.relative_to(DOCS).as_posix() for path in PAGES if DOCS in path.parents
    }
    tasks = {path.relative_to(DOCS).as_posix() for path in DOCS.glob("howto/*.md")}
    # the Chinese first steps, the list of pages, and this page itself
    others = {"getting-started.md", "index.md", "reference.md", "english-path.md"}
    assert pages | tasks == linked | others


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("选颜色", "choose colours"),
        ("自己的词汇", "own vocabulary"),
        ("离线安装", "offline installation"),
        ("大数据量", "large data"),
        ("多人使用", "many people"),
    ],
)
def test_what_people_look_for_stands_under_their_words(zh: str, en: str) -> None:
    heads = re.findall(r"^## (.+)$", page("find.md"), re.MULTILINE)
    assert [head for head in heads if zh in head and en in head.lower()]
    first = " ".join(page("index.md").split()).lower()
    assert zh in first
    assert en in first
