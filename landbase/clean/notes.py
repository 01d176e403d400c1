"""Collect the issues of one table while it is cleaned, and which rows are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.issues import Issues

if TYPE_CHECKING:
    import numpy.typing as npt

    from landbase.sources.raw import RawTable

__all__ = ["Notes"]


class Notes:
    """The issues of one table; grows while the table is cleaned.

    Attributes
    ----------
    source, rows
        What issues call the table, and the number of each row in it.
    ids
        The parcel id of each row, once it is known.
    aside
        True for the rows that do not become parcels.
    """

    def __init__(self, raw: RawTable) -> None:
        self.source = raw.source
        self.rows = raw.rows
        self.ids: pd.Series | None = None
        self.aside = np.zeros(len(raw.rows), dtype=bool)
        self._found = [raw.issues]

    def once(
        self, code: str, *, column: Any = None, value: Any = None, **more: Any
    ) -> None:
        """Note something about the table as a whole; `more` fills the message."""
        issue = Issues.of(
            code, source=self.source, column=column, value=value, details=more
        )
        self._found.append(issue)

    def at(
        self,
        code: str,
        where: npt.ArrayLike,
        *,
        column: Any = None,
        value: Any = None,
        set_aside: bool = False,
        **more: Any,
    ) -> None:
        """Note something about rows.

        `where` is True for the rows meant; `value` and what fills the message are
        scalars, or arrays on all rows.
        """
        positions = np.flatnonzero(np.asarray(where, dtype=bool))
        if not len(positions):
            return
        ids = None if self.ids is None else self.ids.to_numpy(dtype=object)[positions]
        issue = Issues.of(
            code,
            source=self.source,
            source_row=self.rows[positions],
            parcel_id=ids,
            column=column,
            value=_pick(value, positions),
            set_aside=set_aside,
            details={name: _pick(part, positions) for name, part in more.items()},
        )
        self._found.append(issue)
        if set_aside:
            self.aside[positions] = True

    def issues(self) -> Issues:
        """Give everything noted so far, in order."""
        return Issues.concat(self._found)


def _pick(part: Any, positions: npt.NDArray[np.intp]) -> Any:
    if part is None or pd.api.types.is_scalar(part):
        return part
    return pd.Series(part).array.take(positions)
