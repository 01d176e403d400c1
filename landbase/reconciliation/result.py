"""`reconcile` and what it gives: matched lines, differences, explanations."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.errors import SchemaError
from landbase.reconciliation.explain import (
    CLASSES,
    FLOAT,
    TOTAL,
    UNEXPLAINED,
    explain,
    figures_of,
    group_lines,
    total,
)
from landbase.reconciliation.match import (
    FINE,
    by_ground,
    by_id,
    judge_places,
    name_matches,
    take,
)
from landbase.rules.ruleset import Rules, rules_of
from landbase.rules.schema import Tolerances, column_named
from landbase.tables.write import Sheet, write_workbook
from landbase.texts import Texts

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.reconciliation.match import (
        Account,
        Figures,
        Findings,
        Lines,
        Objects,
        Positions,
    )
    from landbase.reconciliation.rule import AreaRule
    from landbase.texts import Lang, Words

__all__ = ["Reconciliation", "account_columns", "compared", "reconcile"]

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
    rules
        How it is worded.
    """

    lines: pd.DataFrame
    totals: pd.DataFrame
    left_name: str = "left"
    right_name: str = "right"
    rules: Rules = field(default_factory=Rules.default, repr=False)

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
        wording = Texts(self.rules.texts).words("reconcile", lang)
        if self.differences.empty:
            return [wording["clean"]]
        counts = {
            "lines": len(self.lines),
            "different": len(self.differences),
            "open": len(self.unexplained),
        }
        said = [wording("state", **counts)]
        if len(self.hidden):
            names = _named(self.hidden.index.to_series(), wording, self.rules).tolist()
            shown = [*names[:_SHOWN], *(["…"] if names[_SHOWN:] else [])]
            inner = self.hidden.drop(index=TOTAL, errors="ignore")["wrong_rows"].sum()
            whole = self.hidden["wrong_rows"].get(TOTAL, 0)
            rows = max(int(inner), int(whole))
            said.append(wording("hidden", groups=shown, rows=rows))
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
        wording = Texts(self.rules.texts).words("reconcile", lang)
        return {
            wording[key]: _worded(t, wording, self.rules) for key, t in tables.items()
        }

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
        wording = Texts(self.rules.texts).words("reconcile", lang)
        names, rules = wording.part("column"), self.rules
        sides = {"left": self.left_name, "right": self.right_name}
        title = wording("title", **sides)
        signed = f"{title}　　{wording['signed']}"
        formats = {names[c]: _AREA for c in names if c.endswith("_m2")}
        formats |= dict.fromkeys(wording.part("class").values(), _AREA)
        formats[names["share"]] = "0.0000%"
        tables = {
            "differences": (_worded(self.differences, wording, rules), signed),
            "totals": (_worded(self.totals.reset_index(), wording, rules), title),
            "summary": (_worded(self.explained.reset_index(), wording, rules), title),
        }
        return write_workbook(
            path,
            [
                Sheet(wording[key], table, formats, heading)
                for key, (table, heading) in tables.items()
            ],
        )

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{html.escape(line)}</p>" for line in self.sentences())
        tables = self.worded("zh").values()
        return said + "".join(table.to_html(index=False) for table in tables)


# the columns whose codes have names
_CODED = ("category", "banner", "cause", "disposal_type", "status")


def _named(groups: pd.Series, wording: Words, rules: Rules) -> pd.Series:
    """Give groups that are codes of the vocabulary their names."""
    names = {TOTAL: wording["total"]}
    for kind in _CODED:
        names |= rules.vocabulary.labels(kind, wording.lang)
    return groups.map(lambda code: names.get(code, code), "ignore")


def _worded(table: pd.DataFrame, wording: Words, rules: Rules) -> pd.DataFrame:
    """Put words in place of codes."""
    shown = table.copy()
    for name in ("class", "match"):
        if name in shown:
            shown[name] = shown[name].map(wording.part(name))
    if "group" in shown:
        shown["group"] = _named(shown["group"], wording, rules)
    for flag in ("explained", "hidden"):
        if flag in shown:
            shown[flag] = shown[flag].map({True: wording["yes"], False: wording["no"]})
    return shown.rename(columns=wording.part("column") | wording.part("class"))


_LOOSE = ("only_left", "only_right", "different")


def reconcile(
    left: pd.DataFrame,
    right: pd.DataFrame,
    *,
    on: str | tuple[str, str] = "parcel_id",
    area: str | tuple[str, str] = "declared_area_m2",
    by: str | None = None,
    tolerance: Tolerances | float | None = None,
    rule: AreaRule | None = None,
    names: tuple[str, str] = ("left", "right"),
) -> Reconciliation:
    """Hold two accounts of the same land against each other, and explain what differs.

    Rows are matched by id, then by ids that differ in writing only, then, where both
    have outlines, by the ground: the same land under another id, one parcel that
    became several, several that became one. What is left of each difference is given
    the first class that its figures and outlines bear out; rounding comes before any
    tolerance, since a tolerance in percent is useless for small parcels.

    Parameters
    ----------
    left, right
        Two tables with an id and an area in m²; outlines where there are any. Not
        changed.
    on
        The column with the ids; a pair where it has two names.
    area
        The column with the areas in m², or "ellipsoidal" or "planar" to measure the
        outlines; a pair for left and right.
    by
        The column to total by. An account without it follows the other.
    tolerance
        What may differ: `Tolerances` (its `declared_m2` and `declared_share`), or a
        share alone; by default as the rules say by which an account was read.
    rule
        How declared areas follow from measured ones, as `infer_area_rule` finds it;
        by default inferred from the two columns.
    names
        What the accounts are called in reports.

    Returns
    -------
    reconciliation
        `lines`, `differences`, `totals`, `explained`, `unexplained`, `hidden`. In all
        totals, left - right = explained + unexplained. ``reconcile(a, a)`` has no
        differences, and exchanging the accounts negates every delta.

    Raises
    ------
    SchemaError
        A column is missing, or areas are no numbers.
    CRSError
        Outlines have no CRS, or one that is not CGCS2000.

    Examples
    --------
    >>> ours = pd.DataFrame({"parcel_id": ["A", "B", "C"],
    ...                      "declared_area_m2": [1234.5, 2000.0, 77.0]})
    >>> theirs = ours.assign(declared_area_m2=[1243.5, 30000.0, 77.0])
    >>> reconcile(ours, theirs).differences[["left_id", "delta_m2", "class"]]
      left_id  delta_m2                class
    0       A      -9.0  digit_transposition
    1       B  -28000.0            unit_slip
    """
    held = _rules_of(left, right)
    one, other = (
        take(account, **columns)
        for account, columns in zip(
            (left, right),
            account_columns(left, right, on=on, area=area, by=by),
            strict=True,
        )
    )
    return compared(
        one, other, tolerances=tolerance, rule=rule, names=names, rules=held
    )


def account_columns(
    left: pd.DataFrame,
    right: pd.DataFrame,
    *,
    on: str | tuple[str, str],
    area: str | tuple[str, str],
    by: str | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Name the columns that are taken from either account."""
    if by is not None and by not in left:
        by = column_named(right, by)
    if by is not None and by not in left and by not in right:
        raise SchemaError("account_group_missing", by=by)
    one, other = (
        {"on": name, "area": measure, "by": by}
        for name, measure in zip(_pair(on), _pair(area), strict=True)
    )
    return one, other


def compared(
    one: Account,
    other: Account,
    *,
    tolerances: Tolerances | float | None,
    rule: AreaRule | None,
    names: tuple[str, str],
    rules: Rules,
) -> Reconciliation:
    """Match the rows of two accounts, and explain what differs."""
    tolerances = _tolerances(tolerances, rules)
    lines = by_id(one, other)
    figures = figures_of(one, other, lines, tolerances)
    found = explain(one, other, lines, figures, tolerances=tolerances, rule=rule)
    loose = np.isin(found.kind.astype(str), _LOOSE)
    grounded = by_ground(one, other, lines, loose=loose, share=tolerances.same_share)
    if len(grounded) != len(lines):
        lines = grounded
        figures = figures_of(one, other, lines, tolerances)
        found = explain(one, other, lines, figures, tolerances=tolerances, rule=rule)
    judge_places(one, other, figures, found)
    name_matches(lines, figures, found)
    groups = group_lines(one, other, figures)
    _other_groups(one, other, lines, figures, found, groups=groups)
    totals = total(
        one, other, lines, figures, found, groups=groups, tolerances=tolerances
    )
    table = _table(one, other, lines, figures, found, group=groups[0])
    return Reconciliation(table, totals, *names, rules=rules)


def _rules_of(left: pd.DataFrame, right: pd.DataFrame) -> Rules:
    """Find the rules by which an account was made, own ones first."""
    found = [rules_of(of=account) for account in (left, right)]
    own = [rules for rules in found if rules != Rules.default()]
    return (own or found)[0]


def _tolerances(tolerance: Tolerances | float | None, rules: Rules) -> Tolerances:
    """Take what may differ: as wording, else by the rules."""
    if tolerance is None:
        return rules.tolerances
    if isinstance(tolerance, Tolerances):
        return tolerance
    return Tolerances(declared_m2=0.0, declared_share=float(tolerance))


def _pair(name: str | tuple[str, str]) -> tuple[str, str]:
    return (name, name) if isinstance(name, str) else name


def _other_groups(
    left: Account,
    right: Account,
    lines: Lines,
    figures: Figures,
    found: Findings,
    *,
    groups: tuple[Objects, Objects, Objects],
) -> None:
    """Mark lines that are fine, but that the accounts put in different groups."""
    line, own_left, own_right = groups
    nets = [
        pd.DataFrame({
            "line": at[own != line[at]],
            "group": own[own != line[at]],
            "m2": sign * np.nan_to_num(account.m2[own != line[at]]),
        })
        for own, at, account, sign in (
            (own_left, lines.left, left, 1.0),
            (own_right, lines.right, right, -1.0),
        )
        if len(own)
    ]
    stray = np.zeros(len(lines), dtype=bool)
    if nets:
        net = pd.concat(nets).assign(size=lambda rows: rows["m2"].abs())
        net = net.groupby(["line", "group"]).sum()
        moved = net["m2"].abs() > FLOAT * net["size"]  # not what floats leave of it
        stray[moved.index.get_level_values("line")[moved].astype(np.intp)] = True
    first = figures.first_right
    evidence = np.full(len(lines), "", dtype=object)
    at = np.flatnonzero(stray & (first >= 0))
    if len(own_right):
        evidence[at] = line[at] + " / " + own_right[first[at]]
    found.change(stray & found.fine, "other_group", evidence)


def _table(
    left: Account,
    right: Account,
    lines: Lines,
    figures: Figures,
    found: Findings,
    *,
    group: Objects,
) -> pd.DataFrame:
    larger = np.maximum(np.abs(figures.left), np.abs(figures.right))
    share = figures.off / np.where(larger > 0, larger, 1.0)
    table = pd.DataFrame({
        "left_id": _joined(left.ids, lines.left, figures.first_left),
        "right_id": _joined(right.ids, lines.right, figures.first_right),
        "match": lines.how,
        "group": group,
        "left_rows": figures.rows_left,
        "right_rows": figures.rows_right,
        "left_m2": np.where(figures.many_left > 0, figures.left, np.nan),
        "right_m2": np.where(figures.many_right > 0, figures.right, np.nan),
        "delta_m2": figures.delta,
        "share": share,
        "class": found.kind,
        "evidence": found.evidence,
        "explained": ~np.isin(found.kind.astype(str), UNEXPLAINED),
        "left_row": _joined(left.where, lines.left, figures.first_left),
        "right_row": _joined(right.where, lines.right, figures.first_right),
    })
    words = ["left_id", "right_id", "match", "group", "class", "evidence"]
    return table.astype(dict.fromkeys([*words, "left_row", "right_row"], "str"))


def _joined(values: Objects, line: Positions, first: Positions) -> Objects:
    """Give the value of each line; different values of several rows are joined."""
    shown = np.full(len(first), None, dtype=object)
    shown[first >= 0] = values[first[first >= 0]]
    counts = np.bincount(line, minlength=len(first))
    several = np.flatnonzero(counts[line] > 1)
    if len(several):
        texts = pd.Series(values[several]).groupby(line[several])
        joined = texts.agg(lambda group: "; ".join(dict.fromkeys(group.dropna())))
        shown[joined.index.to_numpy()] = joined.to_numpy(dtype=object)
    return shown
