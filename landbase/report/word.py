"""Word documents from templates that a bureau can replace: opened, filled, written."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing

from landbase.errors import ConfigError, MissingDependencyError
from landbase.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2.runtime import Context

__all__ = [
    "MOST_STEPS",
    "Sandbox",
    "bytes_of",
    "fill_template",
    "new_paper",
    "open_template",
    "save_document",
]

_FONT = "仿宋"


def new_paper(*, size: float = 12) -> Any:
    """Make an empty document: A4, the letters of official documents."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    return paper


def bytes_of(paper: Any) -> bytes:
    """Give a document as bytes."""
    buffer = BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def open_template(
    source: Path | BytesIO, *, known: Iterable[str]
) -> tuple[Any, set[str]]:
    """Open a template, check its fields, and say which it uses."""
    try:
        import docx.opc.exceptions
        import jinja2
        from docxtpl import DocxTemplate
    except ImportError as error:
        raise MissingDependencyError("need_docxtpl") from error
    named = source if isinstance(source, Path) else None
    damaged = (docx.opc.exceptions.OpcError, OSError, KeyError, ValueError,
               zipfile.BadZipFile, jinja2.TemplateError)  # fmt: skip
    try:
        document = DocxTemplate(source)
        # jinja2 works out constants already here, so this asks in the sandbox, too
        used = document.get_undeclared_template_variables(Sandbox())
    except damaged as error:
        raise ConfigError("template_unreadable", template=named, error=error) from error
    if unknown := sorted(used - {*known}):
        raise ConfigError(
            "template_fields_unknown",
            template=named,
            unknown=unknown,
            fields=list(known),
        )
    return document, used


def fill_template(
    document: Any, fields: dict[str, Any], template: Path | None = None
) -> None:
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


_EPOCH = (1980, 1, 1, 0, 0, 0)
# parts of the package that say what made it, or show another document
_MADE_BY = ("docProps/app.xml", "docProps/thumbnail.jpeg")


def save_document(
    document: Any, path: Path | str, *, title: str, author: str, on: dt.date
) -> Path:
    """Write a document under the bureau's own name, the same bytes for the same day."""
    of = document.docx if hasattr(document, "docx") else document
    day = dt.datetime(on.year, on.month, on.day)  # noqa: DTZ001 - as the format has it
    properties = of.core_properties
    properties.title, properties.author = title, author
    properties.last_modified_by, properties.comments = author, ""
    properties.subject = properties.keywords = properties.category = ""
    properties.created = properties.modified = day
    properties.revision = 1
    for key, link in list(of.part.package.rels.items()):
        if str(link.target_part.partname).lstrip("/") in _MADE_BY:
            of.part.package.rels.pop(key)
    result = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(bytes_of(document))) as old,
        zipfile.ZipFile(result, "w") as new,
    ):
        for item in old.infolist():
            entry = zipfile.ZipInfo(item.filename, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(item))
    return write_file(Path(path), result.getvalue())


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
