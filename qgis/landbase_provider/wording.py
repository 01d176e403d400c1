"""What the plugin says, in Chinese and English."""

from __future__ import annotations

import os

from qgis.core import QgsApplication

_VARIABLE = "LANDBASE_LANG"
_ELLIPSOIDAL = ("椭球面积", "on the ellipsoid")
_PLANAR = ("平面面积", "in the plane of the zone")
_DECLARED = ("登记面积", "as declared")
_WORDS = {
    "provider": ("landbase：批而未供和闲置土地", "landbase: unsupplied and idle land"),
    "setting": (
        "landbase 程序（留空则自动查找）",
        "The program landbase (empty: it is looked for)",
    ),
    "group.files": ("文件", "Files"),
    "group.base": ("土地库", "Land base"),
    "group.settings": ("设置", "Settings"),
    # what is said while working
    "counts": (
        "{error}个错误、{warning}个警告、{info}条提示。",
        "{error} errors, {warning} warnings, {info} notes.",
    ),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "note"),
    "recorded": ("已登记{count}条。", "{count} recorded."),
    "none_recorded": (
        "一条也没有登记，原因见问题表。",
        "Nothing was recorded; the table of issues says why.",
    ),
    "no_ids": (
        "图层没有parcel_id字段，请选用土地库的地块图层。",
        "The layer has no parcel_id; take a layer of parcels of the land base.",
    ),
    "too_many": (
        "将登记{count}宗，应为1至{most}宗。请在图层中选中地块并勾选“仅选中的要素”，或改大上限。",
        "{count} parcels, where 1 to {most} are expected. Select parcels and tick "
        "“Selected features only”, or raise the limit.",
    ),
    "not_found": (
        "没有找到landbase（{what}）。请先运行“准备 landbase 环境”，或在“设置→选项→处理→"
        "提供者→landbase”中指明程序。",
        "landbase was not found ({what}). Run “Prepare the landbase environment” first, "
        "or name the program in Settings > Options > Processing > Providers > landbase.",
    ),
    "not_made": (
        "没能建立landbase的环境：{what}",
        "The environment of landbase could not be made: {what}",
    ),
    "making": (
        "没有找到landbase，正在建立它的环境……",
        "landbase is not there; making its environment …",
    ),
    "stopped": ("已中止。", "Stopped."),
    # parameters
    "FILES": ("地块文件", "Files of parcels"),
    "BASE": ("土地库", "Land base"),
    "BASE_OR_NONE": ("土地库（代替文件）", "Land base (in place of files)"),
    "CATEGORY": (
        "土地类别（文件中没有时）",
        "Category (where the files do not say)",
    ),
    "BANNERS": ("旗区界线文件", "File of banner outlines"),
    "LAYER": ("只读的图层", "Read this layer only"),
    "CRS": (
        "坐标系（文件未注明时，或导出用）",
        "CRS (where a file has none; of an export)",
    ),
    "ENCODING": ("文字编码", "Encoding"),
    "RULES": ("规则文件", "File of rules"),
    "ON": ("截至日期", "As of"),
    "COLUMN": ("统计字段", "Column to count by"),
    "AREAS": ("面积", "Areas"),
    "AREAS.ellipsoidal": _ELLIPSOIDAL,
    "AREAS.planar": _PLANAR,
    "AREAS.declared": _DECLARED,
    "LEFT_AREA": ("甲账面积", "Areas of the first account"),
    "LEFT_AREA.declared": _DECLARED,
    "LEFT_AREA.ellipsoidal": _ELLIPSOIDAL,
    "LEFT_AREA.planar": _PLANAR,
    "RIGHT_AREA": ("乙账面积", "Areas of the second account"),
    "RIGHT_AREA.declared": _DECLARED,
    "RIGHT_AREA.ellipsoidal": _ELLIPSOIDAL,
    "RIGHT_AREA.planar": _PLANAR,
    "WORKBOOK": ("另存工作簿", "Workbook as well"),
    "PARCELS": ("地块（选中的）", "Parcels (those selected)"),
    "TYPE": ("处置方式", "Way of disposal"),
    "STATUS": ("处置状态", "Status"),
    "EFFECTIVE": ("处置日期", "Takes effect on"),
    "DUE": ("整改时限", "Due"),
    "DOCUMENT": ("文号", "Document number"),
    "BY": ("责任人", "Person responsible"),
    "REASON": ("备注", "Reason"),
    "EXCEPTION": ("例外说明", "Reason of an exception"),
    "MOST": ("最多登记几宗", "Record for at most"),
    "DAYS": ("几日内到期", "Due within days"),
    "CATEGORY_ONLY": ("只导出此类别", "Only this category"),
    "BANNER_ONLY": ("只导出此旗区", "Only this banner"),
    "STATUS_ONLY": ("只导出此状态", "Only this status"),
    "QUERY": ("条件", "Condition"),
    "SCHEMA": ("字段结构文件", "File of the field schema"),
    "FILE": ("写入的文件", "File to write"),
    "COUNT": ("宗数", "Parcels"),
    "COLOR_BY": ("分类字段", "Colour by"),
    "TITLE": ("图名", "Title"),
    "SIZE": ("纸张", "Paper"),
    **{f"SIZE.A{n}": (f"A{n}", f"A{n}") for n in range(5)},
    "PORTRAIT": ("纵向", "Portrait"),
    "ALLOW_ERRORS": ("数据有错误也出图", "Draw despite errors in the data"),
    "LEFT": ("甲账", "First account"),
    "RIGHT": ("乙账", "Second account"),
    "KEY": ("编号字段", "Column of ids"),
    "ANEW": ("重新建立环境", "Make the environment anew"),
    "PYTHON": ("Python 程序（3.11或更新）", "Python (3.11 or newer)"),
    "PACKAGE": ("安装的内容", "What to install"),
    "WHEELS": ("安装包文件夹（离线安装）", "Folder of wheels (offline)"),
    # algorithms
    "check": ("检查文件", "Check files"),
    "check.help": (
        "检查地块文件，问题列成一张表，错误在前。",
        "Checks files of parcels; what is wrong becomes a table, errors first.",
    ),
    "check.OUTPUT": ("问题表", "Issues"),
    "check.PARCELS": ("读入宗数", "Parcels read"),
    "check.ERRORS": ("错误数", "Errors"),
    "check.WARNINGS": ("警告数", "Warnings"),
    "areas": ("面积表", "Area table"),
    "areas.help": (
        "按旗区或其他字段统计宗数、亩、公顷，各项之和等于合计。",
        "Counts parcels, mu and hectares per banner or another column; sums close.",
    ),
    "areas.OUTPUT": ("面积表", "Area table"),
    "record": ("登记处置（选中的地块）", "Record decisions (selected parcels)"),
    "record.help": (
        "为每宗选中的地块登记一条相同的处置记录；不合规定的有一条则全部不登记。登记前请在QGIS中"
        "保存或结束编辑。",
        "Records the same decision for each parcel selected; all or none. Save or end an "
        "edit of the land base in QGIS first.",
    ),
    "record.OUTPUT": ("问题表", "Issues"),
    "record.RECORDED": ("登记条数", "Recorded"),
    "record.ERRORS": ("错误数", "Errors"),
    "record.WARNINGS": ("警告数", "Warnings"),
    "state": ("某日状态", "State of a day"),
    "state.help": (
        "取地块在某一天的状态，成为一个图层。",
        "Gives the parcels in their state of a day, as a layer.",
    ),
    "state.OUTPUT": ("该日状态", "State of that day"),
    "deadlines": ("整改时限", "Deadlines"),
    "deadlines.help": (
        "列出已逾期、即将到期和将满一年的地块。",
        "Lists what is overdue, due soon, and what will be idle soon.",
    ),
    "deadlines.OUTPUT": ("时限表", "Deadlines"),
    "export": ("导出", "Export"),
    "export.help": (
        "导出地块供上报，格式按后缀。",
        "Writes parcels to be sent up, in the format of the file's ending.",
    ),
    "figure": ("报告图", "Report map"),
    "figure.help": (
        "制作比例尺准确的报告用图（PDF、SVG、PNG）。",
        "Draws a report map, true to scale (PDF, SVG, PNG).",
    ),
    "reconcile": ("对账", "Reconcile"),
    "reconcile.help": (
        "核对两份账（土地库、地块文件或台账），逐宗说明差异原因。",
        "Holds two accounts (land base, parcels or ledger) against each other and says "
        "what explains each difference.",
    ),
    "reconcile.OUTPUT": ("逐宗对照", "Differences"),
    "reconcile.LINES": ("对照行数", "Lines"),
    "reconcile.UNEXPLAINED": ("原因不明", "Unexplained"),
    "environment": ("准备 landbase 环境", "Prepare the landbase environment"),
    "environment.help": (
        "查找landbase；没有时在用户配置文件夹中为它建立独立的Python环境。不能联网的电脑请指定安装包"
        "文件夹。",
        "Finds landbase; where there is none, makes a Python environment for it in the "
        "profile's folder. Without a network, name a folder of wheels.",
    ),
    "environment.COMMAND": ("程序", "Program"),
    "environment.VERSION": ("版本", "Version"),
}


def lang() -> str:
    """Give the language: that of QGIS, unless a variable says another."""
    chosen = os.environ.get(_VARIABLE, "")
    if chosen in {"zh", "en"}:
        return chosen
    return "zh" if QgsApplication.locale().lower().startswith("zh") else "en"


def say(key: str, **values: object) -> str:
    """Give a text, filled in.

    Raises
    ------
    KeyError
        There is no such text.
    """
    return _WORDS[key][lang() == "en"].format(**values)
