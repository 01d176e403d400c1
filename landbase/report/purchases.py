"""The list of land to be bought back into the reserve (收购收储清单)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.apportion import apportion
from landbase.area import ellipsoidal_area
from landbase.cases.allowed import supplied_too_late
from landbase.report.facts import make_note
from landbase.report.tables import labelled
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import column_labels, require_columns
from landbase.tables.cells import read_day
from landbase.tables.write import Form, cell_name, write_forms
from landbase.texts import Texts
from landbase.units import from_m2

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase
    from landbase.texts import Lang, Words

__all__ = ["find_purchases", "purchase_form", "purchase_list"]

_WAY = "purchase"
_SAYS = (
    *("parcel_id", "name", "banner", "location", "holder", "land_use", "contract_no"),
    *("supplied_on", "reserve_agency", "bond_batch"),
)
_PRICES = ("original_price", "appraised_price", "purchase_price")
_MONEY = "#,##0.00"
_TOP = 3


def find_purchases(
    parcels: pd.DataFrame, *, rules: Rules | None = None, lang: Lang = "zh"
) -> pd.DataFrame:
    """List the parcels to be bought back, with what stands against it.

    Parameters
    ----------
    parcels
        The parcel table with `disposal_type`. Not changed.
    rules
        By default those that `parcels` were made by.
    lang
        Language of `finding`.

    Returns
    -------
    purchases
        The rows of `parcels` whose way is `purchase`, with `finding`: supplied later
        than the way allows, or columns that the way needs and that are not filled;
        empty where there is nothing.

    Raises
    ------
    SchemaError
        A column is missing.

    Examples
    --------
    >>> parcels = pd.DataFrame({
    ...     "parcel_id": ["A"], "disposal_type": ["purchase"],
    ...     "supplied_on": pd.to_datetime(["2025-01-01"])})
    >>> find_purchases(parcels)["finding"].tolist()[0].split("；")[0]
    '供地日期晚于2024-11-07'
    """
    require_columns(parcels, "parcel_id", "disposal_type")
    held = rules_of(rules, of=parcels)
    wording = Texts(held.texts).words("report", lang)
    way = held.vocabulary.term("disposal_type", _WAY)
    rows = parcels[parcels["disposal_type"] == _WAY]
    labels = column_labels(lang, vocabulary=held.vocabulary)
    late = supplied_too_late(rows, rules=held)
    text = pd.Series(
        np.where(late, wording("purchases.late", day=way.supplied_until), ""),
        index=rows.index,
        dtype="str",
    )
    between = wording["purchases.between"]
    for name in way.needs:
        lacking = rows[name].isna() if name in rows else ~rows["parcel_id"].isna()
        said = wording("purchases.lacking", column=labels[name])
        joined = text.where(text == "", text + between) + said
        text = text.where(~lacking, joined)
    return rows.assign(finding=text)


def purchase_form(
    purchases: pd.DataFrame, areas: pd.Series, *, note: str, words: Words, rules: Rules
) -> Form:
    """Lay the list out as a sheet: one line a parcel, sums of areas and prices."""
    labels = column_labels(words.lang, vocabulary=rules.vocabulary)
    names = [n for n in _SAYS if n in purchases]
    texts = labelled(purchases[names], lang=words.lang, rules=rules)
    mu = apportion(from_m2(areas.reindex(purchases.index).fillna(0.0), "mu"))
    money = purchases.reindex(columns=[*_PRICES]).to_numpy("float64")
    cells = [[None if np.isnan(v) else float(v) for v in line] for line in money]
    rows: list[list[Any]] = [
        [number, *text, float(area), *prices, finding or None]
        for number, (text, area, prices, finding) in enumerate(
            zip(texts, mu, cells, purchases["finding"], strict=True), 1
        )
    ]
    ends = [round(float(mu.sum()), 2), *np.round(np.nansum(money, axis=0), 2).tolist()]
    rows.append([words["total"], *[None] * len(names), *ends, None])
    head = (
        *(words["number"], *(labels[n] for n in names), words["area_mu"]),
        *(*(labels[n] for n in _PRICES), words["purchases.finding"]),
    )
    first, last = len(names) + 1, len(rows) - 1
    columns = range(first, first + 1 + len(_PRICES))
    formulas = {
        (last, n): f"SUM({cell_name(_TOP, 0, n)}:{cell_name(_TOP, last - 1, n)})"
        for n in columns
        if last
    }
    return Form(
        name=words["purchases.name"],
        title=words["purchases.title"],
        note=note,
        head=tuple((name,) for name in head),
        rows=rows,
        formats=tuple(_MONEY if n in columns else "" for n in range(len(head))),
        formulas=formulas,
        totals=(last,),
    )


def purchase_list(
    base: LandBase,
    *,
    on: dt.date | str,
    path: Path | str,
    lang: Lang = "zh",
    maker: str = "",
) -> Path:
    """Write the list of land to be bought back to a workbook.

    Parameters
    ----------
    base
        The land base; parcels whose way is `purchase` (收回收购) on the day are listed.
    on
        The day.
    path
        The .xlsx file.
    lang
        Language.
    maker
        填报单位.

    Returns
    -------
    path
        The file written; areas are of record (ellipsoidal), in mu that sum, prices in
        10,000 yuan. The last column names what is missing, and land supplied later
        than the rules allow.
    """
    day, rules = read_day(on), base.rules
    parcels = base.parcels(on=day)
    words = Texts(rules.texts).words("report", lang)
    form = purchase_form(
        find_purchases(parcels, rules=rules, lang=lang),
        ellipsoidal_area(parcels),
        note=make_note(f"{day}", words=words, maker=maker),
        words=words,
        rules=rules,
    )
    return write_forms(path, [form], footer=f"{maker}　{day}" if maker else f"{day}")
