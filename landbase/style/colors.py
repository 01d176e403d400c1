"""Colours, hatches and fonts of all maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FONTS", "HATCHES", "MISSING_COLOR", "PALETTE", "colors_of", "darker"]

# Fonts with Chinese letters, on Windows, macOS and Linux in this order.
FONTS = ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "sans-serif")

MISSING_COLOR = "#D5DADE"
_DARKER = 0.55  # share of a colour's light that its outline keeps

# Found by search: of the first 15 the nearest two differ by 19 in CIELAB, also as seen
# with deuteranopia or protanopia; of all by 18.
PALETTE = (
    "#334488",
    "#FFBB33",
    "#229988",
    "#CC5544",
    "#6699FF",
    "#998800",
    "#663355",
    "#88CC88",
    "#0088AA",
    "#AA4455",
    "#555511",
    "#00DDEE",
    "#CCCC66",
    "#22DDBB",
    "#2233AA",
    "#7755FF",
    "#004422",
    "#77BBFF",
    "#3366CC",
    "#1122CC",
)
HATCHES = (
    *("", "///", "...", "\\\\\\", "xxx", "+++", "---", "|||"),
    *("ooo", "//..", "\\\\..", "**", "xx..", "++..", "/-"),
    *("\\-", "||..", "oo--", "**||", "xx||"),
)


def colors_of(own: Mapping[str, str], codes: list[str]) -> list[str]:
    """Give every code its colour; those without one of their own get the rest."""
    rest = iter([color for color in PALETTE if color not in own.values()])
    return [own[code] if code in own else next(rest) for code in codes]


def darker(color: str) -> str:
    """Darken a colour so much that an outline of it is seen on white."""
    light = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part * _DARKER):02X}" for part in light)
