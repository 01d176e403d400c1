"""The commands of trust: receipts, codes, foreign edits taken over, repair."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tampering import edit

from landbase.cli.main import main
from landbase.store.base import LandBase
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command; give its exit code and all that was said."""

    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main(["--lang", "zh", *map(str, arguments)])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out + said.err

    return call


@pytest.fixture
def base(work: Path) -> Path:
    with LandBase.open(path := work / "库.gpkg") as opened:
        opened.add(make_parcels(5))
    return path


def test_a_signed_receipt_attests_the_base_and_finds_an_older_copy(
    run: Callable[..., Said], base: Path, work: Path
) -> None:
    older = work / "旧.gpkg"
    older.write_bytes(base.read_bytes())
    with LandBase.open(base) as opened:
        opened.record(
            opened.parcels()["parcel_id"][0],
            "speed_up_supply",
            status="planned",
            effective="2023-03-01",
        )
    key, receipt = work / "局.pem", work / "回执.json"
    assert run("receipt-key", key)[0] == 0
    again, said = run("receipt-key", key)
    assert again == 3
    assert "局.pem" in said
    assert run("receipt", base, "-o", receipt, "--key", key)[0] == 0
    public = work / "局.pub.pem"
    assert run("verify", base, "--receipt", receipt, "--public-key", public)[0] == 0
    assert run("verify", older, "--receipt", receipt)[0] == 1
    said = json.loads(receipt.read_text("utf-8"))
    receipt.write_text(json.dumps(said | {"seal": 1}), "utf-8")
    assert run("verify", base, "--receipt", receipt)[0] == 1


def test_a_public_key_that_is_none_is_told_without_receipts_too(
    run: Callable[..., Said], base: Path, work: Path
) -> None:
    (none := work / "无.pem").write_text("none", "utf-8")
    code, said = run("verify", base, "--public-key", none)
    assert code == 3
    assert "无.pem" in said


def test_the_printed_code_is_found(run: Callable[..., Said], base: Path) -> None:
    code = re.search(r"账本校验码([0-9A-F-]{19})", run("verify", base)[1])
    assert code is not None
    assert run("verify", base, "--code", code[1])[0] == 0
    assert run("verify", base, "--code", "0000-0000-0000-0000")[0] == 1


def test_what_another_program_wrote_is_taken_over(
    run: Callable[..., Said], base: Path
) -> None:
    edit(base, "UPDATE parcels SET name = '改' WHERE fid = 1", guarded=True)
    assert "警告" in run("verify", base)[1]
    code, said = run("accept", base, "--by", "张三", "--reason", "更名")
    assert code == 0, said
    assert "警告" not in run("verify", base)[1].replace("0个警告", "")


def test_what_verifies_is_taken_out_of_a_damaged_base(
    run: Callable[..., Said], base: Path, work: Path
) -> None:
    code, said = run("repair", base, out := work / "取出.gpkg")
    assert code == 0, said
    with LandBase.open(out) as taken:
        assert len(taken.parcels()) == 5
    code, said = run("repair", base, out)
    assert code == 3
    assert "取出.gpkg" in said
    assert run("repair", work / "没有.gpkg", work / "b.gpkg")[0] == 2
