"""The bulletin of a period as a Word document, from a template a bureau can replace."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.apportion import apportion, exact_sums
from landbase.cases.progress import ALL, disposed_areas
from landbase.cases.stock import in_task_base
from landbase.report.facts import period_of, take_facts
from landbase.report.rates import (
    accepted_sentence,
    land_name,
    print_progress,
    progress_sentence,
    round_progress,
)
from landbase.report.tables import labelled
from landbase.report.word import (
    bytes_of,
    fill_template,
    new_paper,
    open_template,
    save_document,
)
from landbase.style import Heading
from landbase.texts import Texts
from landbase.units import from_m2

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from landbase.issues import Issues
    from landbase.paper.page import PaperFigure
    from landbase.report.facts import Facts, Period, PeriodKind
    from landbase.store.base import LandBase
    from landbase.texts import Lang

__all__ = ["FIELDS", "bulletin", "default_template"]

# field → what it holds; docs/reports.md lists them, a test compares
FIELDS = {
    "title": "标题",
    "maker": "填报单位",
    "period": "期间，如 2023年7月上旬",
    "on": "数据截至日期",
    "override": "数据有错误仍出具时的说明，否则为空",
    "sentence": "年度任务与完成情况",
    "accepted_sentence": "其中经审核认定的情况",
    "period_sentence": "本期处置情况",
    "stock_sentence": "存量情况",
    "ranking": "各旗区进度：每行 name, task, done, accepted, rate, rank",
    "city": "全市合计：task, done, accepted, rate",
    "overdue": "逾期地块：每行 parcel_id, banner, type, status, due, days, by",
    "overdue_count": "逾期地块宗数",
    "reminders": "30日内到期：每行同上，days 为剩余天数",
    "reminder_count": "30日内到期宗数",
    "chart": "任务进度图",
    "map": "处置状态图",
    "books_code": "账本校验码，据以核对土地库",
}
_COLUMNS = ("parcel_id", "banner", "disposal_type", "status", "due")


def text_fields(facts: Facts, period: Period, *, title: str) -> dict[str, Any]:
    """Compute every field that is text or a list."""
    words = facts.words
    note = words("override", count=facts.override).strip("（） ()")
    overdue, soon = _due(facts, "overdue"), _due(facts, "due_soon")
    table = facts.progress.get(facts.on.year)
    ranking, city = ([], {}) if table is None else _ranking(facts, table)
    sentence = accepted = ""
    if table is not None:
        sentence, accepted = (
            say(
                table,
                year=facts.on.year,
                on=facts.on.date(),
                lang=facts.lang,
                rules=facts.rules,
            )
            for say in (progress_sentence, accepted_sentence)
        )
    return {
        "title": title,
        "maker": facts.maker,
        "period": period.name,
        "on": words("date", day=facts.on),
        "override": note if facts.override else "",
        "sentence": sentence,
        "accepted_sentence": accepted,
        "period_sentence": _period_sentence(facts, period),
        "stock_sentence": _stock_sentence(facts),
        "ranking": ranking,
        "city": city,
        "overdue": overdue,
        "overdue_count": len(overdue),
        "reminders": soon,
        "reminder_count": len(soon),
        "books_code": facts.books_code,
    }


def _ranking(
    facts: Facts, table: pd.DataFrame
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Give the banners by rank, and the city; areas in mu that sum."""
    printed = print_progress(table, lang=facts.lang, rules=facts.rules)
    city = round_progress(table)[ALL]
    lines = [
        {
            "name": str(name),
            "task": "" if pd.isna(line.task) else f"{line.task:,.2f}",
            "done": f"{line.mu:,.2f}",
            "accepted": f"{line.accepted:,.2f}",
            "rate": "—" if pd.isna(line.rate) else f"{line.rate:.2f}%",
            "rank": "" if pd.isna(line.rank) else int(line.rank),
        }
        for name, line in zip(printed.index, city.itertuples(), strict=True)
    ]
    ranked = sorted(
        lines[:-1], key=lambda line: (line["rank"] == "", line["rank"] or 0)
    )
    return ranked, lines[-1]


def _period_sentence(facts: Facts, period: Period) -> str:
    """Say what was disposed of in the period, by category."""
    counted = disposed_areas(facts.decisions, on=facts.on.date(), rules=facts.rules)
    counted = counted[pd.to_datetime(counted["effective"]) >= period.start]
    words, labels = facts.words, _labels(facts)
    if counted.empty:
        return words("none_in_period", this=period.this)
    groups = counted.groupby("category")
    sums = exact_sums(counted["area_m2"], counted["category"])
    sums = sums.reindex(list(labels)).fillna(0.0)
    parcels = groups["parcel_id"].nunique().reindex(list(labels)).fillna(0)
    mu = apportion(from_m2(sums, "mu"))
    parts = words["comma"].join(
        words("part_in_period", what=label, count=int(parcels.loc[code]), mu=area)
        for (code, label), area in zip(labels.items(), mu, strict=True)
    )
    return words(
        "in_period",
        period=period.name,
        count=int(parcels.sum()),
        mu=mu.sum(),
        parts=parts,
    )


def _stock_sentence(facts: Facts) -> str:
    """Say how much there is, by category, and how far it has come, in 万亩 that sum."""
    words, labels = facts.words, _labels(facts)
    listed = in_task_base(facts.parcels)
    areas = facts.areas.fillna(0.0)[listed]
    categories = facts.parcels.loc[listed, "category"]
    sums = exact_sums(areas, categories).reindex(list(labels)).fillna(0.0)
    counts = areas.groupby(categories).size().reindex(list(labels)).fillna(0)
    wan = apportion(from_m2(sums, "wan_mu"))
    parts = words["comma"].join(
        words("part_of_stock", what=label, wan_mu=area, count=int(count))
        for label, area, count in zip(labels.values(), wan, counts, strict=True)
    )
    known = facts.cases["disposed_m2"].reindex(facts.parcels.loc[listed, "parcel_id"])
    done = known.fillna(0.0).clip(upper=areas.to_numpy()).sum()
    split = from_m2(np.array([done, areas.sum() - done]), "wan_mu")
    disposed, left = apportion(split, float(wan.sum()))
    return words("stock", wan_mu=wan.sum(), parts=parts, disposed=disposed, left=left)


def _labels(facts: Facts) -> dict[str, str]:
    """Label the categories that occur, or all where there are no parcels."""
    own = facts.rules.vocabulary.labels("category", facts.lang)
    labels = {code: land_name(label, facts.words) for code, label in own.items()}
    found = {*facts.parcels["category"]}
    return {code: label for code, label in labels.items() if code in found} or labels


def _due(facts: Facts, kind: str) -> list[dict[str, Any]]:
    """List parcels that are overdue or nearly so."""
    late = facts.deadlines[facts.deadlines["deadline"] == kind]
    rows = labelled(late[[*_COLUMNS, "by"]], lang=facts.lang, rules=facts.rules)
    names = ("parcel_id", "banner", "type", "status", "due", "by")
    return [
        {
            **{k: v or "" for k, v in zip(names, row, strict=True)},
            "days": abs(int(days)),
        }
        for row, days in zip(rows, late["days_left"], strict=True)
    ]


_RANKING = {
    "rank": 14,
    "name": 34,
    "task": 30,
    "done": 30,
    "accepted": 30,
    "rate": 20,
}  # mm
_DUE = {"parcel_id": 32, "banner": 22, "type": 29, "status": 20,
        "due": 26, "by": 15, "days": 14}  # fmt: skip
_NUMBERS = {"task", "done", "accepted", "rate", "days"}


def default_template(lang: Lang = "zh", *, texts: Texts | None = None) -> bytes:
    """Make the template."""
    paper = new_paper()
    wording = (texts or Texts.default()).words("report", lang)
    _fill(paper, wording.part("template"))
    return bytes_of(paper)


def _fill(paper: Any, words: dict[str, str]) -> None:
    """Write what a bulletin has, from top to bottom."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("{{ title }}")
    run.bold, run.font.size = True, Pt(20)
    under = paper.add_paragraph(words["under"])
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _optional(paper, "override", words["override"])
    _heading(paper, words["stock"])
    for field in (
        *("stock_sentence", "sentence", "accepted_sentence"),
        "period_sentence",
    ):
        _optional(paper, field, _field(field))
    _heading(paper, words["progress"])
    paper.add_paragraph("{%p if ranking %}")
    _table(paper, words, _RANKING, "ranking", last="city")
    paper.add_paragraph("{{ chart }}")
    paper.add_paragraph("{%p else %}")
    paper.add_paragraph(words["no_task"])
    paper.add_paragraph("{%p endif %}")
    _heading(paper, words["map"])
    paper.add_paragraph("{{ map }}")
    for field in ("overdue", "reminders"):
        _heading(paper, words[field])
        _table(paper, words, _DUE, field)
    paper.add_paragraph(words["books_code"])


def _field(name: str) -> str:
    return "{{ " + name + " }}"


def _heading(paper: Any, text: str) -> None:
    from docx.shared import Pt

    line = paper.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_before = Pt(10)
    run = line.add_run(text)
    run.bold, run.font.size = True, Pt(14)


def _optional(paper: Any, field: str, text: str) -> None:
    """Add a paragraph that is left out where its field is empty."""
    paper.add_paragraph("{%p if " + field + " %}")
    paper.add_paragraph(text)
    paper.add_paragraph("{%p endif %}")


def _table(
    paper: Any,
    words: dict[str, str],
    widths: dict[str, int],
    field: str,
    last: str = "",
) -> None:
    """Add a table with a row for each entry of a list, and one for the total."""
    from docx.shared import Mm

    table = paper.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths.values(), strict=True):
        column.width = Mm(width)
    blank = [""] * (len(widths) - 1)
    texts = [[words.get(name) or words[f"{name}_{field}"] for name in widths]]
    texts.append(["{%tr for row in " + field + " %}", *blank])
    texts.append([_field(f"row.{name}") for name in widths])
    texts.append(["{%tr endfor %}", *blank])
    if last:
        texts.append([_field(f"{last}.{name}") for name in widths])
    for number, row in enumerate(texts):
        _row(table.add_row(), row, widths, head=number == 0)


def _row(row: Any, texts: list[str], widths: dict[str, int], *, head: bool) -> None:
    """Fill a row that is not broken across pages; the head is on every page."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    row.height = Mm(5.5)
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no name for it
    for cell, text, name in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(widths[name])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        if name in _NUMBERS and not head:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = line.add_run(text)
        run.font.size, run.bold = Pt(9), head


_DPI = 200
_WIDTH_MM = 155


def bulletin(  # noqa: PLR0913 - what a bulletin rests on, each by its name
    base: LandBase,
    *,
    on: dt.date | str,
    path: Path | str,
    period: PeriodKind = "旬",
    template: Path | str | None = None,
    banners: gpd.GeoDataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    issues: Issues | None = None,
    lang: Lang = "zh",
    maker: str = "",
    title: str | None = None,
    note: str | None = None,
    allow_errors: bool = False,
) -> Path:
    """Write the bulletin of a period as a Word document.

    Parameters
    ----------
    base
        The land base.
    on
        The day of the report.
    path
        The .docx file.
    period
        旬, 月, 季 or 年, until `on`.
    template
        The bureau's own .docx, in the notation of docxtpl, with any of the fields in
        docs/reports.md; by default ours.
    banners, tasks, issues, allow_errors
        As for `report_tables`; with `allow_errors` the first page says that there
        are open errors.
    lang
        Language of the texts, the pictures and our own template.
    maker, title
        填报单位 and the title.
    note
        The mark on the map; by default 内部使用.

    Returns
    -------
    path
        The file written; the same state gives the same bytes.

    Raises
    ------
    DataError
        There are open error-level issues.
    ConfigError
        The template uses a field that does not exist, or cannot be read.
    ValueError
        The period is not known.
    MissingDependencyError
        A package of the extra "report" is not installed.
    """
    facts = take_facts(
        base, on=on, banners=banners, tasks=tasks, issues=issues, lang=lang,
        maker=maker, allow_errors=allow_errors,
    )  # fmt: skip
    texts = Texts(facts.rules.texts)
    time = period_of(on, kind=period, lang=lang, texts=texts)
    own = Path(template) if template is not None else None
    source = own or BytesIO(default_template(lang, texts=texts))
    document, _ = open_template(source, known=FIELDS)
    head = title or facts.words["bulletin"]
    fields = text_fields(facts, time, title=head)
    pictures = {
        name: _picture(document, figure)
        for name, figure in _figures(
            facts, facts.words["mark"] if note is None else note
        ).items()
    }
    fill_template(document, {**fields, **pictures}, own)
    return save_document(document, path, title=head, author=maker, on=facts.on)


def _figures(facts: Facts, note: str) -> dict[str, PaperFigure | None]:
    """Draw chart and map."""
    from landbase.paper.charts import progress_chart
    from landbase.paper.map import report_map

    table = facts.progress.get(facts.on.year)
    words = facts.words
    chart = None
    if table is not None:
        chart = progress_chart(
            table, title=words["chart"], lang=facts.lang, rules=facts.rules
        )
    sheet = report_map(
        facts.parcels,
        facts.banners,
        title=Heading(title=words["map"], note=note or None),
        lang=facts.lang,
        on=facts.day,
        maker=facts.maker or None,
        rules=facts.rules,
    )
    return {"chart": chart, "map": sheet}


def _picture(document: Any, figure: PaperFigure | None) -> Any:
    if figure is None:
        return ""
    from docx.shared import Mm
    from docxtpl import InlineImage

    data = BytesIO(figure.to_bytes("png", dpi=_DPI))
    return InlineImage(document, data, width=Mm(_WIDTH_MM))
