"""What a raw table lacks to be one of parcels at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from landbase.clean.mapping import Mapped
    from landbase.sources import RawTable

__all__ = ["Fault", "find_fault"]


class Fault(NamedTuple):
    """What a table lacks, in both languages."""

    en: str
    zh: str


def find_fault(raw: RawTable, mapped: Mapped, *, category: str | None) -> Fault | None:
    """Say what a table lacks to be one of parcels.

    Parameters
    ----------
    raw, mapped
        The table as found, and under our names.
    category
        The category of all rows, as the user says.

    Returns
    -------
    fault
        None where nothing is lacking. Where reading met errors the first is told too,
        for that may be why columns are missing.
    """
    lacking = _lacking(raw, mapped, category)
    errors = raw.issues.of_severity("error").table
    if lacking is None or errors.empty:
        return lacking
    first = errors.iloc[0]
    return Fault(
        f"{lacking.en}. {first['message_en']}", f"{lacking.zh}。{first['message_zh']}"
    )


def _lacking(raw: RawTable, mapped: Mapped, category: str | None) -> Fault | None:
    headers = list(map(str, raw.frame.columns))
    has = f"It has: {', '.join(headers) or 'no columns'}"
    has_zh = f"现有字段：{'、'.join(headers) or '无'}"
    if raw.geometry is None:
        return Fault(f"{raw.source} has no geometry", f"{raw.source} 没有图形")
    if not headers and not len(raw.rows):
        return Fault(
            f"{raw.source} has no rows; export it again",
            f"{raw.source} 中没有任何要素；请重新导出",
        )
    if "parcel_id" not in mapped.ours:
        return Fault(
            f"{raw.source} has no column with the parcel id (地块编号); name it with "
            f'fields={{"its header": "parcel_id"}}. {has}',
            f"{raw.source} 没有地块编号字段；如字段名特殊，请在项目文件的 fields 中"
            f"对应为 parcel_id。{has_zh}",
        )
    if category is None and "category" not in mapped.ours:
        return Fault(
            f'{raw.source} has no column with the category; pass category="idle" or '
            f'"approved_unsupplied", or name the column with fields=. {has}',
            f"{raw.source} 没有类别字段；请用 category= 指定批而未供或闲置土地，"
            f"或用 fields 指明类别字段。{has_zh}",
        )
    return None
