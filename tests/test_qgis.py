"""In QGIS: a land base opens styled, edits are kept, and the plugin's algorithms run.

`make qgis-test` runs these alone.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import pytest
from city import SECRET, START, made_city
from conftest import IN_CI, ROOT
from matplotlib import image

import landbase as lb
from landbase.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from servers import Server

pytestmark = pytest.mark.qgis

# Debian's wrapper passes an option that qgis_process does not know
PROCESS = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
PYTHON = "/usr/bin/python3"
SAMPLE = lb.sample_path()
DAY = "2023-07-06"


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the variables that QGIS needs without a window, and a profile of its own."""
    if PROCESS is None:
        if IN_CI:
            pytest.fail("QGIS is missing")
        pytest.skip("needs QGIS: tests/system_qgis.sh")
    folder = tmp_path_factory.mktemp("qgis 配置")
    command = folder / "landbase"
    path = f"PYTHONPATH='{ROOT}' exec '{sys.executable}' -m landbase"
    command.write_text(f'#!/bin/sh\n{path} "$@"\n', "utf-8")
    command.chmod(0o755)
    folder.chmod(0o700)
    return os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(ROOT / "qgis"),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
        "XDG_RUNTIME_DIR": str(folder),
        "LANDBASE_COMMAND": str(command),
        "LANDBASE_LANG": "zh",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": "",
    }


@pytest.fixture(scope="module")
def process(surroundings: dict[str, str]) -> Callable[..., subprocess.CompletedProcess]:
    """Run qgis_process with the plugin."""

    def call(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(PROCESS), *words],
            env=surroundings,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    assert (
        "Enabled landbase_provider"
        in call("plugins", "enable", "landbase_provider").stdout
    )
    return call


@pytest.fixture(scope="module")
def algorithm(process: Callable[..., Any]) -> Callable[..., dict[str, str]]:
    """Run an algorithm; give its results, or what it said where it had none."""

    def call(name: str, **parameters: object) -> dict[str, str]:
        words = []
        for key, value in parameters.items():
            values = value if isinstance(value, list) else [value]
            words += [f"--{key}={one}" for one in values]
        done = process("run", f"landbase:{name}", *words)
        _, _, results = done.stdout.partition("Results\n----------------\n")
        lines = [line.partition(":\t") for line in results.splitlines() if line]
        return {key: value for key, _, value in lines} or {
            "failed": done.stdout + done.stderr
        }

    return call


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a land base of part of the sample, with decisions."""
    path = tmp_path_factory.mktemp("土地 库") / "旗 区.gpkg"
    parcels, _ = lb.read_parcels(
        SAMPLE / "批而未供_37带.shp", category="approved_unsupplied"
    )
    with lb.LandBase.open(path) as kept:
        kept.add(parcels.head(200))
        for number in range(3):
            kept.record(
                parcels["parcel_id"].iloc[number],
                "revoke_approval",
                status="planned",
                effective="2023-03-01",
                due="2023-06-30",
            )
    return path


def records(path: Path | str, layer: str | None = None) -> list[dict[str, Any]]:
    return pyogrio.read_dataframe(path, layer=layer).to_dict("records")


@pytest.fixture(scope="module")
def opened(base: Path, surroundings: dict[str, str]) -> tuple[dict[str, Any], Path]:
    """Let QGIS open a land base by its project, and by itself."""
    folder = base.parent / "图"
    folder.mkdir()
    mine = shutil.copy(base, folder / "库.gpkg")
    with lb.LandBase.open(mine) as kept:
        project = lb.write_qgis_project(
            kept,
            folder / "库.qgz",
            banners=SAMPLE / "旗区界线(示意).geojson",
        )
    script = ROOT / "tests" / "qgis_reading.py"
    done = subprocess.run(
        [PYTHON, script, project, mine, folder],
        env=surroundings,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout), folder


def test_a_project_opens_with_groups_and_relations(
    opened: tuple[dict[str, Any], Path],
) -> None:
    found, _ = opened
    assert (found["read"], found["crs"][:5]) == (True, "EPSG:")
    assert [*found["groups"]] == ["界线", "编辑", "地块", "记录（只读）"]
    layers = found["layers"]
    assert all(layer["valid"] for layer in layers.values())
    assert [name for name, one in layers.items() if not one["read_only"]] == ["parcels"]
    assert layers["parcels_current"]["count"] == 200
    assert found["relations"]
    assert all(found["relations"])


@pytest.mark.parametrize("where", ["layers", "alone"])
def test_layers_have_words_for_fields_and_codes(
    opened: tuple[dict[str, Any], Path], where: str
) -> None:
    current, edited = (opened[0][where][n] for n in ("parcels_current", "parcels"))
    assert current["colored_by"] == "status"
    assert current["labels"]
    assert current["aliases"]["parcel_id"] == "地块编号"
    assert all(not alias.isascii() for alias in current["aliases"].values())
    assert current["statuses"] == Vocabulary.default().labels("status")
    assert current["free"] == []
    assert {"name", "holder"} <= set(edited["free"])
    assert not {"recorded_at", "source_row"} & set(edited["free"])
    decisions = opened[0][where]["decisions"]
    assert decisions["aliases"]["due"] == "整改时限"
    assert decisions["free"] == []


def test_an_edit_in_qgis_is_kept_and_nothing_is_deleted(
    opened: tuple[dict[str, Any], Path],
) -> None:
    found, folder = opened
    edit = found["edit"]
    assert (edit["saved"], edit["deleted"]) == (True, False)
    with closing(sqlite3.connect(folder / "库.gpkg")) as database:
        kept = database.execute(
            "SELECT parcel_id, name FROM parcel_versions"
        ).fetchall()
        now = database.execute(
            "SELECT name FROM parcels WHERE parcel_id = ?", (edit["parcel"],)
        ).fetchone()
    assert now == ("改过的名称",)
    assert [row[0] for row in kept] == [edit["parcel"]]
    assert kept[0][1] != "改过的名称"
    with lb.LandBase.open(folder / "库.gpkg") as base:
        assert base.verify().count("error") == 0


def test_parcels_are_seen_at_each_scale(opened: tuple[dict[str, Any], Path]) -> None:
    found, folder = opened
    assert found["scales"]["city"] > 100_000
    for name, least in (("city", 200), ("mid", 5_000), ("near", 20_000)):
        picture = (image.imread(folder / f"{name}.png")[..., :3] * 255).round()
        near = np.abs(picture - np.array([200, 80, 30])).sum(axis=-1)
        tinted = (picture.max(axis=-1) - picture.min(axis=-1)) > 60
        assert tinted.sum() > least, (name, near.min())
    city = (image.imread(folder / "city.png")[..., :3] * 255).round()
    dark = (city.max(axis=-1) < 60).sum()
    assert dark < (city.max(axis=-1) - city.min(axis=-1) > 60).sum()


@pytest.fixture(scope="module")
def by_users(
    server: Server,
    surroundings: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, dict[str, Any]]]:
    """Let a clerk of one banner and a reader open a city's land base in QGIS."""
    folder = tmp_path_factory.mktemp("服务器 图")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PGPASSWORD", SECRET)
        for city in made_city(server):
            with city.open("wang") as clerk:
                clerk.record(city.mine[0], **START)
            found = {}
            for user in ("wang", "zhao"):
                script = ROOT / "tests" / "qgis_reading.py"
                place = f"127.0.0.1:{server.port}"
                done = subprocess.run(
                    [PYTHON, script, place, city.name, user, folder],
                    env=surroundings | {"PGPASSWORD": SECRET},
                    capture_output=True,
                    check=False,
                    encoding="utf-8",
                )
                assert done.stdout, done.stderr
                found[user] = json.loads(done.stdout)
                found[user]["picture"] = image.imread(folder / f"{user}.png")
            found["city"] = {
                "here": int((city.base.parcels()["banner"] == city.here).sum()),
                "codes": city.base
                .verify()
                .of_severity("error", "warning")
                .table["code"],
            }
            yield found


@pytest.mark.parametrize("user", ["wang", "zhao"])
def test_layers_of_a_server_are_styled_and_keep_to_the_banner(
    by_users: dict[str, dict[str, Any]], user: str
) -> None:
    found = by_users[user]
    current = found["parcels_current"]
    assert all(found[name]["valid"] for name in ("parcels", "decisions"))
    assert current["valid"]
    seen = by_users["city"]["here"] if user == "wang" else 60
    assert current["count"] == found["parcels"]["count"] == seen
    assert found["decisions"]["count"] == 1
    assert (current["colored_by"], current["labels"]) == ("status", True)
    assert current["aliases"]["parcel_id"] == "地块编号"
    assert current["statuses"] == Vocabulary.default().labels("status")
    assert current["free"] == []
    assert {"name", "holder"} <= set(found["parcels"]["free"])
    tinted = np.ptp(found["picture"][..., :3], axis=-1) > 0.25
    assert tinted.sum() > 3 * seen


def test_a_clerk_edits_on_a_server_and_a_reader_does_not(
    by_users: dict[str, dict[str, Any]],
) -> None:
    assert by_users["wang"]["edit"]["saved"]
    assert not by_users["wang"]["edit"]["deleted"]
    assert not by_users["zhao"]["edit"]["saved"]
    assert not by_users["zhao"]["edit"]["deleted"]
    assert by_users["city"]["codes"].tolist() == ["verify_parcel_unsealed"]


def test_check_makes_a_table_of_issues(
    algorithm: Callable[..., dict[str, str]], work: Path
) -> None:
    files = [SAMPLE / "as_it_arrives" / "几何问题.gpkg", work / "没有.shp"]
    table = work / "问题.gpkg"
    made = algorithm("check", FILES=files, CATEGORY="批而未供", OUTPUT=table)
    rows = records(table)
    assert int(made["ERRORS"]) == sum(row["severity"] == "错误" for row in rows) > 0
    assert rows[0]["severity"] == "错误"
    assert any("没有.shp" in row["message"] for row in rows)
    assert int(made["PARCELS"]) > 0


def test_areas_are_those_of_landbase(
    algorithm: Callable[..., dict[str, str]], base: Path, work: Path
) -> None:
    table = work / "面积.gpkg"
    algorithm("areas", BASE_OR_NONE=base, COLUMN="status", OUTPUT=table)
    with lb.LandBase.open(base) as kept:
        expected = lb.area_table(kept.parcels(), by="status")["all"]
    found = {row["status"]: row["all_mu"] for row in records(table)}
    assert found == pytest.approx(expected["mu"].to_dict())


def test_decisions_are_recorded_for_those_chosen_only(
    algorithm: Callable[..., dict[str, str]], base: Path, work: Path
) -> None:
    mine = shutil.copy(base, work / "库.gpkg")
    layer = f"{mine}|layername=parcels_current"
    table = work / "问题.gpkg"
    told = {"BASE": mine, "OUTPUT": table, "TYPE": "撤销批文", "STATUS": "方案已定"}
    refused = algorithm("record", PARCELS=layer, EFFECTIVE=DAY, **told)
    assert "将登记200宗" in refused["failed"]
    ids = sorted(row["parcel_id"] for row in records(mine, "parcels"))[10:12]
    chosen = f"{layer}|subset=parcel_id IN ('{ids[0]}','{ids[1]}')"
    made = algorithm(
        "record",
        PARCELS=chosen,
        EFFECTIVE=DAY,
        DUE="2023-12-31",
        BY="张三",
        EXCEPTION="会议纪要",
        **told,
    )
    assert made["RECORDED"] == "2", records(table)
    with lb.LandBase.open(mine) as kept:
        new = kept.decisions().query("by == '张三'")
        assert sorted(new["parcel_id"]) == ids
        assert set(new["status"]) == {"planned"}
    wrong = algorithm(
        "record", PARCELS=chosen, EFFECTIVE=DAY, **(told | {"TYPE": "没有这种"})
    )
    assert (wrong["RECORDED"], int(wrong["ERRORS"]) > 0) == ("0", True)


def test_the_state_of_a_day_deadlines_export_and_map(
    algorithm: Callable[..., dict[str, str]], base: Path, work: Path
) -> None:
    before = algorithm("state", BASE=base, ON="2023-02-01", OUTPUT=work / "二月.gpkg")
    after = algorithm("state", BASE=base, ON=DAY, OUTPUT=work / "七月.gpkg")
    assert before["COUNT"] == after["COUNT"] == "200"
    planned = [
        sum(row["status"] == "planned" for row in records(work / name))
        for name in ("二月.gpkg", "七月.gpkg")
    ]
    assert planned == [0, 3]
    algorithm("deadlines", BASE=base, ON=DAY, OUTPUT=work / "时限.gpkg")
    kinds = [row["deadline"] for row in records(work / "时限.gpkg")]
    assert kinds.count("overdue") == 3
    sent = algorithm(
        "export", BASE=base, STATUS_ONLY="方案已定", FILE=work / "上报.shp"
    )
    assert (sent["COUNT"], len(records(work / "上报.shp"))) == ("3", 3)
    algorithm("figure", BASE=base, ON=DAY, FILE=work / "图.pdf")
    assert (work / "图.pdf").read_bytes()[:5] == b"%PDF-"


def test_two_accounts_are_reconciled(
    algorithm: Callable[..., dict[str, str]], base: Path, work: Path
) -> None:
    table = work / "对照.gpkg"
    made = algorithm(
        "reconcile", LEFT=base, RIGHT=SAMPLE / "一地一策台账.xlsx", OUTPUT=table
    )
    assert len(records(table)) > 1_000
    assert int(made["LINES"]) > 1_000
    assert int(made["UNEXPLAINED"]) > 0  # the ledger has more parcels than the base


def test_the_environment_is_found(
    algorithm: Callable[..., dict[str, str]], surroundings: dict[str, str]
) -> None:
    made = algorithm("environment")
    assert made["COMMAND"] == surroundings["LANDBASE_COMMAND"]
    assert made["VERSION"] == version("landbase")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_algorithm_has_its_words(
    surroundings: dict[str, str], process: Callable[..., Any], lang: str
) -> None:
    """QGIS makes every parameter, with its text, when it lists the algorithms."""
    surroundings["LANDBASE_LANG"] = lang
    listed = process("list").stdout
    surroundings["LANDBASE_LANG"] = "zh"
    told = [part.splitlines()[0].split("\t") for part in listed.split("landbase:")[1:]]
    assert len([name for name, words in told if words.isascii() == (lang == "en")]) >= 8
    assert sorted(name for name, _ in told) == sorted((
        "areas",
        "check",
        "deadlines",
        "environment",
        "export",
        "figure",
        "reconcile",
        "record",
        "state",
    ))
