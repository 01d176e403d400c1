"""Where the synthetic parcels lie: towns and development zones, placed by hand.

Positions are rough. The four development zones are those whose names are published;
everything else about them, lots included, is made up.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BANNERS", "OPEN_COUNTS", "PLACES", "Banner", "Place"]


@dataclass(frozen=True)
class Banner:
    """A banner: Chinese and English name, and the word its documents begin with."""

    zh: str
    en: str
    short: str


@dataclass(frozen=True)
class Place:
    """A town or development zone laid out in blocks.

    Attributes
    ----------
    banner, name
        Which banner, and what the place is called in parcel names.
    lon, lat
        Its middle, in degrees.
    turn
        How far the street grid is turned, in degrees.
    lots
        How many parcels it holds.
    zone
        The name of the development zone; empty for a town.
    """

    banner: str
    name: str
    lon: float
    lat: float
    turn: float
    lots: int
    zone: str = ""


BANNERS = {
    "150602": Banner("东胜区", "Dongsheng District", "东"),
    "150603": Banner("康巴什区", "Kangbashi District", "康"),
    "150621": Banner("达拉特旗", "Dalad Banner", "达"),
    "150622": Banner("准格尔旗", "Jungar Banner", "准"),
    "150623": Banner("鄂托克前旗", "Otog Front Banner", "鄂前"),
    "150624": Banner("鄂托克旗", "Otog Banner", "鄂"),
    "150625": Banner("杭锦旗", "Hanggin Banner", "杭"),
    "150626": Banner("乌审旗", "Uxin Banner", "乌"),
    "150627": Banner("伊金霍洛旗", "Ejin Horo Banner", "伊"),
}

PLACES = (
    Place("150602", "东胜城区", 109.985, 39.815, 8, 95),
    Place("150602", "罕台", 109.82, 39.845, -12, 50),
    Place("150603", "康巴什新区", 109.79, 39.655, 21, 70),
    Place("150603", "康巴什东园", 109.872, 39.632, 3, 25),
    Place("150621", "树林召", 110.03, 40.405, -5, 60),
    Place("150621", "达拉特园区", 110.14, 40.35, 14, 55, "达拉特经济开发区"),
    Place("150621", "白泥井", 110.42, 40.27, 30, 15),
    Place("150622", "薛家湾", 111.20, 39.86, 37, 60),
    Place("150622", "大路园区", 111.12, 40.03, -9, 75, "鄂尔多斯准格尔经济开发区"),
    Place("150622", "沙圪堵", 110.88, 39.65, -28, 35),
    Place("150623", "敖勒召其", 107.48, 38.20, 2, 30),
    Place("150623", "上海庙园区", 106.94, 38.28, -17, 45, "上海庙经济开发区"),
    Place("150624", "乌兰镇", 107.98, 39.09, 11, 35),
    Place("150624", "棋盘井", 107.08, 39.38, -22, 60),
    Place("150624", "蒙西", 106.91, 39.82, 5, 30),
    Place("150625", "锡尼镇", 108.73, 39.84, 18, 35),
    Place("150625", "独贵塔拉", 108.65, 40.56, -14, 35),
    Place("150626", "嘎鲁图", 108.84, 38.60, -3, 40),
    Place("150626", "图克", 109.33, 38.99, 26, 35),
    Place("150627", "阿勒腾席热", 109.74, 39.53, -8, 50),
    Place("150627", "蒙苏园区", 109.90, 39.50, 16, 60, "鄂尔多斯蒙苏经济开发区"),
    Place("150627", "乌兰木伦", 110.10, 39.32, -35, 25),
)

# Parcels outside the towns: wind and solar sites, mines, roads.
OPEN_COUNTS = {
    "150602": 95,
    "150603": 10,
    "150621": 100,
    "150622": 110,
    "150623": 65,
    "150624": 95,
    "150625": 65,
    "150626": 65,
    "150627": 75,
}
