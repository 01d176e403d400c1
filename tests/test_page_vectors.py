"""The scripts of map pages and Python give the same; Node has the other half."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import page_vectors
import pytest

from landbase.apportion import apportion_crossed
from landbase.webmap.payload import bundle
from landbase.webmap.save import _HANDLER

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return page_vectors.vectors()


@pytest.mark.parametrize("name", ["apportion", "days", "geodesy", "layer"])
def test_the_vectors_are_what_python_gives(made: dict[str, Any], name: str) -> None:
    written = json.loads((page_vectors.FOLDER / f"{name}.json").read_text("utf-8"))
    assert written == json.loads(json.dumps(made[name])), (
        "if that is meant: python tests/page_vectors.py, then npm test"
    )


def answers(module: str, function: str, cases: list[list[Any]]) -> Any:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node, which a check of the scripts of map pages has")
    done = subprocess.run(
        [node, str(ROOT / "tests" / "js" / "answer.mjs"), module, function],
        input=json.dumps(cases),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("seed", range(4))
def test_tables_are_apportioned_as_in_python(seed: int) -> None:
    tables = page_vectors.tables(np.random.default_rng(100 + seed), 600)
    found = answers("apportion", "apportionCrossed", [[table, 2] for table in tables])
    wanted = [apportion_crossed(np.array(table)).tolist() for table in tables]
    differ = [at for at, units in enumerate(wanted) if found[at] != units]
    assert not differ, [tables[at] for at in differ[:3]]


def test_numbers_are_rounded_as_in_python() -> None:
    random = np.random.default_rng(7)
    halves = (random.integers(-(10**9), 10**9, 3000) / 2 / 100).tolist()
    numbers = [*halves, *random.uniform(-1e6, 1e6, 3000).tolist()]
    found = answers("apportion", "wholeUnits", [[number, 2] for number in numbers])
    assert found == page_vectors.whole_units(numbers, 2)


def test_nothing_in_the_script_looks_like_a_handler_in_markup() -> None:
    # else the policy of every page would have to allow any script in it
    assert _HANDLER.search(bundle("landbase.js")) is None


def test_the_lock_file_names_no_addresses_of_packages() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert all(entry["integrity"] for entry in packages.values())
