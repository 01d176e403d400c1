"""The template of our own bulletin, made in code so that it can be read and changed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from landbase.texts import words

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Lang

__all__ = ["default_template"]

_FONT = "仿宋"
_RANKING = {"rank": 16, "name": 42, "task": 34, "done": 34, "rate": 32}  # mm
_DUE = {"parcel_id": 32, "banner": 22, "type": 29, "status": 20,
        "due": 26, "by": 15, "days": 14}  # fmt: skip
_NUMBERS = {"task", "done", "rate", "days"}


def default_template(lang: Lang = "zh") -> bytes:
    """Make the template.

    Parameters
    ----------
    lang
        Language of its fixed texts.

    Returns
    -------
    data
        A .docx in the notation of docxtpl; a bureau can save it and change it.
    """
    import docx

    paper = docx.Document()
    _set_up(paper)
    _fill(paper, words("report", lang).part("template"))
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
