"""A receipt outside the file finds what nothing within it can tell."""

# ruff: noqa: S608 - statements made here
from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from tampering import edit, reseal

from landbase.errors import (
    ConfigError,
    MissingDependencyError,
    SourceError,
    StoreError,
)
from landbase.store.base import LandBase
from landbase.store.receipts import make_receipt_key, read_receipt
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> LandBase:
    made = LandBase.open(work / "土地库.gpkg", clock=_clock())
    made.add(make_parcels(12))
    decide(made, "2023-03-01")
    return made


def _clock(hour: int = 0) -> Callable[[], dt.datetime]:
    hours = iter(range(hour, hour + 10_000))
    start = dt.datetime(2023, 7, 6, tzinfo=dt.UTC)
    return lambda: start + dt.timedelta(hours=next(hours))


def decide(base: LandBase, day: str) -> None:
    parcels = base.parcels()
    parcel = parcels.loc[parcels["category"] == "idle", "parcel_id"].iloc[0]
    base.record(parcel, "start_by_deadline", status="planned", effective=day)


def codes(base: LandBase, *receipts: Path, key: Path | None = None) -> list[str]:
    found = base.verify(receipts=receipts, public_key=key).table["code"]
    return [code for code in found if code.startswith("verify_receipt")]


def test_a_base_that_goes_on_continues_its_receipts(base: LandBase, work: Path) -> None:
    first = base.receipt().write(work / "一.json")
    decide(base, "2023-03-02")
    base.add(make_parcels(12).assign(holder="新"))
    second = base.receipt().write(work / "二.json")
    decide(base, "2023-03-03")
    assert codes(base, first, second) == ["verify_receipt", "verify_receipt"]
    assert base.verify(receipts=first).count("error") == 0


def test_a_receipt_says_what_there_was(base: LandBase, work: Path) -> None:
    made = base.receipt()
    assert made.counts["parcels"] == 12
    assert made.counts["decisions"] == made.counts["rules"] == 1
    assert (made.day, made.seal, made.code) == ("2023-07-06", 3, base.head)
    path = made.write(work / "回执.json")
    assert read_receipt(path) == made
    assert base.receipt() == made


def test_an_end_that_was_cut_off_is_found(base: LandBase, work: Path) -> None:
    decide(base, "2023-03-02")
    receipt = base.receipt().write(work / "回执.json")
    last = "(SELECT max(seal_id) FROM seals)"
    edit(
        base.path,
        "DELETE FROM decisions WHERE event_id = 2",
        f"DELETE FROM seals WHERE seal_id = {last}",
        "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name IN ('decisions', 'seals')",
        # as a renewed state would be
        "UPDATE parcel_states SET effective = '2023-03-01', event_id = 1 WHERE decided",
    )
    assert base.verify().count("error") == 0  # nothing in the file tells
    assert codes(base, receipt) == ["verify_receipt_cut"]


def test_an_older_copy_put_back_is_found(base: LandBase, work: Path) -> None:
    copy = shutil.copyfile(base.path, work / "旧.gpkg")
    decide(base, "2023-03-02")
    receipt = base.receipt().write(work / "回执.json")
    shutil.copyfile(copy, base.path)
    assert codes(base, receipt) == ["verify_receipt_cut"]
    # and where work went on from there
    other = LandBase.open(base.path, clock=_clock(500))
    decide(other, "2023-03-05")
    assert other.verify().count("error") == 0
    assert codes(other, receipt) == ["verify_receipt_remade"]


def test_a_chain_made_anew_is_found(base: LandBase, work: Path) -> None:
    receipt = base.receipt().write(work / "回执.json")
    code = base.head
    base.path.unlink()
    remade = LandBase.open(base.path, clock=_clock())
    remade.add(make_parcels(12).assign(holder="别人"))
    decide(remade, "2023-03-01")
    assert remade.verify().count("error") == 0
    # begun at the same moment with the same rules: its first seal is the same
    assert codes(remade, receipt) == ["verify_receipt_remade"]
    found = remade.verify(codes=[code])
    assert "verify_code_unknown" in found.table["code"].tolist()


def test_a_receipt_of_another_base_is_told(base: LandBase, work: Path) -> None:
    other = LandBase.open(work / "别的.gpkg")
    receipt = other.receipt().write(work / "回执.json")
    assert codes(base, receipt) == ["verify_receipt_of_other"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("day", "2024-01-01"), ("seal", 2), ("head", "0" * 64), ("counts", {})],
)
def test_an_edited_receipt_is_told(
    base: LandBase, work: Path, name: str, value: object
) -> None:
    path = base.receipt().write(work / "回执.json")
    said = json.loads(path.read_text("utf-8")) | {name: value}
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(SourceError, match="does not match its checksum") as caught:
        read_receipt(path)
    assert "改动" in caught.value.zh
    assert codes(base, path) == ["verify_receipt_unread"]


def test_counts_that_were_not_are_told(base: LandBase, work: Path) -> None:
    made = base.receipt()
    made.counts["parcels"] = 99  # and the checksum made anew
    assert codes(base, made.write(work / "回执.json")) == ["verify_receipt_counts"]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "\x00", '{"format": "landbase-receipt", "version": 2}']
)
def test_what_is_no_receipt_is_told(base: LandBase, work: Path, text: str) -> None:
    path = work / "x.json"
    path.write_text(text, "utf-8")
    assert codes(base, path, work / "none.json") == ["verify_receipt_unread"] * 2


def test_a_signature_is_checked_by_the_key(base: LandBase, work: Path) -> None:
    private, public = make_receipt_key(work / "局.pem")
    assert (private.stat().st_mode & 0o077) == 0 or sys.platform == "win32"
    assert public.name == "局.pub.pem"
    signed = base.receipt(key=private).write(work / "签.json")
    plain = base.receipt().write(work / "未签.json")
    assert codes(base, signed) == ["verify_receipt", "verify_receipt_signed"]
    by = ["verify_receipt", "verify_receipt_signed_by"]
    assert codes(base, signed, key=public) == by
    assert "verify_receipt_unsigned" in codes(base, plain, key=public)
    _, other = make_receipt_key(work / "别的局.pem")
    assert codes(base, signed, key=other) == ["verify_receipt_forged"]
    # edited, and its checksum made anew
    made = read_receipt(signed)
    object.__setattr__(made, "day", "2024-01-01")
    assert codes(base, made.write(work / "假.json")) == ["verify_receipt_forged"]
    assert base.verify(receipts=[made.write(work / "假.json")]).count("error") == 1


def test_keys_are_not_replaced_and_others_are_named(base: LandBase, work: Path) -> None:
    private, public = make_receipt_key(work / "局.pem")
    with pytest.raises(StoreError, match="is there already"):
        make_receipt_key(private)
    for wrong in (public, work / "none.pem", base.path):
        with pytest.raises(ConfigError, match="landbase receipt-key"):
            base.receipt(key=wrong)
    receipt = base.receipt().write(work / "回执.json")
    with pytest.raises(ConfigError):
        base.verify(receipts=[receipt], public_key=private)


def test_without_the_extra_it_is_named(
    base: LandBase, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, _ = make_receipt_key(work / "局.pem")
    signed = base.receipt(key=private).write(work / "签.json")
    for name in list(sys.modules):
        if name.split(".")[0] == "cryptography":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    for work_of in (
        lambda: base.receipt(key=private),
        lambda: make_receipt_key(work / "新.pem"),
    ):
        with pytest.raises(MissingDependencyError, match=r"landbase\[sign\]"):
            work_of()
    assert not (work / "新.pem").exists()
    assert codes(base, signed) == ["verify_receipt", "verify_receipt_unchecked"]


def test_of_a_broken_base_no_receipt_is_made(base: LandBase) -> None:
    edit(base.path, "UPDATE decisions SET document = 'x'")
    reseal(base.path, "decisions")
    with pytest.raises(StoreError, match="no receipt"):
        base.receipt()


def test_the_code_of_the_books_is_known_later(base: LandBase) -> None:
    code = base.head
    decide(base, "2023-03-02")
    for given in (code, code.lower(), code.replace("-", " "), code[:9]):
        found = base.verify(codes=given)
        assert "verify_code" in found.table["code"].tolist()
    for given in ("", "0000-0000-0000-0000", code[:4]):
        assert base.verify(codes=[given]).count("error") == 1
