"""The words of tables and bulletins in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landbase.banners.table import AreaKind
    from landbase.rules.vocabulary import Lang

__all__ = ["WORDS", "make_note"]


def make_note(
    day: str = "",
    *,
    lang: Lang,
    areas: AreaKind = "ellipsoidal",
    maker: str = "",
    override: int = 0,
) -> str:
    """Say below a title what the figures are.

    Parameters
    ----------
    day
        The day they are of, where there is one.
    lang
        Language.
    areas
        Which areas they are.
    maker
        Who made them.
    override
        How many errors are open.

    Returns
    -------
    note
        One line.
    """
    words = WORDS[lang]
    parts = [words["day"].format(day)] if day else []
    parts.append(words["areas"].format(words[f"{areas}_areas"]))
    parts += [words["maker"].format(maker)] if maker else []
    note = ("　" if lang == "zh" else "; ").join(parts)
    return note + (words["override"].format(override) if override else "")


WORDS = MappingProxyType({
    "zh": {
        "wan": "万亩",
        "mu": "亩",
        "ha": "公顷",
        "banner": "旗区",
        "disposal_type": "处置方式",
        "cause": "形成原因",
        "status": "处置状态",
        "total": "合计",
        "twice": "重复计入（扣减）",
        "missing": "未填",
        "zone": "开发区",
        "by_title": "批而未供和闲置土地面积表（按{}）",
        "by_name": "按{}",
        "progress_title": "{}年批而未供和闲置土地处置任务进度表",
        "progress_name": "{}年进度",
        "overdue_title": "逾期未处置地块清单",
        "overdue_name": "逾期清单",
        "parcels_title": "批而未供和闲置土地地块清单（一地一策）",
        "parcels_name": "地块清单",
        "issues_title": "数据问题清单",
        "issues_name": "数据问题",
        "declared_banner": "登记的旗区",
        "check_title": "登记面积与椭球面积核对表",
        "check_name": "面积核对",
        "day": "数据截止：{}",
        "areas": "面积：{}，各行已调平至合计",
        "ellipsoidal_areas": "CGCS2000 椭球面积",
        "planar_areas": "高斯-克吕格平面面积",
        "declared_areas": "登记面积",
        "maker": "填报单位：{}",
        "override": "（注意：数据尚有 {} 个错误级问题未处理，经指定仍出具）",
        "days": "逾期天数",
        "number": "序号",
        "area_mu": "面积（亩）",
        "area_ha": "面积（公顷）",
        "declared": "登记面积（亩）",
        "ellipsoidal": "椭球面积（亩）",
        "delta": "差值（亩）",
        "lacking": "未填登记面积宗数",
        "date": "{0.year}年{0.month}月{0.day}日",
        "bulletin": "批而未供和闲置土地处置工作通报",
        "mark": "内部使用",
        "chart": "年度任务与处置进度",
        "months": "{}年各月处置面积",
        "map": "批而未供和闲置土地处置状态图",
        "in_period": "{}，全市共消化处置{}宗、{:,.2f}亩，其中{}。",
        "part_in_period": "{}{}宗{:,.2f}亩",
        "stock": "全市纳入台账的存量土地共{:.2f}万亩，其中{}。",
        "part_of_stock": "{}{:.2f}万亩（{}宗）",
        "comma": "，",
    },
    "en": {
        "wan": "10,000 mu",
        "mu": "mu",
        "ha": "ha",
        "banner": "Banner",
        "disposal_type": "disposal type",
        "cause": "cause",
        "status": "status",
        "total": "total",
        "twice": "counted twice (taken off)",
        "missing": "not given",
        "zone": "development zone",
        "by_title": "Approved-but-unsupplied and idle land by {}",
        "by_name": "By {}",
        "progress_title": "Tasks and disposals of {}",
        "progress_name": "Progress {}",
        "overdue_title": "Overdue parcels",
        "overdue_name": "Overdue",
        "parcels_title": "Parcels",
        "parcels_name": "Parcels",
        "issues_title": "Issues",
        "issues_name": "Issues",
        "declared_banner": "Declared banner",
        "check_title": "Declared against ellipsoidal areas",
        "check_name": "Area check",
        "day": "As of {}",
        "areas": "{}, lines levelled to totals",
        "ellipsoidal_areas": "CGCS2000 ellipsoidal areas",
        "planar_areas": "plane areas (Gauss-Krüger)",
        "declared_areas": "declared areas",
        "maker": "by {}",
        "override": " (made although {} error-level issues are open)",
        "days": "days overdue",
        "number": "No.",
        "area_mu": "area (mu)",
        "area_ha": "area (ha)",
        "declared": "declared (mu)",
        "ellipsoidal": "ellipsoidal (mu)",
        "delta": "difference (mu)",
        "lacking": "without declared area",
        "date": "{0:%Y-%m-%d}",
        "bulletin": "Bulletin on approved-but-unsupplied and idle land",
        "mark": "Internal use",
        "chart": "Annual tasks and disposals",
        "months": "Disposed of in each month of {}",
        "map": "Approved-but-unsupplied and idle land by status",
        "in_period": "{}: {} parcel(s), {:,.2f} mu disposed of, of these {}.",
        "part_in_period": "{} {} parcel(s), {:,.2f} mu",
        "stock": "The land base holds {:.2f} × 10,000 mu, of these {}.",
        "part_of_stock": "{} {:.2f} ({} parcel(s))",
        "comma": "; ",
    },
})
