"""Notebooks run from top to bottom and say what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def outputs(notebook: nbformat.NotebookNode) -> str:
    """Join the plain text of all that the cells show."""
    shown = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    texts = [
        out.get("text") or out.get("data", {}).get("text/plain", "") for out in shown
    ]
    return "\n".join(texts)


SAID = {
    "01": (
        "86800.0",
        "49700.0",
        "8.68",
        "4.97",
        "13.65",
        "0.2857",
        "撤销批文",
        "map.html",
    ),
    "02": (
        "not_started",
        "overdue",
        "销号须有处置文号",
        "closed",
        "与当时一字不差： True",
    ),
    "03": ("完成率28.57%", "cannot_hold", "unit_slip", "对账.xlsx"),
    "04": ("1720", "09_伊金霍洛旗.pdf", "=SUM(", "136500", "完成率28.57%"),
}
PICTURES = {"04": 7}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, work: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": work}}
    )
    client.execute()
    shown = outputs(notebook)
    assert not [said for said in SAID[path.stem[:2]] if said not in shown]
    data = [
        out.get("data", {})
        for cell in notebook.cells
        for out in cell.get("outputs", [])
    ]
    pictures = [kinds for kinds in data if "image/png" in kinds]
    assert len(pictures) >= PICTURES.get(path.stem[:2], 0)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell for cell in code if cell.outputs or cell.execution_count]
