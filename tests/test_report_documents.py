"""Documents: every particular is stated or named, and none tells what made it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pandas as pd
import pytest

import landbase as lb
from landbase.errors import ConfigError, DataError, LedgerError
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2023-07-06"
GIVEN = {
    "发文机关": "某局", "文号": "某资〔2023〕7号", "联系人": "某人",
    "联系电话": "000", "土地用途": "工业用地", "用地单位地址": "某镇",
    "坐落": "某路东", "供地方式": "挂牌出让",
}  # fmt: skip
DECISION = {
    "认定书文号": "认〔2023〕5号", "证据": "勘测记录。", "听证告知日期": "2023年6月1日",
    "行政复议机关": "某人民政府", "管辖法院": "某人民法院",
}  # fmt: skip
MORE: dict[Any, dict[str, str]] = {
    "notice": {},
    "recognition": {"调查通知书文号": "调〔2023〕3号", "原因说明": "资金未到位。"},
    "plan": {"批准机关": "某人民政府", "认定书文号": "认〔2023〕5号",
             "处置措施": "年底前动工。", "抵押情况": "未设定抵押权。"},
    "fee": DECISION | {"出让价款（万元）": "1250", "缴款账户": "某专户"},
    "reclaim": DECISION | {"批准机关": "某人民政府", "收回批准文号": "函〔2023〕1号",
                           "登记机构": "某中心", "不动产权证号": "第1号",
                           "抵押情况": "未设定抵押权。"},
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lb.LandBase]:
    parcels = make_parcels(4).drop(columns=["status", "disposal_type"])
    parcels = parcels.assign(
        category="idle", cause="enterprise", banner="150622", holder="某公司",
        contract_no="H1", supervision_no="J1", developed_ratio=0.0, invested_ratio=0.0,
        agreed_start=pd.Timestamp("2020-03-01"), actual_start=pd.NaT,
        stopped_on=pd.NaT,
    )  # fmt: skip
    with lb.LandBase.open(tmp_path_factory.mktemp("土地 库") / "库.gpkg") as kept:
        kept.add(parcels)
        ids = parcels["parcel_id"].tolist()
        for one, way in zip(ids, ("idle_fee", "free_reclaim"), strict=False):
            kept.record(one, way, status="planned", effective="2023-05-01",
                        due="2023-06-30", by="某人")  # fmt: skip
        yield kept


def text_of(path: Path) -> str:
    paper = docx.Document(str(path))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


@pytest.mark.parametrize("kind", MORE)
def test_a_document_states_its_particulars(
    base: lb.LandBase, work: Path, kind: Any
) -> None:
    ids = base.parcels()["parcel_id"].tolist()
    parcel = ids[1 if kind == "reclaim" else 0]
    path = work / "文书.docx"
    made = lb.make_document(
        base, parcel, kind, on=DAY, path=path, given=GIVEN | MORE[kind]
    )
    text = text_of(path)
    assert made.missing == ()
    stated = {
        **GIVEN,
        **MORE[kind],
        "地块": parcel,
        "单位": "某公司",
        "日": "2023年7月6日",
    }
    stated.pop("出让价款（万元）", None)
    contact = ("联系人", "联系电话")
    for value in (v for k, v in stated.items() if k not in contact):
        assert value in text, value
    assert "2020年3月1日" in text
    assert "已超出857日" in text  # 2021-03-01 to 2023-07-06
    assert ("250万元" in text) == (kind == "fee")
    assert "{{" not in text
    assert "待补" not in text
    attached = base.documents()
    if kind in {"notice", "recognition"}:  # of the parcel, whatever was decided since
        assert (made.evidence_id, made.parcels) == (None, (parcel,))
    else:
        assert made.evidence_id in attached["evidence_id"].tolist()
    assert attached["kept"].all()


def test_what_is_missing_is_named_or_marked(base: lb.LandBase, work: Path) -> None:
    parcel = base.parcels()["parcel_id"].iloc[3]
    with pytest.raises(DataError) as refused:
        lb.make_document(base, parcel, "notice", on=DAY, path=work / "x.docx")
    for label in ("坐落", "用地单位地址", "发文机关", "文号"):
        assert label in refused.value.zh
    assert not (work / "x.docx").exists()
    made = lb.make_document(
        base, parcel, "notice", on=DAY, path=work / "x.docx", allow_missing=True
    )
    assert "坐落" in made.missing
    assert "〔待补：坐落〕" in text_of(made.path)
    assert (made.evidence_id, made.parcels) == (None, ())  # a draft
    assert base.documents().query("parcel_id == @parcel").empty
    said = dict.fromkeys(made.missing, "某")
    made = lb.make_document(
        base, parcel, "notice", on=DAY, path=work / "x.docx", given=said
    )
    assert made.evidence_id is None  # nothing was decided yet
    assert made.parcels == (parcel,)
    attached = base.documents()
    mine = attached[attached["parcel_id"] == parcel]
    assert made.path.name in mine["file"].tolist()
    assert made.path.name in base.history(parcel)["file"].tolist()


def test_a_decision_needs_a_decision(base: lb.LandBase, work: Path) -> None:
    parcel = base.parcels()["parcel_id"].iloc[3]
    with pytest.raises(LedgerError, match="no decision in force"):
        lb.make_document(base, parcel, "fee", on=DAY, path=work / "x.docx")
    with pytest.raises(ConfigError, match="no 颜色"):
        lb.make_document(
            base, parcel, "notice", on=DAY, path=work / "x.docx", given={"颜色": "红"}
        )
    with pytest.raises(ValueError, match="kind is one of"):
        lb.make_document(base, parcel, "letter", on=DAY, path=work / "x.docx")  # type: ignore[arg-type] # tried


def test_a_bureaus_template_has_to_state_the_particulars(
    base: lb.LandBase, work: Path
) -> None:
    parcel, own = base.parcels()["parcel_id"].iloc[3], work / "模板.docx"
    paper = docx.Document()
    paper.add_paragraph("{{ holder }}")
    paper.save(str(own))
    told: dict[str, Any] = {"on": DAY, "path": work / "x.docx", "given": GIVEN}
    with pytest.raises(ConfigError) as refused:
        lb.make_document(base, parcel, "notice", template=own, **told)
    assert "闲置事实" in refused.value.zh
    own.write_bytes(lb.document_template("notice"))
    made = lb.make_document(base, parcel, "notice", template=own, **told)
    assert "某公司" in text_of(made.path)


def test_properties_are_the_bureaus_own(base: lb.LandBase, work: Path) -> None:
    parcel = base.parcels()["parcel_id"].iloc[3]
    told: dict[str, Any] = {"on": DAY, "given": GIVEN}
    paths = [
        lb.make_document(base, parcel, "notice", path=work / f"{n}.docx", **told).path
        for n in (1, 2)
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    found = docx.Document(str(paths[0])).core_properties
    assert (found.title, found.author) == ("闲置土地调查通知书", "某局")
    assert found.created.date().isoformat() == DAY
    with zipfile.ZipFile(paths[0]) as package:
        assert not [n for n in package.namelist() if "thumbnail" in n]
        everything = b"".join(package.read(n) for n in package.namelist())
    assert b"python-docx" not in everything


def test_letters_go_to_banners_that_are_behind(base: lb.LandBase, work: Path) -> None:
    tasks = pd.DataFrame({
        "year": [2023, 2023], "banner": ["150622", "150602"],
        "category": ["idle", "idle"], "area": [200.0, 100.0], "unit": ["mu", "mu"],
    })  # fmt: skip
    given = GIVEN | {"报送时限": "2023年7月20日"}
    made = lb.make_reminders(base, on=DAY, folder=work, tasks=tasks, given=given)
    assert [one.path.stem for one in made] == ["提醒函_东胜区", "提醒函_准格尔旗"]
    text = text_of(made[1].path)
    for part in ("准格尔旗人民政府", "200.00亩", "完成率0.00%", "共2宗地",
                 "征缴", "2023年7月20日", "2023年6月30日", "6"):  # fmt: skip
        assert part in text, part
    assert "逾期未完成整改" in text
    assert "逾期未完成整改" not in text_of(made[0].path)
    assert made[0].parcels == ()
    assert len(made[1].parcels) == 2
    letters = base.documents()
    letters = letters[letters["file"] == made[1].path.name]
    assert set(made[1].parcels) <= set(letters["parcel_id"])
    assert base.verify().count("error") == 0
    alone = lb.make_reminders(base, on=DAY, folder=work, given=given)
    assert [one.path.stem for one in alone] == ["提醒函_准格尔旗"]


def test_the_clocks_of_the_procedure_are_milestones(base: lb.LandBase) -> None:
    parcel = base.parcels()["parcel_id"].iloc[0]
    base.start_procedure(parcel, on="2023-05-01", unit="某科")
    with pytest.raises(LedgerError, match="runs already"):
        base.start_procedure(parcel, on="2023-05-01")
    late = base.deadlines("2023-06-01", steps=True)
    assert late.loc[late["step"] == "调查核实", "deadline"].tolist() == ["overdue"]
    base.advance_procedure(parcel, on="2023-06-02", document="调〔2023〕3号")
    with pytest.raises(LedgerError, match="set no term"):
        base.advance_procedure(parcel, on="2023-06-10")
    for day, due in (("2023-06-10", "2023-06-20"), ("2023-06-15", "2023-06-25"),
                     ("2023-06-20", "2023-06-30")):  # fmt: skip
        base.advance_procedure(parcel, on=day, due=due)
    step = base.advance_procedure(parcel, on="2023-07-01")
    assert step == "缴纳土地闲置费"
    steps = base.procedure(parcel, on=DAY).set_index("step")
    due = steps["due"].dt.strftime("%Y-%m-%d")
    assert due["调查核实"] == "2023-05-31"
    assert due["用地单位提交材料"] == "2023-07-02"
    assert due["缴纳土地闲置费"] == "2023-07-31"
    assert steps.loc["缴纳土地闲置费", "basis"] == "闲置土地处置办法第十七条"
    assert base.advance_procedure(parcel, on="2023-07-05") is None
    with pytest.raises(LedgerError, match="no step"):
        base.advance_procedure(parcel, on="2023-07-06")
