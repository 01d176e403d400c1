"""Command for QGIS: a project file beside a land base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from landbase.cli.language import lang, say
from landbase.cli.options import Banners, BaseArgument, existing_base, out
from landbase.cli.show import show_files

__all__ = ["write_project"]


def write_project(
    base: BaseArgument,
    *,
    banners: Banners = None,
    output: Annotated[Path, out("help.qgis_project")] = Path("base.qgz"),
) -> None:
    """Write a project file for QGIS."""
    from landbase.store.qgis_project import write_qgis_project

    with existing_base(base) as kept:
        made = write_qgis_project(kept, output, banners=banners, lang=lang())
    show_files((made, say("file.qgis_project")))
