"""Receipts as an attacker leaves them, of files and of servers: none is believed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from landbase.errors import LandbaseError
from landbase.store.receipts import make_receipt_key, read_receipt
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Count
    from servers import Bases

    import landbase as lb

KNOWN = {
    "verify_receipt", "verify_receipt_signed", "verify_receipt_signed_by",
}  # fmt: skip


@pytest.fixture
def base(base_factory: Bases) -> lb.LandBase:
    made = base_factory("库")
    made.add(make_parcels(12))
    return made


def decide(base: lb.LandBase, day: str) -> None:
    parcels = base.parcels()
    parcel = parcels.loc[parcels["category"] == "idle", "parcel_id"].iloc[0]
    base.record(parcel, "start_by_deadline", status="planned", effective=day)


def told(base: lb.LandBase, *receipts: Path, key: Path | None = None) -> list[str]:
    found = base.verify(receipts=receipts, public_key=key)
    return [c for c in found.table["code"] if c.startswith("verify_receipt")]


def _said(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("utf-8")))


def _written(path: Path, said: object) -> Path:
    path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    return path


# what is done to a signed receipt
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no signature": lambda said: said | {"signature": None},
    "an empty signature": lambda said: said | {"signature": ""},
    "a short signature": lambda said: said | {"signature": said["signature"][:64]},
    "a signature of words": lambda said: said | {"signature": "章" * 64},
    "a signature turned round": lambda said: said | {
        "signature": said["signature"][64:] + said["signature"][:64]
    },
    "no key": lambda said: said | {"key": None},
    "a key of nought": lambda said: said | {"key": "00" * 32},
    "a key of words": lambda said: said | {"key": "钥" * 32},
    "a number as key": lambda said: said | {"key": 7},
    "no head": lambda said: {n: v for n, v in said.items() if n != "head"},
    "a head of a list": lambda said: said | {"head": [said["head"]]},
    "a seal of words": lambda said: said | {"seal": "三"},
    "a seal below nought": lambda said: said | {"seal": -1},
    "a seal of 20 digits": lambda said: said | {"seal": 10**20},
    "a seal between seals": lambda said: said | {"seal": 1.5},
    "counts of words": lambda said: said | {"counts": "十二"},
    "a count of words": lambda said: said | {"counts": {"parcels": "十二"}},
    "a day that is none": lambda said: said | {"day": "9999-99-99"},
    "more than is said": lambda said: said | {"more": 1},
    "of another version": lambda said: said | {"version": 99},
    "of another format": lambda said: said | {"format": "回执"},
    "a list of it": lambda said: [said],
    "deep": lambda said: said | {"counts": json.loads("[" * 900 + "]" * 900)},
    "checksum of another": lambda said: said | {"checksum": "0" * 64},
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.of_file
def test_a_changed_receipt_is_never_believed(
    base: lb.LandBase, work: Path, name: str, count: Count
) -> None:
    private, public = make_receipt_key(work / "局.pem")
    good = base.receipt(key=private).write(work / "签.json")
    by = ["verify_receipt", "verify_receipt_signed_by"]
    assert told(base, good, key=public) == by
    bad = _written(work / "改.json", CHANGES[name](_said(good)))
    for key in (None, public):
        found = told(base, bad, key=key)
        assert found
        assert found != by
        assert not (key and {*found} <= KNOWN), found
    # among good ones it is named, and they are still believed
    many = told(base, good, bad, good, key=public)
    assert many.count("verify_receipt_signed_by") == 2
    count("changed receipts")


BYTES = {
    "cut": lambda data: data[: len(data) // 2],
    "no bytes": lambda _: b"",
    "twice": lambda data: data * 2,
    "GBK": lambda data: data + "改".encode("gbk"),
    "NUL": lambda data: data + bytes(9),
    "numbers of no end": lambda _: b'{"seal": ' + b"9" * 10_000 + b"}",
    "no number": lambda _: b'{"seal": NaN, "head": Infinity}',
    "deeper than is read": lambda _: b"[" * 100_000,
    "a key twice": lambda data: data.replace(b"{", b'{"seal": 1, ', 1),
}  # fmt: skip


@pytest.mark.parametrize("name", BYTES)
def test_a_damaged_receipt_is_told(
    base: lb.LandBase, work: Path, name: str, count: Count
) -> None:
    good = base.receipt().write(work / "好.json")
    bad = work / "坏.json"
    bad.write_bytes(BYTES[name](good.read_bytes()))
    found = told(base, bad, good)
    assert sorted(found) == ["verify_receipt", "verify_receipt_unread"]
    with pytest.raises(LandbaseError):
        read_receipt(bad)
    count("changed receipts")


def test_receipts_out_of_order_are_all_believed(base: lb.LandBase, work: Path) -> None:
    made = []
    for number in range(4):
        decide(base, f"2023-03-0{number + 1}")
        made.append(base.receipt().write(work / f"{number}.json"))
    for order in ((3, 0, 2, 1), (1, 1, 1), (0, 3)):
        given = [made[n] for n in order]
        assert told(base, *given) == ["verify_receipt"] * len(order)
        assert not base.verify(receipts=given).count("error")


def test_a_receipt_of_an_earlier_state_is_not_one_of_a_later(
    base: lb.LandBase, work: Path
) -> None:
    """The head of one and the number of another, whatever its checksum says."""
    early = base.receipt()
    decide(base, "2023-03-01")
    late = base.receipt()
    for name in ("seal", "head"):
        mixed = read_receipt(early.write(work / "早.json"))
        object.__setattr__(mixed, name, getattr(late, name))
        found = told(base, mixed.write(work / "混.json"))
        assert "verify_receipt" not in found
        assert base.verify(receipts=[work / "混.json"]).count("error")


def test_signatures_of_two_receipts_do_not_change_places(
    base: lb.LandBase, work: Path
) -> None:
    private, public = make_receipt_key(work / "局.pem")
    early = base.receipt(key=private)
    decide(base, "2023-03-01")
    late = base.receipt(key=private)
    mixed = read_receipt(late.write(work / "迟.json"))
    object.__setattr__(mixed, "signature", early.signature)
    found = told(base, mixed.write(work / "混.json"), key=public)
    assert found == ["verify_receipt_forged"]


def test_a_base_of_the_same_parcels_is_another(
    base_factory: Bases, base: lb.LandBase, work: Path
) -> None:
    """Made anew with all that was in it, at another moment: the receipt knows."""
    decide(base, "2023-03-01")
    receipt = base.receipt().write(work / "回执.json")
    anew = base_factory("重造")
    anew.add(make_parcels(12))
    decide(anew, "2023-03-01")
    assert told(base, receipt) == ["verify_receipt"]
    assert "verify_receipt" not in told(anew, receipt)
    assert anew.verify(receipts=[receipt]).count("error")


def test_a_copy_continues_the_receipts_of_its_original(
    base_factory: Bases, base: lb.LandBase, work: Path
) -> None:
    decide(base, "2023-03-01")
    receipt = base.receipt().write(work / "回执.json")
    base.copy(base_factory.place("副本"))
    copy = base_factory("副本")
    decide(copy, "2023-03-02")
    assert told(copy, receipt) == ["verify_receipt"]
    decide(base, "2023-03-03")
    # the two have parted: a receipt of one is none of the other
    apart = base.receipt().write(work / "之后.json")
    assert told(base, apart) == ["verify_receipt"]
    assert "verify_receipt" not in told(copy, apart)
