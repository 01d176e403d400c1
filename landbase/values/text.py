"""Names and ids: cells as text, with numbers written as a person reads them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING

from landbase.values.cells import Parsed, by_distinct, half_width, is_missing, named_as

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["parse_ids", "parse_text"]

# A spreadsheet keeps fifteen digits of a number; what lies beyond is lost.
_EXACT = 10**15
# What a spreadsheet shows for a formula that failed; no id is called so.
_FAILED = r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)"
_POINT_ZERO = re.compile(r"[0-9]+\.0+")
_DECIMALS = re.compile(r"[0-9]+\.[0-9]+")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2}")


def parse_text(column: pd.Series) -> pd.Series:
    """Read a column as text: trimmed, whole numbers without a decimal point.

    Parameters
    ----------
    column
        Cells of any kind.

    Returns
    -------
    texts
        `str` on the index of `column`; missing where the cell says nothing. Line
        breaks inside a cell become spaces. Dates are written YYYY-MM-DD.

    Examples
    --------
    >>> import pandas as pd
    >>> parse_text(pd.Series([150622.0, " 甲 ", "—"], dtype=object)).tolist()
    ['150622', '甲', nan]
    """
    texts = by_distinct(column, _as_text).where(~is_missing(column))
    return named_as(texts.astype("str"), column)


def parse_ids(column: pd.Series) -> Parsed:
    """Read a column of ids: as `parse_text`, with digits that were lost marked bad.

    A spreadsheet that took an id for a number keeps only fifteen digits and may show
    ``1.50622E+18``: such an id is bad, for its last digits are gone. The ``.0`` that
    a table program left behind whole numbers is dropped, unless other ids of the
    column have decimals that mean something. What a spreadsheet shows for a formula
    that failed, as #N/A, is no id.

    Parameters
    ----------
    column
        Cells of any kind.

    Returns
    -------
    parsed
        `values` is `str`.

    Examples
    --------
    >>> import pandas as pd
    >>> parse_ids(pd.Series(["150622.0", "P-1"])).values.tolist()
    ['150622', 'P-1']
    >>> parse_ids(pd.Series(["1.0", "1.1"])).values.tolist()
    ['1.0', '1.1']
    >>> parse_ids(pd.Series(["1.50622E+18"])).bad.tolist()
    [True]
    """
    texts = parse_text(column)
    plain = texts.map(half_width, na_action="ignore").astype("str")
    dotted = plain.str.fullmatch(_DECIMALS).fillna(value=False).astype(bool)
    if plain[dotted].str.fullmatch(_POINT_ZERO).all():
        texts = texts.mask(dotted, plain.str.replace(r"\.0+$", "", regex=True))
    texts = texts.mask(plain.str.fullmatch(_FAILED).fillna(value=False).astype(bool))
    lost = by_distinct(column, _lost_digits).fillna(value=False).astype(bool)
    return Parsed(texts.where(~lost), lost & texts.notna())


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if _midnight(value) else value.isoformat(" ")
    if isinstance(value, Real) and float(value).is_integer():
        return str(int(float(value))) if isinstance(value, float) else str(value)
    if isinstance(value, float | Decimal):
        return format(Decimal(repr(float(value))), "f")
    return re.sub(r"\s*[\r\n]+\s*", " ", str(value).strip("\ufeff\u200b \u3000\t\r\n"))


def _midnight(moment: dt.datetime) -> bool:
    return moment.time() == dt.time()


def _lost_digits(value: object) -> bool:
    if isinstance(value, str):
        return _SCIENTIFIC.fullmatch(half_width(value)) is not None
    return isinstance(value, Real) and abs(float(value)) >= _EXACT
