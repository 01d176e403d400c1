"""Rates of supply and of idleness over the approvals of some years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.apportion import exact_sums
from landbase.cases.events import typed_days
from landbase.cases.progress import CITY, MISSING
from landbase.errors import DataError
from landbase.rules.schema import column_named, require_columns
from landbase.tables.cells import texts_given

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["supply_rates"]


def supply_rates(
    approvals: pd.DataFrame,
    supplies: pd.DataFrame,
    idle: pd.DataFrame | None = None,
    *,
    years: tuple[int, int],
    by: str = "banner",
    gate: float = 0.65,
) -> pd.DataFrame:
    """Say what share of approved land is supplied, and what share of supplied is idle.

    供地率 = supplied / approved, 批而未供率 = (approved - supplied) / approved,
    闲置率 = idle / supplied, each over the approvals of a span of years. That the rates
    are formed so is general knowledge only; ask the bureau (docs/rules.md).

    Parameters
    ----------
    approvals
        One row an approval (批次): `approval_no`, `area_m2`, its year as `year` or
        `approval_date`, and the column `by`.
    supplies
        One row a supply (供地): `area_m2` and `approval_no`. A supply belongs to the
        span and the part of its approval; one whose approval is not listed goes by its
        own `year` or `approval_date` and `by`, where there are such.
    idle
        Idle parcels, likewise with `area_m2`; without them there is no idle rate.
    years
        The first and the last year of approval, both included: five years for the
        rate that blocks new development areas.
    by
        The column that parts the city, "banner" or "zone".
    gate
        The supply rate below which a part may not found development areas, 0 to 1.

    Returns
    -------
    rates
        Index `by`: the parts in order ("missing" where none is named), then "city",
        which they sum to. Columns `approvals` (how many), `approved_m2`,
        `supplied_m2`, `unsupplied_m2` (approved - supplied), `idle_m2`,
        `unmatched_m2` (supplies of which no approval and no year is known; in no rate),
        `supply_rate`, `unsupplied_rate`, `idle_rate` (missing where there is nothing to
        divide by) and `below_gate`.

    Raises
    ------
    SchemaError
        A column is missing.
    DataError
        An area is missing, an approval has no year or is listed twice, or the years are
        the wrong way round.

    Examples
    --------
    >>> approvals = pd.DataFrame({
    ...     "approval_no": ["甲", "乙"], "year": [2019, 2021], "banner": "150602",
    ...     "area_m2": [60_000.0, 40_000.0]})
    >>> supplies = pd.DataFrame({"approval_no": ["甲"], "area_m2": [60_000.0]})
    >>> rates = supply_rates(approvals, supplies, years=(2019, 2023))
    >>> rates.loc["city", ["supply_rate", "unsupplied_rate"]].tolist()
    [0.6, 0.4]
    """
    by = column_named(approvals, by)
    require_columns(approvals, "approval_no", "area_m2", by)
    if years[0] > years[1]:
        raise DataError("rates_years_reversed", first=years[0], last=years[1])
    batches = _batches(approvals, by)
    within = batches["year"].between(*years)
    tables = {"approved_m2": batches[within], "supplied_m2": supplies, "idle_m2": idle}
    sums, unmatched = {}, pd.Series(dtype="float64")
    for name, rows in tables.items():
        placed = _placed(rows, batches, by)
        counted = placed["year"].between(*years)
        own = placed[counted]
        sums[name] = exact_sums(own["area_m2"], own[by])
        if name == "supplied_m2":
            others = placed[placed["year"].isna()]
            unmatched = exact_sums(others["area_m2"], others[by])
    table = pd.DataFrame(sums | {"unmatched_m2": unmatched}).fillna(0.0)
    counts = batches[within].groupby(by).size()
    table.insert(0, "approvals", counts.reindex(table.index, fill_value=0))
    table = table.loc[[*sorted({*table.index} - {MISSING}), *_last(table)]]
    city = np.zeros(len(table), dtype=np.intp)
    table.loc[CITY] = {name: exact_sums(own, city).sum() for name, own in table.items()}
    table.index.name = by
    return _with_rates(table, gate, knows_idle=idle is not None)


def _last(table: pd.DataFrame) -> list[str]:
    return [MISSING] if MISSING in table.index else []


def _batches(approvals: pd.DataFrame, by: str) -> pd.DataFrame:
    """Give approvals by number: year, part, area."""
    table = pd.DataFrame({
        "approval_no": texts_given(approvals["approval_no"]),
        "year": _years(approvals),
        by: texts_given(approvals[by]).fillna(MISSING),
        "area_m2": approvals["area_m2"].astype("float64"),
    })
    if (lacking := table["year"].isna()).any():
        raise DataError("rates_year_missing", ids=_some(table[lacking]))
    twice = table["approval_no"].notna() & table["approval_no"].duplicated()
    if twice.any():
        raise DataError("rates_approval_repeated", ids=_some(table[twice]))
    return table


def _placed(rows: pd.DataFrame | None, batches: pd.DataFrame, by: str) -> pd.DataFrame:
    """Give rows the year and the part of their approval, or else their own."""
    if rows is None:
        rows = pd.DataFrame({"area_m2": pd.Series(dtype="float64")})
    require_columns(rows, "area_m2")
    if (lacking := rows["area_m2"].isna()).any():
        raise DataError("rates_area_missing", ids=_some(rows[lacking]))
    none = pd.Series(None, index=rows.index, dtype="str")
    number = texts_given(rows.get("approval_no", none))
    known = batches.dropna(subset="approval_no").set_index("approval_no")
    own = texts_given(rows.get(by, none))
    part = number.map(known[by]).astype("str")
    return pd.DataFrame({
        "year": number.map(known["year"]).astype("float64").fillna(_years(rows)),
        by: part.fillna(own).fillna(MISSING),
        "area_m2": rows["area_m2"].astype("float64"),
    })


def _years(rows: pd.DataFrame) -> pd.Series:
    """Give the year of approval of each row, missing where it is not told."""
    found = pd.Series(np.nan, index=rows.index, dtype="float64")
    if "year" in rows:
        found = rows["year"].astype("float64")
    if "approval_date" in rows:
        days: pd.Series = typed_days(rows["approval_date"])
        found = found.fillna(days.dt.year.astype("float64"))
    return found


def _some(rows: pd.DataFrame) -> list[str]:
    """Name the first few rows."""
    name = next((n for n in ("approval_no", "parcel_id") if n in rows), None)
    given = rows[name] if name else pd.Series(rows.index, index=rows.index)
    return given.astype("str").fillna("—").head(5).tolist()


# a rate that is the gate in decimals is not below it for the last digit of a quotient
_AT_LEAST = 1.0 - 4 * float(np.finfo(np.float64).eps)


def _with_rates(table: pd.DataFrame, gate: float, *, knows_idle: bool) -> pd.DataFrame:
    approved, supplied = (_divisor(table[f"{n}_m2"]) for n in ("approved", "supplied"))
    unsupplied = table["approved_m2"] - table["supplied_m2"]
    rate = table["supplied_m2"] / approved
    if not knows_idle:
        table = table.assign(idle_m2=np.nan)
    table.insert(3, "unsupplied_m2", unsupplied)
    return table.assign(
        approvals=table["approvals"].astype("int64"),
        supply_rate=rate,
        unsupplied_rate=unsupplied / approved,
        idle_rate=table["idle_m2"] / supplied,
        below_gate=(rate < gate * _AT_LEAST).where(rate.notna()).astype("boolean"),
    )


def _divisor(areas: pd.Series) -> npt.NDArray[np.float64]:
    return areas.where(areas > 0).to_numpy("float64")
