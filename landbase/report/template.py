"""The template of our own bulletin, made in code so that it can be read and changed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["default_template"]

_FONT = "仿宋"
_WIDTH_MM, _FIRST_MM = 158.0, 32.0  # of a table and of its first column
_RANKING = (("排名", "rank"), ("旗区", "name"), ("任务（亩）", "task"),
            ("已处置（亩）", "done"), ("完成率", "rate"))  # fmt: skip
_DUE = (("地块编号", "parcel_id"), ("旗区", "banner"), ("处置方式", "type"),
        ("处置状态", "status"), ("整改时限", "due"), ("责任人", "by"))  # fmt: skip


def default_template() -> bytes:
    """Make the template.

    Returns
    -------
    data
        A .docx in the notation of docxtpl; a bureau can save it and change it.
    """
    import docx

    paper = docx.Document()
    _set_up(paper)
    _fill(paper)
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


def _fill(paper: Any) -> None:
    """Write what a bulletin has, from top to bottom."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("{{ title }}")
    run.bold, run.font.size = True, Pt(20)
    under = paper.add_paragraph("{{ period }}　{{ maker }}　数据截止 {{ on }}")
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _optional(paper, "override", "【注意】{{ override }}")
    _heading(paper, "一、总体情况")
    for field in ("stock_sentence", "sentence", "period_sentence"):
        _optional(paper, field, _field(field))
    _heading(paper, "二、各旗区任务进度")
    _table(paper, _RANKING, "ranking", last="city")
    paper.add_paragraph("{{ chart }}")
    _heading(paper, "三、处置状态图")
    paper.add_paragraph("{{ map }}")
    _heading(paper, "四、逾期未处置地块（{{ overdue_count }} 宗）")
    _table(paper, (*_DUE, ("逾期天数", "days")), "overdue")
    _heading(paper, "五、30 日内到期提醒（{{ reminder_count }} 宗）")
    _table(paper, (*_DUE, ("剩余天数", "days")), "reminders")


def _field(name: str) -> str:
    return "{{ " + name + " }}"


def _heading(paper: Any, text: str) -> None:
    from docx.shared import Pt

    line = paper.add_paragraph()
    line.paragraph_format.keep_with_next = True
    run = line.add_run(text)
    run.bold, run.font.size = True, Pt(14)


def _optional(paper: Any, field: str, text: str) -> None:
    """Add a paragraph that is left out where its field is empty."""
    paper.add_paragraph("{%p if " + field + " %}")
    paper.add_paragraph(text)
    paper.add_paragraph("{%p endif %}")


def _table(
    paper: Any, columns: Sequence[tuple[str, str]], field: str, *, last: str = ""
) -> None:
    """Add a table with a row for each entry of a list, and one for the total."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = paper.add_table(rows=1, cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no name for it
    texts = [[head for head, _ in columns]]
    blank = [""] * (len(columns) - 1)
    texts.append(["{%tr for row in " + field + " %}", *blank])
    texts.append([_field(f"row.{name}") for _, name in columns])
    texts.append(["{%tr endfor %}", *blank])
    if last:
        texts.append([_field(f"{last}.{name}") for _, name in columns])
    for number, row in enumerate(texts):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        widths = (_FIRST_MM, *[(_WIDTH_MM - _FIRST_MM) / len(blank)] * len(blank))
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(9), number == 0
