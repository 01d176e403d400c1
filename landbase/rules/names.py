"""Names beside codes: what a table of codes means, for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from landbase.rules.land_uses import land_use_texts
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang

__all__ = ["with_names"]

_Frame = TypeVar("_Frame", bound=pd.DataFrame)


def with_names(
    frame: _Frame, *, lang: Lang = "zh", rules: Rules | None = None
) -> _Frame:
    """Put names beside the codes of a table.

    Parameters
    ----------
    frame
        Parcels, decisions, or any table with columns of codes. Not changed.
    lang
        Language of the names.
    rules
        Where names come from; by default the rules that the table was made by.

    Returns
    -------
    named
        The same table, with a column ``<column>_name`` behind each column of codes:
        category, status, cause, disposal type, banner, land use (in its own
        classification) and what is yes or no. A code that is not known is its own
        name; missing stays missing.

    Examples
    --------
    >>> import pandas as pd
    >>> with_names(pd.DataFrame({"banner": ["150622", "150602"], "mu": [15.0, 0.0]}))
       banner banner_name    mu
    0  150622        准格尔旗  15.0
    1  150602         东胜区   0.0
    """
    require_columns(frame)
    held = rules_of(rules, of=frame)
    named = frame.copy()
    for column in map(str, frame.columns):
        beside = f"{column}_name"
        if beside in frame:
            continue
        kind = held.vocabulary.kind_of(column)
        if column == "land_use":
            found = land_use_texts(frame, lang=lang, rules=held)
        elif kind is not None:
            labels = held.vocabulary.labels(kind, lang)
            known = {code: labels.get(code, code) for code in frame[column].dropna()}
            found = frame[column].map(known).astype("str")
        else:
            continue
        named.insert(list(named.columns).index(column) + 1, beside, found)
    return named
