"""Read what a project names: outlines, parcels, and the ledger with its decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.banners import read_banners
from landbase.clean import read_parcels
from landbase.issues import Issues
from landbase.ledger import join_ledger, ledger_decisions, read_ledger
from landbase.pipeline.check import stack

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from landbase.pipeline.steps import Tell
    from landbase.project import Project
    from landbase.rules import Rules

__all__ = ["read_all", "read_outlines"]

_AS_DECIDED = ("status", "disposal_type")


def read_outlines(
    project: Project, tell: Tell, *, rules: Rules
) -> gpd.GeoDataFrame | None:
    """Read the banner outlines, where the project names them."""
    if project.banners is None:
        return None
    tell("read", project.banners.path.name)
    return read_banners(**dict(project.banners), rules=rules)


def read_all(
    project: Project, tell: Tell, *, rules: Rules
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, Issues]:
    """Read all inputs and the ledger: parcels, decisions, issues."""
    parcels, issues = _read_inputs(project, tell, rules)
    if project.ledger is None:
        return parcels, ledger_decisions(parcels.iloc[:0]), issues
    tell("read", project.ledger.path.name)
    options = {k: v for k, v in project.ledger if k != "effective"}
    ledger, of_ledger = read_ledger(**options, rules=rules)
    joined, of_join = join_ledger(parcels, ledger, rules=rules)
    # The ledger's ways and statuses hold from their day on: they are decisions.
    own = {name: parcels[name] for name in _AS_DECIDED if name in parcels}
    joined = joined.drop(columns=[n for n in _AS_DECIDED if n in joined]).assign(**own)
    decisions = ledger_decisions(
        ledger, effective=project.ledger.effective, rules=rules
    )
    return joined, decisions, Issues.concat([issues, of_ledger, of_join])


def _read_inputs(
    project: Project, tell: Tell, rules: Rules
) -> tuple[gpd.GeoDataFrame, Issues]:
    """Read all inputs; one that cannot be used ends the run, or sums would lack it."""
    tables, found = [], []
    for source in project.input:
        options = {k: v for k, v in source if k != "path"}
        for file in source.files:
            tell("read", file.name)
            parcels, issues = read_parcels(file, **options, rules=rules)
            tables.append(parcels)
            found.append(issues)
    return stack(tables), Issues.concat(found)
