"""The words of a page in both languages."""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["WORDS", "capital"]

WORDS = MappingProxyType({
    "zh": {
        "html_lang": "zh-CN",
        "and": "、",
        "parcels": "地块",
        "empty": "没有可显示的地块。",
        "banners": "旗区界线",
        "layers": "图层",
        "missing": "未填",
        "class": "分类",
        "count": "宗数",
        "mu": "亩",
        "ha": "公顷",
        "total": "合计",
        "area": "面积",
        "note": "面积按 CGCS2000 椭球面计算，各行已调平至合计。",
        "note_given": "面积按提供的数值，各行已调平至合计。",
        "undrawn": "另有 {} 宗没有图形，计入宗数，未绘出。",
        "banner": "旗区",
        "by_banner": "分旗区",
        "outside": "旗区界线以外",
        "placed": "分旗区按地块所在位置，跨界地块在界线处切开，宗数计入面积大的一侧。",
        "declared": "分旗区按地块登记的旗区。",
        "filter": "筛选",
        "search": "查找：名称、编号、权利人、拼音首字母",
        "none": "没有找到",
        "found": "结果列表",
        "text": "含有文字",
        "least": "最小",
        "most": "最大",
        "clear": "全部清除",
        "remove": "去掉",
        "overdue": "已逾期（截至 {day}）",
        "reading": "正在读取地块……",
        "too_old": "此浏览器过旧，读不了压缩的地图：请换用新版浏览器；或请制图人"
        "重新生成不压缩的网页（landbase map 加 --no-compress，项目文件 [map] 写 "
        "compress = false，Python 用 compress=False）。",
        "unread": "地块数据读取失败：可能超出浏览器的内存，或文件已损坏。"
        "请分旗区出图，或重新生成此页。",
        "close": "关闭",
        "zoom_in": "放大",
        "zoom_out": "缩小",
        "metre": "米",
        "km": "公里",
    },
    "en": {
        "html_lang": "en",
        "and": " / ",
        "parcels": "parcels",
        "empty": "There are no parcels to show.",
        "banners": "Banner outlines",
        "layers": "Layers",
        "missing": "not given",
        "class": "Class",
        "count": "Parcels",
        "mu": "mu",
        "ha": "ha",
        "total": "Total",
        "area": "Area",
        "note": "Areas on the CGCS2000 ellipsoid; lines levelled to the total.",
        "note_given": "Areas as given; lines levelled to the total.",
        "undrawn": "{} more without geometry: counted, not drawn.",
        "banner": "Banner",
        "by_banner": "By banner",
        "outside": "outside all banners",
        "placed": "By banner: by where parcels lie, cut at the lines; a parcel counts "
        "where most of it is.",
        "declared": "By banner: by the declared banner.",
        "filter": "Filter",
        "search": "Find: name, id, holder, pinyin",
        "none": "Nothing found",
        "found": "Results",
        "text": "Contains text",
        "least": "from",
        "most": "to",
        "clear": "Clear all",
        "remove": "Remove",
        "overdue": "Overdue on {day}",
        "reading": "Reading the parcels …",
        "too_old": "This browser is too old to read a compressed map: use a newer one, "
        "or have the page made again without compression (landbase map --no-compress; "
        "compress = false in [map] of the project file; compress=False in Python).",
        "unread": "The parcels could not be read: they may exceed the memory of "
        "the browser, or the file is damaged. Draw one map per banner, or make the "
        "page again.",
        "close": "Close",
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
        "metre": "m",
        "km": "km",
    },
})


def capital(text: str) -> str:
    """Begin a label with a capital, as a line of its own does."""
    return text[:1].upper() + text[1:]
