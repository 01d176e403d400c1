"""Fixtures that several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real files kept beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the real files in ../shared/data")
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """An empty folder whose path has Chinese letters and a space, as desktops do."""
    folder = tmp_path / "批而未供 数据"
    folder.mkdir()
    return folder
