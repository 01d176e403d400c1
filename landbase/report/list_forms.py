"""Forms that list: overdue parcels, all parcels, issues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.apportion import apportion
from landbase.land_uses import land_use_texts
from landbase.rules.schema import PARCEL_COLUMNS, column_labels
from landbase.rules.vocabulary import KINDS
from landbase.tables import Form, cell_name
from landbase.units import from_m2

if TYPE_CHECKING:
    from landbase.report.facts import Facts

__all__ = ["issue_form", "labelled", "overdue_form", "parcel_form"]

_AREA = "#,##0.00"
_LEFT_OUT = {"declared_area_m2", "source_row"}
_DUE = ("parcel_id", "category", "banner", "disposal_type", "status", "due", "by")


def overdue_form(facts: Facts) -> Form:
    """List what is overdue, longest first."""
    words = facts.words
    late = facts.deadlines[facts.deadlines["deadline"] == "overdue"]
    shown = labelled(late[list(_DUE)], facts)
    days = (-late["days_left"]).tolist()
    rows = [[n, *row, d] for n, (row, d) in enumerate(zip(shown, days, strict=True), 1)]
    labels = column_labels(facts.lang, vocabulary=facts.rules.vocabulary)
    head = (words["number"], *(labels[name] for name in _DUE), words["days"])
    return _list(facts, "overdue", head, rows, {len(head) - 1: "0"})


def parcel_form(facts: Facts) -> Form:
    """List every parcel with what is known of it, and its area of record."""
    words, parcels = facts.words, facts.parcels
    names = [n for n in PARCEL_COLUMNS if n in parcels and n not in _LEFT_OUT]
    names = [n for n in names if parcels[n].notna().any()]
    labels = column_labels(facts.lang, vocabulary=facts.rules.vocabulary)
    mu, ha = (
        apportion(from_m2(facts.areas.fillna(0.0).to_numpy(), u)) for u in ("mu", "ha")
    )
    rows = [
        [n, *row, a, b]
        for n, (row, a, b) in enumerate(
            zip(labelled(parcels[names], facts), mu.tolist(), ha.tolist(), strict=True),
            1,
        )
    ]
    ends = [round(mu.sum(), 2), round(ha.sum(), 2)]
    rows.append([words["total"], *[None] * len(names), *ends])
    head = (words["number"], *(labels[n] for n in names))
    head = (*head, words["area_mu"], words["area_ha"])
    last, wide = len(rows) - 1, len(head)
    form = _list(facts, "parcels", head, rows, {wide - 2: _AREA, wide - 1: _AREA})
    formulas = {
        (last, n): f"SUM({cell_name(3, 0, n)}:{cell_name(3, last - 1, n)})"
        for n in (wide - 2, wide - 1)
        if last
    }
    return Form(**{**vars(form), "formulas": formulas, "totals": (last,)})


def issue_form(facts: Facts) -> Form:
    """List what is wrong with the parcels."""
    table = facts.issues.to_frame(lang=facts.lang)
    rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    return _list(facts, "issues", tuple(map(str, table.columns)), rows, {})


def _list(
    facts: Facts,
    kind: str,
    head: tuple[str, ...],
    rows: list[list[Any]],
    formats: dict[int, str],
) -> Form:
    words = facts.words
    return Form(
        name=words[f"{kind}_name"],
        title=words[f"{kind}_title"],
        note=facts.note(),
        head=tuple((name,) for name in head),
        rows=rows,
        formats=tuple(formats.get(n, "") for n in range(len(head))),
    )


def labelled(table: pd.DataFrame, facts: Facts) -> list[list[Any]]:
    """Give the rows of a table with labels in place of codes, None where missing."""
    columns = []
    for name in table:
        column = table[name]
        if name == "land_use":
            column = land_use_texts(table, lang=facts.lang, rules=facts.rules)
        if name in KINDS:
            labels = facts.rules.vocabulary.labels(str(name), facts.lang)
            column = column.map(lambda code, by=labels: by.get(code, code), "ignore")
        if pd.api.types.is_datetime64_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        columns.append(column.astype(object).where(column.notna(), None))
    return [list(row) for row in zip(*columns, strict=True)] if len(table) else []
