"""What stands over a map, on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from landbase.texts import words

if TYPE_CHECKING:
    from landbase.vocabulary import Lang

__all__ = ["Heading"]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands over a map.

    Attributes
    ----------
    title
        Title of the map; by default one that names what it is coloured by.
    as_of
        The day the data are of, as it is to be printed.
    note
        A mark such as 内部使用, or where the data come from.
    review_no
        审图号, for maps that were reviewed for publication.
    source
        Where the data come from, as a printed page says it at its foot.
    """

    title: str | None = None
    as_of: str | None = None
    note: str | None = None
    review_no: str | None = None
    source: str | None = None

    def lines(self, lang: Lang = "zh") -> list[str]:
        """Give what stands beside the title, in order."""
        told = words("common", lang)
        return [
            *([told("as_of", day=self.as_of)] if self.as_of else []),
            *([self.note] if self.note else []),
            *([told("review_no", number=self.review_no)] if self.review_no else []),
        ]
