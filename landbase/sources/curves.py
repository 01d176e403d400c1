"""Arcs become chords: how fine, and in which layers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyogrio

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ARC_OPTIONS", "ARC_STEP_DEGREES", "CURVED", "fine_arcs"]

# A chord then stays within 1/100 000 of the radius; GDAL's own step is 4°.
ARC_STEP_DEGREES = 0.5
ARC_OPTIONS = {"OGR_ARC_STEPSIZE": str(ARC_STEP_DEGREES)}
# Geometry types of a GeoPackage layer that may hold arcs.
CURVED = {"CURVEPOLYGON", "MULTISURFACE", "SURFACE", "CURVE", "COMPOUNDCURVE"}


@contextmanager
def fine_arcs() -> Iterator[None]:
    """Let GDAL part arcs finely, and set its options back afterwards."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in ARC_OPTIONS}
    pyogrio.set_gdal_config_options(ARC_OPTIONS)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
