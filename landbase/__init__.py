"""Land parcels of approved-but-unsupplied and idle land: mu, hectares, decisions, maps.

The names below are all there is to know for daily work. They load when first used, so
that ``import landbase`` costs next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from landbase.apportion import apportion_by as apportion_by
    from landbase.apportion import apportion_nested as apportion_nested
    from landbase.apportion import apportion_table as apportion_table
    from landbase.apportion import level_by as level_by
    from landbase.apportion import level_nested as level_nested
    from landbase.apportion import level_table as level_table
    from landbase.area import ellipsoidal_area as ellipsoidal_area
    from landbase.area import planar_area as planar_area
    from landbase.banners import area_table as area_table
    from landbase.banners import print_table as print_table
    from landbase.banners import read_banners as read_banners
    from landbase.banners import split_by_banner as split_by_banner
    from landbase.cases import idle_test as idle_test
    from landbase.cases import recommend as recommend
    from landbase.cases.periods import period_report as period_report
    from landbase.cases.progress import progress as progress
    from landbase.cases.progress import reminders as reminders
    from landbase.checks import check_parcels as check_parcels
    from landbase.clean import read_parcels as read_parcels
    from landbase.errors import ConfigError as ConfigError
    from landbase.errors import CRSError as CRSError
    from landbase.errors import DataError as DataError
    from landbase.errors import GeometryError as GeometryError
    from landbase.errors import LandbaseError as LandbaseError
    from landbase.errors import LandbaseWarning as LandbaseWarning
    from landbase.errors import LedgerError as LedgerError
    from landbase.errors import MissingDependencyError as MissingDependencyError
    from landbase.errors import PageError as PageError
    from landbase.errors import SchemaError as SchemaError
    from landbase.errors import SourceError as SourceError
    from landbase.errors import StoreError as StoreError
    from landbase.export import ExportSchema as ExportSchema
    from landbase.export import write_boundary_points as write_boundary_points
    from landbase.export import write_parcels as write_parcels
    from landbase.figure import atlas as atlas
    from landbase.figure import parcel_sheet as parcel_sheet
    from landbase.figure import report_map as report_map
    from landbase.issues import Issues as Issues
    from landbase.ledger import join_ledger as join_ledger
    from landbase.ledger import ledger_decisions as ledger_decisions
    from landbase.ledger import read_ledger as read_ledger
    from landbase.pipeline import RunResult as RunResult
    from landbase.pipeline import run as run
    from landbase.project import Project as Project
    from landbase.published import check_published as check_published
    from landbase.reconcile import AreaRule as AreaRule
    from landbase.reconcile import Reconciliation as Reconciliation
    from landbase.reconcile import compare_areas as compare_areas
    from landbase.reconcile import infer_area_rule as infer_area_rule
    from landbase.reconcile import reconcile as reconcile
    from landbase.report import bulletin as bulletin
    from landbase.report import report_tables as report_tables
    from landbase.rules import Rules as Rules
    from landbase.rules import Tolerances as Tolerances
    from landbase.rules import Vocabulary as Vocabulary
    from landbase.sample import sample_path as sample_path
    from landbase.store import LandBase as LandBase
    from landbase.tasks import read_tasks as read_tasks
    from landbase.topology import find_overlaps as find_overlaps
    from landbase.webmap import ImageLayer as ImageLayer
    from landbase.webmap import MapTools as MapTools
    from landbase.webmap import OutlineLayer as OutlineLayer
    from landbase.webmap import ParcelLayer as ParcelLayer
    from landbase.webmap import ParcelPanel as ParcelPanel
    from landbase.webmap import ParcelSelection as ParcelSelection
    from landbase.webmap import Timeline as Timeline
    from landbase.webmap import TimeSlider as TimeSlider
    from landbase.webmap import disposal_map as disposal_map
    from landbase.webmap import save_map as save_map
    from landbase.webmap import save_split_map as save_split_map
    from landbase.webmap import tianditu as tianditu

__version__ = "0.1.0"

# the module that each name comes from
_HOMES = {
    "apportion_by": "apportion",
    "apportion_nested": "apportion",
    "apportion_table": "apportion",
    "level_by": "apportion",
    "level_nested": "apportion",
    "level_table": "apportion",
    "ellipsoidal_area": "area",
    "planar_area": "area",
    "area_table": "banners",
    "print_table": "banners",
    "read_banners": "banners",
    "split_by_banner": "banners",
    "check_parcels": "checks",
    "read_parcels": "clean",
    "idle_test": "cases",
    "recommend": "cases",
    "ConfigError": "errors",
    "CRSError": "errors",
    "DataError": "errors",
    "GeometryError": "errors",
    "LandbaseError": "errors",
    "LandbaseWarning": "errors",
    "LedgerError": "errors",
    "MissingDependencyError": "errors",
    "PageError": "errors",
    "SchemaError": "errors",
    "SourceError": "errors",
    "StoreError": "errors",
    "ExportSchema": "export",
    "write_boundary_points": "export",
    "write_parcels": "export",
    "atlas": "figure",
    "parcel_sheet": "figure",
    "report_map": "figure",
    "Issues": "issues",
    "join_ledger": "ledger",
    "ledger_decisions": "ledger",
    "read_ledger": "ledger",
    "run": "pipeline",
    "RunResult": "pipeline",
    "period_report": "cases.periods",
    "progress": "cases.progress",
    "reminders": "cases.progress",
    "Project": "project",
    "check_published": "published",
    "AreaRule": "reconcile",
    "compare_areas": "reconcile",
    "infer_area_rule": "reconcile",
    "reconcile": "reconcile",
    "Reconciliation": "reconcile",
    "bulletin": "report",
    "report_tables": "report",
    "Rules": "rules",
    "Tolerances": "rules",
    "Vocabulary": "rules",
    "sample_path": "sample",
    "LandBase": "store",
    "read_tasks": "tasks",
    "find_overlaps": "topology",
    "disposal_map": "webmap",
    "ImageLayer": "webmap",
    "MapTools": "webmap",
    "OutlineLayer": "webmap",
    "ParcelLayer": "webmap",
    "ParcelPanel": "webmap",
    "ParcelSelection": "webmap",
    "Timeline": "webmap",
    "TimeSlider": "webmap",
    "save_map": "webmap",
    "save_split_map": "webmap",
    "tianditu": "webmap",
}

__all__ = [
    "AreaRule",
    "CRSError",
    "ConfigError",
    "DataError",
    "ExportSchema",
    "GeometryError",
    "ImageLayer",
    "Issues",
    "LandBase",
    "LandbaseError",
    "LandbaseWarning",
    "LedgerError",
    "MapTools",
    "MissingDependencyError",
    "OutlineLayer",
    "PageError",
    "ParcelLayer",
    "ParcelPanel",
    "ParcelSelection",
    "Project",
    "Reconciliation",
    "Rules",
    "RunResult",
    "SchemaError",
    "SourceError",
    "StoreError",
    "TimeSlider",
    "Timeline",
    "Tolerances",
    "Vocabulary",
    "__version__",
    "apportion_by",
    "apportion_nested",
    "apportion_table",
    "area_table",
    "atlas",
    "bulletin",
    "check_parcels",
    "check_published",
    "compare_areas",
    "disposal_map",
    "ellipsoidal_area",
    "find_overlaps",
    "idle_test",
    "infer_area_rule",
    "join_ledger",
    "ledger_decisions",
    "level_by",
    "level_nested",
    "level_table",
    "parcel_sheet",
    "period_report",
    "planar_area",
    "print_table",
    "progress",
    "read_banners",
    "read_ledger",
    "read_parcels",
    "read_tasks",
    "recommend",
    "reconcile",
    "reminders",
    "report_map",
    "report_tables",
    "run",
    "sample_path",
    "save_map",
    "save_split_map",
    "split_by_banner",
    "tianditu",
    "write_boundary_points",
    "write_parcels",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'landbase' has no attribute {name!r}")
    value = getattr(import_module(f"landbase.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)


class _Package(ModuleType):
    """Keeps `landbase.progress` the function when the module of that name loads."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
