"""A reconciliation as a value: tables, a page for the notebook, a sheet to sign."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from landbase.reconcile.findings import CLASSES, FINE, UNEXPLAINED
from landbase.reconcile.totals import TOTAL
from landbase.tables import Sheet, write_workbook
from landbase.texts import words

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from landbase.rules.vocabulary import Lang
    from landbase.texts import Words

__all__ = ["Reconciliation"]

_SHOWN = 20
_AREA = "#,##0.00"


@dataclass(frozen=True, eq=False)
class Reconciliation:
    """Two accounts of the same land, line by line and by group.

    Attributes
    ----------
    lines
        Every line: `left_id`, `right_id`, `match` ("id", "spelling", "overlap",
        "none"), `group`, `left_rows`, `right_rows`, `left_m2`, `right_m2`, `delta_m2`
        (left less right), `share` (of the larger), `class`, `evidence`, `explained`,
        `left_row` and `right_row` (sources). Several ids are joined by "; ".
    totals
        By group, then "total": both sums, their difference, each class, `explained_m2`,
        `unexplained_m2`, `wrong_rows`, `hidden`. In every row, left - right =
        explained + unexplained.
    left_name, right_name
        What the accounts are called.
    """

    lines: pd.DataFrame
    totals: pd.DataFrame
    left_name: str = "left"
    right_name: str = "right"

    @property
    def differences(self) -> pd.DataFrame:
        """The lines on which the accounts are not the same."""
        return self.lines[self.lines["class"] != "agree"].reset_index(drop=True)

    @property
    def unexplained(self) -> pd.DataFrame:
        """The differences that no class explains."""
        return self.lines[~self.lines["explained"]].reset_index(drop=True)

    @property
    def wrong(self) -> pd.DataFrame:
        """The differences that one side has to correct; rounding is none."""
        wrong = ~self.lines["class"].isin(FINE)
        return self.lines[wrong].reset_index(drop=True)

    @property
    def explained(self) -> pd.DataFrame:
        """Count and sum by class: index `class`; count, delta_m2, abs_m2, explained."""
        lines = self.lines.assign(abs_m2=self.lines["delta_m2"].abs())
        groups = lines.groupby("class")
        table = groups.agg(
            count=("delta_m2", "size"),
            delta_m2=("delta_m2", "sum"),
            abs_m2=("abs_m2", "sum"),
        )
        table = table.reindex([kind for kind in CLASSES if kind in table.index])
        return table.assign(explained=~table.index.isin(UNEXPLAINED))

    @property
    def clean(self) -> bool:
        """Whether the accounts agree but for rounding and tolerance."""
        return self.wrong.empty

    @property
    def hidden(self) -> pd.DataFrame:
        """The groups whose totals agree while rows do not."""
        return self.totals[self.totals["hidden"]]

    def sentences(self, lang: Lang = "zh") -> list[str]:
        """Say in words how the accounts stand, hidden errors included."""
        told = words("reconcile", lang)
        if self.differences.empty:
            return [told["clean"]]
        counts = {
            "lines": len(self.lines),
            "different": len(self.differences),
            "open": len(self.unexplained),
        }
        said = [told("state", **counts)]
        if len(self.hidden):
            names = [told["total"] if g == TOTAL else g for g in self.hidden.index]
            shown = ", ".join(names[:_SHOWN]) + (" …" if names[_SHOWN:] else "")
            inner = self.hidden.drop(index=TOTAL, errors="ignore")["wrong_rows"].sum()
            whole = self.hidden["wrong_rows"].get(TOTAL, 0)
            rows = max(int(inner), int(whole))
            said.append(told("hidden", groups=shown, rows=rows))
        return said

    def worded(
        self, lang: Lang = "zh", *, most: int = _SHOWN
    ) -> dict[str, pd.DataFrame]:
        """Give summary, totals and the wrong lines in words, under their titles.

        Parameters
        ----------
        lang
            Language of headers and classes.
        most
            How many wrong lines at most.

        Returns
        -------
        tables
            Title → table.
        """
        tables = {
            "summary": self.explained.reset_index(),
            "totals": self.totals.reset_index(),
            "differences": self.wrong.head(most),
        }
        told = words("reconcile", lang)
        return {told[key]: _worded(t, told) for key, t in tables.items()}

    def to_excel(self, path: Path | str, *, lang: Lang = "zh") -> Path:
        """Write a workbook to sign: totals, summary, every difference with its rows.

        Parameters
        ----------
        path
            The .xlsx file.
        lang
            Language of headers and classes.

        Returns
        -------
        path
            The file written; the same reconciliation gives the same bytes.
        """
        told = words("reconcile", lang)
        names = told.part("column")
        sides = {"left": self.left_name, "right": self.right_name}
        title = told("title", **sides)
        signed = f"{title}　　{told['signed']}"
        formats = {names[c]: _AREA for c in names if c.endswith("_m2")}
        formats |= dict.fromkeys(told.part("class").values(), _AREA)
        formats[names["share"]] = "0.0000%"
        tables = {
            "differences": (_worded(self.differences, told), signed),
            "totals": (_worded(self.totals.reset_index(), told), title),
            "summary": (_worded(self.explained.reset_index(), told), title),
        }
        return write_workbook(
            path,
            [
                Sheet(told[key], table, formats, heading)
                for key, (table, heading) in tables.items()
            ],
        )

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{html.escape(line)}</p>" for line in self.sentences())
        tables = self.worded("zh").values()
        return said + "".join(table.to_html(index=False) for table in tables)


def _worded(table: pd.DataFrame, told: Words) -> pd.DataFrame:
    """Put words in place of codes."""
    shown = table.copy()
    for name in ("class", "match"):
        if name in shown:
            shown[name] = shown[name].map(told.part(name))
    if "group" in shown:
        shown["group"] = shown["group"].replace({TOTAL: told["total"]})
    for flag in ("explained", "hidden"):
        if flag in shown:
            shown[flag] = shown[flag].map({True: told["yes"], False: told["no"]})
    return shown.rename(columns=told.part("column") | told.part("class"))
