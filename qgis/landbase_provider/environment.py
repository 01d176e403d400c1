"""The algorithm that finds landbase, or makes an environment with it."""

from __future__ import annotations

from typing import Any

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
)

from . import program
from .algorithm import SETTING, Algorithm, profile
from .wording import say


class Environment(Algorithm):
    """Find landbase; where there is none, make its environment in the profile."""

    key = "environment"
    group_key = "settings"

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002, N802
        """Name the parameters."""
        self.add_flag("ANEW")
        self.add_file("PYTHON", optional=True)
        self.add_text("PACKAGE", program.PACKAGE)
        folder = QgsProcessingParameterFile.Folder
        self.addParameter(
            QgsProcessingParameterFile("WHEELS", say("WHEELS"), folder, optional=True)
        )
        for name in ("COMMAND", "VERSION"):
            self.addOutput(QgsProcessingOutputString(name, say(f"environment.{name}")))

    def processAlgorithm(  # noqa: N802 - as QGIS calls it
        self, parameters: Any, context: Any, feedback: Any
    ) -> dict[str, Any]:
        """Run it."""
        try:
            command = self._command(parameters, context, feedback)
            done = program.run([command, "--version"])
        except program.StoppedError:
            raise QgsProcessingException(say("stopped")) from None
        except program.NotFoundError as error:
            raise QgsProcessingException(say("not_made", what=error)) from error
        if done.code:
            raise QgsProcessingException(done.err or done.out)
        feedback.pushInfo(f"{command}: {done.out.strip()}")
        return {"COMMAND": command, "VERSION": done.out.split()[-1]}

    def _command(self, parameters: Any, context: Any, feedback: Any) -> str:
        setting = str(ProcessingConfig.getSetting(SETTING) or "")
        if not self.parameterAsBool(parameters, "ANEW", context):
            try:
                return program.find(setting, profile())
            except program.NotFoundError:
                feedback.pushInfo(say("making"))
        return program.make(
            profile() / program.FOLDER,
            python=self.value(parameters, "PYTHON", context),
            package=self.value(parameters, "PACKAGE", context),
            wheels=self.value(parameters, "WHEELS", context),
            tell=feedback.setProgressText,
            stop=feedback.isCanceled,
        )


ALGORITHMS = (Environment,)
