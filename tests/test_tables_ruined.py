"""Text ruined before it came here: told, and restored where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from raw_tables import clean, found, raw

from landbase.parcels.ledger import read_ledger
from landbase.tables.ruined import find_ruined, likely_original

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "批而未供地块",
    "鄂尔多斯市某某有限公司",
    "准格尔旗薛家湾镇",
    "无定河镇 A-1（二期）",
]
SOUND = [
    *NAMES, "甲", "伊金霍洛旗", "鑫海", "洹河", "Café", "Müller", "½", "m²", "±5 %",
    "5°30′", "×100", "待核实?", "待核实??", "P-1", "", "①②",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "latin-1"), ("gb18030", "latin-1"), ("gb18030", "cp1252")],
)
def test_text_read_in_another_encoding_is_restored(
    name: str, right: str, wrong: str
) -> None:
    ruined = name.encode(right).decode(wrong, errors="replace")
    if "\ufffd" in ruined:
        pytest.skip("the wrong encoding has no letter for one of the bytes")
    assert likely_original(ruined) == name


@pytest.mark.parametrize("name", NAMES)
def test_utf8_read_as_gbk_is_told_and_mostly_restored(name: str) -> None:
    ruined = name.encode("utf-8").decode("gbk", errors="replace")
    verdict = find_ruined(pd.Series([ruined]))
    assert verdict.where.tolist() == [True]
    if "\ufffd" not in ruined:
        assert verdict.likely.tolist() == [name]


@pytest.mark.parametrize(
    "text", ["锟斤拷锟斤拷公司", "????", "某某??公司", "某\ufffd公司", "ï¿½ï¿½", "??"]
)
def test_what_is_lost_is_told(text: str) -> None:
    verdict = find_ruined(pd.Series([text]))
    assert verdict.where.tolist() == [True]
    assert verdict.likely.isna().all()


@pytest.mark.parametrize("dtype", ["str", "object"])
def test_sound_text_is_left_alone(dtype: str) -> None:
    verdict = find_ruined(pd.Series([*SOUND, None], dtype=dtype))
    assert [t for t, bad in zip(SOUND, verdict.where, strict=False) if bad] == []
    assert not find_ruined(pd.Series([1.5, 2.0])).where.any()


def test_any_text_column_of_parcels_is_looked_at() -> None:
    ruined = "东胜区".encode().decode("latin-1")
    result = clean(
        raw(rows=3, 项目名称=["甲", "锟斤拷", ruined], 备注=["??", "乙", "丙"])
    )

    lost, likely = found(result, "text_ruined"), found(result, "text_ruined_likely")
    places = list(zip(lost["source_row"], lost["column"], strict=True))
    assert sorted(places) == [(1, "备注"), (2, "项目名称")]
    assert likely["source_row"].tolist() == [3]
    assert "东胜区" in likely["message_zh"][0]
    assert result.parcels["name"].tolist()[2] == ruined  # told, never changed


def test_a_ledger_is_looked_at_as_well(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("地块编号,项目名称,面积（亩）\nA-1,锟斤拷公司,15\n", "utf-8")
    issues = read_ledger(path).issues.table
    told = issues[issues["code"] == "text_ruined"]
    assert told["source_row"].tolist() == [2]


def test_a_ruined_header_is_matched_by_what_it_was() -> None:
    header = "项目名称".encode().decode("latin-1")
    result = clean(raw(rows=1, **{header: ["甲"]}))

    assert result.parcels["name"].tolist() == ["甲"]
    assert found(result, "header_ruined")["value"].tolist() == ["项目名称"]
