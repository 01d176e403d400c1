"""What a raw table lacks to be one of parcels at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.texts import Both, Text

if TYPE_CHECKING:
    from landbase.clean.mapping import Mapped
    from landbase.sources import RawTable

__all__ = ["find_fault"]


def find_fault(raw: RawTable, mapped: Mapped, *, category: str | None) -> Text | None:
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
    first = Both(errors.iloc[0]["message_en"], errors.iloc[0]["message_zh"])
    return Text("errors.table_and_reading", lacking=lacking, first=first)


def _lacking(raw: RawTable, mapped: Mapped, category: str | None) -> Text | None:
    headers = list(map(str, raw.frame.columns))
    has = headers or Text("errors.no_columns")
    if raw.geometry is None:
        return Text("errors.table_without_geometry", source=raw.source)
    if not headers and not len(raw.rows):
        return Text("errors.table_without_rows", source=raw.source)
    if "parcel_id" not in mapped.ours:
        return Text("errors.table_without_id", source=raw.source, headers=has)
    if category is None and "category" not in mapped.ours:
        return Text("errors.table_without_category", source=raw.source, headers=has)
    return None
