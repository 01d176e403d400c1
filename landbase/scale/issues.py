"""Issues of all partitions as a dataset on disk, and the worst of them as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.issues import SEVERITIES, Issues
from landbase.scale.partitions import computed, in_pieces, issue_table, later

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import dask.dataframe as dd


__all__ = ["all_issues", "lay_issues", "worst_issues"]


def all_issues(tables: Iterable[dd.DataFrame], *more: Issues) -> dd.DataFrame:
    """Put tables of issues below each other."""
    return issue_table([
        *(later(Issues)(piece) for table in tables for piece in in_pieces(table)),
        *more,
    ])


def lay_issues(pieces: Iterable[Any], folder: Path) -> list[Path]:
    """Write issues, a file for each piece, and give the files."""
    folder.mkdir()
    write = later(_written)
    tasks = [
        write(piece, folder / f"part-{number:05d}.parquet")
        for number, piece in enumerate(pieces)
    ]
    return computed(tasks)


def _written(table: pd.DataFrame, path: Path) -> Path:
    Issues.concat([Issues(table)]).table.to_parquet(path)
    return path


def worst_issues(files: list[Path], most: int) -> Issues:
    """Give the worst issues, errors first, in the order of the files."""
    count = later(_counted)
    counts = pd.DataFrame(computed(count(path) for path in files))
    pick, tasks, left = later(_picked), [], most
    for severity in SEVERITIES:
        for path, number in zip(files, counts[severity], strict=True):
            taken = min(int(number), left)
            if taken:
                tasks.append(pick(path, severity, taken))
            left -= taken
    return Issues.concat(map(Issues, computed(tasks)))


def _counted(path: Path) -> dict[str, int]:
    severity = pd.read_parquet(path, columns=["severity"])["severity"]
    return {name: int((severity == name).sum()) for name in SEVERITIES}


def _picked(path: Path, severity: str, most: int) -> pd.DataFrame:
    table = pd.read_parquet(path)
    return table[table["severity"] == severity].head(most)
