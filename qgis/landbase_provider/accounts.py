"""The algorithm that holds two accounts of the same land against each other."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingOutputNumber

from .algorithm import Algorithm
from .wording import say

_AREAS = ("declared", "ellipsoidal", "planar")


class Reconcile(Algorithm):
    """Compare two accounts; the differences become a table."""

    key = "reconcile"
    group_key = "files"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_file("LEFT")
        self.add_file("RIGHT")
        self.add_text("KEY", "parcel_id")
        self.add_choice("LEFT_AREA", _AREAS)
        self.add_choice("RIGHT_AREA", _AREAS)
        self.add_text("CATEGORY")
        self.add_crs("CRS")
        self.add_table()
        self.add_out_file("WORKBOOK", "XLSX (*.xlsx)", optional=True)
        for name in ("LINES", "UNEXPLAINED"):
            self.addOutput(QgsProcessingOutputNumber(name, say(f"reconcile.{name}")))

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        words = ["reconcile"]
        words += [self.value(parameters, n, context) for n in ("LEFT", "RIGHT")]
        for option, name in (("--area", "LEFT_AREA"), ("--right-area", "RIGHT_AREA")):
            words += [option, self.choice(parameters, name, _AREAS, context)]
        asked = {
            "key": "KEY",
            "category": "CATEGORY",
            "crs": "CRS",
            "output": "WORKBOOK",
        }
        told = self.ask([*words, *self.texts(parameters, context, **asked)], feedback)
        return {
            "OUTPUT": self.fill(told["differences"], parameters, context),
            "WORKBOOK": self.value(parameters, "WORKBOOK", context),
            "LINES": told["lines"],
            "UNEXPLAINED": told["unexplained"],
        }


ALGORITHMS = (Reconcile,)
