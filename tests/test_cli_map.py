"""What the options of `landbase map` put into the page, and what they leave out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from test_webmap_time import unpacked

from landbase.cli.main import main
from landbase.store.base import LandBase
from landbase.testing import make_parcels
from landbase.texts import words

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> Path:
    path = work / "土地库.gpkg"
    with LandBase.open(path) as kept:
        parcels = make_parcels(6).drop(columns=["status", "disposal_type"])
        parcels["cause"] = None
        kept.add(parcels)
        kept.record_many(
            pd.DataFrame({
                "parcel_id": parcels["parcel_id"].astype(str),
                "disposal_type": parcels["category"].map({
                    "idle": "extend_start",
                    "approved_unsupplied": "revoke_approval",
                }),
                "status": "planned",
                "effective": pd.Timestamp("2023-03-01"),
                "due": pd.Timestamp("2023-05-01"),
                "document": "准政发〔2023〕1号",
                "by": "经办人甲",
                "reason": "内部理由乙",
            })
        )
    return path


def page_of(base: Path, *options: str) -> str:
    """Make a page of a land base with options; give all that it says."""
    page = base.with_name("图.html")
    with pytest.raises(SystemExit) as left:
        main(["map", "--base", str(base), "-o", str(page), *options])
    assert not left.value.code
    return unpacked(page)


def test_persons_are_in_the_page_only_when_asked_for(base: Path) -> None:
    usual = page_of(base)
    assert "经办人甲" not in usual
    assert "准政发〔2023〕1号" in usual
    assert "内部理由乙" in usual
    asked = page_of(base, "--decision-columns", "effective，by")
    assert "经办人甲" in asked
    assert "内部理由乙" not in asked
    none = page_of(base, "--no-decisions")
    assert "经办人甲" not in none
    assert "内部理由乙" not in none


def test_a_column_that_no_decision_has_is_named(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["map", "--base", str(base), "--decision-columns", "没有"])
    assert left.value.code
    complaint = capsys.readouterr().err
    assert "没有" in complaint
    assert "Traceback" not in complaint


def test_marks_stand_in_the_page(base: Path) -> None:
    text = page_of(base, "--note", "内部使用", "--review-no", "蒙S（2023）001号")
    assert "内部使用" in text
    assert "审图号：蒙S（2023）001号" in text


def test_a_base_map_is_asked_for_only_with_a_key(base: Path) -> None:
    assert "tianditu" not in page_of(base)
    text = page_of(base, "--tianditu", "my-key")
    policy = text[text.index("img-src") : text.index("font-src")]
    assert "https://t0.tianditu.gov.cn" in policy
    assert "tk=my-key" in text
    for layer in ("vec_w", "cva_w"):
        assert layer in text


@pytest.mark.parametrize("split", [(), ("--split-by", "category")])
@pytest.mark.parametrize("options", [(), ("--no-compress",)])
def test_a_large_page_is_compressed_unless_told_otherwise(
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    split: tuple[str, ...],
) -> None:
    monkeypatch.setattr("landbase.webmap.layer.FEW", 5)
    make_parcels(30).to_file(work / "多.gpkg")
    page = work / "图.html"
    with pytest.raises(SystemExit):
        main(["map", str(work / "多.gpkg"), "-o", str(page), *options, *split])
    pages = [*(work / "图").iterdir()] if split else [page]
    said = [
        word
        for file in pages
        for word in re.findall(r'"compressed": ?(\w+)', file.read_text("utf-8"))
    ]
    assert said == ["false" if options else "true"] * 2  # a layer for each category


@pytest.mark.parametrize("source", ["file", "base"])
def test_a_split_map_says_as_one_page_does_whose_the_areas_are(
    work: Path, base: Path, source: str
) -> None:
    measured, given = (words("map", "zh")[key] for key in ("note", "note_given"))
    file = work / "图斑.gpkg"
    make_parcels(30).to_file(file)
    files = [str(file)] if source == "file" else ["--base", str(base)]
    for split in ((), ("--split-by", "category")):
        page = work / "图.html"
        with pytest.raises(SystemExit):
            main(["map", *files, "-o", str(page), *split])
        pages = [page, *(work / "图").iterdir()] if split else [page]
        for one in pages:
            text = one.read_text("utf-8")
            assert measured in text
            assert given not in text
