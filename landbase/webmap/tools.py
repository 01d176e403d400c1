"""Tools of a map page: measure, print, picture, dark and light; on any folium map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from landbase.texts import Texts
from landbase.webmap.elements import Statement
from landbase.webmap.payload import printed_units

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Lang

__all__ = ["MapTools"]

_FEATURES = ("measureLength", "measureArea", "print", "picture", "theme")

_SHARED = {"metre": "m", "km": "km", "close": "close"}  # of other parts of a page too


class MapTools(Statement):
    """Tools for any `folium.Map`: measure, print, save a picture, dark and light.

    They stand in the title bar of a `disposal_map`, which has them already; on another
    map they are a control of their own. Lengths and areas are measured on the
    ellipsoid of CGCS2000, places being taken as CGCS2000 or WGS 84. The print view is
    one sheet, A4 or A3 landscape, true to scale at its centre.

    Parameters
    ----------
    lang
        Language of the tools.
    source
        Where the data come from, as the print view says it at first.
    texts
        What a bureau words differently.

    Examples
    --------
    >>> import folium
    >>> m = folium.Map(tiles=None)
    >>> m.add_child(MapTools(lang="en")) is m
    True
    """

    def __init__(
        self, *, lang: Lang = "zh", source: str = "", texts: Texts | None = None
    ) -> None:
        told = (texts or Texts.default()).words("map", lang)
        shared = {name: told[key] for name, key in _SHARED.items()}
        options: dict[str, Any] = {
            "words": told.part("tools") | shared,
            "units": printed_units(told),
            "features": _FEATURES,
            "source": source,
        }
        super().__init__("tools", options)
