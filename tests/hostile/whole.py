"""What is written is whole: each kind is read again by who reads such a file."""

from __future__ import annotations

import json
import warnings
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pypdf
from PIL import Image

import landbase as lb
from landbase.io.bases import is_land_base

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["require_whole"]


def require_whole(path: Path) -> None:
    """Read a file to its end; what is cut anywhere fails."""
    if is_land_base(path):
        with lb.LandBase.open(path) as base:
            assert len(base.parcels())
            assert not base.verify().count("error")
        return
    READERS.get(path.suffix.lower(), _parcels)(path)


def _parcels(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(lb.read_parcels(path, category="idle").parcels)


def _book(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
    assert openpyxl.load_workbook(path).sheetnames


def _paper(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
    assert docx.Document(str(path)).element.body is not None


def _page(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.lstrip().lower().startswith("<!doctype html")
    assert text.rstrip().endswith("</html>")


def _pages(path: Path) -> None:
    assert all(page.extract_text() is not None for page in pypdf.PdfReader(path).pages)


def _picture(path: Path) -> None:
    with Image.open(path) as picture:
        picture.load()


def _project(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        (member,) = packed.namelist()
        ET.fromstring(packed.read(member))  # noqa: S314 - just written


def _lines(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert all(line.endswith("\n") and json.loads(line) for line in lines)


def _key(path: Path) -> None:
    lines = path.read_text("ascii").splitlines()
    assert lines[0] == "-----BEGIN PRIVATE KEY-----"
    assert lines[-1] == "-----END PRIVATE KEY-----"


READERS: dict[str, Callable[[Path], object]] = {
    ".xlsx": _book,
    ".docx": _paper,
    ".html": _page,
    ".pdf": _pages,
    ".png": _picture,
    ".svg": ET.parse,  # noqa: S314 - just written
    ".qgz": _project,
    ".json": lambda path: json.loads(path.read_text("utf-8")),
    ".jsonl": _lines,
    ".pem": _key,
}
