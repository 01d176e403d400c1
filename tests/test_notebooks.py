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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, work: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": work}}
    )
    client.execute()
    if path.stem.startswith("01"):
        shown = outputs(notebook)
        for figure in (
            "86800.0",
            "49700.0",
            "8.68",
            "4.97",
            "13.65",
            "0.2857",
            "撤销批文",
        ):
            assert figure in shown
        assert "map.html" in shown
    if path.stem.startswith("02"):
        shown = outputs(notebook)
        for said in ("not_started", "overdue", "销号须有文号", "closed"):
            assert said in shown
        assert "与当时一字不差： True" in shown
    if path.stem.startswith("03"):
        shown = outputs(notebook)
        for said in ("完成率28.57%", "cannot_hold", "unit_slip", "对账.xlsx"):
            assert said in shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell for cell in code if cell.outputs or cell.execution_count]
