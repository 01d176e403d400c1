"""Parcels for a command: from files, checked, or from a land base on a day."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from landbase.cli.codes import CLEAN, FINDINGS, UNUSABLE
from landbase.cli.show import show_issues, steps, summary_line
from landbase.cli.values import as_day, as_term, existing_base
from landbase.cli.words import say

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import geopandas as gpd

    from landbase.issues import Issues
    from landbase.pipeline import CheckResult
    from landbase.rules import Rules
    from landbase.store import LandBase
    from landbase.webmap import Timeline

__all__ = ["Reading", "Taken", "exit_code", "read_banner_file", "read_files", "take"]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the user says about the files."""

    category: str | None = None
    layer: str | None = None
    crs: str | None = None
    zone: int | None = None
    encoding: str | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Parcels to work on, and the exit code that their state gives."""

    parcels: gpd.GeoDataFrame
    banners: gpd.GeoDataFrame | None
    code: int
    timeline: Timeline | None = None


def take(
    files: list[Path] | None,
    base: Path | None,
    *,
    banners: Path | None,
    on: str | None,
    reading: Reading,
    with_decisions: bool = False,
) -> Taken:
    """Take parcels from files or from a land base.

    Parameters
    ----------
    files, base
        One of the two.
    banners
        File of outlines, if any.
    on
        For a land base, the day.
    reading
        For files, what the user says about them.
    with_decisions
        Of a land base take the decisions too.

    Returns
    -------
    taken
        Parcels, outlines, and the exit code.

    Raises
    ------
    BadParameter
        Neither or both of files and base are given.
    Exit
        A file cannot be used; without it every sum would be wrong.
    """
    if bool(files) == bool(base):
        raise typer.BadParameter(say("told.pass_files"))
    day = None if on is None else as_day(on)
    if base is not None:
        with existing_base(base) as kept:
            outlines = read_banner_file(banners, kept.rules)
            parcels = kept.parcels(on=day)
            past = _past(kept, day) if with_decisions else None
        return Taken(parcels=parcels, banners=outlines, code=CLEAN, timeline=past)
    outlines = read_banner_file(banners)
    result = read_files(files or [], outlines, reading)
    if result.refused or result.parcels is None:
        show_issues(result.issues, limit=len(result.issues))
        raise typer.Exit(UNUSABLE)
    code = exit_code(result.issues)
    if code:
        sys.stderr.write(summary_line(result.issues) + say("told.see_check"))
    return Taken(parcels=result.parcels, banners=outlines, code=code)


def _past(base: LandBase, day: dt.date | None) -> Timeline:
    from landbase.webmap import Timeline

    return Timeline.of(base, on=day)


def read_files(
    files: list[Path], outlines: gpd.GeoDataFrame | None, reading: Reading
) -> CheckResult:
    """Read and check files, showing progress on a terminal."""
    from landbase.pipeline import check_files

    options = dict(vars(reading))
    if reading.category is not None:
        options["category"] = as_term("category", reading.category)
    with steps() as tell:
        return check_files(files, outlines, tell=tell, **options)


def read_banner_file(
    path: Path | None, rules: Rules | None = None
) -> gpd.GeoDataFrame | None:
    """Read outlines where a file is named."""
    from landbase.banners import read_banners

    return None if path is None else read_banners(path, rules=rules)


def exit_code(issues: Issues) -> int:
    """Tell whether there are errors or warnings."""
    return FINDINGS if len(issues.of_severity("error", "warning")) else CLEAN
