"""Algorithms on files: check, areas."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingOutputNumber

from .algorithm import Algorithm
from .wording import lang, say

_AREAS = ("ellipsoidal", "planar", "declared")


class Reading(Algorithm):
    """An algorithm that reads files of parcels."""

    group_key = "files"

    def add_reading(self) -> None:
        """Add what the user may say about files."""
        self.add_text("CATEGORY")
        self.add_file("BANNERS", optional=True)
        self.add_text("LAYER")
        self.add_crs("CRS")
        self.add_text("ENCODING")
        self.add_file("RULES", optional=True)

    def reading(self, parameters: Any, context: Any) -> list[str]:
        """Give what was said about files."""
        return self.texts(
            parameters,
            context,
            category="CATEGORY",
            banners="BANNERS",
            layer="LAYER",
            crs="CRS",
            encoding="ENCODING",
            rules="RULES",
        )


class Check(Reading):
    """Check files; the issues become a table."""

    key = "check"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_files("FILES")
        self.add_reading()
        self.add_table()
        for name in ("PARCELS", "ERRORS", "WARNINGS"):
            self.addOutput(QgsProcessingOutputNumber(name, say(f"check.{name}")))

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        files = self.files(parameters, "FILES", context)
        words = ["check", *files, *self.reading(parameters, context)]
        told = self.ask(words, feedback)
        made = self.fill_issues(told["issues"], parameters, context, feedback)
        return {**made, "PARCELS": told["parcels"]}


class Areas(Reading):
    """Count parcels and sum areas."""

    key = "areas"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_files("FILES", optional=True)
        self.add_file("BASE_OR_NONE", optional=True, ending="gpkg")
        self.add_day("ON")
        self.add_text("COLUMN", "banner")
        self.add_choice("AREAS", _AREAS)
        self.add_reading()
        self.add_table()
        self.add_out_file("WORKBOOK", "XLSX (*.xlsx)", optional=True)

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        words = ["areas", *self.files(parameters, "FILES", context)]
        words += ["--areas", self.choice(parameters, "AREAS", _AREAS, context)]
        asked = {
            "base": "BASE_OR_NONE",
            "on": "ON",
            "by": "COLUMN",
            "output": "WORKBOOK",
        }
        words += self.texts(parameters, context, **asked)
        told = self.ask([*words, *self.reading(parameters, context)], feedback)
        if not told["lines"]:
            messages = [issue[f"message_{lang()}"] for issue in told.get("issues", [])]
            raise QgsProcessingException("\n".join(messages))
        made = self.fill(told["lines"], parameters, context)
        return {"OUTPUT": made, "WORKBOOK": self.value(parameters, "WORKBOOK", context)}


ALGORITHMS = (Check, Areas)
