"""What every algorithm does: run a command of landbase, show it, make its tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from . import program
from .wording import lang, say

PROVIDER = "landbase"
SETTING = "LANDBASE_COMMAND"
# exit codes: no answer is given with these (usage, fault of the program)
_NO_ANSWER = (2, 4)
ISSUE_COLUMNS = ("severity", "code", "source", "source_row", "parcel_id", "column")
_TOLD = ("value", "message", "todo")


def profile() -> Path:
    """Give the folder of the user's profile."""
    return Path(QgsApplication.qgisSettingsDirPath())


class Algorithm(QgsProcessingAlgorithm):
    """An algorithm; a subclass gives `key`, its parameters and what it does."""

    key = ""
    group_key = ""

    def name(self) -> str:
        """Name it in calls."""
        return self.key

    def displayName(self) -> str:  # noqa: N802 - as QGIS calls it
        """Name it in the toolbox."""
        return say(self.key)

    def shortHelpString(self) -> str:  # noqa: N802 - as QGIS calls it
        """Say what it does."""
        return say(f"{self.key}.help")

    def group(self) -> str:
        """Name its group."""
        return say(f"group.{self.group_key}")

    def groupId(self) -> str:  # noqa: N802 - as QGIS calls it
        """Name its group in calls."""
        return self.group_key

    def createInstance(self) -> Algorithm:  # noqa: N802 - as QGIS calls it
        """Make another of the same."""
        return type(self)()

    # ------------------------------------------------------------- parameters

    def add_file(self, name: str, *, optional: bool = False, ending: str = "") -> None:
        """Add the parameter of a file that is there."""
        kept = {"extension": ending} if ending else {}
        self.addParameter(
            QgsProcessingParameterFile(name, say(name), optional=optional, **kept)
        )

    def add_files(self, name: str, *, optional: bool = False) -> None:
        """Add the parameter of several files."""
        kind = QgsProcessing.TypeFile
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                name, say(name), kind, optional=optional
            )
        )

    def add_text(self, name: str, value: str = "", *, optional: bool = True) -> None:
        """Add the parameter of a text."""
        self.addParameter(
            QgsProcessingParameterString(
                name, say(name), value or None, optional=optional
            )
        )

    def add_day(self, name: str, *, optional: bool = True) -> None:
        """Add the parameter of a day."""
        kind = QgsProcessingParameterDateTime.Date
        self.addParameter(
            QgsProcessingParameterDateTime(name, say(name), kind, optional=optional)
        )

    def add_crs(self, name: str) -> None:
        """Add the parameter of a CRS."""
        self.addParameter(QgsProcessingParameterCrs(name, say(name), optional=True))

    def add_choice(self, name: str, codes: tuple[str, ...]) -> None:
        """Add the parameter of one of several words, the first of them at first."""
        words = [say(f"{name}.{code}") for code in codes]
        self.addParameter(
            QgsProcessingParameterEnum(name, say(name), words, defaultValue=0)
        )

    def add_flag(self, name: str) -> None:
        """Add the parameter of yes or no."""
        self.addParameter(
            QgsProcessingParameterBoolean(name, say(name), defaultValue=False)
        )

    def add_out_file(self, name: str, ending: str, *, optional: bool = False) -> None:
        """Add the parameter of a file to write."""
        self.addParameter(
            QgsProcessingParameterFileDestination(
                name, say(name), ending, optional=optional, createByDefault=not optional
            )
        )

    def add_table(self, name: str = "OUTPUT") -> None:
        """Add the parameter of a table to make."""
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                name, say(f"{self.key}.{name}"), QgsProcessing.TypeVector
            )
        )

    # -------------------------------------------------------- their values

    def texts(self, parameters: Any, context: Any, **options: str) -> list[str]:
        """Give options with the values of parameters, where these have one."""
        words: list[str] = []
        for option, name in options.items():
            value = self.value(parameters, name, context)
            if value:
                words += [f"--{option.replace('_', '-')}", value]
        return words

    def value(self, parameters: Any, name: str, context: Any) -> str:
        """Give the value of a parameter as landbase reads it; empty where none is."""
        kind = self.parameterDefinition(name).type()
        if kind == "datetime":
            moment = self.parameterAsDateTime(parameters, name, context)
            return str(moment.toString("yyyy-MM-dd")) if moment.isValid() else ""
        if kind == "crs":
            crs = self.parameterAsCrs(parameters, name, context)
            return (crs.authid() or crs.toWkt()) if crs.isValid() else ""
        if kind == "fileDestination":
            return str(self.parameterAsFileOutput(parameters, name, context) or "")
        if kind == "file":
            return str(self.parameterAsFile(parameters, name, context) or "")
        return str(self.parameterAsString(parameters, name, context) or "").strip()

    def files(self, parameters: Any, name: str, context: Any) -> list[str]:
        """Give the files of a parameter."""
        given = self.parameterAsFileList(parameters, name, context)
        return [str(file) for file in given if str(file).strip()]

    def choice(
        self, parameters: Any, name: str, codes: tuple[str, ...], context: Any
    ) -> str:
        """Give the word chosen."""
        return codes[self.parameterAsEnum(parameters, name, context)]

    # ---------------------------------------------------------------- running

    def ask(self, words: list[str], feedback: Any) -> Any:
        """Run a command that answers in JSON; give the answer."""
        done = self.run_command([*words, "--json"], feedback)
        try:
            return json.loads(done.out)
        except ValueError:
            raise QgsProcessingException(done.err or done.out) from None

    def run_command(self, words: list[str], feedback: Any) -> program.Done:
        """Run a command; refuse where it gives no answer."""
        setting = str(ProcessingConfig.getSetting(SETTING) or "")
        try:
            command = program.find(setting, profile())
        except program.NotFoundError as error:
            raise QgsProcessingException(say("not_found", what=error)) from error
        feedback.pushCommandInfo(" ".join(["landbase", *words]))

        def tell(line: str) -> None:
            feedback.setProgressText(line)

        try:
            done = program.run(
                [command, *words], lang=lang(), tell=tell, stop=feedback.isCanceled
            )
        except program.StoppedError:
            raise QgsProcessingException(say("stopped")) from None
        if done.code in _NO_ANSWER or (done.code and not done.out.strip()):
            raise QgsProcessingException(done.err or done.out)
        return done

    def fill(
        self,
        rows: list[dict[str, Any]],
        parameters: Any,
        context: Any,
        *,
        columns: tuple[str, ...] = (),
        name: str = "OUTPUT",
    ) -> str:
        """Fill a table with records; give its id."""
        names = list(columns) or list(rows[0] if rows else {})
        kinds = {column: _kind(column, rows) for column in names}
        fields = QgsFields()
        for column in names:
            fields.append(QgsField(column, kinds[column]))
        sink, made = self.parameterAsSink(parameters, name, context, fields)
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, name))
        for row in rows:
            feature = QgsFeature(fields)
            feature.setAttributes([_plain(row.get(c), kinds[c]) for c in names])
            sink.addFeature(feature, QgsFeatureSink.FastInsert)
        return str(made)

    def fill_issues(
        self, issues: list[dict[str, Any]], parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Make the table of issues, errors first, and count them."""
        order = {"error": 0, "warning": 1, "info": 2}
        counts = dict.fromkeys(order, 0)
        rows = []
        for issue in sorted(issues, key=lambda one: order[one["severity"]]):
            counts[issue["severity"]] += 1
            told = {
                "severity": say(issue["severity"]),
                "message": issue[f"message_{lang()}"],
                "todo": issue[f"todo_{lang()}"],
            }
            rows.append({**issue, **told})
        made = self.fill(rows, parameters, context, columns=(*ISSUE_COLUMNS, *_TOLD))
        feedback.pushInfo(say("counts", **counts))
        return {
            "OUTPUT": made,
            "ERRORS": counts["error"],
            "WARNINGS": counts["warning"],
        }


def _kind(column: str, rows: list[dict[str, Any]]) -> Any:
    values = [row.get(column) for row in rows if row.get(column) is not None]
    if not values or any(isinstance(v, (bool, str, dict, list)) for v in values):
        return QVariant.String
    whole = all(isinstance(value, int) for value in values)
    return QVariant.LongLong if whole else QVariant.Double


def _plain(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if kind == QVariant.String:
        return (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        )
    return value
