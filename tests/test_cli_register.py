"""Commands on the register: what they say, as JSON too, and their exit codes."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from landbase import LandBase
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.cli.show import show_frame
from landbase.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


@pytest.fixture
def base(work: Path) -> Path:
    """Two idle parcels, not begun since an agreed start, and one without dates."""
    path = work / "土地 库.gpkg"
    shapes = [box(110 + i / 100, 39, 110 + i / 100 + 0.001, 39.001) for i in range(3)]
    parcels = gpd.GeoDataFrame(
        {
            "parcel_id": ["甲-1", "甲-2", "甲-3"],
            "category": ["idle", "idle", "idle"],
            "cause": ["government", "government", None],
            "agreed_start": pd.to_datetime(["2021-03-01", "2022-12-01", None]),
            "developed_ratio": [0.0, 0.0, None],
        },
        geometry=shapes,
        crs=4490,
    )
    kept = LandBase.open(path)
    kept.add(parcels)
    way = {"status": "planned", "effective": "2023-03-01"}
    kept.record("甲-1", "start_by_deadline", due="2023-07-01", by="张三", **way)
    kept.record("甲-2", "start_by_deadline", due="2023-07-20", **way)
    return path


def table(work: Path, *rows: str) -> Path:
    path = work / "处置 表.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


HEAD = "地块编号,处置方式,处置状态,处置日期,整改时限,例外说明"


def test_a_table_is_recorded(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    given = table(
        work,
        HEAD,
        "甲-3,限期开工,方案已定,2023-04-01,2023-10-01,",
        "甲-3,限期开工,已销号,2023-06-01,,无文号先行销号",
    )
    code, said, _ = landbase("record-many", base, given)
    assert (code, "已登记2条处置记录" in said) == (0, True)
    recorded = LandBase.open(base).decisions().tail(2)
    assert recorded["status"].tolist() == ["planned", "closed"]
    assert recorded["exception"].tolist()[1] == "无文号先行销号"


def test_a_correction_can_stand_in_a_table(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    given = table(
        work,
        "parcel_id,disposal_type,status,effective,reason,supersedes",
        "甲-1,start_by_deadline,planned,2023-03-02,日期写错,1",
    )
    assert landbase("record-many", base, given)[0] == 0
    assert LandBase.open(base).history("甲-1")["superseded_by"].dropna().tolist() == [3]


def test_all_faults_of_a_table_are_listed_and_nothing_is_recorded(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    given = table(
        work,
        HEAD,
        "甲-3,撤销批文,方案已定,2023-04-01,,",
        "甲-2,限期开工,已销号,2023-04-01,,",
        "甲-3,限期开工,方案已定,2023-04-01,,",
    )
    code, said, _ = landbase("record-many", base, given)
    assert code == 3
    assert "甲-3" in said
    assert "甲-2" in said
    assert "全部记录均未登记" in said
    code, said, _ = landbase("record-many", base, given, "--json")
    found = json.loads(said)
    assert (code, found["recorded"]) == (3, 0)
    assert [issue["parcel_id"] for issue in found["issues"]].count("甲-2") == 2
    assert len(found["issues"]) == 3
    assert len(LandBase.open(base).decisions()) == 2


def test_what_cannot_be_read_is_not_recorded(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    given = table(
        work,
        HEAD,
        "甲-3,限期开工,方案已定,昨天,,",
        ",限期开工,方案已定,2023-04-01,,",
        "甲-3,限期开工,方案已定,2023-04-01,,",
    )
    code, said, _ = landbase("record-many", base, given)
    assert code == 3
    assert "昨天" in said
    assert "没有地块编号" in said
    assert len(LandBase.open(base).decisions()) == 2


def test_a_day_for_rows_without_one(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    given = table(work, "地块编号,处置方式", "甲-3,限期开工")
    assert landbase("record-many", base, given)[0] == 3
    assert landbase("record-many", base, given, "--effective", "2023-05-01")[0] == 0


def test_deadlines(landbase: Callable[..., Said], base: Path) -> None:
    day = ("--on", "2023-07-06")
    code, said, _ = landbase("deadlines", base, *day, "--within-days", 7)
    assert code == 0
    assert "已逾期1宗，7日内到期0宗，其余未到期1宗" in said
    assert "甲-1" in said
    assert "甲-2" not in said
    _, said, _ = landbase("deadlines", base, *day, "--json")
    found = json.loads(said)["deadlines"]
    assert [(f["parcel_id"], f["due"], f["days_left"]) for f in found] == [
        ("甲-1", "2023-07-01", -5),
        ("甲-2", "2023-07-20", 14),
    ]
    assert found[1]["deadline"] == "due_soon"
    assert found[1]["by"] is None


def test_an_early_warning_of_what_becomes_idle(
    landbase: Callable[..., Said], base: Path
) -> None:
    """甲-2 was to begin on 2022-12-01: its year ends 148 days after 2023-07-06."""
    command = ("deadlines", base, "--on", "2023-07-06", "--soon")
    _, said, _ = landbase(*command, 147)
    assert "147天内将满一年、可能构成闲置的0宗。" in said
    _, said, _ = landbase(*command, 148)
    assert "148天内将满一年、可能构成闲置的1宗。" in said
    assert "将满一年" in said
    _, said, _ = landbase(*command, 148, "--json")
    last = json.loads(said)["deadlines"][-1]
    told = {"parcel_id": "甲-2", "due": "2023-12-01", "deadline": "idle_soon"}
    assert {name: last[name] for name in told} == told
    landbase("record", base, "甲-2", "限期开工", "--status", "已销号", "--effective",
             "2023-06-01", "--document", "文", "--exception", "试")  # fmt: skip
    assert "可能构成闲置的0宗" in landbase(*command, 148)[1]


def test_what_is_recommended(landbase: Callable[..., Said], base: Path) -> None:
    code, said, _ = landbase("recommend", base, "--on", "2023-07-06")
    assert code == 0
    assert "尚缺" in said
    assert "3宗地中3宗尚需处置" in said
    assert "start_by_deadline" not in said
    arguments = ("--on", "2023-07-06", "--parcel", "甲-1", "--json")
    _, said, _ = landbase("recommend", base, *arguments)
    ways = json.loads(said)["ways"]
    assert {way["parcel_id"] for way in ways} == {"甲-1"}
    assert [way["rank"] for way in ways] == [*range(1, len(ways) + 1)]
    code, _, complained = landbase("recommend", base, "--parcel", "无此")
    assert code == 3
    assert "无此" in complained


def test_the_idle_test(landbase: Callable[..., Said], base: Path) -> None:
    code, said, _ = landbase("idle-test", base, "--on", "2023-07-06")
    assert code == 0
    assert "初判闲置1宗，疑似闲置0宗，资料不足1宗，不属闲置" in said
    assert "未动工" in said
    assert "甲-2" not in said
    _, said, _ = landbase("idle-test", base, "--on", "2022-03-02", "--json")
    first = json.loads(said)["parcels"][0]
    assert (first["verdict"], first["days_over"]) == ("idle", 1)
    assert first["year_ended"] == "2022-03-01"


def test_verify_before_and_after_tampering(
    landbase: Callable[..., Said], base: Path
) -> None:
    code, said, _ = landbase("verify", base)
    assert (code, "核查通过" in said) == (0, True)
    assert json.loads(landbase("verify", base, "--json")[1])["sound"] is True
    with closing(sqlite3.connect(base)) as database, database:
        (guard,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'decisions_no_update'"
        ).fetchone()
        database.execute("DROP TRIGGER decisions_no_update")
        database.execute("UPDATE decisions SET by = '李四' WHERE event_id = 1")
        database.execute(guard)
    code, said, _ = landbase("verify", base)
    assert (code, "核查通过" in said) == (1, False)
    assert "请停止使用" in said
    code, said, _ = landbase("verify", base, "--json")
    issues = json.loads(said)["issues"]
    assert (code, issues[0]["code"]) == (1, "verify_chain_broken")


def test_history_as_json(landbase: Callable[..., Said], base: Path) -> None:
    _, said, _ = landbase("history", base, "甲-1", "--json")
    life = json.loads(said)["history"]
    assert [record["kind"] for record in life] == ["registered", "decision"]
    assert life[1]["effective"] == "2023-03-01"
    assert life[0]["event_id"] is None


def test_english(landbase: Callable[..., Said], base: Path) -> None:
    for command in ("deadlines", "recommend", "idle-test"):
        _, said, _ = landbase(command, base, "--on", "2023-07-06", "--lang", "en")
        assert "parcel id" in said.lower()
        assert "宗" not in said
    assert "sound" in landbase("verify", base, "--lang", "en")[1]


def test_long_chinese_cells_are_folded_not_cut(
    capsys: pytest.CaptureFixture[str],
) -> None:
    numbers = "".join(f"第{n:03d}号" for n in range(90))
    frame = pd.DataFrame({"甲": [numbers], "乙": [numbers]}, index=["P-1"])
    show_frame(frame)
    shown = capsys.readouterr().out
    assert "…" not in shown
    letters = re.sub(r"[^0-9第号]", "", shown.replace("P-1", ""))
    assert len(letters) == 2 * len(numbers)


def test_a_refusal_is_chinese_and_tells_each_finding_once(
    landbase: Callable[..., Said], base: Path
) -> None:
    decision = ("甲-3", "revoke_approval")
    options = ("--status", "planned", "--effective", "2023-03-01")
    code, _, complained = landbase("record", base, *decision, *options)
    findings = re.findall(r"^  - (.+)$", complained, re.MULTILINE)
    assert (code, complained.count(findings[0])) == (3, 1)
    with pytest.raises(LedgerError) as refused:
        LandBase.open(base).record(*decision, status="planned", effective="2023-03-01")
    assert refused.value.zh == f"1条处置记录中有1处错误，均未登记：{findings[0]}"
    assert str(refused.value).startswith(
        "1 fault(s) in 1 decision(s), none was recorded: "
    )


# ------------------------------------------------------------- the law


def test_a_newly_agreed_start_is_recorded_and_what_is_lacking_is_told(
    landbase: Callable[..., Said], base: Path
) -> None:
    said = ("--status", "处置中", "--effective", "2023-04-01")
    renewed = ("--new-agreed-start", "2023-09-01", "--due", "2024-09-01")
    code, out, _ = landbase("record", base, "甲-1", "extend_start", *said, *renewed)
    assert code == 0
    assert "尚缺备案号" in out
    late = ("--new-agreed-start", "2023-09-01", "--due", "2024-09-02")
    code, _, error = landbase("record", base, "甲-2", "extend_start", *said, *late)
    assert code == 3
    assert "最长1年，至2024-09-01止" in error
    code, out, _ = landbase("idle-test", base, "--on", "2023-07-06", "--json")
    verdicts = {row["parcel_id"]: row["verdict"] for row in json.loads(out)["parcels"]}
    assert verdicts["甲-1"] == "not_idle"
    code, out, _ = landbase("review", base)
    assert code == 1
    assert "不合现行规则的处置0条" in out
    code, out, _ = landbase("review", base, "--parcel", "甲-3", "--json")
    assert (code, json.loads(out)) == (0, {"issues": []})


def test_record_many_refuses_by_limb_and_takes_a_column_of_new_starts(
    landbase: Callable[..., Said], base: Path, work: Path
) -> None:
    kept = LandBase.open(base)
    parcels = kept.parcels()[["parcel_id", "category", "geometry"]]
    begun = pd.to_datetime([None, "2022-12-15", None])
    kept.add(parcels.assign(actual_start=begun, developed_ratio=[0.0, 0.1, None]))
    rows = (
        "地块编号,处置方式,处置状态,处置日期,新约定动工日期",
        "甲-1,延期动工,处置中,2023-05-01,2023-10-01",
        "甲-2,无偿收回,方案已定,2023-05-01,",
    )
    code, out, _ = landbase("record-many", base, table(work, *rows))
    assert code == 3
    assert "甲-2属已动工后中止开发的土地，不能用无偿收回" in out
    code, out, _ = landbase("record-many", base, table(work, *rows[:2]))
    assert code == 0
    agreed = LandBase.open(base).decisions()["new_agreed_start"].dropna()
    assert agreed.tolist() == [pd.Timestamp("2023-10-01")]
