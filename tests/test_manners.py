"""What goes around the code agrees with it: versions, recipes, pictures, workflows."""

from __future__ import annotations

import configparser
import re
import tomllib

import pytest
from conftest import ROOT

import landbase

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
READMES = ("README.md", "README.zh.md")


def test_one_version_everywhere() -> None:
    version = landbase.__version__
    assert PROJECT["version"] == version
    for name, line in {
        "CITATION.cff": f"\nversion: {version}\n",
        "conda/recipe.yaml": f'  version: "{version}"\n',
        "CHANGELOG.md": f"\n## [{version}] - ",
    }.items():
        assert line in (ROOT / name).read_text("utf-8"), name
    plugin = configparser.ConfigParser(interpolation=None)
    plugin.read(ROOT / "qgis" / "landbase_provider" / "metadata.txt", "utf-8")
    assert plugin["general"]["version"] == version


def test_the_changelog_has_its_newest_section_first() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    heads = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", text, re.MULTILINE)
    assert heads[0] == ("Unreleased", "")
    assert all(day for _, day in heads[1:])
    numbers = [tuple(map(int, name.split("."))) for name, _ in heads[1:]]
    assert numbers == sorted(numbers, reverse=True)


def test_the_conda_recipe_asks_for_what_the_wheel_asks_for() -> None:
    text = (ROOT / "conda" / "recipe.yaml").read_text("utf-8")
    run = text.partition("  run:\n")[2].partition("\ntests:")[0]
    given = dict(re.findall(r"- ([\w-]+) >=(\S+)", run))
    lines = "\n".join(PROJECT["dependencies"])
    wanted = dict(re.findall(r"^([\w-]+)>=([\d.]+)", lines, re.MULTILINE))
    wanted.pop("pyshp")  # where fiona has no wheels
    bundled = {name: wanted.pop(name) for name in [*wanted] if "XStatic" in name}
    assert given.pop("python") == PROJECT["requires-python"].removeprefix(">=")
    assert given == wanted
    for name, bound in bundled.items():
        assert f'"{name}>={bound}"' in text


def test_workflows_try_every_python_that_is_promised() -> None:
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    promised = [
        line.rpartition(" ")[2]
        for line in PROJECT["classifiers"]
        if re.search(r":: 3\.\d+$", line)
    ]
    lists = re.findall(r"python: \[(.+?)\]", text)
    assert len(lists) == 2
    assert all(re.findall(r"3\.\d+", one) == promised for one in lists)
    assert {"ubuntu-latest", "windows-latest"} == set(re.findall(r"\w+-latest", text))


@pytest.mark.parametrize("name", READMES)
def test_pictures_and_links_of_the_readme_are_there_and_small(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    targets = re.findall(r"\]\((?!http)([^)#]+)", text)
    assert {"docs/pictures/map.png", "docs/pictures/sheet.png"} <= {*targets}
    for target in targets:
        assert (ROOT / target).exists(), target
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert picture.stat().st_size < 150_000, picture
