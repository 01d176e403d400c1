"""Commands on the life of a parcel: reshape, milestone, attach, balance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.bases import ParcelId
from landbase.cli.codes import CLEAN, FINDINGS
from landbase.cli.machine import Json, print_json, records
from landbase.cli.options import BaseArgument, as_path
from landbase.cli.show import console, show_frame, show_issues
from landbase.cli.values import as_day, existing_base
from landbase.cli.words import lang, say
from landbase.errors import LedgerError

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.store import LandBase

__all__ = ["add_shaping_commands"]

_DAY = "YYYY-MM-DD"
Document = Annotated[
    str | None, typer.Option(metavar="TEXT", help=say("文号", "document number"))
]
Reason = Annotated[str | None, typer.Option(metavar="TEXT", help=say("理由", "reason"))]


def add_shaping_commands(app: typer.Typer) -> None:
    """Give the command line the commands on the life of a parcel."""
    commands = (
        (reshape, "登记分割、合并或边界调整", "record a split, merger or adjustment"),
        (milestone, "登记或更新整改节点", "set a step of a parcel's route map"),
        (attach, "给处置记录登记附件", "attach a document to a decision"),
        (balance, "核对每宗地已处置、已安排和剩余面积", "balance each parcel's area"),
    )
    for command, zh, en in commands:
        app.command(help=say(zh, en))(command)


def reshape(  # noqa: PLR0913 - the parts of an operation
    base: BaseArgument,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=say(
                "split 分割、merge 合并、adjust 边界调整", "split, merge or adjust"
            ),
        ),
    ],
    children: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            parser=as_path,
            help=say("新地块图形文件", "file of the new parcels"),
        ),
    ],
    *,
    parcel: Annotated[
        list[str],
        typer.Option(
            metavar="ID",
            help=say("原地块编号，可多次", "parcel that ends; can be repeated"),
        ),
    ],
    effective: Annotated[
        str, typer.Option(metavar=_DAY, help=say("生效日期", "the day it takes effect"))
    ],
    document: Document = None,
    by: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("责任人", "who answers"))
    ] = None,
    reason: Reason = None,
    exception: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=say("面积不闭合的理由", "why the areas need not close"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Record a split, a merger or a boundary adjustment."""
    _require_kind(kind, parcel)
    with existing_base(base) as kept:
        found = _children(kept, children, parcel)
        name = getattr(kept, kind)(
            parcel[0] if kind == "split" else parcel,
            found,
            effective=as_day(effective),
            document=document,
            by=by,
            reason=reason,
            exception=exception,
        )
    begun = found["parcel_id"].tolist()
    if as_json:
        print_json({"operation": name, "ended": parcel, "begun": begun})
        return
    ids = "、".join(parcel), "、".join(begun)
    console().print(
        say(
            f"已登记：{ids[0]} → {ids[1]}（操作号 {name}）",
            f"recorded: {ids[0]} → {ids[1]} (operation {name})",
        ),
        markup=False,
        soft_wrap=True,
    )


def _require_kind(kind: str, parents: list[str]) -> None:
    """Refuse a kind that there is not, and a split of several."""
    if kind not in {"split", "merge", "adjust"}:
        raise typer.BadParameter(
            say(f"不认识 {kind!r}；可用 split、merge、adjust", f"unknown: {kind!r}")
        )
    if kind == "split" and len(parents) > 1:
        raise typer.BadParameter(
            say("分割只能给一个 --parcel", "a split takes one --parcel")
        )


def _children(kept: "LandBase", path: Path, parents: list[str]) -> "gpd.GeoDataFrame":
    """Read the new parcels; what the file does not say, the parents will."""
    from landbase.clean import read_parcels

    before = kept.parcels(ended=True)
    of_parents = before.loc[before["parcel_id"].isin(parents), "category"]
    category = of_parents.iloc[0] if len(of_parents) else "approved_unsupplied"
    children, issues = read_parcels(path, category=category)
    if issues.count("error"):
        show_issues(issues, limit=20)
        raise LedgerError("shaping_file_has_errors", path=path)
    return children.dropna(axis="columns", how="all")


def milestone(  # noqa: PLR0913 - the parts of a milestone
    base: BaseArgument,
    parcel_id: ParcelId,
    step: Annotated[
        str,
        typer.Argument(metavar="STEP", help=say("节点，如 约谈", "step, such as 约谈")),
    ],
    *,
    due: Annotated[
        str | None, typer.Option(metavar=_DAY, help=say("时限", "to be done by"))
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("责任人", "who answers"))
    ] = None,
    unit: Annotated[
        str | None, typer.Option(metavar="TEXT", help=say("责任单位", "unit"))
    ] = None,
    done_on: Annotated[
        str | None, typer.Option(metavar=_DAY, help=say("完成日期", "done on"))
    ] = None,
    document: Document = None,
    reason: Reason = None,
    as_json: Json = False,
) -> None:
    """Set a step of a parcel's route map, change it, or say that it is done."""
    with existing_base(base) as kept:
        kept.set_milestone(
            parcel_id,
            step,
            due=None if due is None else as_day(due),
            person=person,
            unit=unit,
            done_on=None if done_on is None else as_day(done_on),
            document=document,
            reason=reason,
        )
    if as_json:
        print_json({"parcel_id": parcel_id, "step": step})
        return
    told = say(f"已登记节点：{parcel_id} {step}", f"step set: {parcel_id} {step}")
    console().print(told, markup=False)


def attach(
    base: BaseArgument,
    event: Annotated[
        int,
        typer.Argument(
            metavar="EVENT", help=say("处置记录编号", "number of the decision")
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", parser=as_path, help=say("附件", "the document")
        ),
    ],
    *,
    kind: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help=say("种类，如 批准文件", "what it is")),
    ] = None,
    dated: Annotated[
        str | None,
        typer.Option(metavar=_DAY, help=say("成文日期", "the day on the document")),
    ] = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help=say("在库旁保存副本", "keep a copy beside")),
    ] = False,
    as_json: Json = False,
) -> None:
    """Attach a document to a decision."""
    day = None if dated is None else as_day(dated)
    with existing_base(base) as kept:
        number = kept.attach(event, file, kind=kind, dated=day, keep=keep)
    if as_json:
        print_json({"evidence_id": number, "event_id": event, "file": file.name})
        return
    told = say(
        f"已登记附件：第 {event} 号处置记录，{file.name}",
        f"attached to decision {event}: {file.name}",
    )
    console().print(told, markup=False)


def balance(
    base: BaseArgument,
    *,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar=_DAY,
            help=say("截至哪一天，默认全部", "as of this day; by default all"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Balance each parcel's area; exit 1 where something is left without a way."""
    from landbase.cli.register_tables import in_words

    with existing_base(base) as kept:
        table = kept.balance(None if on is None else as_day(on)).reset_index()
        words = kept.vocabulary
    open_ = table[~table["balanced"]]
    if as_json:
        print_json({"parcels": records(table)})
    else:
        if len(open_):
            show_frame(in_words(open_.drop(columns="balanced"), words, lang()))
        told = say(
            f"{len(table)} 宗地中 {len(open_)} 宗的处置方式与剩余面积不符。",
            f"in {len(open_)} of {len(table)} parcel(s) the ways do not make up "
            "what is left",
        )
        console().print(told, markup=False)
    raise typer.Exit(FINDINGS if len(open_) else CLEAN)
