"""Commands of exchange: events export, events import, events conflicts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.codes import CLEAN, FINDINGS, UNUSABLE
from landbase.cli.machine import Json, issue_records, print_json, records
from landbase.cli.options import BaseArgument, Limit, as_path
from landbase.cli.show import console, show_files, show_frame, show_issues
from landbase.cli.values import as_day, existing_base
from landbase.cli.words import lang, say
from landbase.errors import LedgerError

if TYPE_CHECKING:
    import pandas as pd

    from landbase.issues import Issues
    from landbase.rules.vocabulary import Vocabulary
    from landbase.store import ImportResult

__all__ = ["events"]

_SHOWN = 20
events = typer.Typer(
    help=say("同事之间交换记录，不用服务器", "exchange records, without a server"),
    no_args_is_help=True,
)


@events.command(
    name="export",
    help=say("导出记录，供同事导入", "write records for others to import"),
)
def export_events(
    base: BaseArgument,
    out: Annotated[
        Path | None,
        typer.Argument(
            metavar="OUT",
            parser=as_path,
            help=say("写入的文件，默认在土地库旁", "file to write; beside the base"),
            show_default=False,
        ),
    ] = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=say(
                "只导出这一天（北京时间）起得知的记录",
                "only what was learned on this day or later",
            ),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write records for others to import."""
    first = None if since is None else as_day(since)
    target = out or base.with_suffix(".events.jsonl")
    with existing_base(base) as kept:
        written = kept.export_events(target, since=first)
    with written.open("rb") as lines:
        count = sum(1 for _ in lines) - 1
    if as_json:
        print_json({"file": str(written), "records": count})
        return
    show_files((written, say(f"{count} 条记录", f"{count} record(s)")))


@events.command(
    name="import",
    help=say("导入同事导出的记录，全成或全不成", "take over records, all or none"),
)
def import_events(
    base: BaseArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...",
            parser=as_path,
            help=say("一个或几个导出文件", "one or several exported files"),
            show_default=False,
        ),
    ],
    *,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Take over what others recorded."""
    from landbase.issues import Issues

    with existing_base(base) as kept:
        try:
            result, faults = kept.import_events(files), Issues.none()
        except LedgerError as error:
            if error.issues is None:
                raise
            result, faults = None, error.issues
    if as_json:
        none = {"added": 0, "known": 0, "conflicts": None}
        counts = none if result is None else result._asdict()
        print_json(counts | {"issues": issue_records(faults)})
    elif result is None:
        _tell_refused(faults, limit)
    else:
        _tell_imported(result)
    if result is None:
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(FINDINGS if result.conflicts else CLEAN)


def _tell_refused(faults: "Issues", limit: int) -> None:
    show_issues(faults, limit=limit)
    told = say("有错误，一条也没有导入。", "nothing was imported")
    console().print(told, markup=False)


def _tell_imported(result: "ImportResult") -> None:
    told = say(
        f"导入 {result.added} 条记录，另有 {result.known} 条库中已有。",
        f"imported {result.added} record(s); {result.known} were here already",
    )
    console().print(told, markup=False)
    if result.conflicts:
        open_ = say(
            f"库中有 {result.conflicts} 处冲突待人处理，"
            "用 landbase events conflicts 查看。",
            f"{result.conflicts} conflict(s) are open; see landbase events conflicts",
        )
        console().print(open_, markup=False)


@events.command(
    name="conflicts",
    help=say("列出互相冲突、待人处理的记录", "list records that do not go together"),
)
def show_conflicts(
    base: BaseArgument,
    *,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            help=say("只看这一天以前生效的", "only what takes effect by this day"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """List conflicts that no one has resolved."""
    day = None if on is None else as_day(on)
    with existing_base(base) as kept:
        found, words = kept.conflicts(on=day), kept.vocabulary
    count = found["conflict"].nunique()
    if as_json:
        print_json({"conflicts": count, "records": records(found)})
    elif count:
        _tell_conflicts(found, words)
    else:
        told = say("没有冲突。", "there are no conflicts")
        console().print(told, markup=False)
    raise typer.Exit(FINDINGS if count else CLEAN)


_KINDS = {
    "ended_twice": ("同一地块两次终止", "a parcel ends twice"),
    "parcel_gone": ("处置时地块不存在", "decision on a parcel that is not there"),
    "corrected_twice": ("同一记录更正不一", "one decision corrected differently"),
    "same_day": ("同日处置不一", "different decisions of one day"),
    "lifecycle": ("前后状态不衔接", "statuses that do not follow"),
    "area": ("合计面积超出地块", "more area than the parcel has"),
    "milestone": ("整改节点说法不一", "a step stated differently"),
}
_JOURNALS = {
    "decisions": ("处置", "decision"),
    "milestones": ("节点", "milestone"),
    "lineage": ("沿革", "lineage"),
}


def _tell_conflicts(found: "pd.DataFrame", words: "Vocabulary") -> None:
    from landbase.cli.register_tables import in_words

    for number, rows in found.groupby("conflict"):
        first = rows.iloc[0]
        kinds = {name: say(*texts) for name, texts in _KINDS.items()}
        shown = rows.drop(columns=["conflict", "kind", "uid"])
        shown["recorded_at"] = shown["recorded_at"].dt.strftime("%Y-%m-%d %H:%M")
        shown["journal"] = [say(*_JOURNALS[name]) for name in shown["journal"]]
        title = f"{number}  {first['parcel_id']}  {kinds[first['kind']]}"
        show_frame(in_words(shown, words, lang()), title=title)
    count = found["conflict"].nunique()
    told = say(
        f"共 {count} 处冲突。由人决定后登记：更正其中一条（landbase record … "
        "--supersedes 编号），或重记整改节点、撤销分割合并。两条都对的，"
        "照原内容更正其中一条即可。",
        f"{count} conflict(s). A person decides and records: a correction of one "
        "(landbase record ... --supersedes NUMBER), a later word on the step, or by "
        "taking the operation back. Where both are right, correct one to what it says.",
    )
    console().print(told, markup=False, soft_wrap=True)
