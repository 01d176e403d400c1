"""The words on paper in both languages."""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["WORDS"]

WORDS = MappingProxyType({
    "zh": {
        "legend": "图例",
        "class": "分类",
        "count": "宗数",
        "mu": "亩",
        "ha": "公顷",
        "total": "合计",
        "missing": "未填",
        "banner_line": "旗区界线",
        "scale": "比例尺 1:{:,.0f}",
        "km": "公里",
        "m": "米",
        "north": "北",
        "inset": "位置示意",
        "maker": "制图单位：{}",
        "made_on": "制图日期：{}",
        "source": "资料来源：{}",
        "crs": "坐标系：{}",
        "symbols": "图斑在此比例尺下过小，以符号表示，符号面积与地块面积成正比：",
        "clusters": "图斑在此比例尺下过小且过密，{:g} 公里内同类地块合并为一个符号，"
        "符号面积与地块面积之和成正比：",
        "areas": "面积为 CGCS2000 椭球面积，各行已调平至合计。",
        "areas_given": "面积按提供的数值，各行已调平至合计。",
        "within": "图例统计为本图范围内的地块。",
        "unplaced": "另有 {} 个注记因位置不足未注。",
        "rate": "完成率",
        "task": "任务（亩）",
        "done": "已处置（亩）",
        "no_task": "无任务",
        "overdue": "整改时限",
        "area": "地块面积",
        "progress": "年度任务完成率",
    },
    "en": {
        "legend": "Legend",
        "class": "Class",
        "count": "Parcels",
        "mu": "mu",
        "ha": "ha",
        "total": "Total",
        "missing": "not given",
        "banner_line": "Banner outline",
        "scale": "Scale 1:{:,.0f}",
        "km": "km",
        "m": "m",
        "north": "N",
        "inset": "Location",
        "maker": "Made by: {}",
        "made_on": "Date: {}",
        "source": "Source: {}",
        "crs": "CRS: {}",
        "symbols": "Too small at this scale: drawn as symbols whose area is "
        "in proportion to the parcel's:",
        "clusters": "Too small and too many at this scale: parcels of a class within "
        "{:g} km are one symbol, in proportion to the sum of their areas:",
        "areas": "Areas on the CGCS2000 ellipsoid; lines levelled to the total.",
        "areas_given": "Areas as given; lines levelled to the total.",
        "within": "The legend counts the parcels within this map.",
        "unplaced": "{} more labels had no room.",
        "rate": "Rate",
        "task": "Task (mu)",
        "done": "Disposed (mu)",
        "no_task": "no task",
        "overdue": "Deadline",
        "area": "Parcel area",
        "progress": "Completion of the annual task",
    },
})
