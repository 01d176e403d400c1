"""Documents of the procedure and its steps, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from landbase import LandBase
from landbase.cli.main import main
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> LandBase:
    parcels = make_parcels(1).drop(columns=["status", "disposal_type"])
    parcels = parcels.assign(
        category="idle", cause="enterprise", banner="150622",
        agreed_start=pd.Timestamp("2020-03-01"),
    )  # fmt: skip
    with LandBase.open(tmp_path_factory.mktemp("文书") / "库.gpkg") as kept:
        kept.add(parcels)
    return kept


def refusal(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code == 2
    return capsys.readouterr().err.replace("\n", "")


def test_an_unknown_kind_is_refused_with_the_names_of_those_there_are(
    base: LandBase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal("document", str(base.path), "P", "认定", "-o",
                   str(tmp_path / "x.docx"), capsys=capsys)  # fmt: skip
    assert "闲置土地调查通知书、闲置土地认定书、" in said
    assert "recognition" not in said
    assert "(" not in said


def test_particulars_that_cannot_be_read_are_explained(
    base: LandBase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stated = tmp_path / "要素.toml"
    stated.write_text('文号 = "某〔2023〕1号"', "utf-8")
    to = str(tmp_path / "x.docx")
    said = refusal("document", str(base.path), "P", "闲置土地认定书", "-o", to,
                   "--particulars", str(stated), capsys=capsys)  # fmt: skip
    assert "名称和内容都加半角双引号" in said


@pytest.mark.parametrize(
    ("action", "option"),
    [
        ("start", "--document"),
        ("start", "--due"),
        ("next", "--unit"),
        ("show", "--due"),
    ],
)
def test_what_an_action_does_not_take_is_refused(
    base: LandBase, action: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    [parcel] = base.parcels()["parcel_id"]
    said = refusal("procedure", str(base.path), str(parcel), action, option,
                   "2023-08-01", capsys=capsys)  # fmt: skip
    assert f"“{action}”不用选项{option}" in said
    assert base.procedure(str(parcel), on="2023-08-01").empty
