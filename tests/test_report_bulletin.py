"""The bulletin: the letter's figures, a bureau's template, errors that are named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import docx
import pandas as pd
import pytest
from conftest import ROOT

import landbase as lb
from landbase.errors import ConfigError, DataError
from landbase.report.bulletin import FIELDS, bulletin, default_template
from landbase.report.facts import period_of
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2023-07-06"
TASKS = pd.DataFrame({
    "year": [2023, 2023],
    "banner": ["150602", None],
    "category": ["idle", "approved_unsupplied"],
    "area": [2.0, 2.0],
    "unit": ["ha", "ha"],
})


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lb.LandBase]:
    parcels = make_parcels(6).drop(columns=["status", "disposal_type"])
    parcels = parcels.assign(category="idle", cause="enterprise", banner="150602")
    with lb.LandBase.open(tmp_path_factory.mktemp("土地 库") / "库.gpkg") as kept:
        kept.add(parcels)
        ids = parcels["parcel_id"].tolist()
        for one, due in ((ids[0], "2023-06-30"), (ids[1], "2023-07-20")):
            kept.record(one, "interview", status="planned", effective="2023-05-01",
                        due=due, by="某人")  # fmt: skip
        kept.record(ids[2], "free_reclaim", status="planned", effective="2023-06-01")
        kept.record(ids[2], "free_reclaim", status="in_progress",
                    effective="2023-06-02")  # fmt: skip
        kept.record(ids[2], "free_reclaim", status="disposed", effective="2023-07-03",
                    document="某政发〔2023〕1号", area_m2=1_000.0)  # fmt: skip
        yield kept


def text_of(path: Path) -> str:
    paper = docx.Document(str(path))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_it_says_the_period_the_progress_and_what_is_late(
    base: lb.LandBase, work: Path
) -> None:
    told = {"on": DAY, "tasks": TASKS, "maker": "某局", "allow_errors": True}
    paths = [bulletin(base, path=work / f"通报 {n}.docx", **told) for n in (1, 2)]
    text = text_of(paths[0])
    ids = base.parcels()["parcel_id"].tolist()
    for part in (
        *("2023年7月上旬", "某局", "2023年7月6日", "共消化处置1宗、1.50亩"),
        *("2023年，全市处置任务为", "5.00%", "逾期未处置地块（1宗）"),
        *("到期提醒（1宗）", ids[0], ids[1], "某人", "约谈", "2023-07-20"),
    ):
        assert part in text, part
    assert "{{" not in text
    assert "{%" not in text
    assert len(docx.Document(str(paths[0])).inline_shapes) == 2
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_template_of_the_bureau_and_a_field_that_does_not_exist(
    base: lb.LandBase, work: Path
) -> None:
    own = docx.Document()
    own.add_paragraph("本局：{{ maker }}，逾期 {{ overdue_count }} 宗")
    own.save(str(work / "模板.docx"))
    path = bulletin(base, on=DAY, path=work / "a.docx", template=work / "模板.docx",
                    maker="某局", allow_errors=True)  # fmt: skip
    assert "本局：某局，逾期 1 宗" in text_of(path)
    own.add_paragraph("{{ makr }}")
    own.save(str(work / "错.docx"))
    with pytest.raises(ConfigError, match=r"makr.*there are title"):
        bulletin(base, on=DAY, path=work / "b.docx", template=work / "错.docx",
                 allow_errors=True)  # fmt: skip
    (work / "坏.docx").write_bytes(b"x")
    with pytest.raises(ConfigError, match="cannot be read"):
        bulletin(base, on=DAY, path=work / "b.docx", template=work / "坏.docx",
                 allow_errors=True)  # fmt: skip
    assert not (work / "b.docx").exists()


def test_open_errors_refuse_it_or_stand_on_its_first_page(
    base: lb.LandBase, work: Path
) -> None:
    errors = lb.Issues.of("missing_id", source="a.shp", source_row=1)
    with pytest.raises(DataError, match="allow_errors"):
        bulletin(base, on=DAY, path=work / "a.docx", issues=errors)
    path = bulletin(
        base, on=DAY, path=work / "a.docx", issues=errors, allow_errors=True
    )
    assert "1个错误级问题" in text_of(path)[:200]


def test_an_english_bulletin_has_no_chinese_but_names(
    base: lb.LandBase, work: Path
) -> None:
    errors = lb.Issues.of("missing_id", source="a.shp", source_row=1)
    path = bulletin(base, on=DAY, path=work / "a.docx", tasks=TASKS, lang="en",
                    issues=errors, maker="Bureau", allow_errors=True)  # fmt: skip
    text = text_of(path)
    for part in (
        *("Bulletin on approved", "as of 2023-07-06", "2023-07-01 to 2023-07-06"),
        *("1 parcel(s), 1.50 mu disposed of", "Overdue (1)", "Dongsheng"),
        *("5.00%", "NOTE: made although", "Days left", "city's task less"),
    ):
        assert part in text, part
    own = text.replace("某人", "")
    assert not [letter for letter in own if "\u4e00" <= letter <= "\u9fff"]


def test_the_ranking_sums_to_the_city(base: lb.LandBase, work: Path) -> None:
    path = bulletin(base, on=DAY, path=work / "a.docx", tasks=TASKS, allow_errors=True)
    rows = [[c.text for c in r.cells] for r in docx.Document(str(path)).tables[0].rows]
    for column in (2, 3):
        *lines, total = [float(row[column].replace(",", "") or 0) for row in rows[1:]]
        assert round(sum(lines), 2) == total
    # 2 ha of the idle task are a banner's, 2 ha of the other are the city's alone
    assert [row[2] for row in rows[1:]] == ["30.00", "30.00", "60.00"]
    assert rows[2][1] == "全市任务与各旗区任务之差"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_our_own_template_uses_every_field(work: Path, lang: Any) -> None:
    from docxtpl import DocxTemplate

    (work / "t.docx").write_bytes(default_template(lang))
    used = DocxTemplate(work / "t.docx").get_undeclared_template_variables()
    assert used == set(FIELDS)


@pytest.mark.parametrize(
    ("day", "kind", "name", "start"),
    [
        ("2023-07-10", "旬", "2023年7月上旬", "2023-07-01"),
        ("2023-07-31", "旬", "2023年7月下旬", "2023-07-21"),
        ("2023-07-31", "月", "2023年7月", "2023-07-01"),
        ("2023-07-31", "季", "2023年第3季度", "2023-07-01"),
        ("2023-07-31", "年", "2023年", "2023-01-01"),
    ],
)
def test_periods(day: str, kind: str, name: str, start: str) -> None:
    period = period_of(day, kind=kind)  # type: ignore[arg-type]
    assert (period.name, period.start) == (name, pd.Timestamp(start))


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(ValueError, match="period is one of"):
        period_of(DAY, kind="周")  # type: ignore[arg-type]


def test_every_field_is_documented() -> None:
    text = (ROOT / "docs" / "reports.md").read_text("utf-8")
    assert all(f"| `{name}` |" in text for name in FIELDS)


def test_a_day_after_the_programme_says_total_done_and_left(
    base: lb.LandBase, work: Path
) -> None:
    path = bulletin(base, on="2024-02-15", path=work / "次年.docx", allow_errors=True)
    text = text_of(path)
    assert "本旬无新增消化处置。" in text
    assert "消化处置0宗" not in text
    total, done, left = (
        float(number) for number in re.findall(r"(?:共|已处置|剩余)([0-9.]+)万亩", text)
    )
    assert total == pytest.approx(done + left)
    assert "本年度未录入处置任务。" in text
    assert len(docx.Document(str(path)).tables) == 2  # overdue and due, no ranking


@pytest.mark.parametrize(
    ("kind", "this"), [("旬", "本旬"), ("月", "本月"), ("季", "本季度"), ("年", "本年")]
)
def test_a_period_says_what_it_is_called(kind: Any, this: str) -> None:
    assert period_of("2023-07-06", kind=kind).this == this
