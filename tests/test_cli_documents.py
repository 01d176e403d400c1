"""`landbase document`, `procedure` and `derive`: what they say to bad input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from landbase import LandBase, make_document
from landbase.cli.language import VARIABLE
from landbase.cli.main import main
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = tuple[int, str, str]
REFUSED, UNUSABLE = 2, 3


@pytest.fixture
def landbase(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, work: Path
) -> Callable[..., Said]:
    """Run a command; give exit code, what was said, and what was complained."""
    monkeypatch.setenv(VARIABLE, "zh")
    monkeypatch.chdir(work)

    def call(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(left.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def base(work: Path) -> LandBase:
    kept = LandBase.open(work / "土地 库.gpkg")
    parcels = make_parcels(2).drop(columns=["status", "disposal_type"])
    idle = {"category": "idle", "cause": "enterprise", "holder": "某公司"}
    begun = {"agreed_start": pd.Timestamp("2020-03-01"), "actual_start": pd.NaT}
    kept.add(parcels.assign(**idle, **begun, stopped_on=pd.NaT, developed_ratio=0.0))
    return kept


@pytest.fixture
def parcel(base: LandBase) -> str:
    return str(base.parcels()["parcel_id"].iloc[0])


# ----------------------------------------------------------------------- document


def test_a_notice_is_attached_before_anything_is_decided(
    landbase: Callable[..., Said], base: LandBase, parcel: str, work: Path
) -> None:
    out, asked = work / "通知.docx", ("notice", "--on", "2023-07-06")
    code, said, _ = landbase(
        "document", base.path, parcel, *asked, "--allow-missing", "-o", out
    )
    assert (code, "作为草稿，未附到记录" in said) == (0, True)
    assert base.documents().empty  # a draft is no document yet
    draft = make_document(
        base, parcel, "notice", on="2023-07-06", path=out, allow_missing=True
    )
    stated = work / "本局.toml"
    stated.write_text(
        "".join(f"'{label}' = '某{label}'\n" for label in draft.missing), "utf-8"
    )
    code, said, _ = landbase(
        "document", base.path, parcel, *asked, "--particulars", stated, "-o", out
    )
    assert code == 0
    assert f"已附到地块：{parcel}" in said
    listed = base.documents()
    assert listed["parcel_id"].tolist() == [parcel]
    assert listed["event_id"].isna().all()
    code, said, _ = landbase("documents", base.path)
    assert (code, "通知.docx" in said) == (0, True)
    kept = next((work / "土地 库.files").rglob("通知.docx"))
    kept.write_bytes(b"")
    code, said, _ = landbase("verify", base.path)
    assert (code, f"地块{parcel}的附件" in said) == (1, True)


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (["notice", "--on", "2023"], REFUSED, "2023"),
        (["notice", "--on", "today"], REFUSED, "today"),
        (["notice", "--on", "9999-12-31"], REFUSED, "9999-12-31"),
        (["通告"], REFUSED, "闲置土地调查通知书"),
        (["notice", "--set", "文号"], REFUSED, "文号"),
        (["notice", "--set", "颜色=红"], UNUSABLE, "颜色"),
        (["notice"], UNUSABLE, "坐落"),
        (["fee"], UNUSABLE, "征缴土地闲置费"),
        (["notice", "--particulars", "没有.toml"], REFUSED, "没有.toml"),
        (["notice", "--allow-missing", "--template", "没有.docx"], UNUSABLE, "没有"),
    ],
)
def test_a_document_that_cannot_be_made_says_why(  # noqa: PLR0917 - its fixtures
    landbase: Callable[..., Said],
    base: LandBase,
    parcel: str,
    work: Path,
    more: list[str],
    code: int,
    says: str,
) -> None:
    out = work / "文书.docx"
    found, said, complained = landbase(
        "document", base.path, parcel, *more, "--output", out
    )
    assert (found, says in (said + complained).replace("\n", "")) == (code, True)
    assert not out.exists()
    assert base.documents().empty


def test_a_document_of_no_parcel(
    landbase: Callable[..., Said], base: LandBase, work: Path
) -> None:
    code, _, complained = landbase(
        "document", base.path, "没有-1", "notice", "--allow-missing"
    )
    assert (code, "没有-1" in complained) == (UNUSABLE, True)
    assert landbase("document", work / "没有.gpkg", "A", "notice")[0] == REFUSED
    assert not (work / "没有.gpkg").exists()
    code, _, complained = landbase("document", base.path, "某旗", "reminder")
    assert (code, "某旗" in complained) == (REFUSED, True)


# ---------------------------------------------------------------------- procedure


def test_the_procedure_goes_step_by_step(
    landbase: Callable[..., Said], base: LandBase, parcel: str
) -> None:
    code, said, _ = landbase("procedure", base.path, parcel, "start", "--on",
                             "2023-05-01")  # fmt: skip
    assert (code, "调查核实" in said) == (0, True)
    code, said, _ = landbase("procedure", base.path, parcel)
    assert (code, "2023-05-31" in said) == (0, True)


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (["finish"], REFUSED, "finish"),
        (["start", "--on", "2023"], REFUSED, "2023"),
        (["start", "--on", "2199-12-20"], UNUSABLE, "2200-01-19"),
        (["next", "--on", "2023-06-01"], UNUSABLE, "没有正在办理"),
        (["next", "--due", "9999-01-01"], REFUSED, "9999-01-01"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(  # noqa: PLR0917 - its fixtures
    landbase: Callable[..., Said],
    base: LandBase,
    parcel: str,
    more: list[str],
    code: int,
    says: str,
) -> None:
    found, said, complained = landbase("procedure", base.path, parcel, *more)
    assert (found, says in (said + complained).replace("\n", "")) == (code, True)
    assert base.milestones("2023-07-06").empty


def test_the_procedure_of_no_parcel(
    landbase: Callable[..., Said], base: LandBase
) -> None:
    code, _, complained = landbase("procedure", base.path, "没有-1", "start")
    assert (code, "没有-1" in complained) == (UNUSABLE, True)


# ------------------------------------------------------------------------- derive


def layer(path: Path, *shapes: object, **columns: object) -> Path:
    frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4490)
    frame.to_file(path)
    return path


@pytest.fixture
def approvals(work: Path) -> Path:
    return layer(
        work / "批次.gpkg", box(110, 39, 110.01, 39.01), parcel_id=["甲"],
        approval_no=["〔2021〕1号"], approval_date=["2021-03-01"],
    )  # fmt: skip


def test_what_is_left_of_an_approval(
    landbase: Callable[..., Said], approvals: Path, work: Path
) -> None:
    supplies = layer(work / "供地.gpkg", box(110, 39, 110.005, 39.01), parcel_id=["乙"])
    code, _, _ = landbase("derive", approvals, supplies, "-o", work / "剩余.gpkg")
    assert code in {0, 1}
    assert len(gpd.read_file(work / "剩余.gpkg")) == 1


@pytest.mark.parametrize("name", ["没有.gpkg", "空.gpkg", "坏.gpkg", "点.gpkg"])
def test_files_of_which_nothing_can_be_derived(
    landbase: Callable[..., Said], approvals: Path, work: Path, name: str
) -> None:
    other = work / name
    if name == "空.gpkg":
        other.write_bytes(b"")
    elif name == "坏.gpkg":
        other.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    elif name == "点.gpkg":
        layer(other, box(110, 39, 111, 40).centroid, parcel_id=["乙"])
    for pair in ((approvals, other), (other, approvals)):
        code, said, complained = landbase("derive", *pair, "-o", work / "剩余.gpkg")
        assert code in {REFUSED, UNUSABLE}
        assert name in (said + complained).replace("\n", "")
        assert not (work / "剩余.gpkg").exists()


def test_a_land_base_is_not_written_over(
    landbase: Callable[..., Said], approvals: Path, base: LandBase, work: Path
) -> None:
    supplies = layer(work / "供地.gpkg", box(110, 39, 110.005, 39.01), parcel_id=["乙"])
    code, _, complained = landbase("derive", approvals, supplies, "-o", base.path)
    assert (code, "土地库" in complained.replace("\n", "")) == (UNUSABLE, True)
    assert len(base.parcels()) == 2
