"""Two accounts of the same land: what differs, by how much, and why."""

from landbase.reconcile.compare import compare_areas
from landbase.reconcile.entry import reconcile
from landbase.reconcile.result import Reconciliation
from landbase.reconcile.rule import AreaRule, infer_area_rule

__all__ = [
    "AreaRule",
    "Reconciliation",
    "compare_areas",
    "infer_area_rule",
    "reconcile",
]
