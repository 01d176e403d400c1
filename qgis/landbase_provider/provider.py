"""The provider: its algorithms and its one setting."""

from __future__ import annotations

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsProcessingProvider

from . import accounts, bases, environment, files
from .algorithm import PROVIDER, SETTING
from .wording import say


class Provider(QgsProcessingProvider):
    """landbase in the Processing toolbox."""

    def id(self) -> str:
        """Name the provider in calls: ``landbase:check``."""
        return PROVIDER

    def name(self) -> str:
        """Name it in the toolbox."""
        return "landbase"

    def longName(self) -> str:  # noqa: N802 - as QGIS calls it
        """Say what it is for."""
        return say("provider")

    def load(self) -> bool:
        """Add the setting, then the algorithms."""
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        setting = Setting(
            self.name(), SETTING, say("setting"), "", valuetype=Setting.FILE
        )
        ProcessingConfig.addSetting(setting)
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self) -> None:
        """Take the setting away."""
        ProcessingConfig.removeSetting(SETTING)

    def loadAlgorithms(self) -> None:  # noqa: N802 - as QGIS calls it
        """Add every algorithm."""
        for room in (files, bases, accounts, environment):
            for kind in room.ALGORITHMS:
                self.addAlgorithm(kind())
