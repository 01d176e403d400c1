"""Algorithms on a land base: record, the state of a day, deadlines, export, map."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
)

from .algorithm import Algorithm
from .wording import say

_ID = "parcel_id"
_MOST = 50  # parcels recorded at once unless more are asked for
_SIZES = ("A4", "A3", "A2", "A1", "A0")
_FORMATS = "SHP (*.shp);;GPKG (*.gpkg);;GeoJSON (*.geojson);;TXT (*.txt);;XLSX (*.xlsx)"
# headings that landbase reads, and the parameter that each is filled from
_HEADINGS = {
    "处置方式": "TYPE",
    "处置状态": "STATUS",
    "处置日期": "EFFECTIVE",
    "整改时限": "DUE",
    "处置文号": "DOCUMENT",
    "责任人": "BY",
    "备注": "REASON",
    "例外说明": "EXCEPTION",
}


class OnBase(Algorithm):
    """An algorithm on a land base."""

    group_key = "base"

    def add_base(self) -> None:
        """Add the parameter of the land base."""
        self.add_file("BASE", ending="gpkg")

    def base(self, parameters: Any, context: Any) -> str:
        """Name the land base."""
        return self.value(parameters, "BASE", context)


class Record(OnBase):
    """Record one decision for each of the parcels selected."""

    key = "record"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_base()
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "PARCELS", say("PARCELS"), [QgsProcessing.TypeVector]
            )
        )
        self.add_text("TYPE", optional=False)
        self.add_text("STATUS", optional=False)
        self.add_day("EFFECTIVE", optional=False)
        self.add_day("DUE")
        for name in ("DOCUMENT", "BY", "REASON", "EXCEPTION"):
            self.add_text(name)
        whole = QgsProcessingParameterNumber.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                "MOST", say("MOST"), whole, defaultValue=_MOST, minValue=1
            )
        )
        self.add_table()
        for name in ("RECORDED", "ERRORS", "WARNINGS"):
            self.addOutput(QgsProcessingOutputNumber(name, say(f"record.{name}")))

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it: every decision, or none."""
        ids = self._ids(parameters, context)
        told = {
            heading: self.value(parameters, name, context)
            for heading, name in _HEADINGS.items()
        }
        given = {heading: text for heading, text in told.items() if text}
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / "decisions.csv"
            with table.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["地块编号", *given])
                writer.writerows([[one, *given.values()] for one in ids])
            words = ["record-many", self.base(parameters, context), str(table)]
            answer = self.ask(words, feedback)
        made = self.fill_issues(answer["issues"], parameters, context, feedback)
        feedback.pushInfo(say("recorded", count=answer["recorded"]))
        if made["ERRORS"]:
            feedback.reportError(say("none_recorded"))
        return {**made, "RECORDED": answer["recorded"]}

    def _ids(self, parameters: Any, context: Any) -> list[str]:
        """Name the parcels selected; refuse more than were expected."""
        source = self.parameterAsSource(parameters, "PARCELS", context)
        if source is None or source.fields().indexOf(_ID) < 0:
            raise QgsProcessingException(say("no_ids"))
        ids = [str(feature[_ID]) for feature in source.getFeatures()]
        most = self.parameterAsInt(parameters, "MOST", context)
        if not ids or len(ids) > most:
            raise QgsProcessingException(say("too_many", count=len(ids), most=most))
        return ids


class State(OnBase):
    """Give the parcels in their state of a day, as a layer."""

    key = "state"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_base()
        self.add_day("ON", optional=False)
        self.addParameter(
            QgsProcessingParameterVectorDestination("OUTPUT", say("state.OUTPUT"))
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", say("COUNT")))

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        made = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        words = ["export", self.base(parameters, context), made]
        told = self.ask([*words, *self.texts(parameters, context, on="ON")], feedback)
        return {"OUTPUT": made, "COUNT": told["parcels"]}


class Deadlines(OnBase):
    """List what is overdue or due soon."""

    key = "deadlines"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_base()
        self.add_day("ON")
        whole = QgsProcessingParameterNumber.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                "DAYS", say("DAYS"), whole, defaultValue=30, minValue=0
            )
        )
        self.add_table()

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        words = ["deadlines", self.base(parameters, context)]
        days = str(self.parameterAsInt(parameters, "DAYS", context))
        words += [*self.texts(parameters, context, on="ON"), "--within-days", days]
        told = self.ask(words, feedback)
        rows = [row for row in told["deadlines"] if row["deadline"] != "later"]
        return {"OUTPUT": self.fill(rows, parameters, context)}


class Export(OnBase):
    """Write parcels to be sent up."""

    key = "export"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_base()
        self.add_day("ON")
        for name in ("CATEGORY_ONLY", "BANNER_ONLY", "STATUS_ONLY", "QUERY"):
            self.add_text(name)
        self.add_file("SCHEMA", optional=True)
        self.add_crs("CRS")
        self.add_out_file("FILE", _FORMATS)
        self.addOutput(QgsProcessingOutputNumber("COUNT", say("COUNT")))

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        file = self.value(parameters, "FILE", context)
        words = ["export", self.base(parameters, context), file]
        words += self.texts(
            parameters,
            context,
            on="ON",
            category="CATEGORY_ONLY",
            banner="BANNER_ONLY",
            status="STATUS_ONLY",
            query="QUERY",
            schema="SCHEMA",
            crs="CRS",
        )
        told = self.ask(words, feedback)
        return {"FILE": file, "COUNT": told["parcels"]}


class Figure(OnBase):
    """Draw a report map."""

    key = "figure"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_base()
        self.add_day("ON")
        self.add_file("BANNERS", optional=True)
        self.add_text("COLOR_BY", "status")
        self.add_text("TITLE")
        self.add_choice("SIZE", _SIZES)
        self.add_flag("PORTRAIT")
        self.add_flag("ALLOW_ERRORS")
        self.add_out_file("FILE", "PDF (*.pdf);;SVG (*.svg);;PNG (*.png)")

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        file = self.value(parameters, "FILE", context)
        words = ["figure", self.base(parameters, context), "--output", file]
        words += ["--size", self.choice(parameters, "SIZE", _SIZES, context)]
        asked = {
            "on": "ON",
            "banners": "BANNERS",
            "color_by": "COLOR_BY",
            "title": "TITLE",
        }
        words += self.texts(parameters, context, **asked)
        for flag in ("PORTRAIT", "ALLOW_ERRORS"):
            if self.parameterAsBool(parameters, flag, context):
                words.append("--" + flag.lower().replace("_", "-"))
        done = self.run_command(words, feedback)
        if done.code or not Path(file).is_file():
            raise QgsProcessingException(done.err or done.out)
        return {"FILE": file}


ALGORITHMS = (Record, State, Deadlines, Export, Figure)
