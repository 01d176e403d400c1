"""What a spreadsheet's number formats show beside the number: zeros, words, units."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from landbase.tables.cells import half_width
from landbase.units import UNIT_WORDS

if TYPE_CHECKING:
    from landbase.units import AreaUnit

__all__ = ["NumberFormat", "read_number_format", "shown_id"]

_FILLED = 2  # zeros, from which on a format fills numbers up as ids are
_DIGITS = "0#?"
_TIMES = set("ymdhseg@年")


class NumberFormat(NamedTuple):
    """A number format parted into its signs.

    Attributes
    ----------
    signs
        Places of digits ("0", "#", "?") and literal text, in order; True marks a place.
    whole
        It shows whole numbers and nothing else: no decimals, groups or shares.
    """

    signs: tuple[tuple[bool, str], ...]
    whole: bool

    @property
    def words(self) -> str:
        """Give the literal text."""
        return "".join(text for is_place, text in self.signs if not is_place)

    @property
    def zeros(self) -> int:
        """Count the digits that are always shown."""
        return sum(is_place and text == "0" for is_place, text in self.signs)

    @property
    def unit(self) -> AreaUnit | None:
        """Give the unit of area that stands behind the number."""
        word = half_width(self.words).strip("()[] ").casefold()
        return UNIT_WORDS.get(word)

    @property
    def is_telling(self) -> bool:
        """Tell whether the number alone is less than what is shown."""
        return bool(self.words.strip()) or self._fills

    @property
    def _fills(self) -> bool:
        return self.whole and self.zeros >= _FILLED


@cache
def read_number_format(code: str) -> NumberFormat | None:
    """Part a number format; None for one of dates, of text, or the general one.

    Examples
    --------
    >>> read_number_format('0.00"公顷"').unit
    'ha'
    >>> read_number_format("yyyy-mm-dd") is None
    True
    """
    if code.casefold().startswith("general"):
        return None
    signs: list[tuple[bool, str]] = []
    whole, at = True, 0
    while at < len(code) and code[at] != ";":
        sign, at = code[at], at + 1
        if sign == '"':
            end = code.find('"', at)
            end = len(code) if end < 0 else end
            signs.append((False, code[at:end]))
            at = end + 1
        elif sign in "\\!":
            signs.append((False, code[at : at + 1]))
            at += 1
        elif sign in "_*":  # a blank as wide as the next character, or it repeated
            at += 1
        elif sign == "[":
            at = code.find("]", at) + 1 or len(code)
        elif sign.casefold() in _TIMES:
            return None
        elif sign in ".,%‰":
            whole = False
        else:
            signs.append((sign in _DIGITS, sign))
    return NumberFormat(tuple(signs), whole) if any(p for p, _ in signs) else None


def shown_id(value: float, code: str) -> str | None:
    """Write a whole number as its format shows it, where that fills it up with zeros.

    Examples
    --------
    >>> shown_id(31, "000000"), shown_id(32.0, '"150602-P-"0000'), shown_id(7, "0.00")
    ('000031', '150602-P-0032', None)
    """
    form = read_number_format(code)
    if form is None or not form.whole or form.zeros < _FILLED or form.unit:
        return None
    if value < 0 or value != int(value):
        return None
    places = [text for is_place, text in form.signs if is_place]
    digits = str(int(value)).rjust(len(places))
    shown, rest = (
        [],
        [digits[: len(digits) - len(places) + 1], *digits[1 - len(places) :]],
    )
    if len(places) == 1:
        rest = [digits]
    for is_place, text in form.signs:
        digit = rest.pop(0) if is_place else text
        shown.append(
            digit.replace(" ", "0" if text == "0" else "") if is_place else text
        )
    return "".join(shown)
