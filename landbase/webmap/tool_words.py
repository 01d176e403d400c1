"""The words of the time slider, the selection and the card, in both languages."""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["AREA_LABELS", "CARD_WORDS", "SELECT_WORDS", "TIME_WORDS"]

# columns of `compare_areas`, on the card
AREA_LABELS = MappingProxyType({
    "zh": {
        "ellipsoidal_m2": "椭球面积",
        "planar_m2": "平面面积",
        "declared_m2": "登记面积",
        "published_m2": "公布面积",
    },
    "en": {
        "ellipsoidal_m2": "Ellipsoidal area",
        "planar_m2": "Plane area",
        "declared_m2": "Declared area",
        "published_m2": "Published area",
    },
})

CARD_WORDS = MappingProxyType({
    "zh": {
        "decisions": "处置记录",
        "undecided": "尚无处置记录",
        "corrected": "已更正",
        "correction": "更正",
        "later": "此日之后",
    },
    "en": {
        "decisions": "Decisions",
        "undecided": "No decisions yet",
        "corrected": "corrected",
        "correction": "correction",
        "later": "after this day",
    },
})

TIME_WORDS = MappingProxyType({
    "zh": {
        "time": "时间",
        "day": "日期（年-月-日）",
        "play": "播放",
        "pause": "暂停",
        "earlier": "上一个处置日",
        "later": "下一个处置日",
        "at": "{n} / {all} 项处置已生效",
        "mark": "数据截止 {day}",
    },
    "en": {
        "time": "Time",
        "day": "Day (year-month-day)",
        "play": "Play",
        "pause": "Pause",
        "earlier": "Previous day with a decision",
        "later": "Next day with a decision",
        "at": "{n} of {all} decisions in force",
        "mark": "as of {day}",
    },
})

SELECT_WORDS = MappingProxyType({
    "zh": {
        "selection": "选择",
        "box": "框选地块（也可按住 Shift 点选或拖框）",
        "every": "全选当前显示的地块",
        "selected": "已选 {n} 宗",
        "unlinked": "超过 {n} 宗，选择不写入链接",
        "hidden": "另有 {n} 宗未显示，不计入",
        "copy": "复制",
        "copied": "已复制",
        "copyFailed": "浏览器不允许复制，请下载",
        "clear": "清除",
        "add": "加入选择",
        "take": "移出选择",
        "file": "选中地块",
        "m2": "面积（平方米）",
        "mu": "面积（亩）",
        "ha": "面积（公顷）",
        "day": "截止日期",
        "note": "图形供显示用，坐标取至 0.000001 度；"
        "面积按原图形计算，不可由此图形推算。",
    },
    "en": {
        "selection": "Selection",
        "box": "Select with a box (or hold Shift and click or drag)",
        "every": "Select all that is shown",
        "selected": "{n} selected",
        "unlinked": "more than {n}: not kept in the link",
        "hidden": "{n} more not shown, not counted",
        "copy": "Copy",
        "copied": "Copied",
        "copyFailed": "The browser does not allow copying; download instead",
        "clear": "Clear",
        "add": "Select",
        "take": "Deselect",
        "file": "selected-parcels",
        "m2": "area (m²)",
        "mu": "area (mu)",
        "ha": "area (ha)",
        "day": "as of",
        "note": "Outlines are for drawing, rounded to 0.000001 degree; areas are of "
        "the outlines as surveyed and must not be computed from these.",
    },
})
