"""Base maps from the network, for those who want one: none is used unless asked for."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote, urlsplit

import folium
import xyzservices

from landbase.texts import text
from landbase.webmap.elements import layer_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from landbase.rules.vocabulary import Lang

__all__ = ["BaseMap", "BaseMapLayer", "BaseMaps", "base_map_layers", "tianditu"]

_TIANDITU = ("vec", "cva", "img", "cia", "ter", "cta")
_LABEL_LAYERS = ("cva", "cia", "cta")


@dataclass(frozen=True, kw_only=True)
class BaseMap:
    """A source of map tiles.

    Attributes
    ----------
    name
        Its name in the layer control.
    url
        Address of a tile with {x}, {y}, {z} and, where there are several hosts, {s}.
    attribution
        Who is to be named, as text.
    subdomains
        The values of {s}.
    max_zoom
        The last zoom level that has tiles.
    overlay
        It lies over another base map, as labels do.
    """

    name: str
    url: str
    attribution: str
    subdomains: str = "abc"
    max_zoom: int = 18
    overlay: bool = False


BaseMaps: TypeAlias = (
    "BaseMap | xyzservices.TileProvider | "
    "Sequence[BaseMap | xyzservices.TileProvider] | None"
)


class BaseMapLayer(folium.TileLayer):
    """The tiles of a base map that was asked for; `save_map` lets their requests pass.

    Parameters
    ----------
    source
        Where the tiles come from.
    show
        Whether it is shown when the page opens.
    """

    def __init__(
        self, source: BaseMap | xyzservices.TileProvider, *, show: bool = True
    ) -> None:
        if isinstance(source, BaseMap):
            options: dict[str, Any] = {
                "tiles": source.url,
                "attr": escape(source.attribution),
                "subdomains": source.subdomains,
                "max_zoom": source.max_zoom,
                "overlay": source.overlay,
            }
        else:
            options = {"tiles": source}
        name = layer_label(source.name)
        super().__init__(**options, name=name, show=show)
        self.options["max_native_zoom"] = self.options.get("max_zoom", 18)
        self.options["max_zoom"] = 22

    @property
    def origins(self) -> list[str]:
        """The hosts that tiles are asked from, for the security policy of the page."""
        parts = urlsplit(self.tiles)
        names: Any = self.options.get("subdomains", "abc")
        hosts = dict.fromkeys(parts.netloc.replace("{s}", name) for name in names)
        return [f"{parts.scheme}://{host}" for host in hosts]


def tianditu(key: str, *, layer: str = "vec", lang: Lang = "zh") -> BaseMap:
    """Describe a layer of 天地图, with the user's own key.

    A page with it asks tianditu.gov.cn for tiles when it is opened, and holds the
    key: give it only to those who may have the key.

    Parameters
    ----------
    key
        The key (tk) of kind "browser", from the console of 天地图.
    layer
        "vec" (vector), "img" (imagery) or "ter" (terrain), and "cva", "cia", "cta"
        for the labels of each.
    lang
        Language of the layer's name.

    Returns
    -------
    base_map
        For the argument `basemap` of `disposal_map`.

    Raises
    ------
    ValueError
        The key is empty or the layer is not known.

    Examples
    --------
    >>> tianditu("my-key", layer="img").name
    '天地图 影像'
    """
    if not key.strip():
        raise ValueError("天地图 needs your own key; pass it as key")
    if layer not in _TIANDITU:
        raise ValueError(f"unknown layer {layer!r}; use one of {', '.join(_TIANDITU)}")
    url = (
        f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile"
        f"&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
        f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={quote(key.strip())}"
    )
    return BaseMap(
        name=text(f"map.tianditu.{layer}", lang),
        url=url,
        attribution="天地图 · 国家地理信息公共服务平台",
        subdomains="01234567",
        overlay=layer in _LABEL_LAYERS,
    )


def base_map_layers(base_maps: BaseMaps) -> list[BaseMapLayer]:
    """Make the layers of the base maps asked for.

    Parameters
    ----------
    base_maps
        None, one or several.

    Returns
    -------
    layers
        One each; the first is shown, and all that lie over another.

    Raises
    ------
    TypeError
        Something is no base map.
    """
    if base_maps is None:
        return []
    if isinstance(base_maps, BaseMap | xyzservices.TileProvider):
        base_maps = [base_maps]
    sources = list(base_maps)
    for source in sources:
        if not isinstance(source, BaseMap | xyzservices.TileProvider):
            raise TypeError(
                f"basemap {source!r} is no base map; use tianditu(key), a BaseMap or "
                "a provider of xyzservices"
            )
    overlays = [isinstance(s, BaseMap) and s.overlay for s in sources]
    first = overlays.index(False) if False in overlays else -1
    return [
        BaseMapLayer(source, show=over or number == first)
        for number, (source, over) in enumerate(zip(sources, overlays, strict=True))
    ]
