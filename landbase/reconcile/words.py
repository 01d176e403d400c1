"""The classes of a difference and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from landbase.rules.vocabulary import Lang

__all__ = [
    "CLASSES",
    "FINE",
    "MATCHES",
    "UNEXPLAINED",
    "class_labels",
    "columns_of",
    "text",
]

# code → Chinese, English; the order is that of reports
CLASSES = {
    "agree": ("一致", "agree"),
    "within_rounding": ("取舍误差以内", "within rounding"),
    "area_rule": ("按面积规则可解释", "by the area rule"),
    "plane_for_ellipsoidal": ("以平面面积代椭球面积", "plane for ellipsoidal area"),
    "within_tolerance": ("容差以内", "within tolerance"),
    "unit_slip": ("单位错用", "unit slip"),
    "digit_transposition": ("相邻数字颠倒", "digits transposed"),
    "doubled_row": ("重复行", "doubled row"),
    "id_spelling": ("编号写法不同", "id written differently"),
    "other_id": ("同一地块编号不同", "same land, other id"),
    "split": ("左侧一宗，右侧分为多宗", "one on the left, several on the right"),
    "merged": ("左侧多宗，右侧合为一宗", "several on the left, one on the right"),
    "regrouped": ("多宗重新划分", "parcels divided anew"),
    "gcj_shift": ("坐标为火星坐标（GCJ-02）", "shifted as GCJ-02"),
    "zone_shift": ("坐标带号错", "in the wrong zone"),
    "boundary_moved": ("与邻近地块此增彼减", "exchanged with parcels nearby"),
    "other_group": ("所属分组不同", "in another group"),
    "elsewhere": ("编号相同，位置不同", "same id, other place"),
    "area_missing": ("一侧无面积", "area missing on one side"),
    "only_left": ("仅左侧有", "only on the left"),
    "only_right": ("仅右侧有", "only on the right"),
    "different": ("面积不同，原因不明", "different, not explained"),
}
UNEXPLAINED = ("elsewhere", "area_missing", "only_left", "only_right", "different")
# what needs no correction on either side
FINE = ("agree", "within_rounding", "area_rule", "within_tolerance")

_TEXTS = {
    "differences": ("差异明细", "differences"),
    "totals": ("分组合计", "totals"),
    "summary": ("原因汇总", "summary"),
    "title": ("面积对账：{left} − {right}", "Reconciliation: {left} − {right}"),
    "clean": ("两侧一致。", "The two accounts agree."),
    "hidden": (
        "注意：{groups} 的合计相符，但有 {rows} 行不符。",
        "Note: the totals of {groups} agree, but {rows} rows do not.",
    ),
    "state": (
        "共 {lines} 项，其中 {different} 项有差异，{open} 项原因不明。",
        "{lines} lines, {different} different, {open} not explained.",
    ),
    "signed": (
        "制表：　　　　复核：　　　　日期：",
        "prepared:          checked:          date:",
    ),
    "total": ("合计", "total"),
    "left": ("左侧", "left"),
    "right": ("右侧", "right"),
}
_COLUMNS = {
    "left_id": ("左侧编号", "left id"),
    "right_id": ("右侧编号", "right id"),
    "match": ("匹配方式", "matched by"),
    "group": ("分组", "group"),
    "left_rows": ("左侧行数", "left rows"),
    "right_rows": ("右侧行数", "right rows"),
    "left_m2": ("左侧面积（平方米）", "left m²"),
    "right_m2": ("右侧面积（平方米）", "right m²"),
    "delta_m2": ("差（平方米）", "delta m²"),
    "abs_m2": ("差的绝对值之和（平方米）", "sum of |delta| m²"),
    "share": ("占比", "share"),
    "class": ("原因", "class"),
    "evidence": ("依据", "evidence"),
    "explained": ("已解释", "explained"),
    "left_row": ("左侧来源行", "left source row"),
    "right_row": ("右侧来源行", "right source row"),
    "count": ("项数", "count"),
    "explained_m2": ("已解释（平方米）", "explained m²"),
    "unexplained_m2": ("未解释（平方米）", "unexplained m²"),
    "wrong_rows": ("不符项数", "wrong rows"),
    "hidden": ("合计相符而明细不符", "totals hide errors"),
}
MATCHES = {
    "id": ("编号", "id"),
    "spelling": ("编号（写法不同）", "id, written differently"),
    "overlap": ("图形重叠", "overlap"),
    "none": ("无对应", "none"),
}


def class_labels(lang: Lang = "zh") -> dict[str, str]:
    """Give the words for the classes of a difference."""
    return {code: pair[lang == "en"] for code, pair in CLASSES.items()}


def columns_of(lang: Lang) -> dict[str, str]:
    """Give the words for the columns of the tables."""
    return {code: pair[lang == "en"] for code, pair in _COLUMNS.items()}


def text(key: str, lang: Lang, **fields: object) -> str:
    """Give a text with its fields filled in."""
    return _TEXTS[key][lang == "en"].format_map(fields)
