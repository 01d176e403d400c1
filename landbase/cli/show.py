"""Showing results: tables on the terminal, the same as JSON for scripts."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from landbase.cli.language import lang, say
from landbase.cli.lines import console, show_text
from landbase.texts import words

if TYPE_CHECKING:
    import pandas as pd

    from landbase.cases.events import Decision
    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.rules.vocabulary import Vocabulary
    from landbase.texts import Lang

__all__ = [
    "Json",
    "decision_record",
    "give_way",
    "in_words",
    "issue_records",
    "label_history",
    "print_json",
    "records",
    "show_files",
    "show_frame",
    "show_issues",
    "show_list",
    "show_remarks",
    "show_summary",
    "summary_line",
]

Json = Annotated[bool, typer.Option("--json", help=say("help.json"))]
# columns that only a history has
_OF_HISTORY = (
    "step",
    "unit",
    "done_on",
    "attached_to",
    "file",
    "document_kind",
    "dated",
)
# what a narrow terminal need not show of it: the parcel is the one asked for
_LESS_OF_HISTORY = ("parcel_id", "recorded_at", "document", "by")
# the columns that hold codes of the vocabulary
_CODED = ("disposal_type", "status", "cause", "category", "banner")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn rows into records under their own names; codes stay codes."""
    plain = frame.copy()
    for name in plain.columns:
        column = plain[name]
        if column.dtype.kind != "M":
            continue
        days = bool((column.dropna() == column.dropna().dt.normalize()).all())
        texts = column.dt.strftime("%Y-%m-%d") if days else column.map(_moment)
        plain[name] = texts.astype("object").where(column.notna(), None)
    made: list[dict[str, Any]] = json.loads(
        plain.to_json(orient="records", double_precision=15)
    )
    return made


def _moment(moment: Any) -> str:
    return str(moment.isoformat(timespec="milliseconds"))


def issue_records(issues: Issues) -> list[dict[str, Any]]:
    """Turn issues into records, with their messages in both languages."""
    names = ("code", "severity", "source", "source_row", "parcel_id", "column", "value")
    stated = ("message_zh", "message_en", "todo_zh", "todo_en")
    return records(issues.table[[*names, *stated]].astype({"value": "str"}))


def decision_record(decision: Decision) -> dict[str, Any]:
    """Turn a decision into a record; days and moments as in `records`."""
    made = asdict(decision)
    for name in ("effective", "due", "new_agreed_start"):
        made[name] = None if made[name] is None else made[name].isoformat()
    return made | {"recorded_at": _moment(decision.recorded_at)}


def print_json(found: object) -> None:
    """Print a result as JSON."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}

# the least width, in letters, of a column of texts that are folded: short and long
_NARROWEST, _OF_LONG, _LONG = 10, 18, 30
_FIGURES = re.compile(r"[\d,.:%+/ -]*")
_SIGN = re.compile(r"\S*\d\S*|")  # an id, a document number, a digest
_LONGEST_SIGN = 24
_DAY = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")
_GIVES = "gives_way"  # attribute of a table: its columns that give way first
_ENDLESS = 10_000  # wider than any table


def show_frame(frame: pd.DataFrame, *, title: str = "") -> None:
    """Show a table with its index; figures are never folded, columns give way first.

    A table of groups, such as the categories, is shown a group at a time where it is
    still too wide without the last of their columns.
    """
    if frame.index.nlevels > 1:
        frame = _joined(frame)
    screen = console()
    wide = screen.is_terminal and _needed(screen, frame) > screen.width
    if not wide or frame.columns.nlevels == 1:
        _show(screen, frame, title=title)
        return
    fewer = frame.drop(columns=_last_kind(frame))
    if fewer.shape[1] and _needed(screen, fewer) <= screen.width:
        _show(screen, fewer, title=title, left=_last_kind(frame))
        return
    for group in dict.fromkeys(frame.columns.get_level_values(0)):
        part = give_way(frame[group], *frame.attrs.get(_GIVES, ()))
        _show(screen, part, title=" ".join([title, str(group)]).strip())


def _show(
    screen: Console, frame: pd.DataFrame, *, title: str, left: Sequence[Any] = ()
) -> None:
    gone, whole = [*left], [*left, *frame.columns]
    going = [name for name in frame.attrs.get(_GIVES, ()) if name in frame]
    going += [name for name in reversed(frame.columns[1:]) if name not in going]
    while screen.is_terminal and going and _needed(screen, frame) > screen.width:
        gone.append(going.pop(0))
        frame = frame.drop(columns=gone[-1])
    needed = _needed(screen, frame)
    if needed > screen.width:  # a figure is never cut to fit
        screen = Console(file=screen.file, width=needed, highlight=False)
    screen.print(_table(frame, title=title), crop=False)
    if gone:
        names = list(dict.fromkeys(_head(n)[-1] for n in whole if n in gone))
        wording = say("say.columns_left", names=names)
        show_text(Text(wording, style="dim"))


def _last_kind(frame: pd.DataFrame) -> list[Any]:
    kinds = frame.columns.get_level_values(-1)
    return [
        n for n, kind in zip(frame.columns, kinds, strict=True) if kind == kinds[-1]
    ]


def _joined(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the levels of an index into one."""
    lines = [" ".join(filter(None, map(str, label))) for label in frame.index]
    name = " ".join(map(str, frame.index.names))
    return frame.set_axis(lines, axis=0).rename_axis(name)


def give_way(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Say which columns of a table a narrow terminal need not show, the least first."""
    given = frame.copy(deep=False)
    given.attrs = {**frame.attrs, _GIVES: list(names)}
    return given


def _head(name: Any) -> tuple[str, ...]:
    return tuple(map(str, name)) if isinstance(name, tuple) else (str(name),)


def _needed(screen: Console, frame: pd.DataFrame) -> int:
    """Measure the least width at which no figure is folded."""
    options = screen.options.update(width=_ENDLESS)
    return screen.measure(_table(frame, narrow=True), options=options).maximum


def _table(frame: pd.DataFrame, *, title: str = "", narrow: bool = False) -> Table:
    table = Table(
        title=Text(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD
    )
    labels = [_cell(label) for label in frame.index]
    # names of lines are folded last, ids never
    folded = None if _whole(labels) else _OF_LONG
    table.add_column(
        Text(str(frame.index.name or "")),
        no_wrap=folded is None,
        overflow="fold",
        max_width=folded if narrow else None,
    )
    cells = [[_cell(value) for value in column] for _, column in frame.items()]  # noqa: PERF102 - names may repeat
    for name, texts in zip(frame.columns, cells, strict=True):
        whole, figures = _whole(texts), all(map(_FIGURES.fullmatch, texts))
        days = figures and all(_DAY.fullmatch(text) for text in texts if text)
        table.add_column(
            Text("\n".join(_head(name))),
            justify="right" if figures and not days else "left",
            no_wrap=whole,
            overflow="fold",  # Chinese has no blanks to break at; nothing is left off
            max_width=_narrowest(texts) if narrow and not whole else None,
        )
    for row in zip(labels, *cells, strict=True):
        table.add_row(*map(Text, row))
    return table


def _whole(texts: list[str]) -> bool:
    """Tell whether all cells are figures or signs, which are never folded."""
    return all(
        _FIGURES.fullmatch(text)
        or (_SIGN.fullmatch(text) and cell_len(text) <= _LONGEST_SIGN)
        for text in texts
    )


def _narrowest(texts: list[str]) -> int:
    longest = max(map(cell_len, texts), default=0)
    return _OF_LONG if longest > _LONG else _NARROWEST


def show_list(
    frame: pd.DataFrame, *, limit: int | None, output: Path | None, name: str
) -> None:
    """Show the first rows of a list, and write all of it where a file is named.

    On a terminal a list without a limit ends after fifty rows.
    """
    if output is not None:
        from landbase.tables.write import Sheet, write_workbook

        write_workbook(output, [Sheet(name, frame.reset_index())])
    most = limit
    if most is None and console().is_terminal:
        most = _ROWS
    shown = frame if most is None else frame.head(most)
    if len(shown):
        show_frame(shown)
    if (more := len(frame) - len(shown)) > 0:
        text = say("say.rows_not_shown", more=more, where=_where(output))
        show_text(text)
    if output is not None:
        show_files((output, name))


_ROWS = 50


def show_summary(issues: Issues, *, title: str) -> None:
    """Show how many issues of each kind there are."""
    frame = issues.summary(lang=lang())
    labels = words("report", lang()).part("issues")
    frame.index = [labels[severity] for severity, _ in frame.index]
    show_frame(frame.rename_axis(labels["severity"]), title=title)


def show_remarks(issues: Issues) -> None:
    """Show in full what is no fault: what was looked at, what was taken over."""
    for message in issues.of_severity("info").table[f"message_{lang()}"]:
        show_text(message)


def show_issues(
    issues: Issues, *, limit: int, whole: Path | None = None, aside: bool = False
) -> None:
    """Show the errors and warnings row by row, and the rest as counts."""
    heavy = issues.of_severity("error", "warning")
    shown = heavy.worst_first().table.head(limit)
    texts = shown[["severity", f"message_{lang()}", f"todo_{lang()}"]]
    labels = words("report", lang()).part("issues")
    for severity, message, todo in texts.itertuples(index=False):
        mark = Text(f"{labels[severity]}  ", style=_STYLES[severity])
        show_text(mark + Text(message), hang=cell_len(mark.plain), aside=aside)
        show_text(Text(f"      → {todo}", style="dim"), aside=aside)
    if (more := len(heavy) - len(shown)) > 0:
        show_text(say("say.not_shown", more=more, where=_where(whole)), aside=aside)
    show_text(summary_line(issues), aside=aside)


def _where(whole: Path | None) -> str:
    return say("say.all_in", path=whole) if whole else say("say.write_all")


def summary_line(issues: Issues) -> str:
    """Count errors, warnings and notes in one line."""
    counts = {severity: issues.count(severity) for severity in _STYLES}
    return say("say.counts", **counts)


def show_files(*files: tuple[Path | None, str]) -> None:
    """List files written, each with what it is."""
    there = [(path, what) for path, what in files if path is not None]
    width = max(cell_len(what) for _, what in there)
    screen = console()
    for path, what in there:
        line = f"  {what}{' ' * (width - cell_len(what))}  {path}"
        screen.print(Text(line), soft_wrap=True)


def _cell(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
        return ""
    return f"{value:z,.2f}" if isinstance(value, float) else str(value)


def label_history(history: pd.DataFrame, rules: Rules, lang: Lang) -> pd.DataFrame:
    """Put labels in place of codes and leave out columns that hold nothing."""
    import pandas as pd

    from landbase.rules.schema import column_labels

    kinds = {
        "registered": say("history.registered"),
        "changed": say("history.changed"),
        "decision": say("history.decision"),
        "milestone": say("history.milestone"),
        "document": say("history.document"),
        "split": say("history.split"),
        "merge": say("history.merge"),
        "adjust": say("history.adjust"),
        "void": say("history.void"),
    }
    heads = {
        "kind": say("history.record"),
        "changed": say("history.changed_labels"),
    }
    said = words("cli", lang).part("head")
    heads |= {name: said[name] for name in _OF_HISTORY}
    heads = column_labels(lang, vocabulary=rules.vocabulary) | heads
    shown = history.dropna(axis="columns", how="all")
    labelled = pd.DataFrame({
        heads.get(str(name), str(name)): _history_texts(column, rules, lang, kinds)
        for name, column in shown.items()
    })
    least = [heads.get(name, name) for name in _LESS_OF_HISTORY]
    return give_way(labelled.set_index(heads["kind"]), *least)


def _history_texts(
    column: pd.Series, rules: Rules, lang: Lang, kinds: dict[str, str]
) -> pd.Series:
    from pandas.api.types import is_datetime64_dtype

    name = str(column.name)
    if name in _CODED:
        labels = rules.vocabulary.labels(name, lang)
        texts = column.map(lambda code: labels.get(code, code), "ignore")
    elif name == "kind":
        texts = column.map(kinds)
    elif name == "changed":
        texts = column.map(lambda names: _labelled(names, rules, lang), "ignore")
    elif name == "recorded_at":
        texts = column.dt.strftime("%Y-%m-%d %H:%M")
    elif is_datetime64_dtype(column):
        texts = column.dt.strftime("%Y-%m-%d")
    elif name == "area_m2":
        texts = column.map("{:z,.2f}".format, "ignore")
    else:
        texts = column.astype("str")
    return texts.fillna("")


def _labelled(names: str, rules: Rules, lang: Lang) -> str:
    """Put labels in place of the names of columns; ids stay."""
    from landbase.rules.schema import column_labels

    labels = column_labels(lang, vocabulary=rules.vocabulary)
    labels["geometry"] = words("common", lang)["geometry"]
    return say("say.list", names=[labels.get(name, name) for name in names.split("、")])


def in_words(
    table: pd.DataFrame, terms: Vocabulary, lang: Lang, *, gives: Sequence[str] = ()
) -> pd.DataFrame:
    """Put labels in place of codes and names, and leave out empty columns.

    On a narrow terminal the columns of `gives` give way first.
    """
    import pandas as pd

    from landbase.rules.schema import column_labels

    heads = column_labels(lang, vocabulary=terms)
    heads |= words("cli", lang).part("head")
    shown = table.dropna(axis="columns", how="all")
    labelled = pd.DataFrame({
        heads.get(str(name), str(name)): _term_texts(column, terms, lang, heads)
        for name, column in shown.items()
    })
    least = [heads.get(name, name) for name in gives]
    return give_way(labelled.set_index(heads["parcel_id"]), *least)


def _term_texts(
    column: pd.Series, terms: Vocabulary, lang: Lang, heads: dict[str, str]
) -> pd.Series:
    from pandas.api.types import is_datetime64_dtype, is_float_dtype

    name = str(column.name)
    if name in _CODED:
        texts = column.map(lambda code: terms.label(name, code, lang), "ignore")
    elif name in {"verdict", "limb", "deadline", "file_state"}:
        texts = column.map(lambda code: say(f"value.{code}"), "ignore")
    elif name == "confirmed":
        texts = column.map({True: say("yes"), False: say("no")})
    elif name == "missing":
        texts = column.map(
            lambda names: say(
                "say.list", names=[heads.get(n, n) for n in names.split(", ")]
            ),
            "ignore",
        )
    elif is_float_dtype(column):
        texts = column.map("{:z,.2f}".format, "ignore")
    elif is_datetime64_dtype(column):
        texts = column.dt.strftime("%Y-%m-%d")
    else:
        texts = column.astype("str").where(column.notna())
    return texts.fillna("")
