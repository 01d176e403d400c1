"""Several sheets in one PDF, with a bookmark for each."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from landbase.errors import MissingDependencyError
from landbase.files import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from landbase.figure.paper import PaperFigure

__all__ = ["Pages", "combine"]


def combine(sheets: Iterable[tuple[str, bytes]]) -> bytes:
    """Join PDF files, each with its bookmark.

    Parameters
    ----------
    sheets
        Name and bytes of each.

    Returns
    -------
    data
        One PDF; the same sheets give the same bytes.

    Raises
    ------
    MissingDependencyError
        pypdf is not installed.
    """
    try:
        from pypdf import PdfReader, PdfWriter
    except ImportError as error:
        raise MissingDependencyError("need_pypdf") from error
    writer = PdfWriter()
    for name, data in sheets:
        first = len(writer.pages)
        writer.append(PdfReader(BytesIO(data)), import_outline=False)
        if name:
            writer.add_outline_item(title=name, page_number=first)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@dataclass(frozen=True, kw_only=True, eq=False)
class Pages:
    """The sheets of one subject.

    Attributes
    ----------
    title
        The bookmark.
    figures
        One for each page.
    """

    title: str
    figures: tuple[PaperFigure, ...]

    def to_bytes(self) -> bytes:
        """Give the PDF."""
        pages = [figure.to_bytes("pdf") for figure in self.figures]
        names = [self.title, *[""] * (len(pages) - 1)]
        return combine(zip(names, pages, strict=True))

    def savefig(self, path: Path | str) -> None:
        """Save all pages to one PDF file."""
        write_file(Path(path), self.to_bytes())

    def _repr_png_(self) -> bytes:
        return self.figures[0].to_bytes("png", dpi=110)
