"""The bulletin of a period as a Word document, from a template a bureau can replace."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing

from landbase.apportion import apportion
from landbase.cases.progress import ALL, disposed_areas
from landbase.errors import ConfigError, MissingDependencyError
from landbase.files import write_file
from landbase.report.facts import period_of, take_facts
from landbase.report.rates import (
    land_name,
    print_progress,
    progress_sentence,
    round_progress,
)
from landbase.report.tables import labelled
from landbase.style import Heading
from landbase.texts import Texts
from landbase.units import from_m2

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    import geopandas as gpd
    from jinja2.runtime import Context

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
    "period_sentence": "本期处置情况",
    "stock_sentence": "存量情况",
    "ranking": "各旗区进度：每行 name, task, done, rate, rank",
    "city": "全市合计：task, done, rate",
    "overdue": "逾期地块：每行 parcel_id, banner, type, status, due, days, by",
    "overdue_count": "逾期地块宗数",
    "reminders": "30日内到期：每行同上，days 为剩余天数",
    "reminder_count": "30日内到期宗数",
    "chart": "任务进度图",
    "map": "处置状态图",
}
_COLUMNS = ("parcel_id", "banner", "disposal_type", "status", "due")


def text_fields(facts: Facts, period: Period, *, title: str) -> dict[str, Any]:
    """Compute every field that is text or a list."""
    words = facts.words
    note = words("override", count=facts.override).strip("（） ()")
    overdue, soon = _due(facts, "overdue"), _due(facts, "due_soon")
    table = facts.progress.get(facts.on.year)
    ranking, city = ([], {}) if table is None else _ranking(facts, table)
    sentence = ""
    if table is not None:
        sentence = progress_sentence(
            table,
            year=facts.on.year,
            on=facts.on.date(),
            lang=facts.lang,
            rules=facts.rules,
        )
    return {
        "title": title,
        "maker": facts.maker,
        "period": period.name,
        "on": words("date", day=facts.on),
        "override": note if facts.override else "",
        "sentence": sentence,
        "period_sentence": _period_sentence(facts, period),
        "stock_sentence": _stock_sentence(facts),
        "ranking": ranking,
        "city": city,
        "overdue": overdue,
        "overdue_count": len(overdue),
        "reminders": soon,
        "reminder_count": len(soon),
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
    groups = counted.groupby("category")
    sums = groups["area_m2"].sum().reindex(list(labels)).fillna(0.0)
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
    """Say how much there is, by category, in 万亩 that sum."""
    words, labels = facts.words, _labels(facts)
    groups = facts.areas.fillna(0.0).groupby(facts.parcels["category"])
    sums = groups.sum().reindex(list(labels)).fillna(0.0)
    counts = groups.size().reindex(list(labels)).fillna(0)
    wan = apportion(from_m2(sums, "wan_mu"))
    parts = words["comma"].join(
        words("part_of_stock", what=label, wan_mu=area, count=int(count))
        for label, area, count in zip(labels.values(), wan, counts, strict=True)
    )
    return words("stock", wan_mu=wan.sum(), parts=parts)


def _labels(facts: Facts) -> dict[str, str]:
    labels = facts.rules.vocabulary.labels("category", facts.lang)
    return {code: land_name(label, facts.words) for code, label in labels.items()}


def _due(facts: Facts, kind: str) -> list[dict[str, Any]]:
    """List parcels that are overdue or nearly so."""
    late = facts.deadlines[facts.deadlines["deadline"] == kind]
    rows = labelled(late[[*_COLUMNS, "by"]], facts)
    names = ("parcel_id", "banner", "type", "status", "due", "by")
    return [
        {
            **{k: v or "" for k, v in zip(names, row, strict=True)},
            "days": abs(int(days)),
        }
        for row, days in zip(rows, late["days_left"], strict=True)
    ]


_FONT = "仿宋"
_RANKING = {"rank": 16, "name": 42, "task": 34, "done": 34, "rate": 32}  # mm
_DUE = {"parcel_id": 32, "banner": 22, "type": 29, "status": 20,
        "due": 26, "by": 15, "days": 14}  # fmt: skip
_NUMBERS = {"task", "done", "rate", "days"}


def default_template(lang: Lang = "zh", *, texts: Texts | None = None) -> bytes:
    """Make the template."""
    import docx

    paper = docx.Document()
    _set_up(paper)
    wording = (texts or Texts.default()).words("report", lang)
    _fill(paper, wording.part("template"))
    buffer = BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _set_up(paper: Any) -> None:
    """Set the paper and the letters."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)


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
    for field in ("stock_sentence", "sentence", "period_sentence"):
        _optional(paper, field, _field(field))
    _heading(paper, words["progress"])
    _table(paper, words, _RANKING, "ranking", last="city")
    paper.add_paragraph("{{ chart }}")
    _heading(paper, words["map"])
    paper.add_paragraph("{{ map }}")
    for field in ("overdue", "reminders"):
        _heading(paper, words[field])
        _table(paper, words, _DUE, field)


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
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    row.height = Mm(5.5)
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no name for it
    for cell, text, name in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(widths[name])
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        if name in _NUMBERS and not head:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = line.add_run(text)
        run.font.size, run.bold = Pt(9), head


# A year's overdue parcels in every list of a bulletin are far below.
MOST_STEPS = 200_000
_LARGEST = 1_000_000
_PLAIN = (str, Mapping, list, tuple, int, float, LoopContext, Macro, Cycler, Joiner,
          Namespace)  # fmt: skip


_MOST_POWER = 100
_WIDENING = {"format", "format_map", "center", "ljust", "rjust", "zfill", "expandtabs",
             "replace", "translate"}  # fmt: skip


class _Unknown(Undefined):
    """A field that is not there: an error; a row without a value is a blank."""

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()
        return ""


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one document: plain values, bounded loops and products."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_Unknown)
        self._steps = 0
        del self.globals["lipsum"]
        self.filters = {
            name: function
            for name, function in self.filters.items()
            if name not in {"center", "format", "indent", "pprint", "attr"}
        } | {"counted": self._counted}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Give attributes of plain values only."""
        return isinstance(obj, _PLAIN) and super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """Say at once what is refused, where jinja2 would leave a blank."""
        raise SecurityError(f"{attribute} of {type(obj).__name__} is not for templates")

    def call(  # the names are those of jinja2
        self,
        __context: Context,  # noqa: PYI063
        __obj: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Count calls, which multiply like loops; refuse those that ask for a width."""
        self._step()
        if getattr(__obj, "__name__", "") in _WIDENING:
            raise SecurityError(f"{__obj.__name__}() is not for templates")
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse products whose size nobody needs."""
        if isinstance(left, str) and operator == "%":
            raise SecurityError("text % values is not for templates")
        sizes = [len(x) if hasattr(x, "__len__") else abs(x) for x in (left, right)]
        large = sizes[0] * sizes[1] > _LARGEST**2 if operator == "*" else False
        if operator == "*" and any(hasattr(x, "__len__") for x in (left, right)):
            large = sizes[0] * sizes[1] > _LARGEST
        if operator == "**":
            large = max(sizes) > _MOST_POWER
        if large:
            raise OverflowError(f"the result of {operator} is too large")
        return super().call_binop(context, operator, left, right)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        """Count the steps of every loop."""
        for loop in source.find_all(nodes.For):
            if loop.recursive:
                raise TemplateSyntaxError("loops are not recursive here", loop.lineno)
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None)
        return super()._generate(source, *args, **kwargs)

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._step()
            yield value

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise OverflowError(f"the template takes more than {MOST_STEPS} steps")


_EPOCH = (1980, 1, 1, 0, 0, 0)
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
    document = _open(own, lang, texts)
    fields = text_fields(facts, time, title=title or facts.words["bulletin"])
    pictures = {
        name: _picture(document, figure)
        for name, figure in _figures(
            facts, facts.words["mark"] if note is None else note
        ).items()
    }
    _render(document, {**fields, **pictures}, own)
    return _save(document, Path(path))


def _render(document: Any, fields: dict[str, Any], template: Path | None) -> None:
    """Fill in a template, which gets its fields and nothing else."""
    import jinja2
    from lxml import etree

    # what jinja2, lxml and Python's own operators raise over a bad template
    failures = (
        *(jinja2.TemplateError, etree.LxmlError, ArithmeticError, LookupError),
        *(TypeError, ValueError, AttributeError, RecursionError, MemoryError),
    )
    try:
        document.render(fields, Sandbox(), autoescape=True)
    except failures as error:
        why = f"{type(error).__name__}: {error}"
        raise ConfigError(
            "bulletin_template_unusable", template=template, why=why
        ) from error


def _open(template: Path | None, lang: Lang, texts: Texts) -> Any:
    """Open a template and check its fields."""
    try:
        import docx.opc.exceptions
        import jinja2
        from docxtpl import DocxTemplate
    except ImportError as error:
        raise MissingDependencyError("need_docxtpl") from error
    ours = template is None
    source = BytesIO(default_template(lang, texts=texts)) if ours else template
    damaged = (docx.opc.exceptions.OpcError, OSError, KeyError, ValueError,
               zipfile.BadZipFile, jinja2.TemplateError)  # fmt: skip
    try:
        document = DocxTemplate(source)
        # jinja2 works out constants already here, so this asks in the sandbox, too
        used = document.get_undeclared_template_variables(Sandbox())
    except damaged as error:
        raise ConfigError(
            "template_unreadable", template=template, error=error
        ) from error
    if unknown := sorted(used - set(FIELDS)):
        raise ConfigError(
            "template_fields_unknown",
            template=template,
            unknown=unknown,
            fields=list(FIELDS),
        )
    return document


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


def _save(document: Any, path: Path) -> Path:
    """Write the document with fixed times inside."""
    buffer, result = BytesIO(), BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(result, "w") as new:
        for item in old.infolist():
            entry = zipfile.ZipInfo(item.filename, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(item))
    return write_file(path, result.getvalue())
