"""Read tables of approvals (批次) and of supplies (供地)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd

from landbase.errors import SchemaError, SourceError
from landbase.io.sheets import read_grids
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import column_labels
from landbase.tables.cells import parse_areas, parse_dates, parse_numbers, parse_text
from landbase.tables.headers import find_table
from landbase.texts import Both, Text

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.units import AreaUnit

__all__ = ["SupplyTable", "read_supply_table"]

SupplyTable: TypeAlias = Literal["approvals", "supplies"]

_KINDS = ("ledger_field", "table_field", "field")
_SAYS = ("approval_no", "year", "approval_date", "banner", "zone")
# the first of these that a table has is its area
_AREAS = {
    "approvals": ("batch_area_m2", "declared_area_m2", "area"),
    "supplies": ("supplied_area_m2", "declared_area_m2", "area"),
}


def read_supply_table(
    path: Path | str,
    kind: SupplyTable,
    *,
    sheet: str | None = None,
    rules: Rules | None = None,
) -> pd.DataFrame:
    r"""Read approvals or supplies, one row each, as `supply_rates` takes them.

    Parameters
    ----------
    path
        An .xlsx, .xls or CSV file. Approvals have 批准文号, 批准日期 or 年度, and
        批准面积; supplies have 供地面积, and 批准文号 of the approval they are from,
        or its year; either may have 旗区 and 开发区. The unit of areas stands in the
        header or in the cells.
    kind
        "approvals" or "supplies".
    sheet
        The sheet; by default the first with such a header.
    rules
        The words; by default those that come with landbase.

    Returns
    -------
    table
        `approval_no`, `year`, `approval_date`, `banner` (code), `zone`, `area_m2`;
        sums at the foot of the sheet (合计) are left out.

    Raises
    ------
    SourceError
        The file cannot be read, or no sheet has the columns.
    SchemaError
        An area, a year, a day or a banner cannot be understood; the message names the
        rows.
    MissingDependencyError
        The file is an .xls and xlrd is not installed.

    Examples
    --------
    >>> import tempfile
    >>> lines = "批准文号,年度,批准面积（公顷）\n甲,2019,6\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "批次.csv")
    ...     _ = path.write_text(lines, "utf-8")
    ...     read_supply_table(path, "approvals")["area_m2"].tolist()
    [60000.0]
    """
    known, path = rules_of(rules), Path(path)
    grids = [g for g in read_grids(path).grids if sheet in {None, g.name}]
    names = (*_SAYS, *_AREAS[kind])
    table = find_table(grids, known, columns=names, needed=_SAYS[:1], kinds=_KINDS)
    area = next((n for n in _AREAS[kind] if table.frame[n].notna().any()), None)
    if table.lacking or area is None:
        raise SourceError("supply_table_missing", path=path)
    filled = table.frame[area].notna() & (table.frame[area] != "")
    rows = table.frame[filled & ~_is_sum(table.frame)]
    units = table.units.get(area, ())
    read, faults = _read(rows, area, units[0] if len(units) == 1 else None, known)
    if faults:
        labels = column_labels("zh", vocabulary=known.vocabulary, kinds=_KINDS)
        what = [
            Text(
                "errors.tasks_cells",
                column=Both(name, labels[name]),
                rows=[str(row + table.first_row) for row in found],
            )
            for name, found in faults.items()
        ]
        raise SchemaError("tasks_not_understood", path=path, what=what)
    return read.reset_index(drop=True)


def _is_sum(frame: pd.DataFrame) -> pd.Series:
    """Find the rows of sums: none of their texts is but 合计, 小计 or 总计."""
    texts = frame[["approval_no", "banner", "zone"]].apply(parse_text)
    sums = texts.apply(lambda column: column.str.contains("合计|小计|总计", na=False))
    return pd.Series(sums.any(axis=1), index=frame.index)


def _read(
    rows: pd.DataFrame, area: str, unit: AreaUnit | None, rules: Rules
) -> tuple[pd.DataFrame, dict[str, list[int]]]:
    """Read the cells; give what could not be understood, by column."""
    areas, *_ = parse_areas(rows[area], unit=unit)
    years = rows["year"].map(
        lambda cell: cell.strip().removesuffix("年") if isinstance(cell, str) else cell
    )
    year, bad_year = parse_numbers(years)
    days, bad_day = parse_dates(rows["approval_date"], zone=rules.zone)
    banner = parse_text(rows["banner"])
    codes = rules.find_banners(banner)
    faults = {
        area: areas.isna(),
        "year": bad_year,
        "approval_date": bad_day,
        "banner": banner.notna() & codes.isna(),
    }
    table = pd.DataFrame({
        "approval_no": parse_text(rows["approval_no"]),
        "year": year,
        "approval_date": days,
        "banner": codes,
        "zone": parse_text(rows["zone"]),
        "area_m2": areas,
    })
    found = {
        name: np.flatnonzero(bad.reindex(rows.index)) for name, bad in faults.items()
    }
    return table, {n: rows.index[at].tolist() for n, at in found.items() if len(at)}
