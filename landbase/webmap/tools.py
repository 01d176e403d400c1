"""Tools of a map page: measure, print, picture, dark and light; on any folium map."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from landbase.webmap.elements import Statement
from landbase.webmap.payload import printed_units
from landbase.webmap.words import WORDS

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Lang

__all__ = ["MapTools"]

_FEATURES = ("measureLength", "measureArea", "print", "picture", "theme")

_SHARED = ("metre", "km", "close")  # words that other parts of a page have too

_WORDS = MappingProxyType({
    "zh": {
        "map": "地图",
        "tools": "工具",
        "figures": "当前显示 {count} 宗，{mu} 亩，{ha} 公顷",
        "measure": "量测",
        "measureLength": "测距",
        "measureArea": "测面积",
        "length": "长度",
        "area": "面积",
        "around": "周长",
        "crossing": "边线相交，无法计算面积",
        "how": "点击加点，双击或回车结束。键盘：方向键移图，空格在图中心加点，"
        "退格删去上一点，Esc 退出。",
        "accuracy": "按 CGCS2000 椭球面计算：长度误差小于 1 毫米；边长 30 公里以内，"
        "面积误差小于百万分之一。不作为地块面积的依据。",
        "again": "重新量测",
        "m2": "平方米",
        "print": "打印",
        "printNow": "打印……",
        "paper": "纸张（横向）",
        "scale": "比例尺 1:",
        "ratio": "比例尺 1:",
        "centre": "（图幅中心，墨卡托投影）",
        "day": "制图日期",
        "maker": "制图单位",
        "source": "资料来源",
        "colon": "：",
        "north": "北",
        "filtered": "筛选：",
        "ofAll": "数字为当前显示的全部地块，不限于本图范围。",
        "noRoom": "分旗区表在此图幅放不下，未印出。",
        "and": "、",
        "picture": "存图",
        "saved": "图片已保存",
        "withoutTiles": "底图不允许复制，图片中没有底图。",
        "dark": "深色",
    },
    "en": {
        "map": "Map",
        "tools": "Tools",
        "figures": "Shown: {count} parcels, {mu} mu, {ha} ha",
        "measure": "Measuring",
        "measureLength": "Distance",
        "measureArea": "Area",
        "length": "Length",
        "area": "Area",
        "around": "Perimeter",
        "crossing": "the edges cross: no area",
        "how": "Click to add points; double-click or Enter ends. Keyboard: arrows "
        "move the map, space adds a point at its centre, backspace takes the last "
        "one off, Esc leaves.",
        "accuracy": "On the CGCS2000 ellipsoid: lengths within 1 mm, areas within a "
        "millionth for sides up to 30 km. Not the area of record of a parcel.",
        "again": "Start again",
        "m2": "m²",
        "print": "Print",
        "printNow": "Print…",
        "paper": "Paper (landscape)",
        "scale": "Scale 1:",
        "ratio": "Scale 1:",
        "centre": "(at the centre; Mercator)",
        "day": "Date",
        "maker": "Made by",
        "source": "Source",
        "colon": ": ",
        "north": "N",
        "filtered": "Filtered: ",
        "ofAll": "Figures are of all parcels shown, on this sheet or not.",
        "noRoom": "The table by banner has no room on this sheet: left out.",
        "and": ", ",
        "picture": "Save image",
        "saved": "The picture was saved",
        "withoutTiles": "The base map may not be copied: the picture is without it.",
        "dark": "Dark",
    },
})


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

    Examples
    --------
    >>> import folium
    >>> m = folium.Map(tiles=None)
    >>> m.add_child(MapTools(lang="en")) is m
    True
    """

    def __init__(self, *, lang: Lang = "zh", source: str = "") -> None:
        argument: dict[str, Any] = {
            "words": {**_WORDS[lang], **{name: WORDS[lang][name] for name in _SHARED}},
            "units": printed_units(lang),
            "features": _FEATURES,
            "source": source,
        }
        super().__init__("tools", argument)
