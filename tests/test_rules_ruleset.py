"""Rules are one value; a land base keeps them, and every change of them on record."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import sqlite3
import tomllib
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import landbase as lb
from landbase import ConfigError, LandBase, LandbaseWarning, LedgerError, Rules
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.rules.ruleset import Region, remember_rules, rules_of
from landbase.store.sqlite import add_spatial_functions
from landbase.style import make_legend
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = Path(lb.__file__).parent
ARCHIVED = (
    '[vocabulary.status.archived]\nzh = "已归档"\nen = "archived"\ndisposed = true\n'
)
# one row of a bureau's rules: a way with rank, needs, limit, legal basis
LEASE = (
    "[vocabulary.disposal_type]\n"
    'lease = {zh = "以租代供", en = "lease", category = "approved_unsupplied", '
    'disposes = true, rank = 0, needs = ["contract_no"], limit_zh = "不超过 5 年", '
    'limit_en = "at most 5 years", limit_sure = "source", basis = "某市〔2024〕1号", '
    'sure = "source"}\n'
)


class Clock:
    """A clock that is set by hand, at noon in Beijing."""

    def __init__(self, day: str) -> None:
        self.set(day)

    def set(self, day: str) -> None:
        noon = dt.datetime.fromisoformat(f"{day}T04:00:00+00:00")
        self.now = noon

    def __call__(self) -> dt.datetime:
        return self.now


def squares() -> gpd.GeoDataFrame:
    shapes = [
        shapely.box(110 + i / 10, 39, 110 + i / 10 + 0.001, 39.001) for i in range(3)
    ]
    return gpd.GeoDataFrame(
        {
            "parcel_id": ["A", "B", "C"],
            "category": ["idle", "idle", "approved_unsupplied"],
            "banner": ["150602", "150602", "150622"],
            "cause": ["enterprise", "government", "not_cleared"],
        },
        geometry=shapes,
        crs="EPSG:4490",
    )


@pytest.fixture
def own() -> Rules:
    return Rules.from_toml(ARCHIVED)


@pytest.fixture
def kept(work: Path, own: Rules) -> Path:
    """A land base of a bureau with a status of its own, which disposes."""
    path = work / "土地 库.gpkg"
    base = LandBase.open(path, rules=own, clock=Clock("2023-03-01"))
    base.add(squares())
    base.record("A", "free_reclaim", status="archived", effective="2023-02-01")
    base.record(
        "C",
        "speed_up_supply",
        status="planned",
        effective="2023-02-01",
        due="2023-03-01",
    )
    return path


@pytest.fixture
def landbase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setenv(VARIABLE, "zh")

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


def edit(path: Path, sql: str) -> None:
    """Edit a land base as another program would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        add_spatial_functions(connection)
        connection.execute(sql)


# ---------------------------------------------------------------------- the value


def test_rules_are_written_and_read_back_whole(own: Rules) -> None:
    text = own.to_json()
    assert Rules.from_json(text) == own
    assert Rules.from_json(text).to_json() == text
    assert Rules.from_json(text).digest == own.digest != Rules.default().digest
    assert json.loads(text)["region"]["time_zone"] == "Asia/Shanghai"
    assert hash(own) == hash(Rules.from_toml(ARCHIVED))


def test_rules_of_an_older_landbase_know_the_columns_of_this_one() -> None:
    said = json.loads(Rules.default().to_json())
    del said["vocabulary"]["field"]["holder"]
    del said["vocabulary"]["banner"]["150602"]
    older = Rules.from_json(json.dumps(said, ensure_ascii=False))
    assert "holder" in older.vocabulary.codes("field")
    assert "150602" not in older.vocabulary.codes("banner")


def test_the_difference_names_items_and_only_what_differs(own: Rules) -> None:
    more = own.extended({
        "vocabulary": {"status": {"planned": {"color": "#010203"}}},
        "tolerances": {"overlap_m2": 4},
        "texts": {"map.parcels": {"zh": "一张图"}},
        "region": {"parents": ["包头市"]},
    })
    found = own.difference(more).set_index("item")
    assert found.index.tolist() == [
        "vocabulary.status.planned",
        "tolerances.overlap_m2",
        "region.parents",
        "texts.map.parcels",
    ]
    assert found.loc["vocabulary.status.planned"].tolist() == [
        'color = "#EDB32C"',
        'color = "#010203"',
    ]
    assert found.loc["tolerances.overlap_m2"].tolist() == ["1.0", "4.0"]
    assert own.difference(own).empty
    both = {"a": {"zh": "甲", "en": "a"}, "b": {"zh": "乙", "en": "b"}}
    one = Rules.default().extended({"vocabulary": {"status": both}})
    other = Rules.default().extended({
        "vocabulary": {"status": dict(reversed(both.items()))}
    })
    assert one.difference(other)["item"].tolist() == ["vocabulary.status"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[vocabulary.status.planned]\ncolor = "red"\n', "red"),
        ("[vocabulary.status.planned]\nrang = 1\n", "rang"),
        ('[vocabulary.disposal_type.interview]\ncauses = ["nix"]\n', "nix"),
        ('[vocabulary.disposal_type.interview]\nneeds = ["nix"]\n', "nix"),
        ('[vocabulary.disposal_type.interview]\nlimit_sure = "law"\n', "law"),
        ("[tolerances]\nnix = 1\n", "nix"),
        ("[tolerances]\noverlap_m2 = -1\n", "overlap_m2"),
        ("[region]\nnix = [1]\n", "nix"),
        ('[texts.a]\nzh = "x"\n', "a"),
        ('[texts."common.missing"]\nfr = "x"\n', "texts.common.missing"),
        ('[texts."common.nix"]\nzh = "x"\n', "common.nix"),
        ('[texts."nix.missing"]\nzh = "x"\n', "nix.missing"),
        ('[texts."paper.maker"]\nzh = "{nix}"\n', "nix"),
        ('[texts."paper.maker"]\nzh = "{maker"\n', "texts.paper.maker"),
        ('[region]\ntime_zone = "Mars/Base"\n', "Mars/Base"),
        ("[projekt]\n", "projekt"),
        ("= 1", "TOML"),
    ],
)
def test_what_is_not_known_is_refused_in_both_languages(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as refused:
        Rules.from_toml(text)
    assert told in refused.value.zh
    assert re.search(r"[\u4e00-\u9fff]", refused.value.zh)


def test_a_basis_is_unconfirmed_unless_said_otherwise() -> None:
    rules = Rules.from_toml(
        '[vocabulary.disposal_type.lease]\nzh = "租"\nen = "lease"\nbasis = "某文"\n'
        'limit_zh = "五年"\n'
    )
    term = rules.vocabulary.term("disposal_type", "lease")
    assert (term.sure, term.limit_sure) == ("unconfirmed", "unconfirmed")
    assert term.limit("en") == "五年"


def test_a_table_remembers_its_rules(kept: Path, own: Rules, work: Path) -> None:
    now = LandBase.open(kept).parcels()
    tables = [now, now.copy(), now[now["status"] == "archived"], now.to_crs(4326)]
    tables += [copy.deepcopy(now), pd.concat([now, now]), now.reset_index(drop=True)]
    now.to_parquet(work / "p.parquet")
    tables.append(gpd.read_parquet(work / "p.parquet"))
    assert all(rules_of(of=table) == own for table in tables)
    assert rules_of(Rules.default(), of=now) == Rules.default()
    assert not make_parcels(2).attrs


def test_vocabulary_and_tolerances_are_taken_with_a_warning(own: Rules) -> None:
    with pytest.warns(LandbaseWarning, match="rules="):
        table = lb.area_table(squares(), by="category", vocabulary=own.vocabulary)
    assert table.index.tolist() == ["approved_unsupplied", "idle", "total"]
    with pytest.warns(LandbaseWarning, match="rules="):
        issues = lb.check_parcels(squares(), tolerances=lb.Tolerances())
    assert len(issues) == 0


def test_an_account_is_compared_by_the_rules_it_was_read_by() -> None:
    ours = squares().assign(declared_area_m2=[10_000.0, 9_000.0, 8_000.0])
    theirs = ours.drop(columns="geometry").assign(
        declared_area_m2=[10_000.0, 9_000.0, 8_012.3]
    )
    plain = lb.reconcile(ours, theirs, area="declared_area_m2")
    assert len(plain.differences) == 1
    loose = Rules.default().extended({"tolerances": {"declared_m2": 20.0}})
    remember_rules(ours, loose)
    classes = [
        lb.reconcile(*pair, area="declared_area_m2").lines["class"].tolist()
        for pair in ((ours, theirs), (theirs, ours))
    ]
    told = lb.reconcile(
        squares().assign(declared_area_m2=ours["declared_area_m2"]),
        theirs,
        area="declared_area_m2",
        tolerance=loose.tolerances,
    )
    assert classes == [told.lines["class"].tolist()] * 2
    assert classes[0] != plain.lines["class"].tolist()


def test_maps_go_by_the_rules_given_or_remembered(own: Rules) -> None:
    parcels = squares().assign(status=["archived", "planned", None])
    colour = own.extended({
        "vocabulary": {"status": {"archived": {"color": "#0A0B0C"}}}
    })
    given = lb.disposal_map(parcels, rules=colour).get_root().render()
    remember_rules(parcels, colour)
    remembered = lb.disposal_map(parcels).get_root().render()
    for page in (given, remembered):
        assert "已归档" in page
        assert "#0A0B0C" in page
    assert (
        "#0A0B0C"
        not in lb.disposal_map(squares().assign(status="planned")).get_root().render()
    )


# -------------------------------------------------------------------- one home


def test_whoever_opens_a_land_base_reads_it_by_its_rules(
    kept: Path, own: Rules, landbase: Callable[..., tuple[int, str, str]]
) -> None:
    base = LandBase.open(kept)
    assert base.rules == own
    now = base.parcels(on="2023-03-02").set_index("parcel_id")
    area = lb.ellipsoidal_area(now)
    assert now.loc["A", "status"] == "archived"
    assert now.loc["A", "disposed_area_m2"] == pytest.approx(area["A"])
    assert base.balance().loc["A", "disposed_m2"] == pytest.approx(area["A"])
    # the commands, none of which takes a project
    code, out, _ = landbase("deadlines", kept, "--on", "2023-03-02", "--json")
    assert code == 0
    assert [row["parcel_id"] for row in json.loads(out)["deadlines"]] == ["C"]
    code, out, _ = landbase("recommend", kept, "--on", "2023-03-02", "--json")
    open_ = {row["parcel_id"] for row in json.loads(out)["ways"]}
    assert (code, open_) == (0, {"B", "C"})
    code, out, _ = landbase("history", kept, "A")
    assert "已归档" in out
    recorded = ("record", kept, "B", "无偿收回", "--status", "已归档")
    more = ("--effective", "2023-04-01", "--exception", "试", "--json")
    code, out, err = landbase(*recorded, *more)
    assert code == 0, err
    assert json.loads(out)["status"] == "archived"


def test_other_rules_are_told_and_not_taken(kept: Path, own: Rules) -> None:
    with pytest.warns(LandbaseWarning, match=r"1处不同.*status\.archived"):
        base = LandBase.open(kept, rules=Rules.default())
    assert base.rules == own
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        LandBase.open(kept, rules=own)
    with pytest.warns(LandbaseWarning) as told:
        LandBase.open(kept, tolerances=lb.Tolerances(overlap_m2=9.0))
    assert len(told) == 2


def test_a_change_of_rules_is_on_record(work: Path) -> None:
    clock = Clock("2023-01-10")
    path = work / "a.gpkg"
    base = LandBase.open(path, clock=clock)
    base.add(squares())
    said = {"status": "in_progress", "effective": "2023-01-10", "area_m2": 100.0}
    base.record("A", "free_reclaim", **said)  # type: ignore[arg-type]
    other = LandBase.open(path)  # open all the while
    clock.set("2023-06-01")
    more = {"vocabulary": {"status": {"in_progress": {"disposed": True}}}}
    changed = base.set_rules(
        Rules.default().extended(more), by="张三", reason="市里 2023 年口径"
    )
    assert changed["item"].tolist() == ["vocabulary.status.in_progress"]
    assert other.rules == base.rules != Rules.default()
    history = base.rules_history()
    assert history["by"].fillna("").tolist() == ["", "张三"]
    assert history["reason"].fillna("").tolist() == ["", "市里 2023 年口径"]
    assert history["recorded_at"].dt.strftime("%m-%d %H").tolist() == [
        "01-10 12",
        "06-01 12",
    ]
    # a report of a past day goes by the rules known then
    before, now = (base.parcels(known=day) for day in ("2023-05-31", None))
    assert before["disposed_area_m2"].sum() == 0
    assert now["disposed_area_m2"].sum() == 100
    assert base.rules_on("2023-05-31") == base.rules_on("2020-01-01") == Rules.default()
    assert rules_of(of=before) == Rules.default()
    assert rules_of(of=now) == base.rules
    assert base.set_rules(base.rules, by="a", reason="b").empty
    assert len(base.rules_history()) == 2
    for by, reason in (("", "x"), ("x", " ")):
        with pytest.raises(LedgerError, match="by, reason"):
            base.set_rules(Rules.default(), by=by, reason=reason)


def test_rules_without_a_code_in_use_are_refused(kept: Path, own: Rules) -> None:
    base = LandBase.open(kept)
    with pytest.raises(ConfigError, match=r"status\.archived"):
        base.set_rules(Rules.default(), by="a", reason="b")
    assert base.rules == own


def test_the_record_of_rules_only_grows(kept: Path) -> None:
    for sql in ("UPDATE rules SET reason = 'x'", "DELETE FROM rules"):
        with pytest.raises(sqlite3.IntegrityError, match="record"):
            edit(kept, sql)
    base = LandBase.open(kept)
    assert base.verify().count("error") == 0
    edit(kept, "DROP TRIGGER rules_no_update")
    edit(kept, "UPDATE rules SET \"by\" = '李四'")
    codes = base.verify().table["code"].tolist()
    assert {"verify_chain_broken", "verify_schema"} <= {*codes}


def test_verify_names_codes_that_the_rules_do_not_have(kept: Path) -> None:
    edit(kept, "UPDATE parcels SET cause = 'mystery', status = 'lost'")
    found = LandBase.open(kept).verify().table
    found = found[found["code"] == "verify_unknown_code"]
    assert found["severity"].unique().tolist() == ["warning"]
    assert found[["column", "value"]].to_numpy().tolist() == [
        ["status", "lost"],
        ["cause", "mystery"],
    ]
    assert "3" in found["message_zh"].iloc[1]


def test_an_older_land_base_gets_rules_after_a_copy(kept: Path, own: Rules) -> None:
    for sql in (
        *("DROP TABLE rules", "DROP TABLE seals", "DROP TABLE parcel_seals"),
        "DELETE FROM gpkg_contents WHERE table_name = 'rules'",
        "UPDATE landbase_meta SET value = '2' WHERE key = 'schema_version'",
    ):
        edit(kept, sql)
    with pytest.warns(LandbaseWarning, match=r"\.v2\.gpkg"):
        base = LandBase.open(kept, rules=own)
    assert kept.with_name("土地 库.v2.gpkg").exists()
    assert base.rules == own
    assert base.verify().count("error") == 0


def test_the_style_for_qgis_follows_the_rules(kept: Path) -> None:
    def style() -> str:
        with closing(sqlite3.connect(kept)) as connection, connection:
            query = (
                "SELECT styleQML FROM layer_styles"
                " WHERE f_table_name = 'parcels_current' AND useAsDefault"
            )
            (text,) = connection.execute(query).fetchone()
        return str(text)

    assert "已归档" in style()
    base = LandBase.open(kept)
    colour = {"vocabulary": {"status": {"archived": {"color": "#0A0B0C"}}}}
    base.set_rules(base.rules.extended(colour), by="a", reason="b")
    assert "10,11,12,190" in style()
    edit(kept, "UPDATE layer_styles SET styleQML = 'ours'")
    base.set_rules(
        base.rules.extended({"region": {"time_zone": "Asia/Urumqi"}}),
        by="a",
        reason="b",
    )
    assert style() == "ours"


# ------------------------------------------------------------------- the command


def test_rules_are_shown_compared_and_taken_over(
    kept: Path, work: Path, landbase: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, _ = landbase("rules", kept)
    assert code == 0
    assert "vocabulary.status.archived" in out
    assert "Asia/Shanghai" in out
    file = work / "规则.toml"
    file.write_text(ARCHIVED + "[tolerances]\noverlap_m2 = 3\n", "utf-8")
    code, out, _ = landbase("rules", kept, "--from", file)
    assert code == 1
    assert "tolerances.overlap_m2" in out
    assert "--take-over" in out
    code, _, err = landbase("rules", kept, "--from", file, "--take-over")
    assert code == 2
    assert "--by" in err
    said = ("--take-over", "--by", "张三", "--reason", "口径", "--json")
    code, out, err = landbase("rules", kept, "--from", file, *said)
    assert code == 0, err
    assert json.loads(out)["taken_over"] is True
    base = LandBase.open(kept)
    assert base.tolerances.overlap_m2 == 3.0
    assert base.rules_history()["by"].iloc[-1] == "张三"
    code, out, _ = landbase("rules", kept, "--from", file, "--json")
    assert (code, json.loads(out)["difference"]) == (0, [])


def test_a_run_goes_on_by_the_rules_of_its_land_base(
    work: Path, landbase: Callable[..., tuple[int, str, str]]
) -> None:
    squares().to_file(work / "地块.gpkg")
    (work / "任务.csv").write_text(
        "年度,旗区,土地类别,任务面积（公顷）\n2023,,闲置土地,1.91776\n", "utf-8"
    )
    plain = (
        '[project]\nname = "试"\non = 2023-07-06\n'
        '[[input]]\npath = "地块.gpkg"\n[tasks]\npath = "任务.csv"\n'
        "[map]\ndecisions = false\n"
    )
    file = work / "landbase.toml"
    file.write_text(plain + ARCHIVED, "utf-8")
    code, _, err = landbase("run", file)
    assert code in {0, 1}, err
    base = LandBase.open(work / "out" / "landbase.gpkg")
    assert "archived" in base.vocabulary.codes("status")
    base.record(
        "A", "free_reclaim", status="archived", effective="2023-02-01", area_m2=4000.0
    )
    file.write_text(plain, "utf-8")
    code, _, err = landbase("run", file)
    assert code in {0, 1}, err
    assert "vocabulary.status.archived" in err
    assert "--take-over" in err
    assert "已归档" in (work / "out" / "map.html").read_text("utf-8")


def test_a_run_counts_what_a_status_of_ones_own_disposes_of(work: Path) -> None:
    parcels = squares().iloc[:2]
    parcels.to_file(work / "地块.gpkg")
    hectares = lb.ellipsoidal_area(parcels).sum() / 10_000
    (work / "任务.csv").write_text(
        f"年度,旗区,土地类别,任务面积（公顷）\n2023,,闲置土地,{hectares:.9f}\n", "utf-8"
    )
    (work / "台账.csv").write_text(
        "地块编号,处置方式,处置状态,处置时间,例外说明\nA,无偿收回,已归档,2023-02-01,试\n",
        "utf-8",
    )
    file = work / "landbase.toml"
    file.write_text(
        '[project]\nname = "试"\non = 2023-07-06\n'
        '[[input]]\npath = "地块.gpkg"\n[tasks]\npath = "任务.csv"\n'
        '[ledger]\npath = "台账.csv"\n' + ARCHIVED,
        "utf-8",
    )
    result = lb.run(lb.Project.load(file))
    rate = result.progress[2023].loc[("city", "idle"), "rate"]
    assert rate == pytest.approx(0.5, abs=1e-4)
    # and whoever opens it, without the project
    base = LandBase.open(result.base)
    tasks = lb.read_tasks(work / "任务.csv")
    again = lb.progress(base.decisions(), tasks, year=2023, on="2023-07-06")
    assert again.loc[("city", "idle"), "rate"] == rate


# ---------------------------------------------------------------------- the region


@pytest.mark.parametrize(
    "name",
    [
        "东河区",
        "包头市东河区",
        "内蒙古自治区包头市东河区",
        "内蒙古包头东河区",
        "150202",
        "150202001",
        "150202001000",
    ],
)
def test_a_banner_is_found_whatever_stands_before_it(name: str, work: Path) -> None:
    rules = Rules.from_toml(
        '[vocabulary.banner.150202]\nzh = "东河区"\nen = "Donghe District"\n'
        '[region]\nparents = ["内蒙古自治区", "内蒙古", "包头市", "包头"]\n'
    )
    assert rules.find_banner(name) == "150202"
    path = work / "台账.csv"
    path.write_text(f"地块编号,旗区,面积(亩)\nP1,{name},15\n", "utf-8")
    assert lb.read_ledger(path, rules=rules).ledger["banner"].tolist() == ["150202"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("鄂尔多斯准格尔旗", "150622"),
        ("内蒙古自治区鄂尔多斯市准格尔旗", "150622"),
        ("某省某地区准格尔旗", "150622"),
        ("某州准格尔旗", "150622"),
        ("包头准格尔旗", None),
        ("内蒙古自治区", None),
    ],
)
def test_the_region_is_data(name: str, code: str | None) -> None:
    assert Rules.default().find_banner(name) == code


def test_no_place_is_hard_wired() -> None:
    named = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "鄂尔多斯" in re.sub(r'"""(?:.|\n)*?"""', "", path.read_text("utf-8"))
    ]
    assert named == ["rules/ruleset.py"]
    assert Region(parents=()).parents == ()


# ----------------------------------------------------------------------- the clock


def test_today_is_the_day_of_the_rules_zone(
    work: Path, landbase: Callable[..., tuple[int, str, str]]
) -> None:
    # no moment has one day in both
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        path = work / f"{zone.rpartition('/')[2]}.gpkg"
        rules = Rules.default().extended({"region": {"time_zone": zone}})
        LandBase.open(path, rules=rules).add(squares())
        _, out, _ = landbase("deadlines", path, "--json")
        days.append(dt.date.fromisoformat(json.loads(out)["on"]))
        assert abs((days[-1] - rules.today()).days) <= 1, "midnight may pass"
    assert days[0] > days[1]


def test_times_are_shown_in_the_zone_of_the_rules(work: Path) -> None:
    late = dt.datetime(2023, 7, 6, 17, 30, tzinfo=dt.UTC)  # the 7th in Beijing
    for zone, hour in (("Asia/Shanghai", "07 01"), ("Asia/Urumqi", "06 23")):
        rules = Rules.default().extended({"region": {"time_zone": zone}})
        path = work / f"{hour}.gpkg"
        base = LandBase.open(path, rules=rules, clock=lambda: late)
        base.add(squares())
        done = base.record("A", "interview", status="planned", effective="2023-07-06")
        assert f"{done.recorded_at:%d %H}" == hour
        assert f"{base.decisions()['recorded_at'].iloc[0]:%d %H}" == hour
        known = base.decisions(known="2023-07-06")
        assert len(known) == (zone == "Asia/Urumqi")


def test_there_is_one_clock() -> None:
    clocks = re.compile(
        r"date\.today|datetime\.(?:now|utcnow)|Timestamp\.(?:now|today)"
    )
    homes = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if clocks.search(
            re.sub(r'"""(?:.|\n)*?"""|"[^"\n]*"', "", path.read_text("utf-8"))
        )
    ]
    # the day of the rules; the moment of recording, in UTC
    assert homes == ["rules/ruleset.py", "store/columns.py"]


# --------------------------------------------------------------- own ways, statuses


def test_a_way_of_ones_own_is_one_row_of_the_rules(work: Path) -> None:
    rules = Rules.from_toml(LEASE)
    assert len(Rules.default().difference(rules)) == 1
    assert len(tomllib.loads(LEASE)["vocabulary"]["disposal_type"]) == 1
    base = LandBase.open(work / "a.gpkg", rules=rules)
    base.add(squares())
    # recommended first, with its limit, its basis and what it needs
    ways = lb.recommend(base.parcels(), on="2023-07-06", rules=base.rules)
    first = ways[ways["disposal_type"] == "lease"].iloc[0]
    assert first[["rank", "limit", "basis", "confirmed"]].tolist() == [
        1,  # supply waits for the compensation of what is not cleared
        "不超过 5 年",
        "某市〔2024〕1号",
        True,
    ]
    assert "contract_no" in first["missing"]
    # recorded, drawn, counted, under its own label
    base.record("C", "lease", status="disposed", effective="2023-07-01")
    now = base.parcels()
    legend = make_legend(now, color_by="disposal_type")
    assert "以租代供" in [entry.label("zh") for entry in legend.classes]
    page = lb.disposal_map(now, color_by="disposal_type").get_root().render()
    assert "以租代供" in page
    table = lb.area_table(now, by="disposal_type")
    printed = lb.print_table(table)
    assert "以租代供" in printed.index.tolist()
    mu = lb.ellipsoidal_area(now).iloc[2] * 15 / 10_000
    assert table.loc["lease", ("all", "mu")] == pytest.approx(mu)
    lb.report_tables(base, on="2023-07-06", path=work / "t.xlsx", allow_errors=True)
    # another door, without the rules: the same
    assert LandBase.open(work / "a.gpkg").decisions()["disposal_type"].tolist() == [
        "lease"
    ]


def test_a_status_of_ones_own_has_its_colour(kept: Path, own: Rules) -> None:
    colour = own.extended({
        "vocabulary": {"status": {"archived": {"color": "#0A0B0C"}}}
    })
    base = LandBase.open(kept)
    base.set_rules(colour, by="a", reason="b")
    legend = make_legend(base.parcels())
    assert {c.code: c.color for c in legend.classes}["archived"] == "#0A0B0C"
    assert len({c.color for c in legend.classes}) == len(legend.classes)
