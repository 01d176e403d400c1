"""What should be found in the small files: `as_it_arrives/预期问题.csv`.

Errors and warnings are listed in full; of the notes only those that a file is there
for. A refusal has the name of the exception as its code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from making.tables import write_csv

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["EXPECTED", "write_expected"]

HEADER = ("文件", "读取参数", "来源", "行号", "地块编号", "问题代码", "说明")


class _File(NamedTuple):
    """A file, the argument to read it with, its issues: (row, code, what is wrong)."""

    name: str
    found: tuple[tuple[int, str, str], ...]
    argument: str = ""
    inside: str = ""
    prefix: str = "150621-P-9"


EXPECTED = (
    _File("GBK编码_无cpg.shp", ((0, "encoding_chosen", "GBK 文字，语言字节 0x4D"),)),
    _File("UTF8编码_无cpg.shp", ((0, "encoding_chosen", "UTF-8 文字，未注明编码"),)),
    _File("文字截断.shp", ((6, "text_cut", "项目名称在半个汉字处被截断"),)),
    _File(
        "压缩包.zip",
        ((0, "encoding_chosen", "压缩包内的 GBK 编码 shapefile"),),
        inside="/批而未供.shp",
    ),
    _File("缺投影_有带号.shp", ((0, "crs_detected", "无 .prj，横坐标带带号 37"),)),
    _File(
        "缺投影_无带号.shp",
        ((0, "CRSError", "无 .prj，横坐标无带号：必须指定 crs= 或 zone="),),
    ),
    _File(
        "缺投影_无带号.shp",
        ((0, "crs_given", "指定坐标系后可读"),),
        argument="crs=EPSG:4546",
    ),
    _File(
        "坐标轴颠倒.shp",
        (
            (0, "crs_detected", "无 .prj，横坐标带带号 37"),
            (0, "axes_swapped", "纵横坐标颠倒"),
        ),
    ),
    _File("西安80坐标.shp", ((0, "CRSError", "西安 80：不提供转换参数则拒绝"),)),
    _File("面积单位未注明.shp", ((0, "area_unit_inferred", "TDMJ 实为公顷"),)),
    _File("面积不符.shp", ((5, "declared_area_differs", "登记面积偏大 3 %"),)),
    _File("环未闭合.geojson", ((5, "unclosed_ring", "界线首尾点不同"),)),
    _File(
        "几何问题.gpkg",
        (
            (3, "geometry_repaired", "自相交，修复后面积几乎不变"),
            (4, "geometry_broken", "蝴蝶形，修复会改变面积"),
            (6, "thin_parcel", "宽不足半米的碎片"),
            (7, "zero_area", "面积为零"),
            (9, "empty_geometry", "没有图形"),
        ),
    ),
    _File(
        "重复与重叠.gpkg",
        (
            (2, "overlap_two_way", "与第 8 行图形相同"),
            (9, "overlap_one_way", "第 10 行在其内"),
            (11, "overlap_partial", "与第 12 行部分重叠"),
        ),
    ),
    _File(
        "两类同一地块.gpkg",
        ((9, "land_in_both_categories", "与闲置土地第 7 行是同一块地"),),
        inside="(批而未供)",
    ),
    _File(
        "两类同一地块.gpkg",
        ((4, "id_in_both_categories", "与批而未供第 6 行编号相同"),),
        inside="(闲置土地)",
    ),
    _File(
        "旗区问题.shp",
        (
            (0, "terms_mapped", "第 6 行用旧区划代码 152722"),
            (3, "other_banner", "登记旗区与位置不符"),
            (4, "missing_banner", "未填旗区"),
            (4, "banner_not_declared", "未填旗区"),
            (5, "unknown_banner", "旗区代码无法识别"),
            (5, "banner_not_declared", "旗区代码无法识别，视为未填"),
            (7, "outside_banners", "不在任何旗区之内"),
            (9, "straddles", "跨旗区界线"),
        ),
    ),
    _File(
        "填写问题.shp",
        (
            (2, "missing_id", "没有地块编号"),
            (4, "duplicate_id", "与第 3 行编号相同"),
            (5, "missing_category", "没有类别"),
            (6, "unknown_category", "类别无法识别"),
            (7, "missing_term", "没有形成原因"),
            (8, "unknown_cause", "形成原因无法识别"),
            (9, "unknown_disposal_type", "处置方式无法识别"),
            (10, "term_misfit", "处置方式不适用于批而未供"),
            (11, "bad_date", "没有这一天"),
            (12, "bad_date", "不是日期"),
            (13, "bad_number", "面积不是数"),
            (14, "missing_term", "没有处置方式"),
            (16, "repeated_row", "与第 15 行完全相同"),
        ),
    ),
)
# Rows whose id is not the one that its number gives.
_IDS = {
    ("填写问题.shp", 2): "",
    ("填写问题.shp", 4): "150621-P-9003",
    ("填写问题.shp", 16): "150621-P-9015",
    ("两类同一地块.gpkg", 4): "150621-P-9006",
    ("环未闭合.geojson", 5): "",
    ("文字截断.shp", 6): "",
}


def write_expected(path: Path) -> None:
    """Write the table of expected issues."""
    rows = [
        (
            file.name,
            file.argument,
            f"{file.name}{file.inside}",
            str(row or ""),
            _IDS.get((file.name, row), f"{file.prefix}{row:03d}" if row else ""),
            code,
            text,
        )
        for file in EXPECTED
        for row, code, text in file.found
    ]
    write_csv(pd.DataFrame(rows, columns=HEADER, dtype=str), path)
