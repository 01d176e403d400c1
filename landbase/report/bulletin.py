"""`bulletin`: the Word document of a period, from our template or the bureau's own."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from landbase.errors import ConfigError, MissingDependencyError
from landbase.files import write_file
from landbase.report.facts import take_facts
from landbase.report.fields import FIELDS, text_fields
from landbase.report.period import period_of
from landbase.report.template import default_template
from landbase.style import Heading

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd
    import pandas as pd

    from landbase.figure import PaperFigure
    from landbase.issues import Issues
    from landbase.report.facts import Facts
    from landbase.report.period import PeriodKind
    from landbase.rules.vocabulary import Lang
    from landbase.store import LandBase

__all__ = ["bulletin"]

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
    time = period_of(on, kind=period, lang=lang)
    facts = take_facts(
        base, on=on, banners=banners, tasks=tasks, issues=issues, lang=lang,
        maker=maker, allow_errors=allow_errors,
    )  # fmt: skip
    own = Path(template) if template is not None else None
    document = _open(own, lang)
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

    from landbase.report.sandbox import Sandbox

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
            f"the template {template} cannot be filled in: {why}",
            zh=f"模板 {template} 无法填写：{why}；请检查其中的字段和语句",
        ) from error


def _open(template: Path | None, lang: Lang) -> Any:
    """Open a template and check its fields."""
    try:
        import docx.opc.exceptions
        import jinja2
        from docxtpl import DocxTemplate
    except ImportError as error:
        raise MissingDependencyError("need_docxtpl") from error
    source = BytesIO(default_template(lang)) if template is None else template
    damaged = (docx.opc.exceptions.OpcError, OSError, KeyError, ValueError,
               zipfile.BadZipFile, jinja2.TemplateError)  # fmt: skip
    try:
        document = DocxTemplate(source)
        used = document.get_undeclared_template_variables()
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
    from landbase.figure import progress_chart, report_map

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
