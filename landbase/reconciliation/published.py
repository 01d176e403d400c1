"""Published figures held against those computed, aware of their rounding."""

from __future__ import annotations

import ast
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Literal, TypeAlias

import pandas as pd

from landbase.rules.schema import require_columns
from landbase.units import UNIT_WORDS, to_m2

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Figure", "Interval", "check_published"]

Rounding: TypeAlias = Literal["half_up", "truncate"]

_NUMBER = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|" + "|".join(UNIT_WORDS) + ")?"
)
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "＝": "=", "㎡": "m2"})


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` up to but not including `high`, exact.

    Examples
    --------
    >>> Interval(Fraction(1), Fraction(2)) + Interval(Fraction(3), Fraction(5))
    Interval(low=Fraction(4, 1), high=Fraction(7, 1))
    """

    low: Fraction
    high: Fraction

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's interval reaches zero")
        return self * Interval(1 / other.high, 1 / other.low)

    def common(self, other: Interval) -> Interval | None:
        """Give what two intervals share; None where they share nothing."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Interval(low, high) if low < high else None


@dataclass(frozen=True)
class Figure:
    """A number as printed, with its unit.

    Attributes
    ----------
    text
        The digits as printed; their number of decimals says how it was rounded.
    unit
        "万亩", "亩", "公顷", "平方米", "%", … or "" for a plain number.

    Examples
    --------
    >>> span = Figure("0.66", "万亩").interval()
    >>> float(span.low), float(span.high)  # in m²
    (4366666.666666667, 4433333.333333333)
    """

    text: str
    unit: str = ""

    def __post_init__(self) -> None:
        if self.unit not in {"", "%", *UNIT_WORDS}:
            raise ValueError(f"unknown unit {self.unit!r} of the figure {self.text}")

    @property
    def step(self) -> Fraction:
        """One unit of the last printed digit, in m² for areas."""
        return Fraction(Decimal(1).scaleb(-self.decimals)) * self._scale()

    @property
    def decimals(self) -> int:
        """How many digits follow the decimal point."""
        return len(self.text.partition(".")[2])

    @property
    def value(self) -> Fraction:
        """The number as printed: areas in m², a percentage as a share."""
        return Fraction(self.text.replace(",", "")) * self._scale()

    def interval(self, *, rounding: Rounding = "half_up") -> Interval:
        """Give the range of values that are printed like this."""
        below = self.step / 2 if rounding == "half_up" else Fraction(0)
        return Interval(self.value - below, self.value - below + self.step)

    def printed(self, value: Fraction, *, rounding: Rounding = "half_up") -> str:
        """Print a value with this figure's unit and decimals."""
        shift = Fraction(1, 2) if rounding == "half_up" else Fraction(0)
        steps = floor(value / self.step + shift)
        return f"{Decimal(steps).scaleb(-self.decimals):f}"

    def _scale(self) -> Fraction:
        if self.unit == "%":
            return Fraction(1, 100)
        if self.unit == "":
            return Fraction(1)
        # One unit is a whole number of thirds of a square metre, whichever it is.
        return Fraction(round(to_m2(3.0, UNIT_WORDS[self.unit])), 3)


def check_published(
    statements: str | Iterable[str] | pd.DataFrame,
    *,
    rounding: Rounding = "half_up",
) -> pd.DataFrame:
    """Check a report's claims against each other.

    Parameters
    ----------
    statements
        A text with one claim a line, a list of claims, or a table with a column
        `statement` (and `name`, where the claims have one). A claim is such as
        ``13.65 = 8.68 + 4.97 万亩``, ``89.6937 公顷 = 1345 亩`` or
        ``28.57% = 0.66 万亩 / 2.30 万亩``; a name may stand before a colon.
        A single unit at the end holds for every bare number; full-width signs too.
    rounding
        How the figures were rounded.

    Returns
    -------
    verdicts
        One row a claim: `name`, `statement`, `verdict`, `claimed` as printed,
        `computed` from the printed figures in the claim's unit and decimals, and
        `low`, `high`: the range of the claimed figure that the unrounded data would
        have to lie in (missing where there is none). Verdicts: "holds",
        "unrounded" (holds only if computed from unrounded data), "cannot_hold".

    Raises
    ------
    SchemaError
        A table has no column `statement`.
    ValueError
        A statement cannot be read; the message quotes it.

    Examples
    --------
    >>> claims = ["13.65 = 8.68 + 4.97 万亩", "28.57% = 0.66 万亩 / 2.30 万亩"]
    >>> check_published(claims)[["verdict", "claimed", "computed"]]
         verdict claimed computed
    0      holds   13.65    13.65
    1  unrounded   28.57    28.70
    """
    rows = [_check(statement, rounding) for statement in _listed(statements)]
    columns = ["name", "statement", "verdict", "claimed", "computed", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def _listed(statements: str | Iterable[str] | pd.DataFrame) -> list[str]:
    """List the claims of a text or table, the name before a colon."""
    if isinstance(statements, str):
        return [line for line in statements.splitlines() if line.strip()]
    if not isinstance(statements, pd.DataFrame):
        return list(statements)
    require_columns(statements, "statement")
    if "name" not in statements.columns:
        return statements["statement"].tolist()
    names = statements["name"].fillna("").astype("str")
    return (names + ": " + statements["statement"]).tolist()


def _check(statement: str, rounding: Rounding) -> dict[str, object]:
    name, claim, formula, figures = _read(statement)
    exact = {key: Interval(f.value, f.value) for key, f in figures.items()}
    spans = {key: f.interval(rounding=rounding) for key, f in figures.items()}
    computed = claim.printed(_evaluate(formula, exact).low, rounding=rounding)
    shared = claim.interval(rounding=rounding).common(_evaluate(formula, spans))
    claimed = claim.text.replace(",", "")
    holds = Fraction(computed) == Fraction(claimed)
    scale = claim.step * 10**claim.decimals
    return {
        "name": name,
        "statement": statement.strip(),
        "verdict": "holds" if holds else "unrounded" if shared else "cannot_hold",
        "claimed": claimed,
        "computed": computed,
        "low": float(shared.low / scale) if shared else float("nan"),
        "high": float(shared.high / scale) if shared else float("nan"),
    }


def _read(statement: str) -> tuple[str, Figure, ast.expr, dict[str, Figure]]:
    """Part a statement into its name, the claimed figure and the formula."""
    plain = unicodedata.normalize("NFKC", statement).translate(_SIGNS)
    name, _, body = plain.rpartition(":")
    sides = body.split("=")
    if body.count("=") != 1:
        raise ValueError(f"a claim needs exactly one '=': {statement!r}")
    units = [match["unit"] for match in _NUMBER.finditer(body)]
    common = units[-1] if units and not any(units[:-1]) else None
    parsed = [_side(side, common, statement) for side in sides]
    singles = [side for side in parsed if len(side[1]) == 1]
    if not singles:
        raise ValueError(f"one side of a claim must be a single figure: {statement!r}")
    # Of a conversion, the coarser figure is the one that was computed.
    claim = max(singles, key=lambda side: _only(side[1]).step)
    formula = parsed[1] if claim is parsed[0] else parsed[0]
    return name.strip(), _only(claim[1]), formula[0], formula[1]


def _side(
    text: str, unit: str | None, statement: str
) -> tuple[ast.expr, dict[str, Figure]]:
    """Read one side: its formula over names, and the figure of each name."""
    figures: dict[str, Figure] = {}

    def name_of(match: re.Match[str]) -> str:
        key = f"f{len(figures)}"
        figures[key] = Figure(match["number"], match["unit"] or unit or "")
        return f" {key} "

    try:
        formula = ast.parse(_NUMBER.sub(name_of, text).strip(), mode="eval").body
        _evaluate(formula, {key: Interval(Fraction(1), Fraction(1)) for key in figures})
    except (SyntaxError, KeyError, TypeError) as error:
        raise ValueError(f"cannot read {text.strip()!r} in {statement!r}") from error
    return formula, figures


def _evaluate(formula: ast.expr, values: dict[str, Interval]) -> Interval:
    """Work out a formula of names and the four operations, and nothing else."""
    if isinstance(formula, ast.Name):
        return values[formula.id]
    if not isinstance(formula, ast.BinOp):
        raise TypeError("only figures and + - * / can stand in a claim")
    left = _evaluate(formula.left, values)
    right = _evaluate(formula.right, values)
    match formula.op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
    raise TypeError("only figures and + - * / can stand in a claim")


def _only(figures: dict[str, Figure]) -> Figure:
    return next(iter(figures.values()))
