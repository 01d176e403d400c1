"""Elements of folium that carry their data into the page; methods of areas."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import folium
import pandas as pd
from branca.element import Element, Figure, MacroElement
from folium.map import Layer
from folium.template import Template

from landbase.area import ellipsoidal_area
from landbase.texts import words
from landbase.webmap.payload import (
    bundle,
    jquery_script,
    leaflet_script,
    leaflet_style,
    to_json,
)

if TYPE_CHECKING:
    from collections import OrderedDict
    from collections.abc import Callable

    import geopandas as gpd


__all__ = [
    "DataLayer",
    "LandMap",
    "LayerControlName",
    "Statement",
    "areas_for_card",
    "children_of",
    "layer_label",
]


def layer_label(text: str) -> str:
    """Make a text safe for a layer control, which takes names as markup."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def figure_of(element: Element) -> Figure:
    """Give the page that an element is on."""
    root = element.get_root()
    if not isinstance(root, Figure):
        raise TypeError(f"{element.get_name()} is on no map; add it to one first")
    return root


def children_of(element: Element) -> OrderedDict[str, Element]:
    """Give the elements that one holds, by name; as they are, to be changed."""
    return element._children  # noqa: SLF001 -- branca has no public way to them


class Raw(Element):
    """Text that goes into the page as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self.text = text

    def render(self, **kwargs: Any) -> str:  # noqa: ARG002 -- the signature of branca
        """Give the text."""
        return self.text


def _needs() -> str:
    """Ask what a page needs of its browser, which says in both languages what lacks."""
    texts = [words("map", lang)["lacking"] for lang in ("zh", "en")]
    return f"landbaseNeeds({to_json(texts)});"


class PageElement(MacroElement):
    """A folium element whose output is not compiled a second time."""

    def render(self, **kwargs: Any) -> str:
        """Add our scripts and styles to the page, and what the template renders."""
        figure = figure_of(self)
        style = Raw(f"<style>{bundle('landbase.css')}</style>")
        script = Raw(f"<script>{bundle('landbase.js')}</script>")
        needs = Raw(f"<script>{bundle('needs.js')}{_needs()}</script>")
        figure.header.add_child(needs, name="landbase_needs")
        figure.header.add_child(style, name="landbase_css")
        figure.header.add_child(script, name="landbase_js")
        for part in ("header", "html", "script"):
            macro = getattr(self._template.module, part, None)
            if macro is not None:
                text = Raw(macro(self, kwargs))
                getattr(figure, part).add_child(text, name=self.get_name())
        for child in tuple(self._children.values()):
            child.render(**kwargs)
        return ""  # as of all folium elements: their output goes to the figure


class LandMap(folium.Map):
    """A `folium.Map` that carries Leaflet within itself, so that it works offline."""

    def __init__(self, *, title: str, **options: Any) -> None:
        super().__init__(
            tiles=None, zoom_control=False, prefer_canvas=True, max_zoom=22, **options
        )
        self.default_js: list[tuple[str, str]] = []
        self.default_css: list[tuple[str, str]] = []
        figure_of(self).title = escape(title)

    def render(self, **kwargs: Any) -> str:
        """Render the map, Leaflet first; jQuery only where an element needs it."""
        figure = figure_of(self)
        leaflet = (
            f'<link rel="icon" href="data:,"/>\n<style>{leaflet_style()}</style>\n'
            f"<script>{leaflet_script()}</script>"
        )
        figure.header.add_child(Raw(leaflet), name="leaflet")
        figure.header.add_child(Raw(""), name="jquery")
        render: Callable[..., None] = super().render  # folium has no types for it
        render(**kwargs)
        if "$(" in figure.script.render(**kwargs):
            jquery = Raw(f"<script>{jquery_script()}</script>")
            figure.header.add_child(jquery, name="jquery")
        return ""


class DataLayer(PageElement, Layer):
    """A layer that our scripts make from data."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <script type="text/plain" id="{{ this.data_id }}">
                {{- this.data -}}
            </script>
            <script type="application/json" id="{{ this.get_name() }}_config">
                {{- this.config -}}
            </script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = Landbase.start("{{ this.get_name() }}_config");
        {% endmacro %}
        """
    )

    def __init__(
        self,
        kind: str,
        data: str,
        *,
        options: dict[str, Any],
        name: str,
        bounds: list[float] | None,
    ) -> None:
        super().__init__(name=layer_label(name), overlay=True)
        self._name = "LandbaseLayer"
        self.kind = kind
        self.data = data
        self.options = options
        self.bounds = bounds

    @property
    def data_id(self) -> str:
        """Name of the data in the page, by which parts of a map know the layer."""
        return f"{self.get_name()}_data"

    @property
    def config(self) -> str:
        """What `start` of our scripts reads of the layer."""
        config = {"kind": self.kind, "data": self.data_id, "options": self.options}
        return to_json(config)

    def render(self, **kwargs: Any) -> str:
        """Render the layer and, where it is shown, its way onto the map."""
        super().render(**kwargs)
        if self.show and self._parent is not None:
            own = self.get_name()
            add = Raw(f"{own}.addTo({self._parent.get_name()});")
            figure_of(self).script.add_child(add, name=f"{own}_add")
        return ""

    def _get_self_bounds(self) -> list[list[float | None]]:
        if self.bounds is None:
            return [[None, None], [None, None]]
        west, south, east, north = self.bounds
        return [[south, west], [north, east]]


class Statement(PageElement):
    """A part of the page that our scripts put onto the map."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <script type="application/json" id="{{ this.get_name() }}_config">
                {{- this.config -}}
            </script>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            Landbase.start("{{ this.get_name() }}_config", {{ this.target }});
        {% endmacro %}
        """
    )

    def __init__(self, kind: str, options: Any) -> None:
        Element.__init__(self)
        self._name = "LandbaseCall"
        self.kind = kind
        self.config = to_json({"kind": kind, "options": options})

    @property
    def target(self) -> str:
        """What the part is put onto, by its name in the page: the map."""
        return str(self._parent.get_name()) if self._parent is not None else "null"


class LayerControlName(Statement):
    """The title of a layer control."""

    def __init__(
        self, control: folium.LayerControl, title: str, words: dict[str, str]
    ) -> None:
        super().__init__("layerControl", {"title": title, "words": words})
        self.control = control

    @property
    def target(self) -> str:
        """What is named, by its name in the page: the control."""
        return str(self.control.get_name())


def areas_for_card(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the ellipsoidal areas of parcels and, where there are any, the declared.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.

    Examples
    --------
    >>> from landbase.testing import make_parcels
    >>> areas_for_card(make_parcels(3)).columns.tolist()
    ['ellipsoidal_m2', 'declared_m2']
    """
    areas: dict[str, Any] = {"ellipsoidal_m2": ellipsoidal_area(parcels)}
    declared = parcels.get("declared_area_m2")
    if declared is not None and declared.notna().any():
        areas["declared_m2"] = declared
    return pd.DataFrame(areas, index=parcels.index)
